"""The tables of a ledger, in portable SQLAlchemy Core.

Every record is the JSON that :func:`panj.model.encode` writes, in ``value``, beside the columns that questions are
asked by. A *versioned* table keeps each version of a record in a row of its own, with ``known_from`` and ``known_to``
in ledger time; at any instant at most one row of a key holds, and an index sees to it that at most one is open.

Captures and changes are never superseded, so they have a ``known_from`` only. What a database offers for searching
words and boxes is not here, but beside its driver (``panj.ledger.sqlite``).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    or_,
)

VERSION = 2
"""Rises with every change of these tables; ``panj.ledger.migrations`` holds the way from each to the next."""

metadata = MetaData()

_Row = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the key is declared INTEGER."""


def _versioned(
    name: str, key: str, *columns: Column[str] | Column[int] | Column[float] | Column[bool], one_open: bool = True
) -> Table:
    """Return a table whose records are named by ``key`` and closed by ``known_to``; at most one row of a key is open.

    Without ``one_open`` a key may have several rows at a time.
    """
    table = Table(
        name,
        metadata,
        Column("row", _Row, primary_key=True),
        Column(key, Text, nullable=False),
        *columns,
        Column("known_from", BigInteger, nullable=False),
        Column("known_to", BigInteger),
    )
    Index(f"{name}_by_{key}", table.c[key])
    if one_open:
        still = table.c.known_to.is_(None)
        Index(f"{name}_open", table.c[key], unique=True, sqlite_where=still, postgresql_where=still)
    return table


captures = Table(
    "captures",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("packing", Text, nullable=False),  # "zlib", or "" for bytes as they are
    Column("content", LargeBinary, nullable=False),
    Column("known_from", BigInteger, nullable=False),
)

reports = _versioned(
    "reports",
    "id",
    # The words of a report are part of its identifier: only its first version goes into the index of words.
    Column("first", Boolean, nullable=False),
    Column("capture", Text, ForeignKey("captures.digest"), nullable=False),
    Column("value", Text, nullable=False),
)

readings = _versioned(
    "readings",
    "report_id",
    Column("reader", Text, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("abstentions", Integer, nullable=False),
    Column("value", Text, nullable=False),
)

claims = _versioned(
    "claims",
    "id",
    Column("report_id", Text, nullable=False),
    Column("value", Text, nullable=False),
)
Index("claims_by_report", claims.c.report_id)

places = _versioned(
    "places",
    "claim_id",
    Column("lat", Float(53), nullable=False),
    Column("lon", Float(53), nullable=False),
    one_open=False,
)

links = _versioned(
    "links",
    "claim_id",
    Column("incident_id", Text, nullable=False),
    Column("value", Text, nullable=False),
)

covers = _versioned(
    "covers",
    "claim_id",
    Column("value", Text, nullable=False),  # JSON list of incident identifiers
)

redirects = _versioned(
    "redirects",
    "old_id",
    Column("value", Text, nullable=False),
)

decisions = _versioned(
    "decisions",
    "id",
    Column("decided", BigInteger, nullable=False),
    Column("value", Text, nullable=False),
)

# What comparing reports has found (``panj.ledger.likenesses``): it follows from their texts, so it could be made anew
# at any time. ``sketch`` holds the keys of a report, ``sequence`` is that of the change by which it came.
sketches = Table(
    "sketches",
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False, unique=True),
    Column("sketch", LargeBinary, nullable=False),
    Column("known_from", BigInteger, nullable=False),
)


def _of_keys(name: str) -> Table:
    """Return a table of the reports of keys, kept in the order of both."""
    return Table(
        name,
        metadata,
        Column("key", BigInteger, primary_key=True, autoincrement=False),
        Column("report_id", Text, primary_key=True),
        sqlite_with_rowid=False,
    )


leaders = _of_keys("leaders")
followers = _of_keys("followers")

likenesses = _versioned(
    "likenesses",
    "one_id",
    Column("other_id", Text, nullable=False),
    Column("value", Text, nullable=False),
    one_open=False,
)

VERSIONED = (reports, readings, claims, places, links, covers, redirects, decisions, likenesses)

changes = Table(
    "changes",
    metadata,
    Column("sequence", _Row, primary_key=True),
    Column("known_from", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("what", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("changes_by_kind", changes.c.kind, changes.c.sequence)


def held(table: Table, moment: int | BindParameter[int]) -> ColumnElement[bool]:
    """Return the condition that a row held at an instant of ledger time."""
    return (table.c.known_from <= moment) & or_(table.c.known_to.is_(None), table.c.known_to > moment)


def is_open(table: Table) -> ColumnElement[bool]:
    """Return the condition that a row has no successor yet."""
    return table.c.known_to.is_(None)
