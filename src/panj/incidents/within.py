"""Within one report: its claims, in the order of the text, become the acts it tells.

A claim joins the act that scores best among those told before it and not vetoed, if that is sure enough; else it begins
an act of its own, and how it scored against those before is kept: what other reports tell may yet bring the two
together (:mod:`panj.incidents.clustering`). What is only planned, asked, feared or possible never begins an act: it
joins one that it plainly refers to, or stays unlinked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from panj.incidents.facts import Dossier, Facts
from panj.incidents.features import Comparison, Setting, Standing, compare_within
from panj.incidents.judgements import Constraints
from panj.incidents.weights import SURE, WITHIN, WITHIN_BASE

UNASSERTED = frozenset({"planned", "asked", "possible", "generic"})


@dataclasses.dataclass(slots=True, eq=False)
class Told:
    """One act as one report tells it.

    Attributes:
        dossier: what its claims state together.
        evidence: for each claim after the first, the score and the evidence that joined it.
        before: for each act that the report tells before, its place in the report, the score and the evidence that
            this is the same; an act that a veto or a person excludes has no score.
        setting: what the report around it says.
    """

    dossier: Dossier
    evidence: dict[str, tuple[float, Comparison]]
    before: dict[int, tuple[float | None, Comparison]]
    setting: Setting

    @property
    def claim_ids(self) -> list[str]:
        """The claims, in the order of the text."""
        return [one.id for one in self.dossier.members]


def _distance(one: Facts, told: Dossier) -> int:
    before, here = told.members[-1].claim.mention.sentence, one.claim.mention.sentence
    return max(0, here.start - before.end) if before != here else 0


def compared(one: Facts, dossiers: Sequence[Dossier]) -> list[tuple[int, Comparison]]:
    """Return the evidence that a claim tells of each act told before it that may be meant, by place in the list."""
    rivals = [number for number, told in enumerate(dossiers) if told.families & one.families]
    if not rivals:
        return []
    lasts = [dossiers[number].members[-1].start for number in rivals]
    most = max([len(dossiers[number].members) for number in rivals])
    found = []
    for number, last in zip(rivals, lasts, strict=True):
        told = dossiers[number]
        standing = Standing(
            rank=sum([other > last for other in lasts]),
            first=number == rivals[0],
            most=len(told.members) == most > 1,
            only=len(rivals) == 1,
            distance=_distance(one, told),
        )
        found.append((number, compare_within(one, told, standing)))
    return found


def acts_of_report(claims: Sequence[Facts], constraints: Constraints) -> list[Told]:
    """Return the acts of one report, in the order in which it first tells them; ``claims`` in the order of the text."""
    dossiers: list[Dossier] = []
    evidence: list[dict[str, tuple[float, Comparison]]] = []
    before: list[dict[int, tuple[float | None, Comparison]]] = []
    for one in claims:
        if one.status == "generic":
            continue
        scores: dict[int, tuple[float | None, Comparison]] = {}
        best: tuple[float, int] | None = None
        for number, found in compared(one, dossiers):
            if found.veto or constraints.apart((one.id,), [member.id for member in dossiers[number].members]):
                scores[number] = (None, found)
                continue
            score = found.score(WITHIN, WITHIN_BASE)
            scores[number] = (score, found)
            if best is None or (score, number) >= best:
                best = (score, number)
        if best is not None and best[0] >= (0 if one.status in UNASSERTED else SURE):
            score, number = best
            dossiers[number].add(one)
            evidence[number][one.id] = (score, scores[number][1])
        elif one.status not in UNASSERTED:
            dossiers.append(Dossier(one))
            evidence.append({})
            before.append(scores)
    names = frozenset[str]().union(*[one.said_names for one in claims])
    countries = frozenset[str]().union(*[one.countries for one in claims])
    told: set[str] = set()
    acts = []
    for dossier, joined, earlier in zip(dossiers, evidence, before, strict=True):
        acts.append(Told(dossier, joined, earlier, Setting(names, countries, dossier.type not in told)))
        told.add(dossier.type)
    return acts
