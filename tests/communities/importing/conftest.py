"""A community to import into, a folder to import from, and the words that the commands say."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from communities.models import CommunityPage, WikiPage
from tests.conftest import Cast
from tests.factories import CommunityFactory, MembershipFactory

Run = Callable[..., str]


@pytest.fixture
def ward(cast: Cast) -> CommunityPage:
    community = CommunityFactory(title="Ward nursing", slug="ward")
    for user in (cast.ana, cast.nia, cast.lee):
        MembershipFactory(user=user, community=community)
    MembershipFactory(user=cast.eli, community=community, expert=True)
    return community


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "handbook"
    place.mkdir()
    return place


@pytest.fixture
def import_folder(ward: CommunityPage, folder: Path) -> Run:
    """Run `import_handbook` over the folder, in which these files are written first; returns what it said."""

    def run(written: dict[str, str | bytes] | None = None, **options: object) -> str:
        for name, content in (written or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return said("import_handbook", str(folder), community=ward.slug, **options)

    return run


@pytest.fixture
def import_dump(ward: CommunityPage, tmp_path: Path) -> Run:
    """Run `import_threads` over a dump of these words; returns what it said."""

    def run(content: str | bytes, **options: object) -> str:
        dump = tmp_path / "dump"
        dump.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return said("import_threads", str(dump), **{"community": ward.slug, **options})

    return run


def said(command: str, *arguments: str, **options: object) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, **{"verbosity": 2, **options})
    return out.getvalue()


def page_of(name: str, *, called: str = "handbook") -> WikiPage:
    """The page that was made of a file."""
    return WikiPage.objects.get(source_name=f"{called}:{name}")


def picture(width: int = 40, height: int = 30, colour: str = "teal") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(data, "PNG")
    return data.getvalue()
