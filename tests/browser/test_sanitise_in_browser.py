"""What the sanitiser lets through is put before a real browser, and every event there is is fired at it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Route

from core.compare import compare_bodies
from core.sanitize import clean_body, sanitize_html
from tests.core.hostile import VECTORS
from tests.realdata import shared_data

pytestmark = pytest.mark.browser

_COUNT_CALLS = """
    window.calls = 0;
    for (const name of ["alert", "confirm", "prompt", "open"]) {
        window[name] = () => { window.calls += 1; };
    }
"""
_FIRE_EVERYTHING = """() => {
    const names = new Set();
    for (let part = document.body; part; part = Object.getPrototypeOf(part)) {
        for (const name of Object.getOwnPropertyNames(part)) {
            if (name.startsWith("on")) names.add(name.slice(2));
        }
    }
    for (const element of document.body.querySelectorAll("*")) {
        for (const name of names) element.dispatchEvent(new Event(name, {bubbles: true, cancelable: true}));
        if (element.matches("a, area")) {
            // A click on javascript: runs it; a click that would leave the page says nothing here.
            if (element.protocol && element.protocol.replace(/\\s/g, "") === "javascript:") element.click();
        }
    }
}"""


@dataclass
class Window:
    page: Page
    asked_for: list[str] = field(default_factory=list)

    def show_as_document(self, bodies: list[str]) -> int:
        self.page.goto("https://commonplace.example/")
        self.page.set_content("<!DOCTYPE html><body>" + "".join(f"<div>{body}</div>" for body in bodies))
        return self._fire()

    def show_one_by_one(self, bodies: list[str]) -> int:
        self.page.goto("https://commonplace.example/")
        self.page.evaluate(
            "bodies => { for (const body of bodies) {"
            " const home = document.createElement('div'); home.innerHTML = body; document.body.append(home); } }",
            bodies,
        )
        return self._fire()

    def _fire(self) -> int:
        self.page.wait_for_timeout(300)
        self.page.evaluate(_FIRE_EVERYTHING)
        self.page.wait_for_timeout(300)
        return int(self.page.evaluate("window.calls"))


@pytest.fixture
def window(chromium_browser: Browser) -> Iterator[Window]:
    """A browser window whose every request is answered with nothing, and noted."""
    context = chromium_browser.new_context(service_workers="block")
    context.add_init_script(_COUNT_CALLS)
    window = Window(context.new_page())

    def answer(route: Route) -> None:
        window.asked_for.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<!DOCTYPE html><body></body>")

    context.route("**/*", answer)
    yield window
    context.close()


def _all_vectors() -> list[str]:
    theirs = shared_data("hostile/h5sc-vectors.txt").read_text(errors="replace").split('<div id="')
    return [*VECTORS, *theirs]


def test_unsanitised_vectors_do_execute_here(window: Window) -> None:
    assert window.show_one_by_one(VECTORS[:50]) > 20


@pytest.mark.parametrize(
    "clean", [sanitize_html, clean_body, lambda html: compare_bodies(html, html + "<p>x</p>")]
)
def test_nothing_sanitised_executes_or_asks_for_anything_outside(
    window: Window, clean: Callable[[str], str]
) -> None:
    cleaned = [clean(vector) for vector in VECTORS]

    assert window.show_as_document(cleaned) == 0
    assert window.show_one_by_one(cleaned) == 0
    assert {url.split("/")[2] for url in window.asked_for} == {"commonplace.example"}


def test_nothing_sanitised_of_a_public_corpus_executes(window: Window) -> None:
    cleaned = [clean_body(vector) for vector in _all_vectors()]

    assert window.show_as_document(cleaned) == 0
    assert window.show_one_by_one(cleaned) == 0


def test_the_browser_reads_a_sanitised_body_as_it_is_written(window: Window) -> None:
    cleaned = [clean_body(vector) for vector in VECTORS]
    window.page.goto("https://commonplace.example/")

    read = window.page.evaluate(
        "bodies => bodies.map(body => {"
        " const home = document.createElement('div'); home.innerHTML = body; return home.innerHTML; })",
        cleaned,
    )

    assert read == cleaned


def test_the_browser_finds_no_link_to_where_links_may_not_lead(window: Window) -> None:
    window.show_one_by_one([clean_body(vector) for vector in VECTORS])

    hosts = window.page.evaluate(
        "[...document.querySelectorAll('a[href], img[src]')].map(part => new URL(part.href || part.src))"
        ".map(url => `${url.protocol} ${url.username}${url.hostname}`)"
    )

    assert "evil.example" not in " ".join(hosts)
    assert {host.split()[0] for host in hosts} <= {"https:", "http:", "mailto:"}
