"""Incidents in the shape of POLECAT, the data set of the PLOVER ontology: 40 columns divided by tabs.

The columns are those of the published files (Halterman et al. 2023). PLOVER's types and modes are Panj's own, so no
cross-walk stands between. POLECAT has no figures; ``Version`` is its one free column and carries the provenance.
"""

from __future__ import annotations

from panj.exports.countries import country
from panj.exports.delimited import table
from panj.exports.losses import Outside, Tally
from panj.exports.material import Material, clean, days, doer, middle, provenance, targets
from panj.exports.tables import Row
from panj.model import Incident, Party
from panj.ontology import QUAD

_PARTY = (
    "{0} Name", "{0} Country", "{0} COW", "Primary {0} Sector", "{0} Sectors", "{0} Title", "{0} Name Raw",
    "Wikipedia {0} ID",
)  # fmt: skip
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(name.format("Actor") for name in _PARTY), *(name.format("Recipient") for name in _PARTY),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip

QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
"""POLECAT's words for PLOVER's quad codes."""

_FEATURES = {"point": "populated place", "district": "ADM2", "province": "ADM1", "country": "country"}
_HOLDS = frozenset({"when", "place", "mode", "actors", "recipients"})


def write(material: Material, tally: Tally) -> bytes:
    """Return the dated incidents as tab-divided rows under their columns."""
    rows = []
    for one, row in tally.kept(material.incidents, lambda one: _row(one, material, tally)):
        tally.beyond(one, _HOLDS)
        tally.dropped(one.id, "Intensity", "PLOVER's scores are not assigned by Panj: left empty")
        tally.dropped(one.id, "Contexts", "not read: left empty")
        rows.append((one.id, row))
    return table(COLUMNS, rows, tally, tabs=True)


def _row(one: Incident, material: Material, tally: Tally) -> Row:
    span, place = days(one), one.place
    if span is None:
        raise Outside("when", "no claim gives both a first and a last day")
    if span[0] != span[1]:
        tally.changed(one.id, "when", "one day in the middle of those in question")
    actor = doer(one, tally, alleged=False)
    reports = material.reports_of(one)
    published = material.published(one)
    land = country(place.country) if place else None
    geonames = place.gazetteer_id if place and place.gazetteer_id else ""
    languages = {report.language for report in reports if report.language}
    return {
        "Event ID": one.id,
        "Event Date": middle(*span).isoformat(),
        "Event Type": one.type,
        "Event Mode": one.mode,
        "Quad Code": QUADS[QUAD[one.type]],
        **_party("Actor", actor.party if actor else None),
        **_party("Recipient", next(iter(targets(one, actor)), None)),
        "Placename": place.name if place else None,
        "City": place.name if place and place.precision == "point" else None,
        "District": place.admin2 if place else None,
        "Province": place.admin1 if place else None,
        "Country": land.code if land else None,
        "Latitude": place.lat if place else None,
        "Longitude": place.lon if place else None,
        "GeoNames ID": geonames.removeprefix("geonames:") if geonames.startswith("geonames:") else None,
        "Raw Placename": place.words.text if place else None,
        "Feature Type": _FEATURES.get(place.precision) if place and place.precision else None,
        "Source": "; ".join(material.publishers(one)),
        "Publication Date": published[0].date().isoformat() if published else None,
        "Language": languages.pop() if len(languages) == 1 else None,
        "Version": provenance(one),
    }


def _party(role: str, party: Party | None) -> Row:
    if party is None:
        return {}
    home = country(party.country)
    return {
        f"{role} Name": clean(party.name),
        f"{role} Country": home.code if home else None,
        f"{role} COW": home.cow if home else None,
        f"Primary {role} Sector": party.sector,
        f"{role} Sectors": party.sector,
        f"{role} Name Raw": party.words.text if party.words else None,
    }
