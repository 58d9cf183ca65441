"""How a vote's statements are asked: PostgreSQL works out once for each connection how to run them.

Planning them anew took more of the server than running them. All else is asked as Django does, which plans each time.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction


def first_row(statement: str, said: Mapping[str, Any]) -> Any:
    """The first row of the answer, where there is one."""
    with _cursor() as cursor:
        cursor.execute(statement, said)
        return cursor.fetchone() if cursor.description else None


def _cursor() -> Any:
    connection: Any = transaction.get_connection()
    if connection.vendor != "postgresql" or not settings.PREPARED_STATEMENTS:
        return connection.cursor()
    if connection.queries_logged:
        return connection.cursor()  # it tells the log what was asked; the other one cannot
    connection.ensure_connection()
    # Django forbids it for the whole connection; its own cursors, which fill in values themselves, never do it.
    connection.connection.prepare_threshold = 0
    # Wrapped as Django wraps its own, so that statements are counted and errors are Django's.
    return connection._prepare_cursor(_preparing()(connection.connection))


@cache
def _preparing() -> Any:
    from django.db.backends.postgresql.base import ServerBindingCursor

    class PreparingCursor(ServerBindingCursor):
        def execute(self, query: Any, params: Any = None) -> Any:
            return super().execute(query, params, prepare=True)  # type: ignore[misc]  # psycopg's, which the stubs leave out

    return PreparingCursor
