from __future__ import annotations

from django_tasks import task

from search.indexing import refresh


@task()
def refresh_entries(kind: str, thing_id: int) -> None:
    """Make the search entries of one thing right; it may have gone meanwhile."""
    refresh(kind, thing_id)
