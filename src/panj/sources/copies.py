"""Which reports are copies or light rewrites of one text.

Two reports of at least thirty words are alike where

* they are of like length (the shorter at least 0.7 of the longer) and their shingles agree to 0.5 (of all that occur in
  either, those in both), or
* the longer holds 0.7 of the shorter's.

Shorter texts are alike only where they are equal word for word. Reports that are alike share an origin, and so do
those that a chain of likenesses connects; but a text that holds several unrelated ones, a digest, is none of them. The
origin of a group is the report published first, then by identifier.

**Each report is compared once, when it comes, and with few.** Reports are looked up by the keys of their text
(:mod:`panj.sources.shingles`). Of the reports that share a key, the first eight by identifier *lead*; a likeness counts
where the smaller of its two reports leads one of the keys that both have. So a line that stands under every page, or a
story that a thousand outlets print, costs no more than eight comparisons a key; and as identifiers are hashes, whether
a newcomer becomes a leader has nothing to do with when it comes: on average it is compared with eight more, however
many there are. What counts is a property of the set of reports alone. The order in which they came changes nothing.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

import numpy as np

from panj.model import Comparison, Likeness, Report
from panj.sources.shingles import Hashes, keys, shingles

JACCARD = 0.5
CONTAINMENT = 0.7
SIZES = 0.7

LEADERS = 8
"""Reports of one key that all others with this key are compared with."""

_HINT = 0.15
"""Share of the shorter's keys that a pair must have in common before its texts are compared in full."""


