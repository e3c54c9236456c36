from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models import CommunityPage, Post, WikiPage
from curation.models.claim import Claimable
from curation.models.job_aid import JobAidPage
from curation.models.place import Place
from curation.querysets import DriftAlertQuerySet, ProvenanceQuerySet
from curation.states import UNSETTLED, DriftState
from screencasts.models import Screencast


class Provenance(Place):
    """Where one step of a job aid came from, and whom to credit.

    The words stay when their source is deleted: then no source is set; `label` and `quote` say what it was.
    """

    wiki_page = models.ForeignKey(WikiPage, models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+")
    screencast = models.ForeignKey(Screencast, models.SET_NULL, null=True, blank=True, related_name="+")
    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="provenance")
    step = models.CharField(
        max_length=36, help_text="Wagtail's id of the block: a step, a check, a pitfall or a fact."
    )
    key = models.CharField(
        max_length=3, blank=True, help_text="The source's letter in the practice: a, b, c."
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=120, blank=True)
    is_unnamed = models.BooleanField(default=False, help_text="The author asked not to be named here.")
    created_at = models.DateTimeField()
    detached_at = models.DateTimeField(null=True)

    objects = ProvenanceQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["job_aid", "step"], name="curation_provenance_step")]

    def __str__(self) -> str:
        return f"{self.label} in {self.job_aid_id}"

    @property
    def community(self) -> CommunityPage:
        return self.job_aid.community

    @property
    def hides_author(self) -> bool:
        """Whether the author asked not to be named, on this job aid or on any."""
        return self.is_unnamed or (self.author is not None and not self.author.is_named)

    @property
    def is_gone(self) -> bool:
        """Whether the source was deleted since."""
        return not self.kind


class DriftAlert(Claimable):
    """The exact words that a step was taken from have changed."""

    provenance = models.ForeignKey(Provenance, models.CASCADE, related_name="alerts")
    state = models.CharField(max_length=10, choices=DriftState, default=DriftState.OPEN)
    opened_at = models.DateTimeField()
    old_text = models.TextField(blank=True)
    new_text = models.TextField(blank=True)
    new_version = models.PositiveBigIntegerField(default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(max_length=600, blank=True)

    objects = DriftAlertQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provenance"],
                condition=models.Q(state__in=sorted(UNSETTLED)),
                name="curation_drift_open_once",
            )
        ]
        indexes = [models.Index(fields=["state", "opened_at", "id"], name="curation_drift_open")]

    def __str__(self) -> str:
        return f"drift of {self.provenance_id}"

    @property
    def community(self) -> CommunityPage:
        return self.provenance.community
