"""How well two partitions of mentions agree: MUC, B³ and entity-based CEAF, and their mean.

All three are computed over predicted mentions as the reference scorer of coreference does (Pradhan et al. 2014,
"Scoring Coreference Partitions of Predicted Mentions: A Reference Implementation"): nothing is added to or taken from
either side. A key mention that the response lacks counts in the recall's denominator and shares nothing with anybody;
a response mention that the key lacks counts so in the precision's. An empty response therefore scores nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from matching import assign

Key = TypeVar("Key", bound=Hashable)
Cluster = frozenset[str]


@dataclass(frozen=True)
class Score:
    """Right answers among those given (precision) and among those wanted (recall); scores of several texts add up.

    A measure that asks only one of the two leaves the other at 0 of 0.
    """

    right_given: float = 0.0
    given: float = 0.0
    right_wanted: float = 0.0
    wanted: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right_given + other.right_given,
            self.given + other.given,
            self.right_wanted + other.right_wanted,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float | None:
        """Share of the given answers that are right; ``None`` where none was given."""
        return self.right_given / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """Share of the wanted answers that were given; ``None`` where none was wanted."""
        return self.right_wanted / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; ``None`` where nothing was given and nothing wanted."""
        if not self.given and not self.wanted:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def partition(membership: Mapping[str, Key]) -> tuple[Cluster, ...]:
    """Return the clusters of mentions that share a value, ordered by their smallest mention."""
    members: dict[Key, set[str]] = {}
    for mention, name in membership.items():
        members.setdefault(name, set()).add(mention)
    return tuple(sorted(map(frozenset, members.values()), key=min))


def muc(key: Collection[Cluster], response: Collection[Cluster]) -> Score:
    """Return link-based agreement (Vilain et al. 1995, "A Model-Theoretic Coreference Scoring Scheme").

    A cluster of n mentions has n - 1 links, and loses one for each further part into which the other side cuts it.
    Clusters of one have no link, so they do not count.
    """
    return Score(
        right_given=sum(_links_kept(cluster, key) for cluster in response),
        given=sum(len(cluster) - 1 for cluster in response),
        right_wanted=sum(_links_kept(cluster, response) for cluster in key),
        wanted=sum(len(cluster) - 1 for cluster in key),
    )


def b_cubed(key: Collection[Cluster], response: Collection[Cluster]) -> Score:
    """Return mention-based agreement (Bagga & Baldwin 1998, "Algorithms for Scoring Coreference Chains").

    For each mention, the share of its cluster that the other side puts together with it, averaged over mentions.
    """
    together = [(one, other, len(one & other) ** 2) for one in key for other in response]
    return Score(
        right_given=sum(square / len(other) for _, other, square in together),
        given=sum(map(len, response)),
        right_wanted=sum(square / len(one) for one, _, square in together),
        wanted=sum(map(len, key)),
    )


def ceaf_e(key: Sequence[Cluster], response: Sequence[Cluster]) -> Score:
    """Return entity-based agreement (Luo 2005, "On Coreference Resolution Performance Metrics", with its φ4).

    Clusters are assigned one to one so that the sum of 2·|shared| / (|one| + |other|) is greatest.
    """
    likeness = [[dice(one, other) for other in response] for one in key]
    right = sum(likeness[row][column] for row, column in assign(likeness))
    return Score(right_given=right, given=len(response), right_wanted=right, wanted=len(key))


def align(key: Sequence[Cluster], response: Sequence[Cluster]) -> dict[int, int]:
    """Return, for the clusters of the key that have a counterpart in the response, which one it is.

    One to one, so that the number of shared mentions is greatest; among equal numbers the clusters are most alike.
    """
    table = [[len(one & other) + dice(one, other) / (len(key) + 1) for other in response] for one in key]
    return {row: column for row, column in assign(table) if table[row][column]}


def dice(one: Cluster, other: Cluster) -> float:
    """Return twice the shared mentions by the mentions of both."""
    return 2 * len(one & other) / (len(one) + len(other))


def _links_kept(cluster: Cluster, others: Collection[Cluster]) -> int:
    """Return the links of a cluster that survive when the other side cuts it; what the other lacks stands alone."""
    parts = [len(cluster & other) for other in others]
    alone = len(cluster) - sum(parts)
    return len(cluster) - sum(1 for size in parts if size) - alone
