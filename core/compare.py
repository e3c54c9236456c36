"""Two versions of a body as one text to read, with the words that went and came marked."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from lxml.html import HtmlElement

from core.diff import Budget, matching
from core.identity import likeness, trigrams
from core.markup import TEXT_BLOCKS
from core.runs import Change, Node, change_html, changes, nodes, run_html
from core.sanitize import safe_comparison
from core.shape import shape
from core.tree import parse, start_tag, words

# About a third of a second on a slow machine; two long texts that share nothing would take minutes.
_STEPS = 1_000_000
_KINDRED = 0.4
# Less will do for a row, of which one number is often all that changes, and for two that stand alone
# between what stayed.
_KINDRED_PLACE = 0.2
_CELLS = frozenset({"td", "th"})
_LISTS = frozenset({"ul", "ol"})

_Pair = tuple[Node | None, Node | None]


def compare_bodies(old: str, new: str) -> str:
    """Return `new` as safe HTML with `<ins>` around what came and `<del>` around what went.

    Deleted blocks, items and cells stand where they stood. Pictures and link targets count as words.
    No element has an id. The same versions give a text without marks.
    """
    comparison = _Comparison(Budget(_STEPS))
    return safe_comparison("".join(comparison.merged(_top(old), _top(new))))


def _top(html: str) -> list[Node]:
    return nodes(parse(shape(html, whole_body=True)))


class _Comparison:
    """Walks both versions side by side; depth is bounded because both were shaped."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def merged(self, old: Sequence[Node], new: Sequence[Node]) -> Iterator[str]:
        for before, after in self._pairs(old, new):
            if before is None or after is None:
                yield from self._one_sided(before, after)
            elif isinstance(before, tuple) or isinstance(after, tuple):
                yield from self._runs(before, after)
            else:
                yield start_tag(after, without_id=True)
                yield from self.merged(nodes(before), nodes(after))
                yield _end(after)

    def _runs(self, old: Node, new: Node) -> Iterator[str]:
        if isinstance(old, tuple) and isinstance(new, tuple):
            yield from map(change_html, changes(old, new, self.budget))
        else:
            yield from self._one_sided(old, None)
            yield from self._one_sided(None, new)

    def _one_sided(self, old: Node | None, new: Node | None) -> Iterator[str]:
        kind, node = ("del", old) if new is None else ("ins", new)
        if isinstance(node, tuple):
            yield change_html(Change(kind, node))
        elif node is not None and node.tag == "hr":
            yield f"<{kind}><hr></{kind}>"
        elif node is not None:
            inside = nodes(node)
            yield start_tag(node, without_id=True)
            yield from self.merged(inside, []) if new is None else self.merged([], inside)
            yield _end(node)

    def _pairs(self, old: Sequence[Node], new: Sequence[Node]) -> Iterator[_Pair]:
        """Pair what is the same, then what is alike between two that are; the rest stands alone."""
        shared = _ids(old) & _ids(new)
        same = matching(
            [_key(node, shared) for node in old], [_key(node, shared) for node in new], self.budget
        )
        old_at = new_at = 0
        for old_end, new_end in [*same, (len(old), len(new))]:
            yield from self._kindred(old[old_at:old_end], new[new_at:new_end])
            if old_end < len(old) and new_end < len(new):
                yield old[old_end], new[new_end]
            old_at, new_at = old_end + 1, new_end + 1

    def _kindred(self, old: Sequence[Node], new: Sequence[Node]) -> Iterator[_Pair]:
        if len(old) == len(new) and all(_must_pair(*pair) for pair in zip(old, new, strict=True)):
            yield from zip(old, new, strict=True)
            return
        if all(_kind(node) == "cell" for node in (*old, *new)):
            yield from zip_longest(old, new)  # a table keeps its columns
            return
        faces = [trigrams(_words(node)) for node in old] if new else []
        alone = len(old) == len(new) == 1
        old_at = new_at = 0
        for index, after in enumerate(new):
            least = _KINDRED_PLACE if alone or _kind(after) == "tr" else _KINDRED
            best = self._best(after, old, faces, old_at, least)
            if best is not None:
                yield from _apart(old[old_at:best], new[new_at:index])
                yield old[best], after
                old_at, new_at = best + 1, index + 1
        yield from _apart(old[old_at:], new[new_at:])

    def _best(
        self, after: Node, old: Sequence[Node], faces: Sequence[frozenset[str]], start: int, least: float
    ) -> int | None:
        face = trigrams(_words(after))
        best, best_likeness = None, least
        for index in range(start, len(old)):
            self.budget.steps -= 20
            if self.budget.steps < 0:
                return None
            if _kind(old[index]) == _kind(after) and (alike := likeness(face, faces[index])) > best_likeness:
                best, best_likeness = index, alike
        return best


def _apart(old: Sequence[Node], new: Sequence[Node]) -> Iterator[_Pair]:
    yield from ((node, None) for node in old)
    yield from ((None, node) for node in new)


def _ids(side: Sequence[Node]) -> set[str]:
    return {node.get("id", "") for node in side if not isinstance(node, tuple)} - {""}


def _key(node: Node, shared_ids: set[str]) -> tuple[str, str]:
    if isinstance(node, tuple):
        return "", run_html(node)
    if node.get("id", "") in shared_ids:
        return "#", node.get("id", "")
    return node.tag, words(node)


def _kind(node: Node) -> str:
    """What may be shown as a change of what: a paragraph can become a heading, a list a numbered one."""
    if isinstance(node, tuple):
        return ""
    if node.tag in _LISTS:
        return "list"
    if node.tag in _CELLS:
        return "cell"
    return "text" if node.tag in TEXT_BLOCKS - {"pre", "caption", "figcaption"} else node.tag


def _must_pair(before: Node, after: Node) -> bool:
    """Whether two that stand at one place are one and the same however their words differ."""
    return _kind(before) == _kind(after) and _kind(after) not in {"text", "", "li", "tr"}


def _words(node: Node) -> str:
    return "".join(token.html for token in node) if isinstance(node, tuple) else words(node)


def _end(element: HtmlElement) -> str:
    return "" if element.tag == "hr" else f"</{element.tag}>"
