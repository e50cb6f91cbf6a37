"""Quotations that run over sentences: whose words a sentence is that names no speaker because all of it is quoted.

A sentence that is quoted from end to end belongs to the speaker of the sentence beside it in its paragraph, the one
before first. Where that one names none that was read, the words are still not the outlet's: the claimant stays
unknown, and is said to be.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from panj.model import Mention, Span

_MARK = re.compile(r"[“”\"«»]")
_OPENING, _CLOSING = "“«", "”»"


def quoted(text: str) -> list[tuple[int, int]]:
    """Return what stands in quotation marks, as characters ``[start, end)`` with the marks.

    A mark that is not closed reaches to the end of its paragraph. Straight marks open and close in turn.
    """
    found = []
    for paragraph in re.finditer(r"[^\n]+", text):
        begin: int | None = None
        for mark in _MARK.finditer(text, paragraph.start(), paragraph.end()):
            if begin is None and mark[0] not in _CLOSING:
                begin = mark.start()
            elif begin is not None and mark[0] not in _OPENING:
                found.append((begin, mark.end()))
                begin = None
        if begin is not None:
            found.append((begin, paragraph.end()))
    return found


class Quotations:
    """The quoted sentences of one report and their speakers."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._quoted = quoted(text)
        self._starts = [start for start, _ in self._quoted]
        self._said: dict[int, Span] = {}
        self._sentences: dict[int, Span] = {}
        for mention in mentions:
            self._sentences[mention.sentence.start] = mention.sentence
            if mention.by is not None and not self._inside(mention.by.start, mention.by.end):
                self._said.setdefault(mention.sentence.start, mention.by)
        self._order = sorted(self._sentences)

    def is_quoted(self, mention: Mention) -> bool:
        """Say whether a mention's whole sentence stands in quotation marks."""
        sentence = mention.sentence
        return self._inside(sentence.start, sentence.end)

    def speaker(self, mention: Mention) -> Span | None:
        """Return the words that name the speaker of a quoted sentence; ``None`` where no sentence beside it does."""
        at = self._order.index(mention.sentence.start)
        for number in (at - 1, at + 1):
            if 0 <= number < len(self._order):
                other = self._sentences[self._order[number]]
                if self._beside(mention.sentence, other) and other.start in self._said:
                    return self._said[other.start]
        return None

    def _inside(self, start: int, end: int) -> bool:
        at = bisect.bisect_right(self._starts, start) - 1
        return at >= 0 and self._quoted[at][0] <= start and end <= self._quoted[at][1]

    def _beside(self, one: Span, other: Span) -> bool:
        """Say whether nothing but white space lies between two sentences of one paragraph."""
        first, second = sorted((one, other), key=lambda span: span.start)
        between = self._text[first.end : second.start]
        return not between.strip() and "\n" not in between
