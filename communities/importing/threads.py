"""A dump of threads becomes threads and posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from communities.actions.thread_import import Brought, bring_in_thread
from communities.importing.dumps import ReadThread, UnreadableDump
from communities.importing.json_lines import json_lines
from communities.importing.report import Progress, Report
from communities.importing.stack import stack_exchange
from communities.models import CommunityPage, Post, Thread

MAX_TITLE = Thread._meta.get_field("title").max_length or 200
MAX_AUTHOR = Post._meta.get_field("author_name").max_length or 120
MAX_TAG, MAX_TAGS = 60, 20
EMPTY = "<p>…</p>"


def import_threads(path: Path, community: CommunityPage, write: Callable[[str], None]) -> Report:
    """Bring in every thread of a dump; what fails is in the report, and the rest goes on.

    Run again, it adds only the posts that it lacks. Raises UnreadableDump and OSError.
    """
    report = Report()
    threads = list(read_threads(path, report))
    progress = Progress(write, len(threads), "Threads written")
    for number, thread in enumerate(threads, start=1):
        _bring_in(thread, community, report)
        progress.at(number)
    return report


def read_threads(path: Path, report: Report) -> Iterator[ReadThread]:
    """Every thread of a dump. Raises UnreadableDump and OSError."""
    with path.open("rb") as stream:
        start = stream.read(200).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise UnreadableDump("The file is empty")
    if start.startswith(b"<"):
        return stack_exchange(path, report)
    if start.startswith(b"{"):
        return json_lines(path, report)
    raise UnreadableDump(
        "This is neither a Stack Exchange Posts.xml, which begins with <, nor JSON Lines, where each line is {…}"
    )


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
            opening=_fitting(thread.opening),
            replies=[_fitting(reply) for reply in thread.replies],
            kind=thread.kind,
            tags=[tag[:MAX_TAG] for tag in thread.tags[:MAX_TAGS]],
            is_closed=thread.is_closed,
        )
    except Exception as failure:  # noqa: BLE001 - the run goes on, and the report says what happened
        report.problem(f"Not written: {failure or type(failure).__name__}", where)
        return
    report.count("threads made" if done.created else "threads known before")
    if done.posts:
        report.count("posts made", done.posts)
    for name, why in done.refused:
        report.problem(f"A reply was not written: {why}", name)
    if done.created and thread.replies and not any(reply.is_accepted for reply in thread.replies):
        report.count("of them without an accepted answer")


def _fitting(post: Brought) -> Brought:
    return replace(
        post, author_name=post.author_name[:MAX_AUTHOR], body=post.body if post.body.strip() else EMPTY
    )
