"""A minor change of a source leaves the job aids made from it as they are; what is more than minor does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communities.actions.wiki import save_wiki_page
from communities.models import WikiPage
from curation.models import DriftAlert, Provenance
from curation.states import DriftState
from notifications.models import Notice
from tests.curation.aids import a_job_aid, taken_from
from tests.curation.conftest import Ward
from tests.curation.test_drift import block_with

pytestmark = pytest.mark.django_db
Run = Callable[..., int]


@pytest.fixture
def step(ward: Ward) -> Provenance:
    return taken_from(a_job_aid(ward), ward.page, block_with(ward.page.body, "Scan the medicine."))


def change(ward: Ward, old: str, new: str, *, is_minor: bool) -> None:
    page = WikiPage.objects.get(pk=ward.page.pk)
    assert old in page.body
    save_wiki_page(
        page=page,
        user=ward.cast.ana,
        title=page.title,
        body=page.body.replace(old, new),
        base_edition=page.edition,
        is_minor=is_minor,
    )


def open_alerts() -> int:
    return DriftAlert.objects.unsettled().count()


def test_a_minor_change_unverifies_nothing_and_tells_nobody(
    ward: Ward, step: Provenance, run_tasks: Run
) -> None:
    change(ward, "Scan the medicine.", "Scan the medicine", is_minor=True)
    run_tasks()

    assert open_alerts() == 0
    assert not Notice.objects.exists()
    assert DriftAlert.objects.get(provenance=step).state == DriftState.KEPT


def test_the_same_change_that_is_not_minor_alerts(ward: Ward, step: Provenance, run_tasks: Run) -> None:
    change(ward, "Scan the medicine.", "Scan the medicine", is_minor=False)
    run_tasks()

    assert open_alerts() == 1


def test_a_later_change_elsewhere_does_not_bring_the_minor_one_up(
    ward: Ward, step: Provenance, run_tasks: Run
) -> None:
    change(ward, "Scan the medicine.", "Scan the medicine", is_minor=True)
    run_tasks()
    change(ward, "<h2", "<p>Words before.</p><h2", is_minor=False)
    run_tasks()
    change(ward, "Scan the medicine", "Scan the medicines", is_minor=True)
    change(ward, "Words before.", "Other words.", is_minor=False)
    run_tasks()

    assert open_alerts() == 0


def test_a_change_that_is_not_minor_alerts_even_if_a_minor_one_follows_before_anybody_looked(
    ward: Ward, step: Provenance, run_tasks: Run
) -> None:
    change(ward, "Scan the medicine.", "Scan the dose.", is_minor=False)
    change(ward, "Scan the dose.", "Scan the dose", is_minor=True)
    run_tasks()

    assert DriftAlert.objects.unsettled().get().new_text == "Scan the dose"


def test_words_that_are_taken_out_are_never_a_minor_change(
    ward: Ward, step: Provenance, run_tasks: Run
) -> None:
    page = WikiPage.objects.get(pk=ward.page.pk)
    body = page.body.replace("Scan the medicine.", "")
    save_wiki_page(
        page=page, user=ward.cast.ana, title=page.title, body=body, base_edition=page.edition, is_minor=True
    )
    run_tasks()

    assert open_alerts() == 1
