from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from communities.querysets import HAS_A_ROLE, CommunityQuerySet, MembershipQuerySet
from communities.states import Access, MembershipState

CLOTHS = 6


def _lines(text: str) -> list[str]:
    """The lines of a text as the entries of a list, without the marks that people put before them."""
    return [words for line in text.splitlines() if (words := line.strip().lstrip("-*•·– ").strip())]


class OwnAddressPage(Page):
    """A page that our own views serve. Wagtail's catch-all never does: it would not ask the policy."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "is_preview", False):
            return super().serve(request, *args, **kwargs)
        raise Http404


class HomePage(OwnAddressPage):
    """The root of the site."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["communities.CommunitiesPage"]
    max_count = 1


class CommunitiesPage(OwnAddressPage):
    """The shelf on which all communities stand."""

    parent_page_types = ["communities.HomePage"]
    subpage_types = ["communities.CommunityPage"]
    max_count = 1


class CommunityPage(OwnAddressPage):
    """A space of people who do the same work: members, wiki, threads, screencasts, practices and job aids."""

    access = models.CharField(max_length=12, choices=Access, default=Access.OPEN)
    is_public = models.BooleanField(
        "visitors may read it",
        default=False,
        help_text="Only an open community can be read without signing in.",
    )
    purpose = models.TextField(
        max_length=600, blank=True, help_text="What people come here to get better at."
    )
    goals = models.TextField(
        max_length=3000, blank=True, help_text="What should be better in a year, one to a line."
    )
    norms = models.TextField(
        max_length=3000, blank=True, help_text="How people work together here, one to a line."
    )
    sponsor = models.CharField(
        max_length=200, blank=True, help_text="Who stands behind it, with time, money or a word."
    )
    charter = models.TextField(
        "more about it", max_length=10_000, blank=True, help_text="Whatever else people should know."
    )
    welcome = models.TextField(
        max_length=2000,
        blank=True,
        help_text="What a new member reads first. Left empty, a few words of ours.",
    )
    cloth = models.PositiveSmallIntegerField(default=1, editable=False)
    member_count = models.PositiveIntegerField(default=0, editable=False)

    is_exploring = models.BooleanField(
        "still exploring",
        default=False,
        help_text="People try things out here: nobody flags what they write until you release it.",
    )

    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="communities"
    )

    objects = CommunityQuerySet.as_page_manager()

    parent_page_types = ["communities.CommunitiesPage"]
    subpage_types = ["communities.WikiIndexPage", "curation.JobAidIndexPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("purpose"),
        FieldPanel("goals"),
        FieldPanel("norms"),
        FieldPanel("sponsor"),
        FieldPanel("charter"),
        FieldPanel("welcome"),
        FieldPanel("access"),
        FieldPanel("is_public"),
    ]

    class Meta:
        verbose_name = "community"
        verbose_name_plural = "communities"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_public=False) | models.Q(access=Access.OPEN),
                name="communities_only_open_is_public",
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("communities:home", args=[self.slug])

    @property
    def goal_list(self) -> list[str]:
        return _lines(self.goals)

    @property
    def norm_list(self) -> list[str]:
        return _lines(self.norms)

    @property
    def community(self) -> CommunityPage:
        """Itself, so that one policy reads every object the same way."""
        return self

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A draft keeps what it was not written about: publishing one never turns these back."""
        page = super().with_content_json(content)
        kept = (
            CommunityPage.objects.filter(pk=self.pk).values("member_count", "cloth", "is_exploring").first()
            or {}
        )
        for name, value in kept.items():
            setattr(page, name, value)
        return page


class Membership(models.Model):
    """One person in one community, or asking to be; every member may also carry the three roles."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="memberships")
    state = models.CharField(max_length=10, choices=MembershipState, default=MembershipState.ACTIVE)
    is_facilitator = models.BooleanField("facilitator", default=False)
    is_expert = models.BooleanField("expert", default=False)
    is_curator = models.BooleanField("curator", default=False)
    request_note = models.TextField("why you want to join", max_length=600, blank=True)
    is_welcomed = models.BooleanField(
        default=True,
        editable=False,
        help_text="The person has closed the welcome, or came before there was one.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "community"], name="communities_membership_once"),
            models.CheckConstraint(
                condition=models.Q(state=MembershipState.ACTIVE)
                | models.Q(is_facilitator=False, is_expert=False, is_curator=False),
                name="communities_membership_role_needs_member",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "id"], name="communities_member_list"),
            models.Index(fields=["community"], condition=HAS_A_ROLE, name="communities_member_roles"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.community}"

    @property
    def role_words(self) -> str:
        """ "facilitator and expert", or "member"."""
        words = [
            word
            for word, has in (
                ("facilitator", self.is_facilitator),
                ("expert", self.is_expert),
                ("curator", self.is_curator),
            )
            if has
        ]
        return " and ".join(words) or "member"
