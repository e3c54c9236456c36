"""Drift: the exact words that a step was taken from do not read as they did."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core import blocks
from curation.models import DriftAlert, Provenance
from curation.models.place import Source
from curation.places import version_of
from curation.signals import drift_found
from curation.states import DriftState
from curation.words import words_now

REMOVED = ""  # what an alert says of a place that is not there any more
SAME_AGAIN = "The source says the same again."


def check_drift(source: Source) -> int:
    """Compare every place that a job aid took from this source with what it says now; counts the changed.

    One open alert for each provenance row; it follows the source, and closes by itself when the old words
    are back. A change of other places in the same source alerts nobody, nor does another title or address.
    Safe to run twice. Two queries on indexes when nothing drifted; only what did is locked.
    """
    rows = list(Provenance.objects.taken_from(source).attached().order_by("pk"))
    if not rows:
        return 0
    says = words_now(source, rows)
    alerted = set(
        DriftAlert.objects.unsettled().filter(provenance__in=rows).values_list("provenance_id", flat=True)
    )
    version = version_of(source)
    return sum(
        _settle(row.pk, says[row.pk], version)
        for row in rows
        if row.pk in alerted or not _same(row, says[row.pk])
    )


def source_goes(source: Source) -> int:
    """Open an alert for every place of a source that is about to be deleted: its words stay with the step."""
    rows = Provenance.objects.taken_from(source).attached()
    version = version_of(source)
    return sum(_settle(pk, None, version) for pk in list(rows.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _settle(pk: int, words: str | None, version: int) -> bool:
    """Open, move on or close the alert of one row; whether anything changed."""
    row = Provenance.objects.attached().select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:  # detached meanwhile
        return False
    now, same, text = timezone.now(), _same(row, words), words or REMOVED
    alert = row.alerts.select_for_update().unsettled().first()
    if alert is not None:
        if not same and alert.new_text == text:
            return False
        if same:
            alert.state, alert.decided_at, alert.note = DriftState.KEPT, now, SAME_AGAIN
        alert.new_text, alert.new_version = text, version
        alert.save(update_fields=["state", "decided_at", "note", "new_text", "new_version"])
        return True
    if same or _was_kept(row, text):
        return False
    alert = DriftAlert.objects.create(
        provenance=row, opened_at=now, old_text=row.quote, new_text=text, new_version=version
    )
    drift_found.send(sender=DriftAlert, alert=alert)
    return True


def _same(row: Provenance, words: str | None) -> bool:
    """Whether the place is there, and says what it said."""
    return words is not None and blocks.digest(words) == row.digest


def _was_kept(row: Provenance, text: str) -> bool:
    """Whether the owner decided already that the step stays although its source says this."""
    last = row.alerts.order_by("-opened_at", "-pk").first()
    return last is not None and last.state == DriftState.KEPT and last.new_text == text
