"""What people looked for in vain, counted so that it tells of nobody."""

from __future__ import annotations

from django.db import models

from communities.models import CommunityPage
from curation.models import ContentRequest, JobAidPage


class Gap(models.Model):
    """How often words were looked for in a community, in so many days up to now; made anew every hour.

    Words have a row only when several people looked for them. `words` is empty in one row of each community: all
    searches together, whoever made them.
    """

    community = models.ForeignKey(
        CommunityPage,
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="Empty: looked for in no community.",
    )
    days = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300, blank=True)
    searches = models.PositiveIntegerField()
    people = models.PositiveIntegerField(help_text="Within as many days as names are kept.")
    nothing = models.PositiveIntegerField(help_text="Searches that found nothing.")
    unopened = models.PositiveIntegerField(
        help_text="Searches that found something, of which nothing was opened."
    )
    reworded = models.PositiveIntegerField(help_text="Searches that were made again in other words.")
    last_at = models.DateTimeField()
    found_at = models.DateTimeField(null=True, help_text="When they last found something.")
    nothing_at = models.DateTimeField(null=True, help_text="When they last found nothing.")
    counted_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            models.Index(fields=["days", "community", "-nothing", "-id"], name="search_gap_nothing"),
            models.Index(fields=["days", "community", "-unopened", "-id"], name="search_gap_unopened"),
            models.Index(fields=["days", "community", "-reworded", "-id"], name="search_gap_reworded"),
            models.Index(fields=["days", "community", "-searches", "-id"], name="search_gap_asked"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_found_since(self) -> bool:
        """Whether the last search for it found something, after one that did not."""
        return bool(self.found_at and self.nothing_at and self.found_at > self.nothing_at)


class RequestAnswer(models.Model):
    """A job aid that was published and may answer what people asked for; curators decide whether it does."""

    request = models.ForeignKey(ContentRequest, models.CASCADE, related_name="+")
    job_aid = models.ForeignKey(JobAidPage, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "job_aid"], name="search_answer_once")]

    def __str__(self) -> str:
        return f"{self.job_aid_id} may answer {self.request_id}"
