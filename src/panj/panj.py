"""The facade: everything that a user does with a ledger, as methods of one class.

No rule of reading, resolving or linking lives here: the facade passes frozen values from room to room and hands what
is to be kept to the store.
"""

from __future__ import annotations

import datetime as dt
import os
import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from panj import exports, incidents, ledger, reading, resolving, sources
from panj.errors import InvalidValue, SourceError, UnknownId
from panj.ledger.contract import Counts, Intake, Receipt, Store
from panj.model import (
    Abstention,
    Claim,
    Decision,
    FigureClaim,
    Incident,
    Link,
    Linking,
    Reading,
    Report,
    Span,
    Statement,
    Sum,
    Value,
    amount,
)
from panj.ontology import TYPES
from panj.reading.contract import Reader

DEFAULT_PATH = "ledger.panj"
"""Where a ledger is kept unless the user says otherwise: in the folder they work in."""


class ReadResult(Value, frozen=True, kw_only=True):
    """What became of one report: kept as new, known already, or changed; and what was and was not understood."""

    report: Report
    receipt: Receipt
    reading: Reading

    @property
    def abstentions(self) -> tuple[Abstention, ...]:
        """What was not understood."""
        return self.reading.abstentions


class Why(Value, frozen=True, kw_only=True):
    """The way from a value back to the bytes it came from.

    ``name`` and ``words`` are the value's; ``context`` the sentence; then the claim, the link to its incident, and the
    report with its capture.
    """

    value_id: str
    name: str
    words: Span
    sentence: Span
    claim: Claim
    report: Report
    link: Link | None = None
    resolved: tuple[tuple[str, str], ...] = ()


