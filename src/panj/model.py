"""The values of Panj: frozen, compared by content, serialised to and from JSON.

These are the words of the trade as the documentation's glossary defines them. Nothing here reads or writes anything.

Three rules hold for every value:

* **Characters.** A ``Span`` counts characters (Unicode code points) of ``Report.text`` and carries the words it
  covers, so that ``report.text[span.start:span.end] == span.text``.
* **Time.** World time is a pair of days ``valid_from``/``valid_to``, both inclusive, ``None`` for an open or unknown
  end. Instants end in ``_at`` and always carry an offset.
* **Identity.** Identifiers are derived from content, so the same input has the same identifiers on every machine:
  ``r…`` a report, ``m…`` a mention and the claim it becomes, ``i…`` an incident, ``d…`` a decision. A single value of
  a claim is named ``<claim>.<field><n>``, for example ``m0123456789ab.fig0``.

The JSON form is the one that :func:`encode` writes: one object per value, fields left out where they hold their
default. ``SCHEMA_VERSION`` rises with every change that an older reader of the JSON could not follow.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Literal, TypeVar

import msgspec

SCHEMA_VERSION = 1

Outcome = Literal["killed", "injured", "casualties", "abducted", "missing", "detained", "displaced", "released"]
Status = Literal["happened", "negated", "planned", "asked", "possible", "attempted", "generic"]
Stance = Literal["asserted", "denied", "demanded", "promised", "alleged", "attempted", "general"]
Granularity = Literal["hour", "day", "week", "month", "season", "year", "range", "vague"]
PlaceRole = Literal["happened", "from"]
Precision = Literal["point", "district", "province", "country"]
SpanField = Literal["t", "by", "via", "cue", "actor", "recipient", "place", "from", "time", "weapon", "fig"]
StatementKind = Literal["demand", "promise", "condemn", "accuse", "deny", "threaten", "claim", "order", "meet"]
DecisionKind = Literal["same", "not-same", "correct", "reject", "restore", "undo"]


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of every value: immutable, hashable, equal by content."""


class Span(Value, frozen=True, kw_only=True):
    """Words of a report.

    Attributes:
        start: first character in ``Report.text``, counted from 0.
        end: one past the last character.
        text: the characters themselves.
    """

    start: int
    end: int
    text: str


class DateCandidate(Value, frozen=True, kw_only=True):
    """A publication time that a source offers, and where it was found (``given``, ``meta:article:published_time`` …).

    ``date_only`` says that only a day was given; ``at`` then stands at the start of that day, UTC.
    """

    at: dt.datetime
    found_in: str
    date_only: bool = False


class Capture(Value, frozen=True, kw_only=True):
    """The bytes a report was made from.

    Attributes:
        digest: SHA-256 of the bytes, hexadecimal.
        media_type: as recognised from the content (``text/html``, ``text/plain``, ``application/json``).
        size: number of bytes.
        source: file name or address the bytes came from.
    """

    digest: str
    media_type: str
    size: int
    source: str


class Report(Value, frozen=True, kw_only=True):
    """One published text.

    Attributes:
        id: ``r`` and 12 hexadecimal digits, from publisher, address, title and text (see :func:`report_id`).
        text: paragraphs separated by a blank line; the title is not part of it.
        publisher: name of the outlet; ``None`` where the source does not say.
        published_at: the publication time that is used; ``None`` where none was found.
        published_found_in: where that time was found; ``None`` with ``published_at``.
        date_candidates: every publication time that the source offers, the used one among them.
        language: ISO 639-1 code; ``None`` where the source does not say.
        external_id: identifier that the source gives the report ("r1" in a JSON Lines file).
        capture: what the report was made from.
    """

    id: str
    text: str
    capture: Capture
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published_at: dt.datetime | None = None
    published_found_in: str | None = None
    published_date_only: bool = False
    date_candidates: tuple[DateCandidate, ...] = ()
    language: str | None = None
    external_id: str | None = None


