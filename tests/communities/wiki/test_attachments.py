"""Pictures come in clean, whatever was sent, and go out only to those who may read."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from communities.actions.attachments import FileRefused, store_attachment
from communities.models import Attachment, CommunityPage, WikiPage
from core.sanitize import clean_body
from tests.conftest import Cast

AsPerson = Callable[..., Client]
UPLOAD = "/communities/ward/files/"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    data = BytesIO()
    Image.new("RGB", size, "navy").save(data, kind, **options)
    return data.getvalue()


def sent(client: Client, data: bytes, name: str = "scanner.png") -> Any:
    return client.post(
        UPLOAD, {"file": SimpleUploadedFile(name, data)}, headers={"accept": "application/json"}
    )


def received(client: Client, url: str) -> bytes:
    return b"".join(client.get(url).streaming_content)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_a_member_sends_a_picture_and_sees_it(
    cast: Cast, ward: CommunityPage, as_person: AsPerson, kind: str
) -> None:
    ana = as_person(cast.ana)

    answer = sent(ana, picture(kind), "Scanner, 4B (Ärzte).weird")

    assert answer.status_code == 201
    made = answer.json()
    assert (made["width"], made["height"]) == (40, 20)
    shown = ana.get(made["url"])
    assert shown["Content-Type"] == f"image/{kind.lower()}"
    assert shown["Content-Disposition"].startswith("inline")
    assert Image.open(BytesIO(b"".join(shown.streaming_content))).format == kind
    assert made["url"] in clean_body(f'<p><img src="{made["url"]}" alt="x"></p>')


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB"), ("GIF", "P")])
def test_where_a_picture_is_shown_small_a_small_copy_of_it_is_sent(
    cast: Cast, ward: CommunityPage, as_person: AsPerson, kind: str, mode: str
) -> None:
    ana = as_person(cast.ana)
    data = BytesIO()
    Image.effect_noise((1600, 900), 60).convert(mode).save(data, kind)
    url = sent(ana, data.getvalue()).json()["url"]

    first, again = ana.get(f"{url}?small"), ana.get(f"{url}?small")

    bytes_of = b"".join(first.streaming_content)
    shown = Image.open(BytesIO(bytes_of))
    assert (shown.format, shown.width) == ("WEBP", 360)
    assert first["Content-Type"] == "image/webp"
    assert int(first["Content-Length"]) == len(bytes_of) < len(received(ana, url)) / 10
    assert b"".join(again.streaming_content) == bytes_of
    assert first["ETag"] != ana.get(url)["ETag"]


def test_a_photo_loses_place_and_camera_and_stands_upright(
    cast: Cast, ward: CommunityPage, as_person: AsPerson
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by the camera
    exif[0x010F] = "Secret camera"
    exif.get_ifd(0x8825)[1] = "N"
    ana = as_person(cast.ana)

    answer = sent(ana, picture("JPEG", exif=exif, comment=b"Secret comment"), "photo.jpg")

    assert (answer.json()["width"], answer.json()["height"]) == (20, 40)
    data = received(ana, answer.json()["url"])
    assert b"Secret" not in data
    assert not Image.open(BytesIO(data)).getexif()


def test_an_animation_stays_one(cast: Cast, ward: CommunityPage, as_person: AsPerson) -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("navy", "red", "white")]
    data = BytesIO()
    frames[0].save(data, "GIF", save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    ana = as_person(cast.ana)

    answer = sent(ana, data.getvalue(), "steps.gif")

    shown = Image.open(BytesIO(received(ana, answer.json()["url"])))
    assert shown.n_frames == 3


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.png", b"", "The file is empty"),
        ("x.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "Choose a JPEG, PNG, GIF"),
        ("x.png", b"<script>alert(1)</script>", "Choose a JPEG, PNG, GIF"),
        ("x.pdf", b"%PDF-1.7 not a picture", "Choose a JPEG, PNG, GIF"),
        ("x.bmp", picture("BMP"), "Choose a JPEG, PNG, GIF"),
        ("x.tiff", picture("TIFF"), "Choose a JPEG, PNG, GIF"),
        ("x.png", picture()[:60], "damaged"),
        ("x.jpg", picture("JPEG", (300, 300))[:500], "damaged"),
        ("x.png", picture(size=(8_000, 6_000)), "more than 40 million pixels"),
        ("x.png", picture() + b"x" * 10 * 2**20, "larger than 10 MB"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(
    cast: Cast, ward: CommunityPage, as_person: AsPerson, name: str, data: bytes, message: str
) -> None:
    answer = sent(as_person(cast.ana), data, name)

    assert 400 <= answer.status_code < 500
    assert message in answer.json()["error"]
    assert not Attachment.objects.exists()


def test_an_animation_that_would_keep_others_waiting_is_refused(
    cast: Cast, ward: CommunityPage, as_person: AsPerson
) -> None:
    frames = [Image.new("P", (600, 600), shade) for shade in range(180)]
    data = BytesIO()
    frames[0].save(data, "GIF", save_all=True, append_images=frames[1:])

    answer = sent(as_person(cast.ana), data.getvalue(), "long.gif")

    assert answer.status_code == 422
    assert answer.json()["error"] == "The animation is too long. Upload it as a screencast."


def test_without_a_file_or_membership_nothing_comes_in(
    cast: Cast, ward: CommunityPage, as_person: AsPerson
) -> None:
    assert as_person(cast.ana).post(UPLOAD).status_code == 400
    assert "Only members" in sent(as_person(cast.stranger), picture()).json()["error"]
    assert "signed out" in sent(Client(), picture()).json()["error"]
    assert sent(as_person(cast.ana), picture()).status_code == 201


def test_too_many_pictures_within_an_hour_are_refused(
    cast: Cast, ward: CommunityPage, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communities.views.attachments.UPLOADS_AN_HOUR", 1)
    cache.clear()
    ana = as_person(cast.ana)
    assert sent(ana, picture()).status_code == 201

    answer = sent(ana, picture("GIF"))

    assert answer.status_code == 429
    assert "within an hour" in answer.json()["error"]


def test_a_file_is_hidden_from_those_who_may_not_read(
    cast: Cast, secret: WikiPage, ward: CommunityPage, as_person: AsPerson
) -> None:
    file = store_attachment(
        community=secret.community, user=cast.nia, file=BytesIO(picture()), name="plan.png"
    )
    address = file.get_absolute_url()

    assert as_person(cast.nia).get(address).status_code == 200
    for person in (cast.ana, cast.cora, cast.stranger):
        assert as_person(person).get(address).status_code == 404
        assert as_person(person).get(f"{address}?small").status_code == 404
    assert Client().get(address).status_code == 404


def test_a_file_runs_nothing_and_is_kept_only_by_the_reader(
    cast: Cast, ward: CommunityPage, as_person: AsPerson
) -> None:
    ana = as_person(cast.ana)
    pdf = store_attachment(
        community=ward, user=None, file=BytesIO(b"%PDF-1.7\n<script>"), name="../../Round plan.PDF"
    )

    answer = ana.get(pdf.get_absolute_url())

    assert pdf.name == "Round-plan.pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Round-plan.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    same = ana.get(pdf.get_absolute_url(), headers={"if-none-match": answer["ETag"]})
    assert same.status_code == 304


def test_the_web_server_sends_the_bytes_where_it_can(
    cast: Cast, ward: CommunityPage, as_person: AsPerson, settings: Settings
) -> None:
    settings.MEDIA_ACCEL = True
    ana = as_person(cast.ana)
    url = sent(ana, picture()).json()["url"]

    answer = ana.get(url)

    name = Attachment.objects.get().file.name
    assert answer["X-Accel-Redirect"] == f"/protected-media/{name}"
    assert not answer.content
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.pdf", b"<html>"),
        ("x.docx", b"not a zip"),
        ("x.txt", b"a\0b"),
        ("x.exe", b"MZ"),
        ("x.html", b"<p>"),
    ],
)
def test_an_import_brings_only_files_that_are_what_they_say(
    ward: CommunityPage, name: str, data: bytes
) -> None:
    with pytest.raises(FileRefused):
        store_attachment(community=ward, user=None, file=BytesIO(data), name=name)
    assert not Attachment.objects.exists()


def test_the_same_file_twice_is_one(
    ward: CommunityPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = store_attachment(community=ward, user=None, file=BytesIO(picture()), name="a.png")

    with django_assert_num_queries(1):
        second = store_attachment(community=ward, user=None, file=BytesIO(picture()), name="b.png")

    assert first == second
