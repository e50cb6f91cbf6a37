"""Sums as views: a figure over several acts, with bounds of the people in it and in the incidents it may contain."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from panj.incidents.accounts import TOLD
from panj.incidents.bounds import Count, Program, Range, Tally
from panj.incidents.covering import acts
from panj.incidents.facts import Days, days
from panj.incidents.figures import Moment, Row, moment, rows, views
from panj.incidents.reconciling import compatible, kind, reconcile
from panj.model import Claim, FigureClaim, FigureView, Linking, Outcome, Place, Report, Sum

RULE = "sum-or-parts"
"""low: the sum counts everybody in the incidents whom it may count; high: nobody whom it need not."""


@dataclasses.dataclass(slots=True)
class _Told:
    """One claimant's number over some acts, with the claims that tell it."""

    row: Row
    claims: list[Claim]
    covers: set[str]
    said: Moment

    @property
    def over(self) -> Days | None:
        """The days summed, of the first claim that gives any."""
        return next((found for found in (stretch(one) for one in self.claims) if found is not None), None)

    @property
    def countries(self) -> frozenset[str]:
        return frozenset(place.country for one in self.claims for place in happened(one) if place.country)

    @property
    def provinces(self) -> frozenset[str]:
        return frozenset(place.admin1 for one in self.claims for place in happened(one) if place.admin1)

    @property
    def claimant(self) -> str:
        return self.row.claim.claimant.key


def stretch(claim: Claim) -> Days | None:
    """Return the days that a claim sums over; ``None`` where an end is open or no day is given."""
    return None if claim.when is None else days(claim.when)


def happened(claim: Claim) -> list[Place]:
    """Return where the acts of a claim were."""
    return [place for place in claim.places if place.role == "happened"]


