"""Searching as people do it: by keyboard, on a phone, in both languages, without scripts, with the engine away."""

import json

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from participation.moderation.actions import hide
from search import engines
from search.indexing import index
from search.vocabulary import learn
from tests.factories import IdeaFactory, ObservationFactory, TopicFactory

from .conftest import PHONE

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def written(consultation, mina):
    """Ideas about fine dust and one about buses, an answer to which is in the same thread."""
    topic = TopicFactory(name="환경")
    made = [
        IdeaFactory(
            consultation=consultation, author=mina, topic=topic, title=title, body="자세한 이야기를 길게 적습니다."
        )
        for title in ("미세먼지를 줄입시다", "미세먼지 측정기를 놓아 주세요", "Más participación en Tetuán")
    ]
    made.append(
        IdeaFactory(consultation=consultation, author=mina, title="심야버스를 늘립시다", body="막차가 끊깁니다.")
    )
    for idea in made:
        index(idea)
    learn()
    return made


def box(page: Page):
    return page.get_by_role("main").get_by_role("combobox")


def hits(page: Page) -> list[str]:
    return page.get_by_role("main").get_by_role("article").get_by_role("heading").all_inner_texts()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_suggestions_are_chosen_with_the_keyboard(open_page, written, viewport, assert_accessible):
    page = open_page("/search/", viewport=viewport)
    box(page).press_sequentially("ㅁㅅㅁㅈ")
    option = page.get_by_role("option", name="미세먼지")
    expect(option).to_be_visible()
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(option).to_have_count(0)
    expect(box(page)).to_have_value("ㅁㅅㅁㅈ")
    box(page).fill("미세먼지 측정")
    expect(page.get_by_role("option").first).to_contain_text("측정기")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("미세먼지 측정기를 놓아 주세요")


def test_the_box_of_every_page_suggests_too(open_page, written):
    page = open_page("/en/ideas/", locale="en-GB")
    site = page.get_by_role("search", name="Search the whole site").get_by_role("combobox")
    site.press_sequentially("심야버")
    expect(page.get_by_role("option").first).to_contain_text("심야버스를 늘립시다")
    page.get_by_role("heading", level=1).click()
    expect(page.get_by_role("option")).to_have_count(0)
    site.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("“심야버”")


def test_accents_and_case_do_not_matter(open_page, client, written):
    """S70."""
    for typed in ("participacion", "Tetuan", "TETUÁN"):
        page = open_page(f"/search/?q={typed}")
        assert hits(page) == ["Más participación en Tetuán"]
        found = client.get("/api/v1/search", {"q": typed}).json()
        assert [each["title"] for each in found["items"]] == ["Más participación en Tetuán"]
    expect(page.get_by_role("mark").last).to_have_text("Tetuán")


@pytest.mark.parametrize(("prefix", "meant"), [("", "이것을 찾으셨나요"), ("/en", "Did you mean")])
def test_a_slip_is_put_right(open_page, written, prefix, meant):
    page = open_page(f"{prefix}/search/?q=미세먼디")
    suggestion = page.locator(".search-meant")
    expect(suggestion).to_contain_text("미세먼지")
    suggestion.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("미세먼지")
    assert len(hits(page)) == 2


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_a_wrong_operator_is_explained_and_the_rest_is_searched(open_page, written, viewport, assert_accessible):
    page = open_page("/search/?q=미세먼지 상태:없는말 기간:언제", viewport=viewport)
    expect(page.get_by_role("main")).to_contain_text("상태:없는말")
    expect(page.get_by_role("main")).to_contain_text("2024-01..2024-06")
    assert len(hits(page)) == 2
    assert_accessible(page)


def test_exactly_this_word_leaves_out_longer_ones(open_page, consultation, written):
    index(IdeaFactory(consultation=consultation, title="초미세먼지를 재어 주세요"))
    page = open_page("/search/?q=미세먼지")
    assert len(hits(page)) == 3
    page.get_by_text("꼭 그 낱말만, 또는").click()
    page.get_by_label("꼭 이 낱말만").check()
    page.get_by_role("main").get_by_role("button", name="찾기").click()
    page.wait_for_url("**exact=**")
    assert len(hits(page)) == 2


def test_without_a_script_everything_is_found_and_narrowed(open_page, consultation, written):
    """S72."""
    index(ObservationFactory(text="미세먼지가 뿌옇게 보입니다. 사진을 붙입니다."))
    page = open_page("/search/?q=미세먼지", java_script_enabled=False)
    assert len(hits(page)) == 3
    page.get_by_role("main").get_by_role("link", name="제안").first.click()
    assert len(hits(page)) == 2
    # The value beside the chosen one keeps its count.
    expect(page.get_by_role("main")).to_contain_text("관찰")
    page.get_by_role("main").get_by_role("searchbox").fill("심야버스 -택시")
    page.get_by_role("main").get_by_role("button", name="찾기").click()
    assert hits(page) == ["심야버스를 늘립시다"]
    page.go_back()
    assert len(hits(page)) == 2


def test_what_finds_nothing_says_what_to_try(open_page, written):
    page = open_page('/search/?q="측정기 미세먼지"&kind=idea')
    tries = page.get_by_role("region", name="이렇게 찾으면 나옵니다").get_by_role("link")
    expect(tries.first).to_be_visible()


def test_what_was_hidden_is_nowhere_in_the_search(open_page, client, hana, written):
    """S73: not in hits, counts, facets, suggestions, words, highlights, feeds, the API or what is like it."""
    secret = written[3]
    hide(user=hana, target=secret, reason="광고입니다.")
    page = open_page("/search/?q=심야버스")
    assert hits(page) == []
    expect(page.get_by_role("heading", level=1)).to_contain_text("0")
    box(page).fill("")
    box(page).press_sequentially("ㅅㅇㅂㅅ")
    page.wait_for_timeout(600)
    expect(page.get_by_role("option")).to_have_count(0)
    asked = {
        "/api/v1/search?q=심야버스": "심야버스를",
        "/api/v1/search?q=심야버슈": "심야버스",
        f"/api/v1/search?q={secret.code}": "심야버스",
        "/search/suggest/?q=심야": "심야버스",
        "/search/?q=심야버슈": "심야버스",
        "/search/?kind=idea": "심야버스",
        "/feeds/search.atom?q=심야버스": "심야버스를",
        "/ideas/similar/?title=심야버스를 더 늘려 주세요": "심야버스를 늘립시다",
    }
    for address, told in asked.items():
        assert told not in client.get(address).content.decode(), address
    answer = json.loads(client.get("/api/v1/search?q=심야버스").content)
    assert answer["count"] == 0
    assert not any(answer["facets"].values())


@pytest.mark.parametrize(
    ("prefix", "notice"), [("", "찾기 서버가 대답하지 않습니다"), ("/en", "does not answer at the moment")]
)
def test_lists_come_from_the_database_while_the_engine_is_away(open_page, written, monkeypatch, prefix, notice):
    """S76."""
    monkeypatch.setattr(settings, "ELASTICSEARCH_URL", NOBODY)
    monkeypatch.setattr(engines, "_away_until", 0.0)
    page = open_page(f"{prefix}/search/?q=미세먼지")
    assert len(hits(page)) == 2
    expect(page.get_by_role("main")).to_contain_text(notice)
    page.goto(f"{prefix}/ideas/")
    expect(page.get_by_role("link", name="심야버스를 늘립시다").first).to_be_visible()
