"""How fast the search is on one engine with very many documents, beside the bare query on the same engine.

The bare query is what somebody would write by hand: the best twenty that hold a word, narrowed by a filter, and how
many of each value of each facet there are, with the values beside the chosen one. Ours does that and all the rest:
reading the query, ranking anew, grouping, names of values, marking.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from .results import Result

MILLION = 1_000_000
ASKED = 60
REWRITTEN = 5_000
AT_MOST = 1.5
VISIBLE_MS, SIMILAR_MS = 1_000, 300
FACETS = ("kind", "topic_id", "place_id", "department_id", "status", "stage")
FOLDER = Path(__file__).resolve().parents[2] / ".build" / "search-bench"


class Question:
    """A word, and a filter."""

    def __init__(self, word: str, column: str, value: Any) -> None:
        self.word, self.column, self.value = word, column, value

    @property
    def filters(self) -> Any:
        from search.query import Filters

        names = {"kind": "kinds", "topic_id": "topics", "place_id": "places", "department_id": "departments"}
        chosen: dict[str, Any] = {names[self.column]: (self.value,)}
        return Filters(**chosen)


def questions() -> list[Question]:
    """Words from the frequent to the rare, and each filter in turn."""
    from .documents import DEPARTMENTS, PLACES, TOPICS, vocabulary

    dice, words = random.Random(7), vocabulary()
    made = []
    for number in range(ASKED):
        column, value = [
            ("kind", "idea"),
            ("topic_id", dice.randint(1, TOPICS)),
            ("place_id", dice.randint(1, PLACES)),
            ("department_id", dice.randint(1, DEPARTMENTS)),
        ][number % 4]
        made.append(Question(words[int(10 ** dice.uniform(1.3, 4))], column, value))
    return made


def terms_of(word: str) -> list[str]:
    from search import korean

    return korean.terms(word)


def bare_sqlite(asked: Question) -> Any:
    from django.db import connection

    index = "search_index CROSS JOIN search_searchdoc d ON d.id = search_index.rowid"
    words = f'"{" ".join(terms_of(asked.word))}"'
    return _bare_sql(
        connection,
        f"FROM {index} WHERE search_index MATCH %s AND d.visible = 1",
        [words],
        "-bm25(search_index, 10.0, 1.0)",
        [],
        asked,
    )


def bare_postgresql(asked: Question) -> Any:
    from django.db import connection

    words = " <-> ".join(f"'{term}'" for term in terms_of(asked.word))
    return _bare_sql(
        connection,
        "FROM search_searchdoc d WHERE d.text_vector @@ to_tsquery('simple', %s) AND d.visible",
        [words],
        "ts_rank(d.text_vector, to_tsquery('simple', %s))",
        [words],
        asked,
    )


def _bare_sql(connection: Any, rows: str, values: list[Any], score: str, scored: list[Any], asked: Question) -> Any:
    year = "strftime('%%Y', d.date)" if connection.vendor == "sqlite" else "date_part('year', d.date)"
    cells = ", ".join([*(f"d.{column}" for column in FACETS), year])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.id, {score} {rows} AND d.{asked.column} = %s ORDER BY 2 DESC LIMIT 20",
            [*scored, *values, asked.value],
        )
        best = cursor.fetchall()
        cursor.execute(f"SELECT {cells}, COUNT(*) {rows} GROUP BY 1, 2, 3, 4, 5, 6, 7", values)
        cursor.fetchall()
        numbers = [row[0] for row in best] or [0]
        places = ", ".join(["%s"] * len(numbers))
        cursor.execute(
            f"SELECT id, title, body, date, votes, author_name FROM search_searchdoc WHERE id IN ({places})", numbers
        )
        return cursor.fetchall()


def bare_elasticsearch(asked: Question) -> Any:
    from django.conf import settings
    from elasticsearch import Elasticsearch

    from search.elastic.indexes import live

    client = bare_elasticsearch.__dict__.setdefault("client", Elasticsearch(settings.ELASTICSEARCH_URL))
    text = " ".join(terms_of(asked.word))
    should = [
        {"match_phrase": {"title": {"query": text, "boost": 1.3}}},
        {"match_phrase": {"body": {"query": text}}},
    ]
    aggregations = {column: {"terms": {"field": column, "size": 200}} for column in (*FACETS, "year")}
    client.search(
        index=live(),
        query={"bool": {"should": should, "minimum_should_match": 1}},
        post_filter={"term": {asked.column: asked.value}},
        aggs=aggregations,
        size=20,
        docvalue_fields=["pk"],
        track_total_hits=True,
    )


BARE: dict[str, Callable[[Question], Any]] = {
    "sqlite": bare_sqlite,
    "postgresql": bare_postgresql,
    "elasticsearch": bare_elasticsearch,
}


def spent(do: Callable[[], Any]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def compared(name: str) -> Result:
    """Both are asked the same, in turn; each first time of a question warms the other as well."""
    from search.finding import find

    ours: list[float] = []
    bare: list[float] = []
    for number, asked in enumerate(questions()):
        both: list[tuple[list[float], Callable[[], Any]]] = [
            (ours, partial(find, asked.word, filters=asked.filters, limit=20, grouped=True)),
            (bare, partial(BARE[name], asked)),
        ]
        for _, do in both:
            do()
        for times, do in both if number % 2 else reversed(both):
            times.append(min(spent(do) for _ in range(3)))
    print(
        f"{name}: p50 {statistics.median(ours):.1f} / {statistics.median(bare):.1f} ms,"
        f" p95 {p95(ours):.1f} / {p95(bare):.1f} ms (ours / bare)",
        file=sys.stderr,
    )
    return _row(f"{name}: word + filter + facets, p95 / bare", p95(ours), p95(bare), AT_MOST)


def _row(name: str, ours: float, base: float, at_most: float) -> Result:
    return Result(name, round(ours / base, 2), at_most, round(ours, 1), round(base, 1))


def hinted(name: str) -> Result:
    from search.models import SearchDoc
    from search.similarity import similar

    titles = SearchDoc.objects.filter(kind="idea").order_by("-pk").values_list("title", flat=True)[: 40 * 7 : 7]
    times = []
    for title in titles:
        words = title.split()
        similar(" ".join(words[1:]))
        times.append(spent(partial(similar, " ".join(reversed(words)))))
    return _row(f"{name}: similar titles, p95 / {SIMILAR_MS} ms", p95(times), SIMILAR_MS, 1.0)


def visible(name: str) -> Result:
    """From the beginning of a write to an answer that holds it."""
    from search.finding import find
    from search.indexing import forget_documents, save_documents
    from search.registry import Document

    times = []
    for number in range(20):
        document = Document(
            object_id=10**9 + number,
            title=f"쌍뿔수염고래 {number}",
            body="본문 " * 50,
            url="/",
            date=dt.datetime(2026, 6, 2, tzinfo=dt.UTC),
        )

        def write_and_find(document: Document = document) -> None:
            save_documents("idea", [document])
            if not any(hit.object_id == document.object_id for hit in find("쌍뿔수염고래", sort="date").hits):
                raise SystemExit(f"{name}: a written document is not found.")

        times.append(spent(write_and_find))
    forget_documents("idea", [10**9 + number for number in range(20)])
    return _row(f"{name}: written and found, p95 / {VISIBLE_MS} ms", p95(times), VISIBLE_MS, 1.0)


def rewriting_rate() -> float:
    """Rows a second that a rebuild writes."""
    from search.indexing import save_documents
    from search.models import SearchDoc
    from search.registry import Document

    rows = SearchDoc.objects.filter(kind="idea").order_by("pk")[:REWRITTEN]
    documents = [
        Document(object_id=row.object_id, title=row.title, body=row.body + " ", url=row.url, date=row.date)
        for row in rows
    ]
    kept = list(rows)
    took = spent(lambda: [save_documents("idea", documents[at : at + 500]) for at in range(0, len(documents), 500)])
    SearchDoc.objects.bulk_update(
        kept, ["topic_id", "place_id", "department_id", "consultation_id", "status", "stage"], batch_size=500
    )
    return len(documents) / took * 1000


def index_bytes() -> int:
    """What the engine inside the database takes for its index."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT SUM(LENGTH(block)) FROM search_index_data")
        else:
            cursor.execute(
                "SELECT pg_relation_size('search_doc_title_vector') + pg_relation_size('search_doc_text_vector')"
                " + (SELECT SUM(pg_column_size(title_vector) + pg_column_size(text_vector)) FROM search_searchdoc)"
            )
        return int(cursor.fetchone()[0])


