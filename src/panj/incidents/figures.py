"""Figures of one incident: who gave which number, what became of it, and low, best and high by a named rule.

The rule ``most-supported``, over the current totals (not parts of a whole, not superseded, not withdrawn):

* ``best`` is the value given by most pairs of claimant and origin (copies of one story count once); among equals, the
  one said last;
* ``low`` is the smallest and ``high`` the largest number that any of them allows. "At least two" has no upper end of
  its own: it opens ``high`` only where its low is above every upper end that others state.

Where only parts of a whole are told, the rule is ``parts-only``: at least the largest of them.

An outcome is counted by itself: dead and injured never make up ``casualties``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from panj.incidents import words
from panj.model import Claim, Figure, FigureClaim, FigureView, Outcome, Report
from panj.ontology import OUTCOMES

RULE = "most-supported"
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


def rows(claim: Claim, reports: Mapping[str, Report]) -> list[Row]:
    """Return the numbers that a claim states, parts that add up followed by their total under the first one's id."""
    found: list[Row] = []
    mention = claim.mention
    said = moment(claim, reports)
    for outcome in OUTCOMES:
        numbered = [(n, one) for n, one in enumerate(mention.figures) if one.outcome == outcome and not one.sum]
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
                    qualifier=None,
                    subset=False,
                    taken_back=taken_back,
                    said=said,
                )
            )
    return found


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


def views(claims: Sequence[Claim], reports: Mapping[str, Report], origins: Mapping[str, str]) -> list[FigureView]:
    """Return the view of each outcome that an incident's claims give a number for, in the order of the ontology."""
    made = figure_claims(claims, reports)
    found = []
    for outcome in OUTCOMES:
        of_outcome = [(one, same) for one, same in made if one.outcome == outcome]
        if not of_outcome:
            continue
        current = [(one, same) for one, same in of_outcome if not (one.subset or one.superseded or one.withdrawn)]
        parts = [one.low for one, _ in of_outcome if one.low is not None and one.subset and not one.withdrawn]
        if not current and parts:
            found.append(_parts_only(outcome, max(parts), [one for one, _ in of_outcome]))
            continue
        support: dict[tuple[int | None, int | None], set[tuple[str, str]]] = {}
        said: dict[tuple[int | None, int | None], Moment] = {}
        for one, same in current:
            value = (one.low, one.high)
            for row in same:
                if not row.taken_back:
                    report = row.claim.report_id
                    support.setdefault(value, set()).add((one.claimant_key, origins.get(report, report)))
                    said[value] = max(said.get(value, row.said), row.said)
        best = max(support, key=lambda value: (len(support[value]), said[value]), default=None)
        lows = [one.low for one, _ in current if one.low is not None]
        highs = [one.high for one, _ in current if one.high is not None]
        opened = any(one.high is None and (one.low or 0) > max(highs, default=-1) for one, _ in current)
        found.append(
            FigureView(
                outcome=outcome,
                low=min(lows, default=0 if current else None),
                best=None if best is None else best[0] if best[0] is not None else best[1],
                high=None if opened else max(highs, default=None),
                rule=RULE,
                claims=tuple(sorted((one for one, _ in of_outcome), key=lambda one: (one.subset, one.value_id))),
            )
        )
    return found


def _parts_only(outcome: Outcome, low: int, claims: Sequence[FigureClaim]) -> FigureView:
    """Return the view of an outcome of which only parts are told: at least the largest of them."""
    ordered = sorted(claims, key=lambda one: one.value_id)
    return FigureView(outcome=outcome, low=low, best=None, high=None, rule=PARTS_RULE, claims=tuple(ordered))
