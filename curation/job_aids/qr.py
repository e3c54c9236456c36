"""The QR code of a printed job aid's short link."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import qrcode

QUIET = 4  # cells around it that scanners need


@lru_cache(maxsize=500)
def qr_svg(address: str) -> bytes:
    """An SVG picture of a square code, black on nothing: one stroke for each run of dark cells."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    rows = code.get_matrix()
    strokes = "".join(
        f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(rows) for x, width in _runs(row)
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path d="{strokes}"/></svg>'
    ).encode()


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark cells begin, and how many stand together."""
    runs, x = [], 0
    for dark, cells in groupby(row):
        width = len(list(cells))
        if dark:
            runs.append((x, width))
        x += width
    return runs
