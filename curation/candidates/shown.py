"""A candidate as curators see it: what speaks for it, and its places word for word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from communities.models import Post, WikiPage
from curation.candidates.evidence import Evidence
from curation.candidates.usable import usable_texts
from curation.models import Candidate, LikeText
from curation.places.described import Credit, PlaceGone, PlaceText, read_place

PLACES_IN_LIST = 3
MOST_PLACES = 26  # as many as a practice takes


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """One place: its words now, where it opens, and who wrote it."""

    text: LikeText
    read: PlaceText
    credit: Credit
    is_accepted: bool

    @property
    def kind(self) -> str:
        return "post" if self.text.post_id else "wiki_page"

    @property
    def written_at(self) -> object:
        source = self.read.source
        return source.created_at if isinstance(source, Post) else source.saved_at  # type: ignore[union-attr]

    @property
    def words(self) -> str:
        """Without the heading that the title says already."""
        first, _, rest = self.read.quote.partition("\n")
        return rest if rest and self.read.title.endswith(f"§ {first}") else self.read.quote


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the list, or the head of its own page."""

    candidate: Candidate
    evidence: Evidence
    places: list[ShownPlace]

    @property
    def more_places(self) -> int:
        return max(0, self.evidence.places - len(self.places))


def shown(candidates: Sequence[Candidate], *, places: int = PLACES_IN_LIST) -> list[Shown]:
    """Each with its first places that may be used. One query."""
    of: defaultdict[int, list[ShownPlace]] = defaultdict(list)
    for text in first_texts(candidates, places):
        if (place := _place(text)) is not None:
            of[text.candidate_id or 0].append(place)
    return [Shown(row, Evidence.from_json(row.evidence), of[row.pk]) for row in candidates]


def first_texts(candidates: Iterable[Candidate], places: int) -> QuerySet[LikeText]:
    """The first places of each, in the order in which they were found."""
    nth = Window(RowNumber(), partition_by=F("candidate"), order_by=F("pk").asc())
    rows = usable_texts().filter(candidate__in=[row.pk for row in candidates]).annotate(nth=nth)
    return (
        rows.filter(nth__lte=places)
        .select_related("post__thread__community", "post__author", "wiki_page__last_editor")
        .defer("wiki_page__sections")
        .order_by("candidate", "nth")
    )


def _place(text: LikeText) -> ShownPlace | None:
    source: Post | WikiPage | None = text.post or text.wiki_page
    if source is None:
        return None
    try:
        read = read_place(source, text.anchor)
    except PlaceGone:  # its section went, and the search has not read that yet
        return None
    person = source.author if isinstance(source, Post) else source.last_editor
    named = person.name if person else getattr(source, "author_name", "")
    accepted = isinstance(source, Post) and source.thread.accepted_post_id == source.pk
    return ShownPlace(text, read, Credit(person, named), accepted)
