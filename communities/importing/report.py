"""What an import did, and what it could not carry over and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

SHOWN_PER_REASON = 8
MAX_SHOWN, MAX_REASON = 120, 300


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that was not carried over."""

    reason: str
    where: str
    what: str = ""


@dataclass
class Report:
    """Collects counts and problems while an import runs; each problem once."""

    counts: Counter[str] = field(default_factory=Counter)
    _problems: dict[Problem, None] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        return list(self._problems)

    def count(self, what: str, by: int = 1) -> None:
        self.counts[what] += by

    def problem(self, reason: str, where: str, what: str = "") -> None:
        self._problems[Problem(shown(reason, MAX_REASON), shown(where, MAX_REASON), shown(what))] = None

    def lines(self, *, every: bool = False) -> Iterator[str]:
        """The report for a person: what was done, then what was left out, grouped by reason."""
        yield "Done: " + (", ".join(f"{number} {what}" for what, number in self.counts.items()) or "nothing")
        if not self._problems:
            yield "Everything was carried over."
            return
        yield f"Not carried over: {len(self._problems)}"
        by_reason: dict[str, list[Problem]] = {}
        for problem in self._problems:
            by_reason.setdefault(problem.reason, []).append(problem)
        for reason, problems in sorted(by_reason.items(), key=lambda pair: -len(pair[1])):
            yield f"  {reason}: {len(problems)}"
            named = problems if every else problems[:SHOWN_PER_REASON]
            for problem in named:
                yield f"    {problem.where}{f': {problem.what}' if problem.what else ''}"
            if len(named) < len(problems):
                yield f"    and {len(problems) - len(named)} more (--verbosity 2 names every one)"


def shown(words: str, most: int = MAX_SHOWN) -> str:
    """Words of a file as a terminal may show them: one line, not endless, nothing that steers it."""
    line = " ".join(words[: 4 * most].split())
    line = "".join(character if character.isprintable() else "�" for character in line)
    return line if len(line) <= most else f"{line[: most - 1]}…"


class Progress:
    """Says how far an import is, on one line that is written over."""

    def __init__(self, write: Callable[[str], None], total: int, what: str) -> None:
        self.write, self.total, self.what = write, total, what

    def at(self, number: int) -> None:
        if number % 10 == 0 or number == self.total:
            end = "\n" if number == self.total else ""
            self.write(f"\r{self.what}: {number} of {self.total}{end}")
