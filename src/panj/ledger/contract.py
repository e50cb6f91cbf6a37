"""What every store of a ledger promises; the test suite ``tests/ledger/contract.py`` holds each backend to it.

**Append only.** Nothing is ever overwritten: a row that no longer holds gets a ``known_to``, and its successor a
``known_from``, both instants of ledger time. Every question can be asked ``as_of`` a past instant and is answered
from the rows with ``known_from <= as_of`` and no ``known_to`` at or before it. Ledger time never runs backwards: a
write is stamped with the clock's time, or the last write's plus a microsecond, whichever is later.

**Whole or not at all.** Each ``write_…`` call is one transaction. After it returns, a killed process loses nothing
of it; before, nothing of it is seen.

**Order does not matter.** ``digest`` is over what is known, not when it came: the same input in any order, by any
number of writers, gives the same digest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Literal, Protocol, Self

from panj.model import Claim, Decision, Linking, Reading, Redirect, Report, Value

Receipt = Literal["new", "same", "changed"]


class Intake(Value, frozen=True, kw_only=True):
    """Everything that one report adds, written together: the report, its bytes, its reading and its claims."""

    report: Report
    raw: bytes
    reading: Reading
    claims: tuple[Claim, ...]


class Change(Value, frozen=True, kw_only=True):
    """One row of the change feed: ``kind`` of record, its identifier, and what happened to it."""

    sequence: int
    known_from: dt.datetime
    kind: Literal["report", "reading", "linking", "decision"]
    subject: str
    what: Literal["added", "superseded"]


class Counts(Value, frozen=True, kw_only=True):
    """How much a ledger holds."""

    reports: int
    mentions: int
    abstentions: int
    incidents: int
    decisions: int


class Store(Protocol):
    """An append-only store of reports, readings, claims, links and decisions."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def close(self) -> None:
        """Let go of the file or connection; a second call does nothing."""
        ...

    # writing -------------------------------------------------------------------------------------------------------

    def write_intake(self, intake: Intake) -> Receipt:
        """Keep one report with its bytes, reading and claims.

        ``same``: the report, its publication time and its reading (by reader version) are kept already and nothing
        was written. ``changed``: the report was known, but its publication time or its reading by this or an older
        reader version is another; the old rows are closed. One report has one current reading.

        Raises:
            LedgerError: nothing was written.
        """
        ...

    def write_linking(self, linking: Linking) -> tuple[Redirect, ...]:
        """Make ``linking`` the current one; unchanged links keep their ``known_from``.

        Incidents whose identifier went away because their claims moved to others get a redirect, to the incident
        that now has most of those claims (the smallest identifier among equals). Returns the redirects added.
        """
        ...

    def write_decision(self, decision: Decision) -> Receipt:
        """Keep a person's judgement; the same one twice is kept once."""
        ...

    # asking --------------------------------------------------------------------------------------------------------

    def reports(self, ids: Iterable[str] | None = None, as_of: dt.datetime | None = None) -> Iterator[Report]:
        """Yield reports in the order of their identifiers; all of them without ``ids``; unknown ids are left out."""
        ...

    def readings(self, ids: Iterable[str] | None = None, as_of: dt.datetime | None = None) -> Iterator[Reading]:
        """Yield the current reading of each report, in the order of report identifiers."""
        ...

    def claims(self, ids: Iterable[str] | None = None, as_of: dt.datetime | None = None) -> Iterator[Claim]:
        """Yield claims in the order of their identifiers; all of them without ``ids``."""
        ...

    def linking(self, as_of: dt.datetime | None = None) -> Linking:
        """Return the current links and covers, in the order of claim identifiers."""
        ...

    def decisions(self, as_of: dt.datetime | None = None) -> tuple[Decision, ...]:
        """Return all decisions in the order in which they were taken."""
        ...

    def redirect(self, incident_id: str, as_of: dt.datetime | None = None) -> str:
        """Follow redirects from an incident identifier to the current one; an identifier without one is returned."""
        ...

    def raw(self, digest: str) -> bytes:
        """Return the bytes of a capture.

        Raises:
            UnknownId: no capture has this digest.
            LedgerDamaged: the bytes do not have the digest any more.
        """
        ...

    def search(self, words: str, as_of: dt.datetime | None = None) -> tuple[str, ...]:
        """Return identifiers of reports whose title or text holds all ``words``, best match first.

        The words are plain text: no character of them is an operator.
        """
        ...

    def within(
        self, south: float, west: float, north: float, east: float, as_of: dt.datetime | None = None
    ) -> tuple[str, ...]:
        """Return identifiers of claims with a place in the box (degrees), in order; ``west > east`` crosses 180°."""
        ...

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Yield the change feed after a sequence number, oldest first."""
        ...

    def counts(self, as_of: dt.datetime | None = None) -> Counts:
        """Return how much the ledger holds."""
        ...

    def digest(self) -> str:
        """Return SHA-256 (hexadecimal) over the current content without ledger time."""
        ...

    def verify(self) -> tuple[str, ...]:
        """Check the store from bottom to top; return what is wrong, as sentences; empty where nothing is."""
        ...
