from __future__ import annotations

from django.conf import settings
from django.db import models

from communities.models.community import CommunityPage


class JoinAnswer(models.Model):
    """What was said to somebody who asked to join: kept when the request is gone, for both sides to read."""

    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="join_answers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_answers")
    approved = models.BooleanField()
    reason = models.TextField("why", max_length=600, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["community", "user", "-id"], name="communities_join_answer")]

    def __str__(self) -> str:
        return f"{self.user}: {'let into' if self.approved else 'not let into'} {self.community}"

    @property
    def words(self) -> str:
        """What the person reads of a request that was declined."""
        return f"{self.reason} You may ask again." if self.reason else "You may ask again."
