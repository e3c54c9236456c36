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
        parser.add_argument(
            "--files", type=Path, metavar="DIR", help="a second folder that pictures and files may lie in"
        )
        parser.add_argument(
            "--called",
            default="",
            metavar="NAME",
            help="what the next import knows these pages by (default: the name of the folder)",
        )

    def handle(
        self,
        *args: Any,
        folder: Path,
        community: str,
        files: Path | None,
        called: str,
        verbosity: int,
        **options: Any,
    ) -> None:
        for place in filter(None, (folder, files)):
            if not place.is_dir():
                raise CommandError(f"There is no folder {place}")
        run = HandbookImport(folder, self.community(community), self.say, files=files, called=called)
        self.show(run.run(), verbosity)
