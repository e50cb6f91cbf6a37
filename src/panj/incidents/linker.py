"""The linker: keeps what linking needs of every report, so that a new one touches only what looks like it.

The graph of acts is a function of the claims, reports and decisions alone, and so is each incident of the component it
lies in. A report that comes, changes or goes changes the edges of its own acts; only the components that these touch
are clustered anew. So any order of arrival, in any batches, gives the same links as all claims at once.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from panj.incidents import covering
from panj.incidents.blocking import Blocks, Key, keys
from panj.incidents.clustering import WITHIN_COUNTS, Score, component, grouped
from panj.incidents.facts import Days, Facts, facts
from panj.incidents.features import Comparison, Feature, compare, compare_across
from panj.incidents.judgements import Constraints, constraints, incident_id
from panj.incidents.weights import ACROSS, ACROSS_BASE, LENIENT
from panj.incidents.within import Told, acts_of_report
from panj.model import Claim, Decision, Link, Linking, Report
from panj.ontology import INCIDENT_TYPES

LINKED = INCIDENT_TYPES | {"CONCEDE"}
"""Types that are linked: deeds, and concessions, for a truce is declared and then observed."""

EDGE = -0.5
"""Score above which two acts are an edge of the graph."""

_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)
_MONTH = 32
"""Days by which incidents are looked up for the sums that may contain them."""

Order = tuple[dt.datetime, str]
Evidence = tuple[str, float, tuple[Feature, ...]]


def report_order(report_id: str, report: Report | None) -> Order:
    """Return the key that puts reports in the order of publication; those without a time come last."""
    published = report.published_at if report is not None else None
    return (published.astimezone(dt.UTC) if published is not None else _LATEST, report_id)


def told_in_report(claims: Iterable[Claim], report: Report | None) -> tuple[list[Claim], list[Facts]]:
    """Return the claims of a report that sum several acts, and those to be linked, in the order of the text."""
    ordered = sorted(claims, key=lambda claim: (claim.mention.trigger.start, claim.id))
    deeds = [claim for claim in ordered if claim.mention.type in LINKED]
    summing = covering.summing(deeds)
    told = [facts(one, report) for one in deeds if one.id not in summing]
    return [one for one in deeds if one.id in summing], told


@dataclasses.dataclass(slots=True, eq=False)
class Entry:
    """What the linker keeps of one report: claims, numbers of its acts, sums, keys under which it is found."""

    report_id: str
    report: Report | None
    claims: tuple[Claim, ...]
    order: Order
    numbers: tuple[int, ...] = ()
    sums: tuple[Claim, ...] = ()
    found_under: tuple[Key, ...] = ()


@dataclasses.dataclass(slots=True, eq=False)
class Act:
    """One act of the graph: where it stands, and how it scored against others.

    ``edges`` are those that it is more likely one with than not; they alone make components. ``scores`` keeps what was
    compared, so that a component that grows is not compared all over again.
    """

    told: Told
    order: tuple[Order, int]
    edges: set[int] = dataclasses.field(default_factory=set)
    scores: dict[int, Score] = dataclasses.field(default_factory=dict)


class Linker:
    """Claims of any number of reports, linked.

    :meth:`put` and :meth:`drop` say what there is, :meth:`decide` what people ruled; :meth:`settle` links what that
    touched, :meth:`linking` returns all of it.
    """

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._acts: dict[int, Act] = {}
        self._blocks = Blocks()
        self._next = itertools.count()
        self._dirty: set[int] = set()
        self._act_of: dict[str, int] = {}
        self._cluster_of: dict[int, frozenset[int]] = {}
        self._links: dict[str, Link] = {}
        self._decisions: tuple[Decision, ...] = ()
        self._rules = Constraints(frozenset(), {}, {}, {})
        self._named: dict[str, str] | None = None
        self._reports_of: dict[str, str] = {}
        self._incidents: dict[str, tuple[list[Facts], frozenset[int]]] = {}
        self._by_month: defaultdict[int, set[str]] = defaultdict(set)
        self._stale_months: set[int] = set()
        self._sums: dict[str, tuple[Claim, frozenset[int]]] = {}
        self._sums_by_month: defaultdict[int, set[str]] = defaultdict(set)
        self._covers: dict[str, tuple[str, ...]] = {}
        self.compared = 0
        """Pairs of acts compared so far."""

    # what there is -------------------------------------------------------------------------------------------------

    def put(self, report_id: str, claims: Iterable[Claim], report: Report | None) -> None:
        """Take the claims of a report, in place of those it had; two with one identifier are one."""
        self._remove(report_id)
        own = {claim.id: claim for claim in claims}
        entry = Entry(report_id, report, tuple(own[key] for key in sorted(own)), report_order(report_id, report))
        self._entries[report_id] = entry
        for key in own:
            self._reports_of[key] = report_id
            if self._named is not None:
                self._named[incident_id(key)] = key
        self._place(report_id, entry)

    def drop(self, report_id: str) -> None:
        """Forget a report and its claims; one that is not known is passed over."""
        self._remove(report_id)

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Take all decisions that hold or held, in place of those taken before."""
        self._decisions = tuple(decisions)

    def __contains__(self, report_id: str) -> bool:
        return report_id in self._entries

    # linking -------------------------------------------------------------------------------------------------------

    def settle(self) -> set[str]:
        """Link what was touched since the last time; return the claims whose links were looked at."""
        self._rule()
        touched: set[str] = set()
        done: set[int] = set()
        for number in sorted(self._dirty & self._acts.keys(), key=lambda one: self._acts[one].order):
            if number in done:
                continue
            members = sorted(component(number, self._neighbours), key=lambda one: self._acts[one].order)
            done.update(members)
            touched.update(self._cluster(members))
        self._dirty.clear()
        self._cover()
        return touched

    def linking(self) -> Linking:
        """Return every link and cover, after settling."""
        self.settle()
        return Linking(
            links=tuple(self._links[key] for key in sorted(self._links)),
            covers=tuple(sorted(self._covers.items())),
        )

    # the graph -----------------------------------------------------------------------------------------------------

    def _remove(self, report_id: str) -> None:
        entry = self._entries.pop(report_id, None)
        if entry is None:
            return
        self._displace(entry)
        for claim in entry.claims:
            del self._reports_of[claim.id]
            if self._named is not None:
                self._named.pop(incident_id(claim.id), None)

    def _displace(self, entry: Entry) -> None:
        """Take the acts and sums of a report out of the graph."""
        self._blocks.remove(entry.report_id, entry.found_under)
        for number in entry.numbers:
            self._unlink(number)
            act = self._acts.pop(number)
            for other in act.edges:
                self._acts[other].edges.discard(number)
                self._dirty.add(other)
            for other in act.scores:
                del self._acts[other].scores[number]
            for one in act.told.claim_ids:
                self._act_of.pop(one, None)
        for claim in entry.sums:
            _, months = self._sums.pop(claim.id)
            self._covers.pop(claim.id, None)
            for month in months:
                self._sums_by_month[month].discard(claim.id)
        entry.numbers, entry.sums, entry.found_under = (), (), ()

    def _unlink(self, number: int) -> None:
        """Forget the incidents of the group that an act was in; the rest of the group is to be linked anew."""
        group = self._cluster_of.get(number)
        if group is None:
            return
        for other in group:
            self._cluster_of.pop(other, None)
            self._dirty.add(other)
        gone = {self._links[one].incident_id for other in group for one in self._claims_of(other)}
        for incident in gone:
            self._forget(incident)

    def _claims_of(self, number: int) -> list[str]:
        return self._acts[number].told.claim_ids

    def _place(self, report_id: str, entry: Entry) -> None:
        """Put the acts and sums of a report into the graph."""
        kept = [claim for claim in entry.claims if claim.id not in self._rules.rejected]
        summed, row = told_in_report(kept, entry.report)
        acts = acts_of_report(row, self._rules)
        entry.found_under, asked = keys([told.dossier for told in acts], acts[0].setting) if acts else ((), ())
        alike = [number for other in self._blocks.near(asked) for number in self._entries[other].numbers]
        numbers: list[int] = []
        for place, told in enumerate(acts):
            number = next(self._next)
            self._acts[number] = Act(told, (entry.order, place))
            for earlier, (score, _) in told.before.items():
                if score is not None and score > EDGE:
                    self._join(number, numbers[earlier])
            for other in alike:
                score = self._across(number, other)
                if score is not None and score > EDGE:
                    self._join(number, other)
            self._dirty.add(number)
            numbers.append(number)
            for claim_id in told.claim_ids:
                self._act_of[claim_id] = number
        self._blocks.add(report_id, entry.found_under)
        entry.numbers, entry.sums = tuple(numbers), tuple(summed)
        for claim in summed:
            mine = facts(claim, entry.report)
            months = _months(mine.days or mine.inherited, 1)
            self._sums[claim.id] = (claim, months)
            self._covers[claim.id] = ()
            for month in months:
                self._sums_by_month[month].add(claim.id)
            self._stale_months |= months

    def _join(self, number: int, other: int) -> None:
        self._acts[number].edges.add(other)
        self._acts[other].edges.add(number)
        self._unlink(other)
        self._dirty.add(other)

    def _across(self, number: int, other: int) -> Score:
        """Return the score of two acts of different reports, ``None`` where a veto excludes it."""
        one, two = self._acts[number], self._acts[other]
        if other in one.scores:
            return one.scores[other]
        if not one.told.dossier.families & two.told.dossier.families:
            return None
        score: Score = None
        if not self._rules.barred or not self._rules.apart(one.told.claim_ids, two.told.claim_ids):
            self.compared += 1
            found = self._compared(one, two)
            score = None if found.veto else found.score(ACROSS, ACROSS_BASE)
        one.scores[other] = two.scores[number] = score
        return score

    @staticmethod
    def _compared(one: Act, other: Act) -> Comparison:
        early, late = (one, other) if one.order < other.order else (other, one)
        return compare_across(late.told.dossier, early.told.dossier, late.told.setting, early.told.setting)

    def _neighbours(self, number: int) -> list[int]:
        found = list(self._acts[number].edges)
        if self._rules.roots:
            mine = {self._rules.roots.get(claim) for claim in self._claims_of(number)} - {None}
            if mine:
                found += [
                    self._act_of[claim]
                    for claim, root in self._rules.roots.items()
                    if root in mine and claim in self._act_of
                ]
        return found

    # incidents -----------------------------------------------------------------------------------------------------

    def _cluster(self, members: Sequence[int]) -> list[str]:
        """Link the acts of a component, which are in order; return their claims."""
        acts = [self._acts[number] for number in members]
        for number in members:
            self._unlink(number)
        memo: dict[tuple[int, int], Score] = {}

        def pair(one: int, other: int) -> tuple[Score, float]:
            within = acts[one].order[0] == acts[other].order[0]
            score = self._within(acts[one], acts[other]) if within else self._across(members[one], members[other])
            if score is not None:
                score += LENIENT[0] if within else LENIENT[1]
            memo[one, other] = score
            return score, WITHIN_COUNTS if within else 1.0

        groups = grouped(len(acts), pair)
        made: list[dict[Facts, Evidence]] = []
        for group in groups:
            made.append(self._evidence(group, acts, memo))
            numbers = frozenset(members[one] for one in group)
            for number in numbers:
                self._cluster_of[number] = numbers
        if self._rules.roots:
            made = put_together(made, self._rules)
            whole = frozenset(members)
            for number in members:  # decisions reach across groups, so they are forgotten together
                self._cluster_of[number] = whole
        touched: list[str] = []
        for one in made:
            touched += self._name(one)
        return touched

    def _within(self, one: Act, other: Act) -> Score:
        """Return the score of two acts of one report, the earlier first."""
        if one.order[1] not in other.told.before:
            return None
        score, _ = other.told.before[one.order[1]]
        if score is None or compare(other.told.dossier, one.told.dossier).veto:
            return None
        if self._rules.barred and self._rules.apart(one.told.claim_ids, other.told.claim_ids):
            return None
        return score

    def _evidence(
        self, group: Sequence[int], acts: Sequence[Act], memo: Mapping[tuple[int, int], Score]
    ) -> dict[Facts, Evidence]:
        """Return the claims of a group with what joined each: its best pair with an earlier act."""
        found: dict[Facts, Evidence] = {}
        for place, number in enumerate(group):
            told = acts[number].told
            joined: Evidence = ("seed", 0.0, ())
            scores = [(score, -earlier) for earlier in group[:place] if (score := memo[earlier, number]) is not None]
            if scores:
                score, earlier = max(scores)
                other = acts[-earlier]
                if other.order[0] == acts[number].order[0]:
                    joined = ("within the report", score, told.before[other.order[1]][1].features)
                else:
                    joined = ("across reports", score, self._compared(acts[number], other).features)
            for one in told.dossier.members:
                if one.id in told.evidence:
                    score, comparison = told.evidence[one.id]
                    found[one] = ("within the report", score, comparison.features)
                else:
                    found[one] = joined
        return found

    def _name(self, group: Mapping[Facts, Evidence]) -> list[str]:
        """Make the links of one incident; return its claims."""
        first = min(group, key=lambda one: (self._entries[one.report_id].order, one.start, one.id))
        incident = incident_id(first.id)
        for one, (rule, score, features) in group.items():
            seed = one is first
            self._links[one.id] = Link(
                claim_id=one.id,
                incident_id=incident,
                rule="seed" if seed else rule,
                score=1.0 if seed or rule == "decision" else round(1 / (1 + math.exp(-score)), 4),
                features=() if seed else features,
            )
        members = list(group)
        months = frozenset().union(*[_months(one.days or one.inherited, 0) for one in members])
        self._incidents[incident] = (members, months)
        for month in months:
            self._by_month[month].add(incident)
        self._stale_months |= months
        return [one.id for one in members]

    def _forget(self, incident: str) -> None:
        members, months = self._incidents.pop(incident, ([], frozenset()))
        for one in members:
            self._links.pop(one.id, None)
        for month in months:
            self._by_month[month].discard(incident)
        self._stale_months |= months

    def _cover(self) -> None:
        """Find anew which incidents the sums may contain whose days something happened in."""
        if not self._stale_months:
            return
        for key in sorted({key for month in self._stale_months for key in self._sums_by_month.get(month, ())}):
            claim, months = self._sums[key]
            near = {incident for month in months for incident in self._by_month.get(month, ())}
            report = self._entries[claim.report_id].report
            held = {incident: self._incidents[incident][0] for incident in near}
            kind = claim.mention.type
            incidents = {one: members for one, members in held.items() if any(fact.type == kind for fact in members)}
            self._covers.update(covering.covers([claim], incidents, {claim.report_id: report} if report else {}))
        self._stale_months.clear()

    # decisions -----------------------------------------------------------------------------------------------------

    def _rule(self) -> None:
        """Bring what people ruled up to date; reports about whose claims it changed are placed anew."""
        if not self._decisions and not self._rules.concerned:
            return
        if self._named is None:
            self._named = {incident_id(claim): claim for claim in self._reports_of}
        before, self._rules = self._rules, constraints(self._decisions, self._reports_of.keys(), self._named)
        changed = {
            claim
            for claim in before.concerned | self._rules.concerned
            if claim in self._reports_of and before.ruling(claim) != self._rules.ruling(claim)
        }
        for report_id in sorted({self._reports_of[claim] for claim in changed}):
            self._displace(self._entries[report_id])
        for report_id in sorted({self._reports_of[claim] for claim in changed}):
            self._place(report_id, self._entries[report_id])


