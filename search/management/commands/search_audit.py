from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.backends import search_backend
from search.backends.base import EngineDown
from search.indexing import Audit, audit


class Command(BaseCommand):
    help = (
        "Compare the search entries with what they were made from, and the search engine with the entries."
        " Changes nothing without --repair; exits with 1 when they differ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="then tell the engine of the entries that differ, and compare again",
        )

    def handle(self, *, repair: bool, **options: Any) -> None:
        try:
            found = audit()
            self.say(found)
            if repair and found.faults.total:
                search_backend().repair()
                self.stdout.write("The engine was told of them")
                found = audit()
                self.say(found)
        except EngineDown as reason:
            raise CommandError(f"The search engine cannot be compared: {reason}") from reason
        if not found.is_right:
            self.stdout.write(f"Make it right: {remedy(found, was_repaired=repair)}")
            sys.exit(1)
        self.stdout.write("Everything is as it should be")

    def say(self, found: Audit) -> None:
        self.stdout.write(f"{found.things} things compared")
        for number, words in (
            (found.missing, "places have no entry"),
            (found.old, "entries are older than what they show"),
            (found.lost, "entries are of nothing that can be found"),
            (found.faults.missing, "entries are missing in the engine"),
            (found.faults.old, "entries are older in the engine"),
            (found.faults.lost, "entries are in the engine, and gone"),
        ):
            if number:
                self.stdout.write(f"{number} {words}")


def remedy(found: Audit, *, was_repaired: bool) -> str:
    if found.missing or found.old or found.lost:
        return "manage.py search_rebuild"
    return "manage.py search_rebuild --index-only" if was_repaired else "manage.py search_audit --repair"
