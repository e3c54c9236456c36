from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, Revision

from communities.models.community import CommunityPage, OwnAddressPage
from communities.querysets import WikiEditionQuerySet, WikiPageQuerySet
from communities.sections import lead_of, shown_sections
from core.sanitize import CLEANER_VERSION

# Words that end an address of a page (…/history/), so that no page can be called so.
RESERVED_SLUGS = frozenset(
    {"compare", "copy", "delete", "diff", "edit", "files", "flag", "history", "links", "merge", "move", "new"}
    | {"print", "restore", "revisions", "undo"}
)
MAX_LEVELS = 10
_PARTS_BEFORE_PATH = 5  # "", home, communities, <slug>, wiki


class WikiIndexPage(OwnAddressPage):
    """The wiki of one community: the parent of its top pages."""

    parent_page_types = ["communities.CommunityPage"]
    subpage_types = ["communities.WikiPage"]
    search_auto_update = False
    wagtail_reference_index_ignore = True

    def get_absolute_url(self) -> str:
        return reverse("communities:wiki", args=[self.url_path.strip("/").split("/")[-2]])


class WikiPage(OwnAddressPage):
    """A page that members edit in the site itself. Each save is a Wagtail revision, and a `WikiEdition`."""

    community = models.ForeignKey(CommunityPage, models.PROTECT, related_name="wiki_pages", editable=False)
    body = models.TextField(blank=True, editable=False, help_text="Clean HTML; every block has an id.")
    cleaner_version = models.PositiveSmallIntegerField(default=0, editable=False)
    # What the read page shows, made from the body when it is saved. Not in revisions: they have the body.
    sections = models.JSONField(default=list, blank=True, editable=False, serialize=False)
    lead = models.CharField(max_length=300, blank=True, editable=False, help_text="How the body begins.")
    edition = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts the saves: revision 15."
    )
    change_summary = models.CharField(max_length=200, blank=True, editable=False)
    last_editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    people_count = models.PositiveIntegerField(default=0, editable=False, serialize=False)
    is_exploring = models.BooleanField(
        default=False,
        editable=False,
        serialize=False,
        help_text="Still tried out: nobody flags it until it is released.",
    )
    copied_from = models.ForeignKey(
        "WikiEdition", models.SET_NULL, null=True, editable=False, serialize=False, related_name="+"
    )
    source_name = models.CharField(
        max_length=400,
        blank=True,
        editable=False,
        help_text="Where an import took the page from; finds it again.",
    )

    objects = WikiPageQuerySet.as_page_manager()

    parent_page_types = ["communities.WikiIndexPage", "communities.WikiPage"]
    subpage_types = ["communities.WikiPage"]
    # The site shows every revision itself, to those who may read it.
    preview_modes: list[tuple[str, str]] = []
    content_panels = [*Page.content_panels, FieldPanel("body", read_only=True)]
    # The site's own search finds wiki pages, for those who may read them; Wagtail's asks no policy of ours.
    search_auto_update = False
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "wiki page"
        indexes = [models.Index(fields=["community", "source_name"], name="communities_wiki_source")]

    def get_absolute_url(self) -> str:
        """As the URL pattern makes it; a page asks for it many times."""
        return self.url_path.removeprefix("/home")

    def address(self, name: str, *args: Any) -> str:
        """Where one of this page's own views is: `address("wiki_compare", 3, 4)`."""
        return reverse(f"communities:{name}", args=[self.community_slug, self.wiki_path, *args])

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], self.get_absolute_url())

    def set_body(self, html: str) -> None:
        """Take a body that left core.sanitize.clean_body, and make from it what reading needs."""
        self.body = html
        self.cleaner_version = CLEANER_VERSION
        self.sections = shown_sections(html)
        self.lead = lead_of(html)

    def with_content_json(self, content: dict[str, Any]) -> WikiPage:
        page = super().with_content_json(content)
        page.set_body(page.body)
        page.people_count = self.people_count
        page.is_exploring = self.is_exploring
        page.copied_from_id = self.copied_from_id
        return page

    @property
    def community_slug(self) -> str:
        return self.url_path.split("/", _PARTS_BEFORE_PATH)[3]

    @property
    def wiki_path(self) -> str:
        """The path below …/wiki/, without slashes at its ends: "medication-round/scanning"."""
        return self.url_path.split("/", _PARTS_BEFORE_PATH)[_PARTS_BEFORE_PATH].strip("/")

    @property
    def saved_at(self) -> Any:
        return self.last_published_at

    @staticmethod
    def url_path_of(community: CommunityPage, wiki_path: str) -> str:
        """The tree's own path of a page address; the inverse of `wiki_path`."""
        return f"{community.url_path}wiki/{wiki_path.strip('/')}/"


class WikiEdition(models.Model):
    """One line of a page's history: which revision holds the text, who saved it and why."""

    page = models.ForeignKey(WikiPage, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    revision = models.OneToOneField(Revision, models.RESTRICT, related_name="+")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=200, blank=True)
    is_minor = models.BooleanField(
        default=False, help_text="Spelling, layout, a link: nobody is told, and nothing counts as changed."
    )
    created_at = models.DateTimeField()
    submission = models.UUIDField(null=True)

    objects = WikiEditionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="communities_wiki_edition_once"),
            models.UniqueConstraint(fields=["editor", "submission"], name="communities_wiki_sent_once"),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.title}"

    @property
    def body(self) -> str:
        return self.revision.content["body"]


class WikiContribution(models.Model):
    """How often one person saved one page: kept, so that showing the people behind a page counts nothing."""

    page = models.ForeignKey(WikiPage, models.CASCADE, related_name="contributions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    editions = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "person"], name="communities_wiki_contribution_once")
        ]
        indexes = [models.Index(fields=["page", "-editions", "id"], name="communities_wiki_people")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.page_id}"
