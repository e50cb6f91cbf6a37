"""Incidents in the shape of ACLED: 31 columns, one row an incident.

The columns, their values and what counts as an event are those of the codebook of the Armed Conflict Location and
Event Data project; the cross-walk from PLOVER's types and modes is Panj's own. ACLED counts deaths once, by the most
conservative number; it has no injured, no range, no doubt about who did it.
"""

from __future__ import annotations

from typing import NamedTuple

from panj.exports.countries import Country, country
from panj.exports.delimited import table
from panj.exports.losses import Outside, Tally
from panj.exports.material import (
    Actor,
    Material,
    clean,
    days,
    doer,
    figure,
    kind,
    middle,
    provenance,
    story,
    targets,
    told,
)
from panj.exports.tables import Row
from panj.model import Incident, Party

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

EVENTS: dict[str, tuple[str, str]] = {
    "Armed clash": ("Battles", "Political violence"),
    "Air/drone strike": ("Explosions/Remote violence", "Political violence"),
    "Suicide bomb": ("Explosions/Remote violence", "Political violence"),
    "Shelling/artillery/missile attack": ("Explosions/Remote violence", "Political violence"),
    "Remote explosive/landmine/IED": ("Explosions/Remote violence", "Political violence"),
    "Chemical weapon": ("Explosions/Remote violence", "Political violence"),
    "Attack": ("Violence against civilians", "Political violence"),
    "Sexual violence": ("Violence against civilians", "Political violence"),
    "Abduction/forced disappearance": ("Violence against civilians", "Political violence"),
    "Peaceful protest": ("Protests", "Demonstrations"),
    "Protest with intervention": ("Protests", "Demonstrations"),
    "Excessive force against protesters": ("Protests", "Political violence; Demonstrations"),
    "Violent demonstration": ("Riots", "Demonstrations"),
    "Agreement": ("Strategic developments", "Strategic developments"),
    "Arrests": ("Strategic developments", "Strategic developments"),
    "Change to group/activity": ("Strategic developments", "Strategic developments"),
    "Looting/property destruction": ("Strategic developments", "Strategic developments"),
    "Other": ("Strategic developments", "Strategic developments"),
}
"""ACLED's sub-event types that Panj can tell apart, with their event type and disorder type."""

SUB_EVENTS: dict[tuple[str, str | None], str] = {
    ("ASSAULT", "abduct"): "Abduction/forced disappearance",
    ("ASSAULT", "sexual"): "Sexual violence",
    ("ASSAULT", "destroy"): "Looting/property destruction",
    ("ASSAULT", "explosives"): "Remote explosive/landmine/IED",
    ("ASSAULT", "suicide-attack"): "Suicide bomb",
    ("ASSAULT", "aerial"): "Air/drone strike",
    ("ASSAULT", "drone"): "Air/drone strike",
    ("ASSAULT", "heavy-weapons"): "Shelling/artillery/missile attack",
    ("ASSAULT", "unconventional"): "Chemical weapon",
    ("PROTEST", None): "Peaceful protest",
    ("PROTEST", "demo"): "Peaceful protest",
    ("PROTEST", "obstruct"): "Peaceful protest",
    ("PROTEST", "riot"): "Violent demonstration",
    ("PROTEST", "vandalize"): "Violent demonstration",
    ("COERCE", None): "Other",
    ("COERCE", "seize"): "Looting/property destruction",
    ("COERCE", "arrest"): "Arrests",
    ("COERCE", "restrict"): "Other",
    ("COERCE", "censor"): "Other",
    ("COERCE", "curfew"): "Other",
    ("COERCE", "martial-law"): "Other",
    ("COERCE", "deport"): "Other",
    ("MOBILIZE", None): "Other",
    ("MOBILIZE", "troops"): "Other",
    ("MOBILIZE", "weapons"): "Other",
    ("MOBILIZE", "police"): "Other",
    ("MOBILIZE", "militia"): "Other",
    ("RETREAT", "withdraw"): "Change to group/activity",
    ("RETREAT", "disarm"): "Change to group/activity",
    ("RETREAT", "ceasefire"): "Agreement",
    ("RETREAT", "release"): "Other",
}
"""The cross-walk. Other assaults are an armed clash or an attack, by whom they met; other types ACLED does not code."""

_GEO = {"point": 1, "district": 2, "province": 3}
_HOLDS = frozenset({"when", "place", "mode", "actors", "actors.all", "recipients", "recipients.all", "figures.killed"})


class _Side(NamedTuple):
    name: str | None
    beside: str
    inter: str | None


def write(material: Material, tally: Tally) -> bytes:
    """Return the incidents that ACLED codes as CSV."""
    rows = []
    for one, row in tally.kept(material.incidents, lambda one: _row(one, material, tally)):
        tally.beyond(one, _HOLDS, told)
        rows.append((one.id, row))
    return table(COLUMNS, rows, tally)


