"""Files of places that users have, row by row: GeoNames' dumps, CSV with a header, GeoJSON points.

A row that does not hold what it must is a :class:`Fault` and never stops the file.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TextIO

from panj.errors import SourceEmpty, SourceMalformed, SourceMissing
from panj.resolving.gazetteer import Gazetteer, normal_form

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "place", "placename", "place name", "village", "town", "settlement", "location", "asciiname"),
    "lat": ("latitude", "lat", "y", "ycoord"),
    "lon": ("longitude", "lon", "lng", "long", "x", "xcoord"),
    "country": ("country", "country code", "countrycode", "iso", "iso2", "iso3", "adm0", "admin0", "cc"),
    "area": ("admin1", "adm1", "province", "state", "region", "admin1 name", "adm1 en", "governorate", "oblast"),
    "district": ("admin2", "adm2", "district", "county", "admin2 name", "adm2 en", "lga", "tehsil", "municipality"),
    "kind": ("feature", "feature code", "kind", "type", "feature class", "fcode", "featurecode"),
    "population": ("population", "pop", "inhabitants"),
    "others": (
        "alternate names",
        "alternatenames",
        "alternate name",
        "altnames",
        "alt names",
        "other names",
        "aliases",
    ),
    "id": ("id", "geonameid", "geonames id", "code", "pcode", "uid"),
}
"""What a column may be called, in lower case, ``_`` and ``-`` as spaces."""

_GEONAMES_COLUMNS = 19
_STREAMS = frozenset(("STM", "STMI", "STMS", "STMX", "WAD", "WADS", "WTRH", "CNL", "CNLI", "WLL", "WLLS"))
_SPLIT = re.compile(r"[|;,]")


class PlaceRow(NamedTuple):
    """One place of a user's file.

    ``kind`` is that of the gazetteer's tables (``1``, ``2`` areas of first and second order, ``p`` a populated place,
    ``f`` another feature), ``country`` alpha-3, ``area`` GeoNames' code of its first order area or its name behind
    ``=``, ``id`` GeoNames' number, or the file's own behind ``!``.
    """

    name: str
    others: tuple[str, ...]
    kind: str
    country: str
    area: str
    district: str
    lat: float
    lon: float
    population: int
    id: str


class Fault(NamedTuple):
    """A row that was left out: its number, counted from one, and why."""

    row: int
    reason: str


def rows(path: Path, country: str | None = None) -> Iterator[PlaceRow | Fault]:
    """Yield each place of a file, or what is wrong with its row.

    Args:
        path: a GeoNames dump (19 columns, text or zip), a CSV file with a header, or GeoJSON.
        country: alpha-3 code for rows that name no country.

    Raises:
        SourceMissing: no such file.
        SourceEmpty: nothing in it.
        SourceMalformed: none of the kinds of files above, or a header without name, latitude or longitude.
    """
    if not path.is_file():
        raise SourceMissing(str(path), "no such file")
    reader = _Reader(country)
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, archive.open(_member(path, archive)) as raw:
                yield from reader.table(str(path), io.TextIOWrapper(raw, "utf-8-sig", newline=""))
            return
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.read(4096).lstrip()
            file.seek(0)
            if not head:
                raise SourceEmpty(str(path), "is empty")
            if head[0] in "{[":
                yield from reader.geojson(str(path), file)
            else:
                yield from reader.table(str(path), file)
    except (UnicodeDecodeError, zipfile.BadZipFile, csv.Error) as error:
        raise SourceMalformed(str(path), f"cannot be read as text ({error})", "Save it as UTF-8") from error


def _member(path: Path, archive: zipfile.ZipFile) -> str:
    """Return the member of a GeoNames zip that holds the places: the largest text that is no readme."""
    found = [one for one in archive.infolist() if one.filename.lower().endswith((".txt", ".tsv", ".csv"))]
    found = [one for one in found if "readme" not in one.filename.lower()]
    if not found:
        raise SourceMalformed(str(path), "holds no text file", "Give the zip as GeoNames publishes it, or unpack it")
    return max(found, key=lambda one: (one.file_size, one.filename)).filename


class _Reader:
    def __init__(self, country: str | None) -> None:
        self._country = country
        countries = Gazetteer.shipped().countries
        self._codes = {one.alpha2: code for code, one in countries.items()} | {code: code for code in countries}

    def table(self, name: str, file: TextIO) -> Iterator[PlaceRow | Fault]:
        """Read lines: GeoNames' if the first has its columns, else CSV."""
        first = file.readline()
        lines = chain((first,), file)
        if first.count("\t") == _GEONAMES_COLUMNS - 1 and first.split("\t")[0].strip().isdigit():
            yield from self._geonames(lines)
            return
        delimiter = max(",;\t|", key=lambda one: (first.count(one), one == ","))
        table = csv.reader(lines, delimiter=delimiter)
        header = [normal_form(cell.replace("_", " ")) for cell in next(table, [])]
        columns = {
            field: next((header.index(word) for word in words if word in header), None)
            for field, words in COLUMNS.items()
        }
        missing = [COLUMNS[field][0] for field in ("name", "lat", "lon") if columns[field] is None]
        if missing:
            raise SourceMalformed(
                name,
                f"its header has no column for {' and '.join(missing)} (it has: {', '.join(header)[:200]})",
                "Name the columns name, latitude, longitude and, if you have them, country, admin1, admin2, feature,"
                " population, alternate names, id; or give a GeoNames dump of 19 columns",
            )
        for number, cells in enumerate(table, start=2):
            if any(cell.strip() for cell in cells):
                yield self._row(number, {
                    field: cells[at].strip() for field, at in columns.items() if at is not None and at < len(cells)
                })  # fmt: skip

    def geojson(self, name: str, file: TextIO) -> Iterator[PlaceRow | Fault]:
        """Read the points of a collection of features."""
        try:
            whole = json.load(file)
            features = whole["features"] if isinstance(whole, dict) else whole
            if not isinstance(features, list):
                raise TypeError("features is no list")
        except (ValueError, TypeError, KeyError) as error:
            remedy = 'Give GeoJSON with a "FeatureCollection" of points'
            raise SourceMalformed(name, f"is no GeoJSON collection ({error!r})", remedy) from error
        names = {word: field for field, words in COLUMNS.items() for word in words}
        for number, feature in enumerate(features, start=1):
            shape = feature.get("geometry") if isinstance(feature, dict) else None
            if not isinstance(shape, dict) or shape.get("type") != "Point":
                yield Fault(number, "no point")
                continue
            values: dict[str, str] = {}
            for key, value in (feature.get("properties") or {}).items():
                field = names.get(normal_form(str(key).replace("_", " ")))
                if field and value is not None and field not in values:
                    values[field] = "|".join(map(str, value)) if isinstance(value, list) else str(value).strip()
            point = shape.get("coordinates")
            values["lon"], values["lat"] = (
                map(str, point[:2]) if isinstance(point, list) and len(point) > 1 else ("", "")
            )
            yield self._row(number, values)

    def _geonames(self, file: Iterable[str]) -> Iterator[PlaceRow | Fault]:
        for number, line in enumerate(file, start=1):
            cells = line.rstrip("\r\n").split("\t")
            if cells == [""]:
                continue
            if len(cells) != _GEONAMES_COLUMNS:
                yield Fault(number, f"not {_GEONAMES_COLUMNS} columns")
                continue
            kind = _geonames_kind(cells[6], cells[7])
            if kind is None:
                continue  # a country, a road, a stream: not left out as wrong, but not taken
            found = self._row(number, {
                "name": cells[1], "others": "|".join(filter(None, (cells[2], *cells[3].split(",")))), "lat": cells[4],
                "lon": cells[5], "country": cells[8], "population": cells[14], "id": cells[0], "kind": kind,
            })  # fmt: skip
            if isinstance(found, PlaceRow) and cells[10] != "00":
                found = found._replace(area=cells[10])
            yield found

    def _row(self, number: int, values: Mapping[str, str]) -> PlaceRow | Fault:
        """Return a place from the words of its fields, or the first thing that is wrong with them."""
        name = values.get("name", "")
        if not normal_form(name):
            return Fault(number, "no letters in the name" if name else "no name")
        try:
            lat, lon = float(values.get("lat", "")), float(values.get("lon", ""))
        except ValueError:
            return Fault(number, "no number for latitude or longitude")
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            return Fault(number, "latitude or longitude out of range")
        country = self._code(values.get("country", ""))
        if country is None:
            said = values.get("country")
            return Fault(number, f"unknown country {said}" if said else "no country (give one with --country)")
        try:
            population = int(float(values.get("population") or 0))
        except (ValueError, OverflowError):
            return Fault(number, "population is no number")
        area, district, id_ = values.get("area", ""), values.get("district", ""), values.get("id", "")
        words = (one.strip() for one in _SPLIT.split(values.get("others", "")))
        others = tuple(one for one in words if len(one) > 2 and normal_form(one))
        return PlaceRow(
            name, others, _kind(values.get("kind", "")), country, f"={area}" if area else "", district,
            lat, lon, max(population, 0), id_ if id_.isdigit() or not id_ else f"!{id_}",
        )  # fmt: skip

    def _code(self, said: str) -> str | None:
        if not said:
            return self._country
        found = self._codes.get(said.upper())
        if found is None:
            named = Gazetteer.shipped().named(said)
            found = named[0] if len(named) == 1 else None
        return found


def _geonames_kind(class_: str, code: str) -> str | None:
    """Return the kind of a place by GeoNames' feature class and code; ``None`` for what is not taken."""
    if class_ == "P":
        return "p"
    if class_ == "A":
        return {"ADM1": "1"}.get(code, "2") if code.startswith("ADM") and not code.endswith("H") else None
    return None if class_ in ("R", "U", "") or code in _STREAMS else "f"


def _kind(said: str) -> str:
    """Return the kind of a place by what a file says of it; a populated place where it says nothing known."""
    word = said.strip().upper()
    if word in ("1", "2", "P", "F"):
        return word.lower()
    if word in ("ADM1", "ADMIN1", "PROVINCE", "STATE", "REGION"):
        return "1"
    if word.startswith(("ADM", "DISTRICT", "COUNTY")):
        return "2"
    known = ("", "PPL", "CITY", "TOWN", "VILLAGE", "HAMLET", "SETTLEMENT", "NEIGHBOURHOOD", "SUBURB", "LOCALITY")
    return "p" if word.startswith(known[1:]) or not word else "f"