def same_stretch(one: Days | None, other: Days | None) -> bool:
    """Say whether two sums are over the same days, give or take a seventh of them and a day at least."""
    if one is None or other is None:
        return False
    slack = dt.timedelta(days=max(1, min((one[1] - one[0]).days, (other[1] - other[0]).days) // 7))
    return abs(one[0] - other[0]) <= slack and abs(one[1] - other[1]) <= slack


def sums(claims: Iterable[Claim], linking: Linking, reports: Mapping[str, Report]) -> tuple[Sum, ...]:
    """Return every figure that covers several acts, with bounds, in the order in which they are first told.

    * The same number by one claimant over days that meet is one sum. So is a later sentence of a report that only
      repeats it, without a day or place of its own ("the five people who were killed").
    * A claimant's later number over the same days supersedes its earlier one.
    * Another number for the same kind of people over the same days and places is for the same acts (``same_as``).
    * A sum contains (``contains``) what its own claimant had told of the incidents that it covers.

    The bounds are those of the integer program of :mod:`panj.incidents.bounds` over the sum and what it covers.
    """
    by_id = {claim.id: claim for claim in claims}
    groups: dict[str, list[Claim]] = {}
    for link in linking.links:
        if link.claim_id in by_id and by_id[link.claim_id].mention.status in (*TOLD, "negated"):
            groups.setdefault(link.incident_id, []).append(by_id[link.claim_id])
    covering = sorted(
        ((by_id[key], contained) for key, contained in linking.covers if key in by_id),
        key=lambda pair: (moment(pair[0], reports)[1:], pair[0].id),
    )
    told: list[_Told] = []
    for claim, contained in covering:
        for row in rows(claim, reports, sums=True):
            if row.taken_back:
                continue
            known = next((one for one in told if _same_sum(one, row)), None)
            if known is None:
                told.append(_Told(row=row, claims=[claim], covers=set(contained), said=row.said))
            else:
                known.claims.append(claim)
                known.covers |= set(contained)
                known.said = max(known.said, row.said)
    seen: dict[str, list[FigureView]] = {}
    for incident in sorted({key for one in told for key in one.covers}):
        seen[incident] = views(groups.get(incident, []), reports, {})
    found: list[tuple[_Told, Sum]] = []
    for one in told:
        first = next((other for before, other in found if other.same_as is None and _same_acts(before, one)), None)
        found.append((one, _sum(one, seen, superseded=any(_replaces(later, one) for later in told), first=first)))
    return tuple(one for _, one in found)


def _same_sum(one: _Told, row: Row) -> bool:
    if (one.row.outcome, one.row.low, one.row.high, one.row.subset) != (row.outcome, row.low, row.high, row.subset):
        return False
    mention = row.claim.mention
    if not mention.times and not mention.places and any(told.report_id == row.claim.report_id for told in one.claims):
        return True
    mine, theirs = stretch(row.claim), one.over
    met = mine is None or theirs is None or (mine[0] <= theirs[1] and theirs[0] <= mine[1])
    return one.claimant == row.claim.claimant.key and met


def _same_acts(one: _Told, other: _Told) -> bool:
    """Say whether two sums are numbers for the same acts: one kind of people, the same days, places that fit.

    Who gives two sums in one report means two.
    """
    kinds = [kind(_figure(told, superseded=False)) for told in (one, other)]
    reports = [{claim.report_id for claim in told.claims} for told in (one, other)]
    return (
        one.row.outcome == other.row.outcome
        and one.row.subset == other.row.subset
        and one.row.claim.mention.type == other.row.claim.mention.type
        and (one.claimant != other.claimant or not reports[0] & reports[1])
        and compatible(*kinds)
        and same_stretch(one.over, other.over)
        and (not one.countries or not other.countries or bool(one.countries & other.countries))
        and (not one.provinces or not other.provinces or bool(one.provinces & other.provinces))
    )


def _replaces(later: _Told, one: _Told) -> bool:
    total = later.claimant == one.claimant and not later.row.subset
    return total and later.said[:3] > one.said[:3] and _same_acts(later, one)


def _figure(one: _Told, *, superseded: bool) -> FigureClaim:
    row = one.row
    return FigureClaim(
        value_id=row.value_id,
        claimant=row.claim.claimant.name,
        claimant_key=row.claim.claimant.key,
        outcome=row.outcome,
        low=row.low,
        high=row.high,
        words=row.text,
        said_on=row.claim.said_on,
        report_ids=tuple(sorted({claim.report_id for claim in one.claims})),
        group=row.group,
        country=row.country,
        qualifier=row.qualifier,
        subset=row.subset,
        superseded=superseded,
    )


def _sum(one: _Told, seen: Mapping[str, Sequence[FigureView]], *, superseded: bool, first: Sum | None) -> Sum:
    figure = _figure(one, superseded=superseded)
    covers = tuple(sorted(one.covers))
    said = figures_of(figure.outcome, {key: seen[key] for key in covers})
    made = Sum(
        claim_id=one.row.claim.id,
        figure=figure,
        over=next((claim.when for claim in one.claims if claim.when is not None), None),
        covers=covers,
        low=figure.low,
        high=figure.high,
        rule=f"{RULE}: at most where it counts nobody of the incidents, at least where it counts all whom it may",
        contains=tuple(key for key in covers if any(_had_told(one, claim) for claim in said.get(key, ()))),
        acts=next((number for number in (acts(claim) for claim in one.claims) if number is not None), None),
        claim_ids=tuple(claim.id for claim in one.claims),
        same_as=first.figure.value_id if first else None,
    )
    counts = {key: count for key, claims in said.items() if (count := count_of(key, claims)) is not None}
    least = figure.low or 0
    tally = tally_of(figure.value_id, ((least, None if figure.subset else figure.high),), (made,), counts)
    low, high = Program(tuple(counts.values()), (tally,)).bounds()
    return msgspec.structs.replace(made, low=low, high=high)


def _had_told(one: _Told, claim: FigureClaim) -> bool:
    """Say whether the sum's claimant itself had given a number for an incident, on that day at the latest."""
    return (
        claim.claimant_key == one.claimant
        and not (claim.superseded or claim.withdrawn or claim.subset)
        and (claim.said_on is None or claim.said_on <= one.said[0])
    )


def figures_of(outcome: Outcome, seen: Mapping[str, Sequence[FigureView]]) -> dict[str, tuple[FigureClaim, ...]]:
    """Return the claims for an outcome of each incident that has any."""
    return {key: view.claims for key, found in seen.items() for view in found if view.outcome == outcome}


def count_of(incident: str, claims: Sequence[FigureClaim]) -> Count | None:
    """Return the people of one outcome of an incident; ``None`` where no claim stands."""
    allowed = reconcile(claims)
    if not allowed.agreements:
        return None
    return Count(incident, tuple((one.low, one.high) for one in allowed.agreements))


def tally_of(key: str, ranges: Sequence[Range], same: Sequence[Sum], counts: Mapping[str, Count]) -> Tally:
    """Return the people of one or more sums over the same acts, within ``ranges``, and of incidents that they cover.

    A sum holds what it contains as far as the numbers can all be true: for every agreement about each of these
    incidents there must be one about the sum that leaves room for them. Where there is none, who told the sum means
    other numbers for the incidents than those at hand, and it is only sure that they may be among its people.
    """
    covers = tuple(sorted({incident for one in same for incident in one.covers if incident in counts}))
    known = [one.acts for one in same if one.acts is not None]
    limit = max(known) if len(known) == len(same) else None
    holds = tuple(key for key in covers if any(key in one.contains for one in same))
    if (limit is not None and len(holds) > limit) or overfull(ranges, [counts[key] for key in holds]):
        holds = ()
    return Tally(key, tuple(ranges), covers=covers, holds=holds, acts=limit)


def overfull(ranges: Sequence[Range], held: Sequence[Count]) -> bool:
    """Say whether some agreements about incidents leave no room for them in a sum."""
    most = min((high for _, high in ranges if high is not None), default=None)
    return most is not None and sum(max(low for low, _ in one.ranges) for one in held) > most
