"""SQLite: an FTS5 table that reads the shadow columns and follows the rows by triggers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db import DatabaseError, connection

from .. import query as q
from .base import TITLE_WEIGHT, Progress
from .measuring_sql import MeasuringSqlEngine
from .sql import Clause

# The normaliser has done the work: every character beyond ASCII is a letter here.
CREATE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(
        title_terms, body_terms, content='search_searchdoc', content_rowid='id', tokenize='ascii')""",
    """CREATE TRIGGER IF NOT EXISTS search_index_insert AFTER INSERT ON search_searchdoc BEGIN
        INSERT INTO search_index(rowid, title_terms, body_terms) VALUES (new.id, new.title_terms, new.body_terms);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_index_delete AFTER DELETE ON search_searchdoc BEGIN
        INSERT INTO search_index(search_index, rowid, title_terms, body_terms)
        VALUES ('delete', old.id, old.title_terms, old.body_terms);
    END""",
    """CREATE TRIGGER IF NOT EXISTS search_index_update AFTER UPDATE OF title_terms, body_terms ON search_searchdoc
    WHEN old.title_terms <> new.title_terms OR old.body_terms <> new.body_terms BEGIN
        INSERT INTO search_index(search_index, rowid, title_terms, body_terms)
        VALUES ('delete', old.id, old.title_terms, old.body_terms);
        INSERT INTO search_index(rowid, title_terms, body_terms) VALUES (new.id, new.title_terms, new.body_terms);
    END""",
)
DROP = (
    "DROP TRIGGER IF EXISTS search_index_insert",
    "DROP TRIGGER IF EXISTS search_index_delete",
    "DROP TRIGGER IF EXISTS search_index_update",
    "DROP TABLE IF EXISTS search_index",
)
REFILL = "INSERT INTO search_index(search_index) VALUES ('rebuild')"
CHECK = "INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)"
OPTIMISE = "INSERT INTO search_index(search_index) VALUES ('optimize')"


class SqliteEngine(MeasuringSqlEngine):
    """Full-text search inside SQLite."""

    name = "sqlite"
    ranks_texts = True

    def source(self, words: str) -> str:
        # CROSS JOIN keeps the planner from walking the rows and asking the index about each.
        if words:
            return "search_index CROSS JOIN search_searchdoc d ON d.id = search_index.rowid"
        return "search_searchdoc d"

    def number(self, words: str) -> str:
        # So the index looks up each row, instead of all that it finds.
        return "search_index.rowid" if words else "d.id"

    def found(self, words: str, *, titles_only: bool = False) -> Clause:
        return Clause("search_index MATCH %s", [f"{{title_terms}} : ({words})" if titles_only else words])

    def not_found(self, words: str) -> Clause:
        return Clause("d.id NOT IN (SELECT rowid FROM search_index WHERE search_index MATCH %s)", [words])

    def score(self, words: str) -> Clause:
        return Clause(f"-bm25(search_index, {TITLE_WEIGHT}.0, 1.0)")

    def score_any(self, terms: Mapping[str, float]) -> Clause:
        # bm25 knows by itself which terms are rare.
        return self.score("")

    def titles_with(self, term: str, weight: float) -> Clause:
        found = self.found(f'"{term}"', titles_only=True)
        return Clause(f"SELECT rowid AS id, %s AS points FROM search_index WHERE {found.sql}", [weight, *found.values])  # noqa: S608  # made of clauses

    def sequence(self, sequence: q.Sequence) -> str:
        return f'"{" ".join(sequence.terms)}"' + (" *" if sequence.is_prefix else "")

    def any_of(self, parts: Iterable[str]) -> str:
        return self._combined(parts, " OR ")

    def all_of(self, parts: Iterable[str]) -> str:
        return self._combined(parts, " AND ")

    def _combined(self, parts: Iterable[str], word: str) -> str:
        parts = list(parts)
        return f"({word.join(parts)})" if len(parts) > 1 else "".join(parts)

    def frequency(self, term: str, cap: int, *, titles_only: bool) -> Clause:
        return Clause(
            "SELECT COUNT(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH %s LIMIT %s)",
            [*self.found(f'"{term}"', titles_only=titles_only).values, cap],
        )

    def rebuild(self, write_rows: Callable[[], int], progress: Progress = None) -> int:
        self._prepare()
        count = write_rows()
        # In one piece it searches fastest.
        with connection.cursor() as cursor:
            cursor.execute(OPTIMISE)
        return count

    def _prepare(self) -> None:
        """Put back what a table rebuilt by a migration lost: SQLite drops the triggers with the old table."""
        with connection.cursor() as cursor:
            for statement in CREATE:
                cursor.execute(statement)
            try:
                cursor.execute(CHECK)
            except DatabaseError:
                cursor.execute(REFILL)
