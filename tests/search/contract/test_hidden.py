"""What is hidden is found by nobody, on every engine, and no index knows its words."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.engines import engine
from search.models import SearchDoc
from search.query import Filters, parse

from ..conftest import Add
from .asking import find, found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]


def test_what_is_hidden_is_never_found(add: Add) -> None:
    """S73."""
    add("비밀 제안", "버스", code="MD-1", visible=False)
    for query in ("비밀", "버스", "MD-1", "비밀제안", "", "-택시", '"비밀 제안"', "비밀 OR 버스"):
        page = find(query)
        assert (page.hits, page.count, page.facets["kind"]) == ([], 0, [])


def test_the_index_knows_no_word_of_what_is_hidden(add: Add) -> None:
    """S73: so that neither scores nor the time of an answer tell of it."""
    number = add("쌍뿔고래 목격", "바다에서 쌍뿔고래를 보았습니다.")
    assert engine().frequencies(["쌍뿔", "바다"], cap=10) == {"쌍뿔": 1, "바다": 1}
    add("쌍뿔고래 목격", "바다에서 쌍뿔고래를 보았습니다.", object_id=number, visible=False)
    assert engine().frequencies(["쌍뿔", "바다"], cap=10) == {"쌍뿔": 0, "바다": 0}
    add("쌍뿔고래 목격", "바다에서 쌍뿔고래를 보았습니다.", object_id=number)
    assert found("쌍뿔고래") == [number]


def test_a_word_of_something_hidden_is_answered_just_as_a_word_that_stands_nowhere(add: Add) -> None:
    """S73: with the same statements in the same order, and so in the same time."""
    for n in range(12):
        add(f"버스 노선 {n}")
    add("쌍뿔고래 목격", "바다에서 쌍뿔고래를 보았습니다.", code="MD-2026-7777", visible=False)

    def asked(words: str, **more: Any) -> list[str]:
        with CaptureQueriesContext(connection) as statements:
            page = find(words, **more)
        assert (page.hits, page.count, page.suggestion) == ([], 0, "")
        return [re.sub(r"'[^']*'|\b\d+\b", "?", each["sql"]) for each in statements.captured_queries]

    for hidden, nowhere in (
        ("쌍뿔고래", "쌍뿔나비"),
        ('"쌍뿔고래 목격"', '"쌍뿔나비 목격"'),
        ("쌍뿔고래목격", "쌍뿔나비도감"),
        ("MD-2026-7777", "MD-2026-8888"),
        ("낱말:쌍뿔고래", "낱말:쌍뿔나비"),
    ):
        for grouped in (False, True):
            assert asked(hidden, grouped=grouped) == asked(nowhere, grouped=grouped)


def test_a_few_of_what_is_found_are_had_without_an_order(add: Add) -> None:
    """S73: only of what everybody may see, and never more than were asked for."""
    for n in range(8):
        add(f"버스 {n}", visible=n != 0)
    add("택시", topic_id=3)
    every = {match.pk for match in engine().match(parse("버스"), Filters(), sort="date", limit=20)}
    assert len(every) == 7
    assert set(engine().some(parse("버스"), Filters(), most=20)) == every
    assert len(set(engine().some(parse("버스"), Filters(), most=3)) & every) == 3
    assert engine().some(parse("버스 -버스"), Filters(), most=3) == []
    assert engine().some(parse("버스"), Filters(topics=(3,)), most=3) == []
    assert len(engine().some(parse(""), Filters(topics=(3,)), most=3)) == 1


def test_what_becomes_hidden_is_found_no_more(add: Add) -> None:
    """S73."""
    number = add("가로등 수리")
    assert found("가로등") == [number]
    SearchDoc.objects.update(visible=False)
    assert found("가로등") == []
