from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from search.indexing import audit


class Command(BaseCommand):
    help = "Compare the search entries with what they were made from. Changes nothing; exits with 1 when they differ."

    def handle(self, **options: Any) -> None:
        found = audit()
        self.stdout.write(f"{found.things} things compared")
        for number, words in (
            (found.missing, "places have no entry"),
            (found.old, "entries are older than what they show"),
            (found.lost, "entries are of nothing that can be found"),
            (found.faults, "faults in the engine's own index"),
        ):
            if number:
                self.stdout.write(f"{number} {words}")
        if not found.is_right:
            self.stdout.write("Make it right: manage.py search_rebuild")
            sys.exit(1)
        self.stdout.write("Everything is as it should be")
