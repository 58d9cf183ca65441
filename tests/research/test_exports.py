"""Exports: all results as a package, made in the background, taken up again by whoever comes after a kill."""

import codecs
import csv
import io
import json
import zipfile
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.html import escape

from participation.accounts.actions import close_account
from participation.datasets.cells import plain, unguarded
from participation.errors import Conflict, Invalid, NotAllowed, TooManyRequests
from participation.moderation.actions import hide
from participation.research import results
from participation.research.exports import making, tidying
from participation.research.exports.actions import MOST_AT_ONCE, ask_for_export, cancel_export
from participation.research.exports.models import Export
from participation.research.results import fingerprint, read
from search.indexing import index
from tests.datasets.packages import described, problems, rows_of
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db
BUSES = "kind=idea&q=버스"


def publish(title, **fields):
    idea = IdeaFactory(**{"title": title, "body": "우리 동네 이야기입니다.", **fields})
    index(idea)
    return idea


@pytest.fixture
def buses(mina, consultation):
    return [publish(f"버스 {number}번을 늘립시다", author=mina, consultation=consultation) for number in range(1, 8)]


@pytest.fixture
def export(joon, buses):
    return ask_for_export(user=joon, asked=read(BUSES), formats=["csv", "jsonl"])


def claim():
    claimed = making.claim()
    assert claimed is not None
    return claimed


def unpacked(export, folder):
    export.refresh_from_db()
    with default_storage.open(export.path) as file:
        zipfile.ZipFile(io.BytesIO(file.read())).extractall(folder)
    return folder


def test_an_export_holds_all_results_as_a_data_package(export, buses, tmp_path):
    assert making.make_waiting_exports() == 1
    folder = unpacked(export, tmp_path)
    assert problems(folder) == []
    assert {row["number"] for row in rows_of(folder, "results")} == {idea.pk for idea in buses}
    assert {path.name for path in folder.iterdir()} == {
        "results.csv", "results.jsonl", "removed.csv", "codebook.csv", "README.md", "datapackage.json"
    }  # fmt: skip


def test_the_package_says_what_was_asked_and_how_to_check_it(export, tmp_path):
    making.make_waiting_exports()
    folder = unpacked(export, tmp_path)
    query = described(folder)["query"]
    assert query["tree"]["filters"] == {"kinds": ["idea"]}
    assert query["count"] == 7
    ids = [row["id"] for row in rows_of(folder, "results")]
    assert query["ids_sha256"] == fingerprint(ids) == export.ids_sha256
    assert described(folder)["licenses"]


def test_an_answer_has_the_thread_of_its_idea(export, tmp_path, buses):
    making.make_waiting_exports()
    folder = unpacked(export, tmp_path)
    assert all(row["thread"] == row["id"] == f"idea/{row['number']}" for row in rows_of(folder, "results"))


