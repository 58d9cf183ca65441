"""Sets of results that are cited: they stay what they were, and say what has changed since."""

import csv
import hashlib
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
from django.utils import timezone, translation

from ideas.merging.actions import merge_ideas
from participation.accounts.actions import close_account
from participation.accounts.models import Capacity
from participation.moderation.actions import hide
from participation.research import results
from participation.research.results import fingerprint, packed, read, unpacked
from participation.research.sets import actions, comparing, keeping
from participation.research.sets.actions import keep_set
from participation.research.sets.citing import apa, bibtex, escaped, ris
from participation.research.sets.models import ResultSet
from search.indexing import index, remove
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db


def publish(title, **fields):
    idea = IdeaFactory(**{"title": title, "body": "우리 동네 이야기입니다.", **fields})
    index(idea)
    return idea


@pytest.fixture
def buses(mina):
    return [publish(f"버스 {number}번을 늘립시다", author=mina) for number in range(1, 6)]


@pytest.fixture
def kept(mina, buses):
    return keep_set(user=mina, asked=read("q=버스&kind=idea"))


def page(client, kept):
    return client.get(kept.get_absolute_url()).content.decode()


def test_a_set_stores_what_was_found_and_how(kept, buses):
    assert (kept.count, kept.is_ready) == (5, True)
    assert unpacked(kept.ids) == sorted(f"idea/{idea.pk}" for idea in buses)
    assert kept.engine in {"sqlite", "postgresql"}
    assert kept.tree["all"][0][0]["text"] == "버스"
    assert kept.tree["filters"] == {"kinds": ["idea"]}


def test_a_set_of_exact_words_holds_no_longer_ones(mina, buses):
    """What is kept, mailed and taken away is what the search showed."""
    publish("콜버스를 늘립시다")
    for words in ("q=버스&exact=on", "q=낱말:버스"):
        assert keep_set(user=mina, asked=read(words)).count == results.count(read(words)) == len(buses)
    assert results.count(read("q=버스")) == len(buses) + 1
    with translation.override("en"):
        assert read("q=버스&exact=on").title == "“버스” · whole words only"


def test_whatever_is_asked_has_a_title(mina, buses):
    for address in ("consultation=5", "thread=idea:5", "kind=idea"):
        assert keep_set(user=mina, asked=read(address)).title


def test_anybody_can_work_the_hash_out(kept, client):
    lines = client.get(f"/research/sets/{kept.code}/ids.txt").content
    assert hashlib.sha256(b"".join(sorted(lines.splitlines(keepends=True)))).hexdigest() == kept.sha256


def test_the_hash_does_not_depend_on_the_order(db):
    assert fingerprint(["idea/10", "idea/9"]) == fingerprint(["idea/9", "idea/10", "idea/9"])
    assert fingerprint(["idea/9"]) == hashlib.sha256(b"idea/9\n").hexdigest()
    assert unpacked(packed(["b/1", "a/1"])) == ["a/1", "b/1"]


def test_opened_later_it_says_now_then_and_since_hidden(kept, buses, client, hana, time_machine):
    """Now 214, then 201, 3 since hidden."""
    hide(user=hana, target=buses[0], reason="광고")
    hide(user=hana, target=buses[1], reason="광고")
    publish("버스 6번을 늘립시다")
    publish("버스 7번을 늘립시다")
    publish("버스 8번을 늘립시다")
    remove(buses[2])
    time_machine.move_to(kept.made_at + timedelta(hours=1))
    html = page(client, kept)
    assert "지금 5건, 그때 5건, 새로 3건, 그 뒤 가려짐 2건, 이제 없음 1건" in html
    assert kept.sha256 in html
    assert f"분석기 {kept.normaliser}" in html


def test_what_is_hidden_is_not_counted_any_more_at_once(kept, buses, client, hana, time_machine):
    """S73."""
    assert "지금 5건, 그때 5건" in page(client, kept)
    hide(user=hana, target=buses[0], reason="광고")
    assert "지금 4건, 그때 5건, 그 뒤 가려짐 1건" in page(client, kept)
    added = publish("버스 6번을 늘립시다")
    time_machine.move_to(kept.made_at + timedelta(hours=1))
    assert "지금 5건" in page(client, kept)
    hide(user=hana, target=added, reason="광고")
    html = page(client, kept)
    assert "지금 4건" in html
    assert f"idea/{added.pk}" not in html


