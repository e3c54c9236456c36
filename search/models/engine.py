"""What a search engine outside the database still has to be told, and the indices that it holds."""

from __future__ import annotations

from django.db import models


class IndexChange(models.Model):
    """An entry was written or is gone: written in the transaction of the change, deleted when the engine has it.

    Its id is the version of the document, so that of two changes the later wins in whatever order they arrive.
    """

    entry_id = models.BigIntegerField()
    is_gone = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.pk}: entry {self.entry_id} {'is gone' if self.is_gone else 'was written'}"


class EngineIndex(models.Model):
    """An index of the engine: being built, or the one that is read."""

    class State(models.TextChoices):
        BUILDING = "building", "Being built"
        SERVING = "serving", "Read"

    name = models.CharField(max_length=100, unique=True)
    state = models.CharField(
        max_length=8, choices=State, default=State.BUILDING, unique=True, help_text="At most one of each."
    )
    built_to = models.BigIntegerField(default=0, help_text="The last entry id that was copied into it.")
    started_at = models.DateTimeField(auto_now_add=True)
    builder = models.CharField(max_length=36, blank=True, help_text="The run that builds it.")
    seen_at = models.DateTimeField(null=True, help_text="When that run last went on.")
    finished_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"
