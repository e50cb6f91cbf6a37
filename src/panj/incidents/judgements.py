"""What people decided about links, as constraints for the machine.

An incident's identifier is derived from its first claim, so a decision about an incident is a decision about the claim
that named it: it stays meaningful however the machine links afterwards. Later decisions outrank earlier ones.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import pairwise

from panj.model import Decision, digest


def incident_id(claim_id: str) -> str:
    """Return the identifier of the incident whose first claim this is."""
    return "i" + digest("incident", claim_id)


def active(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that hold, oldest first: without undone ones, an undone ``undo`` undoing nothing."""
    undone: set[str] = set()
    kept: list[Decision] = []
    for decision in sorted(decisions, key=lambda one: (one.decided_at, one.id), reverse=True):
        if decision.id in undone:
            continue
        if decision.kind == "undo":
            undone.update(decision.subjects)
        else:
            kept.append(decision)
    return tuple(reversed(kept))


@dataclasses.dataclass(slots=True)
class Constraints:
    """Which claims people took out, put together and kept apart.

    Attributes:
        rejected: claims that are no claims about any act.
        roots: for each claim that a person put together with others, the smallest identifier among them.
        barred: pairs of roots that must not share an incident, in both directions.
        reasons: for each such claim, the decisions that concern it.
    """

    rejected: frozenset[str]
    roots: dict[str, str]
    barred: dict[str, set[str]]
    reasons: dict[str, tuple[str, ...]]

    def root(self, claim_id: str) -> str:
        """Return the claim that stands for all that people put together with this one."""
        return self.roots.get(claim_id, claim_id)

    def apart(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Say whether a person kept any of these claims apart from any of those."""
        if not self.barred:
            return False
        there = {self.root(claim) for claim in others}
        return any(self.barred.get(self.root(claim), set()) & there for claim in some)

    def ruling(self, claim_id: str) -> tuple[object, ...]:
        """Return all that people ruled about a claim: where it stays the same, the claim is linked as before."""
        root = self.root(claim_id)
        ruled = claim_id in self.rejected, root, frozenset(self.barred.get(root, ()))
        return (*ruled, self.reasons.get(claim_id, ()))

    @property
    def concerned(self) -> set[str]:
        """Return the claims about which people ruled anything."""
        return {*self.rejected, *self.roots, *self.barred, *self.reasons}


def constraints(
    decisions: Sequence[Decision], claim_ids: Iterable[str], named: Mapping[str, str] | None = None
) -> Constraints:
    """Turn decisions into constraints on the claims at hand; subjects that no longer exist are passed over.

    The newest decision is applied first; an older one that contradicts it gives way.

    Args:
        decisions: all that were taken.
        claim_ids: the claims at hand.
        named: the claims by the incident that each would name; found out where it is not given.
    """
    standing = active(decisions)
    if not standing:
        return Constraints(frozenset(), {}, {}, {})
    known = claim_ids if isinstance(claim_ids, Set) else set(claim_ids)
    if named is None:
        named = {incident_id(claim): claim for claim in known}
    parent: dict[str, str] = {}
    barred: list[tuple[str, str]] = []
    ruled: dict[str, bool] = {}
    reasons: dict[str, list[str]] = {}

    def find(claim: str) -> str:
        while parent.get(claim, claim) != claim:
            claim = parent[claim]
        return claim

    for decision in reversed(standing):
        claims = [named.get(subject, subject) for subject in decision.subjects]
        claims = [claim for claim in claims if claim in known]
        if decision.kind in ("reject", "restore"):
            for claim in claims:
                ruled.setdefault(claim, decision.kind == "reject")
        elif decision.kind in ("same", "not-same"):
            for one, other in pairwise(claims):
                a, b = sorted((find(one), find(other)))
                if decision.kind == "same" and a != b:
                    if any({find(x), find(y)} == {a, b} for x, y in barred):
                        continue
                    parent[b] = a
                elif decision.kind == "not-same":
                    if a == b:
                        continue
                    barred.append((one, other))
                for claim in (one, other):
                    reasons.setdefault(claim, []).append(decision.id)
    members = {*parent, *parent.values()}
    pairs: dict[str, set[str]] = {}
    for one, other in barred:
        pairs.setdefault(find(one), set()).add(find(other))
        pairs.setdefault(find(other), set()).add(find(one))
    return Constraints(
        rejected=frozenset(claim for claim, out in ruled.items() if out),
        roots={claim: find(claim) for claim in sorted(members)},
        barred=pairs,
        reasons={claim: tuple(sorted(set(ids))) for claim, ids in reasons.items()},
    )
