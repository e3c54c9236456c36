"""Reading one Markdown or HTML file: its front matter, title and HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path

import yaml
from lxml import html as lxml_html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from communities.importing.folder import name_of
from communities.importing.marks import LinkFinder, without_marks
from communities.importing.report import Report
from core.markdown import first_heading, markdown_to_html
from core.sanitize import MAX_BODY_CHARS
from core.text import clean_text

MARKDOWN = frozenset({".md", ".markdown"})
HTML = frozenset({".html", ".htm"})
MAX_BYTES = 4 * 1024 * 1024
MAX_MATTER = 64 * 1024
UNDERSTOOD_MATTER = frozenset({"title", "subtitle", "permalink", "redirect_from", "redirect_to"})
_FRONT_MATTER = re.compile(r"\A---(\w*)[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_XML_HEAD = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_MARKDOWN_INSIDE = re.compile(r"<[a-z]+ [^<>]*\bmarkdown=[^<>]*>")
_BETWEEN_WORDS = re.compile(r"[-_\s]+")

Matter = dict[str, str | list[str]]


class Unreadable(Exception):
    """The file cannot become a page; the message says why."""


@dataclass(frozen=True)
class Document:
    """One file, read: `name` is its path below the folder, with forward slashes."""

    name: str
    text: str
    is_markdown: bool
    matter: Matter = field(default_factory=dict)

    def one(self, key: str) -> str:
        """What the front matter says in one line; nothing when it says a list."""
        value = self.matter.get(key, "")
        return " ".join(value.split()) if isinstance(value, str) else ""

    @cached_property
    def title(self) -> str:
        """The front matter's title, else the first top heading, else the file's name in words."""
        written = " ".join(_TAG.sub("", unescape(self.one("title"))).split()) or (
            first_heading(self.text) if self.is_markdown else _title_in_html(self.text)
        )
        return written if "{%" not in written and written else title_of_name(self.name)

    @property
    def stem(self) -> str:
        return self.name.rpartition(".")[0]

    def addresses(self) -> list[str]:
        """What links elsewhere may call this page: its path, its permalink, its former addresses."""
        former = self.matter.get("redirect_from", [])
        names = [self.stem, self.stem.removesuffix("/index"), self.one("permalink")]
        names += [former] if isinstance(former, str) else former
        return [address for name in names if (address := name.strip().strip("/").lower())]

    def root(self, find: LinkFinder, report: Report) -> HtmlElement:
        """The body as elements in a <div>, template marks resolved; not clean. Raises Unreadable."""
        text = without_marks(self.text, self.name, find, report)
        if self.is_markdown:
            text = markdown_to_html(_MARKDOWN_INSIDE.sub(r"\g<0>\n\n", text))
        root = parsed(text)
        first = next(root.iterchildren(lxml_html.etree.Element), None)
        if first is not None and first.tag == "h1" and words_of(first) == self.title:
            first.drop_tree()
        return root


def title_of_name(name: str) -> str:
    """`getting-started/how-to-log-in.md` becomes "How to log in"."""
    stem = re.sub(r"\.(?:md|markdown|html?)$", "", name, flags=re.IGNORECASE).removesuffix("/index")
    words = _BETWEEN_WORDS.sub(" ", stem.rpartition("/")[2]).strip()
    return words[:1].upper() + words[1:] or "Untitled"


def parsed(text: str) -> HtmlElement:
    """The body of an HTML document, or a fragment of one, as a <div>. Raises Unreadable."""
    tree = _tree(text)
    body = tree.find("body") if tree is not None else None
    if body is None:
        return lxml_html.Element("div")
    body.tag = "div"
    body.attrib.clear()
    return body


def _tree(text: str) -> HtmlElement | None:
    text = _XML_HEAD.sub("", text)
    try:
        return lxml_html.document_fromstring(text) if text.strip() else None
    except (ParserError, ValueError) as failure:
        raise Unreadable(f"the text is not HTML ({failure})") from failure


def words_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _title_in_html(text: str) -> str:
    tree = _tree(text)
    found = [element for tag in ("h1", "title") for element in (tree.iter(tag) if tree is not None else ())]
    return next((words for element in found if (words := words_of(element))), "")


def read_document(folder: Path, path: Path, report: Report) -> Document:
    """Read one file. Raises Unreadable, with the reason in words, and OSError."""
    name = name_of(folder, path)
    with path.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES // 2**20} MB")
    text = _decode(raw, name, report)
    matter: Matter = {}
    if found := _FRONT_MATTER.match(text):
        text = text[found.end() :]
        matter = _front_matter(found.group(1), found.group(2), name, report)
    if len(text) > MAX_BODY_CHARS:
        raise Unreadable(f"{len(text):,} characters, and a page holds {MAX_BODY_CHARS:,}: split it")
    return Document(name, text, path.suffix.lower() in MARKDOWN, matter)


def _decode(raw: bytes, name: str, report: Report) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if raw.startswith(mark):
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" in text[:2000]:
                break
            return clean_text(text.replace("\r\n", "\n"))
    if b"\0" in raw[:2000]:
        raise Unreadable("not a text file")
    report.problem("Not UTF-8: read as Windows Latin, look for wrong letters", name)
    return clean_text(raw.decode("cp1252", errors="replace").replace("\r\n", "\n"))


def _front_matter(language: str, source: str, name: str, report: Report) -> Matter:
    """Values as they are written. Nothing in it is worth the tricks that YAML can do: aliases are refused."""
    if language not in ("", "yaml"):
        raise Unreadable(f"a template in {language}, not a page")
    try:
        if len(source) > MAX_MATTER:
            raise yaml.YAMLError
        matter = yaml.load(source, Loader=_Plain)  # noqa: S506 - a BaseLoader makes text, lists and dicts only
    except (yaml.YAMLError, RecursionError):
        report.problem("Front matter that is not plain YAML is left out", name)
        return {}
    if not isinstance(matter, dict):
        return {}
    return {str(key): _value(value) for key, value in matter.items()}


def _value(value: object) -> str | list[str]:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return value if isinstance(value, str) else ""


class _Plain(yaml.BaseLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        return super().compose_node(parent, index)
