"""Where a page is now that once had another address: each change is a line, and all lines are followed in their order.

One line covers all that stood below. An old address never outranks a page that stands there now: only who meets
nothing asks here.
"""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.log_actions import log
from wagtail.models import Page

from communities.models import AddressChange, Binned, WikiPage
from people.models import User

_ROOT = "/home"
_FEWEST_PARTS = 3  # home, communities, <slug>: nothing above a community changes its address
_MOST_PARTS = 16
_BEGINNINGS = 20  # of an address that several pages had, one after the other
_STEPS = 50


def note_address_change(old_path: str, new_path: str) -> None:
    """Keep that what stood at `old_path` in the tree stands at `new_path`; called in the transaction of the change."""
    if old_path != new_path:
        AddressChange.objects.create(old_path=old_path, new_path=new_path)


def addresses_since(address: str) -> Iterator[str]:
    """The addresses that what once stood at this one has now, the latest to stand there first.

    Takes and gives addresses of pages and of what belongs to them (`…/scanning/history/`). Nobody is asked whether
    something stands there, or who may read it.
    """
    path = _ROOT + address
    begun = AddressChange.objects.filter(old_path__in=_beginnings_of(path)).order_by("-pk")
    for change in begun[:_BEGINNINGS]:
        yield _followed(path, change).removeprefix(_ROOT)


def _followed(path: str, change: AddressChange | None) -> str:
    for _ in range(_STEPS):
        if change is None:
            break
        path = change.new_path + path.removeprefix(change.old_path)
        later = AddressChange.objects.filter(pk__gt=change.pk, old_path__in=_beginnings_of(path))
        change = later.order_by("pk").first()
    return path


def _beginnings_of(path: str) -> list[str]:
    parts = path.strip("/").split("/")[:_MOST_PARTS]
    return [f"/{'/'.join(parts[:size])}/" for size in range(_FEWEST_PARTS, len(parts) + 1)]


def change_slug(page: WikiPage, slug: str, user: User | None, *, leads_on: bool = True) -> None:
    """Give the page another last part of its address; called with the wiki or the parent held."""
    old, page.slug = page.url_path, slug
    page._is_site_root = False
    page.save(clean=False, update_fields=["slug", "url_path"])
    if leads_on:
        note_address_change(old, page.url_path)
    log(instance=page, action="communities.address", user=user, data={"old": old, "new": page.url_path})


def make_way(page: Page) -> bool:
    """Whether this page waits in the bin, and so gives its address to another one. Called with its parent held."""
    if page.live or not Binned.objects.filter(page_id=page.pk, purged_at=None).exists():
        return False
    own = WikiPage.objects.get(pk=page.pk)
    change_slug(own, f"{own.slug[:60]}-in-the-bin-{own.pk}", None, leads_on=False)
    return True
