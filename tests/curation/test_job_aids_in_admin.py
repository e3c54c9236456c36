"""Job aids in Wagtail's admin: who gets in, what they can do there, and what nobody can."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState

from communities.permissions import forget_standing
from curation.models import JobAidPage, JobAidVersion, ReviewState
from curation.reviewing.workflow import send_to_review
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, edit_draft, published
from tests.curation.editing import address, fields
from tests.curation.reviewing import agree, approve
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def lola(ward: Ward) -> User:
    """Curates this one community, and has no other role anywhere."""
    user = UserFactory(username="lola", display_name="Lola Local")
    MembershipFactory(user=user, community=ward.community, is_curator=True)
    forget_standing(user)
    return user


def in_review(ward: Ward) -> tuple[JobAidPage, TaskState]:
    """A draft of cora, agreed to by eli, that waits for another curator."""
    draft = a_draft(ward)
    send_to_review(user=ward.cast.cora, job_aid=draft)
    agree(draft, ward.cast.eli)
    return JobAidPage.objects.get(pk=draft.pk), ReviewState.objects.waiting().get(job_aid=draft)


def approval(days: int = 60, owner: User | None = None) -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=days)
    return {"verified_until": until.isoformat(), "owner": owner.pk if owner else "", "comment": "Good"}


def was_refused(answer: HttpResponse, *, of: JobAidPage) -> bool:
    """Refused, and without a word about what it is."""
    if answer.status_code == 302:  # Wagtail leads to the admin's home, and says that it is not allowed
        return answer["Location"] == reverse("wagtailadmin_home")
    return answer.status_code in {403, 404} and of.title not in answer.content.decode()


# -- who gets in -------------------------------------------------------------------------------------------
def test_curators_of_the_site_and_of_one_community_get_in_and_nobody_else(
    ward: Ward, lola: User, as_user: AsUser
) -> None:
    draft = a_draft(ward)

    for user in (ward.cast.cora, lola, ward.cast.adam):
        answer = as_user(user).get(address("edit", draft))
        assert answer.status_code == 200, user
        assert draft.title in answer.content.decode()
    for user in (ward.cast.ana, ward.cast.nia):
        assert as_user(user).get(address("edit", draft)).status_code == 404, user
    answer = as_user(ward.cast.eli).get(reverse("wagtailadmin_home"))
    assert answer["Location"].startswith(reverse("people:sign_in_to_admin"))


def test_a_curator_who_left_the_team_is_out_at_once(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)
    browser = as_user(ward.cast.cora)
    User.objects.filter(pk=ward.cast.cora.pk).update(is_curator=False)

    assert browser.get(address("edit", draft)).status_code == 404


# -- what curators can do ----------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["cora", "lola"])
def test_a_curator_edits_previews_compares_and_submits(
    ward: Ward, lola: User, as_user: AsUser, who: str
) -> None:
    job_aid = published(ward)
    user = lola if who == "lola" else ward.cast.cora
    browser = as_user(user)

    saved = browser.post(address("edit", job_aid), fields(job_aid, title="Scan every pen"))
    shown = browser.post(address("preview_on_edit", job_aid), fields(job_aid, title="Scan a great pen"))
    preview = browser.get(address("preview_on_edit", job_aid))
    job_aid.refresh_from_db()
    old, new = job_aid.live_revision_id, job_aid.latest_revision_id
    then = browser.get(address("revisions_view", job_aid, old))
    compared = browser.get(address("revisions_compare", job_aid, old, new))
    history = browser.get(address("history", job_aid))
    draft = browser.get(address("view_draft", job_aid))
    sent = browser.post(address("edit", job_aid), fields(job_aid) | {"action-submit": "1"})

    assert saved.status_code == 302
    assert JobAidPage.objects.get(pk=job_aid.pk).title == "Scan a pen"
    assert shown.json()["is_valid"]
    assert "Scan a great pen" in preview.content.decode()
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert "Scan a pen" in then.content.decode()
    assert "Scan every pen" in compared.content.decode()
    assert history.status_code == 200
    assert "Scan every pen" in draft.content.decode()
    assert sent.status_code == 302
    assert job_aid.workflow_in_progress


def test_saving_in_the_admin_keeps_what_belongs_to_the_job_aid(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    hostile = {
        "community": "1",
        "number": "7",
        "code": "STOLEN",
        "slug": "other",
        "verified_until": "2999-01-01",
    }
    hostile |= {"go_live_at": "2020-01-01 00:00", "owner": str(ward.cast.nia.pk), "live": "on"}

    as_user(ward.cast.cora).post(address("edit", job_aid), fields(job_aid, title="Next") | hostile)
    again = published(ward, job_aid)

    assert again.title == "Next"
    assert (again.community_id, again.number, again.code) == (job_aid.community_id, 2, job_aid.code)
    assert (again.slug, again.owner, again.go_live_at) == (job_aid.slug, job_aid.owner, None)


# -- what curators of elsewhere cannot ---------------------------------------------------------------------
NAMES = (
    "edit usage history history_results view_draft preview_on_edit delete unpublish copy convert_alias move "
    "set_privacy lock unlock workflow_history revisions_index confirm_workflow_cancellation"
).split()


def all_addresses(job_aid: JobAidPage, task_state: TaskState) -> list[str]:
    """Every address of Wagtail's admin that names a page."""
    revision = job_aid.latest_revision_id
    flow = task_state.workflow_state_id
    found = [address(name, job_aid) for name in NAMES if name not in {"revisions_index"}]
    found += [address(f"revisions_{name}", job_aid, revision) for name in ("view", "revert", "unschedule")]
    found += [address("revisions_compare", job_aid, "earliest", "latest")]
    found += [address("workflow_history_detail", job_aid, flow)]
    found += [
        address("move_confirm", job_aid, job_aid.get_parent().pk),
        address("set_page_position", job_aid),
    ]
    for action in ("approve", "reject"):
        found.append(address("workflow_action", job_aid, action, task_state.pk))
        found.append(address("collect_workflow_action_data", job_aid, action, task_state.pk))
    found.append(address("workflow_preview", job_aid, task_state.task_id))
    bulk = [
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', name])}?id={job_aid.pk}"
        for name in BULK
    ]
    return found + bulk


