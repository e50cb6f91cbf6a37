"""Which reports are copies or light rewrites of one text.

Texts are compared by their shingles: every run of five words, as a hash. Two reports of at least thirty words share an
origin where

* their shingles agree to 0.6 (of all that occur in either, those in both), or
* the longer holds 0.8 of the shorter's, unless it does so with several unrelated reports: a digest that prints three
  stories in full is none of them.

Shorter texts are copies only where they are equal word for word. The origin of a group is the report published first,
then by identifier. The order in which the reports come changes nothing: they are sorted by that rule before anything
else, and hashes are the same on every machine.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from panj.model import Report

SHINGLE = 5
SHORTEST = 30
"""Words from which a rewrite can be told from a coincidence."""

JACCARD = 0.6
CONTAINMENT = 0.8

_WORD = re.compile(r"\w+")
_CROWD = 8
"""Reports that share a shingle, up to which each is compared with each; beyond, with the first and the next alone."""

_HINT = 0.2
"""Share of the shorter's shingles that a pair must be seen to share before it is compared in full."""

Hashes: TypeAlias = npt.NDArray[np.uint64]
Numbers: TypeAlias = npt.NDArray[np.int64]


def origins(reports: Iterable[Report]) -> Mapping[str, str]:
    """Return the identifier of the origin of each report; a report that copies none is its own."""
    unique = {report.id: report for report in reports}
    ordered = sorted(unique.values(), key=_first)
    groups = _Groups(len(ordered))
    shingles: list[Hashes] = []
    known: dict[str, int] = {}
    equal: dict[bytes, int] = {}
    for number, report in enumerate(ordered):
        words = _WORD.findall(unicodedata.normalize("NFKC", report.text).casefold())
        if len(words) >= SHINGLE:
            same = hashlib.sha256(" ".join(words).encode("utf-8", "replace")).digest()
            groups.join(equal.setdefault(same, number), number)
        # Copies word for word are settled, and only the first of them is compared with others.
        alone = len(words) >= SHORTEST and groups.root(number) == number
        shingles.append(_shingles(words, known) if alone else np.empty(0, np.uint64))
    _join_rewrites(shingles, groups)
    return {report.id: ordered[groups.root(number)].id for number, report in enumerate(ordered)}


def _first(report: Report) -> tuple[bool, float, str]:
    """Sort by publication, reports without a date last, then by identifier."""
    at = report.published_at
    return at is None, at.timestamp() if at else 0.0, report.id


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


def _shingles(words: list[str], known: dict[str, int]) -> Hashes:
    """Return the hashes of all runs of five words, sorted, each once."""
    for word in words:
        if word not in known:
            hashed = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
            known[word] = int.from_bytes(hashed, "little")
    hashes = np.array([known[word] for word in words], np.uint64)
    count = len(words) - SHINGLE + 1
    made = np.zeros(count, np.uint64)
    for offset in range(SHINGLE):  # wraps around at 64 bits, which is what a hash wants
        made = (made ^ hashes[offset : offset + count]) * np.uint64(0x9E3779B97F4A7C15)
        made ^= made >> np.uint64(29)
    return np.unique(made)


def _join_rewrites(shingles: list[Hashes], groups: _Groups) -> None:
    contained: dict[int, list[int]] = defaultdict(list)
    for one, other in _candidates(shingles):
        short, long = sorted((one, other), key=lambda number: (len(shingles[number]), number))
        shared = len(np.intersect1d(shingles[short], shingles[long], assume_unique=True))
        if shared >= JACCARD * (len(shingles[short]) + len(shingles[long]) - shared):
            groups.join(short, long)
        elif shared >= CONTAINMENT * len(shingles[short]):
            contained[long].append(short)
    # Shorter ones first, so that the parts of a text are one group before the text that holds them is looked at.
    for long in sorted(contained, key=lambda number: (len(shingles[number]), number)):
        if len({groups.root(short) for short in contained[long]}) == 1:
            groups.join(contained[long][0], long)


def _candidates(shingles: list[Hashes]) -> list[tuple[int, int]]:
    """Return the pairs that share enough shingles to be worth comparing, without comparing each with each."""
    sizes = np.array([len(one) for one in shingles], np.int64)
    if not sizes.sum():
        return []
    hashes = np.concatenate(shingles)
    owners = np.repeat(np.arange(len(shingles), dtype=np.int64), sizes)
    order = np.argsort(hashes, kind="stable")  # within a shingle, the owners stay in order
    hashes, owners = hashes[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    crowds = np.diff(np.append(starts, len(hashes)))
    shared = crowds > 1
    starts, crowds = starts[shared], crowds[shared]
    pairs: list[tuple[Numbers, Numbers]] = []
    for first in range(_CROWD - 1):
        for second in range(first + 1, _CROWD):
            at = starts[(crowds > second) & (crowds <= _CROWD)]
            pairs.append((owners[at + first], owners[at + second]))
    large = crowds > _CROWD
    members = np.concatenate(
        [np.empty(0, np.int64), *(np.arange(s + 1, s + c) for s, c in zip(starts[large], crowds[large], strict=True))]
    )
    pairs.append((owners[np.repeat(starts[large], crowds[large] - 1)], owners[members]))
    pairs.append((owners[members - 1], owners[members]))
    lows, highs = (np.concatenate(side) for side in zip(*pairs, strict=True))
    if not len(lows):
        return []
    keys, counts = np.unique(lows * len(shingles) + highs, return_counts=True)
    lows, highs = keys // len(shingles), keys % len(shingles)
    worth = counts >= _HINT * np.minimum(sizes[lows], sizes[highs])
    return list(zip(lows[worth].tolist(), highs[worth].tolist(), strict=True))
