from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from communities.importing.command import ImportCommand
from communities.importing.dumps import UnreadableDump
from communities.importing.threads import import_threads


class Command(ImportCommand):
    help = (
        "Make threads of a Stack Exchange Posts.xml or of JSON Lines. Can be run again: nothing is doubled."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        super().add_arguments(parser)

    def handle(self, *args: Any, file: Path, community: str, verbosity: int, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}")
        into = self.community(community)
        try:
            report = import_threads(file, into, self.say)
        except UnreadableDump as failure:
            raise CommandError(str(failure)) from failure
        except OSError as failure:
            raise CommandError(f"{file} could not be read: {failure.strerror}") from failure
        self.show(report, verbosity)
