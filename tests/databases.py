"""Databases for the tests: migrated once into a template under .build/, then copied for each process.

Wagtail's migrations take a minute; a copy takes a fraction of a second. Several runs may go on at the same time:
the template is built under a lock, and every copy has the process's own name.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import django
import wagtail
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

BUILD = Path(settings.BASE_DIR) / ".build" / "databases"
# Seconds that what a test left running may hold the database.
PATIENCE = 60.0


class OwnDatabase(Protocol):
    """A database that belongs to this process alone."""

    def create(self) -> None: ...

    def restore(self) -> None:
        """Bring back what the migrations left, after a test that committed."""

    def drop(self) -> None: ...


def own_database() -> OwnDatabase:
    """The one for the database that the settings name."""
    key = template_key()
    return SqliteDatabase(key) if connection.vendor == "sqlite" else PostgresDatabase(key)


def template_key() -> str:
    """Changes with every migration and with the versions of what brings migrations along."""
    digest = hashlib.sha256(f"{django.__version__} {wagtail.__version__} {connection.vendor}".encode())
    digest.update(" ".join(settings.INSTALLED_APPS).encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for file in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(f"\0{config.label}/{file.name}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Only one process at a time, on this machine."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def switch_to(name: str) -> None:
    """Let Django's connection be one to this database."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def migrate(name: str) -> None:
    switch_to(name)
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class SqliteDatabase:
    """A file of its own, so that a live server's threads see what the test wrote."""

    def __init__(self, key: str) -> None:
        self.template = BUILD / f"template-{key}.sqlite3"
        self.copy = BUILD / f"run-{os.getpid()}.sqlite3"

    def create(self) -> None:
        with locked("sqlite"):
            self._sweep()
            if not self.template.exists():
                draft = BUILD / f"draft-{os.getpid()}.sqlite3"
                migrate(str(draft))
                with closing(sqlite3.connect(draft)) as database:
                    database.execute("PRAGMA journal_mode=DELETE")
                draft.replace(self.template)
        shutil.copyfile(self.template, self.copy)
        switch_to(str(self.copy))

    def restore(self) -> None:
        # Not a new file: connections of a live server's threads stay good.
        deadline = time.monotonic() + PATIENCE

        def give_up(status: int, _remaining: int, _total: int) -> None:
            # Left alone, backup() asks for ever for what another connection holds, and hears no alarm.
            if status != sqlite3.SQLITE_DONE and time.monotonic() > deadline:
                names = ", ".join(thread.name for thread in threading.enumerate())
                raise TimeoutError(f"a test left a transaction open; threads: {names}")

        with closing(sqlite3.connect(self.template)) as source, closing(sqlite3.connect(self.copy)) as target:
            source.backup(target, progress=give_up, sleep=0.02)

    def drop(self) -> None:
        connections.close_all()
        for file in BUILD.glob(f"{self.copy.name}*"):
            file.unlink(missing_ok=True)

    @staticmethod
    def _sweep() -> None:
        """Remove what killed runs and older migrations left behind."""
        for file in [*BUILD.glob("run-*"), *BUILD.glob("draft-*")]:
            if not is_running(int(file.name.split("-")[1].split(".")[0])):
                file.unlink(missing_ok=True)


class PostgresDatabase:
    """A copy made by the server: CREATE DATABASE … TEMPLATE."""

    def __init__(self, key: str) -> None:
        self.template = f"madang_template_{key}"
        self.copy = f"madang_run_{os.getpid()}"

    def create(self) -> None:
        with locked("postgres"):
            self._sweep()
            if not self._exists(self.template):
                draft = f"madang_draft_{os.getpid()}"
                self._admin(f'CREATE DATABASE "{draft}" TEMPLATE template0')
                migrate(draft)
                self._admin(f'ALTER DATABASE "{draft}" RENAME TO "{self.template}"')
        self._copy()
        switch_to(self.copy)

    def restore(self) -> None:
        connections.close_all()
        self._admin(f'DROP DATABASE "{self.copy}" WITH (FORCE)')
        self._copy()

    def drop(self) -> None:
        connections.close_all()
        self._admin(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')

    def _copy(self) -> None:
        # Two copies at once would each find the template in use by the other.
        with locked("postgres"):
            self._admin(f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.template}"')

    def _exists(self, name: str) -> bool:
        return bool(self._admin("SELECT 1 FROM pg_database WHERE datname = %s", [name]))

    def _sweep(self) -> None:
        for (name,) in self._admin(r"SELECT datname FROM pg_database WHERE datname ~ '^madang_(run|draft)_\d+$'"):
            if not is_running(int(name.rsplit("_", 1)[1])):
                self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _admin(self, sql: str, params: list[str] | None = None) -> list[Any]:
        """Ask the server itself, outside of any transaction and of the test's database."""
        import psycopg

        wanted = connection.get_connection_params() | {"dbname": "postgres"}
        known = {key: value for key, value in wanted.items() if key in {"host", "port", "user", "password", "dbname"}}
        with psycopg.connect(**known, autocommit=True) as admin:
            cursor = admin.execute(sql, params)
            return cursor.fetchall() if cursor.description else []
