"""Any HTML, however broken, rebuilt as the structure that the editor makes.

The work is one pass over the parser's events, with no tree and no recursion: marks never nest in
themselves, containers nest to a fixed depth, and cost grows with the length of the input alone. What
comes out nests properly, so that every later parser, the browser's among them, reads it the same way.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from core.elements import RENAMED, WITHIN_A_LINE
from core.links import OUTSIDE_REL, is_outside, link_target, linked
from core.markup import CONTAINERS, DROPPED_WHOLE, MARKS, TEXT_BLOCKS, attribute_value
from core.text import clean_text

MAX_DEPTH = 24

_FLOW = frozenset({"", "blockquote", "aside", "li", "td", "th"})
_WRAPS_WORDS = frozenset({"", "blockquote", "aside"})
_INSIDE_TABLE = frozenset({"caption", "thead", "tbody", "tr", "td", "th"})
_IN_FIGURE = frozenset({"figcaption", "pre", "table"})
_WHITE_SPACE = re.compile(r"[ \t\n]+")
_NOT_LINKED = frozenset({"a", "code", "kbd"})


def shape(html: str, *, whole_body: bool = False) -> str:
    """Return `html` with only allowed elements and attributes, properly nested.

    Loose words beside blocks become paragraphs. A fragment of nothing but words stays one, unless
    `whole_body` asks that every word stands in a block.
    """
    builder = _Builder()
    parser = etree.HTMLParser(target=builder)
    text = clean_text(html)
    if text.strip():
        parser.feed(text)
        parser.close()
    return builder.finish(whole_body=whole_body)


@dataclass(slots=True, eq=False)
class _Frame:
    tag: str
    starts_at: int = 0  # where in the output its content starts
    implied: bool = False
    is_open: bool = True
    words: bool = False  # holds words of its own, outside any paragraph
    apart: bool = False  # the next words must not run into those before


@dataclass(slots=True, eq=False)
class _Mark:
    tag: str
    start: str


@dataclass(slots=True)
class _Builder:
    """Turns the parser's events into output: a stack of open elements, and the marks that words carry."""

    out: list[str] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=lambda: [_Frame("")])
    source: list[_Frame | _Mark | None] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)
    written: list[_Mark] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    dropping: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._write_words()
        if self.dropping or tag in DROPPED_WHOLE:
            self.dropping += 1
            return
        tag = RENAMED.get(tag, tag)
        opened: _Frame | _Mark | None = None
        if tag in MARKS:
            opened = self._start_mark(tag, attributes)
        elif tag in TEXT_BLOCKS or tag in CONTAINERS:
            opened = self._start_block(tag, attributes)
        elif tag in {"br", "hr", "img"}:
            self._leaf(tag, attributes)
        elif tag not in WITHIN_A_LINE:
            self._set_apart()
        self.source.append(opened)

    def end(self, tag: str) -> None:
        self._write_words()
        if self.dropping:
            self.dropping -= 1
            return
        opened = self.source.pop() if self.source else None
        if isinstance(opened, _Mark):
            self._end_mark(opened)
        elif opened is not None:
            self._close_to(opened)
        elif RENAMED.get(tag, tag) not in WITHIN_A_LINE | MARKS | {"br", "img"}:
            self._set_apart()

    def data(self, text: str) -> None:
        if not self.dropping:
            self.heard.append(text)

    def comment(self, text: str) -> None:
        pass

    def pi(self, target: str, data: str | None = None) -> None:
        pass

    def close(self) -> None:
        pass

    def finish(self, *, whole_body: bool) -> str:
        self._write_words()
        paragraph = self.frames[1] if len(self.frames) > 1 else None
        self._close_to(self.frames[0])
        only_words = (
            paragraph is not None and paragraph.implied and (paragraph.tag, paragraph.starts_at) == ("p", 1)
        )
        return "".join(self.out[1:-1] if only_words and not whole_body else self.out)

    # Blocks

    def _start_block(self, tag: str, attributes: dict[str, str]) -> _Frame | None:
        if not self._may_start(tag, attributes):
            self._set_apart()
            return None
        if tag in _INSIDE_TABLE:
            self._room_in_table(tag)
        elif tag == "li":
            self._room_for_item()
        else:
            tag = self._room_for_block(tag)
        return self._open(tag, attributes)

    def _may_start(self, tag: str, attributes: dict[str, str]) -> bool:
        if tag in CONTAINERS and len(self.frames) >= MAX_DEPTH:
            return False
        if tag == "aside":
            return attribute_value(tag, "data-callout", attributes.get("data-callout", "")) is not None
        return tag not in _INSIDE_TABLE or any(frame.tag == "table" for frame in self.frames)

    def _room_for_block(self, tag: str) -> str:
        """Close and open what it takes for a block to stand here; return the name that it takes."""
        if tag == "figcaption":
            figure = next((frame for frame in reversed(self.frames) if frame.tag == "figure"), None)
            if figure is None:
                tag = "p"
            else:
                self._close_to(figure, keep=True)
        while True:
            top = self.frames[-1].tag
            if top in _FLOW:
                return tag
            if top in TEXT_BLOCKS:
                self._close_top()
            elif top == "figure":
                if tag in _IN_FIGURE:
                    return tag
                if tag == "p":
                    return "figcaption"
                self._close_top()
            else:
                self._open_inside(top)

    def _open_inside(self, top: str) -> None:
        inside = {"ul": "li", "ol": "li", "table": "tbody", "thead": "tr", "tbody": "tr", "tr": "td"}
        self._open(inside[top], {}, implied=True)

    def _room_for_item(self) -> None:
        for frame in reversed(self.frames):
            if frame.tag in {"ul", "ol"}:
                self._close_to(frame, keep=True)
                return
            if frame.tag in {"td", "th", "table", "blockquote", "aside"}:
                break
        self._room_for_block("ul")
        self._open("ul", {}, implied=True)

    def _room_in_table(self, tag: str) -> None:
        parents = {
            "caption": {"table"},
            "thead": {"table"},
            "tbody": {"table"},
            "tr": {"table", "thead", "tbody"},
        }.get(tag, {"table", "thead", "tbody", "tr"})
        while self.frames[-1].tag not in parents:
            self._close_top()
        if tag in {"tr", "td", "th"} and self.frames[-1].tag == "table":
            self._open("tbody", {}, implied=True)
        if tag in {"td", "th"} and self.frames[-1].tag != "tr":
            self._open("tr", {}, implied=True)

    def _open(self, tag: str, attributes: dict[str, str], *, implied: bool = False) -> _Frame:
        self._unwrite_marks()
        self.out.append(_start_tag(tag, attributes))
        frame = _Frame(tag, starts_at=len(self.out), implied=implied)
        self.frames.append(frame)
        return frame

    def _close_top(self) -> None:
        self._unwrite_marks()
        frame = self.frames.pop()
        frame.is_open = False
        self.out.append(f"</{frame.tag}>")
        self.frames[-1].apart = True

    def _close_to(self, frame: _Frame, *, keep: bool = False) -> None:
        """Close all that stands in `frame`, and `frame` too unless it is kept or the body itself."""
        if not frame.is_open:
            return
        while self.frames[-1] is not frame:
            self._close_top()
        if not keep and frame.tag:
            self._close_top()

    # Words

    def _set_apart(self) -> None:
        """Keep words on both sides of a dropped block element from running together."""
        top = self.frames[-1]
        if top.implied and top.tag in TEXT_BLOCKS:
            self._close_top()
        elif top.tag in TEXT_BLOCKS:
            if top.starts_at < len(self.out) and top.tag != "pre" and not self._ends_in_space():
                self.out.append(" ")
        else:
            self._unwrite_marks()
            top.apart = True

    def _write_words(self) -> None:
        """Write what was heard since the last tag; the parser hands words out in pieces."""
        if not self.heard:
            return
        text = clean_text("".join(self.heard))
        self.heard.clear()
        top = self.frames[-1]
        if not text.strip(" \t\n") and top.tag not in TEXT_BLOCKS and not (top.words and not top.apart):
            return
        self._room_for_words()
        top = self.frames[-1]
        if top.tag != "pre":
            text = _WHITE_SPACE.sub(" ", text)  # as it is shown, and as the editor gives it back
        if top.starts_at == len(self.out):
            # A parser drops spaces that start a body, and the first line end in <pre>, at every reading.
            text = text.lstrip("\n" if top.tag == "pre" else " \t\n")
        if text:
            self._write_marks()
            if top.tag != "pre" and self._ends_in_space():
                text = text.lstrip(" ")
            literal = top.tag == "pre" or any(mark.tag in _NOT_LINKED for mark in self.marks)
            self.out.extend([escape(text, quote=False)] if literal else linked(text))

    def _ends_in_space(self) -> bool:
        return next((piece for piece in reversed(self.out) if piece), "").endswith(" ")

    def _room_for_words(self) -> None:
        while True:
            top = self.frames[-1]
            if top.tag in TEXT_BLOCKS:
                top.words = True
                return
            if top.tag in _WRAPS_WORDS or (top.tag in _FLOW and top.apart and top.words):
                self._open("p", {}, implied=True)
            elif top.tag in _FLOW:
                top.words = True
                top.apart = False
                return
            elif top.tag == "figure":
                self._open("figcaption", {}, implied=True)
            else:
                self._open_inside(top.tag)

    def _leaf(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "hr":
            self._room_for_block("hr")
            self._unwrite_marks()
            if not (self.out and self.out[-1].startswith("<hr")):
                self.out.append(_start_tag(tag, attributes))
            self.frames[-1].apart = True
        elif tag == "br":
            top = self.frames[-1]
            if top.tag in TEXT_BLOCKS or (top.words and not top.apart):
                self.out.append("<br>")
        elif attribute_value("img", "src", attributes.get("src", "")) is not None:
            self._image(attributes)

    def _image(self, attributes: dict[str, str]) -> None:
        figure = None
        if self.frames[-1].tag in _WRAPS_WORDS and len(self.frames) < MAX_DEPTH:
            figure = self._open("figure", {}, implied=True)
        elif self.frames[-1].tag != "figure":
            self._room_for_words()
            self._write_marks()
        self.out.append(_start_tag("img", attributes))
        if figure is not None:
            self._close_to(figure)

    # Marks

    def _start_mark(self, tag: str, attributes: dict[str, str]) -> _Mark | None:
        if any(mark.tag == tag for mark in self.marks):
            return None
        if tag == "a" and link_target(attributes.get("href", "")) is None:
            return None
        start = _start_tag(tag, attributes)
        mark = _Mark(tag, start)
        self.marks.append(mark)
        return mark

    def _end_mark(self, mark: _Mark) -> None:
        if mark in self.written:
            self._unwrite_marks(self.written.index(mark))
        self.marks.remove(mark)

    def _write_marks(self) -> None:
        for mark in self.marks:
            if mark not in self.written:
                self.out.append(mark.start)
                self.written.append(mark)

    def _unwrite_marks(self, keep: int = 0) -> None:
        while len(self.written) > keep:
            self.out.append(f"</{self.written.pop().tag}>")


def _start_tag(tag: str, attributes: Mapping[str, str]) -> str:
    kept = {
        name: stored
        for name, value in attributes.items()
        if (stored := attribute_value(tag, name, value or "")) is not None
    }
    if tag == "a":
        kept.pop("rel", None)
        if is_outside(kept["href"]):
            kept["rel"] = OUTSIDE_REL
    return f"<{tag}" + "".join(f' {name}="{escape(value)}"' for name, value in kept.items()) + ">"
