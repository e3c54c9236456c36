"""Template marks in documents (`{% page "x/" %}`): what each becomes, and what is left out."""

from __future__ import annotations

import re
from typing import Protocol

from communities.importing.report import Report

_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_ALERT = re.compile(r"\{%-?\s*alert\b(.*?)-?%\}(.*?)\{%-?\s*endalert\s*-?%\}", re.DOTALL)
_MARK = re.compile(r"\{%-?\s*([\w-]+)(.*?)-?%\}", re.DOTALL)
_VALUE = re.compile(r"\{\{-?(.*?)-?\}\}", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_KEPT = "\ue000{}\ue001"  # where a raw part stood, until the rest is done
_KEPT_AGAIN = re.compile("\ue000(\\d+)\ue001")
_WARNING = re.compile(r"warning|error|danger|emergency")


class LinkFinder(Protocol):
    """Finds the new address of what a document names."""

    def page(self, name: str) -> str: ...
    def file(self, name: str) -> str: ...


def without_marks(text: str, name: str, find: LinkFinder, report: Report) -> str:
    """`text` with each mark replaced by Markdown or HTML; what means nothing here is reported."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group(1))
        return _KEPT.format(len(kept) - 1)

    def mark(found: re.Match[str]) -> str:
        return _replace(found.group(1), _arguments(found.group(2)), found.group(0), name, find, report)

    def value(found: re.Match[str]) -> str:
        report.problem("Template value left out", name, found.group(0))
        return ""

    text = _RAW.sub(keep, text)
    text = _COMMENT.sub("", text)
    text = _ALERT.sub(_callout, text)
    text = _MARK.sub(mark, text)
    text = _VALUE.sub(value, text)
    return _KEPT_AGAIN.sub(lambda found: kept[int(found.group(1))], text)


def _arguments(source: str) -> list[str]:
    return [double or single for double, single in _QUOTED.findall(source)]


def _callout(found: re.Match[str]) -> str:
    arguments = _arguments(found.group(1))
    kind = "pitfall" if any(_WARNING.search(argument) for argument in arguments) else "note"
    title = arguments[0] if arguments and " " in arguments[0] else ""
    head = f"**{title}**\n\n" if title else ""
    return f'\n\n<aside data-callout="{kind}">\n\n{head}{found.group(2).strip()}\n\n</aside>\n\n'


def _replace(
    mark: str, arguments: list[str], source: str, name: str, find: LinkFinder, report: Report
) -> str:
    if mark in {"page", "link"} and arguments:
        return find.page(arguments[0])
    if mark in {"download", "asset"} and arguments:
        return find.file(arguments[0])
    if mark in {"image", "image_with_class"} and arguments:
        alt = arguments[-1] if len(arguments) > 1 else ""
        return f'<img src="{find.file(arguments[0])}" alt="{alt}">'.replace("\n", " ")
    if mark == "slack_channel" and arguments:
        return f"**{arguments[-1] if len(arguments) > 1 else '#' + arguments[0]}**"
    report.problem("Template mark left out", name, source)
    return ""
