"""The grammar of time expressions: words and a day to count from give days, or a reason why not.

Nothing here knows reports. :func:`days_of` takes the expression, the local day of publication (``anchor``), whether
the act lies ahead of it (planned, asked) and, for expressions such as "two days later", the days of what they lean on
(``point``). It answers with :class:`~panj.resolving.days.Days` or with a reason; it never guesses.

Conventions, which the documentation repeats:

* a bare weekday or date is the latest one not after the anchor, or the next one not before it for acts ahead;
* weeks are ISO weeks (Monday to Sunday); "past week" is the seven days up to the anchor;
* a night named by one day ("Sunday night", "night of 26 November") is that day; "overnight" and "last night" are the
  anchor's day and the one before;
* early, middle and late parts are thirds of the month or of the year; early and late parts of a week are Monday to
  Wednesday and Thursday to Sunday;
* seasons are meteorological (three whole months), turned by half a year south of the equator.
"""

from __future__ import annotations

import datetime as dt
import re

from panj.model import Granularity
from panj.resolving import patterns as p
from panj.resolving.dates import named, number
from panj.resolving.days import Answer, Days, Setting, month_of, shifted, week_of, year_of

_LONGEST = 120
"""Characters: what is longer is no time expression, and is not searched for one."""

_DEEPEST = 6
_ONE_DAY = dt.timedelta(days=1)
_EDGES = {
    "beginning": "early", "start": "early", "first days": "early", "middle": "mid", "end": "late",
    "final days": "late", "last days": "late",
}  # fmt: skip
_PARTS_OF_WEEK = {"early": (0, 3), "mid": (2, 5), "late": (3, 7)}


def days_of(
    words: str,
    anchor: dt.date | None,
    *,
    ahead: bool = False,
    point: Days | None = None,
    south: bool = False,
) -> Answer:
    """Return the days that a time expression names, or the reason why they cannot be told.

    Args:
        words: the expression as written.
        anchor: local day of publication; without it only expressions with a year are understood.
        ahead: the act lies after publication (planned, asked).
        point: days of another act that this expression may lean on ("two days later").
        south: seasons are those of the southern hemisphere.
    """
    text = _clean(words)
    if len(text) > _LONGEST:
        return "not-understood"
    try:
        answer = _parse(text, Setting(anchor, ahead=ahead, south=south, point=point), 0)
    except (ValueError, OverflowError):  # past the first or the last day that a calendar can hold
        return "not-understood"
    if isinstance(answer, Days) and answer.closed is not None and answer.closed[0] > answer.closed[1]:
        return "contradiction"
    return answer


def leans_on(words: str) -> str:
    """Return the words for the act that an expression counts from ("two days after the raid" → "the raid").

    Empty where it counts from whatever was told last ("two days later").
    """
    text = _clean(words)
    for pattern, group in ((p.SHIFT, 4), (p.SOON, 1), (p.EVE, 1), (p.AFTER, 1), (p.BEFORE, 1)):
        if found := pattern.match(text):
            return found[group] or ""
    return ""


def _clean(words: str) -> str:
    text = words.strip().lower().replace("’", "'").replace("‘", "'").translate({0x2013: "-", 0x2014: "-", 0xA0: " "})
    return re.sub(r"\s+", " ", text).strip(' ,;:"()').removesuffix(" local time")


def _parse(text: str, setting: Setting, depth: int) -> Answer:
    if depth > _DEEPEST or not text:
        return "not-understood"
    for rule in (_ranges, _named, _overnight, _edges, _leaning, _vague):
        answer = rule(text, setting, depth)
        if answer is not None:
            return answer
    stripped = p.LEAD.sub("", text)
    return _parse(stripped, setting, depth + 1) if stripped != text else _hours(text, setting, depth)


def _named(text: str, setting: Setting, _depth: int) -> Answer | None:
    return named(text, setting)


# spans of days -------------------------------------------------------------------------------------------------------


def _ranges(text: str, setting: Setting, depth: int) -> Answer | None:
    if p.HOUR_ONLY.match(text):
        return None
    if found := p.RANGE.match(text):
        return _between(found[1], found[2], setting, depth)
    if found := p.SINCE.match(text):
        answer = _parse(found[1], setting._replace(ahead=False), depth + 1)
        return Days(answer.first, setting.anchor, "range", f"since:{answer.rule}") if _is_days(answer) else answer
    if p.LIST.match(text) or p.LIST_US.match(text) or p.HOUR_FIRST.match(text):
        return None
    if found := p.BY.match(text):
        return _until(_parse(found[1], setting, depth + 1), setting, whole=True)
    if found := p.BEFORE.match(text):
        return _until(_or_point(found[1], setting, depth), setting, whole=False)
    if found := p.AFTER.match(text):
        answer = _or_point(found[1], setting, depth)
        last = None if setting.ahead else setting.anchor
        return Days(answer.first, last, "range", f"after:{answer.rule}") if isinstance(answer, Days) else answer
    if found := p.FROM.match(text):
        answer = _parse(found[1], setting, depth + 1)
        last = None if setting.ahead else setting.anchor
        return Days(answer.first, last, "range", f"from:{answer.rule}") if isinstance(answer, Days) else answer
    if found := p.SPAN.match(text):
        return _between(found[1], found[2], setting, depth)
    return None
