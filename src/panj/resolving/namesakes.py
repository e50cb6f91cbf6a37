"""Which of the places that share a name a report means: evidence for each of them is weighed, the best must stand out.

Every namesake has a weight, in powers of ten, as inhabitants are: its own size, and what speaks for it — a country
named in the sentence or the report, other places of the same act, an area named near by, places that lie close, the
outlet's country. A weight is a reason to prefer one to another, not a probability. The answer is the heaviest, if it is
heavy enough and ahead of any that lies elsewhere; else there is none, and the country only where all that could be
meant lie in one. A name is never evidence for itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from panj.model import Mention
from panj.resolving.context import Context, country_named
from panj.resolving.gazetteer import Entry, EntryKind, normal_form

PlaceReason = Literal["name-unknown", "name-ambiguous", "refers-back"]

CAPITAL, MILLION = 1.5, 0.5
"""Weight of being a capital, and of a million inhabitants."""

ALIAS, AREA_SIZE, DISTRICT_SIZE, NOBODY = -1.0, -0.1, 3.7, 2.0
"""Weight of being found under another name; of the inhabitants of an area, who do not live in one place; of a second
order area, whose inhabitants are not known; and of a place without known inhabitants."""

FULL_NAME, KIND = 1.0, 1.0
"""Weight of a name that has the area word in it ("Mexico City"), and of being the kind that the word says."""

SAME_MENTION, SAME_AREA, SENTENCE = 3.0, 1.0, 3.0
"""Weight of other places of the act, of their area too, and of a country that the sentence names."""

REPORT, REPORT_SHARE = 0.8, 2.9
"""Weight of a country that the report names, and of its share in all that are named."""

PUBLISHER_ALONE, PUBLISHER = 3.5, 1.0
"""Weight of the outlet's country where the report names none, and where it names some."""

AREA_SENTENCE, AREA_REPORT = 2.0, 1.0
"""Weight of the first order area being named in the sentence, or elsewhere in the report."""

NEAR = ((60.0, 1.2), (200.0, 0.8), (500.0, 0.3))
"""Weight of lying within so many kilometres of a place that the report names without doubt."""

ENOUGH, AHEAD, SURE = 4.8, 0.5, 1.0
"""The least weight of an answer, its least lead over a namesake elsewhere, and the lead that makes it sure."""

ELSEWHERE_KM = 50.0
"""Namesakes that lie closer are no rivals."""

LEAST_AGREEMENT, LEAST_NAMES = 0.3, 2
"""Share of a country in the names of a report from which it counts as evidence, and the names that it takes."""

NOTHING = 0.01
"""Less than this of names says nothing."""

ALONE = 100_000
"""Inhabitants from which a place needs nothing that speaks for it, if it is ahead of its namesakes."""

ONLY_ONE, FAR_AHEAD = 15_000, 1.5
"""Inhabitants from which a place needs nothing that speaks for it, if no other in the world has the name, or if it is
that far ahead of those that have it."""

SEAT = 0.1
"""Share of the people of an area who live in the place of its name, from which the place is meant and not the area."""

_WHERE = re.compile(
    r"\b(?:in|at|near|from|to|into|around|outside|inside|across|through|between|towards?|of|off)\s+(?:the\s+)?"
    r"([^\W\d_a-z][\w'’-]*(?: (?:(?:al|el|de|del|la|i|e|da|do|of|ul)[ -])?[^\W\d_a-z][\w'’-]*)*)"
)


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHORT = re.compile(r", ((?:[A-Z]\.){2,3}|[A-Z][A-Za-z]{0,4}\b\.?)")
"""What may be the short form of a first order area: it stands behind a comma ("Topeka, Kan.")."""


class Ground(NamedTuple):
    """A stretch of ground that other words lie in, or that lies near: country, first order area, a point."""

    country: str
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None


class Hit(NamedTuple):
    """What a name means, by which rule, and why it is not fully known where it is not."""

    entry: Entry | None
    country: str | None
    rule: str
    reason: PlaceReason | None = None


class _Weighed(NamedTuple):
    entry: Entry
    weight: float
    rule: str
    supported: bool


class _Anchor(NamedTuple):
    """A name of the text with the countries that it may lie in, and the place where that is sure."""

    name: str
    at: int
    shares: tuple[tuple[str, float], ...]
    entry: Entry | None


class _Tally(NamedTuple):
    """What a report says in all names but one.

    How often countries are named; how many places lie in each, and mainly in each; the points of those that are sure.
    """

    named: Mapping[str, int]
    placed: Mapping[str, float]
    mainly: Mapping[str, int]
    points: tuple[tuple[float | None, float | None], ...]


