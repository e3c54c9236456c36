"""Curators keep words that mean the same: for their communities, for all, and everybody sees who changed what."""

from __future__ import annotations

import pytest
from django.test import Client

from communities.permissions import forget_standing
from people.models import User
from search.models import CuratorChange, SynonymSet
from tests.curation.conftest import Ward
from tests.factories import MembershipFactory, UserFactory
from tests.queries import queries
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db
NEW = "/curation/synonyms/new/"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def curator(ward: Ward) -> User:
    """Of this ward alone."""
    person = UserFactory(display_name="Wren Ode")
    MembershipFactory(user=person, community=ward.community, curator=True)
    forget_standing(person)
    return person


def test_a_curator_adds_words_for_their_community_and_they_are_listed(ward: Ward, curator: User) -> None:
    client = client_of(curator)

    client.post(NEW, {"words": "handover\nhand-off,  shift   report", "community": "ward-nursing"})

    kept = SynonymSet.objects.get()
    assert (kept.all_words, kept.community) == (["handover", "hand-off", "shift report"], ward.community)
    page = client.get("/curation/synonyms/").content.decode()
    assert "handover, hand-off, shift report" in page
    assert "Added: handover, hand-off, shift report" in page
    assert "Wren Ode" in page


def test_words_for_all_communities_are_kept_by_curators_of_the_site_alone(ward: Ward, curator: User) -> None:
    words = {"words": "drip\ninfusion", "community": ""}

    refused = client_of(curator).post(NEW, words)
    kept_by_cora = client_of(ward.cast.cora).post(NEW, words)

    assert refused.status_code == 422
    assert "Choose the community" in refused.content.decode()
    assert kept_by_cora.status_code == 302
    kept = SynonymSet.objects.get()
    assert kept.community is None
    assert client_of(curator).get(f"/curation/synonyms/{kept.pk}/").status_code == 403
    assert "drip, infusion" in client_of(curator).get("/curation/synonyms/").content.decode()


def test_words_are_changed_and_taken_away_and_the_log_says_by_whom(ward: Ward, curator: User) -> None:
    client = client_of(curator)
    client.post(NEW, {"words": "ekg\necg", "community": "ward-nursing"})
    address = f"/curation/synonyms/{SynonymSet.objects.get().pk}/"

    client.post(address, {"words": "ekg\necg\ncardiogram"})
    client.post(address, {"words": "ekg\necg\ncardiogram"})
    client.post(f"{address}remove/")

    log = [(change.before, change.after, change.user) for change in CuratorChange.objects.order_by("pk")]
    longer = "ekg, ecg, cardiogram"
    assert log == [("", "ekg, ecg", curator), ("ekg, ecg", longer, curator), (longer, "", curator)]
    assert not SynonymSet.objects.exists()


def test_before_they_are_kept_a_curator_sees_what_they_change(
    ward: Ward, run_tasks: RunTasks, curator: User
) -> None:
    run_tasks()
    client = client_of(curator)
    sent = {"words": "trigger\nlabel", "community": "ward-nursing", "look": "yes"}

    client.post(NEW, sent)
    with queries(at_most=12):
        page = client.post(NEW, sent).content.decode()

    assert "Who searches for <b><bdi>trigger</bdi></b> finds 1 thing, and 1 more with these words" in page
    assert "trigger\nlabel" in page, "what was typed stays in the form"
    assert not SynonymSet.objects.exists()


def test_a_preview_counts_nothing_that_the_curator_may_not_read(
    ward: Ward, hidden_ward: Ward, run_tasks: RunTasks
) -> None:
    run_tasks()
    sent = {"words": "trigger\ngloves", "community": "", "look": "yes"}

    page = client_of(ward.cast.cora).post(NEW, sent).content.decode()

    assert "finds 1 thing, and 1 more with these words" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Write two words at least"),
        ("scan", "Write two different words"),
        ("Scan\nscan", "Write two different words"),
        ("scan\n!!!", "has no letter or digit"),
        ("\n".join(f"word{n}" for n in range(21)), "Keep 20 words at most"),
        (f"scan\n{'x' * 61}", "is longer than 60 characters"),
        ("x" * 5000, "Keep 20 words at most"),
    ],
)
def test_words_that_cannot_be_kept_are_answered_beside_them(
    ward: Ward, curator: User, words: str, said: str
) -> None:
    answer = client_of(curator).post(NEW, {"words": words, "community": "ward-nursing"})

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_set_of_a_hidden_community_is_nobodys_to_know_of(ward: Ward, hidden_ward: Ward) -> None:
    kept = SynonymSet.objects.create(community=hidden_ward.community, words="secret\nhidden")
    client = client_of(ward.cast.cora)

    assert client.get(f"/curation/synonyms/{kept.pk}/").status_code == 404
    assert client.post(f"/curation/synonyms/{kept.pk}/remove/").status_code == 404
    assert "secret" not in client.get("/curation/synonyms/").content.decode()
    assert client.post(NEW, {"words": "a1\nb2", "community": "hidden"}).status_code == 422
    assert client_of(ward.cast.ana).get("/curation/synonyms/").status_code == 403
    assert client_of(ward.cast.ana).get(f"/curation/synonyms/{kept.pk}/").status_code == 403


def test_a_set_that_is_gone_meanwhile_loses_nothing_typed(ward: Ward, curator: User) -> None:
    kept = SynonymSet.objects.create(community=ward.community, words="ekg\necg")
    client = client_of(curator)
    client.post(f"/curation/synonyms/{kept.pk}/remove/")

    assert client.post(f"/curation/synonyms/{kept.pk}/", {"words": "ekg\necg"}).status_code == 404


def test_the_list_costs_the_same_however_many_there_are(ward: Ward, curator: User) -> None:
    client = client_of(curator)
    client.get("/curation/synonyms/")
    with queries(at_most=12) as few:
        client.get("/curation/synonyms/")
    for n in range(40):
        SynonymSet.objects.create(
            community=ward.community, words=f"one{n}\ntwo{n}", changed_by=ward.cast.cora
        )

    with queries(at_most=12) as many:
        client.get("/curation/synonyms/")

    assert len(many) <= len(few) + 1
