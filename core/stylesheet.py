"""The stylesheet of the site: every file of `css/`, joined when the process starts, sent as one response.

Files stay small, one per component, and need no build step; a browser makes one request. Cascade layers,
declared at the top of `tokens.css`, decide what wins, so the order of the other files does not matter.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control, patch_vary_headers

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT = re.compile(r"\n\s*")
STATIC_FILE = re.compile(r'url\("\.\./([^"]+)"\)')
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Stylesheet:
    """The joined text; `version` changes with every byte of it."""

    text: str
    version: str
    packed: bytes


def current() -> Stylesheet:
    """What to send now. While developing, a changed file is seen at the next page."""
    return _join(_last_change() if settings.DEBUG else 0)


def stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """Sends the stylesheet; only the address of this very version may be kept for good."""
    sheet = current()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(sheet.packed if packed else sheet.text, content_type="text/css; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    if version == sheet.version:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:  # a page from before an update, or a server that is not updated yet
        patch_cache_control(response, public=True, max_age=0)
    return response


def _files() -> list[Path]:
    tokens = Path(str(finders.find("css/tokens.css")))
    folder = tokens.parent
    return [tokens, *sorted(set(folder.glob("*.css")) - {tokens}), *sorted(folder.glob("components/*.css"))]


def _last_change() -> int:
    return max(path.stat().st_mtime_ns for path in _files())


@lru_cache(maxsize=1)
def _join(stamp: int) -> Stylesheet:
    text = "\n".join(path.read_text(encoding="utf-8") for path in _files())
    text = INDENT.sub("\n", COMMENT.sub("", text))
    text = STATIC_FILE.sub(lambda found: f'url("{static(found[1])}")', text)
    data = text.encode()
    return Stylesheet(text, hashlib.sha256(data).hexdigest()[:12], gzip.compress(data, mtime=0))
