"""All that is particular to SQLite: connections, transactions, its errors, and its indices of words and boxes.

A store on another database needs the same few things of its own driver; everything else in this room is portable.

* **Transactions.** Python's driver would open them by itself, and not for DDL; that is turned off, and SQLAlchemy's
  ``begin`` says BEGIN. Writers say BEGIN IMMEDIATE: they wait for each other at the door, for ``timeout`` seconds,
  and never find half-way that they cannot go on.
* **Durability.** Write-ahead log with ``synchronous=FULL``: a commit is on the disk when it returns.
* **Words** are in an FTS5 table whose content is a view over ``reports``; **boxes** in an R*Tree over ``places``. Both
  only grow: which of their rows held at an instant is asked of the tables.
"""

from __future__ import annotations

import pathlib
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from panj.errors import InvalidValue, LedgerDamaged, LedgerError, LedgerFull, LedgerLocked, LedgerMissing

MAGIC = b"SQLite format 3\0"
APPLICATION_ID = int.from_bytes(b"PANJ", "big")
APPLICATION_ID_AT = 68
"""Where the file's header holds the application's number, four bytes, big-endian."""

INDICES = ("report_words", "claim_boxes")
INDEX_DDL = (
    """CREATE VIEW report_texts AS
       SELECT "row", json_extract(value, '$.title') AS title, json_extract(value, '$.text') AS text
       FROM reports WHERE "first" = 1""",
    """CREATE VIRTUAL TABLE report_words USING fts5(
       title, text, content = 'report_texts', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2')""",
    "CREATE VIRTUAL TABLE claim_boxes USING rtree(id, south, north, west, east)",
)

_INDEX_WORDS = text(
    """INSERT INTO report_words(rowid, title, text) SELECT "row", title, text FROM report_texts WHERE "row" = :row"""
)
_INDEX_PLACE = text("INSERT INTO claim_boxes VALUES (:row, :lat, :lat, :lon, :lon)")
_SEARCH = text(
    """SELECT r.id FROM report_words
       JOIN reports AS f ON f."row" = report_words.rowid
       JOIN reports AS r ON r.id = f.id AND r.known_from <= :moment AND (r.known_to IS NULL OR r.known_to > :moment)
       WHERE report_words MATCH :query
       ORDER BY bm25(report_words, 4.0, 1.0), r.id"""
)
# The tree keeps 32-bit floats, rounded outwards: the table has the last word.
_WITHIN = text(
    """SELECT DISTINCT p.claim_id FROM claim_boxes AS b JOIN places AS p ON p."row" = b.id
       WHERE b.north >= :south AND b.south <= :north AND b.east >= :west AND b.west <= :east
       AND p.lat BETWEEN :south AND :north AND p.lon BETWEEN :west AND :east
       AND p.known_from <= :moment AND (p.known_to IS NULL OR p.known_to > :moment)"""
)
_MISPLACED = text(
    """SELECT p.claim_id FROM places AS p LEFT JOIN claim_boxes AS b ON b.id = p."row"
       WHERE b.id IS NULL OR p.lat NOT BETWEEN b.south AND b.north OR p.lon NOT BETWEEN b.west AND b.east
       UNION SELECT 'row ' || b.id FROM claim_boxes AS b LEFT JOIN places AS p ON p."row" = b.id WHERE p."row" IS NULL
       ORDER BY 1"""
)

_RESTORE = "Restore it from a copy; panj doctor says what is wrong with it"


