"""Acts that may be one become incidents: agglomeration inside one component of the graph of acts.

An edge of the graph is a pair of acts whose odds of being one are better than even. What no chain of such edges
connects can never be one incident, so each component is clustered by itself: what arrives elsewhere changes nothing in
it, and the result does not depend on the order of arrival.

Inside a component the two groups that are most surely one are put together, again and again, until no odds are better
than even. Groups are compared by all pairs between them: the mean of their scores with a share of the best one. So one
strong pair does not bring two groups together that all else tells apart; and groups with a veto between any two acts
are never put together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

Score = float | None
"""Log-odds that two acts are one; ``None`` where a veto excludes it."""

BEST = 0.3
"""Share of the best pair in the score of two groups; the rest is the mean of all."""

WITHIN_COUNTS = 2.0
"""A pair of one report counts as so many: its words were written to tell its acts apart."""


def grouped(size: int, pair: Callable[[int, int], tuple[Score, float]]) -> list[list[int]]:
    """Return the acts ``0 … size - 1`` of a component in groups, each one incident, by its first act.

    Args:
        size: number of acts.
        pair: the score of two acts (the smaller number first) and how much it counts.
    """
    if size == 1:
        return [[0]]
    total, weight, best = np.zeros((size, size)), np.ones((size, size)), np.full((size, size), -np.inf)
    vetoed = np.eye(size, dtype=bool)
    for one in range(size):
        for other in range(one + 1, size):
            score, counts = pair(one, other)
            if score is None:
                vetoed[one, other] = vetoed[other, one] = True
            else:
                total[one, other] = total[other, one] = score * counts
                weight[one, other] = weight[other, one] = counts
                best[one, other] = best[other, one] = score
    groups: dict[int, list[int]] = {number: [number] for number in range(size)}
    while True:
        odds = np.where(vetoed, -np.inf, (1 - BEST) * total / weight + BEST * best)
        one, other = divmod(int(np.argmax(odds)), size)
        if odds[one, other] <= 0:
            return [sorted(groups[first]) for first in sorted(groups, key=lambda first: min(groups[first]))]
        groups[one] += groups.pop(other)
        for table in (total, weight):
            table[one] += table[other]
            table[:, one] = table[one]
        best[one] = np.maximum(best[one], best[other])
        best[:, one] = best[one]
        vetoed[one] |= vetoed[other]
        vetoed[:, one] = vetoed[one]
        vetoed[other] = vetoed[:, other] = True
        vetoed[one, one] = True


def component(start: int, neighbours: Callable[[int], Sequence[int]]) -> list[int]:
    """Return all acts that a chain of edges connects with ``start``, in no particular order."""
    found, waiting = {start}, [start]
    while waiting:
        for other in neighbours(waiting.pop()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return list(found)
