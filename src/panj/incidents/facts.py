"""What a claim states about an act, brought into a form that can be compared; and the same for a group of claims.

A :class:`Facts` holds only what the claim itself states. What is unknown is empty and fits everything. A
:class:`Dossier` is what the claims of one act state together, within one report or across reports.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache

from panj.incidents import discourse, words
from panj.model import Claim, Interval, Place, Report

NARROW = 3
"""Days: an interval of at most this many days tells when an act was; a wider one only bounds it."""

STRETCH = 45
"""Days: an interval longer than this tells of more than one act."""

_FAMILIES = {
    ("COERCE", "seize"): {"COERCE", "ASSAULT"},
    ("CONCEDE", None): {"CONCEDE", "truce"},
    ("RETREAT", "ceasefire"): {"RETREAT", "truce"},
}
"""Acts of two types that may be one incident: looting and the raid, a truce declared and observed."""

Days = tuple[dt.date, dt.date]
Range = tuple[int | None, int | None]


@lru_cache
def _families(type_: str, mode: str | None) -> frozenset[str]:
    return frozenset(_FAMILIES.get((type_, mode)) or _FAMILIES.get((type_, None)) or {type_})


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """One claim, as linking sees it.

    Attributes:
        days: first and last day that the claim's own words name; ``None`` where they name none or leave an end open.
        inherited: the same where the days were inherited (from the sentence before, from the publication).
        published: day of publication.
        place_names: names of the place itself; ``area_names`` of what it lies in ("Banje" in "Zubin Potok").
        figures: per outcome, the ranges that the claim states, without parts of a whole and without sums.
        modifiers: capitalised words before the heads of recipients ("chinese"), and their countries.
        stretch: the claim's time is a long one ("since May", "over the past year"), as of a process, not of one act.
        names: capitalised words of recipients, places, actors.
        things: common nouns of what was hit and where ("market", "clinic"), whichever of the two the words make it.
        doers: heads of the actors, without pronouns.
        kind: the kind of act that the trigger names (:func:`panj.incidents.discourse.kind_of`).
        near, near_names: stems and names beside the trigger; ``said_names`` the names of the whole sentence. Without
            those of whoever speaks.
        definite: its recipients are people known already ("the three men").
        pronoun: an actor or recipient is a pronoun.
        timed: the words name a time, understood or not.
        noun: the trigger is a noun that names an act ("the raid"), not a verb that tells one.
        reference: how the words relate to acts told before (:func:`panj.incidents.words.reference`).
    """

    claim: Claim
    id: str
    report_id: str
    type: str
    mode: str | None
    status: str
    start: int
    published: dt.date | None
    days: Days | None
    inherited: Days | None
    places: tuple[Place, ...]
    place_names: frozenset[str]
    area_names: frozenset[str]
    place_heads: frozenset[str]
    countries: frozenset[str]
    actors: frozenset[str]
    actor_countries: frozenset[str]
    recipients: frozenset[str]
    modifiers: frozenset[str]
    figures: Mapping[str, tuple[Range, ...]]
    weapons: frozenset[str]
    stem: str
    names: frozenset[str]
    things: frozenset[str]
    stretch: bool
    doers: frozenset[str]
    kind: str | None
    near: frozenset[str]
    near_names: frozenset[str]
    said_names: frozenset[str]
    definite: bool
    pronoun: bool
    timed: bool
    noun: bool
    reference: str | None

    @property
    def families(self) -> frozenset[str]:
        """Kinds of incident that the claim may belong to: its type, and those that its mode goes with."""
        return _families(self.type, self.mode)

    @property
    def narrow(self) -> bool:
        """The claim's own words name the day, give or take."""
        return self.days is not None and (self.days[1] - self.days[0]).days < NARROW

    @property
    def thin(self) -> bool:
        """The claim names neither time, place, people nor weapon of its own: it leans on what was told before."""
        return not (self.days or self.place_names or self.area_names or self.figures or self.names or self.recipients)


def days(interval: Interval | None) -> Days | None:
    """Return both ends of an interval that has them and is not merely vague."""
    if interval is None or interval.valid_from is None or interval.valid_to is None or interval.granularity == "vague":
        return None
    return interval.valid_from, interval.valid_to


