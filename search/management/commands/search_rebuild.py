from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from search.backends import search_backend
from search.indexing import lost, refresh_all, things

EVERY = 500


class Command(BaseCommand):
    help = "Make all search entries right, and the search engine's index anew. Can be run at any time, and again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--index-only", action="store_true", help="only the engine's index, from the entries there are"
        )

    def handle(self, *, index_only: bool, **options: Any) -> None:
        if not index_only:
            changed = refresh_all(things(), self.progress("things read"))
            changed += refresh_all(lost())
            self.stdout.write(f"{changed} entries changed")
        search_backend().rebuild(self.progress("entries indexed"))
        self.stdout.write("The index is made")

    def progress(self, words: str) -> Callable[[int], None]:
        def say(done: int) -> None:
            if done % EVERY == 0:
                self.stdout.write(f"{done} {words}")
                self.stdout.flush()

        return say
