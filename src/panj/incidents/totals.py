"""Totals over a selection, as bounds: the smallest and the largest number of people that the claims allow together.

Where claims about one incident, or sums over the same acts, cannot all hold, every largest set of them that can is
taken in turn (:mod:`panj.incidents.reconciling`): the bounds are those of all such readings, and the claims that clash
are named. What may belong to the selection, or not, is outside the bounds and listed with how many people it could add.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from panj.incidents.aggregation import Rule
from panj.incidents.answers import Beyond, Contradiction, Total
from panj.incidents.bounds import Count, Program, Tally, pools
from panj.incidents.facts import Days
from panj.incidents.figures import numbers
from panj.incidents.reconciling import Reconciled, reconcile, standing
from panj.incidents.selection import IN, Belonging, Selection
from panj.incidents.sums import happened, overfull, same_stretch, stretch, tally_of
from panj.incidents.supports import Evidence, supports, unsettled
from panj.model import Claim, FigureClaim, Incident, Outcome, Place, Report, Sum, amount


@dataclasses.dataclass(frozen=True, slots=True)
class Quantity:
    """One or more sums over the same acts: what several claimants say of one number."""

    key: str
    sums: tuple[Sum, ...]
    allowed: Reconciled
    figures: tuple[FigureClaim, ...]
    over: Days | None
    countries: frozenset[str]


def total(
    outcome: Outcome,
    selection: Selection,
    incidents: Iterable[Incident],
    sums: Iterable[Sum],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    origins: Mapping[str, str],
    rule: Rule = "most-supported",
) -> Total:
    """Return how many people of an outcome there are in a selection.

    Args:
        outcome: what became of the people.
        selection: which of them are asked for.
        incidents: views of all incidents.
        sums: all sums.
        claims: claims by identifier; the sums' places are taken from them.
        reports: reports by identifier.
        origins: report identifier to the identifier of its origin.
        rule: how ``best`` is found. Every incident and sum stands at its number by the rule; then ``conservative``
            takes the fewest people that these allow, ``informative`` the most, and the other two what both come to:
            nothing, where it is open whether a sum contains an incident.
    """
    chosen = _Chosen(outcome, selection)
    for incident in incidents:
        chosen.take(incident)
    quantities = chosen.sums(sums, claims)
    counts = {key: Count(key, _ranges(chosen.allowed[key])) for key in sorted(chosen.allowed)}
    tallies = tuple(tally_of(one.key, _ranges(one.allowed), one.sums, counts) for one in quantities)
    program = Program(tuple(counts.values()), tallies, _pools(quantities))
    low, high = program.bounds()
    evidence = Evidence(
        outcome=outcome,
        program=program,
        incidents=chosen.allowed,
        claims=chosen.claims,
        quantities={one.key: one.allowed for one in quantities},
        figures={one.key: one.figures for one in quantities},
    )
    best = _best(chosen.allowed, quantities, program.pools, reports, origins, rule)
    reach = [one.high for one in chosen.beyond]
    return Total(
        outcome=outcome,
        group=selection.group or selection.nationality,
        low=low,
        best=best,
        high=high,
        at_most=None if high is None or None in reach else high + sum(one for one in reach if one is not None),
        rule=rule,
        incident_ids=tuple(sorted(counts)),
        sums=tuple(one.figure.value_id for quantity in quantities for one in quantity.sums),
        silent=tuple(sorted(chosen.silent)),
        left_out=tuple(sorted(chosen.left_out)),
        low_by=supports(evidence, low, largest=False),
        high_by=supports(evidence, high, largest=True),
        beyond=tuple(sorted(chosen.beyond, key=lambda one: (one.high is not None, -(one.high or 0), one.value_ids))),
        contradictions=_contradictions(chosen.allowed, quantities, counts),
        unsettled=unsettled(evidence, low, high),
    )


def _ranges(allowed: Reconciled) -> tuple[tuple[int, int | None], ...]:
    return tuple((one.low, one.high) for one in allowed.agreements)


class _Chosen:
    """What of incidents and sums is in a selection, and what may be."""

    def __init__(self, outcome: Outcome, selection: Selection) -> None:
        self.outcome = outcome
        self.selection = selection
        self.allowed: dict[str, Reconciled] = {}
        self.claims: dict[str, tuple[FigureClaim, ...]] = {}
        self.silent: list[str] = []
        self.left_out: list[str] = []
        self.beyond: list[Beyond] = []

    def take(self, incident: Incident) -> None:
        """Put an incident where it belongs."""
        first = [incident.place] if incident.place else []
        belonging, reason = self.selection.belonging(incident.when, [*first, *incident.places])
        if belonging == "out":
            return
        claims = next((view.claims for view in incident.figures if view.outcome == self.outcome), ())
        heard = standing(one for one in claims if self.selection.hears(one))
        if belonging == "unknown":
            if heard:
                self.left_out.append(incident.id)
            return
        found, sure = self._people(heard)
        allowed = reconcile(found)
        if not allowed.agreements:
            if belonging == "in" and not heard:
                self.silent.append(incident.id)
        elif belonging == "in" and sure:
            self.allowed[incident.id] = allowed
            self.claims[incident.id] = tuple(found)
        else:
            ids = tuple(one.value_id for one in found)
            reason = reason or "nobody says whether they are of those asked for"
            self.beyond.append(Beyond(incident_id=incident.id, value_ids=ids, reason=reason, high=allowed.high))

    def _people(self, heard: Sequence[FigureClaim]) -> tuple[list[FigureClaim], bool]:
        """Return the claims that count the people asked for, and whether it is sure that they do.

        A part of a whole ("two of them Chinese") gives the number of just those people.
        """
        if not self.selection.of_people:
            return list(heard), True
        verdicts = [(one, self.selection.people(one)) for one in heard]
        named = [msgspec.structs.replace(one, subset=False) for one, verdict in verdicts if verdict == "in"]
        if named:
            return named, True
        return [one for one, verdict in verdicts if verdict == "unknown"], False

    def sums(self, sums: Iterable[Sum], claims: Mapping[str, Claim]) -> list[Quantity]:
        """Return the sums in the selection, those over the same acts as one."""
        same: dict[str, list[Sum]] = {}
        for one in sums:
            figure = one.figure
            stands = not (figure.superseded or figure.withdrawn or figure.subset)
            if figure.outcome == self.outcome and stands and self.selection.hears(figure):
                same.setdefault(one.same_as or figure.value_id, []).append(one)
        found = []
        for members in same.values():
            told = [claims[name] for one in members for name in (one.claim_ids or (one.claim_id,)) if name in claims]
            places = [place for claim in told for place in happened(claim)]
            over = next((days for days in (stretch(claim) for claim in told) if days is not None), None)
            countries = frozenset(place.country for place in places if place.country)
            figures = tuple(one.figure for one in members)
            quantity = Quantity(figures[0].value_id, tuple(members), reconcile(figures), figures, over, countries)
            belonging, reason = self._sum(members[0], places)
            if belonging == "in":
                found.append(quantity)
            elif belonging == "unknown":
                self.left_out.append(quantity.key)
            elif belonging == "beyond":
                ids = tuple(one.figure.value_id for one in members)
                self.beyond.append(Beyond(incident_id=None, value_ids=ids, reason=reason, high=quantity.allowed.high))
        own: dict[str, list[Quantity]] = {}
        for quantity in found:
            for key in {figure.claimant_key for figure in quantity.figures}:
                own.setdefault(key, []).append(quantity)
        inside = {one.key for several in own.values() for one in several if any(_contained(one, o) for o in several)}
        return [one for one in found if one.key not in inside]

    def _sum(self, one: Sum, places: Sequence[Place]) -> tuple[Belonging, str]:
        belonging, reason = self.selection.belonging(one.over, _finest(places))
        people = self.selection.people(one.figure)
        if belonging == "out" or people == "out":
            return "out", ""
        if belonging == "in" and people == "unknown":
            return "beyond", "nobody says whether they are of those asked for"
        return (belonging, reason) if belonging != "in" else IN


def _finest(places: Sequence[Place]) -> list[Place]:
    """Return places with the most precise first: a border "in Khatlon, Tajikistan" lies in Khatlon."""
    return sorted(places, key=lambda place: (place.admin2 is None, place.admin1 is None, place.country is None))


def _contained(one: Quantity, other: Quantity) -> bool:
    """Say whether a claimant's sum lies in another of its own over more days: who counts on counts nobody twice."""
    if one.over is None or other.over is None or other.over[0] > one.over[0] or one.over[1] > other.over[1]:
        return False
    inside = not same_stretch(one.over, other.over)
    met = one.allowed.low is not None and (other.allowed.high is None or one.allowed.low <= other.allowed.high)
    return inside and met and (not one.countries or not other.countries or one.countries <= other.countries)


