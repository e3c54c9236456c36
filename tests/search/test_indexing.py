"""Entries follow what they were made from; the commands that mend and compare them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from communities.actions.community import create_community, edit_community
from communities.actions.threads import edit_post, reply_to_thread
from communities.actions.wiki import create_wiki_page, save_wiki_page
from communities.models import WikiIndexPage, WikiPage
from curation.actions.practices import change_state, endorse_practice, remove_source
from curation.models import JobAidPage
from people.models import User
from screencasts.actions.captions import remove_captions
from screencasts.actions.recordings import remove_screencast
from search.kinds import Kind
from search.models import SearchEntry
from search.tasks import refresh_lapsed
from tests.curation.conftest import Ward
from tests.curation.drafts import published
from tests.search.conftest import Found, RunTasks

pytestmark = pytest.mark.django_db
Look = Callable[..., Found]


def entries(kind: str, thing_id: int) -> dict[str, SearchEntry]:
    return {entry.place: entry for entry in SearchEntry.objects.filter(kind=kind, thing_id=thing_id)}


def trust_of(kind: str, thing_id: int) -> set[str]:
    return {entry.trust for entry in entries(kind, thing_id).values()}


def audited() -> str:
    """What the audit says; an exit code of 1 is raised as SystemExit."""
    said = StringIO()
    call_command("search_audit", stdout=said)
    return said.getvalue()


# -- following changes -------------------------------------------------------------------------------------
def test_a_section_that_goes_takes_its_entry_along_and_the_others_keep_theirs(
    ward: Ward, run_tasks: RunTasks
) -> None:
    run_tasks()
    before = entries(Kind.WIKI, ward.page.pk)
    body = ward.page.body.partition("<h2")[0]

    save_wiki_page(
        page=ward.page, user=ward.cast.ana, title=ward.page.title, body=body, base_edition=ward.page.edition
    )
    run_tasks()

    after = entries(Kind.WIKI, ward.page.pk)
    assert len(before) == 4
    assert list(after) == [""]
    assert after[""].pk == before[""].pk


def test_a_reply_to_a_long_thread_costs_no_more_than_one_to_a_short(ward: Ward, run_tasks: RunTasks) -> None:
    def cost_of_a_reply() -> int:
        reply_to_thread(user=ward.cast.lee, thread=ward.question.thread, body="<p>One more.</p>")
        with CaptureQueriesContext(connection) as asked:
            run_tasks()
        read = [query["sql"] for query in asked if '"communities_post"."body"' in query["sql"]]
        assert all('"position" = ' in sql for sql in read), "other posts are read"
        return len(asked)

    run_tasks()
    short = cost_of_a_reply()
    for _ in range(40):
        reply_to_thread(user=ward.cast.ana, thread=ward.question.thread, body="<p>Noted.</p>")
    run_tasks()

    assert cost_of_a_reply() <= short  # less where it teaches the index no new word
    assert len(entries(Kind.THREAD, ward.question.thread_id)) == 44


def test_an_edited_post_changes_its_own_entry(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    before = entries(Kind.THREAD, ward.question.thread_id)

    edit_post(user=ward.cast.eli, post=ward.answer, body="<p>Turn it.</p>")
    run_tasks()

    after = entries(Kind.THREAD, ward.question.thread_id)
    assert after["post-2"].text == "Turn it."
    assert after["post-2"].pk == before["post-2"].pk
    assert after["post-2"].updated_at > before["post-2"].updated_at
    assert after[""].updated_at == before[""].updated_at


def test_trust_follows_the_practice_through_its_states(ward: Ward, run_tasks: RunTasks) -> None:
    practice = ward.practice()
    thread = (Kind.THREAD, ward.question.thread_id)
    run_tasks()
    assert trust_of(*thread) == {"emerging"}

    endorse_practice(user=ward.cast.eli, practice=practice, note="It is right.")
    run_tasks()
    assert trust_of(*thread) == {"endorsed"}

    change_state(user=ward.cast.cora, practice=practice, to="retired", why="The cap changed.")
    run_tasks()
    assert trust_of(*thread) == {"raw"}
    assert trust_of(Kind.PRACTICE, practice.pk) == {"raw"}


def test_a_source_taken_out_of_a_practice_loses_its_label(ward: Ward, run_tasks: RunTasks) -> None:
    practice = ward.practice(source=ward.page)
    run_tasks()
    assert trust_of(Kind.WIKI, ward.page.pk) == {"emerging"}

    remove_source(user=ward.cast.cora, source=practice.sources.get())
    run_tasks()

    assert trust_of(Kind.WIKI, ward.page.pk) == {"raw"}


def test_a_renamed_community_and_person_are_shown_by_their_new_names(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    run_tasks()
    edit_community(user=ward.cast.adam, community=ward.community, title="Night nursing")
    User.objects.filter(pk=ward.cast.eli.pk).update(display_name="Elias Novak")

    at_once = look(ward.cast.ana, "cartridge")
    ward.cast.eli.display_name = "Elias Novak"
    ward.cast.eli.save()
    run_tasks()

    assert "Accepted answer by Elias Novak" in at_once.text
    assert "Night nursing" in at_once.text
    assert look(ward.cast.ana, "night").of("Community") == ["Night nursing"]
    assert look(ward.cast.ana, "elias").of("Person") == ["Elias Novak"]


def test_a_new_community_is_found(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    create_community(title="Pharmacy", slug="pharmacy", purpose="Codes and stock.", user=ward.cast.adam)
    run_tasks()

    assert look(ward.cast.nia, "stock").of("Community") == ["Pharmacy"]


def test_a_moved_page_and_those_below_it_are_opened_where_they_are_now(
    ward: Ward, run_tasks: RunTasks
) -> None:
    index = WikiIndexPage.objects.child_of(ward.community).get()
    target = create_wiki_page(parent=index, user=ward.cast.ana, title="Rounds", body="<p>Rounds.</p>")
    below = create_wiki_page(parent=ward.page, user=ward.cast.ana, title="Caps", body="<p>Caps.</p>")
    run_tasks()

    Page.objects.get(pk=ward.page.pk).specific.move(Page.objects.get(pk=target.pk), pos="last-child")
    run_tasks()

    for pk in (ward.page.pk, below.pk):
        page = WikiPage.objects.get(pk=pk)
        assert "/wiki/rounds/" in page.get_absolute_url()
        assert entries(Kind.WIKI, pk)[""].url == page.get_absolute_url()


def test_a_community_with_another_address_is_followed_by_all_that_stands_in_it(
    ward: Ward, run_tasks: RunTasks, django_capture_on_commit_callbacks: Any
) -> None:
    job_aid = published(ward)
    run_tasks()

    with django_capture_on_commit_callbacks(execute=True):  # Wagtail tells of it when it is committed
        edit_community(user=ward.cast.adam, community=ward.community, slug="night-nursing")
    run_tasks()

    assert set(JobAidPage.objects.values_list("pk")) == {(job_aid.pk,)}
    old = SearchEntry.objects.filter(url__contains="/ward-nursing/")
    assert list(old.values_list("url", flat=True)) == []
    assert "Everything is as it should be" in audited()


def test_what_is_deleted_hidden_or_taken_away_leaves_no_entry(ward: Ward, run_tasks: RunTasks) -> None:
    job_aid = published(ward)
    run_tasks()

    Page.objects.get(pk=ward.page.pk).specific.delete()
    job_aid.unpublish()
    remove_screencast(user=ward.cast.lee, screencast=ward.recording)
    run_tasks()

    kinds = set(SearchEntry.objects.values_list("kind", flat=True))
    assert kinds.isdisjoint({Kind.WIKI, Kind.JOB_AID, Kind.SCREENCAST})
    assert "Everything is as it should be" in audited()


def test_captions_taken_away_are_not_found(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    run_tasks()
    remove_captions(user=ward.cast.lee, screencast=ward.recording, language="en")
    run_tasks()

    assert look(ward.cast.ana, "trigger").titles == []


def test_a_job_aid_whose_verification_ended_says_so(ward: Ward, run_tasks: RunTasks) -> None:
    job_aid = published(ward)
    run_tasks()
    yesterday = timezone.localdate() - timedelta(days=1)
    JobAidPage.objects.filter(pk=job_aid.pk).update(verified_until=yesterday)

    refresh_lapsed.enqueue()
    run_tasks()

    assert trust_of(Kind.JOB_AID, job_aid.pk) == {"unverified"}


# -- commands ----------------------------------------------------------------------------------------------
def test_the_audit_finds_what_is_wrong_and_changes_nothing_and_a_rebuild_mends_it(
    ward: Ward, run_tasks: RunTasks
) -> None:
    run_tasks()
    call_command("search_rebuild", stdout=StringIO())
    assert "Everything is as it should be" in audited()
    wiki = entries(Kind.WIKI, ward.page.pk)
    wiki[""].delete()
    SearchEntry.objects.filter(pk=wiki[ward.anchors["Gloves"]].pk).update(text="Old words")
    lost = SearchEntry.objects.create(kind=Kind.WIKI, thing_id=999_999, title="Gone", url="/gone/")
    before = list(SearchEntry.objects.order_by("pk").values())
    said = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("search_audit", stdout=said)

    assert end.value.code == 1
    assert list(SearchEntry.objects.order_by("pk").values()) == before
    assert "1 places have no entry" in said.getvalue()
    assert "1 entries are older than what they show" in said.getvalue()
    assert "1 entries are of nothing that can be found" in said.getvalue()
    call_command("search_rebuild", stdout=StringIO())
    assert "Everything is as it should be" in audited()
    assert not SearchEntry.objects.filter(pk=lost.pk).exists()


def test_a_rebuild_from_nothing_shows_progress_and_a_second_one_changes_nothing(
    ward: Ward, look: Look, run_tasks: RunTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_tasks()
    SearchEntry.objects.all().delete()
    monkeypatch.setattr("search.management.commands.search_rebuild.EVERY", 2)
    first, second = StringIO(), StringIO()

    call_command("search_rebuild", stdout=first)
    call_command("search_rebuild", stdout=second)

    assert "2 things read" in first.getvalue()
    assert "\n0 entries changed" in second.getvalue()
    assert look(ward.cast.ana, "cartridge").of("Thread") == ["The pen will not scan"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite's index can fall behind its rows")
def test_the_audit_sees_an_index_that_fell_behind_its_rows(ward: Ward, run_tasks: RunTasks) -> None:
    SearchEntry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_fts_insert")
    run_tasks()
    said = StringIO()

    with pytest.raises(SystemExit):
        call_command("search_audit", stdout=said)
    call_command("search_rebuild", "--index-only", stdout=StringIO())

    assert "1 entries are older in the engine" in said.getvalue()
    assert "Everything is as it should be" in audited()
