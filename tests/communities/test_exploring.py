"""What is still tried out cannot be flagged; releasing it lets everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.exploring import set_exploring
from communities.models import CommunityPage, Post, Thread, WikiPage
from communities.permissions import EXPLORING, forget_standing
from curation.models import Flag
from people.models import User
from screencasts.models import Screencast
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_ward

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def ward(cast: Cast) -> Ward:
    return a_ward(cast, slug="ward-nursing", title="Ward nursing")


@pytest.fixture
def as_user(client: Client) -> AsUser:
    def as_user(user: User) -> Client:
        forget_standing(user)
        client.force_login(user)
        return client

    return as_user


def things(ward: Ward) -> dict[str, tuple[object, str, str]]:
    """What can be exploring, the flag address of something in it, and the page that shows it."""
    thread = ward.answer.thread.get_absolute_url()
    return {
        "community": (ward.community, f"flags/post/{ward.answer.pk}/", thread),
        "wiki_page": (ward.page, f"flags/wiki_page/{ward.page.pk}/", ward.page.get_absolute_url()),
        "thread": (ward.answer.thread, f"flags/post/{ward.answer.pk}/", thread),
        "post": (ward.answer, f"flags/post/{ward.answer.pk}/", thread),
        "screencast": (
            ward.recording,
            f"flags/screencast/{ward.recording.pk}/",
            ward.recording.get_absolute_url(),
        ),
    }


@pytest.mark.parametrize("kind", ["community", "wiki_page", "thread", "post", "screencast"])
def test_what_is_exploring_is_not_flagged_until_it_is_released(
    ward: Ward, as_user: AsUser, kind: str
) -> None:
    thing, flag, page = things(ward)[kind]
    browser = as_user(ward.cast.ana)
    set_exploring(user=ward.cast.adam if kind != "post" else ward.cast.eli, thing=thing, exploring=True)

    seen = browser.get(page).content.decode()
    refused = browser.get(ward.address(flag))
    sent = browser.post(ward.address(flag), {"kind": "works", "reason": "my own words"})

    assert "Exploring" in seen
    assert f"{flag}" not in seen
    assert (refused.status_code, sent.status_code) == (403, 403)
    assert EXPLORING in refused.content.decode()
    assert EXPLORING in sent.content.decode()
    assert "my own words" in sent.content.decode()
    assert not Flag.objects.exists()

    set_exploring(user=ward.cast.adam if kind != "post" else ward.cast.eli, thing=thing, exploring=False)
    browser = as_user(ward.cast.ana)
    assert flag in browser.get(page).content.decode()
    assert browser.post(ward.address(flag), {"kind": "works"}).status_code == 302


@pytest.mark.parametrize(
    ("path", "who", "model"),
    [
        ("edit/", "adam", CommunityPage),
        ("wiki/scanning-at-the-bedside/edit/", "ana", WikiPage),
        ("threads/{thread}-x/title/", "ana", Thread),
        ("threads/{thread}-x/posts/{answer}/edit/", "eli", Post),
        ("screencasts/{recording}/edit/", "lee", Screencast),
    ],
)
def test_the_switch_stands_where_it_is_edited(
    ward: Ward, as_user: AsUser, path: str, who: str, model: type
) -> None:
    browser = as_user(getattr(ward.cast, who))
    address = ward.address(
        path.format(thread=ward.answer.thread_id, answer=ward.answer.pk, recording=ward.recording.pk)
    )
    fields = {
        "title": "Something long enough",
        "purpose": "Better rounds",
        "access": "open",
        "body": "<p>Words that say something.</p>",
        "base": "1",
        "description": "",
        "chapters": "",
        "language": "en",
    }

    for on, expected in (({"is_exploring": "on"}, True), ({}, False)):
        sent = browser.post(address, fields | on)
        assert sent.status_code == 302, sent.content.decode()
        assert model.objects.filter(is_exploring=True).exists() == expected


def test_new_things_can_begin_as_exploring(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.ana)
    words = {"title": "A thing that I try out", "body": "<p>Words.</p>", "is_exploring": "on"}

    browser.post(ward.address("threads/new/?kind=note"), words)
    browser.post(ward.address("wiki/new/"), words)

    assert Thread.objects.get(title=words["title"]).is_exploring
    assert WikiPage.objects.get(title=words["title"]).is_exploring


@pytest.mark.parametrize("who", ["lee", "nia", "cora"])
def test_nobody_else_releases_a_post(ward: Ward, as_user: AsUser, who: str) -> None:
    set_exploring(user=ward.cast.eli, thing=ward.answer, exploring=True)
    address = ward.address(f"threads/{ward.answer.thread_id}-x/posts/{ward.answer.pk}/edit/")

    answer = as_user(getattr(ward.cast, who)).post(address, {"body": "<p>x</p>"})

    assert answer.status_code == 403
    assert Post.objects.get(pk=ward.answer.pk).is_exploring


def test_who_may_not_flag_anyway_is_not_told_of_exploring(ward: Ward, as_user: AsUser) -> None:
    set_exploring(user=ward.cast.eli, thing=ward.answer, exploring=True)

    answer = as_user(ward.cast.stranger).get(ward.address(f"flags/post/{ward.answer.pk}/"))

    assert answer.status_code == 403
    assert EXPLORING not in answer.content.decode()
