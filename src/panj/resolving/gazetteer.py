"""The offline gazetteer: countries with their adjectives and capitals, areas of two orders, places, seas and regions.

The tables under ``data/`` are made by ``tools/build_gazetteer.py`` from public sources; ``data/NOTICES.txt`` names
them with their licences. Names are compared in a normal form (:func:`normal_form`) that knows no case, accents or
punctuation. The places lie in a file that is sorted by normal form (:mod:`panj.resolving.sorted_table`), so that
opening it costs no more than reading it. A user's own places (:mod:`panj.resolving.added`) are looked up before the
shipped ones and stand for them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, NamedTuple, Protocol

from panj.resolving.sorted_table import SortedTable

LONGEST_NAME = 300
"""Characters: words that are longer name nothing, and are not searched for names."""

EntryKind = Literal["admin1", "admin2", "city", "feature"]
_KINDS: dict[str, EntryKind] = {"1": "admin1", "2": "admin2", "p": "city", "f": "feature"}
_ORDER: dict[EntryKind, int] = {"admin1": 0, "admin2": 1, "city": 2, "feature": 3}
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"}
    | dict.fromkeys("'’‘ʻʼ`´ʹ.", "")
)

_AREA_WORDS: dict[str, EntryKind] = {
    **dict.fromkeys(("province", "region", "oblast", "state", "governorate", "prefecture", "viloyati", "wilayat",
                     "wilaya", "vilayat", "krai", "voivodeship", "muhafazah", "imarat"), "admin1"),
    **dict.fromkeys(("district", "rayon", "raion", "county", "municipality", "local government area", "lga", "tehsil",
                     "tahsil", "taluka", "upazila", "subdistrict", "sub district", "arrondissement", "township",
                     "commune", "canton", "nohiyai", "shahrestan e", "kabupaten", "okrug", "agency",
                     "department", "territory", "territorial district", "woreda", "zone"), "admin2"),
    **dict.fromkeys(("city", "town", "village", "settlement", "hamlet"), "city"),
}  # fmt: skip
_AREA_ORDER = sorted(_AREA_WORDS, key=lambda word: (-len(word), word))
# area words that other languages put before the name without an "of"
_LEADING = frozenset(("nohiyai", "viloyati", "muhafazah", "wilaya", "shahrestan e", "kabupaten", "imarat", "okrug"))


_ARTICLES = ("al", "ad", "an", "ar", "as", "ash", "at", "az")
"""The Arabic article in the forms in which the tables write it before names that news writes without."""


class Country(NamedTuple):
    """A country: ISO 3166-1 alpha-3 code, English name, capital, a point inside it, inhabitants, alpha-2 code."""

    code: str
    name: str
    capital: str
    lat: float | None
    lon: float | None
    population: int
    alpha2: str
    id: str | None


class Entry(NamedTuple):
    """A place of the gazetteer; an ``admin1`` is the name of the first order area that it is or lies in.

    Attributes:
        admin2: the name of the second order area that a city lies in, where known.
        alias: found under another of its names than the first one.
        own: from a table that the user added.
    """

    kind: EntryKind
    name: str
    country: str
    admin1: str | None
    lat: float | None
    lon: float | None
    population: int
    id: str | None
    admin2: str | None = None
    alias: bool = False
    own: bool = False

    @property
    def apart(self) -> bool:
        """Whether it comes from the table under the Open Database License."""
        return self.id is not None and self.id.startswith("csc:")


class Region(NamedTuple):
    """Ground that is no country and no area of one: a sea, a river, a range, a disputed area.

    ``countries`` are those that share it, none where it belongs to none or to too many to tell.
    """

    name: str
    sea: bool
    countries: tuple[str, ...]
    lat: float
    lon: float
    id: str | None = None


class Places(Protocol):
    """A table of places that :class:`Gazetteer` asks."""

    def rows(self, name: str) -> Iterable[Sequence[str]]:
        """Return the rows under a normal form: cells as ``places.tsv.gz`` has them."""
        ...


@lru_cache(maxsize=65536)
def normal_form(words: str) -> str:
    """Return words in the form in which names are compared: lower case ASCII letters and digits, single spaces."""
    if not words.isascii():
        words = unicodedata.normalize("NFKD", words.lower().translate(_LETTERS))
        words = "".join(letter for letter in words if not unicodedata.combining(letter))
    words = words.lower().translate(_LETTERS)
    return " ".join("".join(letter if letter.isalnum() else " " for letter in words).split())


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list in normal form; a hyphen joins the words of one entry."""
    return frozenset(normal_form(word) for word in text.split())


def bare_name(name: str) -> tuple[str, EntryKind | None]:
    """Return a normal form without its area word ("khatlon region" → "khatlon") and the kind that the word names."""
    for word in _AREA_ORDER:
        start = f"{word} " if word in _LEADING else f"{word} of "
        if name.startswith(start) and len(name) > len(start) + 1:
            return name[len(start) :], _AREA_WORDS[word]
        if name.endswith(f" {word}"):
            return name[: -len(word) - 1], _AREA_WORDS[word]
    return name, None


