"""What is worth a person's look, and the decisions that come of it.

:func:`queue` lists what the machine is least sure of, first that by which most would change. :func:`decision` makes the
value that :meth:`panj.Ledger.decide` keeps. Nothing here writes anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from panj.corrections import apply
from panj.errors import InvalidValue, UnknownId
from panj.incidents import explain as explain
from panj.incidents.judgements import active as active
from panj.model import Claim, Decision, DecisionKind, Value, digest
from panj.panj import View

LINK_SURE = 0.95
"""A link with a score of this or more is not put before a person."""

READING_SURE = 0.6
"""A mention that the reader was this sure of, or surer, is not put before a person."""

KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
"""What can be decided."""

_AT_LEAST: dict[str, int] = {"same": 2, "not-same": 2, "reject": 1, "restore": 1, "undo": 1, "correct": 1}


class Proposal(Value, frozen=True, kw_only=True):
    """Something that a person may want to decide.

    Attributes:
        id: names the proposal as long as the machine makes it.
        kind: ``link`` (this claim tells of that incident), ``reading`` (this sentence tells of such an act),
            ``conflict`` (two decisions that cannot both hold).
        claim_id: the claim in question.
        other_id: the claim that gave the incident its identifier, for a link.
        incident_id: the incident in question.
        score: how sure the machine is, 0 to 1.
        people: most people that a figure of the claim counts: how much a decision moves.
        why: one sentence.
        accept: kind and subjects of the decision that agrees; none where nothing is to be agreed with.
        reject: kind and subjects of the decision that does not.
    """

    id: str
    kind: Literal["link", "reading", "conflict"]
    claim_id: str | None
    score: float
    people: int
    why: str
    accept: tuple[DecisionKind, tuple[str, ...]] | None
    reject: tuple[DecisionKind, tuple[str, ...]]
    incident_id: str | None = None
    other_id: str | None = None


def queue(view: View) -> tuple[Proposal, ...]:
    """Return what is worth a look: contradictory decisions first, then by what a decision would change.

    That is the doubt, times one more than the people that the claim counts. What a person decided already does not
    come again.
    """
    decided = active(view.decisions)
    found = [*_links(view, decided), *_readings(view, decided)]
    found.sort(key=lambda one: (-(1 - one.score) * (1 + one.people), one.id))
    return (*_conflicts(decided), *found)


def people(claim: Claim) -> int:
    """Return the largest number of people that a figure of a claim gives."""
    return max((one.high or one.low or 0 for one in claim.mention.figures), default=0)


def _links(view: View, decided: Sequence[Decision]) -> Iterable[Proposal]:
    seeds = {one.incident_id: one.claim_id for one in view.linking.links if one.rule == "seed"}
    settled = {frozenset(one.subjects) for one in decided if one.kind in ("same", "not-same")}
    for link in view.linking.links:
        seed, claim = seeds.get(link.incident_id), view.claims.get(link.claim_id)
        if link.rule in ("seed", "decision") or link.score >= LINK_SURE or seed is None or claim is None:
            continue
        pair = (link.claim_id, seed)
        if any(one.issuperset(pair) for one in settled):
            continue
        yield Proposal(
            id="p" + digest("link", link.claim_id, link.incident_id),
            kind="link",
            claim_id=link.claim_id,
            other_id=seed,
            incident_id=link.incident_id,
            score=link.score,
            people=people(claim),
            why=explain(link),
            accept=("same", pair),
            reject=("not-same", pair),
        )


def _readings(view: View, decided: Sequence[Decision]) -> Iterable[Proposal]:
    settled = {subject for one in decided if one.kind in ("reject", "restore") for subject in one.subjects}
    incident = {one.claim_id: one.incident_id for one in view.linking.links}
    for claim in view.claims.values():
        sure = claim.mention.confidence
        if sure is None or sure >= READING_SURE or claim.id in settled or claim.id not in incident:
            continue
        yield Proposal(
            id="p" + digest("reading", claim.id),
            kind="reading",
            claim_id=claim.id,
            incident_id=incident[claim.id],
            score=sure,
            people=people(claim),
            why=f"The reader took “{claim.mention.trigger.text}” for {claim.mention.type} with confidence {sure:.2f}.",
            accept=("restore", (claim.id,)),
            reject=("reject", (claim.id,)),
        )


def _conflicts(decided: Sequence[Decision]) -> Iterable[Proposal]:
    """Yield pairs of decisions of which the later took the place of the earlier."""
    for place, later in enumerate(decided):
        for earlier in decided[:place]:
            if {earlier.kind, later.kind} != {"same", "not-same"} or len({*earlier.subjects, *later.subjects}) > 2:
                continue
            yield Proposal(
                id="p" + digest("conflict", earlier.id, later.id),
                kind="conflict",
                claim_id=next((one for one in later.subjects if one.startswith("m")), None),
                incident_id=next((one for one in later.subjects if one.startswith("i")), None),
                score=0.0,
                people=0,
                why=f"{later.author} said {later.kind}, {earlier.author} had said {earlier.kind}; the later one holds.",
                accept=("undo", (earlier.id,)),
                reject=("undo", (later.id,)),
            )


def decision(
    view: View,
    kind: str,
    subjects: Sequence[str],
    *,
    author: str,
    reason: str = "",
    at: dt.datetime,
    payload: Sequence[tuple[str, str]] = (),
) -> Decision:
    """Return a decision about what the ledger holds.

    Args:
        view: the ledger as it is.
        kind: ``same`` and ``not-same`` take claims or incidents, ``reject`` and ``restore`` claims, ``undo`` decisions,
            ``correct`` a claim or a figure of one.
        subjects: their identifiers.
        author: who decides.
        reason: why, in their words; may be empty.
        at: when.
        payload: for ``correct``, the fields and what they are to be (:mod:`panj.corrections`).

    Raises:
        InvalidValue: there is no such kind, no author, or there are too few subjects.
        UnknownId: a subject is not there.
    """
    named = next((one for one in KINDS if one == kind), None)
    if named is None:
        raise InvalidValue(kind, "cannot be decided", f"Choose one of: {', '.join(KINDS)}")
    if not author.strip():
        raise InvalidValue("author", "is empty", "A decision needs a name")
    chosen = tuple(dict.fromkeys(subjects))
    if len(chosen) < _AT_LEAST[named]:
        raise InvalidValue(kind, f"is about {_AT_LEAST[named]} or more", "Choose what it is about")
    for subject in chosen:
        _see_that_it_is_there(view, named, subject)
    if named == "correct":
        for subject in chosen:
            claim = view.claims[subject.partition(".")[0]]
            if apply(claim, subject, payload, view.claims) == claim:
                raise InvalidValue(subject, "is corrected to what it is", "Change a field")
    elif payload:
        raise InvalidValue(kind, "has no fields", "Only correct does")
    fields = [text for pair in payload for text in pair]
    return Decision(
        id="d" + digest("decision", named, *chosen, *fields, author, reason, at.isoformat()),
        kind=named,
        subjects=chosen,
        author=author.strip(),
        reason=reason.strip(),
        decided_at=at,
        payload=tuple(payload),
    )


def split(view: View, incident_id: str, claim_ids: Sequence[str]) -> tuple[tuple[DecisionKind, tuple[str, ...]], ...]:
    """Return the decisions that take claims out of an incident: the chosen ones are one act, the others another.

    Raises:
        UnknownId: there is no such incident, or one of the claims is not in it.
        InvalidValue: none of its claims is chosen, or all of them are.
    """
    incident = view.incident(incident_id)
    chosen = [one for one in incident.claim_ids if one in set(claim_ids)]
    others = [one for one in incident.claim_ids if one not in set(claim_ids)]
    if strange := set(claim_ids) - set(incident.claim_ids):
        raise UnknownId(min(strange), f"is no claim of {incident.id}", "Choose claims of the incident")
    if not chosen or not others:
        raise InvalidValue(incident.id, "is split by some of its claims, not all", "Choose those of the other act")
    apart: tuple[DecisionKind, tuple[str, ...]] = ("not-same", (chosen[0], others[0]))
    return (apart,) if len(chosen) == 1 else (("same", tuple(chosen)), apart)


def _see_that_it_is_there(view: View, kind: DecisionKind, subject: str) -> None:
    if kind == "undo":
        if all(one.id != subject for one in view.decisions):
            raise UnknownId(subject, "is no decision of this ledger", "The desk's page of decisions lists them")
    elif subject.startswith("i") and kind in ("same", "not-same"):
        view.incident(subject)
    elif (subject.partition(".")[0] if kind == "correct" else subject) not in view.claims:
        raise UnknownId(subject, "is no claim of this ledger", "panj show INCIDENT prints the claims")


def active_undos(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the ``undo`` decisions that were not undone themselves, oldest first."""
    undone: set[str] = set()
    kept: list[Decision] = []
    for one in sorted(decisions, key=lambda item: (item.decided_at, item.id), reverse=True):
        if one.kind == "undo" and one.id not in undone:
            undone.update(one.subjects)
            kept.append(one)
    return tuple(reversed(kept))
