"""Asking a ledger what it knew at an instant.

Every question is bound to an instant that has passed when it is asked, and rows that held then hold for ever: so an
answer can be fetched page by page, each in a transaction of its own, and is still that of one state.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, Table, func, select

from panj.ledger.contract import Change, ChangeKind, Counts
from panj.ledger.instants import instant, microseconds
from panj.ledger.schema import changes, covers, decisions, held, links, readings, redirects, reports
from panj.ledger.sqlite import SqliteFile
from panj.ledger.writing import CHUNK, chunks, last_stamp
from panj.model import AnyValue, Decision, Link, Linking, Redirect, decode


def moment(connection: Connection, as_of: dt.datetime | None) -> int:
    """Return the ledger time that a question is bound to: ``as_of``, but not after the last write.

    Raises:
        InvalidValue: ``as_of`` has no offset.
    """
    last = last_stamp(connection) or 0
    return last if as_of is None else min(last, microseconds(as_of))


def values(
    file: SqliteFile, table: Table, kind: type[AnyValue], key: str, ids: Iterable[str] | None, as_of: dt.datetime | None
) -> Iterator[AnyValue]:
    """Return an iterator over the values of a table that held, in the order of their keys."""
    with file.read() as connection:
        bound = moment(connection, as_of)
    if ids is None:
        return _all(file, table, kind, key, bound)
    return _chosen(file, table, kind, key, sorted(set(ids)), bound)


def _all(file: SqliteFile, table: Table, kind: type[AnyValue], key: str, bound: int) -> Iterator[AnyValue]:
    column, last = table.c[key], ""
    while True:
        query = select(column, table.c.value).where(column > last, held(table, bound)).order_by(column).limit(CHUNK)
        page = _page(file, query, kind)
        for last, value in page:  # noqa: B007 - the last key is where the next page begins
            yield value
        if len(page) < CHUNK:
            return


def _chosen(
    file: SqliteFile, table: Table, kind: type[AnyValue], key: str, ids: list[str], bound: int
) -> Iterator[AnyValue]:
    column = table.c[key]
    for some in chunks(ids):
        query = select(column, table.c.value).where(column.in_(some), held(table, bound)).order_by(column)
        for _, value in _page(file, query, kind):
            yield value


def _page(file: SqliteFile, query: Select[Any], kind: type[AnyValue]) -> list[tuple[str, AnyValue]]:
    """Return keys and values; nothing is held open while they are used."""
    with file.read() as connection:
        return [(key, decode(value, kind)) for key, value in connection.execute(query)]


def linking(connection: Connection, bound: int) -> Linking:
    """Return the links and covers that held."""
    linked = select(links.c.value).where(held(links, bound)).order_by(links.c.claim_id)
    covering = select(covers.c.claim_id, covers.c.value).where(held(covers, bound)).order_by(covers.c.claim_id)
    return Linking(
        links=tuple(decode(value, Link) for value in connection.execute(linked).scalars()),
        covers=tuple((claim, decode_ids(value)) for claim, value in connection.execute(covering)),
    )


def taken(connection: Connection, bound: int) -> tuple[Decision, ...]:
    """Return the decisions that were known, in the order in which they were taken."""
    query = select(decisions.c.value).where(held(decisions, bound)).order_by(decisions.c.decided, decisions.c.id)
    return tuple(decode(value, Decision) for value in connection.execute(query).scalars())


def led_to(connection: Connection, incident_id: str, bound: int) -> str:
    """Return where redirects lead to from an incident."""
    seen = {incident_id}
    while True:
        query = select(redirects.c.value).where(redirects.c.old_id == incident_id, held(redirects, bound))
        value = connection.execute(query).scalar_one_or_none()
        following = None if value is None else decode(value, Redirect).new_id
        # No write makes a circle; in a damaged file that has one, an answer is better than none for ever.
        if following is None or following in seen:
            return incident_id
        seen.add(incident_id := following)


def counts(connection: Connection, bound: int) -> Counts:
    """Return how much was known."""
    read = connection.execute(
        select(
            func.coalesce(func.sum(readings.c.mentions), 0), func.coalesce(func.sum(readings.c.abstentions), 0)
        ).where(held(readings, bound))
    ).one()
    incidents = select(func.count(links.c.incident_id.distinct())).where(held(links, bound))
    return Counts(
        reports=connection.execute(select(func.count()).where(held(reports, bound))).scalar_one(),
        mentions=read[0],
        abstentions=read[1],
        incidents=connection.execute(incidents).scalar_one(),
        decisions=connection.execute(select(func.count()).where(held(decisions, bound))).scalar_one(),
    )


def feed(file: SqliteFile, after: int) -> Iterator[Change]:
    """Return an iterator over the changes after a number that are there now."""
    with file.read() as connection:
        last = connection.execute(select(func.max(changes.c.sequence))).scalar_one() or 0
    return _feed(file, after, last)


def _feed(file: SqliteFile, after: int, last: int) -> Iterator[Change]:
    while after < last:
        query = select(changes).where(changes.c.sequence > after, changes.c.sequence <= last)
        with file.read() as connection:
            page = [_change(row) for row in connection.execute(query.order_by(changes.c.sequence).limit(CHUNK))]
        yield from page
        after = page[-1].sequence if page else last


def latest(connection: Connection, kinds: Iterable[ChangeKind]) -> Change | None:
    """Return the newest change of some kinds, of any kind without them."""
    query = select(changes).order_by(changes.c.sequence.desc()).limit(1)
    # One look at the end of the index for each kind: a question for several at once would read the feed backwards.
    queries = [query.where(changes.c.kind == kind) for kind in sorted(set(kinds))] or [query]
    rows = [row for one in queries if (row := connection.execute(one).one_or_none()) is not None]
    return _change(max(rows, key=lambda row: int(row.sequence))) if rows else None


def _change(row: Row[tuple[int, int, str, str, str]]) -> Change:
    return Change(
        sequence=row.sequence,
        known_from=instant(row.known_from),
        kind=row.kind,
        subject=row.subject,
        what=row.what,
    )


def decode_ids(value: str) -> tuple[str, ...]:
    """Return the identifiers in a row of ``covers``."""
    return msgspec.json.decode(value, type=tuple[str, ...])
