"""Tags, roles, systems and releases of things, as search narrows by them, follow the things."""

from __future__ import annotations

import pytest
from taggit.models import Tag

from communities.actions.threads import open_thread, reply_to_thread, retitle_thread
from communities.models import Thread
from curation.actions.releases import add_system, announce_release
from curation.models import JobAidPage
from curation.signals import job_aid_verified
from curation.upkeep.releases import verified_now, write_down
from people.models import User
from search.indexing import audit, refresh
from search.kinds import Kind
from search.models import SearchEntry
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db


def a_thread(ward: Ward, user: User, *tags: str) -> Thread:
    return open_thread(
        user=user,
        community=ward.community,
        kind="note",
        title="Pens in the fridge",
        body="<p>Cold.</p>",
        tags=tags,
    )


def labels(kind: str, thing_id: int) -> list[str]:
    """Of every place of a thing, which all have the same."""
    entries = SearchEntry.objects.filter(kind=kind, thing_id=thing_id)
    (same,) = {tuple(map(str, entry.label_rows.order_by("facet", "value"))) for entry in entries}
    assert {tuple(f"{facet}:{value}" for facet, value in entry.labels) for entry in entries} == {same}
    return list(same)


def test_every_post_of_a_thread_carries_its_tags_and_follows_them(ward: Ward, run_tasks: RunTasks) -> None:
    thread = a_thread(ward, ward.cast.ana, "insulin", "fridge")
    reply_to_thread(user=ward.cast.eli, thread=thread, body="<p>Not below two degrees.</p>")
    run_tasks()
    assert labels("thread", thread.pk) == ["tag:fridge", "tag:insulin"]

    retitle_thread(user=ward.cast.ana, thread=thread, title=thread.title, tags=["storage"])
    run_tasks()

    assert labels("thread", thread.pk) == ["tag:storage"]
    assert SearchEntry.objects.filter(kind="thread", thing_id=thread.pk).count() == 2


def test_a_tag_that_is_renamed_or_removed_is_so_in_search(ward: Ward, run_tasks: RunTasks) -> None:
    thread = a_thread(ward, ward.cast.ana, "insulin", "fridge")
    run_tasks()

    tag = Tag.objects.get(name="insulin")
    tag.name = "insulin pens"
    tag.save()
    Tag.objects.get(name="fridge").delete()
    run_tasks()

    assert labels("thread", thread.pk) == ["tag:insulin pens"]


def test_a_job_aid_carries_its_roles_systems_and_releases_and_follows_them(
    ward: Ward, run_tasks: RunTasks
) -> None:
    job_aid = published(ward)
    JobAidPage.objects.filter(pk=job_aid.pk).update(roles="nurses, Ward  clerks, Nurses")
    system = add_system(user=ward.cast.adam, community=ward.community, name="Ward PC")
    announce_release(user=ward.cast.adam, system=system, name="12.0")
    job_aid = JobAidPage.objects.get(pk=job_aid.pk)
    JobAidPage.systems.through.objects.create(jobaidpage=job_aid, system=system)
    verified_now(job_aid)
    write_down([job_aid.pk])
    refresh(Kind.JOB_AID, job_aid.pk)
    assert labels("job_aid", job_aid.pk) == [
        "release:Ward PC 12.0",
        "role:Nurses",
        "role:Ward clerks",
        "system:Ward PC",
    ]

    announce_release(user=ward.cast.adam, system=system, name="12.1")
    verified_now(job_aid)
    write_down([job_aid.pk])
    job_aid_verified.send(sender=JobAidPage, job_aid=job_aid)
    run_tasks()

    assert "release:Ward PC 12.1" in labels("job_aid", job_aid.pk)
    assert "release:Ward PC 12.0" not in labels("job_aid", job_aid.pk)


def test_the_audit_sees_a_label_that_is_wrong(ward: Ward, run_tasks: RunTasks) -> None:
    thread = a_thread(ward, ward.cast.ana, "insulin")
    run_tasks()
    assert audit().is_right

    Thread.objects.get(pk=thread.pk).tags.add("pens")

    assert audit().old == 1
