"""Verbal acts with a life: who demanded, promised, accused, denied, threatened or claimed what, and what answered it.

A statement is made from a verbal claim whose speaker is known. Claiming an act as one's own, or denying one, has no
type among verbal acts: it is told as the act itself, and becomes a statement of kind ``claim`` or ``deny``. The same
statement told again, in another sentence or report, is one statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from panj.incidents import words
from panj.incidents.figures import Moment, moment
from panj.incidents.pairing import Draft, answered, content, likeness, same
from panj.incidents.speakers import Roll
from panj.model import Claim, Interval, Linking, Report, Statement, StatementKind
from panj.ontology import INCIDENT_TYPES, VERBAL, statement_kind

_ORDERS = re.compile(r"\b(?:order|instruct|command|direct|task|decree)(?:s|ed|ing)?\b", re.IGNORECASE)
_TELLS = re.compile(r"\b(?:tell|tells|told|telling)\b", re.IGNORECASE)
_REFUSES = re.compile(
    r"\b(?:refus|declin|rebuff|spurn|turn(?:s|ed|ing)?\s+down|rul(?:e|es|ed|ing)\s+out|def(?:y|ie)|ignor|not\s+comply|"
    r"veto|balk|snub)",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:den(?:y|ie)|dismiss|reject|refut|disput|contradict|rebut|disclaim|disown)", re.IGNORECASE)
_DENIED = re.compile(r"den(?:y|ied|ies|ial)", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:demand|call|request|appeal|ultimatum|proposal|offer|invitation|plea|order|condition)s?\b", re.IGNORECASE
)
_SELF = re.compile(
    r"^(?:it|they|we|he|she|i|itself|themselves|ourselves|himself|herself|us)$|^(?:its|our|their|his|her|my)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:the|this|that|these|those)\s+(?:[\w’'\-]+\s+){0,3}?([\w’'\-]+)", re.IGNORECASE)
_STATE = frozenset({"GOV", "MIL", "COP", "SPY"})
_TOLD = frozenset({"happened", "attempted"})
_WAITS: frozenset[StatementKind] = frozenset({"demand", "order", "accuse", "promise", "threaten"})
_ALIKE, _LEAST = 0.5, 3
"""Share of the content words of the shorter that two tellings of one statement have in common, and its least words."""


class _Act:
    """What the ledger knows around a claim: who else tells its incident."""

    def __init__(self, claims: Iterable[Claim], linking: Linking) -> None:
        self.linked = {one.claim_id: one.incident_id for one in linking.links}
        self._told: dict[str, list[Claim]] = {}
        for claim in claims:
            if claim.id in self.linked and claim.mention.status in _TOLD:
                self._told.setdefault(self.linked[claim.id], []).append(claim)

    def incident(self, claim_id: str | None) -> str | None:
        """Return the incident of a claim."""
        return self.linked.get(claim_id) if claim_id is not None else None

    def contradicted(self, claim: Claim) -> Claim | None:
        """Return the first claim by another claimant that the act took place."""
        others = self._told.get(self.linked.get(claim.id, ""), ())
        return next((one for one in others if one.claimant.key != claim.claimant.key), None)

    def is_told(self, incident_id: str | None) -> bool:
        """Say whether somebody says that an act took place."""
        return incident_id in self._told


def _is_own(claim: Claim) -> bool:
    """Say whether the claimant tells of its own act, or of one of those it speaks for: a ministry of its troops."""
    if claim.claimant.rule == "publisher":
        return False
    if claim.claimant.key in {party.key for party in claim.actors}:
        return True
    if any(_SELF.search(span.text) for span in claim.mention.actors):
        return True
    mine = claim.claimant
    side = [one for one in claim.actors if one.country == mine.country and one.sector in _STATE | {None}]
    return (
        mine.country is not None
        and mine.sector in _STATE
        and claim.mention.type == "ASSAULT"
        and bool(side)
        and side == list(claim.actors)
        and not any(one.country == mine.country for one in claim.recipients)
    )


def _kind(claim: Claim, act: _Act, beside: Sequence[Claim]) -> StatementKind | None:
    mention = claim.mention
    if mention.type in VERBAL:
        if mention.status != "happened" and (mention.type, mention.status) != ("CONSULT", "planned"):
            return None
        kind = statement_kind(mention)
        if kind == "demand" and (_ORDERS.search(mention.trigger.text) or _is_told_off(claim)):
            return "order"
        return "refuse" if kind == "deny" and _refuses(claim, beside) else kind
    if mention.type not in INCIDENT_TYPES or claim.claimant.rule == "publisher":
        return None
    if mention.status == "happened" and mention.type == "ASSAULT" and _is_own(claim):
        return "claim"
    if mention.status == "negated":
        denies = mention.cue is not None and _DENIES.search(mention.cue.text) is not None
        if denies or (not mention.figures and (_is_own(claim) or act.contradicted(claim) is not None)):
            return "deny"
    return None


def _is_told_off(claim: Claim) -> bool:
    """Say whether an official tells those who serve the same state what to do."""
    return _TELLS.search(claim.mention.trigger.text) is not None and any(
        above.country is not None and above.country == below.country and below.sector in _STATE
        for above in claim.actors
        for below in claim.recipients
    )


def _refuses(claim: Claim, beside: Sequence[Claim]) -> bool:
    """Say whether a rejection is of what was asked or offered, and not of what was said to be so."""
    mention = claim.mention
    if _DENIED.match(mention.trigger.text):
        return False
    pointed = next((one.mention.type for one in beside if one.id == mention.about), None)
    if pointed is not None:
        return pointed in ("REQUEST", "CONSULT", "AGREE") or (mention.mode is not None and pointed != "ACCUSE")
    if mention.mode is not None or _REFUSES.search(mention.trigger.text):
        return True
    rest = mention.sentence.text[mention.trigger.end - mention.sentence.start :]
    return _ASKED.search(" ".join(rest.split()[:4])) is not None


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
    claim: Claim, kind: StatementKind, sentence: Sequence[Claim], before: Sequence[Claim], act: _Act
) -> tuple[str | None, str | None]:
    """Return the claim that a statement is about, and its incident.

    A denial of a deed is about the claim that asserts it, where there is one. Else the reader's pointer counts first;
    then the one act in the same sentence; then, where a definite noun refers back ("condemned the attack"), the act
    told last in the report.
    """
    linked = act.linked
    if claim.mention.type in INCIDENT_TYPES:
        denied = act.contradicted(claim) if kind == "deny" else None
        return (denied or claim).id, linked.get(claim.id)
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


def _is_same(one: Draft, other: Draft) -> bool:
    if one.kind != other.kind or one.by_key != other.by_key:
        return False
    ends = ({party.key for party in one.ends}, {party.key for party in other.ends})
    if ends[0] and ends[1] and not ends[0] & ends[1] and not same(one.ends, other.ends):
        return False
    if one.incident_id is not None and one.incident_id == other.incident_id:
        return True
    apart = abs((one.said[0] - other.said[0]).days)
    if one.kind == "meet":
        return bool(ends[0] & ends[1]) and apart <= 3
    least = min(len(content(one.what)), len(content(other.what)))
    return least >= _LEAST and likeness(one.what, other.what) >= _ALIKE


def _draft(claim: Claim, kind: StatementKind, report: Report | None, said: Moment, roll: Roll) -> Draft | None:
    own = kind == "claim" or (kind == "deny" and claim.mention.type in INCIDENT_TYPES)
    sentence = claim.mention.sentence.start
    claimant = roll.meant(claim.claimant, sentence)
    speakers = (claimant,) if own or not claim.actors else tuple(roll.meant(one, sentence) for one in claim.actors)
    if all(_SELF.search(party.name) for party in speakers) and claimant.rule != "publisher":
        speakers = (claimant,)
    if speakers == (claimant,) and claimant.rule == "publisher":
        return None
    keys = {one.key for one in (claimant, *speakers)}
    meant = () if own else tuple((one, roll.meant(one, sentence)) for one in claim.recipients)
    # "Critics accuse it": nobody speaks to itself by a pronoun.
    ends = tuple(one if party.key in keys else party for one, party in meant)
    return Draft(
        claim, kind, speakers, ends, _what(claim, report), None, None, said, {claim.report_id}, {claim.id}
    )  # fmt: skip


def statements(claims: Iterable[Claim], linking: Linking, reports: Mapping[str, Report]) -> tuple[Statement, ...]:
    """Return the statements that the claims make, in the order in which they were first told.

    ``by`` is who did the verbal act; where another relayed it ("the embassy said that the ambassador demanded"), that
    one is ``relayed_by``. A verbal claim without a speaker becomes no statement. What answers what is told in
    :mod:`panj.incidents.pairing`.
    """
    ordered = sorted(
        {claim.id: claim for claim in claims}.values(), key=lambda claim: (moment(claim, reports)[1:], claim.id)
    )
    act = _Act(ordered, linking)
    drafts: list[Draft] = []
    by_speaker: dict[tuple[str, str], list[Draft]] = {}
    told: dict[str, list[Claim]] = {}
    sentences: dict[tuple[str, int], list[Claim]] = {}
    for claim in ordered:
        sentences.setdefault((claim.report_id, claim.mention.sentence.start), []).append(claim)
        told.setdefault(claim.report_id, []).append(claim)
    rolls = {name: Roll(some) for name, some in told.items()}
    told = {}
    for claim in ordered:
        before = told.setdefault(claim.report_id, [])
        beside = sentences[claim.report_id, claim.mention.sentence.start]
        kind = _kind(claim, act, beside)
        made = None
        if kind is not None:
            made = _draft(
                claim, kind, reports.get(claim.report_id), moment(claim, reports), rolls[claim.report_id]
            )  # fmt: skip
        if (
            kind is not None
            and made is not None
            and not (kind == "deny" and claim.mention.type in INCIDENT_TYPES and _denied(claim, beside))
        ):
            made.about, made.incident_id = _about(claim, kind, beside, before, act)
            rivals = by_speaker.setdefault((made.kind, made.by_key), [])
            known = next((one for one in rivals if _is_same(one, made)), None)
            if known is None:
                rivals.append(made)
                drafts.append(made)
            else:
                known.reports |= made.reports
                known.claim_ids |= made.claim_ids
                known.about = known.about or made.about
                known.incident_id = known.incident_id or made.incident_id
                known.ends = known.ends or made.ends
        before.append(claim)
    for later in drafts:
        asked = answered(later, drafts)
        if asked is not None:
            later.answers = asked.id
    by_id = {one.id: one for one in drafts}
    for one in drafts:
        if one.answers is not None:
            by_id[one.answers].answered_by.add(one.id)
    return tuple(_statement(one, act) for one in drafts)


def _denied(claim: Claim, beside: Sequence[Claim]) -> bool:
    """Say whether the sentence has a verb of denial of its own, which carries the statement already."""
    return any(one.mention.type == "REJECT" and one.mention.status == "happened" for one in beside if one is not claim)


def _is_open(one: Draft, act: _Act) -> bool:
    if one.kind not in _WAITS or one.answered_by:
        return False
    return one.kind not in ("promise", "threaten") or not act.is_told(act.incident(one.about))


def _statement(one: Draft, act: _Act) -> Statement:
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
        to_keys=tuple(dict.fromkeys(party.key for party in one.ends)),
        on=on,
        what=one.what,
        about=one.about,
        incident_id=one.incident_id,
        relayed_by=relayed.name if relayed is not None else None,
        claim_ids=(claim.id, *sorted(one.claim_ids - {claim.id})),
        planned=claim.mention.status == "planned",
        answered_by=tuple(sorted(one.answered_by)),
        answers=one.answers,
        open=_is_open(one, act),
    )
