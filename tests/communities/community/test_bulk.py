"""Many people join by a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from communities.bulk import MOST_LINES
from communities.models import CommunityPage, Invitation, Membership
from people.models import User
from tests.communities.community.test_entering import as_
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory

ADDRESS = "/communities/ward/add-many/"


@pytest.fixture
def ward(cast: Cast) -> CommunityPage:
    community = CommunityFactory(title="Ward", slug="ward", private=True)
    MembershipFactory(user=cast.fay, community=community, facilitator=True)
    return community


@pytest.fixture
def fay(cast: Cast, ward: CommunityPage) -> Client:
    return as_(cast.fay)


def sent(client: Client, people: str, act: str = "try") -> HttpResponse:
    return client.post(ADDRESS, {"people": people, "act": act})


def sent_file(client: Client, content: bytes) -> HttpResponse:
    file = SimpleUploadedFile("people.csv", content, content_type="text/csv")
    return client.post(ADDRESS, {"file": file, "act": "try"})


def outcomes(answer: HttpResponse) -> list[tuple[int, str, str]]:
    lines: list[Any] = answer.context["lines"]
    return [(line.row.number, str(line.outcome), line.why) for line in lines]


def test_a_list_is_tried_first_and_changes_nothing(
    cast: Cast, ward: CommunityPage, fay: Client, run_tasks: Callable[..., int]
) -> None:
    people = "@ana\nNIA\n@fay\n@ana\nnew@example.org\n@nobody\nnot@an@address\n"

    tried = sent(fay, people)
    after_trying = Membership.objects.count(), Invitation.objects.count()
    done = sent(fay, tried.context["form"].initial["people"], "join")
    run_tasks()
    again = sent(fay, people)

    assert outcomes(tried) == [
        (1, "added", ""),
        (2, "added", ""),
        (3, "already", ""),
        (4, "twice", "as in line 1"),
        (5, "invited", ""),
        (6, "broken", "Nobody here is called @nobody."),
        (7, "broken", "“not@an@address” is no e-mail address."),
    ]
    assert after_trying == (1, 0)
    assert outcomes(done) == outcomes(tried)
    assert "Done" in done.content.decode()
    assert Membership.objects.active().filter(community=ward).count() == 3
    assert CommunityPage.objects.get(pk=ward.pk).member_count == 2
    assert [message.to for message in mail.outbox] == [["new@example.org"]]
    assert [outcome for _, outcome, _ in outcomes(again)][:2] == ["already", "already"]


def test_one_broken_line_in_a_thousand_stops_no_other(ward: CommunityPage, fay: Client) -> None:
    User.objects.bulk_create(
        User(username=f"nurse{n}", email=f"nurse{n}@example.org", display_name=f"Nurse {n}")
        for n in range(999)
    )
    lines = [f'"Nurse {n}",nurse{n}' for n in range(999)]
    lines.insert(500, '"an open quotation mark,nurse500')

    done = sent(fay, "\n".join(["name,handle", *lines]), "join")

    found = outcomes(done)
    assert [row for row in found if row[1] != "added"] == [
        (502, "broken", "The quotation marks do not close.")
    ]
    assert CommunityPage.objects.get(pk=ward.pk).member_count == 999


def test_a_list_of_addresses_does_not_tell_who_has_an_account(
    cast: Cast, ward: CommunityPage, fay: Client
) -> None:
    people = f"{cast.ana.email}\nunknown@example.org"

    by_fay = sent(fay, people)
    by_adam = sent(as_(cast.adam), people)

    assert [outcome for _, outcome, _ in outcomes(by_fay)] == ["invited", "invited"]
    assert "Ana Silva" not in by_fay.content.decode()
    assert [outcome for _, outcome, _ in outcomes(by_adam)] == ["added", "invited"]


def test_the_same_person_by_address_and_by_name_is_one(cast: Cast, ward: CommunityPage) -> None:
    answer = sent(as_(cast.adam), f"@ana\n{cast.ana.email}")

    assert [outcome for _, outcome, _ in outcomes(answer)] == ["added", "twice"]


@pytest.mark.parametrize(
    "content",
    [
        "Name;E-Mail\r\nZoë Ångström;zoe@example.org\r\n".encode("utf-8-sig"),
        "Name\tEmail\nZoë\tzoe@example.org\n".encode("utf-16"),
        "Name;E-mail\nZoë;zoe@example.org\n".encode("cp1252"),
        b'"zoe@example.org"\n',
        b"\n\nemail\n  ZOE@example.org  \n\n",
    ],
    ids=["utf-8 with a mark", "utf-16", "windows", "no heading", "empty lines"],
)
def test_lists_of_every_office_program_are_read(fay: Client, content: bytes) -> None:
    answer = sent_file(fay, content)

    assert [line.row.address for line in answer.context["lines"]] == ["zoe@example.org"]
    assert outcomes(answer)[0][1] == "invited"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04\0\0\0", "Save the table as CSV"),
        (b"email\n", "There is nobody in the list."),
        (b"@a\n" * (MOST_LINES + 1), f"Send up to {MOST_LINES} at once."),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
    ids=["empty", "a workbook", "only a heading", "too many", "too large"],
)
def test_a_list_that_cannot_be_read_says_why(fay: Client, content: bytes, message: str) -> None:
    answer = sent_file(fay, content)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Invitation.objects.exists()


def test_what_a_list_says_is_shown_as_words(fay: Client) -> None:
    page = sent(fay, "<script>alert(1)</script>@example.org").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_who_asked_to_join_is_let_in_by_a_list(cast: Cast, ward: CommunityPage, fay: Client) -> None:
    MembershipFactory(user=cast.ana, community=ward, requested=True)

    sent(fay, "@ana", "join")

    assert Membership.objects.active().filter(user=cast.ana, community=ward).exists()
    assert CommunityPage.objects.get(pk=ward.pk).member_count == 1


def test_only_who_runs_it_adds_many(cast: Cast, ward: CommunityPage) -> None:
    MembershipFactory(user=cast.ana, community=ward, expert=True)

    assert as_(cast.ana).get(ADDRESS).status_code == 403
    assert sent(as_(cast.ana), "@nia", "join").status_code == 403
    assert sent(as_(cast.stranger), "@nia", "join").status_code == 404
