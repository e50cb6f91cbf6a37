"""Sentences and words of a report, with their characters.

The splitter is a rule set for edited news text: it never looks at more than the characters around a boundary, so a
sentence does not depend on the rest of the report. Words are finer than white space: possessive endings, hyphens and
punctuation stand alone, so that "Tajikistan" can be a span inside "Tajikistan's" and "Afghan" inside "Tajik-Afghan".
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Word(NamedTuple):
    """A word: ``[start, end)`` in characters of the text, and the characters themselves."""

    start: int
    end: int
    text: str


_WORD = re.compile(
    r"\d+(?:[.,:]\d+)*"  # numbers keep their separators: 1,350 or 17:40
    r"|['’][sS]\b"  # the possessive stands alone
    r"|[^\W\d_]+(?:['’][^\W\d_]{2,}|['’][dtmDTM]\b)?"  # words with an inner apostrophe: N'Djamena, can't
    r"|\w+|[^\w\s]"
)

_TITLES = (
    "mr|mrs|ms|dr|prof|gen|lt|col|maj|capt|cpl|sgt|adm|cmdr|brig|gov|sen|rep|pres|rev|hon|st|messrs|mme|mlle|sr|jr"
)
_SHORT = (
    "no|nos|vs|etc|e.g|i.e|cf|al|inc|ltd|co|corp|dept|est|approx|ca|fig|art|sec|vol|pp|ft|mt"
    "|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun"
)
_NEVER_LAST = re.compile(rf"(?:^|[^\w.])(?:{_TITLES}|no|nos|vs|e\.g|i\.e|cf|art|sec|vol|pp|fig|mt)\.$", re.IGNORECASE)
_SELDOM_LAST = re.compile(rf"(?:^|[^\w.])(?:{_SHORT})\.$", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|[\s.(])[A-Z]\.$")
_DOTTED = re.compile(r"(?:^|[\s(])(?:[A-Za-z]\.){2,}$")
_BOUNDARY = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_OPENER = re.compile(r"[\"'“‘«(\[—–-]*\s*[A-Z0-9\u00c0-\u00de\u0400-\u042f\u0600-\u06ff]")
_CLOSING_MARKS = "\"'”’»)]"


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of ``text[start:end]``, counted in characters of ``text``."""
    stop = len(text) if end is None else end
    return [Word(match.start(), match.end(), match.group()) for match in _WORD.finditer(text, start, stop)]


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of ``text`` as pairs of characters ``[start, end)``, without white space around them.

    A line break always ends a sentence: ``Report.text`` has its paragraphs on lines of their own.
    """
    found: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        begin = line.start()
        for boundary in _BOUNDARY.finditer(text, line.start(), line.end()):
            if _ends(text, begin, boundary.start(), boundary.end(), line.end()):
                _keep(text, begin, boundary.end(), found)
                begin = boundary.end()
        _keep(text, begin, line.end(), found)
    return found


def _keep(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    """Add ``text[start:end]`` without the white space around it, unless nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))


def _ends(text: str, begin: int, mark: int, after: int, line_end: int) -> bool:
    """Say whether the punctuation at ``text[mark:after]`` ends the sentence that began at ``begin``."""
    rest = text[after : min(line_end, after + 80)].lstrip()
    if not rest:
        return True
    if not _OPENER.match(rest):
        return False
    if text[mark : mark + 1] in "!?…" or "!" in text[mark:after] or "?" in text[mark:after]:
        # «"Stop!" the officer shouted» continues in lower case and was refused above.
        return True
    closed = text[mark + 1 : after].strip(".")
    before = text[max(begin, mark - 24) : mark + 1]
    if closed and closed[-1] in _CLOSING_MARKS:
        return True
    if _NEVER_LAST.search(before) or _INITIAL.search(before):
        return False
    if _SELDOM_LAST.search(before) or _DOTTED.search(before):
        # "on 3 Dec. He left" ends, "Dec. 3" and "the U.S. Army" do not: only a frequent sentence opener tells.
        return bool(re.match(r"(?:The|A|An|He|She|It|They|We|In|On|At|But|And|His|Her|Its|Their|This|That)\b", rest))
    return True
