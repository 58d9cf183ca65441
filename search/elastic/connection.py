"""The one module that knows the Elasticsearch client. Nothing imports it unless an address is set."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import streaming_bulk
from elasticsearch_dsl import Q, Search

from ..engines.base import EngineAway

__all__ = ["Q", "Search", "answers", "client", "send"]

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 5
"""A search that takes longer is answered by the database."""
WRITE_SECONDS = 60
_MOST_BYTES = 8 * 1024 * 1024
_CONFLICT, _NOT_FOUND = 409, 404
_LATER = frozenset({429, 502, 503, 504})


@cache
def _client(url: str, certificates: str) -> Elasticsearch:
    return Elasticsearch(
        url.split(),
        ca_certs=certificates or DEFAULT,
        request_timeout=ANSWER_SECONDS,
        max_retries=0,
        retry_on_timeout=False,
    )


def client(seconds: float = ANSWER_SECONDS) -> Elasticsearch:
    """The client of this process."""
    made = _client(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA)
    return made if seconds == ANSWER_SECONDS else made.options(request_timeout=seconds)


@contextmanager
def answers() -> Iterator[None]:
    """Turns whatever the client raises into EngineAway."""
    try:
        yield
    except TransportError as error:
        raise EngineAway(str(error)) from error
    except ApiError as error:
        if error.status_code not in _LATER | {_NOT_FOUND}:
            logger.exception("Elasticsearch refused a question")
        raise EngineAway(str(error)) from error


def send(index: str, actions: Sequence[Mapping[str, Any]], *, wanted: Callable[[], bool]) -> int:
    """Send a batch to one index; says how many were taken. Older versions than it has are passed over.

    What the server has no room for now raises EngineAway, so that it is sent again; what it will never take is
    logged and left to the checkup. Where the index is gone, `wanted` says whether that matters.
    """
    taken = 0
    with answers():
        results = streaming_bulk(
            client(WRITE_SECONDS),
            [{**action, "_index": index, "version_type": "external"} for action in actions],
            max_chunk_bytes=_MOST_BYTES,
            raise_on_error=False,
            raise_on_exception=True,
            require_alias=True,
        )
        for ok, item in results:
            ((verb, result),) = item.items()
            status = int(result.get("status", 0))
            # A deletion of what was never there is as good as one.
            if ok or (verb == "delete" and status == _NOT_FOUND and "error" not in result):
                taken += 1
            elif status in _LATER or (status == _NOT_FOUND and wanted()):
                raise EngineAway(str(result.get("error")))
            elif status not in (_CONFLICT, _NOT_FOUND):
                logger.error("Elasticsearch did not take %s: %s", result.get("_id"), result.get("error"))
    return taken
