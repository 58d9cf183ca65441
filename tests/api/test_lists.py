"""Lists through the API: pages that follow a row, orders and filters, tags for unchanged answers, and few queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from ideas import counts
from ideas.listing import SORTS
from ideas.models import Idea
from participation.consultations.models import Topic
from tests.api.conftest import is_problem
from tests.factories import (
    ConsultationFactory,
    DepartmentFactory,
    IdeaFactory,
    ObservationFactory,
    PlaceFactory,
    TopicFactory,
    UserFactory,
)


def make_ideas(count, consultation, **fields):
    made = []
    for number in range(count):
        idea = IdeaFactory(consultation=consultation, created_at=timezone.now() - timedelta(hours=number + 1), **fields)
        counts.move(None, counts.Cell.of(idea))
        made.append(idea)
    cache.clear()
    return made


def follow(caller, path, limit=2):
    """Every page of a list, one after the other."""
    pages: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        joint = "&" if "?" in path else "?"
        page = caller.get(f"{path}{joint}limit={limit}&cursor={cursor}").json()
        pages.append(page)
        cursor = page["next"]
        assert len(pages) < 20
    return pages


def ids(pages):
    return [item["id"] for page in pages for item in page["items"]]


def test_pages_follow_each_other_to_the_end(visitor, consultation):
    made = make_ideas(5, consultation)
    pages = follow(visitor, "/ideas")
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert ids(pages) == [idea.pk for idea in made]
    assert [page["count"] for page in pages] == [5, 5, 5]
    assert set(pages[0]) >= {"items", "next", "count"}


def test_pages_stay_whole_while_ideas_are_posted(visitor, consultation):
    made = make_ideas(6, consultation)
    first = visitor.get("/ideas?limit=3").json()
    IdeaFactory(consultation=consultation)
    second = visitor.get(f"/ideas?limit=3&cursor={first['next']}").json()
    assert ids([first, second]) == [idea.pk for idea in made]


@pytest.mark.parametrize("sort", sorted(SORTS.keys() - {"unseen"}))
def test_every_order_pages_without_holes_or_doubles(visitor, consultation, sort):
    now = timezone.now()
    trait = {
        "needs_answer": {"status": "owed", "answer_due_at": now},
        "answered": {"status": "accepted", "answered_at": now},
    }.get(sort, {"support_count": 4})
    made = make_ideas(7, consultation, **trait)
    found = ids(follow(visitor, f"/ideas?sort={sort}", limit=3))
    assert sorted(found) == sorted(idea.pk for idea in made)


def test_a_seed_gives_the_same_order_tomorrow(visitor, consultation, time_machine):
    """S74"""
    time_machine.move_to(timezone.now(), tick=False)
    make_ideas(9, consultation)
    first = visitor.get("/ideas?sort=random&limit=2").json()
    order = ids(follow(visitor, f"/ideas?sort=random&seed={first['seed']}"))
    assert order[:2] == ids([first])
    time_machine.move_to(timezone.now() + timedelta(days=1), tick=False)
    make_ideas(2, consultation)
    Idea.objects.filter(pk__gt=max(order)).update(created_at=timezone.now())
    assert ids(follow(visitor, f"/ideas?sort=random&seed={first['seed']}")) == order


def test_a_cursor_is_good_for_its_order_alone(visitor, consultation):
    make_ideas(3, consultation)
    following = visitor.get("/ideas?sort=newest&limit=1").json()["next"]
    is_problem(visitor.get(f"/ideas?sort=popular&cursor={following}"), 422, "invalid")


def test_filters_together_give_everybody_the_same_list_and_count(visitor, as_joon, consultation):
    """S72"""
    traffic = TopicFactory(slug="traffic")
    buses = TopicFactory(slug="buses", parent=traffic)
    place = PlaceFactory(slug="seogyo")
    wanted = make_ideas(2, consultation, topic=buses, place=place, status="accepted", answered_at=timezone.now())
    make_ideas(1, consultation, topic=buses, place=place)
    make_ideas(1, ConsultationFactory(), topic=traffic, status="accepted", answered_at=timezone.now())
    make_ideas(1, consultation, source_board="청와대", source_id="1")
    path = f"/ideas?topic=traffic&place={place.pk}&status=accepted&stage=confirm&consultation=night-bus"
    for caller in (visitor, as_joon):
        page = caller.get(path).json()
        assert ids([page]) == [idea.pk for idea in wanted]
        assert page["count"] == 2
    assert visitor.get("/ideas?topic=traffic").json()["count"] == 4
    assert visitor.get(f"/ideas?topic={buses.pk}").json()["count"] == 3
    assert visitor.get("/ideas?board=청와대").json()["count"] == 1
    assert visitor.get("/ideas?sort=answered").json()["count"] == 3


def test_an_unchanged_answer_is_not_sent_again(visitor, as_mina, idea, observation):
    for path in (
        "/ideas",
        f"/ideas/{idea.pk}",
        "/observations",
        "/consultations",
        "/topics",
        "/events",
        "/openapi.json",
    ):
        for caller in (visitor, as_mina):
            first = caller.get(path)
            tag = first.headers["ETag"]
            again = caller.get(path, **{"If-None-Match": tag})
            assert (again.status_code, again.content) == (304, b""), path
            assert again.headers["ETag"] == tag
            assert caller.get(path, **{"If-None-Match": '"other"'}).status_code == 200
    tag = visitor.get(f"/ideas/{idea.pk}").headers["ETag"]
    as_mina.put(f"/ideas/{idea.pk}/vote", {"value": 1})
    assert visitor.get(f"/ideas/{idea.pk}", **{"If-None-Match": tag}).status_code == 200


def test_what_is_mine_is_kept_by_no_shared_cache(visitor, as_mina, idea):
    mine, anybodys = as_mina.get(f"/ideas/{idea.pk}"), visitor.get(f"/ideas/{idea.pk}")
    assert "private" in mine.headers["Cache-Control"]
    assert "private" not in anybodys.headers["Cache-Control"]
    for answer in (mine, anybodys):
        assert {"Accept-Language", "Authorization", "Cookie"} <= set(answer.headers["Vary"].split(", "))


@pytest.fixture
def crowd(mina, consultation):
    """Many of everything, each by somebody else and of another kind."""
    for number in range(12):
        topic, place = TopicFactory(), PlaceFactory()
        author = UserFactory(official=True) if number % 3 == 0 else UserFactory()
        office = author.department
        fields = {"topic": topic, "place": place, "author": author, "spoke_for": office}
        where = ConsultationFactory() if number % 4 == 0 else consultation
        idea = IdeaFactory(consultation=where, department=DepartmentFactory(), **fields)
        seen = ObservationFactory(consultation=where, **fields)
        idea.observations.add(seen)
        counts.move(None, counts.Cell.of(idea))
    cache.clear()


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/ideas", 9),
        ("/ideas?sort=random", 10),
        ("/ideas?topic={topic}&status=posted", 11),
        ("/observations", 7),
        ("/observations?gathered=true", 7),
        ("/consultations", 9),
        ("/topics", 4),
        ("/places", 4),
        ("/departments", 4),
        ("/events", 6),
    ],
)
def test_a_list_needs_the_same_few_queries_however_long(as_mina, crowd, path, most, django_assert_max_num_queries):
    path = path.format(topic=Topic.objects.first().slug)
    joint = "&" if "?" in path else "?"
    as_mina.get(path)
    for limit in (1, 12):
        cache.clear()
        with django_assert_max_num_queries(most):
            assert as_mina.get(f"{path}{joint}limit={limit}").status_code == 200


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/ideas/{idea}", 6),
        ("/ideas/{idea}/timeline", 8),
        ("/ideas/{idea}/answers", 7),
        ("/ideas/{idea}/attachments", 7),
        ("/ideas/{idea}/progress", 7),
        ("/observations/{observation}", 8),
        ("/consultations/night-bus", 8),
        ("/me", 4),
    ],
)
def test_one_thing_needs_few_queries(as_suho, idea, observation, path, most, django_assert_max_num_queries):
    path = path.format(idea=idea.pk, observation=observation.pk)
    as_suho.get(path)
    with django_assert_max_num_queries(most):
        assert as_suho.get(path).status_code == 200
