"""What happens to posts and threads later: edits, answers, thanks, moderation."""

from __future__ import annotations

import re

import pytest

from communities.actions.threads import accept_answer, open_thread, pin_thread
from communities.models import CommunityPage, Post, Thread
from tests.communities.threads.pages import as_, text_of
from tests.conftest import Cast

NEW = "/communities/ward-nursing/threads/new/"


# -- editing ---------------------------------------------------------------------------------------------------
def test_an_edited_post_keeps_what_it_said_before(cast: Cast, question: Thread, answer: Post) -> None:
    eli = as_(cast.eli)
    address = f"{question.get_absolute_url()}posts/{answer.pk}/"

    eli.post(f"{address}edit/", {"body": answer.body.replace("flag label", "white flag label")})

    thread, old = text_of(eli, question.get_absolute_url()), eli.get(f"{address}versions/1/")
    assert "Scan the white flag label on the cap." in thread
    assert "edited" in thread
    assert "replaced: version 2 is the newest" in old.content.decode()
    assert "<ins>white" in old.content.decode()
    blocks = re.findall(r'id="(b[a-z2-7]{10})"', answer.body)
    assert blocks
    assert all(f'id="{block}"' in old.content.decode() for block in blocks)
    answer.refresh_from_db()
    assert re.findall(r'id="(b[a-z2-7]{10})"', answer.body) == blocks


def test_saving_the_same_words_makes_no_version(cast: Cast, question: Thread, answer: Post) -> None:
    as_(cast.eli).post(f"{question.get_absolute_url()}posts/{answer.pk}/edit/", {"body": answer.body})

    answer.refresh_from_db()
    assert (answer.version, answer.edited_at) == (1, None)


def test_only_its_author_edits_a_post(cast: Cast, question: Thread, answer: Post) -> None:
    address = f"{question.get_absolute_url()}posts/{answer.pk}/edit/"

    statuses = {
        person.username: as_(person).get(address).status_code
        for person in (cast.eli, cast.ana, cast.fay, cast.adam, cast.stranger)
    }

    assert statuses == {"eli": 200, "ana": 403, "fay": 403, "adam": 403, "stranger": 403}


def test_the_author_and_a_facilitator_change_the_title(cast: Cast, question: Thread) -> None:
    address = f"{question.get_absolute_url()}title/"

    as_(cast.fay).post(address, {"title": "Insulin pen: scan the flag label", "tags": "pens"})

    question.refresh_from_db()
    assert question.title == "Insulin pen: scan the flag label"
    assert "pens" in text_of(as_(cast.nia), question.get_absolute_url())
    assert as_(cast.ana).get(address).status_code == 200
    assert as_(cast.nia).get(address).status_code == 403


# -- answers and thanks ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [("ana", 302), ("eli", 302), ("fay", 302), ("adam", 302), ("nia", 403), ("stranger", 403)],
)
def test_the_asker_an_expert_a_facilitator_and_an_administrator_accept_an_answer(
    cast: Cast, question: Thread, answer: Post, who: str, status: int
) -> None:
    person = as_(getattr(cast, who))

    response = person.post(f"{question.get_absolute_url()}posts/{answer.pk}/accept/", {"accept": "1"})

    question.refresh_from_db()
    assert response.status_code == status
    assert question.is_answered is (status == 302)


def test_an_accepted_answer_is_framed_and_one_click_away_until_it_is_taken_back(
    cast: Cast, question: Thread, answer: Post
) -> None:
    ana, address = as_(cast.ana), question.get_absolute_url()

    ana.post(f"{address}posts/{answer.pk}/accept/", {"accept": "1"})
    accepted = ana.get(address).content.decode()
    ana.post(f"{address}posts/{answer.pk}/accept/", {"accept": "0"})
    taken_back = text_of(ana, address)

    assert "Go to the accepted answer by Eli Novak" in accepted
    assert "post--accepted" in accepted
    assert "chosen by Ana Silva" in accepted
    assert "Go to the accepted answer" not in taken_back
    assert "No accepted answer yet" in taken_back


def test_the_question_itself_is_no_answer(cast: Cast, question: Thread) -> None:
    opening = question.posts.get()

    response = as_(cast.ana).post(
        f"{question.get_absolute_url()}posts/{opening.pk}/accept/", {"accept": "1"}, follow=True
    )

    assert "This post cannot be the answer" in response.content.decode()


def test_thanks_are_given_once_and_taken_back(cast: Cast, question: Thread, answer: Post) -> None:
    ana = as_(cast.ana)
    address = f"{question.get_absolute_url()}posts/{answer.pk}/thanks/"

    for _ in range(2):
        ana.post(address, {"thanks": "1"})
    answer.refresh_from_db()
    assert answer.thanks_count == 1
    assert 'aria-pressed="true"' in ana.get(question.get_absolute_url()).content.decode()

    for _ in range(2):
        ana.post(address, {"thanks": "0"})
    answer.refresh_from_db()
    assert answer.thanks_count == 0


def test_nobody_thanks_themselves(cast: Cast, question: Thread, answer: Post) -> None:
    response = as_(cast.eli).post(f"{question.get_absolute_url()}posts/{answer.pk}/thanks/", {"thanks": "1"})

    assert response.status_code == 403


