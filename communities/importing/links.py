"""What a document's links and pictures become here."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml.html import HtmlElement

from communities.importing.documents import HTML, MARKDOWN
from communities.importing.report import Report

SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class Links:
    """Resolves what one document names.

    `addresses` maps what links may call a page to its address here, `sources` that address to the document of
    the page; `store` keeps a file and returns its address, empty when it was refused.
    """

    name: str
    folder: Path
    addresses: Mapping[str, str]
    sources: Mapping[str, str]
    store: Callable[[Path, str], str]
    report: Report

    def page(self, target: str) -> str:
        """The address of a page that a template mark or a link names; empty when there is none."""
        if SCHEME.match(target.strip()):
            return target.strip()
        path, _, fragment = target.strip().partition("#")
        for candidate in self._candidates(path.partition("?")[0]):
            if address := self.addresses.get(candidate):
                source = self.sources.get(address)
                return f"{address}#{heading_id(source, fragment)}" if fragment and source else address
        self.report.problem("A link to a page that is not in the folder", self.name, target)
        return ""

    def file(self, target: str) -> str:
        """The address of a stored picture or file; empty when it is not there or refused."""
        relative = re.split(r"[?#]", target.strip())[0].lstrip("/")
        around = self.folder.parent  # pictures may lie beside the folder of pages
        for base in ((self.folder / self.name).parent, self.folder, around):
            path = (base / relative).resolve()
            if path.is_relative_to(around) and path.is_file():
                return self.store(path, self.name)
        self.report.problem("A file that is not in the folder", self.name, target)
        return ""

    def rewrite(self, root: HtmlElement) -> None:
        """Point every link and picture below `root` at what it became; a link to nothing keeps its words."""
        for link in list(root.iter("a")):
            target = (link.get("href") or "").strip()
            if target.startswith("#"):
                link.set("href", f"#{heading_id(self.name, target[1:])}")
            elif target and not (
                SCHEME.match(target) or target.startswith(("//", "/communities/", "/files/"))
            ):
                link.set("href", self._page_or_file(target))
            if not link.get("href"):
                link.drop_tag()
        for picture in list(root.iter("img")):
            self._rewrite_picture(picture)

    def _rewrite_picture(self, picture: HtmlElement) -> None:
        source = (picture.get("src") or "").strip()
        if source.startswith("/files/"):
            return
        if SCHEME.match(source) or source.startswith("//"):
            self.report.problem("A picture on another site is left out", self.name, source)
            picture.drop_tree()
        elif stored := self.file(source) if source else "":
            picture.set("src", stored)
        else:
            picture.drop_tree()

    def _page_or_file(self, target: str) -> str:
        suffix = PurePosixPath(re.split(r"[?#]", target)[0]).suffix.lower()
        return self.page(target) if suffix in MARKDOWN | HTML | {""} else self.file(target)

    def _candidates(self, path: str) -> Iterator[str]:
        """The names that a path may mean, the likeliest first."""
        path = re.sub(r"(/index)?\.(md|markdown|html?)$", "", re.sub(r"/{2,}", "/", path).lower())
        yield path.strip("/").removesuffix("/index")
        here = PurePosixPath(self.name.lower())
        yield _joined(here.parent, path)  # as files lie
        yield _joined(here.with_suffix(""), path)  # as a site serves them, each page a folder


def _joined(base: PurePosixPath, path: str) -> str:
    parts = [] if path.startswith("/") else list(base.parts)
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def heading_id(name: str, fragment: str) -> str:
    """The block id of a heading that links call `fragment`: the same at every import, so that links hold."""
    digest = hashlib.sha256(f"{name}#{fragment.strip().lower()}".encode()).digest()
    return "b" + base64.b32encode(digest).decode().lower()[:10]


def name_headings(root: HtmlElement, name: str) -> None:
    """Give each heading the id that links to it will use; the first of two equal headings has it."""
    used: set[str] = set()
    for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        words = re.sub(r"[^\w\- ]", "", heading.text_content()).strip().replace(" ", "-")
        identity = heading_id(name, heading.get("id") or words)
        if identity not in used:
            heading.set("id", identity)
            used.add(identity)
