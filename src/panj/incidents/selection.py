"""Which incidents, sums and people a question is about, and of which that is not certain.

Something is *in* a selection where what is known of it lies wholly inside, *beyond* where it reaches outside or may
(with the reason in words), *out* where it cannot belong, and *unknown* where it lacks a day or a country that the
selection asks for.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from panj.incidents import words
from panj.incidents.reconciling import compatible, kind
from panj.model import FigureClaim, Interval, Place

Belonging = Literal["in", "beyond", "out", "unknown"]
IN: tuple[Belonging, str] = ("in", "")
OUT: tuple[Belonging, str] = ("out", "")

LONG = 7
"""Days: of a stretch of so many ("last week") the ends are not meant to the day, so it may reach out by one."""

_KINDS_OF_PLACE = re.compile(r"\s+(?:province|region|oblast|viloyat|district|state|county|governorate)$", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; an empty field asks for nothing.

    Attributes:
        since: first day.
        until: last day.
        country: ISO 3166-1 alpha-3 code.
        admin1: a province, or a district or place in it, by name.
        group: words for the people counted ("children", "Chinese workers").
        nationality: country of the people counted, ISO 3166-1 alpha-3.
        claimants: whose numbers count: names, or parts of names; all by default.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    country: str | None = None
    admin1: str | None = None
    group: str | None = None
    nationality: str | None = None
    claimants: tuple[str, ...] = ()

    def belonging(self, when: Interval | None, places: Sequence[Place]) -> tuple[Belonging, str]:
        """Say whether something with these days and places, the most precise first, is in the selection, and why not.

        The first place is where it was; the others are where it may have been too.
        """
        found = [self._days(when), self._country(places), self._province(places)]
        for kind_ in ("out", "unknown", "beyond"):
            for belonging, reason in found:
                if belonging == kind_:
                    return belonging, reason
        return IN

    def _days(self, when: Interval | None) -> tuple[Belonging, str]:
        if self.since is None and self.until is None:
            return IN
        if when is None or (when.valid_from is None and when.valid_to is None):
            return "unknown", "its day is not known"
        first, last = when.valid_from or dt.date.min, when.valid_to or dt.date.max
        since, until = self.since or dt.date.min, self.until or dt.date.max
        if last < since or first > until:
            return OUT
        slack = 1 if when.valid_from and when.valid_to and (last - first).days + 1 >= LONG else 0
        if (since - first).days <= slack and (last - until).days <= slack:
            return IN
        return "beyond", f"it may have been on any day from {when.valid_from or '…'} to {when.valid_to or '…'}"

    def _country(self, places: Sequence[Place]) -> tuple[Belonging, str]:
        if self.country is None:
            return IN
        codes = [place.country for place in places if place.country]
        if not codes:
            return "unknown", "its country is not known"
        if self.country not in codes:
            return OUT
        if codes[0] == self.country:
            return IN
        return "beyond", f"it may have been in {' or '.join(dict.fromkeys(codes))}"

    def _province(self, places: Sequence[Place]) -> tuple[Belonging, str]:
        if self.admin1 is None:
            return IN
        wanted = plain(self.admin1)
        known = [place for place in places if place.admin1 or place.admin2]
        fits = [
            place
            for place in places
            if wanted in {plain(name) for name in (place.admin1, place.admin2, place.name) if name}
        ]
        if fits and (not known or known[0] in fits):
            return IN
        if fits:
            return "beyond", f"it may have been in {known[0].admin1 or known[0].admin2} too"
        if known:
            return OUT
        return ("unknown", "its place is not known") if not places else ("beyond", "its province is not known")

    def hears(self, claim: FigureClaim) -> bool:
        """Say whether the selection is about what this claimant says."""
        asked = [name.casefold() for name in self.claimants]
        name = claim.claimant.casefold()
        return not asked or any(one in name or one == claim.claimant_key.casefold() for one in asked)

    def people(self, claim: FigureClaim) -> Belonging:
        """Say whether the people that a claim counts are of the group and nationality asked for."""
        verdicts: list[Belonging] = []
        if self.nationality is not None:
            verdicts.append(
                "unknown" if claim.country is None else "in" if claim.country == self.nationality else "out"
            )
        if self.group is not None and not _names(self.group, claim.group):
            asked = kind(_someone(claim, self.group))
            verdicts.append("unknown" if compatible((asked[0], ""), (kind(claim)[0], "")) else "out")
        return next((one for one in ("out", "unknown") if one in verdicts), "in")

    @property
    def of_people(self) -> bool:
        """Whether the selection asks for some people only."""
        return self.group is not None or self.nationality is not None


def _someone(claim: FigureClaim, group: str) -> FigureClaim:
    return FigureClaim(
        value_id=claim.value_id, claimant="", claimant_key="", outcome=claim.outcome, low=None, high=None, words=group,
        said_on=None, report_ids=(), group=group,
    )  # fmt: skip


def _names(asked: str, group: str | None) -> bool:
    """Say whether the words for people hold all words of the group asked for, in whatever number."""
    return group is not None and _singulars(words.words(asked)) <= _singulars(words.words(group))


def _singulars(found: Iterable[str]) -> set[str]:
    return {words.singular(word) for word in found}


def plain(name: str) -> str:
    """Return the name of a province or district for comparison: "Khatlon Region" → "khatlon"."""
    return _KINDS_OF_PLACE.sub("", name.strip()).casefold()
