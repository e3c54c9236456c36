"""What can change a candidate that was found: look at it again, soon. For sources see curation.tasks."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from communities.models import CommunityPage, Post, Thread, WikiPage
from communities.signals import community_changed, exploring_changed, thread_saved
from curation.candidates.changes import COMMUNITY, PAGE, POST, PRACTICE, REFUSAL, THREAD
from curation.candidates.tasks import reconsider, recount_candidates
from curation.models import Candidate, LikeText, Practice, Refusal
from curation.signals import practice_saved, refusal_decided, refusal_made
from curation.states import CandidateState

_COLUMNS: dict[type, str] = {Post: POST, WikiPage: PAGE}
_KINDS = {CommunityPage: COMMUNITY, Thread: THREAD, Post: POST, WikiPage: PAGE}


@receiver(pre_delete, sender=Post)
@receiver(pre_delete, sender=WikiPage)
def place_is_deleted(sender: type, instance: Post | WikiPage, **kwargs: Any) -> None:
    """Of its candidates nothing is shown that it may have said; the rest is counted again, at night at the latest."""
    texts = LikeText.objects.filter(**{_COLUMNS[sender]: instance.pk}).exclude(candidate=None)
    found = Candidate.objects.filter(pk__in=texts.values("candidate")).exclude(state=CandidateState.TAKEN)
    if found.update(is_stale=True, title=""):
        recount_candidates.enqueue()


@receiver(thread_saved)
def thread_was_saved(sender: type, thread: Thread, created: bool, **kwargs: Any) -> None:
    """An answer may have been accepted."""
    if not created:
        reconsider.enqueue(THREAD, thread.pk)


@receiver(community_changed)
def community_was_changed(sender: type, community: CommunityPage, **kwargs: Any) -> None:
    reconsider.enqueue(COMMUNITY, community.pk)


@receiver(exploring_changed)
def exploring_was_changed(sender: type, thing: Any, **kwargs: Any) -> None:
    """What is still tried out is no source of a practice; a recording is not searched."""
    if sender in _KINDS:
        reconsider.enqueue(_KINDS[sender], thing.pk)


@receiver(practice_saved)
def practice_was_saved(sender: type, practice: Practice, **kwargs: Any) -> None:
    reconsider.enqueue(PRACTICE, practice.pk)


@receiver([refusal_made, refusal_decided])
def refusal_was_made_or_decided(sender: type, refusal: Refusal, **kwargs: Any) -> None:
    reconsider.enqueue(REFUSAL, refusal.pk)
