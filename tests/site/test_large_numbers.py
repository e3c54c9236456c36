"""A number larger than any database holds is the number of nothing, in every address and every choice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelMultipleChoiceField
from django.test import Client
from django.urls import NoReverseMatch, reverse

from curation.models import System
from tests.site.addresses import IN_A_COMMUNITY, Address
from tests.site.world import Place, make_world

LARGE = (2**63, 10**30)


@pytest.fixture
def place(db: None, run_tasks: Callable[..., int]) -> Place:
    return make_world().places["public"]


@pytest.fixture
def administrator(place: Place, django_user_model: type) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(django_user_model.objects.get(username="administrator"))
    return client


def test_every_address_under_a_number_that_is_too_large_is_no_error(
    place: Place, administrator: Client
) -> None:
    wrong = []
    for name, values, method, data in _addresses(place):
        for url in _with_large_numbers(name, values):
            with transaction.atomic():
                status = getattr(administrator, method)(url, data).status_code
                transaction.set_rollback(True)
            if status >= 500:
                wrong.append(f"{method} {url}: {status}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("number", LARGE)
def test_a_choice_of_a_job_aid_under_such_a_number_is_no_choice(
    place: Place, administrator: Client, number: int
) -> None:
    request = place.parts["request"]

    answer = administrator.post(reverse("curation:desk_request_meet", args=[request.pk]), {"job_aid": number})

    assert answer.status_code == 422


@pytest.mark.parametrize("number", LARGE)
def test_one_of_several_choices_under_such_a_number_is_no_choice(db: None, number: int) -> None:
    with pytest.raises(ValidationError):
        ModelMultipleChoiceField(System.objects.all()).clean([str(number)])


def _addresses(place: Place) -> list[tuple[str, list[object], str, dict[str, object]]]:
    rows = [(each.name, each.values(place.parts), each.method, _sent(each)) for each in IN_A_COMMUNITY]
    slug = place.parts["slug"]
    for name in ("curation:flag", "curation:refuse"):
        rows += [(name, [slug, kind, 1], "get", {}) for kind in ("wiki_page", "screencast")]
    return rows


def _sent(address: Address) -> dict[str, object]:
    return {name: value() if callable(value) else value for name, value in address.data.items()}


def _with_large_numbers(name: str, values: list[object]) -> list[str]:
    """The address with each of its numbers replaced; those whose pattern takes no such number are left out."""
    urls = []
    for at, value in enumerate(values):
        for number in LARGE if isinstance(value, int) else ():
            try:
                urls.append(reverse(name, args=[*values[:at], number, *values[at + 1 :]]))
            except NoReverseMatch:
                continue
    return urls
