from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.evaluation.collections import NoCollection, read_collection
from search.evaluation.measuring import evaluate

PATIENCE = 30  # seconds that an engine may take here: nobody waits


class Command(BaseCommand):
    help = (
        "Measure the ranking on test collections in the form of TREC (documents*, topics*, qrels*) or Cranfield. "
        "Leaves nothing behind."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="+")
        parser.add_argument(
            "--cut", action="store_true", help="ask also the three rarest words of each question"
        )

    def handle(self, *, folder: list[Path], cut: bool, **options: Any) -> None:
        settings.SEARCH_PATIENCE = PATIENCE
        for each in folder:
            try:
                collection = read_collection(each)
            except (NoCollection, OSError, ValueError) as error:
                raise CommandError(str(error)) from error
            figures = evaluate(collection, cut=cut, say=self.stdout.write)
            self.stdout.write(
                f"{settings.SEARCH_BACKEND}, meaning {'on' if settings.SEARCH_MEANING else 'off'}"
            )
            self.stdout.write("engine       questions          nDCG@10  recall@100  MRR    unanswered")
            for one in figures:
                quality = one.quality
                self.stdout.write(
                    f"{one.engine:12} {quality.questions:4} {one.kind:13} {quality.ndcg:.3f}    {quality.recall:.3f}"
                    f"       {quality.mrr:.3f}  {quality.unanswered}"
                )
