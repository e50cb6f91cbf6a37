"""A made feed of news of any length: the training stories, told again and again with other names, places and days.

How many claims a report has, how many reports tell of an incident, what they leave out and how they differ is as in the
stories. Every day the same number of stories begins, each in one of sixty countries, a few of which have most of the
news; a story's figures are scaled, most of its nouns are other words, and its names are spelt with other letters, in
each country in one of :data:`VARIANTS` ways, so that places and people recur after some months.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

import gold
from panj.incidents import discourse, words
from panj.model import Claim, Figure, Interval, Party, Place, Report, Span, digest
from panj.resolving import Resolver

STORIES_A_DAY = 6
COUNTRIES = tuple(f"Q{a}{b}" for a in "ABCDEF" for b in "ABCDEFGHIJ")
"""Codes that ISO 3166 leaves to users."""

VARIANTS = 5
OTHER_NOUNS = 0.7
"""Share of a story's nouns for people, things and places that are other words when it is told again."""

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
Telling = Iterator[tuple[Report, list[Claim]]]


@dataclass(frozen=True)
class Told:
    """One story: its reports with their claims, and the words in it that are names."""

    reports: tuple[tuple[Report, tuple[Claim, ...]], ...]
    names: frozenset[str]
    nouns: tuple[str, ...]
    countries: tuple[str, ...]
    first: dt.date


def stories(folder: Path) -> list[Told]:
    """Return the stories beneath a folder, with claims as Panj's resolver makes them from the annotated mentions."""
    resolver, found = Resolver(), []
    for place in gold.folders([folder]):
        story = gold.load(place)
        found.append(
            prepared(
                [
                    (report, resolver.resolve(report, reading).claims)
                    for report, reading in zip(story.reports, story.readings, strict=True)
                ]
            )
        )
    return found


def prepared(reports: Iterable[tuple[Report, Iterable[Claim]]]) -> Told:
    """Return a story ready to be told again."""
    told = tuple((report, tuple(claims)) for report, claims in reports)
    names, nouns, countries = set[str](), set[str](), set[str]()
    for mention, places in ((claim.mention, claim.places) for _, own in told for claim in own):
        names |= discourse.names_in(mention.sentence.text)
        for _, span in mention.spans():
            names |= words.names(span.text)
        for span in (*mention.recipients, *mention.places, *mention.actors):
            nouns |= {word.lower() for word in words.words(span.text) if len(word) > 4 and word[0].islower()}
        countries |= {one.country for one in places if one.country}
    return Told(
        reports=told,
        names=frozenset(names),
        nouns=tuple(sorted(noun for noun in nouns if words.kind_of_people(words.singular(noun)) is None)),
        countries=tuple(sorted(countries)),
        first=min(report.published_at.date() for report, _ in told if report.published_at),
    )


def again(story: Told, day: dt.date, country: int, variant: int, number: int, chance: random.Random) -> Telling:
    """Return the reports of a story told again from a day on in a country: other names, most nouns and figures."""
    nouns = frozenset(noun for noun in story.nouns if chance.random() < OTHER_NOUNS)
    scale = chance.choice((1, 1, 2, 3, 5))
    return _Telling(story, country, variant, day - story.first, number, nouns, scale).reports()


def feed(
    told: Sequence[Told], seed: int = 1, start: dt.date = dt.date(2000, 1, 1)
) -> Iterator[tuple[Report, list[Claim]]]:
    """Yield reports with their claims, without end, story after story in the order in which the stories begin."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    weights = [1 / (rank + 3) for rank in range(len(COUNTRIES))]
    number = 0
    while True:
        story = told[chance.randrange(len(told))]
        country = chance.choices(range(len(COUNTRIES)), weights)[0]
        variant = chance.randrange(VARIANTS)
        day = start + dt.timedelta(days=number // STORIES_A_DAY)
        yield from again(story, day, country, variant, number, chance)
        number += 1


@lru_cache(maxsize=1 << 16)
def _shifted(text: str, names: frozenset[str], by: int) -> str:
    """Return a text whose names are other names of the same length."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() not in names:
            return word
        return word.translate(_alphabet(by))

    return _WORD.sub(other, text)


