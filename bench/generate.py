"""Make a large site from a seed: `python -m bench.generate --smaller 100`. Run it on a migrated database of its own."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime

import django


def arguments() -> argparse.Namespace:
    from bench.talk import Size

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--smaller", type=int, default=1, metavar="TIMES", help="the same, so many times smaller"
    )
    for one in fields(Size):
        parser.add_argument(f"--{one.name.replace('_', '-')}", type=int, metavar="N", help=f"{one.default:,}")
    return parser.parse_args()


def main() -> None:
    from django.conf import settings

    from bench.curated import make_flags, make_job_aids, make_practices
    from bench.talk import Site, Size, make_communities, make_people, make_reactions, make_threads
    from bench.words import Language
    from communities.models import Post

    asked = arguments()
    if Post.objects.exists():
        sys.exit("This database holds posts already. Set COMMONPLACE_DATA to a new folder and migrate there.")
    size = Size().divided(asked.smaller)
    size = Size(**{one.name: getattr(asked, one.name) or getattr(size, one.name) for one in fields(Size)})
    chance = random.Random(asked.seed)  # noqa: S311 - the same each time is what is wanted
    site = Site(size, chance, datetime(2026, 11, 1, tzinfo=UTC), say)
    language = Language(chance)
    settings.TASKS["default"]["BACKEND"] = "django_tasks.backends.dummy.DummyBackend"
    steps: dict[str, Callable[[], None]] = {
        "people": lambda: make_people(site),
        "communities": lambda: make_communities(site, language),
        "threads and posts": lambda: make_threads(site, language),
        "reactions": lambda: make_reactions(site),
        "practices": lambda: make_practices(site, language),
        "flags": lambda: make_flags(site),
        "job aids": lambda: make_job_aids(site, language),
    }
    for name, step in steps.items():
        began = time.monotonic()
        step()
        say(f"{name}: {time.monotonic() - began:.0f} s")


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings.dev")
    django.setup()
    main()
