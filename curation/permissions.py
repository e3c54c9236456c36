"""Who may do what with flags, practices and job aids: the community's table, asked for each model."""

from __future__ import annotations

from wagtail.permissions import register_permission_policy

from communities.permissions import CommunityContentPolicy
from curation.models import DriftAlert, Feedback, Flag, FlaggedPlace, JobAidPage, Practice, Provenance


class FlagPolicy(CommunityContentPolicy):
    prefix = "place__community__"
    community_path = ("place", "community")


class JobAidRowPolicy(CommunityContentPolicy):
    """A row that hangs on a job aid."""

    prefix = "job_aid__community__"
    community_path = ("job_aid", "community")


class DriftAlertPolicy(CommunityContentPolicy):
    prefix = "provenance__job_aid__community__"
    community_path = ("provenance", "job_aid", "community")


def register() -> None:
    """Called when the app is ready."""
    register_permission_policy(FlaggedPlace, CommunityContentPolicy(FlaggedPlace))
    register_permission_policy(Flag, FlagPolicy(Flag))
    register_permission_policy(Practice, CommunityContentPolicy(Practice))
    register_permission_policy(JobAidPage, CommunityContentPolicy(JobAidPage))
    register_permission_policy(Provenance, JobAidRowPolicy(Provenance))
    register_permission_policy(DriftAlert, DriftAlertPolicy(DriftAlert))
    register_permission_policy(Feedback, JobAidRowPolicy(Feedback))
