"""The store of a ledger in one SQL database; the promises are in ``panj.ledger.contract``."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from sqlalchemy import select

from panj.errors import InvalidValue, LedgerDamaged, UnknownId
from panj.ledger import asking, intakes, likenesses, linkings, schema
from panj.ledger.checks import flaws
from panj.ledger.contract import Change, ChangeKind, Comparer, Counts, Intake, Receipt
from panj.ledger.fingerprint import fingerprint
from panj.ledger.instants import Clock, microseconds
from panj.ledger.sqlite import SqliteFile
from panj.ledger.writing import add, stamp, tell
from panj.model import Claim, Decision, Likeness, Linking, Reading, Redirect, Report, decode, encode


class SqlStore:
    """A :class:`~panj.ledger.contract.Store` over an open file.

    Calls may come from several threads: each takes a connection of its own for as long as it lasts.
    """

    def __init__(self, file: SqliteFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self._file.close()

    # writing -------------------------------------------------------------------------------------------------------

    def write_intake(self, intake: Intake) -> Receipt:
        """Keep one report with its bytes, reading and claims."""
        intakes.check(intake)
        with self._file.write() as connection:
            return intakes.write(connection, self._file, intake, stamp(connection, self._clock))

    def write_linking(self, linking: Linking, seen: int | None = None) -> tuple[Redirect, ...] | None:
        """Make ``linking`` the current one, unless it was made from less than is known now."""
        with self._file.write() as connection:
            if seen is not None and linkings.is_outdated(connection, seen):
                return None
            return linkings.write(connection, linking, stamp(connection, self._clock))

    def write_decision(self, decision: Decision) -> Receipt:
        """Keep a person's judgement; the same one twice is kept once."""
        decided = microseconds(decision.decided_at)
        table = schema.decisions
        with self._file.write() as connection:
            kept = connection.execute(
                select(table.c.value).where(table.c.id == decision.id, schema.is_open(table))
            ).scalar_one_or_none()
            if kept is not None:
                if decode(kept, Decision) != decision:
                    raise InvalidValue(decision.id, "is another decision already", "Take a new decision instead")
                return "same"
            at = stamp(connection, self._clock)
            add(connection, table, [{"id": decision.id, "decided": decided, "value": encode(decision).decode()}], at)
            tell(connection, "decision", [decision.id], "added", at)
            return "new"

    def compare(self, comparer: Comparer, limit: int = 200) -> int:
        """Compare reports that were not compared yet; return how many there were."""
        with self._file.read() as connection:
            if not likenesses.pending(connection, 1):
                return 0  # a question must not wait for a writer where there is nothing to do
        with self._file.write() as connection:
            return likenesses.compare(connection, comparer, limit)

    # asking --------------------------------------------------------------------------------------------------------

    def reports(self, ids: Iterable[str] | None = None, as_of: dt.datetime | None = None) -> Iterator[Report]:
        """Yield reports in the order of their identifiers."""
        return asking.values(self._file, schema.reports, Report, "id", ids, as_of)

    def readings(self, ids: Iterable[str] | None = None, as_of: dt.datetime | None = None) -> Iterator[Reading]:
        """Yield the current reading of each report, in the order of report identifiers."""
        return asking.values(self._file, schema.readings, Reading, "report_id", ids, as_of)

    def claims(self, ids: Iterable[str] | None = None, as_of: dt.datetime | None = None) -> Iterator[Claim]:
        """Yield claims in the order of their identifiers."""
        return asking.values(self._file, schema.claims, Claim, "id", ids, as_of)

    def linking(self, as_of: dt.datetime | None = None) -> Linking:
        """Return the current links and covers, in the order of claim identifiers."""
        with self._file.read() as connection:
            return asking.linking(connection, asking.moment(connection, as_of))

    def decisions(self, as_of: dt.datetime | None = None) -> tuple[Decision, ...]:
        """Return all decisions in the order in which they were taken."""
        with self._file.read() as connection:
            return asking.taken(connection, asking.moment(connection, as_of))

    def likenesses(self, as_of: dt.datetime | None = None) -> tuple[Likeness, ...]:
        """Return the likenesses that count, in the order of their reports."""
        with self._file.read() as connection:
            return likenesses.known(connection, asking.moment(connection, as_of))

    def redirect(self, incident_id: str, as_of: dt.datetime | None = None) -> str:
        """Follow redirects from an incident identifier to the current one."""
        with self._file.read() as connection:
            return asking.led_to(connection, incident_id, asking.moment(connection, as_of))

    def raw(self, digest: str) -> bytes:
        """Return the bytes of a capture."""
        table = schema.captures
        query = select(table.c.packing, table.c.content).where(table.c.digest == digest)
        with self._file.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownId(digest, "is the digest of no capture in this ledger")
        try:
            content = intakes.unpack(row.packing, row.content)
        except ValueError as error:
            raise LedgerDamaged(
                str(self._file.path), f"holds capture {digest} as bytes that cannot be unpacked ({error})", _RESTORE
            ) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise LedgerDamaged(str(self._file.path), f"holds other bytes than those of capture {digest}", _RESTORE)
        return content

    def search(self, words: str, as_of: dt.datetime | None = None) -> tuple[str, ...]:
        """Return identifiers of reports whose title or text holds all ``words``, best match first."""
        with self._file.read() as connection:
            return self._file.search(connection, words, asking.moment(connection, as_of))

    def within(
        self, south: float, west: float, north: float, east: float, as_of: dt.datetime | None = None
    ) -> tuple[str, ...]:
        """Return identifiers of claims with a place in the box (degrees), in order."""
        with self._file.read() as connection:
            return self._file.within(connection, (south, west, north, east), asking.moment(connection, as_of))

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Yield the change feed after a sequence number, oldest first."""
        return asking.feed(self._file, after)

    def latest(self, *kinds: ChangeKind) -> Change | None:
        """Return the newest change of these kinds, of any kind without them."""
        with self._file.read() as connection:
            return asking.latest(connection, kinds)

    def counts(self, as_of: dt.datetime | None = None) -> Counts:
        """Return how much the ledger holds."""
        with self._file.read() as connection:
            return asking.counts(connection, asking.moment(connection, as_of))

    def digest(self) -> str:
        """Return SHA-256 (hexadecimal) over the current content."""
        return fingerprint(self)

    def verify(self) -> tuple[str, ...]:
        """Check the store from bottom to top; return what is wrong, as sentences; empty where nothing is."""
        return tuple(flaws(self._file))


_RESTORE = "Restore the file from a copy"
