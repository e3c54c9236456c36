"""A page is written and edited in the site, and a refused form keeps every word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import PageLogEntry

from communities.actions.wiki import save_wiki_page
from communities.models import CommunityPage, WikiPage
from communities.signals import wiki_page_saved
from core.sanitize import MAX_BODY_CHARS
from tests.communities.wiki.conftest import form_in, wiki_of, words
from tests.conftest import Cast
from tests.factories import MembershipFactory

AsPerson = Callable[..., Client]


def test_a_member_writes_a_page_and_reads_it(cast: Cast, ward: CommunityPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get("/communities/ward/wiki/new/"), "title")

    fields |= {"title": "Medication  round", "body": "<p>First words</p><h2>Part</h2><p>More</p>"}
    answer = ana.post(action, fields, follow=True)

    assert answer.redirect_chain[-1][0] == "/communities/ward/wiki/medication-round/"
    seen = words(answer)
    assert "Medication round" in seen
    assert "First words" in seen
    assert "Revision 1" in seen
    assert "by Ana Silva" in seen


def test_a_page_stands_below_the_one_it_was_begun_on(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(f"{scanning.get_absolute_url()}new/"), "title")

    answer = ana.post(action, fields | {"title": "Gloves", "body": "<p>Grey wipes</p>"}, follow=True)

    assert answer.redirect_chain[-1][0] == f"{scanning.get_absolute_url()}gloves/"
    assert "Scanning at the bedside" in words(answer)


def test_an_edit_makes_a_revision_with_its_reason(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    eli = as_person(cast.eli)
    action, fields = form_in(eli.get(scanning.address("wiki_edit")), "body")
    fields["body"] = fields["body"].replace("10 to 15 cm", "a hand")
    fields["summary"] = "from the test on 4B"

    answer = eli.post(action, fields, follow=True)

    seen = words(answer)
    assert "Published as revision 2." in seen
    assert "a hand away" in seen
    assert "2 revisions by 2 people. Last: Eli Novak, “from the test on 4B”" in seen


def test_a_title_changes_and_the_address_stays(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "title")

    answer = ana.post(action, fields | {"title": "Scanning, step by step"}, follow=True)

    assert answer.redirect_chain[-1][0] == scanning.get_absolute_url()
    assert "Scanning, step by step" in words(answer)
    assert PageLogEntry.objects.filter(page=scanning.pk, action="wagtail.rename").exists()


def test_saving_without_a_change_makes_no_revision(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")

    answer = ana.post(action, fields, follow=True)

    assert "Nothing was changed" in words(answer)
    assert scanning.editions.count() == 1


def test_the_same_form_sent_twice_makes_one_page_and_one_revision(
    cast: Cast, ward: CommunityPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get("/communities/ward/wiki/new/"), "title")
    fields |= {"title": "Twice", "body": "<p>Once</p>"}

    first, second = ana.post(action, fields), ana.post(action, fields)

    assert first["Location"] == second["Location"]
    page = WikiPage.objects.get(title="Twice")
    action, fields = form_in(ana.get(page.address("wiki_edit")), "body")
    fields["body"] = "<p>Changed</p>"
    ana.post(action, fields)
    ana.post(action, fields)
    assert page.editions.count() == 2


@pytest.mark.parametrize(
    ("title", "body", "message"),
    [
        ("", "<p>Kept words</p>", "Write a title"),
        ("x" * 201, "<p>Kept words</p>", "Write a title of at most 200 characters"),
        ("Edit", "<p>Kept words</p>", "“Edit” is a word of the site’s own addresses"),
        ("Scanning at the bedside", "<p>Kept words</p>", "There is a page “Scanning at the bedside” here"),
        ("SCANNING, at the bedside!", "<p>Kept words</p>", "There is a page “Scanning at the bedside” here"),
        ("Fine", "<p> </p>", "Write something first"),
        ("Fine", "<p>Kept words " + "x" * MAX_BODY_CHARS + "</p>", "split it in two"),
    ],
)
def test_a_refused_page_says_why_and_keeps_the_text(
    cast: Cast, scanning: WikiPage, as_person: AsPerson, title: str, body: str, message: str
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get("/communities/ward/wiki/new/"), "title")

    answer = ana.post(action, fields | {"title": title, "body": body})

    assert answer.status_code == 422
    assert message in words(answer)
    kept = form_in(answer, "title")[1]
    assert kept["title"].strip() == title
    assert ("Kept words" in kept["body"]) == ("Kept words" in body)
    assert WikiPage.objects.count() == 1


def test_a_taken_title_links_to_the_page_that_has_it(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)

    answer = ana.post(
        "/communities/ward/wiki/new/", {"title": scanning.title, "body": "<p>Kept words</p>"}
    ).content.decode()

    assert f'href="{scanning.get_absolute_url()}"' in answer


def test_hostile_html_is_stored_clean(cast: Cast, ward: CommunityPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    attack = '<p onclick="x()">Hello<script>alert(1)</script><a href="javascript:x()">there</a></p>'

    ana.post("/communities/ward/wiki/new/", {"title": "Attack<script>", "body": attack})

    page = WikiPage.objects.get()
    assert "script" not in page.body
    assert "onclick" not in page.body
    seen = ana.get(page.get_absolute_url()).content.decode()
    assert "<script>" not in seen
    assert "Attack&lt;script&gt;" in seen


def test_a_locked_page_refuses_and_keeps_the_text(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    WikiPage.objects.update(locked=True, locked_by=cast.adam)

    answer = ana.post(action, fields | {"body": "<p>Kept words</p>"})

    assert "An administrator locked this page" in words(answer)
    assert "Kept words" in form_in(answer, "body")[1]["body"]
    assert scanning.editions.count() == 1


def test_a_page_taken_out_meanwhile_can_be_published_anew(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    WikiPage.objects.get().delete()

    answer = ana.post(action, fields | {"title": "Rescued", "body": "<p>Kept words</p>"})

    assert answer.status_code == 404
    assert "There is no such page any more. Your text is here" in words(answer)
    action, fields = form_in(answer, "body")
    again = ana.post(action, fields, follow=True)
    assert "Kept words" in words(again)
    assert WikiPage.objects.get().title == "Rescued"


def test_a_parent_taken_out_meanwhile_loses_no_text(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_new_below")), "body")
    WikiPage.objects.get().delete()

    answer = ana.post(action, fields | {"title": "Child", "body": "<p>Kept words</p>"})

    action, fields = form_in(answer, "body")
    assert "Kept words" in fields["body"]
    assert ana.post(action, fields)["Location"] == "/communities/ward/wiki/child/"


def test_a_text_survives_an_expired_session(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    ana.logout()

    answer = ana.post(action, fields | {"body": "<p>Kept words</p>"})

    assert "You were signed out. Your text is here" in words(answer)
    action, fields = form_in(answer, "body")
    ana.force_login(cast.ana)
    assert "Kept words" in words(ana.post(action, fields, follow=True))
    assert scanning.editions.count() == 2


def test_readers_who_are_no_members_cannot_write(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    reader, member = as_person(cast.stranger), as_person(cast.ana)
    fields = {"title": "Mine", "body": "<p>Kept words</p>", "base": 1}

    refused = reader.post(scanning.address("wiki_edit"), fields)

    assert refused.status_code == 403
    assert "Kept words" in refused.content.decode()
    shown = reader.get(scanning.address("wiki_edit"))
    assert shown.status_code == 403
    assert "Open Ward" in words(shown)
    assert "and join: it takes one click" in words(shown)
    assert "Join and edit" in words(reader.get(scanning.get_absolute_url()))
    assert member.post(scanning.address("wiki_edit"), fields).status_code == 302


def test_pages_nest_ten_deep_and_no_deeper(cast: Cast, ward: CommunityPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    address = "/communities/ward/wiki/"
    for level in range(10):
        address = ana.post(f"{address}new/", {"title": f"Level {level}", "body": "<p>x</p>"})["Location"]

    answer = ana.post(f"{address}new/", {"title": "Too deep", "body": "<p>x</p>"})

    assert "Pages can be nested 10 deep" in words(answer)


def test_news_of_a_save_is_sent_with_its_revision(cast: Cast, scanning: WikiPage) -> None:
    heard = []

    def hear(sender: object, **news: object) -> None:
        heard.append(news)

    wiki_page_saved.connect(hear)
    save_wiki_page(page=scanning, user=cast.eli, title="New", body="<p>New</p>", base_edition=1)
    wiki_page_saved.disconnect(hear)

    assert [news["user"] for news in heard] == [cast.eli]
    page = WikiPage.objects.get()
    assert heard[0]["revision"].pk == page.live_revision_id
    assert page.live_revision.content["edition"] == 2


def test_a_wiki_called_wiki_finds_its_pages(cast: Cast, as_person: AsPerson) -> None:
    membership = MembershipFactory(user=cast.ana, community__title="Wiki", community__slug="wiki")
    ana = as_person(cast.ana)

    answer = ana.post("/communities/wiki/wiki/new/", {"title": "Wiki", "body": "<p>Words</p>"}, follow=True)

    assert answer.redirect_chain[-1][0] == "/communities/wiki/wiki/wiki/"
    assert "Words" in words(answer)
    assert wiki_of(membership.community).get_absolute_url() == "/communities/wiki/wiki/"
