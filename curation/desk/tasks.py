from __future__ import annotations

from django_tasks import task

from curation.desk.pace import measure_lead_times


@task()
def count_lead_times() -> None:
    """Once a night; counting twice gives the same."""
    measure_lead_times()