BULK = ("publish", "unpublish", "delete", "move")


@pytest.mark.parametrize("who", ["site-wide, hidden community", "local, another community"])
def test_a_curator_reaches_no_job_aid_of_others(
    ward: Ward, hidden_ward: Ward, lola: User, as_user: AsUser, who: str
) -> None:
    draft, task_state = draft_of_others(ward, hidden_ward, who)
    other = lola if who.startswith("local") else ward.cast.cora
    browser = as_user(other)
    before = Page.objects.get(pk=draft.pk)

    for url in all_addresses(draft, task_state):
        for answer in (browser.get(url), browser.post(url, fields(draft) | approval())):
            text = answer.content.decode() if not answer.streaming else ""
            assert draft.title not in text, url
            refused = answer.status_code in {302, 403, 404, 405}
            assert refused or answer["Content-Type"] == "application/json", url

    after = JobAidPage.objects.get(pk=draft.pk)
    assert (after.live, after.latest_revision_id, after.path, after.locked) == (
        before.live,
        before.latest_revision_id,
        before.path,
        before.locked,
    )
    task_state.refresh_from_db()
    assert task_state.status == TaskState.STATUS_IN_PROGRESS


def draft_of_others(ward: Ward, hidden_ward: Ward, who: str) -> tuple[JobAidPage, TaskState]:
    """In a community that the curator may not know of, or in one that they read and do not curate."""
    place = hidden_ward
    if who.startswith("local"):
        place.community.access = "open"
        place.community.save()
    dora = UserFactory(username="dora", display_name="Dora Elsewhere")
    MembershipFactory(user=dora, community=place.community, is_curator=True)
    forget_standing(dora)
    place.cast = place.cast.__class__(**{**place.cast.__dict__, "cora": dora})
    draft = a_draft(place, title="Secret of elsewhere")
    state = send_to_review(user=dora, job_aid=draft)
    return JobAidPage.objects.get(pk=draft.pk), state.current_task_state


