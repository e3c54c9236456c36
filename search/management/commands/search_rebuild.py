from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search.indexing import rebuild


class Command(BaseCommand):
    help = "Make every search entry right again. Can be run at any time; readers notice nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = rebuild(self.say)
        self.stdout.write(f"\nThe search entries are right. {changed} changed.")

    def say(self, done: int) -> None:
        if done % 50 == 0:
            self.stdout.write(f"\r{done} things looked at", ending="")
            self.stdout.flush()
