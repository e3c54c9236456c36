"""What a person typed survives whatever stops the form: it comes back on a page that can send it again.

Every view that takes a long text is wrapped in `keeps_text`, outermost:

    @keeps_text
    @login_required
    def edit(request, …): …

`rescued` is for a view that knows better what happened; `cop_site.views.csrf_failure` uses it too.
A view whose form has an editor says that the text is safe by
`messages.success(request, "…", extra_tags=draft_key)`: the next page then ends the browser's draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from core.forms import EditorWidget

View = Callable[..., HttpResponse]

# What a page writes into its own hidden fields, and no person types.
_TECHNICAL = re.compile(r"[0-9a-f-]{36}|\d{0,20}|on|true|false|\d+\.\d+\.\S*~\w+|", re.IGNORECASE)
_HIDDEN_NAMES = frozenset({"section", "draft_tab"})
# A row of a list: what stands in it is ticked or chosen, and its field names the row by numbers with a dot.
_ROW = re.compile(r"-\d+\.\d")
_RICH = re.compile(r"</(?:p|h[2-6]|li|td|th|pre|blockquote)>", re.IGNORECASE)
_SECRET = re.compile(r"password|secret|^code$", re.IGNORECASE)
_ONE_LINE = 120


@dataclass(frozen=True, slots=True)
class Typed:
    """One field of the form that was sent."""

    name: str
    value: str
    number: int

    @property
    def label(self) -> str:
        return self.name.rpartition("-")[2].replace("_", " ").capitalize()

    @property
    def kind(self) -> str:
        """hidden, rich, long or line: how the field is shown."""
        if self.name in _HIDDEN_NAMES or _TECHNICAL.fullmatch(self.value) or _ROW.search(self.name):
            return "hidden"
        if _RICH.search(self.value):
            return "rich"
        return "long" if len(self.value) > _ONE_LINE or "\n" in self.value else "line"

    @property
    def id(self) -> str:
        return f"typed-{self.number}"

    @property
    def editor(self) -> str:
        return EditorWidget().render(self.name, self.value, {"id": self.id})


def keeps_text(view: View) -> View:
    """Answer a POST that comes to nothing (signed out, forbidden, not there any more) with its text."""

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not typed_in(request):
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return rescued(request, SIGNED_OUT, status=403)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as refused:
            words = (
                f"{refused} Copy your text before you leave this page." if str(refused) else FORBIDDEN.text
            )
            return rescued(request, replace(FORBIDDEN, text=words), status=403)
        except Http404:
            return rescued(request, NOT_THERE, status=404)

    return keeping


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing was saved, and what to do."""

    title: str
    text: str
    can_resend: bool = True


SIGNED_OUT = Reason(
    "You were signed out. Your text is here",
    "Nothing was saved yet. Sign in in another tab, come back to this one, and send it again.",
)
WAITED = Reason(
    "Not saved yet. Your text is here",
    "The page that you wrote on had waited too long. Send it again, now it will be taken.",
)
FOREIGN = Reason(
    "Not saved",
    "This was not sent from a page of this site, so it was not taken.",
    can_resend=False,
)
FORBIDDEN = Reason(
    "Not saved. Your text is here",
    "You may not do this any more; perhaps your membership ended. Copy your text before you leave this page.",
)
NOT_THERE = Reason(
    "Not saved. Your text is here",
    "What you wrote on is not there any more, or you may not see it any more. "
    "Copy your text before you leave this page.",
)


def rescued(
    request: HttpRequest,
    reason: Reason,
    *,
    status: int,
    action: str = "",
    button: str = "Send it again",
) -> HttpResponse:
    """Give back what was typed, in a form that sends it to `action` (the same address unless told)."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": f"{reason.title}. {reason.text}"}, status=status)
    context = {
        "reason": reason,
        "typed": typed_in(request),
        "files": bool(request.FILES),
        "action": action or request.get_full_path(),
        "button": button,
        "media": EditorWidget().media,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "site/rescue.html", context, status=status)


def without_token(request: HttpRequest) -> HttpResponse:
    """Answer a form whose token is missing or old: only what a page of ours sent may be sent again."""
    reason = FOREIGN if not was_sent_from_here(request) else WAITED
    if reason is WAITED and not request.user.is_authenticated:
        reason = SIGNED_OUT
    return rescued(request, reason, status=403)


def typed_in(request: HttpRequest) -> list[Typed]:
    """The fields that were sent; nothing when no person typed any of them, or a secret is among them."""
    if any(_SECRET.search(name) for name in request.POST):
        return []
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    typed = [Typed(name, value, number) for number, (name, value) in enumerate(pairs)]
    return typed if any(each.kind != "hidden" for each in typed) else []


def was_sent_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form: only then may a button offer to send it again."""
    if (site := request.headers.get("Sec-Fetch-Site")) is not None:
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(sender).netloc == request.get_host()
