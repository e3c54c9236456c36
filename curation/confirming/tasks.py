from __future__ import annotations

from django_tasks import task

from curation.actions.confirming import remind_who_waited_long


@task()
def remind_to_confirm() -> None:
    """Remind readers who have not confirmed a job aid for a week; once a week, however often it runs."""
    remind_who_waited_long()
