"""Drift: the exact words that a step was taken from do not read as they did."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from core import blocks
from curation.job_aids.steps import block_ids_in_use
from curation.models import DriftAlert, JobAidPage, Provenance
from curation.models.place import Source
from curation.places.described import version_of, with_sources
from curation.places.words_now import words_now
from curation.signals import drift_found
from curation.states import DriftState
from curation.upkeep.minor import MINOR, followed_by_minor_changes

REMOVED = ""  # what an alert says of a place that is not there any more
SAME_AGAIN = "The source says the same again."
STEP_GONE = "The step is not in the job aid any more."


def check_drift(source: Source) -> int:
    """Compare every place that a job aid took from this source with what it says now; counts the changed.

    One open alert for each provenance row; it follows the source, and closes by itself when the old words
    are back. Minor changes of a wiki page alert nobody: the row follows them. A change of other places in
    the same source alerts nobody, nor does another title or address, nor what was taken for a step that no
    version or draft has any more.
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
    changed = _in_use([row for row in rows if row.pk in alerted or not _same(row, says[row.pk])])
    asked = [row for row in changed if row.pk not in alerted and says[row.pk]]
    minor = followed_by_minor_changes(source, asked, says)
    return sum(_settle(row.pk, says[row.pk], version, is_minor=row.pk in minor) for row in changed)


def source_goes(source: Source) -> int:
    """Open an alert for every place of a source that is about to be deleted: its words stay with the step."""
    rows = list(Provenance.objects.taken_from(source).attached().order_by("pk"))
    version = version_of(source)
    return sum(_settle(row.pk, None, version) for row in _in_use(rows))


def close_of_steps_gone(job_aid: JobAidPage) -> int:
    """Close the alerts of steps that neither its published version nor its newest draft has; counts them.

    The provenance stays: older versions credit by it, and the step may come back.
    """
    alerts = DriftAlert.objects.unsettled().filter(provenance__job_aid=job_aid)
    if not (steps := dict(alerts.values_list("pk", "provenance__step"))):
        return 0
    # As it is stored: whoever saves a draft has the page with the words of that draft in hand.
    used = block_ids_in_use(JobAidPage.objects.select_related("latest_revision").get(pk=job_aid.pk))
    gone = DriftAlert.objects.unsettled().filter(
        pk__in=[pk for pk, step in steps.items() if step not in used]
    )
    return gone.update(state=DriftState.DETACHED, decided_at=timezone.now(), note=STEP_GONE)


def check_sources_of(job_aid: JobAidPage) -> int:
    """Compare every source of a job aid; counts the changed. A step that came back may have missed a change."""
    rows = Provenance.objects.filter(job_aid=job_aid).attached()
    sources = {row.source for row in with_sources(rows, bodies=True) if row.source is not None}
    return sum(check_drift(source) for source in sources)


def _in_use(rows: Sequence[Provenance]) -> list[Provenance]:
    """Those whose step is published or in the newest draft. One query, where there are rows."""
    if not rows:
        return []
    aids = JobAidPage.objects.filter(pk__in={row.job_aid_id for row in rows}).select_related(
        "latest_revision"
    )
    used = {aid.pk: block_ids_in_use(aid) for aid in aids}
    return [row for row in rows if row.step in used.get(row.job_aid_id, ())]


@transaction.atomic
def _settle(pk: int, words: str | None, version: int, *, is_minor: bool = False) -> bool:
    """Open, move on or close the alert of one row; whether anything changed that somebody is to look at."""
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
    if is_minor:
        settled = {"state": DriftState.KEPT, "opened_at": now, "decided_at": now, "note": MINOR}
        DriftAlert.objects.create(
            provenance=row, old_text=row.quote, new_text=text, new_version=version, **settled
        )
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
