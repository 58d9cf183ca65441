"""The list of consultations: open, to come, finished; by topic and department."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from participation.consultations import sections
from tests.factories import ConsultationFactory, DepartmentFactory, PlaceFactory, TopicFactory

LIST = "/consultations/"


@pytest.fixture
def three(db):
    """One open, one to come, one finished."""
    now, day = timezone.now(), timedelta(days=1)
    roads = TopicFactory(slug="roads", name="길")
    ConsultationFactory(title="지금 묻는 일", topic=roads, stage_fields={"ends_at": now + 9 * day})
    ConsultationFactory(title="곧 묻는 일", stage_fields={"starts_at": now + day, "ends_at": now + 9 * day})
    ConsultationFactory(title="다 묻은 일", stage_fields={"starts_at": now - 9 * day, "ends_at": now - day})


def page_of(client, **query) -> str:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("state", "shown"), [("", "지금 묻는 일"), ("upcoming", "곧 묻는 일"), ("finished", "다 묻은 일")]
)
def test_each_consultation_stands_where_its_dates_put_it(client, three, state, shown):
    page = page_of(client, state=state)
    assert shown in page
    assert all(title not in page for title in {"지금 묻는 일", "곧 묻는 일", "다 묻은 일"} - {shown})


def test_what_closes_next_comes_first_and_what_never_closes_last(client, three):
    ConsultationFactory(title="내일 닫는 일", stage_fields={"ends_at": timezone.now() + timedelta(days=1)})
    page = page_of(client)
    assert page.index("내일 닫는 일") < page.index("지금 묻는 일") < page.index("제안함")


def test_the_address_of_a_filtered_list_shows_others_the_same(client, three):
    """S72"""
    assert "지금 묻는 일" in page_of(client, topic="roads")
    assert "제안함" not in page_of(client, topic="roads")
    assert 'href="/consultations/?topic=roads"' in page_of(client)


def test_a_topic_holds_the_consultations_of_its_parts(client, three):
    part = TopicFactory(slug="lanes", parent=TopicFactory(slug="roads"))
    ConsultationFactory(title="골목 일", topic=part)
    assert "골목 일" in page_of(client, topic="roads")


def test_a_department_s_consultations_can_be_chosen(client, three):
    ConsultationFactory(title="공원 일", department=DepartmentFactory(slug="parks-office"))
    page = page_of(client, department="parks-office")
    assert "공원 일" in page
    assert "지금 묻는 일" not in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("topic", "no-such"),
        ("department", "no-such"),
        ("state", "x"),
        ("page", "0"),
        ("page", "²"),
        ("place", "no-such"),
    ],
)
def test_a_filter_that_does_not_exist_is_refused_by_name(client, db, name, value):
    response = client.get(LIST, {name: value}, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [name]


def test_a_long_list_goes_on_on_the_next_page(client, db):
    for number in range(13):
        ConsultationFactory(
            title=f"일 {number:02d}", stage_fields={"ends_at": timezone.now() + timedelta(days=number + 1)}
        )
    first, second = page_of(client), page_of(client, page="2")
    assert "일 11" in first
    assert "일 12" not in first
    assert 'href="/consultations/?page=2"' in first
    assert "일 12" in second
    assert "일 11" not in second


def test_an_empty_list_leads_to_the_suggestion_box(client, db):
    assert "/consultations/suggestion-box/" in page_of(client, state="upcoming")


def test_cards_carry_what_other_packages_say_of_them(client, three, monkeypatch):
    monkeypatch.setattr(sections, "_notes", {})
    sections.register_notes("ideas", lambda ids: dict.fromkeys(ids, "제안 84"))
    assert "제안 84" in page_of(client)


@pytest.mark.parametrize("path", [LIST, f"/en{LIST}"])
def test_the_list_needs_few_queries_however_long_it_is(client, three, path, django_assert_max_num_queries):
    for _ in range(8):
        ConsultationFactory(topic=TopicFactory(parent=TopicFactory()), place=PlaceFactory())
    client.get(path)
    with django_assert_max_num_queries(10):
        client.get(path)


def test_a_place_s_consultations_can_be_chosen(client, three):
    ConsultationFactory(title="언덕동 일", place=PlaceFactory(slug="hill", name="언덕동"))
    page = page_of(client, place="hill")
    assert "언덕동 일" in page
    assert "지금 묻는 일" not in page
    assert 'href="/consultations/?place=hill"' in page_of(client)


def test_tabs_say_how_many_there_are_under_the_same_filters(client, three):
    tabs = {tab["label"]: tab["count"] for tab in client.get(LIST, {"topic": "roads"}).context["tabs"]}
    assert list(tabs.values()) == [1, 0, 0]


def test_topics_begin_with_the_first_level_and_open_their_parts_when_chosen(client, three):
    ConsultationFactory(topic=TopicFactory(slug="lanes", name="골목", parent=TopicFactory(slug="roads")))

    def labels(**query: str) -> list[tuple[str, int]]:
        groups = client.get(LIST, query).context["groups"]
        return [(item["label"], item["count"]) for item in groups[0]["items"]]

    assert labels() == [("길", 2)]
    assert labels(topic="roads") == [("길", 2), ("› 골목", 1)]
    assert labels(topic="lanes") == [("길", 2), ("› 골목", 1)]


def test_a_filter_that_exists_and_finds_nothing_is_no_mistake(client, three):
    DepartmentFactory(slug="idle-office")
    assert "/consultations/suggestion-box/" in page_of(client, department="idle-office")


@pytest.mark.parametrize("behind", ["page", "list"])
def test_what_is_private_is_neither_listed_nor_shown(client, three, behind):
    page = ConsultationFactory(title="안에서만 보는 일")
    private = page if behind == "page" else page.get_parent()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.url).status_code == 302
    assert "안에서만 보는 일" not in client.get("/").content.decode()
    if behind == "page":
        assert "안에서만 보는 일" not in page_of(client)


def test_who_may_open_a_consultation_finds_the_way_on_the_list(client, three, suho, mina):
    client.force_login(mina)
    assert "/admin/" not in page_of(client)
    client.force_login(suho)
    assert "/admin/pages/add/consultations/consultationpage/" in page_of(client)
