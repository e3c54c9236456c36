"""Two texts of one page side by side, where their writers changed the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BoundField, Form
from django.utils.html import strip_tags

from communities.models import WikiEdition, WikiPage
from core.compare import compare_bodies
from core.merge import Conflict, Merge, merge_bodies

_HEADING = re.compile(r"<h[2-4]\b[^>]*>(.*?)</h[2-4]>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """One place to decide on: where it is, and both texts with what each changed marked."""

    section: str
    theirs: str
    mine: str
    field: BoundField


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of one's own text and what another published meanwhile."""

    theirs: WikiEdition
    merge: Merge

    @property
    def places(self) -> int:
        return len(self.merge.conflicts)

    def with_choices(self, choices: list[str]) -> str:
        """The text, with mine, theirs or both at each place."""
        texts = {
            "mine": lambda conflict: conflict.mine,
            "theirs": lambda conflict: conflict.theirs,
            "both": lambda conflict: conflict.theirs + conflict.mine,
        }
        chosen = zip(choices, self.merge.conflicts, strict=True)
        return self.merge.with_choices([texts[choice](conflict) for choice, conflict in chosen])

    def conflicts(self, form: Form) -> Iterator[ShownConflict]:
        """The places to decide on, each with its field of the form."""
        section, number = "", 0
        for piece in self.merge.pieces:
            if isinstance(piece, Conflict):
                yield ShownConflict(
                    section=section,
                    theirs=compare_bodies(piece.base, piece.theirs),
                    mine=compare_bodies(piece.base, piece.mine),
                    field=form[f"choice_{number}"],
                )
                number += 1
            elif headings := _HEADING.findall(piece):
                section = strip_tags(headings[-1])


def join_texts(page: WikiPage, base_edition: int, mine: str, theirs: WikiEdition) -> Joined:
    """Compare a text, begun at revision number `base_edition`, with what `theirs` published."""
    wanted = page.editions.filter(number__in=[base_edition, theirs.number]).select_related(
        "revision", "editor"
    )
    found = {edition.number: edition for edition in wanted}
    base = found[base_edition].body if base_edition in found else ""
    theirs = found[theirs.number]
    return Joined(theirs, merge_bodies(base, mine, theirs.body))
