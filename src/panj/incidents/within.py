"""Within one report: its claims, in the order of the text, become the acts it tells.

A claim joins the act that scores best among those told before it and not vetoed, if the odds are even or better; else
it begins an act of its own. What is only planned, asked, feared or possible never begins one: it joins an act that it
plainly refers to, or stays unlinked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from panj.incidents.facts import Dossier, Facts
from panj.incidents.features import Comparison, Feature, Standing, compare_within
from panj.incidents.judgements import Constraints
from panj.incidents.weights import WITHIN, WITHIN_BASE

UNASSERTED = frozenset({"planned", "asked", "possible", "generic"})


@dataclasses.dataclass(slots=True)
class Told:
    """One act as one report tells it.

    Attributes:
        dossier: what its claims state together.
        evidence: for each claim after the first, the score and the features that joined it.
        fresh: the report's words tell this act apart from those before it ("another attack").
    """

    dossier: Dossier
    evidence: dict[str, tuple[float, tuple[Feature, ...]]]
    fresh: bool

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
    last = max((dossiers[number].members[-1].start for number in rivals), default=-1)
    most = max((len(dossiers[number].members) for number in rivals), default=0)
    found = []
    for number in rivals:
        told = dossiers[number]
        standing = Standing(
            latest=told.members[-1].start == last,
            first=number == rivals[0],
            most=len(told.members) == most > 1,
            only=len(rivals) == 1,
            distance=_distance(one, told),
        )
        found.append((number, compare_within(one, told, standing)))
    return found


def acts_of_report(claims: Sequence[Facts], constraints: Constraints) -> list[Told]:
    """Return the acts of one report, in the order in which it first tells them; ``claims`` in the order of the text."""
    acts: list[Told] = []
    for one in claims:
        if one.status == "generic":
            continue
        best: tuple[float, int] | None = None
        chosen: tuple[Told, tuple[Feature, ...]] | None = None
        for number, found in compared(one, [act.dossier for act in acts]):
            act = acts[number]
            if constraints.apart((one.id,), act.claim_ids):
                continue
            score = found.score(WITHIN, WITHIN_BASE)
            if found.veto is None and score >= 0 and (best is None or (score, number) >= best):
                best, chosen = (score, number), (act, tuple(found.features))
        if chosen is not None and best is not None:
            chosen[0].dossier.add(one)
            chosen[0].evidence[one.id] = (best[0], chosen[1])
        elif one.status not in UNASSERTED:
            acts.append(Told(Dossier.of((one,)), {}, one.reference == "new"))
    return acts
