"""Running text as tokens and one character for each: what a token can be in a time expression.

:class:`Vocabulary` gives every word that some rule of :mod:`panj.resolving.phrases` names a character, every number the
character of its shape, and everything else one that no rule knows. Rules are regular expressions over these
characters, so they are short, and whatever the text costs them grows with its length alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from panj.resolving import patterns as p
from panj.resolving.feasts import FEASTS

SHAPES = (
    "DAYNUM", "DAYTH", "NUMBER", "YEAR", "SHORTYEAR", "DECADE", "SHORTDECADE", "CLOCK", "MILITARY", "ISODATE",
    "NUMDATE", "FEAST", "OTHER", "BREAK",
)  # fmt: skip
"""What a token can be that is no word of a rule: 1 to 31; 1st to 31st; any other number; four digits of a year; '82;
1990s; 70s; 15:30; 0800; 2031-03-04; 4/3/2031; the name of a feast; a word that no rule names; the end of a
paragraph."""

CLASSES: dict[str, str] = {
    "WEEKDAY": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "WEEKDAYS": "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    "MONTH": "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "SEASON": "spring summer autumn fall winter",
    "PART": "morning afternoon evening night midday noon midnight dawn dusk lunchtime daybreak nightfall",
    "UNIT": "minute hour day night week weekend fortnight month quarter year decade century season",
    "UNITS": "seconds minutes mins hours hrs days nights weeks weekends fortnights months quarters years yrs decades "
    "centuries",
    "SMALL": "one two three four five six seven eight nine",
    "TENS": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty "
    "sixty seventy eighty ninety",
    "BIG": "hundred thousand dozen",
    "ORDINAL": "first second third fourth fifth sixth seventh eighth ninth tenth final last opening closing",
    "SOME": "several few many countless numerous",
    "A": "a an",
    "WHICH": "last this next past previous coming following same preceding prior current latest",
    "AGO": "ago earlier later before after afterwards afterward previously hence on",
    "DEIXIS": "today tonight yesterday tomorrow",
    "EDGE": "early late mid middle earlier later",
    "PORTION": "beginning start end middle close rest remainder turn course",
    "STRETCH": "straight consecutive successive full long trading working business whole further additional more "
    "extra solid calendar",
    "OFTEN": "daily weekly monthly quarterly yearly annually annual hourly nightly biweekly fortnightly biannual",
    "EVERY": "every each",
    "DECADEWORD": " ".join(p.DECADES),
    "ZONE": "utc gmt est edt cst cdt mst mdt pst pdt et cet cest bst ist msk",
    "AMPM": "am pm",
    "FISCAL": "fiscal financial academic school calendar",
}
"""Words by what they are, in lower case."""

_TOKEN = re.compile(
    r"(?P<blank>\n[ \t\r]*\n\s*)"
    r"|(?P<iso>\d{4}-\d\d-\d\d(?:[Tt]\d\d:\d\d(?::\d\d)?[Zz]?)?(?!\d))"
    r"|(?P<date>\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:(?:1[89]|20)\d\d|\d\d)(?!\d))"
    r"|(?P<clock>(?:[01]?\d|2[0-4])(?:[:h][0-5]\d|\.[0-5]\d(?= ?[ap]\.?m))(?::[0-5]\d)?(?!\d))"
    r"|(?P<decade>(?:(?:1[5-9]|20)\d|['’][2-9])0['’]?s\b)"
    r"|(?P<shortdecade>[2-9]0s\b)"
    r"|(?P<shortyear>['’]\d\d\b(?!['’]?s\b))"
    r"|(?P<ampm>[apAP](?:\.[mM]\.|[mM]\b\.?))"
    r"|(?P<ordinal>\d{1,3}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,18}(?:\.\d{1,6})?)"
    r"|(?P<abbreviation>(?:[Jj]an|[Ff]eb|[Mm]ar|[Aa]pr|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ept?|[Oo]ct|[Nn]ov|[Dd]ec|[Mm]on|[Tt]ues?"
    r"|[Ww]ed|[Tt]hu(?:rs?)?|[Ff]ri|[Ss]at|[Ss]un)\.)"
    r"|(?P<possessive>['’][sS]\b)"
    r"|(?P<word>[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)*)"
    r"|(?P<mark2>[^\w\s])|(?P<rest>\w)"
)
_MONEY = frozenset("$€£¥#№%")
_NO_COUNT = frozenset(("%", "percent", "million", "billion", "trillion", "per", "pc", "km", "kg", "miles", "points"))
_AMBIGUOUS = frozenset(("may", "march", "sat", "sun", "wed", "mar", "mon", "dec", "jan", "fri", "thu", "tue"))


class Token(NamedTuple):
    """A word, number or mark: its characters in the text, its words in lower case, and its shape."""

    start: int
    end: int
    word: str
    shape: str


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text, the ends of its paragraphs among them."""
    found = []
    for one in _TOKEN.finditer(text):
        kind = one.lastgroup if one.lastgroup != "mark" else "date"
        word = one[0].lower().replace("’", "'")
        if kind == "abbreviation":
            word = word.rstrip(".")
        elif kind == "ampm":
            word = word.replace(".", "")
        found.append(Token(one.start(), one.end(), word, _shape(kind or "rest", word)))
    return _with_feasts(text, found)


