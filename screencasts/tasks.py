from __future__ import annotations

from django_tasks import task

from screencasts import processing


@task(queue_name="media")
def process_screencast(screencast_id: int) -> None:
    """Make a received file playable. Runs once at a time for a recording; a second run ends at once."""
    processing.process(screencast_id)


@task()
def resume_stalled_screencasts() -> None:
    """Take up again what a worker left in the middle."""
    for screencast_id in processing.stalled():
        process_screencast.enqueue(screencast_id)


@task(priority=-50)
def remove_abandoned_uploads() -> None:
    """Remove received files whose form never came back."""
    processing.remove_abandoned_uploads()
