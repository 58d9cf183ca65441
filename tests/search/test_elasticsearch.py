"""Elasticsearch beside the database: kept in step, away and back, written anew."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from elastic_transport import Transport

from participation.events.checkup import examine
from search import engines, finding, korean
from search.elastic import indexes, keeping, renewing
from search.elastic.indexes import Index, fields_of
from search.engines.base import EngineAway
from search.indexing import forget_documents, rebuild, save_documents
from search.models import PendingChange, SearchDoc
from search.query import Filters
from search.registry import Document
from search.similarity import similar

from .conftest import Add, settle

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch, pytest.mark.usefixtures("elasticsearch")]

NOBODY = "http://127.0.0.1:9"
"""An address at which nothing answers."""


def document(number: int, title: str, **values: object) -> Document:
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return Document(object_id=number, title=title, url=f"/{number}/", date=moment, **values)  # type: ignore[arg-type]  # each test gives what it means


def documents_in(index: Index) -> dict[int, str]:
    index.refresh()
    return {object_id: fingerprint for _, _, object_id, fingerprint in index.prints()}


def searched() -> Index:
    index = Index.searched()
    assert index
    return index


def requests_of(monkeypatch: pytest.MonkeyPatch, question: Callable[[], object]) -> list[str]:
    """What a question asks the server for."""
    asked: list[str] = []
    perform = Transport.perform_request

    def counted(self: Transport, method: str, target: str, **options: Any) -> Any:
        asked.append(target)
        return perform(self, method, target, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Transport, "perform_request", counted)
        question()
    return asked


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Take the server away, or bring it back."""
    address = settings.ELASTICSEARCH_URL

    def change(is_away: bool) -> None:
        monkeypatch.setattr(settings, "ELASTICSEARCH_URL", NOBODY if is_away else address)
        monkeypatch.setattr(engines, "_away_until", 0.0)
        monkeypatch.setattr(keeping, "_rests_until", 0.0)

    return change


def test_a_change_is_noted_with_it_or_not_at_all() -> None:
    with transaction.atomic():
        save_documents("idea", [document(1, "버스")])
        transaction.set_rollback(True)
    assert not PendingChange.objects.exists()
    save_documents("idea", [document(1, "버스")])
    assert PendingChange.objects.count() == 1


@pytest.mark.parametrize("hits", [30, 80])
def test_a_page_asks_the_server_once(monkeypatch: pytest.MonkeyPatch, hits: int) -> None:
    written = [document(n, f"버스 {n}", thread=f"idea:{n % (hits // 2)}", topic_id=n % 3 + 1) for n in range(hits)]
    save_documents("idea", written)
    settle()
    found: list[finding.Page] = []
    filters = Filters(topics=(1, 2))
    asked = requests_of(monkeypatch, lambda: found.append(finding.find("버스", filters=filters, grouped=True)))
    assert found[0].count == len([n for n in range(hits) if n % 3 < 2])
    assert len(asked) == 1, asked


@pytest.mark.parametrize(("word", "requests"), [("버스", 1), ("심야버스", 2)])
def test_near_hits_are_not_sought_where_there_can_be_none(
    add: Add, monkeypatch: pytest.MonkeyPatch, word: str, requests: int
) -> None:
    add("심야버스 노선")
    assert len(requests_of(monkeypatch, lambda: finding.find(word))) == requests


def test_without_the_engine_nothing_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ELASTICSEARCH_URL", "")
    save_documents("idea", [document(1, "버스")])
    assert not PendingChange.objects.exists()


def test_the_index_holds_what_everybody_may_see() -> None:
    """S73."""
    save_documents("idea", [document(1, "버스"), document(2, "비밀", visible=False), document(3, "택시")])
    settle()
    assert documents_in(searched()).keys() == {1, 3}
    SearchDoc.objects.filter(object_id=3).update(visible=False)
    keeping.note([("idea", 3)])
    forget_documents("idea", [1])
    settle()
    assert documents_in(searched()) == {}


