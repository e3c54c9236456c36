from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from curation.candidates.evaluation import evaluate, read_labelled
from curation.candidates.grouping import ALIKE


class Command(BaseCommand):
    help = "Measure the search for candidates on texts with labels. Leaves nothing in the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", help="as bench/likeness/choosing.txt")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        for file in files:
            try:
                labelled = read_labelled(file.read_text().splitlines())
            except (OSError, ValueError) as error:
                raise CommandError(f"{file} could not be read: {error}") from error
            found = evaluate(labelled)
            self.stdout.write(f"{file.name}: {found.texts} texts, likeness from {ALIKE}")
            self.stdout.write(
                f"  candidates  precision {found.precision:.3f} ({found.candidates_right} of {found.candidates} "
                f"right)  recall {found.recall:.3f} ({found.groups_found} of {found.groups} groups)"
            )
            self.stdout.write(
                f"  pairs       precision {found.pair_precision:.3f} ({found.pairs_right} of "
                f"{found.pairs_together})  recall {found.pair_recall:.3f} (of {found.pairs_wanted})"
            )