def _row(one: Incident, material: Material, tally: Tally) -> Row:
    span, place = days(one), one.place
    land = country(place.country) if place else None
    if span is None:
        raise Outside("when", "no claim gives both a first and a last day")
    if (span[1] - span[0]).days > 31:
        raise Outside("when", "the days span more than a month")
    if place is None or land is None or place.lat is None or place.precision not in _GEO:
        raise Outside("place", "no place with coordinates below a country")
    actor = doer(one, tally, alleged=True)
    sub = _sub_event(one, actor, tally)
    if sub is None:
        raise Outside("type", f"ACLED does not code {one.type}{f'/{one.mode}' if one.mode else ''}")
    first, second, civilians = _sides(one, sub, actor, land, tally)
    if actor is not None and actor.alleged_by is not None:
        tally.changed(one.id, "actors_alleged", "stands as the actor; the notes say who alleges it")
    day = middle(*span)
    if span[0] != span[1]:
        tally.changed(one.id, "when", "one day in the middle of those in question; time_precision says so")
    inters = [side.inter for side in (first, second) if side.inter]
    published = material.published(one)
    if not published:
        tally.dropped(one.id, "timestamp", "no report has a publication time")
    event, disorder = EVENTS[sub]
    tally.dropped(one.id, "source_scale", "not known: left empty")
    return {
        "event_id_cnty": land.code + one.id,
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": 1 if span[0] == span[1] else 2 if (span[1] - span[0]).days < 7 else 3,
        "disorder_type": disorder,
        "event_type": event,
        "sub_event_type": sub,
        "actor1": first.name,
        "assoc_actor_1": first.beside,
        "inter1": first.inter,
        "actor2": second.name,
        "assoc_actor_2": second.beside,
        "inter2": second.inter,
        "interaction": f"{inters[0]} only" if len(inters) == 1 else "-".join(inters),
        "civilian_targeting": "Civilian targeting" if civilians else None,
        "iso": land.numeric,
        "region": land.region,
        "country": land.name,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": _GEO[place.precision],
        "source": "; ".join(material.publishers(one)),
        "notes": story(one),
        "fatalities": _fatalities(one, tally),
        "tags": provenance(one),
        "timestamp": int(published[-1].timestamp()) if published else None,
    }


def _sub_event(one: Incident, actor: Actor | None, tally: Tally) -> str | None:
    """Return ACLED's sub-event type; ``None`` for what it does not code."""
    others = targets(one, actor)
    armed = [party for party in others if kind(party) in ("state", "armed", "other")]
    if one.type != "ASSAULT":
        return SUB_EVENTS.get((one.type, one.mode))
    if one.mode == "crowd-control":
        hurt = any((view.low or 0) > 0 for view in one.figures if view.outcome in ("killed", "injured", "casualties"))
        return "Excessive force against protesters" if hurt else "Protest with intervention"
    if one.mode == "abduct" and armed and not any(kind(party) == "civilian" for party in others):
        return "Other"  # ACLED's abductions are of civilians
    known = SUB_EVENTS.get((one.type, one.mode))
    if known is not None:
        return known
    if armed:
        return "Armed clash"
    if not any(kind(party) == "civilian" for party in others):
        tally.assumed(one.id, "sub_event_type", "nobody says what the victims are: an attack on civilians")
    return "Attack"


def _sides(one: Incident, sub: str, actor: Actor | None, land: Country, tally: Tally) -> tuple[_Side, _Side, bool]:
    """Return actor 1 and actor 2 with those beside them, and whether civilians were the target."""
    others = targets(one, actor)
    event = EVENTS[sub][0]
    if one.type == "PROTEST":
        name = "Rioters" if event == "Riots" else "Protesters"
        doers = [*one.actors] or ([actor.party] if actor else [])
        return _Side(f"{name} ({land.name})", _names(doers), name), _Side(None, "", None), False
    if actor is not None:
        first = _Side(clean(actor.party.name), _names(one.actors[1:]), _inter(actor.party, land))
        if first.inter is None:
            tally.assumed(one.id, "inter1", "nobody says what the actor is: left empty")
    elif event == "Strategic developments":
        tally.assumed(one.id, "actor1", "nobody names the doer: left empty")
        first = _Side(None, "", None)
    else:
        tally.assumed(one.id, "actor1", "nobody names the doer: ACLED's unidentified armed group")
        first = _Side(f"Unidentified Armed Group ({land.name})", "", "Political militia")
    if event == "Protests":
        return first, _Side(f"Protesters ({land.name})", _names(others), "Protesters"), sub.startswith("Excessive")
    armed = [party for party in others if kind(party) in ("state", "armed", "other")]
    rest = [party for party in others if party not in armed]
    if armed and event != "Violence against civilians":
        beside = _names([*armed[1:], *rest])
        return first, _Side(clean(armed[0].name), beside, _inter(armed[0], land)), False
    if rest or event == "Violence against civilians":
        violent = event in ("Violence against civilians", "Explosions/Remote violence")
        return first, _Side(f"Civilians ({land.name})", _names([*rest, *armed]), "Civilians"), violent
    return first, _Side(None, "", None), False


def _inter(party: Party, land: Country) -> str | None:
    """Return what ACLED calls a party of this kind; forces of another state are external."""
    if kind(party) == "state":
        return "State forces" if party.country in (None, land.code) else "External/Other forces"
    if kind(party) == "armed":
        return "Rebel group" if party.sector == "REB" else "Political militia"
    return {"civilian": "Civilians", "other": "External/Other forces", None: None}[kind(party)]


def _names(parties: list[Party] | tuple[Party, ...]) -> str:
    return "; ".join(dict.fromkeys(clean(party.name) for party in parties))


def _fatalities(one: Incident, tally: Tally) -> int:
    """Return one number of deaths: best of the rule, else the smallest; 0 where nobody gives one, as ACLED does."""
    view = figure(one, "killed")
    found = None if view is None else view.best if view.best is not None else view.low
    if found is None:
        tally.assumed(one.id, "fatalities", "nobody gives a number of dead: ACLED writes 0")
        return 0
    if view is not None and not view.low == view.best == view.high:
        tally.changed(one.id, "figures.killed", "one number for a range")
    return found
