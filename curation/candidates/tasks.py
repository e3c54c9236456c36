from __future__ import annotations

from django_tasks import task

from curation.candidates.changes import look_again
from curation.candidates.recount import recount_stale
from curation.candidates.search import find_candidates


@task(priority=-50)
def search_for_candidates() -> None:
    """The nightly search; two at once, or one that was ended, do no harm."""
    find_candidates()


@task(priority=-10)
def recount_candidates() -> None:
    """Count again what is marked; the nightly search does so too."""
    recount_stale()


@task(priority=-10)
def reconsider(kind: str, pk: int) -> None:
    """Something about a post, thread, page, practice, refusal or community changed; it may have gone meanwhile."""
    look_again(kind, pk)
