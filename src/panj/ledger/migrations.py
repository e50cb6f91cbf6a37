"""From any version of the tables to this one.

A new file gets the tables of ``schema.py`` at once. An older file is taken from version to version by the numbered
steps below: each is one transaction together with the new version number, so a process killed in the middle leaves a
file of the old version, and the next one goes on from there. A step is written in DDL of its own and never changed
afterwards, since ``schema.py`` moves on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from panj.ledger import schema
from panj.ledger.sqlite import SqliteFile

Step = Callable[[Connection], None]

_LIKENESSES = (
    """CREATE TABLE sketches (
        report_id TEXT NOT NULL,
        sequence BIGINT NOT NULL,
        sketch BLOB NOT NULL,
        known_from BIGINT NOT NULL,
        PRIMARY KEY (report_id),
        UNIQUE (sequence)
    )""",
    "CREATE TABLE leaders (key BIGINT NOT NULL, report_id TEXT NOT NULL, PRIMARY KEY (key, report_id)) WITHOUT ROWID",
    "CREATE TABLE followers (key BIGINT NOT NULL, report_id TEXT NOT NULL, PRIMARY KEY (key, report_id)) WITHOUT ROWID",
    """CREATE TABLE likenesses (
        "row" INTEGER NOT NULL,
        one_id TEXT NOT NULL,
        other_id TEXT NOT NULL,
        value TEXT NOT NULL,
        known_from BIGINT NOT NULL,
        known_to BIGINT,
        PRIMARY KEY ("row")
    )""",
    "CREATE INDEX likenesses_by_one_id ON likenesses (one_id)",
)


def _likenesses(connection: Connection) -> None:
    """Make room for what comparing reports finds; they are compared when that is next asked for."""
    for statement in _LIKENESSES:
        connection.exec_driver_sql(statement)


STEPS: Mapping[int, Step] = {2: _likenesses}
"""By the version that each leads to, from 2 on."""


def create(file: SqliteFile) -> None:
    """Make the tables in an empty file; do nothing where another process has made them by now."""
    with file.write() as connection:
        if file.names(connection):
            return
        schema.metadata.create_all(connection)
        file.create_indices(connection)
        file.mark(connection, schema.VERSION)


def upgrade(file: SqliteFile, version: int) -> None:
    """Take a file from ``version`` to that of ``schema.py``, step by step."""
    for number in range(version + 1, schema.VERSION + 1):
        with file.write() as connection:
            if file.marks(connection)[1] < number:
                STEPS[number](connection)
                file.mark(connection, number)
