from __future__ import annotations

from django_tasks import task

from curation.likeness.flagged import lie_together


@task()
def group_flagged_place(place_id: int) -> None:
    """Let a flagged place lie with those that say the same; it may have gone meanwhile."""
    lie_together(place_id)
