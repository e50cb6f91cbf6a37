"""Expressions that name days by themselves or from the day of publication: dates, weekdays, months, "last week".

:func:`named` knows those that need no other expression; :mod:`panj.resolving.expressions` composes them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, cast

from panj.model import Granularity
from panj.resolving import patterns as p
from panj.resolving.days import (
    Answer,
    Days,
    Reason,
    Setting,
    date,
    month_of,
    one_day,
    quarter_of,
    season_of,
    shifted,
    week_of,
    year_of,
)
from panj.resolving.feasts import feast, feast_in

_STEPS = {
    "last": -1, "past": -1, "previous": -1, "this past": -1, "next": 1, "coming": 1, "this coming": 1,
}  # fmt: skip
_CENTURIES = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}
_DAY_STEPS = {"yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}


def named(text: str, setting: Setting) -> Answer | None:
    """Return the days that ``text`` names; ``None`` where it is no such expression."""
    for rule in (_numeric, _counted, _near, _period, _dates, _feasts, _months, _spells):
        answer = rule(text, setting)
        if answer is not None:
            return answer
    return None


def number(text: str) -> int:
    """Return the number that digits or words name ("3", "three", "seventy-two")."""
    if text.isdigit():
        return int(text)
    tens, _, unit = text.partition("-")
    return p.NUMBERS[tens] + p.NUMBERS[unit] if unit else p.NUMBERS[text]


def weekday(index: int, setting: Setting, rule: str, *, strict: bool = False) -> Answer:
    """Return the latest such weekday not after the anchor, or the next not before it for acts ahead.

    ``strict`` leaves the anchor itself out ("last Monday" on a Monday).
    """
    if setting.anchor is None:
        return "no-publication-time"
    step = (index - setting.anchor.weekday()) % 7 if setting.ahead else -((setting.anchor.weekday() - index) % 7)
    if strict and step == 0:
        step = 7 if setting.ahead else -7
    return one_day(setting.anchor + dt.timedelta(days=step), rule)


def weekday_index(text: str) -> int:
    """Return 0 for "Monday" and its abbreviations, to 6."""
    return p.WEEKDAYS.index(text[:3])


def _month_number(text: str) -> int:
    return p.MONTHS.index(text[:3]) + 1


# dates ---------------------------------------------------------------------------------------------------------------


def _numeric(text: str, setting: Setting) -> Answer | None:
    if found := p.ISO.match(text):
        return one_day(date(int(found[1]), int(found[2]), int(found[3])), "date")
    if found := p.NUMERIC.match(text):
        first, second = int(found[1]), int(found[3])
        year = _full_year(int(found[4]), setting) if len(found[4]) == 2 else int(found[4])
        if year is None:
            return "no-publication-time"
        order = "day" if found[2] == "." else setting.order
        if order is None and first <= 12 and second <= 12 and first != second:
            return "contradiction"  # 03/04 is March in one country and April in another
        month_first = second > 12 or (first <= 12 and order == "month")
        month, day = (first, second) if month_first else (second, first)
        return one_day(date(year, month, day), "date")
    return None


def _full_year(two_digits: int, setting: Setting) -> int | None:
    """Return the year that two digits mean: the nearest to the anchor, and not more than ten years after it."""
    if setting.anchor is None:
        return None
    latest = setting.anchor.year + 10
    return latest - (latest - two_digits) % 100


def _in_year(month: int, day: int, year: str | None, setting: Setting) -> dt.date | Reason:
    """Return the day in the year said, else in the year that the anchor and the direction choose."""
    if year is not None and year.isdigit():
        return date(int(year), month, day) or "not-understood"
    if setting.anchor is None:
        return "no-publication-time"
    this = setting.anchor.year
    if year is not None:
        return date(this + _STEPS.get(year.split()[0], 0), month, day) or "not-understood"
    for step in range(9):  # 29 February may be eight years away
        found = date(this + step if setting.ahead else this - step, month, day)
        if found and (found >= setting.anchor if setting.ahead else found <= setting.anchor):
            return found
    return "not-understood"


def _dates(text: str, setting: Setting) -> Answer | None:
    if found := p.WD_DATE.match(text):
        answer = _dates(found[2], setting)
        if isinstance(answer, Days) and answer.granularity == "day" and answer.first is not None:
            return answer if answer.first.weekday() == weekday_index(found[1]) else "contradiction"
        return answer
    if (found := p.DM.match(text)) or (found := p.MD.match(text)):
        day, month = (found[1], found[2]) if found.re is p.DM else (found[2], found[1])
        number_of_day = 1 if day == "first" else int(re.sub(r"\D", "", day))
        rule = "date" if found[3] else "date-without-year"
        return one_day(_in_year(_month_number(month), number_of_day, found[3], setting), rule)
    if (found := p.LIST.match(text)) or (found := p.LIST_US.match(text)):
        month, numbers = (found[2], found[1]) if found.re is p.LIST else (found[1], found[2])
        days = [_in_year(_month_number(month), int(n), found[3], setting) for n in re.findall(r"\d+", numbers)]
        for day_or_reason in days:
            if isinstance(day_or_reason, str):
                return day_or_reason
        known = [day for day in days if isinstance(day, dt.date)]
        return Days(min(known), max(known), "range", "dates")
    if found := p.TWO.match(text):
        return _two(found[1], found[2], found[3], setting)
    if found := p.ORDINAL_DAY.match(text):
        return _ordinal_day(int(found[1]), setting)
    if found := p.WD_WEEK.match(text):
        if setting.anchor is None:
            return "no-publication-time"
        monday = week_of(setting.anchor)[0] + dt.timedelta(days=7 * _STEPS.get(found[2], 0))
        return one_day(monday + dt.timedelta(days=weekday_index(found[1])), "weekday-of-week")
    if re.fullmatch(p.WD, text):
        return weekday(weekday_index(text), setting, "weekday")
    return None


def _two(left: str, right: str, month: str | None, setting: Setting) -> Answer | None:
    """Read "Thursday and Friday", "April and May", "3rd and 4th": from the first to the second."""
    ends = [_dates(one, setting) or _months(one, setting) for one in (left, right)]
    if month is not None or any(re.fullmatch(p.DAY, one) and one.isdigit() for one in (left, right)):
        return None
    start, end = ends
    if not isinstance(start, Days) or not isinstance(end, Days) or start.closed is None or end.closed is None:
        return start if isinstance(start, str) else end
    first, last = start.closed[0], end.closed[1]
    if first > last:  # the two lie on different sides of the anchor: "Thursday and Friday" on a Thursday
        moved = _dates(left, setting._replace(anchor=last)) or _months(left, setting._replace(anchor=last))
        if not isinstance(moved, Days) or moved.first is None or setting.ahead:
            return "not-understood"
        first = moved.first
    return Days(first, last, "range", "dates") if first <= last else "contradiction"


def _feasts(text: str, setting: Setting) -> Answer | None:
    answer = feast(text, setting)
    if answer is not None:
        return answer
    if found := re.match(rf"^(?:(last|next|this) )?(.+?)(?:,? (?:of )?({p.IN_YEAR}))?$", text):
        which, name, year = found[1], found[2], found[3]
        if year is not None and year.isdigit():
            return feast_in(name, int(year))
        if (year is not None or which is not None) and setting.anchor is None:
            return None if feast_in(name, 2000) is None else "no-publication-time"
        if year is not None and setting.anchor is not None:
            return feast_in(name, setting.anchor.year + _STEPS.get(year.split()[0], 0))
        if which is not None:
            return feast(name, setting._replace(ahead=which == "next" or (which == "this" and setting.ahead)))
    return None


def _ordinal_day(day: int, setting: Setting) -> Answer:
    """Return the nearest such day of a month on the act's side of the anchor ("the 5th")."""
    if setting.anchor is None:
        return "no-publication-time"
    for step in range(13):
        start = shifted(setting.anchor.replace(day=1), step if setting.ahead else -step, "month")
        found = date(start.year, start.month, day) if start else None
        if found and (found >= setting.anchor if setting.ahead else found <= setting.anchor):
            return one_day(found, "day-of-month")
    return "not-understood"