LISTS = (
    "wagtailadmin_home wagtailadmin_explore_root wagtailadmin_pages:search wagtailadmin_pages:search_results "
    "wagtailadmin_choose_page wagtailadmin_choose_page_search wagtailadmin_reports:workflow "
    "wagtailadmin_reports:workflow_tasks wagtailadmin_reports:site_history wagtailadmin_reports:aging_pages "
    "wagtailadmin_reports:locked_pages wagtailadmin_reports:page_types_usage wagtailadmin_userbar_frontend"
).split()


def test_lists_searches_choosers_and_reports_name_nothing_hidden(
    ward: Ward, hidden_ward: Ward, lola: User, as_user: AsUser
) -> None:
    draft, _ = draft_of_others(ward, hidden_ward, "site-wide, hidden community")
    hidden = [draft.title, hidden_ward.community.title]
    parent = draft.get_parent()

    for user in (ward.cast.cora, lola):
        browser = as_user(user)
        addresses = [reverse(name) for name in LISTS if name != "wagtailadmin_userbar_frontend"]
        addresses += [reverse("wagtailadmin_explore", args=[pk]) for pk in (parent.pk, hidden_ward.page.pk)]
        addresses += [reverse("wagtailadmin_choose_page_child", args=[parent.pk])]
        addresses += ["/admin/api/main/pages/", f"/admin/api/main/pages/{draft.pk}/"]
        addresses += [reverse("wagtailadmin_pages:type_use", args=["curation", "jobaidpage"])]
        for url in addresses:
            for query in ("", "?q=Secret", "?page_type=curation.jobaidpage"):
                text = browser.get(url + query, follow=True).content.decode()
                for words in hidden:
                    assert words not in text, (user, url + query)


def test_wiki_pages_of_private_communities_do_not_leak(
    ward: Ward, hidden_ward: Ward, lola: User, as_user: AsUser
) -> None:
    page = hidden_ward.page
    Page.objects.filter(pk=page.pk).update(title="Hidden words")

    for user in (ward.cast.cora, lola):
        browser = as_user(user)
        for name in NAMES:
            if name not in {"revisions_index"}:
                text = browser.get(address(name, page), follow=True).content.decode()
                assert "Hidden words" not in text, (user, name)


# -- what nobody can ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["cora", "adam"])
def test_nobody_publishes_by_hand(ward: Ward, as_user: AsUser, who: str) -> None:
    draft = a_draft(ward)
    browser = as_user(getattr(ward.cast, who))
    form = fields(draft, title="By hand") | {"action-publish": "1", "go_live_at": "2020-01-01 10:00"}
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    edited = browser.post(address("edit", draft), form)
    browser.post(f"{bulk}?id={draft.pk}", {"include_descendants": "on"})
    browser.post(f"{bulk}?id={draft.get_parent().pk}", {"include_descendants": "on"})
    browser.post(f"{bulk}?id={ward.community.pk}", {"include_descendants": "on"})

    draft.refresh_from_db()
    assert edited.status_code == 302  # what was typed is kept as a draft
    assert not draft.live
    assert draft.get_latest_revision_as_object().title == "By hand"
    assert not JobAidVersion.objects.exists()


