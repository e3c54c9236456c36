"""What happens when there is news: a task tells the people. Nothing else is done within the change itself."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from communities import signals as community_signals
from curation import signals
from notifications.tasks import tell
from search import signals as search_signals


@receiver(signals.place_flagged)
def place_was_flagged(sender: type, flag: Any, **kwargs: Any) -> None:
    tell.enqueue("words_flagged", flag.pk)


@receiver(signals.place_decided)
def place_was_decided(sender: type, place: Any, user: Any, **kwargs: Any) -> None:
    tell.enqueue("place_decided", place.pk, user.pk if user else None)


@receiver(signals.refusal_made)
def refusal_was_made(sender: type, refusal: Any, **kwargs: Any) -> None:
    tell.enqueue("refusal_made", refusal.pk)


@receiver(signals.refusal_decided)
def refusal_was_decided(sender: type, refusal: Any, **kwargs: Any) -> None:
    tell.enqueue("refusal_decided", refusal.pk)


@receiver(signals.objection_made)
def objection_was_made(sender: type, objection: Any, **kwargs: Any) -> None:
    tell.enqueue("objection_made", objection.pk)


@receiver(signals.objection_answered)
def objection_was_answered(sender: type, objection: Any, **kwargs: Any) -> None:
    tell.enqueue("objection_answered", objection.pk)


# -- job aids ----------------------------------------------------------------------------------------------
@receiver(signals.words_used)
def words_were_used(sender: type, job_aid: Any, authors: Any, **kwargs: Any) -> None:
    tell.enqueue("words_used", job_aid.pk, [author.pk for author in authors])


@receiver(signals.job_aid_published)
def job_aid_was_published(sender: type, job_aid: Any, **kwargs: Any) -> None:
    tell.enqueue("job_aid_published", job_aid.pk)


@receiver(signals.job_aid_retired)
def job_aid_was_retired(sender: type, job_aid: Any, **kwargs: Any) -> None:
    tell.enqueue("job_aid_retired", job_aid.pk)


@receiver(signals.job_aid_superseded)
def job_aid_was_superseded(sender: type, job_aid: Any, user: Any = None, **kwargs: Any) -> None:
    tell.enqueue("job_aid_superseded", job_aid.pk, user.pk if user else None)


@receiver(signals.drift_found)
def drift_was_found(sender: type, alert: Any, **kwargs: Any) -> None:
    tell.enqueue("drift_found", alert.pk)


@receiver(signals.verification_due)
def verification_is_due(sender: type, job_aid: Any, days: int, **kwargs: Any) -> None:
    tell.enqueue("verification_due", job_aid.pk, days)


@receiver(signals.owner_gone)
def owner_has_gone(sender: type, job_aid: Any, people: Any, **kwargs: Any) -> None:
    tell.enqueue("owner_gone", job_aid.pk, [person.pk for person in people])


@receiver(signals.release_announced)
def release_was_announced(sender: type, release: Any, **kwargs: Any) -> None:
    tell.enqueue("release_announced", release.pk)


@receiver(signals.archive_proposed)
def archive_was_proposed(sender: type, proposal: Any, **kwargs: Any) -> None:
    tell.enqueue("archive_proposed", proposal.pk)


@receiver(signals.acknowledgement_due)
def acknowledgement_is_due(sender: type, job_aid: Any, users: Any, **kwargs: Any) -> None:
    tell.enqueue("acknowledgement_due", job_aid.pk, [user.pk for user in users])


@receiver(signals.question_about_step)
def step_was_asked_about(sender: type, question: Any, person: Any = None, **kwargs: Any) -> None:
    tell.enqueue("question_about_step", question.pk, person.pk if person else None)


@receiver(signals.did_not_work)
def job_aid_did_not_work(sender: type, feedback: Any, **kwargs: Any) -> None:
    tell.enqueue("did_not_work", feedback.pk)


@receiver(signals.request_met)
def request_was_met(sender: type, request: Any, **kwargs: Any) -> None:
    tell.enqueue("request_met", request.pk)


@receiver(signals.request_declined)
def request_was_declined(sender: type, request: Any, **kwargs: Any) -> None:
    tell.enqueue("request_declined", request.pk)


# -- reviews -----------------------------------------------------------------------------------------------
@receiver(signals.review_asked)
def review_was_asked(sender: type, job_aid: Any, state: Any, **kwargs: Any) -> None:
    tell.enqueue("review_asked", job_aid.pk, state.pk)


@receiver(signals.review_overdue)
def review_is_overdue(sender: type, job_aid: Any, state: Any, **kwargs: Any) -> None:
    tell.enqueue("review_overdue", job_aid.pk, state.pk)


@receiver(signals.review_decided)
def review_was_decided(
    sender: type, job_aid: Any, user: Any, approved: bool, comment: str = "", **kwargs: Any
) -> None:
    tell.enqueue("review_decided", job_aid.pk, user.pk, approved, comment)


@receiver(signals.review_cancelled)
def review_was_cancelled(
    sender: type, job_aid: Any, user: Any = None, comment: str = "", **kwargs: Any
) -> None:
    tell.enqueue("review_cancelled", job_aid.pk, user.pk if user else None, comment)


@receiver(signals.remark_made)
def remark_was_made(sender: type, remark: Any, **kwargs: Any) -> None:
    tell.enqueue("remark_made", remark.pk)


# -- searches ----------------------------------------------------------------------------------------------
@receiver(search_signals.search_found_news)
def search_has_found_news(sender: type, saved: Any, things: int, **kwargs: Any) -> None:
    tell.enqueue("search_found_news", saved.pk, things)


@receiver(search_signals.request_may_be_met)
def request_might_be_met(sender: type, request: Any, job_aid: Any, **kwargs: Any) -> None:
    tell.enqueue("request_may_be_met", request.pk, job_aid.pk)


# -- joining -----------------------------------------------------------------------------------------------
@receiver(community_signals.join_asked)
def somebody_asks_to_join(sender: type, membership: Any, **kwargs: Any) -> None:
    tell.enqueue("join_asked", membership.pk)


@receiver(community_signals.join_answered)
def request_to_join_was_answered(sender: type, answer: Any, **kwargs: Any) -> None:
    tell.enqueue("join_answered", answer.pk)
