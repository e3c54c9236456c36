from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cop_site.probes import PROBES, ProbeFailed


class Command(BaseCommand):
    help = "Say which parts this installation has and whether each answers; ends with 1 when one does not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "parts", nargs="*", choices=[*PROBES, []], help="only these; all when none is named"
        )

    def handle(self, *, parts: list[str], **options: Any) -> None:
        answers = [self._ask(name) for name in parts or PROBES]
        if not all(answers):
            sys.exit(1)

    def _ask(self, name: str) -> bool:
        try:
            found = PROBES[name]()
        except Exception as reason:  # noqa: BLE001 - whatever a part raises is the answer
            words = str(reason) if isinstance(reason, ProbeFailed) else f"{type(reason).__name__}: {reason}"
            self.stdout.write(self.style.ERROR(f"FAILED  {name:12} {words}"))
            return False
        self.stdout.write(f"ok      {name:12} {found}")
        return True
