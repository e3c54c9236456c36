"""Sending a recording: what is refused, what is kept, what comes of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from screencasts.models import CaptionTrack, PendingUpload, Screencast
from tests.factories import CommunityFactory, ScreencastFactory, UserFactory
from tests.screencasts.conftest import Ward, upload_file

Clip = Callable[[str], Path]
MP4 = b"\0\0\0\x18ftypmp42" + b"\0" * 2000
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHold the trigger\n"


def film(name: str = "film.mp4", data: bytes = MP4) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def send(ward: Ward, **fields: Any) -> HttpResponse:
    """Send the form; what is None is left out."""
    form = {
        "title": "Pair a scanner",
        "file": film(),
        "language": "en",
        "submission": str(uuid.uuid4()),
    } | fields
    return ward.client.post(
        ward.url("new/"), {name: value for name, value in form.items() if value is not None}
    )


def said(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def error_beside(response: HttpResponse, field: str) -> str:
    return " ".join(response.context["form"].errors.get(field, []))


# -- a recording --------------------------------------------------------------------------------------------
def test_a_recording_is_received_processed_and_watched(
    ward: Ward, clip: Clip, run_tasks: Callable[..., int]
) -> None:
    page = ward.client.get(ward.url("new/"))
    assert "up to 500 MB and 4 hours" in said(page)

    response = send(
        ward,
        file=upload_file(clip("short.mp4"), "my recording.mp4"),
        description="For everybody.",
        chapters="0:00 Unlock\n0:02 Hold the trigger",
        captions=SimpleUploadedFile("words.vtt", VTT),
    )
    waiting = ward.client.get(response["Location"])
    run_tasks()
    playing = ward.client.get(response["Location"])

    assert "Waiting to be prepared" in said(waiting)
    screencast = Screencast.objects.get()
    assert '<video class="player__media" controls' in said(playing)
    assert f'width="320" height="180" src="{screencast.media_url}"' in said(playing)
    assert "Hold the trigger" in said(playing)
    assert "For everybody." in said(playing)
    assert not PendingUpload.objects.exists()


def test_the_same_form_sent_twice_makes_one_recording(ward: Ward) -> None:
    submission = str(uuid.uuid4())

    first = send(ward, submission=submission)
    second = send(ward, submission=submission)

    assert first["Location"] == second["Location"]
    assert Screencast.objects.count() == 1
    assert not PendingUpload.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.mp4", "a/b\\c.mp4", "🙂 löwe.mp4", "x" * 150 + ".mp4", ".mp4", "film"]
)
def test_a_name_of_any_kind_is_only_a_name(ward: Ward, name: str) -> None:
    response = send(ward, file=film(name))

    assert response.status_code == 302
    screencast = Screencast.objects.get()
    assert screencast.original.name == f"screencasts/{screencast.folder.hex}/original"
    assert "/" not in screencast.original_name


# -- what is refused ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("file", "words"),
    [
        (film("empty.mp4", b""), "This file is empty"),
        (film("letter.mp4", b"Dear Ana, here is the recording."), "not a video or a sound file"),
        (film("archive.mp4", b"PK\x03\x04" + b"\0" * 500), "not a video or a sound file"),
        (film("page.mp4", b"<!doctype html><script>alert(1)</script>"), "not a video or a sound file"),
        (film("list.mp4", b"#EXTM3U\nfile:///etc/passwd"), "not a video or a sound file"),
        (None, "Choose the file of your recording"),
    ],
    ids=["empty", "text", "zip", "HTML", "playlist", "none"],
)
def test_what_is_no_recording_is_refused_beside_the_field(ward: Ward, file: Any, words: str) -> None:
    response = send(ward, file=file, description="What I typed")

    assert response.status_code == 200
    assert words in error_beside(response, "file")
    assert "What I typed" in said(response)
    assert not Screencast.objects.exists()
    assert not PendingUpload.objects.exists()


def test_a_file_over_the_limit_is_refused_and_not_stored(ward: Ward, settings: Any) -> None:
    settings.SCREENCAST_MAX_BYTES = 2 * 1024 * 1024

    response = send(ward, file=film(data=MP4 + b"\0" * 3 * 1024 * 1024), description="What I typed")

    assert (
        error_beside(response, "file")
        == "This file is larger than 2 MB. Cut the recording, or save it smaller."
    )
    assert "What I typed" in said(response)
    assert not PendingUpload.objects.exists()


def test_without_room_on_the_disk_the_form_comes_back(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screencasts.receiving.ROOM_LEFT", 10**18)

    response = send(ward, description="What I typed")

    assert "no room for this file now" in error_beside(response, "file")
    assert "What I typed" in said(response)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Write what one learns to do"),
        ("title", "x" * 201, "200 characters"),
        ("chapters", "0:41 Find\n0:10 Hold", "Line 2: 0:10 is not after 0:41"),
        ("chapters", "Find the code", "Line 1: start with a time"),
        ("captions", SimpleUploadedFile("a.vtt", b"not captions"), "not a WebVTT or SRT file"),
        ("captions", SimpleUploadedFile("a.vtt", b""), "This file is empty"),
        ("captions", SimpleUploadedFile("a.vtt", VTT + b"x" * 3 * 1024 * 1024), "larger than 2 MB"),
        ("language", "xx", "Choose from the list"),
    ],
)
def test_what_is_not_in_order_is_named_and_the_file_is_kept(
    ward: Ward, field: str, value: Any, words: str
) -> None:
    response = send(ward, **{field: value, "description": "What I typed"})

    assert words in error_beside(response, field)
    assert "film.mp4</strong> (2.0 KB) was received and is kept for a day" in said(response).replace(
        "\xa0", " "
    )
    assert "What I typed" in said(response)

    kept = str(PendingUpload.objects.get().pk)
    again = send(ward, file=None, kept=kept)

    assert again.status_code == 302
    assert Screencast.objects.get().original_name == "film.mp4"


def test_captions_are_kept_too_when_another_field_is_refused(ward: Ward) -> None:
    response = send(ward, title="", captions=SimpleUploadedFile("a.vtt", VTT))
    assert "<strong>1 caption</strong> was received" in said(response)

    send(
        ward,
        file=None,
        kept=str(PendingUpload.objects.get().pk),
        kept_captions=response.context["form"].data["kept_captions"],
    )

    assert [cue.text for cue in CaptionTrack.objects.get().cues.all()] == ["Hold the trigger"]


def test_another_file_may_be_chosen_instead_of_the_kept_one(ward: Ward) -> None:
    send(ward, title="")

    send(ward, file=film("better.mp4"), kept=str(PendingUpload.objects.get().pk))

    assert Screencast.objects.get().original_name == "better.mp4"


@pytest.mark.parametrize("kept", ["", "no-uuid", "7d0a2f0e-6f5a-4a52-9b8b-0c1d2e3f4a5b", "1' or '1'='1"])
def test_a_kept_file_that_is_not_there_is_asked_for_again(ward: Ward, kept: str) -> None:
    response = send(ward, file=None, kept=kept)

    assert error_beside(response, "file") == "Choose the file of your recording"


def test_nobody_takes_up_the_file_of_another(ward: Ward) -> None:
    send(ward, title="")
    kept = str(PendingUpload.objects.get().pk)
    PendingUpload.objects.update(author=UserFactory())

    response = send(ward, file=None, kept=kept)

    assert "film.mp4" not in said(response)
    assert error_beside(response, "file") == "Choose the file of your recording"


def test_of_files_without_a_form_only_the_last_few_are_kept(
    ward: Ward, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            send(ward, title="", file=film(f"{number}.mp4"))

    assert sorted(PendingUpload.objects.values_list("name", flat=True)) == ["2.mp4", "3.mp4", "4.mp4"]


def test_files_that_nobody_asked_for_are_not_written(ward: Ward) -> None:
    send(ward, extra=film("extra.mp4"), zextra=film("more.mp4"))

    assert Screencast.objects.get().original_name == "film.mp4"
    assert not PendingUpload.objects.exists()


# -- who may ------------------------------------------------------------------------------------------------
def test_one_who_is_no_member_may_not_upload_and_keeps_the_words(ward: Ward) -> None:
    ward.client.force_login(UserFactory())

    response = send(ward, description="What I typed, a long and winding story")

    assert response.status_code == 403
    assert "What I typed" in said(response)
    assert not PendingUpload.objects.exists()


def test_one_who_was_signed_out_meanwhile_keeps_the_words_and_leaves_no_file(ward: Ward) -> None:
    ward.client.logout()

    response = send(ward, description="What I typed, a long and winding story")

    assert response.status_code == 403
    assert "What I typed" in said(response)
    assert not PendingUpload.objects.exists()


def test_a_form_without_its_token_is_refused(ward: Ward) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ward.member)

    response = client.post(ward.url("new/"), {"title": "Pair a scanner", "file": film()})

    assert response.status_code == 403
    assert not PendingUpload.objects.exists()


def test_what_one_may_not_know_of_cannot_be_uploaded_to(ward: Ward) -> None:
    CommunityFactory(slug="hidden", private=True)

    assert ward.client.get("/communities/hidden/screencasts/new/").status_code == 404
    assert ward.client.post("/communities/hidden/screencasts/new/", {"file": film()}).status_code == 404


# -- another file for one that failed -------------------------------------------------------------------------
def test_the_author_sends_another_file_for_one_that_failed(ward: Ward) -> None:
    screencast = ScreencastFactory(community=ward.community, author=ward.member, failed=True)
    url = ward.url(f"{screencast.pk}/replace/")

    refused = ward.client.post(url, {"file": film(data=b"nothing")})
    taken = ward.client.post(url, {"file": film("better.mp4")})

    assert "not a video or a sound file" in said(refused)
    assert taken.status_code == 302
    screencast.refresh_from_db()
    assert (screencast.original_name, screencast.state) == ("better.mp4", "uploaded")
    assert default_storage.exists(screencast.original.name)


def test_a_recording_that_plays_is_not_replaced(ward: Ward) -> None:
    screencast = ScreencastFactory(community=ward.community, author=ward.member)

    response = ward.client.post(ward.url(f"{screencast.pk}/replace/"), {"file": film()}, follow=True)

    assert "not waiting for another file" in said(response)
    screencast.refresh_from_db()
    assert screencast.is_ready
