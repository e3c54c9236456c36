"""Practices by state across communities: a board, a list, and acts on several at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from communities.views.base import SignedInRequest, page_of
from core.rescue import keeps_text
from curation.actions import bulk as actions
from curation.actions.bulk import Outcome
from curation.desk.board import BOARD, ENDED, columns_of
from curation.desk.counts import capped_counts, in_words
from curation.desk.listing import DUE, ORDERS, WHOSE, Wanted, add_numbers, practices_of
from curation.desk.scope import Desk, desk_of
from curation.forms.desk import BulkForm
from curation.models import Practice
from curation.states import PracticeState
from curation.views.desk_base import desk_context, desk_page, ids_in

A_PAGE = 30
CARDS = 6
SELECTED = 100  # practices that one act takes
SAID = {
    BulkForm.CLAIM: "You follow {} now.",
    BulkForm.PUT_BACK: "{} put back.",
    BulkForm.DUE: "The date of {} is set.",
    BulkForm.MOVE: "{} moved.",
}


@desk_page
def board(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """A column for each state, with the newest of it; cards move by dragging them, or by the menu on each."""
    practices = desk.of(Practice.objects.all())
    ended = capped_counts(**{state.value: practices.filter(state=state) for state in ENDED})
    context = desk_context(desk, "practices") | {
        "columns": columns_of(practices, states=BOARD, cards=CARDS),
        "ended": [(state, in_words(ended[state])) for state in ENDED],
        "form": BulkForm(),
    }
    return render(request, "curation/desk/board.html", context)


@desk_page
def listed(request: SignedInRequest, desk: Desk) -> HttpResponse:
    """The practices that the filters ask for, thirty a page."""
    return _list(request, desk, BulkForm(), [])


@keeps_text
@require_POST
def bulk(request: SignedInRequest) -> HttpResponse:
    """One act on those that were selected. What is refused is named, with its reason, and stays selected."""
    desk = desk_of(request.user, request.GET.get("community", ""))
    chosen = list(_selected(desk, ids_in(request.POST.getlist("practice"), most=SELECTED)))
    form = BulkForm(request.POST)
    if form.is_valid() and not chosen:
        form.add_error(None, "Select the practices first, with the box beside each.")
    if not form.is_valid():
        return _list(request, desk, form, chosen)
    outcome = _done(desk, chosen, form.cleaned_data)
    if outcome.done:
        said = "1 practice" if len(outcome.done) == 1 else f"{len(outcome.done)} practices"
        messages.success(request, SAID[form.cleaned_data["act"]].format(said))
    if outcome.refused:
        return _list(request, desk, form, [practice for practice, _ in outcome.refused], outcome)
    page = "desk_practices" if request.POST.get("view") == "board" else "desk_practice_list"
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(f"curation:{page}") + query)


def _selected(desk: Desk, sent: list[int]) -> Any:
    """Those of the desk alone: the number of a practice elsewhere selects nothing."""
    rows = Desk(desk.user, desk.communities, None).of(Practice.objects.filter(pk__in=sent))
    return rows.select_related("community__curation_settings", "curator").order_by("pk")


def _done(desk: Desk, chosen: list[Practice], data: dict[str, Any]) -> Outcome:
    act, user = data["act"], desk.user
    if act == BulkForm.CLAIM:
        return actions.take_on_all(user=user, practices=chosen)
    if act == BulkForm.PUT_BACK:
        return actions.put_back_all(user=user, practices=chosen)
    if act == BulkForm.DUE:
        return actions.set_due_all(user=user, practices=chosen, due_on=data["due_on"])
    return actions.change_state_of_all(user=user, practices=chosen, to=data["to"], why=data["why"])


def _list(
    request: Any, desk: Desk, form: BulkForm, selected: list[Practice], outcome: Outcome | None = None
) -> HttpResponse:
    wanted = Wanted.asked(request.GET)
    rows = practices_of(desk, wanted).select_related("community__curation_settings", "curator")
    page = page_of(request, rows, order=wanted.keys, size=A_PAGE)
    add_numbers([*page.items, *selected])
    context = desk_context(desk, "practices") | {
        "page": page,
        "wanted": wanted,
        "states": PracticeState,
        "orders": [(key, label) for key, (label, _) in ORDERS.items()],
        "whose": WHOSE.items(),
        "due": DUE.items(),
        "form": form,
        "selected": {practice.pk for practice in selected},
        "outcome": outcome,
    }
    wrong = bool(form.errors) or (outcome is not None and not outcome.done)
    return render(request, "curation/desk/list.html", context, status=422 if wrong else 200)