def _pools(quantities: Sequence[Quantity]) -> tuple[tuple[str, ...], ...]:
    """Return which sums may count the same people: their days meet, and so do their countries.

    Days that meet two by two meet on one day, the first day of one of them, and the sets of sums over a day change only
    on such days; so every largest set is found at the last first day before a sum ends, in one country.
    """
    codes: list[str | None] = [*sorted({code for one in quantities for code in one.countries})] or [None]
    together = []
    for code in codes:
        here = [one for one in quantities if not one.countries or code is None or code in one.countries]
        undated = [one.key for one in here if one.over is None]
        dated = sorted(((one.over, one.key) for one in here if one.over is not None), reverse=True)
        active: list[tuple[dt.date, str]] = []
        while dated:
            day = dated[-1][0][0]
            active = [(last, key) for last, key in active if last >= day]
            while dated and dated[-1][0][0] == day:
                over, key = dated.pop()
                active.append((over[1], key))
            if not dated or any(last < dated[-1][0][0] for last, _ in active):
                together.append([*undated, *(key for _, key in active)])
        if undated and not active:
            together.append(undated)
    return pools([one.key for one in quantities], together)


def _best(
    allowed: Mapping[str, Reconciled],
    quantities: Sequence[Quantity],
    shared: tuple[tuple[str, ...], ...],
    reports: Mapping[str, Report],
    origins: Mapping[str, str],
    rule: Rule,
) -> int | None:
    """Return the total by a rule; ``None`` where an incident or a sum has no number by it, or it stays open."""
    fixed: dict[str, int] = {}
    for key, one in [*allowed.items(), *((quantity.key, quantity.allowed) for quantity in quantities)]:
        (low, best, _), _, _ = numbers(one, reports, origins, rule)
        value = low if best is None and rule == "conservative" else best
        if value is None:
            return None
        fixed[key] = value
    counts = {key: Count(key, ((fixed[key], fixed[key]),)) for key in allowed}
    tallies = tuple(tally_of(one.key, ((fixed[one.key],) * 2,), one.sums, counts) for one in quantities)
    program = Program(tuple(counts.values()), tallies, shared)
    if rule == "conservative":
        return program.fewest()
    if rule == "informative":
        return program.most()
    if any(_may_contain(tally, counts) for tally in tallies):
        return None
    low, high = program.bounds()
    return low if low == high else None


