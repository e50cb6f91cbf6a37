"""Verbal acts with a life: who demanded, promised, accused, denied, threatened or claimed what, and what answered it.

A statement is made from a verbal claim whose speaker is known. Claiming an act as one's own, or denying it, has no type
among verbal acts: it is told as the act itself with its doer as claimant, and becomes a statement of kind ``claim`` or
``deny``. The same statement told again, in another sentence or report, is one statement.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

from panj.incidents import words
from panj.incidents.figures import Moment, moment
from panj.model import Claim, Interval, Linking, Party, Report, Statement, StatementKind, digest
from panj.ontology import INCIDENT_TYPES, VERBAL, statement_kind

_ORDERS = re.compile(r"\b(?:order|instruct|command|direct|task|decree)(?:s|ed|ing)?\b", re.IGNORECASE)
_SELF = re.compile(
    r"^(?:it|they|we|he|she|i|itself|themselves|ourselves|himself|herself|us)$|^(?:its|our|their|his|her|my)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:the|this|that|these|those)\s+(?:[\w’'\-]+\s+){0,3}?([\w’'\-]+)", re.IGNORECASE)
_ANSWERED_WITHIN = dt.timedelta(days=30)
_ANSWERS: Mapping[StatementKind, tuple[StatementKind, ...]] = {
    "promise": ("demand", "order"),
    "deny": ("accuse", "condemn", "demand"),
}
_ALIKE = 0.5
"""Share of words that two statements of one speaker must have in common to be one (Jaccard index)."""


@dataclasses.dataclass(slots=True)
class _Draft:
    """A statement in the making; ``ends`` are the parties it is addressed to."""

    claim: Claim
    kind: StatementKind
    speakers: tuple[Party, ...]
    ends: tuple[Party, ...]
    what: str | None
    about: str | None
    incident_id: str | None
    said: Moment
    reports: set[str]
    answers: str | None = None
    answered_by: set[str] = dataclasses.field(default_factory=set)

    @property
    def id(self) -> str:
        return "s" + digest("statement", self.claim.id)

    @property
    def by_key(self) -> str:
        return "|".join(sorted({party.key for party in self.speakers}))


def _is_own(claim: Claim) -> bool:
    """Say whether the claimant tells of its own act."""
    if claim.claimant.rule == "publisher":
        return False
    keys = {party.key for party in claim.actors}
    return claim.claimant.key in keys or any(_SELF.search(span.text) for span in claim.mention.actors)


def _kind(claim: Claim) -> StatementKind | None:
    mention = claim.mention
    if mention.type in VERBAL:
        kind = statement_kind(mention) if mention.status == "happened" else None
        return "order" if kind == "demand" and _ORDERS.search(mention.trigger.text) else kind
    if mention.type not in INCIDENT_TYPES or claim.claimant.rule == "publisher":
        return None
    if mention.status == "happened" and mention.type == "ASSAULT" and _is_own(claim):
        return "claim"
    if mention.status == "negated" and not mention.figures and _is_own(claim):
        return "deny"
    return None


def _what(claim: Claim, report: Report | None) -> str | None:
    """Return the sentence's words from the trigger on, without an attribution that closes it."""
    if report is None:
        return None
    mention = claim.mention
    end = mention.sentence.end
    for span in (mention.by, mention.cue, mention.via):
        if span is not None and mention.trigger.end < span.start < end:
            closing = report.text[span.start : mention.sentence.end]
            if len(closing) < 90 or closing == span.text:
                end = span.start
    return (
        re.sub(r"[\s,;:—–-]*(?:\b(?:the|a|an)\s*)?[\s,;:.!?—–-]*$", "", report.text[mention.trigger.start : end])
        or None
    )


