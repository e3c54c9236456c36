"""What an import did, and what it could not carry over and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

SHOWN_PER_REASON = 8


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that was not carried over."""

    reason: str
    where: str
    what: str = ""


@dataclass
class Report:
    """Collects counts and problems while an import runs."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def count(self, what: str, by: int = 1) -> None:
        self.counts[what] += by

    def problem(self, reason: str, where: str, what: str = "") -> None:
        problem = Problem(reason, where, " ".join(what.split())[:120])
        if problem not in self.problems:
            self.problems.append(problem)

    def lines(self, *, every: bool = False) -> Iterator[str]:
        """The report for a person: what was done, then what was left out, grouped by reason."""
        yield "Done: " + (", ".join(f"{number} {what}" for what, number in self.counts.items()) or "nothing")
        if not self.problems:
            yield "Everything was carried over."
            return
        yield f"Not carried over: {len(self.problems)}"
        by_reason: dict[str, list[Problem]] = {}
        for problem in self.problems:
            by_reason.setdefault(problem.reason, []).append(problem)
        for reason, problems in sorted(by_reason.items(), key=lambda pair: -len(pair[1])):
            yield f"  {reason}: {len(problems)}"
            shown = problems if every else problems[:SHOWN_PER_REASON]
            for problem in shown:
                yield f"    {problem.where}{f': {problem.what}' if problem.what else ''}"
            if len(shown) < len(problems):
                yield f"    and {len(problems) - len(shown)} more (--verbosity 2 names every one)"


class Progress:
    """Says how far an import is, on one line that is written over."""

    def __init__(self, write: Callable[[str], None], total: int, what: str) -> None:
        self.write, self.total, self.what = write, total, what

    def at(self, number: int) -> None:
        if number % 10 == 0 or number == self.total:
            end = "\n" if number == self.total else ""
            self.write(f"\r{self.what}: {number} of {self.total}{end}")
