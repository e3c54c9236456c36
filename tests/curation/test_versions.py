"""What changed between two versions, in words and word by word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from curation.job_aids.comparison import Comparison, compare_versions
from curation.models import JobAidPage, JobAidVersion
from curation.reviewing.workflow import send_to_review
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, edit_draft, published
from tests.curation.reviewing import agree, approve
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def changed(job_aid: JobAidPage, change: Callable[[JobAidPage], None]) -> Comparison:
    """What a change to the newest words is called."""
    old = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    new = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    change(new)
    return compare_versions(old, new)


def steps_of(page: JobAidPage) -> list[dict[str, Any]]:
    return [dict(step) for step in page.steps.get_prep_value()]


def reorder(*order: int) -> Callable[[JobAidPage], None]:
    def change(page: JobAidPage) -> None:
        steps = steps_of(page)
        page.steps = [steps[index] for index in order]

    return change


def retitle(*numbers: int) -> Callable[[JobAidPage], None]:
    def change(page: JobAidPage) -> None:
        for number in numbers:
            page.steps[number - 1].value["title"] += " twice"

    return change


def add(after: int) -> Callable[[JobAidPage], None]:
    def change(page: JobAidPage) -> None:
        steps = steps_of(page)
        value = dict(steps[0]["value"], title="Wash your hands")
        new = {"type": "step", "value": value, "id": "11111111-1111-4111-8111-111111111111"}
        page.steps = [*steps[:after], new, *steps[after:]]

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (retitle(2), "Step 2 changed"),
        (retitle(1, 2, 3), "Steps 1 to 3 changed"),
        (add(after=3), "A step was added after 3"),
        (add(after=0), "A step was added before the first"),
        (reorder(0, 1, 3), "Old step 3 was removed"),
        (reorder(1, 2, 0, 3), "Old step 1 is step 3 now"),
        (reorder(3, 2, 1, 0), "Steps 1 to 3 moved"),
        (reorder(0, 1, 2, 3), ""),
    ],
)
def test_what_happened_to_the_steps_is_said_in_words(
    ward: Ward, change: Callable[[JobAidPage], None], words: str
) -> None:
    assert changed(a_draft(ward), change).in_words == words


def test_the_rest_of_the_page_is_compared_as_well(ward: Ward) -> None:
    def change(page: JobAidPage) -> None:
        page.title, page.purpose = "Scan any pen", "The pen scans, <each> time."
        page.pitfalls = [("pitfall", "<p>Do not wipe the label.</p>")]

    found = changed(a_draft(ward), change)

    assert found.in_words == "Pitfall 1 was added, the title and the purpose changed"
    assert "<ins>any</ins>" in found.fields[0].compared
    assert "&lt;each&gt;" in found.fields[1].compared


def test_one_step_may_move_and_change(ward: Ward) -> None:
    def change(page: JobAidPage) -> None:
        retitle(1)(page)
        reorder(1, 2, 0, 3)(page)

    found = changed(a_draft(ward), change)

    assert found.in_words == "Step 3 changed, old step 1 is step 3 now"
    assert found.ids["changed"] == found.ids["moved"]


def test_a_version_says_what_changed_since_the_one_before(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    edit_draft(job_aid, ward.cast.cora, "Turn the cap twice")
    send_to_review(user=ward.cast.cora, job_aid=job_aid, change_note="The new pens turn further.")
    agree(job_aid, ward.cast.eli)
    approve(job_aid, ward.cast.lou)

    listed = as_user(ward.cast.nia).get(f"{job_aid.get_absolute_url()}versions/").content.decode()
    page = as_user(ward.cast.nia).get(f"{job_aid.get_absolute_url()}versions/1/2/").content.decode()

    version = JobAidVersion.objects.get(job_aid=job_aid, number=2)
    assert (version.summary, version.change_note) == ("Step 1 changed", "The new pens turn further.")
    assert version.changes["changed"] == [str(job_aid.steps[0].id)]
    for text in (listed, page):
        assert "Step 1 changed" in text
        assert "The new pens turn further." in text
    assert "<ins>twice</ins>" in page
    assert "What changed from version 1 to 2" in page


def test_the_note_of_the_editor_survives_an_edit_and_a_round(ward: Ward) -> None:
    job_aid = published(ward)
    edit_draft(job_aid, ward.cast.cora, "Turn it")
    send_to_review(user=ward.cast.cora, job_aid=job_aid, change_note="For the new pens.")
    agree(job_aid, ward.cast.eli)
    edit_draft(job_aid, ward.cast.cora, "Turn it twice")
    agree(job_aid, ward.cast.eli)
    approve(job_aid, ward.cast.lou)

    assert JobAidVersion.objects.get(job_aid=job_aid, number=2).change_note == "For the new pens."


def test_a_reviewer_sees_what_the_draft_changes(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    edit_draft(job_aid, ward.cast.cora, "Turn the cap twice")

    page = as_user(ward.cast.eli).get(f"{job_aid.get_absolute_url()}draft/").content.decode()

    assert "What this draft changes: Step 1 changed" in page
    assert "<ins>twice</ins>" in page


@pytest.mark.parametrize(
    ("versions", "status"),
    [("2/1", 302), ("1/1", 302), ("1/9", 404), ("0/1", 404), ("1/99999999999999999999", 404)],
)
def test_versions_that_are_not_there_are_not_found(
    ward: Ward, as_user: AsUser, versions: str, status: int
) -> None:
    job_aid = published(ward)
    edit_draft(job_aid, ward.cast.cora, "Turn the cap twice")
    published(ward, job_aid)

    answer = as_user(ward.cast.nia).get(f"{job_aid.get_absolute_url()}versions/{versions}/")

    assert answer.status_code == status


def test_a_comparison_is_asked_in_few_queries(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    edit_draft(job_aid, ward.cast.cora, "Turn the cap twice")
    published(ward, job_aid)
    browser = as_user(ward.cast.nia)
    browser.get(f"{job_aid.get_absolute_url()}versions/1/2/")

    with queries(at_most=12):
        browser.get(f"{job_aid.get_absolute_url()}versions/1/2/")