def facts(claim: Claim, report: Report | None) -> Facts:
    """Return what a claim states, ready to be compared."""
    mention = claim.mention
    offset = mention.sentence.start
    stated = claim.when is not None and claim.when.words is not None
    bounds = days(claim.when) if stated else None
    happened = tuple(place for place in claim.places if place.role == "happened")
    proper = tuple(place for place in happened if words.names(place.words.text))
    recipients = [span.text for span in mention.recipients]
    modifiers: set[str] = {party.country for party in claim.recipients if party.country}
    for text in (*recipients, *(figure.span.text for figure in mention.figures)):
        named = words.names(text)
        modifiers |= {name for name in named if name != words.head(text)}
    figures: dict[str, list[Range]] = {}
    for figure in mention.figures:
        if not figure.sum:
            figures.setdefault(figure.outcome, []).append((figure.low, figure.high))
    heads = {head for text in recipients if (head := words.head(text))}
    heads |= {
        head
        for figure in mention.figures
        if (people := words.group(figure.span.text)) and (head := words.head(people)) and not words.kind_of_people(head)
    }
    areas = {name for place in proper for name in words.names(place.words.text)}
    fine = {
        name
        for place in proper
        if place.precision not in ("province", "region", "country")
        for name in words.names(words.innermost(place.words.text))
    }
    texts = [*recipients, *(place.words.text for place in happened)]
    things = {head for text in texts if (head := words.head(text)) and head not in words.names(text)}
    sentence, start, end = mention.sentence.text, mention.trigger.start - offset, mention.trigger.end - offset
    near, near_names = discourse.around(sentence, start, end)
    speakers = words.names(mention.by.text) if mention.by is not None else frozenset()
    named_spans = (*mention.recipients, *(place.words for place in happened), *mention.actors)
    return Facts(
        claim=claim,
        id=claim.id,
        report_id=claim.report_id,
        type=mention.type,
        mode=mention.mode,
        status=mention.status,
        start=mention.trigger.start,
        published=report.published_at.date() if report is not None and report.published_at else claim.said_on,
        days=bounds,
        inherited=None if stated else days(claim.when),
        places=happened,
        place_names=frozenset(fine),
        area_names=frozenset(areas - fine),
        place_heads=frozenset(
            head for place in happened if place not in proper and (head := words.head(place.words.text))
        ),
        countries=frozenset(place.country for place in happened if place.country),
        actors=frozenset(party.key for party in claim.actors),
        actor_countries=frozenset(party.country for party in claim.actors if party.country),
        recipients=frozenset(heads),
        modifiers=frozenset(modifiers),
        figures={outcome: tuple(ranges) for outcome, ranges in figures.items()},
        weapons=frozenset(head for span in mention.weapons if (head := words.head(span.text))),
        stem=words.stem(mention.trigger.text),
        names=frozenset(name for span in named_spans for name in words.names(span.text)),
        things=frozenset(thing for thing in things if not words.kind_of_people(thing)),
        noun=words.is_event_noun(mention.trigger.text),
        stretch=any(words.is_tally(span.text) for span in mention.times)
        or (bounds is not None and (bounds[1] - bounds[0]).days > STRETCH),
        doers=frozenset(
            head for span in mention.actors if not discourse.is_pronoun(span.text) and (head := words.head(span.text))
        ),
        kind=discourse.kind_of(mention.trigger.text),
        near=near,
        near_names=near_names - speakers,
        said_names=discourse.names_in(sentence) - speakers,
        definite=any(discourse.is_definite(sentence, span.start - offset) for span in mention.recipients),
        pronoun=any(discourse.is_pronoun(span.text) for span in (*mention.recipients, *mention.actors)),
        timed=bool(mention.times),
        reference=words.reference(sentence, start, end),
    )


_UNITED = (
    "place_names", "area_names", "place_heads", "countries", "actors", "actor_countries", "recipients", "modifiers",
    "weapons", "names", "things", "doers", "near", "near_names", "said_names",
)  # fmt: skip


class Dossier:
    """What the claims of one act state together; ``members`` in the order in which they were added.

    The sets of :class:`Facts` are united under their names. ``modes``, ``stems``, ``kinds``, ``days`` and ``inherited``
    hold every value that some member has; ``fine`` the places with coordinates and ``provinces`` where places lie.
    """

    __slots__ = (
        "days", "families", "figures", "fine", "inherited", "kinds", "members", "modes", "places", "provinces", "stems",
        "type", *_UNITED,
    )  # fmt: skip
    place_names: frozenset[str]
    area_names: frozenset[str]
    place_heads: frozenset[str]
    countries: frozenset[str]
    actors: frozenset[str]
    actor_countries: frozenset[str]
    recipients: frozenset[str]
    modifiers: frozenset[str]
    weapons: frozenset[str]
    names: frozenset[str]
    things: frozenset[str]
    doers: frozenset[str]
    near: frozenset[str]
    near_names: frozenset[str]
    said_names: frozenset[str]

    def __init__(self, first: Facts) -> None:
        self.type = first.type
        self.families = first.families
        self.members: list[Facts] = []
        self.modes: set[str] = set()
        self.stems: set[str] = set()
        self.kinds: set[str] = set()
        self.figures: dict[str, set[Range]] = {}
        self.places: list[Place] = []
        self.fine: list[Place] = []
        self.provinces: set[str] = set()
        self.days: list[Days] = []
        self.inherited: list[Days] = []
        for name in _UNITED:
            setattr(self, name, getattr(first, name))
        self._take(first)

    @classmethod
    def of(cls, members: Iterable[Facts]) -> Dossier:
        """Return the dossier of some claims."""
        first, *rest = members
        made = cls(first)
        for one in rest:
            made.add(one)
        return made

    def add(self, one: Facts) -> None:
        """Take one more claim into the dossier."""
        self.families = (self.families & one.families) or self.families
        for name in _UNITED:
            here, new = getattr(self, name), getattr(one, name)
            if new and not new <= here:
                setattr(self, name, here | new)
        self._take(one)

    def _take(self, one: Facts) -> None:
        self.members.append(one)
        if one.mode:
            self.modes.add(one.mode)
        if one.kind:
            self.kinds.add(one.kind)
        self.stems.add(one.stem)
        for outcome, ranges in one.figures.items():
            self.figures.setdefault(outcome, set()).update(ranges)
        for place in one.places:
            if place not in self.places:
                self.places.append(place)
                if place.precision in ("point", "district"):
                    self.fine.append(place)
                if place.admin1:
                    self.provinces.add(place.admin1)
        if one.days and one.days not in self.days:
            self.days.append(one.days)
        if one.inherited and one.inherited not in self.inherited:
            self.inherited.append(one.inherited)