def _months(one: Days | None, margin: int) -> frozenset[int]:
    if one is None:
        return frozenset()
    return frozenset(range((one[0].toordinal() - margin) // _MONTH, (one[1].toordinal() + margin) // _MONTH + 1))


def put_together(groups: list[dict[Facts, Evidence]], rules: Constraints) -> list[dict[Facts, Evidence]]:
    """Join the groups whose claims people put together; where others of them were kept apart, only those claims move.

    What the machine knows of neither side of a ``same`` is left as it is: the whole incidents become one, as the
    person saw them, unless a ``not-same`` stands between two of their claims.
    """
    wanted = sorted({rules.roots[one.id] for group in groups for one in group if one.id in rules.roots})
    for root in wanted:
        holding = [group for group in groups if any(rules.root(one.id) == root for one in group)]
        if len(holding) < 2:
            continue
        whole: dict[Facts, Evidence] = {}
        for group in holding:
            chosen = dict(group)
            if rules.apart([one.id for one in group], [one.id for one in whole]):
                chosen = {one: evidence for one, evidence in group.items() if rules.root(one.id) == root}
                if rules.apart([one.id for one in chosen], [one.id for one in whole]):
                    whole = {one: evidence for one, evidence in whole.items() if rules.root(one.id) == root}
            for one, (rule, score, features) in chosen.items():
                reasons = rules.reasons.get(one.id)
                whole[one] = (
                    ("decision", 1.0, (("decided", ", ".join(reasons)),)) if reasons else (rule, score, features)
                )
        left = [{one: evidence for one, evidence in group.items() if one not in whole} for group in holding]
        groups = [group for group in groups if group not in holding] + [group for group in left if group] + [whole]
    return groups
