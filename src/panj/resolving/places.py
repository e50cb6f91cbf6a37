"""From the words for a place to a place of the gazetteer, in the light of everything the report says about countries.

A name is looked up and its namesakes are narrowed by evidence, the nearest first: a container in the same words
("Tafas, Daraa province"), a container right behind them ("… in Khatlon region"), other places of the same act,
countries named in the sentence, in the report, the outlet's own country. Without any such support only a name that is
prominent and without a rival is taken. Where namesakes remain the place keeps its words, and its country if they agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import structs

from panj.model import Mention, Place, PlaceRole, Precision, Span
from panj.resolving.context import Context, country_named
from panj.resolving.gazetteer import LONGEST_NAME, Entry, EntryKind, bare_name, normal_form, word_set

PlaceReason = Literal["name-unknown", "name-ambiguous", "refers-back"]

_LAND = word_set(
    "territory soil side bank airspace waters coast land mainland territories shore shores province provinces"
)
_MISSIONS = word_set("embassy consulate mission ship vessel boat tanker frigate base compound company border")
_BACK = word_set("there here elsewhere it")
_DIRECTION = re.compile(
    r"^(?:(?:far|central|upper|lower|mid|downtown|greater|outer|inner)[ -])?"
    r"(?:(?:north|south|east|west)(?:ern)?[ -]?){0,2}(?:central )?",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r",\s+|\s+(?:in|of|at|near|off|outside|inside|within|on|between|around|beyond|across"
    r"|along|above|below|by|and)(?:\s+(?:the|a|an))?\s+"
)
_OWNER = re.compile(r"^(.+?)['’]s?\s+(.+)$")
_WAY = re.compile(r"\s+(?:to|from|towards?|between)\s+.*$")
_PREFIX = re.compile(
    r"^(?:in|at|near|off|outside|inside|within|between|around|beyond|across|along|above|below|from|on|to|the|a|an"
    r"|just|northern outskirts of|outskirts of)\s+",
    re.IGNORECASE,
)
_FAR = re.compile(r"\b(\d+|[a-z]+) (?:nautical )?(?:km|kilomet|mile|nm)", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west) of\b|\b(?:near|off)\b"
    r"|^(?:[Oo]utside|[Oo]ff|[Nn]ear|[Bb]eyond|[Bb]etween)\b"
)
_ROADS = word_set("road bypass highway route river canal railway line pipeline street avenue")
_BEHIND = re.compile(
    r"^(?:,| in| of|, in)(?: the)?(?: [a-z]+(?:ern)?)? "
    r"((?:[^\W\d_a-z][\w'’-]*)(?: (?:[^\W\d_a-z][\w'’-]*|al|el|de|of))*(?: (?:district|province|region|state|county))?)"
)
_IN_COUNTRY = re.compile(r"\b(?:in|inside|across|near|into|throughout)(?: the)?(?: [a-z]+ern| [a-z]+)?\s*$")
_NAME = re.compile(
    r"[^\W\d_a-z][\w'’-]*(?: (?:(?:al|el|de|del|la|el|i|ye|bin|e|da|do|dos|of|ul|the) )*[^\W\d_a-z][\w'’-]*)*"
)


class Found(NamedTuple):
    """A place, and why it is not fully known where it is not."""

    place: Place
    reason: PlaceReason | None


class _Ground(NamedTuple):
    """A stretch of ground that other words lie in."""

    country: str
    admin1: str | None = None


class _Hit(NamedTuple):
    entry: Entry | None
    country: str | None
    rule: str
    reason: PlaceReason | None = None


class PlaceReader:
    """Reads the places of one report, in the order of its mentions: a name once placed stays where it was placed."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._gazetteer = context.gazetteer
        self._agreed = self._agreement()
        self._said: dict[str, _Ground] = {}

    def _agreement(self) -> str | None:
        """Return the country in which most names of the text are known, where two or more agree and no other ties.

        Asked only where the report names no country at all; a name that lies in more than three countries is no help.
        """
        if self._context.weights:
            return None
        votes: dict[str, int] = {}
        text = f"{self._context.report.title or ''}. {self._context.report.text}"
        for name in sorted({normal_form(found[0]) for found in _NAME.finditer(text)}):
            codes = sorted({entry.country for entry in self._gazetteer.area_of(name)[0]})
            if len(codes) <= 3:
                for code in codes:
                    votes[code] = votes.get(code, 0) + 1
        ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
            return None
        return ranked[0][0]

    def read(self, mention: Mention) -> tuple[Found, ...]:
        """Return the places of a mention in their order, those where it happened before those it came from."""
        roles: list[tuple[PlaceRole, Span]] = [("happened", span) for span in mention.places]
        roles += [("from", span) for span in mention.launched_from]
        first = [self._one(span, role, mention, ()) for role, span in roles]
        grounds = tuple(
            _Ground(found.place.country, found.place.admin1)
            for found in first
            if found.place.role == "happened" and found.place.country and found.place.rule != "sentence-country"
        )
        if len(roles) == 1 or not grounds:
            return self._remembered(first)
        again = []
        for (role, span), found in zip(roles, first, strict=True):
            better = found
            if role == "happened" and (found.reason or found.place.rule == "common-noun"):
                better = self._one(span, role, mention, grounds)
            again.append(better)
        return self._remembered(again)

    def _remembered(self, founds: Sequence[Found]) -> tuple[Found, ...]:
        """Give a local name the country and area that it had earlier in the report, and keep those it has now."""
        answer = []
        for found in founds:
            place, key = found.place, normal_form(bare_name(normal_form(found.place.words.text))[0])
            if found.reason == "name-unknown" and place.country is None and key in self._said:
                ground = self._said[key]
                place = structs.replace(place, country=ground.country, admin1=ground.admin1, rule="same-words")
            elif found.reason == "name-unknown" and place.country is not None:
                self._said.setdefault(key, _Ground(place.country, place.admin1))
            if place.country is None and place.role == "happened" and place.rule in ("words", "common-noun"):
                country = self._context.dominant
                if country is not None:
                    place = structs.replace(place, country=country, rule=f"{place.rule}:report-country")
            answer.append(Found(place, found.reason))
        return tuple(answer)

    # one place -----------------------------------------------------------------------------------------------------

    def _one(self, span: Span, role: PlaceRole, mention: Mention, grounds: tuple[_Ground, ...]) -> Found:
        words = span.text.strip()
        if len(words) > LONGEST_NAME:
            return Found(self._plain(span, role, "words", None), "name-unknown")
        bare = _PREFIX.sub("", words)
        if words.lower() in _BACK:
            return Found(self._plain(span, role, "refers-back", None), "refers-back")
        direct = self._country(bare, role)
        if direct is not None:
            code, rule = direct
            country = self._gazetteer.countries.get(code)
            exact = rule == "country"
            place = Place(
                name=country.name if country and exact else words, words=span, rule=rule, role=role, country=code,
                lat=country.lat if country and exact else None, lon=country.lon if country and exact else None,
                precision="country" if exact else None,
            )  # fmt: skip
            return Found(place, None)
        chain = _WAY.sub("", bare) if not bare[:1].isupper() else bare
        owner = _OWNER.match(chain)
        parts = [part for part in _SPLIT.split(f"{owner[2]} of {owner[1]}" if owner else chain) if part]
        common = words.startswith(("a ", "an ", "A ", "An ")) and len(parts) == 1 and words.split()[-1].islower()
        if common or not any(
            _is_name(part, at_start=self._starts(span, mention) and part is parts[0]) for part in parts
        ):
            ground = _agreed(grounds)
            country_code = ground.country if ground else None
            admin1 = ground.admin1 if ground else None
            return Found(self._plain(span, role, "common-noun", country_code, admin1), None)
        return self._named(span, role, mention, parts, grounds)

    def _starts(self, span: Span, mention: Mention) -> bool:
        return span.start == mention.sentence.start

    def _plain(self, span: Span, role: PlaceRole, rule: str, country: str | None, admin1: str | None = None) -> Place:
        return Place(name=span.text, words=span, rule=rule, role=role, country=country, admin1=admin1)

    def _country(self, words: str, role: PlaceRole) -> tuple[str, str] | None:
        """Return the country that the words are, or whose land they say ("Afghan territory"), with the rule."""
        named = country_named(words, self._gazetteer)
        if named and named[1] == "name":
            code = self._context.only(named[0])
            return (code, "country") if code else None
        stripped = _DIRECTION.sub("", words)
        if stripped != words and stripped:
            named = country_named(stripped, self._gazetteer)
            if named and named[1] == "name" and not self._gazetteer.places(words):
                code = self._context.only(named[0])
                return (code, "part-of-country") if code else None
        tokens = stripped.split()
        for count in (3, 2, 1):
            if len(tokens) <= count:
                continue
            named = country_named(" ".join(tokens[:count]), self._gazetteer)
            if named and named[1] in ("adjective", "name") and tokens[0][0].isupper():
                rest = {token.lower() for token in tokens[count:]}
                land = rest <= _LAND or (role == "from" and not rest & _MISSIONS)
                if land and all(token.islower() for token in tokens[count:]):
                    code = self._context.only(named[0])
                    return (code, "adjective") if code else None
        return None

    def _named(
        self, span: Span, role: PlaceRole, mention: Mention, parts: list[str], grounds: tuple[_Ground, ...]
    ) -> Found:
        """Read a chain of names from its outermost container inwards ("Tafas, Daraa province, Syria")."""
        ground = self._behind(span, mention)
        inner: Entry | None = None
        rule, reason = "", None
        known: Entry | None = None
        for number, part in enumerate(reversed(parts)):
            head = number == len(parts) - 1
            if not _is_name(part, at_start=head and self._starts(span, mention)):
                if head:
                    inner = None
                continue
            direct = self._country(_PREFIX.sub("", part), role)
            if direct:
                ground, rule = _Ground(direct[0]), direct[1]
                if head:
                    return Found(self._plain(span, role, rule, direct[0]), None)
                continue
            hit = self._lookup(part, mention, ground, grounds)
            reason = hit.reason
            if hit.entry is not None:
                ground = _Ground(hit.entry.country, hit.entry.admin1)
                known, rule, reason = hit.entry, hit.rule, None
                inner = hit.entry if head else None
            elif hit.country and ground is None:
                ground = _Ground(hit.country)
                rule = hit.rule
        if inner is not None:
            return Found(self._placed(span, role, inner, rule), None)
        if known is None:
            feature = self._feature(parts[0], mention, ground, grounds)
            if feature is not None:
                known, rule, reason = feature, "feature", None
        if known is not None:
            return Found(self._beside(span, role, known, rule), None)
        if ground is not None:
            place = self._plain(span, role, f"in:{rule or 'words-behind'}", ground.country, ground.admin1)
            return Found(place, reason or "name-unknown")
        shared = _agreed(grounds)
        if shared is not None:
            return Found(
                self._plain(span, role, "same-mention", shared.country, shared.admin1), reason or "name-unknown"
            )
        code = self._in_sentence(mention)
        rule = "sentence-country" if code else "words"
        return Found(self._plain(span, role, rule, code), reason or "name-unknown")

    def _behind(self, span: Span, mention: Mention) -> _Ground | None:
        """Return the container that follows the words in the sentence ("… in Khatlon region", "…, Tajikistan")."""
        behind = mention.sentence.text[span.end - mention.sentence.start :]
        found = _BEHIND.match(behind)
        if not found:
            return None
        named = country_named(found[1], self._gazetteer)
        if named and named[1] == "name":
            code = self._context.only(named[0])
            return _Ground(code) if code else None
        entries = [entry for entry in self._gazetteer.area_of(found[1])[0] if entry.kind == "admin1"]
        supported = [entry for entry in entries if entry.country in self._context.weights]
        countries = {entry.country for entry in supported}
        return _Ground(supported[0].country, supported[0].admin1) if len(countries) == 1 else None

    def _in_sentence(self, mention: Mention) -> str | None:
        """Return the country of "in Tajikistan" where the sentence says exactly one such thing."""
        start, found = mention.sentence.start, set()
        for one in self._context.between(start, mention.sentence.end):
            if one.kind == "name" and _IN_COUNTRY.search(mention.sentence.text[: one.start - start]):
                found.add(self._context.only(one.codes))
        return found.pop() if len(found) == 1 else None

    def _feature(
        self, part: str, mention: Mention, ground: _Ground | None, grounds: tuple[_Ground, ...]
    ) -> Entry | None:
        """Return the town that a thing is named after ("Erbil airport"), where the report names its country."""
        words = _PREFIX.sub("", part).split()
        for count in range(len(words) - 1, 0, -1):
            name = " ".join(words[:count])
            rest = words[count:]
            named = country_named(name, self._gazetteer)
            if not _NAME.fullmatch(name) or (named and named[1] != "capital") or not rest[-1][0].isalpha():
                continue
            hit = self._lookup(name, mention, ground, grounds, supported=True)
            if hit.entry is not None and (hit.entry.kind == "city" or rest[-1].islower()):
                return hit.entry
        return None

    # namesakes -----------------------------------------------------------------------------------------------------

    def _lookup(
        self,
        words: str,
        mention: Mention,
        ground: _Ground | None,
        grounds: tuple[_Ground, ...],
        *,
        supported: bool = False,
    ) -> _Hit:
        """Return what a name means; with ``supported`` only where something in the report speaks for it."""
        name = _PREFIX.sub("", words)
        if self._gazetteer.area_of(name)[0]:
            return self._choose(name, mention, ground, grounds, supported=supported)
        stripped = _DIRECTION.sub("", name)
        if stripped != name and stripped[:1].isupper() and self._gazetteer.area_of(stripped)[0]:
            hit = self._choose(stripped, mention, ground, grounds, supported=True)
            if self._gazetteer.area_of(stripped)[1] is not None:
                return hit  # "southwestern Khatlon region" says where the region lies, "southern Peru" is a part
            return _Hit(None, hit.country, f"part-of:{hit.rule}", "name-unknown")
        return _Hit(None, None, "words", "name-unknown")

    def _choose(
        self, name: str, mention: Mention, ground: _Ground | None, grounds: tuple[_Ground, ...], *, supported: bool
    ) -> _Hit:
        """Choose among namesakes by the nearest evidence for a country."""
        entries, hint = self._gazetteer.area_of(name)
        context, said = self._context, normal_form(name)
        if ground is not None:
            inside = [entry for entry in entries if entry.country == ground.country]
            return self._pick(inside, hint, (ground,), "gazetteer:container")
        weights = context.weights_without(said)
        outlet = (context.publisher_country,) if context.publisher_country else ()
        tiers: tuple[tuple[Iterable[str], str], ...] = (
            (dict.fromkeys(one.country for one in grounds), "gazetteer:same-mention"),
            (context.codes_between(mention.sentence.start, mention.sentence.end, said), "gazetteer:sentence"),
            (weights, "gazetteer:report"),
            (outlet, "gazetteer:publisher"),
            ((self._agreed,) if self._agreed else (), "gazetteer:agreement"),
        )
        for codes, rule in tiers:
            wanted = list(codes)
            inside = [entry for entry in entries if entry.country in wanted]
            countries = list(dict.fromkeys(entry.country for entry in inside))
            if len(countries) > 1:
                best = _prominent(inside) or _weightiest(countries, weights)
                inside = [entry for entry in inside if entry.country == best]
                if not inside:
                    return _Hit(None, None, "words", "name-ambiguous")
            if inside:
                return self._pick(inside, hint, grounds, rule)
        country, rule = (None, "") if supported else _standing(entries, self._gazetteer.capital(name))
        if country is None:
            return _Hit(None, None, "words", "name-unknown")
        return self._pick([one for one in entries if one.country == country], hint, grounds, rule)

    def _pick(self, entries: Sequence[Entry], hint: EntryKind | None, grounds: Sequence[_Ground], rule: str) -> _Hit:
        """Choose among namesakes of one country: kind said, area said, the city before the area named after it."""
        if not entries:
            return _Hit(None, None, "words", "name-unknown")
        country = entries[0].country
        areas = {ground.admin1 for ground in grounds if ground.admin1}
        pool = [entry for entry in entries if entry.kind == hint] or list(entries)
        pool = [entry for entry in pool if entry.admin1 in areas] or pool
        cities = [entry for entry in pool if entry.kind == "city"]
        if cities:
            cities.sort(key=lambda entry: -entry.population)
            if len(cities) == 1 or cities[0].population >= 5 * max(cities[1].population, 1):
                return _Hit(cities[0], country, rule)
            if len({entry.admin1 for entry in cities}) == 1 and len({entry.id for entry in cities}) == 1:
                return _Hit(cities[0], country, rule)
            return _Hit(None, country, rule, "name-ambiguous")
        for kind in ("admin1", "admin2"):
            level = [entry for entry in pool if entry.kind == kind]
            if len({entry.admin1 for entry in level}) == 1:
                return _Hit(level[0], country, rule)
            if level:
                return _Hit(None, country, rule, "name-ambiguous")
        return _Hit(None, country, rule, "name-ambiguous")

    # writing it down -----------------------------------------------------------------------------------------------

    def _placed(self, span: Span, role: PlaceRole, entry: Entry, rule: str) -> Place:
        precision: Precision = {"city": "point", "admin2": "district", "admin1": "province"}[entry.kind]  # type: ignore[assignment]
        return Place(
            name=entry.name, words=span, rule=rule, role=role, country=entry.country, admin1=entry.admin1,
            admin2=entry.name if entry.kind == "admin2" else None, lat=entry.lat, lon=entry.lon, precision=precision,
            gazetteer_id=entry.id,
        )  # fmt: skip

    def _beside(self, span: Span, role: PlaceRole, entry: Entry, rule: str) -> Place:
        """Write down words that lie in or near a known place: its country and area, its point where that is near."""
        number = _FAR.search(span.text)
        far = number is not None and not (number[1].isdigit() and int(number[1]) <= 30)
        far = far or not _ROADS.isdisjoint(span.text.lower().split())
        near = entry.kind == "city" and not far
        relative = _RELATIVE.search(span.text) is not None
        outside = far or (relative and entry.kind != "admin1")
        return Place(
            name=span.text, words=span, rule=f"{'near' if relative else 'in'}:{rule}", role=role,
            country=entry.country, admin1=None if outside and far else entry.admin1,
            admin2=entry.name if entry.kind == "admin2" and not outside else None,
            lat=entry.lat if near else None, lon=entry.lon if near else None, precision="district" if near else None,
        )  # fmt: skip


