"""A folder of documents becomes a tree of wiki pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.core.files import File
from lxml import html as lxml_html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from communities.actions.attachments import FileRefused, store_attachment
from communities.actions.wiki import WikiProblem, create_wiki_page, save_wiki_page
from communities.importing.documents import HTML, MARKDOWN, Document, Unreadable, read_document
from communities.importing.links import Links, name_headings
from communities.importing.planning import Planned, plan
from communities.importing.report import Progress, Report
from communities.models import CommunityPage, WikiIndexPage, WikiPage
from communities.models.wiki import RESERVED_SLUGS
from communities.tree import children_of, slug_for
from core.sanitize import BodyTooLarge, clean_body

UNDERSTOOD_MATTER = frozenset({"title", "permalink", "redirect_from", "redirect_to"})
OTHER_TEXTS = frozenset({".njk", ".liquid", ".rst", ".txt", ".adoc"})


class HandbookImport:
    """One run over one folder. Running it again changes only what changed in the folder."""

    def __init__(self, folder: Path, community: CommunityPage, write: Callable[[str], None]) -> None:
        self.folder = folder.resolve()
        self.community = community
        self.write = write
        self.report = Report()
        self.index = WikiIndexPage.objects.child_of(community).get()
        self.addresses: dict[str, str] = {}  # what links may call a page -> its address here
        self.sources: dict[str, str] = {}  # the address of a page here -> the document that it is made of
        self.files: dict[Path, str] = {}

    def run(self) -> Report:
        """Read, plan, write; what fails is in the report, and the rest goes on."""
        documents = self._read()
        top = plan(documents)
        self.addresses[""] = self.index.get_absolute_url()
        self._place(top, None, self.index.get_absolute_url())
        pages = [planned for root in top for planned in root.everything()]
        progress = Progress(self.write, len(pages), "Pages written")
        for number, planned in enumerate(pages, start=1):
            self._write_page(planned)
            progress.at(number)
        return self.report

    # -- reading ---------------------------------------------------------------------------------------
    def _read(self) -> list[Document]:
        paths = sorted(path for path in self.folder.rglob("*") if path.is_file())
        paths = [path for path in paths if not any(part.startswith(".") for part in path.parts)]
        progress = Progress(self.write, len(paths), "Files read")
        documents = []
        left_out: Counter[str] = Counter()
        for number, path in enumerate(paths, start=1):
            progress.at(number)
            if path.suffix.lower() not in MARKDOWN | HTML:
                if path.suffix.lower() in OTHER_TEXTS:
                    self.report.problem("Not Markdown or HTML", self._name(path))
                continue
            try:
                document = read_document(self.folder, path, self.report)
            except (Unreadable, OSError) as failure:
                self.report.problem(f"Could not be read: {failure}", self._name(path))
                continue
            left_out.update(str(key)[:40] for key in document.matter.keys() - UNDERSTOOD_MATTER)
            if document.text.strip():
                documents.append(document)
            elif target := document.matter.get("redirect_to"):
                self.report.problem("Only sends readers elsewhere", document.name, str(target))
            else:
                self.report.problem("Empty", document.name)
        for key, files in left_out.most_common():
            self.report.problem("Front matter that has no place here", key, f"in {files} files")
        return documents

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    # -- placing ---------------------------------------------------------------------------------------
    def _place(self, planned: list[Planned], parent: Planned | None, address: str) -> None:
        """Give every page its slug and address before the first is written, so that links can name any."""
        above = parent.page if parent else self.index
        taken = set(RESERVED_SLUGS)
        if above is not None:
            taken |= set(children_of(above).values_list("slug", flat=True))
        for item in planned:
            item.parent = parent
            item.page = self._imported_before(item.name)
            if item.page is not None:
                here = item.page.get_absolute_url()
            else:
                wanted = slug_for(item.stem)
                item.slug = _free(wanted, taken)
                taken.add(item.slug)
                here = f"{address}{item.slug}/"
            names = item.document.addresses() if item.document else [item.name.lower()]
            for name in names:
                self.addresses.setdefault(name, here)
            self.sources[here] = item.name
            self._place(item.children, item, here)

    def _imported_before(self, name: str) -> WikiPage | None:
        pages = WikiPage.objects.in_community(self.community).filter(source_name=name)
        page = pages.first()
        if page is not None:
            page.community = self.community
        return page

    # -- writing ---------------------------------------------------------------------------------------
    def _write_page(self, planned: Planned) -> None:
        above = planned.parent.page if planned.parent else self.index
        if above is None:
            self.report.problem("The page above it was not written", planned.name)
            return
        body = self._body(planned)
        try:
            if planned.page is None:
                planned.page = create_wiki_page(
                    parent=above,
                    user=None,
                    title=planned.title[:255],
                    body=body,
                    summary=f"Imported from {planned.name}"[:200],
                    slug=planned.slug,
                    source_name=planned.name,
                )
                self.report.count("pages made")
            else:
                self._write_again(planned, planned.page, body)
        except (WikiProblem, BodyTooLarge) as failure:
            self.report.problem(f"Not written: {failure}", planned.name)

    def _write_again(self, planned: Planned, page: WikiPage, body: str) -> None:
        if clean_body(body, previous=page.body) == page.body and page.title == planned.title[:255]:
            self.report.count("pages unchanged")
        elif page.editions.exclude(editor=None).exists():
            self.report.problem("Edited here since: left as it is", planned.name)
        else:
            save_wiki_page(
                page=page,
                user=None,
                title=planned.title[:255],
                body=body,
                base_edition=page.edition,
                summary=f"Imported again from {planned.name}"[:200],
            )
            self.report.count("pages changed")

    def _body(self, planned: Planned) -> str:
        if planned.document is None:
            return self._contents(planned)
        links = self._links_of(planned.name)
        html = planned.document.html(links, self.report)
        try:
            root = lxml_html.fragment_fromstring(html, create_parent="div")
        except (ParserError, ValueError) as failure:
            self.report.problem("The text could not be read as HTML", planned.name, str(failure))
            return ""
        _soften(root)
        name_headings(root, planned.name)
        links.rewrite(root)
        return (root.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in root)

    def _contents(self, planned: Planned) -> str:
        """The page of a folder that has no text of its own: a list of what is in it."""
        items = []
        for child in planned.children:
            link = lxml_html.Element("a", href=self.addresses[child.address])
            link.text = child.title
            items.append(f"<li>{lxml_html.tostring(link, encoding='unicode')}</li>")
        return f"<ul>{''.join(items)}</ul>"

    def _links_of(self, name: str) -> Links:
        return Links(name, self.folder, self.addresses, self.sources, self._store, self.report)

    # -- files -----------------------------------------------------------------------------------------
    def _store(self, path: Path, name: str) -> str:
        """The address of a picture or file of the folder, stored once; empty when it was refused."""
        if path not in self.files:
            try:
                with path.open("rb") as stream:
                    attachment = store_attachment(
                        community=self.community, user=None, file=File(stream, name=path.name), name=path.name
                    )
                self.files[path] = attachment.get_absolute_url()
                self.report.count("files stored")
            except (FileRefused, OSError) as refused:
                self.report.problem(f"A file is left out: {refused}", name, path.name)
                self.files[path] = ""
        return self.files[path]


def _free(wanted: str, taken: set[str]) -> str:
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _soften(root: HtmlElement) -> None:
    """Turn what the editor cannot make into the nearest that it can."""
    for old, new in (("summary", "h3"), ("h5", "h4"), ("h6", "h4"), ("dt", "h4"), ("dd", "p")):
        for element in root.iter(old):
            element.tag = new
    for button in list(root.iter("button")):
        button.drop_tag()
