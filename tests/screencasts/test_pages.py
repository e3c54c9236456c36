"""The list, the page of a recording in each of its states, and changing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import format_html

from communities import notes
from communities.notes import Kind, Mark, Note, Surroundings
from screencasts.actions import set_captions, set_chapters
from screencasts.captions import CueLine
from screencasts.chapters import ChapterLine
from screencasts.models import Screencast
from tests.factories import MembershipFactory, ScreencastFactory, UserFactory
from tests.queries import queries
from tests.screencasts.conftest import Ward
from tests.screencasts.test_upload import said


def with_words(ward: Ward, cues: int = 3, **more: Any) -> Screencast:
    screencast = ScreencastFactory(
        community=ward.community, author=ward.member, title="Pair a scanner", **more
    )
    lines = [CueLine(n * 10, n * 10 + 10, f"words {n}", "Eli" if n == 1 else "") for n in range(cues)]
    set_captions(user=ward.member, screencast=screencast, language="en", cues=lines)
    chapters = [ChapterLine(n * 60, f"Chapter {n}") for n in range(min(cues, 3))]
    set_chapters(user=ward.member, screencast=screencast, chapters=chapters)
    return screencast


@pytest.fixture
def around(monkeypatch: pytest.MonkeyPatch) -> Callable[[Surroundings], None]:
    """`around(Surroundings(…))`: what the layers above know of every recording."""

    def around(known: Surroundings) -> None:
        def provider(kind: Kind, things: Any, user: Any) -> dict[int, Surroundings]:
            return {thing.pk: known for thing in things if kind == Kind.SCREENCAST}

        monkeypatch.setattr(notes, "_providers", [provider])

    return around


# -- the list -----------------------------------------------------------------------------------------------
def test_the_list_shows_what_plays_and_what_oneself_has_sent(ward: Ward) -> None:
    other = MembershipFactory(community=ward.community).user
    with_words(ward)
    ScreencastFactory(community=ward.community, author=ward.member, title="My failure", failed=True)
    ScreencastFactory(community=ward.community, author=other, title="Their failure", failed=True)
    ScreencastFactory(community=ward.community, author=other, title="A bell", sound=True)

    page = said(ward.client.get(ward.url()))

    assert "Pair a scanner" in page
    assert page.count("Captions") == 1
    assert "3:42" in page
    assert "My failure" in page
    assert "Could not be processed" in page
    assert "Their failure" not in page
    assert "Sound" in page


def test_an_empty_list_says_what_to_do_next(ward: Ward) -> None:
    assert "Show one thing that you do well" in said(ward.client.get(ward.url()))

    ward.client.force_login(UserFactory())

    assert "What its members record of their work will stand here" in said(ward.client.get(ward.url()))


def test_the_list_is_read_page_by_page(ward: Ward) -> None:
    for number in range(23):
        ScreencastFactory(community=ward.community, author=ward.member, title=f"Recording number {number}")

    first = ward.client.get(ward.url())
    second = ward.client.get(ward.url() + f"?after={first.context['page'].next}")

    assert "Recording number 22" in said(first)
    assert "Recording number 2<" not in said(first)
    assert "Recording number 2<" in said(second)
    assert ward.client.get(ward.url() + "?after=nonsense").status_code == 404


def test_the_list_asks_few_questions_whatever_its_length(ward: Ward) -> None:
    counts = []
    for more in (3, 17):
        for _ in range(more):
            author = MembershipFactory(community=ward.community).user
            ScreencastFactory(community=ward.community, author=author)
        with queries(at_most=12) as asked:
            ward.client.get(ward.url())
        counts.append(len(asked))

    assert counts[0] == counts[1]


# -- watching -----------------------------------------------------------------------------------------------
def test_watching_asks_few_questions_whatever_its_length(ward: Ward) -> None:
    counts = []
    for cues in (3, 400):
        screencast = with_words(ward, cues)
        with queries(at_most=12) as asked:
            ward.client.get(screencast.get_absolute_url())
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_transcript_and_chapters_are_links_to_their_seconds(ward: Ward) -> None:
    screencast = with_words(ward)

    page = said(ward.client.get(screencast.get_absolute_url()))

    assert 'href="?t=10"' in page
    assert "<b>Eli:</b> words 1" in page
    assert '<span class="chapters__time">1:00</span>' in page
    assert 'kind="captions"' in page
    assert 'srclang="en"' in page


@pytest.mark.parametrize(
    ("asked", "fragment"),
    [
        ("134", "#t=134"),
        ("2:14", "#t=134"),
        ("134,158", "#t=134,158"),
        ("0:30.5", "#t=30.5"),
        ("158,134", "#t=158"),
        ("0", ""),
        ("9999", ""),
        ("-5", ""),
        ("abc", ""),
        ("<script>", ""),
        ("1e400", ""),
        ("nan", ""),
    ],
)
def test_a_link_starts_at_its_second_without_script(ward: Ward, asked: str, fragment: str) -> None:
    screencast = with_words(ward)

    page = ward.client.get(screencast.get_absolute_url(), {"t": asked})

    assert page.status_code == 200
    assert f'src="{screencast.media_url}{fragment}"' in said(page)


def test_the_chapter_of_that_second_is_marked(ward: Ward) -> None:
    screencast = with_words(ward)

    page = said(ward.client.get(screencast.get_absolute_url(), {"t": "70"}))

    assert 'data-until="120" aria-current="true"><span class="chapters__time">1:00' in page


def test_the_transcript_is_shown_in_the_language_asked_for(ward: Ward) -> None:
    screencast = with_words(ward)
    set_captions(
        user=ward.member, screencast=screencast, language="cy", cues=[CueLine(0, 5, "Daliwch y sbardun")]
    )
    url = screencast.get_absolute_url()

    assert "Daliwch" not in said(ward.client.get(url))
    asked = said(ward.client.get(url, {"lang": "cy"}))
    assert "Daliwch" in asked
    assert 'href="?lang=cy&amp;t=0"' in asked
    assert "words 1" in said(ward.client.get(url, {"lang": "xx"}))


def test_words_of_people_are_never_markup(ward: Ward) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    screencast = ScreencastFactory(
        community=ward.community,
        author=ward.member,
        title=hostile,
        description=f"{hostile} javascript:alert(1)",
    )
    set_captions(
        user=ward.member, screencast=screencast, language="en", cues=[CueLine(0, 5, hostile, hostile)]
    )
    set_chapters(user=ward.member, screencast=screencast, chapters=[ChapterLine(0, hostile)])

    for url in (screencast.get_absolute_url(), ward.url(), ward.url(f"{screencast.pk}/edit/")):
        page = said(ward.client.get(url))
        assert "&lt;img" in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


def test_the_address_follows_the_title_and_keeps_the_second(ward: Ward) -> None:
    screencast = with_words(ward)

    response = ward.client.get(ward.url(f"{screencast.pk}-old-title/?t=12"))

    assert response["Location"] == f"{screencast.get_absolute_url()}?t=12"


def test_flags_notes_and_trust_come_from_those_who_keep_them(
    ward: Ward, around: Callable[[Surroundings], None]
) -> None:
    screencast = with_words(ward)
    use = Note("t=60,90", "clipboard-list", format_html('<a href="/j/1/">{}</a>', "Pair a bedside scanner"))
    marks = {"t=72,107": Mark(7, mine=True), "": Mark(2), "b7k2m3qa4zx": Mark(1)}
    around(Surroundings(notes=(use,), marks=marks, flag_url="/flag-it/", trust="emerging", trust_more="by 2"))

    page = said(ward.client.get(screencast.get_absolute_url(), {"t": "72,107"}))

    assert 'action="/flag-it/"' in page
    assert 'name="start" value="1:12"' in page
    assert 'name="end" value="1:47"' in page
    assert (
        '<a href="?t=72,107" data-stretch-at="72,107">1:12 to 1:47</a>, by 7 people, you among them' in page
    )
    assert "Pair a bedside scanner" in page
    assert "trust--emerging" in page
    assert '<rect class="player__flagged" x="72.0" width="35"' in page or 'x="72" width="35"' in page


def test_who_may_not_flag_gets_no_form_for_it(ward: Ward, around: Callable[[Surroundings], None]) -> None:
    around(Surroundings())

    assert "Flag a stretch" not in said(ward.client.get(with_words(ward).get_absolute_url()))


# -- while it does not play -----------------------------------------------------------------------------------
def test_waiting_shows_how_far_it_is(ward: Ward) -> None:
    screencast = ScreencastFactory(community=ward.community, author=ward.member, waiting=True)
    Screencast.objects.update(state="processing", progress=43)

    page = said(ward.client.get(screencast.get_absolute_url()))
    status = ward.client.get(ward.url(f"{screencast.pk}/status/")).json()

    assert "Preparing the recording, 43 %" in page.replace("<span data-percent>", "").replace("</span>", "")
    assert "You can leave this page and come back" in page
    assert 'http-equiv="refresh"' not in page
    assert status == {"state": "processing", "progress": 43}


def test_a_failure_tells_its_author_why_and_what_to_do(ward: Ward) -> None:
    screencast = ScreencastFactory(community=ward.community, author=ward.member, failed=True)

    page = said(ward.client.get(screencast.get_absolute_url()))
    assert "The file is cut off." in page
    assert "Try again" in page
    assert "Or send another file" in page

    response = ward.client.post(ward.url(f"{screencast.pk}/retry/"))
    assert response["Location"] == screencast.get_absolute_url()
    screencast.refresh_from_db()
    assert screencast.state == "uploaded"


def test_a_failure_tells_others_only_that_it_failed(ward: Ward) -> None:
    screencast = ScreencastFactory(community=ward.community, author=ward.member, failed=True)
    ward.client.force_login(MembershipFactory(community=ward.community).user)

    page = said(ward.client.get(screencast.get_absolute_url()))

    assert "could not be processed" in page
    assert "The file is cut off." not in page
    assert "Try again" not in page


# -- changing it ----------------------------------------------------------------------------------------------
def edit(ward: Ward, screencast: Screencast, **fields: Any) -> Any:
    form = {"title": "Pair a scanner", "description": "", "chapters": "", "language": "en"} | fields
    return ward.client.post(ward.url(f"{screencast.pk}/edit/"), form, follow=True)


def test_title_description_and_chapters_are_changed(ward: Ward) -> None:
    screencast = with_words(ward)
    shown = said(ward.client.get(ward.url(f"{screencast.pk}/edit/")))
    assert "0:00 Chapter 0 1:00 Chapter 1" in shown

    page = edit(ward, screencast, title="Pair two scanners", description="New words", chapters="0:05 Begin")

    assert "Pair two scanners" in said(page)
    assert "New words" in said(page)
    assert list(screencast.chapters.values_list("start", "title")) == [(5.0, "Begin")]


def test_captions_are_added_replaced_and_removed_by_language(ward: Ward) -> None:
    screencast = with_words(ward)
    before = screencast.tracks.get()

    edit(
        ward,
        screencast,
        captions=SimpleUploadedFile("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nNew words\n"),
    )
    edit(
        ward,
        screencast,
        captions=SimpleUploadedFile("b.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nCymraeg\n"),
        language="cy",
    )

    assert {track.label: [cue.text for cue in track.cues.all()] for track in screencast.tracks.all()} == {
        "English": ["New words"],
        "Cymraeg": ["Cymraeg"],
    }
    assert screencast.tracks.first() == before

    ward.client.post(ward.url(f"{screencast.pk}/captions/en/remove/"))

    assert [track.language for track in screencast.tracks.all()] == ["cy"]


def test_what_is_refused_changes_nothing_and_comes_back(ward: Ward) -> None:
    screencast = with_words(ward)

    page = edit(ward, screencast, title="Other words", chapters="9:00 Past the end")

    assert "Line 1: 9:00 is past the end, 3:42" in said(page)
    assert "Other words" in said(page)
    screencast.refresh_from_db()
    assert screencast.title == "Pair a scanner"
    assert screencast.chapters.count() == 3


def test_the_version_counts_changes_of_the_words_only(ward: Ward) -> None:
    screencast = with_words(ward)
    screencast.refresh_from_db()
    before = screencast.version

    edit(ward, screencast, chapters="0:00 Chapter 0\n1:00 Chapter 1\n2:00 Chapter 2", description="New")
    screencast.refresh_from_db()
    assert screencast.version == before

    edit(ward, screencast, chapters="0:00 Another")
    screencast.refresh_from_db()
    assert screencast.version == before + 1


@pytest.mark.parametrize("role", ["author", "member", "facilitator", "stranger"])
def test_only_its_author_and_who_moderates_change_a_recording(ward: Ward, role: str) -> None:
    screencast = with_words(ward)
    people = {
        "author": lambda: ward.member,
        "member": lambda: MembershipFactory(community=ward.community).user,
        "facilitator": lambda: MembershipFactory(community=ward.community, facilitator=True).user,
        "stranger": UserFactory,
    }
    ward.client.force_login(people[role]())
    allowed = role in {"author", "facilitator"}

    assert ward.client.get(ward.url(f"{screencast.pk}/edit/")).status_code == (200 if allowed else 403)
    assert ward.client.get(ward.url(f"{screencast.pk}/remove/")).status_code == (200 if allowed else 403)
    assert (
        ">Edit<" in said(ward.client.get(screencast.get_absolute_url())).replace("</svg>Edit", "</svg>>Edit")
    ) == allowed
    for act in ("retry/", "replace/", "captions/en/remove/", "edit/", "remove/"):
        status = ward.client.post(ward.url(f"{screencast.pk}/{act}")).status_code
        assert status in ((200, 302) if allowed else (403,)), act


def test_removing_asks_first_and_takes_the_files_along(
    ward: Ward, django_capture_on_commit_callbacks: Any
) -> None:
    screencast = with_words(ward)
    url = ward.url(f"{screencast.pk}/remove/")

    assert "Remove “Pair a scanner”?" in said(ward.client.get(url))
    assert Screencast.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        response = ward.client.post(url, follow=True)

    assert "“Pair a scanner” was removed." in said(response)
    assert not default_storage.exists(screencast.folder_path)
    assert ward.client.get(screencast.get_absolute_url()).status_code == 404
