"""The QR code of a printed job aid's short link."""

from __future__ import annotations

from functools import lru_cache

import qrcode
from qrcode.image.svg import SvgPathImage


@lru_cache(maxsize=500)
def qr_svg(address: str) -> bytes:
    """An SVG picture of a square code, black on nothing, with the quiet zone that scanners need."""
    code = qrcode.make(address, image_factory=SvgPathImage, error_correction=qrcode.ERROR_CORRECT_M, border=4)
    return code.to_string()
