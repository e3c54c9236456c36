"""Making a draft job aid of a practice."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from communities.models import CommunitiesPage, CommunityPage
from communities.permissions import Verb
from communities.tree import add_child_page, free_slug
from core.policy import require
from curation.actions.practices import NotNow, locked_practice, move
from curation.models import JobAidIndexPage, JobAidPage, Practice, PracticeSource, Provenance
from curation.models.job_aid import new_code
from curation.pieces import Piece
from curation.places import PlaceGone, PlaceText, credits_for, read_place
from curation.promotion import Chosen, Draft, draft_of, keyed_sources, stream_fields
from curation.signals import job_aid_drafted, practice_saved
from curation.states import PROMOTABLE, PracticeState
from people.models import User

_WORD = re.compile(r"[A-Z]{3,}")


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
    if practice.state not in PROMOTABLE:
        raise NotNow(why_not(practice))
    draft = draft_of(chosen)
    if not draft.steps:
        raise NotNow("Choose at least one piece to be a step.")
    sources = {source.pk: source for _, source in keyed_sources(practice)}
    read = _read_again(draft, sources)
    job_aid = _add_page(user=user, practice=practice, title=title, purpose=purpose, submission=submission)
    _fill(job_aid, draft, sources)
    job_aid.save()
    job_aid.save_revision(user=user, log_action=True)
    Provenance.objects.bulk_create(_provenance(job_aid, draft, sources, read))
    move(practice=practice, to=PracticeState.PROMOTED, user=user, why=f"Made the draft {job_aid.code}")
    job_aid_drafted.send(sender=JobAidPage, job_aid=job_aid)
    practice_saved.send(sender=Practice, practice=practice)
    return job_aid


def why_not(practice: Practice) -> str:
    """Why a practice in its state is not promoted."""
    if practice.state == PracticeState.PROMOTED:
        return "This practice is promoted already: its job aid is named on its page."
    state = practice.get_state_display().lower()
    return f"This practice is {state}: only an emerging or endorsed one is promoted."


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


def _read_again(draft: Draft, sources: dict[int, PracticeSource]) -> dict[str, PlaceText]:
    """Every place as it stands now, which must be as the curator saw it. Raises NotNow."""
    read: dict[str, PlaceText] = {}
    for piece in _pieces(draft):
        source = sources.get(piece.source_id)
        if source is None:
            raise NotNow(
                f"Source {piece.key} was removed from the practice meanwhile. Look at the pieces again."
            )
        try:
            read[piece.id] = read_place(source.source, piece.anchor)
        except PlaceGone as gone:
            raise NotNow(f"“{piece.title}” is gone from its source. Look at the pieces again.") from gone
        if piece.clip is None and read[piece.id].digest != piece.digest:
            raise NotNow(f"“{piece.title}” changed in its source meanwhile. Look at the pieces again.")
    return read


def _pieces(draft: Draft) -> Iterable[Piece]:
    return (piece for item in draft.items for piece in item.pieces)


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


def _fill(job_aid: JobAidPage, draft: Draft, sources: dict[int, PracticeSource]) -> None:
    recordings = {pk: source.screencast_id for pk, source in sources.items() if source.screencast_id}
    for name, value in stream_fields(draft, recordings).items():
        setattr(job_aid, name, JobAidPage._meta.get_field(name).to_python(value))


def _provenance(
    job_aid: JobAidPage, draft: Draft, sources: dict[int, PracticeSource], read: dict[str, PlaceText]
) -> Iterable[Provenance]:
    now = timezone.now()
    places = {piece.id: (sources[piece.source_id].source, read[piece.id].anchor) for piece in _pieces(draft)}
    named = dict(zip(places, credits_for(list(places.values())), strict=True))
    for item in draft.items:
        for piece in item.pieces:
            credit = named[piece.id]
            yield Provenance(
                job_aid=job_aid,
                step=item.id,
                key=piece.key,
                author=credit.person,
                author_name=credit.name,
                created_at=now,
                **read[piece.id].as_fields(),
            )
