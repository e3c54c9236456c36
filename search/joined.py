"""What is joined to a thing by more than words: links between things, and sources that they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from communities.models import Link, LinkTarget
from curation.models import JobAidPage, PracticeSource, Provenance
from search.kinds import Kind

Thing = tuple[str, int]
MOST = 50  # rows of each kind that are read
_TARGET: dict[str, str] = {
    Kind.WIKI: LinkTarget.WIKI_PAGE,
    Kind.THREAD: LinkTarget.THREAD,
    Kind.SCREENCAST: LinkTarget.SCREENCAST,
}
_KIND = {target: kind for kind, target in _TARGET.items()}
_SOURCE = {Kind.WIKI: "wiki_page", Kind.THREAD: "post__thread", Kind.SCREENCAST: "screencast"}
_COLUMNS = ("wiki_page", "post__thread", "screencast")


def joined_to(kind: str, thing_id: int) -> Iterator[Thing]:
    """Links first, then what was made of it or what it was made of, then what was made of the same. A fixed number of
    queries; a thing may come twice, and it may be one that nobody finds any more."""
    if kind in _TARGET:
        yield from _links(kind, thing_id)
        yield from _made_of(Q(**{_SOURCE[Kind(kind)]: thing_id}))
    elif kind == Kind.JOB_AID:
        yield from _practice_of(thing_id)
        yield from _sources(Provenance.objects.attached().filter(job_aid=thing_id))
    elif kind == Kind.PRACTICE:
        for pk in JobAidPage.objects.filter(practice=thing_id).values_list("pk", flat=True)[:MOST]:
            yield Kind.JOB_AID, pk
        yield from _sources(PracticeSource.objects.filter(practice=thing_id))


def _links(kind: str, thing_id: int) -> Iterator[Thing]:
    out = {Kind.WIKI: Q(wiki_page=thing_id), Kind.THREAD: Q(post__thread=thing_id)}.get(Kind(kind))
    if out is not None:
        for target, pk in Link.objects.filter(out).order_by("pk").values_list("target", "target_id")[:MOST]:
            yield _KIND[target], pk
    back = Link.objects.filter(target=_TARGET[kind], target_id=thing_id).order_by("-pk")
    for page, thread in back.values_list("wiki_page", "post__thread")[:MOST]:
        yield (Kind.WIKI, page) if page else (Kind.THREAD, thread)


def _made_of(source: Q) -> Iterator[Thing]:
    """Job aids and practices that took something from it."""
    aids = Provenance.objects.attached().filter(source, job_aid__live=True).order_by("-job_aid")
    for pk in aids.values_list("job_aid", flat=True).distinct()[:MOST]:
        yield Kind.JOB_AID, pk
    practices = PracticeSource.objects.filter(source).order_by("-practice")
    for pk in practices.values_list("practice", flat=True).distinct()[:MOST]:
        yield Kind.PRACTICE, pk


def _practice_of(job_aid_id: int) -> Iterator[Thing]:
    for pk in JobAidPage.objects.filter(pk=job_aid_id, practice__isnull=False).values_list(
        "practice", flat=True
    ):
        yield Kind.PRACTICE, pk


def _sources(rows: Any) -> Iterator[Thing]:
    """The pages, threads and recordings, and then the other job aids that were made of them."""
    found: dict[Thing, None] = {}
    same = Q(pk__in=[])
    for page, thread, recording in rows.order_by("pk").values_list(*_COLUMNS)[:MOST]:
        if page:
            found[Kind.WIKI, page] = None
            same |= Q(wiki_page=page)
        elif thread:
            found[Kind.THREAD, thread] = None
            same |= Q(post__thread=thread)
        elif recording:
            found[Kind.SCREENCAST, recording] = None
            same |= Q(screencast=recording)
    yield from found
    if found:
        yield from _made_of(same)
