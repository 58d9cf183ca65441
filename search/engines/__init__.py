"""The engines, and the choice between them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from .base import EngineAway

if TYPE_CHECKING:
    from .base import Engine

logger = logging.getLogger(__name__)

ENGINES = {
    "sqlite": "search.engines.sqlite.SqliteEngine",
    "postgresql": "search.engines.postgres.PostgresEngine",
    "elasticsearch": "search.engines.measuring_elastic.MeasuringElasticEngine",
}
RETRY_SECONDS = 5
"""How long a process asks the database alone after the engine did not answer: nobody waits for it in vain twice."""

Answer = TypeVar("Answer")
_away_until = 0.0


@cache
def named(name: str) -> Engine:
    """The engine of a name; a KeyError where there is none."""
    found: Engine = import_string(ENGINES[name])()
    return found


def database() -> Engine:
    """The engine inside the database."""
    return named(connection.vendor)


def engine() -> Engine:
    """The engine that this site searches with."""
    return named("elasticsearch") if settings.ELASTICSEARCH_URL else database()


def is_here(name: str) -> bool:
    """Whether this site has the engine of a name."""
    return name == connection.vendor or (name == "elasticsearch" and bool(settings.ELASTICSEARCH_URL))


def asked(question: Callable[[Engine], Answer]) -> tuple[Answer, bool]:
    """The site's engine's answer, or the database's where that one is away; and whether it was away."""
    global _away_until
    own, spare = engine(), database()
    if own is spare:
        return question(own), False
    if time.monotonic() >= _away_until:
        try:
            return question(own), False
        except EngineAway as away:
            logger.warning("%s is away, the database answers: %s", own.name, away)
            _away_until = time.monotonic() + RETRY_SECONDS
    return question(spare), True
