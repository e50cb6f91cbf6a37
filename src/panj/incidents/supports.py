"""Why a total is what it is: the claims that hold its ends where they are, and the questions that would narrow it.

A number holds an end if the end moves when those who claim it are taken away. Every incident of many holds a little;
the numbers that hold most are found by trying them in the order of how far they could move the end at most, until none
that is left could move it further. An answer narrows a total if the program with it has closer ends.
"""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from panj.incidents.answers import Support, Unsettled
from panj.incidents.bounds import Count, Program, Range, pools
from panj.incidents.reconciling import Reconciled, reconcile
from panj.incidents.sums import overfull
from panj.model import FigureClaim, Outcome, amount

SHOWN = 3
"""Claims and questions that are told; the most telling come first."""

TRIED = 10
"""Trials after which the search for them stops, in totals of many incidents of the same size."""

OPEN = 10**9
"""Stands for an open end where ends are compared."""


class Evidence:
    """A program with the claims that its counts and tallies were made from.

    Args:
        outcome: what is counted.
        program: the whole program.
        incidents: what the claims of each incident allow; ``claims`` are these claims.
        quantities: what the claims of each sum allow; ``figures`` are these claims.
    """

    def __init__(
        self,
        outcome: Outcome,
        program: Program,
        incidents: Mapping[str, Reconciled],
        claims: Mapping[str, tuple[FigureClaim, ...]],
        quantities: Mapping[str, Reconciled],
        figures: Mapping[str, tuple[FigureClaim, ...]],
    ) -> None:
        self.outcome = outcome
        self.program = program
        self.incidents = incidents
        self.claims = claims
        self.quantities = quantities
        self.figures = figures
        self._parts = {
            one.key: part for part in program.parts() if part.tallies for one in (*part.counts, *part.tallies)
        }
        self._fewest: dict[str, int] = {}
        self._most: dict[str, int | None] = {}

    def sources(self) -> Iterator[tuple[str, Reconciled, tuple[FigureClaim, ...]]]:
        """Yield every incident and sum with what its claims allow and the claims."""
        for key in sorted(self.incidents):
            yield key, self.incidents[key], self.claims[key]
        for key in sorted(self.quantities):
            yield key, self.quantities[key], self.figures[key]

    def part(self, key: str) -> Program:
        """Return the part of the program that an incident or a sum belongs to."""
        found = self._parts.get(key)
        return found or Program(tuple(one for one in self.program.counts if one.key == key))

    def fewest(self, part: Program) -> int:
        """Return the fewest people of a part, found once."""
        key = (*part.counts, *part.tallies)[0].key
        if key not in self._fewest:
            self._fewest[key] = part.fewest()
        return self._fewest[key]

    def most(self, part: Program) -> int | None:
        """Return the most people of a part, found once."""
        key = (*part.counts, *part.tallies)[0].key
        if key not in self._most:
            self._most[key] = part.most()
        return self._most[key]


def supports(evidence: Evidence, end: int | None, *, largest: bool) -> tuple[Support, ...]:
    """Return the numbers that hold an end of a total, those that hold it furthest first.

    Where several leave an upper end open, each alone moves nothing: the greatest of them are returned.
    """
    sources = {key: (allowed, claims) for key, allowed, claims in evidence.sources()}
    if end is None:
        opening = [key for key, (allowed, _) in sources.items() if allowed.high is None]
        if len(opening) > 1:
            greatest = sorted(opening, key=lambda key: (-(sources[key][0].low or 0), key))[:SHOWN]
            told = ((key, holding) for key in greatest for holding in _holders(*sources[key], largest=True))
            return tuple(_support(evidence, key, holding, None) for key, holding in told)
    waiting = [(-_reach(allowed, claims, largest=largest), key) for key, (allowed, claims) in sources.items()]
    heapq.heapify(waiting)
    found: list[tuple[int, Support]] = []
    for _ in range(min(TRIED, len(waiting))):
        reach, key = heapq.heappop(waiting)
        if len(found) >= SHOWN and -reach <= sorted((moved for moved, _ in found), reverse=True)[SHOWN - 1]:
            break
        for holding in _holders(*sources[key], largest=largest):
            without = _without(evidence, key, holding, end, largest=largest)
            moved = abs((OPEN if end is None else end) - (OPEN if without is None else without))
            if moved:
                found.append((moved, _support(evidence, key, holding, without)))
    found.sort(key=lambda pair: (-pair[0], pair[1].value_ids))
    return tuple(one for _, one in found[:SHOWN])


def _support(evidence: Evidence, key: str, holding: Sequence[FigureClaim], without: int | None) -> Support:
    return Support(
        value_ids=tuple(claim.value_id for claim in holding),
        words=_said(holding, evidence.outcome),
        incident_id=key if key in evidence.incidents else None,
        without=without,
    )


