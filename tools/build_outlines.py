"""Build the outlines of the desk's map: ``python tools/build_outlines.py --data DIR``.

``--data`` holds ``natural_earth`` as its SOURCE.txt describes it. Countries of Natural Earth at 1:50 million (public
domain) are simplified to a hundredth of a degree and written as rings of whole numbers, longitude and latitude in
hundredths of a degree. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from gazetteer_sources import archive_member

TARGET = Path(__file__).resolve().parent.parent / "src" / "panj" / "web" / "data" / "outlines.json"
TOLERANCE = 0.04
"""Degrees by which a simplified outline may differ from the source."""
LEAST = 0.02
"""Square degrees below which an island is left out, unless it is all that a country has."""

Ring = list[tuple[float, float]]


def simplified(ring: Ring) -> Ring:
    """Return a ring with the points that matter (Douglas and Peucker 1973), begun at the same point."""
    keep = {0, len(ring) - 1}
    spans = [(0, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        far, index = 0.0, first
        (x1, y1), (x2, y2) = ring[first], ring[last]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        for number in range(first + 1, last):
            x, y = ring[number]
            off = (
                abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
                if length
                else ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
            )
            if off > far:
                far, index = off, number
        if far > TOLERANCE:
            keep.add(index)
            spans += [(first, index), (index, last)]
    return [ring[number] for number in sorted(keep)]


def area(ring: Ring) -> float:
    """Return what a ring encloses, in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def main() -> None:
    """Write the outlines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    archive = data / "natural_earth/50m/cultural/ne_50m_admin_0_countries.7z"
    outlines: dict[str, list[list[int]]] = {}
    for feature in archive_member(archive, "ne_50m_admin_0_countries.json")["features"]:
        about, shape = feature["properties"], feature["geometry"]
        code = next(
            code for code in (about["ISO_A3_EH"], about["ISO_A3"], about["ADM0_A3"]) if code not in ("-99", None)
        )
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings: list[Ring] = sorted(([(x, y) for x, y, *_ in part[0]] for part in parts), key=area, reverse=True)
        for ring in [one for one in rings if area(one) >= LEAST] or rings[:1]:
            points = [(round(x * 100), round(y * 100)) for x, y in simplified(ring)]
            if len(points) >= 4:
                outlines.setdefault(code, []).append([number for point in points for number in point])
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{json.dumps(code)}:{json.dumps(outlines[code], separators=(',', ':'))}" for code in sorted(outlines)]
    TARGET.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(outlines)} countries, {TARGET.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
