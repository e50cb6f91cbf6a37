"""An older file is taken to this version step by step, each step whole or not at all."""

from __future__ import annotations

import pathlib
import sqlite3

import pytest
from sqlalchemy import Connection, inspect

from panj import sources
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


def test_a_file_of_the_first_version_gets_what_came_since(tmp_path: pathlib.Path) -> None:
    path, other = tmp_path / "old.panj", tmp_path / "new.panj"
    for place in (path, other):
        with open_ledger(place) as store:
            store.write_intake(intake())
            store.write_intake(intake(1))
    connection = sqlite3.connect(path)
    for table in ("sketches", "leaders", "followers", "likenesses"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with open_ledger(path) as store, open_ledger(other) as fresh:
        assert store.compare(sources.compare) == fresh.compare(sources.compare) == 2
        assert store.likenesses() == fresh.likenesses()
        assert store.verify() == ()
    assert version(path) == schema.VERSION
    tables = [inspect_all(place) for place in (path, other)]
    assert tables[0] == tables[1]


def inspect_all(path: pathlib.Path) -> dict[str, object]:
    file = SqliteFile(path, 1.0)
    with file.read() as connection:
        there = inspect(connection)
        found: dict[str, object] = {
            name: ([(one["name"], str(one["type"]), one["nullable"]) for one in there.get_columns(name)],
                   there.get_pk_constraint(name)["constrained_columns"],
                   sorted(str(one["name"]) for one in there.get_indexes(name)))
            for name in there.get_table_names()
        }  # fmt: skip
    file.close()
    return found


def test_an_older_file_is_upgraded_once(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.panj"
    with open_ledger(path) as store:
        store.write_intake(intake())
    now = schema.VERSION
    monkeypatch.setattr(schema, "VERSION", now + 2)
    monkeypatch.setattr(migrations, "STEPS", {now + 1: notes, now + 2: lambda _: None})
    for _ in range(2):
        with open_ledger(path) as store:
            assert store.counts().reports == 1
            assert store.verify() == ()
        assert version(path) == now + 2


def test_a_step_that_fails_leaves_the_version_before_it(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.panj"
    with open_ledger(path) as store:
        store.write_intake(intake())
    now = schema.VERSION
    monkeypatch.setattr(schema, "VERSION", now + 2)
    monkeypatch.setattr(migrations, "STEPS", {now + 1: notes, now + 2: torn})
    with pytest.raises(LedgerDamaged):
        open_ledger(path)
    assert version(path) == now + 1
    monkeypatch.setattr(migrations, "STEPS", {now + 1: torn, now + 2: lambda _: None})
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
