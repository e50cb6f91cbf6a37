"""What a whole report says about countries: where each is named, which one it is mostly about, whose the outlet is."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from panj.model import Report
from panj.resolving.gazetteer import Entry, Gazetteer, normal_form

_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*(?:(?<=\.[A-Z])\.)?")
_NOT_A_COUNTRY = re.compile(r" (?:State|Delta|River|Valley|Bay|Sea|Ocean|Street|Road|Avenue|Airlines)\b|-born\b")


_SOLD_ABROAD = frozenset(
    [
        "AC",
        "AI",
        "AM",
        "CC",
        "CO",
        "DJ",
        "FM",
        "GG",
        "IO",
        "IM",
        "IS",
        "LA",
        "LY",
        "ME",
        "ML",
        "MS",
        "NU",
        "SH",
        "ST",
        "SU",
        "TK",
        "TO",
        "TV",
        "VC",
        "WS",
        "CF",
        "GA",
        "GQ",
        "PW",
    ]
)
"""Endings of addresses that say little about a country, since anybody may have them."""


class Named(NamedTuple):
    """A country named in the text: where, which codes it may mean, and by what kind of name."""

    start: int
    end: int
    codes: tuple[str, ...]
    kind: Literal["name", "adjective", "capital"]


def countries_in(text: str, gazetteer: Gazetteer) -> list[Named]:
    """Return every country name, adjective and capital that stands in a text, longest first where they overlap."""
    found: list[Named] = []
    words = [(one.start(), one.end()) for one in _WORD.finditer(text)]
    starts = gazetteer.country_words
    index = 0
    while index < len(words):
        start, end = words[index]
        taken = 1
        first = normal_form(re.sub(r"['’]s$", "", text[start:end].split("-")[0])).split(" ")[0]
        if text[start].isupper() and (first in starts or first.removesuffix("s") in starts):
            for count in range(min(gazetteer.longest_country_name, len(words) - index), 0, -1):
                last = words[index + count - 1][1]
                one = country_named(text[start:last], gazetteer)
                if one and not _NOT_A_COUNTRY.match(text, last):
                    found.append(Named(start, last, *one))
                    taken = count
                    break
            else:
                for part in re.finditer(r"[^-]+", text[start:end]):  # "Afghan-Pakistani"
                    one = country_named(part[0], gazetteer) if "-" in text[start:end] else None
                    if one:
                        found.append(Named(start + part.start(), start + part.end(), *one))
        index += taken
    return found


def country_named(
    words: str, gazetteer: Gazetteer
) -> tuple[tuple[str, ...], Literal["name", "adjective", "capital"]] | None:
    """Return the codes that a phrase names and how; ``None`` where it names no country."""
    words = re.sub(r"['’]s?$", "", words)
    key = normal_form(words)
    if not key or (len(key) < 4 and words[1:].islower()):
        return None  # "us" is no country, "US" is
    if codes := gazetteer.named(key):
        return codes, "name"
    if codes := gazetteer.adjective(key):
        return codes, "adjective"
    if codes := gazetteer.capital(key):
        return codes, "capital"
    return None


def _is_known_abroad(entry: Entry) -> bool:
    """Say whether a place is large enough that an outlet's name means it."""
    return entry.kind == "admin1" or (entry.population >= 100_000 and not entry.alias)


class Context:
    """Countries of one report."""

    def __init__(self, report: Report, gazetteer: Gazetteer) -> None:
        self.report = report
        self.gazetteer = gazetteer
        self.named = countries_in(report.text, gazetteer)

    @cached_property
    def weights(self) -> dict[str, int]:
        """How often each country is named in title and text; names that fit several count where one is sure."""
        return self.weights_without("")

    def weights_without(self, name: str) -> dict[str, int]:
        """Return :attr:`weights` with one name (in normal form) left out: no name speaks for its own reading."""
        every = [one for said, one in self._said if said != name]
        sure = Counter(one.codes[0] for one in every if len(one.codes) == 1)
        for one in every:
            if len(one.codes) > 1:
                known = [code for code in one.codes if code in sure]
                if len(known) == 1:
                    sure[known[0]] += 1
        return dict(sorted(sure.items(), key=lambda item: (-item[1], item[0])))

    @cached_property
    def _said(self) -> list[tuple[str, Named]]:
        """Every country named in title and text, with the words in normal form; no capital with larger namesakes."""
        title = self.report.title or ""
        texts = ((title, countries_in(title, self.gazetteer)), (self.report.text, self.named))
        said = [(normal_form(text[one.start : one.end]), one) for text, found in texts for one in found]
        return [(name, one) for name, one in said if one.kind != "capital" or self.gazetteer.is_chief_capital(name)]

    @cached_property
    def main(self) -> str | None:
        """The country named most often, where no other is named as often."""
        ranked = list(self.weights.items())
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    @cached_property
    def dominant(self) -> str | None:
        """The country that at least two of three namings mean, of three or more: what the report is about."""
        named = sum(self.weights.values())
        main = self.main
        return main if main and named >= 3 and 3 * self.weights[main] >= 2 * named else None

    @cached_property
    def publisher_country(self) -> str | None:
        """The country that the outlet's name says: by name, adjective, capital, or a city of a country named here."""
        name = self.report.publisher or ""
        codes = {one.codes[0] for one in countries_in(name, self.gazetteer) if len(one.codes) == 1}
        if len(codes) == 1:
            return codes.pop()
        found = set()
        for word in _WORD.findall(name):
            if word[0].isupper():
                cities = [entry for entry in self.gazetteer.places(word) if _is_known_abroad(entry)]
                found |= {entry.country for entry in cities if entry.country in self.weights}
        return found.pop() if len(found) == 1 else self._domain_country

    @property
    def _domain_country(self) -> str | None:
        """The country that the report's address ends with ("…co.ke"); ``None`` for endings that are sold abroad."""
        try:
            host = (urlsplit(self.report.url or "").hostname or "").rstrip(".")
        except ValueError:  # "http://["
            return None
        ending = host.rpartition(".")[2].upper()
        code = {"UK": "GB"}.get(ending, ending)
        if code in _SOLD_ABROAD:
            return None
        return next((one.code for one in self.gazetteer.countries.values() if one.alpha2 == code), None)

    @property
    def south(self) -> bool:
        """Whether the report is about the southern hemisphere, where seasons are turned."""
        country = self.gazetteer.countries.get(self.main or self.publisher_country or "")
        return country is not None and country.lat is not None and country.lat < 0

    def only(self, codes: tuple[str, ...]) -> str | None:
        """Return the one country that shared codes can mean in this report ("Congolese"); ``None`` where unclear."""
        if len(codes) == 1:
            return codes[0]
        known = [code for code in codes if code in self.weights]
        return known[0] if len(known) == 1 else None

    def between(self, start: int, end: int) -> list[Named]:
        """Return the countries named between two characters of the text."""
        return [one for one in self.named if one.start >= start and one.end <= end]

    def codes_between(self, start: int, end: int, name: str) -> tuple[str, ...]:
        """Return the codes of :meth:`between`, each once, in the order of the text, with one name left out."""
        codes = (
            self.only(one.codes)
            for one in self.between(start, end)
            if normal_form(self.report.text[one.start : one.end]) != name
        )
        return tuple(dict.fromkeys(code for code in codes if code))
