"""The documentation names tests that exist and links that lead somewhere."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
NAMED_TEST = re.compile(r"\b(tests/[\w/]+\.py)(?:::(\w+))?")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def page_id(page: Path) -> str:
    return str(page.relative_to(ROOT))


@cache
def functions_of(file: Path) -> frozenset[str]:
    return frozenset(
        node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)
    )


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_test_that_a_page_names_exists(page: Path) -> None:
    missing = [
        f"{file}::{name}" if name else file
        for file, name in NAMED_TEST.findall(page.read_text())
        if not (ROOT / file).exists() or (name and name not in functions_of(ROOT / file))
    ]

    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(page.read_text()):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors_of(target)):
            broken.append(link)

    assert not broken


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/features/*.md")), ids=page_id)
def test_every_feature_page_ends_with_promises_and_their_tests(page: Path) -> None:
    text = page.read_text()
    rows = re.findall(r"^\| .+ \|$", text[text.rindex("| promise") :], re.MULTILINE)[1:]

    assert rows
    assert [row for row in rows if not NAMED_TEST.search(row)] == []


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [page.name[:4] for page in ROOT.glob("docs/decisions/*.md")]

    assert len(numbers) == len(set(numbers))
    assert all(number.isdecimal() for number in numbers)
