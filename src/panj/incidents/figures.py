"""Figures of one incident: who gave which number, what became of it, and low, best and high by a rule that is named.

The rules are those of :mod:`panj.incidents.aggregation`, over the standing totals (not parts of a whole, not
superseded, not withdrawn):

* ``most-supported`` (the default): ``best`` is the value given by most pairs of claimant and origin (copies of one
  story count once); among equals, the one published last. ``low`` and ``high`` are the smallest and the largest number
  of any largest set of claims that can hold together (:mod:`panj.incidents.reconciling`);
* ``conservative``, ``informative``, ``representative``: each of low, best and high by that rule over the same of every
  pair of claimant and origin, as MAVERICK aggregates its three columns.

People who cannot be the same (two forces, two nationalities) are counted side by side and added up. Where only parts of
a whole are told, the rule is ``parts-only``: at least the largest of them.

An outcome is counted by itself: dead and injured never make up ``casualties``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from panj.incidents import aggregation, words
from panj.incidents.aggregation import Rule
from panj.incidents.reconciling import Reconciled, reconcile
from panj.model import Claim, Figure, FigureClaim, FigureView, Outcome, Report, Side, Span
from panj.ontology import OUTCOMES

PARTS_RULE = "parts-only"

_PART = re.compile(
    r"\b(?:including|includes|included|among|of (?:them|whom|th[eo]se|which|the)|all but|as many as .{0,20} of them)\b",
    re.IGNORECASE,
)
_OF_A_WHOLE = re.compile(
    r"\b(?:of (?:them|whom|these|those|the (?:dead|victims|injured|wounded|detained|\w+ (?:killed|dead|injured)))"
    r"|others?|more|further|another|also)\b",
    re.IGNORECASE,
)

Moment = tuple[dt.date, dt.datetime, str, int]
_EARLY = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One number as one claim states it; ``taken_back`` says that the claim denies it."""

    value_id: str
    claim: Claim
    outcome: Outcome
    low: int | None
    high: int | None
    text: str
    group: str | None
    country: str | None
    qualifier: str | None
    subset: bool
    taken_back: bool
    said: Moment


def moment(claim: Claim, reports: Mapping[str, Report]) -> Moment:
    """Return when a claim was made, as a key that orders any two claims."""
    report = reports.get(claim.report_id)
    published = report.published_at.astimezone(dt.UTC) if report is not None and report.published_at else _EARLY
    return (claim.said_on or published.date(), published, claim.report_id, claim.mention.trigger.start)


def _parts(claim: Claim, numbered: Sequence[tuple[int, Figure]]) -> tuple[set[int], bool]:
    """Say which of a claim's figures for one outcome are parts of a larger whole, and whether the rest adds up.

    Words between two figures decide: after "including", "among them" the second is a part of the first; "a monk and 16
    villagers" are two parts that add up. A figure that the words around it call a part ("four of the dead") is one.
    """
    mention = claim.mention
    text, offset = mention.sentence.text, mention.sentence.start
    parts: set[int] = set()
    for place, (number, figure) in enumerate(numbered):
        start, end = figure.span.start - offset, figure.span.end - offset
        if _OF_A_WHOLE.search(text[start : end + 24].split(",")[0]):
            parts.add(number)
        for before_number, before in numbered[:place]:
            between = text[before.span.end - offset : start]
            after = text[end : end + 16]
            if before_number not in parts and (_PART.search(between) or _PART.match(after.lstrip())):
                parts.add(number)
    whole = [figure for number, figure in numbered if number not in parts]
    joined = len(whole) > 1 and all(
        re.fullmatch(r"\s*(?:,|and|as well as|plus|along with|together with|,? and)\s*(?:the |their |its )?",
                     text[a.span.end - offset : b.span.start - offset])
        or re.fullmatch(r"\W*\b(?:and|plus)\b\W*(?:\w+\W+){0,4}", text[a.span.end - offset : b.span.start - offset])
        for a, b in pairwise(whole)
    )  # fmt: skip
    return parts, joined


