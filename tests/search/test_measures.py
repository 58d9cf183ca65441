"""What every engine must tell of a whole set: the one inside the test database, and Elasticsearch."""

import datetime as dt

import pytest
from django.utils import timezone

from ideas.models import Idea, Observation
from search import engines
from search.engines import engine, measuring_sql
from search.engines.measuring_sql import MeasuringSqlEngine
from search.indexing import index
from search.models import SearchDoc
from search.query import Filters, parse
from tests.factories import IdeaFactory, ObservationFactory, UserFactory

from .conftest import Add

pytestmark = pytest.mark.django_db

EVERYTHING = Filters()


def moment(year: int, month: int, day: int, hour: int = 12) -> dt.datetime:
    return timezone.make_aware(dt.datetime(year, month, day, hour))  # noqa: DTZ001  # made aware


def months(query: str = "", filters: Filters = EVERYTHING) -> dict[str, int]:
    counted = engine().months(parse(query), filters)
    assert list(counted) == sorted(counted)
    return {f"{month:%Y-%m}": count for month, count in counted.items()}


def numbers(pks: list[int] | set[int]) -> set[int]:
    return set(SearchDoc.objects.filter(pk__in=pks).values_list("object_id", flat=True))


@pytest.mark.usefixtures("each_engine")
def test_months_are_those_of_the_place(add: Add) -> None:
    """A moment before midnight here is still the month before, whatever the day is in Greenwich."""
    add("버스", date=moment(2024, 2, 1, 0))
    add("버스", date=moment(2024, 2, 1, 0) - dt.timedelta(microseconds=1))
    add("버스", date=moment(2024, 12, 31, 23))
    add("지하철", date=moment(2024, 2, 10))
    assert months("버스") == {"2024-01": 1, "2024-02": 1, "2024-12": 1}
    assert months() == {"2024-01": 1, "2024-02": 2, "2024-12": 1}


@pytest.mark.usefixtures("each_engine")
def test_months_know_filters_and_excluded_words(add: Add) -> None:
    add("버스 요금", date=moment(2024, 1, 5), kind="idea")
    add("버스 노선", date=moment(2024, 1, 5), kind="observation")
    add("버스 노선", date=moment(2024, 3, 5), kind="idea")
    assert months("버스", Filters(kinds=("idea",))) == {"2024-01": 1, "2024-03": 1}
    assert months("버스 -요금", Filters(date_to=dt.date(2024, 1, 31))) == {"2024-01": 1}


@pytest.mark.usefixtures("each_engine")
def test_what_is_out_of_every_calendar_is_in_no_month(add: Add) -> None:
    add("옛글", date=moment(1950, 1, 5))
    add("먼 훗날", date=moment(2190, 1, 5))
    assert months() == {}


@pytest.mark.usefixtures("each_engine")
def test_hidden_rows_are_in_no_measure(add: Add) -> None:
    """S73."""
    add("버스", date=moment(2024, 1, 5), visible=False)
    pks = set(SearchDoc.objects.values_list("pk", flat=True))
    assert months("버스") == {}
    assert engine().sample(parse("버스"), EVERYTHING, size=5) == []
    assert engine().among(parse("버스"), EVERYTHING, pks) == set()


@pytest.mark.usefixtures("each_engine")
def test_a_sample_is_a_part_of_the_set_and_always_the_same(add: Add) -> None:
    buses = {add(f"버스 {number}") for number in range(30)}
    add("지하철")
    once, again = (engine().sample(parse("버스"), EVERYTHING, size=10) for _ in range(2))
    assert once == again
    assert len(numbers(once)) == 10
    assert numbers(once) < buses
    # Neither the oldest nor the newest of them.
    assert numbers(once) not in (set(sorted(buses)[:10]), set(sorted(buses)[-10:]))
    assert numbers(engine().sample(parse("버스"), EVERYTHING, size=100)) == buses


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("looked_up", [0, 200], ids=["many rows", "few rows"])
def test_some_rows_are_told_apart_by_a_query(add: Add, monkeypatch: pytest.MonkeyPatch, looked_up: int) -> None:
    monkeypatch.setattr(measuring_sql, "LOOKED_UP", looked_up)
    bus, other, unasked = add("버스"), add("지하철"), add("버스")
    asked = set(SearchDoc.objects.exclude(object_id=unasked).values_list("pk", flat=True))
    assert numbers(asked) == {bus, other}
    assert numbers(engine().among(parse("버스"), EVERYTHING, asked)) == {bus}
    assert engine().among(parse("버스"), EVERYTHING, ()) == set()


def people(query: str, filters: Filters = EVERYTHING) -> dict[int, int]:
    found = engines.database()
    assert isinstance(found, MeasuringSqlEngine)
    return dict(found.people(parse(query), filters))


def test_people_are_counted_over_all_kinds_by_account() -> None:
    """Who is not known or has left is nobody; that two accounts are one person is told by no count."""
    mina, joon = UserFactory(), UserFactory()
    second = UserFactory(same_person_as=mina)
    left = UserFactory(closed_at=timezone.now())
    things: list[Idea | Observation] = [
        IdeaFactory(title="버스 요금", author=mina),
        IdeaFactory(title="버스 노선", author=second),
        IdeaFactory(title="버스 환승", author=None, source_author="naver - ***"),
        IdeaFactory(title="버스 정류장", author=left),
        IdeaFactory(title="지하철", body="요금", author=mina),
        ObservationFactory(text="버스가 늦다", author=mina),
        ObservationFactory(text="버스가 빠르다", author=joon),
    ]
    hidden = IdeaFactory(title="버스 광고", author=joon)
    Idea.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    for thing in [*things, Idea.objects.get(pk=hidden.pk)]:
        index(thing)
    assert people("버스") == {mina.pk: 2, second.pk: 1, joon.pk: 1}
    assert people("버스", Filters(kinds=("observation",))) == {mina.pk: 1, joon.pk: 1}
