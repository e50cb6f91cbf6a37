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
from panj.resolving.dates import named, number, weekday_index
from panj.resolving.days import Answer, Days, Order, Setting, month_of, shifted, week_of, year_of

_LONGEST = 120
"""Characters: what is longer is no time expression, and is not searched for one."""

_DEEPEST = 6
_ONE_DAY = dt.timedelta(days=1)
_EDGES = {
    "beginning": "early", "start": "early", "first days": "early", "middle": "mid", "end": "late",
    "final days": "late", "last days": "late",
}  # fmt: skip
_PARTS_OF_WEEK = {"early": (0, 3), "mid": (2, 5), "late": (3, 7)}


_LEANING_SHAPES = (
    (p.SHIFT, 4), (p.SOON, 1), (p.SOON_BEFORE, 1), (p.EVE, 1), (p.ANNIVERSARY, 1), (p.SINCE, 1), (p.AFTER, 1),
    (p.BEFORE, 1),
)  # fmt: skip
"""Shapes that count from an act, and the group that holds its words."""


def days_of(
    words: str,
    anchor: dt.date | None,
    *,
    ahead: bool = False,
    point: Days | None = None,
    south: bool = False,
    order: Order | None = None,
    whole: bool = False,
) -> Answer:
    """Return the days that a time expression names, or the reason why they cannot be told.

    Args:
        words: the expression as written.
        anchor: local day of publication; without it only expressions with a year are understood.
        ahead: the act lies after publication (planned, asked).
        point: days of another act that this expression may lean on ("two days later").
        south: seasons are those of the southern hemisphere.
        order: whether 03/04/2031 begins with the day or with the month; refused without it.
        whole: the current week, month or year is kept whole instead of being cut at the anchor.
    """
    text = clean(words)
    if len(text) > _LONGEST:
        return "not-understood"
    setting = Setting(anchor, ahead=ahead, south=south, point=point, whole=whole, order=order)
    try:
        answer = _parse(text, setting, 0)
    except (ValueError, OverflowError):  # past the first or the last day that a calendar can hold
        return "not-understood"
    if isinstance(answer, Days) and answer.closed is not None and answer.closed[0] > answer.closed[1]:
        return "contradiction"
    return answer


def leans_on(words: str) -> str:
    """Return the words for the act that an expression counts from ("two days after the raid" → "the raid").

    Empty where it counts from whatever was told last ("two days later").
    """
    text = clean(words)
    for pattern, group in _LEANING_SHAPES:
        if found := pattern.match(text):
            return found[group] or ""
    return ""


def clean(words: str) -> str:
    """Return an expression in the form that the grammar reads: lower case, plain dashes and quotes, single spaces."""
    text = words.strip().lower().replace("’", "'").replace("‘", "'").translate({0x2013: "-", 0x2014: "-", 0xA0: " "})
    return re.sub(r"\s+", " ", text).strip(' ,;:"“”()').removesuffix(" local time")


def _parse(text: str, setting: Setting, depth: int) -> Answer:
    if depth > _DEEPEST or not text:
        return "not-understood"
    for rule in (_named, _hour_only, _leaning, _nights, _ranges, _overnight, _nth, _edges, _vague):
        answer = rule(text, setting, depth)
        if answer is not None:
            return answer
    stripped = p.LEAD.sub("", text)
    return _parse(stripped, setting, depth + 1) if stripped != text else _hours(text, setting, depth)


def _named(text: str, setting: Setting, _depth: int) -> Answer | None:
    return named(text, setting)


def _hour_only(text: str, _setting: Setting, _depth: int) -> Answer | None:
    return "no-day" if p.HOUR_ONLY.match(text) else None


# spans of days -------------------------------------------------------------------------------------------------------


def _ranges(text: str, setting: Setting, depth: int) -> Answer | None:
    if found := p.RANGE.match(text):
        return _between(found[1], found[2], setting, depth)
    if found := p.SINCE.match(text):
        answer = _or_point(found[1], setting._replace(ahead=False), depth)
        if not isinstance(answer, Days) or answer.granularity == "vague":
            return answer
        return Days(answer.first, setting.anchor, "range", f"since:{answer.rule}")
    if p.LIST.match(text) or p.LIST_US.match(text) or p.HOUR_FIRST.match(text):
        return None
    if found := p.BY.match(text):
        return _until(_or_trailing(found[1], setting, depth), setting)
    if found := p.BEFORE.match(text):
        answer = _or_point(found[1], setting, depth)
        if isinstance(answer, Days) and answer.first is not None and not answer.rule.startswith("from-other"):
            answer = answer._replace(last=answer.first - _ONE_DAY)
        return _until(answer, setting)
    for pattern, name in ((p.AFTER, "after"), (p.FROM, "from")):
        if found := pattern.match(text):
            answer = _or_point(found[1], setting, depth)
            last = None if setting.ahead else setting.anchor
            if isinstance(answer, Days) and answer.granularity == "vague":
                return answer
            return Days(answer.first, last, "range", f"{name}:{answer.rule}") if isinstance(answer, Days) else answer
    if found := p.SPAN.match(text):
        return _between(found[1], found[2], setting, depth)
    return None


