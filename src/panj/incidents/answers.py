"""What a question about a total is answered with: frozen values, written as JSON like those of :mod:`panj.model`."""

from __future__ import annotations

from panj.model import Outcome, Value


class Support(Value, frozen=True, kw_only=True):
    """A number that holds an end of a total where it is.

    Attributes:
        value_ids: the figures that give it.
        words: what is claimed, and by whom, as a phrase.
        incident_id: the incident whose people it counts; ``None`` for a sum.
        without: where the end would be without these claims; ``None`` where it would be open.
    """

    value_ids: tuple[str, ...]
    words: str
    incident_id: str | None
    without: int | None


class Beyond(Value, frozen=True, kw_only=True):
    """People of an incident or a sum of whom it is not certain that they belong to a selection, and why.

    ``high`` is how many they are at most, ``None`` where that is open; ``value_ids`` are the claims that say so.
    """

    incident_id: str | None
    value_ids: tuple[str, ...]
    reason: str
    high: int | None


class Contradiction(Value, frozen=True, kw_only=True):
    """Claims that cannot all hold: claimant, number and value's id of each."""

    incident_id: str | None
    sides: tuple[tuple[str, str, str], ...]


class Unsettled(Value, frozen=True, kw_only=True):
    """A question whose answer would narrow a total.

    Attributes:
        question: in words.
        value_ids: the claims that it is about; their sentences are where to look.
        answers: each answer with the smallest and largest total under it (``None``: open).
    """

    question: str
    value_ids: tuple[str, ...]
    answers: tuple[tuple[str, int, int | None], ...]


class Total(Value, frozen=True, kw_only=True):
    """How many people of one outcome there are in a selection, as bounds.

    Attributes:
        low: fewest people in any reading: as many claims as can hold together, people counted twice where they may be.
        best: by ``rule``; ``None`` where the rule leaves it open.
        high: most people in any reading; ``None`` where nobody gives an upper end.
        at_most: ``high`` with everybody of ``beyond``.
        incident_ids: incidents in the selection that someone gives a number for.
        sums: value ids of the sums in the selection.
        silent: incidents in the selection without a number.
        left_out: incidents and sums without the day or place that the selection asks for.
    """

    outcome: Outcome
    low: int
    best: int | None
    high: int | None
    at_most: int | None
    rule: str
    group: str | None = None
    incident_ids: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    low_by: tuple[Support, ...] = ()
    high_by: tuple[Support, ...] = ()
    beyond: tuple[Beyond, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()
