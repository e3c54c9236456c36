from __future__ import annotations

from django_tasks import task

from curation.upkeep import archive, reminders


@task()
def hand_over(user_id: int) -> None:
    """Tell who answers from now on for the job aids of somebody who cannot any more; they may have gone."""
    reminders.hand_over(user_id)


@task()
def remind_owners() -> None:
    """Tell who answers for a job aid that its day comes near, or is here. Each day once, however often it runs."""
    reminders.remind_owners()


@task()
def tidy_the_library() -> None:
    """Retire what was proposed a week ago and nobody kept, then propose what nobody read or verified for long."""
    archive.retire_what_nobody_kept()
    archive.propose()
