"""Who answers for a job aid: its owner; when the owner cannot any more its stand-in; else its curators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import CommunityPage, Membership
from communities.permissions import Verb, standing
from communities.states import Access, MembershipState
from curation.models import JobAidPage, Practice
from curation.people import nearest_curators_of
from curation.querysets import curated
from people.models import User


def is_able(person: User | None, community: CommunityPage) -> bool:
    """Whether this person can stand for job aids of a community: they are here, and review there."""
    return person is not None and person.is_active and standing(person).allows(Verb.REVIEW, community)


def answers_for(job_aid: JobAidPage) -> User | None:
    """The owner, or the stand-in in their place; None when both are gone and the curators answer together."""
    for person in (job_aid.owner, job_aid.stand_in):
        if is_able(person, job_aid.community):
            return person
    return None


def people_who_answer(job_aid: JobAidPage) -> list[User]:
    """Whom to tell: one person, or every curator of the community; administrators when it has none at all."""
    person = answers_for(job_aid)
    return nearest_curators_of(job_aid.community) if person is None else [person]


def with_people_who_answer(job_aids: Iterable[JobAidPage]) -> Iterator[tuple[JobAidPage, list[User]]]:
    """Each with `people_who_answer`; whoever stands for many of them is asked once, each community too."""
    known: dict[int, User] = {}
    curators: dict[int, list[User]] = {}
    for job_aid in job_aids:
        for who in ("owner", "stand_in"):
            if (person := getattr(job_aid, who)) is not None:
                setattr(job_aid, who, known.setdefault(person.pk, person))
        if (person := answers_for(job_aid)) is None and job_aid.community_id not in curators:
            curators[job_aid.community_id] = nearest_curators_of(job_aid.community)
        yield job_aid, [person] if person is not None else curators[job_aid.community_id]


def people_who_answer_for_practice(practice: Practice) -> list[User]:
    """Its curator while they curate there; else the curators of its community, as of a job aid."""
    curator = practice.curator
    if (
        curator is not None
        and curator.is_active
        and standing(curator).allows(Verb.CURATE, practice.community)
    ):
        return [curator]
    return nearest_curators_of(practice.community)


def refusal(job_aid: JobAidPage) -> str:
    """Why somebody cannot verify it, and who can."""
    if not job_aid.live:
        return "This job aid is not published, so there is nothing to verify."
    names = ", ".join(person.name for person in people_who_answer(job_aid)[:3]) or "an administrator"
    return (
        "Its owner, its stand-in and the curators of its community say whether a job aid is still right, "
        f"as long as they have that role. Now it is up to {names}. Nothing was changed."
    )


# -- the same in SQL, for lists -----------------------------------------------------------------------------
def able(who: str) -> Q:
    """The condition that the person at `who` ("owner", "stand_in") can stand for the job aid: `is_able` in SQL."""
    here = Membership.objects.filter(
        user=OuterRef(f"{who}_id"), community=OuterRef("community_id"), state=MembershipState.ACTIVE
    )
    reviews = Exists(here.filter(Q(is_expert=True) | Q(is_curator=True)))
    site_curator = Q(**{f"{who}__is_curator": True}) & (Q(community__access=Access.OPEN) | Q(Exists(here)))
    return Q(**{f"{who}__is_active": True}) & (
        Q(**{f"{who}__is_superuser": True}) | Q(reviews) | site_curator
    )


def unable(who: str) -> Q:
    """The opposite, true also where there is nobody, of whom SQL knows neither."""
    return Q(**{who: None}) | ~able(who)


def answered_by(job_aids: QuerySet[JobAidPage], user: Any) -> QuerySet[JobAidPage]:
    """Those for which this person answers now: as owner, as stand-in, or with the other curators."""
    mine = Q(owner=user) & able("owner")
    stands_in = Q(stand_in=user) & able("stand_in") & unable("owner")
    nobodys = curated(user) & unable("owner") & unable("stand_in")
    return job_aids.filter(mine | stands_in | nobodys)