def rows(claim: Claim, reports: Mapping[str, Report], *, sums: bool = False) -> list[Row]:
    """Return the numbers that a claim states, parts that add up followed by their total under the first one's id.

    Figures over several acts are left out, unless ``sums`` says that the claim is about several.
    """
    found: list[Row] = []
    mention = claim.mention
    said = moment(claim, reports)
    for outcome in OUTCOMES:
        counted = [one.outcome == outcome and (sums or not one.sum) for one in mention.figures]
        numbered = [(n, one) for n, one in enumerate(mention.figures) if counted[n]]
        parts, joined = _parts(claim, numbered)
        taken_back = mention.status == "negated" and any((one.low or one.high or 0) > 0 for _, one in numbered)
        for number, one in numbered:
            found.append(
                Row(
                    value_id=f"{claim.id}.fig{number}",
                    claim=claim,
                    outcome=outcome,
                    low=one.low,
                    high=one.high,
                    text=one.span.text,
                    group=words.group(one.span.text),
                    country=country(claim, one.span),
                    qualifier=one.qualifier,
                    subset=number in parts or joined,
                    taken_back=taken_back,
                    said=said,
                )
            )
        if joined:
            whole = [one for number, one in numbered if number not in parts]
            offset = mention.sentence.start
            found.append(
                Row(
                    value_id=f"{claim.id}.fig{next(n for n, _ in numbered if n not in parts)}",
                    claim=claim,
                    outcome=outcome,
                    low=sum(one.low or 0 for one in whole),
                    high=None if any(one.high is None for one in whole) else sum(one.high or 0 for one in whole),
                    text=mention.sentence.text[whole[0].span.start - offset : whole[-1].span.end - offset],
                    group=None,
                    country=None,
                    qualifier=None,
                    subset=False,
                    taken_back=taken_back,
                    said=said,
                )
            )
    return found


def country(claim: Claim, people: Span) -> str | None:
    """Return the country of people whom a claim counts: that of the recipient whose words overlap theirs."""
    for party in claim.recipients:
        if party.words is not None and party.words.start < people.end and people.start < party.words.end:
            return party.country
    return None


def _is_total(row: Row) -> bool:
    return not row.subset and not row.taken_back


def _withdrawn(row: Row, denials: Sequence[Row], reports: Mapping[str, Report]) -> bool:
    """Say whether a claimant, or the outlet that carried it, later took a number back."""
    mine = reports.get(row.claim.report_id)
    for denial in denials:
        if (denial.low, denial.high) != (row.low, row.high) or denial.said < row.said:
            continue
        theirs = reports.get(denial.claim.report_id)
        outlet = (
            mine is not None
            and theirs is not None
            and mine.publisher is not None
            and mine.publisher == theirs.publisher
            and denial.claim.claimant.rule == "publisher"
        )
        if denial.claim.claimant.key == row.claim.claimant.key or outlet:
            return True
    return False


def figure_claims(claims: Sequence[Claim], reports: Mapping[str, Report]) -> list[tuple[FigureClaim, tuple[Row, ...]]]:
    """Return one row per claimant, outcome and value, with the numbers it was made from.

    A claimant's later total supersedes its own earlier one; two totals in one sentence stand side by side.
    """
    every = sorted((row for claim in claims for row in rows(claim, reports)), key=lambda row: (row.said, row.value_id))
    merged: dict[tuple[str, str, int | None, int | None, bool], list[Row]] = {}
    for row in every:
        merged.setdefault(
            (row.claim.claimant.key, row.outcome, row.low, row.high, row.subset and not row.taken_back), []
        ).append(row)
    found = []
    for (key, outcome, low, high, subset), same in merged.items():
        asserted = [row for row in same if not row.taken_back]
        denials = [row for row in every if row.taken_back and row.outcome == outcome]
        if not asserted and not all(row.claim.claimant.rule == "publisher" or _own(row, every) for row in same):
            continue
        first, last = (asserted or same)[0], (asserted or same)[-1]
        withdrawn = not asserted or _withdrawn(last, denials, reports)
        found.append(
            (
                FigureClaim(
                    value_id=first.value_id,
                    claimant=first.claim.claimant.name,
                    claimant_key=key,
                    outcome=first.outcome,
                    low=low,
                    high=high,
                    words=first.text,
                    said_on=first.claim.said_on,
                    report_ids=tuple(sorted({row.claim.report_id for row in same})),
                    group=next((row.group for row in same if row.group), None),
                    country=next((row.country for row in same if row.country), None),
                    qualifier=next((row.qualifier for row in same if row.qualifier), None),
                    subset=subset,
                    superseded=bool(asserted) and not subset and any(_replaces(row, last) for row in every),
                    withdrawn=withdrawn,
                ),
                tuple(same),
            )
        )
    return found


def _own(row: Row, every: Sequence[Row]) -> bool:
    """Say whether a denial takes back a number of the same claimant, or corrects one it goes on to replace."""
    return any(
        other.claim.claimant.key == row.claim.claimant.key and other.outcome == row.outcome and not other.taken_back
        for other in every
    )


def _replaces(later: Row, row: Row) -> bool:
    """Say whether ``later`` is the same claimant's newer total for the same people.

    In a later report, any other number is newer; in a later sentence of one report only a larger one, because a smaller
    one may as well count a part. A total of other people ("four soldiers" after "30 people") replaces nothing.
    """
    if later.claim.claimant.key != row.claim.claimant.key or later.outcome != row.outcome or not _is_total(later):
        return False
    if (later.low, later.high) == (row.low, row.high):
        return False
    heads = [words.head(one.group) if one.group else None for one in (later, row)]
    if heads[0] is not None and heads[0] != heads[1] and words.kind_of_people(heads[0]) != "person":
        return False
    if later.said[:3] > row.said[:3]:
        return True
    return (
        later.said[:3] == row.said[:3]
        and later.claim.mention.sentence.start > row.claim.mention.sentence.start
        and (later.low or 0) > (row.high or row.low or 0)
    )


