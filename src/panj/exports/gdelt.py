"""Incidents in the shape of GDELT 2.0's event table: 61 columns divided by tabs, without a head.

The columns and codes are those of the GDELT Event Database data format codebook, version 2.0. GDELT has one actor and
one target, no figures and no free field: the identifiers of an incident and its claims stand in the fragment of
``SOURCEURL``, which leads to the same page with and without it. Tone is not measured and stays empty.
"""

from __future__ import annotations

import datetime as dt

from panj.exports import cameo
from panj.exports.countries import Country, country
from panj.exports.delimited import bare
from panj.exports.losses import Outside, Tally
from panj.exports.material import Material, address, clean, days, doer, middle, number, targets
from panj.exports.tables import Row
from panj.model import Incident, Party

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip

_HOLDS = frozenset({"when", "place", "mode", "actors", "recipients"})
_COUNTRY, _US_STATE, _US_CITY, _CITY, _STATE = 1, 2, 3, 4, 5
NO_ADDRESS = "urn:panj:report:"
"""What ``SOURCEURL`` begins with where no report has an address."""


def write(material: Material, tally: Tally) -> bytes:
    """Return the dated incidents as GDELT's tab-divided rows."""
    rows = []
    for one, row in tally.kept(material.incidents, lambda one: _row(one, material, tally)):
        tally.beyond(one, _HOLDS)
        tally.dropped(one.id, "AvgTone", "not measured: left empty")
        rows.append((one.id, row))
    return bare(COLUMNS, rows, tally)


def _row(one: Incident, material: Material, tally: Tally) -> Row:
    span = days(one)
    if span is None:
        raise Outside("when", "no claim gives both a first and a last day")
    if (span[1] - span[0]).days > 366:
        raise Outside("when", "the days span more than a year")
    published = material.published(one)
    if not published:
        raise Outside("DATEADDED", "no report has a publication time")
    if span[0] != span[1]:
        tally.changed(one.id, "when", "one day in the middle of those in question")
    day = middle(*span)
    event = cameo.code(one.type, one.mode)
    if one.mode is not None and event == cameo.code(one.type, None):
        tally.dropped(one.id, "mode", f"CAMEO has no code for {one.type}/{one.mode}")
    actor = doer(one, tally, alleged=False)
    target = next(iter(targets(one, actor)), None)
    reports = material.reports_of(one)
    return {
        "GlobalEventID": number(one.id),
        "Day": int(f"{day:%Y%m%d}"),
        "MonthYear": int(f"{day:%Y%m}"),
        "Year": day.year,
        "FractionDate": fraction(day),
        **_actor("Actor1", actor.party if actor else None, one, tally),
        **_actor("Actor2", target, one, tally),
        "IsRootEvent": int(_in_lead(one, material)),
        "EventCode": event,
        "EventBaseCode": cameo.base(event),
        "EventRootCode": cameo.root(event),
        "QuadClass": cameo.quad_class(event),
        "GoldsteinScale": cameo.GOLDSTEIN[event],
        "NumMentions": len(one.claim_ids),
        "NumSources": len(material.publishers(one)),
        "NumArticles": len(reports),
        **_geo(one, tally),
        "DATEADDED": int(f"{published[0]:%Y%m%d%H%M%S}"),
        "SOURCEURL": _address(one, next(filter(None, map(address, reports)), None)),
    }


def fraction(day: dt.date) -> float:
    """Return a day as GDELT's fraction of a year: ``year + (month * 30 + day) / 365``, the fraction below 1."""
    return round(day.year + min((day.month * 30 + day.day) / 365, 0.9999), 4)


def _actor(prefix: str, party: Party | None, one: Incident, tally: Tally) -> Row:
    if party is None:
        return {}
    home = country(party.country)
    sector = party.sector if party.sector in cameo.SECTORS else None
    if party.sector and not sector:
        tally.dropped(one.id, f"{prefix}Type1Code", f"CAMEO has no role {party.sector}")
    return {
        f"{prefix}Code": ((home.cameo if home else "") + (sector or "")) or None,
        f"{prefix}Name": clean(party.name).upper(),
        f"{prefix}CountryCode": home.cameo if home else None,
        f"{prefix}Type1Code": sector,
    }


def _geo(one: Incident, tally: Tally) -> Row:
    place = one.place
    land: Country | None = country(place.country) if place else None
    if place is None:
        return {}
    if land is None or place.precision is None:
        tally.dropped(one.id, "place", "GDELT's geography knows only places in a country")
        return {}
    american = land.code == "USA"
    if place.precision in ("country", "region"):
        type_ = _COUNTRY
    elif place.precision == "province":
        type_ = _US_STATE if american else _STATE
    else:
        type_ = _US_CITY if american else _CITY
        if place.precision == "district":
            tally.changed(one.id, "place", "a district; GDELT has cities and provinces only")
    if type_ != _COUNTRY:
        tally.dropped(one.id, "ActionGeo_ADM1Code", "GDELT's codes of provinces are not known: left empty")
    parts = [place.name, *([place.admin1] if place.admin1 else []), land.name]
    return {
        "ActionGeo_Type": type_,
        "ActionGeo_FullName": ", ".join(dict.fromkeys(parts)),
        "ActionGeo_CountryCode": land.fips or None,
        "ActionGeo_ADM1Code": (land.fips or None) if type_ == _COUNTRY else None,
        "ActionGeo_Lat": place.lat,
        "ActionGeo_Long": place.lon,
        "ActionGeo_FeatureID": (land.fips or None) if type_ == _COUNTRY else None,
    }


def _in_lead(one: Incident, material: Material) -> bool:
    """Say whether a claim of the incident stands in the first paragraph of its report."""
    for claim in material.claims_of(one):
        report = material.reports.get(claim.report_id)
        if report is not None and claim.mention.trigger.start < len(report.text.partition("\n\n")[0]):
            return True
    return False


def _address(one: Incident, url: str | None) -> str:
    """Return the address of a report with the identifiers of incident and claims in its fragment."""
    page, _, part = (url or NO_ADDRESS + one.report_ids[0]).partition("#")
    ours = f"panj:incident={one.id}&claims={','.join(one.claim_ids)}"
    return f"{page}#{part}&{ours}" if part else f"{page}#{ours}"
