from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from communities.models import WikiPage
from curation.models import JobAidPage
from curation.states import Trust
from search import asked_log, indexing, needed, related, saved, use
from search.findables import place_of_post
from search.gaps import count_gaps
from search.kinds import Kind
from search.meaning.rows import make_missing
from search.models import SearchEntry
from search.vocabulary import tidy

AT_ONCE = 500  # job aids that lapsed: the first of a day reach the index within the minute


@task()
def refresh_entries(kind: str, thing_id: int) -> None:
    """Make the search entries of one thing right; it may have gone meanwhile."""
    indexing.refresh(kind, thing_id)
    make_missing(kind=kind, thing_id=thing_id)


@task()
def refresh_post(thread_id: int, position: int) -> None:
    """Make the search entry of one post right; it may have gone meanwhile."""
    indexing.refresh_post(thread_id, position)
    make_missing(kind=Kind.THREAD, thing_id=thread_id, place=place_of_post(position))


@task()
def refresh_threads(ids: list[int]) -> None:
    """Make the entries of these threads right: a tag that they have is called otherwise, or is no more."""
    indexing.refresh_all((Kind.THREAD, pk) for pk in ids)


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
    make_missing()


@task()
def refresh_lapsed() -> None:
    """Job aids whose verification ended since they were indexed; a minute later the next ones, if they are many.

    Uses the indexes curation_job_aid_lapse and search_entry_place.
    """
    says_verified = SearchEntry.objects.filter(
        kind=Kind.JOB_AID, thing_id=OuterRef("pk"), place="", trust__in=(Trust.VERIFIED, Trust.CHECK)
    )
    lapsed = JobAidPage.objects.lapsed(timezone.localdate()).filter(Exists(says_verified))
    _refresh_job_aids(lapsed.values_list("pk", flat=True)[:AT_ONCE])


@task()
def tidy_words() -> None:
    """Forget the words that stand in no entry any more."""
    tidy()


@task()
def refresh_system(system_id: int) -> None:
    """The labels of the job aids of a system: a release was announced, or withdrawn."""
    _refresh_job_aids(JobAidPage.objects.published().filter(systems=system_id).values_list("pk", flat=True))


def _refresh_job_aids(ids: Iterable[int]) -> None:
    indexing.refresh_all((Kind.JOB_AID, pk) for pk in list(ids))
    make_missing(kind=Kind.JOB_AID)


# -- what was asked ----------------------------------------------------------------------------------------
@task(priority=-50)
def count_what_was_asked() -> None:
    """What curators see of searches."""
    count_gaps()


@task(priority=-50)
def forget_who_asked() -> None:
    """Who searched is known for SEARCH_NAMES_KEPT_DAYS."""
    asked_log.forget_names()


@task(priority=-10)
def look_again() -> None:
    """News in what people keep; then the next ones, if they are many."""
    if saved.look_again() == saved.AT_ONCE:
        look_again.enqueue()


@task()
def propose_answers(job_aid_id: int) -> None:
    """Which requests a published job aid may answer; it may have gone meanwhile."""
    job_aid = JobAidPage.objects.published().filter(pk=job_aid_id).first()
    if job_aid is not None:
        needed.propose_answers(job_aid)


# -- beside the words --------------------------------------------------------------------------------------
@task(priority=-50)
def count_use() -> None:
    """Once a day: for how many people each thing worked, and how many read it."""
    use.count_use()


@task(priority=-10)
def relate_some() -> None:
    """What is related to things that are new or changed, and to those whose list is a week old."""
    related.relate_some()
