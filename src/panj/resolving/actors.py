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
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from panj.model import Party, Span
from panj.resolving.context import Context, Named, countries_in
from panj.resolving.gazetteer import normal_form
from panj.resolving.sectors import GROUPS_OF_PEOPLE, HEADS, PERSONS, SPEAKERS, sector_of, singular

Shape = Literal["person", "institution", "people", "unknown"]
STATE_SECTORS = frozenset(("GOV", "MIL", "COP", "SPY", "JUD", "LEG"))

_QUANTITY = re.compile(
    r"^(?:(?:the|a|an|some|about|around|nearly|almost|at least|at most|up to|more than|over|fewer than|less than|only|all"
    r"|both|several|many|dozens of|hundreds of|thousands of|scores of|a group of|group of|members of|units of|another|other"
    r"|unidentified|unknown|suspected|alleged|own|same|two of|three of|one of|(?:\d[\d,.]*)|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)(?:[- ]|$))+",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\s+(?:of|in|for|at|from|to|on|under|with|near|who|that|which|calling|against|about)\s+")
_TITLED = re.compile(r"^(.*?[a-z.]\s+|[A-Z][a-z]+\.?\s+)((?:[^\W\d_a-z][\w'’.-]*|al|bin|ibn|el|de|van|von|da|di)(?:\s+(?:[^\W\d_a-z][\w'’.-]*|al|bin|ibn|el|de|van|von|da|di|ag|ould))*)$")  # fmt: skip
_SEVERAL = re.compile(r"\s(?:and|or)\s|,\s")

_SYNONYMS = (
    (re.compile(r"^(?:ministry (?:of |for )?(?:the )?|)(?:foreign affairs|external affairs|foreign|external relations)(?: ministry| office)?$"), "foreign-ministry"),
    (re.compile(r"^(?:ministry (?:of |for )?(?:the )?)(?:national )?(?:defence|defense)$|^(?:national )?(?:defence|defense) ministry$"), "defence-ministry"),
    (re.compile(r"^(?:ministry (?:of |for )?(?:the )?)(?:interior|internal affairs|internal security)$|^(?:interior|internal affairs) ministry$"), "interior-ministry"),
    (re.compile(r"^(?:ministry (?:of |for )?(?:the )?)(.+)$"), r"\1-ministry"),
    (re.compile(r"^(?:presidency|presidential (?:office|administration|palace)|presidents office|office president|office of (?:the )?president)$"), "presidency"),
    (re.compile(r"^(?:government|authorities|administration|cabinet|state|governments?|officials?|federal government)$"), ""),
    (re.compile(r"^(?:army|military|armed forces|troops?|soldiers?|forces|armies)$"), ""),
    (re.compile(r"^(?:police|police forces?|police officers?|policem[ae]n)$"), ""),
    (re.compile(r"^(?:chief|head|commander) (?:of )?(?:the )?(.+)$"), r"\1-chief"),
)  # fmt: skip
_SHORT_HEADS = frozenset(
    "ministry minister president presidency embassy mission court company group union federation association party front "
    "movement agency council commission committee governor mayor ambassador spokesman prosecutor navy consulate hospital "
    "operator firm parliament regiment battalion brigade corps command service office administration faction militia "
    "alliance coalition newspaper delegation cabinet prefect envoy institute bureau".split()
)
"""Heads that alone mean an organisation or office named before."""


class Group(NamedTuple):
    """A row of ``groups.tsv``: sectors come with the day from which they hold."""

    key: str
    name: str
    country: str | None
    sectors: tuple[tuple[str, dt.date], ...]


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


@cache
def groups() -> dict[str, Group]:
    """Return the shipped groups by every normal form of their names."""
    found: dict[str, Group] = {}
    for line in (files("panj.resolving") / "data" / "groups.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        key, name, country, sectors, aliases = (line + "\t" * 5).split("\t")[:5]
        dated = tuple(
            (code, dt.date.fromisoformat(day) if day else dt.date.min)
            for code, _, day in (one.partition("@") for one in sectors.split(","))
        )
        group = Group(key, name, country or None, dated)
        for alias in (name, *aliases.split("|")):
            if alias.strip():
                found.setdefault(_folded(alias), group)
    return found


@cache
def _longest_group() -> int:
    return max(len(name.split()) for name in groups())


def _folded(words: str) -> str:
    """Return the normal form, with capitals kept for acronyms, which are other words in lower case ("IS")."""
    return words if words.isupper() and len(words) <= 5 else normal_form(words)


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
        for size in range(min(_longest_group(), len(tokens)), 0, -1):
            for start in range(len(tokens) - size + 1):
                name = " ".join(tokens[start : start + size])
                group = groups().get(_folded(name))
                if group is None or not any(letter.isupper() for letter in name):
                    continue
                rest = [*tokens[:start], *tokens[start + size :]]
                return self._of_group(group, rest, words)
        return None

    def _of_group(self, group: Group, rest: list[str], words: str) -> Reading | None:
        sector = [code for code, day in group.sectors if day <= self._day][-1] or None
        normal = [word for word in (normal_form(one) for one in rest) if word and word not in ("the", "of", "s")]
        if titled := self._titled(" ".join(rest), " ".join(rest)):
            return titled._replace(country=group.country, sector=sector)
        own = sector_of(normal)
        if sector == "GOV" and group.country and own in STATE_SECTORS:
            return self._office(normal, group.country, own or "GOV", words)
        people = not normal or all(singular(word) in HEADS or word in SPEAKERS or word in _TAILS for word in normal)
        key = group.key if people else f"{group.key}:{'-'.join(normal)}"
        name = group.name if people else words
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
        """Read a person's name behind a title ("spokesman Lu Qingshan", "President Rahmon")."""
        found = _TITLED.match(phrase)
        if not found:
            return None
        titles = normal_form(found[1]).split()
        if not titles or not (titles[-1] in PERSONS or titles[-1] in SPEAKERS):
            return None
        if countries_in(found[2], self._gazetteer) or sector_of(normal_form(found[2]).split()):
            return None
        owners, _, _ = self._owners(found[1], head)
        sector = sector_of(titles) or ("GOV" if owners and titles[-1] in SPEAKERS else None)
        country = owners[0] if len(owners) == 1 else None
        return Reading(found[2], f"per:{slug(found[2])}", "titled-name", country, sector, "person", "", full=True)

    def _institution(self, phrase: str, head: str) -> Reading:
        owners, host, rest = self._owners(phrase, head)
        words = [word for word in normal_form(rest).split() if word not in ("the", "s")]
        normal_head = [word for word in normal_form(_PREPOSITION.split(f" {rest}")[0]).split() if word != "the"]
        sector = sector_of(normal_head) or (sector_of(words) if not normal_head or normal_head[-1] in SPEAKERS else None)
        if sector is None and normal_head and singular(normal_head[-1]) in ("head", "chief", "leader", "commander"):
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
        full = not (len(words) == 1 and words[0] in _SHORT_HEADS)
        return Reading(phrase, f"text:{' '.join(words)}", rule, None, sector, _shape(words), "-".join(words), full=full)

    def _office(
        self, words: list[str], country: str | None, sector: str, phrase: str, host: str | None = None
    ) -> Reading:
        """Name an office or a force of a state; a spokesman, statement or website counts as whom it speaks for."""
        speaker = any(word in SPEAKERS or singular(word) in SPEAKERS for word in words)
        kept = [word for word in words if not (word in SPEAKERS or singular(word) in SPEAKERS)]
        kept = kept if any(word not in ("of", "for", "in", "office") for word in kept) else words
        while kept and kept[0] in ("of", "for", "in", "the"):
            kept = kept[1:]
        text = " ".join(kept)
        if "ministry" not in text or not text.startswith("ministry"):
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
            rule = "spokesperson" if speaker else "head-noun"
            return Reading(phrase, key, rule, None, sector, shape, office, full=not generic and "ministry" not in office)
        key = ":".join(part for part in (sector.lower(), country, office, mission) if part)
        name = self._gazetteer.countries[country].name
        name = name if not office and sector == "GOV" else f"{name} {office.replace('-', ' ') or ' '.join(kept)}"
        rule = "spokesperson" if speaker else "country-office"
        return Reading(name, key, rule, country, sector, shape, office, full=True)

    def in_country(self, reading: Reading, country: str, rule: str) -> Reading:
        """Return an office that the words name without its country as that country's."""
        assert reading.sector is not None
        key = ":".join(part for part in (reading.sector.lower(), country, reading.slug) if part)
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


_TAILS = frozenset(
    "group movement forces force authorities linked affiliated affiliate branch faction element elements side headquarters "
    "leadership cell members member organisation organization commander commanders leader leaders".split()
)


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
    if last in _SHORT_HEADS or HEADS.get(last) in STATE_SECTORS | {"BUS", "LAB", "PTY", "MED", "NGO"}:
        return "institution"
    return "unknown"


def countries_of(named: list[Named]) -> set[str]:
    """Return all codes that names may mean."""
    return {code for one in named for code in one.codes}
