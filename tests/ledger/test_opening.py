"""Whatever lies at the path of a ledger gets its own error, and is left as it was."""

from __future__ import annotations

import os
import pathlib
import sqlite3
from collections.abc import Callable

import pytest

from panj.errors import LedgerDamaged, LedgerError, LedgerForeign, LedgerFull, LedgerLocked, LedgerMissing, LedgerNewer
from panj.ledger import open_ledger
from panj.ledger.opening import _look
from tests.ledger.values import intake, linking

PAGE = 4096


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "week.panj"


@pytest.fixture
def kept(path: pathlib.Path) -> pathlib.Path:
    """A ledger with a few reports."""
    with open_ledger(path) as store:
        for number in range(5):
            store.write_intake(intake(number, padding="x" * PAGE))
        store.write_linking(linking({"i1": [claim.id for claim in intake(1).claims]}))
    return path


def refused(path: pathlib.Path, kind: type[LedgerError], *, create: bool = True) -> LedgerError:
    """Open, expect an error of exactly this kind that names path, problem and remedy, and that nothing was touched."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError) as caught:
        open_ledger(path, create=create, timeout=0.05)
    error = caught.value
    assert type(error) is kind, error
    assert error.subject == str(path)
    assert error.problem
    assert error.remedy
    if before is not None:
        assert path.read_bytes() == before
    return error


def test_a_new_file_is_made_and_opened_again(path: pathlib.Path) -> None:
    for _ in range(2):
        with open_ledger(path) as store:
            assert store.verify() == ()
            assert store.counts().reports == 0


def test_a_path_may_be_a_string_with_any_characters(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("week 1?mode=ro#%41.panj", ":memory:", "Қўрғонтеппа.panj"):
        with open_ledger(name) as store:
            store.write_intake(intake())
        assert pathlib.Path(name).is_file()
        with open_ledger(name, create=False) as store:
            assert store.counts().reports == 1


def test_no_file(path: pathlib.Path) -> None:
    refused(path, LedgerMissing, create=False)
    assert not path.exists()


def test_no_folder(path: pathlib.Path) -> None:
    refused(path / "deeper.panj", LedgerMissing)


def test_below_a_file(kept: pathlib.Path) -> None:
    refused(kept / "deeper.panj", LedgerMissing)


def test_a_name_that_no_file_has(path: pathlib.Path) -> None:
    for name in ("x" * 500, "x\0y"):
        with pytest.raises(LedgerMissing, match="cannot be looked at"):
            open_ledger(path.with_name(name))


def test_a_folder_that_takes_no_file() -> None:
    refused(pathlib.Path("/proc/week.panj"), LedgerMissing)


def test_a_folder_in_its_place(path: pathlib.Path) -> None:
    path.mkdir()
    refused(path, LedgerForeign)


def test_a_pipe_in_its_place(path: pathlib.Path) -> None:
    os.mkfifo(path)
    refused(path, LedgerForeign)
    refused(pathlib.Path(os.devnull), LedgerForeign)


def test_a_file_that_may_not_be_read(kept: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The superuser of a container may read everything, so the refusal of the system has to be played.
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(pathlib.Path, "open", refuse)
    with pytest.raises(LedgerMissing, match="Permission denied"):
        _look(kept, create=False)


def test_a_file_that_may_not_be_written(kept: pathlib.Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may write everything")
    kept.chmod(0o444)
    refused(kept, LedgerFull)


@pytest.mark.parametrize("what", ["empty file", "empty database"])
def test_nothing_in_it_yet(path: pathlib.Path, what: str) -> None:
    if what == "empty file":
        path.touch()
    else:
        # What is left where the process that made the file was killed before the tables were there.
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
        assert path.stat().st_size == PAGE
    refused(path, LedgerMissing, create=False)
    with open_ledger(path) as store:
        store.write_intake(intake())
        assert store.verify() == ()


@pytest.mark.parametrize(
    "content",
    [
        b"Three workers were killed.\n",
        b"%PDF-1.7\n",
        b"\x89PNG\r\n",
        b"PK\x03\x04" + bytes(200),
        b'{"report_id":"r0"}\n',
    ],
)
def test_any_other_file(path: pathlib.Path, content: bytes) -> None:
    path.write_bytes(content)
    refused(path, LedgerForeign)
    refused(path, LedgerForeign, create=False)


@pytest.mark.parametrize("pragma", ["application_id = 1", "user_version = 3", "journal_mode = DELETE"])
def test_a_database_of_another_program(path: pathlib.Path, pragma: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA {pragma}")
    if pragma.startswith("journal"):
        connection.execute("CREATE TABLE places(url TEXT)")
    connection.close()
    refused(path, LedgerForeign)


def test_a_later_version(kept: pathlib.Path) -> None:
    connection = sqlite3.connect(kept)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    error = refused(kept, LedgerNewer)
    assert "99" in error.problem


def test_held_by_another(kept: pathlib.Path) -> None:
    connection = sqlite3.connect(kept, isolation_level=None)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    refused(kept, LedgerLocked)
    connection.close()
    open_ledger(kept).close()


def test_held_while_it_is_given_its_log(path: pathlib.Path) -> None:
    open_ledger(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("BEGIN")
    connection.execute("SELECT * FROM reports").fetchall()
    refused(path, LedgerLocked)
    connection.close()


Damage = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda whole: whole[: len(whole) // 2], id="cut in half"),
        pytest.param(lambda whole: whole[:-PAGE], id="a page short"),
        pytest.param(lambda whole: whole[:PAGE], id="one page"),
        pytest.param(lambda whole: whole[:50], id="part of the header"),
        pytest.param(lambda whole: whole[:10], id="ten bytes"),
        pytest.param(lambda whole: bytes(PAGE) + whole[PAGE:], id="zeros at the beginning"),
        pytest.param(lambda whole: bytes(len(whole)), id="nothing but zeros"),
        pytest.param(lambda whole: b"\xa5" * 60 + whole[60:], id="garbage at the beginning"),
        pytest.param(lambda whole: b"\xa5" * PAGE + whole[PAGE:], id="garbage for the first page"),
        pytest.param(lambda whole: whole[:100] + b"\xa5" * (PAGE - 100) + whole[PAGE:], id="garbage in the first page"),
        pytest.param(lambda whole: whole[:PAGE] + b"\xa5" * (len(whole) - PAGE), id="garbage after the first page"),
        pytest.param(lambda whole: whole[:PAGE] + bytes(len(whole) - PAGE), id="zeros after the first page"),
    ],
)
def test_torn(kept: pathlib.Path, damage: Damage) -> None:
    kept.write_bytes(damage(kept.read_bytes()))
    refused(kept, LedgerDamaged)


def test_a_torn_beginning_with_the_log_beside_it(kept: pathlib.Path) -> None:
    kept.write_bytes(b"\xa5" * PAGE)
    refused(kept, LedgerForeign)
    kept.with_name(kept.name + "-wal").write_bytes(b"log")
    refused(kept, LedgerDamaged)


def test_every_torn_page_is_found_when_the_ledger_is_opened_used_or_verified(kept: pathlib.Path) -> None:
    digest = intake(1, padding="x" * PAGE).report.capture.digest
    whole = kept.read_bytes()
    for start in range(0, len(whole), PAGE):
        kept.write_bytes(whole[:start] + b"\xa5" * PAGE + whole[start + PAGE :])
        try:
            with open_ledger(kept) as store:
                assert store.verify(), f"page {start // PAGE}"
                for ask in (
                    store.digest,
                    store.counts,
                    store.linking,
                    lambda: store.raw(digest),
                ):
                    try:
                        ask()
                    except LedgerDamaged as error:
                        assert error.remedy
        except LedgerDamaged:
            pass


def test_a_table_is_gone(kept: pathlib.Path) -> None:
    connection = sqlite3.connect(kept)
    connection.execute("DROP TABLE covers")
    connection.close()
    error = refused(kept, LedgerDamaged)
    assert "covers" in error.problem
