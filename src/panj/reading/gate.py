"""The gate: a cheap guess which sentences tell of an act, so that the encoder need not read the others.

A logistic model over hashed words, word pairs and word beginnings of one sentence. Its threshold is chosen on held-out
training reports so that at least 99 in 100 annotated mentions lie in sentences that pass; what it keeps out is
counted by the reader, never lost in silence.
"""

from __future__ import annotations

import itertools
import pathlib
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
"""Weights of the model; features that share one are told apart by the others of their sentence."""

PREFIX = 5
"""Characters of a word's beginning that its forms share ("killed", "killing")."""


def features(words: Sequence[str]) -> list[int]:
    """Return the buckets of a sentence's features, each once, in order."""
    low = [_shape(word) for word in words]
    names = {f"w {word}" for word in low}
    names |= {f"p {word[:PREFIX]}" for word in low if len(word) > PREFIX}
    names |= {f"b {one} {two}" for one, two in itertools.pairwise(low)}
    names.add(f"n {min(len(low) // 6, 6)}")
    return sorted({zlib.crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS for name in names})


def _shape(word: str) -> str:
    """Return a word in lower case; numbers become one word each for small, middle and large."""
    if word[:1].isdigit():
        digits = sum(char.isdigit() for char in word)
        return "<1>" if digits <= 1 else "<2>" if digits <= 3 else "<4>"
    return word.lower()


class Gate:
    """Says which sentences are worth reading.

    Args:
        weights: one weight a bucket, and the bias last.
        threshold: least score (log-odds) that passes.
    """

    def __init__(self, weights: NDArray[np.float32], threshold: float) -> None:
        self._weights = weights
        self._threshold = threshold

    @classmethod
    def load(cls, path: pathlib.Path, threshold: float) -> Gate:
        """Read the weights that ``training/gate.py`` wrote."""
        return cls(np.load(path, allow_pickle=False).astype(np.float32), threshold)

    def score(self, words: Sequence[str]) -> float:
        """Return the log-odds that a sentence tells of an act."""
        return float(self._weights[features(words)].sum(dtype=np.float64) + self._weights[-1])

    def passes(self, words: Sequence[str]) -> bool:
        """Say whether the encoder should read a sentence."""
        return self.score(words) >= self._threshold
