"""A morning on the desk: who took what on, what is due, what people ask for, and how long things take here."""

from __future__ import annotations

from datetime import timedelta

from django.http import QueryDict
from django.utils import timezone

from communities.models import CommunityPage
from cop_site.demo.days import ago
from cop_site.demo.making import pieces_of
from cop_site.demo.talk import Cast
from curation.actions.choices import save_choice
from curation.actions.claims import claim, set_due
from curation.actions.desk_notes import note_for_curators
from curation.actions.requests import add_voice, ask_for_job_aid, decline_request
from curation.actions.targets import set_targets
from curation.desk.pace import measure_lead_times
from curation.forms.promotion import NEW
from curation.models import ContentRequest, DeskNote, FlaggedPlace, Practice, RequestVoice, SavedChoice
from curation.promotion.pieces import Role


def morning(ward: CommunityPage, cast: Cast) -> None:
    """What the curators did before the reader came."""
    set_targets(user=cast["fay"], community=ward, decide_days=5, publish_days=21)
    _date_lead_times(ward)
    place = FlaggedPlace.objects.waiting().in_community(ward).order_by("-people_count", "pk")[0]
    claim(user=cast["cora"], thing=place)
    set_due(user=cast["cora"], thing=place, due_on=timezone.localdate() + timedelta(days=2))
    note = note_for_curators(
        user=cast["lou"],
        on="flagged_place",
        subject=place,
        text="4A writes the same in other words. Ask Fay whether both wards mean the same field.",
    )
    DeskNote.objects.filter(pk=note.pk).update(at=ago(days=1.2))
    practice = Practice.objects.in_community(ward).filter(state="emerging").order_by("pk")[0]
    set_due(user=cast["cora"], thing=practice, due_on=timezone.localdate() + timedelta(days=6))
    _half_made(practice, cast)
    _requests(ward, cast)
    measure_lead_times()


def _half_made(practice: Practice, cast: Cast) -> None:
    """A choice of pieces that a curator kept last night, to go on with."""
    form = QueryDict(mutable=True)
    form.update({"into": NEW, "title": "Keep the window of a scanner clear", "purpose": ""})
    for number, one in enumerate(pieces_of(practice)):
        form.appendlist("piece", one.piece.token)
        form[f"role-{one.piece.id}"] = Role.PITFALL if number == 0 else Role.STEP
        if number < 2:
            form[f"use-{one.piece.id}"] = "1"
    saved = save_choice(user=cast["cora"], practice=practice, form=form)
    SavedChoice.objects.filter(pk=saved.pk).update(saved_at=ago(days=0.7))


def _requests(ward: CommunityPage, cast: Cast) -> None:
    wanted = _asked(
        ward,
        cast,
        ("nia", "jo", "tomasz", "lee"),
        title="Replace a syringe driver label",
        detail="The printer on 4B prints the old size. Every night somebody writes it by hand.",
        days=8,
    )
    _asked(
        ward,
        cast,
        ("ana", "jo"),
        title="Undo a discharge that was booked on the wrong bed",
        detail="",
        days=3,
    )
    old = _asked(ward, cast, ("marguerite",), title="Order a replacement wristband", detail="", days=30)
    reason = (
        "Wristbands are ordered by the ward clerk from 1 December; there is nothing left for a nurse to do."
    )
    decline_request(user=cast["cora"], request=old, reason=reason)
    claim(user=cast["lou"], thing=wanted)


def _asked(
    ward: CommunityPage, cast: Cast, handles: tuple[str, ...], *, title: str, detail: str, days: float
) -> ContentRequest:
    asked = ask_for_job_aid(user=cast[handles[0]], community=ward, title=title, detail=detail)
    for handle in handles[1:]:
        add_voice(user=cast[handle], request=asked)
    ContentRequest.objects.filter(pk=asked.pk).update(created_at=ago(days=days))
    RequestVoice.objects.filter(request=asked).update(at=ago(days=days))
    return asked


def _date_lead_times(ward: CommunityPage) -> None:
    """First flags, decisions, drafts and publications of the practices, as their flags and logs are dated."""
    for place in FlaggedPlace.objects.in_community(ward):
        first = place.flags.order_by("created_at").values_list("created_at", flat=True).first()
        FlaggedPlace.objects.filter(pk=place.pk).update(first_at=first)
    for practice in Practice.objects.in_community(ward):
        firsts = practice.flagged_places.order_by("first_at").values_list("first_at", flat=True)
        made = practice.log.filter(to_state="promoted").values_list("at", flat=True).first()
        published = practice.job_aids.filter(live=True).values_list("first_published_at", flat=True).first()
        Practice.objects.filter(pk=practice.pk).update(
            first_flag_at=firsts.first(), promoted_at=made, published_at=published
        )
