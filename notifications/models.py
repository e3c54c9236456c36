from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from communities.models import CommunityPage
from notifications.querysets import NoticeQuerySet
from notifications.states import Audience, How, Kind


class Notice(models.Model):
    """One thing that one person is told. Of one subject a person has at most one unread notice of a kind."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=400, help_text="One plain sentence.")
    url = models.TextField(help_text="A path of this site.")
    community = models.ForeignKey(CommunityPage, models.CASCADE, null=True, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.READERS)
    subject = models.CharField(
        max_length=60, help_text="What it is about: news of the same is folded into it."
    )
    times = models.PositiveIntegerField(default=1, help_text="How often there was news of it while unread.")
    created_at = models.DateTimeField(help_text="When there was news of it last.")
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "subject"],
                condition=models.Q(read_at=None),
                name="notifications_unread_once",
            )
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notifications_list"),
            models.Index(
                fields=["user", "-created_at", "-id"],
                condition=models.Q(read_at=None),
                name="notifications_unread",
            ),
            models.Index(
                fields=["read_at"], condition=models.Q(read_at__isnull=False), name="notifications_old"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """The address that opens what it is about, and marks it read."""
        return reverse("notifications:open", args=[self.pk])

    @property
    def icon(self) -> str:
        return Kind(self.kind).icon


class NoticeChoice(models.Model):
    """How one person wants to hear of one kind; without a row as DEFAULT says."""

    DEFAULT = How.MAIL

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=12, choices=Kind)
    how = models.CharField(max_length=4, choices=How)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notifications_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.how}"
