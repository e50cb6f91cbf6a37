"""From the words for a party to its country, sector and key; one phrase at a time.

Keys are lower case normal forms that equal parties share, whatever the wording:

* ``gov:TJK`` a state or its government; ``gov:TJK:foreign-ministry`` one of its institutions; ``mil:PAK``, ``cop:NGA``
  its forces; ``gov:CHN:embassy:TJK`` an embassy with its host;
* ``cvl:CHN:workers`` people of a country, ``crm:in-AFG:groups`` people who are only said to be in one; ``org:taliban``
  an actor of the tables, ``pty:…`` a party of theirs; ``per:…`` a person;
* ``text:…`` words that the tables do not know; ``?<report>:…`` words that mean something only inside their report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from panj.model import Party, Span
from panj.resolving.context import Context, Named, countries_in
from panj.resolving.gazetteer import LONGEST_NAME, Entry, normal_form, word_set
from panj.resolving.naming import PREPOSITIONS, Match, bare, matches_in, settled, tokens_of
from panj.resolving.offices import office_of
from panj.resolving.peoples import peoples_in
from panj.resolving.roster import Roster, Standing
from panj.resolving.sectors import (
    FORMER,
    GROUPS_OF_PEOPLE,
    HEADS,
    PERSONS,
    SHORT_HEADS,
    WAR_MACHINES,
    is_speaker,
    sector_of,
    singular,
    without_speaker,
)

Shape = Literal["person", "institution", "people", "unknown"]
STATE_SECTORS = frozenset(("GOV", "MIL", "COP", "SPY", "JUD", "LEG"))

_QUANTITY = re.compile(
    r"^(?:(?:the|a|an|some|about|around|nearly|almost|at least|at most|up to|more than|over|fewer than|less than|only"
    r"|all|both|several|many|(?:dozens|hundreds|thousands|scores|tens of thousands|millions) of|(?:a )?group of"
    r"|(?:a )?(?:members?|units?) of(?: the)?|another|other|young|old|elderly|unarmed|(?:one|two|three|\d+) \(\d+\)"
    r"|unidentified|unknown|suspected|alleged|own|same|(?:one|two|three) of|\d[\d,.]*(?!-[a-z])|[\w-]+-year-old|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)(?:[- ]|$))+",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(rf"\s+(?:{'|'.join(sorted(PREPOSITIONS))})\s+")
_OF = word_set("of from for by")
"""Prepositions whose country the party belongs to; behind others it only is there."""
_IN = word_set("in at near within inside across throughout outside around on")
_TOWN, _LARGE = 10_000, 500_000
"""Inhabitants of a town that counts in a country which the report names, and of one that counts without that."""
_PARTICLES = word_set("al bin ibn el de van von da di ag ould bint ben ap la le du dos")
"""Words in names of persons that news writes small."""
_BEFORE_COUNTRY = re.compile(r"(?:\b(?:pro|anti|non)[ -]|\bex-)$", re.IGNORECASE)
_BEHIND_COUNTRY = re.compile(
    r"-(?:backed|linked|aligned|allied|funded|trained|supported|sponsored|occupied|held|controlled|administered|born"
    r"|made|supplied|brokered|language|speaking|bound|flagged|style|friendly)\b"
)
_PEOPLE_NOUN = re.compile(r"^(?:[A-Z][\w'’-]+(?:s|ese|men|women))$")


class Reading(NamedTuple):
    """What a phrase says of a party before the report is asked.

    Attributes:
        slug: the institution in key form.
        full: whether the words alone tell which one it is.
        listed: the tables know it; its key holds everywhere.
        located: the country where they only are said to be.
    """

    name: str
    key: str
    rule: str
    country: str | None
    sector: str | None
    shape: Shape
    slug: str
    full: bool
    listed: bool = False
    located: str | None = None

    def party(self, words: Span) -> Party:
        """Return the party with the words that name it."""
        return Party(
            name=self.name, rule=self.rule, key=self.key, country=self.country, sector=self.sector, words=words,
            located=None if self.country else self.located,
        )  # fmt: skip


class _Owners(NamedTuple):
    """The countries of a phrase: whose it is, where it only is, the host of a mission; the phrase without them."""

    codes: tuple[str, ...]
    located: tuple[str, ...]
    host: str | None
    rest: str


def slug(words: str) -> str:
    """Return words as part of a key."""
    return normal_form(words).replace(" ", "-")


def stripped(words: str) -> str:
    """Return a noun phrase without determiners, numbers and hedges in front; unchanged where nothing would remain."""
    rest = _QUANTITY.sub("", words.strip(" \"“”'‘")).strip()
    return rest or words.strip()


class PhraseReader:
    """Reads noun phrases of one report.

    Args:
        context: the countries of the report.
        roster: the named actors; those of the shipped and the user's own tables by default.
    """

    def __init__(self, context: Context, roster: Roster | None = None) -> None:
        self._context = context
        self._gazetteer = context.gazetteer
        self._roster = roster if roster is not None else Roster.current()
        published = context.report.published_at
        self._day = published.date() if published else None
        self._near = {*context.weights, *filter(None, (context.publisher_country,))}

    def read(self, words: str) -> Reading:
        """Return what the words alone, with the countries of the report, say of a party."""
        if len(words) > LONGEST_NAME:
            return Reading(words, f"text:{normal_form(words)}", "words", None, None, "unknown", "", full=True)
        phrase = stripped(words)
        head = _PREPOSITION.split(f" {phrase}")[0].strip() or phrase
        return (
            self._listed(phrase, words)
            or self._state(phrase)
            or self._titled(phrase)
            or self._institution(phrase, head, words)
        )

    # actors of the tables ------------------------------------------------------------------------------------------

    def _listed(self, phrase: str, words: str) -> Reading | None:
        tokens = tokens_of(phrase)
        found: list[tuple[Match, Standing]] = []
        for match in matches_in(tokens, self._roster, self._gazetteer, self._day):
            titles = normal_form(" ".join(tokens[max(match.start - 3, 0) : match.start])).split()
            standing = settled(match, self._near, titles)
            if standing is not None:
                found.append((match, standing))
        if not found:
            return None
        head = [one for one in found if not one[0].behind and not one[0].owns] or found
        keys = {standing.key for _, standing in head}
        joined = any(normal_form(token) in ("and", "or") for token in tokens[head[0][0].end : head[-1][0].start])
        if len(keys) > 1 and joined:
            countries, sectors = {one.country for _, one in head}, {one.sector for _, one in head}
            country = countries.pop() if len(countries) == 1 else None
            sector = sectors.pop() if len(sectors) == 1 else None
            key = f"text:{normal_form(phrase)}"
            return Reading(words, key, "several-actors", country, sector, "unknown", "", full=True)
        match, standing = head[0]
        rest = [*tokens[: match.start], *tokens[match.end :]]
        rest = [token for token in rest if not any(token in tokens[one.start : one.end] for one, _ in found)]
        if standing.key.startswith("per:") or not standing.key:
            return self._of_person(match, standing, tokens, words)
        return self._of_group(match, standing, tokens, rest, words)

    def _of_person(self, match: Match, standing: Standing, tokens: Sequence[str], words: str) -> Reading | None:
        """Read a person with titles before it, or people and offices that are named by a person."""
        before, after = tokens[: match.start], [bare(token) for token in tokens[match.end :]]
        after = after if after and normal_form(after[0]) not in PREPOSITIONS else []
        country = standing.country
        titles = normal_form(" ".join(before)).split()
        if after and (own := sector_of(normal_form(" ".join(after)).split())):  # "the Bush administration"
            if country and own in STATE_SECTORS:
                return self._office(normal_form(" ".join(after)).split(), country, own, words)
            return self._people_of(words, own, country)
        if match.behind and not _is_titled(before):  # "supporters of President Varga"
            end = next((n for n, word in enumerate(titles) if word in PREPOSITIONS and n), 0)
            head = without_speaker(titles[:end])
            if head[0] and not head[1]:
                return self._people_of(words, sector_of(head[0]), country)
        own_titles = normal_form(match.words).split() if is_title(match.words.split()[0]) else []  # "King Hassan"
        said = sector_of(titles) or sector_of(own_titles[:1])
        if said is None and titles[-1:] == ["leader"] and self._owners(" ".join(before)).codes == (country,):
            said = "GOV"
        sector = standing.sector
        if any(word in FORMER for word in titles):
            sector = "ELI"
        elif said and (sector in (None, "ELI") or (sector in ("OPP", "PTY") and said in STATE_SECTORS)):
            sector = said  # a title in the words holds now
        if not standing.key:
            return Reading(
                match.words, f"per:{slug(match.words)}", "table:several", country, sector, "person", "", full=True
            )
        bare_short = not before and all(one.short for one in match.candidates)
        rule = "table:short" if bare_short else _rule(standing)
        return Reading(standing.name, standing.key, rule, country, sector, "person", "", full=True, listed=True)

    def _people_of(self, words: str, sector: str | None, country: str | None) -> Reading:
        phrase = stripped(words)
        return Reading(
            phrase, f"text:{normal_form(phrase)}", "named-after-person", country, sector, "unknown", "", full=True
        )

    def _of_group(
        self, match: Match, standing: Standing, tokens: Sequence[str], rest: list[str], words: str
    ) -> Reading | None:
        country, sector = standing.country, standing.sector
        others = " ".join(bare(token) for token in rest)
        if titled := self._titled(others):
            return titled._replace(country=country or titled.country, sector=sector)
        normal = [word for word in normal_form(others).split() if word not in ("the", "s")]
        for one in self._countries(others):
            if country in one.codes:  # "Yemen's Houthi movement"
                named = normal_form(others[one.start : one.end]).removesuffix("s").split()
                normal = [word for word in normal if word.removesuffix("s") not in named]
        own = sector_of(normal[: next((n for n, word in enumerate(normal) if n and word in PREPOSITIONS), None)])
        ruling = sector == "GOV" and standing.key.startswith("org:")
        if ruling and country and own in STATE_SECTORS:
            return self._office(normal, country, own or "GOV", words)
        if match.behind and own not in (None, *_OF_THE_GROUP, sector) and not without_speaker(normal)[1]:
            head = normal_form(" ".join(tokens[: match.start])).split()
            if head[-1] in ("of", "by", "against", "from"):  # "victims of Boko Haram"
                return self._people_of(words, own, country)
        normal = [word for word in without_speaker(normal)[0] if word not in PREPOSITIONS]
        alike = all(HEADS.get(singular(word), HEADS.get(word)) in _OF_THE_GROUP or word in _TAILS for word in normal)
        key = standing.key if alike else f"{standing.key}:{'-'.join(normal)}"
        name = standing.name if alike else words
        shape: Shape = "institution"
        return Reading(name, key, _rule(standing), country, sector, shape, "", full=True, listed=True)

    # states and their offices --------------------------------------------------------------------------------------

    def _countries(self, phrase: str) -> list[Named]:
        """Return the countries named in a phrase but for those that only qualify it ("pro-Iranian", "US-backed")."""
        return [
            one
            for one in countries_in(phrase, self._gazetteer)
            if not _BEFORE_COUNTRY.search(phrase[: one.start]) and not _BEHIND_COUNTRY.match(phrase[one.end :])
        ]

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

    def _owners(self, phrase: str) -> _Owners:
        """Return the countries of a phrase. Those in its head outrank those behind a preposition."""
        preposition = _PREPOSITION.search(phrase)
        edge = preposition.start() if preposition else len(phrase)
        mission = re.search(r"\b(?:embassy|consulate|ambassador|envoy|mission)\b", phrase, re.IGNORECASE) is not None
        inside: list[str] = []
        behind: list[str] = []
        located: list[str] = []
        host: str | None = None
        rest, last = "", 0
        peoples = peoples_in(phrase)
        for one in self._countries(phrase):
            code = self._context.only(one.codes)
            before = re.findall(r"[\w'’-]+", phrase[: one.start].lower())
            near = next((word for word in reversed(before) if word in PREPOSITIONS), None)
            if any(people.start <= one.start < people.end for people in peoples):
                continue  # "ethnic Albanians", "Bosnian Serbs"
            if code and mission and near and near not in _OF:
                host = code
            elif code and one.start < edge:
                inside.append(code)
            elif code and near in _OF:
                behind.append(code)
            elif code and near in _IN and one.kind != "adjective":
                located.append(code)
            if code:
                rest += phrase[last : one.start]
                last = one.end
        rest = re.sub(r"['’]s?(?=\s|$)", "", rest + phrase[last:])
        rest = re.sub(r"\b(?:of|in|to|for|at|from)(?: the)?\s*(?=$|\b(?:of|in|to|for|at|from)\b)", " ", rest)
        owners = inside or behind or [one.country for one in peoples if one.country]
        return _Owners(
            tuple(dict.fromkeys(owners)), tuple(dict.fromkeys(located or behind)), host, " ".join(rest.split())
        )

    def _titled(self, phrase: str) -> Reading | None:
        """Read a person's name behind a title ("spokesman Lu Qingshan", "Tajik President Rahmon")."""
        tokens = phrase.split()
        cut = next((n for n in range(len(tokens) - 1, 0, -1) if is_title(tokens[n - 1])), len(tokens))
        end = next((n for n in range(cut + 1, len(tokens)) if tokens[n] in ("of", "from", "in")), len(tokens))
        name = " ".join(tokens[cut:end])
        if not name or not all(token[0].isupper() or token in _PARTICLES for token in tokens[cut:end]):
            return None
        preposition = _PREPOSITION.search(" ".join(tokens[:cut]))
        if preposition:  # "lawyers for Mr Varga"
            front = normal_form(" ".join(tokens[:cut])[: preposition.start()]).split()
            if front and not is_title(front[-1]):
                return None
        institution = normal_form(" ".join(tokens[cut - 1 :])) in HEADS  # "General Staff" is nobody's name
        if institution or countries_in(name, self._gazetteer) or sector_of(normal_form(name).split()):
            return None
        titles = normal_form(" ".join(tokens[:cut])).split()
        owners = self._owners(" ".join(tokens[:cut] + tokens[end:])).codes
        sector = sector_of(titles) or ("GOV" if owners and is_speaker(titles[-1]) else None)
        sector = "GOV" if sector is None and owners and titles[-1] == "leader" else sector
        if sector in ("GOV", "LEG") and any(word in FORMER for word in titles):
            sector = "ELI"
        if tokens[cut - 1] in ("Father", "Brother", "Sister", "Mother"):
            sector = "REL"
        country = owners[0] if len(owners) == 1 else None
        return Reading(name, f"per:{slug(name)}", "titled-name", country, sector, "person", "", full=True)

    def _institution(self, phrase: str, head: str, said: str) -> Reading:
        codes, located, host, rest = self._owners(phrase)
        words, speaks = without_speaker([word for word in normal_form(rest).split() if word not in ("the", "s")])
        if speaks and not words and len(codes) == 1:  # "Astana's first statement", "representative of Barbados"
            name = self._gazetteer.countries[codes[0]].name
            return Reading(name, f"gov:{codes[0]}", "spokesperson", codes[0], "GOV", "institution", "", full=True)
        if len(codes) == 1 and (nation := self._nation(head, codes[0], said if not words else None)):
            return nation
        end = next((n for n, word in enumerate(words) if n and word in PREPOSITIONS), len(words))
        sector = self._sector(words, end, codes, head)
        if len(codes) > 1:
            key = f"text:{normal_form(phrase)}"
            return Reading(phrase, key, "several-countries", None, sector, shape_of(words), "", full=True)
        place = None
        if not codes and sector in STATE_SECTORS:
            place = located[0] if len(located) == 1 else self._area(rest)
        country = codes[0] if codes else place
        if sector in STATE_SECTORS and sector is not None:
            reading = self._office(words, country, sector, phrase, host)
            if place:
                return reading._replace(name=phrase, rule="place-in-words")
            return reading
        kind = "-".join(words[:end]) or (sector or "").lower()
        if country and sector:
            key = f"{sector.lower()}:{country}:{'-'.join(words) or sector.lower()}"
            return Reading(phrase, key, "country-words", country, sector, shape_of(words), kind, full=True)
        if country:
            return Reading(
                phrase, f"text:{normal_form(phrase)}", "country-words", country, None, shape_of(words), "", full=True
            )
        there = located[0] if len(located) == 1 else (None if located else self._area(rest[len(head) :]))
        if there:  # where they are, not whose they are
            key = f"{sector.lower()}:in-{there}:{kind}" if sector else f"text:{normal_form(phrase)}"
            return Reading(phrase, key, "located", None, sector, shape_of(words), kind, full=True, located=there)
        rule = "head-noun" if sector else "words"
        full = not (len(words) == 1 and words[0] in SHORT_HEADS)
        return Reading(
            phrase, f"text:{' '.join(words)}", rule, None, sector, shape_of(words), "-".join(words), full=full
        )

    def _nation(self, phrase: str, country: str, said: str | None) -> Reading | None:
        """Read words that only name a nation: its people where they are plural or counted, else what is to come.

        ``said`` are all the words, where they hold nothing else.
        """
        whole = [one for one in countries_in(phrase, self._gazetteer) if one.end - one.start == len(phrase)]
        if not whole or whole[0].kind != "adjective":
            return None
        counted = said is not None and normal_form(said) != normal_form(phrase)
        if said is None and not phrase.endswith("s"):
            return None
        if counted or (phrase.endswith("s") and self._gazetteer.adjective(phrase[:-1])) or _PEOPLE_NOUN.match(phrase):
            return Reading(phrase, f"cvl:{country}:cvl", "nation", country, "CVL", "people", "", full=True)
        return Reading(phrase, f"text:{normal_form(phrase)}", "adjective", country, None, "unknown", "", full=True)

    def _sector(self, words: list[str], end: int, codes: Sequence[str], head: str) -> str | None:
        """Return the sector of a noun phrase without its countries; ``end`` is where its head ends."""
        core = words[:end]
        if core and singular(core[-1]) == "officer" and core[-1] != core[0]:
            pass  # "police officers": found below
        elif core and singular(core[-1]) == "officer":
            return "MIL" if codes else "COP"
        for start in range(min(end, len(words))):  # "chamber of commerce", "men in uniform"
            for stop in range(end + 1, min(start + 4, len(words)) + 1):
                if (sector := HEADS.get(" ".join(words[start:stop]))) is not None:
                    return sector
        for place in range(1, end):  # "refugees fleeing the war", "pupils abducted last week"
            clause = core[place].endswith(("ing", "ed")) and core[place] not in ("armed", "building", "king")
            if clause and (singular(core[place - 1]) in HEADS or core[place - 1] in HEADS):
                return sector_of(core[:place])
        if sector := sector_of(core):
            if sector in ("GOV", "LEG") and any(word in FORMER for word in core[:-1]):
                return "ELI"
            return sector
        last = core[-1] if core else ""
        if last and singular(last) in ("head", "chief", "leader", "commander") and (sector := sector_of(words)):
            return sector
        if codes and len(core) == 1 and (last in ("side", "leadership") or singular(last) in ("leader", "ruler")):
            return "GOV"
        if singular(last) == "leader" and {"countries", "nations", "states"} & set(words[end:]):
            return "GOV"
        if codes and last in WAR_MACHINES:
            return "MIL"
        if "civilian" in core or any(people.end >= len(head) for people in peoples_in(head)):
            return "CVL"
        if peoples_in(head) and singular(last) in ("leader", "chief"):
            return "ELI"
        return None

    def _office(
        self, words: list[str], country: str | None, sector: str, phrase: str, host: str | None = None
    ) -> Reading:
        """Name an office or a force of a state; a spokesman, statement or website counts as whom it speaks for."""
        text, kept, speaks = office_of(words)
        office = slug(text)
        mission = host if host and re.search(r"embassy|ambassador|consul|envoy|mission", office) else None
        shape = "institution" if not office else shape_of(office.split("-"))
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
        """Return an office or a person that the words name without its country as that country's."""
        if reading.key.startswith("per:"):
            return reading._replace(country=country, rule=f"{reading.rule}:{rule}")
        key = ":".join(part for part in ((reading.sector or "").lower(), country, reading.slug) if part)
        name = f"{self._gazetteer.countries[country].name} {reading.slug.replace('-', ' ') or reading.name}".strip()
        return reading._replace(name=name, key=key, country=country, rule=rule, full=True)

    def place(self, words: str) -> Reading | None:
        """Read a phrase that is nothing but a place of a country that the report names: the people who live there."""
        found = self._places(stripped(words))
        if len({entry.country for entry in found}) != 1:
            return None
        city = any(one.kind == "city" for one in found)
        country, sector = found[0].country, "CVL" if city else None
        key = f"cvl:in-{country}:{slug(stripped(words))}" if city else f"text:{normal_form(words)}"
        return Reading(words, key, "place", None, sector, "unknown", "", full=True, located=country)

    def _area(self, words: str) -> str | None:
        """Return the country of a place named in the words ("governor of Tillaberi")."""
        found = set()
        for name in re.findall(r"[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)*", words):
            found |= {entry.country for entry in self._places(name)}
        return found.pop() if len(found) == 1 else None

    def _places(self, name: str) -> list[Entry]:
        """Return the areas and towns with this name in countries that the report names; else the only large one."""
        every = self._gazetteer.area_of(name)[0]
        near = [one for one in every if one.country in self._near and (one.kind != "city" or one.population >= _TOWN)]
        if near or self._near & {one.country for one in every}:
            return near
        large = [one for one in every if one.kind == "admin1" or one.population >= _LARGE]
        return large if len({one.country for one in large}) == 1 else []


_OF_THE_GROUP = STATE_SECTORS | {"REB", "UAF"}
"""Sectors of words for a group's own people, who act as the group ("fighters", "negotiators"; not its "employees")."""

_TAILS = word_set(
    "group movement forces force authorities linked affiliated affiliate branch faction element elements side local "
    "headquarters leadership senior cell members member organisation organization commander commanders leader leaders "
    "men man party forum agency office offices network mission band wing command camp suspected rebel"
)


def is_title(word: str) -> bool:
    """Say whether a name may follow the word ("President", "spokesman")."""
    title = normal_form(word)
    return title in PERSONS or is_speaker(title)


def _is_titled(before: Sequence[str]) -> bool:
    """Say whether the words up to a name are its title: "Minister of Interior Varga", not "aide of President Varga"."""
    forms = [normal_form(token) for token in before]
    at = next((n for n, form in enumerate(forms) if n and form in PREPOSITIONS), None)
    return at is not None and forms[at] == "of" and is_title(forms[at - 1]) and not is_title(forms[-1])


def _rule(standing: Standing) -> str:
    return "table:own" if standing.own else "table"


def shape_of(words: list[str]) -> Shape:
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
