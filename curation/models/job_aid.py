from __future__ import annotations

import secrets
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Revision

from communities.models import CommunityPage
from communities.models.community import OwnAddressPage
from curation.admin_permissions import JobAidPermissionTester
from curation.forms.editor import JobAidEditorForm
from curation.job_aids.blocks import ChecksBlock, FactsBlock, PitfallsBlock, StepsBlock
from curation.job_aids.labels import Label, OnSystem, label_of, newer_in_words, releases_in_words
from curation.job_aids.widgets import PersonWidget
from curation.models.practice import Practice
from curation.models.system import System
from curation.querysets import JobAidQuerySet
from curation.states import Trust

# Letters and digits that are not mistaken for each other on paper.
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_code() -> str:
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(7))


class JobAidIndexPage(OwnAddressPage):
    """The job aids of one community."""

    parent_page_types = ["communities.CommunityPage"]
    subpage_types = ["curation.JobAidPage"]
    max_count_per_parent = 1
    is_creatable = False  # made with the first job aid

    def get_absolute_url(self) -> str:
        return reverse("curation:job_aids", args=[self.get_parent().slug])


class JobAidPage(OwnAddressPage):
    """A formal quick-reference page. Wagtail's `owner` is the one who says that it is still right."""

    community = models.ForeignKey(CommunityPage, models.PROTECT, related_name="job_aids", editable=False)
    practice = models.ForeignKey(
        Practice, models.SET_NULL, null=True, blank=True, related_name="job_aids", editable=False
    )
    code = models.CharField(
        max_length=12, unique=True, default=new_code, editable=False, help_text="Printed: /j/SCAN7/3/."
    )
    purpose = models.TextField(max_length=400, blank=True, help_text="What the reader will have done.")
    use_when = models.TextField(max_length=400, blank=True, verbose_name="use it when")
    not_for = models.TextField(max_length=400, blank=True, verbose_name="not for")
    roles = models.CharField(
        "who for", max_length=300, blank=True, help_text="What they do, with commas: nurses, ward clerks."
    )
    systems = ParentalManyToManyField(System, blank=True, related_name="job_aids")
    needs_acknowledgement = models.BooleanField(
        "everyone confirms that they read it",
        default=False,
        help_text="Members are asked to say “I have read this”; curators see who has not.",
    )
    before_you_start = StreamField(ChecksBlock(required=False), blank=True)
    steps = StreamField(StepsBlock(required=False), blank=True)
    pitfalls = StreamField(PitfallsBlock(required=False), blank=True)
    facts = StreamField(FactsBlock(required=False), blank=True)
    number = models.PositiveIntegerField(
        default=0, editable=False, help_text="The published version; 0 before the first."
    )
    verified_until = models.DateField(null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, editable=False)
    reminded = models.SmallIntegerField(
        null=True, editable=False, help_text="Days before its day at which its owner was reminded last."
    )
    releases = models.JSONField(
        default=list,
        editable=False,
        help_text="For each system the release it was verified on, and the newest when that is another; "
        "kept by curation.upkeep.releases.",
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    verify_months = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text="How long it is verified; empty: as its community does."
    )
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    retire_reason = models.TextField(max_length=600, blank=True, editable=False)
    superseded_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="supersedes"
    )
    went = models.JSONField(
        default=dict,
        editable=False,
        help_text="How it went for people, in numbers; kept by curation.job_aids.how_it_went.",
    )
    submission = models.UUIDField(null=True, editable=False, unique=True)

    objects = JobAidQuerySet.as_page_manager()

    parent_page_types = ["curation.JobAidIndexPage"]
    subpage_types: list[str] = []
    is_creatable = False  # a job aid is made of a practice, and belongs to its community
    base_form_class = JobAidEditorForm
    content_panels = [
        HelpPanel(template="curation/admin/way_back.html"),
        HelpPanel(template="curation/admin/changed_sources.html"),
        HelpPanel(template="curation/admin/remarks.html"),
        FieldPanel("title", help_text="Begin with what the reader wants to do."),
        FieldPanel("purpose"),
        MultiFieldPanel(
            [
                FieldPanel("use_when"),
                FieldPanel("not_for"),
                FieldPanel("roles"),
                FieldPanel("systems", widget=CheckboxSelectMultiple),
            ],
            "Who and when",
        ),
        FieldPanel("before_you_start", help_text="What must be at hand, or true, before the first step."),
        FieldPanel(
            "steps", help_text="They keep their sources and what points at them, wherever you move them."
        ),
        FieldPanel("pitfalls", help_text="What people do wrong, and what happens then."),
        FieldPanel(
            "facts",
            heading="Quick facts",
            help_text="What is looked up again and again: numbers, lights, trays.",
        ),
        InlinePanel(
            "contacts",
            [FieldPanel("user", widget=PersonWidget, heading="Person"), FieldPanel("about")],
            heading="People to ask",
            label="Person",
            help_text="Members whom the reader may ask, and about what.",
            max_num=8,
        ),
        FieldPanel("needs_acknowledgement"),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    exclude_fields_in_copy = [
        "code",
        "number",
        "verified_until",
        "verified_by",
        "submission",
        "superseded_by",
    ]
    wagtail_reference_index_ignore = True

    # What belongs to the job aid as a whole, and is not brought back by an old revision.
    KEPT_ACROSS_REVISIONS = (
        "community",
        "practice",
        "code",
        "number",
        "verified_until",
        "verified_by",
        "verified_at",
        "reminded",
        "releases",
        "went",
        "stand_in",
        "verify_months",
        "retired_at",
        "retired_by",
        "retire_reason",
        "superseded_by",
        "submission",
    )

    class Meta:
        verbose_name = "job aid"
        indexes = [
            models.Index(fields=["community", "verified_until"], name="curation_job_aid_verified"),
            models.Index(fields=["verified_until"], name="curation_job_aid_lapse"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("curation:job_aid", args=[self.community.slug, self.slug])

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], self.get_absolute_url())

    def with_content_json(self, content: dict[str, Any]) -> JobAidPage:
        page = super().with_content_json(content)
        for name in self.KEPT_ACROSS_REVISIONS:
            setattr(page, name, getattr(self, name))
        return page

    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """What was sent to review stays as it was read: the editor saves by itself, over its own last words."""
        if overwrite_revision is not None and overwrite_revision.task_states.exists():
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def permissions_for_user(self, user: Any) -> JobAidPermissionTester:
        return JobAidPermissionTester(user, self)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "curation/job_aids/preview.html"

    @method_decorator(csp_replace({"frame-ancestors": ["'self'"]}))
    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        """Beside Wagtail's editor, in a frame of it."""
        return TemplateResponse(
            request,
            self.get_preview_template(request, mode_name),
            self.get_preview_context(request, mode_name),
        )

    @property
    def role_names(self) -> list[str]:
        """Who it is for, one by one."""
        return [name for part in self.roles.split(",") if (name := " ".join(part.split()))]

    @property
    def is_verified(self) -> bool:
        return self.verified_until is not None and self.verified_until >= timezone.localdate()

    @property
    def systems_verified(self) -> list[OnSystem]:
        return [OnSystem(*row) for row in self.releases]

    @property
    def label(self) -> Label:
        """What every page, list, hit and print says of it."""
        return label_of(
            is_live=self.live,
            is_verified=self.is_verified,
            systems=self.systems_verified,
            is_outdated=self.retired_at is not None or self.superseded_by_id is not None,
        )

    @property
    def trust(self) -> Trust:
        return self.label.trust

    @property
    def release_words(self) -> str:
        """What it was verified on: "EMR 12.0"."""
        return releases_in_words(self.systems_verified)

    @property
    def check_words(self) -> str:
        """What it is to be checked for: "EMR 12.1"."""
        return newer_in_words(self.systems_verified)


class JobAidContact(models.Model):
    """Somebody to ask, and about what."""

    job_aid = ParentalKey(JobAidPage, on_delete=models.CASCADE, related_name="contacts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.CharField(max_length=120, blank=True, help_text="What they know: pairing, codes.")
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"  # by which Wagtail's editor offers to move them

    class Meta:
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.job_aid_id}"