def test_a_spreadsheet_knows_the_letters_and_the_cells(joon, tmp_path):
    """The mark in front says that they are UTF-8; commas and quotes part no text."""
    publish("버스", body='하나, "둘", 셋')
    ask_for_export(user=joon, asked=read(BUSES))
    making.make_waiting_exports()
    written = (unpacked(Export.objects.get(), tmp_path) / "results.csv").read_bytes()
    assert written.startswith(codecs.BOM_UTF8)
    with (tmp_path / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert dict(zip(header, row, strict=True))["text"] == '하나, "둘", 셋'


def test_no_text_becomes_a_formula(joon, tmp_path):
    publish("=버스(1)", body="@버스\n둘째 줄")
    export = ask_for_export(user=joon, asked=read(BUSES))
    making.make_waiting_exports()
    with (unpacked(export, tmp_path) / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    cells = dict(zip(header, row, strict=True))
    assert cells["title"] == "'=버스(1)"
    assert unguarded(cells["title"]) == "=버스(1)"


def test_killed_in_the_middle_it_is_taken_up_where_it_stopped(export, tmp_path, monkeypatch, time_machine):
    time_machine.move_to(export.created_at)
    monkeypatch.setattr(making, "STEP", 2)
    hold, held = making._hold, []

    def killed(export, *fields):
        hold(export, *fields)
        held.append(fields)
        if len(held) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(making, "_hold", killed)
        with pytest.raises(KeyboardInterrupt):
            making.make_waiting_exports()
    export.refresh_from_db()
    assert (export.state, export.done, export.parts) == (Export.State.RUNNING, 4, 2)
    assert making.make_waiting_exports() == 0  # the lease of the dead one still runs
    time_machine.move_to(export.created_at + timedelta(minutes=6))
    first = default_storage.get_modified_time(export.part_path(1))
    assert making.claim() is not None
    export.refresh_from_db()
    making.gather(export)
    assert default_storage.get_modified_time(export.part_path(1)) == first  # not written again
    making.finish(export)
    assert len(rows_of(unpacked(export, tmp_path), "results")) == 7


def test_killed_while_writing_a_part_nothing_is_twice_in_it(export, tmp_path, monkeypatch, time_machine):
    time_machine.move_to(export.created_at)
    monkeypatch.setattr(making, "STEP", 2)

    def killed(export, *fields):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(making, "_hold", killed)
        with pytest.raises(KeyboardInterrupt):
            making.make_waiting_exports()
    time_machine.move_to(export.created_at + timedelta(minutes=6))
    assert making.make_waiting_exports() == 1
    ids = [row["id"] for row in rows_of(unpacked(export, tmp_path), "results")]
    assert len(ids) == len(set(ids)) == 7


def test_what_gets_on_is_not_given_up_however_often_its_worker_is_killed(export, monkeypatch, time_machine):
    monkeypatch.setattr(making, "STEP", 2)
    hold = making._hold

    def killed(export, *fields):
        hold(export, *fields)
        raise KeyboardInterrupt

    for attempt in range(4):
        time_machine.move_to(export.created_at + timedelta(minutes=6 * attempt))
        with monkeypatch.context() as patch:
            patch.setattr(making, "_hold", killed)
            with pytest.raises(KeyboardInterrupt):
                making.make_waiting_exports()
    time_machine.move_to(export.created_at + timedelta(hours=1))
    assert making.make_waiting_exports() == 1
    export.refresh_from_db()
    assert (export.state, export.row_count, export.attempts) == (Export.State.READY, 7, 5)


def test_what_kills_its_worker_again_and_again_is_given_up_and_can_be_asked_for_anew(
    export, client, monkeypatch, time_machine
):
    def broken(export):
        raise OSError("no room")

    monkeypatch.setattr(making, "gather", broken)
    for attempt in range(5):
        time_machine.move_to(export.created_at + timedelta(minutes=6 * attempt))
        making.make_waiting_exports()
    export.refresh_from_db()
    assert export.state == Export.State.FAILED
    html = client.get(export.get_absolute_url()).content.decode()
    assert "파일을 만들지 못했습니다" in html
    assert f'href="/research/exports/new/?{escape(export.address)}"' in html
    assert tidying.send_mails() == 1
    assert mail.outbox[0].to == [export.owner.email]


def test_memory_and_queries_do_not_grow_with_the_results(joon, mina, consultation, django_assert_max_num_queries):
    for number in range(30):
        publish(f"버스 {number}번", author=mina, consultation=consultation)
    export = ask_for_export(user=joon, asked=read(BUSES))
    claimed = claim()
    with django_assert_max_num_queries(30):
        making.gather(claimed)
        making.finish(claimed)
    export.refresh_from_db()
    assert export.row_count == 30


def test_what_is_hidden_while_it_is_made_is_left_out(export, buses, hana, tmp_path):
    """S73"""
    claimed = claim()
    making.gather(claimed)
    hide(user=hana, target=buses[0], reason="광고")
    making.finish(claimed)
    folder = unpacked(export, tmp_path)
    assert buses[0].pk not in {row["number"] for row in rows_of(folder, "results")}
    with (folder / "removed.csv").open(encoding="utf-8-sig", newline="") as file:
        removed = list(csv.DictReader(file))
    assert [(row["id"], row["why"]) for row in removed] == [(f"idea/{buses[0].pk}", "hidden")]
    assert described(folder)["query"]["count"] == 6


def test_what_is_hidden_while_the_file_is_written_withdraws_it(export, buses, hana, client, deliver_all, monkeypatch):
    """S73: the word of it came when there was no file yet."""
    packed = results.packed

    def hidden_meanwhile(ids):
        hide(user=hana, target=buses[0], reason="광고")
        deliver_all()
        return packed(ids)

    monkeypatch.setattr(making, "packed", hidden_meanwhile)
    making.make_waiting_exports()
    export.refresh_from_db()
    assert export.state == Export.State.WITHDRAWN
    assert client.get(f"/research/exports/{export.token}/file/").status_code == 410


def test_half_a_file_of_a_killed_worker_is_neither_offered_nor_left(export, client, monkeypatch, time_machine):
    time_machine.move_to(export.created_at)
    save = default_storage.save

    def killed(path, content):
        if path.endswith(".zip"):
            save(path, ContentFile(content.read(10)))
            raise KeyboardInterrupt
        return save(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            making.make_waiting_exports()
    export.refresh_from_db()
    half = export.path
    assert default_storage.size(half) == 10
    assert client.get(f"/research/exports/{export.token}/file/").status_code == 410
    time_machine.move_to(export.created_at + timedelta(minutes=6))
    assert making.make_waiting_exports() == 1
    file = client.get(f"/research/exports/{export.token}/file/")
    assert zipfile.ZipFile(io.BytesIO(file.getvalue())).testzip() is None
    time_machine.move_to(export.created_at + timedelta(days=8))
    tidying.tidy_up()
    export.refresh_from_db()
    assert not default_storage.exists(half)
    assert not default_storage.exists(export.path)


@pytest.mark.parametrize("is_worker_there", [True, False])
def test_what_is_hidden_later_withdraws_the_file(export, buses, hana, client, deliver_all, is_worker_there):
    """S73, from the moment on at which it is hidden."""
    making.make_waiting_exports()
    assert client.get(f"/research/exports/{export.token}/file/").status_code == 200
    hide(user=hana, target=buses[0], reason="광고")
    if is_worker_there:
        deliver_all()
    assert client.get(f"/research/exports/{export.token}/file/").status_code == 410
    assert "가려" in client.get(f"/research/exports/{export.token}/").content.decode()
    tidying.tidy_up()
    assert not default_storage.exists(export.path)


def test_the_owner_is_mailed_once(export):
    assert tidying.send_mails() == 0
    making.make_waiting_exports()
    assert (tidying.send_mails(), tidying.send_mails()) == (1, 0)
    (message,) = mail.outbox
    assert export.token in message.body


def test_files_are_kept_for_seven_days(export, time_machine, client):
    making.make_waiting_exports()
    assert tidying.tidy_up() == 0
    time_machine.move_to(timezone.now() + timedelta(days=8))
    assert tidying.tidy_up() == 1
    export.refresh_from_db()
    assert export.state == Export.State.EXPIRED
    assert not default_storage.exists(export.path)
    assert client.get(f"/research/exports/{export.token}/file/").status_code == 410
    assert tidying.tidy_up() == 0


def test_an_export_can_be_given_up_while_it_is_made(export, joon, monkeypatch):
    monkeypatch.setattr(making, "STEP", 2)
    claimed = claim()
    cancel_export(user=joon, export=export)
    with pytest.raises(making.GivenUp):
        making.gather(claimed)
    tidying.tidy_up()
    assert not default_storage.exists(export.part_path(1))
    with pytest.raises(Conflict):
        cancel_export(user=joon, export=export)


def test_only_the_owner_gives_it_up(export, mina):
    with pytest.raises(NotAllowed):
        cancel_export(user=mina, export=export)


def test_parts_are_gone_when_the_file_is_there(export):
    making.make_waiting_exports()
    export.refresh_from_db()
    assert not default_storage.exists(export.part_path(1))


@pytest.mark.parametrize("formats", [[], ["xlsx"], ["csv", "xlsx"]])
def test_an_unknown_format_is_refused(joon, buses, formats):
    with pytest.raises(Invalid):
        ask_for_export(user=joon, asked=read(BUSES), formats=formats)


def test_there_is_a_quota(joon, buses):
    for _ in range(MOST_AT_ONCE):
        ask_for_export(user=joon, asked=read(BUSES))
    with pytest.raises(TooManyRequests):
        ask_for_export(user=joon, asked=read(BUSES))


def test_exports_go_with_the_account(export, joon):
    making.make_waiting_exports()
    close_account(user=joon, account=joon)
    assert not Export.objects.exists()
    assert not default_storage.exists(export.path)


# The pages


def test_asking_leads_to_a_page_with_a_bar(client, joon, buses):
    client.force_login(joon, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/research/exports/new/?{BUSES}", {"formats": ["csv"]})
    export = Export.objects.get()
    assert answer["Location"] == export.get_absolute_url()
    assert '<progress value="0" max="7"' in client.get(export.get_absolute_url()).content.decode()
    making.make_waiting_exports()
    assert export.path.rpartition("/")[2]
    html = client.get(export.get_absolute_url()).content.decode()
    assert f"/research/exports/{export.token}/file/" in html
    file = client.get(f"/research/exports/{export.token}/file/")
    assert "datapackage.json" in zipfile.ZipFile(io.BytesIO(file.getvalue())).namelist()
    assert export.title in client.get("/research/exports/").content.decode()


def test_a_form_without_a_format_is_said_so(client, joon, buses):
    client.force_login(joon, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/research/exports/new/?{BUSES}", {}).status_code == 422
    assert not Export.objects.exists()


def test_the_piece_that_is_polled_is_no_whole_page(client, export):
    piece = client.get(export.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert piece.startswith('<div id="export-state"')


def test_a_token_cannot_be_guessed(client, export):
    assert client.get(f"/research/exports/{export.pk}/").status_code == 404


def test_the_choice_of_parquet_is_there_only_with_its_library(client, joon, monkeypatch):
    client.force_login(joon, backend="django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr("participation.research.exports.forms.formats_here", lambda: ["csv", "jsonl"])
    html = client.get(f"/research/exports/new/?{BUSES}").content.decode()
    assert 'value="parquet"' not in html
    assert "Parquet" in html


def test_every_format_says_the_same(joon, buses, tmp_path):
    export = ask_for_export(user=joon, asked=read(BUSES), formats=["csv", "jsonl", "parquet"])
    making.make_waiting_exports()
    folder = unpacked(export, tmp_path)
    assert problems(folder) == []
    table = pq.read_table(folder / "results.parquet").to_pylist()
    lines = [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [line["id"] for line in lines]
    assert [row["title"] for row in rows] == [line["title"] for line in lines] == [row["title"] for row in table]
    assert [plain(row["date"]) for row in table] == [line["date"] for line in lines]
