"""What curators do with a candidate: make it a practice, or say why it is none."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from communities.permissions import Verb
from core.policy import require
from curation.actions.practices import MAX_SOURCES, NotNow, add_source, make_practice
from curation.candidates.usable import usable_texts
from curation.models import Candidate, LikeText, Practice
from curation.places.described import PlaceGone
from curation.states import CandidateState
from people.models import User


class CandidateDecided(ValueError):
    """Another curator decided meanwhile; the message says what became of it."""

    def __init__(self, candidate: Candidate) -> None:
        who = candidate.decided_by.name if candidate.decided_by else "Somebody"
        became = (
            f"{who} made it the practice “{candidate.practice}”."
            if candidate.practice
            else f"{who} dismissed it: {candidate.reason}"
        )
        super().__init__(f"This was decided already. {became}")


@transaction.atomic
def take_candidate(
    *,
    user: User,
    candidate: Candidate,
    title: str,
    summary: str,
    texts: Collection[int],
    submission: uuid.UUID | None = None,
) -> Practice:
    """Make a practice with these of its places as sources. The same `submission` twice makes one.

    Places that went meanwhile, or must not be used, are left out. Raises CandidateDecided, NotNow when none is left.
    """
    require(user, Verb.CURATE, candidate)
    candidate = _locked(candidate)
    if candidate.state == CandidateState.TAKEN:
        made = candidate.practice
        if made is not None and submission and (made.curator_id, made.submission) == (user.pk, submission):
            return made
        raise CandidateDecided(candidate)
    practice = make_practice(
        user=user, community=candidate.community, title=title, summary=summary, submission=submission
    )
    chosen = usable_texts().filter(candidate=candidate, pk__in=texts).order_by("pk")
    added = [_add(user, practice, text) for text in chosen.select_related("post", "wiki_page")[:MAX_SOURCES]]
    if not any(added):
        raise NotNow("None of these places can be used any more. Look at the candidate again.")
    candidate.state, candidate.practice = CandidateState.TAKEN, practice
    _save_decision(candidate, user)
    return practice


@transaction.atomic
def dismiss_candidate(*, user: User, candidate: Candidate, reason: str) -> Candidate:
    """Say why it is no practice; it returns when its evidence grows. Raises CandidateDecided, NotNow."""
    require(user, Verb.CURATE, candidate)
    candidate = _locked(candidate)
    if candidate.state == CandidateState.FORMING:
        raise NotNow(
            "Too few of its places are left, so it is not shown any more. Nothing needs to be dismissed."
        )
    if candidate.state != CandidateState.OPEN:
        raise CandidateDecided(candidate)
    candidate.state, candidate.reason, candidate.grew = CandidateState.DISMISSED, reason, ""
    candidate.before = candidate.evidence
    _save_decision(candidate, user)
    return candidate


def _add(user: User, practice: Practice, text: LikeText) -> bool:
    source = text.post or text.wiki_page
    assert source is not None
    try:
        add_source(user=user, practice=practice, source=source, anchor=text.anchor)
    except (PlaceGone, NotNow):
        return False
    return True


def _locked(candidate: Candidate) -> Candidate:
    rows = Candidate.objects.select_for_update(of=("self",))
    return rows.select_related("community", "practice", "decided_by").get(pk=candidate.pk)


def _save_decision(candidate: Candidate, user: User) -> None:
    candidate.decided_by, candidate.decided_at = user, timezone.now()
    candidate.save(
        update_fields=["state", "practice", "reason", "grew", "before", "decided_by", "decided_at"]
    )
