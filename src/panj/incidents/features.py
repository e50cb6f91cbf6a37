"""The score of "these two tell of one act": a sum of named features, each with a value that a person can read.

The score is the log-odds of a logistic model: 0 is undecided, every unit multiplies the odds by e. ``WITHIN`` weighs a
claim against an act told before in the same report; its weights were fitted once (ridge penalty 1, 630 pairs, 145
reports written and annotated for training) and rounded. ``ACROSS`` weighs two reports' dossiers; there are no such pairs
in the training reports, so its weights were set by hand on the same scale. Neither was fitted on the stories that
measure them.

A veto is not a weight: a pair with a veto is never joined by the machine, whatever else speaks for it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping

from panj.incidents import words
from panj.incidents.facts import NARROW, Days, Dossier, Facts
from panj.model import Place

Feature = tuple[str, str]

_KIN = frozenset(
    frozenset(pair.split("+"))
    for pair in (
        "destroy+explosives destroy+drone destroy+aerial destroy+heavy-weapons destroy+primitive destroy+beat "
        "drone+explosives drone+aerial explosives+suicide-attack firearms+suicide-attack beat+torture beat+primitive "
        "firearms+targeted explosives+targeted riot+vandalize demo+riot troops+weapons police+troops seize+withhold"
    ).split()
)
"""Modes that two sentences may well give for one act."""

WITHIN: dict[str, float] = {
    "a bare toll": 0.4, "brings a place": -1.0, "brings a recipient": -0.6, "brings a time": -0.6,
    "days apart": -0.8, "earlier act": -1.5, "far in the text": 0.4, "figures differ": 0.9, "figures far apart": 0.8,
    "kind ASSAULT": 1.5, "kind COERCE": 0.6, "kind PROTEST": 0.7, "kind SANCTION": -1.0, "kind MOBILIZE": -0.9,
    "kind AID": -0.8, "modes go together": 0.4, "next day": 0.3, "next sentence": 0.6, "no details of its own": 0.4,
    "no mode of its own": 0.3, "no mode on either side": 0.6, "not asserted": -1.8, "other mode": -1.9,
    "other nationality or name": 0.0, "other place": -1.6, "other province": -1.6, "other recipient": -0.6,
    "over a stretch of time": -1.5, "recipients of one kind": 0.5, "refers back": 1.0, "same actor": 0.4,
    "same day": 0.9, "same figure": 1.2, "same figure of one": 0.2, "same kind of place": 0.3, "same mode": 1.6,
    "same place": 1.1, "same province": 0.5, "near": 1.0, "far apart": -2.0, "same recipient": 0.8,
    "same nationality or name": 0.3, "same sentence": 0.6, "the only act": 1.8,
}  # fmt: skip
WITHIN_BASE = -2.7

ACROSS: dict[str, float] = {
    "same day": 2.0, "day overlaps": 0.7, "next day": -0.2, "days apart": -1.5, "day fits": 0.5, "day does not fit": -0.8,
    "published together": 0.5, "published far apart": -2.0,
    "same place": 2.0, "near": 1.5, "same province": 0.7, "other province": -1.5, "other place": -1.0, "far apart": -2.5,
    "same kind of place": 0.6, "same country": 0.2,
    "same recipient": 1.0, "recipients of one kind": 0.5, "other recipient": -0.7,
    "same nationality or name": 0.8, "other nationality or name": -0.8,
    "same actor": 0.5, "actors of other countries": -0.5,
    "same figure": 1.2, "same figure of one": 0.3, "figures differ": -0.2, "figures far apart": -0.8,
    "same mode": 0.8, "modes go together": 0.3, "other mode": -1.2, "same weapon": 0.4, "same trigger": 0.3,
}  # fmt: skip
ACROSS_BASE = -3.0


@dataclasses.dataclass(slots=True)
class Comparison:
    """Evidence for and against one act: names of features with readable values, the veto if there is one."""

    features: list[Feature]
    veto: str | None = None

    def note(self, name: str, value: str) -> None:
        """Keep one piece of evidence."""
        self.features.append((name, value))

    def score(self, weights: Mapping[str, float], base: float) -> float:
        """Return the log-odds that both are one act; features without a weight count nothing."""
        return base + sum(weights.get(name, 0.0) for name, _ in self.features)


def gap(one: Days, other: Days) -> int:
    """Return the days between two intervals; 0 where they overlap."""
    return max(0, (one[0] - other[1]).days, (other[0] - one[1]).days)


def _narrow(one: Days) -> bool:
    return (one[1] - one[0]).days < NARROW


def _iso(one: Days) -> str:
    return one[0].isoformat() if one[0] == one[1] else f"{one[0].isoformat()}..{one[1].isoformat()}"


def compare_days(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh the days that both sides state: overlap, nearness, conflict; beyond the tolerance it is a veto.

    Three days of tolerance: reports name the day of the act, of the finding or of the announcement. Where one side
    states several days (a correction), the nearest counts.
    """
    if one.days and other.days:
        pairs = [(gap(a, b), not (_narrow(a) and _narrow(b)), a, b) for a in one.days for b in other.days]
        distance, wide, a, b = min(pairs)
        if distance == 0:
            found.note("day overlaps" if wide else "same day", f"{_iso(a)} / {_iso(b)}")
        elif distance <= 1 and not wide:
            found.note("next day", f"{_iso(a)} / {_iso(b)}")
        elif distance <= 3 and not wide:
            found.note("days apart", f"{_iso(a)} / {_iso(b)}")
        else:
            found.note("day conflict", f"{_iso(a)} / {_iso(b)}")
            found.veto = found.veto or "both days are stated and differ"


