from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.backends import search_backend
from search.backends.base import AlreadyRebuilding, EngineDown
from search.indexing import lost, refresh_all, things
from search.meaning.rows import make_missing
from search.models import SearchEntry
from search.related import make_all_soon
from search.use import count_use
from search.vocabulary import tidy

EVERY = 500


class Command(BaseCommand):
    help = (
        "Make all search entries right, and the search engine's index anew. People go on searching and writing."
        " Can be run at any time, and again: what was cut off goes on where it had come to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--index-only", action="store_true", help="only the engine's index, from the entries there are"
        )

    def handle(self, *, index_only: bool, **options: Any) -> None:
        if not index_only:
            changed = refresh_all(things(), self.progress("things read"))
            changed += refresh_all(lost())
            self.stdout.write(f"{changed} entries changed")
            self.stdout.write(f"{count_use()} entries have new numbers of use")
            if waiting := make_all_soon():
                self.stdout.write(f"{waiting} things wait for what is related to them")
            if made := make_missing(self.progress("vectors made")):
                self.stdout.write(f"{made} vectors made")
            forgotten, added = tidy()
            self.stdout.write(f"{added} words added, {forgotten} forgotten")
        try:
            search_backend().rebuild(self.progress(f"of {SearchEntry.objects.count()} entries indexed"))
        except AlreadyRebuilding as reason:
            raise CommandError(str(reason)) from reason
        except EngineDown as reason:
            raise CommandError(
                f"The search engine does not answer. Run this again, and it goes on where it was: {reason}"
            ) from reason
        self.stdout.write("The index is made")

    def progress(self, words: str) -> Callable[[int], None]:
        begun, first = time.monotonic(), 0

        def say(done: int) -> None:
            nonlocal begun, first
            if not first:
                begun, first = time.monotonic(), done  # what an earlier run did counts for no speed
            if done % EVERY == 0:
                seconds = time.monotonic() - begun
                speed = f", {(done - first) / seconds:.0f} a second" if seconds and done > first else ""
                self.stdout.write(f"{done} {words}{speed}")
                self.stdout.flush()

        return say
