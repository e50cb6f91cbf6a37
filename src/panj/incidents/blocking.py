"""Which incidents are worth comparing: those that share a day, a place, a name or a nationality with a report's act.

An inverted index from keys to incidents. Two acts that share no key could only be joined by a chain of weak features
(one mode, one country, one trigger), which is not enough; so they are not compared at all, and the work grows with the
acts that look alike, not with the square of all claims.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from panj.incidents import words
from panj.incidents.facts import NARROW, Days, Dossier

_TOLERANCE = dt.timedelta(days=3)
_WIDEST = 10
"""Days: an interval wider than this is no key of its own; place or people must bring the two together."""


def _days(one: Days) -> list[str]:
    first, last = one
    if (last - first).days > _WIDEST:
        return []
    if (last - first).days < NARROW:
        first, last = first - _TOLERANCE, last + _TOLERANCE
    return [(first + dt.timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]


def keys(dossier: Dossier, *, asked: bool = False) -> set[tuple[str, str, str]]:
    """Return the keys of an act: what it may be and each day, place name, person's name or nationality, telling noun.

    A day alone is shared by too many; so it goes with the country. An act without a country fits every country.

    Args:
        dossier: the act.
        asked: return the keys to look under, not those to be found under.
    """
    dates = {day for one in (*dossier.days, *dossier.inherited) for day in _days(one)}
    found = {("place", name) for name in dossier.place_names}
    found |= {("id", place.gazetteer_id) for place in dossier.places if place.gazetteer_id}
    found |= {("who", name) for name in dossier.modifiers}
    found |= {("whom", noun) for noun in dossier.recipients | dossier.things if words.kind_of_people(noun) is None}
    if not dates and not found:  # nothing says when, where or whom: the report's own day finds what is new
        dates = {fact.published.isoformat() for fact in dossier.members if fact.published}
    # Found under its countries and under "any"; looked for under its countries, and among those without one.
    besides = "none" if asked and dossier.countries else "any"
    grounds = (dossier.countries or {"none"}) | {besides}
    found |= {(ground, day) for ground in grounds for day in dates}
    return {(family, kind, value) for family in dossier.families for kind, value in found}


class Blocks:
    """An index of incidents, named by their place in a list."""

    def __init__(self) -> None:
        self._index: defaultdict[tuple[str, str, str], set[int]] = defaultdict(set)

    def add(self, number: int, dossier: Dossier) -> None:
        """Make an incident findable under the keys of ``dossier``."""
        for key in keys(dossier):
            self._index[key].add(number)

    def near(self, dossier: Dossier) -> list[int]:
        """Return the incidents that share a key with ``dossier``, in order."""
        return sorted({number for key in keys(dossier, asked=True) for number in self._index.get(key, ())})
