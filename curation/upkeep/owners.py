"""Who answers for a job aid: its owner; when the owner cannot any more its stand-in; else its curators."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import CommunityPage, Membership
from communities.permissions import Verb, standing
from communities.states import Access, MembershipState
from curation.models import JobAidPage
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
    if person is not None:
        return [person]
    return _curators(job_aid.community) or list(
        User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    )


def _curators(community: CommunityPage) -> list[User]:
    """Those of the community; when it has none, those of the site who curate there."""
    here = Membership.objects.filter(community=community, state=MembershipState.ACTIVE)
    people = User.objects.filter(is_active=True).order_by("pk")
    own = list(people.filter(pk__in=here.filter(is_curator=True).values("user")))
    site = people.filter(is_curator=True)
    if community.access != Access.OPEN:
        site = site.filter(pk__in=here.values("user"))
    return own or list(site)


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
