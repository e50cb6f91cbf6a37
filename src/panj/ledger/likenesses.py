"""Comparing each report once with those before it, and keeping what came of it.

What a comparison finds follows from the texts alone, so its rows are stamped with the time at which the report itself
became known, whenever it is compared: a question as of any instant is answered as if every report had been compared as
it came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import msgspec
from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, func, insert, or_, select, update

from panj.ledger.contract import Comparer
from panj.ledger.schema import changes, followers, held, is_open, leaders, likenesses, reports, sketches
from panj.ledger.writing import add, chunks
from panj.model import Comparison, Likeness, Report, decode, encode

# Built once: they are asked for every report.
_LEADERS = select(leaders.c.key, leaders.c.report_id).where(leaders.c.key.in_(bindparam("keys", expanding=True)))
_FOLLOWERS = select(followers.c.report_id).where(followers.c.key == bindparam("key"))
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_SKETCHES = select(sketches.c.report_id, sketches.c.sketch).where(sketches.c.report_id.in_(_IDS))
_REPORTS = select(reports.c.value).where(reports.c.id.in_(_IDS), is_open(reports))
_PARTNERS = select(likenesses.c.other_id).where(likenesses.c.one_id == bindparam("one"), is_open(likenesses))


class Shelf:
    """What a ledger knows of the reports that were compared, in the transaction of ``connection``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def leaders(self, keys: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return the first reports of each key, in the order of identifiers; keys without any are left out."""
        found: dict[int, list[str]] = defaultdict(list)
        for some in chunks(keys):
            for key, name in self._connection.execute(_LEADERS, {"keys": some}):
                found[key].append(name)
        return {key: tuple(sorted(names)) for key, names in found.items()}

    def followers(self, key: int) -> Iterable[str]:
        """Return the reports of a key that do not lead it."""
        return self._connection.execute(_FOLLOWERS, {"key": key}).scalars().all()

    def keys(self, ids: Collection[str]) -> Mapping[str, tuple[int, ...]]:
        """Return the keys of reports."""
        return {
            name: msgspec.msgpack.decode(packed, type=tuple[int, ...])
            for some in chunks(ids)
            for name, packed in self._connection.execute(_SKETCHES, {"ids": some})
        }

    def texts(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return the texts of reports."""
        found = (
            decode(value, Report)
            for some in chunks(ids)
            for value in self._connection.execute(_REPORTS, {"ids": some}).scalars()
        )
        return {report.id: report.text for report in found}

    def partners(self, report_id: str) -> Iterable[str]:
        """Return the reports with larger identifiers to which this one has a likeness that counts."""
        return self._connection.execute(_PARTNERS, {"one": report_id}).scalars().all()


def pending(connection: Connection, limit: int) -> list[tuple[int, int, str]]:
    """Return the reports that came since the last comparison, oldest first: change, ledger time, report as JSON."""
    last = connection.execute(select(func.max(sketches.c.sequence))).scalar_one() or 0
    query = (
        select(changes.c.sequence, changes.c.known_from, reports.c.value)
        .join(reports, reports.c.id == changes.c.subject)
        .where(changes.c.kind == "report", changes.c.what == "added", changes.c.sequence > last, is_open(reports))
        .order_by(changes.c.sequence)
        .limit(limit)
    )
    return [(sequence, at, value) for sequence, at, value in connection.execute(query)]


def compare(connection: Connection, comparer: Comparer, limit: int) -> int:
    """Compare the reports that came since the last comparison, oldest first; return how many were."""
    shelf = Shelf(connection)
    found = pending(connection, limit)
    for sequence, at, value in found:
        _write(connection, comparer(decode(value, Report), shelf), sequence, at)
    return len(found)


def known(connection: Connection, bound: int) -> tuple[Likeness, ...]:
    """Return the likenesses that counted at an instant, in the order of their reports."""
    query = select(likenesses.c.value).where(held(likenesses, bound))
    found = [decode(value, Likeness) for value in connection.execute(query).scalars()]
    return tuple(sorted(found, key=lambda one: (one.one_id, one.other_id)))


def _write(connection: Connection, one: Comparison, sequence: int, at: int) -> None:
    sketch = {"report_id": one.report_id, "sequence": sequence, "sketch": msgspec.msgpack.encode(one.keys)}
    add(connection, sketches, [sketch], at)
    if one.displaced:
        places = [{"key": key, "report_id": name} for key, name in one.displaced]
        connection.execute(
            delete(leaders).where(or_(*(and_(leaders.c.key == key, leaders.c.report_id == name)
                                        for key, name in one.displaced)))
        )  # fmt: skip
        connection.execute(insert(followers), places)
    leads = set(one.leads)
    for table, some in ((leaders, one.leads), (followers, [key for key in one.keys if key not in leads])):
        if some:
            connection.execute(insert(table), [{"key": key, "report_id": one.report_id} for key in some])
    for one_id, other_id in one.ended:
        ended = (likenesses.c.one_id == one_id, likenesses.c.other_id == other_id, is_open(likenesses))
        connection.execute(update(likenesses).where(*ended).values(known_to=at))
    alike = [
        {"one_id": found.one_id, "other_id": found.other_id, "value": encode(found).decode()}
        for found in one.likenesses
    ]
    add(connection, likenesses, alike, at)
