from __future__ import annotations

from django_tasks import task

from curation.candidates.changes import look_again
from curation.drift import check_drift
from curation.places import model_of


@task()
def compare_places(field: str, pk: int) -> None:
    """Look what a change of one source means for what was taken or found there; it may have gone meanwhile."""
    source = model_of(field).objects.filter(pk=pk).first()
    if source is not None:
        check_drift(source)
        look_again(field, pk)
