"""``make bench``: whole requests through the WSGI handler, CPU of this process, ours and a bare Django in turn."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import ledger
from .results import Result

STOCK_SEVEN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROUNDS, REQUESTS = 15, 20
Request = Callable[[], None]


def cpu_ms(request: Request) -> float:
    """CPU milliseconds of one request, the mean of a block."""
    begun = time.process_time()
    for _ in range(REQUESTS):
        request()
    return (time.process_time() - begun) * 1000 / REQUESTS


def compare(ours: Request, baseline: Request) -> tuple[float, float, float]:
    """The median ratio of blocks taken in turn, and the median of each side."""
    ours()
    baseline()
    pairs = [(cpu_ms(ours), cpu_ms(baseline)) for _ in range(ROUNDS)]
    return (
        statistics.median(a / b for a, b in pairs),
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
    )


def handler(middleware: list[str] | None = None) -> Any:
    """A WSGI handler of its own, with the site's middleware or another."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    if middleware is None:
        return WSGIHandler()
    with override_settings(MIDDLEWARE=middleware):
        return WSGIHandler()


def get(application: Any, address: str) -> Request:
    """A visitor's GET; anything but 200 ends the bench."""
    from django.test import RequestFactory

    path, _, query = address.partition("?")
    environ = RequestFactory().get(path).environ | {"QUERY_STRING": query}

    def request() -> None:
        status: list[str] = []
        response = application(dict(environ), lambda line, headers, exc_info=None: status.append(line))
        b"".join(response)
        response.close()
        if not status[0].startswith("200"):
            raise SystemExit(f"{address} answered {status[0]}")

    return request


def sql_of(request: Request) -> int:
    """How many statements one request runs once everything is warm."""
    from django.db import connection

    count = 0

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    request()
    with connection.execute_wrapper(counted):
        request()
    return count


class Database:
    """A populated SQLite file, made once and kept for the next run."""

    def __init__(self, total: int, folder: Path, template: Path) -> None:
        self.path = folder / f"ideas-{total}.sqlite3"
        if not self.path.exists():
            print(f"filling {total:,} ideas …", file=sys.stderr, flush=True)
            part = self.path.with_suffix(".part")
            part.write_bytes(template.read_bytes())
            self._use(part)
            from tests.load.population import populate

            populate(total)
            from django.db import connection

            connection.close()
            part.rename(self.path)

    def use(self) -> None:
        self._use(self.path)

    @staticmethod
    def _use(path: Path) -> None:
        from django.core.cache import cache
        from django.db import connection

        connection.close()
        connection.settings_dict["NAME"] = str(path)
        cache.clear()


@contextmanager
def at_page(application: Any, number: int, sort: str) -> Iterator[str]:
    """The address of a far page: a cursor made from the row that stands before it."""
    from ideas.keysets import written_cursor
    from ideas.listing import KEYSETS, PAGE
    from ideas.models import Idea

    keyset = KEYSETS[sort]
    before = Idea.objects.published().order_by(f"-{keyset.column}", "-pk")[(number - 1) * PAGE - 1]
    yield f"/ideas/?sort={sort}&cursor={written_cursor(keyset.of(before), sort)}"


def measure(folder: Path, template: Path) -> list[Result]:
    large, small = Database(1_000_000, folder, template), Database(10_000, folder, template)
    ours, bare = handler(), handler(STOCK_SEVEN)
    results = []

    def row(name: str, at_most: float, first: Request, second: Request, sql: int | None = None) -> None:
        ratio, a, b = compare(first, second)
        statements = sql_of(first) if sql is not None else None
        results.append(Result(name, round(ratio, 2), at_most, round(a, 2), round(b, 2), statements, sql))

    large.use()
    first_page = get(ours, "/ideas/?sort=newest")
    row("idea list of 25 at 1,000,000 / bare Django list", 2.0, first_page, get(bare, "/bare/list/"), sql=3)
    row("the same by popularity", 2.0, get(ours, "/ideas/"), get(bare, "/bare/list/"), sql=3)
    for sort in ("rising", "near", "controversial"):
        row(f"the same, {sort}", 2.0, get(ours, f"/ideas/?sort={sort}"), get(bare, "/bare/list/"), sql=3)
    with at_page(ours, 20_000, "newest") as address:
        row("page 20,000 / page 1", 1.3, get(ours, address), first_page, sql=3)
    with at_page(ours, 20_000, "popular") as address:
        row("page 20,000 / page 1 by popularity", 1.3, get(ours, address), get(ours, "/ideas/"), sql=3)

    def on(database: Database, request: Request) -> Request:
        def switched() -> None:
            from django.db import connection

            if connection.settings_dict["NAME"] != str(database.path):
                database.use()
                request()
            request()

        return switched

    results.append(across(on(large, first_page), on(small, first_page)))
    row("middleware stack / Django's seven", 1.5, get(ours, "/bare/trivial/"), get(bare, "/bare/trivial/"), sql=0)
    return results


def across(large: Request, small: Request) -> Result:
    """The same page in two databases: whole blocks in one, then in the other, so that switching is not measured."""
    pairs = []
    for _ in range(ROUNDS):
        large()
        a = cpu_ms(large)
        small()
        pairs.append((a, cpu_ms(small)))
    ratio = statistics.median(a / b for a, b in pairs)
    ours, base = statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
    return Result("list at 1,000,000 / at 10,000", round(ratio, 2), 1.2, round(ours, 2), round(base, 2))


def table(results: list[Result]) -> str:
    lines = [f"{'workload':<52} {'ratio':>6} {'limit':>6} {'ours ms':>8} {'base ms':>8} {'SQL':>6}"]
    for result in results:
        sql = "" if result.sql is None else f"{result.sql}/{result.sql_at_most}"
        mark = "" if result.holds else "  over"
        lines.append(
            f"{result.name:<52} {result.ratio:>6.2f} {result.at_most:>6.2f}"
            f" {result.ours_ms:>8.2f} {result.baseline_ms:>8.2f} {sql:>6}{mark}"
        )
    return "\n".join(lines)


def main() -> int:
    folder = Path(__file__).resolve().parents[2] / ".build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    template = folder / "empty.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.load.settings"
    # The bench only reads what it measures: filling need not survive a power cut.
    os.environ["MADANG_FAST_MIGRATE"] = "1"
    os.environ["DATABASE_URL"] = f"sqlite:///{template}"
    import django

    django.setup()
    from django.core.management import call_command

    from tests.databases import template_key

    stamp = folder / "migrations"
    if not stamp.exists() or stamp.read_text() != template_key():
        for old in folder.glob("*.sqlite3*"):
            old.unlink()
        print("migrating …", file=sys.stderr, flush=True)
        call_command("migrate", verbosity=0)
        from django.db import connection

        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        stamp.write_text(template_key())
    results = [*measure(folder, template), ledger.measure()]
    print(table(results))
    print(json.dumps([asdict(result) | {"holds": result.holds} for result in results]))
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
