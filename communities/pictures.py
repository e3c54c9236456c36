"""Pictures that people send: known by content, decoded within bounds, stripped of all but the picture."""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

MAX_PIXELS = 40_000_000
MAX_PIXELS_OF_ALL_FRAMES = 60_000_000  # two seconds of work, while other pictures wait
MAX_FRAMES = 500

# What Pillow may try, what it is called on the web, and how it is written again.
_KINDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("image/jpeg", "jpg", {"quality": 90, "optimize": True, "progressive": True}),
    "PNG": ("image/png", "png", {}),
    "GIF": ("image/gif", "gif", {}),
    "WEBP": ("image/webp", "webp", {"quality": 88, "method": 4}),
    "AVIF": ("image/avif", "avif", {"quality": 80, "speed": 8}),
}
PICTURE_TYPES = frozenset(content_type for content_type, _, _ in _KINDS.values())
_KEPT_INFO = {"transparency", "duration", "loop", "disposal", "background", "icc_profile"}
# A decoded picture takes up to 160 MB: one at a time in each process.
_one_at_a_time = threading.Lock()


class NotAPicture(ValueError):
    """The file is no picture that may be shown; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture written anew: of the file that was sent only pixels and colour profile are left."""

    data: bytes
    content_type: str
    extension: str
    width: int
    height: int


def read_picture(file: IO[bytes]) -> Picture:
    """Decode and write a picture again, turned as the camera said. Raises NotAPicture.

    Place, camera and every other note in the file are gone then.
    """
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _rewritten(file)
        except NotAPicture:
            raise
        except Image.DecompressionBombError as error:
            raise NotAPicture(_too_large()) from error
        except UnidentifiedImageError as error:
            raise NotAPicture("Choose a JPEG, PNG, GIF, WebP or AVIF picture") from error
        except Exception as error:  # decoders raise all kinds of things on hostile files
            raise NotAPicture("The picture is damaged: it could not be read to its end") from error


def _rewritten(file: IO[bytes]) -> Picture:
    image = Image.open(file, formats=list(_KINDS))
    kind = str(image.format)
    frames = getattr(image, "n_frames", 1)
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        raise NotAPicture(_too_large())
    if frames > MAX_FRAMES or frames * pixels > MAX_PIXELS_OF_ALL_FRAMES:
        raise NotAPicture("The animation is too long. Upload it as a screencast.")
    content_type, extension, options = _KINDS[kind]
    if frames > 1 and kind != "JPEG":
        pictures = [_bare(frame.copy()) for frame in ImageSequence.Iterator(image)]
        options = options | {"save_all": True, "append_images": pictures[1:]} | _timing(image)
    else:
        pictures = [_bare(ImageOps.exif_transpose(image) or image)]
    first = pictures[0]
    if kind == "JPEG" and first.mode not in {"RGB", "L", "CMYK"}:
        first = first.convert("RGB")
    data = BytesIO()
    first.save(data, format=kind, **options)
    return Picture(data.getvalue(), content_type, extension, first.width, first.height)


def _bare(image: Image.Image) -> Image.Image:
    """The picture without what stood beside it in the file."""
    image.load()
    image.info = {name: value for name, value in image.info.items() if name in _KEPT_INFO}
    if hasattr(image, "_exif"):
        image._exif = None
    return image


def _timing(image: Image.Image) -> dict[str, Any]:
    """How long each frame is shown, as the file said."""
    durations = [frame.info.get("duration", 100) for frame in ImageSequence.Iterator(image)]
    return {"duration": durations, "loop": image.info.get("loop", 0)}


def _too_large() -> str:
    return (
        f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels. Make it smaller, then send it."
    )
