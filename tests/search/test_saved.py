"""Searches that somebody keeps: theirs alone, and heard of only while they may read what is new."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import Mock

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from communities.actions.threads import open_thread
from communities.models import Membership, Thread
from communities.states import Access
from notifications.models import Notice
from people.models import User
from search import saved
from search.models import SavedSearch, SearchEntry
from search.saved import keep_search, look_again
from search.signals import search_found_news
from tests.curation.conftest import Ward
from tests.curation.test_at_once import at_once
from tests.factories import MembershipFactory
from tests.queries import queries
from tests.search.conftest import RunTasks

pytestmark = pytest.mark.django_db
Tell = SavedSearch.Tell


def browser(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def keeps(user: User, address: str = "q=wristband", tell: str = Tell.AT_ONCE) -> SavedSearch:
    return keep_search(user=user, address=address, name="Wristbands", tell=tell)[0]


def writes(ward: Ward, title: str, run_tasks: RunTasks) -> Thread:
    thread = open_thread(
        user=ward.cast.eli, community=ward.community, kind="note", title=title, body="<p>Read it.</p>"
    )
    run_tasks()
    return thread


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user, kind="saved").values_list("text", flat=True))


def later(run_tasks: RunTasks, **after: float) -> int:
    """The hourly task, so much later, and all that follows from it."""
    with time_machine.travel(timezone.now() + timedelta(**after)):
        looked = look_again()
        run_tasks()
    return looked


def test_a_search_is_kept_from_its_page_and_opened_from_the_list(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    client = browser(ward.cast.ana)

    results = client.get(
        "/search/", {"q": "scan kind:nonsense", "kind": "wiki", "page": "1"}
    ).content.decode()
    form = client.get("/search/saved/new/", {"q": "scan", "kind": "wiki"}).content.decode()
    client.post("/search/saved/new/?q=scan&kind=wiki", {"name": "Scans", "tell": "daily"})
    listed = client.get("/search/saved/").content.decode()
    opened = client.get(f"/search/saved/{SavedSearch.objects.get().pk}/")

    assert "Keep this search" in results
    assert "scan type:wiki" in form
    assert "Scans" in listed
    assert opened["Location"].startswith("/search/?q=scan&kind=wiki&since=")
    assert client.get(opened["Location"]).status_code == 200


def test_the_same_search_is_kept_once_typed_or_ticked(ward: Ward) -> None:
    client = browser(ward.cast.ana)

    client.post("/search/saved/new/?q=scan&kind=wiki", {"name": "Scans", "tell": "daily"})
    again = client.post(
        "/search/saved/new/?q=type:wiki+scan&page=2", {"name": "Two", "tell": "never"}, follow=True
    )

    assert "You keep this search already, as “Scans”." in again.content.decode()
    assert SavedSearch.objects.count() == 1


def test_nothing_to_look_for_cannot_be_kept(ward: Ward) -> None:
    client = browser(ward.cast.ana)

    assert client.get("/search/saved/new/").status_code == 404
    assert client.get("/search/saved/new/?q=%3F").status_code == 404
    assert client.post("/search/saved/new/?q=scan", {"name": "", "tell": "daily"}).status_code == 422


def test_who_keeps_very_many_is_told_what_to_do(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST_KEPT", 1)
    keeps(ward.cast.ana)

    page = browser(ward.cast.ana).post("/search/saved/new/?q=scan", {"name": "Scans", "tell": "daily"})

    assert "Remove one first" in page.content.decode()
    assert SavedSearch.objects.count() == 1


def test_a_kept_search_is_renamed_and_removed(ward: Ward) -> None:
    kept, client = keeps(ward.cast.ana), browser(ward.cast.ana)

    client.post(f"/search/saved/{kept.pk}/change/", {"name": "Bands", "tell": "never"})
    kept.refresh_from_db()
    assert (kept.name, kept.tell) == ("Bands", Tell.NEVER)

    client.post(f"/search/saved/{kept.pk}/remove/")
    assert not SavedSearch.objects.exists()
    assert "You keep no search" in client.get("/search/saved/").content.decode()


def test_those_of_others_are_not_there(ward: Ward) -> None:
    kept = keeps(ward.cast.ana)

    for user in (ward.cast.nia, ward.cast.cora, ward.cast.adam):
        client = browser(user)
        assert "Wristbands" not in client.get("/search/saved/").content.decode()
        assert client.get(f"/search/saved/{kept.pk}/").status_code == 404
        assert client.get(f"/search/saved/{kept.pk}/change/").status_code == 404
        assert client.post(f"/search/saved/{kept.pk}/remove/").status_code == 404
    for path in ("", "new/?q=scan", f"{kept.pk}/", f"{kept.pk}/change/"):
        assert browser(None).get(f"/search/saved/{path}")["Location"].startswith("/accounts/login/")
    assert SavedSearch.objects.exists()


def test_who_keeps_a_search_hears_of_what_is_new_in_it(ward: Ward, run_tasks: RunTasks) -> None:
    writes(ward, "An old wristband", run_tasks)
    keeps(ward.cast.ana)
    writes(ward, "A new wristband", run_tasks)
    writes(ward, "Something else", run_tasks)

    later(run_tasks, hours=1)

    assert told(ward.cast.ana) == ["1 new thing for the search that you keep, “Wristbands”."]
    page = browser(ward.cast.ana).get("/search/saved/").content.decode()
    assert "1 new" in page


def test_news_is_told_once_and_marked_until_it_is_seen(ward: Ward, run_tasks: RunTasks) -> None:
    kept = keeps(ward.cast.ana)
    writes(ward, "A new wristband", run_tasks)

    later(run_tasks, hours=1)
    assert later(run_tasks, hours=2) == 0
    assert len(told(ward.cast.ana)) == 1

    client = browser(ward.cast.ana)
    results = client.get(f"/search/saved/{kept.pk}/", follow=True).content.decode()
    assert '<span class="state">New</span>' in results
    again = client.get(f"/search/saved/{kept.pk}/", follow=True).content.decode()
    assert "nothing new since you looked" in client.get("/search/saved/").content.decode()
    assert '<span class="state">New</span>' not in again


@pytest.mark.parametrize(("tell", "in_hours", "heard"), [("daily", 2, 0), ("daily", 25, 1), ("never", 25, 0)])
def test_each_hears_as_often_as_they_chose(
    ward: Ward, run_tasks: RunTasks, tell: str, in_hours: int, heard: int
) -> None:
    kept = keeps(ward.cast.ana, tell=tell)
    writes(ward, "A new wristband", run_tasks)

    later(run_tasks, hours=in_hours)

    kept.refresh_from_db()
    assert len(told(ward.cast.ana)) == heard
    assert kept.new_things == (in_hours > 24)


def test_who_lost_access_hears_nothing(ward: Ward, run_tasks: RunTasks) -> None:
    ward.community.access = Access.PRIVATE
    ward.community.save()
    MembershipFactory(user=ward.cast.nia, community=ward.community)
    for user in (ward.cast.ana, ward.cast.nia, ward.cast.stranger):
        keeps(user)
    keeps(ward.cast.nia, "q=wristband&community=ward-nursing")
    writes(ward, "A secret wristband", run_tasks)
    Membership.objects.filter(user=ward.cast.nia).delete()

    later(run_tasks, hours=1)

    assert len(told(ward.cast.ana)) == 1
    assert told(ward.cast.nia) == []
    assert told(ward.cast.stranger) == []


def test_a_filter_that_one_may_not_know_of_any_more_does_not_widen_the_search(
    ward: Ward, hidden_ward: Ward, run_tasks: RunTasks
) -> None:
    membership = MembershipFactory(user=ward.cast.nia, community=hidden_ward.community)
    keeps(ward.cast.nia, "q=wristband&community=hidden")
    membership.delete()
    writes(ward, "An open wristband", run_tasks)

    later(run_tasks, hours=1)

    assert told(ward.cast.nia) == []


def test_who_is_deactivated_hears_nothing(ward: Ward, run_tasks: RunTasks) -> None:
    keeps(ward.cast.ana)
    writes(ward, "A new wristband", run_tasks)
    User.objects.filter(pk=ward.cast.ana.pk).update(is_active=False)

    assert later(run_tasks, hours=1) == 0
    assert told(ward.cast.ana) == []


def test_nothing_is_looked_at_while_nothing_is_new(ward: Ward, run_tasks: RunTasks) -> None:
    run_tasks()
    SearchEntry.objects.update(added_at=timezone.now() - timedelta(days=1))
    keeps(ward.cast.ana)

    with time_machine.travel(timezone.now() + timedelta(hours=1)), queries(at_most=2):
        assert look_again() == 0


def test_one_that_fails_keeps_no_other_from_being_looked_at(
    ward: Ward, run_tasks: RunTasks, caplog: pytest.LogCaptureFixture
) -> None:
    broken = keeps(ward.cast.nia)
    keeps(ward.cast.ana)
    writes(ward, "A new wristband", run_tasks)
    trouble = Mock(side_effect=[ValueError("it breaks"), None])
    search_found_news.connect(trouble)

    later(run_tasks, hours=1)

    search_found_news.disconnect(trouble)
    assert f"The saved search {broken.pk} could not be looked at" in caplog.text
    assert len(told(ward.cast.ana)) == 1


def test_two_workers_tell_of_the_same_news_once(
    transactional_db: None, ward: Ward, run_tasks: RunTasks
) -> None:
    keeps(ward.cast.ana)
    writes(ward, "A new wristband", run_tasks)
    an_hour_later = timezone.now() + timedelta(hours=1)

    at_once(lambda: look_again(an_hour_later), lambda: look_again(an_hour_later))
    run_tasks()

    assert SavedSearch.objects.get().new_things == 1
    assert Notice.objects.get(kind="saved").times == 1


def test_keeping_the_same_search_twice_at_once_keeps_it_once(transactional_db: None, ward: Ward) -> None:
    one, other = browser(ward.cast.ana), browser(ward.cast.ana)
    sent = {"name": "Scans", "tell": "daily"}

    answers = at_once(
        lambda: one.post("/search/saved/new/?q=scan", sent),
        lambda: other.post("/search/saved/new/?q=scan", sent),
    )

    assert [answer.status_code for answer in answers] == [302, 302]  # type: ignore[attr-defined]
    assert SavedSearch.objects.count() == 1
