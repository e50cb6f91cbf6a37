"""Texts as shingles: runs of five words as hashes, and the few of them by which a text is looked up.

The few, a text's *keys*, are chosen by winnowing: of every sixteen neighbouring shingles the smallest (Schleimer,
Wilkerson & Aiken 2003, "Winnowing: Local Algorithms for Document Fingerprinting"). Two texts that share a passage of
``WINDOW + SHINGLE - 1`` words have a key in common for certain, wherever the passage stands; a text of 400 words has
about fifty. Hashes are the same on every machine.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

SHINGLE = 5
WINDOW = 16
SHORTEST = 30
"""Words from which a rewrite can be told from a coincidence. A shorter text has one key: all of its words."""

Hashes: TypeAlias = npt.NDArray[np.int64]

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: NFKC, without capitals, without punctuation."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def shingles(text: str) -> Hashes:
    """Return the shingles of a text, sorted, each once; of a text below ``SHORTEST`` words one hash of all of them.

    Empty for fewer than five words, which say nothing of where a text comes from.
    """
    return np.unique(_in_order(words(text)))


def keys(text: str) -> tuple[int, ...]:
    """Return the shingles by which a text is looked up, sorted: at least one, where it has shingles."""
    found = _in_order(words(text))
    if len(found) <= WINDOW:
        return tuple(found.min(keepdims=True).tolist()) if len(found) else ()
    least = np.lib.stride_tricks.sliding_window_view(found, WINDOW).min(axis=1)
    return tuple(np.unique(least).tolist())


def _in_order(found: list[str]) -> Hashes:
    if len(found) < SHINGLE:
        return np.empty(0, np.int64)
    if len(found) < SHORTEST:
        return np.array([_hash(" ".join(found))], np.uint64).view(np.int64)
    hashes = np.array([_word_hash(word) for word in found], np.uint64)
    count = len(found) - SHINGLE + 1
    made = np.zeros(count, np.uint64)
    for offset in range(SHINGLE):  # wraps around at 64 bits, which is what a hash wants
        made = (made ^ hashes[offset : offset + count]) * np.uint64(0x9E3779B97F4A7C15)
        made ^= made >> np.uint64(29)
    return made.view(np.int64)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


_word_hash = functools.lru_cache(maxsize=1 << 17)(_hash)