def _until(answer: Answer, setting: Setting) -> Answer:
    if not isinstance(answer, Days) or answer.granularity == "vague":
        return answer
    return Days(setting.anchor if setting.ahead else None, answer.last, "range", f"until:{answer.rule}")


def _or_point(text: str, setting: Setting, depth: int) -> Answer:
    """Return the days of what follows "before" or "after": a date, else the act that the words may mean."""
    answer = _or_trailing(text, setting, depth)
    if answer != "not-understood":
        return answer
    return "nothing-to-count-from" if setting.point is None else setting.point._replace(rule="from-other")


def _or_trailing(text: str, setting: Setting, depth: int) -> Answer:
    """Return the days of words, or of the day that stands at their end ("the coup of February 2021")."""
    answer = _parse(text, setting, depth + 1)
    if answer == "not-understood" and (found := p.TRAILING.match(text)):
        return _parse(found[1], setting, depth + 1)
    return answer


def _between(left: str, right: str, setting: Setting, depth: int) -> Answer | None:
    if re.fullmatch(p.DAY, left):  # "3 to 19 November", "between 7 and 11 May"
        month = re.search(rf"{p.MO}(?:,? {p.YEAR})?$", right)
        left = f"{left} {month[0]}" if month else left
    end = _parse(right, setting, depth + 1)
    start = _parse(left, setting, depth + 1)
    if not isinstance(start, Days) or not isinstance(end, Days):
        return end if isinstance(start, Days) or start == "not-understood" else start
    first, last = start.first, end.last
    if first is None or last is None:
        return "not-understood"
    if first > last and last.year == first.year and re.search(p.YEAR, right) and not re.search(p.YEAR, left):
        first = shifted(first, -1, "year") or first  # "November to February 2025"
    if first > last and start.rule == end.rule == "weekday":  # the two lie on different sides of the anchor's weekday
        first, last = (first, last + dt.timedelta(7)) if setting.ahead else (first - dt.timedelta(7), last)
    return Days(first, last, "range", "range") if first <= last else "contradiction"


def _nights(text: str, setting: Setting, depth: int) -> Answer | None:
    """Read nights that are named by both their days, or by the second: "the night to Thursday"."""
    if found := p.NIGHT_OF_TWO.match(text):
        return _between(found[1], found[2], setting, depth)
    found = p.NIGHT_TO.match(text)
    if found is None:
        return None
    answer = _parse(found[1] or found[3], setting, depth + 1)
    if not isinstance(answer, Days) or answer.closed is None or answer.granularity != "day":
        return answer
    return Days(answer.closed[0] - _ONE_DAY, answer.closed[1], "day", "night-to")


def _overnight(text: str, setting: Setting, depth: int) -> Answer | None:
    """Read "overnight on Monday": that day and the one after."""
    found = p.OVERNIGHT.match(text)
    if found is None:
        return None
    answer = _parse(found[1] or found[2], setting, depth + 1)
    if not isinstance(answer, Days) or answer.closed is None:
        return answer
    return Days(answer.closed[0], answer.closed[1] + _ONE_DAY, "day", "overnight")


# parts of something longer -------------------------------------------------------------------------------------------


def _edges(text: str, setting: Setting, depth: int) -> Answer | None:
    if found := p.WEEK_OF.match(text):
        return _week_of(found[1], _parse(found[2], setting, depth + 1))
    found = p.EDGE.match(text)
    if found is None or p.HOUR_FIRST.match(text):
        return None
    edge, rest = _EDGES.get(found[1], found[1]), found[2]
    if re.fullmatch(rf"{p.HOUR}.*", rest) and not re.fullmatch(p.YEAR, rest):
        return None
    if rest in ("week", "month", "year", "weekend"):
        rest = f"this {rest}"
    sides = edge in ("earlier", "later")  # "earlier this week" ends at the anchor, "early this week" need not
    answer = _parse(rest, setting._replace(whole=not sides), depth + 1)
    if not isinstance(answer, Days) or answer.closed is None or sides:
        return answer
    if answer.granularity not in ("week", "month", "season", "year"):
        return answer
    cut = _part(edge, answer.closed, answer.granularity)
    return Days(*cut, "range", f"part-of:{answer.rule}") if cut else "not-understood"


