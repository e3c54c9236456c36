from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.evaluation import evaluate, read_collection


class Command(BaseCommand):
    help = (
        "Measure the ranking on a test collection in the form of Cranfield. Leaves nothing in the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="holds cran.all.1400, cran.qry and cranqrel")

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            collection = read_collection(folder)
        except OSError as error:
            raise CommandError(f"There is no test collection in {folder}: {error.strerror}") from error
        quality = evaluate(collection, self.stdout.write)
        self.stdout.write(f"{settings.SEARCH_BACKEND}, {quality.questions} questions")
        self.stdout.write(f"nDCG@10     {quality.ndcg:.3f}")
        self.stdout.write(f"recall@100  {quality.recall:.3f}")
        self.stdout.write(f"unanswered  {quality.unanswered}")
