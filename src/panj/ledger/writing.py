"""What every write of a ledger does: stamp, close, add, and tell the change feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert, select, update

from panj.ledger.contract import ChangeKind, ChangeWhat
from panj.ledger.instants import Clock, microseconds
from panj.ledger.schema import changes, is_open

Key = TypeVar("Key", int, str)

CHUNK = 500
"""How many identifiers or rows one statement asks for."""


def last_stamp(connection: Connection) -> int | None:
    """Return the ledger time of the last write; ``None`` before the first. Every write leaves a change."""
    newest = select(changes.c.known_from).order_by(changes.c.sequence.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none()


def stamp(connection: Connection, clock: Clock) -> int:
    """Return the ledger time of this write: now, or just after the last one where the clock says it was earlier."""
    last, now = last_stamp(connection), microseconds(clock())
    return now if last is None else max(now, last + 1)


def close_rows(connection: Connection, table: Table, rows: Iterable[int], at: int) -> None:
    """Close rows by their number."""
    for some in chunks(rows):
        connection.execute(update(table).where(table.c.row.in_(some)).values(known_to=at))


def close_keys(connection: Connection, table: Table, column: str, keys: Iterable[str], at: int) -> None:
    """Close the open rows in which ``column`` has one of ``keys``."""
    for some in chunks(keys):
        connection.execute(update(table).where(table.c[column].in_(some), is_open(table)).values(known_to=at))


def add(connection: Connection, table: Table, rows: list[dict[str, Any]], at: int) -> None:
    """Add rows that hold from now on."""
    if rows:
        connection.execute(insert(table), [row | {"known_from": at} for row in rows])


def tell(connection: Connection, kind: ChangeKind, subjects: Iterable[str], what: ChangeWhat, at: int) -> None:
    """Add to the change feed."""
    add(connection, changes, [{"kind": kind, "subject": subject, "what": what} for subject in subjects], at)


def chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Yield lists of at most ``CHUNK`` keys."""
    several = list(keys)
    for start in range(0, len(several), CHUNK):
        yield several[start : start + CHUNK]
