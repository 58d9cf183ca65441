"""What /readyz asks: whether each part that the site needs does its work."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from participation.events.models import Delivery, Heartbeat
from participation.votes.ledger.reading import size as sealed_size
from participation.votes.ledger.reading import waiting_seconds
from search.engines import engine

logger = logging.getLogger(__name__)

# An outbox older than this (in seconds) means that nobody drains it.
OUTBOX_PATIENCE = 300
WORKER_PATIENCE = 60
LEDGER_PATIENCE = 180  # the queue tells the minute only


@dataclass(frozen=True)
class Health:
    """One part's answer."""

    ok: bool
    detail: dict[str, Any] = field(default_factory=dict)


Check = Callable[[], Health]

_checks: dict[str, tuple[Check, bool]] = {}


def register(name: str, check: Check, *, optional: bool = False) -> None:
    """Add a part. A check returns its Health, or raises whatever went wrong.

    An ``optional`` part that fails is shown, and does not take the site out of service. Registering a name again
    replaces it.
    """
    _checks[name] = (check, optional)


def examine() -> dict[str, dict[str, Any]]:
    """The state of every part, with how long it took to ask."""
    return {name: _answer(name, check, optional) for name, (check, optional) in _checks.items()}


def _answer(name: str, check: Check, optional: bool) -> dict[str, Any]:
    began = time.perf_counter()
    try:
        health = check()
    except Exception:  # the edge: whatever a part raises is its answer; the log has the reason, the public has not
        logger.exception("The part %s is not ready", name)
        health = Health(ok=False)
    answer: dict[str, Any] = {"ok": health.ok, "ms": round((time.perf_counter() - began) * 1000, 1)}
    return answer | ({"optional": True} if optional else {}) | health.detail


def database() -> Health:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Health(ok=True, detail={"vendor": connection.vendor})


_migrated = False


def migrations() -> Health:
    """Whether the tables are those of this code. Read once: a process that saw them whole need not look again."""
    global _migrated
    pending = 0
    if not _migrated:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        _migrated = not pending
    return Health(ok=_migrated, detail={"pending": pending})


def cache_answers() -> Health:
    """Whether what is kept is found again. Without Redis the site goes on, see participation.caching."""
    key, value = f"health:{token_hex(4)}", token_hex(4)
    cache.set(key, value, 10)
    same = cache.get(key) == value
    cache.delete(key)
    return Health(ok=same, detail={"away": not same})


def outbox() -> Health:
    """How long the oldest delivery that is due has waited, and how many were given up."""
    due = Delivery.objects.filter(failed_at=None, due_at__lte=timezone.now()).order_by("due_at").first()
    age = (timezone.now() - due.due_at).total_seconds() if due else 0.0
    failed = Delivery.objects.exclude(failed_at=None).count()
    return Health(ok=age < OUTBOX_PATIENCE, detail={"age_s": round(age), "failed": failed})


def search_answers() -> Health:
    """Whether the index can be asked, and what made it; lists do without it, from the database."""
    used = engine()
    used.frequencies(["ok"], cap=1)
    return Health(ok=True, detail={"engine": used.name, **used.state()})


def ledger() -> Health:
    """How long the oldest vote has waited to be sealed, and how many entries are sealed."""
    age = waiting_seconds()
    return Health(ok=age < LEDGER_PATIENCE, detail={"age_s": round(age), "size": sealed_size()})


def worker() -> Health:
    """When a worker was last seen. Pages are served without one; what waits for it is not."""
    seen = Heartbeat.last()
    age = (timezone.now() - seen).total_seconds() if seen else None
    detail = {"age_s": None if age is None else round(age)}
    return Health(ok=age is not None and age < WORKER_PATIENCE, detail=detail)


register("database", database)
register("migrations", migrations)
register("cache", cache_answers, optional=True)
register("outbox", outbox, optional=True)
register("worker", worker, optional=True)
register("ledger", ledger, optional=True)
register("search", search_answers, optional=True)
