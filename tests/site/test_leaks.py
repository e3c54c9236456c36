"""Nobody sees, counts or reaches what they may not know of: every address, as every kind of person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from search.related import relate_some
from tests.site.addresses import (
    ELSEWHERE,
    ELSEWHERE_BELOW,
    GROUPS,
    IN_A_COMMUNITY,
    KNOWS,
    OF_THE_SITE,
    READS,
    Address,
)
from tests.site.world import KINDS, ROLES, Place, World, make_world


@pytest.fixture
def world(db: None, run_tasks: Callable[..., int]) -> World:
    made = make_world()
    run_tasks()  # search knows of it all
    relate_some()
    return made


def clients(world: World) -> dict[str, Client]:
    made = {}
    for role, person in world.people.items():
        made[role] = Client()
        if person is not None:
            made[role].force_login(person)
    return made


def outcome(response: HttpResponse) -> str:
    if response.status_code == 404:
        return "hidden"
    if response.status_code == 403:
        return "refused"
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "signs in"
    assert response.status_code != 405, f"{response.request['PATH_INFO']} takes another method"
    return "done"


def ask(client: Client, address: Address, values: list[object]) -> HttpResponse:
    """Send it, and undo what it did."""
    url = reverse(address.name, args=values)
    data = {name: value() if callable(value) else value for name, value in address.data.items()}
    with transaction.atomic():
        response = client.get(url) if address.method == "get" else client.post(url, data)
        content = b"".join(response) if response.streaming else response.content
        # The address itself is the person's own word: a refusal may repeat it, to come back after signing in.
        response.words = content.decode(errors="replace").replace(url, "")
        transaction.set_rollback(True)
    return response


def expected(address: Address, kind: str, role: str) -> set[str]:
    if role not in (KNOWS if address.known else READS)[kind]:
        return {"as if it were not there"}
    if role in GROUPS[address.who]:
        return {"done"}
    refused = set(address.others.split())
    return refused | {"signs in", "hidden"} if role == "visitor" else refused


def nowhere(address: Address, values: list[object]) -> list[object]:
    """The same address of a thing that does not exist."""
    first = values[0]
    if isinstance(first, int):
        return [987_654_321, *values[1:]]
    if address.name == "communities:file":
        return ["00000000-0000-4000-8000-000000000000", *values[1:]]
    return ["no-such-place", *values[1:]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_address_in_a_community_answers_each_person_as_the_table_says(world: World, kind: str) -> None:
    place, people = world.places[kind], clients(world)
    wrong = []
    for address, role in product(IN_A_COMMUNITY, ROLES):
        values = address.values(place.parts)
        response = ask(people[role], address, values)
        found, wanted = outcome(response), expected(address, kind, role)
        if wanted == {"as if it were not there"}:
            wanted = {outcome(ask(people[role], address, nowhere(address, values)))} - {"done"}
        if found not in wanted:
            wrong.append(f"{address.method} {address.name} as {role}: {found}, not {' or '.join(wanted)}")
        if leaked := leaks(response.words, role, [place]):
            wrong.append(f"{address.method} {address.name} as {role} shows {leaked}")

    assert not wrong, "\n".join(wrong)


def test_pages_of_the_whole_site_show_each_person_only_what_they_may_know_of(world: World) -> None:
    wrong = []
    for role, client in clients(world).items():
        for name, args, query in OF_THE_SITE:
            response = client.get(reverse(name, args=args), query)
            assert response.status_code in {200, 302, 403}
            if leaked := leaks(response.content.decode(), role, world.places.values()):
                wrong.append(f"{name} {query or ''} as {role} shows {leaked}")

    assert not wrong, "\n".join(wrong)


def leaks(text: str, role: str, places: Iterable[Place]) -> list[str]:
    """The words of a page that this person may not read."""
    return [
        word
        for place in places
        for word, may in ((place.secret, READS), (place.name, KNOWS))
        if role not in may[place.kind] and word.lower() in text.lower()
    ]


def test_what_search_finds_is_not_nothing(world: World) -> None:
    """The test above would pass if search found nothing at all."""
    page = clients(world)["administrator"].get(reverse("search:search"), {"q": "lantern"}).content.decode()

    assert all(place.secret in page for place in world.places.values())


def test_wagtails_own_addresses_serve_no_page(world: World) -> None:
    for place in world.places.values():
        for page in (place.community, place.parts["page"], place.parts["aid"]):
            answer = clients(world)["administrator"].get(f"/{page.url_path.split('/', 2)[2]}zz/../")
            assert answer.status_code == 404


def test_the_admin_opens_to_curators_and_administrators_alone(world: World) -> None:
    opened = {role for role, client in clients(world).items() if client.get("/admin/").status_code == 200}

    assert opened == {"curator", "administrator"}


def test_every_address_of_the_site_is_in_the_table() -> None:
    covered = (
        {address.name for address in IN_A_COMMUNITY} | {name for name, _, _ in OF_THE_SITE} | set(ELSEWHERE)
    )

    assert {name for name, route in all_addresses() if name not in covered} == set()
    assert covered - {name for name, route in all_addresses()} == set()


def all_addresses() -> Iterator[tuple[str, str]]:
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[URLPattern | URLResolver], space: str, route: str) -> Iterator[tuple[str, str]]:
    for each in patterns:
        path = route + str(each.pattern)
        if path.startswith(ELSEWHERE_BELOW) or getattr(each, "name", "") == "wagtail_serve":
            continue
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, inner, path)
        else:
            yield f"{space}{each.name}", path
