"""What cannot be read, or stands for nothing that a database can hold, is refused in words and breaks nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def ana(cast: Cast) -> Client:
    MembershipFactory(user=cast.ana, community=CommunityFactory(slug="ward"))
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(cast.ana)
    return client


@pytest.mark.parametrize("encoding", ["utf-7", "utf-16", "latin-1"])
def test_a_form_in_another_encoding_is_refused(ana: Client, encoding: str) -> None:
    answer = ana.post("/communities/ward/wiki/new/", "title=x", content_type=f"{FORM}; charset={encoding}")

    assert answer.status_code == 400
    assert "This could not be read" in answer.content.decode()


def test_a_form_that_is_too_large_says_so(ana: Client, settings: Settings) -> None:
    too_long = ana.post(
        "/communities/ward/wiki/new/",
        f"body={'x' * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}",
        content_type=FORM,
    )
    too_many = ana.post(
        "/communities/ward/wiki/new/",
        "&".join(f"f{number}=x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)),
        content_type=FORM,
    )

    for answer in (too_long, too_many):
        assert answer.status_code == 400
        assert "This is too large to be taken at once" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/people/ana%00/",
        "/communities/ward/job-aids/%00/",
        "/communities/ward/wiki/%00/",
        "/%00",
        "/communities/ward/threads/?tag=%00",
        "/communities/ward/link-finder/?q=%00",
        "/communities/ward/wiki/?from=%00",
        "/communities/ward/practices/?state=%00",
        "/people/?q=%00",
        "/search/?q=%00",
        "/search/?q=a%00b&community=%00&kind=%00",
        "/search/suggest/?q=a%00b",
    ],
)
def test_an_address_with_a_nul_finds_nothing(ana: Client, address: str) -> None:
    assert ana.get(address).status_code in {200, 404}
