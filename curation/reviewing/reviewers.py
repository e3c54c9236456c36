"""Who decides about a draft, in which stage, and who stands in where a community has too few experts.

Nobody decides who saved the newest words, and nobody in both stages. Experts read first; where fewer of them are left
than must agree, curators who did not write it stand in for the missing ones. Then a curator approves. Administrators
may in either stage, so that no review waits for somebody who does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import TaskState, WorkflowState
from wagtail.models.workflows import TaskStateQuerySet

from communities.models import Membership
from communities.permissions import Role, standing
from communities.states import MembershipState
from curation.people import curators_of, experts_of, reviewers_of
from curation.querysets import curated
from curation.states import ReviewStage
from people.models import User

if TYPE_CHECKING:
    from curation.models import ReviewState, ReviewVote

NAMED = 5


def _number(rows: QuerySet[Any], by: str) -> Any:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class ReviewStateQuerySet(TaskStateQuerySet):
    def waiting(self) -> Self:
        """Those that somebody can decide now."""
        return self.filter(
            status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
        )

    def with_numbers(self) -> Self:
        """Each with `agreed`: votes for these words in this stage, and `experts_left`: experts who may still vote."""
        votes = apps.get_model("curation", "ReviewVote").objects
        said = votes.filter(state=OuterRef("pk"), approve=True)
        decided = votes.filter(state=OuterRef(OuterRef("pk")), user=OuterRef("user"))
        experts = Membership.objects.filter(
            community=OuterRef("job_aid__community"),
            state=MembershipState.ACTIVE,
            is_expert=True,
            user__is_active=True,
        ).exclude(user=Coalesce(OuterRef("revision__user"), 0))
        return self.annotate(
            agreed=_number(said, "state"),
            experts_left=_number(experts.exclude(Exists(decided)), "community"),
        )

    def for_person(self, user: Any) -> Self:
        """Those that wait for this person among others."""
        if not user.is_authenticated:
            return self.none()
        spoke = apps.get_model("curation", "ReviewVote").objects.filter(
            state__workflow_state=OuterRef("workflow_state"), revision=OuterRef("revision"), user=user
        )
        rows = self.waiting().exclude(revision__user=user).exclude(Exists(spoke))
        if standing(user).is_administrator:
            return rows
        expert_in = [m.community_id for m in standing(user).memberships if m.is_expert]
        stands_in = Q(stage=ReviewStage.EXPERTS, quorum__gt=F("agreed") + F("experts_left"))
        as_expert = Q(stage=ReviewStage.EXPERTS, job_aid__community__in=expert_in)
        as_curator = curated(user, "job_aid__community__") & (Q(stage=ReviewStage.APPROVAL) | stands_in)
        return rows.with_numbers().filter(as_expert | as_curator)


@dataclass(frozen=True)
class Round:
    """Where one stage of a review stands."""

    state: ReviewState
    votes: tuple[ReviewVote, ...]  # for or against these very words, in either stage
    earlier: tuple[ReviewVote, ...]  # on words that were edited since: they count no more
    agreed: int
    stand_ins: int  # curators who may speak for experts that the community does not have

    @property
    def is_approval(self) -> bool:
        return self.state.stage == ReviewStage.APPROVAL

    @property
    def missing(self) -> int:
        """How many must still agree in this stage."""
        return max(self.state.quorum - self.agreed, 0)

    def decides(self, user: Any) -> bool:
        """Whether it waits for this person: `ReviewStateQuerySet.for_person` for one."""
        if not user.is_authenticated or user.pk in self._silent:
            return False
        roles = standing(user).roles_in(self.state.under_review.community)
        if Role.ADMINISTRATOR in roles or (Role.EXPERT in roles and not self.is_approval):
            return True
        return Role.CURATOR in roles and (self.is_approval or self.stand_ins > 0)

    def why_not(self, user: Any) -> str:
        """Why this person, who reviews here, does not decide about these words."""
        if self.state.revision.user_id == user.pk:
            return "You wrote the newest words, so somebody else decides."
        mine = next((vote for vote in self.votes if vote.user_id == user.pk), None)
        if mine is not None and mine.state_id == self.state.pk:
            return "You have said what you think of it. It waits for others."
        if mine is not None:
            return "You agreed in the expert review, so somebody else approves."
        if self.is_approval:
            return "The experts agreed. A curator who did not write it approves."
        return "Experts read it first. You can decide once they agree."

    @property
    def deciders(self) -> QuerySet[User]:
        """Who can decide now, administrators aside."""
        community = self.state.under_review.community
        if self.is_approval:
            able = curators_of(community)
        else:
            able = reviewers_of(community) if self.stand_ins else experts_of(community)
        return able.exclude(pk__in=self._silent)

    @cached_property
    def people(self) -> list[User]:
        """Some of those who can decide now, administrators aside."""
        return list(self.deciders.order_by("display_name", "pk")[:NAMED])

    @cached_property
    def administrators(self) -> list[User]:
        """Those who can still decide where nobody else can."""
        found = User.objects.filter(is_superuser=True, is_active=True).exclude(pk__in=self._silent)
        return list(found.order_by("display_name", "pk")[:NAMED])

    @property
    def _silent(self) -> set[int]:
        """Who wrote these words or spoke about them."""
        return {pk for vote in self.votes if (pk := vote.user_id)} | ({self.state.revision.user_id} - {None})


def round_of(state: ReviewState) -> Round:
    """Read where a review stands: one query, and another for a state that is not `with_numbers`."""
    if not hasattr(state, "agreed"):
        state = (
            type(state)
            .objects.with_numbers()
            .select_related("revision", "job_aid__community")
            .get(pk=state.pk)
        )
    votes = apps.get_model("curation", "ReviewVote").objects.filter(
        state__workflow_state=state.workflow_state_id
    )
    said = list(votes.select_related("user"))
    return Round(
        state=state,
        votes=tuple(vote for vote in said if vote.revision_id == state.revision_id),
        earlier=tuple(vote for vote in said if vote.revision_id != state.revision_id),
        agreed=state.agreed,  # type: ignore[attr-defined]
        stand_ins=0
        if state.stage == ReviewStage.APPROVAL
        else max(state.quorum - state.agreed - state.experts_left, 0),  # type: ignore[attr-defined]
    )
