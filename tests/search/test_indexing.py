"""Keeping documents in step with what they stand for."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language, override

from search import korean, registry
from search.engines import sqlite
from search.finding import find
from search.indexing import adjust, index, index_many, rebuild, remove
from search.models import TITLE_LENGTH, SearchDoc
from search.registry import Document, register

pytestmark = pytest.mark.django_db

HIDDEN, DRAFT = "hidden ", "draft "


def document_of(group: Group) -> Document | None:
    """A group stands for any content: search knows none."""
    if group.name.startswith(DRAFT):
        return None
    return Document(
        object_id=group.pk,
        title=group.name,
        url=f"/{get_language()}/{group.pk}/",
        date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        visible=not group.name.startswith(HIDDEN),
    )


@pytest.fixture(autouse=True)
def registered(db: None) -> Iterator[None]:
    kept = dict(registry._searchables)
    registry._searchables.clear()
    Group.objects.all().delete()
    register(Group, document_of, label="Crowd")
    yield
    registry._searchables.clear()
    registry._searchables.update(kept)


def titles(query: str) -> list[str]:
    return [hit.title for hit in find(query).hits]


def test_an_object_is_found_after_its_index_and_not_after_its_removal() -> None:
    group = Group.objects.create(name="마을 모임")
    index(group)
    (hit,) = find("모임").hits
    assert (hit.kind, hit.kind_label, hit.object_id) == ("group", "Crowd", group.pk)
    remove(group)
    assert titles("모임") == []


def test_indexing_twice_keeps_one_row() -> None:
    group = Group.objects.create(name="마을 모임")
    index(group)
    group.name = "동네 모임"
    index(group)
    assert titles("모임") == ["동네 모임"]
    assert titles("마을") == []


def test_a_draft_and_a_hidden_thing_are_not_found() -> None:
    """S1, S73."""
    group = Group.objects.create(name="마을 모임")
    index(group)
    group.name = f"{DRAFT}마을 모임"
    index(group)
    assert not SearchDoc.objects.exists()
    group.name = f"{HIDDEN}마을 모임"
    index(group)
    assert titles("모임") == []


def test_the_document_lives_and_dies_with_the_transaction() -> None:
    group = Group.objects.create(name="마을 모임")
    with transaction.atomic():
        index(group)
        transaction.set_rollback(True)
    assert titles("모임") == []


def test_addresses_are_stored_without_the_writers_language() -> None:
    with override("en"):
        index(Group.objects.create(name="마을 모임"))
    assert SearchDoc.objects.get().url.startswith("/ko/")


def test_columns_without_words_change_cheaply() -> None:
    group = Group.objects.create(name="마을 모임")
    index(group)
    with CaptureQueriesContext(connection) as queries:
        adjust(group, votes=7, status="done")
    assert len(queries) == 1
    (hit,) = find("모임 status:done").hits
    assert hit.votes == 7
    with pytest.raises(ValueError, match="title"):
        adjust(group, title="x")


def test_many_are_saved_in_few_queries() -> None:
    groups = [Group.objects.create(name=f"모임 {n}") for n in range(40)]
    with CaptureQueriesContext(connection) as queries:
        assert index_many(groups) == 40
    assert len(queries) < 10
    assert find("모임").count == 40


def test_what_no_database_takes_is_left_out() -> None:
    group = Group(pk=1, name="모\x00임\ud800" + "가" * 1_000)
    index(group)
    assert len(SearchDoc.objects.get().title) == TITLE_LENGTH
    assert SearchDoc.objects.get().normaliser == korean.NORMALISER_VERSION


def test_a_rebuild_mends_what_disagrees() -> None:
    kept, changed, lost = (Group.objects.create(name=f"모임 {name}") for name in ("하나", "둘", "셋"))
    index_many([kept, changed])
    Group.objects.filter(pk=changed.pk).update(name="모임 넷")
    SearchDoc.objects.create(
        kind="gone", object_id=5, title="모임", title_terms="모임", url="/", date=dt.datetime.now(dt.UTC),
        normaliser=1, indexed_at=dt.datetime.now(dt.UTC),
    )  # fmt: skip
    seen: list[int] = []
    assert rebuild(progress=seen.append) == 3
    assert sum(seen) == 3
    assert sorted(titles("모임")) == ["모임 넷", "모임 셋", "모임 하나"]
    assert lost.pk in SearchDoc.objects.values_list("object_id", flat=True)


def test_everything_stays_findable_during_a_rebuild() -> None:
    groups = [Group.objects.create(name=f"모임 {n}") for n in range(3)]
    index_many(groups)
    counts: list[int] = []
    rebuild(progress=lambda _: counts.append(find("모임").count))
    assert counts == [3]


def test_the_command_says_what_can_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    Group.objects.create(name="모임")
    call_command("rebuild_search")
    assert "1 documents can be found." in capsys.readouterr().out
    assert titles("모임") == ["모임"]


@pytest.mark.parametrize("name", ["lucene", "sqlite", "postgresql", "elasticsearch"])
def test_an_engine_that_is_not_here_is_refused_by_name(name: str) -> None:
    if name == connection.vendor:
        call_command("rebuild_search", engine=name, verbosity=0)
        return
    with pytest.raises(CommandError, match=name):
        call_command("rebuild_search", engine=name)


def test_two_models_cannot_share_a_kind() -> None:
    with pytest.raises(ValueError, match="group"):
        register(SearchDoc, document_of, kind="group")


def test_an_unregistered_model_says_so() -> None:
    with pytest.raises(LookupError, match="SearchDoc"):
        index(SearchDoc())


# Only SQLite keeps its index beside the table.
if connection.vendor == "sqlite":

    @pytest.mark.parametrize("noticed", [True, False])
    def test_a_rebuild_puts_back_what_a_migration_dropped(noticed: bool) -> None:
        """SQLite makes a table anew to change it, and its triggers go with the old one."""
        group = Group.objects.create(name="모임")
        with connection.cursor() as cursor:
            for trigger in ("insert", "update", "delete"):
                cursor.execute(f"DROP TRIGGER search_index_{trigger}")
            index(group)
            if noticed:
                for statement in sqlite.CREATE:
                    cursor.execute(statement)
        assert find('"모임"').hits == []
        rebuild()
        assert titles("모임") == ["모임"]
        remove(group)
        assert titles("모임") == []


def test_kinds_are_named_in_the_readers_language() -> None:
    label: Any = registry.kind_label("group")
    assert label == "Crowd"
    assert registry.kind_label("unknown") == "unknown"