def kilometres(one: Place, other: Place) -> float | None:
    """Return the great-circle distance of two places with coordinates, in kilometres; haversine on a sphere."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _fine(dossier: Dossier) -> list[Place]:
    return [place for place in dossier.places if place.precision in ("point", "district")]


def compare_places(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh places: equal names, containment, distance; disjoint countries and far-off places are vetoes."""
    if one.countries and other.countries and not one.countries & other.countries:
        found.note("country conflict", f"{_list(one.countries)} / {_list(other.countries)}")
        found.veto = found.veto or "the countries differ"
        return
    shared = one.place_names & other.place_names
    near = [km for a in _fine(one) for b in _fine(other) if (km := kilometres(a, b)) is not None]
    provinces = [{place.admin1 for place in side.places if place.admin1} for side in (one, other)]
    exact = {p.gazetteer_id for p in _fine(one) if p.gazetteer_id} & {p.gazetteer_id for p in _fine(other)}
    if exact or (shared and not (near and min(near) > 75)):
        found.note("same place", _list(shared) or _list({p.name for p in _fine(one) if p.gazetteer_id in exact}))
    elif near and min(near) <= 25:
        found.note("near", f"{min(near):.0f} km")
    elif near and min(near) > 75:
        found.note("far apart", f"{min(near):.0f} km")
        if all(provinces) and not provinces[0] & provinces[1]:
            found.veto = found.veto or "the places are far apart, in different provinces"
    elif all(provinces):
        found.note("same province" if provinces[0] & provinces[1] else "other province", _pair(*provinces))
    elif one.place_names and other.place_names:
        found.note("other place", _pair(one.place_names, other.place_names))
    elif one.place_heads & other.place_heads:
        found.note("same kind of place", _list(one.place_heads & other.place_heads))
    elif one.countries & other.countries:
        found.note("same country", _list(one.countries & other.countries))