class Shelf(Protocol):
    """What is known of the reports that were compared before."""

    def leaders(self, keys: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return the first reports of each key, in the order of identifiers; keys without any may be left out."""
        ...

    def followers(self, key: int) -> Iterable[str]:
        """Return the reports of a key that do not lead it."""
        ...

    def keys(self, ids: Collection[str]) -> Mapping[str, tuple[int, ...]]:
        """Return the keys of reports."""
        ...

    def texts(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return the texts of reports."""
        ...

    def partners(self, report_id: str) -> Iterable[str]:
        """Return the reports with larger identifiers to which this one has a likeness that counts."""
        ...


def compare(report: Report, shelf: Shelf) -> Comparison:
    """Compare a report with those on the shelf; return what is to be written about it.

    Args:
        report: one that was not compared before.
        shelf: all that were.
    """
    mine = keys(report.text)
    leaders = shelf.leaders(mine)
    leads: list[int] = []
    displaced: list[tuple[int, str]] = []
    near: set[str] = set()
    for key in mine:
        first = leaders.get(key, ())
        near.update(first)
        if len(first) < LEADERS:
            leads.append(key)
        elif report.id < first[-1]:
            leads.append(key)
            displaced.append((key, first[-1]))
            near.update(shelf.followers(key))
    return Comparison(
        report_id=report.id,
        keys=mine,
        leads=tuple(leads),
        displaced=tuple(displaced),
        likenesses=tuple(_likenesses(report, mine, near, shelf)),
        ended=tuple(_ended(displaced, shelf)),
    )


def _likenesses(report: Report, mine: tuple[int, ...], near: set[str], shelf: Shelf) -> Iterable[Likeness]:
    own, ours = set(mine), shingles(report.text)
    close = sorted(
        name
        for name, theirs in shelf.keys(near).items()
        if len(own.intersection(theirs)) >= _HINT * min(len(own), len(theirs))
    )
    for name, text in sorted(shelf.texts(close).items()):
        one, other = ((report.id, ours), (name, shingles(text)))[:: 1 if report.id < name else -1]
        if (found := _likeness(*one, *other)) is not None:
            yield found


def _likeness(one_id: str, one: Hashes, other_id: str, other: Hashes) -> Likeness | None:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    made = Likeness(one_id=one_id, other_id=other_id, one_size=len(one), other_size=len(other), shared=shared)
    return made if _is_rewrite(made) or _is_held(made) else None


def _is_rewrite(one: Likeness) -> bool:
    sizes = sorted((one.one_size, one.other_size))
    return sizes[0] >= SIZES * sizes[1] and 0 < one.shared >= JACCARD * (sum(sizes) - one.shared)


def _is_held(one: Likeness) -> bool:
    return 0 < one.shared >= CONTAINMENT * min(one.one_size, one.other_size)


def _ended(displaced: Iterable[tuple[int, str]], shelf: Shelf) -> Iterable[tuple[str, str]]:
    """Yield the pairs that no key justifies any more, once these reports do not lead these keys."""
    lost: dict[str, set[int]] = defaultdict(set)
    for key, name in displaced:
        lost[name].add(key)
    for name in sorted(lost):
        theirs = shelf.keys([name])[name]
        still = {key for key, first in shelf.leaders(theirs).items() if name in first} - lost[name]
        partners = sorted(shelf.partners(name))
        shared = shelf.keys(partners) if still else {}
        yield from ((name, other) for other in partners if not still.intersection(shared.get(other, ())))


def origins(reports: Iterable[Report], likenesses: Iterable[Likeness] | None = None) -> Mapping[str, str]:
    """Return the identifier of the origin of each report; a report that copies none is its own.

    Args:
        reports: all of them.
        likenesses: those that count between any two of these reports; without them, the reports are compared here.
    """
    ordered = sorted({report.id: report for report in reports}.values(), key=first)
    number = {report.id: place for place, report in enumerate(ordered)}
    groups = _Groups(len(ordered))
    held: dict[int, list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    for one in _compared(ordered) if likenesses is None else likenesses:
        if one.one_id not in number or one.other_id not in number:
            continue
        sides = ((one.one_size, number[one.one_id]), (one.other_size, number[one.other_id]))
        (_, short), (size, long) = sorted(sides)
        if _is_rewrite(one):
            groups.join(short, long)
        else:
            held[long].append(short)
            sizes[long] = size
    # Shorter ones first, so that the parts of a text are one group before the text that holds them is looked at.
    for long in sorted(held, key=lambda one: (sizes[one], one)):
        if len({groups.root(short) for short in held[long]}) == 1:
            groups.join(held[long][0], long)
    return {report.id: ordered[groups.root(place)].id for place, report in enumerate(ordered)}


def first(report: Report) -> tuple[bool, float, str]:
    """Sort by publication, reports without a date last, then by identifier."""
    at = report.published_at
    return at is None, at.timestamp() if at else 0.0, report.id


def _compared(reports: Iterable[Report]) -> Iterable[Likeness]:
    shelf = MemoryShelf()
    for report in reports:
        shelf.put(report, compare(report, shelf))
    return shelf.likenesses()


class MemoryShelf:
    """A shelf in memory, for as many reports as fit there."""

    def __init__(self) -> None:
        self._reports: dict[int, list[str]] = {}
        self._keys: dict[str, tuple[int, ...]] = {}
        self._texts: dict[str, str] = {}
        self._partners: dict[str, dict[str, Likeness]] = {}

    def put(self, report: Report, comparison: Comparison) -> None:
        """Keep a report with what came of comparing it."""
        self._texts[report.id], self._keys[report.id] = report.text, comparison.keys
        for key in comparison.keys:
            bisect.insort(self._reports.setdefault(key, []), report.id)
        for one in comparison.likenesses:
            self._partners.setdefault(one.one_id, {})[one.other_id] = one
        for one_id, other_id in comparison.ended:
            del self._partners[one_id][other_id]

    def likenesses(self) -> list[Likeness]:
        """Return all that count."""
        return [one for partners in self._partners.values() for one in partners.values()]

    def leaders(self, keys: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return the first reports of each key."""
        return {key: tuple(self._reports[key][:LEADERS]) for key in keys if key in self._reports}

    def followers(self, key: int) -> Iterable[str]:
        """Return the other reports of a key."""
        return self._reports.get(key, ())[LEADERS:]

    def keys(self, ids: Collection[str]) -> Mapping[str, tuple[int, ...]]:
        """Return the keys of reports."""
        return {one: self._keys[one] for one in ids}

    def texts(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return the texts of reports."""
        return {one: self._texts[one] for one in ids}

    def partners(self, report_id: str) -> Iterable[str]:
        """Return the larger partners of a report."""
        return list(self._partners.get(report_id, ()))


class _Groups:
    """Numbers in groups; the smallest of a group, which was published first, stands for it."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low
