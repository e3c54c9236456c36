"""Where each document will stand: folders become pages above pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from communities.importing.documents import Document, title_of_name
from communities.models import WikiPage


@dataclass
class Planned:
    """A page that the import will make: one of a document, or one of a folder that has none."""

    name: str  # where it comes from: the path below the folder
    title: str
    document: Document | None
    slug: str = ""
    page: WikiPage | None = None
    parent: Planned | None = None
    children: list[Planned] = field(default_factory=list)

    def everything(self) -> Iterator[Planned]:
        """This and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.everything()

    @property
    def address(self) -> str:
        """What a link elsewhere calls it."""
        return self.document.addresses()[0] if self.document else self.name.lower()

    @property
    def stem(self) -> str:
        """The word that its address here is made of."""
        return (
            PurePosixPath(self.name.removesuffix("/index.md").removesuffix("/index.html")).stem or self.title
        )


def plan(documents: list[Document]) -> list[Planned]:
    """The tree, top pages first.

    The page of a folder is its index document, or the document beside it with its name (`tools/slack.md` for
    `tools/slack/`); a folder without either gets a page that lists what is in it.
    """
    folders: dict[str, Planned] = {}
    for document in documents:
        stem = document.name.rsplit(".", 1)[0]
        is_index = stem.endswith("/index")
        if is_index or any(other.name.startswith(f"{stem}/") for other in documents):
            folders.setdefault(stem.removesuffix("/index"), Planned(document.name, document.title, document))
    speaking = {id(item.document) for item in folders.values()}
    top: list[Planned] = []
    for document in documents:
        if id(document) not in speaking:
            _inside(document.folder, folders, top).append(Planned(document.name, document.title, document))
    for path in sorted(folders):
        _inside(path, folders, top)
    return top


def _inside(path: str, folders: dict[str, Planned], top: list[Planned]) -> list[Planned]:
    """The list of what stands in a folder; its page and those above it are placed on the way."""
    if not path:
        return top
    page = folders.setdefault(path, Planned(path, title_of_name(path), None))
    siblings = _inside(path.rpartition("/")[0], folders, top)
    if page not in siblings:
        siblings.append(page)
    return page.children
