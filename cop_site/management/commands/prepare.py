from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from cop_site.probes import unapplied_migrations


class Command(BaseCommand):
    help = "Bring the database up to this version of the code; quick when it already is."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        waiting = unapplied_migrations()
        if waiting:
            self.stdout.write(f"      {len(waiting)} migrations (about half a minute, the first time only)")
            call_command("migrate", verbosity=max(verbosity - 1, 0), interactive=False)
        call_command("createcachetable", verbosity=0)
