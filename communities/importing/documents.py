"""Reading one Markdown or HTML file: its front matter, title and HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from lxml import html as lxml_html
from lxml.etree import ParserError

from communities.importing.marks import LinkFinder, without_marks
from communities.importing.report import Report
from core.markdown import markdown_to_html

MARKDOWN = frozenset({".md", ".markdown"})
HTML = frozenset({".html", ".htm"})
MAX_BYTES = 4 * 1024 * 1024
_FRONT_MATTER = re.compile(r"\A---(\w*)[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_WORDS = re.compile(r"[-_\s]+")


class Unreadable(Exception):
    """The file cannot become a page; the message says why."""


@dataclass(frozen=True)
class Document:
    """One file, read: `name` is its path below the folder, with forward slashes."""

    name: str
    text: str
    is_markdown: bool
    matter: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The front matter's title, else the first top heading, else the file's name in words."""
        if title := self.matter.get("title"):
            return " ".join(str(title).split())
        pattern = r"^#[ \t]+(.+?)[ \t]*#*$" if self.is_markdown else r"(?is)<(?:title|h1)\b[^>]*>(.*?)</"
        found = re.search(pattern, self.text, re.MULTILINE)
        words = " ".join(re.sub(r"<[^>]*>|[*_`]", "", found.group(1)).split()) if found else ""
        return words or title_of_name(self.name)

    @property
    def folder(self) -> str:
        return self.name.rpartition("/")[0]

    def addresses(self) -> list[str]:
        """What links elsewhere may call this page: its path, its permalink, its former addresses."""
        stem = self.name.rsplit(".", 1)[0]
        names = [stem, stem.removesuffix("/index"), str(self.matter.get("permalink") or "")]
        former = self.matter.get("redirect_from") or []
        names += [str(name) for name in (former if isinstance(former, list) else [former])]
        return [address for name in names if (address := name.strip().strip("/").lower())]

    def html(self, find: LinkFinder, report: Report) -> str:
        """The body as HTML, template marks resolved; not clean."""
        text = without_marks(self.text, self.name, find, report)
        html = markdown_to_html(text) if self.is_markdown else _inside_body(text)
        return _without_title(html, self.title)


def title_of_name(name: str) -> str:
    """`getting-started/how-to-log-in.md` becomes "How to log in"."""
    parts = name.rsplit(".", 1)[0].removesuffix("/index").rsplit("/", 1)
    words = _WORDS.sub(" ", parts[-1]).strip()
    return words[:1].upper() + words[1:] or "Untitled"


def read_document(folder: Path, path: Path, report: Report) -> Document:
    """Read one file. Raises Unreadable, with the reason in words."""
    name = path.relative_to(folder).as_posix()
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable("larger than 4 MB")
    text = _decode(path.read_bytes(), name, report)
    matter: dict[str, Any] = {}
    if found := _FRONT_MATTER.match(text):
        text = text[found.end() :]
        matter = _front_matter(found.group(1), found.group(2), name, report)
    return Document(name, text, path.suffix.lower() in MARKDOWN, matter)


def _decode(raw: bytes, name: str, report: Report) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding).replace("\r\n", "\n").replace("\0", "")
            except UnicodeDecodeError:
                continue
    if b"\0" in raw[:2000]:
        raise Unreadable("not a text file")
    report.problem("Not UTF-8: read as Windows Latin, look for wrong letters", name)
    return raw.decode("cp1252", errors="replace").replace("\r\n", "\n")


def _front_matter(language: str, source: str, name: str, report: Report) -> dict[str, Any]:
    if language not in ("", "yaml"):
        raise Unreadable(f"a template in {language}, not a page")
    try:
        matter = yaml.safe_load(source)
    except yaml.YAMLError:
        report.problem("Front matter is not valid YAML: title taken from the text", name)
        return {}
    return matter if isinstance(matter, dict) else {}


def _inside_body(text: str) -> str:
    """What stands between <body> and </body>, or all where there is no body."""
    found = re.search(r"(?is)<body\b[^>]*>(.*?)(?:</body>|\Z)", text)
    return found.group(1) if found else text


def _without_title(html: str, title: str) -> str:
    """Drop a first <h1> that only says the title again."""
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="div")
    except (ParserError, ValueError):
        return html
    first = next(iter(root), None)
    if first is None or first.tag != "h1" or " ".join(first.text_content().split()) != title:
        return html
    first.drop_tree()
    return (root.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in root)
