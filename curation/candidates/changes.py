"""What a change means for candidates that were found already."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from communities.models import Post, WikiPage
from curation.candidates.recount import recount_all
from curation.candidates.search import read_pages, read_posts
from curation.models import Candidate, LikeText, PracticeSource, Refusal

POST, PAGE = "post", "wiki_page"  # as curation.models.place names them
THREAD, PRACTICE, REFUSAL, COMMUNITY = "thread", "practice", "refusal", "community"


def look_again(kind: str, pk: int) -> None:
    """Read again what changed, and count again the candidates that it is in.

    Only what the search has read before: what is new waits for the night.
    """
    texts = LikeText.objects.filter(_texts_of(kind, pk))
    touched = set(texts.exclude(candidate=None).values_list("candidate", flat=True))
    if kind == COMMUNITY:
        touched |= set(Candidate.objects.filter(community=pk).values_list("pk", flat=True))
    if kind == POST and texts.exists():
        for post in Post.objects.filter(pk=pk).select_related("thread"):
            read_posts(post.thread.community_id, [pk])
    if kind == PAGE and texts.exists():
        for page in WikiPage.objects.filter(pk=pk):
            read_pages(page.community_id, [pk])
    touched |= set(texts.exclude(candidate=None).values_list("candidate", flat=True))
    recount_all(touched)


def _texts_of(kind: str, pk: int) -> Q:
    if kind == POST:
        return Q(post=pk)
    if kind == THREAD:
        return Q(post__thread=pk)
    if kind == PAGE:
        return Q(wiki_page=pk)
    if kind == PRACTICE:
        return _at_sources(PracticeSource.objects.filter(practice=pk))
    if kind == REFUSAL:
        return _at_sources(Refusal.objects.filter(pk=pk))
    return Q(pk__in=[])


def _at_sources(rows: QuerySet[Any]) -> Q:
    return Q(post__in=rows.exclude(post=None).values("post")) | Q(
        wiki_page__in=rows.exclude(wiki_page=None).values("wiki_page")
    )
