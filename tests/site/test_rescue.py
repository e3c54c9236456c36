"""What a person typed comes back, whatever stopped the form."""

from __future__ import annotations

import pytest
from django.test import Client

from communities.models import WikiPage
from tests.communities.wiki.conftest import form_in, wiki_of, words
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory

NEW = "/communities/ward/wiki/new/"
TYPED = {"title": "Scanning", "body": "<p>Kept &amp; <em>typed</em> words</p>", "base": "", "submission": "x"}


@pytest.fixture
def member(cast: Cast) -> Client:
    """A browser as strict about tokens as a real one."""
    community = CommunityFactory(slug="ward")
    MembershipFactory(user=cast.ana, community=community)
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    client.force_login(cast.ana)
    return client


def test_a_form_without_a_valid_token_is_sent_again_from_the_page_that_keeps_it(member: Client) -> None:
    answer = member.post(NEW, TYPED | {"csrfmiddlewaretoken": "old"})

    assert answer.status_code == 403
    assert "Not saved yet. Your text is here" in words(answer)
    action, fields = form_in(answer, "body")
    assert fields["title"] == "Scanning"
    assert fields["body"] == TYPED["body"]
    again = member.post(action, fields, follow=True)
    assert "Kept & typed words" in words(again)


def test_what_another_site_sent_is_shown_but_never_sent_again(member: Client) -> None:
    for headers in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site", "origin": "null"},
        {"origin": "null"},
    ):
        answer = member.post(NEW, TYPED, headers=headers)

        assert answer.status_code == 403
        assert "not sent from a page of this site" in words(answer)
        assert "Send it again" not in answer.content.decode()
        assert "csrfmiddlewaretoken" not in form_in(answer, "body")[1]


def test_a_hostile_text_comes_back_escaped(member: Client) -> None:
    attack = "</textarea><script>alert(1)</script>"

    for body in (attack, f"<p>{attack}</p>"):
        answer = member.post(NEW, {"title": f"{attack} words", "body": body})

        assert "<script>alert" not in answer.content.decode()
        assert form_in(answer, "body")[1]["body"] == body


def test_a_password_is_never_shown(db: None) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})

    answer = browser.post("/accounts/login/", {"login": "ana@example.org", "password": "secret words here"})

    assert answer.status_code == 403
    assert "secret words here" not in answer.content.decode()
    assert "Open the page again" in words(answer)


def test_signed_out_the_text_waits_for_the_person_to_sign_in(cast: Cast, member: Client) -> None:
    action, fields = form_in(member.get(NEW), "title")
    del member.cookies["sessionid"]

    answer = member.post(action, fields | {"title": "Scanning", "body": "<p>Kept words</p>"})

    seen = words(answer)
    assert "You were signed out. Your text is here" in seen
    assert "Sign in in a new tab" in seen
    action, fields = form_in(answer, "body")
    member.force_login(cast.ana)  # signing in changes the token: the first try comes back with a new one
    second = member.post(action, fields)
    if second.status_code == 403:
        action, fields = form_in(second, "body")
        second = member.post(action, fields)
    assert second.status_code == 302
    assert "Kept words" in WikiPage.objects.get().body


def test_a_membership_that_ended_loses_no_text(cast: Cast, member: Client) -> None:
    action, fields = form_in(member.get(NEW), "title")
    cast.ana.memberships.all().delete()

    answer = member.post(action, fields | {"title": "Scanning", "body": "<p>Kept words</p>"})

    assert answer.status_code == 403
    assert "You write as a member of a community. Join one first." in words(answer)
    assert "Kept words" in form_in(answer, "body")[1]["body"]


def test_a_hidden_place_looks_the_same_to_a_stranger_as_none(cast: Cast, member: Client) -> None:
    quiet = CommunityFactory(slug="quiet", private=True)
    fields = form_in(member.get(NEW), "title")[1]
    fields |= {"title": "Scanning", "body": "<p>Kept words</p>"}

    hidden = member.post("/communities/quiet/wiki/new/", fields)
    missing = member.post("/communities/gone/wiki/new/", fields)

    assert hidden.status_code == missing.status_code == 404
    assert words(hidden).replace("quiet", "gone") == words(missing)
    assert wiki_of(quiet).get_children().count() == 0


def test_a_script_is_told_in_json(member: Client) -> None:
    answer = member.post(NEW, TYPED, headers={"accept": "application/json"})

    assert answer.status_code == 403
    assert "Your text is here" in answer.json()["error"]
