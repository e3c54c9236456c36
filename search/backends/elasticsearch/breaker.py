"""A circuit breaker: who does not answer is left alone for a while, so that nobody waits for it in vain."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock

logger = logging.getLogger(__name__)
FIRST_REST, LONGEST_REST = 2.0, 30.0  # seconds


class Breaker:
    """Closed at first. A failure opens it for FIRST_REST; then one caller tries, and when that fails too it is open
    for twice as long. Any answer closes it.

    Each process has its own: it costs each of them one wait, and depends on nothing that could fail as well.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._rest = 0.0  # of the last failure; 0: closed
        self._tried_after = 0.0
        self._is_tried = False

    @property
    def is_open(self) -> bool:
        return bool(self._rest)

    def lets_through(self) -> bool:
        """Whether the caller may ask; who may must say afterwards how it went."""
        with self._lock:
            if not self._rest:
                return True
            if self._is_tried or self._now() < self._tried_after:
                return False
            self._is_tried = True
            return True

    def answered(self) -> None:
        with self._lock:
            was_open, self._rest, self._is_tried = self.is_open, 0.0, False
        if was_open:
            logger.warning("The search engine answers again.")

    def failed(self, reason: object) -> None:
        with self._lock:
            if self._rest and not self._is_tried:
                return  # asked before it opened
            self._rest = min(self._rest * 2, LONGEST_REST) if self._rest else FIRST_REST
            self._tried_after = self._now() + self._rest
            self._is_tried = False
            rest = self._rest
        logger.warning("The search engine does not answer; it is left alone for %g s: %s", rest, reason)

    def rest_is_over(self) -> None:
        """The next caller tries, whatever time it is."""
        with self._lock:
            self._tried_after = 0.0

    def was_cut_off(self) -> None:
        """The caller went away without an answer or a failure: the next one tries."""
        with self._lock:
            self._is_tried = False
