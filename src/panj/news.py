"""What is new or changed between two views of a ledger, each with one line of why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from panj.model import FigureView, Incident, Statement, Value, amount
from panj.panj import View

NewsKind = Literal[
    "incident", "gone", "figure", "contradiction", "settled", "denied", "corroborated", "statement", "answered"
]
NEWS_KINDS: tuple[NewsKind, ...] = (
    "contradiction", "figure", "incident", "denied", "answered", "statement", "corroborated", "settled", "gone",
)  # fmt: skip
"""In the order in which they are worth a look."""


class News(Value, frozen=True, kw_only=True):
    """One change.

    Attributes:
        kind: what changed.
        incident_id: the incident it is about; ``None`` for a statement about none.
        why: one line.
        statement_id: the statement, where it is about one.
        value_ids: the values that brought it about, where it is values.
    """

    kind: NewsKind
    why: str
    incident_id: str | None = None
    statement_id: str | None = None
    value_ids: tuple[str, ...] = ()


def news(before: View, now: View) -> tuple[News, ...]:
    """Return what changed from one view to a later one, by kind, then in the order of the later view.

    Args:
        before: the ledger at the earlier instant.
        now: the ledger at the later one, by the same rule.
    """
    old = {one.id: one for one in before.all_incidents}
    found: list[News] = []
    for one in now.all_incidents:
        known = old.pop(one.id, None)
        found += _new(one) if known is None else _changed(known, one)
    found += [
        News(kind="gone", incident_id=one.id, why="Its claims now belong to other incidents, or were rejected.")
        for one in old.values()
    ]
    said = {one.id: one for one in before.all_statements}
    for statement in now.all_statements:
        found += _statement(said.get(statement.id), statement)
    return tuple(sorted(found, key=lambda one: NEWS_KINDS.index(one.kind)))


def _new(one: Incident) -> Iterable[News]:
    figures = ", ".join(f"{view.outcome} {amount(view.low, view.high)}" for view in one.figures)
    told = f"{_n(len(one.claim_ids), 'claim')} of {_n(one.claimants, 'claimant')}, {_n(one.origins, 'origin')}"
    yield News(kind="incident", incident_id=one.id, why=f"New: {told}{f'; {figures}' if figures else ''}.")
    yield from _contradictions(None, one)


def _changed(known: Incident, one: Incident) -> Iterable[News]:
    before = {view.outcome: view for view in known.figures}
    for view in one.figures:
        earlier = before.get(view.outcome)
        if earlier is None or (earlier.low, earlier.best, earlier.high) != (view.low, view.best, view.high):
            yield _moved(one, earlier, view)
    yield from _contradictions(known, one)
    if fields := {two.field for two in known.disagreements} - {two.field for two in one.disagreements}:
        yield News(kind="settled", incident_id=one.id, why=f"No longer contradictory: {', '.join(sorted(fields))}.")
    if denying := [name for name in one.denied_by if name not in known.denied_by]:
        yield News(kind="denied", incident_id=one.id, why=f"Now denied by {', '.join(denying)}.")
    if one.origins > known.origins:
        why = f"Told by {_n(one.origins, 'origin')}, before by {known.origins}."
        yield News(kind="corroborated", incident_id=one.id, why=why)


def _moved(one: Incident, earlier: FigureView | None, view: FigureView) -> News:
    known = {claim.value_id for claim in earlier.claims} if earlier else set()
    brought = [claim for claim in view.claims if claim.value_id not in known]
    who = ", ".join(dict.fromkeys(claim.claimant for claim in brought))
    before = "no figure" if earlier is None else _bounds(earlier)
    why = f"{view.outcome.capitalize()}: {_bounds(view)}, before {before}{f'; {who} gave a number' if who else ''}."
    return News(kind="figure", incident_id=one.id, why=why, value_ids=tuple(claim.value_id for claim in brought))


def _bounds(view: FigureView) -> str:
    best = "" if view.best is None or view.low == view.high else f" (best {view.best})"
    return f"{amount(view.low, view.high)}{best}"


def _n(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _contradictions(known: Incident | None, one: Incident) -> Iterable[News]:
    before = {(two.field, side) for two in known.disagreements for side in two.sides} if known else set()
    for two in one.disagreements:
        if any((two.field, side) not in before for side in two.sides):
            sides = " against ".join(f"{value} ({name})" for name, value, _ in two.sides)
            ids = tuple(value_id for _, _, value_id in two.sides)
            yield News(kind="contradiction", incident_id=one.id, why=f"{two.field}: {sides}.", value_ids=ids)


def _statement(known: Statement | None, one: Statement) -> Iterable[News]:
    to = f" to {', '.join(one.to)}" if one.to else ""
    what = f": “{one.what}”" if one.what else ""
    if known is None:
        yield News(
            kind="statement", incident_id=one.incident_id, statement_id=one.id, why=f"{one.kind}: {one.by}{to}{what}"
        )
    if one.answered_by and (known is None or not known.answered_by):
        why = f"Answered: the {one.kind} of {one.by}{to}{what}"
        yield News(kind="answered", incident_id=one.incident_id, statement_id=one.id, why=why)
