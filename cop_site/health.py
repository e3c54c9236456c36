"""/healthz says that the process is alive, /readyz that it can serve."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from cop_site import probes
from search.backends import search_backend

logger = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers both addresses before anything else runs.

    Whoever probes does not know the site's host name and does not speak TLS, so neither ALLOWED_HOSTS nor the
    redirect to https may stand in the way; and a broken session store must not make a process look dead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.migrations_seen = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
        if request.path_info == "/readyz":
            return self._ready()
        return self.get_response(request)

    def _ready(self) -> JsonResponse:
        """503 when this process cannot serve. A silent worker and an engine that does not answer are told, but the
        pages can still be read, and the database searches."""
        answers: dict[str, str | int] = {"database": _answer(probes.database)}
        if answers["database"] == "ok":
            answers["migrations"] = self._migrations()
            answers["worker"] = _answer(probes.worker, otherwise="silent")
            answers |= _search()
        can_serve = answers["database"] == "ok" and answers["migrations"] == "ok"
        return JsonResponse(answers, status=200 if can_serve else 503, headers={"Cache-Control": "no-store"})

    def _migrations(self) -> str:
        # Reading all migration files takes a while; once applied, they stay so for the life of this code.
        if not self.migrations_seen:
            self.migrations_seen = _answer(probes.migrations) == "ok"
        return "ok" if self.migrations_seen else "waiting"


def _search() -> dict[str, str | int]:
    """How the engine does, and how many changes it was not told yet, for how long."""
    try:
        state = search_backend().state()
    except Exception:
        logger.exception("The search engine cannot be asked how it does")
        return {"search": "failed"}
    answers: dict[str, str | int] = {"search": state.word}
    if state.since:
        waited = (timezone.now() - state.since).total_seconds()
        answers |= {"changes_waiting": state.waiting, "waiting_seconds": int(waited)}
    return answers


def _answer(probe: Callable[[], str], *, otherwise: str = "failed") -> str:
    try:
        probe()
    except probes.ProbeFailed as reason:
        logger.warning("%s: %s", probe.__name__, reason)
        return otherwise
    except Exception:
        logger.exception("The probe of the %s failed", probe.__name__)
        return otherwise
    return "ok"
