"""Known-item search in real Korean texts: does a text come first when some of its words are asked for?

Queries are made from the texts themselves: the two rarest nouns of a title, and the three rarest of a body that its
title lacks, each bare, with another particle and (titles) glued together. Beside the engine stands, in the same run,
the plain design that is its floor: FTS5 over pairs of syllables. Half of the queries are for tuning; the other counts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import os
import random
import sqlite3
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMS = ("title bare", "title particle", "title glued", "body bare", "body particle")
PER_HALF = 200
TOP = 10
_PARTICLES = (("을", "를"), ("이", "가"), ("은", "는"), ("의", "의"), ("에서", "에서"), ("도", "도"), ("과", "와"))


@dataclass(frozen=True)
class Text:
    number: int
    title: str
    body: str
    moment: dt.datetime


@dataclass(frozen=True)
class Wanted:
    """A query, and the text that it was made of."""

    number: int
    words: str


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def texts(folder: Path) -> list[Text]:
    """The petitions and the questions."""
    found = [
        (row["title"], row["content"], dt.datetime.fromisoformat(row["begin"]).replace(tzinfo=dt.UTC))
        for row in _rows(folder / "petitions-ko" / "petitions.jsonl.gz")
    ] + [
        (row["title"], row["body_md"], dt.datetime.fromisoformat(row["created"]).replace(tzinfo=dt.UTC))
        for row in _rows(folder / "questions-ko" / "questions.jsonl.gz")
    ]
    return [Text(number, *each) for number, each in enumerate(found, start=1)]


def nouns(text: str) -> list[str]:
    """Words that may be nouns: Hangul of two to six syllables without particles and without the ending of a verb."""
    from search import korean
    from search.wording import weighed

    telling = {each.word[0] for each in weighed(text) if each.tells and each.word[1]}
    stems = [korean.stem(run) for run, paired in korean.runs(korean.fold(text)) if paired]
    return [stem for stem in dict.fromkeys(stems) if stem in telling and 2 <= len(stem) <= 6]


def with_particle(word: str, number: int) -> str:
    closed, open_ = _PARTICLES[number % len(_PARTICLES)]
    has_final = (ord(word[-1]) - 0xAC00) % 28 > 0
    return word + (closed if has_final else open_)


class Queries:
    """All queries of one half of the texts."""

    def __init__(self, everything: list[Text], half: str) -> None:
        self._common = Counter(noun for text in everything for noun in set(nouns(f"{text.title} {text.body}")))
        titles = Counter(text.title.strip() for text in everything)
        bodies = Counter(text.body.strip() for text in everything)
        # What was posted twice has no one right answer.
        single = [each for each in everything if titles[each.title.strip()] == bodies[each.body.strip()] == 1]
        random.Random(20_26).shuffle(single)
        middle = len(single) // 2
        self.chosen = single[:middle] if half == "tune" else single[middle:]

    def _rarest(self, words: Iterable[str], count: int) -> list[str]:
        return sorted(words, key=lambda word: (self._common[word], word))[:count]

    def of_form(self, form: str) -> list[Wanted]:
        place, _, shape = form.partition(" ")
        made = []
        for text in self.chosen:
            in_title = nouns(text.title)
            if place == "title":
                words = self._rarest(in_title, 2)
                enough = len(words) == 2
            else:
                words = self._rarest([noun for noun in nouns(text.body) if noun not in text.title], 3)
                enough = len(words) == 3
            if enough:
                made.append(Wanted(text.number, self._shaped(words, shape, text.number)))
            if len(made) == PER_HALF:
                break
        return made

    @staticmethod
    def _shaped(words: list[str], shape: str, number: int) -> str:
        if shape == "glued":
            return "".join(words)
        if shape == "particle":
            return " ".join(with_particle(word, number + i) for i, word in enumerate(words))
        return " ".join(words)


class Floor:
    """The plain design: phrases of pairs, all of them and then any, in FTS5 with a title weight of ten."""

    def __init__(self, everything: list[Text]) -> None:
        from search import korean

        self._korean = korean
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE floor USING fts5(title, body, tokenize='unicode61')")
        self._database.executemany(
            "INSERT INTO floor(rowid, title, body) VALUES (?, ?, ?)",
            ((each.number, self._pairs(each.title), self._pairs(each.body)) for each in everything),
        )

    def _pairs(self, text: str) -> str:
        return " ".join(self._korean.terms(text))

    def __call__(self, words: str) -> list[int]:
        phrases = [f'"{self._pairs(self._korean.stem(word))}"' for word in words.split()]
        found = self._asked(" AND ".join(phrases))
        if len(found) < TOP:
            any_pair = " OR ".join(f'"{term}"' for phrase in phrases for term in phrase.strip('"').split())
            found += [number for number in self._asked(any_pair) if number not in found]
        return found[:TOP]

    def _asked(self, match: str) -> list[int]:
        rows = self._database.execute(
            "SELECT rowid FROM floor WHERE floor MATCH ? ORDER BY bm25(floor, 10.0, 1.0) LIMIT ?", [match, TOP * 2]
        )
        return [number for (number,) in rows]


def ours(words: str) -> list[int]:
    from search.finding import find

    return [hit.object_id for hit in find(words, limit=TOP).hits]


def scores(answer: Callable[[str], list[int]], queries: list[Wanted]) -> dict[str, float]:
    """Mean reciprocal rank and recall among the first ten, and how long an answer takes."""
    ranks, spent = [], []
    for query in queries:
        began = time.perf_counter()
        found = answer(query.words)[:TOP]
        spent.append((time.perf_counter() - began) * 1000)
        ranks.append(1 / (found.index(query.number) + 1) if query.number in found else 0.0)
    return {
        "mrr": round(statistics.fmean(ranks), 3),
        "recall": round(statistics.fmean(rank > 0 for rank in ranks), 3),
        "p50_ms": round(statistics.median(spent), 1),
        "p95_ms": round(statistics.quantiles(spent, n=20)[-1], 1),
    }


@contextmanager
def filled(everything: list[Text]) -> Iterator[str]:
    """A database of this run alone, and an index where a server is named, with all texts in it."""
    import django

    django.setup()
    from django.conf import settings
    from django.utils import translation

    from search.engines import engine
    from search.indexing import save_documents
    from search.registry import Document
    from tests.databases import own_database

    database = own_database()
    database.create()
    settings.ELASTICSEARCH_INDEX = f"madang-bench-{os.getpid()}"
    try:
        with translation.override("ko"):
            if settings.ELASTICSEARCH_URL:
                from search.elastic.indexes import Index

                Index.create().become_searched()
            documents = [
                Document(object_id=each.number, title=each.title, body=each.body, url="/", date=each.moment)
                for each in everything
            ]
            for begin in range(0, len(documents), 500):
                save_documents("idea", documents[begin : begin + 500])
            if settings.ELASTICSEARCH_URL:
                from search.elastic import keeping

                while keeping.send_pending():
                    pass
                Index.writable()[0].refresh()
            yield engine().name
    finally:
        if settings.ELASTICSEARCH_URL:
            for index in Index.writable():
                index.drop()
        database.drop()


def holds(name: str, floor: dict[str, dict[str, float]], measured: dict[str, dict[str, float]]) -> list[str]:
    """What is not as good as it must be."""
    least = {"title bare": 0.98, "title particle": 0.98, "title glued": 0.97}
    found = [f"{name}: {form} below the floor" for form in FORMS if measured[form]["mrr"] < floor[form]["mrr"]]
    if measured["title glued"]["mrr"] < measured["title bare"]["mrr"] - 0.02:
        found.append(f"{name}: glued too far below bare")
    return found + [f"{name}: recall of {form}" for form, value in least.items() if measured[form]["recall"] < value]


def show_missed(everything: list[Text], queries: list[Wanted]) -> None:
    titles = {text.number: text.title for text in everything}
    for query in queries:
        found = ours(query.words)
        if found[:1] != [query.number]:
            rank = found.index(query.number) + 1 if query.number in found else "-"
            print(f"    {rank} {query.words} | {titles[query.number]}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder with petitions-ko and questions-ko")
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--missed", action="store_true", help="show the queries whose text did not come first")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.settings.test")
    everything = texts(asked.data)
    with filled(everything) as name:
        queries = Queries(everything, asked.half)
        by_form = {form: queries.of_form(form) for form in FORMS}
        plain = Floor(everything)
        floor = {form: scores(plain, by_form[form]) for form in FORMS}
        measured = {form: scores(ours, by_form[form]) for form in FORMS}
        for form in FORMS:
            a, b = measured[form], floor[form]
            print(
                f"{name:<14} {form:<15} MRR {a['mrr']:.3f} (floor {b['mrr']:.3f})  recall {a['recall']:.3f}"
                f" ({b['recall']:.3f})  p50/p95 {a['p50_ms']}/{a['p95_ms']} ms ({b['p50_ms']}/{b['p95_ms']})"
            )
            if asked.missed:
                show_missed(everything, by_form[form])
        wrong = holds(name, floor, measured)
        print(json.dumps({"engine": name, "half": asked.half, "measured": measured, "floor": floor, "wrong": wrong}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
