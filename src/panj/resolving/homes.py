"""Whose a bare office or force is ("police", "the foreign ministry", "Mayor Brandt"), and where people only are.

The nearest evidence decides: the outlet's own country, the same force told before, the ground on which the act lies,
the country that the report is about. A country that only the ground gives is one's own for offices and forces that
serve a place (police, courts, mayors) and for an army while no other country's soldiers are told of; for everybody
else it is merely where they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from panj.model import Mention
from panj.resolving.actors import STATE_SECTORS, Reading
from panj.resolving.context import Context, countries_in

Grounds = Callable[[Mention], Collection[str]]
"""The countries in which the places of a mention lie."""

_OFTEN, _LENGTH = 3, 500
"""How often a report must name its only country before an office without one is that country's, and the characters
for each of these; a short report must name it less often."""

_GOVERNMENT = re.compile(r"\b(?:government|authorities)$", re.IGNORECASE)
"""Words for a whole government; "officials" can be anyone's."""

_ABROAD = re.compile(
    r"\b(?:ambassador|consul|delegat|diplomat|embass|envoy|mission|mediator|negotiator)", re.IGNORECASE
)
"""Offices that a country keeps in another."""

_LOCAL_OFFICE = re.compile(
    r"\b(?:mayor|governor|prefect|municipal|council|district|provincial|regional|city|town|village|local|county|state"
    r"|administrator|commissioner|fire|firefighter|civil|emergency|rescue|officials?|health|education|interior)",
    re.IGNORECASE,
)
"""Words of offices that serve the place where they are."""

_SEVERAL = re.compile(
    r"\b(?:both|two|each|either|rival|neighbouring|other)(?: \w+)? (?:sides?|countr(?:y|ies)|states|governments?"
    r"|arm(?:y|ies)|capitals?|neighbours|nations|militar(?:y|ies)|parties)\b|\bsides\b|\bcountries\b",
    re.IGNORECASE,
)
"""Words for what belongs to several states."""

_SENTENCE_END = re.compile(r"[.!?][\"”’']?\s+[\"“‘'A-Z]")
_FORCES = frozenset(("MIL", "COP", "SPY"))


class Known(NamedTuple):
    """A party told in the report, with the place and the role of its words."""

    start: int
    sentence: int
    reading: Reading
    words: str
    speaks: bool


class Homes:
    """The countries of one report that words without a country can mean.

    Args:
        context: the countries that the report names.
        mentions: its mentions.
        grounds: where they lie; nowhere by default.
    """

    def __init__(self, context: Context, mentions: Sequence[Mention], grounds: Grounds | None = None) -> None:
        self._context = context
        self._grounds: Mapping[str, Collection[str]] = {
            mention.id: frozenset(grounds(mention)) for mention in (mentions if grounds else ()) if grounds
        }

    def own(self, reading: Reading, words: str, mention: Mention, told: Sequence[Known]) -> tuple[str, str] | None:
        """Return the country of an office, force or office-holder that the words name without one, and the rule."""
        weights, outlet = self._context.weights, self._context.publisher_country
        if outlet and (set(weights) <= {outlet} or self._context.main == outlet):
            return outlet, "publisher-country"
        if reading.sector in _FORCES and not _SEVERAL.search(words) and (country := self._same_force(reading, told)):
            return country, "report:same-force"
        if _ABROAD.search(words) or _SEVERAL.search(words):
            return None
        others = {one.reading.country for one in told if one.reading.sector == reading.sector} - {None}
        ground = self._ground(mention)
        serves = reading.sector in ("COP", "JUD") or _LOCAL_OFFICE.search(words) or not reading.slug
        if ground and others <= {ground} and (serves or reading.sector == "MIL"):
            return ground, "place-of-act"
        about = self._about if reading.shape == "person" else self._about or self._only
        if about and others <= {about}:
            return about, "report-country"
        if _GOVERNMENT.search(words) and not reading.slug and (country := self._last_state(mention, told)):
            return country, "report:last-state"
        return None

    def located(self, mention: Mention) -> tuple[str, str] | None:
        """Return where the people of an act are, as far as its places or the whole report say, and the rule."""
        if ground := self._ground(mention):
            return ground, "place-of-act"
        return (self._about, "report-country") if self._about else None

    def _ground(self, mention: Mention) -> str | None:
        found = self._grounds.get(mention.id, ())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _about(self) -> str | None:
        """The country that a report is about.

        The one that two of three namings mean; or the only one named, often or in the title; or, where none is named,
        the one in which all of its places lie.
        """
        weights = self._context.weights
        if self._context.dominant:
            return self._context.dominant
        sole = next(iter(weights)) if len(weights) == 1 else None
        title = {code for one in countries_in(self._context.report.title or "", self._context.gazetteer)
                 for code in one.codes if len(one.codes) == 1}  # fmt: skip
        if sole and (weights[sole] >= _OFTEN or sole in title):
            return sole
        counted = Counter(code for codes in self._grounds.values() if len(codes) == 1 for code in codes)
        if len(counted) == 1 and set(weights) <= set(counted):
            return next(iter(counted))
        main = self._context.main
        return main if main and title == {main} and counted.keys() <= {main} else None

    @property
    def _only(self) -> str | None:
        """The only country that a short report names, if seldom: enough for its police, not for a president.

        Heads of state are told of in reports that name the other country alone.
        """
        weights = self._context.weights
        sole = next(iter(weights)) if len(weights) == 1 else None
        often = min(_OFTEN, 1 + len(self._context.report.text) // _LENGTH)
        return sole if sole and weights[sole] >= often else None

    def _same_force(self, reading: Reading, told: Sequence[Known]) -> str | None:
        """Return the only country whose force of this kind was told before, if what is named may be that force."""
        forces = [one.reading for one in told if one.reading.sector == reading.sector and one.reading.country]
        countries = {one.country for one in forces}
        return countries.pop() if len(countries) == 1 else None

    def _last_state(self, mention: Mention, told: Sequence[Known]) -> str | None:
        """Return the country of the officials that spoke or acted last, at most two sentences lying between."""
        states = [one for one in told if one.speaks and one.reading.sector in STATE_SECTORS and one.reading.country]
        text = self._context.report.text
        before = mention.sentence.start + 1  # the end of a sentence shows by the letter behind it
        if not states or len(_SENTENCE_END.findall(text, states[-1].start, before)) > 3:
            return None
        countries = {one.reading.country for one in states if one.sentence == states[-1].sentence}
        return countries.pop() if len(countries) == 1 else None
