"""What is asked most (a vote, an event, who is signed in): PostgreSQL works out once for each connection how to run it.

Planning them anew took more of the server than running them. All else is asked as Django does, which plans each time.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, models


def first_row(statement: str, said: Mapping[str, Any]) -> Any:
    """The first row of the answer, where there is one."""
    with _cursor() as cursor:
        cursor.execute(statement, said)
        return cursor.fetchone() if cursor.description else None


def rows(statement: str, said: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of the answer."""
    with _cursor() as cursor:
        cursor.execute(statement, said)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _cursor() -> Any:
    link: Any = connection
    if link.vendor != "postgresql" or not settings.PREPARED_STATEMENTS:
        return link.cursor()
    if link.queries_logged:
        return link.cursor()  # it tells the log what was asked; the other one cannot
    link.ensure_connection()
    # Django forbids it for the whole connection; its own cursors, which fill in values themselves, never do it.
    link.connection.prepare_threshold = 0
    # Wrapped as Django wraps its own, so that statements are counted and errors are Django's.
    return link._prepare_cursor(_preparing()(link.connection))


@cache
def _preparing() -> Any:
    from django.db.backends.postgresql.base import ServerBindingCursor

    class PreparingCursor(ServerBindingCursor):
        def execute(self, query: Any, params: Any = None) -> Any:
            return super().execute(query, params, prepare=True)  # type: ignore[misc]  # psycopg's, which the stubs leave out

    return PreparingCursor


class Part:
    """Some columns of a model out of a longer row. What is left out would be read when it is asked for."""

    def __init__(self, model: type[models.Model], names: Collection[str]) -> None:
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if field.name in names]
        self.names = [field.attname for field in self.fields]
        self.width = len(self.fields)

    @classmethod
    def whole(cls, model: type[models.Model]) -> "Part":
        """All columns."""
        return cls(model, {field.name for field in model._meta.concrete_fields})

    @property
    def columns(self) -> Iterable[str]:
        """As they are asked for."""
        return (f'"{field.model._meta.db_table}"."{field.column}"' for field in self.fields)

    def made(self, values: Iterable[Any]) -> Any:
        """The row as an instance, as Django would have made it."""
        told = list(values)
        for place, convert in _conversions(self, connection.vendor):
            told[place] = convert(told[place])
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, told)


@cache
def _conversions(part: Part, vendor: str) -> list[tuple[int, Any]]:
    """From what the engine gives to what the model holds; PostgreSQL gives that by itself."""
    found = []
    for place, field in enumerate(part.fields):
        column: Any = field.cached_col
        for convert in connection.ops.get_db_converters(column) + field.get_db_converters(connection):
            found.append((place, lambda value, convert=convert, column=column: convert(value, column, connection)))
    return found
