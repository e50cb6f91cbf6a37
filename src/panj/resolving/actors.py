"""From the words for a party to its country, sector and key; one phrase at a time.

Keys are lower case normal forms that equal parties share, whatever the wording:

* ``gov:TJK`` a state or its government; ``gov:TJK:foreign-ministry`` one of its institutions; ``mil:PAK``, ``cop:NGA``
  its forces; ``gov:CHN:embassy:TJK`` an embassy with its host;
* ``cvl:CHN:workers`` people of a country; ``org:taliban`` a group of the shipped table; ``per:lu-qingshan`` a person;
* ``text:…`` words that the tables do not know; ``?<report>:…`` words that mean something only inside their report.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, NamedTuple

from panj.model import Party, Span
from panj.resolving.context import Context, countries_in
from panj.resolving.gazetteer import LONGEST_NAME, normal_form, word_set
from panj.resolving.groups import Group, folded, groups, longest_group
from panj.resolving.sectors import (
    GROUPS_OF_PEOPLE,
    HEADS,
    PERSONS,
    SHORT_HEADS,
    is_speaker,
    sector_of,
    singular,
    without_speaker,
)

Shape = Literal["person", "institution", "people", "unknown"]
STATE_SECTORS = frozenset(("GOV", "MIL", "COP", "SPY", "JUD", "LEG"))

_QUANTITY = re.compile(
    r"^(?:(?:the|a|an|some|about|around|nearly|almost|at least|at most|up to|more than|over|fewer than|less than|only"
    r"|all|both|several|many|(?:dozens|hundreds|thousands|scores) of|(?:a )?group of|(?:members|units) of|another|other"
    r"|unidentified|unknown|suspected|alleged|own|same|(?:one|two|three) of|\d[\d,.]*(?!-[a-z])|[\w-]+-year-old|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)(?:[- ]|$))+",
    re.IGNORECASE,
)
_PREPOSITIONS = word_set("of in for at from to on under with near who that which calling against about")
_PREPOSITION = re.compile(rf"\s+(?:{'|'.join(sorted(_PREPOSITIONS))})\s+")
_PARTICLES = word_set("al bin ibn el de van von da di ag ould")
"""Words in names of persons that news writes small."""

_MINISTRY = r"ministry (?:of |for )?(?:the )?"
_SYNONYMS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"^(?:{_MINISTRY})?(?:foreign affairs|external affairs|foreign|external relations)(?: ministry| office)?$",
         "foreign-ministry"),
        (rf"^{_MINISTRY}(?:national )?defen[cs]e$|^(?:national )?defen[cs]e ministry$", "defence-ministry"),
        (rf"^{_MINISTRY}(?:interior|internal affairs|internal security)$|^(?:interior|internal affairs) ministry$",
         "interior-ministry"),
        (rf"^{_MINISTRY}(.+)$", r"\1-ministry"),
        (r"^(?:presidency|presidential (?:office|administration|palace)|presidents? office)$", "presidency"),
        (r"^office (?:of (?:the )?)?president$", "presidency"),
        (r"^(?:governments?|authorities|administration|cabinet|state|officials?|federal government)$", ""),
        (r"^(?:army|military|armed forces|troops?|soldiers?|forces|armies)$", ""),
        (r"^(?:police|police forces?|police officers?|policem[ae]n)$", ""),
        (r"^(?:chief|head|commander) of (?:the )?(.+)$", r"\1-chief"),
    )
)  # fmt: skip
"""One form for each institution, whatever the word order; the force or government of a country has none."""


class Reading(NamedTuple):
    """What a phrase says of a party before the report is asked.

    ``slug`` is the institution in key form, ``full`` whether the words alone tell which one it is.
    """

    name: str
    key: str
    rule: str
    country: str | None
    sector: str | None
    shape: Shape
    slug: str
    full: bool

    def party(self, words: Span) -> Party:
        """Return the party with the words that name it."""
        return Party(
            name=self.name, rule=self.rule, key=self.key, country=self.country, sector=self.sector, words=words
        )


def slug(words: str) -> str:
    """Return words as part of a key."""
    return normal_form(words).replace(" ", "-")


def stripped(words: str) -> str:
    """Return a noun phrase without determiners, numbers and hedges in front; unchanged where nothing would remain."""
    rest = _QUANTITY.sub("", words.strip(" \"“”'‘")).strip()
    return rest or words.strip()


class PhraseReader:
    """Reads noun phrases of one report."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._gazetteer = context.gazetteer
        published = context.report.published_at
        self._day = published.date() if published else dt.date.max

    def read(self, words: str) -> Reading:
        """Return what the words alone, with the countries of the report, say of a party."""
        if len(words) > LONGEST_NAME:
            return Reading(words, f"text:{normal_form(words)}", "words", None, None, "unknown", "", full=True)
        phrase = stripped(words)
        head = _PREPOSITION.split(f" {phrase}")[0].strip() or phrase
        return (
            self._group(phrase, words)
            or self._state(phrase)
            or self._titled(phrase, head)
            or self._institution(phrase, head)
        )

    # known groups --------------------------------------------------------------------------------------------------

    def _group(self, phrase: str, words: str) -> Reading | None:
        tokens = re.sub(r"['’]s?(?=\s|$)", "", phrase).split()
        for size in range(min(longest_group(), len(tokens)), 0, -1):
            for start in range(len(tokens) - size + 1):
                name = " ".join(tokens[start : start + size])
                group = groups().get(folded(name))
                if group is None or not any(letter.isupper() for letter in name):
                    continue
                rest = [*tokens[:start], *tokens[start + size :]]
                return self._of_group(group, rest, words)
        return None

    def _of_group(self, group: Group, rest: list[str], words: str) -> Reading | None:
        sector = [code for code, day in group.sectors if day <= self._day][-1] or None
        if titled := self._titled(" ".join(rest), " ".join(rest)):
            return titled._replace(country=group.country, sector=sector)
        normal = [word for word in normal_form(" ".join(rest)).split() if word not in ("the", "s")]
        for one in countries_in(" ".join(rest), self._gazetteer):
            if group.country in one.codes:  # "Yemen's Houthi movement"
                named = normal_form(" ".join(rest)[one.start : one.end]).removesuffix("s").split()
                normal = [word for word in normal if word.removesuffix("s") not in named]
        own = sector_of(normal)
        if sector == "GOV" and group.country and own in STATE_SECTORS:
            return self._office(normal, group.country, own or "GOV", words)
        normal = [word for word in without_speaker(normal)[0] if word not in _PREPOSITIONS]
        alike = all(HEADS.get(singular(word), HEADS.get(word)) in _OF_THE_GROUP or word in _TAILS for word in normal)
        key = group.key if alike else f"{group.key}:{'-'.join(normal)}"
        name = group.name if alike else words
        return Reading(name, key, "group", group.country, sector, "institution", "", full=True)

    # states and their offices --------------------------------------------------------------------------------------

    def _state(self, phrase: str) -> Reading | None:
        """Read words that are nothing but a country, or a capital or palace that stands for its government."""
        found = [one for one in countries_in(phrase, self._gazetteer) if one.kind != "adjective"]
        if len(found) != 1 or normal_form(phrase) != normal_form(phrase[found[0].start : found[0].end]):
            return None
        code = self._context.only(found[0].codes)
        if code is None:
            return None
        country = self._gazetteer.countries[code]
        if found[0].kind == "capital":
            cities = self._gazetteer.places(phrase)
            known = code in self._context.weights or not cities
            if not known and max((city.population for city in cities), default=0) < 500_000:
                return None
        rule = "country" if found[0].kind == "name" else "capital"
        return Reading(country.name, f"gov:{code}", rule, code, "GOV", "institution", "", full=True)

    def _owners(self, phrase: str, head: str) -> tuple[list[str], str | None, str]:
        """Return the countries that own the phrase, the host country of a mission, and the phrase without them."""
        found = countries_in(phrase, self._gazetteer)
        owners: list[str] = []
        host: str | None = None
        rest, last = "", 0
        mission = re.search(r"\b(?:embassy|consulate|ambassador|envoy|mission)\b", phrase, re.IGNORECASE) is not None
        for one in found:
            code = self._context.only(one.codes)
            before = phrase[: one.start].rstrip().lower()
            abroad = before.endswith((" in", " to", " at", " near"))
            if code and mission and abroad:
                host = code
            elif code and not (abroad and self._people(head)):
                owners.append(code)
            if code:
                rest += phrase[last : one.start]
                last = one.end
        rest = re.sub(r"['’]s?(?=\s|$)", "", rest + phrase[last:])
        rest = re.sub(r"\b(?:of|in|to|for|at)(?: the)?\s*(?=$|\b(?:of|in|to|for|at)\b)", " ", rest)
        return list(dict.fromkeys(owners)), host, " ".join(rest.split())

    def _people(self, head: str) -> bool:
        return sector_of(normal_form(head).split()) not in STATE_SECTORS

    def _titled(self, phrase: str, head: str) -> Reading | None:
        """Read a person's name behind a title ("spokesman Lu Qingshan", "Tajik President Rahmon")."""
        tokens = phrase.split()
        cut = next((n for n in range(len(tokens) - 1, 0, -1) if is_title(tokens[n - 1])), len(tokens))
        name = " ".join(tokens[cut:])
        if not name or not all(token[0].isupper() or token in _PARTICLES for token in tokens[cut:]):
            return None
        institution = normal_form(" ".join(tokens[cut - 1 :])) in HEADS  # "General Staff" is nobody's name
        if institution or countries_in(name, self._gazetteer) or sector_of(normal_form(name).split()):
            return None
        titles = normal_form(" ".join(tokens[:cut])).split()
        owners, _, _ = self._owners(" ".join(tokens[:cut]), head)
        sector = sector_of(titles) or ("GOV" if owners and is_speaker(titles[-1]) else None)
        country = owners[0] if len(owners) == 1 else None
        return Reading(name, f"per:{slug(name)}", "titled-name", country, sector, "person", "", full=True)

    def _institution(self, phrase: str, head: str) -> Reading:
        owners, host, rest = self._owners(phrase, head)
        words, speaks = without_speaker([word for word in normal_form(rest).split() if word not in ("the", "s")])
        if speaks and not words and len(owners) == 1:  # "Astana's first statement", "representative of Barbados"
            name = self._gazetteer.countries[owners[0]].name
            return Reading(name, f"gov:{owners[0]}", "spokesperson", owners[0], "GOV", "institution", "", full=True)
        end = next((n for n, word in enumerate(words) if n and word in _PREPOSITIONS), len(words))
        sector = sector_of(words[:end])
        if sector is None and end and singular(words[end - 1]) in ("head", "chief", "leader", "commander"):
            sector = sector_of(words)
        if len(owners) > 1:
            return Reading(
                phrase, f"text:{normal_form(phrase)}", "several-countries", None, sector, _shape(words), "", full=True
            )
        place = None
        if not owners and sector in STATE_SECTORS:
            place = self._area(rest)
        country = owners[0] if owners else place
        if sector in STATE_SECTORS and sector is not None:
            reading = self._office(words, country, sector, phrase, host)
            if place:
                return reading._replace(name=phrase, rule="place-in-words")
            return reading
        if country and sector:
            kind = "-".join(words) or sector.lower()
            key = f"{sector.lower()}:{country}:{kind}"
            return Reading(phrase, key, "country-words", country, sector, _shape(words), kind, full=True)
        if country:
            return Reading(
                phrase, f"text:{normal_form(phrase)}", "country-words", country, None, _shape(words), "", full=True
            )
        rule = "head-noun" if sector else "words"
        full = not (len(words) == 1 and words[0] in SHORT_HEADS)
        return Reading(phrase, f"text:{' '.join(words)}", rule, None, sector, _shape(words), "-".join(words), full=full)

    def _office(
        self, words: list[str], country: str | None, sector: str, phrase: str, host: str | None = None
    ) -> Reading:
        """Name an office or a force of a state; a spokesman, statement or website counts as whom it speaks for."""
        kept, speaks = without_speaker(words)
        kept = kept if kept and kept != ["office"] else words
        while kept and kept[0] in ("of", "for", "in", "the"):
            kept = kept[1:]
        text = " ".join(kept)
        if not text.startswith("ministry"):
            text = re.sub(r"^(.+?) (?:of|in|for|at) (?:the )?(.+)$", r"\2 \1", text)
        for pattern, form in _SYNONYMS:
            if pattern.match(text):
                text = pattern.sub(form, text)
                break
        office = slug(text)
        mission = host if host and re.search(r"embassy|ambassador|consul|envoy|mission", office) else None
        shape = "institution" if not office else _shape(office.split("-"))
        if country is None:
            generic = not office or len(kept) == 1
            key = f"text:{office.replace('-', ' ') or ' '.join(kept)}"
            rule = "spokesperson" if speaks else "head-noun"
            return Reading(
                phrase, key, rule, None, sector, shape, office, full=not generic and "ministry" not in office
            )
        key = ":".join(part for part in (sector.lower(), country, office, mission) if part)
        name = self._gazetteer.countries[country].name
        name = name if not office and sector == "GOV" else f"{name} {office.replace('-', ' ') or ' '.join(kept)}"
        rule = "spokesperson" if speaks else "country-office"
        return Reading(name, key, rule, country, sector, shape, office, full=True)

    def in_country(self, reading: Reading, country: str, rule: str) -> Reading:
        """Return an office that the words name without its country as that country's."""
        key = ":".join(part for part in ((reading.sector or "").lower(), country, reading.slug) if part)
        name = f"{self._gazetteer.countries[country].name} {reading.slug.replace('-', ' ') or reading.name}".strip()
        return reading._replace(name=name, key=key, country=country, rule=rule, full=True)

    def _area(self, words: str) -> str | None:
        """Return the country of a place named in the words ("governor of Tillaberi"), if the report names it too."""
        known = set(self._context.weights)
        if self._context.publisher_country:
            known.add(self._context.publisher_country)
        found = set()
        for name in re.findall(r"[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)*", words):
            found |= {entry.country for entry in self._gazetteer.area_of(name)[0] if entry.country in known}
        return found.pop() if len(found) == 1 else None


_OF_THE_GROUP = STATE_SECTORS | {"REB", "UAF"}
"""Sectors of words for a group's own people, who act as the group ("fighters", "negotiators"; not its "employees")."""

_TAILS = word_set(
    "group movement forces force authorities linked affiliated affiliate branch faction element elements side local "
    "headquarters leadership senior cell members member organisation organization commander commanders leader leaders"
)


def is_title(word: str) -> bool:
    """Say whether a name may follow the word ("President", "spokesman")."""
    title = normal_form(word)
    return title in PERSONS or is_speaker(title)


def _shape(words: list[str]) -> Shape:
    """Say whether words name one person, people or an institution, by their head."""
    head = words
    for index, word in enumerate(words):
        if word in ("of", "in", "for", "at", "from", "who") and index:
            head = words[:index]
            break
    if not head:
        return "institution"
    last = head[-1]
    if last in PERSONS:
        return "person"
    if last in GROUPS_OF_PEOPLE or (last.endswith("s") and singular(last) in HEADS) or last.endswith("men"):
        return "people"
    if last in SHORT_HEADS or HEADS.get(last) in STATE_SECTORS | {"BUS", "LAB", "PTY", "MED", "NGO"}:
        return "institution"
    return "unknown"