def _identifier(number: str) -> str | None:
    """Return an identifier with its scheme: GeoNames' number, or that of the table apart; ``None`` for neither."""
    if number.isdigit():
        return f"geonames:{number}"
    return f"csc:{number[1:]}" if number.startswith("c") else number[1:] if number.startswith("!") else None


def _rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


class Gazetteer:
    """Names to countries and places.

    Args:
        folder: the folder with the tables; the shipped one without it. Files are read at first use.
        own: the user's own tables of places, the first asked first; none without it.
    """

    def __init__(self, folder: Traversable | None = None, own: Sequence[Places] = ()) -> None:
        self._folder = folder if folder is not None else files("panj.resolving") / "data"
        self._own = tuple(own)

    @classmethod
    @cache
    def shipped(cls) -> Gazetteer:
        """Return the gazetteer that Panj ships, one for the whole process."""
        return cls()

    def with_own(self, own: Sequence[Places]) -> Gazetteer:
        """Return a gazetteer that asks ``own`` before the tables of this one, which it shares."""
        other = Gazetteer(self._folder, own)
        other.__dict__.update({name: value for name, value in vars(self).items() if name not in ("_own", "_found")})
        return other

    def _text(self, name: str) -> str:
        return (self._folder / name).read_text(encoding="utf-8")

    # countries -----------------------------------------------------------------------------------------------------

    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """Countries by ISO 3166-1 alpha-3 code (and XKX for Kosovo)."""
        return {
            code: Country(
                code, name, capital, float(lat) if lat else None, float(lon) if lon else None, int(people), alpha2,
                _identifier(number),
            )
            for code, name, capital, lat, lon, people, *_, alpha2, number in _rows(self._text("countries.tsv"))
        }  # fmt: skip

    def every(self) -> Iterator[Sequence[str]]:
        """Yield every row of the shipped tables of places."""
        for table in self._tables:
            yield from table.every()

    @cached_property
    def _country_names(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Normal form → codes, for each kind of name (name, adjective, capital)."""
        found: dict[str, dict[str, list[str]]] = {"name": {}, "adjective": {}, "capital": {}}
        for row in _rows(self._text("countries.tsv")):
            for kind, words in zip(("name", "adjective", "capital"), row[6:9], strict=True):
                for word in words.split("|"):
                    found[kind].setdefault(normal_form(word), []).append(row[0])
        for code, kind, words in _rows(self._text("names.tsv")):
            for word in words.split("|"):
                found[kind].setdefault(normal_form(word), []).append(code)
        for code, kind, word in _rows(self._text("odbl-countries.tsv")):
            found[kind].setdefault(normal_form(word), [code])
        return {
            kind: {name: tuple(dict.fromkeys(codes)) for name, codes in names.items() if name}
            for kind, names in found.items()
        }

    def named(self, words: str) -> tuple[str, ...]:
        """Return the codes of the countries with this name; several where the name is shared."""
        return self._country_names["name"].get(normal_form(words), ())

    def adjective(self, words: str) -> tuple[str, ...]:
        """Return the codes of the countries with this adjective or name of a people ("Afghan", "Afghans")."""
        name = normal_form(words)
        table = self._country_names["adjective"]
        return table.get(name) or (table.get(name[:-1], ()) if name.endswith("s") else ())

    def capital(self, words: str) -> tuple[str, ...]:
        """Return the codes of the countries whose government the city's name stands for."""
        return self._country_names["capital"].get(normal_form(words), ())

    def is_chief_capital(self, words: str) -> bool:
        """Say whether the capital with this name is larger than every namesake abroad, so that it says its country."""
        codes = self.capital(words)
        here = max((one.population for one in self.places(words) if one.country in codes), default=0)
        abroad = (
            one for one in self.places(words) if one.country not in codes and one.kind == "city" and not one.alias
        )
        return all(one.population < here for one in abroad)

    @cached_property
    def longest_country_name(self) -> int:
        """The number of words in the longest name that :meth:`named`, :meth:`adjective` or :meth:`capital` knows."""
        return max(len(name.split()) for table in self._country_names.values() for name in table)

    @cached_property
    def country_words(self) -> frozenset[str]:
        """The first words of all country names, adjectives and capitals, in normal form."""
        return frozenset(name.split()[0] for table in self._country_names.values() for name in table)

    # places --------------------------------------------------------------------------------------------------------

    @cached_property
    def _admin1(self) -> dict[str, str]:
        return {row[0]: row[1] for row in _rows(self._text("admin1.tsv"))}

    @cached_property
    def area_names(self) -> frozenset[str]:
        """The names of all first order areas in normal form."""
        return frozenset(normal_form(name) for name in self._admin1.values())

    @cached_property
    def _tables(self) -> tuple[SortedTable, ...]:
        return tuple(
            SortedTable(self._folder / f"{name}.tsv.gz", self._folder / f"{name}.index.tsv")
            for name in ("places", "odbl-places")
        )

    @cached_property
    def _found(self) -> dict[str, tuple[Entry, ...]]:
        return {}

    def places(self, words: str) -> tuple[Entry, ...]:
        """Return every first or second order area and city with this name, areas first, then by inhabitants."""
        key = normal_form(words)
        known = self._found.get(key)
        if known is None:
            if len(self._found) > 50_000:
                self._found.clear()
            known = self._found[key] = self._search(key)
        return known

    @cached_property
    def _spellings(self) -> dict[str, list[tuple[str, str]]]:
        """Normal form of a spelling in news → country and the name that the places have."""
        found: dict[str, list[tuple[str, str]]] = {}
        for country, spelling, name in _rows(self._text("spellings.tsv")):
            found.setdefault(normal_form(spelling), []).append((country, normal_form(name)))
        return found

    def _search(self, key: str) -> tuple[Entry, ...]:
        entries = list(self._rows_of(key))
        for country, name in self._spellings.get(key, ()):
            entries += [entry for entry in self._rows_of(name) if entry.country == country and entry not in entries]
        for article in () if entries else _ARTICLES:  # "Fallujah" stands as "Al Fallujah"
            entries += self._rows_of(f"{article} {key}")
        return tuple(sorted(entries, key=lambda entry: (_ORDER[entry.kind], -entry.population)))

    def _rows_of(self, key: str) -> Iterator[Entry]:
        """Yield the entries under a normal form: the user's own, then the shipped that they do not stand for."""
        own: list[Entry] = []
        for table in self._own:
            known = {entry.id for entry in own if entry.id}
            own += [entry for entry in self._entries(table, key, own=True) if entry.id not in known]
        yield from own
        stood_for = {(entry.kind, entry.country) for entry in own} | {entry.id for entry in own if entry.id}
        shipped = [
            entry
            for table in self._tables
            for entry in self._entries(table, key)
            if entry.id not in stood_for and (entry.kind, entry.country) not in stood_for
        ]
        for entry in shipped:
            if entry.lat is None:  # a table apart may know where an area lies
                same = [one for one in shipped if (one.kind, one.country) == (entry.kind, entry.country)]
                points = [one for one in same if one.lat is not None]
                if len(same) == 2 and points:
                    yield entry._replace(lat=points[0].lat, lon=points[0].lon)
                    continue
            elif entry.apart and any(
                (one.kind, one.country) == (entry.kind, entry.country) and not one.apart for one in shipped
            ):
                continue
            yield entry

    def _entries(self, table: Places, key: str, *, own: bool = False) -> Iterator[Entry]:
        for cells in table.rows(key) if key else ():
            if cells[1] == ">":
                for main in table.rows(cells[2]):
                    if main[-1] == cells[3] and main[1] != ">":
                        yield self._entry(main, alias=True, own=own)
            else:
                yield self._entry(cells, alias=False, own=own)

    def _entry(self, cells: Sequence[str], *, alias: bool, own: bool) -> Entry:
        _, kind, name, country, area, admin2, lat, lon, population, number = cells
        return Entry(
            _KINDS[kind],
            name,
            country,
            area[1:] if area.startswith("=") else self._admin1.get(f"{country}.{area}"),
            float(lat) if lat else None,
            float(lon) if lon else None,
            int(population or 0),
            _identifier(number),
            admin2 or None,
            alias,
            own,
        )

    # regions -------------------------------------------------------------------------------------------------------

    @cached_property
    def _regions(self) -> dict[str, Region]:
        found: dict[str, Region] = {}
        for file in ("regions.tsv", "grounds.tsv"):
            for name, kind, countries, lat, lon, *rest in _rows(self._text(file)):
                others, number = (*rest, "", "")[:2]
                codes = tuple(filter(None, countries.split("|")))
                region = Region(name, kind == "sea", codes, float(lat), float(lon), _identifier(number))
                for word in (name, *others.split("|")):
                    found.setdefault(normal_form(word).removeprefix("the "), region)
        return found

    def region(self, words: str) -> Region | None:
        """Return the sea, river, range or other ground with this name that is no country and no area of one."""
        return self._regions.get(normal_form(words).removeprefix("the "))

    @cached_property
    def _abbreviations(self) -> dict[str, tuple[str, str]]:
        return {words: (country, name) for country, words, name in _rows(self._text("abbreviations.tsv"))}

    def abbreviated(self, words: str) -> Entry | None:
        """Return the first order area that a short form behind a comma means ("Ohio" for "OH"), case and stops kept."""
        country, name = self._abbreviations.get(words, ("", ""))
        return next((one for one in self.area_of(name)[0] if (one.kind, one.country) == ("admin1", country)), None)

    def area_of(self, words: str) -> tuple[tuple[Entry, ...], EntryKind | None]:
        """Return the places with this name, and those with its bare name where an area word stands in it.

        The second value is the kind that the area word names ("Khatlon region" → ``admin1``).
        """
        full = self.places(words)
        name, kind = bare_name(normal_form(words))
        if kind is None:
            return full, None
        return full + tuple(entry for entry in self.places(name) if entry not in full), kind
