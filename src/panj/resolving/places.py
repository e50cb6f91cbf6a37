"""From the words for a place to a place of the gazetteer, in the light of everything the report says about countries.

A name is looked up and its namesakes are narrowed by evidence, the nearest first: a container in the same words
("Tafas, Daraa province"), a container right behind them ("… in Khatlon region"), other places of the same act,
countries named in the sentence, in the report, the outlet's own country. Without any such support only a name that is
prominent and without a rival is taken. Where namesakes remain the place keeps its words, and its country if they agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import structs

from panj.model import Mention, Place, PlaceRole, Precision, Span
from panj.resolving.context import Context, country_named
from panj.resolving.gazetteer import LONGEST_NAME, Entry, EntryKind, Region, bare_name, normal_form, word_set
from panj.resolving.namesakes import SHORT, Ground, Hit, Namesakes, PlaceReason, within

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
_THINGS = word_set(
    "university college school institute academy church cathedral mosque hospital bank ministry court museum port"
    " airport bridge embassy parliament congress house center centre station stadium prison camp fort base"
)
"""What has a name of its own by the ground it lies in: "University of …" is no town called University."""

_TAKEN = re.compile(
    r"\b(?:taken|brought|transferred|moved|evacuated|rushed|flown|airlifted|driven|marched|deported|extradited)"
    r"(?: \w+){0,3}? (?:to|into)(?: (?:the|a|an))?(?: \w+ (?:in|at))? $"
)
_SPOKE = re.compile(
    r"\b(?:told (?:reporters|journalists|parliament|a \w+ conference)|(?:news|press) conference|briefing|speech)"
    r"(?: \w+){0,2}? (?:in|at|from)(?: (?:the|a))? $"
)
_URBAN = word_set("street avenue boulevard square palace parliament embassy ministry stadium university airport")
"""What lies in the city that a report is about, where it names one only."""

_ROADS = word_set("road bypass highway route river canal railway line pipeline street avenue")
_BEHIND = re.compile(
    r"^(?:,| in| of|, in)(?: the)?(?: [a-z]+(?:ern)?)? "
    r"((?:[^\W\d_a-z][\w'’-]*)(?: (?:[^\W\d_a-z][\w'’-]*|al|el|de|of))*(?: (?:district|province|region|state|county))?)"
)
_IN_COUNTRY = re.compile(r"\b(?:in|inside|across|near|into|throughout)(?: the)?(?: [a-z]+ern| [a-z]+)?\s*$")
_NAME = re.compile(
    r"[^\W\d_a-z][\w'’-]*(?: (?:(?:al|el|de|del|la|el|i|ye|bin|e|da|do|dos|of|ul|the) )*[^\W\d_a-z][\w'’-]*)*"
)


_PRECISION: dict[EntryKind, Precision] = {
    "city": "point", "feature": "point", "admin2": "district", "admin1": "province",
}  # fmt: skip


class Found(NamedTuple):
    """A place, and why it is not fully known where it is not."""

    place: Place
    reason: PlaceReason | None


class PlaceReader:
    """Reads the places of one report, in the order of its mentions: a name once placed stays where it was placed."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._gazetteer = context.gazetteer
        self._namesakes = Namesakes(context)
        self._said: dict[str, Ground] = {}

    def read(self, mention: Mention) -> tuple[Found, ...]:
        """Return the places of a mention in their order, those where it happened before those it came from."""
        roles: list[tuple[PlaceRole, Span]] = [(_role(span, mention), span) for span in mention.places]
        roles += [("from", span) for span in mention.launched_from]
        first = [self._one(span, role, mention, ()) for role, span in roles]
        grounds = tuple(
            Ground(found.place.country, found.place.admin1, found.place.lat, found.place.lon)
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
                self._said.setdefault(key, Ground(place.country, place.admin1))
            if place.country is None and place.role == "happened" and place.rule in ("words", "common-noun"):
                country = self._context.dominant
                if country is not None:
                    place = structs.replace(place, country=country, rule=f"{place.rule}:report-country")
            answer.append(Found(place, found.reason))
        return tuple(answer)

    # one place -----------------------------------------------------------------------------------------------------

    def _one(self, span: Span, role: PlaceRole, mention: Mention, grounds: tuple[Ground, ...]) -> Found:
        words = span.text.strip()
        if len(words) > LONGEST_NAME:
            return Found(self._plain(span, role, "words", None), "name-unknown")
        bare = _PREFIX.sub("", words)
        if words.lower() in _BACK:
            return Found(self._plain(span, role, "refers-back", None), "refers-back")
        region = self._region(bare)
        direct = self._country(bare, role) if region is None else None
        if direct is not None:
            code, rule = direct
            country = self._gazetteer.countries.get(code)
            exact = rule in ("country", "country-adjective")
            place = Place(
                name=country.name if country and exact else words, words=span, rule=rule, role=role, country=code,
                lat=country.lat if country and exact else None, lon=country.lon if country and exact else None,
                precision="country" if exact else None, gazetteer_id=country.id if country and exact else None,
            )  # fmt: skip
            return Found(place, None)
        if region is not None:
            return Found(self._grounded(span, role, region), None)
        chain = _WAY.sub("", bare) if not bare[:1].isupper() else bare
        owner = _OWNER.match(chain)
        parts = [part for part in _SPLIT.split(f"{owner[2]} of {owner[1]}" if owner else chain) if part]
        if len(parts) > 1 and not owner and (whole := self._whole(bare)):
            parts = [whole]
        common = words.startswith(("a ", "an ", "A ", "An ")) and len(parts) == 1 and words.split()[-1].islower()
        if common or not any(
            _is_name(part, at_start=self._starts(span, mention) and part is parts[0]) for part in parts
        ):
            ground = _agreed(grounds)
            country_code = ground.country if ground else None
            admin1 = ground.admin1 if ground else None
            return Found(self._plain(span, role, "common-noun", country_code, admin1), None)
        return self._named(span, role, mention, parts, grounds)

    def _whole(self, words: str) -> str | None:
        """Return words that are one name although they have an "of" or "and" in them ("eastern province of Herat")."""
        if self._gazetteer.places(words):
            return words
        stripped = _DIRECTION.sub("", words)
        entries, hint = self._gazetteer.area_of(stripped)
        return stripped if hint is not None and any(entry.kind == hint for entry in entries) else None

    def _starts(self, span: Span, mention: Mention) -> bool:
        return span.start == mention.sentence.start

    def _plain(self, span: Span, role: PlaceRole, rule: str, country: str | None, admin1: str | None = None) -> Place:
        return Place(name=span.text, words=span, rule=rule, role=role, country=country, admin1=admin1)

    def _country(self, words: str, role: PlaceRole) -> tuple[str, str] | None:
        """Return the country that the words are, or whose land they say ("Afghan territory"), with the rule."""
        named = country_named(words, self._gazetteer)
        if named and named[1] != "capital":
            code = self._context.only(named[0])
            if code and self._is_area_of(words, code):
                return None  # "Scotland" is a name for its state and an area of it: the area
            return (code, "country" if named[1] == "name" else "country-adjective") if code else None
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

    def _is_area_of(self, words: str, code: str) -> bool:
        """Say whether words name a first order area of a country that has another name itself."""
        key = normal_form(words)
        return key != normal_form(self._gazetteer.countries[code].name) and any(
            (entry.kind, entry.country, entry.alias) == ("admin1", code, False) and normal_form(entry.name) == key
            for entry in self._gazetteer.places(words)
        )

    def _named(
        self, span: Span, role: PlaceRole, mention: Mention, parts: list[str], grounds: tuple[Ground, ...]
    ) -> Found:
        """Read a chain of names from its outermost container inwards ("Tafas, Daraa province, Syria")."""
        ground = self._behind(span, mention)
        inner: Entry | None = None
        rule, reason = "", None
        known: Entry | None = None
        for number, part in enumerate(reversed(parts)):
            head = number == len(parts) - 1
            thing = head and number and normal_form(_PREFIX.sub("", part)) in _THINGS
            if thing or not _is_name(part, at_start=head and self._starts(span, mention)):
                if head:
                    inner = None
                continue
            direct = self._country(_PREFIX.sub("", part), role)
            if direct and not head and (better := self._container(_PREFIX.sub("", part), _PREFIX.sub("", parts[0]))):
                ground, rule = better, "container"
                continue
            if direct:
                ground, rule = Ground(direct[0]), direct[1]
                if head:
                    return Found(self._plain(span, role, rule, direct[0]), None)
                continue
            region = self._region(_PREFIX.sub("", part))
            if region is not None:
                if head:
                    return Found(self._grounded(span, role, region, ground), None)
                if len(region.countries) == 1:
                    ground, rule = Ground(region.countries[0]), "region"
                continue
            hit = self._lookup(part, mention, ground, grounds)
            reason = hit.reason
            if hit.entry is not None:
                ground = Ground(hit.entry.country, hit.entry.admin1)
                known, rule, reason = hit.entry, hit.rule, None
                inner = hit.entry if head else None
            elif hit.country and ground is None:
                ground = Ground(hit.country)
                rule = hit.rule
        if inner is not None:
            return Found(self._placed(span, role, inner, rule), None)
        if known is None:
            feature = self._feature(parts[0], mention, ground, grounds)
            if feature is not None:
                known, rule, reason = feature, "feature", None
        if known is not None:
            return Found(self._beside(span, role, known, rule), None)
        city = self._namesakes.only_city if normal_form(parts[0]).rpartition(" ")[2] in _URBAN else None
        if city is not None and (ground is None or ground.country == city.country):
            return Found(self._beside(span, role, city, "report-city"), None)
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

    def _region(self, words: str) -> Region | None:
        """Return the sea, river, range or other ground that words name; first order areas stand before land."""
        region = self._gazetteer.region(words)
        area = any(entry.kind == "admin1" and not entry.alias for entry in self._gazetteer.places(words))
        return None if region is None or (area and not region.sea) else region

    def _behind(self, span: Span, mention: Mention) -> Ground | None:
        """Return the container that follows the words in the sentence ("… in Khatlon region", "…, Tajikistan")."""
        behind = mention.sentence.text[span.end - mention.sentence.start :]
        short = SHORT.match(behind)
        area = self._gazetteer.abbreviated(short[1]) if short else None
        if area is not None:
            return Ground(area.country, area.admin1)
        found = _BEHIND.match(behind)
        return self._container(found[1], _PREFIX.sub("", span.text)) if found else None

    def _container(self, words: str, inner: str) -> Ground | None:
        """Return the ground that words name around a place, as far as the gazetteer knows the place in it.

        A country or a first order area: "Georgia" is whichever of the two has the place. Where the place is known, but
        not there, the words are the next item of a list and hold nothing. A place that nobody knows lies in the
        country, or in the area if the report names its country.
        """
        named = country_named(words, self._gazetteer)
        code = self._context.only(named[0]) if named and named[1] == "name" else None
        readings = [Ground(code)] if code else []
        areas = [entry for entry in self._gazetteer.area_of(words)[0] if entry.kind == "admin1" and not entry.alias]
        readings += [Ground(entry.country, entry.admin1) for entry in areas]
        known = self._gazetteer.area_of(inner)[0]
        if known:
            holding = [one for one in readings if _holds(one, known)]
            supported = [one for one in holding if one.country in self._context.weights] or holding
            return supported[0] if len({one.country for one in supported}) == 1 else None
        if code:
            return Ground(code)
        supported = [one for one in readings if one.country in self._context.weights]
        return supported[0] if len({one.country for one in supported}) == 1 else None

    def _in_sentence(self, mention: Mention) -> str | None:
        """Return the country of "in Tajikistan" where the sentence says exactly one such thing."""
        start, found = mention.sentence.start, set()
        for one in self._context.between(start, mention.sentence.end):
            if one.kind == "name" and _IN_COUNTRY.search(mention.sentence.text[: one.start - start]):
                found.add(self._context.only(one.codes))
        return found.pop() if len(found) == 1 else None

    def _feature(self, part: str, mention: Mention, ground: Ground | None, grounds: tuple[Ground, ...]) -> Entry | None:
        """Return the town that a thing is named after ("Erbil airport"), where the report names its country."""
        words = _PREFIX.sub("", part).split()
        for count in range(len(words) - 1, 0, -1):
            name = " ".join(words[:count])
            rest = words[count:]
            named = country_named(name, self._gazetteer)
            if not _NAME.fullmatch(name) or (named and named[1] != "capital") or not rest[-1][0].isalpha():
                continue
            if not (rest[-1].islower() or normal_form(rest[-1]) == "airport" or self._named_alone(name, part)):
                continue
            hit = self._lookup(name, mention, ground, grounds, supported=True)
            if hit.entry is not None and (hit.entry.kind == "city" or rest[-1].islower()):
                return hit.entry
        return None

    def _named_alone(self, name: str, part: str) -> bool:
        """Say whether the report has a name outside the words that it begins ("Erbil" beside "Erbil Citadel")."""
        text = self._context.report.text.replace(part, "")
        return re.search(rf"\b{re.escape(name)}\b(?! [A-Z])", text) is not None

    # namesakes -----------------------------------------------------------------------------------------------------

    def _lookup(
        self,
        words: str,
        mention: Mention,
        ground: Ground | None,
        grounds: tuple[Ground, ...],
        *,
        supported: bool = False,
    ) -> Hit:
        """Return what a name means; with ``supported`` only where something in the report speaks for it."""
        name = _PREFIX.sub("", words)
        if self._gazetteer.area_of(name)[0]:
            return self._namesakes.choose(name, mention, ground, grounds, supported=supported)
        stripped = _DIRECTION.sub("", name)
        if stripped != name and stripped[:1].isupper() and self._gazetteer.area_of(stripped)[0]:
            hit = self._namesakes.choose(stripped, mention, ground, grounds, supported=True)
            if self._gazetteer.area_of(stripped)[1] is not None:
                return hit  # "southwestern Khatlon region" says where the region lies, "southern Peru" is a part
            return Hit(None, hit.country, f"part-of:{hit.rule}", "name-unknown")
        return Hit(None, None, "words", "name-unknown")

    # writing it down -----------------------------------------------------------------------------------------------

    def _placed(self, span: Span, role: PlaceRole, entry: Entry, rule: str) -> Place:
        precision: Precision = _PRECISION[entry.kind]
        return Place(
            name=entry.name, words=span, rule=rule, role=role, country=entry.country, admin1=entry.admin1,
            admin2=entry.name if entry.kind == "admin2" else entry.admin2, lat=entry.lat, lon=entry.lon,
            precision=precision,
            gazetteer_id=entry.id,
        )  # fmt: skip

    def _grounded(self, span: Span, role: PlaceRole, region: Region, ground: Ground | None = None) -> Place:
        """Write down a region: its point stands for it as a whole, its country is told where it has one."""
        country = region.countries[0] if len(region.countries) == 1 else ground.country if ground else None
        return Place(
            name=region.name, words=span, rule="sea" if region.sea else "region", role=role, country=country,
            lat=region.lat, lon=region.lon, precision="region", gazetteer_id=region.id,
        )  # fmt: skip

    def _beside(self, span: Span, role: PlaceRole, entry: Entry, rule: str) -> Place:
        """Write down words that lie in or near a known place: its country and area, its point where that is near."""
        number = _FAR.search(span.text)
        far = number is not None and not (number[1].isdigit() and int(number[1]) <= 30)
        far = far or (rule != "report-city" and not _ROADS.isdisjoint(span.text.lower().split()))
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


def _role(span: Span, mention: Mention) -> PlaceRole:
    """Return what a place is to an act by the words before it: taken to, or said in; else it is where it happened."""
    before = mention.sentence.text[: span.start - mention.sentence.start]
    if _TAKEN.search(before):
        return "to"
    return "speaker" if _SPOKE.search(before) else "happened"


def _holds(ground: Ground, entries: Sequence[Entry]) -> bool:
    """Say whether one of the namesakes lies in the ground, and in its area where it is one."""
    inside = within(entries, ground)
    return bool(inside) and (ground.admin1 is None or any(entry.admin1 == ground.admin1 for entry in inside))


def _agreed(grounds: Sequence[Ground]) -> Ground | None:
    """Return the ground that all places of a mention share; only its country where their areas differ."""
    countries = {ground.country for ground in grounds}
    if len(countries) != 1:
        return None
    areas = {ground.admin1 for ground in grounds}
    return grounds[0] if len(areas) == 1 else Ground(grounds[0].country)