def _about(
    claim: Claim, sentence: Sequence[Claim], before: Sequence[Claim], linked: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """Return the claim that a verbal claim is about, and its incident.

    The reader's pointer counts first; then the one act in the same sentence; then, where a definite noun refers back
    ("condemned the attack"), the act told last in the report.
    """
    if claim.mention.type in INCIDENT_TYPES:
        return claim.id, linked.get(claim.id)
    pointed = claim.mention.about
    if pointed is not None:
        return pointed, linked.get(pointed)
    beside = [one for one in sentence if one.id in linked]
    if len({linked[one.id] for one in beside}) == 1:
        return beside[0].id, linked[beside[0].id]
    rest = claim.mention.sentence.text[claim.mention.trigger.start - claim.mention.sentence.start :]
    told = [one for one in before if one.id in linked]
    if told and any(found[1].lower() in words.EVENT_NOUNS for found in _BACK.finditer(rest)):
        return None, linked[told[-1].id]
    return None, None


def _matches(some: Sequence[Party], others: Sequence[Party]) -> bool:
    """Say whether two sides can be the same party: one key, or one country."""
    return any(a.key == b.key or (a.country is not None and a.country == b.country) for a in some for b in others)


def _alike(one: str | None, other: str | None) -> bool:
    sides = [{word.lower() for word in words.words(text or "")} for text in (one, other)]
    return bool(sides[0] and sides[1]) and len(sides[0] & sides[1]) >= _ALIKE * len(sides[0] | sides[1])


def _is_same(one: _Draft, other: _Draft) -> bool:
    if one.kind != other.kind or one.by_key != other.by_key:
        return False
    ends = ({party.key for party in one.ends}, {party.key for party in other.ends})
    if ends[0] and ends[1] and not ends[0] & ends[1] and not _matches(one.ends, other.ends):
        return False
    if one.incident_id is not None and one.incident_id == other.incident_id:
        return True
    if one.kind == "meet":
        return bool(ends[0] & ends[1]) and abs((one.said[0] - other.said[0]).days) <= 3
    return _alike(one.what, other.what)


def _draft(claim: Claim, kind: StatementKind, report: Report | None, said: Moment) -> _Draft | None:
    own = kind == "claim" or (kind == "deny" and claim.mention.type in INCIDENT_TYPES)
    speakers = (claim.claimant,) if own or not claim.actors else claim.actors
    if all(_SELF.search(party.name) for party in speakers) and claim.claimant.rule != "publisher":
        speakers = (claim.claimant,)
    if speakers == (claim.claimant,) and claim.claimant.rule == "publisher":
        return None
    ends = () if own else claim.recipients
    return _Draft(claim, kind, speakers, ends, _what(claim, report), None, None, said, {claim.report_id})


def _answered(later: _Draft, earlier: _Draft) -> bool:
    """Say whether one statement answers another: the parties are mirrored, and a denial is of what was said."""
    if earlier.kind not in _ANSWERS.get(later.kind, ()) or later is earlier:
        return False
    if later.said[0] - earlier.said[0] > _ANSWERED_WITHIN or later.said[1] < earlier.said[1]:
        return False
    by_end = _matches(later.speakers, earlier.ends)
    to_speaker = not later.ends or _matches(later.ends, earlier.speakers)
    if later.kind == "deny" and later.incident_id is not None and later.incident_id == earlier.incident_id:
        return (by_end or not earlier.ends) and not _matches(later.speakers, earlier.speakers)
    return by_end and to_speaker


def statements(claims: Iterable[Claim], linking: Linking, reports: Mapping[str, Report]) -> tuple[Statement, ...]:
    """Return the statements that the claims make, in the order in which they were first told.

    ``by`` is who did the verbal act; where another relayed it ("the embassy said that the ambassador demanded"), that
    one is ``relayed_by``. A verbal claim without a speaker becomes no statement. A promise answers the latest demand
    with mirrored parties, a denial the latest accusation of the one who denies, each in the same report or a later
    one within 30 days.
    """
    linked = {one.claim_id: one.incident_id for one in linking.links}
    ordered = sorted(
        {claim.id: claim for claim in claims}.values(), key=lambda claim: (moment(claim, reports)[1:], claim.id)
    )
    drafts: list[_Draft] = []
    by_speaker: dict[tuple[str, str], list[_Draft]] = {}
    told: dict[str, list[Claim]] = {}
    sentences: dict[tuple[str, int], list[Claim]] = {}
    for claim in ordered:
        sentences.setdefault((claim.report_id, claim.mention.sentence.start), []).append(claim)
    for claim in ordered:
        before = told.setdefault(claim.report_id, [])
        kind = _kind(claim)
        beside = sentences[claim.report_id, claim.mention.sentence.start]
        made = None
        if kind is not None:
            made = _draft(claim, kind, reports.get(claim.report_id), moment(claim, reports))
        if made is not None and not (
            kind == "deny" and claim.mention.type in INCIDENT_TYPES and _denied(claim, beside)
        ):
            made.about, made.incident_id = _about(claim, beside, before, linked)
            rivals = by_speaker.setdefault((made.kind, made.by_key), [])
            same = next((one for one in rivals if _is_same(one, made)), None)
            if same is None:
                rivals.append(made)
                drafts.append(made)
            else:
                same.reports |= made.reports
                same.about = same.about or made.about
                same.incident_id = same.incident_id or made.incident_id
                same.ends = same.ends or made.ends
        before.append(claim)
    _pair(drafts)
    return tuple(_statement(one) for one in drafts)


def _denied(claim: Claim, beside: Sequence[Claim]) -> bool:
    """Say whether the sentence has a verb of denial of its own, which carries the statement already."""
    return any(one.mention.type == "REJECT" and one.mention.status == "happened" for one in beside if one is not claim)


def _pair(drafts: Sequence[_Draft]) -> None:
    questions = [one for one in drafts if any(one.kind in kinds for kinds in _ANSWERS.values())]
    for later in drafts:
        if later.kind in _ANSWERS:
            asked = [one for one in questions if _answered(later, one)]
            if asked:
                latest = max(asked, key=lambda one: (one.incident_id == later.incident_id, one.said, one.id))
                later.answers = latest.id
                latest.answered_by.add(later.id)


def _statement(one: _Draft) -> Statement:
    claim = one.claim
    on = claim.when if claim.mention.type in VERBAL else None
    if on is None and claim.said_on is not None:
        on = Interval(valid_from=claim.said_on, valid_to=claim.said_on, granularity="day", rule="said-on")
    relayed = claim.claimant if claim.claimant.rule != "publisher" and claim.claimant not in one.speakers else None
    if relayed is not None and relayed.key in {party.key for party in one.speakers}:
        relayed = None
    return Statement(
        id=one.id,
        kind=one.kind,
        by=" and ".join(dict.fromkeys(party.name for party in one.speakers)),
        by_key=one.by_key,
        report_ids=tuple(sorted(one.reports)),
        to=tuple(dict.fromkeys(party.name for party in one.ends)),
        on=on,
        what=one.what,
        about=one.about,
        incident_id=one.incident_id,
        relayed_by=relayed.name if relayed is not None else None,
        answered_by=tuple(sorted(one.answered_by)),
        answers=one.answers,
    )