Ends = tuple[int | None, int | None, int | None]
"""Low, best and high."""


def views(
    claims: Sequence[Claim],
    reports: Mapping[str, Report],
    origins: Mapping[str, str],
    rule: Rule = "most-supported",
) -> list[FigureView]:
    """Return the view of each outcome that an incident's claims give a number for, in the order of the ontology."""
    made = [one for one, _ in figure_claims(claims, reports)]
    found = []
    for outcome in OUTCOMES:
        of_outcome = [one for one in made if one.outcome == outcome]
        if not of_outcome:
            continue
        (low, best, high), sides, named = numbers(reconcile(of_outcome), reports, origins, rule)
        found.append(
            FigureView(
                outcome=outcome,
                low=low,
                best=best,
                high=high,
                rule=named,
                claims=tuple(sorted(of_outcome, key=lambda one: (one.subset, one.value_id))),
                sides=sides,
            )
        )
    return found


def numbers(
    allowed: Reconciled, reports: Mapping[str, Report], origins: Mapping[str, str], rule: Rule
) -> tuple[Ends, tuple[Side, ...], str]:
    """Return low, best and high of reconciled claims by a rule, the same of each side, and the rule that was taken."""
    if allowed.agreements and not allowed.whole and not allowed.groups:
        return (allowed.low, None, None), (), PARTS_RULE

    def ends(claims: Sequence[FigureClaim], low: int | None, high: int | None) -> Ends:
        votes = _votes(claims, reports, origins)
        if rule == "most-supported":
            return low, _best(votes), high
        return _by_rule(rule, [value for value, _ in votes])

    sides = []
    for group in allowed.groups:
        tops = [one.high for one in group.agreements]
        top = None if None in tops else max(one for one in tops if one is not None)
        low, best, high = ends(group.claims, group.agreements[0].low, top)
        ids = tuple(one.value_id for one in group.claims)
        sides.append(Side(group=group.name, low=low, best=best, high=high, value_ids=ids))
    if allowed.whole or not sides:
        low, best, high = ends(allowed.whole, allowed.low, allowed.high)
        if low is not None and best is not None and best < low:
            best = low  # the sides together are more than what anybody gives for all
        return (low, best, high), tuple(sides), rule
    added = [_added([getattr(one, end) for one in sides]) for end in ("low", "best", "high")]
    if rule == "most-supported":
        added[0], added[2] = allowed.low, allowed.high
    return (added[0], added[1], added[2]), tuple(sides), rule


def _added(values: Sequence[int | None]) -> int | None:
    return None if None in values else sum(value for value in values if value is not None)


Vote = tuple[tuple[int | None, int | None], tuple[dt.datetime, str]]


def _votes(claims: Sequence[FigureClaim], reports: Mapping[str, Report], origins: Mapping[str, str]) -> list[Vote]:
    """Return low and high of each number, once a pair of claimant and origin, with when it was last published."""
    found: dict[tuple[int | None, int | None, str, str], tuple[dt.datetime, str]] = {}
    for one in claims:
        for name in one.report_ids:
            report = reports.get(name)
            published = report.published_at.astimezone(dt.UTC) if report and report.published_at else _EARLY
            key = (one.low, one.high, one.claimant_key, origins.get(name, name))
            found[key] = max(found.get(key, (_EARLY, "")), (published, name))
    return [((low, high), said) for (low, high, _, _), said in found.items()]


def _best(votes: Sequence[Vote]) -> int | None:
    """Return the value with most votes, the one published last among equals."""
    support: dict[tuple[int | None, int | None], list[tuple[dt.datetime, str]]] = {}
    for value, said in votes:
        support.setdefault(value, []).append(said)
    best = max(
        support,
        key=lambda value: (len(support[value]), max(support[value]), value[0] or 0, value[1] or 0),
        default=None,
    )
    return None if best is None else best[0] if best[0] is not None else best[1]


def _by_rule(rule: Rule, values: Sequence[tuple[int | None, int | None]]) -> Ends:
    """Return low, best and high, each by a rule over the same of every vote; an end that nobody closes stays open."""
    low = aggregation.number(rule, [low if low is not None else 0 for low, _ in values])
    best = aggregation.number(rule, [low if low is not None else high for low, high in values])
    high = aggregation.number(rule, [high for _, high in values])
    if high is not None and best is not None and high < best:
        high = None if rule == "informative" else best
    if low is not None and best is not None and low > best:
        low = best
    return low, best, high
