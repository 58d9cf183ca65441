"""The engines, and the choice between them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from .base import Engine

ENGINES = {
    "sqlite": "search.engines.sqlite.SqliteEngine",
    "postgresql": "search.engines.postgres.PostgresEngine",
}


@cache
def named(name: str) -> Engine:
    """The engine of a name; a KeyError where there is none."""
    found: Engine = import_string(ENGINES[name])()
    return found


def engine() -> Engine:
    """The engine that this site searches with: the one inside its database."""
    return named(connection.vendor)
