"""The pieces as they come back from the promote page: in their order, ticked or not, each with its role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from curation.pieces import Piece, Role
from curation.promotion import Chosen


@dataclass(slots=True)
class Choice:
    """What the curator decided so far, and what changed in the sources meanwhile, in words."""

    chosen: list[Chosen]
    changed: list[str]
    moved: str = ""  # the id of the piece that a button just moved

    @property
    def used_count(self) -> int:
        return sum(one.is_used for one in self.chosen)


def first_choice(pieces: Sequence[Piece]) -> Choice:
    """As the rules propose."""
    return Choice([Chosen(piece, piece.role, piece.is_used) for piece in pieces], [])


def read_choice(data: QueryDict, pieces: Sequence[Piece]) -> Choice:
    """As it was sent; what is in the sources now counts, and what was not shown before is left out."""
    left = {piece.id: piece for piece in pieces}
    choice = Choice([], [])
    gone = 0
    for token in data.getlist("piece"):
        piece_id = token.rpartition("~")[0]
        piece = left.pop(piece_id, None)
        if piece is None:
            gone += f"use-{piece_id}" in data
            continue
        if piece.token != token:
            choice.changed.append(f"“{piece.title}” reads differently now.")
        choice.chosen.append(_as_sent(data, piece))
    if gone:
        choice.changed.append(f"{gone} of the pieces that you chose are gone from their sources.")
    choice.chosen += [Chosen(piece, piece.role, is_used=False) for piece in left.values()]
    _move(choice, data)
    return choice


def _as_sent(data: QueryDict, piece: Piece) -> Chosen:
    role = data.get(f"role-{piece.id}", "")
    return Chosen(piece, Role(role) if role in Role.values else piece.role, f"use-{piece.id}" in data)


def _move(choice: Choice, data: QueryDict) -> None:
    """Change places with the next piece in that direction that is used."""
    for name, step in (("up", -1), ("down", 1)):
        if name not in data:
            continue
        at = next((i for i, one in enumerate(choice.chosen) if one.piece.id == data[name]), None)
        if at is None:
            return
        choice.moved = str(data[name])
        other = at + step
        while 0 <= other < len(choice.chosen) and not choice.chosen[other].is_used:
            other += step
        if 0 <= other < len(choice.chosen):
            choice.chosen.insert(other, choice.chosen.pop(at))