# months, years, seasons ----------------------------------------------------------------------------------------------


def _months(text: str, setting: Setting) -> Answer | None:
    if found := p.MONTH.match(text):
        return _month(_month_number(found[1]), found[2], setting)
    if re.fullmatch(p.YEAR, text):
        return Days(*year_of(int(text)), "year", "year")
    if found := p.SHORT_YEAR.match(text):
        year = _full_year(int(found[1]), setting)
        return "no-publication-time" if year is None else Days(*year_of(year), "year", "year")
    if found := p.DECADE.match(text):
        first = int(found[1] or (p.DECADES[found[3]] if found[3] else 1900 + int(found[2])))
        return Days(dt.date(first, 1, 1), dt.date(first + 9, 12, 31), "range", "decade")
    if found := p.SEASON.match(text):
        return _season(found[1], found[2], found[3], setting)
    return None


def _month(month: int, year: str | None, setting: Setting, *, strict: bool = False) -> Answer:
    if year is not None and year.isdigit():
        return Days(*month_of(int(year), month), "month", "month")
    anchor = setting.anchor
    if anchor is None:
        return "no-publication-time"
    rule = "month" if year else "month-without-year"
    if year is not None:
        chosen = anchor.year + _STEPS.get(year.split()[0], 0)
    elif setting.ahead:
        chosen = anchor.year + (month < anchor.month or (strict and month == anchor.month))
    else:
        chosen = anchor.year - (month > anchor.month or (strict and month == anchor.month))
    return Days(*month_of(chosen, month), "month", rule)


