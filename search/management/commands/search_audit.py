from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.indexing import audit


class Command(BaseCommand):
    help = "Compare the search entries with what they were made from; changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        found = audit(self.say)
        self.stdout.write(
            f"\n{found.things} things: {found.missing} places missing, {found.old} old, {found.lost} of nothing"
        )
        if not found.is_right:
            raise CommandError("The search entries are not right. Run: manage.py search_rebuild")

    def say(self, done: int) -> None:
        if done % 50 == 0:
            self.stdout.write(f"\r{done} things compared", ending="")
            self.stdout.flush()