def compare_people(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh recipients (head noun, nationality) and actors (key, country)."""
    shared = {noun for noun in one.recipients & other.recipients if words.kind_of_people(noun) != "person"}
    kinds = [{words.kind_of_people(noun) for noun in side.recipients} for side in (one, other)]
    if shared:
        found.note("same recipient", _list(shared))
    elif kinds[0] & kinds[1] & {"force", "armed"}:
        found.note("recipients of one kind", _pair(one.recipients, other.recipients))
    elif one.recipients and other.recipients and not any("person" in kind for kind in kinds):
        found.note("other recipient", _pair(one.recipients, other.recipients))
    if one.modifiers and other.modifiers:
        both = one.modifiers & other.modifiers
        found.note("same nationality or name" if both else "other nationality or name", _list(both) or "none shared")
    if one.actors & other.actors:
        found.note("same actor", _list(one.actors & other.actors))
    elif one.actor_countries and other.actor_countries and not one.actor_countries & other.actor_countries:
        found.note("actors of other countries", _pair(one.actor_countries, other.actor_countries))


def compare_figures(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh figures of one outcome: an equal number above one speaks for one act, numbers far apart against it."""
    for outcome in sorted(set(one.figures) & set(other.figures)):
        here, there = sorted(one.figures[outcome], key=str), sorted(other.figures[outcome], key=str)
        equal = [a for a in here if a in there and a[0] is not None and a[0] == a[1]]
        if equal:
            best = max(a[0] or 0 for a in equal)
            found.note("same figure" if best > 1 else "same figure of one", f"{outcome} {best}")
            return
        tops = [max((b or a or 0) for a, b in side) for side in (here, there)]
        ratio = (max(tops) + 1) / (min(tops) + 1)
        found.note("figures far apart" if ratio > 3 else "figures differ", f"{outcome} {tops[0]} / {tops[1]}")
        return


def compare_manner(one: Dossier, other: Dossier, found: Comparison) -> None:
    """Weigh mode, weapon, the trigger's stem and names that both share."""
    if one.modes and other.modes:
        both = one.modes & other.modes
        kin = any(frozenset((a, b)) in _KIN for a in one.modes for b in other.modes)
        name = "same mode" if both else "modes go together" if kin else "other mode"
        found.note(name, _list(both) or _pair(one.modes, other.modes))
    if one.weapons & other.weapons:
        found.note("same weapon", _list(one.weapons & other.weapons))
    if one.stems & other.stems:
        found.note("same trigger", _list(one.stems & other.stems))


def compare(one: Dossier, other: Dossier) -> Comparison:
    """Return the evidence that two dossiers tell of one act, wherever they stand."""
    found = Comparison([])
    if one.type != other.type:
        found.note("other type", f"{one.type} / {other.type}")
        found.veto = "the types differ"
        return found
    compare_days(one, other, found)
    compare_places(one, other, found)
    compare_people(one, other, found)
    compare_figures(one, other, found)
    compare_manner(one, other, found)
    return found


def _list(values: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(values))


def _pair(one: set[str] | frozenset[str], other: set[str] | frozenset[str]) -> str:
    return f"{_list(one)} / {_list(other)}"


def compare_within(one: Facts, told: Dossier, latest: bool, only: bool, distance: int) -> Comparison:
    """Return the evidence that a claim tells of an act told before in the same report.

    Args:
        one: the claim.
        told: the claims of the act so far, all before this one.
        latest: the act is the one told last among those of its type.
        only: no other act of its type was told.
        distance: characters between the sentence of the act's last claim and this claim's; 0 in one sentence.
    """
    found = compare(Dossier.of((one,)), told)
    if one.reference == "new" and not told.members[-1].claim.mention.sentence == one.claim.mention.sentence:
        found.note("told apart", one.claim.mention.trigger.text)
        found.veto = found.veto or "the words tell the acts apart"
    if one.reference == "earlier" and latest:
        found.note("earlier act", one.claim.mention.trigger.text)
    if one.status in ("planned", "asked", "possible", "generic"):
        found.note("not asserted", one.status)
    if one.reference == "back":
        found.note("refers back", one.claim.mention.trigger.text)
    if one.thin:
        found.note("no details of its own", "leans on what was told")
    elif one.figures and not (one.days or one.place_names or one.place_heads or one.actors):
        found.note("a bare toll", ", ".join(sorted(one.figures)))
    if one.recipients and not told.recipients:
        found.note("brings a recipient", _list(one.recipients))
    if not one.mode and not told.modes:
        found.note("no mode on either side", "")
    elif told.modes and not one.mode:
        found.note("no mode of its own", _list(told.modes))
    found.note(f"kind {one.type}", "")
    if one.stretch:
        found.note("over a stretch of time", "; ".join(span.text for span in one.claim.mention.times))
    elif one.days and not told.days:
        found.note("brings a time", _iso(one.days))
    if one.place_names and not told.place_names:
        found.note("brings a place", _list(one.place_names))
    if latest:
        found.note("told last", "of its type")
    if only:
        found.note("the only act", "of its type so far")
    if distance == 0:
        found.note("same sentence", "")
    elif distance <= 3:
        found.note("next sentence", "")
    elif distance > 600:
        found.note("far in the text", f"{distance} characters")
    return found


def compare_across(one: Dossier, other: Dossier) -> Comparison:
    """Return the evidence that dossiers of two reports tell of one act.

    Beyond :func:`compare`: days that a report does not state are taken from the sentences around or from the day of
    publication, as weaker evidence; an act that lies after a report was published cannot be what it told.
    """
    found = compare(one, other)
    if found.veto:
        return found
    for late, early in ((one, other), (other, one)):
        told = [fact.published for fact in early.members if fact.published and fact.status != "planned"]
        if late.days and told and min(first for first, _ in late.days) > max(told) + dt.timedelta(days=1):
            found.note("told before it was", f"{_iso(min(late.days))} / published {max(told).isoformat()}")
            found.veto = "one report was published before the day that the other states"
            return found
    if not (one.days and other.days):
        here, there = one.days or one.inherited, other.days or other.inherited
        if here and there:
            distance = min(gap(a, b) for a in here for b in there)
            found.note("day fits" if distance <= 1 else "day does not fit", f"{distance} days between")
        else:
            published = [[f.published for f in side.members if f.published] for side in (one, other)]
            if published[0] and published[1]:
                days_between = abs((min(published[0]) - min(published[1])).days)
                if days_between <= 3:
                    found.note("published together", f"{days_between} days between")
                elif days_between > 30:
                    found.note("published far apart", f"{days_between} days between")
    return found
