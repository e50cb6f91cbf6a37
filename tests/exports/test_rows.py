"""The row formats: exactly their columns, rows as an analyst would write them, provenance in every row."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from panj.exports import Material, convert
from panj.exports.acled import COLUMNS as ACLED
from panj.exports.acled import EVENTS, SUB_EVENTS
from panj.exports.cameo import CODES, GOLDSTEIN, quad_class
from panj.exports.countries import country
from panj.exports.gdelt import COLUMNS as GDELT
from panj.exports.gdelt import fraction
from panj.exports.polecat import COLUMNS as POLECAT
from panj.exports.ucdp import COLUMNS as UCDP
from panj.exports.ucdp import priogrid
from panj.incidents import RULES
from panj.ontology import MODES
from tests.exports.desk import Desk, identifier, morning, outlet, party, place

Rows = dict[str, dict[str, str]]


def rows(name: str, material: Material) -> Rows:
    """Return the rows of an export by the incident that they are about, empty cells left out."""
    text = convert(name, material).data.decode()
    if name == "gdelt":
        parsed = [dict(zip(GDELT, line.split("\t"), strict=True)) for line in text.splitlines()]
    else:
        parsed = list(csv.DictReader(io.StringIO(text), delimiter="\t" if name == "polecat" else ","))
    found = {}
    for one in material.incidents:
        mine = [row for row in parsed if one.id in " ".join(row.values())]
        assert len(mine) <= 1
        if mine:
            found[one.id] = {column: cell for column, cell in mine[0].items() if cell}
    assert len(found) == len(parsed), "a row without an incident"
    return found


@pytest.mark.parametrize(
    ("columns", "count", "first", "last"),
    [
        (ACLED, 31, "event_id_cnty", "timestamp"),
        (UCDP, 49, "id", "gwnob"),
        (GDELT, 61, "GlobalEventID", "SOURCEURL"),
        (POLECAT, 40, "Event ID", "Version"),
    ],
)
def test_the_columns_are_those_of_the_codebooks(columns: tuple[str, ...], count: int, first: str, last: str) -> None:
    assert len(columns) == len(set(columns)) == count
    assert (columns[0], columns[-1]) == (first, last)


@pytest.mark.parametrize("name", ["acled", "ucdp", "polecat"])
def test_the_head_is_the_columns(name: str) -> None:
    head = convert(name, morning()).data.decode().splitlines()[0]
    assert head.replace("\t", ",").split(",") == list({"acled": ACLED, "ucdp": UCDP, "polecat": POLECAT}[name])


@pytest.mark.parametrize("name", ["acled", "ucdp", "gdelt", "polecat"])
def test_every_row_carries_the_incident_and_its_claims(name: str) -> None:
    material = morning()
    found = rows(name, material)
    assert found
    for one in material.incidents:
        if one.id in found:
            cells = " ".join(found[one.id].values())
            assert all(claim in cells for claim in one.claim_ids)


def test_an_attack_in_acled() -> None:
    row = rows("acled", morning("conservative"))[identifier("attack")]
    notes, tags = row.pop("notes"), row.pop("tags")
    assert "killed 3 by the rule conservative" in notes
    assert tags.startswith(f"panj incident={identifier('attack')}; panj claims=m")
    assert row == {
        "event_id_cnty": "PAK" + identifier("attack"),
        "event_date": "2025-11-24",
        "year": "2025",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Sarhad Front",
        "inter1": "Rebel group",
        "actor2": "Pakistan army",
        "assoc_actor_2": "driver",
        "inter2": "State forces",
        "interaction": "Rebel group-State forces",
        "iso": "586",
        "region": "South Asia",
        "country": "Pakistan",
        "admin1": "Balochistan",
        "location": "Quetta",
        "latitude": "30.184",
        "longitude": "67.001",
        "geo_precision": "1",
        "source": "Indus Agency; Gazette",
        "fatalities": "3",
        "timestamp": "1764127800",
    }


def test_the_rule_chooses_the_number_of_dead() -> None:
    attack = identifier("attack")
    assert rows("acled", morning("conservative"))[attack]["fatalities"] == "3"
    assert rows("acled", morning("informative"))[attack]["fatalities"] == "5"
    assert rows("ucdp", morning("most-supported"))[attack]["best"] == "5"


def test_a_drone_strike_a_rally_and_an_arrest_in_acled() -> None:
    found = rows("acled", morning("conservative"))
    drone = found[identifier("drone")]
    assert drone["sub_event_type"] == "Air/drone strike"
    assert (drone["event_date"], drone["time_precision"], drone["geo_precision"]) == ("2025-11-26", "2", "3")
    assert (drone["actor1"], drone["actor2"]) == ("Gunmen", "Civilians (Tajikistan)")
    assert drone["assoc_actor_2"] == "Chinese workers"
    assert drone["civilian_targeting"] == "Civilian targeting"
    assert "Gunmen did it, says Foreign Ministry" in drone["notes"]
    rally = found[identifier("rally")]
    assert (rally["event_type"], rally["sub_event_type"]) == ("Protests", "Peaceful protest")
    assert (rally["actor1"], rally["assoc_actor_1"]) == ("Protesters (Tajikistan)", "students")
    assert rally["interaction"] == "Protesters only"
    arrest = found[identifier("arrest")]
    assert (arrest["event_type"], arrest["sub_event_type"]) == ("Strategic developments", "Arrests")
    assert arrest["interaction"] == "State forces-Civilians"
    assert identifier("aid") not in found


def test_an_attack_in_ucdp() -> None:
    row = rows("ucdp", morning())[identifier("attack")]
    article = row.pop("source_article")
    assert article.startswith("Indus Agency, 2025-11-25, =HYPERLINK")
    assert f"panj incident={identifier('attack')}" in article
    assert row == {
        "id": str(int(identifier("attack")[1:], 16)),
        "relid": identifier("attack"),
        "year": "2025",
        "type_of_violence": "1",
        "dyad_name": "Government of Pakistan - Sarhad Front",
        "side_a": "Government of Pakistan",
        "side_b": "Sarhad Front",
        "number_of_sources": "2",
        "source_office": "Indus Agency",
        "source_date": "2025-11-25",
        "source_headline": '\'=HYPERLINK("https://evil.example")',
        "source_original": "Indus Agency; Pakistan army",
        "where_prec": "1",
        "where_coordinates": "Quetta",
        "where_description": "Quetta",
        "adm_1": "Balochistan",
        "latitude": "30.184",
        "longitude": "67.001",
        "geom_wkt": "POINT (67.001 30.184)",
        "priogrid_gid": "173295",
        "country": "Pakistan",
        "country_id": "770",
        "region": "Asia",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": "2025-11-24 00:00:00.000",
        "date_end": "2025-11-24 00:00:00.000",
        "deaths_a": "5",
        "deaths_b": "0",
        "deaths_civilians": "0",
        "deaths_unknown": "0",
        "best": "5",
        "high": "5",
        "low": "3",
        "gwnoa": "770",
    }


def test_a_massacre_in_ucdp_is_one_sided() -> None:
    row = rows("ucdp", morning())[identifier("massacre")]
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("3", "Government of Sudan", "Civilians")
    assert (row["low"], row["best"], row["high"]) == ("40", "40", "40")
    assert (row["deaths_civilians"], row["deaths_unknown"]) == ("40", "0")
    assert (row["where_prec"], row["date_prec"]) == ("6", "4")


def test_the_split_of_deaths_adds_up_to_the_best_number() -> None:
    for rule in RULES:
        for row in rows("ucdp", morning(rule)).values():
            split = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
            assert sum(int(row[column]) for column in split) == int(row["best"])
            assert int(row["low"]) <= int(row["best"]) <= int(row["high"])


def test_dead_whose_side_nobody_tells_are_unknown() -> None:
    desk = Desk()
    report = desk.report("Rebels shot at soldiers and rivals; nine people died.")
    army, league = party("army", "mil:PAK", "PAK", "MIL"), party("League", "org:league", "PAK", "REB")
    desk.tell(
        "clash", report, "shot", by=outlet("Wire"), actors=(party("Front", "org:front", "PAK", "REB"),),
        recipients=((army, "soldiers"), (league, "rivals")), when=("2025-11-24", "2025-11-24"),
        places=(place("Quetta", "PAK", "Balochistan", (30.184, 67.001), "point"),),
        figures=(("nine people", "killed", 9, 9),),
    )  # fmt: skip
    (row,) = rows("ucdp", desk.material()).values()
    assert (row["deaths_unknown"], row["best"]) == ("9", "9")


def test_two_armed_groups_are_non_state_violence() -> None:
    desk = Desk()
    report = desk.report("The Front shot two men of the League.")
    league = party("League", "org:league", "PAK", "REB")
    desk.tell(
        "clash", report, "shot", by=outlet("Wire"), actors=(party("Front", "org:front", "PAK", "REB"),),
        recipients=((league, "two men of the League"),), when=("2025-11-24", "2025-11-24"),
        places=(place("Quetta", "PAK", "Balochistan", (30.184, 67.001), "point"),),
        figures=(("two men", "killed", 2, 2),),
    )  # fmt: skip
    (row,) = rows("ucdp", desk.material()).values()
    assert (row["type_of_violence"], row["deaths_b"]) == ("2", "2")
    assert "gwnoa" not in row
    (clash,) = rows("acled", desk.material()).values()
    assert clash["interaction"] == "Rebel group-Rebel group"


def test_an_attack_in_gdelt() -> None:
    row = rows("gdelt", morning())[identifier("attack")]
    url = row.pop("SOURCEURL")
    assert url.startswith("https://indus.example/attack?id=7#top&panj:incident=i")
    assert row == {
        "GlobalEventID": str(int(identifier("attack")[1:], 16)),
        "Day": "20251124",
        "MonthYear": "202511",
        "Year": "2025",
        "FractionDate": "2025.9699",
        "Actor1Code": "PAKREB",
        "Actor1Name": "SARHAD FRONT",
        "Actor1CountryCode": "PAK",
        "Actor1Type1Code": "REB",
        "Actor2Code": "PAKMIL",
        "Actor2Name": "PAKISTAN ARMY",
        "Actor2CountryCode": "PAK",
        "Actor2Type1Code": "MIL",
        "IsRootEvent": "1",
        "EventCode": "193",
        "EventBaseCode": "193",
        "EventRootCode": "19",
        "QuadClass": "4",
        "GoldsteinScale": "-10.0",
        "NumMentions": "2",
        "NumSources": "2",
        "NumArticles": "2",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Quetta, Balochistan, Pakistan",
        "ActionGeo_CountryCode": "PK",
        "ActionGeo_Lat": "30.184",
        "ActionGeo_Long": "67.001",
        "DATEADDED": "20251125100000",
    }


def test_an_allegation_is_no_actor_where_the_format_cannot_say_so() -> None:
    drone = identifier("drone")
    assert "Actor1Name" not in rows("gdelt", morning())[drone]
    assert "Actor Name" not in rows("polecat", morning())[drone]


def test_a_denied_or_disputed_allegation_is_no_actor_anywhere() -> None:
    desk = Desk()
    report = desk.report("Gunmen shot a mayor; the rebels did, said one; the army did, said another.")
    where, when = (place("Osh", "KGZ", "Osh", (40.5, 72.8), "point"),), ("2025-11-24", "2025-11-24")
    mayor = ((party("mayor", "text:mayor", "KGZ", "GOV"), "a mayor"),)
    for name, key in (("rebels", "org:rebels"), ("army", "mil:KGZ")):
        desk.tell(
            "murder", report, "shot", by=party(f"rival of {name}", f"text:{name}"), recipients=mayor, places=where,
            actors=(party(name, key, "KGZ", "REB"),), when=when, figures=(("a mayor", "killed", 1, 1),),
        )  # fmt: skip
    (row,) = rows("acled", desk.material()).values()
    assert row["actor1"] == "Unidentified Armed Group (Kyrgyzstan)"
    assert rows("ucdp", desk.material()) == {}
    assert "Actor1Name" not in next(iter(rows("gdelt", desk.material()).values()))


def test_an_attack_in_polecat() -> None:
    row = rows("polecat", morning())[identifier("attack")]
    assert row.pop("Version").startswith(f"panj incident={identifier('attack')}; panj claims=m")
    assert row == {
        "Event ID": identifier("attack"),
        "Event Date": "2025-11-24",
        "Event Type": "ASSAULT",
        "Event Mode": "firearms",
        "Quad Code": "MATERIAL CONFLICT",
        "Actor Name": "Sarhad Front",
        "Actor Country": "PAK",
        "Actor COW": "770",
        "Primary Actor Sector": "REB",
        "Actor Sectors": "REB",
        "Recipient Name": "Pakistan army",
        "Recipient Country": "PAK",
        "Recipient COW": "770",
        "Primary Recipient Sector": "MIL",
        "Recipient Sectors": "MIL",
        "Recipient Name Raw": "three soldiers",
        "Placename": "Quetta",
        "City": "Quetta",
        "Province": "Balochistan",
        "Country": "PAK",
        "Latitude": "30.184",
        "Longitude": "67.001",
        "GeoNames ID": "1167528",
        "Raw Placename": "Quetta",
        "Feature Type": "populated place",
        "Source": "Indus Agency; Gazette",
        "Publication Date": "2025-11-25",
        "Language": "en",
    }


def test_every_type_and_mode_has_a_code_with_a_scale() -> None:
    kinds = {(type_, mode) for type_, modes in MODES.items() for mode in (None, *modes)}
    assert set(CODES) == kinds
    assert set(CODES.values()) == set(GOLDSTEIN)
    for (type_, _), code in CODES.items():
        assert -10 <= GOLDSTEIN[code] <= 10
        if type_ in ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST"):
            assert quad_class(code) == 4
    assert [quad_class(code) for code in ("010", "050", "060", "087", "090", "138", "141", "204")] == [
        1, 1, 2, 2, 3, 3, 4, 4,
    ]  # fmt: skip


def test_the_cross_walk_to_acled_leads_to_its_types() -> None:
    assert set(SUB_EVENTS.values()) <= set(EVENTS)
    for type_, mode in SUB_EVENTS:
        assert mode is None or mode in MODES[type_]


def test_codes_of_countries() -> None:
    tajikistan, yemen, romania, kosovo = country("TJK"), country("YEM"), country("ROU"), country("XKX")
    assert tajikistan and yemen and romania and kosovo
    assert (tajikistan.numeric, tajikistan.alpha2, tajikistan.fips, tajikistan.gw) == (762, "TJ", "TI", 702)
    assert (yemen.gw, yemen.cow, yemen.ucdp_region) == (678, 679, "Middle East")
    assert romania.cameo == "ROM"
    assert kosovo.numeric is None
    assert country("XXX") is None
    assert country(None) is None
    regions = {one.region for code in ("FRA", "NGA", "IRN", "IND", "THA", "CHN", "KEN") if (one := country(code))}
    assert regions == {"Europe", "Western Africa", "Middle East", "South Asia", "Southeast Asia", "East Asia",
                       "Eastern Africa"}  # fmt: skip


def test_cells_of_prio_grid_and_fractions_of_a_year() -> None:
    assert priogrid(-89.9, -179.9) == 1
    assert priogrid(90, 180) == 720 * 360
    assert priogrid(9.05, 7.48) == 198 * 720 + 374 + 1
    assert fraction(dt.date(2025, 1, 1)) == 2025.0849
    assert int(fraction(dt.date(2025, 12, 31))) == 2025
