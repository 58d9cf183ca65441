"""What tests of the desk may ask for: documents at their moments, as packages save theirs."""

import datetime as dt
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from search.indexing import save_documents
from search.models import SearchDoc
from search.registry import Document

Add = Callable[..., int]


def moment(year: int, month: int, day: int = 15) -> dt.datetime:
    return timezone.make_aware(dt.datetime(year, month, day, 12))  # noqa: DTZ001  # made aware


@pytest.fixture
def add(db: None) -> Add:
    """Save one document of a month and say its number."""
    # The suggestion box, which is there from the first day on, would be in every count.
    SearchDoc.objects.all().delete()
    numbers = count(1)

    def save(
        title: str, when: tuple[int, int] = (2024, 1), body: str = "", *, kind: str = "idea", **values: Any
    ) -> int:
        number = next(numbers)
        document = Document(object_id=number, title=title, body=body, url=f"/{number}/", date=moment(*when), **values)
        save_documents(kind, [document])
        return number

    return save
