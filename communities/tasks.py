from __future__ import annotations

import logging
from contextlib import suppress

from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks import task

from communities.actions import drafts
from communities.actions.wiki import PageGone
from communities.actions.wiki_bin import KEPT, purge_from_bin
from communities.linking import targets_of
from communities.models import Binned, Link, Post, WikiPage

logger = logging.getLogger(__name__)


@task()
def empty_bins() -> None:
    """Delete for good what waited 30 days in a bin: a page at a time, so that one that fails keeps no other."""
    due = Binned.objects.filter(purged_at=None, page__isnull=False, binned_at__lt=timezone.now() - KEPT)
    for binned in due.select_related("community").order_by("binned_at"):
        try:
            with suppress(PageGone):
                purge_from_bin(binned=binned, user=None)
        except DatabaseError:
            logger.exception(
                "Line %s of the bin could not be deleted; tomorrow it is tried again.", binned.pk
            )


@task(priority=-50)
def remove_old_drafts() -> None:
    """What was written and never published, two weeks after its writer was last at it."""
    drafts.remove_old()


@task()
def note_links(field: str, pk: int) -> None:
    """Keep which things one wiki page or post links to now; it may have gone meanwhile, and running twice is safe."""
    rows = {
        "wiki_page": WikiPage.objects.select_related("community"),
        "post": Post.objects.select_related("thread__community"),
    }
    with transaction.atomic():
        found = rows[field].select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None:
            return
        Link.objects.filter(**{field: found}).delete()
        targets = targets_of(found.body, community=found.community)
        Link.objects.bulk_create(
            Link(**{field: found}, target=target, target_id=target_id)
            for target, target_id in sorted(targets)
        )
