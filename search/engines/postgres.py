"""PostgreSQL: tsvector columns made of the shadow columns by the database, with GIN indexes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .. import query as q
from .base import TITLE_WEIGHT
from .measuring_sql import MeasuringSqlEngine
from .sql import Clause

MOST_RANKED = 5_000
"""Ranking reads the whole vector of a row: so many are ranked, those found by their titles first, then the newest."""

_WEIGHTS = "'{0.1, 0.1, 0.1, 1.0}'"

CREATE = (
    """ALTER TABLE search_searchdoc ADD COLUMN title_vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', title_terms)) STORED""",
    """ALTER TABLE search_searchdoc ADD COLUMN text_vector tsvector
        GENERATED ALWAYS AS (setweight(to_tsvector('simple', title_terms), 'A')
            || setweight(to_tsvector('simple', body_terms), 'D')) STORED""",
    # Texts and vectors go out of the row: counting then reads a tenth of the pages. Room is left for votes.
    "ALTER TABLE search_searchdoc SET (toast_tuple_target = 1024, fillfactor = 90)",
    "CREATE INDEX search_doc_title_vector ON search_searchdoc USING gin (title_vector)",
    "CREATE INDEX search_doc_text_vector ON search_searchdoc USING gin (text_vector)",
)
DROP = (
    "ALTER TABLE search_searchdoc RESET (toast_tuple_target, fillfactor)",
    "ALTER TABLE search_searchdoc DROP COLUMN IF EXISTS text_vector",
    "ALTER TABLE search_searchdoc DROP COLUMN IF EXISTS title_vector",
)


class PostgresEngine(MeasuringSqlEngine):
    """Full-text search inside PostgreSQL. Beyond 16,383 terms of one text, words are found but phrases are not."""

    name = "postgresql"
    # ts_rank knows neither how rare a word is nor how long a text.
    ranks_texts = False

    def source(self, words: str) -> str:
        return "search_searchdoc d"

    def found(self, words: str, *, titles_only: bool = False) -> Clause:
        column = "title_vector" if titles_only else "text_vector"
        return Clause(f"d.{column} @@ to_tsquery('simple', %s)", [words])

    def not_found(self, words: str) -> Clause:
        return Clause("NOT (d.text_vector @@ to_tsquery('simple', %s))", [words])

    def ranked(self, words: str, conditions: Iterable[Clause]) -> Clause:
        found = self.rows(words, conditions)
        return Clause(
            f"FROM (SELECT d.id, d.text_vector {found.sql}"
            f" ORDER BY (d.title_vector @@ to_tsquery('simple', %s)) DESC, d.date DESC LIMIT {MOST_RANKED}) d",
            [*found.values, words],
        )

    def score(self, words: str) -> Clause:
        # Of words that must all be there ts_rank weighs how near they stand to each other, more than where.
        # Measured with 200 known titles among 9,700: reciprocal rank 0.93 that way, 0.98 for any of the same terms.
        any_term = words.replace("&", "|").replace("<->", "|")
        return Clause(f"ts_rank({_WEIGHTS}, d.text_vector, to_tsquery('simple', %s))", [any_term])

    def score_any(self, terms: Mapping[str, float]) -> Clause:
        # ts_rank does not know which terms are rare.
        parts: list[str] = []
        values: list[object] = []
        for term, weight in terms.items():
            words = self.sequence(q.Sequence((term,)))
            parts.append("CASE WHEN d.title_vector @@ to_tsquery('simple', %s) THEN %s ELSE 0 END")
            values += [words, weight * TITLE_WEIGHT]
            parts.append("CASE WHEN d.text_vector @@ to_tsquery('simple', %s) THEN %s ELSE 0 END")
            values += [words, weight]
        return Clause(f"({' + '.join(parts)})::float8", values)

    def titles_with(self, term: str, weight: float) -> Clause:
        found = self.found(f"'{term}'", titles_only=True)
        statement = f"SELECT d.id, %s::float8 AS points FROM search_searchdoc d WHERE {found.sql}"  # noqa: S608  # made of clauses
        return Clause(statement, [weight, *found.values])

    def sequence(self, sequence: q.Sequence) -> str:
        quoted = [f"'{term}'" for term in sequence.terms]
        if sequence.is_prefix:
            quoted[-1] += ":*"
        return f"({' <-> '.join(quoted)})" if len(quoted) > 1 else quoted[0]

    def any_of(self, parts: Iterable[str]) -> str:
        return self._combined(parts, " | ")

    def all_of(self, parts: Iterable[str]) -> str:
        return self._combined(parts, " & ")

    def _combined(self, parts: Iterable[str], word: str) -> str:
        parts = list(parts)
        return f"({word.join(parts)})" if len(parts) > 1 else "".join(parts)

    def frequency(self, term: str, cap: int, *, titles_only: bool) -> Clause:
        words = f"'{term}'"
        few = self.few(self.rows(words, [self.found(words, titles_only=titles_only)]), cap)
        return Clause(f"SELECT COUNT(*) FROM ({few.sql}) few", few.values)  # noqa: S608  # made of clauses

    def few(self, rows: Clause, most: int) -> Clause:
        # Planned as if all were wanted: for a few the planner walks the table, and reads every vector in it, where a
        # word is rarer than it believes.
        statement = f"WITH found AS MATERIALIZED (SELECT d.id {rows.sql}) SELECT id FROM found LIMIT %s"  # noqa: S608  # made of clauses
        return Clause(statement, [*rows.values, most])
