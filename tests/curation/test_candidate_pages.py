"""Candidates on the desk: curators see what speaks for one, make it a practice, or say why it is none."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from communities.actions.threads import remove_post
from communities.models import Post
from curation.actions.candidates import dismiss_candidate
from curation.candidates.search import find_candidates
from curation.models import Candidate, Practice
from people.models import User
from tests.curation.conftest import Ward
from tests.curation.test_candidates import TELLINGS, open_candidates, tell, told
from tests.factories import MembershipFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


@pytest.fixture
def found(ward: Ward) -> Candidate:
    told(ward, ward.cast.ana, ward.cast.lee, ward.cast.eli)
    find_candidates()
    [candidate] = open_candidates()
    return candidate


def sent(candidate: Candidate, **other: object) -> dict[str, object]:
    texts = list(candidate.texts.values_list("pk", flat=True))
    return {"title": "Pair a scanner by its trigger", "summary": "Five seconds.", "texts": texts} | other


def test_curator_sees_what_was_found_with_the_words_and_numbers(
    ward: Ward, found: Candidate, as_user: AsUser
) -> None:
    browser = as_user(ward.cast.cora)

    listed = browser.get("/curation/candidates/").content.decode()
    page = browser.get(f"/curation/candidates/{found.pk}/").content.decode()

    for seen in (listed, page):
        assert found.title in seen
        assert "Hold the trigger of the scanner for five seconds" in seen
        assert "Lee Tan" in seen
        assert "3 places" in seen
    assert "where n counts people who wrote one of the places, beyond the first" in page
    assert f"<b>{found.strength:.0f}</b> of 100" in page


def test_curator_makes_a_practice_of_the_ticked_places(ward: Ward, found: Candidate, as_user: AsUser) -> None:
    kept = list(found.texts.order_by("pk"))[:2]
    browser = as_user(ward.cast.cora)

    page = browser.post(
        f"/curation/candidates/{found.pk}/take/",
        sent(found, texts=[text.pk for text in kept]),
        follow=True,
    )

    practice = Practice.objects.get()
    assert page.redirect_chain[-1][0] == practice.get_absolute_url()
    assert {source.post_id for source in practice.sources.all()} == {text.post_id for text in kept}
    assert practice.title == "Pair a scanner by its trigger"
    assert "Nothing found that waits" in browser.get("/curation/candidates/").content.decode()
    assert "made it the practice" in browser.get(f"/curation/candidates/{found.pk}/").content.decode()


def test_form_sent_twice_makes_one_practice_and_another_curator_is_told(
    ward: Ward, found: Candidate, as_user: AsUser
) -> None:
    address, data = f"/curation/candidates/{found.pk}/take/", sent(found, submission=str(uuid4()))
    browser = as_user(ward.cast.cora)

    first = browser.post(address, data)
    second = browser.post(address, data)
    third = as_user(ward.cast.adam).post(address, sent(found, title="My own words", submission=str(uuid4())))

    assert first.headers["Location"] == second.headers["Location"]
    assert third.status_code == 422
    assert "Cora Lind made it the practice “Pair a scanner by its trigger”." in third.content.decode()
    assert Practice.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"title": ""}, "What people do"),
        ({"texts": []}, "Tick at least one place that shows it."),
        ({"texts": ["999999"]}, "One of these places is not here any more."),
        ({"texts": ["x"]}, "One of these places is not here any more."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    ward: Ward, found: Candidate, as_user: AsUser, data: dict[str, object], said: str
) -> None:
    page = as_user(ward.cast.cora).post(
        f"/curation/candidates/{found.pk}/take/", sent(found, summary="What I typed", **data)
    )

    assert page.status_code == 422
    assert said in page.content.decode()
    assert "What I typed" in page.content.decode()
    assert not Practice.objects.exists()


def test_place_that_went_meanwhile_is_left_out(
    ward: Ward, found: Candidate, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    data = sent(found)
    gone = Post.objects.get(pk=found.texts.order_by("pk")[0].post_id)
    remove_post(user=ward.cast.adam, post=gone, removed=True)
    browser = as_user(ward.cast.cora)

    made = browser.post(f"/curation/candidates/{found.pk}/take/", data)

    assert made.status_code == 302
    assert gone.pk not in {source.post_id for source in Practice.objects.get().sources.all()}


def test_words_of_a_removed_post_are_nowhere_on_the_page(
    ward: Ward, found: Candidate, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    words = "Hold the trigger of the scanner for five seconds until"
    gone = Post.objects.get(pk=found.texts.order_by("pk")[0].post_id)
    browser = as_user(ward.cast.cora)
    address = f"/curation/candidates/{found.pk}/"
    before = browser.get(address).content.decode()

    remove_post(user=ward.cast.adam, post=gone, removed=True)
    run_tasks()

    assert words in before
    assert words not in browser.get(address).content.decode()


def test_nothing_is_made_of_places_that_may_not_be_used(
    ward: Ward, found: Candidate, as_user: AsUser
) -> None:
    data = sent(found)
    for text in found.texts.all():
        remove_post(user=ward.cast.adam, post=Post.objects.get(pk=text.post_id), removed=True)

    refused = as_user(ward.cast.cora).post(f"/curation/candidates/{found.pk}/take/", data)

    assert refused.status_code == 422
    assert "None of these places can be used any more." in refused.content.decode()
    assert not Practice.objects.exists()


def test_curator_dismisses_with_a_reason_that_the_others_read(
    ward: Ward, found: Candidate, as_user: AsUser
) -> None:
    browser = as_user(ward.cast.cora)
    address = f"/curation/candidates/{found.pk}/dismiss/"

    without = browser.post(address, {"reason": " "})
    browser.post(address, {"reason": "The vendor mends it in May."})
    again = browser.post(address, {"reason": "Once more"})

    assert "Write why" in without.content.decode()
    assert "Nothing found that waits" in browser.get("/curation/candidates/").content.decode()
    dismissed = browser.get("/curation/candidates/?state=dismissed").content.decode()
    assert "“The vendor mends it in May.”" in dismissed
    assert "Cora Lind dismissed it: The vendor mends it in May." in again.content.decode()
    assert "Once more" in again.content.decode()


def test_one_that_returned_says_what_grew(ward: Ward, found: Candidate, as_user: AsUser) -> None:
    dismiss_candidate(user=ward.cast.cora, candidate=found, reason="The vendor mends it.")
    for user in (ward.cast.nia, ward.cast.fay):
        MembershipFactory(user=user, community=ward.community)
        tell(ward, user, TELLINGS[3])
    find_candidates()
    browser = as_user(ward.cast.cora)

    assert "2 more people write it" in browser.get("/curation/candidates/").content.decode()
    page = browser.get(f"/curation/candidates/{found.pk}/").content.decode()
    assert "Dismissed before: “The vendor mends it.” Since then 2 more people write it." in page


def test_candidates_are_for_the_curators_of_their_community(
    ward: Ward, hidden_ward: Ward, found: Candidate, as_user: AsUser
) -> None:
    for author, words in zip((hidden_ward.cast.ana, hidden_ward.cast.lee), TELLINGS, strict=False):
        tell(hidden_ward, author, words.replace("scanner", "secret"))
    find_candidates()
    hidden = Candidate.objects.get(community=hidden_ward.community)
    codes = {}
    for name in ("cora", "ana", "stranger"):
        browser = as_user(getattr(ward.cast, name))
        codes[name] = [
            browser.get("/curation/candidates/").status_code,
            *(browser.get(f"/curation/candidates/{one.pk}/").status_code for one in (found, hidden)),
            *(
                browser.post(f"/curation/candidates/{found.pk}/{act}/").status_code
                for act in ("take", "dismiss")
            ),
        ]
    as_cora = as_user(ward.cast.cora)

    assert codes == {
        "cora": [200, 200, 404, 422, 422],
        "ana": [403, 403, 403, 403, 403],
        "stranger": [403, 403, 404, 403, 403],
    }
    assert "secret" not in as_cora.get("/curation/candidates/").content.decode()
    assert as_cora.get("/curation/candidates/?state=forming").status_code == 404
    assert as_cora.get(f"/curation/candidates/?community={hidden_ward.community.slug}").status_code == 404


@pytest.mark.parametrize("more", [0, 12])
def test_pages_cost_the_same_however_many_were_found(
    ward: Ward, found: Candidate, as_user: AsUser, more: int
) -> None:
    for number in range(more):
        other = Candidate.objects.get(pk=found.pk)
        other.pk, other._state.adding = None, True
        other.rank += number + 1
        other.save()
    texts = list(found.texts.all())
    for text, candidate in zip(texts, Candidate.objects.exclude(pk=found.pk)[: len(texts) - 1], strict=False):
        text.candidate = candidate
        text.save(update_fields=["candidate"])
    browser = as_user(ward.cast.cora)
    browser.get("/curation/candidates/")

    with queries(at_most=12) as listed:
        browser.get("/curation/candidates/")
    with queries(at_most=12) as one:
        browser.get(f"/curation/candidates/{found.pk}/")

    # Sessions may lie in Redis.
    asked = [sum("django_session" not in query["sql"] for query in page) for page in (listed, one)]
    assert asked == [6, 6]
