"""An author asks that words of theirs not be used, and is answered; or is not named beside them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.models import WikiPage
from communities.permissions import Verb
from core.policy import require
from curation.models import JobAidPage, Provenance, Refusal
from curation.models.place import Source
from curation.places.described import place_key, read_place
from curation.signals import refusal_decided, refusal_made
from curation.states import RefusalState
from people.models import User


class Answered(ValueError):
    """It was answered already, or cannot be answered so; the message is for the person."""


def wrote(user: User, source: Source) -> bool:
    """Whether words of this person are in it: their own post or recording, a page that they wrote on."""
    if isinstance(source, WikiPage):
        return source.contributions.filter(person=user).exists()
    return source.author_id is not None and source.author_id == user.pk


@transaction.atomic
def ask_not_to_use(*, user: User, source: Source, anchor: str, reason: str) -> Refusal:
    """Ask it of one's own words. Of a post or a recording it is about the whole, and binds at once.

    Asking again while it waits changes the reason. Raises PlaceGone, and Answered once it was answered.
    """
    require(user, Verb.VIEW, source)
    if not wrote(user, source):
        raise PermissionDenied("Only who wrote these words can ask that they not be used.")
    read = read_place(source, anchor if isinstance(source, WikiPage) else "")
    asked, created = Refusal.objects.select_for_update().get_or_create(
        **place_key(source, read.anchor),
        asked_by=user,
        defaults=read.as_fields()
        | {"community": source.community, "reason": reason, "asked_at": timezone.now()},
    )
    if created:
        refusal_made.send(sender=Refusal, refusal=asked)
        return asked
    if asked.state != RefusalState.OPEN:
        raise Answered("The curators have answered already: their answer stands beside the words.")
    asked.reason = reason
    asked.save(update_fields=["reason"])
    return asked


@transaction.atomic
def take_refusal_back(*, user: User, refusal: Refusal) -> None:
    """The words may be used again, whatever was answered. Safe to run again."""
    Refusal.objects.filter(pk=refusal.pk, asked_by=user).delete()


@transaction.atomic
def decide_refusal(*, user: User, refusal: Refusal, honour: bool, answer: str) -> Refusal:
    """A curator answers. What somebody wrote as their own cannot be declined. Raises Answered."""
    require(user, Verb.CURATE, refusal)
    rows = Refusal.objects.select_for_update(of=("self",)).select_related("community")
    locked = rows.filter(pk=refusal.pk).first()
    if locked is None:
        raise Answered("They took back what they asked.")
    if locked.state != RefusalState.OPEN:
        raise Answered("Another curator answered this already.")
    if not honour and locked.wiki_page_id is None:
        raise Answered("These are their own words, so what they ask stands.")
    if not honour and not answer:
        raise Answered("Write why: the person who asked reads it.")
    locked.state = RefusalState.HONOURED if honour else RefusalState.DECLINED
    locked.answer, locked.decided_by, locked.decided_at = answer, user, timezone.now()
    locked.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    refusal_decided.send(sender=Refusal, refusal=locked)
    return locked


@transaction.atomic
def name_me(*, user: User, job_aid: JobAidPage, named: bool) -> int:
    """Be named, or not, wherever this job aid uses words of this person; counts the places."""
    require(user, Verb.VIEW, job_aid)
    JobAidPage.objects.locked().get(pk=job_aid.pk)  # words that join it at this moment follow the choice too
    return Provenance.objects.filter(job_aid=job_aid, author=user).update(is_unnamed=not named)