def test_nobody_copies_moves_or_makes_one_by_hand(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    browser = as_user(ward.cast.adam)
    index = job_aid.get_parent()
    copy = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": index.pk, "publish_copies": "on"}

    browser.post(address("copy", job_aid), copy)
    browser.post(address("copy", index), copy | {"copy_subpages": "on"})
    browser.post(address("copy", ward.community), copy | {"copy_subpages": "on"})
    browser.post(address("move_confirm", job_aid, ward.page.pk))
    made = browser.get(reverse("wagtailadmin_pages:add", args=["curation", "jobaidpage", index.pk]))

    assert JobAidPage.objects.count() == 1
    assert JobAidPage.objects.get().path == job_aid.path
    assert was_refused(made, of=job_aid)


# -- reviews in the admin ----------------------------------------------------------------------------------
def test_wagtails_own_buttons_approve_with_owner_and_date(ward: Ward, lola: User, as_user: AsUser) -> None:
    draft, task_state = in_review(ward)
    browser = as_user(lola)
    url = address("workflow_action", draft, "approve", task_state.pk)

    asked = browser.get(url).json()["html"]
    without = browser.post(url, {"owner": ""}, headers={"x-requested-with": "XMLHttpRequest"})
    done = browser.post(url, approval(owner=ward.cast.eli))

    assert f"seen={draft.latest_revision_id}" in asked
    assert "Eli Novak" in asked
    assert "Sam Stranger" not in asked
    assert "Choose the day until which the owner stands for it" in without.json()["html"]
    assert done.status_code == 302
    job_aid = JobAidPage.objects.get(pk=draft.pk)
    until = timezone.localdate() + timedelta(days=60)
    assert (job_aid.live, job_aid.owner, job_aid.verified_by) == (True, ward.cast.eli, lola)
    assert (job_aid.number, job_aid.verified_until) == (1, until)


def test_approving_beside_the_editor_sets_the_same(ward: Ward, lola: User, as_user: AsUser) -> None:
    draft, task_state = in_review(ward)
    browser = as_user(lola)
    collect = address("collect_workflow_action_data", draft, "approve", task_state.pk)
    data = browser.post(collect, approval(owner=ward.cast.eli)).json()["cleaned_data"]
    acts = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    with_words = {
        "steps-count": str(len(draft.steps)),
        "workflow-action-extra-data": json.dumps(data),
    }

    changed = browser.post(address("edit", draft), fields(draft, title="Mine") | acts | with_words)

    assert changed.status_code == 302
    draft.refresh_from_db()
    assert not draft.live  # who changes a word is its last editor
    assert draft.get_latest_revision_as_object().title == "Mine"
    agree(draft, ward.cast.eli)
    published = approve(draft, ward.cast.lou, **data)
    assert (published.live, published.owner, published.verified_until.isoformat()) == (
        True,
        ward.cast.eli,
        data["verified_until"],
    )


def test_the_last_editor_is_refused_in_the_admin_as_well(ward: Ward, as_user: AsUser) -> None:
    draft, task_state = in_review(ward)
    browser = as_user(ward.cast.cora)
    acts = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    data = {"workflow-action-extra-data": json.dumps(approval())}

    page = browser.get(address("edit", draft)).content.decode()
    browser.post(address("workflow_action", draft, "approve", task_state.pk), approval())
    browser.post(address("edit", draft), fields(draft) | acts | data)

    assert "Approve and publish" not in page
    assert not JobAidPage.objects.get(pk=draft.pk).live


def test_a_review_is_of_the_words_that_were_shown(ward: Ward, lola: User, as_user: AsUser) -> None:
    draft, task_state = in_review(ward)
    url = address("workflow_action", draft, "approve", task_state.pk)
    edit_draft(draft, ward.cast.cora, "Something else")

    answer = as_user(lola).post(f"{url}?seen={draft.latest_revision_id}", approval(), follow=True)

    assert "The draft was edited while you read it." in answer.content.decode()
    assert not JobAidPage.objects.get(pk=draft.pk).live


def test_a_review_of_one_job_aid_does_not_decide_about_another(
    ward: Ward, hidden_ward: Ward, lola: User, as_user: AsUser
) -> None:
    own, _ = in_review(ward)
    other, task_state = draft_of_others(ward, hidden_ward, "site-wide, hidden community")

    as_user(lola).post(address("workflow_action", own, "approve", task_state.pk), approval())

    assert not JobAidPage.objects.get(pk=other.pk).live
    assert not JobAidPage.objects.get(pk=own.pk).live


def test_an_owner_is_of_the_community(ward: Ward, lola: User, as_user: AsUser) -> None:
    draft, task_state = in_review(ward)

    as_user(lola).post(
        address("workflow_action", draft, "approve", task_state.pk), approval(owner=ward.cast.stranger)
    )

    assert not JobAidPage.objects.get(pk=draft.pk).live
