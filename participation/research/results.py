"""All that a search finds, not a page of it: walked through newest first, in steps that cost the same to the end."""

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.errors import Invalid
from search import korean, registry
from search.conditions import conditions
from search.engines import asked as ask
from search.engines import database, engine
from search.engines.base import After, Match
from search.filters import LONGEST_QUERY, Filters
from search.models import SearchDoc, SearchDocQuerySet
from search.query import Query, Term
from search.query import read as read_query
from search.views import filters_of

STEP = 500
LONGEST_ADDRESS = 2_000
# What an address says beside what is searched for.
_NOT_ASKED = frozenset({"cursor", "sort", "lang", "name", "pace", "formats", "csrfmiddlewaretoken", "next"})
_SHADOWS = ("title_terms", "body_terms")


@dataclass(frozen=True)
class Asked:
    """A question as an address asks it; two addresses that ask the same have the same ``address``."""

    address: str
    query: Query
    filters: Filters

    @property
    def asks_something(self) -> bool:
        return not self.query.is_noise and not (self.query.asks_nothing and not self.filters)

    @property
    def title(self) -> str:
        """The question in words, in the reader's language."""
        said = [f"“{self.query.text}”"] * bool(self.query.text) + _chosen(self.filters)
        # A consultation or a thread has no name here; a set that is cited must have one.
        return " · ".join(said) or unquote_plus(self.address)

    def url(self, view: str = "search:results") -> str:
        return f"{reverse(view)}?{self.address}"


def read(params: QueryDict | str) -> Asked:
    """The question in an address's parameters. Raises Invalid where nothing is asked, or far too much."""
    params = QueryDict(params) if isinstance(params, str) else params
    pairs = sorted(
        (name, korean.storable(value).strip())
        for name in params
        if name not in _NOT_ASKED
        for value in params.getlist(name)
        if value.strip()
    )
    kept = QueryDict(mutable=True)
    for name, value in pairs:
        kept.appendlist(name, value[:LONGEST_QUERY])
    asked = Asked(kept.urlencode(), *read_query(kept.get("q", ""), filters_of(kept)))
    if not asked.asks_something or len(asked.address) > LONGEST_ADDRESS:
        raise Invalid(errors={"q": _("Search for something first: words, or a choice such as a kind or a topic.")})
    return asked


def _chosen(filters: Filters) -> list[str]:
    """What was chosen beside the words."""
    by_facet = {
        "kind": filters.kinds,
        "topic": filters.topics,
        "place": filters.places,
        "department": filters.departments,
        "status": filters.statuses,
        "stage": filters.stages,
    }
    said = [", ".join(registry.labels(name, values).values()) for name, values in by_facet.items() if values]
    said += [filters.author] if filters.author else []
    said += conditions(Filters(exact=filters.exact))
    said += list(filters.sources)
    if filters.date_from or filters.date_to:
        said.append(f"{filters.date_from or ''}–{filters.date_to or ''}")
    return [each for each in said if each]


def tree(asked: Asked) -> dict[str, Any]:
    """What was searched for, word by word, so that it can be understood without this program."""

    def term(each: Term) -> dict[str, Any]:
        return {"text": each.text, "quoted": each.quoted, "terms": [list(one.terms) for one in each.sequences]}

    chosen = {each.name: getattr(asked.filters, each.name) for each in fields(asked.filters)}
    return {
        "all": [[term(each) for each in group] for group in asked.query.groups],
        "none": [term(each) for each in asked.query.excluded],
        "filters": {
            name: list(value) if isinstance(value, tuple) else str(value) for name, value in chosen.items() if value
        },
    }


def count(asked: Asked) -> int:
    """How many there are."""
    counts, _away = ask(lambda on: on.count(asked.query, asked.filters))
    return counts.total


def searched_with() -> dict[str, Any]:
    """The engine and the version of what makes words comparable: with others the same question may find others."""
    _answer, away = ask(lambda on: on.match(Query(), Filters(), sort="date", limit=1))
    return {"engine": (database() if away else engine()).name, "normaliser": korean.NORMALISER_VERSION}


