"""What no view can do by itself: hide pages in Wagtail's admin, and lead from where a page once was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from wagtail.models import Page

from communities.addresses import addresses_since
from communities.models import CommunityPage, WikiPage
from communities.permissions import Verb, hidden_paths, standing
from core.policy import can

PAGE_ARGUMENTS = ("page_id", "page_pk", "parent_page_id", "page_to_move_id", "destination_id")
# These name pages and tags in a query, list what they refuse, and ask nobody's policy; curators need none of them.
FOR_ADMINISTRATORS = frozenset(
    {
        "wagtail_bulk_action",
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_tag_autocomplete",
        "wagtailadmin_tag_model_autocomplete",
    }
)


class HiddenPagesMiddleware:
    """Answers 404 for each address of the admin that names a page of a community that the person may not read.

    Wagtail 8.0.1 shows the title of any page to whoever may enter its admin: in the page chooser, and where a move
    is confirmed. Checking the address covers what later versions add.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> None:
        if (
            not request.path.startswith(reverse("wagtailadmin_home"))
            or not request.user.is_authenticated  # Wagtail leads visitors to the door, whatever they ask for
            or standing(request.user).is_administrator
        ):
            return
        if request.resolver_match and request.resolver_match.url_name in FOR_ADMINISTRATORS:
            raise Http404("There is no such page, or none that you may see")
        named = [kwargs[name] for name in PAGE_ARGUMENTS if kwargs.get(name)]
        if not named:
            return
        hidden = tuple(hidden_paths(request.user))
        for page in Page.objects.filter(pk__in=named).specific():
            if page.path.startswith(hidden) or not _may_know_of(request.user, page):
                raise Http404("There is no such page, or none that you may see")


def _may_know_of(user: Any, page: Page) -> bool:
    """Whether its own policy, if it has one of ours, lets the person read it: a draft of a job aid has readers."""
    return not hasattr(page, "community") or can(user, Verb.VIEW, page)


class OldAddressMiddleware:
    """Leads from an address where a page once was to where it is now, for those who may read it there.

    Not for good, as browsers understand it: they would keep it, and a page that is called as before would lead to
    itself for ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        if not request.path.startswith("/communities/"):
            return response
        for address in addresses_since(request.path):
            if address != request.path and _stands(request.user, address):
                query = request.META.get("QUERY_STRING", "")
                return redirect(f"{address}?{query}" if query else address)
        return response


def _stands(user: Any, address: str) -> bool:
    """Whether there is such an address, of a community that the person may read, and of a page that is there."""
    try:
        named = resolve(address).kwargs
    except Resolver404:
        return False
    community = CommunityPage.objects.visible_to(user).filter(slug=named.get("slug")).first()
    if community is None or not can(user, Verb.VIEW, community):
        return False
    wiki_path = named.get("wiki_path")
    return not wiki_path or WikiPage.objects.live().at(community, wiki_path).exists()
