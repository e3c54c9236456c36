from __future__ import annotations

from django_tasks import task

from curation.likeness.flagged import lie_together
from curation.likeness.job_aids import compare_with_others


@task()
def group_flagged_place(place_id: int) -> None:
    """Let a flagged place lie with those that say the same; it may have gone meanwhile."""
    lie_together(place_id)


@task()
def compare_job_aid(job_aid_id: int) -> None:
    """Find the near-duplicates of a job aid; it may have gone meanwhile."""
    compare_with_others(job_aid_id)
