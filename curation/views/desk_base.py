"""What every page of the desk begins with: whose desk it is, of which community, and what lies on its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from itertools import islice
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from communities.views.base import SignedInRequest
from curation.desk.parts import part_lines
from curation.desk.scope import Desk, desk_of

Rest = ParamSpec("Rest")
_ID = re.compile(r"[0-9]{1,18}")


def desk_page(
    view: Callable[Concatenate[SignedInRequest, Desk, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """A page of the desk: `view(request, desk, …)`. Visitors sign in; who curates nowhere is refused (403), and
    `?community=` of a community that the person does not curate is 404."""

    @wraps(view)
    def with_desk(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        desk = desk_of(request.user, request.GET.get("community", ""))
        return view(request, desk, *args, **kwargs)  # type: ignore[arg-type]

    return with_desk


def desk_context(desk: Desk, part: str) -> dict[str, Any]:
    """What `layouts/desk.html` draws: the parts with their numbers, and the filter. One query."""
    lines = part_lines(desk)
    return {
        "section": "desk",
        "desk": desk,
        "parts": lines,
        "here": next((line for line in lines if line.part.key == part), None),
    }


def ids_in(sent: Iterable[str], *, most: int) -> list[int]:
    """The numbers of rows in what a form sent; what is no such number is left out."""
    return [int(value) for value in islice(sent, most) if _ID.fullmatch(value)]
