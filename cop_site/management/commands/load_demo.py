from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cop_site.demo import story


class Command(BaseCommand):
    help = "Load the demo: two communities, eleven people, one journey. Running it again changes nothing."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo is for your own machine: its people have a password that everybody knows."
            )
        if story.is_loaded():
            self.stdout.write("      The demo is here already.")
            return
        story.load(lambda what: self.stdout.write(f"      {what}"))
