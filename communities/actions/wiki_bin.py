"""The bin of a wiki: pages wait there for 30 days with their history and links, come back, or go for good."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from communities.actions.wiki import PageGone, PageLocked, WikiProblem
from communities.actions.wiki_moving import hold_in_order
from communities.addresses import change_slug, note_address_change
from communities.models import Binned, BinnedBelow, WikiPage
from communities.permissions import Verb
from communities.tree import STEP, WIKI_DEPTH, children_of, free_slug
from core.policy import can, require
from people.models import User

KEPT = timedelta(days=30)
MOST_AT_ONCE = 500
WITH_OTHERS = (
    "Pages stand below this one. A facilitator can put it in the bin with them; or move those first."
)


class TooMany(WikiProblem):
    """So many pages go into the bin only a branch at a time."""


def bin_wiki_page(*, page: WikiPage, user: User, reason: str = "") -> Binned:
    """Take a page, with all that stands below it, out of sight, for 30 days in which it can come back.

    Nothing is deleted: history, links, flags, sources and watches wait with it. Raises PermissionDenied (a page with
    others below it is for those who moderate), PageGone, PageLocked and TooMany.
    """
    require(user, Verb.CHANGE, page)
    with transaction.atomic():
        held = hold_in_order(page)
        if page.pk not in held or not held[page.pk].live:
            raise PageGone("This page was taken out meanwhile.")
        page = WikiPage.objects.select_related("community").get(pk=page.pk)
        below = list(
            WikiPage.objects.live().filter(path__startswith=page.path).exclude(pk=page.pk).order_by("path")
        )
        if below and not can(user, Verb.MODERATE, page):
            raise PermissionDenied(WITH_OTHERS)
        if any(each.locked and each.locked_by_id != user.pk for each in [page, *below]):
            raise PageLocked(
                "An administrator locked this page, or one below it. It stays until it is unlocked."
            )
        if len(below) >= MOST_AT_ONCE:
            raise TooMany(
                f"More than {MOST_AT_ONCE} pages stand below this one. Begin with those further down."
            )
        binned = Binned.objects.create(
            community=page.community,
            page=page,
            title=page.title,
            lead=page.lead,
            url_path=page.url_path,
            pages=1 + len(below),
            reason=reason,
            binned_at=timezone.now(),
            binned_by=user,
        )
        BinnedBelow.objects.bulk_create(BinnedBelow(binned=binned, page=each) for each in below)
        Page.objects.filter(pk__in=[page.pk, *(each.pk for each in below)]).update(live=False)
        log(page, "communities.bin", user=user, data={"reason": reason, "pages": binned.pages})
        for each in (page, *below):
            each.live = False
            page_unpublished.send(sender=WikiPage, instance=each)
    return binned


def restore_from_bin(*, binned: Binned, user: User) -> WikiPage:
    """Bring a page back, with those that went with it, where it stood; at the top of the wiki if that place is gone.

    Its address is the old one unless another page has it now; the old one then leads on only where nothing else
    stands. What came back already stays. Raises PermissionDenied and PageGone.
    """
    require(user, Verb.CHANGE, binned.community)
    with transaction.atomic():
        page = _held(binned)
        community, old = page.community, page.url_path
        above = Page.objects.get(path=page.path[:-STEP])
        if not above.live:
            above = Page.objects.get(path=page.path[: STEP * WIKI_DEPTH])
            MovePageAction(page, above, pos="last-child", user=user).execute(skip_permission_checks=True)
            page = WikiPage.objects.get(pk=page.pk)
        wanted = binned.url_path.strip("/").rpartition("/")[2]
        if children_of(above).filter(slug=wanted).exclude(pk=page.pk).exists():
            wanted = free_slug(parent=above, wanted=wanted)
        if wanted != page.slug:
            change_slug(page, wanted, user)
        if page.url_path not in (old, binned.url_path):
            note_address_change(binned.url_path, page.url_path)
        back = [page.pk, *binned.below.values_list("page_id", flat=True)]
        binned.delete()
        Page.objects.filter(pk__in=back).update(live=True)
        log(page, "communities.unbin", user=user, data={"pages": len(back)})
        rows = (
            WikiPage.objects.filter(pk__in=back)
            .select_related("community", "latest_revision")
            .order_by("path")
        )
        for each in rows:
            each.live_revision = each.latest_revision
            page_published.send(sender=WikiPage, instance=each, revision=each.latest_revision)
        page = WikiPage.objects.get(pk=page.pk)
        page.community = community
    return page


def purge_from_bin(*, binned: Binned, user: User | None) -> None:
    """Delete what waits in the bin for good, with its history; the line in the bin stays, and says who and when.

    Without a user its days are over. What an administrator published again is not deleted. Raises PermissionDenied
    and PageGone.
    """
    if user is not None:
        require(user, Verb.MODERATE, binned.community)
    with transaction.atomic():
        page = _held(binned)
        within = Page.objects.filter(path__startswith=page.path)
        if within.filter(live=True).exists():
            binned.delete()
            return
        gone = Binned.objects.filter(page__path__startswith=page.path, purged_at=None)
        gone.update(purged_at=timezone.now(), purged_by=user)
        DeletePageAction(page, user=user).execute(skip_permission_checks=True)


def _held(binned: Binned) -> WikiPage:
    gone = PageGone("It is not in the bin any more.")
    row = Binned.objects.filter(pk=binned.pk, purged_at=None).select_related("page").first()
    if row is None or row.page is None:
        raise gone
    hold_in_order(row.page)
    if not Binned.objects.filter(pk=binned.pk, purged_at=None, page=row.page).exists():
        raise gone
    return WikiPage.objects.select_related("community").get(pk=row.page_id)
