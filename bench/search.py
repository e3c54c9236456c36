"""Search as a person does: `python -m bench.search`, after `python -m bench.entries`. Changes nothing in the end.

Ana, a member of 50 communities, looks for one to five words that stand together, with and without filters, and types
into the search box. Timed are the search with its counts, the whole page through the view, and suggestions through
theirs. Then half of all entries turn private and come back.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import django

WARM = 10


def percentile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def report(name: str, took: Sequence[Took], queries: Sequence[int] = ()) -> None:
    more = f", {min(queries)}–{max(queries)} queries" if queries else ""
    say(f"{name} ({len(took)}{more})")
    for kind, times in (
        ("by the clock", [each.clock for each in took]),
        ("of processor", [each.processor for each in took]),
    ):
        say(
            f"  {kind}: median {statistics.median(times):6.1f} ms  p95 {percentile(times, 0.95):6.1f}"
            f"  p99 {percentile(times, 0.99):6.1f}  slowest {max(times):6.1f}"
        )


@dataclass(frozen=True, order=True)
class Took:
    """Milliseconds by the clock, and of this process: on a busy machine, or where another one answers, they differ."""

    clock: float
    processor: float


def timed(step: Callable[[], Any]) -> Took:
    began, used = time.perf_counter(), time.thread_time()
    step()
    return Took(1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - used))


def questions(chance: random.Random, count: int) -> list[str]:
    """One to five words that stand together in an entry and say something; every fourth has a little word more."""
    from search.models import SearchEntry
    from search.terms import STOP_WORDS

    newest = SearchEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    rows = SearchEntry.objects.in_bulk(chance.sample(range(1, newest + 1), min(newest, 3 * count)))
    asked: list[str] = []
    for entry in rows.values():
        said = (entry.title if chance.random() < 0.5 else entry.text[:200]).replace(".", "").split()
        telling = [word for word in dict.fromkeys(said) if word.lower() not in STOP_WORDS]
        little = [word for word in said if word.lower() in STOP_WORDS][:1] if chance.random() < 0.25 else []
        if telling and len(asked) < count:
            chosen = chance.sample(telling, min(len(telling), chance.choice((1, 2, 2, 3, 3, 4, 5))))
            asked.append(" ".join(chosen + little))
    return asked


def measure(user: Any, asked: list[str]) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from search.backends.base import Filters
    from search.forms import what_may_be_found
    from search.results import find

    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    plain, narrowed, pages, typed, counted = [], [], [], [], []
    filters = Filters(kind=("wiki", "thread"), trust=("verified", "endorsed", "raw"))
    for at, text in enumerate(asked):
        query = what_may_be_found(user, text)
        steps = (
            (plain, partial(find, query)),
            (narrowed, partial(find, replace(query, filters=filters))),
            (pages, partial(client.get, "/search/", {"q": text})),
            (typed, partial(client.get, "/search/suggest/", {"q": text[: 2 + at % 9]})),
        )
        for times, step in steps:
            took = timed(step)
            if at >= WARM:
                times.append(took)
        if at % 20 == 0:
            with CaptureQueriesContext(connection) as seen:
                client.get("/search/", {"q": text})
            counted.append(len(seen))
    report("search, with counts", plain)
    report("search, narrowed by two facets", narrowed)
    report("the whole page", pages, counted)
    report("suggestions, whole answer", typed)


def permission(user: Any, text: str) -> None:
    """The large community turns private, and its member leaves: what a stranger finds of it, and when."""
    from bench.entries import LARGE
    from communities.models import CommunityPage
    from people.models import User
    from search.backends.base import Filters
    from search.forms import what_may_be_found
    from search.models import SearchEntry
    from search.results import find

    large = CommunityPage.objects.get(slug=LARGE)
    stranger = User.objects.exclude(pk=user.pk).order_by("pk")[0]

    def seen() -> int:
        """Asked afresh, as a new request would."""
        query = what_may_be_found(User.objects.get(pk=stranger.pk), text)
        return find(replace(query, filters=Filters(community=(large.pk,)))).total

    before = large.access
    counts, took = [], []
    for access in ("open", "private", "open"):
        CommunityPage.objects.filter(pk=large.pk).update(access=access)
        took.append(timed(lambda: counts.append(seen())))
    CommunityPage.objects.filter(pk=large.pk).update(access=before)
    waited = ", ".join(f"{each.clock:.0f}" for each in took)
    say(
        f"a community with {SearchEntry.objects.filter(community=large).count():,} entries, open, private, open:"
        f" a stranger finds {counts} things in the next search, after {waited} ms"
    )


def main() -> None:
    from django.conf import settings
    from django.db import connection

    from bench.entries import SEARCHER
    from people.models import User
    from search.models import SearchEntry, SearchVector

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--searches", type=int, default=300)
    asked = parser.parse_args()
    user = User.objects.get(email=SEARCHER)
    say(
        f"{SearchEntry.objects.count():,} entries, {SearchVector.objects.count():,} vectors, {connection.vendor}, "
        f"{settings.SEARCH_BACKEND}, meaning {'on' if settings.SEARCH_MEANING else 'off'}, "
        f"Python {platform.python_version()}, Django {django.get_version()}, load {os.getloadavg()[0]:.1f}"
    )
    chance = random.Random(asked.seed)  # noqa: S311 - the same each time is what is wanted
    texts = questions(chance, asked.searches + WARM)
    measure(user, texts)
    permission(user, texts[0])
    say(f"load at the end {os.getloadavg()[0]:.1f}")


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings.dev")
    django.setup()
    from django.conf import settings

    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["*"]
    main()