def test_what_was_hidden_a_moment_ago_is_not_shown(add: Add) -> None:
    """S73: the index may not know yet."""
    number = add("가로등")
    SearchDoc.objects.filter(object_id=number).update(visible=False)
    assert searched().count() == 1
    page = finding.find("가로등")
    assert (page.hits, page.engine) == ([], "elasticsearch")
    assert finding.find("로등수").hits == []
    assert similar("가로등") == []


def test_what_was_deleted_a_moment_ago_ends_no_list(add: Add) -> None:
    for n in range(12):
        add(f"버스 {n}")
    SearchDoc.objects.filter(object_id__gt=4).delete()
    assert finding.find("버스", sort="date", limit=5).next is None
    assert len(finding.find("버스", sort="date", limit=10).hits) == 2


def test_a_late_sending_does_not_win_over_a_newer_one() -> None:
    save_documents("idea", [document(1, "버스")])
    old = SearchDoc.objects.get()
    settle()
    save_documents("idea", [document(1, "택시")])
    settle()
    new = documents_in(searched())
    searched().send([indexes.writing(old, 1)])
    assert documents_in(searched()) == new == {1: fields_of(SearchDoc.objects.get())["fingerprint"]}
    forget_documents("idea", [1])
    settle()
    searched().send([indexes.writing(old, 1)])
    assert documents_in(searched()) == {}


def test_repeating_a_sending_changes_nothing(add: Add) -> None:
    add("버스")
    before = documents_in(searched())
    keeping.note([("idea", 1)])
    settle()
    assert documents_in(searched()) == before


def test_the_database_answers_while_the_server_is_away(add: Add, away: Callable[[bool], None], client: Client) -> None:
    """S76."""
    number = add("가로등 수리")
    away(True)
    page = finding.find("가로등")
    assert [hit.object_id for hit in page.hits] == [number]
    assert page.engine != "elasticsearch"
    assert page.notice
    assert [hit.object_id for hit in similar("가로등을 수리해 주세요")] == [number]
    html = client.get("/en/search/?q=가로등").content.decode()
    assert "does not answer at the moment" in html
    assert client.get("/api/v1/search?q=가로등").json()["notice"]
    away(False)
    assert finding.find("가로등").engine == "elasticsearch"


