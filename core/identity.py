"""Which block of a new version is which block of the old one: the rule behind stable ids."""

import re
import secrets
from collections.abc import Sequence
from typing import NamedTuple

BLOCK_ID = re.compile(r"b[a-z2-7]{10}")

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_SIMILAR = 0.5
_COMPARED_CHARS = 600
_COMPARISONS = 20_000


class Face(NamedTuple):
    """What a block is known by: its element and what stands in it."""

    tag: str
    text: str


def new_block_id() -> str:
    bits = secrets.randbits(50)
    return "b" + "".join(_ALPHABET[bits >> shift & 31] for shift in range(0, 50, 5))


def is_block_id(value: str) -> bool:
    return BLOCK_ID.fullmatch(value) is not None


def match_ids(faces: Sequence[Face], asked: Sequence[str], before: dict[str, Face]) -> list[str]:
    """Return an id for each block, none twice.

    `asked` are the ids that came with the blocks, which a client may have lost, doubled or exchanged;
    `before` are the blocks of the last version. First come unchanged blocks, then those that carry the
    id of a similar one, then similar ones wherever they are, then whatever well-formed id is still free.
    """
    asked = _well_formed_once(asked)
    ids = {index: own for index, own in enumerate(asked) if own and before.get(own) == faces[index]}
    _match_equal(faces, before, ids)
    _match_similar(faces, asked, before, ids)
    taken = set(ids.values())
    for index, own in enumerate(asked):
        if index not in ids and own and own not in taken:
            ids[index] = own
            taken.add(own)
    return [ids.get(index) or new_block_id() for index in range(len(faces))]


def _well_formed_once(asked: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    kept = []
    for block_id in asked:
        kept.append(block_id if is_block_id(block_id) and block_id not in seen else "")
        seen.add(block_id)
    return kept


def _match_equal(faces: Sequence[Face], before: dict[str, Face], ids: dict[int, str]) -> None:
    taken = set(ids.values())
    free: dict[Face, list[str]] = {}
    for block_id, face in reversed(before.items()):
        if block_id not in taken:
            free.setdefault(face, []).append(block_id)
    for index, face in enumerate(faces):
        if index not in ids and free.get(face):
            ids[index] = free[face].pop()


def _match_similar(
    faces: Sequence[Face], asked: Sequence[str], before: dict[str, Face], ids: dict[int, str]
) -> None:
    taken = set(ids.values())
    left = {block_id: _Shape.of(face) for block_id, face in before.items() if block_id not in taken}
    open_blocks = {index: _Shape.of(face) for index, face in enumerate(faces) if index not in ids}
    for index, shape in list(open_blocks.items()):
        own = asked[index]
        if own in left and shape.likeness(left[own]) > _SIMILAR:
            ids[index] = own
            del left[own], open_blocks[index]
    budget = _COMPARISONS
    for index, shape in open_blocks.items():
        budget -= len(left)
        if not left or budget < 0:
            return
        likeness, best = max((shape.likeness(other), block_id) for block_id, other in left.items())
        if likeness > _SIMILAR:
            ids[index] = best
            del left[best]


class _Shape(NamedTuple):
    tag: str
    trigrams: frozenset[str]

    @classmethod
    def of(cls, face: Face) -> "_Shape":
        return cls(face.tag, trigrams(face.text))

    def likeness(self, other: "_Shape") -> float:
        return likeness(self.trigrams, other.trigrams) if self.tag == other.tag else 0.0


def trigrams(text: str) -> frozenset[str]:
    text = f" {text[:_COMPARED_CHARS].casefold()} "
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two texts share, from 0 to 1 (Dice's coefficient of their trigrams)."""
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0
