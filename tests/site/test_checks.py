"""Settings that make no sense are refused, and sound ones pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from pytest_django.fixtures import Settings

from cop_site import checks

Check = Callable[..., Sequence[CheckMessage]]

SOUND: dict[str, Any] = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["commonplace.example"],
    "WAGTAILADMIN_BASE_URL": "https://commonplace.example",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "Commonplace <commonplace@commonplace.example>",
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "FFMPEG": "",
}
REFUSED: list[tuple[Check, dict[str, Any], str]] = [
    (checks.debug_is_for_this_machine, {"DEBUG": True}, "commonplace.E001"),
    (checks.schedule_names_tasks, {"SCHEDULE": {"cop_site.tasks.nothing": 60}}, "commonplace.E003"),
    (checks.schedule_names_tasks, {"SCHEDULE": {"cop_site.tasks.timedelta": 60}}, "commonplace.E003"),
    (checks.search_backend_can_be_loaded, {"SEARCH_BACKEND": "search.nowhere.Nothing"}, "commonplace.E004"),
    (checks.searches_tell_of_nobody, {"SEARCH_GAP_PEOPLE": 1}, "commonplace.E030"),
    (checks.searches_tell_of_nobody, {"SEARCH_NAMES_KEPT_DAYS": 0}, "commonplace.E031"),
    (checks.ffmpeg_is_a_program, {"FFMPEG": "/nowhere/ffmpeg"}, "commonplace.E006"),
    (
        checks.production_knows_its_address,
        {"ALLOWED_HOSTS": ["*", "commonplace.example"]},
        "commonplace.E007",
    ),
    (checks.production_knows_its_address, {"WAGTAILADMIN_BASE_URL": ""}, "commonplace.E008"),
    (
        checks.production_knows_its_address,
        {"WAGTAILADMIN_BASE_URL": "http://commonplace.example"},
        "commonplace.E008",
    ),
    (
        checks.production_knows_its_address,
        {"WAGTAILADMIN_BASE_URL": "https://other.example"},
        "commonplace.E009",
    ),
    (checks.production_can_send_mail, {"EMAIL_HOST": ""}, "commonplace.E010"),
    (checks.production_can_send_mail, {"DEFAULT_FROM_EMAIL": "commonplace@localhost"}, "commonplace.E011"),
    (checks.production_sees_who_asks, {"ALLAUTH_TRUSTED_PROXY_COUNT": 0}, "commonplace.W002"),
]


@pytest.fixture
def sound(settings: Settings) -> Settings:
    for name, value in SOUND.items():
        setattr(settings, name, value)
    return settings


@pytest.mark.parametrize(
    ("check", "change", "problem"),
    REFUSED,
    ids=[f"{case[2]}-{number}" for number, case in enumerate(REFUSED)],
)
def test_nonsense_is_refused_and_what_makes_sense_is_not(
    sound: Settings, check: Check, change: dict[str, Any], problem: str
) -> None:
    assert check(None) == []

    for name, value in change.items():
        setattr(sound, name, value)

    assert problem in [message.id for message in check(None)]


def test_a_data_folder_that_is_not_there_is_refused(sound: Settings, tmp_path: Path) -> None:
    assert checks.data_folder_can_be_written(None) == []

    sound.ENV = type("Env", (), {"data": tmp_path / "missing"})

    assert [message.id for message in checks.data_folder_can_be_written(None)] == ["commonplace.E002"]


def test_sqlite_in_production_is_allowed_with_a_warning(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    assert checks.production_outgrows_one_file(None) == []

    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")

    assert [(message.id, message.is_serious()) for message in checks.production_outgrows_one_file(None)] == [
        ("commonplace.W001", False)
    ]


def test_a_host_below_an_allowed_domain_is_known(sound: Settings) -> None:
    sound.ALLOWED_HOSTS = [".example"]

    assert checks.production_knows_its_address(None) == []
