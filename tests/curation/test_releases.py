"""A release is announced: what job aids say at once, the list to check, and what verifying records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from curation.actions.releases import ReleaseProblem, add_system, announce_release, withdraw_release
from curation.actions.verification import say_it_is_still_right
from curation.models import Feedback, JobAidPage, Reading, Release, System, VerifiedOn
from curation.upkeep.releases import to_check_for, verified_now
from people.models import User
from search import indexing
from tests.curation.aids import a_job_aid, taken_from
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, published
from tests.factories import UserFactory
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
SAYS = "Verified on 12.0, check for 12.1"


@pytest.fixture
def emr(ward: Ward) -> System:
    system = add_system(user=ward.cast.cora, community=ward.community, name="EMR")
    announce_release(user=ward.cast.cora, system=system, name="12.0")
    return system


def about(ward: Ward, system: System, title: str = "Scan a pen") -> JobAidPage:
    """A published job aid about a system, with a step from the wiki page."""
    job_aid = a_job_aid(ward, title, about=system)
    taken_from(job_aid, ward.page, ward.anchors["The order of scans"])
    return job_aid


def words(page: str) -> str:
    """What a reader sees of a label, however it is marked up."""
    return " ".join(page.replace('<span class="trust__more">', "").replace("</span>", "").split())


# -- announcing ----------------------------------------------------------------------------------------------
def test_a_release_turns_each_affected_label_at_once_and_everywhere(
    ward: Ward, emr: System, as_user: AsUser, run_tasks: Callable[..., int]
) -> None:
    job_aid = about(ward, emr)
    run_tasks()
    address = job_aid.get_absolute_url()
    places = [address, f"{address}print/", "/job-aids/", f"{ward.address()}job-aids/", ward.address()]
    places += [ward.page.get_absolute_url(), "/search/?q=pen"]
    before = [words(as_user(ward.cast.nia).get(place).content.decode()) for place in places]

    as_user(ward.cast.cora).post(
        f"/curation/systems/{emr.pk}/announce/", {"name": "EMR 12.1", "note": "New scan"}
    )
    run_tasks()
    after = [words(as_user(ward.cast.nia).get(place).content.decode()) for place in places]

    assert not any(SAYS in page for page in before)
    assert [place for place, page in zip(places, after, strict=True) if SAYS not in page] == []
    assert Release.objects.get(name="12.1").system == emr


def test_a_job_aid_about_another_system_says_what_it_said(ward: Ward, emr: System) -> None:
    pumps = add_system(user=ward.cast.cora, community=ward.community, name="Pumps")
    job_aid = about(ward, pumps)

    announce_release(user=ward.cast.cora, system=emr, name="12.1")

    job_aid.refresh_from_db()
    assert job_aid.label == ("verified", "")


def test_a_job_aid_about_two_systems_names_both(ward: Ward, emr: System) -> None:
    pumps = add_system(user=ward.cast.cora, community=ward.community, name="Pumps")
    job_aid = about(ward, emr)
    job_aid.systems = [emr, pumps]
    job_aid.save()
    announce_release(user=ward.cast.cora, system=pumps, name="3")
    announce_release(user=ward.cast.cora, system=emr, name="12.1")

    job_aid.refresh_from_db()
    assert job_aid.label == ("check", "on EMR 12.0, check for EMR 12.1 and Pumps 3")
    assert job_aid.release_words == "EMR 12.0, Pumps"


def test_a_release_is_announced_once_and_withdrawn_while_nobody_verified_on_it(
    ward: Ward, emr: System, as_user: AsUser
) -> None:
    job_aid = about(ward, emr)
    address = f"/curation/systems/{emr.pk}/announce/"
    as_user(ward.cast.cora).post(address, {"name": "12.1"})
    again = as_user(ward.cast.cora).post(address, {"name": "12.1", "note": "Words that stay"})
    release = Release.objects.get(name="12.1")

    gone = as_user(ward.cast.cora).post(f"/curation/releases/{release.pk}/withdraw/", follow=True)

    assert again.status_code == 422
    assert "EMR 12.1 was announced before." in again.content.decode()
    assert "Words that stay" in again.content.decode()
    assert "Labels say what they said before." in gone.content.decode()
    job_aid.refresh_from_db()
    assert job_aid.label == ("verified", "")
    with pytest.raises(ReleaseProblem):
        withdraw_release(user=ward.cast.cora, release=Release.objects.get(name="12.0"))


def test_only_curators_announce_and_nobody_else_learns_of_a_hidden_one(
    ward: Ward, emr: System, hidden_ward: Ward, as_user: AsUser
) -> None:
    adam = ward.cast.adam
    hidden = add_system(user=adam, community=hidden_ward.community, name="Secret")
    secret = announce_release(user=adam, system=hidden, name="1")

    for user, statuses in (
        (ward.cast.eli, (403, 403)),
        (ward.cast.ana, (403, 403)),
        (ward.cast.cora, (200, 302)),
    ):
        listed = as_user(user).get("/curation/releases/")
        said = as_user(user).post(f"/curation/systems/{emr.pk}/announce/", {"name": f"for {user.pk}"})
        assert (listed.status_code, said.status_code) == statuses
        assert "Secret" not in listed.content.decode()
        assert as_user(user).get(f"/curation/releases/{secret.pk}/").status_code in (403, 404)
    assert as_user(ward.cast.cora).get(f"/curation/releases/{secret.pk}/").status_code == 404
    other = {"community": hidden_ward.community.pk, "name": "Mine"}
    assert as_user(ward.cast.cora).post("/curation/systems/", other).status_code == 422
    assert (
        as_user(ward.cast.eli)
        .post("/curation/systems/", other | {"community": ward.community.pk})
        .status_code
        == 403
    )
    assert (
        as_user(ward.cast.cora).post(f"/curation/systems/{hidden.pk}/announce/", {"name": "2"}).status_code
        == 404
    )


# -- the list ------------------------------------------------------------------------------------------------
def test_the_review_list_is_ordered_by_use_and_says_who_owns_it(
    ward: Ward, emr: System, as_user: AsUser
) -> None:
    quiet, read, used = (about(ward, emr, title) for title in ("Quiet aid", "Read aid", "Used aid"))
    month = timezone.localdate().replace(day=1)
    people = [UserFactory() for _ in range(4)]
    old = (month - timedelta(days=200)).replace(day=1)
    Reading.objects.bulk_create(
        [Reading(kind="job_aid", object_id=read.pk, user=user, month=month) for user in people[:2]]
        + [Reading(kind="job_aid", object_id=used.pk, user=user, month=month) for user in people[:2]]
        + [Reading(kind="job_aid", object_id=quiet.pk, user=user, month=old) for user in people]
    )
    Feedback.objects.create(job_aid=used, number=1, user=people[0], worked=True, created_at=timezone.now())
    release = announce_release(user=ward.cast.cora, system=emr, name="12.1")

    page = as_user(ward.cast.cora).get(f"/curation/releases/{release.pk}/").content.decode()

    assert page.index("Used aid") < page.index("Read aid") < page.index("Quiet aid")
    assert "2 readers, 1 word on how it went" in page
    assert page.count("owner ") >= 3


def test_the_review_list_costs_the_same_however_long_it_is(ward: Ward, emr: System, as_user: AsUser) -> None:
    about(ward, emr, "First aid")
    release = announce_release(user=ward.cast.cora, system=emr, name="12.1")
    address = f"/curation/releases/{release.pk}/"
    browser = as_user(ward.cast.cora)
    browser.get(address)

    with queries(at_most=12) as few:
        browser.get(address)
    for number in range(4):
        VerifiedOn.objects.filter(job_aid=about(ward, emr, f"Aid {number}")).delete()
    with queries(at_most=12) as many:
        browser.get(address)

    assert len(few) == len(many)


# -- verifying -----------------------------------------------------------------------------------------------
def test_verifying_records_the_release(ward: Ward, emr: System, run_tasks: Callable[..., int]) -> None:
    job_aid = about(ward, emr)
    release = announce_release(user=ward.cast.cora, system=emr, name="12.1")

    say_it_is_still_right(user=ward.cast.cora, job_aid=job_aid)
    run_tasks()

    job_aid.refresh_from_db()
    assert job_aid.label == ("verified", "")
    assert job_aid.release_words == "EMR 12.1"
    assert VerifiedOn.objects.get(job_aid=job_aid).release == release
    entry = indexing.SearchEntry.objects.get(kind="job_aid", thing_id=job_aid.pk, place="")
    assert (entry.trust, entry.trust_more, entry.release) == ("verified", "", "EMR 12.1")


def test_what_is_right_on_a_newer_release_is_not_to_check_for_an_older_one(ward: Ward, emr: System) -> None:
    job_aid = about(ward, emr)
    old = Release.objects.get(name="12.0")
    VerifiedOn.objects.filter(job_aid=job_aid).delete()
    before = list(to_check_for(old))
    announce_release(user=ward.cast.cora, system=emr, name="12.1")

    verified_now(job_aid)

    assert before == [job_aid]
    assert not to_check_for(old).exists()


def test_publishing_a_version_records_the_release(ward: Ward, emr: System) -> None:
    draft = a_draft(ward)
    newest = draft.get_latest_revision_as_object()
    newest.systems = [emr]
    newest.save_revision(user=ward.cast.cora)
    announce_release(user=ward.cast.cora, system=emr, name="12.1")

    job_aid = published(ward, JobAidPage.objects.get(pk=draft.pk))

    assert job_aid.label == ("verified", "")
    assert job_aid.release_words == "EMR 12.1"
    assert list(job_aid.systems.all()) == [emr]


def test_a_lapsed_job_aid_says_unverified_and_what_to_check(ward: Ward, emr: System) -> None:
    job_aid = about(ward, emr)
    announce_release(user=ward.cast.cora, system=emr, name="12.1")
    JobAidPage.objects.filter(pk=job_aid.pk).update(verified_until=timezone.localdate() - timedelta(days=1))

    job_aid.refresh_from_db()
    assert job_aid.label == ("unverified", "check for 12.1")
