"""What every answer tells the browser to refuse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cop_site.middleware import PackedMiddleware
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


def test_pages_are_sent_compressed_to_browsers_that_read_it(client: Client, db: None) -> None:
    packed = client.get("/accounts/login/", headers={"accept-encoding": "gzip"})
    plain = client.get("/accounts/login/")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Content-Encoding" not in plain.headers


def test_what_is_no_text_is_sent_as_it_is_and_so_are_its_stretches(rf: RequestFactory) -> None:
    """A stretch of a recording is asked for by its bytes."""
    asked = rf.get("/", headers={"accept-encoding": "gzip"})

    def sent(kind: str, status: int) -> HttpResponse:
        answer = HttpResponse(b"a" * 5_000, content_type=kind, status=status)
        return PackedMiddleware(lambda request: answer)(asked)

    assert sent("text/html; charset=utf-8", 200).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in sent("video/mp4", 200).headers
    assert "Content-Encoding" not in sent("text/vtt", 206).headers