# -- moderation ------------------------------------------------------------------------------------------------
def test_a_removed_post_leaves_a_line_and_its_words_only_to_facilitators(
    cast: Cast, question: Thread, answer: Post
) -> None:
    accept_answer(user=cast.ana, post=answer)
    address = question.get_absolute_url()

    as_(cast.fay).post(f"{address}posts/{answer.pk}/remove/", {"remove": "1"})

    to_nia, to_fay = text_of(as_(cast.nia), address), text_of(as_(cast.fay), address)
    assert "A facilitator removed this post." in to_nia
    assert "flag label" not in to_nia
    assert "Eli Novak" not in to_nia
    assert "accepted answer by" not in to_nia
    assert "0 replies" in to_nia
    assert "flag label" in to_fay
    assert as_(cast.nia).get(f"{address}posts/{answer.pk}/versions/1/").status_code == 404
    assert as_(cast.fay).get(f"{address}posts/{answer.pk}/versions/1/").status_code == 200
    assert as_(cast.nia).get(f"{address}?quote={answer.pk}").context["form"].initial == {}
    assert "flag label" not in text_of(as_(cast.nia), "/people/eli/")


def test_a_removed_post_comes_back(cast: Cast, question: Thread, answer: Post) -> None:
    fay, address = as_(cast.fay), question.get_absolute_url()
    fay.post(f"{address}posts/{answer.pk}/remove/", {"remove": "1"})

    fay.post(f"{address}posts/{answer.pk}/remove/", {"remove": "0"})

    assert "flag label" in text_of(as_(cast.nia), address)
    question.refresh_from_db()
    assert question.reply_count == 1


def test_a_removed_opening_is_not_quoted_in_the_list(cast: Cast, question: Thread) -> None:
    opening = question.posts.get()

    as_(cast.fay).post(f"{question.get_absolute_url()}posts/{opening.pk}/remove/", {"remove": "1"})

    listed = text_of(as_(cast.nia), "/communities/ward-nursing/threads/")
    assert "Insulin pen will not scan" in listed
    assert "Product not recognised" not in listed


def test_a_closed_thread_is_read_and_not_replied_to(cast: Cast, question: Thread) -> None:
    as_(cast.fay).post(f"{question.get_absolute_url()}moderate/", {"act": "close"})

    page = text_of(as_(cast.nia), question.get_absolute_url())
    assert "This thread is closed." in page
    assert "Your reply" not in page

    as_(cast.fay).post(f"{question.get_absolute_url()}moderate/", {"act": "open"})
    assert "Your reply" in text_of(as_(cast.nia), question.get_absolute_url())


def test_a_pinned_thread_stands_first_and_starts_the_home(
    cast: Cast, ward: CommunityPage, question: Thread
) -> None:
    nia = as_(cast.nia)
    nia.post(f"{NEW}?kind=note", {"title": "Something newer", "body": "<p>Words</p>"})

    as_(cast.fay).post(f"{question.get_absolute_url()}moderate/", {"act": "pin"})

    listed = text_of(nia, "/communities/ward-nursing/threads/")
    assert listed.index("Insulin pen") < listed.index("Something newer")
    assert "Pinned" in text_of(nia, "/communities/ward-nursing/")
    as_(cast.fay).post(f"{question.get_absolute_url()}moderate/", {"act": "unpin"})
    listed = text_of(nia, "/communities/ward-nursing/threads/")
    assert listed.index("Insulin pen") > listed.index("Something newer")


def test_no_more_than_ten_threads_are_pinned(cast: Cast, ward: CommunityPage, question: Thread) -> None:
    for n in range(10):
        thread = open_thread(
            user=cast.ana, community=ward, kind="note", title=f"Pinned {n}", body="<p>Words</p>"
        )
        pin_thread(user=cast.fay, thread=thread, pinned=True)

    page = as_(cast.fay).post(f"{question.get_absolute_url()}moderate/", {"act": "pin"}, follow=True)

    assert "10 threads are pinned. Unpin one of them first." in page.content.decode()
    assert not Thread.objects.get(pk=question.pk).is_pinned


def test_pinned_threads_stand_on_the_first_page_only(
    cast: Cast, ward: CommunityPage, question: Thread
) -> None:
    pin_thread(user=cast.fay, thread=question, pinned=True)
    for n in range(25):
        open_thread(user=cast.ana, community=ward, kind="note", title=f"Night {n}", body="<p>Words</p>")
    ana = as_(cast.ana)

    first = ana.get("/communities/ward-nursing/threads/")
    second = ana.get("/communities/ward-nursing/threads/", {"after": first.context["page"].next})

    assert first.context["shown"][0] == question
    assert len(first.context["shown"]) == 21
    assert question not in second.context["shown"]
    assert len(second.context["shown"]) == 5


@pytest.mark.parametrize("act", ["close", "pin", "nonsense"])
def test_members_do_not_moderate(cast: Cast, question: Thread, answer: Post, act: str) -> None:
    nia, address = as_(cast.nia), question.get_absolute_url()

    assert nia.post(f"{address}moderate/", {"act": act}).status_code == 403
    assert nia.post(f"{address}posts/{answer.pk}/remove/", {"remove": "1"}).status_code == 403
