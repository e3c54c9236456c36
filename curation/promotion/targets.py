"""Job aids that pieces can be joined into, and what the newest draft of one holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from communities.models import CommunityPage
from core.text import clean_text
from curation.models import JobAidPage, ReviewState

LISTED = 100  # the ones changed last; any other is named by its code


@dataclass(frozen=True, slots=True)
class Target:
    """A job aid with the steps of its newest draft, as (id, title), and whether a review of it is under way."""

    job_aid: JobAidPage
    steps: list[tuple[str, str]]
    is_in_review: bool


def job_aids_of(community: CommunityPage) -> QuerySet[JobAidPage]:
    """What a curator of this community can join pieces into."""
    return JobAidPage.objects.in_community(community).filter(retired_at=None)


def listed(job_aids: QuerySet[JobAidPage]) -> list[tuple[int, str]]:
    """Choices for a list: those changed last, and one more where there are more."""
    rows = job_aids.order_by("-latest_revision_created_at", "-pk").values_list("pk", "title", "code")
    return [(pk, f"{title}, {code}") for pk, title, code in rows[: LISTED + 1]]


def target_of(job_aids: QuerySet[JobAidPage], *, pk: str, code: str) -> Target | None:
    """The job aid that a form names, if it is one of these. One query."""
    code = clean_text(code).strip().upper()
    named = job_aids.filter(code=code) if code else _by_pk(job_aids, pk)
    if named is None:
        return None
    in_review = Exists(ReviewState.objects.waiting().filter(job_aid=OuterRef("pk")))
    job_aid = named.select_related("latest_revision", "community").annotate(in_review=in_review).first()
    return Target(job_aid, _steps(job_aid), job_aid.in_review) if job_aid else None


def _by_pk(job_aids: QuerySet[JobAidPage], pk: str) -> QuerySet[JobAidPage] | None:
    return job_aids.filter(pk=int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 16 else None


def _steps(job_aid: JobAidPage) -> list[tuple[str, str]]:
    revision = job_aid.latest_revision
    blocks: Any = json.loads(revision.content["steps"]) if revision else job_aid.steps.raw_data
    return [(str(block.get("id") or ""), str(block["value"].get("title", ""))) for block in blocks]
