"""A dump of threads becomes threads and posts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import DatabaseError

from communities.actions.thread_import import bring_in_thread
from communities.importing.report import Progress, Report
from communities.importing.stack import ReadThread, read_threads
from communities.models import CommunityPage, Thread
from core.sanitize import BodyTooLarge

MAX_TITLE = Thread._meta.get_field("title").max_length or 200
MAX_TAG = 60


def import_threads(path: Path, community: CommunityPage, write: Callable[[str], None]) -> Report:
    """Bring in every thread of a dump; what fails is in the report, and the rest goes on.

    Run again, it adds only the posts that it lacks. Raises UnreadableDump.
    """
    report = Report()
    threads = list(read_threads(path, report))
    progress = Progress(write, len(threads), "Threads written")
    for number, thread in enumerate(threads, start=1):
        _bring_in(thread, community, report)
        progress.at(number)
    return report


def _bring_in(thread: ReadThread, community: CommunityPage, report: Report) -> None:
    where = thread.source_name
    title = thread.title
    if len(title) > MAX_TITLE:
        report.problem("A title was cut to fit", where, title)
        title = title[: MAX_TITLE - 1].rstrip() + "…"
    try:
        done = bring_in_thread(
            community=community,
            source_name=where,
            title=title,
            opening=thread.opening,
            replies=thread.replies,
            kind=thread.kind,
            tags=[tag[:MAX_TAG] for tag in thread.tags],
            is_closed=thread.is_closed,
        )
    except (BodyTooLarge, DatabaseError) as failure:
        report.problem("Not written", where, str(failure))
        return
    report.count("threads made" if done.created else "threads known before")
    if done.posts:
        report.count("posts made", done.posts)
    for name, why in done.refused:
        report.problem("A reply was not written", name, why)
    if thread.replies and not any(reply.is_accepted for reply in thread.replies):
        report.count("without an accepted answer")
