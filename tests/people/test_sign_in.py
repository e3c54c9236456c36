"""People sign up, confirm, sign in, forget, and sign out, through the pages and the mails that they get."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher
from django.core.cache import cache
from django.test import Client

from people.models import User
from tests.conftest import Cast
from tests.factories import PASSWORD

SIGN_UP = {"display_name": "Ana Ribeiro", "email": "Ana.Ribeiro@Example.org", "password1": PASSWORD}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def link_in(body: str) -> str:
    found = re.search(r"https?://testserver(/\S+)", body)
    assert found, body
    return found[1]


def sign_in(client: Client, email: str, password: str = PASSWORD) -> str:
    response = client.post("/accounts/login/", {"login": email, "password": password}, follow=True)
    return response.content.decode()


# -- signing up --------------------------------------------------------------------------------------------
def test_a_new_person_signs_up_confirms_and_signs_in(client: Client, db: None, mailoutbox: list) -> None:
    page = client.post("/accounts/signup/", SIGN_UP, follow=True).content.decode()
    assert "Hello, Ana" not in page
    assert len(mailoutbox) == 1
    assert mailoutbox[0].to == ["ana.ribeiro@example.org"]
    assert "Ana Ribeiro" in mailoutbox[0].body
    assert mailoutbox[0].body.splitlines()[-1].startswith("Commonplace, ")
    assert "Follow the link in it, then sign in." in page

    assert "Hello, Ana" not in sign_in(client, "ana.ribeiro@example.org")  # not confirmed yet

    confirm = link_in(mailoutbox[0].body)
    assert "ana.ribeiro@example.org" in client.get(confirm).content.decode()
    client.post(confirm)
    page = sign_in(client, "ANA.RIBEIRO@example.org")

    assert "Hello, Ana" in page
    ana = User.objects.get()
    assert (ana.username, ana.email) == ("ana-ribeiro", "ana.ribeiro@example.org")
    assert [ana.is_curator, ana.is_staff, ana.is_superuser] == [False, False, False]


def test_signing_up_with_a_known_address_costs_a_password_too(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slow part of signing up; without it, the time tells who has an account."""
    hasher = type(get_hasher())
    encode, hashed = hasher.encode, []

    def counted(self: Any, password: str, *args: Any, **options: Any) -> str:
        hashed.append(password)
        return encode(self, password, *args, **options)

    monkeypatch.setattr(hasher, "encode", counted)

    client.post("/accounts/signup/", SIGN_UP)
    for_a_new_address = len(hashed)
    client.post("/accounts/signup/", SIGN_UP | {"email": cast.ana.email})

    assert for_a_new_address == 1
    assert len(hashed) == 2


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"display_name": ""}, "Write your name"),
        ({"display_name": "..."}, "Write a name that has letters in it."),
        ({"display_name": "x" * 121}, "Shorten this to 120 characters"),
        ({"email": "nobody"}, "e-mail address"),
        ({"password1": "short"}, "at least 10"),
        ({"password1": "1234567890"}, "common"),
    ],
)
def test_a_mistake_in_signing_up_is_said_beside_its_field(
    client: Client, db: None, fields: dict[str, str], message: str
) -> None:
    page = client.post("/accounts/signup/", SIGN_UP | fields).content.decode()

    assert message.lower() in page.lower()
    assert "field__error" in page
    assert not User.objects.exists()


def test_a_name_that_looks_like_markup_is_only_a_name(client: Client, db: None, mailoutbox: list) -> None:
    client.post("/accounts/signup/", SIGN_UP | {"display_name": "<script>alert(1)</script> Ana"})
    client.post(link_in(mailoutbox[0].body))

    page = sign_in(client, "ana.ribeiro@example.org")

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_two_people_of_one_name_get_handles_of_their_own(client: Client, db: None) -> None:
    client.post("/accounts/signup/", SIGN_UP)
    Client().post("/accounts/signup/", SIGN_UP | {"email": "another@example.org"})
    Client().post("/accounts/signup/", SIGN_UP | {"email": "me@example.org", "display_name": "Me"})

    handles = User.objects.order_by("pk").values_list("username", flat=True)
    assert list(handles) == ["ana-ribeiro", "ana-ribeiro-2", "me-2"]


