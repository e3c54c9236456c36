"""People ask, reply and quote, and find what was written."""

from __future__ import annotations

import pytest
from django.test import Client

from communities.actions.threads import reply_to_thread
from communities.models import CommunityPage, Post, Thread
from tests.communities.threads.pages import as_, text_of
from tests.conftest import Cast
from tests.factories import CommunityFactory

NEW = "/communities/ward-nursing/threads/new/"


# -- asking ----------------------------------------------------------------------------------------------------
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


# -- replying --------------------------------------------------------------------------------------------------
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
