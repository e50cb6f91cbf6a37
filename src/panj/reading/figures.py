"""A count of people parsed from its words.

The words decide, never the network: it only points at the phrase. What this grammar cannot parse is left unparsed.
The readings of hedges and vague numbers are the annotation guide's: "at least two" is 2 and more, "more than 30" is 31
and more, "up to ten" is 10 and fewer, "nearly 30" is 30 with the hedge kept, "dozens" is 24 and more, "hundreds" 200
and more, "several" 3 and more.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from panj.model import Outcome


class Count(NamedTuple):
    """Smallest and largest number that the words allow (``None``: open), and the hedge as written."""

    low: int | None
    high: int | None
    qualifier: str | None


_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_NOBODY = {"no", "none", "nobody", "nil", "without", "neither", "zero"}
_AT_LEAST = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000, "several": 3,
    "handful": 3, "few": 3, "many": 3, "numerous": 3, "multiple": 2,
}  # fmt: skip
_EXACT = {"both": 2, "couple": 2, "pair": 2, "score": 20, "dozen": 12, "half-dozen": 6, "trio": 3}
_ORDINAL = re.compile(
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d+(?:st|nd|rd|th))\Z"
)
_DETERMINERS = {"a", "an", "the", "his", "her", "its", "their", "another", "one", "my", "our", "every", "each"}
_PRONOUNS = {"him": 1, "her": 1, "he": 1, "she": 1, "himself": 1, "herself": 1, "other": 1}
_UNCOUNTED = {
    "all", "some", "most", "more", "any", "those", "these", "they", "them", "we", "us", "who", "whom", "it", "you",
    "enough", "much", "such", "same", "rest", "remainder", "half", "majority", "toll", "number", "total", "group",
    "family", "crew", "crowd", "unit", "team", "people", "that", "this", "which", "there",
}  # fmt: skip
"""Words that alone stand for people without saying how many."""

_PLURALS = {
    "people", "men", "women", "children", "police", "troops", "personnel", "policemen", "servicemen", "fishermen",
    "gunmen", "civilians", "dead", "wounded", "injured", "missing", "staff", "cattle", "others", "militiamen",
}  # fmt: skip
_LOW_HEDGES = (
    "at least",
    "no fewer than",
    "no less than",
    "not less than",
    "not fewer than",
    "upwards of",
    "a minimum of",
)
_OVER_HEDGES = ("more than", "over", "in excess of", "above")
_HIGH_HEDGES = ("up to", "as many as", "at most", "no more than", "a maximum of")
_UNDER_HEDGES = ("fewer than", "less than", "under")
_ABOUT_HEDGES = (
    "approximately", "an estimated", "an additional", "just under", "close to", "as few as", "a further", "around",
    "roughly", "nearly", "almost", "about", "some", "only",
)  # fmt: skip
_HEDGES = sorted((*_LOW_HEDGES, *_OVER_HEDGES, *_HIGH_HEDGES, *_UNDER_HEDGES, *_ABOUT_HEDGES), key=len, reverse=True)
_HEDGE = re.compile(rf"(?:\b|^)({'|'.join(_HEDGES)})\s+[\"'“‘]?\s*\Z", re.IGNORECASE)
_HEDGE_INSIDE = re.compile(rf"[\"'“‘]?({'|'.join(_HEDGES)})\b(?! of\b)", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:revised|raised|went|gone|brought|put|handed|taken|took|carried|turned)\s+(?:up to|over|above|under)\s*\Z"
)
"""Particles of verbs that look like hedges: "revised up to 26", "handed over a man"."""
_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:st|nd|rd|th)?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_LARGEST = 100_000_000
"""More people than any one report counts: what exceeds it is a misreading."""


def count(span: str, before: str = "", after: str = "") -> Count | None:
    """Return what a phrase counts, or ``None`` where its words do not say a number.

    Args:
        span: the phrase that holds the number ("three Chinese workers").
        before: the sentence up to the phrase; its end may hold a hedge ("at least").
        after: the sentence after the phrase ("-odd", "or more").
    """
    inside = _HEDGE_INSIDE.match(span)
    if inside:
        hedge: str | None = inside.group(1)
        span = span[inside.end() :].strip()
    else:
        outside = _HEDGE.search(before)
        hedge = outside.group(1) if outside and not _MOVED.search(before) else None
    found = _all_but(span) or _span_of(span, before)
    if found is None:
        return None
    low, high = found
    if max(low or 0, high or 0) > _LARGEST:
        return None
    if low != high:
        return Count(low, high, hedge)
    return _hedged(low, high, hedge, after)


def _hedged(low: int | None, high: int | None, hedge: str | None, after: str) -> Count:
    """Widen one number by its hedge."""
    name = (hedge or "").lower()
    if low is not None:
        if name in _LOW_HEDGES:
            return Count(low, None, hedge)
        if name in _OVER_HEDGES:
            return Count(low + 1, None, hedge)
        if name in _HIGH_HEDGES:
            return Count(None, high, hedge)
        if name in _UNDER_HEDGES and low > 0:
            return Count(None, low - 1, hedge)
        tail = re.match(r"\s*(or more|or so|plus)\b", after)
        if tail and not hedge:
            return Count(low, None if tail.group(1) != "or so" else high, tail.group(1))
    return Count(low, high, hedge)


def _all_but(span: str) -> tuple[int, int] | None:
    """Parse "all but two of the fourteen men": twelve."""
    match = re.match(r"all but (.+?) of (?:the )?(.+)", span, re.IGNORECASE)
    if not match:
        return None
    out, whole = _span_of(match.group(1), ""), _span_of(match.group(2), "")
    if out is None or whole is None or out[0] is None or whole[0] is None or whole[0] < out[0]:
        return None
    return whole[0] - out[0], whole[0] - out[0]


def _span_of(span: str, before: str) -> tuple[int | None, int | None] | None:
    """Return low and high of a phrase without its hedge."""
    lower = span.lower()
    ranged = re.search(rf"(?:between )?({_NUMBER})(?: ?[-–] ?| to | or | and )({_NUMBER})\b", lower)
    if ranged and (" and " not in ranged.group() or "between" in lower or re.search(r"between\s*\Z", before.lower())):
        low, high = _digits(ranged.group(1)), _digits(ranged.group(2))
        if low is not None and high is not None and low <= high:
            return low, high
    tokens = [match.group().lower() for match in _TOKEN.finditer(span.replace("-", " "))]
    if not tokens:
        return None
    if re.search(r"\bodd\b", lower) or lower.endswith("-odd"):
        number = _number(tokens)
        return None if number is None else (number, number + 9)
    worded = re.match(r"(?:between )?(.+?) (to|or|and) (.+)", lower)
    if worded and (worded.group(2) != "and" or "between" in lower or re.search(r"between\s*\Z", before.lower())):
        low, high = _worded(worded.group(1)), _worded(worded.group(3))
        if low is not None and high is not None and low <= high:
            return low, high
    if tokens[0] in _NOBODY or lower.startswith(("not one", "not a single", "not any", "anyone", "anybody")):
        return 0, 0
    if "unhurt" in tokens or "unharmed" in tokens:
        return 0, 0
    vague = _vague(tokens)
    if vague is not None:
        return vague, None
    parts = [part for part in re.split(r"\s+and\s+|,\s+(?:and\s+)?", span) if part.strip()]
    if len(parts) > 1 and not _one_thing(parts):
        numbers = [_single(part, joined=True) for part in parts]
        if all(number is not None for number in numbers):
            total = sum(number for number in numbers if number is not None)
            return total, total
    number = _single(span, joined=False)
    return None if number is None else (number, number)


def _one_thing(parts: list[str]) -> bool:
    """Say whether only the first part counts, as in "forty officials and spies" or "a hundred and ten"."""
    first = [match.group().lower() for match in _TOKEN.finditer(parts[0].replace("-", " "))]
    last = [match.group().lower() for match in _TOKEN.finditer(parts[-1].replace("-", " "))]
    if first and first[-1] in _SCALES and _number(last) is not None:
        return True
    return _number(first) is not None and all(_single(part, joined=True) is None for part in parts[1:])


def _worded(phrase: str) -> int | None:
    """Return the number that a phrase starts with, in words or digits, without counting determiners."""
    return _number([match.group() for match in _TOKEN.finditer(phrase.replace("-", " "))])


def _vague(tokens: list[str]) -> int | None:
    """Return the least that "dozens", "tens of thousands", "several hundred" … stand for."""
    head = tokens[1:] if tokens[0] in {"a", "the", "many"} and len(tokens) > 1 else tokens
    if head[:3] == ["tens", "of", "thousands"]:
        return 20_000
    if head[:3] == ["hundreds", "of", "thousands"]:
        return 200_000
    if head[0] in {"several", "few"} and len(head) > 1 and head[1] in {"hundred", "thousand", "dozen"}:
        return 3 * {"hundred": 100, "thousand": 1_000, "dozen": 12}[head[1]]
    if head[0] == "some" and len(head) > 1 and head[1] == "of":
        return 2
    return _AT_LEAST.get(head[0])


def _single(phrase: str, *, joined: bool) -> int | None:
    """Return the number of one part: a numeral, "a dozen", an ordinal, or one person named or described."""
    bare = phrase.strip().strip("\"'“”‘’")
    tokens = [match.group() for match in _TOKEN.finditer(bare.replace("-", " "))]
    if not tokens:
        return None
    lower = [token.lower() for token in tokens]
    number = _number(lower)
    if number is not None:
        return number
    if (
        lower[0] in {"all", "the", "these", "those", "other", "another", "his", "her", "their", "its"}
        and len(lower) > 1
    ):
        number = _number(lower[1:])
        if number is not None:
            return number
    if len(lower) == 1 and lower[0] in _PRONOUNS:
        return _PRONOUNS[lower[0]]
    if lower[-1] in _UNCOUNTED and lower[:-1] in ([], ["the"], ["a"], ["their"], ["its"]):
        return None
    if any(_ORDINAL.match(token) for token in lower):
        return 1
    head = re.split(r"\s+(?:of|in|from|at|on|with|who|for|aged)\s+", bare)[0].split()[-1].strip(".,;:'’").lower()
    plural = head in _PLURALS or (head.endswith("s") and not head.endswith(("ss", "us", "'s", "’s")))
    if plural and not bare.lower().endswith(("'s", "’s")):
        return None
    if lower[0] in _DETERMINERS or joined or all(token[0].isupper() for token in tokens) or len(tokens) == 1:
        return 1
    return None


def _digits(text: str) -> int | None:
    """Return a whole number written in digits; "1.5" alone counts no people."""
    plain = text.replace(",", "")
    return int(plain) if plain.isdigit() else None


def _number(tokens: list[str]) -> int | None:
    """Return the number that the tokens begin with: "23", "two hundred and ten", "2.5 million", "a dozen"."""
    tokens = [token.lower() for token in tokens]
    if tokens and tokens[0] in {"a", "an", "the", "half", "one"} and len(tokens) > 1:
        if tokens[:3] == ["half", "a", "dozen"]:
            return 6
        if tokens[1] in _EXACT:
            return _EXACT[tokens[1]]
        if tokens[1] in _SCALES:
            tokens = ["one", *tokens[1:]]
    if tokens and tokens[0] in _EXACT:
        return _EXACT[tokens[0]]
    if len(tokens) > 1 and tokens[1] == "dozen":
        times = _UNITS.get(tokens[0]) or _digits(tokens[0])
        return None if times is None else 12 * times
    total, group, seen = 0.0, 0.0, False
    for index, word in enumerate(tokens):
        if re.fullmatch(_NUMBER, word):
            if seen and group:
                break
            group, seen = group + float(word.replace(",", "")), True
        elif word in _UNITS:
            group, seen = group + _UNITS[word], True
        elif word in _TENS:
            group, seen = group + _TENS[word], True
        elif word in _SCALES and seen:
            if _SCALES[word] == 100:
                group *= 100
            else:
                total, group = total + group * _SCALES[word], 0.0
        elif not (word == "and" and seen and index + 1 < len(tokens) and _continues(tokens, index)):
            break
    value = total + group
    return int(value) if seen and value == int(value) else None


def _continues(tokens: list[str], index: int) -> bool:
    """Say whether "and" at ``index`` stands inside a number: "a hundred and ten"."""
    return tokens[index - 1] in _SCALES and (tokens[index + 1] in _UNITS or tokens[index + 1] in _TENS)


_TOLD: tuple[tuple[str, Outcome], ...] = (
    (r"casualt(?:y|ies)|(?:dead|killed) and (?:wounded|injured|hurt)", "casualties"),
    (r"deaths?|dead|fatalit(?:y|ies)|killed|slain", "killed"),
    (r"injur(?:y|ies|ed)|wounded|hurt", "injured"),
    (r"missing|unaccounted for", "missing"),
    (r"displaced", "displaced"),
)
_TOLD_LAST = [  # but not "five of the wounded", who died
    (re.compile(rf"(?<!of the )\b(?:{words})\W*$", re.IGNORECASE), outcome) for words, outcome in _TOLD
]
_TOLD_BEHIND = [(re.compile(rf"\s*(?:{words})\b", re.IGNORECASE), outcome) for words, outcome in _TOLD]


def told_outcome(span: str, after: str = "") -> Outcome | None:
    """Return what the words themselves say became of the people ("five deaths"), ``None`` where they do not.

    Args:
        span: the phrase that holds the number; its last words count.
        after: the sentence after the phrase; only words right behind it count.
    """
    last = next((outcome for pattern, outcome in _TOLD_LAST if pattern.search(span)), None)
    return last or next((outcome for pattern, outcome in _TOLD_BEHIND if pattern.match(after)), None)