def _with_feasts(text: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens with each name of a feast as one; names are told from words by their capital."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        for name in _feasts().get(token.word, ()):
            if tuple(one.word for one in tokens[at : at + len(name)]) == name and text[token.start].isupper():
                last = tokens[at + len(name) - 1]
                found.append(Token(token.start, last.end, text[token.start : last.end].lower(), "FEAST"))
                at += len(name)
                break
        else:
            found.append(token)
            at += 1
    return found


@cache
def _feasts() -> Mapping[str, list[tuple[str, ...]]]:
    """Return the names of feasts as words, by the first of them, the longest first."""
    names: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted((*FEASTS, "eid"), key=lambda one: (-len(one), one)):
        words = tuple(one[0] for one in _TOKEN.finditer(name))
        names.setdefault(words[0], []).append(words)
    return names


def _shape(kind: str, word: str) -> str:
    if kind == "number":
        digits = word.replace(",", "")
        if digits.isdigit() and digits == word:
            if len(word) <= 2 and 1 <= int(word) <= 31:
                return "DAYNUM"
            if len(word) == 4 and "1500" <= word <= "2099":
                return "YEAR"
            if len(word) == 4 and re.fullmatch(p.MILITARY, word):
                return "MILITARY"
        return "NUMBER"
    if kind == "ordinal":
        return "DAYTH"
    return {
        "blank": "BREAK", "iso": "ISODATE", "date": "NUMDATE", "clock": "CLOCK", "decade": "DECADE",
        "shortyear": "SHORTYEAR", "shortdecade": "SHORTDECADE",
    }.get(kind, "WORD")  # fmt: skip


class Vocabulary:
    """The characters of words and shapes.

    Words that belong to the same classes, and that no rule names by themselves, share a character: all of them have to
    fit below 256, since regular expressions are slow to compile with sets of characters above.

    Args:
        named: the words that rules name by themselves.
    """

    def __init__(self, named: Collection[str]) -> None:
        members: dict[str, list[str]] = {}
        for name, words in CLASSES.items():
            for word in words.split():
                members.setdefault(word, []).append(name)
        codes: dict[object, str] = {name: chr(1 + number) for number, name in enumerate(SHAPES)}
        self._shapes = {name: codes[name] for name in SHAPES}
        self._words: dict[str, str] = {}
        for word in sorted({*members, *named}):
            key = word if word in named else ("", *members[word])
            self._words[word] = codes.setdefault(key, chr(1 + len(codes)))
        if len(codes) > 255:
            raise ValueError("the rules name more words than there are characters")

    def code(self, name: str) -> str:
        """Return what stands in a regular expression for a word, a class of words or a shape."""
        if name in self._shapes:
            return re.escape(self._shapes[name])
        if name in CLASSES:
            codes = sorted({self._words[word] for word in CLASSES[name].split()})
            return "[" + "".join(map(re.escape, codes)) + "]"
        return re.escape(self._words[name])

    def coded(self, text: str, tokens: Sequence[Token]) -> str:
        """Return one character for each token."""
        lower = text.islower()
        codes = []
        for at, token in enumerate(tokens):
            before = tokens[at - 1] if at else None
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            codes.append(self._code(text, token, before, after, lower=lower))
        return "".join(codes)

    def _code(self, text: str, token: Token, before: Token | None, after: Token | None, *, lower: bool) -> str:
        other = self._shapes["OTHER"]
        if token.shape != "WORD":
            if token.shape in ("DAYNUM", "NUMBER", "YEAR", "MILITARY"):
                if before is not None and before.word in _MONEY and before.end == token.start:
                    return other
                if after is not None and after.word in _NO_COUNT:
                    return other
                if before is not None and before.word in ".," and before.end == token.start and before.start:
                    return other if text[before.start - 1].isdigit() else self._shapes[token.shape]
            return self._shapes[token.shape]
        word = token.word
        if word in _AMBIGUOUS and not self._is_name(text, token, after, lower=lower):
            return self._words.get(f"{word}!", other)
        return self._words.get(word, other)

    @staticmethod
    def _is_name(text: str, token: Token, after: Token | None, *, lower: bool) -> bool:
        """Say whether a word that may be another ("may", "sat") can be a month or a weekday where it stands."""
        if text[token.end - 1] == ".":
            return text[token.start].isupper()
        beside = after is not None and after.shape in ("DAYNUM", "DAYTH", "YEAR")
        if len(token.word) == 3 and token.word != "may":
            return text[token.start].isupper() and (beside or (after is not None and after.word == ","))
        return text[token.start].isupper() or (lower and beside)
