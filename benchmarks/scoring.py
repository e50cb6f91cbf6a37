"""Scores of a story: mentions and their fields, incidents, and what the ledger holds.

Every measure is a :class:`clusters.Score`, so scores of stories add up (micro average). A tally maps the name of a
measure to its score; ``measures.py`` turns it into figures.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clusters import Score, align, b_cubed, ceaf_e, muc, partition
from gold import Story
from matching import figures, pair_mentions, pair_spans, same_party
from panj.model import FigureClaim, Incident, Mention, Reading, Span
from pipeline import Views

Tally = dict[str, Score]

SPANS: Mapping[str, Callable[[Mention], tuple[Span, ...]]] = {
    "claimant": lambda mention: (mention.by,) if mention.by else (),
    "via": lambda mention: (mention.via,) if mention.via else (),
    "cue": lambda mention: (mention.cue,) if mention.cue else (),
    "actor": lambda mention: mention.actors,
    "recipient": lambda mention: mention.recipients,
    "place": lambda mention: mention.places,
    "from": lambda mention: mention.launched_from,
    "time": lambda mention: mention.times,
    "weapon": lambda mention: mention.weapons,
}
"""The fields of a mention that are words."""

NEAR_KM = 50.0
"""A resolved place this far from the ledger's, in kilometres, counts as the same place."""


@dataclass(frozen=True)
class Fault:
    """One wrong answer: what the annotation says and what the system says; an empty text stands for nothing.

    ``paired`` is false where the whole mention was missed or made up.
    """

    field: str
    wanted: str
    given: str
    where: str
    sentence: str
    paired: bool


@dataclass(frozen=True)
class Comparison:
    """A system's readings beside the annotation: scores, and gold mention id to system mention id.

    ``faults`` are worst first: those in paired mentions before those that follow from a mention missed or made up,
    and among these the ones in sentences with most faults.
    """

    tally: Tally
    partners: Mapping[str, str]
    faults: tuple[Fault, ...]


def compare(story: Story, readings: Sequence[Reading]) -> Comparison:
    """Score readings against the annotation of a story; ``readings[n]`` is that of ``story.reports[n]``."""
    tally: Tally = {}
    partners: dict[str, str] = {}
    faults: list[Fault] = []
    for report, gold, system in zip(story.reports, story.readings, readings, strict=True):
        sentences = story.sentences[report.id]
        pairs = pair_mentions(sentences, gold.mentions, system.mentions)
        found = {one.id: other.id for one, other in pairs}
        partners |= found
        taken = set(found.values())
        triples: list[tuple[Mention | None, Mention | None]] = [*pairs]
        triples += [(one, None) for one in gold.mentions if one.id not in found]
        triples += [(None, other) for other in system.mentions if other.id not in taken]
        where = f"{story.name}/{report.external_id}"
        for gold_one, other in triples:
            scores, wrong = _fields(gold_one, other, found)
            _add(tally, scores)
            base = gold_one or other
            if base is not None and wrong:
                index = max((n for n, one in enumerate(sentences) if one.start <= base.trigger.start), default=0)
                text = sentences[index].text if sentences else base.sentence.text
                faults += [Fault(*what, f"{where}#{index}", text, bool(gold_one and other)) for what in wrong]
    weights = Counter(fault.where for fault in faults)
    ordered = sorted(faults, key=lambda fault: (not fault.paired, -weights[fault.where]))
    return Comparison(tally, partners, tuple(ordered))


def judge(story: Story, views: Views, partners: Mapping[str, str]) -> Tally:
    """Score incidents, figures and statements against the story's clusters and ledger.

    Args:
        story: the annotated story.
        views: what the stages made of the readings.
        partners: gold mention id to system mention id, as :func:`compare` paired them.
    """
    key = partition(story.clusters)
    gold_of = {system: gold for gold, system in partners.items()}
    linked: dict[str, str] = {}
    for link in views.linking.links:
        gold = gold_of.get(link.claim_id)
        if gold is None or gold in story.clusters:  # claims about acts outside the key say nothing about it
            linked.setdefault(gold or f"?{link.claim_id}", link.incident_id)
    response = partition(linked)
    tally: Tally = {
        "incident_muc": muc(key, response),
        "incident_b3": b_cubed(key, response),
        "incident_ceaf_e": ceaf_e(key, response),
    }
    if story.ledger:
        counterparts = align(key, response)
        system_of = {
            story.clusters[min(key[row])]: linked[min(response[column])] for row, column in counterparts.items()
        }
        _add(tally, _ledger(story, views, system_of))
    return tally


def total(tallies: Iterable[Mapping[str, Score]]) -> Tally:
    """Return the sum of the scores of several stories."""
    tally: Tally = {}
    for one in tallies:
        _add(tally, one)
    return tally


