"""Beside each thing stands what is related to it: joined to it first, then like it in words, never what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from communities.actions.threads import open_thread
from communities.actions.wiki import create_wiki_page, save_wiki_page
from communities.models import CommunityPage, WikiIndexPage, WikiPage
from people.models import User
from search.indexing import refresh
from search.models import RelatedEntry, RelatedThings, SearchEntry
from search.related import make_all_soon, relate_some, telling_words
from search.tasks import relate_some as relate_some_task
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.queries import queries
from tests.search.conftest import RunTasks, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def related_ward(ward: Ward, hidden_ward: Ward, run_tasks: RunTasks) -> Ward:
    run_tasks()
    relate_some()
    return ward


def related(user: User | None, address: str) -> list[str]:
    client = Client()
    if user is not None:
        client.force_login(user)
    page = BeautifulSoup(client.get(address).content.decode(), "html.parser")
    links = page.select("section[aria-labelledby=related] li a")
    return [words(link) for link in links]


def test_what_says_the_same_stands_beside_a_thing(related_ward: Ward, run_tasks: RunTasks) -> None:
    thread = open_thread(
        user=related_ward.cast.ana,
        community=related_ward.community,
        kind="note",
        title="The pen scans again after a scan of the label",
        body="<p>The pen scans when you turn the cap.</p>",
    )
    open_thread(
        user=related_ward.cast.ana,
        community=related_ward.community,
        kind="note",
        title="Parking by bicycle",
        body="<p>Behind the kitchen.</p>",
    )
    run_tasks()
    relate_some()

    shown = related(related_ward.cast.ana, thread.get_absolute_url())

    assert shown[0] == "The pen will not scan"
    assert "Parking by bicycle" not in shown
    assert thread.title not in shown


def test_what_it_links_to_stands_before_what_is_like_it(related_ward: Ward, run_tasks: RunTasks) -> None:
    ward = related_ward
    index = WikiIndexPage.objects.child_of(ward.community).get()
    other = create_wiki_page(
        parent=index, user=ward.cast.ana, title="Bicycles", body="<p>Behind the kitchen.</p>"
    )
    page = WikiPage.objects.get(pk=ward.page.pk)
    body = f'{page.body}<p>See <a href="{other.get_absolute_url()}">that page</a>.</p>'
    save_wiki_page(
        page=page, user=ward.cast.ana, title=page.title, body=body, summary="", base_edition=page.edition
    )
    run_tasks()
    relate_some()

    assert related(ward.cast.ana, page.get_absolute_url())[0] == "Bicycles"
    assert related(ward.cast.ana, other.get_absolute_url())[0] == page.title


def test_nothing_hidden_stands_beside_a_thing(ward: Ward, hidden_ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    relate_some()
    address = ward.page.get_absolute_url()
    inside = related(ward.cast.ana, address)
    kept = RelatedEntry.objects.filter(kind="wiki", thing_id=ward.page.pk)

    assert kept.filter(entry__thing_id=hidden_ward.page.pk).exists(), "it is known to be alike"
    assert hidden_ward.page.title in inside
    for outsider in (ward.cast.stranger, ward.cast.cora):
        assert hidden_ward.page.title not in related(outsider, address)
    CommunityPage.objects.filter(pk=hidden_ward.community.pk).update(access="open")
    assert hidden_ward.page.title in related(ward.cast.stranger, address), "a change works at once"


def test_what_is_hidden_takes_no_place_from_what_is_not(
    ward: Ward, hidden_ward: Ward, run_tasks: RunTasks
) -> None:
    for number in range(3):
        _note(ward, f"The pen at the bedside {number}", "<p>Scan the pen at the bedside, then wait.</p>")
    run_tasks()
    relate_some()
    address = ward.page.get_absolute_url()
    before = related(ward.cast.stranger, address)
    assert before

    for number in range(30):
        _note(hidden_ward, f"{ward.page.title} {number}", ward.page.body)
    run_tasks()
    RelatedThings.objects.update(made_at=timezone.now() - timedelta(days=8))
    relate_some()

    assert sorted(related(ward.cast.stranger, address)) == sorted(before)


def _note(ward: Ward, title: str, body: str) -> None:
    open_thread(user=ward.cast.ana, community=ward.community, kind="note", title=title, body=body)


def test_a_job_aid_its_practice_and_their_sources_stand_beside_each_other(
    ward: Ward, run_tasks: RunTasks
) -> None:
    aid = published(ward)
    run_tasks()
    relate_some()

    beside_the_aid = related(ward.cast.ana, aid.get_absolute_url())
    beside_the_thread = related(ward.cast.ana, ward.question.thread.get_absolute_url())

    assert ward.question.thread.title in beside_the_aid
    assert aid.title in beside_the_thread


def test_what_has_nothing_related_shows_no_heading(ward: Ward, run_tasks: RunTasks) -> None:
    client = Client()
    client.force_login(ward.cast.ana)

    assert 'id="related"' not in client.get(ward.page.get_absolute_url()).content.decode()


def addresses(ward: Ward) -> Iterator[str]:
    yield ward.page.get_absolute_url()
    yield ward.question.thread.get_absolute_url()
    yield ward.recording.get_absolute_url()


def test_it_costs_a_page_one_query(related_ward: Ward) -> None:
    client = Client()
    client.force_login(related_ward.cast.ana)
    for address in addresses(related_ward):
        client.get(address)
        with queries(at_most=12) as with_related:
            client.get(address)
        asked = [query["sql"] for query in with_related.captured_queries if "relatedentry" in query["sql"]]

        assert len(asked) == 1


def test_lists_are_made_a_few_at_a_time_and_again_after_a_week(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    waiting = RelatedThings.objects.filter(made_at__year=1970).count()

    assert waiting >= 3
    assert relate_some(at_once=2) == 2
    assert relate_some() == waiting - 2
    assert relate_some() == 0
    RelatedThings.objects.update(made_at=timezone.now() - timedelta(days=8))
    assert relate_some() == waiting


def test_the_list_of_a_thing_that_is_gone_goes_too(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    WikiPage.objects.filter(pk=ward.page.pk).update(live=False)
    refresh("wiki", ward.page.pk)

    relate_some_task.enqueue()
    run_tasks()

    assert not RelatedThings.objects.filter(kind="wiki", thing_id=ward.page.pk).exists()


def test_telling_words_are_those_of_the_title_then_those_said_often(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    entries = list(SearchEntry.objects.filter(kind="wiki", thing_id=ward.page.pk).order_by("pk"))

    assert telling_words(entries)[:2] == ["scanning", "bedside"]


def test_what_is_older_than_the_lists_gets_one_after_a_rebuild(related_ward: Ward) -> None:
    address = related_ward.page.get_absolute_url()
    before = related(related_ward.cast.ana, address)
    RelatedThings.objects.all().delete()
    RelatedEntry.objects.all().delete()
    assert before
    assert related(related_ward.cast.ana, address) == []

    call_command("search_rebuild", stdout=StringIO())
    relate_some()

    assert related(related_ward.cast.ana, address) == before
    assert make_all_soon() == 0
