"""Claims that sum several acts: how they are recognised, and which incidents they may contain."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from panj.incidents import words
from panj.incidents.facts import STRETCH, Days, Facts, days, facts
from panj.incidents.features import gap
from panj.model import Claim, Figure, Report

_ASSERTED = frozenset({"happened", "negated", "attempted"})
_COUNTED_TYPES = frozenset({"ASSAULT", "COERCE", "PROTEST"})
Value = tuple[str, int | None, int | None]

_NUMBERS = {
    "both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_ACTS = re.compile(
    rf"\b({'|'.join(_NUMBERS)}|[1-9]\d?)\s+(?:(?!(?:in|of|by|at|on|to|and|or|with|from|during|across|after|over"
    rf"|{'|'.join(_NUMBERS)})\b)[\w’'\-]+\s+){{0,2}}"
    r"(?:attacks|incidents|assaults|ambushes|bombings|shootings|episodes|cases|assassinations|abductions"
    r"|kidnappings|massacres|raids|strikes|clashes|explosions|blasts)\b",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(r"\b(?:at least|more than|over|about|around|nearly|almost|some|dozens of)\s+$", re.IGNORECASE)


def _sums(claim: Claim) -> bool:
    mention = claim.mention
    if any(figure.sum for figure in mention.figures):
        return True
    if mention.type not in _COUNTED_TYPES or mention.status not in _ASSERTED:
        return False
    start = mention.trigger.start - mention.sentence.start
    if words.tells_several_acts(mention.sentence.text, start, start + len(mention.trigger.text)):
        return True
    if mention.type != "ASSAULT" or not mention.figures:
        return False
    stated = days(claim.when) if claim.when is not None and claim.when.words is not None else None
    long = stated is not None and (stated[1] - stated[0]).days > STRETCH
    return long or any(words.is_tally(span.text) for span in mention.times)


def _values(figures: Sequence[Figure]) -> set[Value]:
    return {(one.outcome, one.low, one.high) for one in figures if one.low is not None and one.low > 1}


def summing(claims: Sequence[Claim]) -> frozenset[str]:
    """Return the identifiers of the claims of one report that sum several acts.

    A claim sums where a figure is marked so, where the words count acts ("two attacks"), or where people are counted
    over a long stretch ("since May"). A later claim that only repeats a sum's number ("the five people who were
    killed"), without time or place of its own, is the same sum; so is a claim that goes on with it in its sentence.
    """
    sums = [claim for claim in claims if _sums(claim)]
    sums += [claim for claim in claims if claim not in sums and any(_told_with(claim, one) for one in sums)]
    found = {claim.id for claim in sums}
    numbers: set[Value] = set()
    for claim in claims:
        mention = claim.mention
        repeated = _values(mention.figures) & numbers and not mention.times and not mention.places
        if claim.id in found or repeated:
            found.add(claim.id)
            numbers |= _values(mention.figures)
    return frozenset(found)


def _told_with(claim: Claim, total: Claim) -> bool:
    """Say whether a claim goes on with a sum in its sentence ("two incidents … resulting in five deaths")."""
    mine, theirs = claim.mention, total.mention
    return (
        mine.type == theirs.type
        and mine.sentence == theirs.sentence
        and mine.status == theirs.status
        and claim.claimant.key == total.claimant.key
        and set(mine.places) <= set(theirs.places)
        and set(mine.times) <= set(theirs.times)
    )


def _overlap(one: Days, other: Days) -> int:
    return (min(one[1], other[1]) - max(one[0], other[0])).days + 1


def _within(incident: Sequence[Facts], window: Days) -> bool:
    """Say whether an incident lies in a window, by a day at each end: at least half of the days that it may have."""
    stated = [one.days for one in incident if one.days] or [one.inherited for one in incident if one.inherited]
    if not stated:
        return False
    narrow = min(stated, key=lambda one: ((one[1] - one[0]).days, one))
    padded = (window[0] - dt.timedelta(days=1), window[1] + dt.timedelta(days=1))
    return gap(narrow, padded) == 0 and 2 * _overlap(narrow, padded) >= (narrow[1] - narrow[0]).days + 1


def _outcomes(members: Sequence[Facts]) -> set[str]:
    return {outcome for one in members for outcome in one.figures}


def _compatible(outcomes: set[str], incident: Sequence[Facts]) -> bool:
    """Say whether people of an incident can be among those a sum counts; an incident without figures may be."""
    theirs = _outcomes(incident)
    hurt = {"killed", "injured", "casualties"}
    if not outcomes or not theirs:
        return True
    return bool(outcomes & theirs) or ("casualties" in outcomes | theirs and bool(theirs & hurt and outcomes & hurt))


def covers(
    sums: Sequence[Claim], incidents: Mapping[str, Sequence[Facts]], reports: Mapping[str, Report]
) -> dict[str, tuple[str, ...]]:
    """Return, for each summing claim, the incidents it may contain, in order of identifier.

    An incident may be contained if it is of the sum's type and asserted by someone, lies in the sum's days, and
    neither its countries nor its outcomes exclude it. A sum without days covers nothing: which acts it means is not
    known.
    """
    found: dict[str, tuple[str, ...]] = {}
    for claim in sums:
        mine = facts(claim, reports.get(claim.report_id))
        window = mine.days or mine.inherited
        outcomes: set[str] = {figure.outcome for figure in claim.mention.figures}
        contained = []
        for incident, members in sorted(incidents.items()):
            countries = {country for one in members for country in one.countries}
            if (
                window is not None
                and any(one.type == mine.type for one in members)
                and any(one.status in ("happened", "attempted") for one in members)
                and not (mine.countries and countries and not mine.countries & countries)
                and _compatible(outcomes, members)
                and _within(members, window)
            ):
                contained.append(incident)
        found[claim.id] = tuple(contained)
    return found


def acts(claim: Claim) -> int | None:
    """Return how many acts a claim sums, by the count of acts nearest to its trigger ("two incidents of gunfire").

    ``None`` where the words give no exact number of them ("several attacks", "at least two raids"): then any number of
    incidents may be among them.
    """
    mention = claim.mention
    text, start = mention.sentence.text, mention.trigger.start - mention.sentence.start
    counted = [found for found in _ACTS.finditer(text) if not _NOT_ALL.search(text[: found.start()])]
    nearest = min(counted, key=lambda found: (_distance(found, start), found.start()), default=None)
    if nearest is None:
        return None
    word = nearest[1].lower()
    return _NUMBERS.get(word) or int(word)


def _distance(found: re.Match[str], at: int) -> int:
    return max(found.start() - at, at - found.end(), 0)