def _may_contain(tally: Tally, counts: Mapping[str, Count]) -> bool:
    """Say whether it is open if people of a sum are of an incident too: then the total has no one number."""
    room = tally.acts is None or tally.acts > len(tally.holds)
    return bool(room and tally.high and any(counts[key].high for key in tally.covers if key not in tally.holds))


def _contradictions(
    allowed: Mapping[str, Reconciled], quantities: Sequence[Quantity], counts: Mapping[str, Count]
) -> tuple[Contradiction, ...]:
    found = [
        Contradiction(incident_id=key, sides=_sides(clash))
        for key in sorted(allowed)
        for clash in allowed[key].clashing
    ]
    for one in quantities:
        found += [Contradiction(incident_id=None, sides=_sides(clash)) for clash in one.allowed.clashing]
        held = sorted({key for item in one.sums for key in item.contains if key in counts})
        if overfull(_ranges(one.allowed), [counts[key] for key in held]):
            claims = [claim for key in held for claim in allowed[key].agreements[-1].low_by]
            found.append(Contradiction(incident_id=None, sides=_sides([*one.figures, *claims])))
    return tuple(found)


def _sides(claims: Iterable[FigureClaim]) -> tuple[tuple[str, str, str], ...]:
    return tuple(sorted({(one.claimant, amount(one.low, one.high), one.value_id) for one in claims}))
