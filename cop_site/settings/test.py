"""For the tests: the embedded default, or the services that DATABASE_URL and REDIS_URL name."""

import os
from pathlib import Path
from tempfile import gettempdir

from cop_site.settings.base import *  # noqa: F403
from cop_site.settings.base import DATABASES

# Made by whatever writes into it first, removed by tests/conftest.py.
TEMPORARY = Path(gettempdir()) / f"commonplace-test-{os.getpid()}"

SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO = True
READS_HELD_SECONDS = None
SEARCHES_HELD_SECONDS = None
WAGTAILADMIN_BASE_URL = "http://testserver"

# tests/database.py gives each process a migrated database; until then, none: never the one of `make run`.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A path and not ":memory:", which would make the live server share one connection with the test.
    DATABASES["default"]["NAME"] = str(TEMPORARY / "not-prepared.sqlite3")
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
DATABASES["default"]["CONN_MAX_AGE"] = 0

MEDIA_ROOT = TEMPORARY / "media"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
