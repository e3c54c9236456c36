"""Who may do what with flags, practices and job aids: the community's table, asked for each model."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.permissions import register_permission_policy

from communities.permissions import CommunityContentPolicy, Verb, standing
from core.policy import can
from curation.models import (
    Acknowledgement,
    ArchiveProposal,
    Candidate,
    ContentRequest,
    DeskNote,
    DriftAlert,
    Feedback,
    Flag,
    FlaggedPlace,
    JobAidPage,
    Objection,
    Practice,
    Provenance,
    Refusal,
    StepCheck,
    StepNote,
    StepQuestion,
    StepRemark,
    System,
)
from curation.querysets import curated, reviewed


class FlagPolicy(CommunityContentPolicy):
    prefix = "place__community__"
    community_path: tuple[str, ...] = ("place", "community")


class JobAidPolicy(CommunityContentPolicy):
    """A job aid that was never published is known to reviewers; nobody approves their own last words."""

    def narrow(self, queryset: Any, user: Any) -> Any:
        return super().narrow(queryset, user).filter(Q(live=True) | reviewed(user))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: JobAidPage) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        if action == Verb.VIEW and not instance.live:
            return allowed and standing(user).allows(Verb.REVIEW, instance.community)
        if action == Verb.REVIEW:
            return allowed and not self.wrote_the_newest_words(user, instance)
        return allowed

    @staticmethod
    def wrote_the_newest_words(user: Any, job_aid: JobAidPage) -> bool:
        """Whether this person saved the newest draft."""
        newest = job_aid.latest_revision
        return newest is not None and newest.user_id == user.pk


class JobAidRowPolicy(CommunityContentPolicy):
    """A row that hangs on a job aid."""

    prefix = "job_aid__community__"
    community_path: tuple[str, ...] = ("job_aid", "community")


class ReviewersRowPolicy(JobAidRowPolicy):
    """A row of a job aid that only those who review there know of."""

    def narrow(self, queryset: Any, user: Any) -> Any:
        return super().narrow(queryset, user).filter(reviewed(user, self.prefix))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        may_know = standing(user).allows(Verb.REVIEW, self.community_of(instance))
        return may_know and super().user_has_permission_for_instance(user, action, instance)


class CuratorsPolicy(CommunityContentPolicy):
    """What only the curators of a community know of."""

    def narrow(self, queryset: Any, user: Any) -> Any:
        return super().narrow(queryset, user).filter(curated(user, self.prefix))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        may_know = standing(user).allows(Verb.CURATE, self.community_of(instance))
        return may_know and super().user_has_permission_for_instance(user, action, instance)


class ObjectionPolicy(CommunityContentPolicy):
    prefix = "practice__community__"
    community_path: tuple[str, ...] = ("practice", "community")


class DriftAlertPolicy(CommunityContentPolicy):
    prefix = "provenance__job_aid__community__"
    community_path: tuple[str, ...] = ("provenance", "job_aid", "community")


def may_verify(user: Any, job_aid: JobAidPage) -> bool:
    """Whether this person can say so while it is published: those who curate; its owner and stand-in while they
    review there.
    """
    if not job_aid.live or not user.is_authenticated:
        return False
    stands_for_it = user.pk in {job_aid.owner_id, job_aid.stand_in_id}
    return can(user, Verb.CURATE, job_aid) or (
        stands_for_it and standing(user).allows(Verb.REVIEW, job_aid.community)
    )


def may_follow_readers(user: Any, job_aid: JobAidPage) -> bool:
    """Whether this person sees who has read it: those who curate or moderate there, and who answers for it."""
    if not user.is_authenticated or not can(user, Verb.VIEW, job_aid):
        return False
    answers = user.pk in {job_aid.owner_id, job_aid.stand_in_id} and can(user, Verb.REVIEW, job_aid.community)
    return answers or can(user, Verb.CURATE, job_aid) or can(user, Verb.MODERATE, job_aid)


def register() -> None:
    """Called when the app is ready."""
    register_permission_policy(FlaggedPlace, CommunityContentPolicy(FlaggedPlace))
    register_permission_policy(Flag, FlagPolicy(Flag))
    register_permission_policy(Practice, CommunityContentPolicy(Practice))
    register_permission_policy(JobAidPage, JobAidPolicy(JobAidPage))
    register_permission_policy(Provenance, JobAidRowPolicy(Provenance))
    register_permission_policy(Objection, ObjectionPolicy(Objection))
    register_permission_policy(Refusal, CommunityContentPolicy(Refusal))
    register_permission_policy(ContentRequest, CommunityContentPolicy(ContentRequest))
    register_permission_policy(DeskNote, CuratorsPolicy(DeskNote))
    register_permission_policy(Candidate, CommunityContentPolicy(Candidate))
    register_permission_policy(System, CommunityContentPolicy(System))
    register_permission_policy(StepRemark, ReviewersRowPolicy(StepRemark))
    for model in (StepQuestion, StepNote, StepCheck, Acknowledgement, ArchiveProposal):
        register_permission_policy(model, JobAidRowPolicy(model))
    register_permission_policy(DriftAlert, DriftAlertPolicy(DriftAlert))
    register_permission_policy(Feedback, JobAidRowPolicy(Feedback))
