"""Taking files into a community."""

from __future__ import annotations

import hashlib
import re
import zipfile
from io import BytesIO
from pathlib import PurePath
from typing import IO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.coreutils import string_to_ascii

from communities.models import Attachment, CommunityPage
from communities.permissions import Verb
from communities.pictures import NotAPicture, read_picture
from core.policy import require
from people.models import User

MAX_PICTURE_BYTES = 10 * 1024 * 1024
MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_NAME = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")

# Files that an import brings along, by ending, and as what they are downloaded; they never open in place.
FILE_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
}


class FileRefused(ValueError):
    """The file may not come in; the message is for the person who sent it."""


def store_attachment(
    *, community: CommunityPage, user: User | None, file: IO[bytes], name: str, pictures_only: bool = False
) -> Attachment:
    """Keep a picture, written anew, or a file of an allowed type; one that is there already is given back.

    Without a user (an import) nobody's permission is asked. Raises PermissionDenied and FileRefused.
    """
    if user is not None:
        require(user, Verb.ADD, community)
    data = file.read(MAX_FILE_BYTES + 1)
    if not data:
        raise FileRefused("The file is empty")
    extension = PurePath(name).suffix.lower().lstrip(".")
    if not pictures_only and extension in FILE_TYPES:
        attachment = _file(data, extension)
    else:
        attachment, data = _picture(data)
    attachment.sha256 = hashlib.sha256(data).hexdigest()
    same = Attachment.objects.filter(community=community, sha256=attachment.sha256).first()
    if same is not None:
        return same
    attachment.id = uuid4()
    attachment.community, attachment.uploader = community, user
    attachment.size = len(data)
    attachment.name = _safe_name(name, attachment.name)
    attachment.file.save(attachment.name, ContentFile(data), save=False)
    try:
        with transaction.atomic():
            attachment.save(force_insert=True)
    except BaseException:
        attachment.file.delete(save=False)
        raise
    return attachment


def _picture(data: bytes) -> tuple[Attachment, bytes]:
    if len(data) > MAX_PICTURE_BYTES:
        raise FileRefused(
            f"The picture is larger than {MAX_PICTURE_BYTES // 2**20} MB. Make it smaller, then send it."
        )
    try:
        picture = read_picture(BytesIO(data))
    except NotAPicture as error:
        raise FileRefused(str(error)) from error
    row = Attachment(
        name=picture.extension, content_type=picture.content_type, width=picture.width, height=picture.height
    )
    return row, picture.data


def _file(data: bytes, extension: str) -> Attachment:
    if len(data) > MAX_FILE_BYTES:
        raise FileRefused(f"The file is larger than {MAX_FILE_BYTES // 2**20} MB")
    if not _is_what_it_says(data, extension):
        raise FileRefused(f"The file is called .{extension}, but is something else")
    return Attachment(name=extension, content_type=FILE_TYPES[extension])


def _is_what_it_says(data: bytes, extension: str) -> bool:
    if extension == "pdf":
        return b"%PDF-" in data[:1024]
    if extension in {"csv", "txt"}:
        return b"\0" not in data
    return zipfile.is_zipfile(BytesIO(data))


def _safe_name(name: str, extension: str) -> str:
    """The person's file name as an address can carry it, with the ending that the content has."""
    stem = PurePath(name.replace("\\", "/")).name.rpartition(".")[0] or name
    stem = _UNSAFE.sub("-", string_to_ascii(stem)).strip("-._")[:MAX_NAME]
    return f"{stem or 'file'}.{extension}"