def newer(asked: Asked, than: int) -> Iterator[list[SearchDoc]]:
    """What is found among the documents whose number is greater, in the order of their numbers."""
    made = SearchDoc.objects.findable().defer("body", *_SHADOWS).order_by("pk")
    while documents := list(made.filter(pk__gt=than)[:STEP]):
        than = documents[-1].pk
        numbers = [each.pk for each in documents]
        found, _away = ask(lambda on, numbers=numbers: on.among(asked.query, asked.filters, numbers))  # type: ignore[misc]  # bound to this round
        yield [each for each in documents if each.pk in found]


class Step(NamedTuple):
    """Some of what is found, where to go on after it, and whether nothing comes after it."""

    documents: list[SearchDoc]
    after: After
    is_last: bool


def walk(asked: Asked, *, after: After | None = None, step: int = STEP, without: Sequence[str] = ()) -> Iterator[Step]:
    """Everything that is found, newest first. Of a step what went meanwhile is left out, so that it may be short."""
    while True:
        matches, _away = ask(
            lambda on, after=after: on.match(  # type: ignore[misc]  # bound to this round
                asked.query, asked.filters, sort="date", limit=step, after=after
            )
        )
        after = _last_of(matches)
        if after is None:
            return
        documents = SearchDoc.objects.findable().defer(*_SHADOWS, *without)
        rows = documents.in_bulk([match.pk for match in matches])
        is_last = len(matches) < step
        yield Step([rows[match.pk] for match in matches if match.pk in rows], after, is_last)
        if is_last:
            return


def _last_of(matches: Sequence[Match]) -> After | None:
    """The last row that is still there: an index beside the database may hold what was just deleted."""
    rows = SearchDoc.objects.only("date").in_bulk([match.pk for match in matches])
    last = next((rows[match.pk] for match in reversed(matches) if match.pk in rows), None)
    return After(last.date.isoformat(), last.pk) if last else None


def ids_of(asked: Asked) -> list[str]:
    """What everything that is found is called."""
    found = walk(asked, without=("body", "translations"))
    return [stable_id(row.kind, row.object_id) for each in found for row in each.documents]


def stable_id(kind: str, object_id: int) -> str:
    """What a thing is called for ever."""
    return f"{kind}/{object_id}"


def by_kind(ids: Iterable[str]) -> dict[str, list[int]]:
    """The numbers of each kind, in their order."""
    numbers: dict[str, list[int]] = {}
    for each in ids:
        kind, _slash, number = each.partition("/")
        numbers.setdefault(kind, []).append(int(number))
    return {kind: sorted(several) for kind, several in sorted(numbers.items())}


def documents_of(ids: Iterable[str]) -> Iterator[SearchDocQuerySet]:
    """What the ids stand for, in steps; what is hidden is among it."""
    for kind, numbers in by_kind(ids).items():
        for begin in range(0, len(numbers), STEP):
            yield SearchDoc.objects.filter(kind=kind, object_id__in=numbers[begin : begin + STEP])


def are_visible(ids: Collection[str]) -> bool:
    """Whether everybody may still see all of them."""
    return sum(rows.findable().count() for rows in documents_of(ids)) == len(set(ids))


def in_order(ids: Iterable[str]) -> list[str]:
    """Ids as their bytes sort them, each once."""
    return sorted(set(ids), key=str.encode)


def fingerprint(ids: Iterable[str]) -> str:
    """The hash over ids: each on a line of its own, ended by a line feed, sorted by bytes, in UTF-8."""
    return hashlib.sha256("".join(f"{each}\n" for each in in_order(ids)).encode()).hexdigest()


def packed(ids: Iterable[str]) -> bytes:
    return zlib.compress(json.dumps(in_order(ids), separators=(",", ":")).encode(), 9)


def unpacked(kept: bytes | memoryview) -> list[str]:
    ids: list[str] = json.loads(zlib.decompress(bytes(kept)))
    return ids
