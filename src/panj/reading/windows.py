"""A report cut into windows that the encoder reads whole: each sentence with what stands before it.

A window is ``[CLS] title [SEP] context targets [SEP]``. The context is made of the sentences before the targets, so
that "the attack" and "he" are read with what they refer to; each sentence is a target exactly once. Windows depend on
the report alone and are read one at a time: scores never depend on what else is read beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from panj.reading.labels import shape
from panj.reading.words import Word, words

PIECES = 256
"""Word pieces in a window: the length all-MiniLM-L6-v2 was tuned with."""

TITLE_PIECES = 24
CONTEXT_PIECES = 72
LONGEST = 160
"""Words of the longest sentence read whole; what lies beyond is cut off and said so."""


class Pieces(Protocol):
    """Turns words into word pieces: for each word its pieces' numbers."""

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the piece numbers of each word, in order."""
        ...


class Sentence(NamedTuple):
    """A sentence: ``[start, end)`` in characters of the text, its words, and whether words were cut off."""

    start: int
    end: int
    words: list[Word]
    cut: bool


class Window(NamedTuple):
    """What the encoder reads at once.

    Attributes:
        ids: word piece numbers.
        shapes: word shape of each piece.
        first: for each word the place of its first piece in ``ids``.
        last: for each word the place of its last piece.
        words: the words, context included.
        sentences: for each target: its number in the report, and its words as ``[start, end)`` in ``words``.
    """

    ids: list[int]
    shapes: list[int]
    first: list[int]
    last: list[int]
    words: list[Word]
    sentences: list[tuple[int, int, int]]


CLS, SEP, UNKNOWN = 101, 102, 100
"""BERT's numbers for the special pieces, the same in every uncased BERT vocabulary."""


def cut(text: str, bounds: Sequence[tuple[int, int]]) -> list[Sentence]:
    """Return the sentences at ``bounds`` with their words, no sentence longer than ``LONGEST`` words."""
    found = []
    for start, end in bounds:
        inside = words(text, start, end)
        found.append(Sentence(start, end, inside[:LONGEST], len(inside) > LONGEST))
    return found


def windows(
    title: str | None, sentences: Sequence[Sentence], pieces: Pieces, wanted: Sequence[bool] | None = None
) -> Iterator[Window]:
    """Yield the windows of a report; every wanted sentence with words is a target of exactly one.

    Args:
        title: read before everything else, as context.
        sentences: all sentences of the report, in order.
        pieces: cuts words.
        wanted: which sentences are to be targets; all of them without it. The others may stand in a window as context.
    """
    head = [(CLS, 3)]
    if title:
        inside = words(title)
        flat = [
            (number, shape(word.text))
            for word, numbers in zip(inside, pieces([word.text for word in inside]), strict=True)
            for number in numbers
        ]
        head += flat[:TITLE_PIECES]
    head.append((SEP, 3))
    broken = [_pieces_of(sentence, pieces) for sentence in sentences]
    lengths = [sum(len(numbers) for numbers in one) for one in broken]
    chosen = [True] * len(sentences) if wanted is None else wanted
    at = 0
    while at < len(sentences):
        if not chosen[at]:
            at += 1
            continue
        first, room = at, CONTEXT_PIECES
        while first > 0 and lengths[first - 1] <= room:
            first -= 1
            room -= lengths[first]
        budget = PIECES - len(head) - 1 - sum(lengths[first:at])
        last, used, gap = at, 0, 0
        while last < len(sentences) and (last == at or used + lengths[last] <= budget) and gap <= CONTEXT_PIECES:
            used += lengths[last]
            gap = 0 if chosen[last] else gap + lengths[last]
            last += 1
        while not chosen[last - 1]:
            last -= 1
        yield _window(head, sentences, broken, first, [number for number in range(at, last) if chosen[number]], last)
        at = last


def _pieces_of(sentence: Sentence, pieces: Pieces) -> list[list[int]]:
    """Return the word pieces of each word, at most four of one word and one at least."""
    return [numbers[:4] or [UNKNOWN] for numbers in pieces([word.text for word in sentence.words])]


def _window(
    head: list[tuple[int, int]],
    sentences: Sequence[Sentence],
    broken: list[list[list[int]]],
    first: int,
    chosen: Sequence[int],
    last: int,
) -> Window:
    """Return the window of the sentences ``first`` to ``last``; those ``chosen`` are its targets, the rest context."""
    ids, shapes = [number for number, _ in head], [form for _, form in head]
    firsts: list[int] = []
    lasts: list[int] = []
    inside: list[Word] = []
    targets: list[tuple[int, int, int]] = []
    for number in range(first, last):
        begin = len(inside)
        for word, numbers in zip(sentences[number].words, broken[number], strict=True):
            firsts.append(len(ids))
            inside.append(word)
            ids += numbers
            shapes += [shape(word.text)] * len(numbers)
            lasts.append(len(ids) - 1)
        if number in chosen and len(inside) > begin:
            targets.append((number, begin, len(inside)))
    return Window([*ids, SEP], [*shapes, 3], firsts, lasts, inside, targets)