def _nth(text: str, setting: Setting, depth: int) -> Answer | None:
    """Read "the first ten days of December", "the last day of the month", "the first Sunday of the year"."""
    if found := p.FIRST_N.match(text):
        which, count, unit, rest = found[1], number(found[2]), found[3], found[4]
    elif found := p.NTH_OF.match(text):
        which, count, unit, rest = found[1], 0, found[2], found[3]
    else:
        return None
    rest = re.sub(r"^the ", "", rest)
    bare = rest in ("month", "year", "week")
    if bare:
        rest = f"this {rest}"
    answer = _parse(rest, setting._replace(whole=True), depth + 1)
    if not isinstance(answer, Days) or answer.closed is None:
        return answer
    first, last = answer.closed
    if not count:
        day = _nth_day(which, unit, first, last)
        late = isinstance(day, Days) and setting.anchor and day.first and day.first > setting.anchor
        if bare and late and not setting.ahead:  # what happened on "the last day of the month" did so in the last one
            return _nth(text.replace(" of the ", " of last "), setting, depth + 1)
        return day
    steps = count if which == "first" else -count
    cut = shifted(first if steps > 0 else last + _ONE_DAY, steps, unit)
    if cut is None or not first < cut <= last + _ONE_DAY:
        return "not-understood"
    span = (first, cut - _ONE_DAY) if steps > 0 else (cut, last)
    return Days(*span, "range", f"part-of:{answer.rule}")


