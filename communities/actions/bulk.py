"""Making many people members at once, from a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Lower

from communities.actions.community import add_member
from communities.actions.invitations import invite_by_mail
from communities.bulk import Row
from communities.models import CommunityPage, Membership
from communities.permissions import Verb, standing
from communities.states import BulkOutcome
from core.policy import require
from people.addresses import people_at
from people.models import User

_AT_ONCE = 500
DAYS_TO_ANSWER = 30


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of the list comes to."""

    row: Row
    outcome: BulkOutcome
    person: User | None = None
    why: str = ""


def plan_bulk_join(*, user: User, community: CommunityPage, rows: Iterable[Row]) -> list[Line]:
    """What each line would come to; nothing is changed.

    An @name is a person here. An address is invited by mail, whoever has it: a facilitator does not learn whether it
    has an account. An administrator, who can look that up, makes its person a member at once.
    """
    require(user, Verb.MODERATE, community)
    rows = list(rows)
    found = _people(rows, by_address=standing(user).is_administrator)
    members = set(Membership.objects.active().filter(community=community).values_list("user_id", flat=True))
    lines: list[Line] = []
    first: dict[object, int] = {}
    for row in rows:
        line = _planned(row, found.get(row.key), members)
        same = line.person.pk if line.person else row.key
        if line.outcome != BulkOutcome.BROKEN and same in first:
            line = Line(row, BulkOutcome.TWICE, line.person, f"as in line {first[same]}")
        first.setdefault(same, row.number)
        lines.append(line)
    return lines


def join_in_bulk(*, user: User, community: CommunityPage, rows: Iterable[Row]) -> list[Line]:
    """Do what the plan says. Each person is a transaction of their own, so that a list that stops half way can be
    sent again: who is in already stays as they are. Raises TooManyInvitations before anything is done."""
    lines = plan_bulk_join(user=user, community=community, rows=rows)
    addresses = [line.row.address for line in lines if line.outcome == BulkOutcome.INVITED]
    if addresses:
        invite_by_mail(user=user, community=community, addresses=addresses, days=DAYS_TO_ANSWER)
    for line in lines:
        if line.outcome == BulkOutcome.ADDED and line.person is not None:
            add_member(user=line.person, community=community)
    return lines


def _planned(row: Row, person: User | None, members: set[int]) -> Line:
    if row.problem:
        return Line(row, BulkOutcome.BROKEN, why=row.problem)
    if person is not None:
        return Line(row, BulkOutcome.ALREADY if person.pk in members else BulkOutcome.ADDED, person)
    if row.address:
        return Line(row, BulkOutcome.INVITED)
    return Line(row, BulkOutcome.BROKEN, why=f"Nobody here is called @{row.handle}.")


def _people(rows: list[Row], *, by_address: bool) -> dict[str, User]:
    """The people of these lines by handle, and by address where that may be looked up."""
    found: dict[str, User] = {}
    handles = [row.handle for row in rows if row.handle]
    for start in range(0, len(handles), _AT_ONCE):
        here = User.objects.here().alias(low=Lower("username"))
        for person in here.filter(low__in=handles[start : start + _AT_ONCE]):
            found[person.username.lower()] = person
    if by_address:
        found |= people_at([row.address for row in rows if row.address])
    return found
