from __future__ import annotations

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from cop_site.schedule import LONGEST_TASK, enqueue_due_tasks, release_tasks_of_dead_workers

logger = logging.getLogger(__name__)
PAUSE = 30  # seconds


class Command(BaseCommand):
    help = "Enqueue the scheduled tasks whose time has come. Run it every minute, or once with --forever."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help=f"go on, looking every {PAUSE} seconds")

    def handle(self, *, forever: bool, verbosity: int, **options: Any) -> None:
        self.verbosity = verbosity
        self.tick()
        while forever:
            time.sleep(PAUSE)
            close_old_connections()
            try:
                self.tick()
            except DatabaseError:
                logger.exception("The schedule could not be looked at; the next try is in %s seconds.", PAUSE)

    def tick(self) -> None:
        release_tasks_of_dead_workers(running_for=LONGEST_TASK)
        for path in enqueue_due_tasks():
            if self.verbosity:
                self.stdout.write(f"enqueued {path}")
