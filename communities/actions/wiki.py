"""Writing wiki pages: made, saved, restored. Nobody's words are lost when two write at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from communities.addresses import make_way
from communities.models import CommunityPage, WikiContribution, WikiEdition, WikiIndexPage, WikiPage
from communities.models.wiki import MAX_LEVELS, RESERVED_SLUGS
from communities.permissions import Verb
from communities.signals import wiki_page_saved
from communities.tree import WIKI_DEPTH, children_of, locked_page, slug_for
from core.merge import merge_bodies
from core.policy import require
from core.sanitize import clean_body
from people.models import User


class WikiProblem(Exception):
    """Why a page was not saved; the message is for the person who wrote it."""


class PageGone(WikiProblem):
    """The page, or the one that it was to stand under, was taken out while somebody wrote."""


class PageLocked(WikiProblem):
    """An administrator locked the page."""


class TitleReserved(WikiProblem):
    """The title would make an address that the site needs itself."""


class TitleTaken(WikiProblem):
    """Another page at the same place has the address that this title makes."""

    def __init__(self, page: Page) -> None:
        super().__init__(f"There is a page “{page.title}” here already")
        self.page = page


class TooDeep(WikiProblem):
    """Pages can be nested only so deep."""


class EditConflict(Exception):
    """Somebody changed the same words meanwhile; nothing was saved. `title` and `mine` are one's own."""

    def __init__(self, *, theirs: WikiEdition, title: str, mine: str) -> None:
        super().__init__(f"{theirs} changed the same words")
        self.theirs = theirs
        self.title = title
        self.mine = mine


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save led to. `edition` is None when nothing was changed."""

    page: WikiPage
    edition: WikiEdition | None
    merged_with: WikiEdition | None = None


def create_wiki_page(
    *,
    parent: WikiIndexPage | WikiPage,
    user: User | None,
    title: str,
    body: str,
    summary: str = "",
    submission: UUID | None = None,
    slug: str | None = None,
    source_name: str = "",
    is_exploring: bool = False,
) -> WikiPage:
    """Make a page below `parent`; its address comes from the title unless `slug` gives it.

    The same submission sent again returns the page that it made. Without a user (an import) nobody's
    permission is asked. Raises PermissionDenied, BodyTooLarge, PageGone, TooDeep, TitleReserved, TitleTaken.
    """
    community = parent.community if isinstance(parent, WikiPage) else _community_above(parent)
    if user is not None:
        require(user, Verb.ADD, community)
    html = clean_body(body)
    with transaction.atomic():
        try:
            above = locked_page(parent.pk)
        except Page.DoesNotExist as gone:
            raise PageGone("The page above this one was taken out while you wrote") from gone
        if not above.live:
            raise PageGone("The page above this one was taken out while you wrote")
        if (sent := _sent_before(user, submission)) is not None:
            return sent.page
        now = timezone.now()
        page = WikiPage(
            title=title,
            slug=_slug_below(above, title) if slug is None else slug,
            community=community,
            owner=user,
            last_editor=user,
            change_summary=summary,
            source_name=source_name,
            is_exploring=is_exploring,
            first_published_at=now,
            last_published_at=now,
        )
        page.set_body(html)
        above.add_child(instance=page)
        edition = _write_edition(page, user, now, submission)
        log(
            instance=page,
            action="wagtail.publish",
            user=user,
            revision=edition.revision,
            content_changed=True,
        )
        wiki_page_saved.send(sender=WikiPage, page=page, revision=edition.revision, user=user, is_minor=False)
    return page


def save_wiki_page(
    *,
    page: WikiPage,
    user: User | None,
    title: str,
    body: str,
    base_edition: int,
    summary: str = "",
    is_minor: bool = False,
    submission: UUID | None = None,
) -> Saved:
    """Publish a new revision of the page, written from revision number `base_edition`.

    What others published since then is merged in; where they changed the same words, EditConflict brings
    both texts. The same submission sent again, or a text that changes nothing, makes no revision. The
    address never changes. A minor change tells nobody, and job aids made from the page stay as they are.
    Raises PermissionDenied, BodyTooLarge, PageGone, PageLocked and EditConflict.
    """
    if user is not None:
        require(user, Verb.CHANGE, page)
    base = page.editions.filter(number=base_edition).select_related("revision").first()
    mine = clean_body(body, previous=base.body if base else page.body)
    with transaction.atomic():
        page = _locked_wiki_page(page)
        if (sent := _sent_before(user, submission)) is not None:
            return Saved(page, sent)
        if page.locked and (user is None or page.locked_by_id != user.pk):
            raise PageLocked("An administrator locked this page. Nobody can save it until it is unlocked.")
        theirs = None
        if base is None or base.number != page.edition:
            theirs = page.editions.select_related("editor").get(number=page.edition)
            was = base.title if base else ""
            merge = merge_bodies(base.body if base else "", mine, page.body)
            if merge.conflicts or (title != was and page.title not in (was, title)):
                raise EditConflict(theirs=theirs, title=title, mine=mine)
            mine = clean_body(merge.html, previous=page.body)
            title = page.title if title == was else title
        if mine == page.body and title == page.title:
            return Saved(page, None, theirs)
        return Saved(page, _publish(page, user, title, mine, summary, is_minor, submission), theirs)


def restore_wiki_page(*, page: WikiPage, user: User, number: int) -> Saved:
    """Publish an old revision again, as a new one on top: nothing of the history goes.

    Raises PermissionDenied, PageGone, PageLocked, and WikiEdition.DoesNotExist.
    """
    old = page.editions.select_related("revision").get(number=number)
    return save_wiki_page(
        page=page,
        user=user,
        title=old.title,
        body=old.body,
        base_edition=page.edition,
        summary=f"Restored revision {number}",
    )


def undo_wiki_change(*, page: WikiPage, user: User, number: int) -> Saved:
    """Take back what revision `number` changed, and nothing that came after it, as a new revision on top.

    Raises PermissionDenied, PageGone, PageLocked, WikiEdition.DoesNotExist, and EditConflict where somebody has
    changed the same words since: then nothing is done.
    """
    old = {
        edition.number: edition
        for edition in page.editions.filter(number__in=[number - 1, number]).select_related("revision")
    }
    if number not in old or number - 1 not in old:
        raise WikiEdition.DoesNotExist
    before, after = old[number - 1], old[number]
    # From the revision itself: what was published since is merged in as if it had been written meanwhile.
    return save_wiki_page(
        page=page,
        user=user,
        title=before.title,
        body=before.body,
        base_edition=after.number,
        summary=f"Took back revision {number}",
    )


def _publish(
    page: WikiPage,
    user: User | None,
    title: str,
    html: str,
    summary: str,
    is_minor: bool,
    submission: UUID | None,
) -> WikiEdition:
    old_title, page.title = page.title, title
    page.set_body(html)
    page.edition += 1
    page.change_summary = summary
    page.last_editor = user
    now = page.last_published_at = timezone.now()
    edition = _write_edition(page, user, now, submission, is_minor)
    renamed = {"title": {"old": old_title, "new": title}} if title != old_title else None
    action = "wagtail.rename" if renamed else "wagtail.publish"
    log(page, action, user=user, revision=edition.revision, content_changed=True, data=renamed)
    wiki_page_saved.send(sender=WikiPage, page=page, revision=edition.revision, user=user, is_minor=is_minor)
    return edition


def _write_edition(
    page: WikiPage, user: User | None, now: datetime, submission: UUID | None, is_minor: bool = False
) -> WikiEdition:
    """Write the revision, the line of history, the tally, and the page itself, which is live with it."""
    _tally(page, user)
    revision = page.save_revision(user=user, clean=False, changed=False)
    page.live_revision = revision
    page.has_unpublished_changes = False
    page.live = True
    page._is_site_root = False  # spares Wagtail the question, which it asks at each save
    page.save(clean=False, update_fields=_WRITTEN)
    return WikiEdition.objects.create(
        page=page,
        number=page.edition,
        revision=revision,
        editor=user,
        title=page.title,
        summary=page.change_summary,
        is_minor=is_minor,
        created_at=now,
        submission=submission,
    )


_WRITTEN = [
    "title",
    "draft_title",
    "body",
    "cleaner_version",
    "sections",
    "lead",
    "edition",
    "change_summary",
    "last_editor",
    "people_count",
    "last_published_at",
    "live",
    "live_revision",
    "has_unpublished_changes",
]


def _tally(page: WikiPage, user: User | None) -> None:
    if user is None:
        return
    mine = WikiContribution.objects.filter(page=page, person=user)
    if not mine.update(editions=F("editions") + 1):
        WikiContribution.objects.create(page=page, person=user, editions=1)
        page.people_count += 1


def _locked_wiki_page(page: WikiPage) -> WikiPage:
    """The page as it is now, held until the end of the transaction."""
    try:
        locked = WikiPage.objects.select_for_update(of=("self", "page_ptr")).live().get(pk=page.pk)
    except WikiPage.DoesNotExist as gone:
        raise PageGone("This page was taken out while you wrote") from gone
    locked.community = page.community
    return locked


def _sent_before(user: User | None, submission: UUID | None) -> WikiEdition | None:
    if user is None or submission is None:
        return None
    sent = WikiEdition.objects.filter(editor=user, submission=submission)
    return sent.select_related("page__community").first()


def _slug_below(parent: Page, title: str) -> str:
    """The slug that a title makes; raises when no page may have it there."""
    if parent.depth - WIKI_DEPTH >= MAX_LEVELS:
        raise TooDeep(
            f"Pages can be nested {MAX_LEVELS} deep, and this would be one more. Write it further up."
        )
    slug = slug_for(title)
    if slug in RESERVED_SLUGS:
        raise TitleReserved(f"“{title}” is a word of the site’s own addresses. Add a word to the title.")
    taken = children_of(parent).filter(slug=slug).first()
    if taken is not None and not make_way(taken):
        raise TitleTaken(taken.specific)
    return slug


def _community_above(index: WikiIndexPage) -> CommunityPage:
    return CommunityPage.objects.parent_of(index).get()
