"""What the commands that import have in common."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from communities.importing.report import Report
from communities.models import CommunityPage, WikiIndexPage


class ImportCommand(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--community", required=True, metavar="SLUG", help="the community to import into")

    def community(self, slug: str) -> CommunityPage:
        """The community of this slug; raises CommandError that names those that are there."""
        found = CommunityPage.objects.filter(slug=slug).first()
        if found is None:
            slugs = ", ".join(CommunityPage.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"There is no community “{slug}”. There are: {slugs or 'none yet'}")
        if not WikiIndexPage.objects.child_of(found).exists():
            raise CommandError(f"The community “{slug}” has no wiki any more")
        return found

    def say(self, words: str) -> None:
        self.stdout.write(words, ending="")
        self.stdout.flush()

    def show(self, report: Report, verbosity: int) -> None:
        for line in report.lines(every=verbosity > 1):
            self.stdout.write(line)
