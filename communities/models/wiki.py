from __future__ import annotations


from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from communities.models.community import CommunityPage, OwnAddressPage
from communities.querysets import WikiPageQuerySet

RESERVED_SLUGS = frozenset(
    {
        "edit",
        "history",
        "compare",
        "new",
        "restore",
        "flag",
        "move",
        "delete",
        "files",
        "print",
        "revisions",
        "diff",
    }
)


class WikiIndexPage(OwnAddressPage):
    """The wiki of one community: the parent of its top pages."""

    parent_page_types = ["communities.CommunityPage"]
    subpage_types = ["communities.WikiPage"]

    def get_absolute_url(self) -> str:
        return reverse("communities:wiki", args=[self.get_parent().slug])


class WikiPage(OwnAddressPage):
    """A page that members edit in the site itself. Each save is a Wagtail revision that carries edition and summary."""

    community = models.ForeignKey(CommunityPage, models.PROTECT, related_name="wiki_pages", editable=False)
    body = models.TextField(blank=True, editable=False, help_text="Clean HTML; every block has an id.")
    cleaner_version = models.PositiveSmallIntegerField(default=0, editable=False)
    edition = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts the saves: revision 15."
    )
    change_summary = models.CharField(max_length=200, blank=True, editable=False)
    source_name = models.CharField(
        max_length=400,
        blank=True,
        editable=False,
        help_text="Where an import took the page from; finds it again.",
    )
    submission = models.UUIDField(null=True, editable=False, unique=True)

    objects = WikiPageQuerySet.as_page_manager()

    parent_page_types = ["communities.WikiIndexPage", "communities.WikiPage"]
    subpage_types = ["communities.WikiPage"]
    content_panels = [*Page.content_panels, FieldPanel("body", read_only=True)]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "wiki page"
        indexes = [models.Index(fields=["community", "source_name"], name="communities_wiki_source")]

    def get_absolute_url(self) -> str:
        return reverse("communities:wiki_page", args=[self.community.slug, self.wiki_path])

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], self.get_absolute_url())

    @property
    def wiki_path(self) -> str:
        """The path below …/wiki/, without slashes at its ends: "medication-round/scanning"."""
        return self.url_path.split("/wiki/", 1)[1].strip("/")

    @staticmethod
    def url_path_of(community: CommunityPage, wiki_path: str) -> str:
        """The tree's own path of a page address; the inverse of `wiki_path`."""
        return f"{community.url_path}wiki/{wiki_path.strip('/')}/"
