"""Incidents in the shape of the UCDP Georeferenced Event Dataset: 49 columns, one row a lethal incident.

The columns, precision codes and what counts as an event are those of the GED codebook of the Uppsala Conflict Data
Program: armed force by an organised actor, against another or against civilians, with at least one death. Identifiers
of conflicts, dyads and sides are UCDP's to give and stay empty. PRIO-GRID's cell is computed (Tollefsen, Strand and
Buhaug 2012: half a degree, row by row from the south-west corner).
"""

from __future__ import annotations

import math
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
    number,
    provenance,
    publisher,
    targets,
)
from panj.exports.tables import Row
from panj.model import FigureView, Incident, Party

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip

_WHERE = {"point": 1, "district": 3, "province": 4, "region": 5, "country": 6}
_HOLDS = frozenset({"when", "place", "actors", "recipients", "figures.killed", "figures.killed.bounds"})
_OWN = ("active_year", "code_status", "conflict_name", "conflict, dyad and side identifiers")

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
"""UCDP's types of violence."""


class Sides(NamedTuple):
    """Who met whom: the type of violence, side A with the party behind it, side B (``None``: civilians)."""

    violence: int
    a: Party
    b: Party | None


class Deaths(NamedTuple):
    """The split of the best number of deaths; the four add up to it."""

    a: int
    b: int
    civilians: int
    unknown: int


def write(material: Material, tally: Tally) -> bytes:
    """Return the lethal incidents whose sides are known as CSV."""
    rows = []
    for one, row in tally.kept(material.incidents, lambda one: _row(one, material, tally)):
        tally.beyond(one, _HOLDS)
        for field in _OWN:
            tally.dropped(one.id, field, "UCDP's to give: left empty")
        rows.append((one.id, row))
    return table(COLUMNS, rows, tally)


def _row(one: Incident, material: Material, tally: Tally) -> Row:
    if one.type != "ASSAULT":
        raise Outside("type", f"{one.type} is no use of armed force")
    view = figure(one, "killed")
    if view is None or not any(end and end > 0 for end in (view.low, view.best, view.high)):
        raise Outside("figures.killed", "no claim gives a death")
    span, place = days(one), one.place
    if span is None:
        raise Outside("when", "no claim gives both a first and a last day")
    if (span[1] - span[0]).days > 366:
        raise Outside("when", "the days span more than a year")
    land = country(place.country) if place else None
    if place is None or land is None or place.lat is None or place.lon is None or place.precision is None:
        raise Outside("place", "no place with coordinates in a country")
    actor = doer(one, tally, alleged=True)
    sides = _sides(one, actor)
    if actor is not None and actor.alleged_by is not None:
        tally.changed(one.id, "actors_alleged", "stands as side A; source_original says who alleges it")
    low, best, high = _numbers(one, view, tally)
    deaths = split(material, view, sides, best)
    homes = [country(party.country) if party and kind(party) == "state" else None for party in (sides.a, sides.b)]
    side_a, side_b = _name(sides.a), _name(sides.b)
    first = next((report for report in material.reports_of(one)), None)
    original = [account.claimant for account in one.accounts]
    if actor is not None and actor.alleged_by is not None:
        original.append(f"{clean(actor.party.name)} as the doer: {clean(actor.alleged_by)} alone")
    articles = [
        ", ".join(
            part
            for part in (
                publisher(report),
                report.published_at.date().isoformat() if report.published_at else "no date",
                clean(report.title or ""),
            )
            if part
        )
        for report in material.reports_of(one)
    ]
    return {
        "id": number(one.id),
        "relid": one.id,
        "year": span[0].year,
        "type_of_violence": sides.violence,
        "dyad_name": f"{side_a} - {side_b}",
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": one.origins,
        "source_article": "; ".join([*articles, provenance(one)]),
        "source_office": publisher(first) if first else None,
        "source_date": first.published_at.date().isoformat() if first and first.published_at else None,
        "source_headline": first.title if first else None,
        "source_original": "; ".join(dict.fromkeys(clean(name) for name in original)),
        "where_prec": _WHERE[place.precision],
        "where_coordinates": place.name,
        "where_description": clean(place.words.text),
        "adm_1": place.admin1,
        "adm_2": place.admin2,
        "latitude": place.lat,
        "longitude": place.lon,
        "geom_wkt": f"POINT ({place.lon} {place.lat})",
        "priogrid_gid": priogrid(place.lat, place.lon),
        "country": land.name,
        "country_id": land.gw,
        "region": land.ucdp_region,
        "event_clarity": 1,
        "date_prec": _date_precision((span[1] - span[0]).days + 1),
        "date_start": f"{span[0].isoformat()} 00:00:00.000",
        "date_end": f"{span[1].isoformat()} 00:00:00.000",
        "deaths_a": deaths.a,
        "deaths_b": deaths.b,
        "deaths_civilians": deaths.civilians,
        "deaths_unknown": deaths.unknown,
        "best": best,
        "high": high,
        "low": low,
        "gwnoa": homes[0].gw if homes[0] else None,
        "gwnob": homes[1].gw if homes[1] else None,
    }