class Namesakes:
    """Chooses among namesakes for one report."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._gazetteer = context.gazetteer
        self._tallies: dict[str, _Tally] = {}

    def choose(
        self,
        name: str,
        mention: Mention,
        ground: Ground | None = None,
        grounds: Sequence[Ground] = (),
        *,
        supported: bool = False,
    ) -> Hit:
        """Return what a name means in a mention.

        Args:
            name: words that the gazetteer knows.
            mention: whose sentence they stand in.
            ground: where the words around it say that it lies.
            grounds: where the mention's other places lie.
            supported: whether it must be something in the report that speaks for the place, not its size alone.
        """
        entries, hint = self._gazetteer.area_of(name)
        if ground is not None:
            entries = within(entries, ground)
            if not entries:
                return Hit(None, None, "words", "name-unknown")
        if any(entry.kind == hint and not entry.alias for entry in entries):  # "Chin State" is no other name of a city
            entries = tuple(entry for entry in entries if entry.kind == hint or not entry.alias)
        weighed = sorted(
            (self._weigh(entry, name, hint, mention, ground, grounds) for entry in entries),
            key=lambda one: (-one.weight, one.entry),
        )
        best = weighed[0]
        entry = _member([one.entry for one in weighed if _one_ground(one.entry, best.entry)], best.entry, hint)
        rivals = [one for one in weighed if best.weight - one.weight < AHEAD and _elsewhere(one.entry, entry)]
        countries = {one.entry.country for one in (best, *rivals)}
        country = best.entry.country if len(countries) == 1 and best.supported else None
        if ground is None and best.weight < ENOUGH:
            return Hit(None, country, best.rule if country else "words", "name-unknown")
        if rivals:
            return Hit(None, country, best.rule if country else "words", "name-ambiguous")
        if ground is not None or best.supported:
            return Hit(entry, entry.country, best.rule)
        second = max((one.weight for one in weighed if _elsewhere(one.entry, entry)), default=0.0)
        rule = None if supported else self._standing(best, best.weight - second, entries, name, hint)
        return Hit(entry, entry.country, rule) if rule else Hit(None, None, "words", "name-unknown")

    def _standing(
        self, best: _Weighed, lead: float, entries: Sequence[Entry], name: str, hint: EntryKind | None
    ) -> str | None:
        """Return the rule by which a place needs no support, which says why it is known beyond its own country.

        An area that is named with the word for its kind ("… county") must only be the one of its name.
        """
        entry = best.entry
        if hint is not None:
            full = [other for other in entries if normal_form(other.name) == normal_form(name)]
            entries = [other for other in entries if other.kind == hint] or full or entries
        if entry.country in self._gazetteer.capital(name):
            return "gazetteer:capital"
        only = not any(_elsewhere(entry, other) for other in entries)
        known = (
            entry.kind == "admin1" or entry.population >= ONLY_ONE or (entry.kind == hint != "city" and not entry.alias)
        )
        if only and known:
            return "gazetteer:only-one"
        large = entry.population >= ALONE or (entry.population >= ONLY_ONE and lead >= FAR_AHEAD)
        return "gazetteer:prominent" if large and not entry.alias else None

    @cached_property
    def only_city(self) -> Entry | None:
        """The one city, in the country that the report is about, that it names as a place without doubt."""
        cities = {
            one.entry.id or one.entry.name: one.entry for one in self._anchors if one.entry and one.entry.kind == "city"
        }
        city = next(iter(cities.values())) if len(cities) == 1 else None
        return city if city and city.country == (self._context.main or city.country) else None

    # weighing ------------------------------------------------------------------------------------------------------

    def _weigh(
        self,
        entry: Entry,
        name: str,
        hint: EntryKind | None,
        mention: Mention,
        ground: Ground | None,
        grounds: Sequence[Ground],
    ) -> _Weighed:
        """Return a namesake with its weight and the rule named after what speaks for it most nearly."""
        said, context = normal_form(name), self._context
        weight, reasons = self._size(entry, said, hint), []
        if ground is not None:
            weight += SAME_MENTION + SAME_AREA * (ground.admin1 is not None and ground.admin1 == entry.admin1)
            reasons.append("container")
        if any(one.country == entry.country for one in grounds):
            same_area = any(
                one.admin1 and (one.country, one.admin1) == (entry.country, entry.admin1) for one in grounds
            )
            weight += SAME_MENTION + SAME_AREA * same_area
            reasons.append("same-mention")
        if entry.country in context.codes_between(mention.sentence.start, mention.sentence.end, said):
            weight += SENTENCE
            reasons.append("sentence")
        if found := self._area(entry, said, mention):
            weight += found
            reasons.append("area")
        if near := self._near(entry, said, grounds):
            weight += near
        share, named, agreed = self._share(entry.country, said)
        if share:
            weight += REPORT + REPORT_SHARE * share
        if named:
            reasons.append("report")
        if near >= NEAR[1][1]:
            reasons.append("near")
        if entry.country == context.publisher_country:
            weight += PUBLISHER if context.weights_without(said) else PUBLISHER_ALONE
            reasons.append("publisher")
        if agreed >= LEAST_AGREEMENT:
            reasons.append("agreement")
        return _Weighed(entry, weight, f"gazetteer:{reasons[0]}" if reasons else "words", bool(reasons))

    def _size(self, entry: Entry, said: str, hint: EntryKind | None) -> float:
        """Return what a place weighs by itself under a name."""
        people = math.log10(max(entry.population, 10**NOBODY))
        if entry.kind == "admin1":
            weight = max(people + AREA_SIZE, DISTRICT_SIZE)
        elif entry.kind == "admin2":
            weight = DISTRICT_SIZE
        else:
            weight = people + MILLION * (entry.population >= 1_000_000)
            weight += CAPITAL * (entry.country in self._gazetteer.capital(said))
        weight += ALIAS * entry.alias + KIND * (hint is not None and entry.kind == hint)
        return weight + FULL_NAME * (hint is not None and normal_form(entry.name) == said)

    def _share(self, country: str, said: str) -> tuple[float, bool, float]:
        """Return a country's share in names of countries and places together; whether it is named; its share in places.

        A place counts for half a name of a country, divided among the countries that it may lie in.
        """
        tally = self._without(said)
        here = max(tally.placed.get(country, 0.0), 0.0)
        places = sum(tally.placed.values())
        total = sum(tally.named.values()) + places / 2
        share = (tally.named.get(country, 0) + here / 2) / total if total > NOTHING else 0.0
        agreed = here / places if tally.mainly.get(country, 0) >= LEAST_NAMES else 0.0
        return share, country in tally.named, agreed

    def _without(self, said: str) -> _Tally:
        """Return what the report says about countries and points in all names but one."""
        tally = self._tallies.get(said)
        if tally is None:
            others = [anchor for anchor in self._anchors if anchor.name != said]
            placed: dict[str, float] = {}
            mainly: dict[str, int] = {}
            for anchor in others:
                for code, part in anchor.shares:
                    placed[code] = placed.get(code, 0.0) + part
                main = max(anchor.shares, key=lambda one: (one[1], one[0]))[0]
                mainly[main] = mainly.get(main, 0) + 1
            points = tuple(
                (one.entry.lat, one.entry.lon)
                for one in others
                if one.entry is not None and one.entry.kind != "admin1" and one.entry.lat is not None
            )
            tally = _Tally(self._context.weights_without(said), placed, mainly, points)
            self._tallies[said] = tally
        return tally

    def _area(self, entry: Entry, said: str, mention: Mention) -> float:
        """Return the weight of the entry's first order area being named in sentence or report."""
        if entry.admin1 is None:
            return 0.0
        named = [at for name, at in self._areas.get((entry.country, entry.admin1), ()) if name != said]
        if any(mention.sentence.start <= at < mention.sentence.end for at in named):
            return AREA_SENTENCE
        return AREA_REPORT if named else 0.0

    def _near(self, entry: Entry, said: str, grounds: Iterable[Ground]) -> float:
        """Return the weight of the nearest place that the report names without doubt."""
        if entry.lat is None or entry.lon is None or entry.kind == "admin1":
            return 0.0
        points = [*self._without(said).points, *((one.lat, one.lon) for one in grounds)]
        nearest = min(
            (kilometres(entry.lat, entry.lon, lat, lon) for lat, lon in points if lat is not None and lon is not None),
            default=math.inf,
        )
        return next((weight for bound, weight in NEAR if nearest <= bound), 0.0)

    # what the text says about where it is ---------------------------------------------------------------------------

    @cached_property
    def _anchors(self) -> tuple[_Anchor, ...]:
        """The names of the text that stand where a place does, each once, with the countries they may lie in."""
        found: dict[str, _Anchor] = {}
        title = self._context.report.title or ""
        for text, offset in ((self._context.report.text, 0), (title, -len(title) - 1)):
            for one in _WHERE.finditer(text):
                key = normal_form(re.sub(r"['’]s$", "", one[1]))
                if key not in found and (anchor := self._anchor(one[1], key, one.start(1) + offset)):
                    found[key] = anchor
            for words, start in self._area_names(text):
                key = normal_form(words)
                anchor = self._anchor(words, key, start + offset) if key not in found else None
                if anchor is not None and anchor.entry is not None and anchor.entry.kind == "admin1":
                    found[key] = anchor
            for one in SHORT.finditer(text):
                area = self._gazetteer.abbreviated(one[1])
                if area is not None:
                    key = normal_form(area.name)
                    found.setdefault(key, _Anchor(key, one.start(1) + offset, ((area.country, 1.0),), area))
        return tuple(found.values())

    def _area_names(self, text: str) -> Iterable[tuple[str, int]]:
        """Yield what stands in a text with the name of a first order area, the longest name first where two begin."""
        names = self._gazetteer.area_names
        words = [(one.start(), one.end()) for one in _WORD.finditer(text)]
        for number, (start, _) in enumerate(words):
            if text[start].isupper():
                for count in range(3, 0, -1):
                    end = words[min(number + count, len(words)) - 1][1]
                    if normal_form(re.sub(r"['’]s$", "", text[start:end])) in names:
                        yield re.sub(r"['’]s$", "", text[start:end]), start
                        break

    def _anchor(self, words: str, key: str, at: int) -> _Anchor | None:
        entries, hint = self._gazetteer.area_of(words)
        named = country_named(words, self._gazetteer)
        if not entries or (named is not None and named[1] != "capital"):
            return None
        weights = self._context.weights_without(key)
        total = sum(weights.values())
        sizes = sorted(
            (
                (self._size(entry, key, hint) + (REPORT + REPORT_SHARE * weights[entry.country] / total
                 if entry.country in weights else 0.0), entry)
                for entry in entries
            ),
            key=lambda one: (-one[0], one[1]),
        )  # fmt: skip
        best, entry = sizes[0]
        shares: dict[str, float] = {}
        for size, other in sizes:
            shares[other.country] = max(shares.get(other.country, 0.0), 10 ** (size - best))
        total_share = sum(shares.values())
        sure = best >= ENOUGH and not any(best - size < SURE and _elsewhere(other, entry) for size, other in sizes)
        return _Anchor(
            key, at, tuple(sorted((code, part / total_share) for code, part in shares.items())), entry if sure else None
        )

    @cached_property
    def _areas(self) -> dict[tuple[str, str], list[tuple[str, int]]]:
        """Where first order areas are named: country and area to names and characters."""
        found: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for anchor in self._anchors:
            if anchor.entry is not None and anchor.entry.kind == "admin1" and anchor.entry.admin1:
                key = (anchor.entry.country, anchor.entry.admin1)
                found.setdefault(key, []).append((anchor.name, anchor.at))
        return found


