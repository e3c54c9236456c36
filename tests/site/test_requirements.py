"""What the code imports is what gets installed, in versions that are named exactly."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ["cop_site", "search", "curation", "screencasts", "communities", "people", "core"]
LINE = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)(?: ; .+)?$")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(file: str) -> set[str]:
    return {
        normal(found[1]) for line in (ROOT / file).read_text().splitlines() if (found := LINE.match(line))
    }


def imported() -> set[str]:
    names = set()
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Import):
                    names |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.partition(".")[0])
    return names - set(APPS) - sys.stdlib_module_names


def test_every_requirement_names_one_version() -> None:
    for file in ("requirements.txt", "requirements-dev.txt", "requirements-meaning.txt"):
        lines = [line for line in (ROOT / file).read_text().splitlines() if line and line[0] not in "#-"]
        assert [line for line in lines if not LINE.match(line)] == []


def test_what_the_code_imports_is_installed_where_it_runs() -> None:
    """Or is one of the optional packages, which need not be installed where this runs."""
    providers = packages_distributions()
    optional = required("requirements-meaning.txt") - required("requirements.txt")

    missing = {
        name
        for name in imported() - optional
        if not {normal(provider) for provider in providers[name]} & required("requirements.txt")
    }

    assert missing == set()


def test_what_the_project_was_asked_to_use_is_there() -> None:
    assert {"wagtail", "django", "elasticsearch", "django-allauth", "bleach"} <= required("requirements.txt")