@lru_cache(maxsize=len(COUNTRIES) * VARIANTS)
def _alphabet(by: int) -> dict[int, int]:
    letters = list(string.ascii_lowercase)
    random.Random(by).shuffle(letters)  # noqa: S311
    mixed = "".join(letters)
    return str.maketrans(string.ascii_lowercase + string.ascii_uppercase, mixed + mixed.upper())


class _Telling:
    """One story told once more."""

    def __init__(
        self,
        story: Told,
        country: int,
        variant: int,
        later: dt.timedelta,
        number: int,
        nouns: frozenset[str],
        scale: int,
    ) -> None:
        self._story = story
        self._words = story.names | nouns
        self._scale = scale
        self._by = country * VARIANTS + variant
        self._name = f"{country}.{variant}"
        self._later = later
        self._number = number
        self._countries = {
            code: COUNTRIES[(country + place) % len(COUNTRIES)] for place, code in enumerate(story.countries)
        }
        self._degrees = (country % 12) * 9.0

    def reports(self) -> Telling:
        for report, claims in self._story.reports:
            made = msgspec.structs.replace(
                report,
                id=digest("feed", str(self._number), report.id),
                text="",
                published_at=report.published_at + self._later if report.published_at else None,
            )
            yield made, [self._claim(claim, made.id) for claim in claims]

    def _text(self, text: str) -> str:
        return _shifted(text, self._words, self._by)

    def _span(self, one: Span | None) -> Span | None:
        return None if one is None else Span(start=one.start, end=one.end, text=self._text(one.text))

    def _spans(self, some: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(Span(start=one.start, end=one.end, text=self._text(one.text)) for one in some)

    def _figure(self, one: Figure) -> Figure:
        low, high = (None if end is None else end * self._scale for end in (one.low, one.high))
        return msgspec.structs.replace(one, span=self._spans([one.span])[0], low=low, high=high)

    def _party(self, one: Party) -> Party:
        country = self._countries.get(one.country, one.country) if one.country else None
        return msgspec.structs.replace(
            one, key=f"{one.key}~{self._name}", country=country, words=self._span(one.words), name=self._text(one.name)
        )

    def _place(self, one: Place) -> Place:
        return msgspec.structs.replace(
            one,
            name=self._text(one.name),
            words=self._spans([one.words])[0],
            country=self._countries.get(one.country, one.country) if one.country else None,
            admin1=f"{one.admin1}~{self._name}" if one.admin1 else None,
            gazetteer_id=f"{one.gazetteer_id}~{self._name}" if one.gazetteer_id else None,
            lon=None if one.lon is None else one.lon + self._degrees,
        )

    def _when(self, one: Interval | None) -> Interval | None:
        if one is None:
            return None
        return msgspec.structs.replace(
            one,
            valid_from=one.valid_from + self._later if one.valid_from else None,
            valid_to=one.valid_to + self._later if one.valid_to else None,
        )

    def _claim(self, one: Claim, report_id: str) -> Claim:
        mention = one.mention
        made = msgspec.structs.replace(
            mention,
            id="m" + digest("feed", report_id, mention.id),
            report_id=report_id,
            sentence=self._spans([mention.sentence])[0],
            trigger=self._spans([mention.trigger])[0],
            by=self._span(mention.by),
            actors=self._spans(mention.actors),
            recipients=self._spans(mention.recipients),
            places=self._spans(mention.places),
            weapons=self._spans(mention.weapons),
            figures=tuple(map(self._figure, mention.figures)),
        )
        return msgspec.structs.replace(
            one,
            mention=made,
            claimant=self._party(one.claimant),
            when=self._when(one.when),
            said_on=one.said_on + self._later if one.said_on else None,
            places=tuple(map(self._place, one.places)),
            actors=tuple(map(self._party, one.actors)),
            recipients=tuple(map(self._party, one.recipients)),
        )
