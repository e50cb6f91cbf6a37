"""Words to word pieces: the uncased BERT scheme of Devlin et al. (2019), for words that are already cut.

Written here rather than taken from the `tokenizers` package, which installs a hub client of 40 MB beside itself; the
tests hold the two to the same answers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

LONGEST_WORD = 100
"""Characters of the longest word that is cut; a longer one is unknown, as in BERT's own code."""


class WordPieces:
    """Cuts words into the pieces of a vocabulary; callable as :class:`panj.reading.windows.Pieces`.

    Args:
        vocabulary: the pieces in the order of their numbers; pieces that continue a word begin with ``##``.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown = self._numbers["[UNK]"]
        self._known: dict[str, list[int]] = {}

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the piece numbers of each word; none for a word of control characters alone."""
        return [self._of(text) for text in texts]

    def _of(self, text: str) -> list[int]:
        found = self._known.get(text)
        if found is None:
            found = [number for part in _parts(text) for number in self._cut(part)]
            if len(self._known) < 50_000:  # a bound on memory; the answers are the same
                self._known[text] = found
        return found

    def _cut(self, word: str) -> list[int]:
        """Cut one word greedily into the longest pieces; a word with an unknown rest is unknown as a whole."""
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(word[start:end] if start == 0 else "##" + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return [self._unknown]
        return found


def _parts(text: str) -> list[str]:
    """Return a word as the vocabulary writes it: lower case, without accents, punctuation and ideographs alone."""
    parts: list[str] = [""]
    for char in text:
        kind = unicodedata.category(char)[0]
        if kind == "Z" or char in "\t\n\r":
            parts.append("")
        elif kind == "C" or char == "\ufffd":
            continue
        else:
            for plain in unicodedata.normalize("NFD", char):
                if unicodedata.category(plain) == "Mn":
                    continue
                for low in plain.lower():
                    if _stands_alone(low):
                        parts += [low, ""]
                    else:
                        parts[-1] += low
    return [part for part in parts if part]


def _stands_alone(char: str) -> bool:
    code = ord(char)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or _is_ideograph(code) or unicodedata.category(char)[0] == "P"


def _is_ideograph(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )
