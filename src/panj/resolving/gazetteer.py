"""The offline gazetteer: countries with their adjectives and capitals, first and second order areas, cities.

The tables under ``data/`` are made by ``tools/build_gazetteer.py`` from public sources; ``data/NOTICES.txt`` names
them with their licences. Names are compared in a normal form (:func:`normal_form`) that knows no case, accents or
punctuation. The places lie in one file sorted by normal form and are searched by halving, so that loading costs no
more than reading the file.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, NamedTuple

LONGEST_NAME = 300
"""Characters: words that are longer name nothing, and are not searched for names."""

EntryKind = Literal["admin1", "admin2", "city"]
_KINDS: dict[str, EntryKind] = {"1": "admin1", "2": "admin2", "p": "city"}
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
    """A country: ISO 3166-1 alpha-3 code, English name, capital, a point inside it, inhabitants."""

    code: str
    name: str
    capital: str
    lat: float | None
    lon: float | None
    population: int


class Entry(NamedTuple):
    """A place of the gazetteer; an ``admin1`` is the name of the first order area that it is or lies in."""

    kind: EntryKind
    name: str
    country: str
    admin1: str | None
    lat: float | None
    lon: float | None
    population: int
    id: str | None


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


def _rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


class Gazetteer:
    """Names to countries and places.

    Args:
        folder: the folder with ``countries.tsv``, ``names.tsv``, ``admin1.tsv``, ``places.tsv`` and
            ``spellings.tsv``; the shipped one without it. Files are read at first use.
    """

    def __init__(self, folder: Traversable | None = None) -> None:
        self._folder = folder if folder is not None else files("panj.resolving") / "data"

    @classmethod
    @cache
    def shipped(cls) -> Gazetteer:
        """Return the gazetteer that Panj ships, one for the whole process."""
        return cls()

    def _text(self, name: str) -> str:
        return (self._folder / name).read_text(encoding="utf-8")

    # countries -----------------------------------------------------------------------------------------------------

    @cached_property
    def countries(self) -> Mapping[str, Country]:
        """Countries by ISO 3166-1 alpha-3 code (and XKX for Kosovo)."""
        return {
            code: Country(code, name, capital, float(lat) if lat else None, float(lon) if lon else None, int(people))
            for code, name, capital, lat, lon, people, *_ in _rows(self._text("countries.tsv"))
        }

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
    def _places(self) -> list[str]:
        return self._text("places.tsv").split("\n")

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
            entries += [entry for entry in self._rows_of(name) if entry.country == country]
        for article in () if entries else _ARTICLES:  # "Fallujah" stands as "Al Fallujah"
            entries += self._rows_of(f"{article} {key}")
        return tuple(entries)

    def _rows_of(self, key: str) -> tuple[Entry, ...]:
        entries = []
        prefix = f"{key}\t"
        index = bisect_left(self._places, prefix)
        while key and index < len(self._places) and self._places[index].startswith(prefix):
            _, kind, name, country, admin1, lat, lon, population, number = self._places[index].split("\t")
            entries.append(
                Entry(
                    _KINDS[kind],
                    name or key,
                    country,
                    self._admin1.get(admin1, admin1[1:] if admin1.startswith("=") else None),
                    float(lat) if lat else None,
                    float(lon) if lon else None,
                    int(population or 0),
                    f"geonames:{number}" if number else None,
                )
            )
            index += 1
        return tuple(entries)

    def area_of(self, words: str) -> tuple[tuple[Entry, ...], EntryKind | None]:
        """Return the places with this name, and those with its bare name where an area word stands in it.

        The second value is the kind that the area word names ("Khatlon region" → ``admin1``).
        """
        full = self.places(words)
        name, kind = bare_name(normal_form(words))
        if kind is None:
            return full, None
        return full + tuple(entry for entry in self.places(name) if entry not in full), kind
