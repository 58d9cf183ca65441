"""Counts the words of a set over every document and every text from end to end.

The same documents make the same numbers: those of the set, whose ids are kept with their hash, and all others that
everybody can see at that time. Which spelling is a noun is learnt from the whole set and a fixed lot of the others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from search import korean
from search.engines import database
from search.filters import Filters
from search.models import SearchDoc, SearchDocQuerySet
from search.query import Query
from search.telling import Lexicon, forms

from ..analysis.words import FEWEST_DOCUMENTS, FOR_MEMBERS, KeyWord, Months, Period, Tally, Told
from ..results import STEP, documents_of, unpacked
from .keeping import LEASE, claimed
from .models import ResultSet, WordCount

MOST_WORDS = 500
MOST_OF_A_PERIOD = 50
_TEXTS = ("pk", "title", "body", "date")


class Taken(Exception):
    """Another worker counts it, or it is gone."""


def count_waiting_words() -> int:
    """The worker's job; who is killed leaves it to the next one, who begins anew."""
    counted = 0
    waiting = WordCount.objects.filter(counted_at=None, kept__state=ResultSet.State.READY)
    for row in claimed(waiting):
        try:
            count_words(row)
        except Taken:
            continue
        counted += 1
    return counted


def count_words(row: WordCount) -> None:
    """Read the set twice, to learn its words and to count them, and then all others."""
    ids = unpacked(row.kept.ids or b"")
    row.total, row.done = 2 * len(ids) + SearchDoc.objects.findable().count(), 0
    spelled: Counter[str] = Counter()
    numbers: set[int] = set()
    for pk, text, _date in _texts(row, documents_of(ids)):
        numbers.add(pk)
        spelled.update(forms(text))
    lot = [pk for pk in database().sample(Query(), Filters(), size=FOR_MEMBERS.of_the_rest) if pk not in numbers]
    for _pk, text, _date in _read(SearchDoc.objects.filter(pk__in=lot)):
        spelled.update(forms(text))
    lexicon = Lexicon(spelled, fewest=FEWEST_DOCUMENTS)
    months, rest = Months(), Tally()
    for _pk, text, date in _texts(row, documents_of(ids)):
        months.add(lexicon.words_of(forms(text)), date)
    for pk, text, _date in _texts(row, _all_documents()):
        if pk not in numbers:
            rest.add(word for word in lexicon.words_of(forms(text)) if word in months.whole.words)
    told = months.told(rest, most=MOST_WORDS, most_of_a_period=MOST_OF_A_PERIOD)
    row.words, row.counted_at, row.normaliser = asdict(told), timezone.now(), korean.NORMALISER_VERSION
    row.done = row.total
    _hold(row, "words", "counted_at", "normaliser")


def _all_documents() -> Iterator[SearchDocQuerySet]:
    last = 0
    while numbers := list(SearchDoc.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:STEP]):
        yield SearchDoc.objects.filter(pk__in=numbers)
        last = numbers[-1]


def _texts(row: WordCount, steps: Iterable[SearchDocQuerySet]) -> Iterator[tuple[int, str, Any]]:
    """Number, text and moment of what everybody can see, and how far it is."""
    for documents in steps:
        texts = list(_read(documents))
        yield from texts
        row.done += len(texts)
        _hold(row)


def _read(documents: SearchDocQuerySet) -> Iterator[tuple[int, str, Any]]:
    for pk, title, body, date in documents.findable().values_list(*_TEXTS):
        yield pk, f"{title}\n{body}", date


def _hold(row: WordCount, *fields: str) -> None:
    """Write down how far it is and keep it. Raises Taken where it is no longer ours."""
    lease = timezone.now() + LEASE
    mine = WordCount.objects.filter(pk=row.pk, counted_at=None, leased_until=row.leased_until)
    changed = {name: getattr(row, name) for name in ("total", "done", *fields)}
    if not mine.update(leased_until=lease, **changed):
        raise Taken
    row.leased_until = lease


def told_of(row: WordCount) -> Told:
    """What was counted."""
    kept = row.words
    periods = [Period(**each | {"words": [KeyWord(**word) for word in each["words"]]}) for each in kept["periods"]]
    return Told([KeyWord(**word) for word in kept["words"]], periods, kept["read"], kept["read_of_rest"])
