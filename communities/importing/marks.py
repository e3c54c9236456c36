"""Template marks in documents (`{% page "x/" %}`): what each becomes, and what is left out."""

from __future__ import annotations

import re
from html import escape
from typing import Protocol

from communities.importing.report import Report

# A mark never reaches into the next one, so that a text of nothing but openings is read in one pass.
_MARK = re.compile(
    r"\{%-?\s*(?P<mark>[\w-]+)(?P<rest>(?:(?!\{%|%\}).)*?)-?%\}"
    r"|\{\{-?(?P<value>\s*\"[^\"\n]{0,200}\"\s*|\s*'[^'\n]{0,200}'\s*|(?:(?!\{\{|\}\}|\{%).)*?)-?\}\}",
    re.DOTALL,
)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_SITE_ROOT = re.compile(r"[\w.]*(?:base_?url|path_?prefix)", re.IGNORECASE)
_WARNING = re.compile(r"warning|error|danger|emergency")
_HIDDEN = {"raw": "endraw", "comment": "endcomment"}
CALLOUT_END = "</aside>\n\n"


class LinkFinder(Protocol):
    """Finds the new address of what a document names; empty when there is none."""

    def page(self, name: str) -> str: ...
    def picture(self, name: str, alt: str) -> str: ...
    def file(self, name: str) -> str: ...


def without_marks(text: str, name: str, find: LinkFinder, report: Report) -> str:
    """`text` with each mark replaced by Markdown or HTML; what means nothing here is reported."""
    out: list[str] = []
    at = callouts = 0
    hidden_until = ""
    for found in _MARK.finditer(text):
        mark = found["mark"] or ""
        if hidden_until and mark != hidden_until:
            continue
        before, at = text[at : found.start()], found.end()
        if hidden_until != _HIDDEN["comment"]:
            out.append(before)
        hidden_until = "" if hidden_until else _HIDDEN.get(mark, "")
        if mark == "alert":
            callouts += 1
            out.append(_callout(found["rest"], _indent(before)))
        elif mark == "endalert" and callouts:
            callouts -= 1
            out.append(f"\n\n{_indent(before)}{CALLOUT_END}{_indent(before)}")
        elif found["value"] is not None:
            out.append(_value(found["value"].strip(), name, report))
        elif not mark.startswith("end") and mark not in _HIDDEN:
            out.append(_replace(mark, _arguments(found["rest"]), found[0], name, find, report))
    if hidden_until or callouts:
        report.problem("A template mark is opened and never closed", name, hidden_until or "endalert")
    return "".join(out) + text[at:] + f"\n\n{CALLOUT_END}" * callouts


def _indent(before: str) -> str:
    """The white space that a mark stands behind on its line: a callout in a list item stays in it."""
    line = before.rpartition("\n")[2]
    return line if not line.strip() else ""


def _arguments(source: str) -> list[str]:
    return [double or single for double, single in _QUOTED.findall(source)]


def _callout(rest: str, indent: str) -> str:
    arguments = _arguments(rest)
    kind = "pitfall" if any(_WARNING.search(argument) for argument in arguments) else "note"
    title = arguments[0] if arguments and not _WARNING.fullmatch(arguments[0]) else ""
    head = f"<p><strong>{escape(title)}</strong></p>\n\n{indent}" if title.strip() else ""
    return f'\n\n{indent}<aside data-callout="{kind}">\n\n{indent}{head}'


def _value(source: str, name: str, report: Report) -> str:
    if source[:1] in {'"', "'"} and source[-1:] == source[:1]:
        return source[1:-1]
    if not _SITE_ROOT.fullmatch(source):
        report.problem("Template value left out", name, source)
    return ""


def _replace(
    mark: str, arguments: list[str], source: str, name: str, find: LinkFinder, report: Report
) -> str:
    if mark in {"page", "link"} and arguments:
        return find.page(arguments[0])
    if mark in {"download", "asset"} and arguments:
        return find.file(arguments[0])
    if mark in {"image", "image_with_class"} and arguments:
        return find.picture(arguments[0], arguments[-1] if len(arguments) > 1 else "")
    if mark == "slack_channel" and arguments:
        channel = arguments[-1] if len(arguments) > 1 else f"#{arguments[0]}"
        return f"<strong>{escape(channel)}</strong>"
    report.problem("Template mark left out", name, source)
    return ""