def _said(claims: Sequence[FigureClaim], outcome: Outcome) -> str:
    """Return what claims give and who makes them: "3 killed, say the ministry, the army and 2 others"."""
    names = list(dict.fromkeys(one.claimant for one in claims))
    ranges = dict.fromkeys(amount(one.low, None if one.subset else one.high) for one in claims)
    verb = "says" if len(names) == 1 else "say"
    others = len(names) - 2
    told = (
        " and ".join(names) if others <= 0 else f"{names[0]}, {names[1]} and {others} other{'s' if others > 1 else ''}"
    )
    return f"{' or '.join(ranges)} {outcome}, {verb} {told}"


def _reach(allowed: Reconciled, claims: Sequence[FigureClaim], *, largest: bool) -> int:
    """Return how far the end of a total could move at most, if claims of an incident or a sum were taken away."""
    if not largest:
        return allowed.agreements[0].low
    opened = len(claims) > 1 and any(one.subset or one.high is None for one in claims)
    return OPEN if opened or allowed.high is None else allowed.high


def _holders(allowed: Reconciled, claims: Sequence[FigureClaim], *, largest: bool) -> Iterator[list[FigureClaim]]:
    """Yield the claims that together set an end of what an incident or a sum allows, one set for each group."""
    if not largest:
        setting = list(allowed.agreements[0].low_by)
    elif allowed.high is None:
        setting = [one for one in claims if one.subset or one.high is None]
    else:
        setting = [one for way in allowed.agreements if way.high == allowed.high for one in way.high_by]
    names = {id(one) for one in setting}
    grouped = [{id(one) for one in group.claims} for group in allowed.groups]
    others = names - set().union(*grouped)
    for chosen in (*grouped, others):
        holding = [one for one in claims if id(one) in chosen & names]
        if holding:
            yield holding


def _without(
    evidence: Evidence, key: str, holding: Sequence[FigureClaim], end: int | None, *, largest: bool
) -> int | None:
    """Return where an end of the total would be without some claims of an incident or a sum."""
    sources = evidence.claims[key] if key in evidence.claims else evidence.figures[key]
    left = reconcile(one for one in sources if one not in holding)
    ranges = tuple((one.low, one.high) for one in left.agreements)
    if end is None:
        return changed(evidence.program, key, ranges).most()
    whole = evidence.part(key)
    if not whole.tallies:
        before = evidence.incidents[key]
        if not largest:
            return end - (before.low or 0) + (left.low or 0)
        return None if ranges and left.high is None else end - (before.high or 0) + (left.high or 0)
    part = changed(whole, key, ranges)
    if not largest:
        return end - evidence.fewest(whole) + part.fewest()
    top = part.most()
    return None if top is None else end - (evidence.most(whole) or 0) + top


def changed(program: Program, key: str, ranges: tuple[Range, ...]) -> Program:
    """Return a program with other ranges of one count or tally; without it where there are none.

    Sums hold only what they have room for (see :func:`panj.incidents.sums.tally_of`).
    """
    if not ranges:
        return program.only(one for one in program.names() if one != key)
    counts = tuple(Count(key, ranges) if one.key == key else one for one in program.counts)
    by_key = {one.key: one for one in counts}
    tallies = []
    for tally in program.tallies:
        new = dataclasses.replace(tally, ranges=ranges) if tally.key == key else tally
        if overfull(new.ranges, [by_key[one] for one in new.holds if one in by_key]):
            new = dataclasses.replace(new, holds=())
        tallies.append(new)
    return Program(counts, tuple(tallies), program.pools)


def unsettled(evidence: Evidence, low: int, high: int | None) -> tuple[Unsettled, ...]:
    """Return the questions whose answers would narrow a total, those that narrow it most at the least first."""
    if high is not None and low == high:
        return ()
    asked = heapq.nsmallest(TRIED, (*_containing(evidence), *_same_people(evidence), *_which_number(evidence)))
    found: list[tuple[int, Unsettled]] = []
    width = (OPEN if high is None else high) - low
    for one in asked:
        reach, first, second, ask = one
        if len(found) >= SHOWN and -reach <= sorted((gain for gain, _ in found), reverse=True)[SHOWN - 1]:
            break
        whole = evidence.part(first)
        question, value_ids, trials = ask(evidence, first, second, whole)
        answers = []
        for words, part in trials:
            least = low - evidence.fewest(whole) + part.fewest()
            answers.append((words, least, _moved(high, evidence.most(whole), part)))
        gain = width - max((OPEN if top is None else top) - least for _, least, top in answers)
        if gain > 0:
            found.append((gain, Unsettled(question=question, value_ids=value_ids, answers=tuple(answers))))
    found.sort(key=lambda pair: (-pair[0], pair[1].value_ids))
    return tuple(one for _, one in found[:SHOWN])


