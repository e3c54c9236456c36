"""Searching as people do: one box, the place inside each thing, opened in place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html as lxml_html

from communities.actions.threads import edit_post, open_thread, remove_post, reply_to_thread, retitle_thread
from communities.actions.wiki import save_wiki_page
from communities.models import WikiPage
from people.models import User
from screencasts.actions.captions import set_captions
from screencasts.captions import CueLine
from tests.curation.conftest import Ward
from tests.curation.drafts import a_draft, published
from tests.factories import CommunityFactory
from tests.search.conftest import Found, RunTasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searched_by")]
Look = Callable[..., Found]


def opens(user: User, address: str) -> str:
    """Follow a hit as a browser does; the anchor must be there. Returns the page."""
    client = Client()
    client.force_login(user)
    path, _, anchor = address.partition("#")
    response = client.get(path)
    assert response.status_code == 200
    page = response.content.decode()
    assert not anchor or lxml_html.fromstring(page).xpath(f"//*[@id='{anchor}']"), f"no {anchor} in {path}"
    return page


def test_a_wiki_page_is_found_by_its_section_and_opens_there(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    run_tasks()

    found = look(ward.cast.ana, "second failure")

    assert found.of("Wiki page") == ["Scanning at the bedside"]
    assert "When a scan fails" in found.text
    assert {"second", "failure"} <= set(found.marked)
    place = next(link for link in found.links if "#" in link)
    assert place == f"{ward.page.get_absolute_url()}#{ward.anchors['When a scan fails']}"
    opens(ward.cast.ana, place)


def test_a_thread_is_found_by_a_post_and_says_that_it_is_answered(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    run_tasks()

    found = look(ward.cast.ana, "cartridge formulary")

    assert found.of("Thread") == ["The pen will not scan"]
    assert "Accepted answer by Eli Novak" in found.text
    assert "Answered" in found.text
    opens(ward.cast.ana, next(link for link in found.links if "#post-2" in link))


def test_a_post_deep_in_a_thread_opens_on_its_page(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    for n in range(30):
        reply_to_thread(user=ward.cast.lee, thread=ward.question.thread, body=f"<p>Noted on night {n}.</p>")
    reply_to_thread(user=ward.cast.lee, thread=ward.question.thread, body="<p>It was the zirconium lens.</p>")
    run_tasks()

    found = look(ward.cast.ana, "zirconium")

    assert "Post 33 by Lee Tan" in found.text
    opens(ward.cast.ana, found.links[0])


def test_a_screencast_is_found_by_words_in_its_captions_and_opens_at_the_second(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    cues = [CueLine(start=n * 4.0, end=n * 4.0 + 3, text=f"Line {n}") for n in range(40)]
    cues[31] = CueLine(start=124.0, end=127.0, text="Now hold the periwinkle button.")
    set_captions(user=ward.cast.lee, screencast=ward.recording, language="en", cues=cues)
    run_tasks()

    found = look(ward.cast.ana, "periwinkle")

    assert found.of("Screencast") == ["Pair a scanner"]
    assert "periwinkle" in found.marked
    assert found.links[0] == f"{ward.recording.get_absolute_url()}?t=120"
    assert "2:00" in found.text
    opens(ward.cast.ana, found.links[0])


def test_captions_in_every_language_and_chapters_are_found(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    german = [CueLine(start=70.0, end=75.0, text="Den Auslöser fünf Sekunden halten.")]
    set_captions(user=ward.cast.lee, screencast=ward.recording, language="de", cues=german)
    run_tasks()

    by_german, by_english, by_chapter = (
        look(ward.cast.ana, question, kind="screencast") for question in ("Ausloser", "trigger", '"Pair it"')
    )

    assert by_german.of("Screencast") == by_english.of("Screencast") == by_chapter.of("Screencast")
    assert by_german.links[0].endswith("?t=70")
    assert any(link.endswith("?t=70") for link in by_chapter.links)


def test_a_job_aid_is_found_by_a_step_and_opens_at_the_step(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    published(ward)
    run_tasks()

    found = look(ward.cast.nia, "long tone", kind="job_aid")

    assert found.of("Job aid") == ["Scan a pen"]
    assert "Verified" in found.text
    place = next(link for link in found.links if "#step-2" in link)
    opens(ward.cast.nia, place)


def test_what_is_verified_stands_before_what_is_not(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    published(ward)
    run_tasks()

    found = look(ward.cast.nia, "turn the cap until the white label")

    assert found.titles[0] == ("Job aid", "Scan a pen")


def test_a_practice_a_person_and_a_community_are_found(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    ward.practice(title="Scan the label on the cap")
    ward.cast.eli.about = "Ask me about cartridges and periwinkle caps."
    ward.cast.eli.save()
    run_tasks()

    practice, person, community = (
        look(ward.cast.nia, question) for question in ("label cap", "periwinkle", "without a second try")
    )

    assert practice.of("Practice") == ["Scan the label on the cap"]
    assert "Emerging" in practice.text
    assert person.of("Person") == ["Eli Novak"]
    assert "Ward nursing" in community.of("Community")
    for link in (practice.links[0], community.links[0], f"/people/{ward.cast.eli.username}/"):
        opens(ward.cast.nia, link)


def test_inflected_words_accents_and_questions_in_plain_words_find_things(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    open_thread(
        user=ward.cast.ana,
        community=ward.community,
        kind="note",
        title="Übergabe",
        body="<p>Café on 4B.</p>",
    )
    run_tasks()

    assert look(ward.cast.ana, "scanned").of("Wiki page") == ["Scanning at the bedside"]
    assert look(ward.cast.ana, "ubergabe").of("Thread") == ["Übergabe"]
    assert look(ward.cast.ana, "CAFE").of("Thread") == ["Übergabe"]
    plain = look(ward.cast.ana, "What do I do when the pen will not scan any more?")
    assert plain.of("Thread")[0] == "The pen will not scan"


def test_one_word_and_two_find_each_other(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    for title, body in (
        ("Evening", "<p>We hand over at nine.</p>"),
        ("Night", "<p>Handover is at seven.</p>"),
    ):
        open_thread(user=ward.cast.ana, community=ward.community, kind="note", title=title, body=body)
    run_tasks()

    one, two = look(ward.cast.ana, "handover"), look(ward.cast.ana, "hand over")

    assert set(one.of("Thread")) == {"Night", "Evening"}
    assert set(two.of("Thread")) == {"Night", "Evening"}
    assert "Also looked for hand over." in one.text
    assert "Also looked for handover." in two.text


def test_words_in_quotes_are_found_together_only(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    run_tasks()

    together, apart, curly = (
        look(ward.cast.ana, question)
        for question in ('"wait for blue"', '"blue for wait"', "“wait for blue”")
    )

    assert together.of("Screencast") == curly.of("Screencast") == ["Pair a scanner"]
    assert "Nothing for" in apart.text


def test_results_are_narrowed_by_kind_and_community_and_can_be_widened_again(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    other = CommunityFactory(title="Pharmacy", slug="pharmacy", purpose="Scan stock.")
    run_tasks()

    everything = look(ward.cast.ana, "scan")
    pages = look(ward.cast.ana, "scan", kind="wiki")
    elsewhere = look(ward.cast.ana, "scan", community=other.slug, kind="wiki")

    assert len(everything.titles) > 1
    assert pages.titles == [("Wiki page", "Scanning at the bedside")]
    assert pages.facets["Threads"] == everything.facets["Threads"] == 1
    assert "Nothing for" in elsewhere.text
    assert "Search everywhere" in elsewhere.text


def test_newest_first_puts_the_last_change_on_top(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    open_thread(
        user=ward.cast.lee, community=ward.community, kind="note", title="Night", body="<p>One scan.</p>"
    )
    run_tasks()

    assert look(ward.cast.ana, "scan", order="newest").titles[0] == ("Thread", "Night")


def test_many_things_are_paged_and_a_page_beyond_the_last_is_the_last(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    for n in range(45):
        open_thread(
            user=ward.cast.ana,
            community=ward.community,
            kind="note",
            title=f"Night {n}",
            body="<p>Marmalade.</p>",
        )
    run_tasks()

    first, last = look(ward.cast.ana, "marmalade"), look(ward.cast.ana, "marmalade", page=99999)

    assert first.heading == "45 things for “marmalade”"
    assert (len(first.titles), len(last.titles)) == (20, 5)
    assert "More results" in first.text
    assert "More results" not in last.text
    assert "Back to better results" in last.text


def test_what_was_changed_is_found_by_its_new_words_only(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    run_tasks()
    save_wiki_page(
        page=ward.page,
        user=ward.cast.ana,
        title="Scanning in bed",
        body=ward.page.body.replace("How we scan on the ward.", "Marmalade first."),
        base_edition=ward.page.edition,
    )
    edit_post(user=ward.cast.eli, post=ward.answer, body="<p>Use marmalade.</p>")
    retitle_thread(user=ward.cast.ana, thread=ward.question.thread, title="The pen is sticky", tags=[])
    run_tasks()

    assert set(look(ward.cast.ana, "marmalade").titles) == {
        ("Wiki page", "Scanning in bed"),
        ("Thread", "The pen is sticky"),
    }
    assert look(ward.cast.ana, "cartridge").titles == []
    assert look(ward.cast.ana, "bedside").of("Wiki page") == ["Scanning in bed"]  # by the title that it had


def test_suggestions_come_while_a_word_is_being_typed(
    ward: Ward, suggested: Callable[[User | None, str], list[str]], run_tasks: RunTasks
) -> None:
    run_tasks()

    assert suggested(ward.cast.ana, "scannin") == ["Scanning at the bedside"]
    assert suggested(ward.cast.ana, "bedside sca") == ["Scanning at the bedside"]
    assert suggested(ward.cast.ana, "eli n") == ["Eli Novak"]
    assert suggested(ward.cast.ana, "cartridge") == []  # a word of a text, of no title


def test_titles_are_offered_though_a_letter_is_wrong(
    ward: Ward,
    hidden_ward: Ward,
    suggested: Callable[[User | None, str], list[str]],
    run_tasks: RunTasks,
) -> None:
    open_thread(
        user=ward.cast.ana, community=hidden_ward.community, kind="note", title="Zirconium", body="<p>A.</p>"
    )
    run_tasks()

    assert suggested(ward.cast.ana, "scaning bedisde") == ["Scanning at the bedside"] * 2
    assert suggested(ward.cast.nia, "bedisde scan") == ["Scanning at the bedside"]
    assert suggested(ward.cast.ana, "zirocnium") == ["Zirconium"]
    assert suggested(ward.cast.nia, "zirocnium") == []


def test_an_empty_question_says_what_can_be_found(ward: Ward, look: Look) -> None:
    assert "One box finds job aids" in look(ward.cast.ana, "").text


def test_nothing_found_offers_to_ask(ward: Ward, look: Look, run_tasks: RunTasks) -> None:
    run_tasks()

    member, newcomer, visitor = (
        look(user, "syringe driver") for user in (ward.cast.ana, ward.cast.nia, None)
    )

    assert "Nothing for “syringe driver”" in member.text
    assert "Ask Ward nursing" in member.text
    assert "Find a community to ask" in newcomer.text
    assert "Sign in to search more" in visitor.text


def test_a_draft_of_a_job_aid_and_a_removed_post_are_not_found(
    ward: Ward, look: Look, run_tasks: RunTasks
) -> None:
    a_draft(ward, title="Unfinished marmalade")
    remove_post(user=ward.cast.adam, post=ward.answer, removed=True)
    WikiPage.objects.get(pk=ward.page.pk).unpublish()
    run_tasks()

    for user in (ward.cast.ana, ward.cast.cora, ward.cast.adam):
        assert look(user, "marmalade").of("Job aid") == []
        assert look(user, "cartridge").titles == []
        assert look(user, "second failure").of("Wiki page") == []
