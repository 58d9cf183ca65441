"""The tests' own databases: what a test left open is named, instead of holding up the run for ever."""

import sqlite3
from contextlib import closing

import pytest

from tests import databases


def test_a_transaction_left_open_ends_the_wait_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(databases, "PATIENCE", 0.1)
    own = databases.SqliteDatabase("of-no-run")
    own.template, own.copy = tmp_path / "template.sqlite3", tmp_path / "copy.sqlite3"
    for file in (own.template, own.copy):
        with closing(sqlite3.connect(file)) as made:
            made.execute("CREATE TABLE kept (number)")
    with closing(sqlite3.connect(own.copy, isolation_level=None)) as left:
        left.execute("BEGIN IMMEDIATE")
        with pytest.raises(TimeoutError, match="left a transaction open"):
            own.restore()
    own.restore()
