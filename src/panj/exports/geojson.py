"""Incidents as GeoJSON (RFC 7946): a point each, with everything that an incident says as properties.

The middle of a country or of a region without bounds is no place where something happened: such incidents have no
geometry. Coordinates are longitude and latitude in WGS 84, as the standard wants; there is no ``crs``.
"""

from __future__ import annotations

import json
from typing import Any

from panj.exports.losses import Tally
from panj.exports.material import Material
from panj.exports.records import holds, record
from panj.model import Incident

PLACED = ("point", "district", "province")
"""Precisions whose coordinates are shown on a map."""


def write(material: Material, tally: Tally) -> bytes:
    """Return the incidents as one FeatureCollection, a feature a line."""
    features = []
    for one in material.incidents:
        tally.beyond(one, holds(one))
        feature = _feature(one, material, tally)
        features.append(json.dumps(feature, ensure_ascii=False, sort_keys=True, allow_nan=False, default=str))
    body = ",\n".join(features)
    return f'{{"type": "FeatureCollection", "features": [\n{body}\n]}}\n'.encode()


def _feature(one: Incident, material: Material, tally: Tally) -> dict[str, Any]:
    place, geometry = one.place, None
    if place is None or place.lat is None or place.lon is None:
        tally.dropped(one.id, "geometry", "no claim gives a place with coordinates")
    elif place.precision not in PLACED:
        tally.dropped(one.id, "geometry", f"the middle of a {place.precision or 'place'} is not where it happened")
    else:
        geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    properties = record(one, material)
    for view in one.figures:  # flat beside nested: maps are styled by simple properties
        for end in ("low", "best", "high"):
            properties[f"{view.outcome}_{end}"] = getattr(view, end)
    return {"type": "Feature", "id": one.id, "geometry": geometry, "properties": properties}
