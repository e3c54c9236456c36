"""What a document's links and pictures become here."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import html as lxml_html
from lxml.html import HtmlElement

from communities.importing.documents import HTML, MARKDOWN
from communities.importing.files import Files
from communities.importing.report import Report
from core.links import link_target
from core.markup import BLOCKS_WITH_ID

SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NOT_IN_FOLDER = "A link to a page that is not in the folder"


@dataclass(frozen=True)
class Site:
    """What links may lead to, of all documents together.

    `addresses` maps what a link may call a page to its address here, `sources` that address to its document;
    `places` and `wanted` are filled while pages are made: which places a document has, which were linked to.
    """

    addresses: Mapping[str, str]
    sources: Mapping[str, str]
    places: dict[str, set[str]] = field(default_factory=dict)
    wanted: list[tuple[str, str, str]] = field(default_factory=list)

    def report_missing_places(self, report: Report) -> None:
        for where, source, fragment in self.wanted:
            if source in self.places and place_id(source, fragment) not in self.places[source]:
                report.problem("A link to a heading that is not there", where, f"{source}#{fragment}")


@dataclass(frozen=True)
class Links:
    """Resolves what one document names."""

    name: str
    site: Site
    files: Files
    report: Report
    given: set[str] = field(default_factory=set)  # addresses that template marks became already

    def page(self, target: str) -> str:
        """The address of a page that a template mark or a link names; empty when there is none."""
        if SCHEME.match(target.strip()):
            return target.strip()
        path, _, fragment = unquote(target.strip()).partition("#")
        for candidate in self._candidates(path.partition("?")[0]):
            if address := self.site.addresses.get(candidate):
                return self._given(self._with_place(address, fragment))
        self.report.problem(NOT_IN_FOLDER, self.name, target)
        return ""

    def file(self, target: str) -> str:
        """The address of a stored file; empty when it is not there or refused."""
        stored = self.files.named(target, self.name)
        return self._given(stored.get_absolute_url()) if stored else ""

    def picture(self, target: str, alt: str) -> str:
        """A picture as HTML, on one line."""
        return f'<img src="{escape(target)}" alt="{escape(" ".join(alt.split()))}">'

    def _given(self, address: str) -> str:
        self.given.add(address)
        return address

    def _with_place(self, address: str, fragment: str) -> str:
        source = self.site.sources.get(address)
        if not fragment or not source:
            return address
        self.site.wanted.append((self.name, source, fragment))
        return f"{address}#{place_id(source, fragment)}"

    def _candidates(self, path: str) -> Iterator[str]:
        """The names that a path may mean, the likeliest first."""
        path = re.sub(r"/{2,}", "/", path).lower()
        path = re.sub(r"(?:(?:^|/)(?:index|readme))?\.(?:md|markdown|html?)$", "", path)
        here = PurePosixPath(self.name.lower())
        if path.startswith("/") or not path.startswith("."):
            yield path.strip("/").removesuffix("/index")
        yield _joined(here.parent, path)  # as files lie
        yield _joined(here.with_suffix(""), path)  # as a site serves them, each page a folder
        for above in here.parents:  # the folder may hold a site among other things
            yield _joined(above, path.lstrip("/"))

    # -- what stands in the text ---------------------------------------------------------------------------
    def rewrite(self, root: HtmlElement) -> None:
        """Point every link and picture below `root` at what it became; a link to nothing keeps its words."""
        aliases = name_places(root, self.name)
        self.site.places[self.name] = set(aliases.values())
        for link in list(root.iter("a")):
            self._rewrite_link(link, aliases)
        for picture in list(root.iter("img")):
            self._rewrite_picture(picture)

    def _rewrite_link(self, link: HtmlElement, aliases: Mapping[str, str]) -> None:
        target = (link.get("href") or "").strip()
        if target.startswith("#"):
            place = aliases.get(normal(target))
            if place is None and normal(target) not in ("", "top"):
                self.report.problem("A link to a heading that is not there", self.name, target)
            target = f"#{place}" if place else ""
        elif target and target not in self.given:
            target = self._elsewhere(target)
        if target:
            link.set("href", target)
        else:
            link.attrib.pop("href", None)  # the cleaner keeps the words of a link to nowhere

    def _elsewhere(self, target: str) -> str:
        target = f"https:{target}" if target.startswith("//") else target
        if SCHEME.match(target):
            if link_target(target) is None:
                self.report.problem("A link that cannot be kept: its words stay", self.name, target)
                return ""
            return target
        suffix = PurePosixPath(re.split(r"[?#]", target)[0]).suffix.lower()
        return self.page(target) if suffix in MARKDOWN | HTML | {""} else self.file(target)

    def _rewrite_picture(self, picture: HtmlElement) -> None:
        source = (picture.get("src") or "").strip()
        if source.startswith("data:"):
            stored = self.files.written_in(source, self.name)
        elif SCHEME.match(source) or source.startswith("//"):
            self._link_to_picture(picture, f"https:{source}" if source.startswith("//") else source)
            return
        else:
            stored = self.files.named(source, self.name) if source else None
        if stored is None or not stored.width:
            _say_instead(picture)
            return
        picture.set("src", stored.get_absolute_url())
        picture.set("width", str(stored.width))
        picture.set("height", str(stored.height))

    def _link_to_picture(self, picture: HtmlElement, source: str) -> None:
        """No page here shows what others serve: a picture on another site becomes a link to it."""
        self.report.problem("A picture on another site became a link", self.name, source)
        words = " ".join((picture.get("alt") or "").split()) or "picture"
        if link_target(source) is None or any(above.tag == "a" for above in picture.iterancestors()):
            _say_instead(picture)
            return
        link = lxml_html.Element("a", href=source)
        link.text, link.tail = words, picture.tail
        picture.getparent().replace(picture, link)


def _say_instead(picture: HtmlElement) -> None:
    """Leave a picture's description where it stood, so that a link around it keeps words."""
    words = " ".join((picture.get("alt") or "").split())
    if words:
        picture.addprevious(instead := lxml_html.Element("em"))
        instead.text = words
    picture.drop_tree()


