"""Cleaning what is stored again, when the cleaner has learnt something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Revision

from communities.models import Post, PostVersion, WikiPage
from core.sanitize import CLEANER_VERSION, BodyTooLarge, clean_body

BATCH = 200
Refused = Callable[[str, str], None]


def clean_wiki_pages(refused: Refused) -> Iterator[bool]:
    """Clean the body of every page that an older cleaner passed, and its revisions. Yields whether it changed.

    Each page is a transaction of its own, so it may be stopped and started again at any time. A page that
    somebody saves meanwhile is left: it was cleaned by that.
    """
    pages = WikiPage.objects.filter(cleaner_version__lt=CLEANER_VERSION).order_by("pk")
    for pk in _each(pages):
        try:
            yield _clean_page(pk)
        except BodyTooLarge as failure:
            refused(f"wiki page {pk}", str(failure))


def clean_posts(refused: Refused) -> Iterator[bool]:
    """The same for every post and its versions."""
    posts = Post.objects.filter(cleaner_version__lt=CLEANER_VERSION).order_by("pk")
    for pk in _each(posts):
        try:
            yield _clean_post(pk)
        except BodyTooLarge as failure:
            refused(f"post {pk}", str(failure))


def _each(rows: QuerySet[Any]) -> Iterator[int]:
    """The ids of the rows, a batch at a time, each once: one that is refused is not asked again."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        yield from batch
        last = batch[-1]


@transaction.atomic
def _clean_page(pk: int) -> bool:
    page = (
        WikiPage.objects.select_for_update(of=("self",))
        .filter(cleaner_version__lt=CLEANER_VERSION, pk=pk)
        .first()
    )
    if page is None:
        return False
    before = page.body
    page.set_body(clean_body(before, previous=before))
    WikiPage.objects.filter(pk=pk).update(
        body=page.body, cleaner_version=page.cleaner_version, sections=page.sections, lead=page.lead
    )
    for revision in Revision.objects.for_instance(page).iterator(chunk_size=20):
        old = revision.content.get("body", "")
        cleaned = clean_body(old, previous=old)
        if cleaned != old or revision.content.get("cleaner_version") != CLEANER_VERSION:
            content = revision.content | {"body": cleaned, "cleaner_version": CLEANER_VERSION}
            Revision.objects.filter(pk=revision.pk).update(content=content)
    return page.body != before


@transaction.atomic
def _clean_post(pk: int) -> bool:
    post = Post.objects.select_for_update().filter(cleaner_version__lt=CLEANER_VERSION, pk=pk).first()
    if post is None:
        return False
    cleaned = clean_body(post.body, previous=post.body)
    Post.objects.filter(pk=pk).update(body=cleaned, cleaner_version=CLEANER_VERSION)
    for version in post.versions.all():
        old = version.body
        if (new := clean_body(old, previous=old)) != old:
            PostVersion.objects.filter(pk=version.pk).update(body=new)
    return cleaned != post.body
