"""The store on SQLite keeps the contract; and what is particular to SQLite."""

from __future__ import annotations

import datetime as dt
import pathlib
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import SQLAlchemyError

from panj.errors import LedgerDamaged, LedgerError, LedgerFull, LedgerLocked, LedgerMissing
from panj.ledger import open_ledger, schema
from panj.ledger.contract import Store
from panj.ledger.sqlite import translate
from tests.ledger.contract import StoreContract
from tests.ledger.opener import OpenStore
from tests.ledger.values import intake, linking


@pytest.fixture
def open_store(tmp_path: pathlib.Path) -> Iterator[OpenStore]:
    opened: list[Store] = []

    def opener(name: str = "ledger", clock: Callable[[], dt.datetime] | None = None) -> Store:
        opened.append(open_ledger(tmp_path / f"{name}.panj", clock=clock))
        return opened[-1]

    yield opener
    for store in opened:
        store.close()


class TestSqlite(StoreContract):
    """SQLite."""


def test_the_file_is_marked_and_has_a_log(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "marked.panj"
    with open_ledger(path) as store:
        store.write_intake(intake())
        assert path.with_name("marked.panj-wal").exists()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"PANJ", "big"),)
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    assert not path.with_name("marked.panj-wal").exists(), "a closed ledger is one file"


def test_the_file_stays_the_same_when_the_process_goes_elsewhere(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(tmp_path)
    with open_ledger("here.panj") as store:
        monkeypatch.chdir(elsewhere)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda number: store.write_intake(intake(number)), range(8)))
        assert store.counts().reports == 8
    assert not list(elsewhere.iterdir())


def test_threads_share_a_store(tmp_path: pathlib.Path) -> None:
    with open_ledger(tmp_path / "threads.panj") as store:

        def work(number: int) -> int:
            store.write_intake(intake(number))
            return len(list(store.claims()))

        with ThreadPoolExecutor(4) as pool:
            assert max(pool.map(work, range(24))) <= 48
        assert store.counts().reports == 24
        assert store.verify() == ()


def test_a_reader_does_not_wait_for_a_writer(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "wal.panj"
    with open_ledger(path, timeout=0.05) as store:
        store.write_intake(intake(1))
        writer = sqlite3.connect(path, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        assert store.counts().reports == 1
        for write in (lambda: store.write_intake(intake(2)), lambda: store.write_linking(linking({})), store.verify):
            with pytest.raises(LedgerLocked):
                write()
        writer.execute("ROLLBACK")
        writer.close()
        assert store.write_intake(intake(2)) == "new"


def test_an_error_in_the_middle_of_a_write_leaves_nothing_of_it(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "half.panj"
    with open_ledger(path) as store:
        store.write_intake(intake(1))
        before = store.digest()
        connection = sqlite3.connect(path)
        connection.execute(
            "CREATE TRIGGER stop BEFORE INSERT ON changes WHEN new.kind = 'reading'"
            " BEGIN SELECT raise(ABORT, 'no'); END"
        )
        with pytest.raises(LedgerDamaged):
            store.write_intake(intake(2))
        connection.execute("DROP TRIGGER stop")
        connection.close()
        assert store.digest() == before
        assert store.verify() == ()
        assert store.write_intake(intake(2)) == "new"


@pytest.mark.parametrize(
    ("code", "writing", "kind"),
    [
        (sqlite3.SQLITE_BUSY, True, LedgerLocked),
        (sqlite3.SQLITE_BUSY_RECOVERY, False, LedgerLocked),
        (sqlite3.SQLITE_LOCKED, True, LedgerLocked),
        (sqlite3.SQLITE_FULL, True, LedgerFull),
        (sqlite3.SQLITE_IOERR_WRITE, True, LedgerFull),
        (sqlite3.SQLITE_IOERR_READ, False, LedgerDamaged),
        (sqlite3.SQLITE_READONLY, True, LedgerFull),
        (sqlite3.SQLITE_PERM, True, LedgerFull),
        (sqlite3.SQLITE_CANTOPEN, False, LedgerMissing),
        (sqlite3.SQLITE_CORRUPT_INDEX, False, LedgerDamaged),
        (sqlite3.SQLITE_NOTADB, False, LedgerDamaged),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, True, LedgerDamaged),
        (sqlite3.SQLITE_ERROR, False, LedgerDamaged),
        (sqlite3.SQLITE_INTERRUPT, False, LedgerError),
    ],
)
def test_every_error_of_sqlite_has_its_own(code: int, writing: bool, kind: type[LedgerError]) -> None:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    found = translate(pathlib.Path("a.panj"), error, writing=writing)
    assert type(found) is kind
    assert found.subject == "a.panj"
    assert "as SQLite says it" in str(found) or kind is LedgerLocked
    assert found.remedy or kind is LedgerError


def test_an_error_of_sqlalchemy_itself_does_not_escape() -> None:
    assert type(translate(pathlib.Path("a.panj"), SQLAlchemyError("x"), writing=False)) is LedgerError


def test_nothing_may_be_written_where_the_file_is_only_to_be_read(
    tmp_path: pathlib.Path, on_connect: Callable[[str], None]
) -> None:
    path = tmp_path / "read-only.panj"
    open_ledger(path).close()
    on_connect("PRAGMA query_only = ON")
    with open_ledger(path) as store, pytest.raises(LedgerFull, match="Allow writing"):
        store.write_intake(intake())
