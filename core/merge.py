"""Two people changed the same body: their changes joined block by block, with nothing lost."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.blocks import with_block_ids
from core.markup import CONTAINERS
from core.runs import Node, nodes, run_html
from core.shape import shape
from core.tree import outer_html, parse, start_tag

_MERGED_INSIDE = CONTAINERS - {"figure"}
_GRID = frozenset({"table", "thead", "tbody", "tr", "th", "td"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place that both changed, as HTML; "" where it was taken out, or was not there."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """The merged body: HTML that no one needs to decide on, and conflicts between."""

    pieces: tuple[str | Conflict, ...]

    @cached_property
    def html(self) -> str:
        """The merge with every conflict decided for theirs."""
        return "".join(piece if isinstance(piece, str) else piece.theirs for piece in self.pieces)

    @cached_property
    def conflicts(self) -> list[Conflict]:
        return [piece for piece in self.pieces if isinstance(piece, Conflict)]

    def with_choices(self, choices: list[str]) -> str:
        """Return the body with one text for each conflict, in order; clean it before it is stored."""
        if len(choices) != len(self.conflicts):
            raise ValueError(f"There are {len(self.conflicts)} places to decide on, not {len(choices)}.")
        left = iter(choices)
        return "".join(piece if isinstance(piece, str) else next(left) for piece in self.pieces)


Pieces = list[str | Conflict]


def merge_bodies(base: str, mine: str, theirs: str) -> Merge:
    """Return `mine` and `theirs`, both made from `base`, as one.

    A block that one side changed, added, moved or took out is as that side left it. Lists, quotations,
    callouts, and tables that kept their rows and columns are merged inside. What both changed is a
    conflict. Every word of either side is in the result or in a conflict.
    """
    if mine in (base, theirs):
        return Merge((theirs,))
    if theirs == base:
        return Merge((mine,))
    base = with_block_ids(shape(base, whole_body=True))
    sides = [with_block_ids(shape(side, whole_body=True), base) for side in (mine, theirs)]
    pieces = _merged(*(nodes(parse(html)) for html in (base, *sides)), top=True)
    return Merge(tuple(_joined(pieces)))


def _joined(pieces: Pieces) -> Iterator[str | Conflict]:
    """Yield the pieces with neighbouring strings made one."""
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            yield text
            yield piece
            text = ""
    yield text


class _Unnamed(Exception):
    """What both changed has no id to choose it by: the block around it is the conflict."""


def _merged(base: Sequence[Node], mine: Sequence[Node], theirs: Sequence[Node], *, top: bool) -> Pieces:
    was = _by_name(base, "base", {})
    homes = {block_id: name for name, node in was.items() for block_id in _ids(node)}
    one, other = _by_name(mine, "mine", homes), _by_name(theirs, "theirs", homes)
    pieces: Pieces = []
    for name in _order(was, one, other):
        versions = (was.get(name), one.get(name), other.get(name))
        pieces.extend(_merged_node(*versions, may_conflict=top or _is_named(name)))
    return pieces


def _merged_node(base: Node | None, mine: Node | None, theirs: Node | None, *, may_conflict: bool) -> Pieces:
    was, one, other = _html(base), _html(mine), _html(theirs)
    if one in (was, other):
        return [other]
    if other == was:
        return [one]
    try:
        return _merged_inside(base, mine, theirs)
    except _Unnamed:
        if may_conflict:
            return [Conflict(was, one, other)]
        raise


def _merged_inside(*versions: Node | None) -> Pieces:
    elements = [node for node in versions if node is not None and not isinstance(node, tuple)]
    if len(elements) < len(versions) or any(element.tag not in _MERGED_INSIDE for element in elements):
        raise _Unnamed
    base, mine, theirs = (nodes(element) for element in elements)
    if elements[0].tag in _GRID and not len(base) == len(mine) == len(theirs):
        raise _Unnamed
    outer = elements[1] if start_tag(elements[2]) == start_tag(elements[0]) else elements[2]
    return [start_tag(outer), *_merged(base, mine, theirs, top=False), f"</{outer.tag}>"]


# Which node is which


def _by_name(nodes: Sequence[Node], side: str, homes: dict[str, str]) -> dict[str, Node]:
    """Return the nodes of one side by a name that all sides share: the id; without one, kind and count.

    A list or callout has no id: it is the one of the base that most of its blocks come from, by `homes`,
    else one that this side alone has.
    """
    counts: Counter[str] = Counter()
    named: dict[str, Node] = {}
    for node in nodes:
        name = "" if isinstance(node, tuple) else node.get("id", "")
        if not name:
            kind = _kind(node)
            name = f"{kind}:{counts[kind]}"
            if kind in {"list", "aside"}:
                home = _home(node, homes)
                name = (
                    home if home.startswith(kind) and home not in named else f"{kind}:{side}:{counts[kind]}"
                )
            counts[kind] += 1
        named[name] = node
    return named


def _home(node: Node, homes: dict[str, str]) -> str:
    shared = Counter(homes[block_id] for block_id in _ids(node) if block_id in homes)
    return shared.most_common(1)[0][0] if shared else ""


def _is_named(name: str) -> bool:
    return ":" not in name


def _kind(node: Node) -> str:
    if isinstance(node, tuple):
        return "words"
    return "list" if node.tag in {"ul", "ol"} else node.tag


def _ids(node: Node) -> frozenset[str]:
    if isinstance(node, tuple):
        return frozenset()
    return frozenset(element.get("id") for element in node.iter() if element.get("id"))


def _html(node: Node | None) -> str:
    if node is None:
        return ""
    return run_html(node) if isinstance(node, tuple) else outer_html(node)


# Where each node goes


def _order(base: dict[str, Node], mine: dict[str, Node], theirs: dict[str, Node]) -> Iterator[str]:
    """Yield every name: theirs in their order, what mine added or moved after what it follows in mine."""
    theirs_moved = _moved(base, theirs)
    placed = {name for name in mine if name not in theirs} | (_moved(base, mine) - theirs_moved)
    follows: dict[str, list[str]] = {}
    last = ""
    for name in mine:
        if name in placed:
            follows.setdefault(last, []).append(name)
        else:
            last = name
    yield from follows.get("", ())
    for name in theirs:
        if name not in placed:
            yield name
            yield from follows.get(name, ())


def _moved(base: dict[str, Node], side: dict[str, Node]) -> set[str]:
    """Return the fewest names whose moving explains the order of `side`."""
    places = {name: place for place, name in enumerate(base)}
    common = [name for name in side if name in places]
    stayed = _longest_rising([places[name] for name in common])
    return {name for name in common if places[name] not in stayed}


def _longest_rising(places: list[int]) -> set[int]:
    """Return a longest run of `places`, all different, that only rises, by patience sorting."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        pile = bisect_left(tops, place)
        before[place] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [place]
    run: set[int] = set()
    last = tops[-1] if tops else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run
