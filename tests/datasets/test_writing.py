"""Files that people take away: any text comes back as it was, and no spreadsheet runs it."""

import csv
import io
import json
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.datasets import package, writing
from participation.datasets.cells import cell, guarded, plain, unguarded
from participation.datasets.columns import Column, Table
from participation.datasets.masking import without_addresses

COLUMNS = (Column("id", "integer", "number"), Column("text", "string", "text"), Column("at", "datetime", "when"))
NOON = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)


@given(st.lists(st.text(), min_size=1))
def test_any_text_survives_a_round_trip_through_csv(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("csv")
    writing.write(folder, "texts", COLUMNS, [(i, text, NOON) for i, text in enumerate(texts)], formats=["csv"])
    with (folder / "texts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["id", "text", "at"]
    assert [unguarded(row[1]) for row in rows[1:]] == texts


@given(st.text())
def test_any_text_survives_a_round_trip_through_json_lines(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("jsonl")
    writing.write(folder, "texts", COLUMNS, [(1, text, NOON)], formats=["jsonl"])
    (line,) = (folder / "texts.jsonl").read_text(encoding="utf-8").strip("\n").split("\n")
    assert json.loads(line) == {"id": 1, "text": text, "at": "2026-03-01T03:00:00Z"}


@given(st.text(), st.sampled_from(["=", "+", "-", "@", "\t=", " =", "＝", "\n@", "\r"]))
def test_no_cell_begins_as_a_formula_does(text, sign):
    assert guarded(sign + text).startswith("'")
    assert unguarded(guarded(sign + text)) == sign + text


@pytest.mark.parametrize("text", ["심야버스를 늘려 주세요", "1번 출구", "'따옴표'", "a-b", ""])
def test_ordinary_text_is_left_alone(text):
    assert cell(text) == text


def test_a_negative_number_is_a_number():
    assert cell(-3) == -3


def test_excel_is_told_that_the_file_is_utf_8(tmp_path):
    writing.write(tmp_path, "texts", COLUMNS, [(1, "마당", None)], formats=["csv"])
    assert (tmp_path / "texts.csv").read_bytes() == "\ufeffid,text,at\r\n1,마당,\r\n".encode()


def test_what_is_written_is_told_with_its_hash_and_rows(tmp_path):
    (file,) = writing.write(tmp_path, "texts", COLUMNS, [(1, "마당", None), (2, "ㅁ", None)], formats=["csv"])
    assert (file.rows, file.size) == (2, (tmp_path / "texts.csv").stat().st_size)
    assert file.sha256 == writing.sha256_of(tmp_path / "texts.csv")


def test_a_half_written_set_leaves_no_file_open(tmp_path):
    def rows():
        yield (1, "마당", None)
        raise LookupError

    with pytest.raises(LookupError):
        writing.write(tmp_path, "texts", COLUMNS, rows())
    assert (tmp_path / "texts.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("1,마당")


def test_parquet_holds_the_same(tmp_path):
    writing.write(tmp_path, "texts", COLUMNS, [(1, "마당", NOON), (2, "=1+1", None)], formats=["parquet"])
    assert pq.read_table(tmp_path / "texts.parquet").to_pylist() == [
        {"id": 1, "text": "마당", "at": NOON},
        {"id": 2, "text": "=1+1", "at": None},
    ]


@pytest.mark.parametrize(("library", "offered"), [(object(), True), (None, False)])
def test_parquet_is_offered_only_where_it_can_be_written(monkeypatch, library, offered):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: library)
    assert ("parquet" in writing.formats_here()) is offered


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("kim@example.org으로 연락 주세요.", "[…]으로 연락 주세요."),
        ("접속한 곳은 203.0.113.7입니다.", "접속한 곳은 […]입니다."),
        ("버전 1.2.3을 쓰고 @마당에 물었습니다.", "버전 1.2.3을 쓰고 @마당에 물었습니다."),
    ],
)
def test_addresses_of_people_are_masked(said, masked):
    assert without_addresses(said) == masked


def test_moments_say_the_same_everywhere():
    assert plain(datetime.fromisoformat("2026-03-01T12:00:00+09:00")) == "2026-03-01T03:00:00Z"


def test_a_csv_cell_with_line_breaks_stays_one_cell(tmp_path):
    writing.write(tmp_path, "texts", COLUMNS, [(1, "첫 줄\r\n둘째 줄\n셋째", None)], formats=["csv"])
    text = (tmp_path / "texts.csv").read_bytes().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1][1] == "첫 줄\r\n둘째 줄\n셋째"


@pytest.mark.parametrize(("rows", "kind"), [([], "file"), ([(1, "마당", NOON)], None)])
def test_lines_of_which_there_is_none_are_no_table_to_be_read(tmp_path, rows, kind):
    table = Table(name="texts", title="Texts", description="Texts", columns=COLUMNS, rows=lambda: rows)
    as_csv, as_lines = writing.write(tmp_path, "texts", COLUMNS, rows, formats=["csv", "jsonl"])
    assert package.resource(table, as_lines).get("type") == kind
    assert "type" not in package.resource(table, as_csv)
