"""What each practice and job aid of the demo goes through: flagged, promoted, framed, reviewed, published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from communities.models import CommunityPage, WikiPage
from cop_site.demo.days import ago, date_flag, date_publication
from cop_site.demo.talk import Cast
from core.blocks import sections
from curation.actions.flags import flag_place
from curation.actions.practices import make_practice
from curation.actions.promotion import promote_practice
from curation.actions.releases import add_system, announce_release
from curation.models import FlaggedPlace, JobAidPage, Practice, System
from curation.models.place import Source
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from curation.promotion.pieces import Role
from curation.reviewing.workflow import decide, send_to_review
from curation.states import FlagReason
from people.models import User

EMR = ("EMR", (("12.0", 220, ""), ("12.1", 44, "The scan window is new, and labels carry a second code.")))
Flags = Iterable[tuple[str, float, FlagReason, str]]


def anchor_of(page: WikiPage, heading: str) -> str:
    """The id of a heading of the page."""
    return next(section.anchor for section in sections(page.body) if section.title == heading)


def practice_of(
    page: WikiPage, heading: str, *, title: str, summary: str, flags: Flags, cast: Cast
) -> Practice:
    """Several people flag a section, oldest first, and the curator makes it a practice."""
    anchor = anchor_of(page, heading)
    for handle, days, kind, reason in flags:
        date_flag(
            flag_place(user=cast[handle], source=page, anchor=anchor, kind=kind, reason=reason),
            days,
        )
    place = FlaggedPlace.objects.get(wiki_page=page, anchor=anchor)
    return make_practice(
        user=cast["cora"], community=page.community, title=title, summary=summary, place=place
    )


def pieces_of(practice: Practice, *, first: Source | None = None, only: Source | None = None) -> list[Chosen]:
    """The pieces that are proposed, those of `first` first; of `only` alone when it is given."""
    keyed = keyed_sources(practice)
    of = {source.pk: source.source for _, source in keyed}
    pieces = sorted(all_pieces(keyed), key=lambda piece: of[piece.source_id] != first)
    return [
        Chosen(piece, piece.role, piece.is_used and piece.role in {Role.STEP, Role.PITFALL, Role.CHECK})
        for piece in pieces
        if only is None or of[piece.source_id] == only
    ]


def promoted(
    curator: User, practice: Practice, title: str, purpose: str, *, first: Source, only: Source | None = None
) -> JobAidPage:
    """A draft of the pieces that are proposed."""
    chosen = pieces_of(practice, first=first, only=only)
    return promote_practice(user=curator, practice=practice, title=title, purpose=purpose, chosen=chosen)


def system_of(
    community: CommunityPage, curator: User, name: str, releases: Iterable[tuple[str, float, str]]
) -> System:
    """A system with the releases that it does not have yet, oldest first."""
    system = add_system(user=curator, community=community, name=name)
    for release, days, note in releases:
        if not system.releases.filter(name=release).exists():
            announce_release(user=curator, system=system, name=release, note=note)
            system.releases.filter(name=release).update(announced_at=ago(days=days))
    return system


def frame(
    job_aid: JobAidPage, editor: User, *, use_when: str, not_for: str = "", system: System | None = None
) -> None:
    """What the curator writes around the copied steps; it is about the record system unless another is named."""
    draft = job_aid.get_latest_revision_as_object()
    draft.use_when, draft.not_for = use_when, not_for
    draft.systems = [system or system_of(job_aid.community, editor, *EMR)]
    draft.save_revision(user=editor, log_action=True)


def approve(
    job_aid: JobAidPage,
    expert: User,
    curator: User,
    *,
    days_verified: int,
    comment: str,
    change_note: str = "",
    goes_live_on: date | None = None,
) -> None:
    """Both stages of a review, one after the other."""
    send_to_review(user=job_aid.owner, job_aid=job_aid, change_note=change_note)
    job_aid.refresh_from_db()
    seen = job_aid.latest_revision_id or 0
    decide(user=expert, job_aid=job_aid, approve=True, seen_revision=seen, comment=comment)
    decide(
        user=curator,
        job_aid=job_aid,
        approve=True,
        seen_revision=seen,
        owner=job_aid.owner,
        verified_until=timezone.localdate() + timedelta(days=days_verified),
        goes_live_on=goes_live_on,
        comment="",
    )


def publish(
    job_aid: JobAidPage, expert: User, curator: User, *, days_ago: int, days_verified: int, comment: str
) -> None:
    """Approved, and out at once."""
    approve(job_aid, expert, curator, days_verified=days_verified, comment=comment)
    date_publication(job_aid, days_ago)
