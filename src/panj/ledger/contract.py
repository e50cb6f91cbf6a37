"""What every store of a ledger promises; the test suite ``tests/ledger/contract.py`` holds each backend to it.

**Append only.** Nothing is ever overwritten: a row that no longer holds gets a ``known_to``, and its successor a
``known_from``, both instants of ledger time. Every question can be asked ``as_of`` a past instant and is answered
from the rows with ``known_from <= as_of`` and no ``known_to`` at or before it. Ledger time never runs backwards: a
write is stamped with the clock's time, or the last write's plus a microsecond, whichever is later.

**Whole or not at all.** Each ``write_…`` call is one transaction. After it returns, a killed process loses nothing
of it; before, nothing of it is seen.

**Order does not matter.** ``digest`` is over what is known, not when it came or from which file: the same input in
any order, by any number of writers, gives the same digest. Where one report comes twice, a dated one stands against
an undated one and a reader against an older version of itself, in either order; only a correction (another date, or
another reading by the same version) has to come last to stand.

**One state.** Every question is answered from the state at the moment of the call, also where its answer is an iterator
that is used up later. Several questions are put to one state with ``as_of=store.latest().known_from``.

**Errors.** Every call may raise a :class:`~panj.errors.LedgerError`: damaged, locked, full, closed. No error of a
database leaves a store. An ``as_of`` without an offset is an :class:`~panj.errors.InvalidValue`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Literal, Protocol, Self, TypeAlias

from panj.model import Claim, Comparison, Decision, Likeness, Linking, Reading, Redirect, Report, Value

Receipt = Literal["new", "same", "changed"]
ChangeKind = Literal["report", "reading", "linking", "decision"]
ChangeWhat = Literal["added", "superseded"]


class Intake(Value, frozen=True, kw_only=True):
    """Everything that one report adds, written together: the report, its bytes, its reading and its claims.

    ``raw`` are the bytes of ``report.capture``; reading and claims are about ``report``, each claim once.
    """

    report: Report
    raw: bytes
    reading: Reading
    claims: tuple[Claim, ...]


class Change(Value, frozen=True, kw_only=True):
    """One row of the change feed: ``kind`` of record, its identifier, and what happened to it.

    The subject of a ``reading`` (with its claims) is its report. The subject of a ``linking`` is an incident: ``added``
    where its identifier is new, ``superseded`` where its links changed or went. A linking that found all incidents as
    they were after something else had changed leaves one row with an empty subject, to say that it looked.
    ``sequence`` rises by the order of writes; the rows of one write share their ``known_from``.
    """

    sequence: int
    known_from: dt.datetime
    kind: ChangeKind
    subject: str
    what: ChangeWhat


class Counts(Value, frozen=True, kw_only=True):
    """How much a ledger holds."""

    reports: int
    mentions: int
    abstentions: int
    incidents: int
    decisions: int


class Compared(Protocol):
    """What a store knows of the reports that were compared (see :meth:`Store.compare`).

    Each report has *keys*. Which reports lead a key, and which likenesses count, is as the comparisons said.
    """

    def leaders(self, keys: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return the reports that lead each key, in the order of identifiers; keys without any are left out."""
        ...

    def followers(self, key: int) -> Iterable[str]:
        """Return the reports of a key that do not lead it."""
        ...

    def keys(self, ids: Collection[str]) -> Mapping[str, tuple[int, ...]]:
        """Return the keys of reports."""
        ...

    def texts(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return the texts of reports."""
        ...

    def partners(self, report_id: str) -> Iterable[str]:
        """Return the reports with larger identifiers to which this one has a likeness that counts."""
        ...


Comparer: TypeAlias = Callable[[Report, Compared], Comparison]
"""Compares a report with those compared before; says what is to be written."""


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

        ``same``: the report, its publication time and its reading (by reader version, with its claims) are kept
        already, or what is kept outranks this one, and nothing was written. ``changed``: the report was known, but its
        publication time or its reading by this or an older reader version is another; the old rows are closed. One
        report has one current reading. Where only the capture differs, the first one stands.

        Claims that no longer hold take their links and covers with them.

        Raises:
            InvalidValue: the parts are not of one report, or the bytes are not those of its capture.
            LedgerError: nothing was written.
        """
        ...

    def write_linking(self, linking: Linking, seen: int | None = None) -> tuple[Redirect, ...] | None:
        """Make ``linking`` the current one; unchanged links keep their ``known_from``.

        Incidents whose identifier went away because their claims moved to others get a redirect, to the incident
        that now has most of those claims (the smallest identifier among equals). An identifier that comes back
        redirects no longer. Returns the redirects added. Links and covers of claims that are not current are left out.

        Args:
            linking: every link and cover there is to be.
            seen: sequence number of the latest change (0 without any) when the claims, reports and decisions that
                were linked were asked for. Where other reports, readings or decisions came since, ``linking`` knows
                too little: nothing is written and ``None`` returned. Without it, no such check is made.
        """
        ...

    def write_decision(self, decision: Decision) -> Receipt:
        """Keep a person's judgement; the same one twice is kept once.

        Raises:
            InvalidValue: another decision has this identifier.
        """
        ...

    def compare(self, comparer: Comparer, limit: int = 200) -> int:
        """Compare the reports that were not compared yet, in the order in which they came, and keep what is found.

        At most ``limit`` of them, in one transaction; returns how many there were. Likenesses are known from the
        instant at which the later of their reports was, whenever they are found. Nothing is added to the change feed.
        """
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

    def likenesses(self, as_of: dt.datetime | None = None) -> tuple[Likeness, ...]:
        """Return the likenesses that count, in the order of their reports, among the reports that were compared."""
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

        The words are plain text: no character of them is an operator. Capitals and accents make no difference.
        """
        ...

    def within(
        self, south: float, west: float, north: float, east: float, as_of: dt.datetime | None = None
    ) -> tuple[str, ...]:
        """Return identifiers of claims with a place in the box (degrees), in order; ``west > east`` crosses 180°.

        Raises:
            InvalidValue: a number is no latitude or longitude, or the south lies above the north.
        """
        ...

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Yield the change feed after a sequence number, oldest first."""
        ...

    def latest(self, *kinds: ChangeKind) -> Change | None:
        """Return the newest change of these kinds, of any kind without them; ``None`` where there is none."""
        ...

    def counts(self, as_of: dt.datetime | None = None) -> Counts:
        """Return how much the ledger holds."""
        ...

    def digest(self) -> str:
        """Return SHA-256 (hexadecimal) over the current content.

        Without what tells of the order in which it came: ledger time, captures, redirects, where dates were found.
        """
        ...

    def verify(self) -> tuple[str, ...]:
        """Check the store from bottom to top; return what is wrong, as sentences; empty where nothing is.

        Pages, captures against their digests, reports against their identifiers, every span against the text, links
        against claims, redirects, ledger time, and the indices of words and places against what they index.

        Raises:
            LedgerError: it cannot be checked: closed, locked by a writer, or on a medium that cannot be written.
        """
        ...
