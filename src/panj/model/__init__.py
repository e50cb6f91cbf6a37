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
from collections.abc import Iterator
from typing import Literal

from panj.model.origins import Comparison as Comparison
from panj.model.origins import Credit as Credit
from panj.model.origins import Likeness as Likeness
from panj.model.origins import Origin as Origin
from panj.model.values import SCHEMA_VERSION as SCHEMA_VERSION
from panj.model.values import AnyValue as AnyValue
from panj.model.values import DecisionKind as DecisionKind
from panj.model.values import Granularity as Granularity
from panj.model.values import Outcome as Outcome
from panj.model.values import PlaceRole as PlaceRole
from panj.model.values import Precision as Precision
from panj.model.values import Span as Span
from panj.model.values import SpanField as SpanField
from panj.model.values import Stance as Stance
from panj.model.values import StatementKind as StatementKind
from panj.model.values import Status as Status
from panj.model.values import Value as Value
from panj.model.values import amount as amount
from panj.model.values import decode as decode
from panj.model.values import digest as digest
from panj.model.values import encode as encode


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

    ``passed_over`` counts the sentences, among all, that a cheap guess kept from being read closely. ``tables`` stands
    for the user's own tables that codes were looked up in, ``None`` where there were none.
    """

    report_id: str
    reader: str
    sentences: int
    passed_over: int = 0
    tables: str | None = None
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

    ``role`` is what it is to the act: where it ``happened``, where it came ``from``, where people were taken ``to``,
    where the ``speaker`` spoke. ``name`` is the gazetteer's, ``country`` ISO 3166-1 alpha-3, ``precision`` what the
    coordinates stand for: a ``region`` is ground that is no country and no area of one, such as a sea or a range of
    mountains. A place that the gazetteer does not know keeps its words and has neither country nor coordinates, unless
    words around it say in which country or province it lies.
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
        country: whose they are, ISO 3166-1 alpha-3: the state they serve or the nation they belong to.
        sector: PLOVER sector (GOV, MIL, COP, REB, CVL, BUS, MED, …).
        words: the words in the report; ``None`` for the outlet itself.
        located: the country where they only are said to be, as far as it is not known whose they are ("gunmen in
            Nigeria").
    """

    name: str
    rule: str
    key: str
    country: str | None = None
    sector: str | None = None
    words: Span | None = None
    located: str | None = None


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
    ``withdrawn`` where the claimant or the outlet took it back. ``group`` are the words for the people counted,
    ``country`` is theirs (ISO 3166-1 alpha-3), both where the claim says so.
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
    country: str | None = None
    qualifier: str | None = None
    subset: bool = False
    superseded: bool = False
    withdrawn: bool = False


class Side(Value, frozen=True, kw_only=True):
    """Low, best and high of some of the people of one outcome who cannot be others that are counted too.

    ``group`` are the words of the claim made first, ``value_ids`` the claims that count these people.
    """

    group: str
    low: int | None
    best: int | None
    high: int | None
    value_ids: tuple[str, ...]


class FigureView(Value, frozen=True, kw_only=True):
    """Low, best and high of one outcome in people, by a named rule, with the claims beneath.

    ``sides`` is empty where all claims may count the same people; else it has the numbers of each side, which the
    view's own numbers put together.
    """

    outcome: Outcome
    low: int | None
    best: int | None
    high: int | None
    rule: str
    claims: tuple[FigureClaim, ...]
    sides: tuple[Side, ...] = ()


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
    ``contains`` are those that it does contain, by what its own claimant says. ``acts`` is the number of acts summed,
    where the words give it. ``claim_ids`` are all claims that tell it; ``same_as`` is the value id of the first sum
    over the same acts, where this is another number for them.
    """

    claim_id: str
    figure: FigureClaim
    over: Interval | None
    covers: tuple[str, ...]
    low: int | None
    high: int | None
    rule: str
    contains: tuple[str, ...] = ()
    acts: int | None = None
    claim_ids: tuple[str, ...] = ()
    same_as: str | None = None


class Statement(Value, frozen=True, kw_only=True):
    """A verbal act with a life: told once or many times, answered or still open.

    Attributes:
        by: who did the verbal act.
        to: whom it is addressed to, or whom it accuses.
        on: when it was made.
        what: the words demanded, promised, denied …
        about: the claim it is about, ``incident_id`` its incident.
        relayed_by: who reports it, where that is neither the outlet nor the speaker.
        claim_ids: every claim that tells it, the first one first.
        planned: it is announced, and was not made yet (a meeting).
        answered_by: the statements that answer it; ``answers`` the one that it answers.
        open: it waits for something: a demand or an order for its answer, an accusation for the accused, a promise or
            a threat for the act that it is about.
    """

    id: str
    kind: StatementKind
    by: str
    by_key: str
    report_ids: tuple[str, ...]
    to: tuple[str, ...] = ()
    to_keys: tuple[str, ...] = ()
    on: Interval | None = None
    what: str | None = None
    about: str | None = None
    incident_id: str | None = None
    relayed_by: str | None = None
    claim_ids: tuple[str, ...] = ()
    planned: bool = False
    answered_by: tuple[str, ...] = ()
    answers: str | None = None
    open: bool = False


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
