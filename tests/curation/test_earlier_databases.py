"""A database from before the desk, candidates, two stages of review and upkeep is migrated forwards."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Revision, Workflow

from curation.migrations import _releases_from_words
from curation.models import FlaggedPlace, JobAidPage, JobAidVersion, ReviewState
from curation.reviewing.workflow import send_to_review
from tests.curation.aids import a_job_aid
from tests.curation.conftest import Ward
from tests.curation.drafts import edit_draft, published
from tests.curation.reviewing import agree, approve

EARLIER = "0005_desk_reads_across_communities"


@pytest.fixture
def earlier(ward: Ward) -> tuple[int, int]:
    """What stood in such a database: a published job aid, and one whose next version waits for review."""
    with transaction.atomic():
        old, new = published(ward), a_job_aid(ward, "Scan a band")
        edit_draft(new, ward.cast.cora, "Scan both bands")
    send_to_review(user=ward.cast.cora, job_aid=new)
    go_to(EARLIER)
    for job_aid, words in ((old, "EMR 12.9"), (new, "EMR v12.10")):
        before("JobAidPage").filter(pk=job_aid.pk).update(release=words)
    for revision in Revision.objects.filter(object_id__in=[str(old.pk), str(new.pk)]):
        del revision.content["systems"]
        revision.save()
    return old.pk, new.pk


def go_to(name: str) -> None:
    call_command("migrate", "curation", name, verbosity=0)


def stages() -> list[str]:
    return [task.name for task in Workflow.objects.get(name="Job aid review").tasks]


def before(model: str) -> Any:
    return (
        MigrationExecutor(connection)
        .loader.project_state(("curation", EARLIER))
        .apps.get_model("curation", model)
        .objects
    )


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_on_the_way_from_an_earlier_database(ward: Ward, earlier: tuple[int, int]) -> None:
    assert stages() == ["Job aid review"]
    assert {*before("JobAidPage").values_list("pk", flat=True)} == {*earlier}

    call_command("migrate", verbosity=0)

    old, new = (JobAidPage.objects.get(pk=pk) for pk in earlier)
    assert stages() == ["Expert review", "Approval by a curator"]
    assert old.release_words == "EMR 12.9"
    assert old.label == ("check", "on 12.9, check for 12.10")
    assert old.verified_at == JobAidVersion.objects.get(job_aid=old).published_at
    assert {*ReviewState.objects.filter(job_aid=old).values_list("stage", flat=True)} == {"approval"}

    agree(new, ward.cast.eli)
    approve(new, ward.cast.lou)

    new = JobAidPage.objects.get(pk=new.pk)
    assert new.steps[0].value["title"] == "Scan both bands"
    assert new.release_words == "EMR 12.10"


@pytest.mark.django_db
def test_places_flagged_before_lie_on_the_desk_with_their_people_and_their_age(ward: Ward) -> None:
    place = ward.flag(ward.cast.ana, ward.answer).place
    flag = ward.flag(ward.cast.cora, ward.answer)
    FlaggedPlace.objects.update(people_together=0, first_at=None)

    import_module("curation.migrations.0007_when_and_by_how_many_places_were_flagged").count(apps, None)

    place.refresh_from_db()
    assert place.people_together == 2
    assert place.first_at == place.flags.earliest("created_at").created_at
    assert place.first_at <= flag.created_at


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("EMR 12.1", ("EMR", "12.1")),
        ("EMR v12.1 SP 2", ("EMR", "12.1 SP 2")),
        ("Infusion pumps", ("Infusion pumps", "")),
        ("12.1", ("12.1", "")),
        ("  EMR   12 ", ("EMR", "12")),
    ],
)
def test_old_words_become_a_system_and_a_release(words: str, parts: tuple[str, str]) -> None:
    assert _releases_from_words.parts_of(words) == parts
