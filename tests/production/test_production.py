"""The site as a server runs it: production settings, collected files, the container's start, the proxy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.database import ProcessDatabase
from tests.production.installation import HOST, SECRET_KEY, Installation, get

FROM_PROXY = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "192.0.2.7"}


@pytest.fixture(scope="module")
def database_url(django_db_setup: ProcessDatabase, django_db_blocker: DjangoDbBlocker) -> str:
    """A migrated database of the kind under test."""
    with django_db_blocker.unblock():
        name = django_db_setup.copy("production")
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return re.sub(r"/[^/]*$", f"/{name}", os.environ["DATABASE_URL"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="module")
def environment(folder: Path, database_url: str) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "cop_site.settings.production",
        "COMMONPLACE_DATA": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": SECRET_KEY,
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "EMAIL_URL": f"filemail://{folder / 'mail'}",
        "MAIL_FROM": f"commonplace@{HOST}",
        "DATABASE_URL": database_url,
        "REDIS_URL": os.environ.get("REDIS_URL", ""),
        "PROXY_COUNT": "1",
        "MEDIA_ACCEL": "true",
    }


@pytest.fixture(scope="module")
def installation(folder: Path, environment: dict[str, str]) -> Installation:
    made = Installation(folder, environment)
    made.manage("prepare")
    made.manage("collectstatic", "--noinput", "--verbosity", "0")
    return made


@pytest.fixture(scope="module")
def web(installation: Installation) -> Iterator[int]:
    with installation.web() as port:
        yield port


def test_the_server_is_alive_and_ready_whatever_name_it_is_called_by(web: int) -> None:
    assert get(web, "/healthz", Host="10.0.0.7").body == "ok\n"

    ready = get(web, "/readyz", Host="10.0.0.7")

    assert ready.status == 200
    assert '"migrations": "ok"' in ready.body


def test_a_page_is_served_behind_the_proxy_and_only_over_tls(web: int) -> None:
    plain = get(web, "/accounts/login/")
    page = get(web, "/accounts/login/", **FROM_PROXY)

    assert (plain.status, plain.headers["Location"]) == (301, f"https://{HOST}/accounts/login/")
    assert page.status == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookies = page.headers.get_all("Set-Cookie") or []
    assert any(cookie.startswith("__Host-csrf=") for cookie in cookies)
    assert all("; Secure" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_a_host_that_is_not_ours_is_refused(web: int) -> None:
    assert get(web, "/accounts/login/", Host="evil.example", X_Forwarded_Proto="https").status == 400


def test_every_static_file_of_a_page_is_there_under_a_name_that_never_changes_meaning(web: int) -> None:
    page = get(web, "/accounts/login/", **FROM_PROXY).body

    files = re.findall(r'(?:href|src)="(/(?:static|looks)/[^"#?]+)"', page)

    assert files
    for file in files:
        answer = get(web, file, **FROM_PROXY)
        assert answer.status == 200, file
        assert "immutable" in answer.headers["Cache-Control"], file


@pytest.mark.proxy
def test_the_proxy_serves_pages_and_static_files_and_shows_no_media(
    installation: Installation, web: int
) -> None:
    (installation.folder / "media").mkdir(exist_ok=True)
    (installation.folder / "media" / "secret.txt").write_text("of a private community")

    with installation.proxy(web) as tls:
        page = get(tls, "/accounts/login/", tls=True, X_Forwarded_Host="evil.example")
        static = re.search(r'"(/static/[^"]+\.js)"', page.body)
        assert static
        script = get(tls, static[1], tls=True, Accept_Encoding="gzip")

        assert page.status == 200
        assert "evil.example" not in page.body
        assert script.status == 200
        assert script.headers["Cache-Control"].endswith("immutable")
        assert script.headers["Content-Encoding"] == "gzip"
        for path in ("/media/secret.txt", "/protected-media/secret.txt", "/static/../media/secret.txt"):
            assert get(tls, path, tls=True).status == 404, path


UPLOADED = """
from django.core.files.base import ContentFile
from communities.models import Attachment
from tests.factories import CommunityFactory
for traits in ({"public": True}, {"private": True}):
    file = ContentFile(b"how we pair a scanner", name="scanner.txt")
    print(Attachment.objects.create(
        community=CommunityFactory(**traits), file=file, name="scanner.txt", content_type="text/plain", size=21
    ).get_absolute_url())
"""


@pytest.mark.proxy
def test_the_proxy_sends_a_file_to_whoever_may_read_it_and_to_nobody_else(
    installation: Installation, web: int
) -> None:
    public, private = installation.manage("shell", "--no-imports", "--command", UPLOADED).split()

    with installation.proxy(web) as tls:
        file = get(tls, public, tls=True)
        part = get(tls, public, tls=True, Range="bytes=7-9")
        hidden = get(tls, private, tls=True)

    assert (file.status, file.body) == (200, "how we pair a scanner")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert (part.status, part.body) == (206, "pai")
    assert hidden.status == 404


def test_the_demo_and_its_known_passwords_stay_out_of_production(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "load_demo"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "The demo is for your own machine" in done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL"])
def test_production_does_not_start_without_what_it_cannot_guess(
    environment: dict[str, str], missing: str
) -> None:
    incomplete = {name: value for name, value in environment.items() if name != missing}

    done = subprocess.run(
        [sys.executable, "-c", "import cop_site.settings.production"],
        cwd=settings.BASE_DIR,
        env=incomplete,
        capture_output=True,
        text=True,
    )

    assert done.returncode != 0
    assert f"Set {missing} in the environment" in done.stderr
