"""GeoJSON, CAP, STIX and Parquet: what the specifications demand, and what an incident says in each."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from lxml.etree import DocumentInvalid  # type: ignore[import-untyped]

from panj.exports import convert
from tests.exports import checks
from tests.exports.desk import Desk, identifier, morning, party, place

CAP = {"cap": "urn:oasis:names:tc:emergency:cap:1.2"}


def test_geojson() -> None:
    features = {one["id"]: one for one in checks.geojson(convert("geojson", morning()).data)}
    assert len(features) == 6
    attack = features[identifier("attack")]
    assert attack["geometry"] == {"type": "Point", "coordinates": [67.001, 30.184]}
    said = attack["properties"]
    assert (said["killed_low"], said["killed_best"], said["killed_high"], said["rule"]) == (3, 5, 5, "most-supported")
    assert [party["name"] for party in said["actors"]] == ["Sarhad Front"]
    assert said["valid_from"] == "2025-11-24"
    assert len(said["claim_ids"]) == 2
    assert said["disagreements"]
    drone = features[identifier("drone")]["properties"]
    assert drone["actors_alleged"][0]["alleged_by"] == "Foreign Ministry"
    assert drone["launched_from"][0]["country"] == "AFG"


def test_the_middle_of_a_country_is_no_point_on_a_map() -> None:
    made = convert("geojson", morning())
    features = {one["id"]: one for one in checks.geojson(made.data)}
    assert features[identifier("massacre")]["geometry"] is None
    assert features[identifier("massacre")]["properties"]["place"]["lat"] == 16.0
    assert features[identifier("aid")]["geometry"] is None
    (loss,) = [one for one in made.losses.losses if "country" in one.reason]
    assert loss.incident_ids == (identifier("massacre"),)


def text(root: Any, name: str) -> str:
    (found,) = root.xpath(f"//cap:{name}", namespaces=CAP)
    value: str = found.text
    return value


def test_cap() -> None:
    files = convert("cap", morning()).files
    assert sorted(files) == sorted(f"{identifier(name)}.xml" for name in ("attack", "drone", "rally", "arrest"))
    roots = {name: checks.cap(data) for name, data in files.items()}
    attack = roots[f"{identifier('attack')}.xml"]
    assert text(attack, "status") == "Draft"
    assert text(attack, "identifier") == identifier("attack")
    assert text(attack, "sent") == "2025-11-26T03:30:00-00:00"
    assert (text(attack, "urgency"), text(attack, "severity")) == ("Past", "Unknown")
    assert text(attack, "certainty") == "Observed"
    assert text(attack, "circle") == "30.184,67.001 0"
    names = attack.xpath("//cap:parameter/cap:valueName/text()", namespaces=CAP)
    values = attack.xpath("//cap:parameter/cap:value/text()", namespaces=CAP)
    said = dict(zip(names, values, strict=True))
    assert said["panj:incident"] == identifier("attack")
    assert len(said["panj:claims"].split()) == 2
    assert (said["panj:killed.low"], said["panj:killed.high"]) == ("3", "5")
    drone = roots[f"{identifier('drone')}.xml"]
    assert "By Gunmen, says Foreign Ministry" in text(drone, "description")
    assert drone.xpath("//cap:geocode/cap:value/text()", namespaces=CAP) == ["TJ"]
    assert not drone.xpath("//cap:circle", namespaces=CAP)


def test_the_checks_of_cap_can_fail() -> None:
    (data,) = [data for name, data in convert("cap", morning()).files.items() if name.startswith(identifier("attack"))]
    for good, bad in ((b"Draft", b"Done"), (b"-00:00", b"Z"), (b"<scope>Public</scope>", b""), (b"184,67", b"184;67")):
        assert good in data
        with pytest.raises(DocumentInvalid):
            checks.cap(data.replace(good, bad))


def test_stix() -> None:
    nodes = checks.stix(convert("stix", morning()).data)
    kinds = [node["type"] for node in nodes.values()]
    assert set(kinds) == {"identity", "incident", "location", "relationship", "report"}
    incidents = {
        reference["external_id"]: node
        for node in nodes.values()
        if node["type"] == "incident"
        for reference in node["external_references"]
        if reference["source_name"] == "panj"
    }
    assert set(incidents) == {identifier(name) for name in ("attack", "drone", "rally", "arrest")}
    drone = incidents[identifier("drone")]
    assert [one["external_id"][0] for one in drone["external_references"] if one["source_name"] == "panj-claim"] == [
        "m"
    ]
    joined = {
        (node["relationship_type"], nodes[node["target_ref"]]["name"]): node
        for node in nodes.values()
        if node["type"] == "relationship" and node["source_ref"] == drone["id"]
    }
    assert set(joined) == {
        ("related-to", "Gunmen"), ("targets", "Chinese workers"), ("located-at", "Khatlon"),
        ("originates-from", "Afghanistan"),
    }  # fmt: skip
    assert joined["related-to", "Gunmen"]["description"] == "said to have done it by Foreign Ministry"
    (report,) = [node for node in nodes.values() if node["type"] == "report" and "Drone" in node["name"]]
    assert report["object_refs"] == [drone["id"]]
    assert report["published"] == "2025-11-27T12:40:00.000Z"


def test_two_incidents_gunmen_are_two_identities_and_an_army_is_one() -> None:
    desk = Desk()
    report = desk.report("Gunmen attacked. Soldiers answered. Gunmen raided.")
    for name, trigger in (("a", "attacked"), ("b", "raided")):
        gunmen, army = party("Gunmen", "text:gunmen", None, "UAF"), party("army", "mil:PAK", "PAK", "MIL")
        desk.tell(name, report, trigger, actors=(gunmen,), recipients=((army, "Soldiers"),),
                  places=(place("Osh", "KGZ", "Osh", (40.5, 72.8), "point", gazetteer_id="geonames:1"),))  # fmt: skip
    nodes = checks.stix(convert("stix", desk.material()).data).values()
    names = [node["name"] for node in nodes if node["type"] in ("identity", "location")]
    assert sorted(names) == ["Gunmen", "Gunmen", "Osh", "Panj", "army"]


def test_a_public_validator_agrees_with_the_bundle() -> None:
    validator = pytest.importorskip("stix2validator", reason="stix2-validator is not installed")
    options = validator.ValidationOptions(version="2.1", strict=False)
    results = validator.validate_string(convert("stix", morning()).data.decode(), options)
    assert results.is_valid, str(results)


def test_parquet() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'panj[parquet]'")
    from pyarrow import parquet

    from panj.exports.parquet import schema

    table = parquet.read_table(io.BytesIO(convert("parquet", morning()).data))
    assert table.schema.equals(schema())
    rows = {row["incident_id"]: row for row in table.to_pylist()}
    assert len(rows) == 6
    attack = rows[identifier("attack")]
    assert attack["valid_from"] == dt.date(2025, 11, 24)
    (killed,) = [one for one in attack["figures"] if one["outcome"] == "killed"]
    assert (killed["low"], killed["best"], killed["high"]) == (3, 5, 5)
    assert {claim["claimant"] for claim in killed["claims"]} == {"Indus Agency", "Pakistan army"}
    assert attack["place"]["gazetteer_id"] == "geonames:1167528"
    assert rows[identifier("drone")]["actors_alleged"][0]["alleged_by"] == "Foreign Ministry"
    assert rows[identifier("aid")]["place"] is None
