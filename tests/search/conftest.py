"""A ward whose page, talk, recording, practice, job aid and people can be found, and a private one beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client

from communities.models import CommunityPage
from communities.signals import community_changed
from people.models import User
from screencasts.models import Screencast
from screencasts.signals import screencast_saved
from search.backends.base import SearchBackend
from search.backends.database import DatabaseSearch
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_ward
from tests.factories import CommunityFactory
from tests.search.engine import engine_in_use

RunTasks = Callable[..., int]


@pytest.fixture
def ward(cast: Cast) -> Ward:
    purpose = "Scanning without a second try."
    return told(a_ward(cast, slug="ward-nursing", title="Ward nursing", purpose=purpose))


@pytest.fixture
def hidden_ward(cast: Cast) -> Ward:
    """The same words in a private community, of which cora, nia and the stranger know nothing."""
    return told(a_ward(cast, slug="hidden", title="Hidden ward", access="private"))


def told(ward: Ward) -> Ward:
    """The factories write rows without the counts and the news that actions send."""
    CommunityPage.objects.filter(pk=ward.community.pk).update(member_count=3)
    community_changed.send(sender=CommunityPage, community=ward.community)
    screencast_saved.send(sender=Screencast, screencast=ward.recording)
    return ward


@dataclass(frozen=True)
class Found:
    """What a person sees of one search: titles by kind, the links to places, the number in the heading, all words."""

    status: int
    heading: str
    titles: list[tuple[str, str]]
    links: list[str]
    marked: list[str]
    facets: dict[str, int]
    text: str
    html: str = field(repr=False)

    def of(self, kind: str) -> list[str]:
        return [title for shown, title in self.titles if shown == kind]


def read(response: HttpResponse) -> Found:
    page = BeautifulSoup(response.content.decode(), "html.parser")
    hits = page.select(".hit")
    return Found(
        status=response.status_code,
        heading=words(page.select("h1")[0]),
        titles=[
            (words(hit.select(".kind")[0]), words(hit.select(".hit__title, .who__name")[0])) for hit in hits
        ],
        links=[str(link["href"]) for hit in hits for link in hit.select(".hit__title a, .hit__places a")],
        marked=[words(mark).lower() for mark in page.select(".hit mark")],
        facets={
            words(label.select("span")[0]): int(words(label.select(".choice__n")[0]))
            for label in page.select(".facet .choice")
        },
        text=words(page.select("main")[0]),
        html=response.content.decode(),
    )


def words(element: Tag) -> str:
    return " ".join(element.get_text().split())


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def searched_by(db: None, request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    """Each backend in its turn, for what a person sees of all of them."""
    if request.param == "database":
        yield request.param
        return
    server = request.getfixturevalue("elasticsearch")
    with engine_in_use(settings, server.url, server.prefix):
        yield request.param


@pytest.fixture
def look() -> Callable[..., Found]:
    """`look(ana, "insulin pen", kind="wiki")`: what this person finds; None is a visitor."""

    def look(user: User | None, question: str, **filters: object) -> Found:
        client = Client()
        if user is not None:
            client.force_login(user)
        return read(client.get("/search/", {"q": question, **filters}))

    return look


@pytest.fixture
def suggested() -> Callable[[User | None, str], list[str]]:
    """`suggested(ana, "pen wi")`: the titles that the search box offers."""

    def suggested(user: User | None, typed: str) -> list[str]:
        client = Client()
        if user is not None:
            client.force_login(user)
        answer = client.get("/search/suggest/", {"q": typed})
        assert answer.status_code == 200
        return [each["title"] for each in answer.json()["results"]]

    return suggested


# -- the contract of the backends ----------------------------------------------------------------------------
@pytest.fixture(
    params=[
        "database",
        pytest.param("postgresql", marks=pytest.mark.postgres),
        pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
    ]
)
def backend(db: None, request: pytest.FixtureRequest, settings: Any) -> Iterator[SearchBackend]:
    """The database that the settings name, whichever it is; and PostgreSQL by name, so that a run for it has it."""
    if request.param != "elasticsearch":
        yield DatabaseSearch()
        return
    server = request.getfixturevalue("elasticsearch")
    with engine_in_use(settings, server.url, server.prefix) as engine:
        yield engine


@pytest.fixture
def here(db: None) -> CommunityPage:
    return CommunityFactory(title="Here")


@pytest.fixture
def there(db: None) -> CommunityPage:
    return CommunityFactory(title="There")
