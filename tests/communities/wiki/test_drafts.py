"""What is being written is kept on the server, offered back to its writer alone, and ends when it is published."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import html as lxml_html

from communities.actions.drafts import TABS_AT_MOST
from communities.models import CommunityPage, Draft, Presence, WikiPage
from communities.tasks import remove_old_drafts
from core.sanitize import MAX_BODY_CHARS
from tests.communities.wiki.conftest import edited, form_in, words
from tests.conftest import Cast
from tests.factories import MembershipFactory
from tests.queries import queries

AsPerson = Callable[..., Client]
DRAFTS = "/communities/ward/drafts/"
OFFER = "A draft of yours that you did not publish is kept on the server"


def keep(client: Client, place: object, html: str, *, tab: str = "tab-1", **more: Any) -> HttpResponse:
    beside = json.dumps(more.pop("beside", {}))
    sent = {"act": "keep", "place": str(place), "tab": tab, "html": html, "beside": beside, "base": 1}
    return client.post(more.pop("url", DRAFTS), sent | more)


def test_a_text_that_was_not_published_is_offered_on_any_device(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    answer = keep(as_person(cast.ana), scanning.pk, "<p>Half a sentence</p>", beside={"title": "My title"})
    assert answer.json()["kept_at"]

    phone = as_person(cast.ana)
    editor = phone.get(scanning.address("wiki_edit"))
    assert OFFER in words(editor)
    assert "Half a sentence" not in form_in(editor, "summary")[1]["body"]
    fields = form_in(phone.get(f"{scanning.address('wiki_edit')}?draft=tab-1"), "summary")[1]

    assert fields["body"] == "<p>Half a sentence</p>"
    assert fields["title"] == "My title"
    assert fields["base"] == "1"


def test_publishing_ends_the_draft_it_was_made_from(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    keep(ana, scanning.pk, "<p>Half a sentence</p>")
    keep(ana, scanning.pk, "<p>Another tab</p>", tab="tab-2")
    action, fields = form_in(ana.get(f"{scanning.address('wiki_edit')}?draft=tab-1"), "summary")

    ana.post(action, fields | {"body": "<p>A whole sentence.</p>"})

    assert [draft.tab for draft in Draft.objects.all()] == ["tab-2"]


def test_a_draft_from_before_a_newer_revision_is_merged_with_it(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    keep(ana, scanning.pk, scanning.body.replace("Scan once more", "Scan again"))
    edited(scanning, cast.eli, "wristband", "band")

    assert "The page was published again since then." in words(ana.get(scanning.address("wiki_edit")))
    action, fields = form_in(ana.get(f"{scanning.address('wiki_edit')}?draft=tab-1"), "summary")
    ana.post(action, fields)

    body = WikiPage.objects.get(pk=scanning.pk).body
    assert "Scan again" in body
    assert "Scan the band" in body


def test_a_draft_is_thrown_away_without_script(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    keep(ana, scanning.pk, "<p>Half a sentence</p>")
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "act")

    answer = ana.post(action, fields, follow=True)

    assert OFFER not in words(answer)
    assert not Draft.objects.exists()
    away = ana.post(DRAFTS, fields | {"next": "https://example.org/"})
    assert away.status_code == 200


def test_what_reads_like_the_page_is_not_offered(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    keep(ana, scanning.pk, scanning.body)

    assert OFFER not in words(ana.get(scanning.address("wiki_edit")))


def test_a_section_and_a_new_page_have_drafts_of_their_own(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana, section = as_person(cast.ana), scanning.sections[1]["anchor"]
    keep(ana, f"{scanning.pk}#{section}", "<h2>Order</h2><p>Of one section</p>")
    keep(ana, f"new-{scanning.pk}", "<p>Of a new page</p>", beside={"title": "Gloves"})

    edit = scanning.address("wiki_edit")
    assert OFFER not in words(ana.get(edit))
    assert OFFER in words(ana.get(f"{edit}?section={section}"))
    one = form_in(ana.get(f"{edit}?section={section}&draft=tab-1"), "summary")[1]
    action, new = form_in(ana.get(f"{scanning.address('wiki_new_below')}?draft=tab-1"), "is_exploring")
    assert "Of one section" in one["body"]
    assert (new["title"], new["body"]) == ("Gloves", "<p>Of a new page</p>")
    ana.post(action, new)
    assert [draft.place for draft in Draft.objects.all()] == [f"{scanning.pk}#{section}"]


def test_nobody_else_meets_a_draft(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    keep(as_person(cast.ana), scanning.pk, "<p>Half a sentence</p>")
    eli = as_person(cast.eli)

    assert OFFER not in words(eli.get(scanning.address("wiki_edit")))
    assert "Half a sentence" not in eli.get(f"{scanning.address('wiki_edit')}?draft=tab-1").content.decode()


def test_what_a_person_may_not_write_on_takes_no_draft(
    cast: Cast, scanning: WikiPage, secret: WikiPage, as_person: AsPerson
) -> None:
    ana, nia = as_person(cast.ana), as_person(cast.nia)

    assert keep(ana, secret.pk, "<p>x</p>", url="/communities/quiet/drafts/").status_code == 404
    assert keep(ana, secret.pk, "<p>x</p>").status_code == 404
    assert keep(nia, scanning.pk, "<p>x</p>").status_code == 403
    assert keep(Client(), scanning.pk, "<p>x</p>").status_code == 403
    assert not Draft.objects.exists()


def test_what_cannot_be_kept_is_refused_with_words_and_what_is_kept_is_clean(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)

    too_long = keep(ana, scanning.pk, f"<p>{'x' * (MAX_BODY_CHARS + 1)}</p>")
    nonsense = keep(ana, "elsewhere", "<p>x</p>")
    keep(ana, scanning.pk, "<p onclick=x>Hi<script>alert(1)</script></p>", beside=["no", "dict"])

    assert too_long.status_code == 422
    assert "split it in two" in too_long.json()["error"]
    assert nonsense.status_code == 400
    assert Draft.objects.get().html == "<p>Hi</p>"


def test_many_tabs_and_long_times_leave_no_heap(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    for number in range(TABS_AT_MOST + 3):
        keep(ana, scanning.pk, f"<p>{number}</p>", tab=f"tab-{number}")
    assert Draft.objects.count() == TABS_AT_MOST
    newest = Draft.objects.get(html=f"<p>{TABS_AT_MOST + 2}</p>")

    Draft.objects.exclude(pk=newest.pk).update(kept_at=timezone.now() - timedelta(days=15))
    Presence.objects.update(until=timezone.now() - timedelta(days=2))
    remove_old_drafts.func()

    assert Draft.objects.get() == newest
    assert not Presence.objects.exists()


def test_who_else_writes_is_shown_when_the_editor_opens_and_told_while_it_is_open(
    cast: Cast, ward: CommunityPage, scanning: WikiPage, as_person: AsPerson
) -> None:
    MembershipFactory(user=cast.nia, community=ward)
    ana, eli, nia = as_person(cast.ana), as_person(cast.eli), as_person(cast.nia)
    assert "writing on this page" not in words(ana.get(scanning.address("wiki_edit")))

    seen = words(eli.get(scanning.address("wiki_edit")))
    nia.get(scanning.address("wiki_edit"))
    told = ana.post(DRAFTS, {"act": "seen", "place": scanning.pk, "tab": "1"}).json()

    assert "Ana Silva is writing on this page too" in seen
    assert told["others"] == ["Eli Novak", "Nia Roberts"]
    assert "Ana Silva and Eli Novak are writing" in words(nia.get(scanning.address("wiki_edit")))


def test_who_leaves_publishes_or_falls_silent_is_shown_no_more(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana, eli = as_person(cast.ana), as_person(cast.eli)

    def others() -> list[str]:
        told: list[str] = ana.post(DRAFTS, {"act": "seen", "place": scanning.pk, "tab": "1"}).json()["others"]
        return told

    action, fields = form_in(eli.get(scanning.address("wiki_edit")), "summary")
    assert others() == ["Eli Novak"]
    eli.post(DRAFTS, {"act": "left", "place": scanning.pk, "tab": "2"})
    assert others() == []
    eli.post(DRAFTS, {"act": "seen", "place": scanning.pk, "tab": "2"})
    eli.post(action, fields | {"body": "<p>Other words</p>"})
    assert others() == []
    eli.post(DRAFTS, {"act": "seen", "place": scanning.pk, "tab": "2"})
    Presence.objects.filter(person=cast.eli).update(until=timezone.now())
    assert others() == []


def test_keeping_a_draft_is_cheap(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    keep(ana, scanning.pk, "<p>Half</p>")

    with queries(at_most=12):
        keep(ana, scanning.pk, "<p>Half a sentence</p>")


def test_the_form_names_its_drafts(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    shown = lxml_html.fromstring(as_person(cast.ana).get(scanning.address("wiki_edit")).content.decode())

    (editor,) = shown.xpath("//rich-text-editor")
    assert editor.get("data-draft-url") == DRAFTS
    assert editor.get("data-draft-place") == str(scanning.pk)