class Figure(Value, frozen=True, kw_only=True):
    """A count of people, as one sentence gives it.

    Attributes:
        span: the phrase that holds the number ("three Chinese workers").
        low: smallest number the words allow; ``None`` for an open end.
        high: largest number the words allow; ``None`` for an open end.
        qualifier: the hedge as written ("at least", "nearly").
        sum: the number covers several acts.
    """

    span: Span
    outcome: Outcome
    low: int | None = None
    high: int | None = None
    qualifier: str | None = None
    sum: bool = False


class Mention(Value, frozen=True, kw_only=True):
    """One act told in one sentence, in the words of the report. Codes are still to be found.

    ``type`` and ``mode`` are PLOVER's. ``by`` is whoever the sentence makes answerable, ``via`` the inner speaker
    where it is relayed, ``cue`` the attributing word. ``about`` is the id of the mention that a verbal act is about.
    ``launched_from`` holds where the act came from. ``confidence`` is the reader's, 0 to 1, ``None`` where it has none.
    """

    id: str
    report_id: str
    sentence: Span
    trigger: Span
    type: str
    status: Status
    mode: str | None = None
    by: Span | None = None
    via: Span | None = None
    cue: Span | None = None
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()
    launched_from: tuple[Span, ...] = ()
    times: tuple[Span, ...] = ()
    weapons: tuple[Span, ...] = ()
    figures: tuple[Figure, ...] = ()
    about: str | None = None
    confidence: float | None = None

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Yield every span of the mention with its value name (``t``, ``by``, ``actor0``, ``fig1`` …)."""
        yield "t", self.trigger
        for name, one in (("by", self.by), ("via", self.via), ("cue", self.cue)):
            if one is not None:
                yield name, one
        many = (
            ("actor", self.actors),
            ("recipient", self.recipients),
            ("place", self.places),
            ("from", self.launched_from),
            ("time", self.times),
            ("weapon", self.weapons),
            ("fig", tuple(figure.span for figure in self.figures)),
        )
        for name, spans in many:
            for number, span in enumerate(spans):
                yield f"{name}{number}", span


class Abstention(Value, frozen=True, kw_only=True):
    """Something that was not understood, kept so that it can be counted and looked at.

    Attributes:
        stage: the room that abstained: ``reading``, ``resolving`` or ``sources``.
        field: what is missing (``figure``, ``time``, ``place``, ``trigger`` …).
        reason: why, as a short phrase that is the same for the same cause, so that reasons can be counted.
        words: the words it is about, where there are any.
        mention_id: the mention it belongs to, where there is one.
    """

    report_id: str
    stage: Literal["sources", "reading", "resolving"]
    field: str
    reason: str
    words: Span | None = None
    mention_id: str | None = None


class Reading(Value, frozen=True, kw_only=True):
    """What one reader found in one report; ``reader`` names it with its version.

    ``passed_over`` counts the sentences, among all, that a cheap guess kept from being read closely.
    """

    report_id: str
    reader: str
    sentences: int
    passed_over: int = 0
    mentions: tuple[Mention, ...] = ()
    abstentions: tuple[Abstention, ...] = ()


class Interval(Value, frozen=True, kw_only=True):
    """Days in which something lies, and how they were found.

    Attributes:
        valid_from: first possible day, inclusive; ``None`` where unknown.
        valid_to: last possible day, inclusive; ``None`` where unknown.
        granularity: what the words name (a day, a week …).
        rule: name of the rule that gave the days.
        words: the time expression; ``None`` where the days were inherited.
    """

    valid_from: dt.date | None
    valid_to: dt.date | None
    granularity: Granularity
    rule: str
    words: Span | None = None


class Place(Value, frozen=True, kw_only=True):
    """A place as far as it is known.

    ``name`` is the gazetteer's, ``country`` ISO 3166-1 alpha-3, ``precision`` what the coordinates stand for. A
    place that the gazetteer does not know keeps its words and has neither country nor coordinates, unless words
    around it say in which country or province it lies.
    """

    name: str
    words: Span
    rule: str
    role: PlaceRole = "happened"
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision | None = None
    gazetteer_id: str | None = None


class Party(Value, frozen=True, kw_only=True):
    """An actor, recipient or claimant as far as it is known.

    Attributes:
        name: canonical name where known, else the words.
        rule: name of the rule that gave it; ``publisher`` for a claimant that is the outlet itself.
        key: what equal parties share: parties with one key are the same claimant, actor or recipient.
        country: ISO 3166-1 alpha-3.
        sector: PLOVER sector (GOV, MIL, COP, REB, CVL, BUS, MED, …).
        words: the words in the report; ``None`` for the outlet itself.
    """

    name: str
    rule: str
    key: str
    country: str | None = None
    sector: str | None = None
    words: Span | None = None


class Claim(Value, frozen=True, kw_only=True):
    """A mention as asserted by a claimant, with codes beside the words.

    ``id`` is the mention's. ``stance`` is what the claimant does with the act: asserts, denies, demands … it.
    ``when`` is the interval of the act itself, ``said_on`` the day on which the claim was made.
    """

    mention: Mention
    claimant: Party
    stance: Stance
    via: Party | None = None
    when: Interval | None = None
    said_on: dt.date | None = None
    places: tuple[Place, ...] = ()
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()

    @property
    def id(self) -> str:
        """The mention's identifier, which is the claim's too."""
        return self.mention.id

    @property
    def report_id(self) -> str:
        """The report that carries the claim."""
        return self.mention.report_id


class Link(Value, frozen=True, kw_only=True):
    """A claim belongs to an incident.

    Attributes:
        rule: what joined them (``seed`` for the claim that gave the incident its identifier).
        features: the evidence, as names and values, in the order in which it was weighed.
    """

    claim_id: str
    incident_id: str
    rule: str
    score: float = 1.0
    features: tuple[tuple[str, str], ...] = ()


class Redirect(Value, frozen=True, kw_only=True):
    """An incident identifier that now leads to another."""

    old_id: str
    new_id: str
    reason: str


class Linking(Value, frozen=True, kw_only=True):
    """What linking decided: every link, and the claims that sum several incidents with those they may cover."""

    links: tuple[Link, ...] = ()
    covers: tuple[tuple[str, tuple[str, ...]], ...] = ()


class FigureClaim(Value, frozen=True, kw_only=True):
    """One party's number for one outcome: a row beneath a :class:`FigureView`.

    ``value_id`` names the value; ``superseded`` is true where the same claimant later gave another number;
    ``withdrawn`` where the claimant or the outlet took it back.
    """

    value_id: str
    claimant: str
    claimant_key: str
    outcome: Outcome
    low: int | None
    high: int | None
    words: str
    said_on: dt.date | None
    report_ids: tuple[str, ...]
    group: str | None = None
    qualifier: str | None = None
    subset: bool = False
    superseded: bool = False
    withdrawn: bool = False


class FigureView(Value, frozen=True, kw_only=True):
    """Low, best and high of one outcome in people, by a named rule, with the claims beneath."""

    outcome: Outcome
    low: int | None
    best: int | None
    high: int | None
    rule: str
    claims: tuple[FigureClaim, ...]


class Account(Value, frozen=True, kw_only=True):
    """One claimant's version of one incident."""

    claimant: str
    claimant_key: str
    claim_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    stances: tuple[Stance, ...]
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    weapons: tuple[str, ...] = ()