def _season(which: str | None, name: str, year: str | None, setting: Setting) -> Answer:
    month = p.SEASONS[name]
    if setting.south:
        month = (month + 5) % 12 + 1
    if year is not None and year.isdigit():
        return Days(*season_of(int(year), month), "season", "season")
    anchor = setting.anchor
    if anchor is None:
        return "no-publication-time"
    if year is not None:
        return Days(*season_of(anchor.year + _STEPS.get(year.split()[0], 0), month), "season", "season")
    ahead = which == "next" or (which is None and setting.ahead)
    years = range(anchor.year - 1, anchor.year + 3) if ahead else range(anchor.year + 1, anchor.year - 3, -1)
    for chosen in years:
        first, last = season_of(chosen, month)
        inside = first <= anchor <= last
        if inside and which in ("last", "next", "past"):
            continue
        if inside or (first > anchor if ahead else last < anchor):
            return Days(first, last, "season", "season")
    return "not-understood"


def _spells(text: str, setting: Setting) -> Answer | None:
    """Read quarters and centuries."""
    if found := p.QUARTER.match(text):
        return _quarter(found[1] or found[2] or found[3], found[4], setting)
    found = p.CENTURY.match(text)
    if found is None:
        return None
    if found[4]:
        if setting.anchor is None:
            return "no-publication-time"
        century = (setting.anchor.year - 1) // 100 + 1 - (found[4] != "this")
    else:
        century = int(found[2]) if found[2] else _CENTURIES[found[3]]
    if not 1 <= century <= 99:
        return "not-understood"
    return Days(dt.date(100 * century - 99, 1, 1), dt.date(100 * century, 12, 31), "range", "century")


