"""What a claim states about an act, brought into a form that can be compared; and the same for a group of claims.

A :class:`Facts` holds only what the claim itself states. What is unknown is empty and fits everything. A
:class:`Dossier` is what the claims of one act state together, within one report or across reports.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

from panj.incidents import words
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
    noun: bool
    reference: str | None

    @property
    def families(self) -> frozenset[str]:
        """Kinds of incident that the claim may belong to: its type, and those that its mode goes with."""
        known = _FAMILIES.get((self.type, self.mode)) or _FAMILIES.get((self.type, None)) or {self.type}
        return frozenset(known)

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
        if place.precision not in ("province", "country")
        for name in words.names(words.innermost(place.words.text))
    }
    texts = [*recipients, *(place.words.text for place in happened)]
    things = {head for text in texts if (head := words.head(text)) and head not in words.names(text)}
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
        reference=words.reference(mention.sentence.text, mention.trigger.start - offset, mention.trigger.end - offset),
    )


@dataclasses.dataclass(slots=True)
class Dossier:
    """What the claims of one act state together; ``members`` in the order in which they were added."""

    type: str
    families: frozenset[str]
    members: list[Facts] = dataclasses.field(default_factory=list)
    modes: set[str] = dataclasses.field(default_factory=set)
    place_names: set[str] = dataclasses.field(default_factory=set)
    area_names: set[str] = dataclasses.field(default_factory=set)
    place_heads: set[str] = dataclasses.field(default_factory=set)
    places: list[Place] = dataclasses.field(default_factory=list)
    countries: set[str] = dataclasses.field(default_factory=set)
    actors: set[str] = dataclasses.field(default_factory=set)
    actor_countries: set[str] = dataclasses.field(default_factory=set)
    recipients: set[str] = dataclasses.field(default_factory=set)
    modifiers: set[str] = dataclasses.field(default_factory=set)
    figures: dict[str, set[Range]] = dataclasses.field(default_factory=dict)
    weapons: set[str] = dataclasses.field(default_factory=set)
    stems: set[str] = dataclasses.field(default_factory=set)
    names: set[str] = dataclasses.field(default_factory=set)
    things: set[str] = dataclasses.field(default_factory=set)
    days: list[Days] = dataclasses.field(default_factory=list)
    inherited: list[Days] = dataclasses.field(default_factory=list)

    @classmethod
    def of(cls, members: Iterable[Facts]) -> Dossier:
        """Return the dossier of some claims."""
        first, *rest = members
        made = cls(first.type, first.families)
        for one in (first, *rest):
            made.add(one)
        return made

    def add(self, one: Facts) -> None:
        """Take one more claim into the dossier."""
        self.members.append(one)
        self.families = (self.families & one.families) or self.families
        if one.mode:
            self.modes.add(one.mode)
        self.place_names |= one.place_names
        self.area_names |= one.area_names
        self.place_heads |= one.place_heads
        self.places.extend(place for place in one.places if place not in self.places)
        self.countries |= one.countries
        self.actors |= one.actors
        self.actor_countries |= one.actor_countries
        self.recipients |= one.recipients
        self.modifiers |= one.modifiers
        for outcome, ranges in one.figures.items():
            self.figures.setdefault(outcome, set()).update(ranges)
        self.weapons |= one.weapons
        self.stems.add(one.stem)
        self.names |= one.names
        self.things |= one.things
        if one.days and one.days not in self.days:
            self.days.append(one.days)
        if one.inherited and one.inherited not in self.inherited:
            self.inherited.append(one.inherited)
