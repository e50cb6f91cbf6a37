"""The score of "these two tell of one act": a sum of named features, each with a value that a person can read.

The score is the log-odds of a logistic model: 0 is undecided, every unit multiplies the odds by e. ``WITHIN`` weighs
a claim against an act told before in the same report, ``ACROSS`` an act of a report against an incident that other
reports tell. ``training/link.py`` fits both (``incidents/weights.py``) on reports and stories written for training, not
on the stories that measure them.

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
    for pair in [
        "destroy+explosives",
        "destroy+drone",
        "destroy+aerial",
        "destroy+heavy-weapons",
        "destroy+primitive",
        "destroy+beat",
        "drone+explosives",
        "drone+aerial",
        "explosives+suicide-attack",
        "firearms+suicide-attack",
        "beat+torture",
        "beat+primitive",
        "firearms+targeted",
        "explosives+targeted",
        "riot+vandalize",
        "demo+riot",
        "troops+weapons",
        "police+troops",
        "seize+withhold",
    ]
)
"""Modes that two sentences may well give for one act."""


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
    elif one.place_names and other.place_names and all(provinces):
        same = bool(provinces[0] & provinces[1])
        found.note(
            "other place, same province" if same else "other province", _pair(one.place_names, other.place_names)
        )
    elif all(provinces):
        found.note("same province" if provinces[0] & provinces[1] else "other province", _pair(*provinces))
    elif (one.place_names | one.area_names) & (other.place_names | other.area_names):
        found.note("same area", _list((one.place_names | one.area_names) & (other.place_names | other.area_names)))
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
    things = one.things & other.things - shared
    if things:
        found.note("same thing", _list(things))
    if one.modifiers and other.modifiers:
        both = one.modifiers & other.modifiers
        found.note("same nationality or name" if both else "other nationality or name", _list(both) or "none shared")
    if one.actors & other.actors:
        found.note("same actor", _list(one.actors & other.actors))
    elif one.actor_countries and other.actor_countries and not one.actor_countries & other.actor_countries:
        found.note("actors of other countries", _pair(one.actor_countries, other.actor_countries))
    elif one.actors and other.actors:
        found.note("other actor", _pair(one.actors, other.actors))


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
    if not one.families & other.families:
        found.note("other type", f"{one.type} / {other.type}")
        found.veto = "the types differ"
        return found
    if one.type != other.type:
        found.note("types go together", f"{one.type} / {other.type}")
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


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """How an act told before stands among those of its type in the same report.

    Attributes:
        latest: it is the one told last; ``first``: the one told first; ``most``: the one that most claims tell.
        only: no other act of its type was told.
        distance: characters between the sentence of its last claim and the claim's at hand; 0 in one sentence.
    """

    latest: bool
    first: bool
    most: bool
    only: bool
    distance: int


def compare_within(one: Facts, told: Dossier, standing: Standing) -> Comparison:
    """Return the evidence that a claim tells of an act told before in the same report."""
    found = compare(Dossier.of((one,)), told)
    last = told.members[-1]
    if one.reference == "new" and standing.distance:
        found.note("told apart", one.claim.mention.trigger.text)
        found.veto = found.veto or "the words tell the acts apart"
    if one.reference == "earlier" and standing.latest:
        found.note("earlier act", one.claim.mention.trigger.text)
    if one.status in ("planned", "asked", "possible", "generic"):
        found.note("not asserted", one.status)
    elif one.status == "negated":
        found.note("denied or corrected", "")
    if one.reference == "back":
        found.note("refers back", one.claim.mention.trigger.text)
    elif one.noun:
        found.note("a noun for it", one.claim.mention.trigger.text)
    if one.thin:
        found.note("no details of its own", "leans on what was told")
    elif one.figures and not (one.days or one.place_names or one.place_heads or one.actors):
        found.note("a bare toll", ", ".join(sorted(one.figures)))
    if one.recipients and not told.recipients:
        found.note("brings a recipient", _list(one.recipients))
    if one.actors and not told.actors:
        found.note("brings an actor", _list(one.actors))
    if not one.mode and not told.modes:
        found.note("no mode on either side", "")
    elif one.mode and not told.modes:
        found.note("brings a mode", one.mode)
    elif told.modes and not one.mode:
        found.note("no mode of its own", _list(told.modes))
    found.note(f"kind {one.type}", "")
    if one.stretch:
        found.note("over a stretch of time", "; ".join(span.text for span in one.claim.mention.times))
    elif one.days and not told.days:
        found.note("brings a time", _iso(one.days))
    mention = one.claim.mention
    if (mention.by is None or standing.distance == 0) and any(
        fact.claim.mention.trigger == mention.trigger and fact.claim.claimant.key == one.claim.claimant.key
        for fact in told.members
    ):
        found.note("two acts in one word", mention.trigger.text)
    if one.place_names and not told.place_names:
        found.note("brings a place", _list(one.place_names))
    near = "" if standing.distance > 1 else ", just before"
    if standing.latest:
        found.note(f"told last{near}", "of its type")
    if standing.only:
        found.note(f"the only act{near}", "of its type so far")
    else:
        if standing.first:
            found.note("told first", "of its type")
        if standing.most:
            found.note("told most", f"{len(told.members)} times")
    if standing.distance == 0:
        found.note("same sentence", "")
    elif standing.distance == 1:
        found.note("next sentence", "")
    elif standing.distance == 2:
        found.note("next paragraph", "")
    elif standing.distance > 600:
        found.note("far in the text", f"{standing.distance} characters")
    if one.claim.claimant.rule != "publisher":
        if one.claim.claimant.key == last.claim.claimant.key:
            found.note("same claimant", one.claim.claimant.name)
        elif any(one.claim.claimant.key == fact.claim.claimant.key for fact in told.members):
            found.note("a claimant heard before", one.claim.claimant.name)
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Company:
    """What two reports share besides the acts compared.

    Attributes:
        told: another act of this report joined the incident.
        beside: another act of this report joined an incident that was told beside this one before.
        reports: reports that tell of the incident.
        days: between this report and the latest one that tells of the incident.
    """

    told: bool
    beside: int
    reports: int
    days: int | None


def compare_across(one: Dossier, other: Dossier, company: Company | None = None) -> Comparison:
    """Return the evidence that an act of one report is an incident that other reports tell.

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
    if company is not None:
        _weigh_company(one, company, found)
    return found


def _weigh_company(one: Dossier, company: Company, found: Comparison) -> None:
    found.note(f"kind {one.type}", "")
    if company.told:
        found.note("told by this report already", "")
    elif company.beside:
        found.note("told beside it before", f"{company.beside} acts")
    if company.reports > 1:
        found.note("told by several reports" if company.reports < 4 else "told by many reports", str(company.reports))
    if company.days is not None and company.days > 14:
        found.note("published far apart", f"{company.days} days between")
    elif company.days is not None and company.days <= 2:
        found.note("published together", f"{company.days} days between")
    lead = one.members[0]
    if all(fact.thin for fact in one.members):
        found.note("no details of its own", "")
    if lead.noun:
        found.note("refers back" if lead.reference == "back" else "a noun for it", lead.claim.mention.trigger.text)
    if lead.status == "negated":
        found.note("denied or corrected", "")
    if not one.days and not one.inherited:
        found.note("no day of its own", "")
    if not one.place_names and not one.area_names:
        found.note("no place of its own", "")
    if len(one.members) > 1:
        found.note("told at length", f"{len(one.members)} claims")
