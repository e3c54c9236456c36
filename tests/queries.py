"""Counting what a page asks the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def queries(*, at_most: int) -> Iterator[CaptureQueriesContext]:
    """Raises AssertionError, with the queries, when there are more than `at_most` or one is asked twice."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    asked = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
    repeated = [sql for sql, times in Counter(asked).items() if times > 1]
    assert not repeated, "asked more than once:\n" + "\n".join(repeated)
    assert len(asked) <= at_most, f"{len(asked)} queries, allowed {at_most}:\n" + "\n".join(asked)
