"""What every answer tells the browser to refuse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.conftest import Cast

pytestmark = pytest.mark.django_db

PAGE = "/accounts/login/"


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}


def test_only_our_own_files_run_and_nothing_inline(client: Client) -> None:
    policy = directives(client.get(PAGE).headers["Content-Security-Policy"])

    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["form-action"] == ["'self'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["object-src"] == ["'none'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & {
        word for words in policy.values() for word in words
    }


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Frame-Options", "SAMEORIGIN"),
    ],
)
@pytest.mark.parametrize("address", [PAGE, "/there/is/no/such/page/", "/admin/"])
def test_every_answer_carries_the_header(client: Client, address: str, header: str, value: str) -> None:
    assert client.get(address).headers[header] == value


def test_no_page_may_use_camera_microphone_or_place(client: Client) -> None:
    powers = client.get(PAGE).headers["Permissions-Policy"]

    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(powers.split(", "))


def test_a_page_that_is_not_there_has_the_strict_policy_too(client: Client) -> None:
    response = client.get("/there/is/no/such/page/")

    assert response.status_code == 404
    assert directives(response.headers["Content-Security-Policy"])["script-src"] == ["'self'"]


def test_the_admin_has_a_policy_of_its_own_that_still_keeps_strangers_out(
    client: Client, cast: Cast, sign_in: Callable[[Client, object], Client]
) -> None:
    response = sign_in(client, cast.adam).get("/admin/")

    policy = directives(response.headers["Content-Security-Policy"])
    assert response.status_code == 200
    assert "'unsafe-inline'" in policy["script-src"]
    assert policy["default-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert policy["object-src"] == ["'none'"]
    assert not {"*", "http:", "https:"} & {word for words in policy.values() for word in words}


def test_a_page_of_a_person_is_kept_by_no_cache_in_between(
    client: Client, cast: Cast, sign_in: Callable[[Client, object], Client]
) -> None:
    before = client.get("/")
    signed_in = sign_in(client, cast.ana).get("/")

    assert signed_in.headers["Cache-Control"] == "private"
    assert "Cookie" in signed_in.headers["Vary"]
    assert "Cache-Control" not in before.headers


def test_signing_out_clears_what_the_browser_kept(
    client: Client, cast: Cast, sign_in: Callable[[Client, object], Client]
) -> None:
    response = sign_in(client, cast.ana).post("/accounts/logout/")

    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert "_auth_user_id" not in client.session
