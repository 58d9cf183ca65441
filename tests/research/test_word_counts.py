"""All words of a set, counted by the worker: exact, kept, and the same whoever counts again."""

import csv
import io
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.utils import timezone

from participation.moderation.actions import hide
from participation.research.analysis import words as of_words
from participation.research.results import read
from participation.research.sets import counting, keeping
from participation.research.sets.actions import count_words_of, keep_set
from participation.research.sets.models import WordCount
from search.indexing import index
from search.models import SearchDoc
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db


def publish(title, body, **fields):
    idea = IdeaFactory(title=title, body=body, **fields)
    index(idea)
    return idea


@pytest.fixture
def buses(consultation):
    """The word that tells comes after so much of a text that no sample reads it."""
    long = "그리고 " * of_words.READ_OF_A_TEXT
    made = [
        publish(f"버스 {number}", f"{long} 정류장을 늘려 주세요.", consultation=consultation) for number in range(6)
    ]
    for number in range(20):
        publish(f"공원 {number}", "의자를 고쳐 주세요.", consultation=consultation)
    return made


@pytest.fixture
def kept(mina, buses):
    return keep_set(user=mina, asked=read("q=버스&kind=idea"))


@pytest.fixture
def counted(mina, kept):
    row = count_words_of(user=mina, kept=kept)
    assert counting.count_waiting_words() == 1
    row.refresh_from_db()
    return row


def numbers(row):
    return {word.word: (word.inside, word.outside) for word in counting.told_of(row).words}


def table(client, kept, name):
    text = client.get(f"/research/sets/{kept.code}/{name}.csv").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_every_word_of_every_text_is_counted(counted):
    assert numbers(counted)["정류장"] == (6, 0)
    told = counting.told_of(counted)
    assert (told.read, told.read_of_rest) == (6, SearchDoc.objects.findable().count() - 6)
    assert counted.done == counted.total


def test_it_counts_as_the_page_does_where_the_page_reads_everything(client, counted, monkeypatch):
    monkeypatch.setattr(of_words, "READ_OF_A_TEXT", 100_000)
    words = client.get("/api/v1/research/words", {"q": "버스", "kind": "idea"}).json()["words"]
    assert {word["word"]: (word["inside"], word["outside"]) for word in words} == numbers(counted)


def test_periods_have_their_words_with_all_numbers(client, mina, consultation, add):
    for number in range(12):
        add("버스", (2024, 1 + number // 6), "요금을 내려 주세요" if number < 6 else "노선을 늘려 주세요")
    kept = keep_set(user=mina, asked=read("q=버스"))
    count_words_of(user=mina, kept=kept)
    counting.count_waiting_words()
    rows = [row for row in table(client, kept, "words-by-period") if not row[0].startswith("#")]
    assert [row[:5] for row in rows[1:] if row[2] in ("요금", "노선")] == [
        ["2024-01", "6", "요금", "6", "100.0"],
        ["2024-02", "6", "노선", "6", "100.0"],
    ]


def test_what_was_hidden_since_the_set_was_kept_is_not_counted(kept, buses, hana, mina):
    """S73"""
    hide(user=hana, target=buses[0], reason="광고")
    row = count_words_of(user=mina, kept=kept)
    counting.count_waiting_words()
    row.refresh_from_db()
    assert numbers(row)["정류장"] == (5, 0)
    assert counting.told_of(row).read == 5


def test_asking_again_leads_to_the_same_count(client, mina, kept, counted):
    before = counted.words
    publish("버스 7", "정류장을 늘려 주세요.")
    assert count_words_of(user=mina, kept=kept) == counted
    assert counting.count_waiting_words() == 0
    counted.refresh_from_db()
    assert counted.words == before


def test_killed_in_the_middle_it_is_begun_anew_by_the_next(mina, kept, time_machine, monkeypatch):
    row = count_words_of(user=mina, kept=kept)
    with monkeypatch.context() as patch:
        patch.setattr(counting, "Lexicon", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            counting.count_waiting_words()
    row.refresh_from_db()
    assert (row.done, row.counted_at) == (6, None)
    assert counting.count_waiting_words() == 0  # the lease of the dead one still runs
    time_machine.move_to(timezone.now() + keeping.LEASE + timedelta(minutes=1))
    assert counting.count_waiting_words() == 1
    row.refresh_from_db()
    assert numbers(row)["정류장"] == (6, 0)


def test_who_lost_it_to_another_worker_writes_nothing(mina, kept):
    row = count_words_of(user=mina, kept=kept)
    WordCount.objects.update(leased_until=timezone.now() + timedelta(hours=1))
    with pytest.raises(counting.Taken):
        counting.count_words(row)


def test_the_page_offers_the_count_shows_its_bar_and_then_the_words(client, joon, kept):
    address = f"/research/sets/{kept.code}/words/"
    assert "로그인" in client.get(address).content.decode()
    client.force_login(joon, backend="django.contrib.auth.backends.ModelBackend")
    assert "낱말 세기" in client.get(address).content.decode()
    assert client.post(f"{address}count/")["Location"] == address
    assert "<progress" in client.get(address).content.decode()
    counting.count_waiting_words()
    html = client.get(address).content.decode()
    assert "<progress" not in html
    assert "정류장" in html
    assert client.get(address, headers={"HX-Request": "true"}).content.decode().startswith('<div id="words-state"')


def test_the_file_says_of_which_set_it_is_and_how_it_was_counted(client, kept, counted):
    rows = table(client, kept, "words")
    notes = "\n".join(row[0] for row in rows if row[0].startswith("#"))
    assert kept.code in notes
    assert kept.sha256 in notes
    assert "G²" in notes
    assert ["정류장", "6", "100.0", "0.0"] in [row[:4] for row in rows]


def test_a_set_that_is_not_made_yet_is_counted_afterwards(mina, kept):
    type(kept).objects.filter(pk=kept.pk).update(state="making")
    count_words_of(user=mina, kept=kept)
    assert counting.count_waiting_words() == 0
    type(kept).objects.filter(pk=kept.pk).update(state="ready")
    assert counting.count_waiting_words() == 1


def test_queries_do_not_grow_with_the_words(mina, kept, django_assert_max_num_queries):
    count_words_of(user=mina, kept=kept)
    with django_assert_max_num_queries(20):
        counting.count_waiting_words()
