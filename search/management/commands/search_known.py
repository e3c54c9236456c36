from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.models import User
from search.evaluation.known import FIRST, as_kept, missed, read_items, titles_there
from search.forms import what_may_be_found
from search.ranking import near_to
from search.results import Results, find


def _find(user: User, text: str) -> Results:
    return find(what_may_be_found(user, text), near=near_to(user))


class Command(BaseCommand):
    help = (
        f"Look for known items as a person, and say which are not among the first {FIRST}. Leaves nothing behind. "
        "The form of the file: tests/search/known_items.txt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("person", help="the e-mail address of who searches")

    def handle(self, *, file: Path, person: str, **options: Any) -> None:
        user = User.objects.filter(email=person.lower()).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {person}.")
        try:
            items, same, renamed = read_items(file.read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        there = titles_there()
        asked = [item for item in items if there.intersection(item.titles)]
        with as_kept(same, renamed):
            misses = missed(asked, partial(_find, user))
        for item, rank, instead in misses:
            self.stdout.write(
                f"{item.where}, {item.way}: {item.typed!r} at {rank or 'no place'}, after {instead}"
            )
        self.stdout.write(
            f"{len(asked) - len(misses)} of {len(asked)} among the first {FIRST}; "
            f"{len(items) - len(asked)} are not on this site"
        )
