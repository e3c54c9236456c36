from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from communities.importing.command import ImportCommand
from communities.importing.handbook import HandbookImport


class Command(ImportCommand):
    help = "Make wiki pages of a folder of Markdown or HTML. Can be run again: only what changed is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        super().add_arguments(parser)

    def handle(self, *args: Any, folder: Path, community: str, verbosity: int, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}")
        self.show(HandbookImport(folder, self.community(community), self.say).run(), verbosity)
