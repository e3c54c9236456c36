"""What some tests need beyond Python, how to see whether it is here, and how to get it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from tests import chromium


@dataclass(frozen=True)
class Need:
    """One requirement; `mark` is the pytest mark of the tests that have it."""

    mark: str
    name: str
    is_met: Callable[[], bool]
    remedy: str
    always_in_ci: bool = False


NEEDS = (
    Need(
        "browser",
        "Chromium",
        lambda: chromium.executable() is not None,
        "apt-get install chromium, or set CHROMIUM to where it is",
        always_in_ci=True,
    ),
    Need(
        "proxy",
        "nginx",
        lambda: shutil.which("nginx") is not None,
        "apt-get install nginx",
        always_in_ci=True,
    ),
    Need(
        "postgres",
        "PostgreSQL as the database",
        lambda: connection.vendor == "postgresql",
        "apt-get install postgresql redis-server, then make test-postgres",
    ),
    Need(
        "redis",
        "Redis as the cache",
        lambda: settings.CACHES["default"]["BACKEND"].endswith("RedisCache"),
        "apt-get install postgresql redis-server, then make test-postgres",
    ),
    Need(
        "elasticsearch",
        "Elasticsearch",
        lambda: bool(os.environ.get("ELASTICSEARCH_URL")),
        "apt-get install maven and a JDK of 21 or later, then make test-elasticsearch",
    ),
)
