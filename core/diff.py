"""Which items of two sequences are the same, in order: the ground for comparing and merging."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Budget:
    """How many steps a whole comparison may still take, however its texts were made."""

    steps: int


def matching(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[tuple[int, int]]:
    """Return the pairs of positions that stayed, in order.

    After Myers, "An O(ND) Difference Algorithm" (1986). As many pairs as there can be while the budget
    lasts; when it is spent, what both share at start and end.
    """
    start, old_end, new_end = _trim(old, new)
    head = [(at, at) for at in range(start)]
    tail = [(old_end + at, new_end + at) for at in range(len(old) - old_end)]
    middle = _shortest_edit(old[start:old_end], new[start:new_end], budget)
    return [*head, *((start + left, start + right) for left, right in middle), *tail]


def _trim(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int, int]:
    start, old_end, new_end = 0, len(old), len(new)
    while start < min(old_end, new_end) and old[start] == new[start]:
        start += 1
    while min(old_end, new_end) > start and old[old_end - 1] == new[new_end - 1]:
        old_end -= 1
        new_end -= 1
    return start, old_end, new_end


def _shortest_edit(old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget) -> list[tuple[int, int]]:
    """Rounds hold, for 0, 1, 2 … edits, how far along `old` each diagonal -e, -e+2, … e can be reached."""
    rounds: list[list[int]] = []
    last = len(old) - len(new)
    for edits in range(len(old) + len(new) + 1):
        reached: list[int] = []
        for index in range(edits + 1):
            diagonal = 2 * index - edits
            at = begin = _step(rounds, edits, index)[1]
            while at < len(old) and at - diagonal < len(new) and old[at] == new[at - diagonal]:
                at += 1
            reached.append(at)
            if diagonal == last and at >= len(old):
                return _walk_back([*rounds, reached], edits, index)
            budget.steps -= 1 + at - begin
        if budget.steps < 0:
            return []
        rounds.append(reached)
    return []


def _step(rounds: list[list[int]], edits: int, index: int) -> tuple[int, int]:
    """Return where the last edit came from: its place among the diagonals before, and how far that led."""
    if edits == 0:
        return 0, 0
    before = rounds[edits - 1]
    if index == 0 or (index != edits and before[index - 1] < before[index]):
        return index, before[index]
    return index - 1, before[index - 1] + 1


def _walk_back(rounds: list[list[int]], edits: int, index: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    while edits >= 0:
        diagonal = 2 * index - edits
        came_from, begin = _step(rounds, edits, index)
        pairs.extend((at, at - diagonal) for at in range(rounds[edits][index] - 1, begin - 1, -1))
        edits, index = edits - 1, came_from
    return pairs[::-1]
