"""What was opened of a search, as the page of results tells."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from search.asking import note_opened


@csrf_exempt  # the signed word of the page, made for this person alone, says as much as a token of a form
@never_cache
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """Sent by script while the browser leaves for what was opened; nobody waits for the answer."""
    return HttpResponse(status=204) if note_opened(request) else HttpResponseBadRequest()
