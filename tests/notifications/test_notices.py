"""A person is told once, of what they may know, in the way that they chose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from communities.models import CommunityPage
from communities.permissions import forget_standing
from curation.actions.flags import decline_place, flag_place
from notifications.actions import deliver, mark_read
from notifications.models import Notice, NoticeChoice
from notifications.news.base import News
from notifications.states import GROUPS, Audience, How, Kind
from notifications.tasks import remove_old_notices
from people.models import User
from tests.conftest import Cast
from tests.curation.conftest import Ward, a_ward
from tests.queries import queries

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Client]
RunTasks = Callable[..., int]


def some_news(ward: Ward, subject: str = "a", **other: object) -> News:
    fields = {
        "kind": Kind.FLAGGED,
        "text": "Ana flagged your words.",
        "url": "/flags/",
        "community": ward.community,
        "subject": subject,
    }
    return News(**(fields | other))  # type: ignore[arg-type]


def unread(user: User) -> int:
    return User.objects.get(pk=user.pk).unread_notices


# -- being told --------------------------------------------------------------------------------------------
def test_an_author_is_told_of_a_flag_at_the_bell_and_by_mail(
    ward: Ward, as_user: AsUser, run_tasks: RunTasks, mailoutbox: list[EmailMessage]
) -> None:
    flag_place(user=ward.cast.ana, source=ward.answer, anchor="", kind="saves_time", reason="No more calls")

    run_tasks()

    seen = as_user(ward.cast.eli).get("/notifications/").content.decode()
    said = "Ana Silva flagged your words in “The pen will not scan, post 2”: saves time: “No more calls”"
    assert said in seen
    assert "Notifications, 1 new" in seen
    assert [mail.to for mail in mailoutbox] == [[ward.cast.eli.email]]
    notice = Notice.objects.get()
    assert f"{settings.WAGTAILADMIN_BASE_URL}/notifications/{notice.pk}/" in mailoutbox[0].body
    assert said in " ".join(mailoutbox[0].body.split())


def test_news_of_one_subject_is_folded_while_unread_and_mailed_once(
    ward: Ward, run_tasks: RunTasks, mailoutbox: list[EmailMessage]
) -> None:
    flag_place(user=ward.cast.ana, source=ward.answer, anchor="")
    run_tasks()

    flag_place(user=ward.cast.lee, source=ward.answer, anchor="")
    run_tasks()

    notice = Notice.objects.get()
    assert notice.text == "2 people flagged your words in “The pen will not scan, post 2”."
    assert (notice.times, unread(ward.cast.eli), len(mailoutbox)) == (2, 1, 1)


def test_news_after_reading_is_a_new_notice(ward: Ward) -> None:
    deliver(some_news(ward), [ward.cast.eli])
    mark_read(user=ward.cast.eli, notice=Notice.objects.get())

    deliver(some_news(ward), [ward.cast.eli])

    assert (Notice.objects.count(), unread(ward.cast.eli)) == (2, 1)


def test_nobody_is_told_of_their_own_flag(ward: Ward, run_tasks: RunTasks) -> None:
    flag_place(user=ward.cast.eli, source=ward.answer, anchor="")

    run_tasks()

    assert not Notice.objects.exists()


def test_who_flagged_is_told_what_was_decided_and_why(
    ward: Ward, run_tasks: RunTasks, as_user: AsUser
) -> None:
    place = flag_place(user=ward.cast.ana, source=ward.answer, anchor="").place
    flag_place(user=ward.cast.lee, source=ward.answer, anchor="")

    decline_place(user=ward.cast.cora, place=place, reason="The labels change next week.")
    run_tasks()

    told = Notice.objects.filter(kind=Kind.DECIDED)
    assert {notice.user for notice in told} == {ward.cast.ana, ward.cast.lee}
    seen = as_user(ward.cast.ana).get("/notifications/").content.decode()
    assert "which you flagged, was declined: “The labels change next week.”" in seen


# -- what one may know -------------------------------------------------------------------------------------
def test_nobody_is_told_of_what_they_may_not_read(cast: Cast) -> None:
    hidden = a_ward(cast, slug="hidden", title="Hidden ward", access="private")

    told = deliver(some_news(hidden), [cast.nia, cast.cora, cast.lee])

    assert told == 1
    assert Notice.objects.get().user == cast.lee


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        (Audience.READERS, {"ana", "eli", "cora", "nia"}),
        (Audience.REVIEWERS, {"eli", "cora"}),
        (Audience.CURATORS, {"cora"}),
    ],
)
def test_only_its_audience_is_told_and_shown(
    ward: Ward, as_user: AsUser, audience: str, people: set[str]
) -> None:
    everybody = [ward.cast.ana, ward.cast.eli, ward.cast.cora, ward.cast.nia]

    deliver(some_news(ward, audience=audience), everybody)

    assert {notice.user.username for notice in Notice.objects.all()} == people
    Notice.objects.bulk_create(
        Notice(
            user=user,
            kind="used",
            text="A draft",
            url="/",
            community=ward.community,
            audience=audience,
            subject="x",
            created_at=timezone.now(),
        )
        for user in everybody
    )
    for user in everybody:
        shown = "A draft" in as_user(user).get("/notifications/").content.decode()
        assert shown == (user.username in people)


def test_a_notice_is_not_shown_once_its_reader_may_not_read_there(ward: Ward, as_user: AsUser) -> None:
    deliver(some_news(ward), [ward.cast.nia])
    notice = Notice.objects.get()
    before = as_user(ward.cast.nia).get("/notifications/").content.decode()
    CommunityPage.objects.filter(pk=ward.community.pk).update(access="private")
    forget_standing(ward.cast.nia)

    browser = as_user(ward.cast.nia)
    seen = browser.get("/notifications/").content.decode()

    assert "Ana flagged your words." in before
    assert "Ana flagged your words." not in seen
    assert unread(ward.cast.nia) == 0
    assert browser.get(notice.get_absolute_url()).status_code == 404


def test_a_mail_is_not_sent_once_its_reader_may_not_know(
    ward: Ward, run_tasks: RunTasks, mailoutbox: list[EmailMessage]
) -> None:
    deliver(some_news(ward), [ward.cast.nia])
    CommunityPage.objects.filter(pk=ward.community.pk).update(access="private")

    run_tasks()

    assert not mailoutbox


def test_the_notices_of_others_are_not_there(ward: Ward, as_user: AsUser) -> None:
    deliver(some_news(ward), [ward.cast.eli])
    notice = Notice.objects.get()
    browser = as_user(ward.cast.ana)

    assert browser.get(notice.get_absolute_url()).status_code == 404
    assert browser.post(f"{notice.get_absolute_url()}read/").status_code == 404
    browser.post("/notifications/read/")
    notice.refresh_from_db()
    assert notice.read_at is None
    assert unread(ward.cast.eli) == 1


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_an_address_that_leads_away_is_not_followed(ward: Ward, as_user: AsUser, url: str) -> None:
    deliver(some_news(ward, url=url), [ward.cast.eli])

    answer = as_user(ward.cast.eli).get(Notice.objects.get().get_absolute_url())

    assert answer.headers["Location"] == "/notifications/"


def test_visitors_are_asked_to_sign_in(client: Client, db: None) -> None:
    for path in ("/notifications/", "/settings/notifications/", "/notifications/1/"):
        assert client.get(path).headers["Location"].startswith("/accounts/login/")


# -- reading -----------------------------------------------------------------------------------------------
def test_opening_a_notice_goes_there_and_reads_it(ward: Ward, as_user: AsUser) -> None:
    deliver(some_news(ward), [ward.cast.eli])
    browser = as_user(ward.cast.eli)

    for _ in range(2):
        opened = browser.get(Notice.objects.get().get_absolute_url())

    assert opened.headers["Location"] == "/flags/"
    assert unread(ward.cast.eli) == 0


def test_all_are_marked_as_read_at_once(ward: Ward, as_user: AsUser) -> None:
    for subject in "abc":
        deliver(some_news(ward, subject), [ward.cast.eli])
    browser = as_user(ward.cast.eli)

    browser.post(f"{Notice.objects.first().get_absolute_url()}read/")  # type: ignore[union-attr]
    left = unread(ward.cast.eli)
    seen = browser.post("/notifications/read/", follow=True).content.decode()

    assert left == 2
    assert "Nothing new" in seen
    assert unread(ward.cast.eli) == 0


def test_the_bell_costs_no_query_and_the_list_the_same_at_two_sizes(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.eli)
    costs = []
    for size in (1, 60):
        for subject in range(size):
            deliver(some_news(ward, str(subject)), [ward.cast.eli])
        browser.get("/notifications/")
        with queries(at_most=8) as asked:
            seen = browser.get("/notifications/").content.decode()
        costs.append(len(asked))
        assert f"Notifications, {size} new" in seen

    assert costs[0] == costs[1]


def test_old_notices_that_were_read_are_removed(ward: Ward) -> None:
    for subject in "abc":
        deliver(some_news(ward, subject), [ward.cast.eli])
    long_ago = timezone.now() - timedelta(days=settings.NOTICES_KEPT_DAYS + 1)
    Notice.objects.filter(subject="a").update(read_at=long_ago)
    Notice.objects.filter(subject="b").update(read_at=timezone.now())
    Notice.objects.filter(subject="c").update(created_at=long_ago)

    remove_old_notices.func()

    assert set(Notice.objects.values_list("subject", flat=True)) == {"b", "c"}


# -- choices -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("how", "notices", "mails"), [(How.MAIL, 1, 1), (How.SITE, 1, 0), (How.OFF, 0, 0)])
def test_a_person_chooses_how_they_hear(
    ward: Ward,
    as_user: AsUser,
    run_tasks: RunTasks,
    mailoutbox: list[EmailMessage],
    how: str,
    notices: int,
    mails: int,
) -> None:
    browser = as_user(ward.cast.eli)
    chosen = dict.fromkeys(Kind.values, How.MAIL) | {Kind.FLAGGED: how}
    saved = browser.post("/settings/notifications/", chosen, follow=True).content.decode()

    deliver(some_news(ward), [ward.cast.eli])
    run_tasks()

    assert "Your choices are saved." in saved
    assert (Notice.objects.count(), len(mailoutbox)) == (notices, mails)


def test_one_choice_for_all_takes_the_place_of_every_other(ward: Ward, as_user: AsUser) -> None:
    browser = as_user(ward.cast.eli)
    chosen = dict.fromkeys(Kind.values, How.MAIL) | {"everything": How.SITE}

    browser.post("/settings/notifications/", chosen)

    assert dict(NoticeChoice.objects.values_list("kind", "how")) == dict.fromkeys(Kind.values, How.SITE)
    page = browser.get("/settings/notifications/").content.decode()
    assert page.count('<option value="site" selected>') == len(Kind)
    assert '<option value="" selected>As below</option>' in page


def test_each_kind_stands_once_under_what_it_is_about(ward: Ward, as_user: AsUser) -> None:
    page = as_user(ward.cast.eli).get("/settings/notifications/").content.decode()

    grouped = [kind for _, kinds in GROUPS for kind in kinds]
    assert sorted(grouped) == sorted(Kind)
    ends = [page.index(title) for title, _ in GROUPS]
    for (_, kinds), start, end in zip(GROUPS, ends, [*ends[1:], len(page)], strict=True):
        assert all(start < page.index(kind.label) < end for kind in kinds)


def test_a_choice_made_before_the_mail_went_out_counts(
    ward: Ward, run_tasks: RunTasks, mailoutbox: list[EmailMessage]
) -> None:
    deliver(some_news(ward), [ward.cast.eli])
    NoticeChoice.objects.create(user=ward.cast.eli, kind=Kind.FLAGGED, how=How.SITE)

    run_tasks()

    assert not mailoutbox


def test_a_choice_that_there_is_not_is_refused(ward: Ward, as_user: AsUser) -> None:
    chosen = dict.fromkeys(Kind.values, How.MAIL) | {Kind.FLAGGED: "loudly"}

    assert as_user(ward.cast.eli).post("/settings/notifications/", chosen).status_code == 422
    assert not NoticeChoice.objects.exists()


def test_a_mail_has_one_line_as_its_subject(
    ward: Ward, run_tasks: RunTasks, mailoutbox: list[EmailMessage]
) -> None:
    deliver(some_news(ward, text="Ana flagged\r\nBcc: all@example.org " + "x" * 500), [ward.cast.eli])

    run_tasks()

    assert "\n" not in mailoutbox[0].subject
    assert len(mailoutbox[0].subject) <= 120
    assert not mailoutbox[0].bcc
