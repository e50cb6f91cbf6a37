"""Which numbers can hold together, and what they allow then.

Claims about the same people bind their number from below and above ("five", "at least three", "two of them children").
Where all can hold at once, they allow what all of them allow. Where they cannot, every largest set of claims that can
hold together is kept as an *agreement*, and none is preferred: 3, 5 and "at least 4" agree on 3 alone, or on 5.

People who cannot be the same are counted apart and added up: members of a force and those who fight it, people of two
countries. Nothing else tells groups apart: "three miners" and "three workers" may be the same three.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Sequence
from itertools import product

from panj.incidents import words
from panj.model import FigureClaim

Kind = tuple[str, str]
"""Whether people are armed or of a force, and their country; "" where that is not known."""


@dataclasses.dataclass(frozen=True, slots=True)
class Agreement:
    """What a largest set of claims that can hold together allows, and the claims that set its two ends."""

    low: int
    high: int | None
    low_by: tuple[FigureClaim, ...] = ()
    high_by: tuple[FigureClaim, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Claims about people who cannot be those of another group, and what they agree on."""

    name: str
    claims: tuple[FigureClaim, ...]
    agreements: tuple[Agreement, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Reconciled:
    """What the standing claims of one outcome of one incident allow.

    Attributes:
        agreements: by what they allow, lowest first; empty where no claim stands.
        whole: totals that may count everybody.
        groups: totals of people who cannot be the same; empty where all may be, then all totals are in ``whole``.
        clashing: sets of claims of which not all can hold.
    """

    agreements: tuple[Agreement, ...]
    whole: tuple[FigureClaim, ...]
    groups: tuple[Group, ...]
    clashing: tuple[tuple[FigureClaim, ...], ...]

    @property
    def low(self) -> int | None:
        """The smallest number that any agreement allows."""
        return self.agreements[0].low if self.agreements else None

    @property
    def high(self) -> int | None:
        """The largest number that any agreement allows; ``None`` where one has no upper end, or no claim stands."""
        ends = [one.high for one in self.agreements]
        return None if None in ends else max((end for end in ends if end is not None), default=None)


def standing(claims: Iterable[FigureClaim]) -> list[FigureClaim]:
    """Return the claims that their claimants still hold, neither superseded nor withdrawn, and that can be true."""
    return [
        one
        for one in claims
        if not (one.superseded or one.withdrawn or (one.high is not None and (one.low or 0) > one.high))
    ]


def reconcile(claims: Iterable[FigureClaim]) -> Reconciled:
    """Return what the standing claims of one outcome of one incident, totals and parts, allow.

    Claims about the same people are reconciled first. Then groups that cannot be the same people are set against the
    claims about all together: where these cannot hold beside the groups, either they hold or the groups do.
    """
    kept = standing(claims)
    totals = [one for one in kept if not one.subset]
    parts = [one for one in kept if one.subset and one.low is not None]
    whole, apart = _apart(totals)
    if not apart:
        agreements, clashing = agree(kept if len(parts) + len(totals) == len(kept) else [*totals, *parts])
        return Reconciled(agreements, tuple(totals), (), clashing)
    found: list[Group] = []
    clashes: list[tuple[FigureClaim, ...]] = []
    for name, members in apart:
        agreements, clashing = agree(members)
        found.append(Group(name, tuple(members), agreements))
        clashes += clashing
    ways: list[Agreement | None] = [None]
    if whole:
        agreements, clashing = agree([*whole, *parts])
        ways = list(agreements)
        clashes += clashing
    made: list[Agreement] = []
    for chosen in product(*(group.agreements for group in found)):
        added = _add(chosen)
        for way in ways:
            if way is None:
                made.append(_with_parts(added, parts))
            elif way.high is not None and added.low > way.high:
                made += [way, added]
                clashes.append((*way.high_by, *added.low_by))
            else:
                low = max(way, added, key=lambda one: one.low)
                made.append(Agreement(low.low, way.high, low.low_by, way.high_by))
    return Reconciled(_ordered(made), tuple(whole), tuple(found), tuple(dict.fromkeys(clashes)))


def agree(claims: Sequence[FigureClaim]) -> tuple[tuple[Agreement, ...], tuple[tuple[FigureClaim, ...], ...]]:
    """Return what claims about the same people agree on, and those that clash; a part binds from below alone.

    On a line any ranges that meet two by two meet in one point (Helly), and the first point of a meeting is the low
    end of one of them: so every largest set is found at a low end.
    """
    if not claims:
        return (), ()
    if len(claims) == 1:
        (one,) = claims
        high = None if one.subset else one.high
        low = one.low or 0
        return (Agreement(low, high, (one,) if low else (), () if high is None else (one,)),), ()
    ranges = [(one.low or 0, None if one.subset else one.high, one) for one in claims]
    top = max(low for low, _, _ in ranges)
    if all(high is None or high >= top for _, high, _ in ranges):
        return (_meeting(ranges),), ()
    sets: list[frozenset[int]] = []
    for point in sorted({low for low, _, _ in ranges}):
        here = frozenset(
            n for n, (low, high, _) in enumerate(ranges) if low <= point and (high is None or high >= point)
        )
        sets.append(here)
    largest = [one for one in dict.fromkeys(sets) if not any(one < other for other in sets)]
    clashing = tuple(
        one
        for low, high, one in ranges
        if any((high is not None and other[0] > high) or (other[1] is not None and low > other[1]) for other in ranges)
    )
    return _ordered([_meeting([ranges[n] for n in sorted(one)]) for one in largest]), (clashing,)


def _meeting(ranges: Sequence[tuple[int, int | None, FigureClaim]]) -> Agreement:
    low = max(one[0] for one in ranges)
    high = min((one[1] for one in ranges if one[1] is not None), default=None)
    return Agreement(
        low,
        high,
        tuple(one[2] for one in ranges if one[0] == low and low > 0),
        tuple(one[2] for one in ranges if one[1] == high and high is not None),
    )


def _add(chosen: Iterable[Agreement]) -> Agreement:
    """Return what groups that cannot be the same people allow all together."""
    low, high = 0, 0
    low_by: list[FigureClaim] = []
    high_by: list[FigureClaim] = []
    opened = False
    for one in chosen:
        low += one.low
        low_by += one.low_by
        high += one.high or 0
        high_by += one.high_by
        opened = opened or one.high is None
    return Agreement(low, None if opened else high, tuple(low_by), () if opened else tuple(high_by))


def _with_parts(added: Agreement, parts: Sequence[FigureClaim]) -> Agreement:
    """Return what groups allow beside parts of a whole that nobody numbers; larger parts tell of others beside them."""
    part = max(parts, key=lambda one: one.low or 0, default=None)
    if part is None or (part.low or 0) <= added.low:
        return added
    least = part.low or 0
    if added.high is not None and least > added.high:
        return Agreement(least, None, (part,), ())
    return Agreement(least, added.high, (part,), added.high_by)


def _ordered(found: Iterable[Agreement]) -> tuple[Agreement, ...]:
    ends = {(one.low, one.high): one for one in reversed(list(found))}
    return tuple(ends[key] for key in sorted(ends, key=lambda key: (key[0], key[1] is None, key[1] or 0)))


@functools.lru_cache(maxsize=4096)
def _fighters(group: str | None) -> str:
    noun = words.head(group) if group else None
    kind = words.kind_of_people(noun) if noun else None
    return kind if kind in ("force", "armed") else ""


def kind(claim: FigureClaim) -> Kind:
    """Return what tells the people of a claim from others."""
    return _fighters(claim.group), claim.country or ""


def compatible(one: Kind, other: Kind) -> bool:
    """Say whether people of two kinds may be the same."""
    return all(not a or not b or a == b for a, b in zip(one, other, strict=True))


def _apart(totals: Sequence[FigureClaim]) -> tuple[list[FigureClaim], list[tuple[str, list[FigureClaim]]]]:
    """Part totals into those that may count everybody and groups of people who cannot be the same.

    The kinds known best come first; a kind known less well joins the only group with which it shares something, and
    counts everybody where that does not say which.
    """
    kinds = {kind(one) for one in totals} - {("", "")} if len(totals) > 1 else set()
    if len(kinds) < 2 or all(compatible(one, other) for one in kinds for other in kinds):
        return list(totals), []
    groups: list[Kind] = []
    member: dict[Kind, int | None] = {}
    for one in sorted(kinds, key=lambda one: ("" in one, one)):
        fitting = [n for n, other in enumerate(groups) if compatible(one, other)]
        sharing = [n for n in fitting if any(a and a == b for a, b in zip(one, groups[n], strict=True))]
        if len(sharing) == 1:
            n = sharing[0]
            groups[n] = (groups[n][0] or one[0], groups[n][1] or one[1])
            member[one] = n
        elif fitting:
            member[one] = None
        else:
            member[one] = len(groups)
            groups.append(one)
    if len(groups) < 2:
        return list(totals), []
    whole = [one for one in totals if member.get(kind(one)) is None]
    parted = [[one for one in totals if member.get(kind(one)) == n] for n in range(len(groups))]
    return whole, [(members[0].group or members[0].words, members) for members in parted]