def _moved(high: int | None, before: int | None, part: Program) -> int | None:
    """Return an upper end with a part changed; open where it or the part is."""
    if high is None or before is None:
        return None
    top = part.most()
    return None if top is None else high - before + top


Asked = tuple[str, tuple[str, ...], list[tuple[str, Program]]]
"""A question, the values it is about, and what each answer makes of a part of the program."""
Candidate = tuple[int, str, str, Callable[[Evidence, str, str, Program], Asked]]
"""Less than how far an answer can narrow the total, two keys, and what asks the question about them."""


def _least(*ends: int | None) -> int:
    return min(OPEN if end is None else end for end in ends)


def _containing(evidence: Evidence) -> Iterator[Candidate]:
    """Ask whether a sum contains an incident that it may contain."""
    counts = {one.key: one for one in evidence.program.counts}
    for tally in evidence.program.tallies:
        for key in tally.covers:
            room = (*tally.holds, key)
            full = tally.acts is not None and len(room) > tally.acts
            if key not in tally.holds and not full and not overfull(tally.ranges, [counts[one] for one in room]):
                yield -_least(counts[key].high, tally.high), tally.key, key, _is_contained


def _is_contained(evidence: Evidence, sum_key: str, key: str, whole: Program) -> Asked:
    tally = next(one for one in whole.tallies if one.key == sum_key)
    figure, inside = evidence.figures[sum_key][0], evidence.incidents[key]
    ids = dict.fromkeys(one.value_id for way in inside.agreements for one in (*way.high_by, *way.low_by))
    yes = dataclasses.replace(tally, holds=(*tally.holds, key))
    no = dataclasses.replace(tally, misses=(*tally.misses, key))
    question = (
        f"Are the {amount(inside.low, inside.high)} {evidence.outcome} in {key} among the "
        f"{amount(figure.low, figure.high)} that {figure.claimant} counts?"
    )
    return question, (figure.value_id, *ids), [("yes", whole.replaced(yes)), ("no", whole.replaced(no))]


def _same_people(evidence: Evidence) -> Iterator[Candidate]:
    """Ask whether two sums that may count the same people do, or count different ones."""
    tallies = {one.key: one for one in evidence.program.tallies}
    pairs = {pair for pool in evidence.program.pools for pair in combinations(pool, 2)}
    for one, other in sorted(pairs):
        yield -_least(tallies[one].high, tallies[other].high), one, other, _are_the_same


def _are_the_same(evidence: Evidence, one: str, other: str, whole: Program) -> Asked:
    tallies = sorted((t for t in whole.tallies if t.key in (one, other)), key=lambda tally: (tally.low, tally.key))
    lesser, greater = tallies
    covers = tuple(sorted({*lesser.covers, *greater.covers}))
    both = dataclasses.replace(greater, covers=covers, acts=None if covers != greater.covers else greater.acts)
    merged = whole.replaced(both).only(key for key in whole.names() if key != lesser.key)
    apart: list[tuple[str, ...]] = []
    for pool in whole.pools:
        if one in pool and other in pool:
            apart += [tuple(key for key in pool if key != out) for out in (one, other)]
        else:
            apart.append(pool)
    parted = dataclasses.replace(whole, pools=pools([tally.key for tally in whole.tallies], apart))
    first, second = (evidence.figures[key][0] for key in (one, other))
    question = (
        f"Are the {amount(first.low, first.high)} {evidence.outcome} that {first.claimant} counts and the "
        f"{amount(second.low, second.high)} that {second.claimant} counts the same people?"
    )
    answers = [("the lesser number is part of the greater", merged), ("no, others", parted)]
    return question, (first.value_id, second.value_id), answers


def _which_number(evidence: Evidence) -> Iterator[Candidate]:
    """Ask which of clashing claims hold."""
    for key, allowed, _ in evidence.sources():
        if len(allowed.agreements) > 1:
            yield (allowed.low or 0) - (OPEN if allowed.high is None else allowed.high), key, "", _which_holds


def _which_holds(evidence: Evidence, key: str, _: str, whole: Program) -> Asked:
    allowed = evidence.incidents[key] if key in evidence.incidents else evidence.quantities[key]
    answers = []
    for one in allowed.agreements:
        who = ", ".join(dict.fromkeys(claim.claimant for claim in (*one.low_by, *one.high_by)))
        words = f"{amount(one.low, one.high)}{f', says {who}' if who else ''}"
        answers.append((words, changed(whole, key, ((one.low, one.high),))))
    where = key if key in evidence.incidents else "the sum"
    ids = tuple(dict.fromkeys(claim.value_id for clash in allowed.clashing for claim in clash))
    return f"Which number of {evidence.outcome} in {where} holds?", ids, answers
