"""The release that was written as words ("EMR 12.1") becomes a system and a release of its community."""

import re
from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

_NUMBER = re.compile(r"^(?P<system>.*?)[\s,]*\b[vV]?(?P<release>\d[\w.\-]*.*)$")
SYSTEM_CHARS, RELEASE_CHARS = 60, 40


def parts_of(words: str) -> tuple[str, str]:
    """("EMR", "12.1"): the system is what stands before the first number; without one it is all of it."""
    words = " ".join(words.split())
    found = _NUMBER.match(words)
    if found is None or not found["system"]:
        return words[:SYSTEM_CHARS], ""
    return found["system"][:SYSTEM_CHARS], found["release"][:RELEASE_CHARS]


def to_rows(apps: Any, schema_editor: Any) -> None:
    job_aids = apps.get_model("curation", "JobAidPage")
    newest = _releases(apps)
    verified_on = apps.get_model("curation", "VerifiedOn")
    written = job_aids.objects.exclude(release="").select_related("latest_revision")
    for job_aid in written.order_by("pk").iterator():
        name, number = parts_of(job_aid.release)
        if not name:
            continue
        system, releases = newest[job_aid.community_id, name]
        job_aids.systems.through.objects.create(jobaidpage_id=job_aid.pk, system_id=system.pk)
        _in_draft(job_aid.latest_revision, system)
        last = releases[-1].name if releases else ""
        on = number if job_aid.live else ""
        if on:
            release = next(row for row in releases if row.name == number)
            verified_on.objects.create(job_aid_id=job_aid.pk, system_id=system.pk, release_id=release.pk)
        job_aids.objects.filter(pk=job_aid.pk).update(releases=[[name, on, last if last != on else ""]])
    _remember_when(apps)
    # PostgreSQL alters no table whose new rows still wait for the check of what they point to.
    schema_editor.connection.check_constraints()


def _in_draft(revision: Any, system: Any) -> None:
    """The newest words name it too: publishing them would take it away otherwise."""
    if revision is not None:
        revision.content["systems"] = [system.pk]
        revision.save(update_fields=["content"])


def _releases(apps: Any) -> dict[tuple[int, str], tuple[Any, list[Any]]]:
    """The system of each community and name, with its releases; the highest number is taken for the newest."""
    job_aids, systems, releases_table = (
        apps.get_model("curation", name) for name in ("JobAidPage", "System", "Release")
    )
    written: dict[tuple[int, str], set[str]] = {}
    for community, words in job_aids.objects.exclude(release="").values_list("community_id", "release"):
        name, number = parts_of(words)
        written.setdefault((community, name), set()).update({number} - {""})
    now, found = timezone.now(), {}
    for (community, name), numbers in written.items():
        if not name:
            continue
        system, _ = systems.objects.get_or_create(community_id=community, name=name)
        moments = [now + timedelta(microseconds=at) for at in range(len(numbers))]
        releases = [
            releases_table.objects.create(system=system, name=number, announced_at=moment)
            for number, moment in zip(sorted(numbers, key=_in_order), moments, strict=True)
        ]
        found[community, name] = (system, releases)
    return found


def _in_order(number: str) -> list[tuple[int, str]]:
    """12.9 before 12.10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", number)]


def _remember_when(apps: Any) -> None:
    """Until now nobody asked when it was verified last: when its newest version was published."""
    job_aids, versions = (apps.get_model("curation", name) for name in ("JobAidPage", "JobAidVersion"))
    published = versions.objects.filter(job_aid=OuterRef("pk")).order_by("-number").values("published_at")
    job_aids.objects.filter(number__gt=0).update(verified_at=Subquery(published[:1]))


def to_words(apps: Any, schema_editor: Any) -> None:
    job_aids = apps.get_model("curation", "JobAidPage")
    for job_aid in job_aids.objects.exclude(releases=[]).iterator():
        words = ", ".join(f"{system} {on}".strip() for system, on, _ in job_aid.releases)
        job_aids.objects.filter(pk=job_aid.pk).update(release=words[:60])