def _sides(one: Incident, actor: Actor | None) -> Sides:
    """Return who met whom.

    Raises:
        Outside: a side is not known to be a state's, an organised armed group's or civilians.
    """
    if actor is None:
        raise Outside("actors", "no organised doer that claims agree on")
    mine = kind(actor.party)
    if mine not in ("state", "armed"):
        raise Outside("actors", "the doer is not known to be a state's force or an armed group")
    others = targets(one, actor)
    armed = next((party for party in others if kind(party) in ("state", "armed")), None)
    if armed is not None:
        if mine == "armed" and kind(armed) == "state":
            return Sides(STATE_BASED, armed, actor.party)  # side A is the government where one side is
        return Sides(STATE_BASED if mine == "state" else NON_STATE, actor.party, armed)
    if any(kind(party) == "civilian" for party in others):
        return Sides(ONE_SIDED, actor.party, None)
    raise Outside("recipients", "nobody says whether the other side was armed or civilian")


def _name(party: Party | None) -> str:
    if party is None:
        return "Civilians"
    home: Country | None = country(party.country)
    return f"Government of {home.name}" if home is not None and kind(party) == "state" else clean(party.name)


def _numbers(one: Incident, view: FigureView, tally: Tally) -> tuple[int, int, int]:
    """Return low, best and high; UCDP knows no open end and asks for a best number."""
    best = view.best
    if best is None:
        best = view.low if view.low is not None else view.high
        tally.assumed(one.id, "figures.killed.best", "open by the rule: the end that claims give")
    if best is None:
        raise Outside("figures.killed", "no claim gives a death")
    low, high = view.low, view.high
    if low is None:
        tally.assumed(one.id, "figures.killed.low", "open: 0")
    if high is None:
        tally.assumed(one.id, "figures.killed.high", "open: the best number")
    low, high = low or 0, best if high is None else high
    return min(low, best), best, max(high, best)


def split(material: Material, view: FigureView, sides: Sides, best: int) -> Deaths:
    """Return the best number of deaths by side, as far as claims say whose they are; the rest is unknown.

    A number belongs to the side of the recipient whose words hold it ("20 soldiers"), or of the only recipient. Where
    the sides that claims count do not fit into the best number, all of it is unknown.
    """
    counted = {"a": 0, "b": 0, "civilians": 0}
    if view.sides:
        for side in view.sides:
            people = {_belongs(material, value_id, sides) for value_id in side.value_ids}
            count = side.best if side.best is not None else side.low
            if len(people) == 1 and (name := people.pop()) is not None:
                counted[name] += count or 0
    else:
        standing = [claim for claim in view.claims if not (claim.subset or claim.superseded or claim.withdrawn)]
        people = {_belongs(material, claim.value_id, sides) for claim in standing or view.claims}
        if len(people) == 1 and (name := people.pop()) is not None:
            counted[name] = best
    rest = best - sum(counted.values())
    return Deaths(**counted, unknown=rest) if rest >= 0 else Deaths(0, 0, 0, best)


def _belongs(material: Material, value_id: str, sides: Sides) -> str | None:
    """Return the side whose dead a number counts: ``a``, ``b``, ``civilians``; ``None`` where nobody says."""
    claim_id, _, value = value_id.partition(".fig")
    claim = material.claims.get(claim_id)
    if claim is None or not value.isdecimal() or int(value) >= len(claim.mention.figures):
        return None
    words = claim.mention.figures[int(value)].span
    held = [
        party
        for party in claim.recipients
        if party.words is not None and party.words.start < words.end and words.start < party.words.end
    ]
    found = held or list(claim.recipients)
    if len(found) != 1:
        return None
    (party,) = found
    for name, side in (("a", sides.a), ("b", sides.b)):
        if side is not None and (
            party.key == side.key or (kind(party) == kind(side) == "state" and party.country == side.country)
        ):
            return name
    return "civilians" if kind(party) == "civilian" else None


def _date_precision(length: int) -> int:
    """Return UCDP's code: 1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 up to a year."""
    return next(code for code, longest in ((1, 1), (2, 6), (3, 7), (4, 31), (5, 367)) if length <= longest)


def priogrid(lat: float, lon: float) -> int:
    """Return the cell of PRIO-GRID: 720 cells of half a degree in a row, counted from 90° S, 180° W, from 1."""
    row = min(math.floor((lat + 90) * 2), 359)
    column = min(math.floor((lon + 180) * 2), 719)
    return row * 720 + column + 1
