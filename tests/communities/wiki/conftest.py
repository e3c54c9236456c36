"""A ward with a wiki, and a way to fill in the forms that its pages show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html as lxml_html

from communities.actions.wiki import create_wiki_page, save_wiki_page
from communities.models import CommunityPage, WikiIndexPage, WikiPage
from people.models import User
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory

BODY = (
    "<p>Scan the patient first.</p>"
    "<h2>The order of scans</h2><ol><li>Open the chart.</li><li>Scan the wristband.</li></ol>"
    "<h2>When a scan fails</h2><p>Scan once more, 10 to 15 cm away.</p><p>Then open Scan problem.</p>"
)


@pytest.fixture
def ward(cast: Cast) -> CommunityPage:
    community = CommunityFactory(title="Ward nursing", slug="ward")
    MembershipFactory(user=cast.ana, community=community)
    MembershipFactory(user=cast.eli, community=community, expert=True)
    return community


@pytest.fixture
def secret(cast: Cast) -> WikiPage:
    """A page of a private community, whose only member is nia."""
    community = CommunityFactory(title="Quiet room", slug="quiet", private=True)
    MembershipFactory(user=cast.nia, community=community)
    return create_wiki_page(
        parent=wiki_of(community), user=cast.nia, title="Hushed matters", body="<p>Unspoken words.</p>"
    )


@pytest.fixture
def scanning(cast: Cast, ward: CommunityPage) -> WikiPage:
    return create_wiki_page(
        parent=wiki_of(ward), user=cast.ana, title="Scanning at the bedside", body=BODY, summary="New page"
    )


def wiki_of(community: CommunityPage) -> WikiIndexPage:
    return WikiIndexPage.objects.child_of(community).get()


def edited(page: WikiPage, user: User, old: str, new: str, summary: str = "") -> WikiPage:
    """The page after this person published it with some words changed."""
    now = WikiPage.objects.get(pk=page.pk)
    body = now.body.replace(old, new)
    save_wiki_page(page=now, user=user, title=now.title, body=body, base_edition=now.edition, summary=summary)
    return WikiPage.objects.get(pk=page.pk)


@pytest.fixture
def as_person() -> Callable[[User], Client]:
    """A browser of its own for each person."""

    def as_person(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return as_person


def form_in(response: HttpResponse, holding: str) -> tuple[str, dict[str, Any]]:
    """Address and fields of the form on the page that has a field of this name, as a browser would send it."""
    page = lxml_html.fromstring(response.content.decode())
    form = next(form for form in page.forms if holding in form.fields)
    fields = {name: value.removeprefix("\n") for name, value in form.form_values()}
    return form.action or response.wsgi_request.get_full_path(), fields


def words(response: HttpResponse) -> str:
    """What a person reads on the page."""
    page = lxml_html.fromstring(response.content.decode())
    for silent in page.xpath("//script | //style | //template"):
        silent.drop_tree()
    return " ".join(page.text_content().split())