def test_a_server_that_is_away_is_not_waited_for_twice(
    add: Add, away: Callable[[bool], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    add("가로등")
    away(True)
    finding.find("가로등")
    asked = []
    monkeypatch.setattr(type(engines.named("elasticsearch")), "count", lambda *given: asked.append(given))
    finding.find("가로등")
    assert asked == []


def test_an_index_that_is_not_there_is_a_server_that_is_away(add: Add) -> None:
    number = add("가로등")
    searched().drop()
    page = finding.find("가로등")
    assert [hit.object_id for hit in page.hits] == [number]
    assert page.notice


def test_ten_thousand_changes_are_in_the_index_within_a_minute_of_its_return(away: Callable[[bool], None]) -> None:
    """R5."""
    away(True)
    for begin in range(0, 10_000, 500):
        save_documents(
            "idea", [document(n, f"버스 {n}번", body="노선 이야기 " * 20) for n in range(begin, begin + 500)]
        )
    forget_documents("idea", range(100))
    assert keeping.send_pending() == 0
    assert keeping.waiting() == 10_100
    away(False)
    began = time.monotonic()
    while keeping.send_pending():
        pass
    assert time.monotonic() - began < 60
    searched().refresh()
    assert searched().count() == 9_900
    assert list(keeping.differing(searched())) == []


def test_the_checkup_counts_what_differs_and_repairs_it(add: Add) -> None:
    """R5."""
    for title in ("버스", "택시", "전철"):
        add(title)
    SearchDoc.objects.filter(object_id=1).update(votes=7)
    SearchDoc.objects.filter(object_id=2).delete()
    SearchDoc.objects.filter(object_id=3).update(kind="article")
    assert engines.engine().wrong(repair=False) == 4
    assert engines.engine().wrong(repair=True) == 4
    settle()
    assert engines.engine().wrong(repair=False) == 0
    assert searched().count() == 2


def test_doctor_asks_the_index_too() -> None:
    rebuild()
    settle()
    assert dict(examine(repair=False))["index"] == 0
    Index.writable()[0].send([indexes.deleting("idea", 1, 1)])
    searched().send([{"_op_type": "index", "_id": "idea:9", "version": 1, "_source": {"pk": 9, "kind": "idea",
        "object_id": 9, "fingerprint": "x"}}])  # fmt: skip
    assert dict(examine(repair=False))["index"] == 1


def test_a_rebuild_changes_over_without_a_gap(add: Add) -> None:
    for n in range(30):
        add(f"버스 {n}")
    before = searched()
    seen = []

    def meanwhile(_: int) -> None:
        # A write in the middle reaches both, and whoever searches finds everything.
        save_documents("idea", [document(99, "버스 새것")])
        keeping.send_batch()
        seen.append(finding.find("버스").count)

    renewing.renew(meanwhile)
    assert searched() != before
    assert seen
    assert min(seen) >= 30
    assert finding.find("버스").count == 31
    assert Index.writable() == [before, searched()]
    assert list(keeping.differing(searched())) == []


def test_a_change_during_a_rebuild_wins_over_what_the_rebuild_read(add: Add) -> None:
    add("버스")
    old = SearchDoc.objects.get()
    made = Index.create()
    save_documents("idea", [document(1, "택시")])
    keeping.send_batch()
    indexes.refill(made, iter([old]))
    assert documents_in(made) == {1: fields_of(SearchDoc.objects.get())["fingerprint"]}
    forget_documents("idea", [1])
    keeping.send_batch()
    indexes.refill(made, iter([old]))
    assert documents_in(made) == {}


def test_the_way_back_is_kept_in_step(add: Add, capsys: pytest.CaptureFixture[str]) -> None:
    add("버스")
    before = searched()
    SearchDoc.objects.update(votes=3)
    renewing.renew()
    save_documents("idea", [document(2, "택시")])
    settle()
    call_command("rebuild_search", back=True)
    assert searched() == before
    assert before.name in capsys.readouterr().out
    assert [hit.object_id for hit in finding.find("택시").hits] == [2]


def test_only_one_index_from_before_is_kept(add: Add) -> None:
    add("버스")
    for _ in range(3):
        before = searched()
        renewing.renew()
    assert Index.writable() == [before, searched()]


def test_an_index_that_is_not_like_the_rows_is_not_searched(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    add("버스")
    before = searched()
    monkeypatch.setattr(renewing, "refill", lambda *given: 0)
    with pytest.raises(renewing.RebuildRefused, match="the old one is kept"):
        renewing.renew()
    assert searched() == before
    assert Index.writable() == [before]


def test_a_sample_is_compared_and_not_only_counted(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    add("버스")
    wrong = SearchDoc.objects.get()
    wrong.votes = 999
    monkeypatch.setattr(renewing, "refill", lambda made, *given: made.send([indexes.writing(wrong, 0)]))
    with pytest.raises(renewing.RebuildRefused):
        renewing.renew()


def test_the_state_shows_what_made_the_index(add: Add, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    add("버스")
    shown = client.get("/readyz").json()["parts"]["search"]
    assert shown["ok"]
    assert shown["engine"] == "elasticsearch"
    assert shown["analyser"] == {"normaliser": korean.NORMALISER_VERSION, "mapping": indexes.MAPPING_VERSION}
    assert shown["needs_rebuild"] is False
    assert shown["documents"] == 1
    monkeypatch.setattr(korean, "NORMALISER_VERSION", 10_000)
    assert client.get("/readyz").json()["parts"]["search"]["needs_rebuild"] is True


def test_the_command_says_that_the_server_is_away(away: Callable[[bool], None]) -> None:
    away(True)
    with pytest.raises(CommandError, match="Connection"):
        call_command("rebuild_search", verbosity=0)


def test_there_is_no_way_back_where_nothing_was_before() -> None:
    with pytest.raises(EngineAway, match="no index"):
        renewing.go_back()
