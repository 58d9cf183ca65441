"""What tests of search may ask for: documents, saved as packages save theirs, and the engines one after another."""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.conf import settings

from search import engines
from search.indexing import save_documents
from search.models import PendingChange, SearchDoc
from search.registry import Document

Add = Callable[..., int]

_numbers = count(1)


@pytest.fixture(autouse=True)
def nothing_else(request: pytest.FixtureRequest) -> None:
    """Without what a new site has to be found already, and without a note of it."""
    if "db" in request.fixturenames:
        SearchDoc.objects.all().delete()
        PendingChange.objects.all().delete()


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def each_engine(request: pytest.FixtureRequest) -> str:
    """The engine of the database that the tests run on, then Elasticsearch where there is one."""
    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch")
    return str(request.param)


@pytest.fixture
def elasticsearch(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An index of this test alone on the server whose address the environment gives."""
    address = os.environ.get("ELASTICSEARCH_URL", "")
    if not address:
        pytest.skip("no server: ELASTICSEARCH_URL is not set")
    from search.elastic import keeping
    from search.elastic.indexes import Index

    monkeypatch.setattr(settings, "ELASTICSEARCH_URL", address)
    monkeypatch.setattr(settings, "ELASTICSEARCH_INDEX", f"madang-test-{os.getpid()}-{next(_numbers)}")
    monkeypatch.setattr(engines, "_away_until", 0.0)
    monkeypatch.setattr(keeping, "_rests_until", 0.0)
    Index.create().become_searched()
    yield
    monkeypatch.setattr(settings, "ELASTICSEARCH_URL", address)
    for index in Index.writable():
        index.drop()


def settle() -> None:
    """Let the engine have everything that was changed so far, as the worker and a moment's time do."""
    if settings.ELASTICSEARCH_URL:
        from search.elastic import keeping
        from search.elastic.indexes import Index

        while keeping.send_batch():
            pass
        for index in Index.writable():
            index.refresh()


@pytest.fixture
def add(db: None) -> Add:
    """Save one document and say its number; each is a minute younger than the one before."""
    numbers = count(1)

    def save(title: str, body: str = "", *, kind: str = "idea", **values: Any) -> int:
        number = next(numbers)
        given: dict[str, Any] = {
            "object_id": number,
            "url": f"/ideas/{number}/",
            "date": dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number),
        }
        document = Document(title=title, body=body, **(given | values))
        save_documents(kind, [document])
        settle()
        return document.object_id

    return save
