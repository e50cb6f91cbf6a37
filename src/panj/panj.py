"""The facade: everything that a user does with a ledger, as methods of one class.

No rule of reading, resolving or linking lives here: the facade passes frozen values from room to room and hands what
is to be kept to the store.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from panj import exports, incidents, ledger, reading, resolving, sources
from panj.corrections import corrected
from panj.errors import InvalidValue, SourceError, UnknownId
from panj.ledger.contract import Change, Counts, Intake, Receipt, Store
from panj.model import (
    Abstention,
    Claim,
    Decision,
    FigureClaim,
    Incident,
    Link,
    Linking,
    Origin,
    Outcome,
    Reading,
    Report,
    Span,
    Statement,
    Sum,
    Value,
)
from panj.ontology import OUTCOMES, STATEMENT_KINDS, TYPES
from panj.reading.contract import Reader
from panj.selecting import countries, resolved, spoken, within

Total = incidents.Total
OwnPlaces = resolving.OwnPlaces

DEFAULT_PATH = "ledger.panj"
"""Where a ledger is kept unless the user says otherwise: in the folder they work in."""

FORMATS: Mapping[str, exports.Format] = exports.FORMATS
"""What a ledger can be exported to, by name."""


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

    @property
    def joined(self) -> str | None:
        """Why the claim belongs to its incident, in words; ``None`` where it belongs to none."""
        return None if self.link is None else incidents.explain(self.link)


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
        self._linker: incidents.Linker | None = None
        self._linker_saw = 0

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
        name: str | None = None,
    ) -> Iterator[ReadResult | SourceError]:
        """Read a file, folder, address or ``-``; yield each report as it is kept, or the error that a part gave.

        Every report is committed before it is yielded: whoever stops half-way loses nothing that was yielded. Call
        :meth:`link` when all sources are read; asking for incidents does so when it has not been done.

        Args:
            source: what to read.
            published: publication time of what is read, where the source does not say (ISO 8601).
            publisher: name of the outlet, where the source does not say.
            stdin: where ``-`` reads from.
            name: what the file that ``-`` reads is called.

        Raises:
            InvalidValue: ``published`` is not a date.
            LedgerError: the ledger cannot be written.
            ReaderError: the reader cannot run.
        """
        for one in sources.gather(source, published=published, publisher=publisher, stdin=stdin, name=name):
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
            if kept is not None and (kept.reader, kept.tables) == (reader.version, self._tables):
                return ReadResult(report=known, receipt="same", reading=kept)
        found = reader.read(report)
        resolution = self._resolver.resolve(report, found)
        whole = msgspec.structs.replace(
            found, abstentions=(*found.abstentions, *resolution.abstentions), tables=self._tables
        )
        intake = Intake(report=report, raw=raw, reading=whole, claims=resolution.claims)
        return ReadResult(report=report, receipt=self._store.write_intake(intake), reading=whole)

    def decide(self, decision: Decision) -> Receipt:
        """Keep a person's judgement (:mod:`panj.judging` makes them); incidents follow it when they are next asked for.

        Raises:
            InvalidValue: another decision has its identifier.
        """
        return self._store.write_decision(decision)

    def link(self) -> Linking:
        """Link all claims to incidents and keep the result.

        Where another process keeps reports at the same time, what it kept is linked too.
        """
        self._compare()
        while True:
            latest = self._store.latest("report", "reading", "decision")
            seen = latest.sequence if latest else 0
            linking = self._linked_up_to(seen)
            if self._store.write_linking(linking, seen=seen) is not None:
                return linking

    def _linked_up_to(self, seen: int) -> Linking:
        """Return all links, having linked what was kept since this was last asked: all of it the first time."""
        if self._linker is None:
            self._linker = incidents.Linker()
            changed = {report.id for report in self._store.reports()}
        else:
            changes = self._store.changes(self._linker_saw)
            changed = {one.subject for one in changes if one.kind in ("report", "reading")}
        self._linker_saw = seen
        for found in self._store.readings(sorted(changed)):
            claims = self._store.claims([mention.id for mention in found.mentions])
            report = next(self._store.reports([found.report_id]), None)
            self._linker.put(found.report_id, claims, report)
        self._linker.decide(self._store.decisions())
        return self._linker.linking()

    @functools.cached_property
    def _resolver(self) -> resolving.Resolver:
        return resolving.Resolver()

    @functools.cached_property
    def _tables(self) -> str | None:
        """What stands for the user's own tables: a report is read again when they have changed."""
        return resolving.own_digest()

    def _loaded_reader(self) -> Reader:
        if self._reader is None:
            self._reader = reading.load_reader()
        return self._reader

    # asking --------------------------------------------------------------------------------------------------------

    def view(self, as_of: dt.datetime | None = None, *, rule: str = "most-supported") -> View:
        """Return the ledger as it stood at ``as_of``, now by default, with incidents up to date.

        Args:
            as_of: an instant of ledger time.
            rule: how one number stands for several: ``most-supported``, ``conservative``, ``informative`` or
                ``representative`` (:mod:`panj.incidents.aggregation` says what each does).

        Raises:
            InvalidValue: there is no such rule.
        """
        named = next((one for one in incidents.RULES if one == rule.strip().lower()), None)
        if named is None:
            raise InvalidValue(rule, "is not a rule", f"Choose one of: {', '.join(incidents.RULES)}")
        if as_of is None and self._is_stale():
            self.link()
        self._compare()
        return View(self._store, as_of, named)

    def _compare(self) -> None:
        """Compare the reports that came since the last time with those before: which are copies of one text."""
        while self._store.compare(sources.compare):
            pass

    def _is_stale(self) -> bool:
        """Say whether something was kept after claims were last linked (a read that was stopped half-way)."""
        kept, linked = self._store.latest("report", "reading", "decision"), self._store.latest("linking")
        return kept is not None and (linked is None or linked.sequence < kept.sequence)

    def raw(self, digest: str) -> bytes:
        """Return the bytes of a capture by its SHA-256."""
        return self._store.raw(digest)

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Yield what was added and superseded after a sequence number, oldest first."""
        return self._store.changes(after)

    def state(self) -> tuple[int, dt.datetime] | None:
        """Return sequence number and instant of the newest change, incidents up to date; ``None`` without any."""
        if self._is_stale():
            self.link()
        latest = self._store.latest()
        return None if latest is None else (latest.sequence, latest.known_from)

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

    def __init__(self, store: Store, as_of: dt.datetime | None, rule: incidents.Rule = "most-supported") -> None:
        if as_of is None and (latest := store.latest()) is not None:
            as_of = latest.known_from  # one state, whatever a writer does between two questions
        self._store = store
        self.as_of = as_of
        self.rule = rule
        self.reports: Mapping[str, Report] = {report.id: report for report in store.reports(as_of=as_of)}
        self.decisions: tuple[Decision, ...] = store.decisions(as_of)
        self.claims: Mapping[str, Claim] = corrected(
            {claim.id: claim for claim in store.claims(as_of=as_of)}, self.decisions
        )
        self.linking = store.linking(as_of)
        self.origins = sources.origins(self.reports.values(), store.likenesses(as_of))
        self._links = {link.claim_id: link for link in self.linking.links}
        self._incidents: tuple[Incident, ...] | None = None
        self._statements: tuple[Statement, ...] | None = None
        self._sums: tuple[Sum, ...] | None = None

    @property
    def all_incidents(self) -> tuple[Incident, ...]:
        """Every incident, by first day."""
        if self._incidents is None:
            self._incidents = incidents.incidents(
                self.claims.values(), self.linking, self.reports, self.origins, self.decisions, self.rule
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

    @property
    def all_origins(self) -> tuple[Origin, ...]:
        """Every origin with its reports and whom these name as having it from, the earliest published first."""
        return sources.chains(self.reports.values(), self.origins)

    def statements(
        self,
        *,
        waiting: bool = False,
        by: str | None = None,
        to: str | None = None,
        kind: str | None = None,
        incident: str | None = None,
    ) -> tuple[Statement, ...]:
        """Return the statements that fit every condition given, the earliest first.

        Args:
            waiting: only those that are open.
            by: part of the speaker's name, or a country, which means its officials too.
            to: the same of those addressed or accused.
            kind: one of ``panj.ontology.STATEMENT_KINDS``.
            incident: the incident that they are about.

        Raises:
            InvalidValue: there is no such kind.
            UnknownId: there is no such incident.
        """
        if kind is not None and kind.lower() not in STATEMENT_KINDS:
            raise InvalidValue(kind, "is no kind of statement", f"Choose one of: {', '.join(STATEMENT_KINDS)}")
        about = None if incident is None else self.incident(incident).id
        found = spoken(self.all_statements, by, to, resolving.country_code)
        return tuple(
            one
            for one in found
            if (one.open or not waiting) and kind in (None, one.kind) and about in (None, one.incident_id)
        )

    def statements_of(self, incident: Incident) -> tuple[Statement, ...]:
        """Return the statements about an incident."""
        return tuple(one for one in self.all_statements if one.incident_id == incident.id)

    def sums_over(self, incident: Incident) -> tuple[Sum, ...]:
        """Return the sums that may contain an incident."""
        return tuple(one for one in self.all_sums if incident.id in one.covers)

    def totals(
        self,
        outcome: str | None = None,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        country: str | None = None,
        admin1: str | None = None,
        group: str | None = None,
        claimants: Sequence[str] = (),
    ) -> tuple[Total, ...]:
        """Return how many people there are in a selection, as bounds: one total for each outcome that has numbers.

        Args:
            outcome: what became of the people; all outcomes by default.
            since: first day.
            until: last day.
            country: where it was: ISO 3166-1 alpha-3 code or a country's name.
            admin1: where it was: a province, or a district or place in one.
            group: who they are: a country or its people ("Chinese"), or words of the reports ("children").
            claimants: whose numbers count: names, or parts of names; everybody's by default.

        Raises:
            InvalidValue: the outcome or country is not known, or the days are in the wrong order.
        """
        if outcome is not None and outcome not in OUTCOMES:
            raise InvalidValue(outcome, "is not an outcome", f"Choose one of: {', '.join(OUTCOMES)}")
        if since is not None and until is not None and since > until:
            raise InvalidValue(f"{since} to {until}", "ends before it begins", "Give the earlier day first")
        nationality = None
        if group is not None:
            try:
                nationality, group = resolving.country_code(group), None
            except InvalidValue:
                nationality = None
        selection = incidents.Selection(
            since=since,
            until=until,
            country=None if country is None else resolving.country_code(country),
            admin1=admin1,
            group=group,
            nationality=nationality,
            claimants=tuple(claimants),
        )
        asked: tuple[Outcome, ...] = OUTCOMES if outcome is None else tuple(one for one in OUTCOMES if one == outcome)
        made = (
            incidents.total(
                one,
                selection,
                self.all_incidents,
                self.all_sums,
                self.claims,
                self.reports,
                self.origins,
                self.rule,
            )
            for one in asked
        )
        return tuple(one for one in made if outcome is not None or one.incident_ids or one.sums or one.beyond)

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
            resolved=tuple(resolved(claim, spans[name])),
        )

    def claims_behind(self, figure: FigureClaim) -> Claim:
        """Return the claim that a figure belongs to."""
        return self.claims[figure.value_id.partition(".")[0]]

    def search(self, words: str) -> tuple[str, ...]:
        """Return identifiers of the reports that hold all words, best match first."""
        return self._store.search(words, self.as_of)

    def readings(self, ids: Iterable[str] | None = None) -> Iterator[Reading]:
        """Yield the current reading of each report, or of those with these ``ids``: mentions and abstentions."""
        return self._store.readings(ids, self.as_of)

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

    def export(
        self, folder: str | os.PathLike[str], form: str, chosen: Sequence[Incident] | None = None
    ) -> tuple[pathlib.Path, ...]:
        """Write what :meth:`export_as` returns to a folder, or to a file where the format is one; return the paths.

        Raises:
            InvalidValue: there is no such format, it needs a package that is not installed, or writing failed.
        """
        return self.export_as(form, chosen).save(pathlib.Path(folder))

    def export_as(self, form: str, chosen: Sequence[Incident] | None = None) -> exports.Export:
        """Return incidents in a format as bytes, with the report of what the format could not hold.

        Args:
            form: one of ``panj.panj.FORMATS``: Panj's own tables (``jsonl``, ``csv``) or a format of the field.
            chosen: incidents to write, with what is told of them and in their reports; everything by default. Their
                figures are those of the view's rule.

        Raises:
            InvalidValue: there is no such format, or it needs a package that is not installed.
        """
        picked = self.all_incidents if chosen is None else tuple(chosen)
        ids = {one.id for one in picked}
        heard = {name for one in picked for name in one.report_ids}
        material = exports.Material(
            incidents=picked,
            claims={key: one for key, one in self.claims.items() if chosen is None or one.report_id in heard},
            reports={key: one for key, one in self.reports.items() if chosen is None or key in heard},
            origins=self.origins,
            rule=self.rule,
            sums=tuple(one for one in self.all_sums if chosen is None or ids.intersection(one.covers)),
            statements=tuple(
                one
                for one in self.all_statements
                if chosen is None or one.incident_id in ids or heard.intersection(one.report_ids)
            ),
        )
        return exports.convert(form, material)
