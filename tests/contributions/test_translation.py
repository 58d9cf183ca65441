"""What citizens wrote in another language: named as such, translated where a translator is, the original beside it."""

import json
import re
import socket
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone, translation

from ideas.models import Answer
from participation.contributions import machine_translation
from participation.contributions.models import Translation
from participation.contributions.reading import language_of
from tests.factories import IdeaFactory, ObservationFactory

pytestmark = pytest.mark.django_db

BODY = "밤에는 **버스**가 없습니다. [시간표](https://example.org/)를 보십시오."


@pytest.fixture
def korean(mina, consultation):
    return IdeaFactory(author=mina, consultation=consultation, title="심야버스를 더 늘려 주세요", body=BODY)


@translation.override("ko")
def korean_address(idea):
    return idea.get_absolute_url()


def english(idea):
    return f"/en{korean_address(idea)}"


def press(client, idea):
    return client.post(f"/en/ideas/{idea.pk}/translate/", follow=True)


def text_of(page):
    return page.content.decode()


def heading(page):
    return re.search(r"<h1([^>]*)>(.*?)</h1>", text_of(page)).groups()


def test_a_text_in_the_reader_s_language_needs_no_word_about_it(client, korean, translation_server):
    page = text_of(client.get(korean_address(korean)))
    assert "쓴 글입니다" not in page
    assert "/translate/" not in page


def test_where_nothing_translates_the_language_is_named_and_nothing_is_offered(client, korean, settings):
    """S89"""
    settings.TRANSLATION_SITES = []
    page = client.get(english(korean))
    assert "Written in Korean" in text_of(page)
    assert heading(page) == (' lang="ko"', korean.title)
    assert "/translate/" not in text_of(page)
    assert client.post(f"/en/ideas/{korean.pk}/translate/").status_code == 404
    assert client.get(f"/en/ideas/{korean.pk}/translate/").status_code == 404


def test_without_a_translator_a_press_shows_the_original_and_who_could_translate_it(client, korean):
    """S89: nothing is sent anywhere before the reader chooses a service."""
    assert f'action="/en/ideas/{korean.pk}/translate/"' in text_of(client.get(english(korean)))
    page = press(client, korean)
    assert page.redirect_chain == [(f"/en/ideas/{korean.pk}/translate/", 302)]
    assert "Written in Korean" in text_of(page)
    assert '<div class="prose" lang="ko"><p><strong>심야버스를 더 늘려 주세요' in text_of(page)
    links = re.findall(r'href="(https://(?:papago|translate)[^"]*)"', text_of(page))
    assert len(links) == 2
    papago = dict(parse_qsl(urlsplit(unescape(links[0])).query))
    assert (papago["sk"], papago["tk"]) == ("ko", "en")
    assert papago["st"] == f"{korean.title}\n\n밤에는 버스가 없습니다. 시간표를 보십시오."
    assert f'href="{english(korean)}">Back' in text_of(page)


def test_a_long_text_is_cut_where_an_address_would_be_too_long(client, consultation):
    idea = IdeaFactory(consultation=consultation, body="버스 " * 3000)
    page = text_of(client.get(f"/en/ideas/{idea.pk}/translate/"))
    assert "Only the beginning of the text fits" in page
    assert all(len(link) < 16_000 for link in re.findall(r'href="(https://[^"]*)"', page))


def test_a_text_in_the_readers_language_leads_back_from_there(client, korean):
    answer = client.get(f"/ideas/{korean.pk}/translate/")
    assert (answer.status_code, answer.url) == (302, korean_address(korean))


def test_the_language_is_named_in_the_reader_s_own(client, consultation):
    idea = IdeaFactory(consultation=consultation, title="More night buses", body="Please.", language="en")
    assert "영어로 쓴 글입니다" in text_of(client.get(korean_address(idea)))


def test_one_press_shows_the_translation_and_one_more_the_original(client, korean, translation_server):
    """S89"""
    assert f'action="/en/ideas/{korean.pk}/translate/"' in text_of(client.get(english(korean)))
    page = press(client, korean)
    assert page.redirect_chain == [(f"{english(korean)}?translated=1", 302)]
    assert heading(page) == (' lang="en"', "Please run more night buses [en]")
    assert "<strong>bus</strong>" in text_of(page)
    assert "Translated by a machine" in text_of(page)
    assert f'href="{english(korean)}">Show the original' in text_of(page)
    assert heading(client.get(english(korean))) == (' lang="ko"', korean.title)


def test_the_server_is_asked_in_its_own_words(client, korean, translation_server):
    press(client, korean)
    title, body = translation_server.asked
    assert title == {
        "path": "/translate",
        "q": korean.title,
        "source": "ko",
        "target": "en",
        "format": "text",
        "api_key": "a-key",
    }
    assert (body["q"], body["format"]) == (korean.html, "html")


def test_nobody_is_asked_twice_for_the_same_words(client, korean, translation_server):
    press(client, korean)
    press(client, korean)
    client.get(f"{english(korean)}?translated=1")
    assert len(translation_server.asked) == 2
    assert Translation.objects.count() == 1


def test_reading_alone_asks_nobody(client, korean, translation_server):
    page = client.get(f"{english(korean)}?translated=1")
    assert heading(page) == (' lang="ko"', korean.title)
    assert translation_server.asked == []


def test_a_changed_text_is_not_shown_in_its_old_translation(client, korean, translation_server):
    press(client, korean)
    korean.write(title="버스를 줄여 주세요", body="버스가 너무 많습니다.")
    korean.save()
    page = client.get(f"{english(korean)}?translated=1")
    assert heading(page) == (' lang="ko"', "버스를 줄여 주세요")
    press(client, korean)
    assert Translation.objects.get().title == "bus를 줄여 주세요 [en]"


