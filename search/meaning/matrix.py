"""All vectors of the site in the memory of a process, for the databases: which entries are nearest to a question.

Kept right by reading what was made since the last look, at most every LOOK seconds. What an entry says of itself here
(kind, community) only narrows; the rows themselves decide in `search.meaning.fusion`, so that nothing old can leak.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from search.backends.base import LIKE, SearchQuery
from search.kinds import Kind
from search.meaning.model import DIMENSIONS, MODEL
from search.models import SearchVector

logger = logging.getLogger(__name__)
MOST = 200_000  # entries, 100 MB a process; a larger site has an engine
LOOK = 2.0  # seconds
OVERLAP = timedelta(seconds=10)  # a transaction that began earlier may become visible later
READ = 2_000  # rows at once
NO_COMMUNITY = -1
GONE = -2


class Matrix:
    """Rows at the same place in every array; a row that is gone keeps its place and is allowed to nobody."""

    def __init__(self) -> None:
        import numpy

        self._lock = threading.Lock()
        self._places: dict[int, int] = {}
        self._ids = numpy.zeros(0, numpy.int64)
        self._communities = numpy.zeros(0, numpy.int64)
        self._kinds = numpy.zeros(0, numpy.int8)
        self._vectors = numpy.zeros((0, DIMENSIONS), numpy.float32)
        self._looked = float("-inf")
        self._newest: datetime | None = None

    def nearest(self, query: SearchQuery, vector: Any, limit: int) -> list[int]:
        """Ids of entries that this person may know of, nearest first: what may not be known is left out before
        the best are taken. One query, or none when it looked a moment ago."""
        import numpy

        with self._lock:
            self._look()
            count = len(self._places)
            ids, vectors = self._ids[:count], self._vectors[:count]
            allowed = numpy.flatnonzero(self._allowed(query, count))
        if not len(allowed) or len(self._places) > MOST:
            return []
        scores = (vectors if len(allowed) == count else vectors[allowed]) @ vector
        best = _largest(scores, limit)
        return [int(pk) for pk in ids[allowed[best[scores[best] >= LIKE]]]]

    def forget(self, entry_ids: Iterable[int]) -> None:
        """These rows were not there any more."""
        with self._lock:
            for pk in entry_ids:
                if (place := self._places.get(pk)) is not None:
                    self._communities[place], self._kinds[place] = GONE, GONE

    def _allowed(self, query: SearchQuery, count: int) -> Any:
        import numpy

        communities, kinds = self._communities[:count], self._kinds[:count]
        is_name = kinds == _NUMBER[Kind.COMMUNITY]
        readable = ~is_name & numpy.isin(communities, query.readable)
        known = is_name & numpy.isin(communities, query.known)
        people = (kinds == _NUMBER[Kind.PERSON]) & query.people
        return readable | known | people

    def _look(self) -> None:
        if time.monotonic() - self._looked < LOOK:
            return
        since = self._newest - OVERLAP if self._newest else None
        rows = SearchVector.objects.filter(model=MODEL)
        if since:
            rows = rows.filter(made_at__gte=since)
        columns = ("entry_id", "entry__kind", "entry__community_id", "vector", "made_at")
        for row in rows.values_list(*columns).order_by("made_at").iterator(chunk_size=READ):
            if len(self._places) > MOST:
                logger.warning("More than %s entries: meaning needs a search engine.", MOST)
                break
            self._put(*row)
        self._looked = time.monotonic()

    def _put(self, pk: int, kind: str, community: int | None, vector: bytes, made_at: datetime) -> None:
        import numpy

        place = self._places.setdefault(pk, len(self._places))
        if place == len(self._ids):
            self._grow()
        self._ids[place] = pk
        self._kinds[place] = _NUMBER.get(kind, GONE)
        self._communities[place] = NO_COMMUNITY if community is None else community
        self._vectors[place] = numpy.frombuffer(vector, "<f2")
        self._newest = max(made_at, self._newest or made_at)

    def _grow(self) -> None:
        """Anew, by half: a search under way reads the old arrays."""
        import numpy

        more = max(1_000, len(self._ids) // 2)
        self._ids = numpy.concatenate([self._ids, numpy.zeros(more, numpy.int64)])
        self._communities = numpy.concatenate([self._communities, numpy.full(more, GONE, numpy.int64)])
        self._kinds = numpy.concatenate([self._kinds, numpy.full(more, GONE, numpy.int8)])
        self._vectors = numpy.concatenate([self._vectors, numpy.zeros((more, DIMENSIONS), numpy.float32)])


_NUMBER: dict[str, int] = {kind: number for number, kind in enumerate(Kind.values)}


def _largest(scores: Any, limit: int) -> Any:
    import numpy

    if len(scores) > limit:
        some = numpy.argpartition(-scores, limit)[:limit]
        return some[numpy.argsort(-scores[some], kind="stable")]
    return numpy.argsort(-scores, kind="stable")


_matrix: Matrix | None = None
_making = threading.Lock()


def matrix() -> Matrix:
    """The one of this process."""
    global _matrix
    with _making:
        if _matrix is None:
            _matrix = Matrix()
        return _matrix


def forget_matrix() -> None:
    """Another database stands behind the process, or its rows were taken back."""
    global _matrix
    with _making:
        _matrix = None
