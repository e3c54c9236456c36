"""The only door for HTML that a person can send: what leaves here may be stored and shown as it is.

Three steps, each of which alone leaves nothing that executes: `core.shape` rebuilds the structure,
bleach cleans and links bare addresses, nh3 passes on only what it too would let through.
"""

import re
import threading
from functools import partial

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner

from core.blocks import with_block_ids
from core.markup import ATTRIBUTES, DROPPED_WHOLE, OUTSIDE_REL, TAGS, attribute_value, is_outside
from core.shape import shape

# Raise it when what comes out for the same input changes: stored bodies are then cleaned again.
CLEANER_VERSION: int = 1
MAX_BODY_CHARS = 400_000

_SCHEMES = frozenset({"http", "https", "mailto"})
# Its length is bounded because bleach trims what it finds one character at a time.
_BARE_ADDRESS = re.compile(
    r"\bhttps?://(?:[^\s<>\"\\|{}^`()]|\([^\s<>\"\\|{}^`()]*\)){1,2000}", re.IGNORECASE
)

_Attributes = dict[tuple[str | None, str], str]


class BodyTooLarge(ValueError):
    """A body is longer than may be stored; the message is for the person who wrote it."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"This text is {length:,} characters long, with its formatting. "
            f"The most that fits is {MAX_BODY_CHARS:,}: split it in two."
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
    _refuse_too_large(html)
    shaped = shape(html, whole_body=whole_body)
    _refuse_too_large(shaped)
    return _bleach().clean(shaped)


def _refuse_too_large(html: str) -> None:
    if len(html) > MAX_BODY_CHARS:
        raise BodyTooLarge(len(html))


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
            filters=[
                partial(
                    LinkifyFilter,
                    callbacks=[_link],
                    skip_tags={"pre", "code", "kbd"},
                    parse_email=False,
                    url_re=_BARE_ADDRESS,
                )
            ],
        )
    return _threads.cleaner


def _may_stay(tag: str, name: str, value: str) -> bool:
    return attribute_value(tag, name, value) is not None


def _link(attributes: _Attributes, new: bool = False) -> _Attributes | None:
    """Mark links that lead outside; leave an address alone that would not make a valid link."""
    href = attribute_value("a", "href", attributes.get((None, "href"), ""))
    if href is None:
        return None
    attributes.pop((None, "rel"), None)
    if is_outside(href):
        attributes[(None, "rel")] = OUTSIDE_REL
    return attributes


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