class Ledger:
    """A ledger of claims in one file.

    Args:
        path: the file; made when it does not exist and ``create`` is true. Default: ``$PANJ_LEDGER``, else
            ``ledger.panj`` in the working folder.
        reader: reads reports; the shipped one by default, loaded when first needed.
        create: make the file when it is not there.
        clock: gives ledger time; the machine's clock by default.

    Raises:
        LedgerError: the file cannot be opened; the class of the error says why.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        reader: Reader | None = None,
        create: bool = True,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        self.path = pathlib.Path(path or os.environ.get("PANJ_LEDGER") or DEFAULT_PATH)
        self._store: Store = ledger.open_ledger(self.path, create=create, clock=clock)
        self._reader = reader
        self._resolver: resolving.Resolver | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    # reading -------------------------------------------------------------------------------------------------------

    def read(
        self,
        source: str,
        *,
        published: str | None = None,
        publisher: str | None = None,
        stdin: BinaryIO | None = None,
    ) -> Iterator[ReadResult | SourceError]:
        """Read a file, folder, address or ``-``; yield each report as it is kept, or the error that a part gave.

        Every report is committed before it is yielded: whoever stops half-way loses nothing that was yielded. Call
        :meth:`link` when all sources are read; asking for incidents does so when it has not been done.

        Args:
            source: what to read.
            published: publication time of what is read, where the source does not say (ISO 8601).
            publisher: name of the outlet, where the source does not say.
            stdin: where ``-`` reads from.

        Raises:
            InvalidValue: ``published`` is not a date.
            LedgerError: the ledger cannot be written.
            ReaderError: the reader cannot run.
        """
        for one in sources.gather(source, published=published, publisher=publisher, stdin=stdin):
            if isinstance(one, SourceError):
                yield one
            else:
                yield self.keep(one.report, one.raw)

    def keep(self, report: Report, raw: bytes) -> ReadResult:
        """Read one report and keep it with the bytes it was made from."""
        known = next(self._store.reports([report.id]), None)
        reader = self._loaded_reader()
        if known is not None and known.published_at is not None and report.published_at is None:
            report = msgspec.structs.replace(
                report,
                published_at=known.published_at,
                published_found_in=known.published_found_in,
                published_date_only=known.published_date_only,
                date_candidates=known.date_candidates,
            )
        if known is not None and (known.published_at, known.published_date_only) == (
            report.published_at, report.published_date_only
        ):  # fmt: skip
            kept = next(self._store.readings([report.id]), None)
            if kept is not None and kept.reader == reader.version:
                return ReadResult(report=known, receipt="same", reading=kept)
        found = reader.read(report)
        if self._resolver is None:
            self._resolver = resolving.Resolver()
        resolution = self._resolver.resolve(report, found)
        whole = msgspec.structs.replace(found, abstentions=(*found.abstentions, *resolution.abstentions))
        intake = Intake(report=report, raw=raw, reading=whole, claims=resolution.claims)
        return ReadResult(report=report, receipt=self._store.write_intake(intake), reading=whole)

    def link(self) -> Linking:
        """Link all claims to incidents and keep the result.

        Where another process keeps reports at the same time, what it kept is linked too.
        """
        while True:
            latest = self._store.latest("report", "reading", "decision")
            claims = tuple(self._store.claims())
            reports = {report.id: report for report in self._store.reports()}
            linking = incidents.link(claims, reports, self._store.decisions())
            if self._store.write_linking(linking, seen=latest.sequence if latest else 0) is not None:
                return linking

    def _loaded_reader(self) -> Reader:
        if self._reader is None:
            self._reader = reading.load_reader()
        return self._reader

    # asking --------------------------------------------------------------------------------------------------------

    def view(self, as_of: dt.datetime | None = None) -> View:
        """Return the ledger as it stood at ``as_of``, now by default, with incidents up to date."""
        if as_of is None and self._is_stale():
            self.link()
        return View(self._store, as_of)

    def _is_stale(self) -> bool:
        """Say whether something was kept after claims were last linked (a read that was stopped half-way)."""
        kept, linked = self._store.latest("report", "reading", "decision"), self._store.latest("linking")
        return kept is not None and (linked is None or linked.sequence < kept.sequence)

    def raw(self, digest: str) -> bytes:
        """Return the bytes of a capture by its SHA-256."""
        return self._store.raw(digest)

    def counts(self, as_of: dt.datetime | None = None) -> Counts:
        """Return how much the ledger holds."""
        return self._store.counts(as_of)

    def digest(self) -> str:
        """Return SHA-256 over what is known, without ledger time: equal for equal input in any order."""
        return self._store.digest()

    def verify(self) -> tuple[str, ...]:
        """Check the ledger from bottom to top; return what is wrong, as sentences."""
        return self._store.verify()


class View:
    """What a ledger knows at one instant: incidents, sums and statements, computed from claims when first asked for."""

    def __init__(self, store: Store, as_of: dt.datetime | None) -> None:
        if as_of is None and (latest := store.latest()) is not None:
            as_of = latest.known_from  # one state, whatever a writer does between two questions
        self._store = store
        self.as_of = as_of
        self.reports: Mapping[str, Report] = {report.id: report for report in store.reports(as_of=as_of)}
        self.claims: Mapping[str, Claim] = {claim.id: claim for claim in store.claims(as_of=as_of)}
        self.linking = store.linking(as_of)
        self.decisions: tuple[Decision, ...] = store.decisions(as_of)
        self.origins = sources.origins(self.reports.values())
        self._links = {link.claim_id: link for link in self.linking.links}
        self._incidents: tuple[Incident, ...] | None = None
        self._statements: tuple[Statement, ...] | None = None
        self._sums: tuple[Sum, ...] | None = None

    @property
    def all_incidents(self) -> tuple[Incident, ...]:
        """Every incident, by first day."""
        if self._incidents is None:
            self._incidents = incidents.incidents(
                self.claims.values(), self.linking, self.reports, self.origins, self.decisions
            )
        return self._incidents

    @property
    def all_statements(self) -> tuple[Statement, ...]:
        """Every statement."""
        if self._statements is None:
            self._statements = incidents.statements(self.claims.values(), self.linking, self.reports)
        return self._statements

    @property
    def all_sums(self) -> tuple[Sum, ...]:
        """Every figure that covers several incidents."""
        if self._sums is None:
            self._sums = incidents.sums(self.claims.values(), self.linking, self.reports)
        return self._sums

    def incidents(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        country: str | None = None,
        type: str | None = None,  # noqa: A002 - the word users type
        text: str | None = None,
    ) -> tuple[Incident, ...]:
        """Return the incidents that fit every condition given.

        Args:
            since: first day of interest; an incident whose last possible day is earlier is left out.
            until: last day of interest; an incident whose first possible day is later is left out.
            country: ISO 3166-1 alpha-3 code or a country's name.
            type: PLOVER type.
            text: words that a report of the incident holds.

        Raises:
            InvalidValue: the country or type is not known.
        """
        if type is not None and type.upper() not in TYPES:
            raise InvalidValue(type, "is not a PLOVER type", f"Choose one of: {', '.join(TYPES)}")
        code = None if country is None else resolving.country_code(country)
        hits = None if text is None else set(self._store.search(text, self.as_of))
        return tuple(
            one
            for one in self.all_incidents
            if within(one, since, until)
            and (code is None or code in countries(one))
            and (type is None or one.type == type.upper())
            and (hits is None or hits.intersection(one.report_ids))
        )

    def incident(self, identifier: str) -> Incident:
        """Return an incident by its identifier, an old one that leads to it, or an unambiguous beginning of one.

        Raises:
            UnknownId: there is none, or several begin so.
        """
        current = self._store.redirect(identifier, self.as_of)
        found = [one for one in self.all_incidents if one.id == current]
        if not found and len(identifier) >= 3:
            found = [one for one in self.all_incidents if one.id.startswith(identifier)]
        if len(found) != 1:
            problem = "is the beginning of several incidents" if found else "is no incident of this ledger"
            raise UnknownId(identifier, problem, "panj incidents lists them")
        return found[0]

    def statements_of(self, incident: Incident) -> tuple[Statement, ...]:
        """Return the statements about an incident."""
        return tuple(one for one in self.all_statements if one.incident_id == incident.id)

    def sums_over(self, incident: Incident) -> tuple[Sum, ...]:
        """Return the sums that may contain an incident."""
        return tuple(one for one in self.all_sums if incident.id in one.covers)

    def why(self, value_id: str) -> Why:
        """Return the way from a value of a claim (``m0123456789ab.fig0``), or a claim, to the bytes it came from.

        Raises:
            UnknownId: no claim has this identifier, or it has no such value.
        """
        claim_id, _, name = value_id.partition(".")
        claim = self.claims.get(claim_id)
        if claim is None:
            raise UnknownId(value_id, "is no value of this ledger", "panj show INCIDENT prints the values' identifiers")
        spans = dict(claim.mention.spans())
        name = name or "t"
        if name not in spans:
            raise UnknownId(value_id, f"{claim_id} has no such value", f"It has: {', '.join(spans)}")
        return Why(
            value_id=f"{claim_id}.{name}",
            name=name,
            words=spans[name],
            sentence=claim.mention.sentence,
            claim=claim,
            report=self.reports[claim.report_id],
            link=self._links.get(claim_id),
            resolved=tuple(_resolved(claim, spans[name])),
        )

    def claims_behind(self, figure: FigureClaim) -> Claim:
        """Return the claim that a figure belongs to."""
        return self.claims[figure.value_id.partition(".")[0]]

    def readings(self) -> Iterator[Reading]:
        """Yield the current reading of each report: mentions and abstentions."""
        return self._store.readings(as_of=self.as_of)

    def brief(self, chosen: Sequence[Incident] | None = None) -> str:
        """Return a cited brief in Markdown over ``chosen`` incidents, all of them by default."""
        picked = self.all_incidents if chosen is None else tuple(chosen)
        ids = {one.id for one in picked}
        heard = {report for one in picked for report in one.report_ids}
        return exports.brief(
            picked,
            tuple(one for one in self.all_sums if ids.intersection(one.covers) or chosen is None),
            tuple(
                one
                for one in self.all_statements
                if chosen is None or one.incident_id in ids or heard.intersection(one.report_ids)
            ),
            self.claims,
            self.reports,
            self.origins,
        )

    def export(self, folder: str | os.PathLike[str], form: str) -> tuple[pathlib.Path, ...]:
        """Write incidents, figures, claims, statements and reports to ``folder``; return the files written.

        Args:
            folder: made when it is not there.
            form: ``jsonl`` or ``csv``.

        Raises:
            InvalidValue: there is no such form, or the folder cannot be written.
        """
        return exports.export(
            pathlib.Path(folder),
            form,
            incidents=self.all_incidents,
            sums=self.all_sums,
            statements=self.all_statements,
            claims=self.claims,
            reports=self.reports,
            origins=self.origins,
        )


def within(incident: Incident, since: dt.date | None, until: dt.date | None) -> bool:
    """Say whether an incident may lie between two days; one without any day is inside only an unlimited window."""
    if since is None and until is None:
        return True
    when = incident.when
    if when is None or (when.valid_from is None and when.valid_to is None):
        return False
    first, last = when.valid_from or when.valid_to, when.valid_to or when.valid_from
    return (since is None or last is None or last >= since) and (until is None or first is None or first <= until)


def countries(incident: Incident) -> set[str]:
    """Return the countries in which an incident may lie."""
    return {place.country for place in incident.places if place.country} | (
        {incident.place.country} if incident.place and incident.place.country else set()
    )


def _resolved(claim: Claim, words: Span) -> Iterable[tuple[str, str]]:
    """Yield what resolving made of some words of a claim: what it is, and how it was found."""
    for party in (claim.claimant, claim.via, *claim.actors, *claim.recipients):
        if party is not None and party.words == words:
            codes = " ".join(code for code in (party.country, party.sector) if code)
            yield "party", f"{party.name}{f' ({codes})' if codes else ''}, by rule {party.rule}"
    for place in claim.places:
        if place.words == words:
            chain = ", ".join(one for one in (place.name, place.admin2, place.admin1, place.country) if one)
            point = "" if place.lat is None else f", {place.lat:.2f} {place.lon:.2f} ({place.precision})"
            yield "place", f"{chain}{point}, by rule {place.rule}"
    if claim.when is not None and words in claim.mention.times:
        when = claim.when
        yield "time", f"{when.valid_from or '…'} to {when.valid_to or '…'}, by rule {when.rule}"
    for figure in claim.mention.figures:
        if figure.span == words:
            yield "figure", f"{figure.outcome} {amount(figure.low, figure.high)}"
