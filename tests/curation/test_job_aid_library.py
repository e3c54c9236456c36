"""The library of job aids, and the list of a community: what is shown to whom, and how it is narrowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import CommunityPage
from curation.actions.releases import add_system, announce_release
from curation.models import JobAidPage, Reading, System
from curation.states import Trust
from people.models import User
from tests.curation.aids import a_job_aid
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, published
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]


def page_of(browser: Client, address: str) -> str:
    return " ".join(browser.get(address).content.decode().split())


@pytest.fixture
def pen(ward: Ward) -> JobAidPage:
    """For nurses, on the EMR, verified, and read by two people."""
    job_aid = published(ward, a_draft(ward))
    job_aid.systems.add(System.objects.create(community=ward.community, name="EMR"))
    job_aid.roles = "Nurses, ward clerks"
    job_aid.save()
    month = timezone.localdate().replace(day=1)
    for user in (ward.cast.ana, ward.cast.lee):
        Reading.objects.create(kind="job_aid", object_id=job_aid.pk, user=user, month=month)
    return job_aid


@pytest.fixture
def pump(ward: Ward, pen: JobAidPage) -> JobAidPage:
    """For porters, on no system, unverified, the newest, and read by nobody."""
    copy = pen.copy(
        to=pen.get_parent(), update_attrs={"title": "Charge a pump", "slug": "charge-a-pump", "code": "PUMP1"}
    )
    copy.systems.clear()
    copy.roles, copy.live, copy.number = "porters", True, 1
    copy.verified_until = timezone.localdate() - timedelta(days=1)
    copy.last_published_at = timezone.now()
    copy.save()
    return copy


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Scan a pen", "Charge a pump"}),
        ("?community=ward-nursing", {"Scan a pen", "Charge a pump"}),
        ("?role=ward+clerks", {"Scan a pen"}),
        ("?role=clerks", set()),
        ("?system=EMR", {"Scan a pen"}),
        ("?trust=verified", {"Scan a pen"}),
        ("?trust=unverified", {"Charge a pump"}),
        ("?trust=unverified&role=nurses", set()),
        ("?community=nowhere&trust=no&sort=no&system=no", set()),
    ],
)
def test_the_library_is_narrowed(
    ward: Ward, pen: JobAidPage, pump: JobAidPage, as_user: AsUser, query: str, shown: set[str]
) -> None:
    page = page_of(as_user(ward.cast.nia), f"/job-aids/{query}").split("<main")[1]

    assert {title for title in ("Scan a pen", "Charge a pump") if f'/">{title}</a>' in page} == shown
    assert ("No job aid for this choice" in page) is (not shown)


def test_what_most_people_use_comes_first_when_asked(
    ward: Ward, pen: JobAidPage, pump: JobAidPage, as_user: AsUser
) -> None:
    browser = as_user(ward.cast.nia)

    newest = page_of(browser, "/job-aids/").split("<main")[1]
    used = page_of(browser, "/job-aids/?sort=use").split("<main")[1]

    assert newest.index("Charge a pump") < newest.index("Scan a pen")
    assert used.index("Scan a pen") < used.index("Charge a pump")
    assert "2 readers" in used


def test_what_a_person_may_not_know_of_is_no_choice_either(
    ward: Ward, pen: JobAidPage, as_user: AsUser
) -> None:
    CommunityPage.objects.filter(pk=ward.community.pk).update(access="private")

    page = page_of(as_user(ward.cast.nia), "/job-aids/").split("<main")[1]

    for word in ("Scan a pen", "Ward nursing", "ward clerks", "EMR"):
        assert word not in page
    assert "No job aids that you may read" in page


def test_a_step_with_a_picture_shows_it_in_the_list(ward: Ward, pen: JobAidPage, as_user: AsUser) -> None:
    pen.steps[0].value["picture"] = {"address": "/files/1/label.png", "alt": "The white label"}
    pen.save()

    page = page_of(as_user(ward.cast.nia), f"{ward.address()}job-aids/")

    assert '<img src="/files/1/label.png?small" alt="" loading="lazy"' in page


def test_library_and_list_cost_the_same_however_many_there_are(
    ward: Ward, pen: JobAidPage, as_user: AsUser
) -> None:
    browser = as_user(ward.cast.nia)
    addresses = ("/job-aids/?sort=use", f"{ward.address()}job-aids/")
    for address in addresses:
        browser.get(address)
    few = []
    for address in addresses:
        with queries(at_most=12) as asked:
            browser.get(address)
        few.append(len(asked))
    for number in range(5):
        pen.copy(
            to=pen.get_parent(),
            update_attrs={
                "title": f"Pen {number}",
                "slug": f"pen-{number}",
                "code": f"PEN{number}",
                "number": 1,
            },
        )
    JobAidPage.objects.all().update(live=True)

    for address, count in zip(addresses, few, strict=True):
        with queries(at_most=12) as asked:
            browser.get(address)
        assert len(asked) == count


def test_each_label_is_a_choice_that_shows_the_job_aids_with_that_label(ward: Ward, as_user: AsUser) -> None:
    emr = add_system(user=ward.cast.cora, community=ward.community, name="EMR")
    announce_release(user=ward.cast.cora, system=emr, name="12.0")
    pumps = add_system(user=ward.cast.cora, community=ward.community, name="Pumps")
    behind = a_job_aid(ward, "Read an old screen", about=emr)
    announce_release(user=ward.cast.cora, system=emr, name="12.1")
    a_job_aid(ward, "Read a new screen", about=emr)
    a_job_aid(ward, "Charge a pump", about=pumps)
    a_job_aid(ward, "Ask at night", days=-1, about=emr)
    a_job_aid(ward, "Type a code", superseded_by=behind)
    browser = as_user(ward.cast.nia)

    shown = {
        trust: {aid.title for aid in browser.get(f"/job-aids/?trust={trust}").context["page"].items}
        for trust in (Trust.VERIFIED, Trust.CHECK, Trust.UNVERIFIED, Trust.OUTDATED)
    }

    assert shown == {
        Trust.VERIFIED: {"Read a new screen", "Charge a pump"},
        Trust.CHECK: {"Read an old screen"},
        Trust.UNVERIFIED: {"Ask at night"},
        Trust.OUTDATED: {"Type a code"},
    }
    assert all(
        aid.trust == trust
        for trust, titles in shown.items()
        for aid in JobAidPage.objects.filter(title__in=titles)
    )
    assert "To check again</option>" in page_of(browser, "/job-aids/")
