"""News of searches: for who keeps one, and for curators when something was published that people asked for."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from curation.models import ContentRequest
from curation.people import nearest_curators_of
from curation.states import RequestState
from notifications.news.base import News, Told, found, job_aids, news
from notifications.states import Audience, Kind
from search.models import SavedSearch


@news
def search_found_news(saved_id: int, things: int) -> Iterable[Told]:
    """To whoever keeps it. Says how many and nothing of what: the page shows what the reader may read by then."""
    saved = found(SavedSearch.objects.select_related("user"), saved_id)
    if saved is None or saved.tell == SavedSearch.Tell.NEVER:
        return
    number = "1 new thing" if things == 1 else f"{things} new things"
    text = f"{number} for the search that you keep, “{saved.name}”."
    yield News(Kind.SAVED, text, saved.get_absolute_url(), None, f"saved:{saved.pk}"), [saved.user]


@news
def request_may_be_met(request_id: int, job_aid_id: int) -> Iterable[Told]:
    """To who took the request on, else to the curators of the community."""
    requests = ContentRequest.objects.select_related("community", "claimed_by")
    request = found(requests.filter(state=RequestState.OPEN), request_id)
    job_aid = found(job_aids(), job_aid_id)
    if request is None or job_aid is None:
        return
    people = "1 person" if request.people_count == 1 else f"{request.people_count} people"
    text = f"“{job_aid.title}” was published and may answer “{request.title}”, which {people} asked for."
    url = f"{reverse('curation:desk_request', args=[request.pk])}?job_aid={job_aid.pk}#meet"
    told = [request.claimed_by] if request.claimed_by else nearest_curators_of(request.community)
    subject = f"may-meet:{request.pk}"
    yield News(Kind.MAY_MEET, text, url, request.community, subject, Audience.CURATORS), told
