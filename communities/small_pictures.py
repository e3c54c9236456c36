"""A small copy of a stored picture, for places where it is shown as small as a thumb. Made when first asked for."""

from __future__ import annotations

import threading
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

CONTENT_TYPE = "image/webp"
WIDTH, HEIGHT = 360, 480  # pixels: sharp on a phone at a third of it, and on paper
_one_at_a_time = threading.Lock()


def name_of_small(name: str) -> str:
    """The name in the storage under which the small copy of a stored picture lies, once there is one."""
    return f"{name}.small.webp"


def small_copy(name: str) -> str:
    """Its name in the storage; that of the picture itself when it cannot be made smaller."""
    small = name_of_small(name)
    with _one_at_a_time:
        if default_storage.exists(small):
            return small
        try:
            made = _shrunk(name)
        except (
            OSError,
            ValueError,
            SyntaxError,
            Image.DecompressionBombError,
        ):  # the picture itself is there
            return name
        if (stored := default_storage.save(small, ContentFile(made))) != small:
            default_storage.delete(stored)  # another process was faster
    return small


def _shrunk(name: str) -> bytes:
    with default_storage.open(name) as file, Image.open(file) as image:
        image.draft("RGB", (WIDTH * 2, HEIGHT * 2))
        picture = (ImageOps.exif_transpose(image) or image).convert("RGBA" if _is_clear(image) else "RGB")
    picture.thumbnail((WIDTH, HEIGHT))
    data = BytesIO()
    picture.save(data, format="WEBP", quality=72, method=4)
    return data.getvalue()


def _is_clear(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
