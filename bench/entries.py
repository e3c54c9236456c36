"""Make what search is measured on: `python -m bench.entries --entries 100000`, on a migrated database of its own.

200 communities, one of them with half of all entries; people; wiki pages by section, threads by post, recordings by
stretch, job aids by step and practices, in words by Zipf's law, with labels. Ana, who searches in `bench.search`,
belongs to 50 communities. Rows are made as the site makes them and written 1,000 at a time.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from bench.words import Language
    from search.models import SearchEntry

ROWS = 1_000
COMMUNITIES, MEMBER_OF, PEOPLE = 200, 50, 2_000
SEARCHER = "ana-bench@example.org"
LARGE = "bench-0"  # holds half of all
# Of a hundred things so many of each kind, and how many places one has.
KINDS = {"wiki": (30, 6), "thread": (45, 8), "screencast": (8, 20), "job_aid": (12, 7), "practice": (5, 1)}
TRUST = ["raw"] * 12 + ["emerging"] * 3 + ["endorsed"] * 2 + ["verified"] * 2 + ["check", "outdated"]
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(slots=True)
class Making:
    """What is needed to make one thing after the other."""

    chance: random.Random
    language: Language
    communities: list[int]
    people: list[int]
    tags: list[str]
    made: dict[str, int] = field(default_factory=dict)

    def things(self, places: int) -> Iterator[list[SearchEntry]]:
        """Things until they have so many places."""
        kinds, shares = list(KINDS), [share for share, _ in KINDS.values()]
        while places > 0:
            kind = self.chance.choices(kinds, shares)[0]
            thing = self.thing(kind, min(places, self.chance.randint(1, 2 * KINDS[kind][1] - 1)))
            places -= len(thing)
            yield thing

    def thing(self, kind: str, places: int) -> list[SearchEntry]:
        from search.models import SearchEntry

        self.made[kind] = number = self.made.get(kind, 0) + 1
        at = self.chance.random()
        community = self.communities[0 if at < 0.5 else int((2 * at - 1) ** 2 * len(self.communities))]
        labels = [["tag", tag] for tag in dict.fromkeys(self.chance.choices(self.tags, k=2))]
        if kind == "job_aid":
            system = f"System {self.chance.randrange(12)}"
            labels += [["role", f"Role {self.chance.randrange(20)}"], ["system", system]]
            labels += [["release", f"{system} {self.chance.randrange(9)}.{self.chance.randrange(4)}"]]
        about = {
            "kind": kind,
            "thing_id": number,
            "community_id": community,
            "author_id": self.chance.choice(self.people),
            "title": self.language.title(),
            "trust": self.chance.choice(TRUST),
            "state": "Answered" if kind == "thread" and at < 0.3 else "",
            "labels": labels,
            "updated_at": NOW - timedelta(days=1_000 * self.chance.random() ** 2),
            "worked": int(self.chance.random() ** 6 * 40),
            "uses": int(self.chance.random() ** 6 * 900),
        }
        return [
            SearchEntry(
                **about,
                place=f"p{place}" if place else "",
                place_title=self.language.title() if place else "",
                text=" ".join(self.language.talk()),
                url=f"/bench/{kind}/{number}/#p{place}",
            )
            for place in range(places)
        ]


def batches(things: Iterator[list[SearchEntry]]) -> Iterator[list[SearchEntry]]:
    from search.indexing import prepared

    rows = (entry for thing in things for entry in prepared(thing))
    while some := list(islice(rows, ROWS)):
        yield some


def write(making: Making, count: int) -> None:
    from django.db import transaction

    from search.models import SearchEntry, SearchLabel

    began, done = time.monotonic(), 0
    for some in batches(making.things(count)):
        with transaction.atomic():
            SearchEntry.objects.bulk_create(some)
            SearchLabel.objects.bulk_create(
                SearchLabel(entry=entry, facet=facet, value=value)
                for entry in some
                for facet, value in entry.labels
            )
        done += len(some)
        if done % (20 * ROWS) == 0:
            say(f"  {done:,} entries, {done / (time.monotonic() - began):.0f} a second")


def make_people() -> list[int]:
    from people.models import User

    User.objects.bulk_create(
        [
            User(
                username=f"bench{number}",
                email=f"bench{number}@example.org",
                display_name=f"Person {number}",
                password="!",  # noqa: S106 - not a password: nobody can sign in with it
            )
            for number in range(PEOPLE)
        ],
        batch_size=ROWS,
    )
    User.objects.create(username="ana-bench", email=SEARCHER, display_name="Ana Bench", password="!")  # noqa: S106
    return list(User.objects.order_by("pk").values_list("pk", flat=True))


def make_communities(chance: random.Random) -> list[int]:
    """Two of five are open, the others on request or private. Ana belongs to the large one and 49 of all kinds."""
    from communities.actions.community import create_community
    from communities.models import Membership
    from people.models import User

    access = ["open", "open", "on_request", "on_request", "private"]
    made = [
        create_community(
            title=f"Bench community {number}", slug=f"bench-{number}", access=access[(number + 2) % 5]
        )
        for number in range(COMMUNITIES)
    ]
    ana = User.objects.get(email=SEARCHER)
    of = [made[0], *chance.sample(made[1:], MEMBER_OF - 1)]
    Membership.objects.bulk_create(Membership(user=ana, community=community) for community in of)
    return [community.pk for community in made]


def main() -> None:
    from django.conf import settings

    from bench.words import Language
    from search.backends import search_backend
    from search.models import SearchEntry
    from search.vocabulary import tidy

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--entries", type=int, default=100_000)
    asked = parser.parse_args()
    if SearchEntry.objects.exists():
        sys.exit(
            "This database holds entries already. Set COMMONPLACE_DATA to a new folder and migrate there."
        )
    settings.TASKS["default"]["BACKEND"] = "django_tasks.backends.dummy.DummyBackend"
    chance = random.Random(asked.seed)  # noqa: S311 - the same each time is what is wanted
    people, communities, language = make_people(), make_communities(chance), Language(chance)
    making = Making(
        chance, language, communities, people, [f"tag-{word}" for word in language.words[500:700]]
    )
    for name, step in {
        f"{asked.entries:,} entries": lambda: write(making, asked.entries),
        "words, for slips and parts": tidy,
        "the engine's index": lambda: search_backend().rebuild(lambda done: None),
    }.items():
        timed(name, step)


def timed(name: str, step: Callable[[], None]) -> None:
    began, processor = time.monotonic(), time.process_time()
    step()
    say(
        f"{name}: {time.monotonic() - began:.0f} s, {time.process_time() - processor:.0f} s of this processor, "
        f"load {os.getloadavg()[0]:.1f}"
    )


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings.dev")
    django.setup()
    main()
