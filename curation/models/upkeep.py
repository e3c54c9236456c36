"""Acknowledgements, proposals for the archive, and what is not the same: what keeps a library in order."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models import CommunityPage
from curation.models.job_aid import JobAidPage
from curation.querysets import CurationQuerySet
from curation.states import ProposalState


class Acknowledgement(models.Model):
    """ "I have read this": one person, one published version."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="acknowledgements")
    number = models.PositiveIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = CurationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job_aid", "number", "user"], name="curation_acknowledged_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} has read {self.job_aid_id}, version {self.number}"

    @property
    def community(self) -> CommunityPage:
        return self.job_aid.community


class ArchiveProposal(models.Model):
    """A job aid that nobody read or verified for long: it is withdrawn on a day, unless somebody keeps it."""

    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="archive_proposals")
    proposed_at = models.DateTimeField()
    archive_on = models.DateField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = CurationQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job_aid"],
                condition=models.Q(state=ProposalState.OPEN),
                name="curation_archive_proposed_once",
            )
        ]
        indexes = [models.Index(fields=["state", "archive_on", "id"], name="curation_archive_due")]

    def __str__(self) -> str:
        return f"{self.job_aid_id} may be archived"

    @property
    def community(self) -> CommunityPage:
        return self.job_aid.community


class ConfirmationRound(models.Model):
    """From which version on "I have read this" counts: that in which what to do last changed."""

    job_aid = models.OneToOneField(JobAidPage, models.CASCADE, primary_key=True, related_name="round")
    number = models.PositiveIntegerField()
    digest = models.CharField(
        max_length=64, help_text="Of what to do, as curation.confirming.readers reads it."
    )
    since = models.DateTimeField(help_text="When that version was published.")
    reminded_at = models.DateTimeField(
        null=True, help_text="When those who had not confirmed were told last."
    )

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.job_aid_id}, from version {self.number}"


class DifferentJobAids(models.Model):
    """Two job aids that say much the same, and of which a curator said that they are not the same."""

    first = models.ForeignKey(JobAidPage, models.CASCADE, related_name="+")
    second = models.ForeignKey(JobAidPage, models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="curation_different_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="curation_different_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"
