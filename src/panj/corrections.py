"""What people corrected in claims: a claim as every view shows it, beside the one that was read.

A correction names a claim (its ``type``, ``mode``, ``status`` or ``claimant``) or a figure of it (``low``, ``high``,
``outcome``). The words stay what they are, and so does the link to the incident: whether two claims tell of one act is
decided by itself. A later correction of one field outranks an earlier one; one that no longer fits (the figure is not
read any more, the mode belongs to another type) is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from panj.errors import InvalidValue
from panj.incidents.judgements import active
from panj.model import Claim, Decision, Figure, Mention, Party
from panj.ontology import OUTCOMES, STATUSES, TYPES, is_mode, stance

OF_A_CLAIM = ("type", "mode", "status", "claimant")
OF_A_FIGURE = ("low", "high", "outcome")


def corrected(claims: Mapping[str, Claim], decisions: Sequence[Decision]) -> dict[str, Claim]:
    """Return the claims with what people corrected in them."""
    found = dict(claims)
    for decision in active(decisions):
        if decision.kind == "correct":
            for subject in decision.subjects:
                claim = found.get(subject.partition(".")[0])
                if claim is not None:
                    try:
                        found[claim.id] = apply(claim, subject, decision.payload, claims)
                    except InvalidValue:
                        continue
    return found


def apply(claim: Claim, subject: str, payload: Sequence[tuple[str, str]], claims: Mapping[str, Claim]) -> Claim:
    """Return a claim with some fields corrected.

    Args:
        claim: the claim.
        subject: its identifier, or that of a figure of it.
        payload: fields and what they are to be; an empty text for an open end or no mode.
        claims: all claims; a claimant who is one of theirs becomes the same party.

    Raises:
        InvalidValue: there is no such field or figure, or a field cannot hold this.
    """
    fields = dict(payload)
    name = subject.partition(".")[2]
    known = OF_A_FIGURE if name else OF_A_CLAIM
    if not fields or set(fields) - set(known):
        raise InvalidValue(", ".join(fields) or subject, "cannot be corrected", f"Choose of: {', '.join(known)}")
    if not name:
        return _claim(claim, fields, claims)
    number = next((n for n in range(len(claim.mention.figures)) if name == f"fig{n}"), None)
    if number is None:
        raise InvalidValue(subject, "is no figure of its claim", "Name a claim, or a figure of it")
    figures = list(claim.mention.figures)
    figures[number] = _figure(figures[number], fields)
    return msgspec.structs.replace(claim, mention=msgspec.structs.replace(claim.mention, figures=tuple(figures)))


def values(claim: Claim, subject: str) -> dict[str, str]:
    """Return what the fields of a claim or a figure are, as they would be written in a correction."""
    name = subject.partition(".")[2]
    if not name:
        mention = claim.mention
        return {"type": mention.type, "mode": mention.mode or "", "status": mention.status,
                "claimant": claim.claimant.name}  # fmt: skip
    for number, one in enumerate(claim.mention.figures):
        if name == f"fig{number}":
            ends = {end: "" if value is None else str(value) for end, value in (("low", one.low), ("high", one.high))}
            return {**ends, "outcome": one.outcome}
    return {}


def _claim(claim: Claim, fields: Mapping[str, str], claims: Mapping[str, Claim]) -> Claim:
    mention: Mention = claim.mention
    type_ = fields.get("type", mention.type).upper()
    if type_ not in TYPES:
        raise InvalidValue(type_, "is not a PLOVER type", f"Choose one of: {', '.join(TYPES)}")
    mode = fields["mode"].strip().lower() or None if "mode" in fields else mention.mode
    if not is_mode(type_, mode):
        if "mode" in fields:
            raise InvalidValue(
                mode or "", f"is no mode of {type_}", "Leave the mode empty, or choose one of the type's"
            )
        mode = None
    status = next((one for one in STATUSES if one == fields.get("status", mention.status)), None)
    if status is None:
        raise InvalidValue(fields["status"], "is not a status", f"Choose one of: {', '.join(STATUSES)}")
    return msgspec.structs.replace(
        claim,
        mention=msgspec.structs.replace(mention, type=type_, mode=mode, status=status),
        stance=stance(status) if "status" in fields else claim.stance,
        claimant=_party(fields["claimant"].strip(), claims) if "claimant" in fields else claim.claimant,
    )


def _party(name: str, claims: Mapping[str, Claim]) -> Party:
    if not name:
        raise InvalidValue("claimant", "is empty", "Name who is answerable for the claim")
    for key in sorted(claims):
        if claims[key].claimant.name == name:
            return msgspec.structs.replace(claims[key].claimant, rule="decision", words=None)
    return Party(name=name, rule="decision", key=f"text:{name.casefold()}")


def _figure(figure: Figure, fields: Mapping[str, str]) -> Figure:
    low = _number(fields["low"]) if "low" in fields else figure.low
    high = _number(fields["high"]) if "high" in fields else figure.high
    if low is not None and high is not None and low > high:
        raise InvalidValue(f"{low} to {high}", "ends before it begins", "Give the smaller number first")
    outcome = next((one for one in OUTCOMES if one == fields.get("outcome", figure.outcome)), None)
    if outcome is None:
        raise InvalidValue(fields["outcome"], "is not an outcome", f"Choose one of: {', '.join(OUTCOMES)}")
    return msgspec.structs.replace(figure, low=low, high=high, outcome=outcome)


def _number(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise InvalidValue(text, "is no number of people", "Write a whole number, or nothing for an open end")
    return int(text)
