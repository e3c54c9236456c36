"""The slip on each thing of the desk: who has taken it on, by when, and what the curators say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from communities.models import CommunityPage
from communities.permissions import Verb
from core.policy import require
from curation.actions.claims import WAITING, holder_field
from curation.models import ContentRequest, DeskNote, DriftAlert, FlaggedPlace, JobAidPage, Practice
from people.models import User

NOTES = 50


@dataclass(frozen=True, slots=True)
class _Kind:
    model: Any
    word: str
    joined: tuple[str, ...]
    url: Callable[[Any], str]


def _at(name: str) -> Callable[[Any], str]:
    return lambda thing: reverse(f"curation:{name}", args=[thing.pk])


def _own(thing: Any) -> str:
    return thing.get_absolute_url()


KINDS: dict[str, _Kind] = {
    "flagged_place": _Kind(FlaggedPlace, "Flag", ("community", "claimed_by"), _at("place")),
    "practice": _Kind(Practice, "Practice", ("community", "curator"), _own),
    "job_aid": _Kind(JobAidPage, "Job aid", ("community",), _own),
    "alert": _Kind(
        DriftAlert, "Changed source", ("provenance__job_aid__community", "claimed_by"), _at("drift")
    ),
    "request": _Kind(ContentRequest, "Request", ("community", "claimed_by"), _at("desk_request")),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """What the curators of its community see of one thing."""

    on: str
    thing: Any
    notes: list[DeskNote]

    @property
    def kind(self) -> str:
        return KINDS[self.on].word

    @property
    def title(self) -> str:
        return self.thing.provenance.label if self.on == "alert" else str(self.thing)

    @property
    def url(self) -> str:
        return KINDS[self.on].url(self.thing)

    @property
    def community(self) -> CommunityPage:
        return self.thing.community

    @property
    def can_be_claimed(self) -> bool:
        """A job aid has an owner instead."""
        return self.on != "job_aid"

    @property
    def is_open(self) -> bool:
        return self.on == "job_aid" or self.thing.state in WAITING[type(self.thing)]

    @property
    def holder(self) -> User | None:
        return getattr(self.thing, holder_field(self.thing)) if self.can_be_claimed else None


def subject_of(user: User, on: str, pk: int) -> Any:
    """The thing that a slip is on. Raises Http404 for what the person may not know of, PermissionDenied for who
    does not curate there."""
    kind = KINDS.get(on)
    if kind is None:
        raise Http404
    rows: QuerySet[Any] = kind.model.objects.visible_to(user).select_related(*kind.joined)
    thing = rows.filter(pk=pk).first()
    if thing is None:
        raise Http404
    require(user, Verb.CURATE, thing)
    return thing


def slip_on(on: str, thing: Any) -> Slip:
    """The slip of a thing, for whoever curates it. One query."""
    notes = DeskNote.objects.filter(**{on: thing}).select_related("author").order_by("-at", "-pk")[:NOTES]
    return Slip(on, thing, list(notes))
