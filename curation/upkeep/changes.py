"""What changed at a place that a step was taken from: the words marked, the step named, and who edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.html import escape

from communities.models import WikiEdition
from core.compare import compare_bodies
from curation.models import DriftAlert
from curation.notes import step_numbers
from people.models import User

COMPARED_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class Changed:
    """An alert as it is read; `step` is None for what is no step of the published version."""

    alert: DriftAlert
    compared: str  # clean HTML
    step: int | None
    editor: User | None


def with_places(alerts: QuerySet[DriftAlert]) -> QuerySet[DriftAlert]:
    """Bring along the job aids of alerts, and the authors of what can be edited by its author alone."""
    return alerts.select_related(
        "provenance__job_aid__community",
        "provenance__wiki_page__community",
        "provenance__post__thread__community",
        "provenance__post__author",
        "provenance__screencast__community",
        "provenance__screencast__author",
        "decided_by",
    )


def changes_of(alerts: Sequence[DriftAlert]) -> list[Changed]:
    """Read alerts from `with_places`. One query, for who edited the wiki pages."""
    editors = _wiki_editors(alerts)
    return [
        Changed(
            alert,
            compared=compare_bodies(_paragraphs(alert.old_text), _paragraphs(alert.new_text)),
            step=step_numbers(alert.provenance.job_aid).get(alert.provenance.step),
            editor=_author(alert.provenance) or editors.get(alert.new_version),
        )
        for alert in alerts
    ]


def _paragraphs(text: str) -> str:
    lines = text[:COMPARED_CHARS].splitlines()
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())


def _author(place: Any) -> User | None:
    """Nobody but its author edits a post or a recording."""
    source = place.post or place.screencast
    return source.author if source is not None else None


def _wiki_editors(alerts: Sequence[DriftAlert]) -> dict[int, User | None]:
    """By the revision that was compared, which is of a wiki page."""
    revisions = {alert.new_version for alert in alerts if alert.provenance.wiki_page_id}
    rows = WikiEdition.objects.filter(revision__in=revisions).select_related("editor")
    return {row.revision_id: row.editor for row in rows} if revisions else {}
