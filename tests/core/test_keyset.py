"""A long list is read page by page, onward and back, at the same cost everywhere, whatever the link says."""

import base64
import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext

from core.keyset import keyset_page
from people.models import User

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)
ORDERS = [
    ("-date_joined", "-pk"),
    ("date_joined", "pk"),
    ("-last_login", "-pk"),
    ("last_login", "-pk"),
    ("display_name", "-last_login", "pk"),
    ("-pk",),
]


@pytest.fixture
def people() -> list[User]:
    """Thirty-one people with many equal times and names, some of whom never signed in."""
    chance = random.Random(3)
    return User.objects.bulk_create(
        User(
            username=f"p{number}",
            email=f"p{number}@example.org",
            display_name=chance.choice(["Ana", "Eli", ""]),
            date_joined=START + timedelta(microseconds=chance.randrange(4)),
            last_login=chance.choice([None, START, START + timedelta(microseconds=1)]),
        )
        for number in range(31)
    )


def read_onward(order: tuple[str, ...], size: int) -> tuple[list[int], list[str | None]]:
    seen: list[int] = []
    back: list[str | None] = []
    after: str | None = None
    while True:
        page = keyset_page(User.objects.all(), order=order, after=after, size=size)
        seen += [person.pk for person in page.items]
        back.append(page.previous)
        after = page.next
        if after is None:
            return seen, back


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 4, 31, 50])
def test_every_row_is_seen_once_and_in_order(people: list[User], order: tuple[str, ...], size: int) -> None:
    whole, _ = read_onward(order, 1000)

    seen, back = read_onward(order, size)

    assert seen == whole
    assert sorted(seen) == sorted(person.pk for person in people)
    assert back[0] is None


@pytest.mark.parametrize("order", ORDERS)
def test_going_back_shows_the_same_pages(people: list[User], order: tuple[str, ...]) -> None:
    pages = [keyset_page(User.objects.all(), order=order, after=None, size=4)]
    while pages[-1].next:
        pages.append(keyset_page(User.objects.all(), order=order, after=pages[-1].next, size=4))

    page = pages.pop()
    while pages:
        page = keyset_page(User.objects.all(), order=order, after=page.previous, size=4)
        expected = pages.pop()
        assert page.items == expected.items
        assert page.next is not None

    assert page.previous is None


def test_rows_without_a_value_come_last_in_either_direction(people: list[User]) -> None:
    for order in (("last_login", "pk"), ("-last_login", "pk")):
        page = keyset_page(User.objects.all(), order=order, after=None, size=100)

        signed_in = [person.last_login is not None for person in page.items]
        assert signed_in == sorted(signed_in, reverse=True)


def test_a_page_takes_one_query_without_offset_or_count(people: list[User]) -> None:
    first = keyset_page(User.objects.all(), order=("-date_joined", "-pk"), after=None, size=5)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        keyset_page(User.objects.all(), order=("-date_joined", "-pk"), after=first.next, size=5)

    assert len(queries) == 1
    assert "OFFSET" not in queries[0]["sql"].upper()
    assert "COUNT(" not in queries[0]["sql"].upper()


def test_rows_added_meanwhile_neither_repeat_nor_hide_others(people: list[User]) -> None:
    first = keyset_page(User.objects.all(), order=("-pk",), after=None, size=5)
    User.objects.create(username="new", email="new@example.org")

    second = keyset_page(User.objects.all(), order=("-pk",), after=first.next, size=5)

    assert [person.pk for person in second.items] == [first.items[-1].pk - step for step in range(1, 6)]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_a_cursor_with_text_that_no_database_holds_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Start again at the first page"):
        keyset_page(User.objects.all(), order=("display_name", "pk"), after=_cursor(0, text, 1), size=5)


def test_a_cursor_holds_any_name(people: list[User]) -> None:
    User.objects.filter(pk=people[0].pk).update(display_name="\xa0Zoë \n\u2067" + "\U0001f600" * 100)
    order = ("-display_name", "pk")

    page = keyset_page(User.objects.all(), order=order, after=None, size=1)
    while page.next:
        page = keyset_page(User.objects.all(), order=order, after=page.next, size=1)

    assert page.items == [User.objects.order_by(*order).last()]


def test_an_empty_list_is_one_empty_page() -> None:
    page = keyset_page(User.objects.none(), order=("-pk",), after=None, size=5)

    assert (page.items, page.next, page.previous) == ([], None, None)


def _cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "!!!!",
        "é",
        "\x00",
        "A" * 5_000,
        "[]",
        _cursor(),
        _cursor(0),
        _cursor(0, 1),
        _cursor(0, None, 1),
        _cursor(2, START.isoformat(), 1),
        _cursor(0, "yesterday", 1),
        _cursor(0, "9999999-01-01", 1),
        _cursor(0, START.isoformat(), "1 or 1=1"),
        _cursor(0, START.isoformat(), 10**30),
        _cursor(0, START.isoformat(), [1]),
        _cursor(0, {"x": 1}, 1),
        _cursor(0, START.isoformat(), 1, 2),
        _cursor("0", START.isoformat(), 1),
        _cursor(0, "\x00", 1),
        _cursor(0, "\ud800", 1),
        base64.urlsafe_b64encode(b"[" * 700).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe[0]").decode(),
        base64.urlsafe_b64encode(b"[0, NaN, 1]").decode(),
        base64.urlsafe_b64encode(b"[0, 1e999, 1]").decode(),
    ],
)
def test_a_cursor_that_was_not_handed_out_is_refused_with_a_message(cursor: str) -> None:
    with pytest.raises(ValueError, match="Start again at the first page"):
        keyset_page(User.objects.all(), order=("-date_joined", "-pk"), after=cursor, size=5)


def test_a_list_is_read_in_the_order_of_a_number_that_is_computed(people: list[User]) -> None:
    rows = User.objects.annotate(letters=Length("display_name"))
    seen: list[int] = []
    after: str | None = None
    while True:
        page = keyset_page(rows, order=("-letters", "pk"), after=after, size=4)
        seen += [person.pk for person in page.items]
        after = page.next
        if after is None:
            break

    assert seen == list(rows.order_by("-letters", "pk").values_list("pk", flat=True))