def _nth_day(which: str, name: str, first: dt.date, last: dt.date) -> Answer:
    step = 1 if name == "day" else 7
    start = first
    if name != "day":
        start += ((weekday_index(name) - first.weekday()) % 7) * _ONE_DAY
    if which in ("last", "final"):
        day = start + ((last - start).days // step) * step * _ONE_DAY
    else:
        day = start + (p.ORDINALS[which] - 1) * step * _ONE_DAY
    return Days(day, day, "day", "day-of-period") if first <= day <= last else "not-understood"


def _part(edge: str, whole: tuple[dt.date, dt.date], granularity: Granularity) -> tuple[dt.date, dt.date] | None:
    first, last = whole
    if granularity == "week":
        days = _PARTS_OF_WEEK.get(edge)
        return (first + days[0] * _ONE_DAY, first + (days[1] - 1) * _ONE_DAY) if days else None
    if granularity == "month":
        starts = {"mid": first + 10 * _ONE_DAY, "late": first + 20 * _ONE_DAY, "second half": first + 15 * _ONE_DAY}
    else:
        third, half = (1, None) if granularity == "season" else (4, 6)
        middle = first + (last - first) // 2 + _ONE_DAY if half is None else shifted(first, half, "month")
        starts = {
            "mid": shifted(first, third, "month") or last,
            "late": shifted(first, 2 * third, "month") or last,
            "second half": middle or last,
        }
    return {
        "early": (first, starts["mid"] - _ONE_DAY),
        "mid": (starts["mid"], starts["late"] - _ONE_DAY),
        "late": (starts["late"], last),
        "first half": (first, starts["second half"] - _ONE_DAY),
        "second half": (starts["second half"], last),
    }.get(edge)


def _week_of(which: str | None, answer: Answer) -> Answer:
    """Return the week of a day ("week of 24 November") or a week of a month ("second week of May")."""
    if not isinstance(answer, Days) or answer.closed is None:
        return answer
    first, last = answer.closed
    if which is None:
        return Days(*week_of(first), "week", "week-of") if answer.granularity == "day" else "not-understood"
    if answer.granularity != "month":
        return "not-understood"
    start = last - 6 * _ONE_DAY if which == "last" else first + 7 * (p.ORDINALS[which] - 1) * _ONE_DAY
    return Days(start, start + 6 * _ONE_DAY, "week", "week-of-month")


# what leans on another act -------------------------------------------------------------------------------------------


def _leaning(text: str, setting: Setting, depth: int) -> Answer | None:
    if text in ("that day", "day", "said date", "that date", "same date"):
        text = "same day"
    if found := p.NEIGHBOUR.match(text):
        sign = {"previous": -1, "preceding": -1, "prior": -1, "following": 1, "next": 1}.get(found[1], 0)
        unit = found[2] if found[2] in ("week", "month", "year") else "day"
        return _neighbour(sign, unit, setting.point)
    if found := p.TURN.match(text):
        return _turn(found[1], found[2], setting)
    if found := p.EVE.match(text):
        answer = _or_point(found[1], setting, depth)
        return _counted(-1, "day", answer) if isinstance(answer, Days) else answer
    if found := p.SHIFT.match(text):
        sign = -1 if found[3] in ("earlier", "before", "previously") else 1
        unit = found[2] if re.fullmatch(p.UNIT, found[2]) else "day"
        point = _stated_point(found[4], setting, depth)
        return _counted(sign * (number(found[1]) if found[1] else 1), unit, point)
    for pattern, sign in ((p.SOON, 1), (p.SOON_BEFORE, -1)):
        if found := pattern.match(text):
            return _counted(sign, "hour", _stated_point(found[1], setting, depth))
    if found := p.TURN_OF_YEAR.match(text):
        return _month_of_year(found[1], text, setting.point)
    if p.NTH_DAY.match(text) or text.startswith("intervening night") or p.ANNIVERSARY.match(text):
        return "nothing-to-count-from"
    if not setting.ahead and (found := p.WITHIN.match(text)):
        point = setting.point
        after = _counted(number(found[1] or "one"), found[2] or found[3], point)
        if point is None or not isinstance(after, Days):
            return after
        return Days(point.first, after.last, after.granularity, "from-other:within")
    return None


def _stated_point(words: str | None, setting: Setting, depth: int) -> Days | None:
    """Return the days that an expression says itself that it counts from ("a day after Monday's raid")."""
    answer = _parse(words, setting._replace(point=None), depth + 1) if words else None
    return answer if isinstance(answer, Days) else setting.point


def _counted(count: int, unit: str, point: Days | None) -> Answer:
    if point is None or point.closed is None:
        return "nothing-to-count-from"
    first, last = point.closed
    rule = "from-other:counted"
    if unit in ("minute", "hour"):  # "thirty hours earlier" is one day or two, "minutes later" the same day or the next
        least = abs(count) // (24 if unit == "hour" else 24 * 60)
        ends = [
            day + dt.timedelta(days=days if count > 0 else -days)
            for day in (first, last)
            for days in (least, least + 1)
        ]
        return Days(min(ends), max(ends), "day", rule)
    if unit in ("year", "decade"):
        return Days(None, None, "vague", "vague")
    start, end = shifted(first, count, unit), shifted(last, count, unit)
    if start is None or end is None or (end - start).days > 31:
        return "not-understood"
    if unit == "month":
        return Days(start - 15 * _ONE_DAY, end + 15 * _ONE_DAY, "month", rule)
    return Days(start, end, point.granularity, rule)


def _month_of_year(name: str, text: str, point: Days | None) -> Answer:
    """Read "December of that year"."""
    if point is None or point.closed is None or point.closed[0].year != point.closed[1].year:
        return "nothing-to-count-from"
    year = point.closed[0].year + ("following" in text) - ("previous" in text)
    answer = named(f"{name} {year}", Setting(None))
    return answer._replace(rule="from-other:named") if isinstance(answer, Days) else "not-understood"


def _neighbour(sign: int, unit: str, point: Days | None) -> Answer:
    """Read "the day before", "the following week", "the same evening"."""
    if point is None or point.closed is None:
        return "nothing-to-count-from"
    start, end = (shifted(day, sign, unit) for day in point.closed)
    if start is None or end is None or (end - start).days > 31:
        return "not-understood"
    rule = "from-other:neighbour" if sign else "from-other:same"
    if unit == "week":
        return Days(week_of(start)[0], week_of(end)[1], "week", rule)
    if unit == "month":
        return Days(*month_of(start.year, start.month), "month", rule)
    if unit == "year":
        return Days(*year_of(start.year), "year", rule)
    return Days(start, end, point.granularity, rule)


def _turn(which: str, name: str, setting: Setting) -> Answer:
    """Read "the following spring", "that Friday": the name counted from the other act instead of the anchor."""
    point = setting.point
    if point is None or point.closed is None:
        return "nothing-to-count-from"
    first, last = point.closed
    if which == "following":
        answer = named(f"next {name}", setting._replace(anchor=last, ahead=True))
    elif which == "preceding":
        answer = named(f"last {name}", setting._replace(anchor=first, ahead=False))
    else:
        answer = named(name, setting._replace(anchor=last, ahead=False))
        if isinstance(answer, Days) and answer.closed and not (answer.closed[0] <= last and first <= answer.closed[1]):
            return "nothing-to-count-from"
    return answer._replace(rule="from-other:named") if isinstance(answer, Days) else "not-understood"


# what names no day ---------------------------------------------------------------------------------------------------


def _vague(text: str, _setting: Setting, _depth: int) -> Answer | None:
    if p.VAGUE.match(text):
        return Days(None, None, "vague", "vague")
    if p.DURATION.match(text) or re.fullmatch(rf"(?:within )?(?:the )?{p.UNIT}s?", text):
        return "duration"
    return None


def _hours(text: str, setting: Setting, depth: int) -> Answer:
    """Take away the part of the day ("at 6 am", "before dawn on"): the day is what remains."""
    for pattern in (p.HOUR_FIRST, p.HOUR_LAST):
        if found := pattern.match(text):
            answer = _parse(found[1], setting, depth + 1)
            if answer != "not-understood":
                return answer
    if found := re.match(r"^(.+)'s(?: [a-z-]+)*$", text):  # "Monday's", "last month's night raid"
        return _parse(found[1], setting, depth + 1)
    return "not-understood"