class Disagreement(Value, frozen=True, kw_only=True):
    """A field on which claimants differ; each side is a claimant, its value and the value's id."""

    field: str
    sides: tuple[tuple[str, str, str], ...]


class OpenQuestion(Value, frozen=True, kw_only=True):
    """Something that no claim answers; ``value_id`` names the value or claim that opens it."""

    kind: str
    question: str
    value_id: str | None = None


class Incident(Value, frozen=True, kw_only=True):
    """The real-world event behind claims, as a view over them."""

    id: str
    type: str
    claim_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    mode: str | None = None
    when: Interval | None = None
    place: Place | None = None
    places: tuple[Place, ...] = ()
    launched_from: tuple[Place, ...] = ()
    actors: tuple[Party, ...] = ()
    actors_alleged: tuple[tuple[Party, str], ...] = ()
    recipients: tuple[Party, ...] = ()
    figures: tuple[FigureView, ...] = ()
    accounts: tuple[Account, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    denied_by: tuple[str, ...] = ()
    claimants: int = 0
    origins: int = 0


class Sum(Value, frozen=True, kw_only=True):
    """A figure that covers several incidents: never an incident of its own.

    ``covers`` are the incidents it may contain; ``low``/``high`` bound the people of the sum and those incidents
    together: at least the larger of the two where the sum contains them, at most both added up where it does not.
    """

    claim_id: str
    figure: FigureClaim
    over: Interval | None
    covers: tuple[str, ...]
    low: int | None
    high: int | None
    rule: str


class Statement(Value, frozen=True, kw_only=True):
    """A verbal act with a life.

    ``what`` quotes the words demanded, promised, denied …; ``about`` names the claim it is about, ``incident_id``
    the incident; ``answered_by`` the statement that answers it.
    """

    id: str
    kind: StatementKind
    by: str
    by_key: str
    report_ids: tuple[str, ...]
    to: tuple[str, ...] = ()
    on: Interval | None = None
    what: str | None = None
    about: str | None = None
    incident_id: str | None = None
    relayed_by: str | None = None
    answered_by: tuple[str, ...] = ()
    answers: str | None = None


class Decision(Value, frozen=True, kw_only=True):
    """A person's judgement.

    Attributes:
        subjects: identifiers that the judgement is about, in the order that its kind asks for.
        payload: field and value for ``correct``; empty otherwise.
    """

    id: str
    kind: DecisionKind
    subjects: tuple[str, ...]
    author: str
    reason: str
    decided_at: dt.datetime
    payload: tuple[tuple[str, str], ...] = ()


AnyValue = TypeVar("AnyValue", bound=Value)
_ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(value: msgspec.Struct | object) -> bytes:
    """Return the JSON of a value: UTF-8, keys sorted, the same bytes for equal values."""
    return _ENCODER.encode(value)


def decode(data: bytes | str, kind: type[AnyValue]) -> AnyValue:
    """Return the value of ``kind`` that :func:`encode` wrote.

    Raises:
        msgspec.ValidationError: the JSON does not hold such a value.
    """
    return msgspec.json.decode(data, type=kind)


def digest(*parts: str | int | None) -> str:
    """Return 12 hexadecimal digits that name ``parts``: SHA-256 over their JSON, so that no two lists collide."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:12]


def report_id(*, publisher: str | None, url: str | None, title: str | None, text: str) -> str:
    """Return the identifier of a report.

    The publication time is not part of it: a report whose date becomes known later stays the same report.
    """
    return "r" + digest(publisher, url, title, text)


def mention_id(report: str, trigger: Span, type_: str, number: int = 0) -> str:
    """Return the identifier of a mention.

    The reader is not part of it: a newer reader that finds the same act at the same words finds the same mention.

    Args:
        report: identifier of the report.
        trigger: the words that report the act.
        type_: PLOVER type.
        number: 0 for the first mention with this trigger and type, 1 for a second one (two claimants of one act).
    """
    return "m" + digest(report, trigger.start, trigger.end, type_, number)


def amount(low: int | None, high: int | None) -> str:
    """Return a count of people as it is written it: "3", "3 to 5", "at least 3", "up to 5"."""
    if low is not None and high is not None:
        return str(low) if low == high else f"{low} to {high}"
    if low is not None:
        return f"at least {low}"
    return "unknown" if high is None else f"up to {high}"
