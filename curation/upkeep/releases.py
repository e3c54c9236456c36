"""On which release of its systems each job aid was verified, written beside it, so that reading asks nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from curation.models import JobAidPage, Release, System, VerifiedOn

AT_ONCE = 500  # job aids whose words are written with one statement


def newest_of(systems: Iterable[int]) -> dict[int, Release]:
    """The newest release of each system that has one. Uses the index curation_release_newest."""
    newest = Release.objects.filter(system=OuterRef("pk")).order_by("-announced_at", "-pk").values("pk")[:1]
    ids = System.objects.filter(pk__in=list(systems)).values_list(Subquery(newest), flat=True)
    return {row.system_id: row for row in Release.objects.filter(pk__in=[pk for pk in ids if pk])}


def write_down(job_aids: Iterable[int]) -> list[int]:
    """Make `JobAidPage.releases` right for these; returns those whose words changed. Safe to run twice.

    Four statements for each AT_ONCE, and one for each thing that there is to say, of which there are few.
    """
    changed: list[int] = []
    pks = sorted(set(job_aids))
    for start in range(0, len(pks), AT_ONCE):
        changed += _write_down(pks[start : start + AT_ONCE])
    return changed


def _write_down(pks: list[int]) -> list[int]:
    before = dict(JobAidPage.objects.filter(pk__in=pks).values_list("pk", "releases"))
    chosen = JobAidPage.systems.through.objects.filter(jobaidpage__in=pks).order_by("system__name")
    systems: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for job_aid, system, name in chosen.values_list("jobaidpage_id", "system_id", "system__name"):
        systems[job_aid].append((system, name))
    newest = newest_of({system for rows in systems.values() for system, _ in rows})
    verified = {
        (job_aid, system): name
        for job_aid, system, name in VerifiedOn.objects.filter(job_aid__in=pks).values_list(
            "job_aid_id", "system_id", "release__name"
        )
    }
    saying: dict[tuple[tuple[str, str, str], ...], list[int]] = defaultdict(list)
    for pk, old in before.items():
        rows = tuple(
            (name, on := verified.get((pk, system), ""), _newer(newest.get(system), on))
            for system, name in systems[pk]
        )
        if [list(row) for row in rows] != old:
            saying[rows].append(pk)
    for rows, same in saying.items():
        JobAidPage.objects.filter(pk__in=same).update(releases=[list(row) for row in rows])
    return [pk for same in saying.values() for pk in same]


def _newer(newest: Release | None, on: str) -> str:
    return newest.name if newest is not None and newest.name != on else ""


def with_system(system: System) -> QuerySet[JobAidPage]:
    """The job aids of one system, drafts too."""
    return JobAidPage.objects.filter(systems=system)


def behind_a_release() -> QuerySet[Any]:
    """For Exists on job aids: their systems whose newest release is not the one that they were verified on."""
    newest = (
        Release.objects.filter(system=OuterRef("system")).order_by("-announced_at", "-pk").values("pk")[:1]
    )
    done = VerifiedOn.objects.filter(job_aid=OuterRef("jobaidpage"), release=OuterRef("newest"))
    systems = JobAidPage.systems.through.objects.filter(jobaidpage=OuterRef("pk"))
    return systems.annotate(newest=Subquery(newest)).exclude(newest=None).exclude(Exists(done))


def verified_now(job_aid: JobAidPage) -> None:
    """Remember that it is right on the newest release of each of its systems, and of no system that it lost."""
    systems = list(
        JobAidPage.systems.through.objects.filter(jobaidpage=job_aid.pk).values_list("system_id", flat=True)
    )
    VerifiedOn.objects.filter(job_aid=job_aid).exclude(system__in=systems).delete()
    for system, release in newest_of(systems).items():
        VerifiedOn.objects.update_or_create(job_aid=job_aid, system_id=system, defaults={"release": release})
    write_down([job_aid.pk])


def pending_releases(job_aid: JobAidPage) -> list[Release]:
    """The releases that a job aid is to be checked for; no query when its label says that there are none."""
    newer = [row for row in job_aid.systems_verified if row.check]
    if not newer:
        return []
    wanted = Q(pk__in=[])
    for row in newer:
        wanted |= Q(system__name=row.system, name=row.check)
    rows = Release.objects.filter(wanted, system__community=job_aid.community_id)
    return list(rows.select_related("system").order_by("system__name"))


# -- the review list -----------------------------------------------------------------------------------------
def to_check_for(release: Release) -> QuerySet[JobAidPage]:
    """Published job aids of its system that nobody has verified on this release or on a newer one."""
    since = VerifiedOn.objects.filter(
        system=release.system_id, release__announced_at__gte=release.announced_at
    )
    done = since.values("job_aid")
    return JobAidPage.objects.published().filter(systems=release.system_id).exclude(pk__in=done)


def releases_with_numbers(systems: Iterable[System]) -> list[Release]:
    """The releases of these systems, newest first, each with `verified_count`."""
    rows = Release.objects.filter(system__in=list(systems)).select_related("announced_by")
    counted = VerifiedOn.objects.filter(release=OuterRef("pk")).order_by().values("release")
    number = Subquery(counted.annotate(number=Count("pk")).values("number"))
    return list(rows.annotate(verified_count=Coalesce(number, 0)).order_by("-announced_at", "-pk"))
