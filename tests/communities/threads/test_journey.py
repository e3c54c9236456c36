"""People ask, reply, quote, edit and choose an answer, through the forms of the site."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from communities.actions.threads import accept_answer, open_thread, pin_thread, reply_to_thread
from communities.models import CommunityPage, Post, Thread
from people.models import User
from tests.conftest import Cast
from tests.factories import CommunityFactory

NEW = "/communities/ward-nursing/threads/new/"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, address: str) -> str:
    """The words of a page, without tags."""
    html = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# -- asking ------------------------------------------------------------------------------------------------
def test_a_question_asked_in_the_form_stands_on_its_page_and_on_top_of_the_list(
    cast: Cast, ward: CommunityPage
) -> None:
    ana = as_(cast.ana)

    response = ana.post(
        f"{NEW}?kind=question",
        {
            "title": "  Insulin pen will   not scan ",
            "body": "<p>It says <b>Product not recognised</b>.</p><script>alert(1)</script>",
            "tags": "Scanner, insulin pens",
        },
        follow=True,
    )

    page = response.content.decode()
    assert "<h1>Insulin pen will not scan</h1>" in page
    assert "Your question is posted." in page
    assert "<strong>Product not recognised</strong>" in page
    assert "alert(1)" not in page
    assert "insulin pens" in page
    assert "No accepted answer yet" in page
    assert "Insulin pen will not scan" in text_of(ana, "/communities/ward-nursing/threads/")
    assert "Insulin pen will not scan" in text_of(ana, "/communities/ward-nursing/threads/?tag=scanner")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"title": "Scanner", "body": "<p>Words that I typed</p>"},
            "Write a title of at least 10 characters",
        ),
        ({"title": "", "body": "<p>Words that I typed</p>"}, "Write a title"),
        ({"title": "The scanner is slow", "body": "<p> </p>", "tags": "typed"}, "Write something first"),
        (
            {"title": "The scanner is slow", "body": "<p>typed</p>", "tags": "a,b,c,d,e,f"},
            "Keep 5 tags at most",
        ),
        (
            {"title": "The scanner is slow", "body": "<p>typed</p>", "tags": "t" * 60},
            "is longer than 40 characters",
        ),
        ({"title": "t" * 201, "body": "<p>typed</p>"}, "Shorten this to 200 characters. It has 201."),
        (
            {"title": "nul\x00character here", "body": "<p>typed</p>"},
            "This holds a character that cannot be kept",
        ),
    ],
)
def test_a_question_with_a_mistake_comes_back_with_its_words_and_the_reason(
    cast: Cast, ward: CommunityPage, fields: dict[str, str], message: str
) -> None:
    response = as_(cast.ana).post(f"{NEW}?kind=question", fields)

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "to put right" in page
    assert all(word in page for word in ("typed",) if "typed" in str(fields))
    assert not Thread.objects.exists()


def test_the_same_question_sent_twice_is_asked_once(cast: Cast, ward: CommunityPage) -> None:
    ana = as_(cast.ana)
    form = {
        "title": "Insulin pen will not scan",
        "body": "<p>Why?</p>",
        "submission": "0b5a1e0e-3e4b-4a35-9d2c-3f1f5d2f9a01",
    }

    first = ana.post(f"{NEW}?kind=question", form)
    second = ana.post(f"{NEW}?kind=question", form)

    assert first["Location"] == second["Location"]
    assert Thread.objects.count() == 1
    assert Post.objects.count() == 1


@pytest.mark.parametrize("kind", ["question", "discussion", "article", "note", "story"])
def test_each_kind_of_thread_has_its_own_form_and_list(cast: Cast, ward: CommunityPage, kind: str) -> None:
    ana = as_(cast.ana)

    ana.post(f"{NEW}?kind={kind}", {"title": f"About the {kind} of the night", "body": "<p>Words</p>"})

    assert f"About the {kind}" in text_of(ana, f"/communities/ward-nursing/threads/?show={kind}")
    other = "note" if kind != "note" else "story"
    assert f"About the {kind}" not in text_of(ana, f"/communities/ward-nursing/threads/?show={other}")


def test_an_unknown_kind_or_list_is_not_there(cast: Cast, ward: CommunityPage) -> None:
    ana = as_(cast.ana)

    assert ana.get(f"{NEW}?kind=rumour").status_code == 404
    assert ana.get("/communities/ward-nursing/threads/?show=rumours").status_code == 404
    assert ana.get("/communities/ward-nursing/threads/?after=nonsense").status_code == 404


# -- replying ----------------------------------------------------------------------------------------------
def test_a_reply_leads_to_its_place_and_moves_the_thread_up(cast: Cast, question: Thread) -> None:
    before = question.last_post_at

    response = as_(cast.nia).post(
        f"{question.get_absolute_url()}reply/", {"body": "<p>Same on 6A.</p>"}, follow=True
    )

    question.refresh_from_db()
    assert response.redirect_chain[-1][0] == f"{question.get_absolute_url()}#post-2"
    assert "Same on 6A." in response.content.decode()
    assert "1 reply" in response.content.decode()
    assert (question.reply_count, question.next_position) == (1, 3)
    assert question.last_post_at > before
    assert question.last_poster == cast.nia


def test_the_same_reply_sent_twice_is_written_once(cast: Cast, question: Thread) -> None:
    nia, address = as_(cast.nia), f"{question.get_absolute_url()}reply/"
    form = {"body": "<p>Same.</p>", "submission": "0b5a1e0e-3e4b-4a35-9d2c-3f1f5d2f9a01"}

    assert nia.post(address, form)["Location"] == nia.post(address, form)["Location"]

    question.refresh_from_db()
    assert question.reply_count == 1


def test_an_empty_reply_says_so_beside_the_field(cast: Cast, question: Thread) -> None:
    response = as_(cast.nia).post(f"{question.get_absolute_url()}reply/", {"body": "<p></p>"})

    assert response.status_code == 422
    assert "Write your reply first" in response.content.decode()


def test_a_reply_to_a_thread_that_was_closed_meanwhile_keeps_the_words(cast: Cast, question: Thread) -> None:
    Thread.objects.filter(pk=question.pk).update(is_closed=True)

    response = as_(cast.nia).post(
        f"{question.get_absolute_url()}reply/", {"body": "<p>My long careful answer</p>"}
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "This thread was closed while you wrote" in page
    assert "My long careful answer" in page
    assert not Post.objects.filter(position=2).exists()


def test_a_reply_to_a_thread_that_is_gone_gives_the_words_back(cast: Cast, question: Thread) -> None:
    address = f"{question.get_absolute_url()}reply/"
    question.delete()

    response = as_(cast.nia).post(address, {"body": "<p>My long careful answer</p>"})

    assert response.status_code == 404
    assert "My long careful answer" in response.content.decode()
    assert "not there any more" in response.content.decode()


def test_a_reply_after_the_session_ended_gives_the_words_back(cast: Cast, question: Thread) -> None:
    response = Client().post(
        f"{question.get_absolute_url()}reply/", {"body": "<p>My long careful answer</p>"}
    )

    assert response.status_code == 403
    assert "You were signed out. Your text is here" in response.content.decode()
    assert "My long careful answer" in response.content.decode()


def test_a_reply_of_one_who_left_the_community_gives_the_words_back(cast: Cast, question: Thread) -> None:
    response = as_(cast.stranger).post(
        f"{question.get_absolute_url()}reply/", {"body": "<p>My long careful answer</p>"}
    )

    assert response.status_code == 403
    assert "My long careful answer" in response.content.decode()


def test_a_quotation_names_who_wrote_it_and_where(cast: Cast, question: Thread, answer: Post) -> None:
    page = as_(cast.nia).get(f"{question.get_absolute_url()}?quote={answer.pk}")

    body = page.context["form"].initial["body"]
    assert "<blockquote><p>Scan the flag label on the cap.</p>" in body
    assert f'Eli Novak, <a href="{question.get_absolute_url()}posts/{answer.pk}/">post 2</a>' in body
    assert "&lt;blockquote&gt;" in page.content.decode()  # a textarea holds it without script too


def test_a_quotation_leaves_out_whom_the_post_quoted(cast: Cast, question: Thread) -> None:
    body = "<blockquote><p>Asked</p><blockquote><p>Long ago</p></blockquote></blockquote><p>Answered</p>"
    post = reply_to_thread(user=cast.eli, thread=question, body=body)

    page = as_(cast.nia).get(f"{question.get_absolute_url()}?quote={post.pk}")

    quoted = page.context["form"].initial["body"]
    assert "Answered" in quoted
    assert "Asked" not in quoted
    assert "Long ago" not in quoted


def test_a_quotation_escapes_what_looks_like_a_tag(cast: Cast, question: Thread) -> None:
    post = reply_to_thread(
        user=cast.eli, thread=question, body="<p>Type &lt;b&gt;bold&lt;/b&gt; &amp; send</p>"
    )

    page = as_(cast.nia).get(f"{question.get_absolute_url()}?quote={post.pk}")

    assert "<p>Type &lt;b&gt;bold&lt;/b&gt; &amp; send</p>" in page.context["form"].initial["body"]


def test_a_thread_shows_twenty_posts_a_page_and_leads_to_the_rest(cast: Cast, question: Thread) -> None:
    for n in range(2, 46):
        reply_to_thread(user=cast.nia, thread=question, body=f"<p>Words of post {n}.</p>")
    ana, address = as_(cast.ana), question.get_absolute_url()

    first, second, last = (text_of(ana, f"{address}{query}") for query in ("", "?after=20", "?after=40"))

    assert "Words of post 20." in first
    assert "Words of post 21." not in first
    assert "Posts 21 to 40 of 45" in second
    assert "Words of post 45." in last
    assert text_of(ana, f"{address}?after=4000") == last
    assert text_of(ana, f"{address}?after=-1") == first
    assert text_of(ana, f"{address}?after=nonsense") == first


def test_the_address_of_a_post_leads_to_its_page_and_place(cast: Cast, question: Thread) -> None:
    posts = [reply_to_thread(user=cast.nia, thread=question, body=f"<p>{n}</p>") for n in range(24)]
    address = question.get_absolute_url()

    response = as_(cast.ana).get(f"{address}posts/{posts[-1].pk}/")

    assert response["Location"] == f"{address}?after=20#post-25"


def test_an_old_title_in_the_address_leads_to_the_thread(cast: Cast, question: Thread) -> None:
    response = as_(cast.ana).get(f"/communities/ward-nursing/threads/{question.pk}-old-title/?after=20")

    assert response["Location"] == f"{question.get_absolute_url()}?after=20"


def test_a_thread_is_not_found_in_another_community(cast: Cast, question: Thread) -> None:
    other = CommunityFactory()

    assert as_(cast.ana).get(f"/communities/{other.slug}/threads/{question.pk}-x/").status_code == 404


# -- editing -----------------------------------------------------------------------------------------------
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


# -- answers and thanks ------------------------------------------------------------------------------------
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


# -- moderation --------------------------------------------------------------------------------------------
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
    assert "Start here" in text_of(nia, "/communities/ward-nursing/")
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