def test_signing_up_does_not_tell_whether_an_address_is_known(
    client: Client, cast: Cast, mailoutbox: list
) -> None:
    known = client.post("/accounts/signup/", SIGN_UP | {"email": "ana@example.org"})
    unknown = Client().post("/accounts/signup/", SIGN_UP)

    assert known["Location"] == unknown["Location"]
    assert User.objects.filter(email="ana@example.org").count() == 1
    assert [mail.to for mail in mailoutbox] == [["ana@example.org"], ["ana.ribeiro@example.org"]]


# -- signing in and out ------------------------------------------------------------------------------------
def test_a_wrong_password_says_so_and_the_sixth_is_refused(client: Client, cast: Cast) -> None:
    pages = [sign_in(client, "ana@example.org", f"wrong {n}") for n in range(6)]

    assert all("Hello, Ana" not in page for page in pages)
    assert pages[0] != pages[5]
    assert "Hello, Ana" not in sign_in(client, "ana@example.org")


def test_signing_in_leads_back_to_the_page_and_never_away(client: Client, cast: Cast) -> None:
    form = {"login": "ana@example.org", "password": PASSWORD}

    back = client.post("/accounts/login/?next=/people/", form | {"next": "/people/"})
    away = Client().post("/accounts/login/", form | {"next": "https://evil.example/"})

    assert back["Location"] == "/people/"
    assert away["Location"] == "/"


def test_a_closed_account_does_not_sign_in(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.ana.pk).update(is_active=False)

    assert "Hello, Ana" not in sign_in(client, "ana@example.org")


def test_signing_out_takes_a_button_and_ends_the_session(client: Client, cast: Cast) -> None:
    sign_in(client, "ana@example.org")

    client.get("/accounts/logout/")
    assert "Hello, Ana" in client.get("/").content.decode()
    client.post("/accounts/logout/")

    assert "From talk to job aid" in client.get("/").content.decode()


def test_a_forgotten_password_is_set_anew_by_mail(client: Client, cast: Cast, mailoutbox: list) -> None:
    client.post("/accounts/password/reset/", {"email": "ana@example.org"})
    link = link_in(mailoutbox[0].body)
    form = client.get(link, follow=True)

    client.post(
        form.redirect_chain[-1][0], {"password1": "another good battery", "password2": "another good battery"}
    )

    assert "Hello, Ana" not in sign_in(Client(), "ana@example.org")
    assert "Hello, Ana" in sign_in(Client(), "ana@example.org", "another good battery")
    assert "password1" not in Client().get(link, follow=True).content.decode()  # the link works once


def test_a_reset_for_nobody_looks_the_same(client: Client, cast: Cast, mailoutbox: list) -> None:
    known = client.post("/accounts/password/reset/", {"email": "ana@example.org"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert known["Location"] == unknown["Location"]


# -- the admin ---------------------------------------------------------------------------------------------
def test_the_admin_signs_in_on_the_same_page(client: Client, cast: Cast) -> None:
    sent_to = client.get("/admin/", follow=True).redirect_chain[-1][0]
    assert sent_to == "/accounts/login/?next=/admin/"

    response = client.post(
        "/accounts/login/",
        {"login": "cora@example.org", "password": PASSWORD, "next": "/admin/"},
        follow=True,
    )

    assert response.redirect_chain[-1][0] == "/admin/"
    assert response.status_code == 200


@pytest.mark.parametrize("who", ["ana", "fay", "eli"])
def test_the_admin_refuses_everybody_but_curators_and_administrators(
    client: Client, cast: Cast, who: str
) -> None:
    client.force_login(getattr(cast, who))

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "You may not do this here" in response.content.decode()


# -- one's own addresses -----------------------------------------------------------------------------------
def test_each_address_offers_only_what_can_be_done_with_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)

    alone = client.get("/accounts/email/").content.decode()
    client.post("/accounts/email/", {"action_add": "", "email": "ana@home.example"})
    waiting = client.get("/accounts/email/").content.decode()
    EmailAddress.objects.filter(email="ana@home.example").update(verified=True)
    client.post("/accounts/email/", {"action_primary": "", "email": "ana@home.example"})
    changed = client.get("/accounts/email/").content.decode()

    assert "First address" in alone
    assert not any(act in alone for act in ("action_send", "action_primary", "action_remove"))
    assert "Not confirmed yet: follow the link in our mail" in waiting
    assert [act in waiting for act in ("action_send", "action_remove", "action_primary")] == [
        True,
        True,
        False,
    ]
    assert f'Make it the first<span class="visually-hidden">: {cast.ana.email}' in changed
