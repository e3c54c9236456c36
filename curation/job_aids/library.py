"""Job aids in lists: what they can be narrowed by, and which of them come first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from curation.models import JobAidPage, System
from curation.querysets import JobAidQuerySet
from curation.states import Trust
from curation.upkeep.releases import behind_a_release
from curation.upkeep.use import with_use

NEWEST = ("-last_published_at", "-pk")
MOST_USED = ("-uses", "-pk")
TRUSTS = [
    (Trust.VERIFIED, "Verified"),
    (Trust.CHECK, "To check again"),
    (Trust.UNVERIFIED, "Unverified"),
    (Trust.OUTDATED, "Outdated"),
]
SORTS = [("use", "Most used")]
MOST_ROWS = 500  # from which choices are gathered


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a reader chose, as the address says it; "" is no choice."""

    community: str = ""
    role: str = ""
    system: str = ""
    trust: str = ""
    sort: str = ""

    @classmethod
    def asked_by(cls, query: Mapping[str, str]) -> Narrowing:
        return cls(**{field.name: query.get(field.name, "")[:200] for field in fields(cls)})

    @property
    def narrows(self) -> bool:
        return bool(self.community or self.role or self.system or self.trust)

    @property
    def order(self) -> tuple[str, ...]:
        return MOST_USED if self.sort == "use" else NEWEST

    def of(self, rows: JobAidQuerySet) -> QuerySet[JobAidPage]:
        """The rows that fit, with how much they are used where that is their order."""
        if self.community:
            rows = rows.filter(community__slug=self.community)
        if self.role:
            rows = rows.filter(roles__iregex=rf"(^|,)\s*{re.escape(self.role)}\s*(,|$)")
        if self.system:
            rows = rows.filter(systems__name=self.system)
        if self.trust:
            rows = rows.filter(_with_label(self.trust))
        return with_use(rows) if self.sort == "use" else rows


def _with_label(trust: str) -> Q:
    """The published job aids whose label this is, as `curation.job_aids.labels.label_of` says it."""
    outdated = Q(superseded_by__isnull=False)
    verified = Q(verified_until__gte=timezone.localdate())
    newer = Q(Exists(behind_a_release()))
    return {
        Trust.VERIFIED: ~outdated & verified & ~newer,
        Trust.CHECK: ~outdated & verified & newer,
        Trust.UNVERIFIED: ~outdated & (~verified | Q(verified_until=None)),
        Trust.OUTDATED: outdated,
    }.get(Trust(trust) if trust in Trust.values else Trust.RAW, Q(pk__in=[]))


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose among the job aids that a reader may know of: pairs of value and word."""

    communities: list[tuple[str, str]]
    roles: list[tuple[str, str]]
    systems: list[tuple[str, str]]
    trusts = TRUSTS
    sorts = SORTS


def choices_among(rows: JobAidQuerySet) -> Choices:
    """Two queries, over the rows before they are narrowed."""
    found = rows.order_by().values_list("community__slug", "community__title", "roles").distinct()[:MOST_ROWS]
    communities: dict[str, str] = {}
    roles: dict[str, str] = {}
    for slug, title, words in found:
        communities[slug] = title
        for part in words.split(","):
            if role := " ".join(part.split()):
                roles.setdefault(role.lower(), f"{role[:1].upper()}{role[1:]}")
    names = System.objects.filter(job_aids__in=rows.order_by().values("pk"))
    systems = sorted(set(names.order_by().values_list("name", flat=True).distinct()[:MOST_ROWS]))
    return Choices(
        communities=sorted(communities.items(), key=lambda pair: pair[1]) if len(communities) > 1 else [],
        roles=sorted(roles.items()),
        systems=[(name, name) for name in systems],
    )
