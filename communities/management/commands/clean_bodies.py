from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from communities.cleaning import clean_posts, clean_wiki_pages
from communities.importing.report import Progress, Report
from communities.models import Post, WikiPage
from core.sanitize import CLEANER_VERSION


class Command(BaseCommand):
    help = (
        "Clean the stored bodies of wiki pages and posts again, with all their versions, where an older "
        "cleaner passed them. Can be stopped and started again: what is done stays done."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        report = Report()
        for rows, clean, what in (
            (WikiPage.objects.all(), clean_wiki_pages, "wiki pages"),
            (Post.objects.all(), clean_posts, "posts"),
        ):
            total = rows.filter(cleaner_version__lt=CLEANER_VERSION).count()
            progress = Progress(self._say, total, f"{what.capitalize()} cleaned")
            for number, changed in enumerate(clean(lambda where, why: report.problem(why, where)), start=1):
                report.count(f"{what} {'changed' if changed else 'as they were'}")
                progress.at(number)
        for line in report.lines(every=verbosity > 1):
            self.stdout.write(line.replace("Everything was carried over.", "Everything is clean."))

    def _say(self, words: str) -> None:
        self.stdout.write(words, ending="")
        self.stdout.flush()