def within(entries: Sequence[Entry], ground: Ground) -> tuple[Entry, ...]:
    """Return the namesakes that lie in a stretch of ground; those of its country where none is known in its area."""
    inside = tuple(entry for entry in entries if entry.country == ground.country)
    return tuple(entry for entry in inside if ground.admin1 and entry.admin1 == ground.admin1) or inside


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points; haversine on a sphere of 6,371 km."""
    one, other = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((other - one) / 2) ** 2
        + math.cos(one) * math.cos(other) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _one_ground(one: Entry, other: Entry) -> bool:
    """Say whether two namesakes are a place and the area of its name, or two areas of it."""
    return one.country == other.country and one.admin1 == other.admin1


def _elsewhere(one: Entry, other: Entry) -> bool:
    """Say whether two namesakes are different places: neither area and seat of it, nor close to each other."""
    if one.id is not None and one.id == other.id:
        return False
    if _one_ground(one, other) and (one.kind != other.kind or one.admin1 is None):
        return one.admin1 is None and one.country != other.country
    if None in (one.lat, one.lon, other.lat, other.lon):
        return not _one_ground(one, other)
    return kilometres(one.lat or 0.0, one.lon or 0.0, other.lat or 0.0, other.lon or 0.0) > ELSEWHERE_KM


def _member(entries: Sequence[Entry], best: Entry, hint: EntryKind | None) -> Entry:
    """Choose between a place and the areas of its name: the kind said, else the place if it is much of the area."""
    if hint is not None:
        said = [entry for entry in entries if entry.kind == hint]
        if said:
            return said[0]
    cities = [entry for entry in entries if entry.kind == "city"]
    if best.kind == "city" or not cities:
        return best
    largest = max(cities, key=lambda entry: entry.population)
    return largest if largest.population >= SEAT * best.population else best
