"""A sheet on paper: what its short link says later."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import CommunityPage
from curation.actions.promotion import promote_practice
from curation.models import JobAidPage
from curation.promotion.drafting import Chosen, all_pieces, keyed_sources
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, published
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def words_of(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def changes_on(page: str) -> str:
    """The part of a page that shows what changed."""
    return page[
        page.index('<dl class="version-changes">') : page.index("</dl>", page.index("version-changes"))
    ]


def change(job_aid: JobAidPage, user: User, *, number: int, title: str) -> None:
    draft = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    draft.steps[number - 1].value["title"] = title
    draft.save_revision(user=user)


def test_a_sheet_of_the_present_version_is_current(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)

    page = words_of(as_user(ward.cast.nia), f"/j/{job_aid.code.lower()}/1/")

    assert "Your sheet is current" in page
    assert "Current, verified on" in page
    assert job_aid.get_absolute_url() in page


def test_an_old_sheet_says_which_steps_changed_and_how(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    change(job_aid, ward.cast.cora, number=1, title="Turn the cap twice")
    change(job_aid, ward.cast.cora, number=3, title="Scan the band on the ankle.")
    published(ward, job_aid)

    page = words_of(as_user(ward.cast.nia), f"/j/{job_aid.code}/1/")

    assert 'Your sheet is out of date</h1> <p class="sheet-news">Steps 1 and 3 changed.</p>' in page
    assert "<del>wrist</del><ins>ankle</ins>" in page
    assert "Version 2 is the present one." in page
    assert f"{job_aid.get_absolute_url()}print/" in page


def test_steps_that_came_went_and_moved_are_named(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    draft = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    draft.steps.insert(2, draft.steps.pop(0))
    draft.steps.pop()
    step = draft.steps.stream_block.child_blocks["step"]
    draft.steps.append(("step", step.to_python({"title": "Wash your hands"})))
    draft.purpose = "The pen scans each time."
    draft.save_revision(user=ward.cast.cora)
    published(ward, job_aid)

    page = words_of(as_user(ward.cast.nia), f"/j/{job_aid.code}/1/")

    words = "A step was added after 3, old step 4 was removed, old step 1 is step 3 now, the purpose changed"
    assert f">{words}.</p>" in page
    assert "<ins>Wash your hands</ins>" in page


def test_every_page_says_the_same_of_the_same_two_versions(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    draft = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    draft.steps[1].value["warning"] = "Hold on to the cap."
    draft.steps.insert(2, draft.steps.pop(0))
    draft.roles = "Nurses"
    draft.save_revision(user=ward.cast.cora)
    to_review = words_of(as_user(ward.cast.eli), f"{job_aid.get_absolute_url()}draft/")
    published(ward, job_aid)
    browser = as_user(ward.cast.nia)

    paper = words_of(browser, f"/j/{job_aid.code}/1/")
    compared = words_of(browser, f"{job_aid.get_absolute_url()}versions/1/2/")
    listed = words_of(browser, f"{job_aid.get_absolute_url()}versions/")

    words = "Step 1 changed, old step 1 is step 3 now, who it is for changed"
    assert all(words in page for page in (to_review, paper, compared, listed))
    assert changes_on(paper) == changes_on(compared) == changes_on(to_review)
    assert "<ins>Warning: Hold on to the cap.</ins>" in changes_on(paper)


def test_words_kept_in_another_way_are_no_change(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    draft = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    for step in draft.steps:
        step.value["branches"] = [{"when": "the light stays red", "go_to": str(draft.steps[0].id)}]
    draft.save_revision(user=ward.cast.cora)
    published(ward, job_aid)
    again = JobAidPage.objects.get(pk=job_aid.pk).get_latest_revision_as_object()
    branches = [[dict(branch) for branch in step.value["branches"]] for step in again.steps]
    for step, lines in zip(again.steps, branches, strict=True):
        step.value["branches"], step.value["you_see"] = lines, None
    again.save_revision(user=ward.cast.cora)
    published(ward, job_aid)

    page = words_of(as_user(ward.cast.nia), f"/j/{job_aid.code}/2/")

    assert "<h1>Version 3 reads the same as your sheet</h1>" in page


def test_the_code_alone_opens_what_is_right_now(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)

    answer = as_user(ward.cast.nia).get(f"/j/{job_aid.code.lower()}/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == job_aid.get_absolute_url()


def test_a_withdrawn_sheet_says_so_and_what_to_use_instead(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    practice = ward.practice(source=ward.page)
    chosen = [Chosen(piece, piece.role, piece.is_used) for piece in all_pieces(keyed_sources(practice))]
    draft = promote_practice(
        user=ward.cast.cora, practice=practice, title="Scan any pen", purpose="", chosen=chosen
    )
    other = published(ward, draft)
    JobAidPage.objects.filter(pk=job_aid.pk).update(
        live=False,
        retired_at=timezone.now(),
        retired_by=ward.cast.cora,
        retire_reason="The old pens are gone.",
        superseded_by=other,
    )

    for address in (f"/j/{job_aid.code}/1/", f"/j/{job_aid.code}/"):
        page = words_of(as_user(ward.cast.nia), address)
        assert "Withdrawn: do not work from this sheet" in page
        assert "The old pens are gone." in page
        assert f'<a href="{other.get_absolute_url()}">Scan any pen</a>' in page


def test_an_unknown_code_or_version_says_what_to_compare(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    browser = as_user(ward.cast.nia)

    unknown = words_of(browser, "/j/NOPE7/1/", status=404)
    later = words_of(browser, f"/j/{job_aid.code}/9/", status=404)
    never = words_of(browser, f"/j/{job_aid.code}/0/", status=404)

    assert "No job aid that you may see has the code NOPE7" in unknown
    assert f"{job_aid.code} has no version 9" in later
    assert "Version 1 is the present one." in later
    assert f"{job_aid.code} has no version 0" in never


def test_a_hidden_code_reads_like_one_that_was_never_given(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    CommunityPage.objects.filter(pk=ward.community.pk).update(access="private")

    seen = words_of(as_user(ward.cast.ana), f"/j/{job_aid.code}/1/")
    browser = as_user(ward.cast.nia)
    for end in ("1/", ""):
        hidden = words_of(browser, f"/j/{job_aid.code}/{end}", status=404)
        unknown = words_of(browser, f"/j/NOPE7/{end}", status=404)
        assert without_token(hidden).replace(job_aid.code, "NOPE7") == without_token(unknown)
    assert "Your sheet is current" in seen


def test_a_draft_has_no_sheet(ward: Ward, as_user: AsUser) -> None:
    draft = a_draft(ward)

    page = words_of(as_user(ward.cast.cora), f"/j/{draft.code}/0/", status=404)

    assert f"No job aid that you may see has the code {draft.code}" in page


def test_what_a_sheet_says_is_asked_in_few_queries(ward: Ward, as_user: AsUser) -> None:
    job_aid = published(ward)
    change(job_aid, ward.cast.cora, number=1, title="Turn the cap twice")
    published(ward, job_aid)
    browser = as_user(ward.cast.nia)
    browser.get(f"/j/{job_aid.code}/1/")

    with queries(at_most=8):
        browser.get(f"/j/{job_aid.code}/1/")
