from __future__ import annotations

from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from communities.models import WikiPage
from curation.models import JobAidPage
from search import indexing
from search.kinds import Kind
from search.models import SearchEntry


@task()
def refresh_entries(kind: str, thing_id: int) -> None:
    """Make the search entries of one thing right; it may have gone meanwhile."""
    indexing.refresh(kind, thing_id)


@task()
def refresh_post(thread_id: int, position: int) -> None:
    """Make the search entry of one post right; it may have gone meanwhile."""
    indexing.refresh_post(thread_id, position)


@task()
def refresh_addresses(page_id: int) -> None:
    """A page has another address, and so has everything below it; below a community stands more than pages."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return
    below = set(Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))
    pairs = {(Kind.WIKI, pk) for pk in WikiPage.objects.filter(pk__in=below).values_list("pk", flat=True)}
    pairs |= {
        (Kind.JOB_AID, pk) for pk in JobAidPage.objects.filter(pk__in=below).values_list("pk", flat=True)
    }
    indexing.refresh_all(sorted(pairs.union(indexing.in_community(page_id))))


@task()
def refresh_lapsed() -> None:
    """Job aids whose verification ended since they were indexed."""
    verified = SearchEntry.objects.filter(kind=Kind.JOB_AID, trust="verified").values("thing_id")
    lapsed = JobAidPage.objects.unverified(timezone.localdate()).filter(pk__in=verified)
    indexing.refresh_all((Kind.JOB_AID, pk) for pk in lapsed.values_list("pk", flat=True))
