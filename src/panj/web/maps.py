"""Where incidents stand on a map, as exactly as they are known.

The map is plate carrée with the standard parallel in its middle, from outlines that lie beside this file (Natural
Earth, public domain). Nothing is fetched. A point is drawn where the place itself is known; a circle that stands for
"somewhere in here" where only a district, a province or a region is (its size is a convention, not the area's outline);
the whole country where only that is known. An arrow leads from where an act was launched.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from panj.model import Incident, Place

WIDTH = 960
REACH = {"point": 0.0, "district": 0.25, "province": 0.9, "region": 1.8}
"""Radius in degrees of the circle for each precision."""

Box = tuple[float, float, float, float]
"""South, west, north, east, in degrees."""


class Spot(NamedTuple):
    """An incident at a place; ``radius`` is 0 for a point that is known."""

    incident: Incident
    place: Place
    x: float
    y: float
    radius: float
    number: int


class Arrow(NamedTuple):
    """From where an act was launched to where it happened."""

    incident: Incident
    x1: float
    y1: float
    x2: float
    y2: float
    label: str


class Chart(NamedTuple):
    """A map: outlines by country as SVG paths, spots, arrows, countries that are all that is known of incidents."""

    outlines: list[tuple[str, str]]
    spots: list[Spot]
    arrows: list[Arrow]
    whole: dict[str, list[Incident]]
    placeless: list[Incident]
    box: Box
    width: int
    height: int


@functools.cache
def outlines() -> dict[str, list[list[int]]]:
    """Return the rings of each country, longitude and latitude in hundredths of a degree in turn."""
    text = importlib.resources.files("panj.web").joinpath("data/outlines.json").read_text(encoding="utf-8")
    loaded: dict[str, list[list[int]]] = json.loads(text)
    return loaded


@functools.cache
def _bounds(code: str) -> tuple[Box, ...]:
    return tuple(
        (min(ring[1::2]) / 100, min(ring[::2]) / 100, max(ring[1::2]) / 100, max(ring[::2]) / 100)
        for ring in outlines()[code]
    )


def chart(incidents: Sequence[Incident], box: Box | None = None, width: int = WIDTH) -> Chart:
    """Return the map of incidents.

    Args:
        incidents: what is drawn.
        box: what part of the world; around all incidents by default.
        width: of the drawing.
    """
    box = box or _around(incidents)
    south, west, north, east = box
    shrink = max(math.cos(math.radians((south + north) / 2)), 0.2)
    scale = width / ((east - west) * shrink)
    height = round((north - south) * scale)

    def at(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * shrink * scale, 1), round((north - lat) * scale, 1)

    spots: dict[tuple[float, float, float], Spot] = {}
    arrows: list[Arrow] = []
    whole: dict[str, list[Incident]] = {}
    placeless: list[Incident] = []
    for one in incidents:
        place = one.place
        if place is None or (place.lat is None and place.country not in outlines()):
            placeless.append(one)
            continue
        if place.lat is None or place.lon is None or place.precision in ("country", None):
            if place.country in outlines():
                whole.setdefault(place.country or "", []).append(one)
            else:
                placeless.append(one)
            continue
        x, y = at(place.lon, place.lat)
        radius = round(REACH[place.precision or "region"] * scale, 1)
        known = spots.get((x, y, radius))
        spots[x, y, radius] = Spot(one if known is None else known.incident, place, x, y, radius,
                                   1 if known is None else known.number + 1)  # fmt: skip
        arrows += [
            Arrow(one, *at(source.lon, source.lat), x, y, source.name)
            for source in one.launched_from
            if source.lat is not None and source.lon is not None and (source.lat, source.lon) != (place.lat, place.lon)
        ]
    return Chart(
        outlines=[(code, _path(code, box, at)) for code in sorted(outlines()) if _meets(code, box)],
        spots=sorted(spots.values(), key=lambda one: -one.radius),
        arrows=arrows,
        whole=whole,
        placeless=placeless,
        box=box,
        width=width,
        height=height,
    )


def _path(code: str, box: Box, at: Callable[[float, float], tuple[float, float]]) -> str:
    parts = []
    for ring, bounds in zip(outlines()[code], _bounds(code), strict=True):
        if _overlap(bounds, box):
            points = (at(x / 100, y / 100) for x, y in zip(ring[::2], ring[1::2], strict=True))
            parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(parts)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def _meets(code: str, box: Box) -> bool:
    return any(_overlap(one, box) for one in _bounds(code))


def _around(incidents: Sequence[Incident]) -> Box:
    """Return a box around all places of incidents with room to spare; the world where there are none."""
    points: list[tuple[float, float, float]] = []
    for one in incidents:
        for place in (one.place, *one.launched_from):
            if place is None:
                continue
            if place.lat is not None and place.lon is not None and place.precision not in ("country", None):
                points.append((place.lat, place.lon, REACH[place.precision or "region"]))
            elif place.country in outlines():
                s, w, n, e = max(_bounds(place.country or ""), key=lambda it: (it[2] - it[0]) * (it[3] - it[1]))
                points += [(s, w, 0.0), (n, e, 0.0)]
    if not points:
        return -58.0, -180.0, 84.0, 180.0
    south, north = min(lat - r for lat, _, r in points), max(lat + r for lat, _, r in points)
    west, east = min(lon - r for _, lon, r in points), max(lon + r for _, lon, r in points)
    return fitted((south, west, north, east))


def fitted(box: Box, margin: float = 0.15, shape: float = 0.6) -> Box:
    """Return a box with a margin, a few degrees at least, ``shape`` as high as wide, in the world."""
    south, west, north, east = box
    height, breadth = max((north - south) * (1 + 2 * margin), 2.4), max((east - west) * (1 + 2 * margin), 4.0)
    shrink = max(math.cos(math.radians((south + north) / 2)), 0.2)
    breadth = max(breadth, height / shape / shrink)
    height = max(height, breadth * shrink * shape)
    lat, lon = (south + north) / 2, (west + east) / 2
    return (
        max(lat - height / 2, -85.0),
        max(lon - breadth / 2, -180.0),
        min(lat + height / 2, 85.0),
        min(lon + breadth / 2, 180.0),
    )


def moved(box: Box, how: str) -> Box:
    """Return a box that shows more (``out``), less (``in``), or what lies to the ``n``, ``s``, ``e`` or ``w``."""
    south, west, north, east = box
    lat, lon, height, breadth = (south + north) / 2, (west + east) / 2, north - south, east - west
    grow = {"in": 0.5, "out": 2.0}.get(how, 1.0)
    lat += {"n": height / 3, "s": -height / 3}.get(how, 0.0)
    lon += {"e": breadth / 3, "w": -breadth / 3}.get(how, 0.0)
    height, breadth = min(height * grow, 170.0), min(breadth * grow, 360.0)
    lat = min(max(lat, -85 + height / 2), 85 - height / 2)
    lon = min(max(lon, -180 + breadth / 2), 180 - breadth / 2)
    return lat - height / 2, lon - breadth / 2, lat + height / 2, lon + breadth / 2