def _quarter(which: str, year: str | None, setting: Setting) -> Answer:
    anchor = setting.anchor
    if year is not None and year.isdigit():
        chosen, number_of = int(year), 4 if which in ("final", "last") else _quarter_number(which)
        return Days(*quarter_of(chosen, number_of), "range", "quarter") if number_of else "not-understood"
    if anchor is None:
        return "no-publication-time"
    if which in _STEPS or which in ("this", "current"):
        if year is not None and which == "last":
            number_of, chosen = 4, anchor.year + _STEPS.get(year.split()[0], 0)
        else:
            chosen, number_of = divmod(4 * anchor.year + (anchor.month - 1) // 3 + _STEPS.get(which, 0), 4)
            number_of += 1
    else:
        number_of = 4 if which == "final" else _quarter_number(which)
        chosen = anchor.year
        if year is not None:
            chosen += _STEPS.get(year.split()[0], 0)
        elif setting.ahead:
            chosen += quarter_of(chosen, number_of)[1] < anchor
        else:
            chosen -= quarter_of(chosen, number_of)[0] > anchor
    return Days(*quarter_of(chosen, number_of), "range", "quarter")


def _quarter_number(which: str) -> int:
    return int(which) if which.isdigit() else p.ORDINALS.get(which, 0)


# from the day of publication -----------------------------------------------------------------------------------------


def _counted(text: str, setting: Setting) -> Answer | None:
    if found := p.AGO.match(text):
        return _ago(number(found[1] or "one"), found[2], setting)
    for pattern, sign in ((p.PAST_N, -1), (p.NEXT_N, 1)):
        if found := pattern.match(text):
            if setting.anchor is None:
                return "no-publication-time"
            other = shifted(setting.anchor, sign * number(found[1]), found[2])
            if other is None:
                return "not-understood"
            return Days(min(other, setting.anchor), max(other, setting.anchor), "range", "days-up-to-publication")
    if setting.ahead and (found := p.HENCE.match(text)):
        count, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
        if setting.anchor is None:
            return "no-publication-time"
        return Days(setting.anchor, shifted(setting.anchor, number(count), unit), "range", "within")
    return None


def _ago(count: int, unit: str, setting: Setting) -> Answer:
    if setting.anchor is None:
        return "no-publication-time"
    day = shifted(setting.anchor, -count, unit)
    if day is None:
        return "not-understood"
    if unit in (
        "minute",
        "hour",
    ):  # the hour of publication is not asked: thirty hours ago was yesterday or the day before
        least = count // 24 if unit == "hour" else 0
        most = least + (unit == "hour")
        return Days(setting.anchor - dt.timedelta(most), setting.anchor - dt.timedelta(least), "day", "ago:hours")
    if unit in ("day", "night"):
        return Days(day, day, "day", "ago:days")
    if unit in ("week", "fortnight"):
        # "three weeks ago" names a week, not a day: three days on either side of the day it counts to
        return Days(day - dt.timedelta(days=3), day + dt.timedelta(days=3), "week", "ago:weeks")
    if unit == "month":
        return Days(*month_of(day.year, day.month), "month", "ago:months")
    return Days(*year_of(day.year), "year", "ago:years")


def _near(text: str, setting: Setting) -> Answer | None:
    """Read "today", "yesterday evening", "overnight" and their like."""
    word = text if text in _DAY_STEPS else None
    if found := p.NEAR_WITH_HOUR.match(text):
        word = found[1] or found[2]
    tonight = p.TODAY.match(text) is not None
    night = text in ("overnight", "last night")
    if word is None and not tonight and not night:
        return None
    if setting.anchor is None:
        return "no-publication-time"
    if tonight:
        return one_day(setting.anchor, "today")
    if word is not None:
        return one_day(shifted(setting.anchor, _DAY_STEPS[word], "day"), word.replace(" ", "-"))
    ahead = setting.ahead and text == "overnight"
    first = setting.anchor if ahead else setting.anchor - dt.timedelta(days=1)
    return Days(first, first + dt.timedelta(days=1), "day", "overnight")


def _period(text: str, setting: Setting) -> Answer | None:
    """Read "last week", "this month", "next Tuesday", "the weekend"."""
    if text == "weekend":
        if setting.anchor is None:
            return "no-publication-time"
        return _weekend("the", 1 if setting.ahead else -1, setting.anchor, setting)
    if text in ("so far this year", "year to date"):
        text = "this year"
    found = p.PERIOD.match(text)
    if found is None:
        return None
    which, unit = found[1], found[2]
    anchor = setting.anchor
    if anchor is None:
        return "no-publication-time"
    step = _STEPS.get(which, 0)
    if unit in ("night", "evening"):
        if which in ("previous", "next", "coming"):
            return None  # it leans on another act
        return one_day(shifted(anchor, step, "day"), "today" if step == 0 else f"{which}-{unit}")
    if re.fullmatch(p.WD, unit):
        ahead = step > 0 or (step == 0 and setting.ahead)
        strict = step != 0 and "coming" not in which
        return weekday(weekday_index(unit), setting._replace(ahead=ahead), f"{which}-weekday", strict=strict)
    if which in ("past", "this past") and unit in ("week", "month", "year"):
        # the seven days up to the anchor, not a calendar week
        return Days(shifted(anchor, -1, unit), anchor, cast(Granularity, unit), f"past-{unit}")
    if unit in ("fortnight", "decade"):
        other = shifted(anchor, step, unit)
        if other is None or step == 0:
            return "not-understood"
        return Days(min(other, anchor), max(other, anchor), "range", "days-up-to-publication")
    if unit == "week":
        monday, sunday = week_of(anchor)
        shift = dt.timedelta(days=7 * step)
        return _so_far(monday + shift, sunday + shift, "week", which, setting)
    if unit == "weekend":
        return _weekend(which, step, anchor, setting)
    if unit == "month":
        start = shifted(anchor.replace(day=1), step, "month")
        return _so_far(*month_of(start.year, start.month), "month", which, setting) if start else "not-understood"
    if unit == "year":
        return _so_far(*year_of(anchor.year + step), "year", which, setting)
    ahead = setting.ahead if step == 0 else step > 0
    return _month(_month_number(unit), None, setting._replace(ahead=ahead), strict=step != 0)


def _weekend(which: str, step: int, anchor: dt.date, setting: Setting) -> Answer:
    saturday = week_of(anchor)[0] + dt.timedelta(days=5)
    running = anchor >= saturday
    if step > 0 and running and which != "the":
        saturday += dt.timedelta(days=7)
    elif step <= 0 and (which in ("last", "previous") if running else not (step == 0 and setting.ahead)):
        saturday -= dt.timedelta(days=7)
    return Days(saturday, saturday + dt.timedelta(days=1), "range", f"{which}-weekend")


def _so_far(
    first: dt.date, last: dt.date, unit: Literal["week", "month", "year"], which: str, setting: Setting
) -> Days:
    """Cut the current period at the anchor: what happened lies before it, what is planned after it."""
    if setting.anchor is not None and not setting.whole and first <= setting.anchor <= last:
        first, last = (setting.anchor, last) if setting.ahead else (first, setting.anchor)
    return Days(first, last, unit, f"{which}-{unit}")
