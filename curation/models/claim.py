from __future__ import annotations

from django.conf import settings
from django.db import models


class Claimable(models.Model):
    """Something that waits for curators: who took it on, and by when it should be decided."""

    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
