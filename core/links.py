"""Where a link may lead and a picture come from, and how bare addresses become links."""

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import unquote

from core.identity import is_block_id
from core.text import clean_text

OUTSIDE_REL = "nofollow noopener"

_MAX_URL = 2_000

_WEB = re.compile(r"https?://[^\s/?#@\\\"<>]+(?:[/?#][^\\\s\"<>]*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@<>\"\\:/?#]+@[^\s@<>\"\\:/?#]+(?:\?[^\s<>\"\\#]*)?", re.IGNORECASE)
_PATH = re.compile(r"/(?:[^/\\\s\"<>][^\\\s\"<>]*)?")
_FILE = re.compile(r"/files/(?:[\w.~+,@() -]+/)*[\w.~+,@() -]+", re.ASCII)
_BARE_ADDRESS = re.compile(r"\bhttps?://(?:[^\s<>\"\\|{}^`()]|\([^\s<>\"\\|{}^`()]*\))+", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?'*_~…»›”’"


def link_target(url: str) -> str | None:
    """Return a link that may be stored: http, https, mailto, a path of this site or a block of this page.

    A browser reads `\\` as `/` and skips tabs and line ends, so neither may reach one.
    """
    url = _tidy_url(url)
    if url.startswith("#"):
        return url if is_block_id(url[1:]) else None
    if any(form.fullmatch(url) for form in (_WEB, _MAIL, _PATH)):
        return url
    return None


def image_source(url: str) -> str | None:
    """Return an image address that may be stored: one of our own files, by its plain path."""
    url = _tidy_url(url)
    path = unquote(url, errors="replace").replace("%", "")
    if "//" in path or not _FILE.fullmatch(path) or {".", ".."} & set(path.split("/")):
        return None
    return url


def is_outside(url: str) -> bool:
    return not url.startswith(("/", "#"))


def _tidy_url(url: str) -> str:
    if url != clean_text(url) or len(url) > _MAX_URL:
        return ""
    return url.strip().replace(" ", "%20")


def linked(text: str) -> Iterator[str]:
    """Yield text as HTML, with bare web addresses made links; punctuation after one is not part of it."""
    at = 0
    for match in _BARE_ADDRESS.finditer(text):
        address = match.group().rstrip(_AFTER_ADDRESS)
        if link_target(address) is None:
            continue
        yield escape(text[at : match.start()], quote=False)
        yield f'<a href="{escape(address)}" rel="{OUTSIDE_REL}">{escape(address, quote=False)}</a>'
        at = match.start() + len(address)
    yield escape(text[at:], quote=False)
