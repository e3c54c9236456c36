"""The only door for HTML that a person can send: what leaves here may be stored and shown as it is.

Three steps, each of which alone leaves nothing that executes: `core.shape` rebuilds the structure and
links bare addresses, bleach cleans, nh3 passes on only what it too would let through.
"""

import threading
from typing import Self

import nh3
from bleach.sanitizer import Cleaner

from core.blocks import with_block_ids
from core.markup import ATTRIBUTES, DROPPED_WHOLE, TAGS, attribute_value
from core.shape import shape

# Raise it when what comes out for the same input changes: stored bodies are then cleaned again.
CLEANER_VERSION: int = 1
MAX_BODY_CHARS = 400_000
MAX_ELEMENTS = 20_000  # what a body costs to clean, merge and compare goes by these more than by its length
# What is sent may hold more than is kept, such as the styles of a word processor.
_MAX_SENT_CHARS = 4 * MAX_BODY_CHARS
_AN_ID, _ID_CHARS = ' id="b', len(' id="b7k2m3qa4zx"')

_SCHEMES = frozenset({"http", "https", "mailto"})


class BodyTooLarge(ValueError):
    """A body is longer than may be stored; the message is for the person who wrote it."""

    @classmethod
    def by_length(cls, length: int) -> Self:
        return cls(
            f"This text is {length:,} characters long, with its formatting. "
            f"The most that fits is {MAX_BODY_CHARS:,}: split it in two."
        )

    @classmethod
    def by_elements(cls) -> Self:
        return cls(
            f"This text has more than {MAX_ELEMENTS:,} paragraphs, list items, table cells and links. "
            "Split it in two."
        )


def clean_body(html: str, *, previous: str = "") -> str:
    """Return a body that may be stored: sanitised, every word in a block, every block with its stable id.

    `previous` is the stored body that this one replaces; blocks that it had keep their ids. Cleaning
    a clean body again, as its own previous, changes nothing. Raises BodyTooLarge.
    """
    return _gate(with_block_ids(_bleached(html, whole_body=True), previous))


def sanitize_html(html: str) -> str:
    """Return `html` with only what the editor can make, safe to show; ids that are well-formed stay.

    Idempotent. Raises BodyTooLarge, and nothing else.
    """
    return _gate(_bleached(html, whole_body=False))


def _bleached(html: str, *, whole_body: bool) -> str:
    _refuse_too_large(html, most=_MAX_SENT_CHARS)
    shaped = shape(html, whole_body=whole_body)
    _refuse_too_large(shaped)
    if shaped.count("<") > 2 * MAX_ELEMENTS:
        raise BodyTooLarge.by_elements()
    return _bleach().clean(shaped)


def _refuse_too_large(html: str, *, most: int = MAX_BODY_CHARS) -> None:
    """Ids do not count: what could be saved once can be saved again when it has them."""
    length = len(html) - html.count(_AN_ID) * _ID_CHARS
    if length > most:
        raise BodyTooLarge.by_length(length)


# bleach's parser keeps its state on itself, so each thread builds one cleaner, once.
_threads = threading.local()


def _bleach() -> Cleaner:
    if not hasattr(_threads, "cleaner"):
        _threads.cleaner = Cleaner(
            tags=TAGS,
            attributes=_may_stay,
            protocols=_SCHEMES,
            strip=True,
            strip_comments=True,
        )
    return _threads.cleaner


def _may_stay(tag: str, name: str, value: str) -> bool:
    return attribute_value(tag, name, value) is not None


def safe_comparison(html: str) -> str:
    """Return a comparison of two bodies with what bodies may hold, `ins` and `del`, and no ids."""
    return _COMPARISON_GATE.clean(html)


def _gate(html: str) -> str:
    return _BODY_GATE.clean(html)


def _nh3(*, more_tags: frozenset[str] = frozenset(), without: frozenset[str] = frozenset()) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS | more_tags),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes={tag: set(names - without) for tag, names in ATTRIBUTES.items()},
        attribute_filter=attribute_value,
        strip_comments=True,
        link_rel=None,
        url_schemes=set(_SCHEMES),
    )


_BODY_GATE = _nh3()
_COMPARISON_GATE = _nh3(more_tags=frozenset({"ins", "del"}), without=frozenset({"id"}))
