"""Job aids that people miss."""

from __future__ import annotations

from typing import Any

from curation.desk.scope import Desk
from curation.models import ContentRequest
from curation.states import RequestState


def waiting(desk: Desk) -> Any:
    """Requests that nobody met or declined. Uses the indexes curation_request_desk and curation_request_wanted."""
    return desk.of(ContentRequest.objects.filter(state=RequestState.OPEN))
