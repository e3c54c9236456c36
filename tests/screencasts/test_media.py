"""The bytes: exact ranges, and nobody gets one who may not see the community."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from screencasts.actions import set_captions
from screencasts.captions import CueLine, parse_captions
from screencasts.models import Screencast
from tests.factories import CommunityFactory, MembershipFactory, ScreencastFactory, UserFactory
from tests.queries import queries
from tests.screencasts.conftest import Ward

BYTES = bytes(range(256)) * 1000


@pytest.fixture
def screencast(ward: Ward) -> Screencast:
    return ScreencastFactory(
        community=ward.community, author=ward.member, title="Löwe / Pair it 🙂", media_bytes=BYTES
    )


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def get(client: Client, screencast: Screencast, **headers: str) -> HttpResponse:
    return client.get(screencast.media_url, headers=headers)


def test_the_whole_file_is_sent_in_small_pieces(ward: Ward, screencast: Screencast) -> None:
    response = get(ward.client, screencast)

    assert response.status_code == 200
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Length"] == str(len(BYTES))
    assert response["Accept-Ranges"] == "bytes"
    pieces = list(response.streaming_content)
    assert b"".join(pieces) == BYTES
    assert max(map(len, pieces)) <= 64 * 1024


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=255990-", 255990, 255999),
        ("bytes=0-", 0, 255999),
        ("bytes=255000-999999999", 255000, 255999),
        ("bytes=-10", 255990, 255999),
        ("bytes=-999999999", 0, 255999),
    ],
)
def test_a_range_is_sent_exactly(
    ward: Ward, screencast: Screencast, asked: str, start: int, end: int
) -> None:
    response = get(ward.client, screencast, range=asked)

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {start}-{end}/{len(BYTES)}"
    assert response["Content-Length"] == str(end - start + 1)
    assert body(response) == BYTES[start : end + 1]


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999-9999999", "bytes=-0"])
def test_a_range_past_the_end_is_refused(ward: Ward, screencast: Screencast, asked: str) -> None:
    response = get(ward.client, screencast, range=asked)

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(BYTES)}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=-", "bytes=9-3", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=" + "9" * 50 + "-", "\u0663"],
)
def test_what_is_no_single_range_gets_the_whole_file(ward: Ward, screencast: Screencast, asked: str) -> None:
    response = get(ward.client, screencast, range=asked)

    assert response.status_code == 200
    assert len(body(response)) == len(BYTES)


def test_if_range_sends_the_whole_file_once_it_is_another_one(ward: Ward, screencast: Screencast) -> None:
    tag = get(ward.client, screencast)["ETag"]

    same = get(ward.client, screencast, range="bytes=0-9", if_range=tag)
    other = get(ward.client, screencast, range="bytes=0-9", if_range='"older.mp4"')
    kept = get(ward.client, screencast, if_none_match=tag)

    assert (same.status_code, other.status_code, kept.status_code) == (206, 200, 304)


def test_head_says_the_size_and_sends_nothing(ward: Ward, screencast: Screencast) -> None:
    response = ward.client.head(screencast.media_url)

    assert response.status_code == 200
    assert response["Content-Length"] == str(len(BYTES))
    assert response["Accept-Ranges"] == "bytes"
    assert body(response) == b""


def test_the_web_server_sends_the_bytes_when_it_can(
    ward: Ward, screencast: Screencast, settings: Any
) -> None:
    settings.MEDIA_ACCEL = True

    response = get(ward.client, screencast, range="bytes=0-9")

    assert response["X-Accel-Redirect"] == f"/protected-media/{screencast.media.name}"
    assert body(response) == b""


def test_a_browser_asks_again_before_each_use(ward: Ward, screencast: Screencast) -> None:
    assert get(ward.client, screencast)["Cache-Control"] == "private, no-cache"


def test_a_saved_file_is_called_as_the_recording(ward: Ward, screencast: Screencast) -> None:
    response = ward.client.get(f"{screencast.media_url}?save")

    assert response["Content-Disposition"] == 'attachment; filename="lowe-pair-it.mp4"'


def test_captions_are_written_from_the_cues(ward: Ward, screencast: Screencast) -> None:
    cues = [CueLine(1, 2, "Hold & wait"), CueLine(3, 4, "Let go", "Ana")]
    track = set_captions(user=ward.member, screencast=screencast, language="en", cues=cues)

    response = ward.client.get(track.get_absolute_url())

    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert parse_captions(response.content) == cues


def test_a_range_costs_few_queries(ward: Ward, screencast: Screencast) -> None:
    with queries(at_most=4):
        get(ward.client, screencast, range="bytes=0-9")


# -- who may not --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("access", ["open", "on_request", "private"])
@pytest.mark.parametrize("who", ["visitor", "stranger", "member"])
def test_only_those_who_may_read_the_community_get_a_byte(
    db: None, client: Client, access: str, who: str
) -> None:
    community = CommunityFactory(slug="ward", access=access)
    member = MembershipFactory(community=community).user
    screencast = ScreencastFactory(community=community, author=member)
    track = set_captions(user=member, screencast=screencast, language="en", cues=[CueLine(1, 2, "secret")])
    if who != "visitor":
        client.force_login(member if who == "member" else UserFactory())
    may_read = who == "member" or (who == "stranger" and access == "open")
    status = reverse("screencasts:status", args=["ward", screencast.pk])

    for url in (
        screencast.media_url,
        screencast.poster_url,
        f"{screencast.poster_url}?small",
        track.get_absolute_url(),
        screencast.get_absolute_url(),
        reverse("screencasts:list", args=["ward"]),
        status,
    ):
        assert client.get(url).status_code == (200 if may_read else 404), url
        assert client.head(url).status_code == (200 if may_read else 404), url
        assert client.get(url, headers={"range": "bytes=0-1"}).status_code in (
            (200, 206) if may_read else (404,)
        )


def test_a_poster_is_also_sent_small(ward: Ward, screencast: Screencast) -> None:
    data = BytesIO()
    Image.effect_noise((1280, 720), 60).convert("RGB").save(data, "JPEG")
    screencast.poster.delete(save=False)
    name = f"{screencast.folder_path}/noise.jpg"
    screencast.poster.name = default_storage.save(name, ContentFile(data.getvalue()))
    screencast.save()

    small = ward.client.get(f"{screencast.poster_url}?small")

    shown = Image.open(BytesIO(body(small)))
    assert (shown.format, shown.size) == ("WEBP", (360, 203))
    assert small["Content-Type"] == "image/webp"


def test_the_address_of_another_community_finds_nothing(ward: Ward, screencast: Screencast) -> None:
    other = CommunityFactory(slug="other")
    MembershipFactory(user=ward.member, community=other)

    for url in (screencast.media_url, screencast.poster_url, screencast.get_absolute_url()):
        assert ward.client.get(url.replace("/ward/", "/other/")).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "original",
        "media.webm",
        "..%2foriginal",
        "%2e%2e/original",
        "poster.jpg%00",
        "MEDIA.MP4",
        "media.mp4.",
        "é",
    ],
)
def test_no_other_file_of_the_folder_is_served(ward: Ward, screencast: Screencast, name: str) -> None:
    assert ward.client.get(ward.url(f"{screencast.pk}/media/{name}")).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_404(ward: Ward, screencast: Screencast) -> None:
    screencast.media.storage.delete(screencast.media.name)

    assert get(ward.client, screencast).status_code == 404


def test_media_are_only_read(ward: Ward, screencast: Screencast) -> None:
    assert ward.client.post(screencast.media_url).status_code == 405
