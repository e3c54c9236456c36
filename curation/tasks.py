from __future__ import annotations

from django_tasks import task

from curation.drift import check_drift
from curation.places import model_of


@task()
def compare_places(field: str, pk: int) -> None:
    """Look for drift in what was taken from one source; it may have gone meanwhile."""
    source = model_of(field).objects.filter(pk=pk).first()
    if source is not None:
        check_drift(source)
