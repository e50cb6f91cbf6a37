"""An older file is taken to this version step by step, each step whole or not at all."""

from __future__ import annotations

import pathlib
import sqlite3

import pytest
from sqlalchemy import Connection, inspect

from panj.errors import LedgerDamaged, LedgerError
from panj.ledger import migrations, open_ledger, schema
from panj.ledger.sqlite import SqliteFile
from tests.ledger.values import intake


def version(path: pathlib.Path) -> int:
    connection = sqlite3.connect(path)
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(found)


def notes(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE notes(text TEXT)")


def torn(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE half(text TEXT)")
    connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")


def test_every_version_has_its_step() -> None:
    assert sorted(migrations.STEPS) == list(range(2, schema.VERSION + 1))


def test_the_tables_are_those_of_the_schema(tmp_path: pathlib.Path) -> None:
    open_ledger(tmp_path / "new.panj").close()
    file = SqliteFile(tmp_path / "new.panj", 1.0)
    with file.read() as connection:
        there = inspect(connection)
        for name, table in schema.metadata.tables.items():
            assert [column["name"] for column in there.get_columns(name)] == table.columns.keys()
            assert {index["name"] for index in there.get_indexes(name)} == {index.name for index in table.indexes}
    file.close()


def test_an_older_file_is_upgraded_once(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.panj"
    with open_ledger(path) as store:
        store.write_intake(intake())
    monkeypatch.setattr(schema, "VERSION", 3)
    monkeypatch.setattr(migrations, "STEPS", {2: notes, 3: lambda _: None})
    for _ in range(2):
        with open_ledger(path) as store:
            assert store.counts().reports == 1
            assert store.verify() == ()
        assert version(path) == 3


def test_a_step_that_fails_leaves_the_version_before_it(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.panj"
    with open_ledger(path) as store:
        store.write_intake(intake())
    monkeypatch.setattr(schema, "VERSION", 3)
    monkeypatch.setattr(migrations, "STEPS", {2: notes, 3: torn})
    with pytest.raises(LedgerDamaged):
        open_ledger(path)
    assert version(path) == 2
    monkeypatch.setattr(migrations, "STEPS", {2: torn, 3: lambda _: None})
    with open_ledger(path) as store:
        assert store.counts().reports == 1
    connection = sqlite3.connect(path)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert "notes" in names
    assert "half" not in names


def test_a_file_that_cannot_be_made_whole_is_not_made(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new.panj"
    monkeypatch.setattr(SqliteFile, "create_indices", lambda _, connection: torn(connection))
    with pytest.raises(LedgerError):
        open_ledger(path)
    monkeypatch.undo()
    with open_ledger(path) as store:
        assert store.verify() == ()
