"""What waits on the home of a reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from communities.home import Task
from curation.confirming.readers import waiting_for

TASKS = 4


def to_confirm(user: Any) -> Iterable[Task]:
    """Job aids that everybody confirms, and this person has not."""
    for job_aid in waiting_for(user).select_related("community").order_by("last_published_at")[:TASKS]:
        yield Task(
            icon="book-open",
            title=f"Read and confirm “{job_aid.title}”",
            url=f"{job_aid.get_absolute_url()}#confirm",
            why=f"Every member of {job_aid.community.title} is asked to.",
            act="Read the job aid",
        )
