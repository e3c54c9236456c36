"""Where each document will stand: folders become pages above pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from communities.importing.documents import Document, title_of_name
from communities.models import WikiPage

_SPEAKS_FOR_FOLDER = frozenset({"index", "readme"})


@dataclass(eq=False)
class Planned:
    """A page that the import will make: one of a document, or one of a folder that has none."""

    name: str  # where it comes from: the path of the document, or of the folder, below the folder
    title: str
    document: Document | None
    folder: str = ""  # that it speaks for
    slug: str = ""
    address: str = ""  # here, known before the page is written
    page: WikiPage | None = None
    parent: Planned | None = None
    children: list[Planned] = field(default_factory=list)

    def everything(self) -> Iterator[Planned]:
        """This and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.everything()

    def names(self) -> list[str]:
        """What links elsewhere may call it."""
        names = self.document.addresses() if self.document else []
        return [*names, self.folder.lower()] if self.folder else names

    @property
    def stem(self) -> str:
        """The word that its address here is made of."""
        if self.folder:
            return self.folder.rpartition("/")[2]
        stem = self.name.rpartition(".")[0].rpartition("/")[2]
        return self.title if stem.lower() in _SPEAKS_FOR_FOLDER else stem


def plan(documents: list[Document]) -> list[Planned]:
    """The tree, top pages first.

    The page of a folder is its index or README, or the document of its name beside or in it (`tools.md` or
    `tools/tools.md` for `tools/`); a folder without any gets a page that lists what is in it.
    """
    folders = _pages_of_folders(documents)
    speaking = {planned.name for planned in folders.values()}
    top: list[Planned] = []
    for document in documents:
        if document.name not in speaking:
            planned = Planned(document.name, document.title, document)
            _inside(document.name.rpartition("/")[0], folders, top).append(planned)
    for path in sorted(folders):
        _inside(path, folders, top)
    return top


def no_deeper(pages: list[Planned], levels: int) -> list[Planned]:
    """Move what is nested deeper than so many levels up to the last of them; returns what was moved."""
    if levels > 1:
        return [moved for page in pages for moved in no_deeper(page.children, levels - 1)]
    moved = [below for page in pages for child in page.children for below in child.everything()]
    for page in [*pages, *moved]:
        page.children = []
    pages += moved
    return moved


def _pages_of_folders(documents: list[Document]) -> dict[str, Planned]:
    inner = {parent for document in documents for parent in _parents(document.name)}
    found: dict[str, Planned] = {}
    speaking: set[str] = set()
    for speaks_for in (_as_index, _as_neighbour, _as_namesake):
        for document in documents:
            folder = speaks_for(document)
            if folder in inner and folder not in found and document.name not in speaking:
                found[folder] = Planned(document.name, document.title, document, folder)
                speaking.add(document.name)
    return found


def _parents(name: str) -> Iterator[str]:
    while name := name.rpartition("/")[0]:
        yield name


def _as_index(document: Document) -> str:
    folder, _, last = document.stem.rpartition("/")
    return folder if last.lower() in _SPEAKS_FOR_FOLDER else ""


def _as_neighbour(document: Document) -> str:
    return document.stem


def _as_namesake(document: Document) -> str:
    folder, _, last = document.stem.rpartition("/")
    return folder if folder.rpartition("/")[2] == last else ""


def _inside(path: str, folders: dict[str, Planned], top: list[Planned]) -> list[Planned]:
    """The list of what stands in a folder; its page and those above it are placed on the way."""
    if not path:
        return top
    page = folders.setdefault(path, Planned(path, title_of_name(path), None, path))
    if page.parent is None and not any(page is other for other in top):
        above = path.rpartition("/")[0]
        siblings = _inside(above, folders, top)
        page.parent = folders.get(above)
        siblings.append(page)
    return page.children