def _joined(base: PurePosixPath, path: str) -> str:
    parts = [] if path.startswith("/") else list(base.parts)
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


# -- places in a page --------------------------------------------------------------------------------------
def normal(fragment: str) -> str:
    """What a heading is called in links, whichever program made them: letters and digits alone."""
    return re.sub(r"[\W_]+", "", unquote(fragment).lower())


def place_id(name: str, fragment: str) -> str:
    """The block id of a place that links call `fragment`: the same at every import, so that links hold."""
    digest = hashlib.sha256(f"{name}#{normal(fragment)}".encode()).digest()
    return "b" + base64.b32encode(digest).decode().lower()[:10]


def name_places(root: HtmlElement, name: str) -> dict[str, str]:
    """Give headings, and blocks that the document names, the ids that links to them will use.

    Returns what links may call a place, with its id. Of equal headings the second is `…1`, the third `…2`.
    """
    places: dict[str, str] = {}
    waiting: list[str] = []  # names that stand before the block that they mean
    for element in root.iter(lxml_html.etree.Element):
        called = normal(element.get("id") or (element.get("name") if element.tag == "a" else "") or "")
        is_block = element.tag in BLOCKS_WITH_ID or element.tag in _HEADINGS
        if element.tag in _HEADINGS and not called:
            called = _unused(normal(element.text_content()), places)
        names = [*waiting, called] if is_block else [called]
        names = [each for each in names if each and each not in places]
        block = element if is_block else next(_blocks_around(element), None)
        if is_block or block is None:
            waiting = []
        if block is None:
            waiting += names
            continue
        for each in names:
            places[each] = _named(block, place_id(name, each))
    for block in root.xpath("//*[@data-place]"):
        block.set("id", block.attrib.pop("data-place"))
    return places


def _named(block: HtmlElement, identity: str) -> str:
    """The id of a block, which is this one when it has none yet."""
    if block.get("data-place") is None:
        block.set("data-place", identity)
    return block.get("data-place", "")


def _unused(called: str, places: Mapping[str, str]) -> str:
    number, free = 0, called
    while called and free in places:
        number += 1
        free = f"{called}{number}"
    return free


def _blocks_around(element: HtmlElement) -> Iterator[HtmlElement]:
    return (above for above in element.iterancestors() if above.tag in BLOCKS_WITH_ID)