def test_nothing_that_a_translator_sends_is_believed(client, korean, translation_server):
    evil = (
        '<p onclick="steal()">bus</p><script>steal()</script><a href="javascript:steal()">x</a><img src=x onerror=a()>'
    )
    translation_server.answer = lambda asked: json.dumps({"translatedText": evil}).encode()
    page = text_of(press(client, korean))
    prose = page[page.index('<div class="prose"') : page.index("</article>")]
    assert "<p>bus</p>" in prose
    assert not re.search(r"<script|onclick|javascript:|onerror", prose)
    assert "&lt;script&gt;steal()" in re.search(r"<h1.*?</h1>", page, re.DOTALL)[0]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b"{}"),
        (403, b'{"error": "Invalid API key"}'),
        (200, b"not json"),
        (200, b"[]"),
        (200, b'{"translatedText": null}'),
        (200, b'{"translatedText": ""}'),
        (200, b'{"translatedText": "' + b"a" * (1024 * 1024) + b'"}'),
        (200, b"\xff\xfe"),
    ],
)
def test_a_broken_translator_is_said_plainly_and_the_page_stays(client, korean, translation_server, status, answer):
    translation_server.status, translation_server.answer = status, lambda asked: answer
    page = press(client, korean)
    assert page.redirect_chain == [(english(korean), 302)]
    assert page.status_code == 200
    assert "The translation cannot be had at present" in text_of(page)
    assert heading(page) == (' lang="ko"', korean.title)
    assert Translation.objects.count() == 0


def test_a_translator_that_is_away_or_silent_does_not_hold_the_page(client, korean, settings, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.TRANSLATOR_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setattr(machine_translation, "SECONDS", 0.2)
        assert "cannot be had at present" in text_of(press(client, korean))
    assert "cannot be had at present" in text_of(press(client, korean))


def test_too_long_a_text_is_refused_before_it_is_sent(client, mina, consultation, translation_server):
    idea = IdeaFactory(author=mina, consultation=consultation, body="버스 " * 10_000)
    assert "too long to be translated" in text_of(press(client, idea))
    assert translation_server.asked == []


def test_translating_too_often_is_refused(client, korean, translation_server, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "translate": "1/600"}
    assert press(client, korean).status_code == 200
    assert press(client, korean).status_code == 429


def test_what_is_hidden_is_not_translated(client, mina, consultation, translation_server):
    hidden = IdeaFactory(author=mina, consultation=consultation, hidden=True)
    assert client.post(f"/en/ideas/{hidden.pk}/translate/").status_code in {403, 404, 410}
    assert translation_server.asked == []


def test_the_office_s_answer_is_translated_with_the_idea(client, korean, transport, translation_server):
    said = {"idea": korean, "is_interim": True, "department": transport, "reason": "버스"}
    Answer.objects.create(html="<p>버스를 살펴봅니다.</p>", published_at=timezone.now(), **said)
    Answer.objects.create(html="<p>아직 비밀입니다.</p>", **said)
    assert '<div class="prose" lang="ko"><p>버스를 살펴봅니다.' in text_of(client.get(english(korean)))
    page = text_of(press(client, korean))
    assert '<div class="prose" lang="en"><p>bus를 살펴봅니다.' in page
    assert "translated by a machine" in page
    assert not any("비밀" in each["q"] for each in translation_server.asked)


def test_a_foreign_answer_to_an_idea_in_the_reader_s_language_has_the_button_too(
    client, consultation, transport, translation_server
):
    idea = IdeaFactory(consultation=consultation, title="More night buses", body="Please.", language="en")
    Answer.objects.create(
        idea=idea, is_interim=True, reason="버스", html="<p>버스</p>", department=transport, published_at=timezone.now()
    )
    assert text_of(client.get(english(idea))).count(f'action="/en/ideas/{idea.pk}/translate/"') == 1
    assert "<p>bus</p>" in text_of(press(client, idea))


def test_an_observation_is_translated_too(client, mina, consultation, translation_server):
    seen = ObservationFactory(author=mina, consultation=consultation, text="버스 의자가 망가졌습니다.")
    address = f"/en/observations/{seen.pk}/"
    assert "Written in Korean" in text_of(client.get(address))
    page = client.post(f"{address}translate/", follow=True)
    assert heading(page) == (' lang="en"', "bus 의자가 망가졌습니다. [en]")


def test_switching_the_language_keeps_the_page_with_its_dates_and_plurals(client, mina, consultation):
    """S89"""
    idea = IdeaFactory(author=mina, consultation=consultation, created_at=timezone.now() - timedelta(days=3))
    korean_page = text_of(client.get(korean_address(idea)))
    assert re.search(rf'<a[^>]+href="{re.escape(english(idea))}"[^>]*>', korean_page)
    english_page = client.get(english(idea))
    assert english_page.status_code == 200
    moment = timezone.localtime(idea.created_at)
    assert f"{moment.year}년 {moment.month}월 {moment.day}일" in korean_page
    assert re.search(rf"{moment:%b}[a-z.]* {moment.day}, {moment.year}", text_of(english_page))
    assert f'href="{korean_address(idea)}"' in text_of(english_page)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("버스가 없습니다", "ko"),
        ("No bus at night", "en"),
        ("KTX와 GTX가 서는 역", "ko"),
        ("BTX 버스", "ko"),
        ("12345", ""),
        ("", ""),
        ("バスがない", ""),
    ],
)
def test_the_letters_tell_the_language(text, language):
    assert language_of(text) == language


def test_a_translator_that_is_no_address_is_found_before_the_start(settings):
    settings.TRANSLATOR_URL = "file:///etc/passwd"
    with pytest.raises(SystemCheckError, match="TRANSLATOR_URL"):
        call_command("check")
