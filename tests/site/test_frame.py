"""The stylesheet, the sprite, and what every page has around it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from core.stylesheet import current

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


# -- the stylesheet and the sprite -----------------------------------------------------------------------------
def test_the_stylesheet_holds_every_file_and_is_small() -> None:
    client = Client()

    response = client.get(
        reverse("stylesheet", args=[current().version]), headers={"Accept-Encoding": "gzip"}
    )

    text = gzip.decompress(response.content).decode()
    assert text.index("@layer tokens, base") < text.index(".topbar")
    assert ".post--accepted" in text
    assert 'url("/static/fonts/' in text
    assert "../" not in text
    assert "/*" not in text
    assert text.count("{") == text.count("}")
    assert len(response.content) < 24_000
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Type"].startswith("text/css")


def test_a_stale_address_gets_the_stylesheet_of_today_but_may_not_keep_it() -> None:
    response = Client().get(reverse("stylesheet", args=["0123456789ab"]))

    assert b".topbar" in response.content
    assert "immutable" not in response["Cache-Control"]


def test_only_the_tokens_hold_a_raw_colour() -> None:
    raw = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:oklch|rgba?|hsla?)\(", re.IGNORECASE)
    folder = Path(str(finders.find("css/tokens.css"))).parent

    files = [path for path in folder.rglob("*.css") if path.name != "tokens.css" and "print" not in path.name]
    guilty = [
        path.name for path in files if raw.search(re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))
    ]

    assert len(files) > 50
    assert guilty == []


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = Path(str(finders.find("img/icons.svg"))).read_text()
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', sprite))

    named = {name for path in TEMPLATES for name in re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text())}

    assert named
    assert named <= drawn, named - drawn


@pytest.mark.parametrize("font", ["atkinson-next-latin.woff2", "newsreader-latin.woff2"])
def test_the_fonts_of_a_first_visit_are_there(font: str) -> None:
    assert Path(str(finders.find(f"fonts/{font}"))).stat().st_size < 45_000


# -- pages -----------------------------------------------------------------------------------------------------
def test_the_page_of_a_broken_server_needs_nothing() -> None:
    page = render_to_string("500.html")

    assert "Something broke on our side" in page
    assert "Nothing that you had saved is lost" in page


def test_no_template_of_ours_holds_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=", re.I)

    guilty = [str(path) for path in TEMPLATES if inline.search(path.read_text())]

    assert guilty == []


@pytest.mark.django_db
def test_an_address_that_forms_are_sent_to_opens_as_a_page(client: Client) -> None:
    response = client.get("/curation/places/1/decline/")

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "There is no page here, or none that you may see" in response.content.decode()


@pytest.mark.django_db
def test_a_missing_page_says_what_to_do(client: Client) -> None:
    response = client.get("/no/such/page/")

    page = response.content.decode()
    assert response.status_code == 404
    assert "There is no page here, or none that you may see" in page
    assert reverse("account_login") + "?next=/no/such/page/" in page


@pytest.mark.django_db
def test_signing_in_is_drawn_and_answered_in_our_words(client: Client) -> None:
    response = client.post(reverse("account_login"), {"login": "ana@example.org", "password": "wrong"})

    page = BeautifulSoup(response.content, "html.parser")
    assert page.h1.get_text(strip=True) == "Sign in"
    assert "E-mail address and password do not fit together." in page.select_one(".error-summary").get_text()
    assert page.select_one("input[name=login]")["value"] == "ana@example.org"
    assert [label.get_text(strip=True) for label in page.select(".account .field label")] == [
        "E-mail",
        "Password",
        "Stay signed in on this device",
    ]


@pytest.mark.django_db
def test_the_search_box_keeps_the_question(client: Client) -> None:
    response = client.get(reverse("search:search"), {"q": 'pen "cap'})

    box = BeautifulSoup(response.content, "html.parser").select_one(".topbar__search input")
    assert box["value"] == 'pen "cap'


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["visitor", "ana", "cora", "adam"])
def test_the_frame_offers_what_this_person_may_do(
    who: str, client: Client, cast: object, sign_in: Callable[..., Client]
) -> None:
    if who != "visitor":
        sign_in(client, getattr(cast, who))

    page = BeautifulSoup(client.get("/no/such/page/").content, "html.parser")

    menu = page.select_one("#me")
    offered = [item.get_text(strip=True) for item in menu.select("a, button")] if menu else []
    links = [link.get_text(strip=True) for link in page.select(".topbar__me > a")]
    assert (links, offered) == {
        "visitor": (["Sign in", "Sign up"], []),
        "ana": (
            ["Notifications"],
            [
                "Your profile",
                "Settings",
                "Your flags",
                "Your requests",
                "Your words",
                "Your searches",
                "Sign out",
            ],
        ),
        "cora": (
            ["Notifications"],
            [
                "Your profile",
                "Settings",
                "Your flags",
                "Your requests",
                "Your words",
                "Your searches",
                "Curation desk",
                "Sign out",
            ],
        ),
        "adam": (
            ["Notifications"],
            [
                "Your profile",
                "Settings",
                "Your flags",
                "Your requests",
                "Your words",
                "Your searches",
                "Curation desk",
                "Admin",
                "Sign out",
            ],
        ),
    }[who]
    if menu:
        assert menu.form["method"] == "post"
        assert menu.form["action"] == reverse("account_logout")
