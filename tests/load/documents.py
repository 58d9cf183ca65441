"""Fills the search with as many documents as a nation writes: invented words, as frequent as those of a language."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from typing import Any

from django.db import connection

from search import korean
from search.engines import postgres, sqlite
from search.models import SearchDoc

SEED = 2026
WORDS = 40_000
# As a language has them: initials and vowels that are used much, most syllables open or closed by a soft sound.
SYLLABLES = [
    chr(0xAC00 + (initial * 21 + vowel) * 28 + final)
    for initial in (0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 16, 17, 18)
    for vowel in (0, 1, 4, 5, 6, 8, 13, 18, 20)
    for final in (0, 0, 0, 4, 8, 21, 1)
]
PARTICLES = ("", "", "", "을", "를", "이", "가", "은", "는", "의", "에", "에서", "도", "과", "와", "으로")
KINDS = ("idea",) * 6 + ("comment",) * 2 + ("answer", "observation")
STATUSES = ("voting",) * 5 + ("posted", "owed", "accepted", "declined", "expired")
STAGES = ("vote", "post", "confirm")
TOPICS, PLACES, DEPARTMENTS, CONSULTATIONS = 20, 60, 15, 200
LATEST = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
BATCH = 5_000
COLUMNS = [
    str(field.column)
    for field in SearchDoc._meta.concrete_fields
    if not field.primary_key and field.column not in ("translations",)
]
Row = tuple[Any, ...]


def vocabulary() -> list[str]:
    """Invented words, the most frequent first; frequent words are short, as in any language."""
    dice = random.Random(SEED)
    found: dict[str, None] = {}
    while len(found) < WORDS:
        length = 2 if len(found) < WORDS // 20 else dice.choice((2, 3, 3, 4))
        found["".join(dice.choices(SYLLABLES, k=length))] = None
    return list(found)


class Writer:
    """Writes the same documents each time. What is indexed of a word is made once for each of its spellings."""

    def __init__(self) -> None:
        self._dice = random.Random(SEED)
        self._words = vocabulary()
        # Zipf: the n-th word is an n-th as frequent as the first.
        self._weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(WORDS)))
        self._terms: dict[str, tuple[str, str]] = {}

    def _shadow(self, spelled: list[str]) -> str:
        pieces = [self._cut(word) for word in spelled]
        whole = dict.fromkeys(each for _, each in pieces)
        return " ".join([*(pairs for pairs, _ in pieces), *whole])

    def _cut(self, word: str) -> tuple[str, str]:
        if word not in self._terms:
            self._terms[word] = (" ".join(korean.terms(word)), korean.whole_word(korean.stem(word)))
        return self._terms[word]

    def _say(self, count: int) -> list[str]:
        words = self._dice.choices(self._words, cum_weights=self._weights, k=count)
        return [word + particle for word, particle in zip(words, self._dice.choices(PARTICLES, k=count), strict=True)]

    def rows(self, total: int) -> Iterator[Row]:
        """As many rows as are wanted, in the order of COLUMNS."""
        dice = self._dice
        last_idea = 1
        for number in range(1, total + 1):
            kind = "idea" if number == 1 else dice.choice(KINDS)
            if kind == "idea":
                last_idea = number
            title = self._say(dice.randint(3, 7)) if kind in ("idea", "observation") else []
            body = self._say(min(400, int(dice.lognormvariate(3.3, 0.7)) + 3))
            spoken_about = last_idea if kind in ("comment", "answer") else number
            values = {
                "kind": kind,
                "object_id": number,
                "title": " ".join(title),
                "code": f"MD-2026-{number}" if kind == "idea" else "",
                "url": f"/ideas/{number}/",
                "topic_id": dice.randint(1, TOPICS),
                "place_id": dice.randint(1, PLACES),
                "consultation_id": dice.randint(1, CONSULTATIONS),
                "department_id": dice.randint(1, DEPARTMENTS) if number % 3 else None,
                "thread": f"{'idea' if kind in ('comment', 'answer') else kind}:{spoken_about}",
                "status": dice.choice(STATUSES) if kind == "idea" else "",
                "stage": dice.choice(STAGES) if kind == "idea" else "",
                "author_name": f"시민 {number % 50_000}",
                "source": "",
                "source_id": "",
                "source_url": "",
                "date": LATEST - dt.timedelta(minutes=4 * (total - number) * 1_000_000 // total),
                "votes": number * 7919 % 997,
                "visible": number % 100 != 0,
                "normaliser": korean.NORMALISER_VERSION,
                "indexed_at": LATEST,
                "body": " ".join(body),
                "title_terms": self._shadow(title),
                "body_terms": self._shadow(body),
            }
            yield tuple(values[column] for column in COLUMNS)


def fill(total: int) -> None:
    """Write so many documents into an empty database; the index is made at the end, in one go."""
    rows = Writer().rows(total)
    if connection.vendor == "sqlite":
        _fill_sqlite(rows)
    else:
        _fill_postgres(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchdoc")


def _fill_sqlite(rows: Iterator[Row]) -> None:
    connection.ensure_connection()
    database = connection.connection
    for statement in sqlite.DROP:
        database.execute(statement)
    database.execute("BEGIN")
    database.execute("DELETE FROM search_searchdoc")
    insert = f"INSERT INTO search_searchdoc ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    moment = [number for number, name in enumerate(COLUMNS) if name in ("date", "indexed_at")]
    adapt = connection.ops.adapt_datetimefield_value
    while batch := list(itertools.islice(rows, BATCH)):
        database.executemany(
            insert, [[adapt(value) if n in moment else value for n, value in enumerate(row)] for row in batch]
        )
    database.execute("COMMIT")
    for statement in (*sqlite.CREATE, sqlite.REFILL, sqlite.OPTIMISE):
        database.execute(statement)


def _fill_postgres(rows: Iterator[Row]) -> None:
    indexes = [statement for statement in postgres.CREATE if statement.startswith("CREATE INDEX")]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_searchdoc")
        for name in ("search_doc_title_vector", "search_doc_text_vector"):
            cursor.execute(f"DROP INDEX {name}")
        with cursor.copy(f"COPY search_searchdoc ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("VACUUM search_searchdoc")
