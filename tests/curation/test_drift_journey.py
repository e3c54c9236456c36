"""A source changes after its words were used: what readers see and curators decide."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from communities.actions.wiki import save_wiki_page
from communities.models import WikiPage
from curation.models import DriftAlert, Provenance
from curation.states import DriftState
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import published

pytestmark = pytest.mark.django_db

AsUser = Callable[[User], Client]


def change_a_list_item(ward: Ward, run_tasks: Callable[..., int]) -> None:
    body = ward.page.body.replace("Scan the medicine.", "Scan the smallest unit.")
    save_wiki_page(
        page=ward.page, user=ward.cast.ana, title=ward.page.title, body=body, base_edition=ward.page.edition
    )
    run_tasks()


def test_only_the_step_from_the_changed_place_says_so(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = published(ward)

    change_a_list_item(ward, run_tasks)

    page = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()
    assert page.count("Source changed") == 1
    step = page.split("Source changed")[0].rsplit('id="step-', 1)[1]
    assert "Scan the medicine." in step
    assert DriftAlert.objects.get().new_text == "Scan the smallest unit."
    alert = DriftAlert.objects.get()
    for address in ("/curation/sources/", f"/curation/drift/{alert.pk}/"):
        shown = as_user(ward.cast.cora).get(address).content.decode()
        assert "Scan the <del>medicine</del><ins>smallest unit</ins>." in shown
        assert "step 4" in shown
        assert "Ana Silva" in shown


def test_an_edit_elsewhere_in_the_source_alerts_nobody(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    published(ward)
    body = ward.page.body.replace("How we scan on the ward.", "How we scan here.")

    save_wiki_page(page=ward.page, user=ward.cast.ana, title=ward.page.title, body=body, base_edition=1)
    run_tasks()

    assert not DriftAlert.objects.exists()


def test_an_alert_closes_by_itself_when_the_old_words_are_back(
    ward: Ward, run_tasks: Callable[..., int]
) -> None:
    published(ward)
    change_a_list_item(ward, run_tasks)
    page = WikiPage.objects.get(pk=ward.page.pk)

    save_wiki_page(
        page=page, user=ward.cast.ana, title=page.title, body=ward.page.body, base_edition=page.edition
    )
    run_tasks()

    assert DriftAlert.objects.get().state == DriftState.KEPT


def test_a_curator_takes_the_new_words_into_the_next_version(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = published(ward)
    change_a_list_item(ward, run_tasks)
    alert = DriftAlert.objects.get()
    address = f"/curation/drift/{alert.pk}/"

    shown = as_user(ward.cast.cora).get(address).content.decode()
    as_user(ward.cast.cora).post(address, {"act": "update"})
    waiting = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()
    published(ward, job_aid)
    done = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()

    assert "Scan the <del>medicine</del><ins>smallest unit</ins>." in shown
    assert "The new words are in review." in waiting
    assert "Scan the medicine." in waiting
    assert "Scan the smallest unit." in done
    assert "Source changed" not in done
    assert Provenance.objects.get(pk=alert.provenance_id).quote == "Scan the smallest unit."


def test_a_detached_step_follows_its_source_no_more(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = published(ward)
    change_a_list_item(ward, run_tasks)
    alert = DriftAlert.objects.get()

    answer = as_user(ward.cast.cora).post(f"/curation/drift/{alert.pk}/", {"act": "detach"}, follow=True)
    page = WikiPage.objects.get(pk=ward.page.pk)
    body = page.body.replace("Scan the smallest unit.", "Scan the tray.")
    save_wiki_page(page=page, user=ward.cast.ana, title=page.title, body=body, base_edition=page.edition)
    run_tasks()

    shown = as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()
    assert "Detached. The step no longer follows this source." in answer.content.decode()
    assert DriftAlert.objects.get().state == DriftState.DETACHED
    assert "Scan the medicine." in shown
    assert "Source changed" not in shown


def test_a_kept_step_is_not_alerted_again_for_the_same_words(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = published(ward)
    change_a_list_item(ward, run_tasks)
    alert = DriftAlert.objects.get()

    as_user(ward.cast.cora).post(f"/curation/drift/{alert.pk}/", {"act": "keep", "note": "Means the same"})
    page = WikiPage.objects.get(pk=ward.page.pk)
    body = page.body.replace("How we scan on the ward.", "How we scan here.")
    save_wiki_page(page=page, user=ward.cast.ana, title=page.title, body=body, base_edition=page.edition)
    run_tasks()

    assert DriftAlert.objects.get().state == DriftState.KEPT
    assert "Source changed" not in as_user(ward.cast.nia).get(job_aid.get_absolute_url()).content.decode()


def test_members_do_not_decide_about_drift(
    ward: Ward, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    published(ward)
    change_a_list_item(ward, run_tasks)
    address = f"/curation/drift/{DriftAlert.objects.get().pk}/"

    by_member = as_user(ward.cast.ana).post(address, {"act": "keep"})
    by_expert = as_user(ward.cast.eli).post(address, {"act": "keep"})

    assert (by_member.status_code, by_expert.status_code) == (403, 403)
    assert DriftAlert.objects.get().state == DriftState.OPEN
