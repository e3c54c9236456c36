"""Where text becomes HTML without being escaped is a short list that somebody has read."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ["cop_site", "search", "curation", "screencasts", "communities", "people", "core"]
# Each escapes, or takes what core.sanitize cleaned.
MAY_MARK_SAFE = {"search/templatetags/found_words.py"}
# Bodies are stored clean; comparisons and conflicts of two of them are made by core.compare and core.merge.
MAY_BE_SAFE = re.compile(r"(^|\.)(body|html|compared|comparison|conflict\.mine|conflict\.theirs|note\.text)$")


def test_html_is_marked_safe_in_few_places_only() -> None:
    found = {
        str(file.relative_to(ROOT))
        for app in APPS
        for file in (ROOT / app).rglob("*.py")
        if "node_modules" not in file.parts and re.search(r"\bmark_safe\(", file.read_text())
    }

    assert {file for file in found if not file.startswith("core/")} == MAY_MARK_SAFE


def test_templates_trust_only_what_was_cleaned_when_it_was_saved() -> None:
    trusted = {
        (str(file.relative_to(ROOT)), name)
        for file in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"\{\{\s*([\w.]+)\|safe", file.read_text())
    }

    assert {use for use in trusted if not MAY_BE_SAFE.search(use[1])} == set()


def test_no_template_switches_escaping_off() -> None:
    assert [
        file for file in (ROOT / "templates").rglob("*.html") if "autoescape off" in file.read_text()
    ] == []
