"""What is related to a thing: what it links to and what is made of the same sources, then what is like it in words.

It is computed beforehand and kept as a list for each thing. What is hidden elsewhere is looked for apart and takes no
place from what stands here or is open to everybody: nobody sees from a list that something is missing. Who reads is
asked when it is shown: what they may not read is left out of the answer in the query, like anywhere in search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from communities.alike import Alike
from communities.models import CommunityPage
from communities.permissions import standing
from communities.states import Access
from search.backends import search_backend
from search.backends.base import EngineDown, Filters, SearchQuery, Term, Variant
from search.joined import joined_to
from search.kinds import ONE_OF, Kind
from search.language import stem, words
from search.models import RelatedEntry, RelatedThings, SearchEntry
from search.terms import STOP_WORDS

RELATED_KINDS = (Kind.JOB_AID, Kind.PRACTICE, Kind.WIKI, Kind.THREAD, Kind.SCREENCAST)
SHOWN = 5
KEPT_JOINED, KEPT_HERE, KEPT_ELSEWHERE, KEPT_HIDDEN = 10, 10, 6, 6
LIKE_ENOUGH = 0.3  # of the telling words of a thing: what has fewer is not like it
TELLING = 10
READ_CHARS, READ_PLACES = 20_000, 40
SOON = datetime(1970, 1, 1, tzinfo=UTC)  # as if it was made so long ago that it is next
MADE_ANEW_AFTER = timedelta(days=7)
AT_ONCE = 100
Thing = tuple[str, int]


def related_to(user: Any, kind: str, pk: int) -> list[Alike]:
    """At most SHOWN things that this person may read, the nearest first. One query, by the index
    search_related_place; columns and no rows, since every page of a thing asks it."""
    beside = SearchEntry.objects.filter(
        standing(user).readable("community__"), beside__kind=kind, beside__thing_id=pk
    )
    found = beside.order_by("beside__position").values_list(
        "kind", "title", "url", "trust", "trust_more", "state", "community_id", "community__title"
    )
    return [
        Alike(
            title=title,
            url=url,
            kind=ONE_OF[Kind(other)][0],
            trust=trust,
            trust_more=more,
            state=state,
            community_id=community,
            community=called,
        )
        for other, title, url, trust, more, state, community, called in found[:SHOWN]
    ]


def beginnings(things: Iterable[Thing]) -> Q:
    """The entries at the beginning of these things. Uses the index search_entry_place."""
    condition = Q(pk__in=[])
    by_kind: dict[str, list[int]] = {}
    for kind, thing_id in things:
        by_kind.setdefault(kind, []).append(thing_id)
    for kind, ids in by_kind.items():
        condition |= Q(kind=kind, thing_id__in=ids, place="")
    return condition


def alike(entry: SearchEntry) -> Alike:
    """An entry, loaded with its community."""
    return Alike(
        title=entry.title,
        url=entry.url,
        kind=entry.one_of,
        trust=entry.trust,
        trust_more=entry.trust_more,
        state=entry.state,
        community_id=entry.community_id,
        community=entry.community.title if entry.community else "",
        place=entry.place_title if entry.place else "",
    )


# -- beforehand --------------------------------------------------------------------------------------------
def make_soon(kind: str, thing_id: int) -> None:
    """It is new, or its words changed: the next run of `relate_some` makes its list. One query."""
    if kind in RELATED_KINDS:
        RelatedThings.objects.bulk_create(
            [RelatedThings(kind=kind, thing_id=thing_id, made_at=SOON)],
            update_conflicts=True,
            unique_fields=["kind", "thing_id"],
            update_fields=["made_at"],
        )


def make_all_soon() -> int:
    """Things that have no list and wait for none, of before there were lists: they wait now. Returns how many."""
    listed = RelatedThings.objects.filter(kind=OuterRef("kind"), thing_id=OuterRef("thing_id"))
    lacking = SearchEntry.objects.filter(~Exists(listed), kind__in=RELATED_KINDS, place="")
    rows = [
        RelatedThings(kind=kind, thing_id=pk, made_at=SOON)
        for kind, pk in lacking.order_by("pk").values_list("kind", "thing_id")
    ]
    RelatedThings.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def relate_some(*, at_once: int = AT_ONCE) -> int:
    """Make the lists that wait, the longest waiting first; returns how many. A list lives for a week: what else
    there is changes. Uses the index search_related_oldest. Stops when the engine does not answer."""
    due = RelatedThings.objects.filter(made_at__lt=timezone.now() - MADE_ANEW_AFTER).order_by("made_at", "pk")
    made = 0
    for row in due[:at_once]:
        try:
            _keep(row, nearest(row.kind, row.thing_id))
        except EngineDown:
            break
        made += 1
    return made


@transaction.atomic
def _keep(row: RelatedThings, entry_ids: list[int] | None) -> None:
    """Put a new list in the place of the old; for what is gone, none."""
    kept = RelatedThings.objects.filter(pk=row.pk, made_at=row.made_at)  # it may have changed meanwhile
    if entry_ids is None:
        kept.delete()
    else:
        kept.update(made_at=timezone.now())
    RelatedEntry.objects.filter(kind=row.kind, thing_id=row.thing_id).delete()
    RelatedEntry.objects.bulk_create(
        RelatedEntry(kind=row.kind, thing_id=row.thing_id, position=number, entry_id=pk)
        for number, pk in enumerate(entry_ids or ())
    )


def nearest(kind: str, thing_id: int) -> list[int] | None:
    """The entries of what is joined to a thing, then of what is like it, here before elsewhere; None: it is gone."""
    entries = list(SearchEntry.objects.filter(kind=kind, thing_id=thing_id).order_by("pk")[:READ_PLACES])
    if not entries:
        return None
    itself, here = (kind, thing_id), entries[0].community_id
    readable: list[int] = []
    hidden: list[int] = []
    for community, access in CommunityPage.objects.live().values_list("pk", "access"):
        (readable if access == Access.OPEN or community == here else hidden).append(community)
    joined = list(dict.fromkeys(thing for thing in joined_to(kind, thing_id) if thing != itself))
    like = [*_like(entries, itself, readable), *_like(entries, itself, hidden)]
    rows = SearchEntry.objects.filter(beginnings((*joined, *like)))
    there = {
        (other, number): (pk, community)
        for pk, other, number, community in rows.values_list("pk", "kind", "thing_id", "community_id")
    }

    def kept(things: list[Thing], communities: Collection[int | None], most: int) -> list[int]:
        found = [there[thing] for thing in things if thing in there]
        return [pk for pk, community in found if community in communities][:most]

    elsewhere = [community for community in readable if community != here]
    return list(
        dict.fromkeys(
            [
                *kept(joined, readable, KEPT_JOINED),
                *kept(like, [here], KEPT_HERE),
                *kept(like, elsewhere, KEPT_ELSEWHERE),
                *kept(joined, hidden, KEPT_HIDDEN),
                *kept(like, hidden, KEPT_HIDDEN),
            ]
        )
    )


def _like(entries: list[SearchEntry], itself: Thing, readable: list[int]) -> list[Thing]:
    """What an engine finds for the telling words, best first, as far as it has enough of them. How rare a word is, is
    counted over everything: it may order what is like, and does not say what is."""
    asked = telling_words(entries)
    query = SearchQuery(
        terms=tuple(Term((Variant(word),)) for word in asked),
        readable=tuple(readable),
        known=(),
        people=False,
        filters=Filters(kind=RELATED_KINDS),
    )
    places = search_backend().rank(query, count=False).places if asked and readable else []
    stems = {stem(word) for word in asked}
    texts = SearchEntry.objects.in_bulk([place.entry_id for place in places])
    found: dict[Thing, None] = {}
    for place in places:
        entry = texts.get(place.entry_id)
        if entry is not None and _share(stems, entry) >= LIKE_ENOUGH:
            found[place.kind, place.thing_id] = None
    found.pop(itself, None)
    return list(found)


def _share(stems: set[str], entry: SearchEntry) -> float:
    """How many of the words a place says."""
    said = {stem(word) for word in words(f"{entry.title} {entry.place_title} {entry.text[:READ_CHARS]}")}
    return len(stems & said) / len(stems)


def telling_words(entries: list[SearchEntry]) -> list[str]:
    """The words of the title, then those that the text says most often: TELLING in all."""
    title = _said(entries[0].title)
    text = " ".join(f"{entry.place_title} {entry.text}" for entry in entries)[:READ_CHARS]
    often: Counter[str] = Counter()
    as_said: dict[str, str] = {}
    for word in _said(text):
        often[stem(word)] += 1
        as_said.setdefault(stem(word), word)
    body = [as_said[root] for root, times in often.most_common(4 * TELLING) if times > 1]
    kept: dict[str, str] = {}
    for word in (*title, *body):
        kept.setdefault(stem(word), word)
    return list(kept.values())[:TELLING]


def _said(text: str) -> list[str]:
    return [word for word in words(text) if len(word) > 2 and word not in STOP_WORDS and not word.isdigit()]