class SqliteFile:
    """One file of SQLite: gives connections inside a transaction and turns every error into one of Panj.

    Args:
        path: the file.
        timeout: seconds to wait for another writer.
    """

    def __init__(self, path: pathlib.Path, timeout: float) -> None:
        self.path = path
        self.timeout = timeout
        self._absolute = path.absolute()  # later connections are to the same file, wherever the process has gone
        self._closed = False
        # Connections are made on demand without limit: a call holds one only while it reads or writes.
        self._engine = create_engine("sqlite+pysqlite://", creator=self._connect, poolclass=QueuePool, max_overflow=-1)
        event.listen(self._engine, "begin", _begin)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._absolute, timeout=self.timeout, isolation_level=None, check_same_thread=False
        )
        for pragma in ("foreign_keys = ON", "synchronous = FULL", "cell_size_check = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self._closed = True
        self._engine.dispose()

    # transactions --------------------------------------------------------------------------------------------------

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the file.

        Raises:
            LedgerError: the file cannot be read.
        """
        with self._translated(writing=False), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give the one connection that may write now; commit at the end, roll back where an error leaves the block.

        Raises:
            LedgerError: nothing was written.
        """
        with self._translated(writing=True), self._engine.connect() as connection:
            connection.execution_options(panj_begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    @contextmanager
    def _translated(self, *, writing: bool) -> Iterator[None]:
        if self._closed:
            raise LedgerError(str(self.path), "is closed", "Open the ledger again")
        try:
            yield
        except DBAPIError as error:
            raise translate(self.path, error.orig or error, writing=writing) from error
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise translate(self.path, error, writing=writing) from error
        except msgspec.DecodeError as error:
            raise LedgerDamaged(str(self.path), f"holds a record that is none ({error})", _RESTORE) from error

    def keep_log(self) -> None:
        """Let the file have a write-ahead log, so that readers and a writer do not wait for each other.

        Raises:
            LedgerError: the file cannot be written.
        """
        deadline = time.monotonic() + self.timeout
        with self._translated(writing=True):
            while True:
                # Outside any transaction, and SQLite does not wait by itself when it changes the kind of log.
                connection = self._engine.raw_connection()
                try:
                    connection.cursor().execute("PRAGMA journal_mode = WAL")
                    return
                except sqlite3.OperationalError as error:
                    if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                        raise
                    time.sleep(0.01)
                finally:
                    connection.close()

    # the file's own marks ------------------------------------------------------------------------------------------

    def marks(self, connection: Connection) -> tuple[int, int]:
        """Return whose file it is and the version of its tables."""
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        return int(application), int(version)

    def mark(self, connection: Connection, version: int) -> None:
        """Mark the file as a ledger whose tables have this version; part of the transaction, as all else is."""
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {version:d}")

    def names(self, connection: Connection) -> set[str]:
        """Return the names of all tables, indices and views."""
        return {str(name) for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master")}

    def probe(self, connection: Connection, tables: Iterable[str]) -> None:
        """Touch the first page of each table, so that a torn file is found when it is opened."""
        for table in tables:
            connection.exec_driver_sql(f'SELECT * FROM "{table}" LIMIT 1').all()  # noqa: S608 - names of our own

    # words and boxes -----------------------------------------------------------------------------------------------

    def create_indices(self, connection: Connection) -> None:
        """Make the indices of words and boxes."""
        for statement in INDEX_DDL:
            connection.exec_driver_sql(statement)

    def index_words(self, connection: Connection, row: int) -> None:
        """Put title and text of a row of ``reports`` into the index of words."""
        connection.execute(_INDEX_WORDS, {"row": row})

    def index_places(self, connection: Connection, places: Iterable[tuple[int, float, float]]) -> None:
        """Put rows of ``places`` (row, latitude, longitude) into the index of boxes."""
        if rows := [{"row": row, "lat": lat, "lon": lon} for row, lat, lon in places]:
            connection.execute(_INDEX_PLACE, rows)

    def search(self, connection: Connection, words: str, moment: int) -> tuple[str, ...]:
        """Return reports that hold all words in title or text, best match first."""
        # Each word is quoted, so nothing in it is an operator; the index would take a NUL for the end of the query.
        plain = words.replace("\0", " ").encode("utf-8", "replace").decode()
        quoted = ['"' + word.replace('"', '""') + '"' for word in plain.split() if any(map(str.isalnum, word))]
        if not quoted:
            return ()
        found = connection.execute(_SEARCH, {"query": " ".join(quoted), "moment": moment})
        return tuple(str(name) for (name,) in found)

    def within(self, connection: Connection, box: tuple[float, float, float, float], moment: int) -> tuple[str, ...]:
        """Return claims with a place in a box (south, west, north, east), in order.

        Raises:
            InvalidValue: the box is none.
        """
        south, west, north, east = box
        if not (-90 <= south <= north <= 90 and all(-180 <= one <= 180 for one in (west, east))):
            raise InvalidValue(
                " ".join(f"{one:g}" for one in box),
                "is no box",
                "Give south, west, north, east in degrees, the south not above the north",
            )
        found: set[str] = set()
        for first, last in ((west, east),) if west <= east else ((west, 180.0), (-180.0, east)):
            values = {"south": south, "north": north, "west": first, "east": last, "moment": moment}
            found.update(str(claim) for (claim,) in connection.execute(_WITHIN, values))
        return tuple(sorted(found))

    # checks --------------------------------------------------------------------------------------------------------

    def flaws(self, connection: Connection) -> Iterator[str]:
        """Yield what is wrong with the file's pages and with the index of boxes, as sentences."""
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if line != "ok":
                yield f"The file is damaged: {line}."
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"Row {row} of {table} refers to nothing in {parent}."
        (tree,) = connection.exec_driver_sql("SELECT rtreecheck('main', 'claim_boxes')").one()
        if tree != "ok":
            yield f"The index of places is damaged: {tree}."
        for (claim,) in connection.execute(_MISPLACED):
            yield f"The index of places differs from the places of {claim}."

    def words_agree(self) -> bool:
        """Say whether the index of words holds what the reports hold; waits for writers, as the check is a write."""
        try:
            with self.write() as connection:
                connection.exec_driver_sql("INSERT INTO report_words(report_words, rank) VALUES ('integrity-check', 1)")
        except LedgerDamaged:
            return False
        return True


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("panj_begin", "BEGIN"))


def _code(error: BaseException) -> int | None:
    """Return SQLite's primary result code, without what extends it."""
    code: Any = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def translate(path: pathlib.Path, error: BaseException, *, writing: bool) -> LedgerError:
    """Return the error of Panj for an error of the database."""
    subject, words, code = str(path), str(error), _code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerLocked(subject, "is being written by another process", "Try again when that has ended")
    if code == sqlite3.SQLITE_FULL or (writing and code == sqlite3.SQLITE_IOERR):
        return LedgerFull(
            subject, f"cannot grow ({words})", "Make room on the disk; what was kept before is still there"
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return LedgerFull(subject, f"cannot be written ({words})", "Allow writing to the file and its folder")
    if code == sqlite3.SQLITE_CANTOPEN:
        return LedgerMissing(
            subject, f"cannot be opened or made ({words})", "Allow reading and writing the file and its folder"
        )
    damage = (
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_ERROR,
    )
    # Text that is not UTF-8 is found by the driver, which gives its error no code.
    if code in damage or (code is None and "decode" in words.lower()):
        return LedgerDamaged(subject, f"is damaged ({words})", _RESTORE)
    return LedgerError(subject, f"the database says: {words}")
