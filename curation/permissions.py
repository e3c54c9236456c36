"""Who may do what with flags, practices and job aids: the community's table, asked for each model."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.permissions import register_permission_policy

from communities.permissions import CommunityContentPolicy, Verb, standing
from core.policy import can
from curation.models import DriftAlert, Feedback, Flag, FlaggedPlace, JobAidPage, Practice, Provenance
from curation.querysets import reviewed


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


class DriftAlertPolicy(CommunityContentPolicy):
    prefix = "provenance__job_aid__community__"
    community_path: tuple[str, ...] = ("provenance", "job_aid", "community")


def may_verify(user: Any, job_aid: JobAidPage) -> bool:
    """Whether this person can say so: its owner, and those who curate, while it is published."""
    if not job_aid.live or not user.is_authenticated:
        return False
    is_owner = job_aid.owner_id == user.pk and can(user, Verb.VIEW, job_aid)
    return is_owner or can(user, Verb.CURATE, job_aid)


def register() -> None:
    """Called when the app is ready."""
    register_permission_policy(FlaggedPlace, CommunityContentPolicy(FlaggedPlace))
    register_permission_policy(Flag, FlagPolicy(Flag))
    register_permission_policy(Practice, CommunityContentPolicy(Practice))
    register_permission_policy(JobAidPage, JobAidPolicy(JobAidPage))
    register_permission_policy(Provenance, JobAidRowPolicy(Provenance))
    register_permission_policy(DriftAlert, DriftAlertPolicy(DriftAlert))
    register_permission_policy(Feedback, JobAidRowPolicy(Feedback))
