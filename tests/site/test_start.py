"""The first step of `make run`: a Python that is new enough, and packages only when they changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TOOLS = ["sh", "make", "dirname", "cat", "cksum", "rm"]
TOO_OLD = '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\n[ "$1" = --version ]\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "commonplace"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    return folder


def run(checkout: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """`sh scripts/venv.sh requirements.txt` with nothing but `path` to find programs in."""
    for tool in TOOLS:
        (path / tool).symlink_to(str(shutil.which(tool)))
    command = [str(path / "sh"), "scripts/venv.sh", "requirements.txt"]
    return subprocess.run(command, cwd=checkout, env={"PATH": str(path)}, capture_output=True, text=True)


def test_a_python_that_is_too_old_is_named_with_what_to_do(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").write_text(TOO_OLD)
    (tmp_path / "bin" / "python3").chmod(0o755)

    done = run(checkout, tmp_path / "bin")

    assert done.returncode == 1
    assert "needs Python 3.11 or later, and found Python 3.9.2" in done.stderr
    assert "make run PYTHON=" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_machine_without_python_is_told_what_it_needs(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()

    done = run(checkout, tmp_path / "bin")

    assert done.returncode == 1
    assert "found no Python" in done.stderr


def test_nothing_is_installed_while_the_requirements_stay_the_same(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    requirements = (checkout / "requirements.txt").read_bytes()
    sums = subprocess.run(["cksum"], input=requirements * 2, capture_output=True, check=True)
    (checkout / ".venv" / ".installed-requirements").write_bytes(sums.stdout)

    same = run(checkout, tmp_path / "bin")

    assert (same.returncode, same.stdout, same.stderr) == (0, "", "")
