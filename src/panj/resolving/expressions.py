"""The grammar of time expressions: words and a day to count from give days, or a reason why not.

Nothing here knows reports. :func:`days_of` takes the expression, the local day of publication (``anchor``), whether
the act lies ahead of it (planned, asked, possible) and, for expressions such as "two days later", the days of what
they lean on (``point``). It answers with :class:`Days` or with one of :data:`Reason`; it never guesses.

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
from calendar import monthrange
from typing import Literal, NamedTuple, get_args

from panj.model import Granularity

Reason = Literal[
    "no-publication-time", "nothing-to-count-from", "no-day", "duration", "vague", "contradiction", "not-understood"
]
REASONS: tuple[Reason, ...] = get_args(Reason)


class Days(NamedTuple):
    """First and last day (``None`` for an open end), what the words name, and the rule that gave them."""

    first: dt.date | None
    last: dt.date | None
    granularity: Granularity
    rule: str


Answer = Days | Reason

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90,
    "a couple of": 2, "couple of": 2,
}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_FEASTS = {
    "christmas eve": (12, 24), "christmas": (12, 25), "christmas day": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "new year": (1, 1), "may day": (5, 1),
}  # fmt: skip

_WD = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?\.?"
_MO = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_NUM = r"(?:\d+|a couple of|couple of|" + "|".join(sorted(_NUMBERS, key=lambda w: (-len(w), w))) + ")"
_UNIT = r"(?:minute|hour|day|night|week|fortnight|month|year|decade)"
_PART = (
    r"(?:(?:before|after|around|at|by|shortly before|shortly after|just before|just after|toward|towards|late|early"
    r"|mid|the|in the|late in the|early in the|late at)[ -])*"
    r"(?:pre-?dawn(?: hours)?|dawn|daybreak|sunrise|mid-?morning|morning(?: rush hour)?|noon|midday|lunchtime|lunch"
    r"|breakfast(?: time)?|mid-?afternoon|afternoon|evening|dusk|dark|sunset|nightfall|night|midnight"
    r"|(?:small|early) hours(?: of the morning)?)"
)
_CLOCK = (
    r"(?:(?:at|by|around|about|shortly after|shortly before|just after|just before|from) )*"
    r"(?:\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|\d{4} ?(?:utc|gmt|hours|hrs)"
    r"|(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) o'clock)"
    r"(?: ?(?:utc|gmt|local time))?"
)
_HOUR = rf"(?:{_CLOCK}|{_PART})"


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_LEAD = _re(r"^(?:on|in|at|during|throughout|the|of|around|about|just|only|over|sometime|some time|all|also|as of) ")
_ISO = _re(rf"^({_YEAR})-(\d\d)-(\d\d)(?:t.*)?$")
_NUMERIC = _re(rf"^(\d\d?)([./])(\d\d?)[./]({_YEAR})$")
_RANGE = _re(r"^(?:between|from) (.+?) (?:and|to|until|till|through) (.+)$")
_SPAN = _re(rf"^(.*\b(?:{_WD}|{_MO}|\d+|{_YEAR})) ?(?:to|through|until|-) ?(.*\b(?:{_WD}|{_MO}|{_YEAR}).*)$")
_SINCE = _re(r"^(?:ever |in effect )?since (.+)$")
_FROM = _re(r"^(?:from|starting|beginning) (?!of )(.+)$")
_BY = _re(r"^(until|till|up to|through|by|no later than|not later than|before|ahead of) (.+)$")
_AFTER = _re(r"^(?:after|following) (.+)$")
_AGO = _re(rf"^(?:(?:about|some|nearly|almost|more than|over) )?({_NUM}) ({_UNIT})s? ago$")
_HENCE = _re(rf"^(?:in|within) ({_NUM}) ({_UNIT})s?(?:' time)?$|^({_NUM}) ({_UNIT})s? (?:from now|hence)$")
_SHIFT = _re(
    rf"^(?:(?:about|some|nearly|almost|just|barely) )?(?:({_NUM}) )?({_UNIT}|evening|morning|afternoon)s? "
    r"(earlier|before|previously|later|after|afterwards?)(?: (.+))?$"
)
_NEIGHBOUR = _re(
    r"^(previous|preceding|prior|following|next|same|that(?: same)?|very same) "
    r"(day|night|evening|morning|afternoon|week|month|year)$"
)
_SOON = _re(r"^(?:(?:minutes|hours|moments|shortly|soon) (?:later|after(?:wards?)?))$")
_PAST_N = _re(rf"^(?:past|last|previous|preceding|recent) ({_NUM}) ({_UNIT})s?$")
_NEXT_N = _re(rf"^(?:next|coming) ({_NUM}) ({_UNIT})s?$")
_TODAY = _re(
    rf"^(?:(?:earlier|later|late|early|{_HOUR}) )?(today|tonight|this (?:very )?(?:morning|afternoon|evening|day))$"
)
_PERIOD = _re(rf"^(last|this|next|past|previous|current|coming|present) (week|weekend|month|year|night|{_WD}|{_MO})$")
_EDGE = _re(
    r"^(early|mid|middle|late|earlier|later|beginning|start|end|first half|second half|final days|last days|first days)"
    r"(?:[ -](?:of|in))?[ -](?:the )?(.+)$"
)
_WEEK_OF = _re(rf"^(?:(first|second|third|fourth|last) )?week (?:of|from|beginning|starting) (.+)$")
_HOUR_FIRST = _re(rf"^(?:{_HOUR},?(?: (?:on|of|of the|in|the))*|(?:{_NUM}) on) (.+)$")
_HOUR_LAST = _re(rf"^(.+?)(?:'s)?,? (?:in the |at )?{_HOUR}$")
_HOUR_ONLY = _re(rf"^(?:(?:a|that|one|single) )*{_HOUR}$|^between {_CLOCK} and {_CLOCK}$")
_OVERNIGHT = _re(r"^overnight(?: (?:on|from|into) | )?(.*)$|^(.+?) overnight$")
_WD_WEEK = _re(rf"^({_WD})(?: of)? (last|this|next) week$")
_WD_DATE = _re(rf"^({_WD}),? (?:the )?(.*\d.*)$")
_DM = _re(rf"^({_DAY})(?: of)? ({_MO})(?:,? (?:of )?({_YEAR}|last year|this year|next year))?$")
_MD = _re(rf"^({_MO}) (?:the )?({_DAY})(?:,? (?:of )?({_YEAR}|last year|this year|next year))?$")
_LIST = _re(
    rf"^(?:nights? (?:of )?)?((?:{_DAY}(?:, | and |, and | ?- ?| ?/ ?| to ))+{_DAY})(?: of)? ({_MO})(?: ({_YEAR}))?$"
)
_LIST_US = _re(
    rf"^(?:nights? (?:of )?)?({_MO}) ((?:{_DAY}(?:, | and |, and | ?- ?| ?/ ?| to ))+{_DAY})(?:,? ({_YEAR}))?$"
)
_MONTH = _re(rf"^({_MO})(?:,? (?:of )?({_YEAR}|last year|this year|next year))?$")
_ORDINAL_DAY = _re(r"^(3[01]|[12]\d|[1-9])(?:st|nd|rd|th)$")
_SEASON = _re(rf"^(?:(last|this|next|past) )?(spring|summer|autumn|fall|winter)(?: (?:of )?({_YEAR}))?$")
_DURATION = _re(
    rf"^(?:(?:for|within|in|over|at least|more than|about|nearly|next to|some) )*{_NUM}(?: {_NUM})? {_UNIT}s?$"
)
_VAGUE = _re(
    r"^(?:recent(?:ly)?(?: (?:days|weeks|months|years|times))?|lately|then|now|currently|once|at once|immediately"
    r"|immediate|meanwhile|indefinitely|beforehand|afterwards?|earlier|later|soon|formerly|previously|already|again"
    r"|(?:past )?(?:few|several|some|many) (?:days|weeks|months|years)(?: (?:ago|earlier|later))?|weekly|daily|fortnightly"
    r"|(?:past |coming )?(?:days|weeks|months|years)(?: (?:ago|earlier|later))?|at the time|moment|same time)$"
)  # fmt: skip


def _clean(words: str) -> str:
    text = words.strip().lower().replace("’", "'").replace("‘", "'").translate({0x2013: "-", 0x2014: "-", 0xA0: " "})
    return re.sub(r"\s+", " ", text).strip(' ,;:"()')


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def _day_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _index(text: str, names: tuple[str, ...]) -> int:
    return names.index(text[:3])


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _shifted(day: dt.date, number: int, unit: str) -> dt.date | None:
    """Return the day ``number`` units away; months keep the day of the month where there is one."""
    if unit in ("month", "year", "decade"):
        months = number * {"month": 1, "year": 12, "decade": 120}[unit]
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return _date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) if 0 < year < 10000 else None
    step = {"minute": 0, "hour": 0, "week": 7, "fortnight": 14}.get(unit, 1)
    try:
        return day + dt.timedelta(days=number * step)
    except OverflowError:
        return None


def _whole(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])


def _week(day: dt.date) -> tuple[dt.date, dt.date]:
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


class _Grammar:
    """One expression in one setting; the methods are its rules, tried in the order of :meth:`parse`."""

    def __init__(
        self, anchor: dt.date | None, point: Days | None, *, ahead: bool, south: bool, whole: bool = False
    ) -> None:
        self.anchor = anchor
        self.point = point
        self.ahead = ahead
        self.south = south
        self.whole = whole  # keep the current week, month or year whole instead of cutting it at the anchor

    def parse(self, text: str, depth: int = 0) -> Answer:
        if depth > 6 or not text:
            return "not-understood"
        for rule in (
            self._numeric, self._ranges, self._counted, self._near, self._period, self._dates, self._edges,
            self._leaning, self._vague,
        ):  # fmt: skip
            answer = rule(text, depth)
            if answer is not None:
                return answer
        stripped = _LEAD.sub("", text)
        if stripped != text:
            return self.parse(stripped, depth + 1)
        return self._hours(text, depth)

    # absolute days -------------------------------------------------------------------------------------------------

    def _numeric(self, text: str, _depth: int) -> Answer | None:
        if found := _ISO.match(text):
            day = _date(int(found[1]), int(found[2]), int(found[3]))
            return Days(day, day, "day", "date") if day else "not-understood"
        if found := _NUMERIC.match(text):
            first, second = int(found[1]), int(found[3])
            if found[2] == "/" and first <= 12 and second <= 12 and first != second:
                return "contradiction"  # 03/04 is March in one country and April in another
            day = _date(int(found[4]), first, second) if second > 12 else _date(int(found[4]), second, first)
            return Days(day, day, "day", "date") if day else "not-understood"
        return None

    def _in_year(self, month: int, day: int, year: str | None) -> dt.date | Reason:
        """Return the day in the year said, else in the year that the anchor and the direction choose."""
        if year is not None and year.isdigit():
            return _date(int(year), month, day) or "not-understood"
        if self.anchor is None:
            return "no-publication-time"
        if year is not None:
            shift = {"last": -1, "this": 0, "next": 1}[year.split()[0]]
            return _date(self.anchor.year + shift, month, day) or "not-understood"
        years = (
            range(self.anchor.year, self.anchor.year + 9)
            if self.ahead
            else range(self.anchor.year, self.anchor.year - 9, -1)
        )
        for number in years:
            found = _date(number, month, day)
            if found and (found >= self.anchor if self.ahead else found <= self.anchor):
                return found
        return "not-understood"

    def _dates(self, text: str, depth: int) -> Answer | None:
        if found := _WD_DATE.match(text):
            answer = self.parse(found[2], depth + 1)
            if isinstance(answer, Days) and answer.granularity == "day" and answer.first is not None:
                same = answer.first.weekday() == _index(found[1], _WEEKDAYS)
                return answer if same else "contradiction"
            return answer
        if found := _DM.match(text):
            return self._one_date(found[2], found[1], found[3])
        if found := _MD.match(text):
            return self._one_date(found[1], found[2], found[3])
        if (found := _LIST.match(text)) or (found := _LIST_US.match(text)):
            month, numbers = (found[2], found[1]) if found.re is _LIST else (found[1], found[2])
            days = [self._in_year(_index(month, _MONTHS) + 1, int(n), found[3]) for n in re.findall(r"\d+", numbers)]
            for day in days:
                if isinstance(day, str):
                    return day
            known = [day for day in days if isinstance(day, dt.date)]
            return Days(min(known), max(known), "range", "dates")
        if found := _MONTH.match(text):
            return self._month(_index(found[1], _MONTHS) + 1, found[2])
        if re.fullmatch(_YEAR, text):
            return Days(dt.date(int(text), 1, 1), dt.date(int(text), 12, 31), "year", "year")
        if found := re.fullmatch(r"((?:1[0-9]|20)\d0)s", text):
            return Days(dt.date(int(found[1]), 1, 1), dt.date(int(found[1]) + 9, 12, 31), "range", "decade")
        if found := _SEASON.match(text):
            return self._season(found[1], found[2], found[3])
        if text in _FEASTS:
            day = self._in_year(*_FEASTS[text], None)
            return day if isinstance(day, str) else Days(day, day, "day", "feast")
        if found := _ORDINAL_DAY.match(text):
            return self._ordinal_day(int(found[1]))
        if found := _WD_WEEK.match(text):
            if self.anchor is None:
                return "no-publication-time"
            monday = _week(self.anchor)[0] + dt.timedelta(days={"last": -7, "this": 0, "next": 7}[found[2]])
            day = monday + dt.timedelta(days=_index(found[1], _WEEKDAYS))
            return Days(day, day, "day", "weekday-of-week")
        if re.fullmatch(_WD, text):
            return self._weekday(_index(text, _WEEKDAYS), ahead=self.ahead, rule="weekday")
        return None

    def _one_date(self, month: str, day: str, year: str | None) -> Answer:
        found = self._in_year(_index(month, _MONTHS) + 1, _day_number(day), year)
        rule = "date" if year else "date-without-year"
        return found if isinstance(found, str) else Days(found, found, "day", rule)

    def _weekday(self, weekday: int, *, ahead: bool, rule: str, strict: bool = False) -> Answer:
        if self.anchor is None:
            return "no-publication-time"
        step = (weekday - self.anchor.weekday()) % 7 if ahead else -((self.anchor.weekday() - weekday) % 7)
        if strict and step == 0:
            step = 7 if ahead else -7
        day = self.anchor + dt.timedelta(days=step)
        return Days(day, day, "day", rule)

    def _ordinal_day(self, number: int) -> Answer:
        if self.anchor is None:
            return "no-publication-time"
        first = self.anchor.replace(day=1)
        for step in range(13):
            start = _shifted(first, step if self.ahead else -step, "month")
            day = _date(start.year, start.month, number) if start else None
            if day and (day >= self.anchor if self.ahead else day <= self.anchor):
                return Days(day, day, "day", "day-of-month")
        return "not-understood"

    def _month(self, month: int, year: str | None, *, strict: bool = False) -> Answer:
        if year is not None and year.isdigit():
            return Days(*_whole(int(year), month), "month", "month")
        if self.anchor is None:
            return "no-publication-time"
        if year is not None:
            number = self.anchor.year + {"last": -1, "this": 0, "next": 1}[year.split()[0]]
        elif self.ahead:
            number = self.anchor.year + (month < self.anchor.month or (strict and month == self.anchor.month))
        else:
            number = self.anchor.year - (month > self.anchor.month or (strict and month == self.anchor.month))
        return Days(*_whole(number, month), "month", "month" if year else "month-without-year")

    def _season(self, which: str | None, name: str, year: str | None) -> Answer:
        month = _SEASONS[name]
        if self.south:
            month = (month + 5) % 12 + 1

        def of(number: int) -> Days:
            end = number + (month == 12)
            return Days(
                dt.date(number, month, 1), _whole(end, month + 2 if month < 11 else month - 10)[1], "season", "season"
            )

        if year is not None:
            return of(int(year))
        if self.anchor is None:
            return "no-publication-time"
        ahead = which == "next" or (which is None and self.ahead)
        years = (
            range(self.anchor.year - 1, self.anchor.year + 3)
            if ahead
            else range(self.anchor.year + 1, self.anchor.year - 3, -1)
        )
        for number in years:
            days = of(number)
            if days.first is None or days.last is None:
                continue
            inside = days.first <= self.anchor <= days.last
            if inside and which in ("last", "next", "past"):
                continue
            if inside or (days.first > self.anchor if ahead else days.last < self.anchor):
                return days
        return "not-understood"

    # spans of days -------------------------------------------------------------------------------------------------

    def _ranges(self, text: str, depth: int) -> Answer | None:
        if _HOUR_ONLY.match(text):
            return None
        if found := _RANGE.match(text):
            return self._between(found[1], found[2], depth)
        if found := _SINCE.match(text):
            back = _Grammar(self.anchor, self.point, ahead=False, south=self.south)
            answer = back.parse(found[1], depth + 1)
            if not isinstance(answer, Days):
                return answer
            return Days(answer.first, self.anchor, "range", f"since:{answer.rule}")
        if _LIST.match(text) or _LIST_US.match(text) or _HOUR_FIRST.match(text):
            return None
        if found := _BY.match(text):
            answer = self.parse(found[2], depth + 1)
            if not isinstance(answer, Days):
                return answer
            last = answer.last
            if found[1] in ("before", "ahead of") and answer.first is not None:
                last = answer.first - dt.timedelta(days=1)
            first = self.anchor if self.ahead else None
            if last is not None and first is not None and first > last:
                return "contradiction"
            return Days(first, last, "range", f"until:{answer.rule}")
        if found := _AFTER.match(text):
            answer = self.parse(found[1], depth + 1)
            if not isinstance(answer, Days):
                return None if answer == "not-understood" else answer
            return Days(answer.first, None if self.ahead else self.anchor, "range", f"after:{answer.rule}")
        if found := _FROM.match(text):
            answer = self.parse(found[1], depth + 1)
            if not isinstance(answer, Days):
                return answer
            return Days(answer.first, None if self.ahead else self.anchor, "range", f"from:{answer.rule}")
        if found := _SPAN.match(text):
            return self._between(found[1], found[2], depth)
        return None

    def _between(self, left: str, right: str, depth: int) -> Answer | None:
        if re.fullmatch(_DAY, left):  # "3 to 19 November", "between 7 and 11 May"
            month = re.search(rf"{_MO}(?:,? {_YEAR})?$", right)
            left = f"{left} {month[0]}" if month else left
        end = self.parse(right, depth + 1)
        start = self.parse(left, depth + 1)
        if not isinstance(start, Days) or not isinstance(end, Days):
            return end if isinstance(start, Days) or start == "not-understood" else start
        if start.first is None or end.last is None:
            return "not-understood"
        if start.first > end.last:  # "November to February 2025", "Saturday to Monday" on a Wednesday ahead
            if end.last.year == start.first.year and re.search(_YEAR, right) and not re.search(_YEAR, left):
                moved = _shifted(start.first, -1, "year")
                start = start._replace(first=moved)
            if start.first is None or start.first > end.last:
                return "contradiction"
        return Days(start.first, end.last, "range", "range")

    def _counted(self, text: str, _depth: int) -> Answer | None:
        if found := _AGO.match(text):
            return self._ago(_number(found[1]), found[2])
        for pattern, sign in ((_PAST_N, -1), (_NEXT_N, 1)):
            if found := pattern.match(text):
                if self.anchor is None:
                    return "no-publication-time"
                other = _shifted(self.anchor, sign * _number(found[1]), found[2])
                if other is None:
                    return "not-understood"
                return Days(min(other, self.anchor), max(other, self.anchor), "range", "days-up-to-publication")
        if self.ahead and (found := _HENCE.match(text)):
            number, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
            if self.anchor is None:
                return "no-publication-time"
            return Days(self.anchor, _shifted(self.anchor, _number(number), unit), "range", "within")
        return None

    def _ago(self, number: int, unit: str) -> Answer:
        if self.anchor is None:
            return "no-publication-time"
        day = _shifted(self.anchor, -number, unit)
        if day is None:
            return "not-understood"
        if unit in ("minute", "hour"):
            if number > 12 and unit == "hour":
                return "vague"
            return Days(self.anchor - dt.timedelta(days=unit == "hour"), self.anchor, "day", "ago:hours")
        if unit in ("day", "night"):
            return Days(day, day, "day", "ago:days")
        if unit in ("week", "fortnight"):
            # "three weeks ago" names a week, not a day: three days on either side of the day it counts to
            return Days(day - dt.timedelta(days=3), day + dt.timedelta(days=3), "week", "ago:weeks")
        if unit == "month":
            return Days(*_whole(day.year, day.month), "month", "ago:months")
        return Days(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31), "year", "ago:years")

    def _near(self, text: str, depth: int) -> Answer | None:
        if (found := _OVERNIGHT.match(text)) is not None:
            rest = found[1] or found[2] or ""
            if rest:
                answer = self.parse(rest, depth + 1)
                if not isinstance(answer, Days) or answer.first is None or answer.last is None:
                    return answer
                return Days(answer.first, answer.last + dt.timedelta(days=1), "day", "overnight")
        if text not in (
            "overnight",
            "last night",
            "yesterday",
            "day before yesterday",
            "day after tomorrow",
            "tomorrow",
        ):
            if not _TODAY.match(text):
                if found := re.match(r"^(?:(yesterday|tomorrow)(?:'s)? .+|.+ (yesterday|tomorrow))$", text):
                    word = found[1] or found[2]
                    rest = re.sub(rf"\b{word}(?:'s)?\b", "", text).strip(" ,")
                    if re.fullmatch(rf"(?:(?:late|early|earlier|later|on|{_HOUR}) ?)+", rest):
                        return self._near(word, depth)
                return None
            if self.anchor is None:
                return "no-publication-time"
            return Days(self.anchor, self.anchor, "day", "today")
        if self.anchor is None:
            return "no-publication-time"
        if text in ("overnight", "last night"):
            night = dt.timedelta(days=1)
            if self.ahead and text == "overnight":
                return Days(self.anchor, self.anchor + night, "day", "overnight")
            return Days(self.anchor - night, self.anchor, "day", "overnight")
        step = {"yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}[text]
        day = self.anchor + dt.timedelta(days=step)
        return Days(day, day, "day", text.replace(" ", "-"))

    def _period(self, text: str, _depth: int) -> Answer | None:
        if text in ("weekend", "the weekend"):
            text = "next weekend" if self.ahead else "last weekend"
        if text in ("so far this year", "year to date"):
            text = "this year"
        found = _PERIOD.match(text)
        if found is None:
            return None
        which, unit = found[1], found[2]
        if self.anchor is None:
            return "no-publication-time"
        if unit == "night":
            return Days(self.anchor, self.anchor, "day", "today") if which == "this" else None
        if re.fullmatch(_WD, unit):
            weekday = _index(unit, _WEEKDAYS)
            if which in ("this", "coming", "current", "present"):
                ahead = self.ahead or which == "coming"
                return self._weekday(weekday, ahead=ahead, rule=f"{which}-weekday")
            return self._weekday(weekday, ahead=which == "next", rule=f"{which}-weekday", strict=True)
        step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which, 0)
        if unit == "week":
            if which == "past":
                return Days(self.anchor - dt.timedelta(days=7), self.anchor, "week", "past-week")
            monday, sunday = (day + dt.timedelta(days=7 * step) for day in _week(self.anchor))
            return self._so_far(monday, sunday, "week", which)
        if unit == "weekend":
            saturday = _week(self.anchor)[0] + dt.timedelta(days=5)
            if step >= 0 and which != "this":
                saturday += dt.timedelta(days=7 if self.anchor >= saturday else 0)
            elif not (which == "this" and self.ahead) and saturday > self.anchor:
                saturday -= dt.timedelta(days=7)
            return Days(saturday, saturday + dt.timedelta(days=1), "range", f"{which}-weekend")
        if unit == "month":
            if which == "past":
                return Days(_shifted(self.anchor, -1, "month"), self.anchor, "month", "past-month")
            start = _shifted(self.anchor.replace(day=1), step, "month")
            return self._so_far(*_whole(start.year, start.month), "month", which) if start else "not-understood"
        if unit == "year":
            if which == "past":
                return Days(_shifted(self.anchor, -1, "year"), self.anchor, "year", "past-year")
            year = self.anchor.year + step
            return self._so_far(dt.date(year, 1, 1), dt.date(year, 12, 31), "year", which)
        grammar = _Grammar(self.anchor, None, ahead=self.ahead if step == 0 else step > 0, south=self.south)
        return grammar._month(_index(unit, _MONTHS) + 1, None, strict=step != 0)

    def _so_far(self, first: dt.date, last: dt.date, unit: Literal["week", "month", "year"], which: str) -> Days:
        """Cut the current period at the anchor: what happened lies before it, what is planned after it."""
        if self.anchor is not None and not self.whole and first <= self.anchor <= last:
            if self.ahead:
                first = self.anchor
            else:
                last = self.anchor
        return Days(first, last, unit, f"{which}-{unit}")

    def _edges(self, text: str, depth: int) -> Answer | None:
        if found := _WEEK_OF.match(text):
            answer = self.parse(found[2], depth + 1)
            if not isinstance(answer, Days) or answer.first is None or answer.last is None:
                return answer
            if found[1] is None and answer.granularity == "day":
                return Days(*_week(answer.first), "week", "week-of")
            if answer.granularity != "month":
                return "not-understood"
            if found[1] == "last":
                return Days(answer.last - dt.timedelta(days=6), answer.last, "week", "week-of-month")
            if found[1] is None:
                return "not-understood"
            start = answer.first + dt.timedelta(days=7 * (_ORDINALS[found[1]] - 1))
            return Days(start, start + dt.timedelta(days=6), "week", "week-of-month")
        found = _EDGE.match(text)
        if found is None or _HOUR_ONLY.match(text) or _HOUR_FIRST.match(text):
            return None
        edge = {"beginning": "early", "start": "early", "first days": "early", "middle": "mid", "end": "late"}.get(
            found[1], found[1]
        )
        edge = {"final days": "late", "last days": "late"}.get(edge, edge)
        rest = found[2]
        if re.fullmatch(rf"{_HOUR}.*", rest) and not re.fullmatch(_YEAR, rest):
            return None
        if rest in ("week", "month", "year", "weekend"):
            rest = f"this {rest}"
        cuts = edge in ("early", "mid", "late", "first half", "second half")
        whole = _Grammar(self.anchor, self.point, ahead=self.ahead, south=self.south, whole=cuts)
        answer = whole.parse(rest, depth + 1)
        if not isinstance(answer, Days) or answer.first is None or answer.last is None:
            return answer
        if edge in ("earlier", "later") or answer.granularity in ("day", "range", "hour", "vague"):
            return answer
        days = (answer.last - answer.first).days + 1
        if answer.granularity == "week":
            cut = {"early": (0, 3), "mid": (2, 5), "late": (3, 7)}.get(edge)
        elif answer.granularity == "month":
            cut = {"early": (0, 10), "mid": (10, 20), "late": (20, days)}.get(edge, None)
            cut = cut or {"first half": (0, 15), "second half": (15, days)}[edge]
        else:
            start = answer.first
            thirds = [start, _shifted(start, 4, "month"), _shifted(start, 8, "month"), answer.last + dt.timedelta(1)]
            if answer.granularity == "season":
                thirds = [
                    start,
                    _shifted(start, 1, "month"),
                    _shifted(start, 2, "month"),
                    answer.last + dt.timedelta(1),
                ]
            ends = [(day - start).days for day in thirds if day is not None]
            half = _shifted(start, 6, "month")
            middle = (half - start).days if half else days // 2
            cut = {
                "early": (0, ends[1]), "mid": (ends[1], ends[2]), "late": (ends[2], ends[3]),
                "first half": (0, middle), "second half": (middle, days),
            }.get(edge)  # fmt: skip
        if cut is None:
            return "not-understood"
        first = answer.first + dt.timedelta(days=cut[0])
        return Days(first, answer.first + dt.timedelta(days=cut[1] - 1), "range", f"part-of:{answer.rule}")

    # what leans on something else ----------------------------------------------------------------------------------

    def _leaning(self, text: str, _depth: int) -> Answer | None:
        if text in ("that day", "day", "said date", "that date", "same date"):
            text = "same day"
        if found := _NEIGHBOUR.match(text):
            which, unit = found[1], found[2]
            sign = -1 if which in ("previous", "preceding", "prior") else 1 if which in ("following", "next") else 0
            unit = unit if unit in ("week", "month", "year") else "day"
            return self._from_point(sign, unit, "same" if sign == 0 else "neighbour")
        if found := _SHIFT.match(text):
            sign = -1 if found[3] in ("earlier", "before", "previously") else 1
            unit = found[2] if found[2] in _UNIT else "day"
            return self._from_point(sign * (_number(found[1]) if found[1] else 1), unit, "counted")
        if _SOON.match(text):
            return self._from_point(1, "hour", "counted")
        return None

    def _from_point(self, number: int, unit: str, rule: str) -> Answer:
        if self.point is None or self.point.first is None or self.point.last is None:
            return "nothing-to-count-from"
        name = f"from-other:{rule}"
        if unit in ("minute", "hour"):
            day = dt.timedelta(days=1)
            if abs(number) > 12 and unit == "hour":
                return "vague"
            first = self.point.first - day if number < 0 else self.point.first
            return Days(first, self.point.last + day if number > 0 else self.point.last, "day", name)
        first, last = _shifted(self.point.first, number, unit), _shifted(self.point.last, number, unit)
        if first is None or last is None or (last - first).days > 31:
            return "not-understood"
        if unit in ("day", "night") or rule == "counted":
            wide = dt.timedelta(days=15 if unit == "month" else 0)
            grain: Granularity = "month" if unit == "month" else self.point.granularity
            return Days(first - wide, last + wide, grain, name) if unit != "year" else "vague"
        if unit == "week":
            return Days(_week(first)[0], _week(last)[1], "week", name)
        if unit == "month":
            return Days(*_whole(first.year, first.month), "month", name)
        return Days(dt.date(first.year, 1, 1), dt.date(first.year, 12, 31), "year", name)

    def _vague(self, text: str, _depth: int) -> Answer | None:
        if _VAGUE.match(text):
            return Days(None, None, "vague", "vague")
        if _DURATION.match(text) or re.fullmatch(rf"(?:within )?(?:the )?{_UNIT}s?", text):
            return "duration"
        return None

    def _hours(self, text: str, depth: int) -> Answer:
        """Take away the part of the day ("at 6 am", "before dawn on"): the day is what remains."""
        if _HOUR_ONLY.match(text):
            return "no-day"
        for pattern in (_HOUR_FIRST, _HOUR_LAST):
            if found := pattern.match(text):
                answer = self.parse(found[1], depth + 1)
                if answer != "not-understood":
                    return answer
        if found := re.match(r"^(.+)'s(?: [a-z]+)?$", text):  # "Monday's", "last month's raid"
            return self.parse(found[1], depth + 1)
        return "not-understood"


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
        ahead: the act lies after publication (planned, asked, possible).
        point: days of another expression that this one may lean on ("two days later").
        south: seasons are those of the southern hemisphere.
    """
    text = re.sub(r" local time$", "", _clean(words))
    try:
        answer = _Grammar(anchor, point, ahead=ahead, south=south).parse(text)
    except (ValueError, OverflowError):  # past the first or the last day that a calendar can hold
        return "not-understood"
    if isinstance(answer, Days) and answer.first is not None and answer.last is not None:
        return answer if answer.first <= answer.last else "contradiction"
    return answer
