"""Making a draft job aid of a practice, or joining its pieces into one that exists."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from communities.models import CommunitiesPage, CommunityPage
from communities.permissions import Verb
from communities.tree import add_child_page, free_slug
from core.policy import require
from curation.actions.practices import NotNow, locked_practice, move
from curation.job_aids.blocks import MOST_LINES, MOST_STEPS
from curation.models import JobAidIndexPage, JobAidPage, Practice, Provenance
from curation.models.job_aid import new_code
from curation.places.described import Credit, PlaceGone, PlaceText, credits_for, read_place
from curation.promotion.credits import authors, is_unnamed
from curation.promotion.drafting import (
    Chosen,
    Draft,
    all_pieces,
    draft_of,
    keyed_sources,
    stream_fields,
)
from curation.promotion.pieces import Piece
from curation.signals import job_aid_drafted, practice_saved, words_used
from curation.states import PROMOTABLE, PracticeState
from people.models import User

_WORD = re.compile(r"[A-Z]{3,}")


@dataclass(frozen=True, slots=True)
class Taken:
    """One place that a block of the draft was taken from."""

    step: str
    key: str
    place: PlaceText
    credit: Credit


@transaction.atomic
def promote_practice(
    *,
    user: User,
    practice: Practice,
    title: str,
    purpose: str,
    chosen: Sequence[Chosen],
    submission: uuid.UUID | None = None,
) -> JobAidPage:
    """Make an unpublished job aid of the chosen pieces, each with its provenance.

    The same `submission` twice makes one. Raises NotNow when the practice cannot be promoted, when no step
    was chosen, or when the words of a piece have changed since they were shown.
    """
    require(user, Verb.CURATE, practice)
    practice = locked_practice(practice)
    if submission and (made := practice.job_aids.filter(submission=submission).first()):
        return made
    draft, taken = read_again(practice, chosen)
    if not draft.steps:
        raise NotNow("Choose at least one piece to be a step.")
    job_aid = _add_page(user=user, practice=practice, title=title, purpose=purpose, submission=submission)
    for name, blocks in stream_fields(draft).items():
        setattr(job_aid, name, JobAidPage._meta.get_field(name).to_python(blocks))
    job_aid.save()
    job_aid.save_revision(user=user, log_action=True)
    keep_provenance(job_aid, taken)
    promoted(user=user, practice=practice, job_aid=job_aid, taken=taken, why=f"Made the draft {job_aid.code}")
    job_aid_drafted.send(sender=JobAidPage, job_aid=job_aid)
    return job_aid


def why_not(practice: Practice) -> str:
    """Why a practice in its state is not promoted."""
    if practice.state == PracticeState.PROMOTED:
        return "This practice is promoted already: its job aid is named on its page."
    state = practice.get_state_display().lower()
    return f"This practice is {state}: only an emerging or endorsed one is promoted."


def read_again(practice: Practice, chosen: Sequence[Chosen]) -> tuple[Draft, list[Taken]]:
    """The draft of the words as they stand now, which must be those that the curator saw. Raises NotNow."""
    if practice.state not in PROMOTABLE:
        raise NotNow(why_not(practice))
    sources = keyed_sources(practice)
    now = {piece.id: piece for piece in all_pieces(sources)}
    kept = {source.pk for _, source in sources}
    used = [one for one in chosen if one.is_used]
    draft = draft_of([replace(one, piece=_as_seen(one.piece, now, kept)) for one in used])
    if len(draft.steps) > MOST_STEPS or max(map(len, draft.lines)) > MOST_LINES:
        raise NotNow(f"A job aid holds {MOST_STEPS} steps, and {MOST_LINES} of each other kind, at most.")
    return draft, _taken(draft)


def _as_seen(piece: Piece, now: dict[str, Piece], sources: set[int]) -> Piece:
    if piece.source_id not in sources:
        raise NotNow(f"Source {piece.key} was removed from the practice meanwhile. Look at the pieces again.")
    found = now.get(piece.id)
    if found is None:
        raise NotNow(f"“{piece.title}” is gone from its source. Look at the pieces again.")
    if found.refusal:
        raise NotNow(f"“{piece.title}” cannot be used: {found.refusal}")
    if found.digest != piece.digest:
        raise NotNow(f"“{piece.title}” changed in its source meanwhile. Look at the pieces again.")
    return found


def _taken(draft: Draft) -> list[Taken]:
    """Every place of the draft, once for each block, with whom to credit."""
    found = [
        (item.id, piece.key, place)
        for item in draft.items
        for piece in item.pieces
        for place in _places_of(piece)
    ]
    named = credits_for([(place.source, place.anchor) for _, _, place in found])
    return [Taken(*each, credit) for each, credit in zip(found, named, strict=True)]


def _places_of(piece: Piece) -> Iterable[PlaceText]:
    if piece.thing is None:
        raise LookupError("A piece is of something.")
    for anchor, quote in piece.places:
        try:
            yield read_place(piece.thing, anchor, quote)
        except PlaceGone as gone:
            raise NotNow(f"“{piece.title}” is gone from its source. Look at the pieces again.") from gone


def keep_provenance(job_aid: JobAidPage, taken: Iterable[Taken]) -> None:
    """Write down where each block came from. Who is not named on this job aid is not named for more words either."""
    now = timezone.now()
    unnamed = set(job_aid.provenance.filter(is_unnamed=True).values_list("author", flat=True)) - {None}
    Provenance.objects.bulk_create(
        Provenance(
            job_aid=job_aid,
            step=each.step,
            key=each.key,
            author=each.credit.person,
            author_name=each.credit.name,
            is_unnamed=is_unnamed(each.credit) or (each.credit.person and each.credit.person.pk) in unnamed,
            created_at=now,
            **each.place.as_fields(),
        )
        for each in taken
    )


def promoted(*, user: User, practice: Practice, job_aid: JobAidPage, taken: list[Taken], why: str) -> None:
    """Move the locked practice on, forget what this curator saved, and tell whose words are used."""
    move(practice=practice, to=PracticeState.PROMOTED, user=user, why=why)
    practice.saved_choices.filter(curator=user).delete()
    words_used.send(sender=JobAidPage, job_aid=job_aid, authors=authors(each.credit for each in taken))
    practice_saved.send(sender=Practice, practice=practice)


def job_aid_index(community: CommunityPage) -> JobAidIndexPage:
    """The page under which the job aids of this community stand, made when it is not there yet."""
    parent = Page.objects.select_for_update().get(pk=community.pk)
    found = JobAidIndexPage.objects.child_of(parent).first()
    return found or add_child_page(parent=parent, child=JobAidIndexPage(title="Job aids", slug="job-aids"))


def free_code(title: str) -> str:
    """A short code that is said easily: SCAN, then the first number that is free. Lock the shelf first."""
    word = next(iter(_WORD.findall(slugify(title).upper().replace("-", " "))), "")[:5]
    if not word:
        return new_code()
    taken = set(JobAidPage.objects.filter(code__startswith=word).values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := f"{word}{number}") not in taken)


def _add_page(
    *, user: User, practice: Practice, title: str, purpose: str, submission: uuid.UUID | None
) -> JobAidPage:
    CommunitiesPage.objects.select_for_update().get()  # codes are unique on the site: one promotion at a time
    parent = job_aid_index(practice.community)
    job_aid = JobAidPage(
        title=title,
        slug=free_slug(parent=parent, wanted=slugify(title)[:80].strip("-") or "job-aid"),
        purpose=purpose,
        community=practice.community,
        practice=practice,
        code=free_code(title),
        owner=user,
        submission=submission,
        live=False,
        has_unpublished_changes=True,
    )
    return add_child_page(parent=parent, child=job_aid)
