"""From many values of one event to one, by a named rule: the one place where the rules are written down.

Reports of one event differ. Each rule says which value stands for them; none is right, so the user names one:

======================  ==============================================================================================
``conservative``        the smallest number, the least precise name, the earliest start and the latest end
``informative``         the largest number, the most precise name, the latest start and the earliest end
``representative``      the number or name that most give; of equally frequent numbers the smallest
``most-supported``      the number that most pairs of claimant and origin give, the one published last among equals
                        (:mod:`panj.incidents.figures`); ``low`` and ``high`` are what the claims allow together
======================  ==============================================================================================

The first three are those that van Baalen and Höglund published with MAVERICK (2026; R package ``eventreport``, MIT);
``benchmarks/maverick.py`` holds them to its published tables. Nothing here knows of claims: values go in, one comes
out. ``None`` is a missing value; an empty text is a value like any other.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Literal, TypeVar

Rule = Literal["most-supported", "conservative", "informative", "representative"]
RULES: tuple[Rule, ...] = ("most-supported", "conservative", "informative", "representative")

Cell = TypeVar("Cell", bound=Hashable)
Number = TypeVar("Number", int, float)


def numeric_mode(values: Iterable[Number | None]) -> Number | None:
    """Return the most frequent number, missing ones passed over; of equally frequent ones the smallest."""
    counted = Counter(value for value in values if value is not None)
    most = max(counted.values(), default=0)
    return min((value for value, times in counted.items() if times == most), default=None)


def number(rule: Rule, values: Sequence[Number | None]) -> Number | None:
    """Return the number that stands for ``values`` by a rule; missing ones are passed over.

    Raises:
        ValueError: the rule needs more than the numbers (``most-supported``).
    """
    known = [value for value in values if value is not None]
    if rule == "representative":
        return numeric_mode(known)
    if rule == "most-supported":
        raise ValueError("most-supported asks who gives a number; see panj.incidents.figures")
    return (min if rule == "conservative" else max)(known, default=None)


def binary_mode(values: Iterable[Number | None]) -> Number | None:
    """Return the more frequent of 0 and 1, missing ones passed over; 1 where both are as frequent."""
    counted = Counter(value for value in values if value is not None)
    most = max(counted.values(), default=0)
    return max((value for value, times in counted.items() if times == most), default=None)


def date_mode(values: Iterable[dt.date | None]) -> dt.date | None:
    """Return the most frequent day, missing ones passed over; the mean of equally frequent ones, rounded down."""
    counted = Counter(value for value in values if value is not None)
    most = max(counted.values(), default=0)
    modes = [value.toordinal() for value, times in counted.items() if times == most]
    return dt.date.fromordinal(math.floor(sum(modes) / len(modes))) if modes else None


def modes(values: Sequence[Cell | None], ties: Sequence[Sequence[float | None]] = ()) -> tuple[Cell | None, ...]:
    """Return the most frequent value, missing counted as a value: several where even the tie-breakers leave several.

    Args:
        values: one value a report.
        ties: tie-breakers, each with one number a report. Of the reports that give one of the values still in
            question, those with the highest number decide. None can decide while one of these reports lacks it: then
            no value is returned.
    """
    counted = Counter(values)
    most = max(counted.values(), default=0)
    left = [value for value, times in counted.items() if times == most]
    for weights in ties:
        if len(left) > 1:
            asked = [(value, weight) for value, weight in zip(values, weights, strict=True) if value in left]
            known = [weight for _, weight in asked if weight is not None]
            if len(known) < len(asked):
                return ()
            left = list(dict.fromkeys(value for value, weight in asked if weight == max(known)))
    return tuple(left)


Report = tuple[Cell | None, float | None, tuple[float | None, ...]]
"""What one report gives for a field: the value, how precise it is, and its tie-breakers."""


def least_precise(reports: Sequence[Report[Cell]]) -> tuple[Cell | None, ...]:
    """Return the modes among the reports of least precision.

    A report without a precision keeps its place in the count, as one that gives no value and breaks no tie. (So does
    the published package, where an unknown precision is neither equal to the least nor different from it.)
    """
    known = [precision for _, precision, _ in reports if precision is not None]
    if not known:
        return (None,)
    chosen = [
        (value, ties) if precision is not None else (None, (None,) * len(ties))
        for value, precision, ties in reports
        if precision is None or precision == min(known)
    ]
    return _modes(chosen)


def most_precise(reports: Sequence[Report[Cell]]) -> tuple[Cell | None, ...]:
    """Return the modes among the reports of greatest precision that give a value; ``(None,)`` where there are none."""
    known = [precision for _, precision, _ in reports if precision is not None]
    chosen = [
        (value, ties)
        for value, precision, ties in reports
        if value is not None and precision is not None and precision == max(known)
    ]
    return _modes(chosen) if chosen else (None,)


def _modes(chosen: Sequence[tuple[Cell | None, tuple[float | None, ...]]]) -> tuple[Cell | None, ...]:
    return modes([value for value, _ in chosen], list(zip(*(ties for _, ties in chosen), strict=True)))


def union(texts: Iterable[str | None], missing: str = "NA", nothing: str = "Unknown") -> str:
    """Return the parts of texts that are divided by semicolons, each once, in the order in which they first come.

    A missing text is the part ``missing``, as the published package writes it; the part ``nothing`` is left out.
    """
    whole = "; ".join(dict.fromkeys(missing if text is None else text for text in texts))
    parts = dict.fromkeys(re.split(r";\s*", whole))
    return "; ".join(part for part in parts if part.strip() and part != nothing)


def distinct(values: Iterable[Cell | None], *, known: bool = False) -> int:
    """Return the number of distinct values, missing counted as one unless only ``known`` ones are asked for."""
    return len({value for value in values if not (known and value is None)})
