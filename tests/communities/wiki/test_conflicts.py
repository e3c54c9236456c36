"""Two people save the same page: what does not overlap is joined, what does is shown to both, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from communities.models import WikiPage
from tests.communities.wiki.conftest import edited, form_in, words
from tests.conftest import Cast

AsPerson = Callable[..., Client]


def test_changes_in_different_places_are_both_in(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    edited(scanning, cast.eli, "Scan the wristband.", "Scan the wristband twice.")

    fields["body"] = fields["body"].replace("10 to 15 cm", "a hand")
    answer = ana.post(action, fields, follow=True)

    seen = words(answer)
    assert "Eli Novak published while you wrote. Both changes are in." in seen
    assert "Scan the wristband twice." in seen
    assert "a hand away" in seen
    assert scanning.editions.count() == 3


def test_a_new_title_of_another_is_not_undone(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana, eli = as_person(cast.ana), as_person(cast.eli)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    eli_action, eli_fields = form_in(eli.get(scanning.address("wiki_edit")), "title")
    eli.post(eli_action, eli_fields | {"title": "Scanning well"})

    answer = ana.post(action, fields | {"body": fields["body"].replace("cm", "centimetres")}, follow=True)

    assert "Scanning well" in words(answer)
    assert "centimetres" in words(answer)


def conflict(cast: Cast, scanning: WikiPage, ana: Client) -> HttpResponse:
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "body")
    edited(scanning, cast.eli, "10 to 15 cm", "about a hand")
    fields["body"] = fields["body"].replace("10 to 15 cm", "five fingers")
    fields["summary"] = "measured again"
    return ana.post(action, fields)


def test_the_same_words_changed_by_two_are_shown_side_by_side(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)

    answer = conflict(cast, scanning, ana)

    assert answer.status_code == 409
    seen = words(answer)
    assert "Eli Novak published while you wrote." in seen
    assert "When a scan fails" in seen
    assert "about a hand" in seen
    assert "five fingers" in seen
    assert scanning.editions.count() == 2


def test_one_text_is_chosen_and_published(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    for choice, has, lacks in [
        ("mine", ["five fingers"], ["about a hand"]),
        ("theirs", ["about a hand"], ["five fingers"]),
        ("both", ["five fingers", "about a hand"], []),
    ]:
        page = WikiPage.objects.get(pk=scanning.pk)
        page = edited(page, cast.eli, page.body, scanning.body)
        ana = as_person(cast.ana)
        answer = conflict(cast, page, ana)
        action, fields = form_in(answer, "choice_0")

        published = ana.post(action, fields | {"choice_0": choice}, follow=True)

        seen = words(published)
        assert "Published as revision" in seen or choice == "theirs"
        assert all(text in seen for text in has)
        assert not any(text in seen for text in lacks)


def test_choosing_nothing_asks_again_and_keeps_both(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(conflict(cast, scanning, ana), "choice_0")

    answer = ana.post(action, {name: value for name, value in fields.items() if name != "choice_0"})

    assert "Choose one of the texts" in words(answer)
    assert "five fingers" in form_in(answer, "choice_0")[1]["body"]
    assert scanning.editions.count() == 2


def test_a_third_text_is_written_in_the_editor(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(conflict(cast, scanning, ana), "choice_0")

    editor = ana.post(action, fields | {"edit": "1"})  # what is undecided comes with both texts
    action, fields = form_in(editor, "body")
    assert "five fingers" in fields["body"]
    assert "about a hand" in fields["body"]
    assert fields["summary"] == "measured again"
    answer = ana.post(action, fields | {"body": "<p>Two fists away.</p>"}, follow=True)

    assert "Two fists away." in words(answer)
    assert "Published as revision 3." in words(answer)


def test_a_third_person_who_publishes_meanwhile_is_heard_too(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    action, fields = form_in(conflict(cast, scanning, ana), "choice_0")
    edited(scanning, cast.adam, "Scan the patient first.", "The patient comes first.")

    answer = ana.post(action, fields | {"choice_0": "mine"}, follow=True)

    seen = words(answer)
    assert "five fingers" in seen
    assert "The patient comes first." in seen


def test_two_new_titles_are_a_conflict(cast: Cast, scanning: WikiPage, as_person: AsPerson) -> None:
    ana, eli = as_person(cast.ana), as_person(cast.eli)
    action, fields = form_in(ana.get(scanning.address("wiki_edit")), "title")
    eli_action, eli_fields = form_in(eli.get(scanning.address("wiki_edit")), "title")
    eli.post(eli_action, eli_fields | {"title": "Scanning well"})

    answer = ana.post(action, fields | {"title": "Scanning better"})

    assert answer.status_code == 409
    assert "In revision 2 the title is “Scanning well”." in words(answer)
    action, fields = form_in(answer, "theirs")
    assert "Scanning better" in words(ana.post(action, fields, follow=True))


def test_a_form_without_its_base_never_overwrites(
    cast: Cast, scanning: WikiPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)

    for base in ("", "99", "-1", "99999999999999999999", "x"):
        answer = ana.post(
            scanning.address("wiki_edit"), {"title": scanning.title, "body": "<p>All mine</p>", "base": base}
        )
        assert answer.status_code in {302, 409, 422}

    assert "10 to 15 cm" in WikiPage.objects.get().body
