"""`manage.py doctor` tells whoever runs the site which part does not answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from cop_site.schedule import enqueue_due_tasks
from screencasts.transcoding import ffmpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _look_for_ffmpeg_anew() -> Iterator[None]:
    yield
    ffmpeg.executable.cache_clear()


def doctor(*parts: str) -> tuple[int, dict[str, str]]:
    """Its exit code, and its line on each part."""
    said, code = StringIO(), 0
    try:
        call_command("doctor", *parts, stdout=said, no_color=True)
    except SystemExit as end:
        code = int(end.code or 0)
    lines = [line.split(maxsplit=2) for line in said.getvalue().splitlines()]
    return code, {name: f"{word} {found}" for word, name, found in lines}


def test_every_part_of_a_sound_installation_answers(run_tasks: Callable[..., int]) -> None:
    enqueue_due_tasks()
    run_tasks()

    code, answers = doctor()

    assert {name: answer.split()[0] for name, answer in answers.items()} == dict.fromkeys(
        ["database", "migrations", "worker", "cache", "search", "storage", "transcoding", "mail"], "ok"
    )
    assert code == 0


def test_a_worker_that_never_ran_is_named_with_what_to_do() -> None:
    code, answers = doctor("worker")

    assert code == 1
    assert list(answers) == ["worker"]
    assert answers["worker"].startswith("FAILED")
    assert "manage.py db_worker" in answers["worker"]


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("transcoding", {"FFMPEG": "/nowhere/ffmpeg"}),
        ("search", {"SEARCH_BACKEND": "search.nowhere.Nothing"}),
        (
            "mail",
            {
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": 9,
            },
        ),
    ],
)
def test_a_part_that_does_not_answer_fails_and_the_others_are_still_asked(
    settings: Settings, part: str, change: dict[str, object]
) -> None:
    assert doctor(part)[1][part].startswith("ok")
    for name, value in change.items():
        setattr(settings, name, value)
    ffmpeg.executable.cache_clear()

    code, answers = doctor(part, "database")

    assert code == 1
    assert answers[part].startswith("FAILED")
    assert answers["database"].startswith("ok")


def test_storage_that_cannot_be_written_fails(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path / "media"

    code, answers = doctor("storage")

    assert code == 1
    assert answers["storage"].startswith("FAILED")
