"""The allow-list: what a stored body may contain, which equals what the editor can make.

The shaper, bleach and nh3 all read it from here, so that no two of them can disagree.
"""

import re

from core.identity import BLOCK_ID
from core.links import OUTSIDE_REL, image_source, link_target
from core.text import clean_text

MARKS = frozenset({"strong", "em", "s", "code", "a", "mark", "kbd", "sub", "sup"})
TEXT_BLOCKS = frozenset({"p", "h2", "h3", "h4", "pre", "figcaption", "caption"})
CONTAINERS = frozenset(
    {"ul", "ol", "li", "blockquote", "aside", "figure", "table", "thead", "tbody", "tr", "th", "td"}
)
LEAVES = frozenset({"br", "hr", "img"})
TAGS = MARKS | TEXT_BLOCKS | CONTAINERS | LEAVES

# Elements that are dropped together with what is in them: what they hold was never prose.
DROPPED_WHOLE = frozenset(
    {"applet", "audio", "canvas", "datalist", "embed", "frameset", "iframe", "map", "noembed", "noframes"}
    | {"noscript", "object", "script", "select", "style", "svg", "template", "title", "video"}
)

BLOCKS_WITH_ID = frozenset({"h2", "h3", "h4", "p", "li", "table", "figure", "pre", "blockquote", "hr"})

_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "title", "rel"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "td": frozenset({"colspan", "rowspan"}),
    "ol": frozenset({"start"}),
    "ul": frozenset({"data-type"}),
    "li": frozenset({"data-type", "data-checked"}),
    "aside": frozenset({"data-callout"}),
    "pre": frozenset({"data-language"}),
}
ATTRIBUTES: dict[str, frozenset[str]] = {
    tag: _ATTRIBUTES.get(tag, frozenset()) | (frozenset({"id"}) if tag in BLOCKS_WITH_ID else frozenset())
    for tag in TAGS
}

_VALUES: dict[str, re.Pattern[str]] = {
    "id": BLOCK_ID,
    "rel": re.compile(re.escape(OUTSIDE_REL)),
    "width": re.compile(r"[1-9]\d{0,4}", re.ASCII),
    "height": re.compile(r"[1-9]\d{0,4}", re.ASCII),
    "colspan": re.compile(r"[1-9]\d{0,2}", re.ASCII),
    "rowspan": re.compile(r"[1-9]\d{0,2}", re.ASCII),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "start": re.compile(r"-?\d{1,6}", re.ASCII),
    "data-checked": re.compile(r"true|false"),
    "data-callout": re.compile(r"pitfall|note"),
    "data-language": re.compile(r"[a-z0-9][a-z0-9+#._-]{0,29}", re.ASCII),
}
_TASK_TYPES = {"ul": "taskList", "li": "taskItem"}
_MAX_WORDS = 1_000


def attribute_value(tag: str, name: str, value: str) -> str | None:
    """Return the value that may be stored for one attribute, or None when it may not stay."""
    if name not in ATTRIBUTES.get(tag, ()):
        return None
    if name == "href":
        return link_target(value)
    if name == "src":
        return image_source(value)
    value = clean_text(value).strip()
    if name in {"alt", "title"}:
        return " ".join(value.split())[:_MAX_WORDS]
    if name == "data-type":
        return value if value == _TASK_TYPES[tag] else None
    return value if _VALUES[name].fullmatch(value) else None
