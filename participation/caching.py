"""Redis as a cache that may go away: then everything is read anew, limits count per process, and the site goes on."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# How long a server that failed is left alone, in seconds: nobody waits for it with every page.
LEFT_ALONE = 5.0
# A connection that a restarted server has closed is opened again at once; who waited in vain does not wait twice.
OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 2, "retry": Retry(NoBackoff(), 1, (NotConnected,))}
# What must hold without Redis too: participation.limits, and allauth's limits, locks, and codes that count once.
# Nothing else is kept by the process: a session that another process ended would live on there.
COUNTED = ("limit:", "allauth", "jwt:")
# More changes than this during one absence: everything is forgotten instead of each.
MISSED_AT_MOST = 20_000

Answer = TypeVar("Answer")


@dataclass
class Absence:
    """What one process knows of one server: until when it is left alone, and which keys changed meanwhile."""

    until: float = 0.0
    missed: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def may_ask(self) -> bool:
        """Whether to ask the server; after an absence one asks, and the others go on without it until it is back."""
        with self.lock:
            now = monotonic()
            if now < self.until:
                return False
            if self.until:
                self.until = now + LEFT_ALONE
            return True

    def begin(self, error: RedisError) -> None:
        with self.lock:
            self.until = monotonic() + LEFT_ALONE
        logger.error("Redis does not answer and is left alone for %s s: %s", LEFT_ALONE, error)

    def end(self) -> None:
        if self.until:
            self.until = 0.0
            logger.warning("Redis answers again")

    def miss(self, keys: Iterable[str]) -> None:
        with self.lock:
            if len(self.missed) <= MISSED_AT_MOST:
                self.missed.update(keys)

    def take_missed(self) -> set[str]:
        with self.lock:
            missed, self.missed = self.missed, set()
            return missed


# One for each server and process: each thread has a cache of its own.
_absences: dict[str, Absence] = {}


class ForgivingRedisCache(RedisCache):
    """Answers as an empty cache does while Redis does not answer; what is counted is counted in this process then."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": {**OPTIONS, **params.get("OPTIONS", {})}})
        name = server if isinstance(server, str) else ";".join(server)
        self.absence = _absences.setdefault(name, Absence())
        self._counts = LocMemCache(f"counts {name}", {**params, "OPTIONS": {"MAX_ENTRIES": 20_000}})

    def _ask(self, ask: Callable[[], Answer], otherwise: Callable[[], Answer], changed: Iterable[str] = ()) -> Answer:
        """Ask Redis, or answer otherwise; the keys that could not be changed are forgotten when it is back."""
        absence = self.absence
        if not absence.may_ask():
            absence.miss(changed)
            return otherwise()
        try:
            self._catch_up()
            answer = ask()
        except RedisError as error:
            absence.begin(error)
            absence.miss(changed)
            return otherwise()
        except ValueError:
            absence.end()  # it answered that there is no such key
            raise
        absence.end()
        return answer

    def _catch_up(self) -> None:
        if not self.absence.missed:
            return
        missed = self.absence.take_missed()
        try:
            if len(missed) > MISSED_AT_MOST:
                self._cache.clear()
            else:
                self._cache.delete_many(missed)
        except RedisError:
            self.absence.miss(missed)
            raise

    def _keys(self, keys: Iterable[Any], version: int | None) -> list[str]:
        return [self.make_key(key, version) for key in keys if not _counted(key)]

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(
            lambda: super(ForgivingRedisCache, self).add(key, value, timeout, version),
            lambda: self._counts.add(key, value, timeout, version) if _counted(key) else True,
            self._keys([key], version),
        )

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(
            lambda: super(ForgivingRedisCache, self).get(key, default, version),
            lambda: self._counts.get(key, default, version) if _counted(key) else default,
        )

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        def keep() -> None:
            if _counted(key):
                self._counts.set(key, value, timeout, version)

        self._ask(
            lambda: super(ForgivingRedisCache, self).set(key, value, timeout, version),
            keep,
            self._keys([key], version),
        )

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(
            lambda: super(ForgivingRedisCache, self).touch(key, timeout, version),
            lambda: self._counts.touch(key, timeout, version),
        )

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._ask(
            lambda: super(ForgivingRedisCache, self).delete(key, version),
            lambda: self._counts.delete(key, version),
            self._keys([key], version),
        )

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        wanted = list(keys)
        return self._ask(
            lambda: super(ForgivingRedisCache, self).get_many(wanted, version),
            lambda: self._counts.get_many(wanted, version),
        )

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._ask(
            lambda: super(ForgivingRedisCache, self).has_key(key, version),
            lambda: self._counts.has_key(key, version),
        )

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError for a key that is not there, as every key but the counted ones while Redis is away."""
        return self._ask(
            lambda: super(ForgivingRedisCache, self).incr(key, delta, version),
            lambda: self._counts.incr(key, delta, version),
            self._keys([key], version),
        )

    def set_many(self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        return self._ask(
            lambda: super(ForgivingRedisCache, self).set_many(data, timeout, version),
            lambda: list(data),
            self._keys(data, version),
        )

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        gone = list(keys)
        self._ask(
            lambda: super(ForgivingRedisCache, self).delete_many(gone, version),
            lambda: self._counts.delete_many(gone, version),
            self._keys(gone, version),
        )

    def clear(self) -> None:
        self._counts.clear()
        self._ask(lambda: super(ForgivingRedisCache, self).clear(), lambda: None)


def _counted(key: Any) -> bool:
    return str(key).startswith(COUNTED)
