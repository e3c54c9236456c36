"""The allow-list: what a stored body may contain, which equals what the editor can make.

The shaper, bleach and nh3 all read it from here, so that no two of them can disagree.
"""

import re
from urllib.parse import unquote

BLOCK_ID = re.compile(r"b[a-z2-7]{10}")

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

OUTSIDE_REL = "nofollow noopener"

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
_MAX_URL = 2_000
_MAX_WORDS = 1_000

_WEB = re.compile(r"https?://[^\s/?#@\\\"<>]+(?:[/?#][^\\\s\"<>]*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@<>\"\\:/?#]+@[^\s@<>\"\\:/?#]+(?:\?[^\s<>\"\\#]*)?", re.IGNORECASE)
_PATH = re.compile(r"/(?:[^/\\\s\"<>][^\\\s\"<>]*)?")
_FILE = re.compile(r"/files/(?:[\w.~+,@() -]+/)*[\w.~+,@() -]+", re.ASCII)


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


def link_target(url: str) -> str | None:
    """Return a link that may be stored: http, https, mailto, a path of this site or a block of this page.

    A browser reads `\\` as `/` and skips tabs and line ends, so neither may reach one.
    """
    url = _tidy_url(url)
    if url.startswith("#"):
        return url if BLOCK_ID.fullmatch(url[1:]) else None
    if any(form.fullmatch(url) for form in (_WEB, _MAIL, _PATH)):
        return url
    return None


def image_source(url: str) -> str | None:
    """Return an image address that may be stored: one of our own files, by its plain path."""
    url = _tidy_url(url)
    path = unquote(url, errors="replace").replace("%", "")
    if "//" in path or not _FILE.fullmatch(path) or {".", ".."} & set(path.split("/")):
        return None
    return url


def is_outside(url: str) -> bool:
    return not url.startswith(("/", "#"))


def _tidy_url(url: str) -> str:
    if url != clean_text(url) or len(url) > _MAX_URL:
        return ""
    return url.strip().replace(" ", "%20")


_BIDI_OVERRIDES = "\u202d\u202e"
_UNSEEN = dict.fromkeys([*range(32), *range(127, 160), 65279, 65534, 65535, *map(ord, _BIDI_OVERRIDES)])
_UNSEEN |= {ord("\t"): "\t", ord("\n"): "\n", 0x0B: " ", 0x0C: " ", 0x2028: "\n", 0x2029: "\n"}
# Windows-1252 text that was read as Latin-1 shows up as C1 controls; browsers read them this way too.
_UNSEEN |= {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff\ufeff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Return text without what no one can see or no one can store; never raises.

    Control characters, byte order marks and bidirectional overrides (which make words read as what
    they are not) go; line separators become line ends; broken surrogates become U+FFFD. Isolates,
    embeddings and joiners stay: Arabic, Hebrew and Persian need them.
    """
    if not _ODD.search(text):
        return text
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)