def _is_name(part: str, *, at_start: bool) -> bool:
    """Say whether a part holds a proper name; a capital at the start of the sentence is no sign of one."""
    words = _PREFIX.sub("", part).split()
    if at_start and words and len(words) > 1:
        words = words[1:] if words[1][0].islower() else words
    return any(word[0].isupper() or (word.startswith(("al-", "el-")) and word[3:4].isupper()) for word in words if word)


def _prominent(entries: Sequence[Entry]) -> str | None:
    """Return the country of a city of half a million or more that is ten times any namesake elsewhere."""
    ranked = sorted(entries, key=lambda entry: -entry.population)
    top = ranked[0]
    rivals = [entry for entry in ranked if entry.country != top.country]
    if top.population < 500_000 or any(entry.population * 10 > top.population for entry in rivals):
        return None
    return top.country


def _weightiest(countries: Sequence[str], weights: Mapping[str, int]) -> str | None:
    """Return the country that the report names most often, where no other is named as often."""
    ranked = sorted(((weights.get(code, 0), code) for code in countries), reverse=True)
    return ranked[0][1] if ranked[0][0] > ranked[1][0] else None


def _standing(entries: Sequence[Entry], capitals: Sequence[str]) -> tuple[str | None, str]:
    """Return the country that a name means without any support in the report, and the rule.

    That is the country whose capital it is, that of a prominent city, or the only country that has the name at all,
    where it is a first order area or a city of a hundred thousand: smaller places have namesakes that are not in the
    gazetteer.
    """
    if len(capitals) == 1 and any(entry.country == capitals[0] for entry in entries):
        return capitals[0], "gazetteer:capital"
    if country := _prominent(entries):
        return country, "gazetteer:prominent"
    known = any(entry.kind == "admin1" or entry.population >= 100_000 for entry in entries)
    if known and len({entry.country for entry in entries}) == 1:
        return entries[0].country, "gazetteer:only-one"
    return None, ""


def _agreed(grounds: Sequence[_Ground]) -> _Ground | None:
    """Return the ground that all places of a mention share; only its country where their areas differ."""
    countries = {ground.country for ground in grounds}
    if len(countries) != 1:
        return None
    areas = {ground.admin1 for ground in grounds}
    return grounds[0] if len(areas) == 1 else _Ground(grounds[0].country)
