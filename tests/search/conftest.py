"""What tests of search may ask for: documents, saved as packages save theirs."""

import datetime as dt
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from search.indexing import save_documents
from search.registry import Document

Add = Callable[..., int]


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
        return document.object_id

    return save
