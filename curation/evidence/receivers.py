"""What changes the evidence of a practice: count it anew, soon."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from communities.models import Post
from communities.signals import post_reacted
from communities.states import ReactionKind
from curation.evidence.tasks import weigh_practice, weigh_practices_of_job_aid, weigh_practices_of_post
from curation.models import Feedback, FlaggedPlace, Practice, PracticeSource
from curation.signals import feedback_given, place_flagged, practice_saved


@receiver(practice_saved)
def practice_changed(sender: type, practice: Practice, **kwargs: Any) -> None:
    weigh_practice.enqueue(practice.pk)


@receiver(place_flagged)
def source_was_flagged(sender: type, place: FlaggedPlace, **kwargs: Any) -> None:
    if place.practice_id:
        weigh_practice.enqueue(place.practice_id)


@receiver(feedback_given)
def somebody_used_it(sender: type, feedback: Feedback, **kwargs: Any) -> None:
    weigh_practices_of_job_aid.enqueue(feedback.job_aid_id)


@receiver(post_reacted)
def somebody_reacted(sender: type, post: Post, kind: str, **kwargs: Any) -> None:
    if kind == ReactionKind.WORKED and PracticeSource.objects.filter(post=post).exists():
        weigh_practices_of_post.enqueue(post.pk)
