"""What the specifications demand, as checks: RFC 7946, CAP 1.2, STIX 2.1. Each returns nothing or fails with a reason.

Where a public validator is installed (``stix2-validator``), the tests ask it too; these checks stand without it.
"""

from __future__ import annotations

import json
import pathlib
import re
import uuid
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

CAP = etree.XMLSchema(etree.parse(str(pathlib.Path(__file__).with_name("cap-1.2.xsd"))))
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
OBSERVABLES = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
REQUIRED: dict[str, set[str]] = {
    "identity": {"name"},
    "incident": {"name"},
    "location": set(),
    "relationship": {"relationship_type", "source_ref", "target_ref"},
    "report": {"name", "published", "object_refs"},
}


def cap(data: bytes) -> etree._Element:
    """Check an alert against the structure of the standard; return its root."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    CAP.assertValid(root)
    space = {"cap": "urn:oasis:names:tc:emergency:cap:1.2"}
    (headline,) = root.xpath("//cap:headline", namespaces=space)
    assert len(headline.text) <= 160
    return root


def geojson(data: bytes) -> list[dict[str, Any]]:
    """Check a FeatureCollection (RFC 7946, sections 3 and 4); return its features."""
    whole = json.loads(data)
    assert whole["type"] == "FeatureCollection"
    assert "crs" not in whole
    assert set(whole) <= {"type", "features", "bbox"}
    for feature in whole["features"]:
        assert feature["type"] == "Feature"
        assert {"type", "id", "geometry", "properties"} == set(feature)
        assert isinstance(feature["properties"], dict)
        geometry = feature["geometry"]
        if geometry is not None:
            assert geometry["type"] == "Point"
            lon, lat = geometry["coordinates"]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
    features: list[dict[str, Any]] = whole["features"]
    return features


def stix(data: bytes) -> dict[str, dict[str, Any]]:
    """Check a bundle (STIX 2.1, sections 2 to 5 and 8); return its objects by identifier."""
    bundle = json.loads(data)
    assert set(bundle) == {"type", "id", "objects"}
    assert bundle["type"] == "bundle"
    nodes = {node["id"]: node for node in bundle["objects"]}
    assert len(nodes) == len(bundle["objects"]) > 0
    for name, node in nodes.items():
        kind, _, tail = name.partition("--")
        assert node["type"] == kind
        assert uuid.UUID(tail).version == 5
        assert node["spec_version"] == "2.1"
        assert INSTANT.fullmatch(node["created"])
        assert INSTANT.fullmatch(node["modified"])
        assert node["created"] <= node["modified"]
        assert REQUIRED[kind] <= set(node)
        assert not any(value in (None, "", [], {}) for value in node.values()), node
        for field, value in node.items():
            if field.endswith("_ref"):
                assert value in nodes, (name, field)
            if field.endswith("_refs"):
                assert set(value) <= set(nodes), (name, field)
        for reference in node.get("external_references", ()):
            assert reference["source_name"]
            assert {"description", "url", "external_id"} & set(reference)
        if kind == "location":
            assert {"region", "country"} & set(node) or {"latitude", "longitude"} <= set(node)
            assert ("latitude" in node) == ("longitude" in node)
    return nodes
