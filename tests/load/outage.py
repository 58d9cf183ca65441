"""What a site writes while its search server is away, and how soon the index is the database again once it is back.

Most of it is new; some is written again, hidden or deleted. Searches meanwhile are answered by the database. The
server is away as it is for a site: nothing answers at its address. Then, with the site's own worker, how soon the
index counts no more what was hidden.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from .results import Result

WRITES = 10_000
SECONDS = 60
NOBODY = "http://127.0.0.1:9"
BATCH = 500
HIDDEN_SECONDS, HIDINGS, PATIENCE = 2, 20, 60.0


@contextmanager
def away() -> Iterator[None]:
    """Nothing answers at the server's address meanwhile."""
    from django.conf import settings

    address, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, NOBODY
    try:
        yield
    finally:
        settings.ELASTICSEARCH_URL = address


def _document(number: int, word: str = "심야버스", **values: Any) -> Any:
    from search.registry import Document

    moment = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    title = f"{word} {number}번 노선"
    return Document(object_id=number, title=title, body="막차가 일찍 끊깁니다. " * 20, url="/", date=moment, **values)


def write(total: int) -> None:
    """So many changes: of ten, seven are new, one is written again, one hidden and one deleted."""
    from search.indexing import forget_documents, save_documents

    new = total - 3 * (total // 10)
    rest = total // 10
    for begin in range(0, new, BATCH):
        save_documents("idea", [_document(number) for number in range(begin, min(begin + BATCH, new))])
    save_documents("idea", [_document(number, votes=7) for number in range(rest)])
    save_documents("idea", [_document(number, visible=False) for number in range(rest, 2 * rest)])
    forget_documents("idea", range(2 * rest, 3 * rest))


def measure(total: int) -> list[Result]:
    from search.elastic import keeping, renewing
    from search.elastic.indexes import expect_searched
    from search.finding import find
    from search.models import SearchDoc

    renewing.renew()
    with away():
        write(total)
        page = find("심야버스")
        if page.engine == "elasticsearch" or not page.notice or not page.hits:
            raise SystemExit("The database did not answer while the server was away.")
        keeping.send_pending()
        if keeping.waiting() != total:
            raise SystemExit(f"{keeping.waiting():,} changes wait instead of {total:,}.")
    began = time.perf_counter()
    while keeping.waiting():
        # As the worker does, which leaves a server alone for a moment that did not answer.
        if not keeping.send_pending():
            time.sleep(0.1)
    index = expect_searched()
    index.refresh()
    took = time.perf_counter() - began
    wrong, public = keeping.compare(index, repair=False), SearchDoc.objects.findable().count()
    print(
        f"{total:,} changes sent in {took:.1f} s; {index.count():,} of {public:,} rows are in the index",
        file=sys.stderr,
    )
    return [
        Result(
            f"outage: {total:,} writes, s / {SECONDS} s", round(took / SECONDS, 2), 1.0, took * 1000, SECONDS * 1000
        ),
        Result("outage: rows that differ from the index", wrong, 0, wrong, public),
    ]


@contextmanager
def worker() -> Iterator[None]:
    """The site's own, on the database and the index of this run."""
    from django.conf import settings
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{name}",
        "ELASTICSEARCH_INDEX": settings.ELASTICSEARCH_INDEX,
    }
    process = subprocess.Popen([sys.executable, "manage.py", "worker"], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def hidden() -> Result:
    """How soon the index counts no more what was hidden; that it is shown no more needs no index."""
    from search.engines import engine
    from search.indexing import save_documents
    from search.query import read

    word = "쌍뿔수염고래"
    query, filters = read(word)

    def until(count: int) -> float:
        """Seconds until the index counts so many."""
        began = time.perf_counter()
        while engine().count(query, filters).total != count:
            if time.perf_counter() - began > PATIENCE:
                raise SystemExit(f"The index did not come to count {count}.")
            time.sleep(0.02)
        return time.perf_counter() - began

    numbers = range(10**9, 10**9 + HIDINGS)
    times = []
    with worker():
        save_documents("idea", [_document(number, word) for number in numbers])
        until(HIDINGS)
        for left, number in enumerate(reversed(numbers)):
            save_documents("idea", [_document(number, word, visible=False)])
            times.append(until(HIDINGS - left - 1))
            # Not in step with the worker's rounds.
            time.sleep(left * 0.037)
    slowest = statistics.quantiles(times, n=20)[-1]
    print(
        f"hidden: p50 {statistics.median(times):.2f} s, p95 {slowest:.2f} s, most {max(times):.2f} s", file=sys.stderr
    )
    name = f"hidden and counted no more, p95 / {HIDDEN_SECONDS} s"
    return Result(name, round(slowest / HIDDEN_SECONDS, 2), 1.0, slowest * 1000, HIDDEN_SECONDS * 1000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writes", type=int, default=WRITES)
    total = max(parser.parse_args().writes, 10)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.settings.test")
    import django

    django.setup()
    from django.conf import settings

    from search.elastic.indexes import Index
    from tests.databases import own_database

    from .bench import table

    settings.ELASTICSEARCH_INDEX = f"madang-outage-{os.getpid()}"
    database = own_database()
    database.create()
    try:
        results = [*measure(total), hidden()]
    finally:
        for index in Index.writable():
            index.drop()
        database.drop()
    print(table(results))
    print(json.dumps([asdict(result) | {"holds": result.holds} for result in results]))
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
