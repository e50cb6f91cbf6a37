"""Across reports: the acts that reports tell become incidents.

Reports are taken in the order of their publication, whatever the order in which they arrive. Each act joins the
incident that scores best, if the odds are even or better, or begins a new one; what earlier reports were linked to
never changes by a later report, so identifiers stay. An act is scored against everything its incident states so far
and, at the same time, must carry no veto against any single report's version in it: one lenient version in the middle
never chains two acts together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from panj.incidents.blocking import Blocks
from panj.incidents.facts import Dossier
from panj.incidents.features import ACROSS, ACROSS_BASE, Feature, compare_across
from panj.incidents.judgements import Constraints
from panj.incidents.within import Told

_SAME_REPORT = 1.0
"""Log-odds that two acts which one report kept apart must reach, against a third report's version, to be one."""


@dataclasses.dataclass(slots=True)
class Cluster:
    """The acts that are one incident, and for each after the first what joined it: the score and the features."""

    acts: list[Told]
    dossier: Dossier
    evidence: list[tuple[float, tuple[Feature, ...]] | None]

    @property
    def claim_ids(self) -> list[str]:
        """All claims of the incident."""
        return [claim for act in self.acts for claim in act.claim_ids]

    def has_report(self, report_id: str) -> bool:
        """Say whether a report tells of this incident already."""
        return any(act.dossier.members[0].report_id == report_id for act in self.acts)


def _join(act: Told, cluster: Cluster, constraints: Constraints) -> tuple[float, tuple[Feature, ...]] | None:
    found = compare_across(act.dossier, cluster.dossier)
    score = found.score(ACROSS, ACROSS_BASE)
    needed = 0.0
    if cluster.has_report(act.dossier.members[0].report_id):
        if act.fresh:
            return None
        needed = _SAME_REPORT
    if found.veto or score < needed or constraints.apart(act.claim_ids, cluster.claim_ids):
        return None
    if len(cluster.acts) > 1 and any(compare_across(act.dossier, one.dossier).veto for one in cluster.acts):
        return None
    return score, tuple(found.features)


def incidents_of_acts(reports: Sequence[Sequence[Told]], constraints: Constraints) -> list[Cluster]:
    """Return the incidents behind the acts of ``reports``, which are in the order of their publication."""
    clusters: list[Cluster] = []
    blocks = Blocks()
    for acts in reports:
        for act in acts:
            best: tuple[float, int, tuple[Feature, ...]] | None = None
            for number in blocks.near(act.dossier):
                joined = _join(act, clusters[number], constraints)
                if joined is not None and (best is None or joined[0] > best[0]):
                    best = (joined[0], number, joined[1])
            if best is None:
                number = len(clusters)
                clusters.append(Cluster([act], Dossier.of(act.dossier.members), [None]))
            else:
                number = best[1]
                cluster = clusters[number]
                cluster.acts.append(act)
                cluster.evidence.append((best[0], best[2]))
                for one in act.dossier.members:
                    cluster.dossier.add(one)
            blocks.add(number, act.dossier)
    return clusters
