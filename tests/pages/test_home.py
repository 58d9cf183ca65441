"""The first page: one line to write, four numbers, what is open now, and what others put there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.pages import figures, sections
from participation.pages.sections import Section
from tests.factories import ConsultationFactory

pytestmark = pytest.mark.django_db


def home(client, path: str = "/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_line_about_what_somebody_saw_opens_the_form_with_it(client):
    page = home(client)
    assert '<form class="quick" action="/observations/new/">' in page
    assert 'name="text"' in page


def test_what_is_open_now_has_days_left_and_one_verb(client):
    noon = timezone.localtime().replace(hour=12)
    ConsultationFactory(title="빈집", stage="vote", stage_fields={"ends_at": noon + timedelta(days=9)})
    page = home(client)
    assert "9일 남음" in page
    assert "투표하기" in page
    assert "자세히 보기" not in page


def test_a_consultation_to_come_or_over_is_not_open_now(client):
    now, day = timezone.now(), timedelta(days=1)
    ConsultationFactory(title="곧 하는 일", stage_fields={"starts_at": now + day})
    ConsultationFactory(title="다 한 일", stage_fields={"starts_at": now - 2 * day, "ends_at": now - day})
    page = home(client)
    assert "곧 하는 일" not in page
    assert "다 한 일" not in page
    assert "제안함" in page


def test_with_many_open_the_link_says_how_many(client):
    for _ in range(4):
        ConsultationFactory()
    assert "전체 5건" in home(client)


@pytest.fixture
def counted(monkeypatch):
    """Figures that count how often they were asked for."""
    asked = []
    monkeypatch.setattr(figures, "_counts", {})

    def count(name: str, number: int):
        def function() -> int:
            asked.append(name)
            return number

        return function

    for name, number in {"observations": 1482, "votes": 52310, "answers": 118, "answered_in_time": 96}.items():
        figures.register(name, count(name, number))
    return asked


def test_the_four_steps_show_what_was_counted(client, counted):
    page = home(client)
    assert "1,482" in page
    assert "52,310" in page
    assert "기한 안 답변 96%" in page


def test_counting_is_not_done_anew_for_every_visitor(client, counted):
    home(client)
    home(client, "/en/")
    assert sorted(counted) == ["answered_in_time", "answers", "observations", "votes"]


def test_other_packages_add_parts(client, monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})
    part = Section("요즘 힘을 얻는 제안", "components/callout.html", {}, "/ideas/", "모든 제안")
    sections.register("ideas", lambda request: part)
    sections.register("nothing", lambda request: None)
    page = home(client)
    assert "요즘 힘을 얻는 제안" in page
    assert '<a href="/ideas/">모든 제안</a>' in page


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_the_first_page_needs_few_queries(client, path, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(sections, "_sections", {})
    for _ in range(5):
        ConsultationFactory()
    home(client, path)
    with django_assert_max_num_queries(12):
        home(client, path)


def test_the_head_names_the_page_s_address_and_languages(client, settings):
    page = home(client, "/en/?x=1")
    assert f'<link rel="canonical" href="{settings.BASE_URL}/en/">' in page
    assert f'hreflang="ko" href="{settings.BASE_URL}/?x=1"' in page
    assert '"@type": "WebSite"' in page
    assert '<meta property="og:title"' in page


@pytest.mark.parametrize(("answers", "share", "said"), [(0, 100, False), (3, None, False), (3, 100, True)])
def test_no_promise_is_called_kept_before_there_was_an_answer(client, monkeypatch, answers, share, said):
    monkeypatch.setattr(figures, "_counts", {})
    figures.register("answers", lambda: answers)
    figures.register("answered_in_time", lambda: share)
    assert ("기한 안 답변" in home(client)) is said


@pytest.mark.parametrize(
    "address", ["/campaigns/", "/results/", "/changes/", "/departments/", "/counting/", "/ledger/"]
)
def test_each_page_leads_to_what_became_of_ideas_and_how_they_are_counted(client, address):
    footer = client.get("/").text.split("<footer")[1]
    assert f'<a href="{address}">' in footer
    assert client.get(address).status_code == 200
