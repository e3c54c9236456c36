"""A folder of documents becomes a tree of wiki pages."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from communities.actions.wiki import create_wiki_page, save_wiki_page
from communities.importing.bodies import body_of, contents_of
from communities.importing.documents import (
    HTML,
    MARKDOWN,
    UNDERSTOOD_MATTER,
    Document,
    Unreadable,
    read_document,
)
from communities.importing.files import Files
from communities.importing.folder import files_of, name_of
from communities.importing.links import SCHEME, Links, Site
from communities.importing.planning import Planned, no_deeper, plan
from communities.importing.report import Progress, Report
from communities.models import CommunityPage, WikiIndexPage, WikiPage
from communities.models.wiki import MAX_LEVELS, RESERVED_SLUGS
from communities.tree import children_of, slug_for
from core.sanitize import clean_body

OTHER_TEXTS = frozenset({".njk", ".liquid", ".rst", ".txt", ".adoc", ".mdx", ".org"})
ERROR_PAGES = frozenset({"403", "404", "500"})
MAX_TITLE = WikiPage._meta.get_field("title").max_length or 255
MAX_CALLED, MAX_NAME = 100, 299  # together with what is between them, the field's length


class HandbookImport:
    """One run over one folder. Running it again changes only what changed in the folder.

    `called` tells the pages of this folder from those of others in the same community.
    """

    def __init__(
        self,
        folder: Path,
        community: CommunityPage,
        write: Callable[[str], None],
        *,
        files: Path | None = None,
        called: str = "",
    ) -> None:
        self.folder = folder.resolve()
        self.community = community
        self.write = write
        self.called = (called or self.folder.name)[:MAX_CALLED]
        self.report = Report()
        self.index = WikiIndexPage.objects.child_of(community).get()
        self.files = Files([self.folder, *([files.resolve()] if files else [])], community, self.report)
        self.site = Site({}, {})
        self.moved: dict[str, str] = {}  # what links may call a document that only sends readers elsewhere
        self.before = self._pages_of_earlier_runs()

    def run(self) -> Report:
        """Read, plan, write; what fails is in the report, and the rest goes on."""
        top = plan(self._read())
        for planned in no_deeper(top, MAX_LEVELS):
            self.report.problem(f"Nested more than {MAX_LEVELS} deep: stands further up", planned.name)
        addresses = {"": self.index.get_absolute_url()}
        sources: dict[str, str] = {}
        self._place(top, None, addresses, sources)
        for name, target in self.moved.items():
            addresses.setdefault(
                name, target if SCHEME.match(target) else addresses.get(target.strip("/").lower(), "")
            )
        self.site = Site(addresses, sources)
        pages = [planned for root in top for planned in root.everything()]
        progress = Progress(self.write, len(pages), "Pages written")
        for number, planned in enumerate(pages, start=1):
            self._write_page(planned)
            progress.at(number)
        self.site.report_missing_places(self.report)
        for name in self.before:
            self.report.problem("No longer in the folder: its page stays", name)
        return self.report

    def _pages_of_earlier_runs(self) -> dict[str, WikiPage]:
        found = WikiPage.objects.in_community(self.community).filter(
            source_name__startswith=f"{self.called}:"
        )
        pages = {
            page.source_name.removeprefix(f"{self.called}:"): page for page in found.defer("body", "sections")
        }
        for page in pages.values():
            page.community = self.community
        return pages

    # -- reading ---------------------------------------------------------------------------------------
    def _read(self) -> list[Document]:
        paths = files_of(self.folder, self.report)
        progress = Progress(self.write, len(paths), "Files read")
        documents = []
        left_out: Counter[str] = Counter()
        for number, path in enumerate(paths, start=1):
            progress.at(number)
            if (document := self._document(path)) is not None:
                left_out.update(document.matter.keys() - UNDERSTOOD_MATTER)
                documents.append(document)
        for key, files in left_out.most_common():
            self.report.problem("Front matter that has no place here", key, f"in {files} files")
        if not documents:
            self.report.problem("There is no Markdown or HTML to make pages of", str(self.folder))
        return documents

    def _document(self, path: Path) -> Document | None:
        """What a file says; None, and a line in the report, when it makes no page."""
        name, ending = name_of(self.folder, path), path.suffix.lower()
        if ending not in MARKDOWN | HTML:
            if ending in OTHER_TEXTS:
                self.report.problem("Not Markdown or HTML", name)
            return None
        if path.stem in ERROR_PAGES:
            self.report.problem("An error page of the site that it comes from", name)
            return None
        try:
            document = read_document(self.folder, path, self.report)
        except Unreadable as failure:
            self.report.problem(f"Could not be read: {failure}", name)
        except OSError as failure:
            self.report.problem(f"Could not be read: {failure.strerror}", name)
        else:
            if document.text.strip():
                return document
            if target := document.one("redirect_to"):
                self.report.problem("Only sends readers elsewhere: links to it lead there", name, target)
                self.moved.update(dict.fromkeys(document.addresses(), target))
            else:
                self.report.problem("Empty", name)
        self.before.pop(_source(name), None)
        return None

    # -- placing ---------------------------------------------------------------------------------------
    def _place(
        self,
        siblings: list[Planned],
        parent: Planned | None,
        addresses: dict[str, str],
        sources: dict[str, str],
    ) -> None:
        """Give every page its slug and address before the first is written, so that links can name any."""
        above = parent.page if parent else self.index
        address = parent.address if parent else self.index.get_absolute_url()
        taken = set(RESERVED_SLUGS)
        if above is not None:
            taken |= set(children_of(above).values_list("slug", flat=True))
        for item in siblings:
            item.parent = parent
            item.page = self.before.pop(_source(item.name), None) or self.before.pop(
                _source(item.folder), None
            )
            if item.page is None:
                item.slug = _free(slug_for(item.stem), taken)
                taken.add(item.slug)
            item.address = item.page.get_absolute_url() if item.page else f"{address}{item.slug}/"
            sources[item.address] = item.name
            for name in item.names():
                addresses.setdefault(name, item.address)
            self._place(item.children, item, addresses, sources)

    # -- writing ---------------------------------------------------------------------------------------
    def _write_page(self, planned: Planned) -> None:
        """One page, which the action writes whole or not at all; whatever goes wrong with it is its own trouble."""
        try:
            self._write(planned)
        except Exception as failure:  # noqa: BLE001 - the run goes on, and the report says what happened
            self.report.problem(f"Not written: {failure or type(failure).__name__}", planned.name)

    def _write(self, planned: Planned) -> None:
        above = planned.parent.page if planned.parent else self.index
        if above is None:
            raise Unreadable("the page above it was not written")
        title = self._title(planned)
        body = self._body(planned)
        if planned.page is not None:
            self._write_again(planned, planned.page, title, body)
            return
        planned.page = create_wiki_page(
            parent=above,
            user=None,
            title=title,
            body=body,
            summary=f"Imported from {planned.name}"[:200],
            slug=planned.slug,
            source_name=self._source_name(planned),
        )
        self.report.count("pages made")

    def _write_again(self, planned: Planned, page: WikiPage, title: str, body: str) -> None:
        """Bring in what changed in the folder, unless somebody here wrote on the page since."""
        if page.source_name != self._source_name(planned):
            WikiPage.objects.filter(pk=page.pk).update(source_name=self._source_name(planned))
        was = page
        if page.people_count:
            was = page.editions.filter(editor=None).select_related("revision").last() or page
        if (title, clean_body(body, previous=was.body)) == (was.title, was.body):
            self.report.count("pages unchanged")
        elif page.people_count:
            self.report.problem("Changed in the folder and edited here: left as it is here", planned.name)
        else:
            save_wiki_page(
                page=page,
                user=None,
                title=title,
                body=body,
                base_edition=page.edition,
                summary=f"Imported again from {planned.name}"[:200],
            )
            self.report.count("pages changed")

    def _title(self, planned: Planned) -> str:
        if len(planned.title) <= MAX_TITLE:
            return planned.title
        self.report.problem("A title was cut to fit", planned.name, planned.title)
        return planned.title[: MAX_TITLE - 1].rstrip() + "…"

    def _body(self, planned: Planned) -> str:
        if planned.document is None:
            return contents_of([(child.address, child.title) for child in planned.children])
        links = Links(planned.name, self.site, self.files, self.report)
        return body_of(planned.document, links, self.report)

    def _source_name(self, planned: Planned) -> str:
        return f"{self.called}:{_source(planned.name)}"


def _source(name: str) -> str:
    """A name as it is stored, to find the page again; of a very long one the end is a digest."""
    if len(name) <= MAX_NAME:
        return name
    return f"{name[: MAX_NAME - 41]}~{hashlib.sha256(name.encode()).hexdigest()[:40]}"


def _free(wanted: str, taken: set[str]) -> str:
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
