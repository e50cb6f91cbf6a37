"""Which reports are worth comparing: those that tell acts which share a key.

A key is a kind of incident with something that tells acts apart, at about one time: the day in a country, a place, a
name, a telling noun. All acts of two such reports are compared, for what one sentence leaves out ("the raid") its
report may tell. Time is part of every key, hence the work grows with what looks alike at about the same time, not with
the length of the archive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from panj.incidents import words
from panj.incidents.facts import Dossier
from panj.incidents.features import Setting

WINDOW = 28
"""Days in a stretch of time. Stretches overlap by half, so that two days within 14 of each other share one."""

_WIDEST = 10
"""Days: the days of a wider interval are no keys of their own."""

Key = tuple[str, str, int]


def _stretches(day: dt.date) -> tuple[int, int]:
    number = day.toordinal()
    return 2 * (number // WINDOW), 2 * ((number + WINDOW // 2) // WINDOW) + 1


def _dates(dossier: Dossier) -> tuple[set[int], set[int]]:
    """Return the days on which an act may have been, as ordinals, and the stretches of time in which it is told."""
    days: set[int] = set()
    stretches: set[int] = set()
    for first, last in (*dossier.days, *dossier.inherited):
        if (last - first).days <= _WIDEST:
            days.update(range(first.toordinal(), last.toordinal() + 1))
            stretches.update(_stretches(first), _stretches(last))
    for fact in dossier.members:
        if fact.published:
            stretches.update(_stretches(fact.published))
            if not days:
                days.add(fact.published.toordinal())
    return days, stretches or {0}


def keys(dossiers: Iterable[Dossier], setting: Setting) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """Return the keys under which a report is found by the acts it tells, and those under which it looks for others.

    They differ in days: acts of one country that lie a day apart bring their reports together. The relation is
    symmetric: if one report finds another, the other finds the one.
    """
    found: set[Key] = set()
    asked: set[Key] = set()
    for dossier in dossiers:
        days, stretches = _dates(dossier)
        telling = {f"id {place.gazetteer_id}" for place in dossier.fine if place.gazetteer_id}
        telling |= dossier.place_names | dossier.names | dossier.near_names
        nouns = {noun for noun in dossier.recipients | dossier.things if words.kind_of_people(noun) is None}
        countries = dossier.countries or setting.countries
        telling |= {f"{country} {noun}" for country in countries for noun in nouns}
        for family in dossier.families:
            shared = {(family, value, stretch) for value in telling for stretch in stretches}
            found |= shared
            asked |= shared
            for country in countries:
                found |= {(family, country, day) for day in days}
                asked |= {(family, country, day + shift) for day in days for shift in (-1, 0, 1)}
    return tuple(found), tuple(asked)


class Blocks:
    """An index of reports by their keys."""

    def __init__(self) -> None:
        self._index: dict[Key, set[str]] = {}

    def add(self, report_id: str, under: Iterable[Key]) -> None:
        """Make a report findable under some keys."""
        for key in under:
            self._index.setdefault(key, set()).add(report_id)

    def remove(self, report_id: str, under: Iterable[Key]) -> None:
        """Take a report out from under some keys."""
        for key in under:
            held = self._index[key]
            held.discard(report_id)
            if not held:
                del self._index[key]

    def near(self, under: Iterable[Key]) -> set[str]:
        """Return the reports that are found under any of some keys."""
        found: set[str] = set()
        for key in under:
            if held := self._index.get(key):
                found |= held
        return found
