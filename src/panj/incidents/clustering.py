"""Across reports: the acts that reports tell become incidents.

Reports are taken in the order of their publication, whatever the order in which they arrive. The acts of a report are
taken surest first: each joins the incident that scores best, if the odds are even or better, and what it joined tells
in which company the others stand. What joins nothing begins an incident; what earlier reports were linked to never
changes by a later report, so identifiers stay. An act is scored against everything its incident states so far and, at
the same time, must carry no veto against any single report's version in it: one lenient version in the middle never
chains two acts together.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from panj.incidents.blocking import Blocks
from panj.incidents.facts import Dossier, Facts
from panj.incidents.features import Company, Comparison, Feature, compare_across
from panj.incidents.judgements import Constraints
from panj.incidents.weights import ACROSS, ACROSS_BASE
from panj.incidents.within import Told

_RECENT = 5
"""Reports of an incident that are looked at for company: the latest ones, so that a long story costs no more."""

_PLAINLY = 1.5
"""Log-odds by which a claim alone must be nearer to another incident than to that of its act, to leave the act."""


@dataclasses.dataclass(slots=True)
class Cluster:
    """The acts that are one incident, and for each after the first what joined it: the score and the features."""

    acts: list[Told]
    dossier: Dossier
    evidence: list[tuple[float, tuple[Feature, ...]] | None]
    report_ids: list[str]
    published: dt.date | None = None

    @property
    def claim_ids(self) -> list[str]:
        """All claims of the incident."""
        return [claim for act in self.acts for claim in act.claim_ids]


class Archive:
    """The incidents so far, findable by what a new act states and by the company in which it is told."""

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self._blocks = Blocks()
        self._told_in: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, act: Told, number: int | None, evidence: tuple[float, tuple[Feature, ...]] | None) -> int:
        """Put an act into an incident, or begin one with it; return the incident's number."""
        first = act.dossier.members[0]
        if number is None:
            number = len(self.clusters)
            self.clusters.append(Cluster([act], Dossier.of(act.dossier.members), [None], [first.report_id]))
        else:
            cluster = self.clusters[number]
            cluster.acts.append(act)
            cluster.evidence.append(evidence)
            for one in act.dossier.members:
                cluster.dossier.add(one)
            if first.report_id not in cluster.report_ids:
                cluster.report_ids.append(first.report_id)
        self.clusters[number].published = first.published or self.clusters[number].published
        self._blocks.add(number, act.dossier)
        self._told_in[first.report_id].append(number)
        return number

    def near(self, act: Told, joined: Sequence[int]) -> list[int]:
        """Return the incidents worth comparing: those that share a key, and those told beside what others joined."""
        found = set(self._blocks.near(act.dossier))
        for number in joined:
            for report_id in self.clusters[number].report_ids[-_RECENT:]:
                found.update(
                    other
                    for other in self._told_in[report_id]
                    if self.clusters[other].dossier.families & act.dossier.families
                )
        return sorted(found)

    def compared(self, act: Told, joined: Sequence[int]) -> list[tuple[int, Comparison]]:
        """Return the evidence for each incident worth comparing that no veto excludes.

        Args:
            act: an act of a report.
            joined: the incidents that other acts of the report joined.
        """
        published = act.dossier.members[0].published
        found = []
        for number in self.near(act, joined):
            cluster = self.clusters[number]
            recent = set(cluster.report_ids[-_RECENT:])
            company = Company(
                told=number in joined,
                beside=sum(
                    1
                    for other in joined
                    if other != number and recent & set(self.clusters[other].report_ids[-_RECENT:])
                ),
                reports=len(cluster.report_ids),
                days=abs((published - cluster.published).days) if published and cluster.published else None,
            )
            evidence = compare_across(act.dossier, cluster.dossier, company)
            single = len(cluster.acts) == 1
            if not evidence.veto and (
                single or not any(compare_across(act.dossier, one.dossier).veto for one in cluster.acts)
            ):
                found.append((number, evidence))
        return found


def _best(
    act: Told, archive: Archive, joined: Sequence[int], constraints: Constraints
) -> tuple[float, int, tuple[Feature, ...]] | None:
    """Return the incident that an act joins with the score and the features, if there is one."""
    best: tuple[float, int, tuple[Feature, ...]] | None = None
    report_id = act.dossier.members[0].report_id
    for number, found in archive.compared(act, joined):
        cluster = archive.clusters[number]
        if act.fresh and report_id in cluster.report_ids:
            continue
        score = found.score(ACROSS, ACROSS_BASE)
        if score < 0 or (best is not None and score <= best[0]):
            continue
        if not constraints.apart(act.claim_ids, cluster.claim_ids):
            best = score, number, tuple(found.features)
    return best


def _parted(act: Told, archive: Archive) -> list[Told]:
    """Return an act as it is, or in parts where earlier reports tell its claims apart.

    Reading one report alone, two acts may look like one; a claim that by itself is plainly another incident than the
    whole leaves it.
    """
    members = act.dossier.members
    if len(members) < 2 or not archive.clusters:
        return [act]
    home = _first_best(_scores(act, archive))
    groups: dict[int | None, list[Facts]] = {}
    for one in members:
        scores = _scores(Told(Dossier.of((one,)), {}, act.fresh), archive)
        best = _first_best(scores)
        leaves = (
            best is not None
            and best != home
            and scores[best] - max(0.0 if home is None else scores.get(home, 0.0), 0.0) >= _PLAINLY
        )
        groups.setdefault(best if leaves else None, []).append(one)
    if len(groups) == 1:
        return [act]
    return [
        Told(
            Dossier.of(group),
            {one.id: act.evidence[one.id] for one in group[1:] if one.id in act.evidence},
            act.fresh and group[0] is members[0],
        )
        for group in groups.values()
    ]


def _scores(act: Told, archive: Archive) -> dict[int, float]:
    """Return how an act scores against each incident worth comparing, without regard to its company."""
    return {number: found.score(ACROSS, ACROSS_BASE) for number, found in archive.compared(act, ())}


def _first_best(scores: Mapping[int, float]) -> int | None:
    """Return the number with the best score, the smallest among equals."""
    return max(scores, key=lambda number: (scores[number], -number), default=None)


def incidents_of_acts(reports: Sequence[Sequence[Told]], constraints: Constraints) -> list[Cluster]:
    """Return the incidents behind the acts of ``reports``, which are in the order of their publication."""
    archive = Archive()
    for acts in reports:
        waiting, joined = [part for act in acts for part in _parted(act, archive)], list[int]()
        while waiting:
            found = [
                (best, -place)
                for place, act in enumerate(waiting)
                if (best := _best(act, archive, joined, constraints)) is not None
            ]
            if not found:
                break
            (score, number, features), place = max(found, key=lambda one: (one[0][0], one[1]))
            archive.add(waiting.pop(-place), number, (score, features))
            if number not in joined:
                joined.append(number)
        for act in waiting:
            archive.add(act, None, None)
    return archive.clusters
