"""The indexes on the server: one that is searched, perhaps one before it and one being built, all kept in step."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.utils import timezone

from .. import korean
from ..engines.base import EngineAway, Progress, micros
from ..models import SearchDoc
from .connection import WRITE_SECONDS, Q, Search, answers, client, send

MAPPING_VERSION = 2
"""Raise it when MAPPING or `fields_of` changes: an index of an older version needs a rebuild."""

_WORDS = {"type": "text", "analyzer": "whitespace", "index_prefixes": {"min_chars": 1, "max_chars": 1}}
MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    # Hits are shown from the database and an index is built from it: a second copy of the texts would serve nobody.
    "_source": {"enabled": False},
    "properties": {
        "title": _WORDS,
        "body": _WORDS,
        "kind": {"type": "keyword"},
        "object_id": {"type": "long"},
        "pk": {"type": "long"},
        "topic_id": {"type": "long"},
        "place_id": {"type": "long"},
        "consultation_id": {"type": "long"},
        "department_id": {"type": "long"},
        "thread": {"type": "keyword"},
        "status": {"type": "keyword"},
        "stage": {"type": "keyword"},
        "source": {"type": "keyword"},
        "author_name": {"type": "keyword"},
        # Microseconds: the type `date` keeps only milliseconds, and pages would follow in another order.
        "date": {"type": "long"},
        "year": {"type": "short"},
        "votes": {"type": "integer"},
        "fingerprint": {"type": "keyword", "index": False},
    },
}
SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # With the worker's half second: a thing that was hidden is counted no more within two seconds.
    "refresh_interval": "500ms",
    # How long a deletion is remembered, against an older write that comes late.
    "gc_deletes": "1h",
}
_SAME = (
    "kind", "object_id", "topic_id", "place_id", "consultation_id", "department_id", "thread", "status", "stage",
    "source", "author_name", "votes",
)  # fmt: skip
BATCH = 500
_TAKES_WRITES = "-writes"


def live() -> str:
    """The alias that is searched."""
    return f"{settings.ELASTICSEARCH_INDEX}-search"


def versions() -> dict[str, int]:
    """What an index must have been made with, to answer as the database does."""
    return {"normaliser": korean.NORMALISER_VERSION, "mapping": MAPPING_VERSION}


def document_id(kind: str, object_id: int) -> str:
    return f"{kind}:{object_id}"


def fields_of(row: SearchDoc) -> dict[str, Any]:
    """What the index holds of a row."""
    fields = {
        "title": row.title_terms,
        "body": row.body_terms,
        "pk": row.pk,
        "date": micros(row.date),
        "year": timezone.localtime(row.date).year,
    }
    fields |= {name: getattr(row, name) for name in _SAME}
    fields["fingerprint"] = hashlib.blake2b(repr(sorted(fields.items())).encode(), digest_size=8).hexdigest()
    return fields


def writing(row: SearchDoc, version: int) -> dict[str, Any]:
    """The action that brings a row to an index."""
    return {
        "_op_type": "index",
        "_id": document_id(row.kind, row.object_id),
        "version": version,
        "_source": fields_of(row),
    }


def deleting(kind: str, object_id: int, version: int) -> dict[str, Any]:
    return {"_op_type": "delete", "_id": document_id(kind, object_id), "version": version}


@dataclass(frozen=True)
class Index:
    """One index on the server."""

    name: str

    @classmethod
    def create(cls) -> Index:
        """A new one, that takes writes from now on and is not searched yet."""
        made = cls(f"{live()}-{timezone.now():%Y%m%d%H%M%S%f}-{token_hex(3)}")
        with answers():
            client(WRITE_SECONDS).indices.create(
                index=made.name,
                mappings=MAPPING | {"_meta": versions()},
                settings=SETTINGS,
                # Through an alias only: a bulk request would make a lost index anew, without its mapping.
                aliases={made.name + _TAKES_WRITES: {}},
            )
        return made

    @classmethod
    def searched(cls) -> Index | None:
        """The one behind the alias, or nothing where none was built yet."""
        names = _aliased(live())
        return cls(names[0]) if names else None

    @classmethod
    def writable(cls) -> list[Index]:
        """All that are kept in step, the newest last."""
        return [cls(name) for name in _aliased(f"{live()}-*{_TAKES_WRITES}")]

    def send(self, actions: Sequence[Mapping[str, Any]]) -> int:
        return send(self.name + _TAKES_WRITES, actions, wanted=lambda: self in Index.writable())

    def refresh(self) -> None:
        """Let everything that was sent be found."""
        with answers():
            client(WRITE_SECONDS).indices.refresh(index=self.name)

    def count(self) -> int:
        with answers():
            return int(client().count(index=self.name)["count"])

    def versions(self) -> dict[str, int]:
        with answers():
            mapping: dict[str, Any] = client().indices.get_mapping(index=self.name)[self.name]["mappings"]
        return dict(mapping.get("_meta", {}))

    def size(self) -> int:
        """How many bytes it takes."""
        with answers():
            stats = client(WRITE_SECONDS).indices.stats(index=self.name, metric="store")
        return int(stats["indices"][self.name]["primaries"]["store"]["size_in_bytes"])

    def prints(self, numbers: Iterable[int] | None = None) -> Iterator[tuple[int, str, int, str]]:
        """Number, kind, object and fingerprint of every document, or of some, by number."""
        kept = (
            Search(using=client(WRITE_SECONDS), index=self.name).source(False).sort("pk").extra(track_total_hits=False)
        )
        kept = kept.extra(docvalue_fields=["pk", "kind", "object_id", "fingerprint"], size=BATCH)
        if numbers is not None:
            kept = kept.query(Q("terms", pk=list(numbers)))
        after: list[Any] = []
        while True:
            with answers():
                page = (kept.extra(search_after=after) if after else kept).execute()
            for hit in page:
                yield hit.pk[0], hit.kind[0], hit.object_id[0], hit.fingerprint[0]
            if len(page) < BATCH:
                return
            after = list(page[-1].meta.sort)

    def drop(self) -> None:
        with answers():
            client(WRITE_SECONDS).options(ignore_status=404).indices.delete(index=self.name)

    def become_searched(self) -> None:
        """Take the alias over, in one step for all who search."""
        before = Index.searched()
        actions: list[dict[str, Any]] = [{"add": {"index": self.name, "alias": live()}}]
        if before and before != self:
            actions.append({"remove": {"index": before.name, "alias": live()}})
        with answers():
            client(WRITE_SECONDS).indices.update_aliases(actions=actions)


def _aliased(alias: str) -> list[str]:
    with answers():
        found = client().options(ignore_status=404).indices.get_alias(name=alias, allow_no_indices=True)
    return sorted(name for name in found.body if re.fullmatch(re.escape(live()) + r"-\d{20}-[0-9a-f]{6}", name))


def refill(index: Index, rows: Iterator[SearchDoc], progress: Progress = None) -> int:
    """Bring rows to an index that takes writes already. Whatever was written there meanwhile is newer, and stays."""
    count = 0
    while batch := list(islice(rows, BATCH)):
        index.send([writing(row, 0) for row in batch])
        count += len(batch)
        if progress is not None:
            progress(len(batch))
    return count


def expect_searched() -> Index:
    """The index that is searched. Raises EngineAway where there is none."""
    found = Index.searched()
    if found is None:
        raise EngineAway("There is no index yet: run rebuild_search.")
    return found
