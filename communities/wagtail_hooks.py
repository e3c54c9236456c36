"""Wagtail's admin, for pages of communities: wiki pages are written in the site, and hidden ones stay hidden."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.query import PageQuerySet

from communities.models import WikiIndexPage, WikiPage
from communities.permissions import hidden_paths

WRITTEN_IN_THE_SITE = "Wiki pages are written in the site itself, where two who write at once lose nothing."


@hooks.register("before_edit_page")
def edit_in_the_site(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's form would save without a line of history, and the last one to save would win."""
    if not isinstance(page, WikiPage):
        return None
    messages.info(request, WRITTEN_IN_THE_SITE)
    return redirect(page.address("wiki_edit"))


@hooks.register("before_create_page")
def create_in_the_site(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    if not issubclass(page_class, WikiPage):
        return None
    messages.info(request, WRITTEN_IN_THE_SITE)
    above = parent.specific
    return redirect(
        f"{above.get_absolute_url()}new/" if isinstance(above, WikiPage | WikiIndexPage) else "home"
    )


@hooks.register("before_copy_page")
def never_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy would carry the block ids of its original, and so its flags and sources."""
    if not isinstance(page.specific, WikiPage):
        return None
    messages.info(request, "A wiki page is not copied. Link to it, or begin a new one.")
    return redirect(page.specific)


@hooks.register("register_log_actions")
def what_people_do(actions: LogActionRegistry) -> None:
    actions.register_action("communities.bin", "Put in the bin", "Put it in the bin")
    actions.register_action("communities.unbin", "Bring back", "Brought it back from the bin")
    actions.register_action("communities.address", "Change address", "Changed the address")


@hooks.register("construct_page_chooser_queryset")
def choose_only_what_one_may_read(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Wagtail's chooser shows every page to whoever may enter its admin."""
    return _readable(pages, request)


@hooks.register("construct_explorer_page_queryset")
def explore_only_what_one_may_read(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return _readable(pages, request)


def _readable(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    for path in hidden_paths(request.user):
        pages = pages.exclude(path__startswith=path)
    return pages
