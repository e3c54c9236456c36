from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from communities.models.community import CommunityPage
from communities.querysets import CommunityContentQuerySet


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Files lie under a name that nobody can guess; the person's file name is kept in the row."""
    return f"attachments/{attachment.id.hex[:2]}/{attachment.id.hex}"


class Attachment(models.Model):
    """A picture or a file in a page or post. Its bytes are served by a view that asks the community's policy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(CommunityPage, models.CASCADE, related_name="attachments")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    file = models.FileField(upload_to=attachment_path, max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True, help_text="Pixels; empty when it is not a picture.")
    height = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CommunityContentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["community", "sha256"], name="communities_attachment_same")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("communities:file", args=[self.pk, self.name])

    @property
    def is_picture(self) -> bool:
        return self.width is not None