def _fields(
    gold: Mention | None, system: Mention | None, found: Mapping[str, str]
) -> tuple[Tally, list[tuple[str, str, str]]]:
    """Return the scores of one pair of mentions, or of one that has no partner, and what is wrong in it."""
    both = gold is not None and system is not None
    tally = {"trigger": _counted(both, system is not None, gold is not None)}
    wrong: list[tuple[str, str, str]] = []

    def fault(field: str, wanted: object, given: object) -> None:
        wrong.append((field, str(wanted or ""), str(given or "")))

    if gold is not None and system is not None:
        same_type = gold.type == system.type
        tally["trigger_type"] = _counted(same_type, 1, 1)
        tally["status"] = _counted(gold.status == system.status, 1, 1)
        tally["mode"] = _counted(gold.mode == system.mode, 1, 1)
        for field in ("type", "status", "mode"):
            if getattr(gold, field) != getattr(system, field):
                fault(field, *(f"{one.trigger.text}: {getattr(one, field)}" for one in (gold, system)))
    else:
        tally["trigger_type"] = tally["trigger"]
        fault("trigger", *(one and f"{one.trigger.text} ({one.type})" for one in (gold, system)))
    for field, spans in SPANS.items():
        wanted, given = (spans(one) if one else () for one in (gold, system))
        pairs = pair_spans(wanted, given) if both else []
        tally[field] = _counted(len(pairs), len(given), len(wanted))
        rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
        missed = [span.text for row, span in enumerate(wanted) if row not in rows]
        added = [span.text for column, span in enumerate(given) if column not in columns]
        if missed or added:
            fault(field, " | ".join(missed), " | ".join(added))
    mine, theirs = (figures(one) if one else None for one in (gold, system))
    shared = (mine & theirs).total() if mine is not None and theirs is not None else 0
    tally["figure_exact"] = _counted(shared, theirs.total() if theirs else 0, mine.total() if mine else 0)
    if mine != theirs and (mine or theirs):
        fault("figure", *(_figures_told(one) for one in (gold, system)))
    wanted_about, given_about = (one.about if one else None for one in (gold, system))
    same_about = both and wanted_about is not None and found.get(wanted_about) == given_about
    tally["about"] = _counted(same_about, given_about is not None, wanted_about is not None)
    return tally, wrong


def _ledger(story: Story, views: Views, system_of: Mapping[str, str]) -> Tally:
    """Score what the ledger holds; ``system_of`` leads from its incidents to their counterparts."""
    tally: Tally = {}
    known = {incident.id: incident for incident in views.incidents}
    for row in story.ledger["incidents"]:
        incident = known.get(system_of.get(row["inc"], ""))
        _add(tally, {"ledger_incidents_found": _asked(incident is not None)})
        claims = [claim for view in incident.figures for claim in view.claims] if incident else []
        for figure in row["figures"]:
            _add(tally, _figure(figure, claims))
        if incident is not None:
            _add(tally, _facts(row, incident))
    for figure in story.ledger["sums"]:
        scores = _figure(figure, [one.figure for one in views.sums])
        _add(tally, {**scores, "ledger_sums_found": scores["ledger_figures_found"]})
    reports = {report.external_id: report.id for report in story.reports}
    for row in story.ledger["statements"]:
        within = {reports.get(name) for name in row["reports"]}
        found = any(
            one.kind == row["kind"] and within & set(one.report_ids) and same_party(row["by"], one.by)
            for one in views.statements
        )
        _add(tally, {"ledger_statements_found": _asked(found)})
    return tally


def _figure(figure: Mapping[str, Any], claims: Iterable[FigureClaim]) -> Tally:
    wanted = (figure["outcome"], figure["low"], figure["high"])
    equal = [claim for claim in claims if (claim.outcome, claim.low, claim.high) == wanted]
    attributed = any(same_party(figure["by"], claim.claimant) for claim in equal)
    return {
        "ledger_figures_found": _asked(bool(equal)),
        "ledger_figures_with_claimant": _asked(attributed),
    }


def _facts(row: Mapping[str, Any], incident: Incident) -> Tally:
    """Score type, days, country and place of an incident that has a counterpart; abstentions are counted apart."""
    tally: Tally = {"incident_type": _asked(incident.type == row["type"])}
    when = incident.when
    silent = when is None or when.valid_from is None or when.valid_to is None
    tally["incident_day_abstained"] = _asked(silent)
    if when is not None and when.valid_from is not None and when.valid_to is not None:
        day = dt.timedelta(days=1)
        first, last = dt.date.fromisoformat(row["from"]), dt.date.fromisoformat(row["to"])
        tally["incident_day"] = _asked(abs(when.valid_from - first) <= day and abs(when.valid_to - last) <= day)
        tally["incident_day_overlap"] = _asked(when.valid_from - day <= last and first - day <= when.valid_to)
    place = incident.place
    tally["incident_country_abstained"] = _asked(place is None or place.country is None)
    if place is not None and place.country is not None:
        tally["incident_country"] = _asked(place.country == row["country"])
    tally["incident_point_abstained"] = _asked(place is None or place.lat is None or place.lon is None)
    if place is not None and place.lat is not None and place.lon is not None:
        tally["incident_point"] = _asked(_kilometres(place.lat, place.lon, row["lat"], row["lon"]) <= NEAR_KM)
    return tally


def _kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance by the haversine formula on a sphere of 6,371 km."""
    north, other_north = math.radians(lat), math.radians(other_lat)
    half = math.sin((other_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def _figures_told(mention: Mention | None) -> str:
    told = mention.figures if mention else ()
    return " | ".join(f"{one.span.text}: {one.outcome} {one.low}..{one.high}" for one in told)


def _counted(right: float, given: float, wanted: float) -> Score:
    return Score(float(right), float(given), float(right), float(wanted))


def _asked(right: float) -> Score:
    """Return the score of one question that wants one answer."""
    return Score(right_wanted=float(right), wanted=1.0)


def _add(tally: Tally, more: Mapping[str, Score]) -> None:
    for name, score in more.items():
        tally[name] = tally.get(name, Score()) + score
