"""A migrated database for each test process, copied from one template instead of migrated again.

Migrating takes half a minute of CPU, copying a few milliseconds. The template is keyed by everything that
decides its content, so a changed migration or model makes a new one; it is also what a test that commits is
followed by: the copy is thrown away and taken anew, which restores full-text tables too (a flush would not).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

CACHE = Path(settings.BASE_DIR) / ".cache" / "test-databases"
TEMPLATES_KEPT = 4


class ProcessDatabase(Protocol):
    """The database of one test process."""

    def prepare(self) -> None: ...
    def restore(self) -> None: ...
    def copy(self, name: str) -> str:
        """Another migrated database called `name`; returns what DATABASES calls its NAME."""
        ...

    def drop(self) -> None: ...


def for_process(name: str, folder: Path) -> ProcessDatabase:
    """The database of the test process called `name`, of the kind that the settings ask for."""
    return PostgresDatabase(name) if connection.vendor == "postgresql" else SQLiteDatabase(folder)


def template_key() -> str:
    """Changes when a migration, a model or a permission does, in our apps or in an installed one."""
    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        module = settings.MIGRATION_MODULES.get(config.label, f"{config.name}.migrations")
        try:
            folder = Path(next(iter(import_module(module).__path__)))
        except ModuleNotFoundError:
            continue
        for file in sorted(folder.glob("*.py")):
            digest.update(f"{config.label}/{file.name}\0".encode())
            digest.update(file.read_bytes())
        for model in config.get_models():
            options = model._meta
            digest.update(f"{options.label}{options.default_permissions}{options.permissions}".encode())
    return digest.hexdigest()[:16]


@contextmanager
def one_process_at_a_time() -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def use(name: str) -> None:
    """Point this process, all its threads included, at the database called `name`."""
    connections.close_all()
    connection.settings_dict["NAME"] = name


def migrate(name: str) -> None:
    use(name)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connections.close_all()


class SQLiteDatabase:
    """A file copied from a template file under .cache/."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "db.sqlite3"
        self.template = CACHE / f"{template_key()}.sqlite3"

    def prepare(self) -> None:
        with one_process_at_a_time():
            if not self.template.exists():
                unfinished = self.template.with_suffix(".unfinished")
                unfinished.unlink(missing_ok=True)
                migrate(str(unfinished))
                unfinished.rename(self.template)
            self.template.touch()
            for old in sorted(CACHE.glob("*.sqlite3"), key=lambda path: -path.stat().st_mtime)[
                TEMPLATES_KEPT:
            ]:
                old.unlink()
        self.restore()

    def restore(self) -> None:
        connections.close_all()
        for path in self.file.parent.glob("db.sqlite3*"):
            path.unlink()
        shutil.copyfile(self.template, self.file)
        use(str(self.file))

    def copy(self, name: str) -> str:
        return str(shutil.copyfile(self.template, self.file.with_name(f"{name}.sqlite3")))

    def drop(self) -> None:
        connections.close_all()


class PostgresDatabase:
    """A database made with CREATE DATABASE … TEMPLATE on the server that DATABASE_URL names."""

    def __init__(self, name: str) -> None:
        self.maintenance = str(connection.settings_dict["NAME"])
        self.name = f"commonplace_test_{name}_{os.getpid()}"
        self.template = f"commonplace_template_{template_key()}"
        self.copies: list[str] = []

    def prepare(self) -> None:
        with one_process_at_a_time():
            if not self._exists(self.template):
                unfinished = f"{self.template}_unfinished"
                self._run(f'DROP DATABASE IF EXISTS "{unfinished}"', f'CREATE DATABASE "{unfinished}"')
                migrate(unfinished)
                self._run(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')
        self.restore()

    def restore(self) -> None:
        self._run(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"',
        )
        use(self.name)

    def copy(self, name: str) -> str:
        self.copies.append(f"{self.name}_{name}")
        self._run(f'CREATE DATABASE "{self.copies[-1]}" TEMPLATE "{self.template}"')
        use(self.name)
        return self.copies[-1]

    def drop(self) -> None:
        self._run(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in [self.name, *self.copies]))

    def _run(self, *statements: str) -> None:
        use(self.maintenance)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connections.close_all()

    def _exists(self, name: str) -> bool:
        use(self.maintenance)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None
