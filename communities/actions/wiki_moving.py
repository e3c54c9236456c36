"""Moving a wiki page to another place of its wiki, with all that stands below it, and changing its address."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from communities.actions.wiki import PageGone, PageLocked, TitleTaken, TooDeep, WikiProblem
from communities.addresses import change_slug, make_way
from communities.models import WikiIndexPage, WikiPage
from communities.models.wiki import MAX_LEVELS, RESERVED_SLUGS
from communities.permissions import Verb
from communities.tree import STEP, WIKI_DEPTH, children_of
from core.policy import require
from people.models import User


class BelowItself(WikiProblem):
    """A page can not stand below itself."""

    def __init__(self) -> None:
        super().__init__("This place is the page itself, or below it. Choose another one.")


class AddressReserved(WikiProblem):
    """The site needs this word in its own addresses."""


def move_wiki_page(
    *, page: WikiPage, user: User, parent: WikiPage | WikiIndexPage, slug: str | None = None
) -> WikiPage:
    """Put the page below `parent`, of the same wiki, as its last; with `slug` its address ends so from now on.

    All that stands below comes along, and every old address leads to the new one for ever. What is so already is
    not moved. One move at a time in a wiki: two that would put pages below each other, or give two pages one address,
    come one after the other, and the second is refused. Raises PermissionDenied, PageGone, PageLocked, BelowItself,
    TitleTaken, TooDeep and AddressReserved.
    """
    require(user, Verb.CHANGE, page)
    require(user, Verb.ADD, parent.community if isinstance(parent, WikiPage) else page.community)
    with transaction.atomic():
        held = hold_in_order(page, parent.pk)
        page, above = _held_page(held, page), _held_parent(held, page, parent)
        if page.locked and page.locked_by_id != user.pk:
            raise PageLocked("An administrator locked this page. Nobody can move it until it is unlocked.")
        if above.path.startswith(page.path):
            raise BelowItself
        slug = page.slug if slug is None else slug
        moves = above.path != page.path[:-STEP]
        if not moves and slug == page.slug:
            return page
        refuse_slug(above, slug, page)
        if moves:
            _refuse_too_deep(page, above)
            MovePageAction(page, above, pos="last-child", user=user).execute(skip_permission_checks=True)
            page = WikiPage.objects.select_related("community").get(pk=page.pk)
        if slug != page.slug:
            change_slug(page, slug, user)
    return page


def hold_in_order(page: Page, *others: int) -> dict[int, Page]:
    """The pages to change, as they are now and held until the end: first the wiki itself, so that one at a time
    changes its tree; then the page with all below it, the one above it, and `others`, in one order for everybody."""
    wiki = Page.objects.select_for_update().get(path=page.path[: STEP * WIKI_DEPTH])
    now = Page.objects.filter(pk=page.pk).values_list("path", flat=True).first()
    if now is None or not now.startswith(wiki.path):
        raise PageGone("This page was taken out, or moved to another community, meanwhile.")
    wanted = Q(path__startswith=now) | Q(path=now[:-STEP]) | Q(pk__in=others)
    rows = Page.objects.select_for_update().filter(wanted).order_by("path")
    return {row.pk: row for row in rows} | {wiki.pk: wiki}


def _held_page(held: dict[int, Page], page: WikiPage) -> WikiPage:
    row = held.get(page.pk)
    if row is None or not row.live:
        raise PageGone("This page was taken out meanwhile.")
    return WikiPage.objects.select_related("community").get(pk=page.pk)


def _held_parent(held: dict[int, Page], page: WikiPage, parent: Page) -> Page:
    above = held.get(parent.pk)
    if above is None or not above.live or above.path[: STEP * WIKI_DEPTH] != page.path[: STEP * WIKI_DEPTH]:
        raise PageGone("The page that it was to stand under was taken out meanwhile. Choose another place.")
    return above


def refuse_slug(above: Page, slug: str, page: Page | None = None) -> None:
    """Raise when no page, or only another one, may have this address below `above`."""
    if slug in RESERVED_SLUGS:
        raise AddressReserved(f"“{slug}” is a word of the site’s own addresses. Add a word to it.")
    beside = children_of(above).filter(slug=slug)
    taken = (beside.exclude(pk=page.pk) if page else beside).first()
    if taken is not None and not make_way(taken):
        raise TitleTaken(taken.specific)


def _refuse_too_deep(page: Page, above: Page) -> None:
    deepest = (
        Page.objects.filter(path__startswith=page.path).order_by("-depth").values_list("depth", flat=True)[0]
    )
    if above.depth + 1 + deepest - page.depth > WIKI_DEPTH + MAX_LEVELS:
        raise TooDeep(f"Pages can be nested {MAX_LEVELS} deep, and there this would be more.")
