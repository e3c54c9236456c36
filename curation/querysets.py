"""Questions to this app's tables. Every view starts from `visible_to`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Aggregate, BigIntegerField, Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce
from wagtail.models import WorkflowState

from communities.permissions import standing
from communities.querysets import CommunityContentQuerySet, VisiblePageQuerySet
from communities.states import Access
from core.policy import VisibleQuerySet
from curation.states import UNSETTLED, DriftState, FlagState
from people.models import User

EVERYTHING = ~Q(pk__in=[])  # unlike Q(), it stays true beside an OR


def curated(user: Any, prefix: str = "community__") -> Q:
    """The condition on a community at `prefix` that this person curates it: Verb.CURATE in SQL."""
    mine = standing(user)
    if mine.is_administrator:
        return EVERYTHING
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    own = [m.community_id for m in mine.memberships if m.is_curator or user.is_curator]
    condition = Q(**{f"{prefix}pk__in": own})
    return condition | Q(**{f"{prefix}access": Access.OPEN}) if user.is_curator else condition


def reviewed(user: Any, prefix: str = "community__") -> Q:
    """The condition on a community at `prefix` that this person reviews there: Verb.REVIEW in SQL."""
    expert_in = [m.community_id for m in standing(user).memberships if m.is_expert]
    return curated(user, prefix) | Q(**{f"{prefix}pk__in": expert_in})


def may_own(job_aid: Any) -> QuerySet[User]:
    """People who can stand for a job aid: its community's curators and experts, and the present owner."""
    in_community = Q(memberships__community=job_aid.community_id, memberships__state="active")
    roles = Q(memberships__is_curator=True) | Q(memberships__is_expert=True)
    able = Q(pk=job_aid.owner_id) | (in_community & (roles | Q(is_curator=True)))
    return User.objects.filter(able, is_active=True).distinct().order_by("display_name")


def _one_number(model: str, number: Aggregate) -> Any:
    """A number over the rows that hang on a practice."""
    rows = apps.get_model("curation", model).objects.filter(practice=OuterRef("pk")).order_by()
    return Coalesce(Subquery(rows.values("practice").annotate(number=number).values("number")), 0)


class CurationQuerySet(VisibleQuerySet[Any]):
    """Rows that hang on something in a community."""


class FlaggedPlaceQuerySet(CommunityContentQuerySet[Any]):
    def curated_by(self, user: Any) -> Self:
        return self.filter(curated(user))

    def waiting(self) -> Self:
        """Uses the index curation_flagged_queue."""
        return self.filter(state=FlagState.OPEN)


class CandidateQuerySet(CommunityContentQuerySet[Any]):
    def curated_by(self, user: Any) -> Self:
        return self.filter(curated(user))

    def stale(self) -> Self:
        """Uses the partial index curation_candidate_stale."""
        return self.filter(is_stale=True)


class PracticeQuerySet(CommunityContentQuerySet[Any]):
    def curated_by(self, user: Any) -> Self:
        return self.filter(curated(user))

    def with_numbers(self) -> Self:
        """Each with `flag_count`, `endorsement_count` and the `code` of its newest job aid."""
        return self.annotate(
            flag_count=_one_number("FlaggedPlace", Sum("people_count")),
            endorsement_count=_one_number("Endorsement", Count("pk")),
            code=Coalesce(
                Subquery(
                    apps.get_model("curation", "JobAidPage")
                    .objects.filter(practice=OuterRef("pk"))
                    .order_by("-pk")
                    .values("code")[:1]
                ),
                Subquery(
                    apps.get_model("curation", "Joining")
                    .objects.filter(practice=OuterRef("pk"))
                    .order_by("-pk")
                    .values("job_aid__code")[:1]
                ),
            ),
        )

    def latest_of_each(self, states: Iterable[str], size: int) -> Self:
        """The newest few of every state; each branch reads the end of an index: _board or _desk."""
        newest = self.order_by("-changed_at", "-pk").values("pk")
        chosen = Q(pk__in=[])
        for state in states:
            chosen |= Q(pk__in=newest.filter(state=state)[:size])
        return self.filter(chosen).order_by("-changed_at", "-pk")

    def in_state(self, state: str) -> Self:
        """Uses the index curation_practice_board."""
        return self.filter(state=state)


class JobAidQuerySet(VisiblePageQuerySet):
    def locked(self) -> Self:
        """Held until the end of the transaction, with the row of the tree that names the newest revision."""
        return self.select_for_update(of=("self", "page_ptr"))

    def curated_by(self, user: Any) -> Self:
        return self.filter(curated(user))

    def reviewed_by(self, user: Any) -> Self:
        return self.filter(reviewed(user))

    def in_review(self) -> Self:
        """Those whose workflow waits for somebody."""
        waiting = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            content_type=ContentType.objects.get_for_model(self.model),
        )
        return self.filter(pk__in=waiting.values_list(Cast("object_id", BigIntegerField())))

    def in_community(self, community: Any) -> Self:
        return self.filter(community=community)

    def made_of(self, practice: Any) -> Self:
        """Those that began as this practice, and those that its pieces joined, the newest first."""
        joined = apps.get_model("curation", "Joining").objects.filter(practice=practice).values("job_aid")
        return self.filter(Q(practice=practice) | Q(pk__in=joined)).order_by("-pk")

    def at(self, community: Any, slug: str) -> Self:
        """The job aid at an address. Uses the index communities_page_url_path."""
        return self.filter(url_path=f"{community.url_path}job-aids/{slug}/")

    def published(self) -> Self:
        return self.filter(live=True)

    def lapsed(self, today: date) -> Self:
        """Published, and verified until a day that has passed. Uses the index curation_job_aid_lapse."""
        return self.published().filter(verified_until__lt=today)

    def printed_for(self, user: Any) -> Self:
        """Those that were published once, the withdrawn too, where this person reads: somebody may hold a sheet."""
        return self.filter(standing(user).readable("community__"), number__gt=0)


class ProvenanceQuerySet(VisibleQuerySet[Any]):
    def taken_from(self, source: Any) -> Self:
        """Uses the index on the foreign key of the source."""
        name = source._meta.model_name
        return self.filter(**{"wiki_page" if name == "wikipage" else name: source})

    def attached(self) -> Self:
        return self.filter(detached_at=None)


class ContentRequestQuerySet(CommunityContentQuerySet[Any]):
    def curated_by(self, user: Any) -> Self:
        return self.filter(curated(user))


class DriftAlertQuerySet(VisibleQuerySet[Any]):
    def open(self) -> Self:
        """Those that wait for a decision. Uses the index curation_drift_open."""
        return self.filter(state=DriftState.OPEN)

    def unsettled(self) -> Self:
        """Those that readers are told of: waiting, or with new words in a draft that is not published."""
        return self.filter(state__in=UNSETTLED)

    def curated_by(self, user: Any) -> Self:
        return self.filter(curated(user, "provenance__job_aid__community__"))
