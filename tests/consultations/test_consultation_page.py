"""The page of one consultation, as a visitor meets it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from participation.consultations import sections
from participation.consultations.models import ConsultationTranslation, Stage
from participation.consultations.sections import Section
from tests.factories import ConsultationFactory

WALK = "/consultations/walk/"


@pytest.fixture
def walk(db):
    """Ideas for nine more days, then a vote, then the answer."""
    now = timezone.now()
    page = ConsultationFactory(slug="walk", title="걷기 좋은 원도심", stage=None)
    page.stages.add(Stage(kind="propose", starts_at=now - timedelta(days=5), ends_at=now + timedelta(days=9)))
    page.stages.add(Stage(kind="vote", starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=20)))
    page.stages.add(Stage(kind="answer", starts_at=now + timedelta(days=20), ends_at=now + timedelta(days=40)))
    page.save()
    return page


def text_of(response) -> str:
    return response.content.decode()


def test_the_page_says_what_can_be_done_now_and_where(client, walk):
    page = text_of(client.get(WALK))
    assert f'href="/ideas/new/?consultation={walk.pk}"' in page
    assert "제안하기" in page
    assert "투표하기" not in page


@pytest.mark.parametrize(
    ("days", "said", "offered"),
    [
        (0, "제안을 낼 수 있습니다", "제안하기"),
        (10, "투표할 수 있습니다", "투표하기"),
        (21, "투표는 끝났고 표 수는 그대로 볼 수 있습니다", "답변 읽기"),
        (41, "이 참여는 끝났습니다", "결과 보기"),
    ],
)
def test_what_can_be_done_follows_the_dates_and_nobody_presses_a_button(client, walk, days, said, offered):
    """S22"""
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        page = text_of(client.get(WALK))
    assert said in page
    assert offered in page
    assert ("투표하기" in page) is (offered == "투표하기")


def test_within_the_minute_of_its_end_a_stage_is_closed(client, walk):
    """S22"""
    end = walk.stages.order_by("starts_at")[0].ends_at
    with time_machine.travel(end - timedelta(seconds=20), tick=False):
        assert "제안하기" in text_of(client.get(WALK))
    with time_machine.travel(end, tick=False):
        assert "제안하기" not in text_of(client.get(WALK))


def test_the_present_stage_is_marked_in_the_strip(client, walk):
    page = text_of(client.get(WALK))
    assert page.count('aria-current="step"') == 1
    assert "8일 남음" in page or "9일 남음" in page


def test_the_suggestion_box_has_no_strip_and_is_always_open(client, db):
    page = text_of(client.get("/consultations/suggestion-box/"))
    assert "늘 열림" in page
    assert 'class="steps"' not in page


def test_nobody_but_editors_sees_a_draft(client, admin, walk):
    walk.unpublish()
    assert client.get(WALK).status_code == 404
    assert "걷기 좋은 원도심" not in text_of(client.get("/consultations/"))
    client.force_login(admin)
    assert client.get(WALK).status_code == 404
    assert client.get(f"/admin/pages/{walk.pk}/edit/").status_code == 200


def test_a_text_without_translation_is_shown_in_the_original_and_says_so(client, walk):
    """S89"""
    page = text_of(client.get(f"/en{WALK}"))
    assert "has not been translated yet" in page
    assert '<h1 lang="ko">걷기 좋은 원도심</h1>' in page


def test_a_translated_text_is_shown_without_notice(client, walk):
    """S89"""
    walk.words.add(ConsultationTranslation(language="en", title="A centre to walk in", intro="Four streets."))
    walk.save()
    page = text_of(client.get(f"/en{WALK}"))
    assert "<h1>A centre to walk in</h1>" in page
    assert "has not been translated yet" not in page
    assert "<h1>걷기 좋은 원도심</h1>" in text_of(client.get(WALK))


def test_the_language_switch_stays_on_the_page_with_its_query(client, walk):
    """S89"""
    page = text_of(client.get(f"{WALK}?play=abc&x=1"))
    assert 'href="/en/consultations/walk/?play=abc&amp;x=1"' in page
    assert f'href="{WALK}?play=abc&amp;x=1"' in text_of(client.get(f"/en{WALK}?play=abc&x=1"))


@pytest.mark.parametrize("path", [WALK, f"/en{WALK}"])
def test_the_page_needs_few_queries(client, walk, path, django_assert_max_num_queries):
    client.get(path)
    with django_assert_max_num_queries(13):
        client.get(path)


@pytest.fixture
def with_media(walk):
    def put(address: str) -> str:
        """Put the address into the page; returns the block's id."""
        walk.body = [("media", {"title": "걷는 영상", "media": address, "transcript": "사람들이 걷습니다."})]
        walk.save()
        return str(type(walk).objects.get(pk=walk.pk).body[0].id)

    return put


def test_video_is_not_loaded_before_the_reader_asks_for_it(client, with_media):
    block = with_media("https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    page = text_of(client.get(WALK))
    assert "<iframe" not in page
    assert "youtube-nocookie.com/embed" not in page
    assert f'href="?play={block}#media-{block}"' in page
    assert "사람들이 걷습니다." in page


def test_video_plays_in_the_page_after_the_click_without_scripts(client, with_media):
    block = with_media("https://youtu.be/aqz-KE-bpKQ")
    response = client.get(f"{WALK}?play={block}")
    assert 'src="https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ' in text_of(response)
    assert 'title="걷는 영상"' in text_of(response)
    assert "https://www.youtube-nocookie.com" in response.headers["Content-Security-Policy"]


def test_video_of_a_host_that_is_not_known_stays_a_link(client, with_media):
    block = with_media("https://tracker.example/v/1")
    page = text_of(client.get(f"{WALK}?play={block}"))
    assert "<iframe" not in page
    assert '<a href="https://tracker.example/v/1"' in page


# Wagtail leaves the scaled picture's buffer to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_picture_in_the_text_carries_its_alternative_text(client, walk):
    """S12"""
    image = Image.objects.create(title="file-001.png", file=get_test_image_file())
    walk.body = [{"type": "image", "value": {"image": image.pk, "alt_text": "걷는 사람들", "decorative": False}}]
    walk.save()
    assert 'alt="걷는 사람들"' in text_of(client.get(WALK))


def test_other_packages_add_tabs_and_parts(client, walk, monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})
    made = Section("제안", "/ideas/?consultation=1", count=84, note="제안 84건", kinds=frozenset({"propose"}))
    sections.register("ideas", lambda request, page: made)
    sections.register("nothing", lambda request, page: None)
    page = text_of(client.get(WALK))
    assert '<a href="/ideas/?consultation=1">제안 84</a>' in page
    assert page.count("제안 84건") == 1


def test_a_page_takes_no_posts(client, walk):
    response = client.post(WALK)
    assert response.status_code == 405
    assert "이 주소는 그렇게 쓸 수 없습니다" in text_of(response)
    assert "GET" in response.headers["Allow"]


def test_the_page_tells_machines_what_it_is_about(client, walk):
    walk.intro = "</script><b>글"
    walk.save()
    page = text_of(client.get(WALK))
    assert '<script type="application/ld+json">' in page
    assert "\\u003C/script\\u003E\\u003Cb\\u003E글" in page