def test_a_changed_text_is_told_apart_from_a_hidden_one(kept, buses, client, time_machine):
    buses[0].write(title="지하철을 늘립시다", body="지하철")
    buses[0].save()
    index(buses[0])
    time_machine.move_to(kept.made_at + timedelta(hours=1))
    assert "그 뒤 바뀜 1건" in page(client, kept)


def test_the_same_results_are_said_to_be_the_same(kept, client, time_machine):
    time_machine.move_to(kept.made_at + timedelta(hours=1))
    assert "지금 5건, 그때 5건" in page(client, kept)
    assert "똑같은 결과" in page(client, kept)


def test_a_set_itself_never_changes(kept, buses, client, time_machine):
    before = (kept.count, kept.sha256, bytes(kept.ids), kept.made_at)
    publish("버스 6번을 늘립시다")
    time_machine.move_to(kept.made_at + timedelta(days=400))
    page(client, kept)
    kept.refresh_from_db()
    assert (kept.count, kept.sha256, bytes(kept.ids), kept.made_at) == before


def test_large_sets_are_made_by_the_worker(mina, buses, client, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    kept = keep_set(user=mina, asked=read("q=버스"))
    assert not kept.is_ready
    assert "만들고 있습니다" in page(client, kept)
    assert keeping.make_waiting_sets() == 1
    kept.refresh_from_db()
    assert (kept.count, kept.is_ready) == (5, True)
    assert keeping.make_waiting_sets() == 0


def test_a_set_whose_worker_died_is_made_by_the_next(mina, buses, monkeypatch, time_machine):
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    kept = keep_set(user=mina, asked=read("q=버스"))
    assert list(keeping.claimed(ResultSet.objects.all())) == [kept]
    assert keeping.make_waiting_sets() == 0
    time_machine.move_to(kept.made_at + keeping.LEASE + timedelta(minutes=1))
    assert keeping.make_waiting_sets() == 1


def test_a_large_set_is_compared_by_the_worker_and_says_the_same(kept, buses, client, hana, monkeypatch, time_machine):
    """Now 214, then 201, 3 since hidden: of any size."""
    monkeypatch.setattr(comparing, "AT_ONCE", 3)
    hide(user=hana, target=buses[0], reason="광고")
    publish("버스 6번을 늘립시다")
    time_machine.move_to(kept.made_at + timedelta(hours=1))
    before = page(client, kept)
    assert "지금 5건, 그때 5건" in before
    assert "다시 견주고 있습니다" in before
    assert comparing.compare_waiting_sets() == 1
    html = page(client, kept)
    assert "지금 5건, 그때 5건, 새로 1건, 그 뒤 가려짐 1건" in html
    assert "다시 견주고 있습니다" not in html
    assert comparing.compare_waiting_sets() == 0


def test_a_comparison_whose_worker_died_is_made_by_the_next(kept, client, monkeypatch, time_machine):
    monkeypatch.setattr(comparing, "AT_ONCE", 3)
    time_machine.move_to(kept.made_at + timedelta(hours=1))
    page(client, kept)
    with monkeypatch.context() as patch:
        patch.setattr(comparing, "ids_of", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            comparing.compare_waiting_sets()
    assert comparing.compare_waiting_sets() == 0
    time_machine.move_to(timezone.now() + keeping.LEASE + timedelta(minutes=1))
    assert comparing.compare_waiting_sets() == 1


def test_it_says_which_results_differ_and_of_hidden_ones_only_the_id(kept, buses, client, hana, time_machine, settings):
    hide(user=hana, target=buses[0], reason="광고")
    new = publish("=버스 6번을 늘립시다")
    time_machine.move_to(kept.made_at + timedelta(hours=1))
    html = page(client, kept)
    assert f"idea/{buses[0].pk}" in html
    assert buses[0].title not in html
    assert f"/ideas/{new.pk}/" in html
    text = client.get(f"/research/sets/{kept.code}/changes.csv").content.decode("utf-8-sig")
    rows = [row for row in csv.reader(text.splitlines()) if not row[0].startswith("#")]
    assert rows[1:] == [
        [f"idea/{new.pk}", "새로", "'=버스 6번을 늘립시다", f"{settings.BASE_URL}{new.get_absolute_url()}"],
        [f"idea/{buses[0].pk}", "그 뒤 가려짐", "", ""],
    ]


def test_a_merged_idea_is_not_said_to_be_hidden(kept, buses, client, hana, time_machine):
    merge_ideas(user=hana, source=buses[0], target=buses[1], reason="같은 제안입니다")
    time_machine.move_to(kept.made_at + timedelta(hours=1))
    html = page(client, kept)
    assert "지금 4건, 그때 5건, 그 뒤 합쳐지거나 나뉨 1건" in html


def test_a_set_compared_by_another_engine_says_so(kept, client, monkeypatch, time_machine):
    time_machine.move_to(kept.made_at + timedelta(hours=1))
    assert "분석기로 견주었습니다" not in page(client, kept)
    monkeypatch.setattr(comparing, "searched_with", lambda: {"engine": "elasticsearch", "normaliser": 9})
    time_machine.move_to(kept.made_at + timedelta(hours=2))
    assert "분석기로 견주었습니다: elasticsearch (분석기 9)" in page(client, kept)


def test_walking_in_small_steps_finds_the_same(kept, buses):
    steps = [[row.object_id for row in each.documents] for each in results.walk(kept.asked, step=2)]
    assert sorted(number for step in steps for number in step) == sorted(idea.pk for idea in buses)
    assert [len(step) for step in steps] == [2, 2, 1]


# Citations


def test_citations_have_korean_titles_and_the_address(kept, client):
    html = page(client, kept)
    assert "검색 결과: “버스” · 제안" in html
    for form, begins in (("bib", "@misc{"), ("ris", "TY  - DATA"), ("apa", "마당")):
        text = client.get(f"/research/sets/{kept.code}/cite.{form}").content.decode()
        assert text.startswith(begins)
        assert f"/research/sets/{kept.code}/" in text
        assert "버스" in text


@pytest.mark.parametrize(
    ("language", "begins"), [("ko", "마당. (2026년 3월 2일). 검색 결과:"), ("en", "Madang. (2026, March 2). ")]
)
def test_a_reference_has_its_date_as_the_language_writes_it(kept, language, begins):
    kept.made_at = datetime(2026, 3, 2, 3, tzinfo=UTC)
    with translation.override(language):
        assert apa(kept).startswith(begins)


def test_bibtex_is_escaped(kept):
    kept.title = r"50% & {버스}_#1 $x \ ~"
    text = bibtex(kept)
    assert r"50\% \& \{버스\}\_\#1 \$x \textbackslash{} \textasciitilde{}" in text
    assert escaped("마당") == "마당"


def test_ris_has_no_line_that_a_title_could_make(kept):
    kept.title = "버스\r\nUR  - https://example.org/"
    assert "\r\nUR  - https://example.org/" not in ris(kept)
    assert ris(kept).endswith("ER  - \r\n")


def test_an_unknown_format_is_not_there(kept, client):
    assert client.get(f"/research/sets/{kept.code}/cite.doc").status_code == 404
    assert client.get("/research/sets/md.set.2026.nothing/").status_code == 404


# Who keeps them


def test_the_page_of_a_set_names_nobody(kept, client):
    assert "미나" not in page(client, kept)


def test_sets_outlive_the_account(kept, mina, client):
    close_account(user=mina, account=mina)
    kept.refresh_from_db()
    assert kept.owner is None
    assert client.get(kept.get_absolute_url()).status_code == 200


def test_keeping_asks_first_and_leads_to_the_set(client, joon, buses):
    client.force_login(joon, backend="django.contrib.auth.backends.ModelBackend")
    assert "5" in client.get("/research/sets/new/?q=버스").content.decode()
    assert not ResultSet.objects.exists()
    answer = client.post("/research/sets/new/?q=버스")
    assert answer["Location"] == ResultSet.objects.get().get_absolute_url()
    assert ResultSet.objects.get().code in client.get("/research/sets/").content.decode()
    assert joon.capacity == Capacity.CITIZEN


def test_nothing_can_be_kept_of_nothing(client, joon):
    client.force_login(joon, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/research/sets/new/?q=").status_code == 302
    assert not ResultSet.objects.exists()
