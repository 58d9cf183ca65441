"""Keeps the search documents in step with what they stand for; call it inside the transaction of the change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation

from . import korean
from .engines import database, engine
from .engines.base import Engine, Progress
from .models import THREAD_LENGTH, TITLE_LENGTH, URL_LENGTH, SearchDoc, code_key
from .registry import Document, Searchable, searchable, searchables, thread_of

BATCH = 500
Thing = TypeVar("Thing")

_KEY = ("kind", "object_id")
_WRITTEN = [field.name for field in SearchDoc._meta.concrete_fields if field.name not in ("id", *_KEY)]
_ADJUSTABLE = frozenset(
    {
        "votes",
        "status",
        "stage",
        "topic_id",
        "place_id",
        "consultation_id",
        "department_id",
        "thread",
        "author_name",
    }
)


def _row(kind: str, document: Document) -> SearchDoc:
    body = korean.storable(document.body)[: korean.LONGEST_TEXT]
    title = korean.storable(document.title)[:TITLE_LENGTH]
    translations = {
        language: (korean.storable(words[0])[:TITLE_LENGTH], korean.storable(words[1])[: korean.LONGEST_TEXT])
        for language, words in (document.translations or {}).items()
    }
    titles = [*([] if document.is_title_borrowed else [title]), *(words[0] for words in translations.values())]
    texts = [body, *(words[1] for words in translations.values())]
    if not document.visible:
        # An index that knows the words of what is hidden would tell of them: by scores, by what is rare, by its time.
        titles, texts = [], []
    values = asdict(document) | {
        "title": title,
        "body": body,
        "code": code_key(document.code),
        "thread": (document.thread or thread_of(kind, document.object_id))[:THREAD_LENGTH],
        "translations": translations or None,
        "url": document.url[:URL_LENGTH],
        "author_name": korean.storable(document.author_name)[:200],
        "source_url": document.source_url[:URL_LENGTH],
    }
    del values["is_title_borrowed"]
    return SearchDoc(
        kind=kind,
        **values,
        title_terms=korean.shadow("\n".join(titles)),
        body_terms=korean.shadow("\n".join(texts)),
        normaliser=korean.NORMALISER_VERSION,
        indexed_at=timezone.now(),
    )


@transaction.atomic
def save_documents(kind: str, documents: Iterable[Document], *, onto: Engine | None = None) -> int:
    """Save documents of one kind, new and known alike; says how many."""
    onto = onto or engine()
    # One statement may not write a row twice: the last word counts.
    rows = [_row(kind, document) for document in {each.object_id: each for each in documents}.values()]
    SearchDoc.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=list(_KEY), update_fields=_WRITTEN
    )
    onto.save(rows)
    return len(rows)


@transaction.atomic
def forget_documents(kind: str, object_ids: Collection[int], *, onto: Engine | None = None) -> None:
    """Take documents away."""
    if object_ids:
        SearchDoc.objects.filter(kind=kind, object_id__in=object_ids).delete()
        (onto or engine()).forget(kind, list(object_ids))


@transaction.atomic
def _write(found: Searchable, things: Iterable[models.Model], onto: Engine) -> int:
    """Save the documents of a batch, and take away those of things that are not to be found."""
    documents: list[Document] = []
    gone: list[int] = []
    # Addresses are stored without a language prefix.
    with translation.override(settings.LANGUAGE_CODE):
        for thing in things:
            document = found.to_document(thing)
            if document is None:
                gone.append(thing.pk)
            else:
                documents.append(document)
    forget_documents(found.kind, gone, onto=onto)
    return save_documents(found.kind, documents, onto=onto)


def index(thing: models.Model) -> None:
    """Save the document of one object, or take it away where the object is not to be found."""
    _write(searchable(type(thing)), [thing], engine())


def remove(thing: models.Model) -> None:
    """Forget one object. Call it before its deletion, while it still has its number."""
    forget_documents(searchable(type(thing)).kind, [thing.pk])


def adjust(thing: models.Model, **values: Any) -> None:
    """Change columns that no engine reads words from, such as `votes`, without reading the text again."""
    if unknown := values.keys() - _ADJUSTABLE:
        raise ValueError(f"Only index() can change {', '.join(sorted(unknown))}.")
    found = searchable(type(thing))
    SearchDoc.objects.filter(kind=found.kind, object_id=thing.pk).update(**values, indexed_at=timezone.now())
    engine().adjust(found.kind, thing.pk, values)


def _batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    pending = iter(things)
    while batch := list(islice(pending, BATCH)):
        yield batch


def index_many(things: Iterable[models.Model], *, progress: Callable[[int], object] | None = None) -> int:
    """Save the documents of many objects of one model, a batch at a time; says how many can now be found."""
    count = 0
    for batch in _batches(things):
        count += _write(searchable(type(batch[0])), batch, engine())
        if progress is not None:
            progress(len(batch))
    return count


def expected(onto: Engine) -> int:
    """How many steps a rebuild has: each object is read, and each row again for an index outside of the database."""
    count = sum(each.objects().count() for each in searchables())
    return count if onto is database() else 2 * count


def rebuild(*, onto: Engine | None = None, progress: Progress = None) -> int:
    """Write every row anew, and the index of an engine from them; nothing is ever missing meanwhile."""
    onto = onto or engine()
    # A server's index is made from the rows when they stand: it need not hear of each.
    teller = engine() if onto is database() else database()
    return onto.rebuild(lambda: _write_all(teller, progress), progress)


def _write_all(onto: Engine, progress: Progress) -> int:
    """Rows are replaced one batch at a time."""
    started = timezone.now()
    count = 0
    for found in searchables():
        for batch in _batches(found.objects().iterator(chunk_size=BATCH)):
            count += _write(found, batch, onto)
            if progress is not None:
                progress(len(batch))
    stale = SearchDoc.objects.filter(indexed_at__lt=started)
    for kind in list(stale.values_list("kind", flat=True).distinct()):
        for batch_ids in _batches(stale.filter(kind=kind).values_list("object_id", flat=True).iterator()):
            forget_documents(kind, batch_ids, onto=onto)
    return count
