"""Drift: the exact words that a step was taken from do not read as they did."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core import blocks
from curation.models import DriftAlert, Provenance
from curation.models.place import Source
from curation.places import PlaceGone, read_place, version_of
from curation.states import DriftState

REMOVED = ""  # what a place says that is not there any more


def check_drift(source: Source) -> int:
    """Compare every place that a job aid took from this source with what it says now; counts the changed.

    One open alert for each provenance row; it follows the source, and closes by itself when the old words
    are back. A change of other places in the same source alerts nobody. Safe to run twice.
    """
    changed = 0
    for row in Provenance.objects.taken_from(source).attached().order_by("pk"):
        changed += _check(row, source)
    return changed


@transaction.atomic
def _check(row: Provenance, source: Source) -> bool:
    held = Provenance.objects.attached().select_for_update(of=("self",)).filter(pk=row.pk).first()
    if held is None:  # detached meanwhile
        return False
    now, words = timezone.now(), words_now(source, row.anchor, row.quote)
    same = blocks.digest(words) == row.digest if words is not None else False
    alert = row.alerts.select_for_update().unsettled().first()
    text = words if words is not None else REMOVED
    if alert is not None:
        if same:
            alert.state, alert.decided_at = DriftState.KEPT, now
            alert.note = "The source says the same again."
        elif alert.new_text == text:
            return False
        alert.new_text, alert.new_version = text, version_of(source)
        alert.save(update_fields=["state", "decided_at", "note", "new_text", "new_version"])
        return True
    if same or _was_kept(row, text):
        return False
    DriftAlert.objects.create(
        provenance=row, opened_at=now, old_text=row.quote, new_text=text, new_version=version_of(source)
    )
    return True


def words_now(source: Source, anchor: str, quote: str = "") -> str | None:
    """What the place that said `quote` says now, or None when it is gone."""
    try:
        return read_place(source, anchor, quote).quote
    except PlaceGone:
        return None


def _was_kept(row: Provenance, text: str) -> bool:
    """Whether the owner decided already that the step stays although its source says this."""
    last = row.alerts.order_by("-opened_at", "-pk").first()
    return last is not None and last.state == DriftState.KEPT and last.new_text == text
