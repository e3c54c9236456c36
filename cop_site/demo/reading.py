"""Reading the demo's own files: Markdown with front matter; a thread's replies begin with a line of ===."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.dateformat import format as date_in_words

from core.markdown import markdown_to_html

CONTENT = Path(__file__).resolve().parent / "content"
_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_REPLY = re.compile(r"^=== (\w+), after ([\dhmd]+)(?:, thanks ([\w ]+))?$", re.MULTILINE)
_AMOUNT = re.compile(r"(\d+)([dhm])")
_DAY = re.compile(r"\{\{ (\d+) days ago \}\}")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True)
class ReadPage:
    """A wiki page: `path` is its place below the wiki, "medication-round/scanning-at-the-bedside"."""

    path: str
    matter: dict[str, Any]
    body: str


@dataclass(frozen=True)
class ReadPost:
    author: str
    after: timedelta  # since the opening post
    thanks: tuple[str, ...]
    body: str


@dataclass(frozen=True)
class ReadThread:
    name: str
    matter: dict[str, Any]
    posts: tuple[ReadPost, ...]


def pages(community: str) -> list[ReadPage]:
    """The wiki pages of a community, those above first."""
    folder = CONTENT / community / "wiki"
    files = sorted(folder.rglob("*.md"), key=lambda file: (len(file.relative_to(folder).parts), str(file)))
    return [_page(folder, file) for file in files]


def threads(community: str) -> list[ReadThread]:
    return [_thread(file) for file in sorted((CONTENT / community / "threads").glob("*.md"))]


def _page(folder: Path, file: Path) -> ReadPage:
    matter, text = _split(file)
    return ReadPage(file.relative_to(folder).with_suffix("").as_posix(), matter, markdown_to_html(text))


def _thread(file: Path) -> ReadThread:
    matter, text = _split(file)
    opening, *rest = _REPLY.split(text)
    posts = [
        ReadPost(matter["author"], timedelta(), tuple(matter.get("thanks", ())), markdown_to_html(opening))
    ]
    for author, after, thanks, body in zip(rest[0::4], rest[1::4], rest[2::4], rest[3::4], strict=True):
        posts.append(ReadPost(author, _time(after), tuple((thanks or "").split()), markdown_to_html(body)))
    return ReadThread(file.stem, matter, tuple(posts))


def _split(file: Path) -> tuple[dict[str, Any], str]:
    text = _DAY.sub(_day, file.read_text(encoding="utf-8"))
    found = _MATTER.match(text)
    if found is None:
        raise ValueError(f"{file} has no front matter")
    return yaml.safe_load(found.group(1)), text[found.end() :]


def _day(found: re.Match[str]) -> str:
    """A date in the text, which is as old as the story is: `{{ 34 days ago }}` becomes "2 November 2026"."""
    return date_in_words(timezone.localdate() - timedelta(days=int(found.group(1))), "j F Y")


def _time(words: str) -> timedelta:
    """`2h10m` as a time."""
    return timedelta(**{_UNITS[unit]: int(number) for number, unit in _AMOUNT.findall(words)})