@contextmanager
def filled(total: int) -> Iterator[None]:
    """A database with so many documents: kept between runs on SQLite, and on a server that keeps it."""
    from django.db import connection

    from tests.databases import PostgresDatabase, SqliteDatabase, own_database, switch_to, template_key

    from . import documents

    source = Path(documents.__file__).read_bytes()
    stamp = f"{template_key()}-{abs(hash_of(source)) % 10**8}"
    database = own_database()
    if isinstance(database, SqliteDatabase):
        kept = FOLDER / f"documents-{total}-{stamp}.sqlite3"
        if not kept.exists():
            for old in FOLDER.glob(f"documents-{total}-*.sqlite3*"):
                old.unlink()
            database.copy = FOLDER / "filling.sqlite3"
            for old in FOLDER.glob("filling.sqlite3*"):
                old.unlink()
            database.create()
            _fill(total)
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            database.copy.rename(kept)
        switch_to(str(kept))
        yield
        return
    assert isinstance(database, PostgresDatabase)
    database.copy = f"madang_documents_{total}_{stamp.replace('-', '_')}"
    if database._exists(database.copy):
        switch_to(database.copy)
    else:
        database.create()
        _fill(total)
    yield


def hash_of(source: bytes) -> int:
    import zlib

    return zlib.crc32(source)


def _fill(total: int) -> None:
    from .documents import fill

    print(f"writing {total:,} documents …", file=sys.stderr, flush=True)
    took = spent(lambda: fill(total))
    print(f"  {total / took * 1000:,.0f} documents a second, the index made at the end", file=sys.stderr, flush=True)


def measure(total: int) -> list[Result]:
    from django.conf import settings

    from search.engines import engine
    from search.models import SearchDoc

    name = engine().name
    public = SearchDoc.objects.findable().count()
    if not settings.ELASTICSEARCH_URL:
        results = [compared(name), visible(name), hinted(name)]
        rate, size = rewriting_rate(), index_bytes() / total
        print(f"{name}: rebuild {rate:,.0f} documents a second, index {size:,.0f} bytes a document", file=sys.stderr)
        return results
    from search.elastic import renewing

    settings.ELASTICSEARCH_INDEX = f"madang-bench-{os.getpid()}"
    took = spent(renewing.renew)
    from search.elastic.indexes import Index, expect_searched

    index = expect_searched()
    try:
        rate, size = public / took * 1000, index.size() / public
        print(f"{name}: rebuild {rate:,.0f} documents a second, index {size:,.0f} bytes a document", file=sys.stderr)
        return [compared(name), hinted(name)]
    finally:
        for made in Index.writable():
            made.drop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=MILLION)
    total = parser.parse_args().documents
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.settings.test")
    import django

    django.setup()
    from .bench import table

    with filled(total):
        results = measure(total)
    print(table(results))
    print(json.dumps([asdict(result) | {"holds": result.holds} for result in results]))
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
