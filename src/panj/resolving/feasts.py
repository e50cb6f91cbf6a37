"""Feasts and holidays: which days of a year they fall on, by calendars that can be computed.

* Fixed days of the Gregorian calendar, and weekdays of a month (the fourth Thursday of November).
* Easter and what is counted from it. The West by the anonymous Gregorian algorithm (Meeus, *Astronomical Algorithms*,
  1991, chapter 8), the Orthodox churches by his algorithm for the Julian calendar.
* Jewish feasts by the arithmetic of the Hebrew calendar (Reingold and Dershowitz, *Calendrical Calculations*); a feast
  begins on the evening before, so that day is part of it.
* Islamic feasts by the tabular civil calendar (leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of thirty). The
  new moon is seen earlier in one country than in another, so the answer is a day wider on either side.

Feasts of calendars that are not computed here (Hindu, Buddhist, Chinese) are not known: no day is better than a wrong
one. The same holds for days that each country has for itself ("Independence Day").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from panj.resolving.days import Answer, Days, Setting, date

Span = tuple[dt.date, dt.date]
_DAY = dt.timedelta(days=1)

EID_WITHIN = 45
"""Days: a bare "Eid" is the one of the two that lies this near to the day of publication, on the act's side."""


class Feast(NamedTuple):
    """A feast: its span in a Gregorian year (``None`` where it has none), and the rule that gives it.

    A lunar feast may fall into one year twice; ``spans`` returns all of them.
    """

    rule: str
    spans: Callable[[int], list[Span]]


def feast(name: str, setting: Setting) -> Answer | None:
    """Return the days of a feast on the act's side of the anchor; ``None`` where the name is no known feast."""
    words = name.strip().replace(".", "")
    if words in ("eid", "eid holiday", "eid festival"):
        return _nearest_eid(setting)
    known = FEASTS.get(words) or FEASTS.get(words.removesuffix(" holiday").removesuffix(" holidays"))
    return None if known is None else _on_side(known, setting)


def feast_in(name: str, year: int) -> Answer | None:
    """Return the days of a feast in a year ("Easter 2016"); ``None`` where the name is no known feast."""
    known = FEASTS.get(name.strip().replace(".", ""))
    if known is None:
        return None
    spans = known.spans(year) if 1 < year < 9999 else []
    return _days(spans[0], known.rule) if len(spans) == 1 else "not-understood"


def _on_side(known: Feast, setting: Setting) -> Answer:
    """Return the latest that begins not after the anchor, or the next that ends not before it for acts ahead."""
    if setting.anchor is None:
        return "no-publication-time"
    spans = [span for year in range(setting.anchor.year - 1, setting.anchor.year + 2) for span in known.spans(year)]
    if setting.ahead:
        found = min((span for span in spans if span[1] >= setting.anchor), default=None)
    else:
        found = max((span for span in spans if span[0] <= setting.anchor), default=None)
    return "not-understood" if found is None else _days(found, known.rule)


def _nearest_eid(setting: Setting) -> Answer:
    both = [_on_side(FEASTS[name], setting) for name in ("eid al-fitr", "eid al-adha")]
    near = []
    for answer in both:
        if not isinstance(answer, Days) or answer.closed is None or setting.anchor is None:
            return answer
        if min(abs((day - setting.anchor).days) for day in answer.closed) <= EID_WITHIN:
            near.append(answer)
    return near[0] if len(near) == 1 else "not-understood"


def _days(span: Span, rule: str) -> Days:
    return Days(*span, "day" if span[0] == span[1] else "range", rule)


# western and orthodox years ------------------------------------------------------------------------------------------


@cache
def easter(year: int) -> dt.date:
    """Return Easter Sunday of the western churches."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, remain = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    weekday = (32 + 2 * remain + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


@cache
def orthodox_easter(year: int) -> dt.date:
    """Return Easter Sunday of the Orthodox churches, as a Gregorian day."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    behind = year // 100 - year // 400 - 2  # days between the two calendars
    return dt.date(year, month, day + 1) + behind * _DAY


def _fixed(month: int, day: int, last: tuple[int, int] | None = None) -> Feast:
    def spans(year: int) -> list[Span]:
        first, end = date(year, month, day), date(year, *(last or (month, day)))
        return [(first, end)] if first and end else []

    return Feast("feast", spans)


def _from_easter(first: int, last: int | None = None, root: Callable[[int], dt.date] = easter) -> Feast:
    def spans(year: int) -> list[Span]:
        sunday = root(year)
        return [(sunday + first * _DAY, sunday + (first if last is None else last) * _DAY)]

    return Feast("feast:easter", spans)


def _weekday_of_month(month: int, weekday: int, which: int) -> Feast:
    """The ``which``-th such weekday of a month, the last for -1."""

    def spans(year: int) -> list[Span]:
        if which > 0:
            first = dt.date(year, month, 1)
            day = first + ((weekday - first.weekday()) % 7 + 7 * (which - 1)) * _DAY
        else:
            end = dt.date(year, month + 1, 1) - _DAY
            day = end - ((end.weekday() - weekday) % 7) * _DAY
        return [(day, day)]

    return Feast("feast", spans)


# lunar years ---------------------------------------------------------------------------------------------------------

_ISLAMIC_EPOCH = 227015
"""Ordinal of the first day of the Islamic calendar, 16 July 622 of the Julian one (19 July of the Gregorian)."""


def islamic(year: int, month: int, day: int) -> dt.date:
    """Return the Gregorian day of a day of the tabular Islamic calendar."""
    before = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return dt.date.fromordinal(_ISLAMIC_EPOCH + before + day - 1)


def _islamic(month: int, day: int, length: int = 1) -> Feast:
    def spans(year: int) -> list[Span]:
        around = int((year - 622) * 1.0307)
        first = (islamic(one, month, day) for one in range(max(around - 1, 1), around + 3))
        return [(one - _DAY, one + length * _DAY) for one in first if one.year == year]

    return Feast("feast:islamic", spans)


_HEBREW_EPOCH = -1373427
"""Ordinal of the day before 1 Tishri of the year 1."""


@cache
def hebrew_new_year(year: int) -> int:
    """Return the ordinal of 1 Tishri, with the four postponements."""

    def elapsed(number: int) -> int:
        months = (235 * number - 234) // 19
        parts = 12084 + 13753 * months
        day = months * 29 + parts // 25920
        return day + (3 * (day + 1) % 7 < 3)

    before, this, after = elapsed(year - 1), elapsed(year), elapsed(year + 1)
    if after - this == 356:
        return _HEBREW_EPOCH + this + 2
    return _HEBREW_EPOCH + this + (this - before == 382)


def _hebrew(from_new_year: int, length: int, *, before_next: bool = False) -> Feast:
    """A feast by its distance from 1 Tishri, or from the next one: Nisan to Elul have always the same lengths."""

    def spans(year: int) -> list[Span]:
        found = []
        for hebrew in (year + 3760, year + 3761):
            root = hebrew_new_year(hebrew + before_next)
            first = dt.date.fromordinal(root + from_new_year)
            if first.year == year:
                found.append((first - _DAY, first + (length - 1) * _DAY))
        return found

    return Feast("feast:hebrew", spans)


def _hanukkah() -> Feast:
    def spans(year: int) -> list[Span]:
        root = hebrew_new_year(year + 3761)
        long = (hebrew_new_year(year + 3762) - root) % 10 == 5  # Heshvan of 30 days
        first = dt.date.fromordinal(root + 83 + long)
        return [(first - _DAY, first + 7 * _DAY)]

    return Feast("feast:hebrew", spans)


_RAMADAN = _islamic(9, 1, 30)
FEASTS: Mapping[str, Feast] = {
    "new year's day": _fixed(1, 1), "new year": _fixed(1, 1), "new years day": _fixed(1, 1), "epiphany": _fixed(1, 6),
    "orthodox christmas": _fixed(1, 7), "candlemas": _fixed(2, 2), "groundhog day": _fixed(2, 2),
    "valentine's day": _fixed(2, 14), "international women's day": _fixed(3, 8), "women's day": _fixed(3, 8),
    "st patrick's day": _fixed(3, 17), "nowruz": _fixed(3, 20, (3, 21)), "navruz": _fixed(3, 20, (3, 21)),
    "april fools' day": _fixed(4, 1), "april fool's day": _fixed(4, 1), "anzac day": _fixed(4, 25),
    "may day": _fixed(5, 1), "cinco de mayo": _fixed(5, 5), "juneteenth": _fixed(6, 19),
    "fourth of july": _fixed(7, 4), "bastille day": _fixed(7, 14), "assumption day": _fixed(8, 15),
    "halloween": _fixed(10, 31), "all saints' day": _fixed(11, 1), "all souls' day": _fixed(11, 2),
    "guy fawkes night": _fixed(11, 5), "bonfire night": _fixed(11, 5), "armistice day": _fixed(11, 11),
    "remembrance day": _fixed(11, 11), "veterans day": _fixed(11, 11), "christmas eve": _fixed(12, 24),
    "christmas": _fixed(12, 25), "christmas day": _fixed(12, 25), "boxing day": _fixed(12, 26),
    "st stephen's day": _fixed(12, 26), "new year's eve": _fixed(12, 31), "new years eve": _fixed(12, 31),
    "martin luther king day": _weekday_of_month(1, 0, 3), "presidents day": _weekday_of_month(2, 0, 3),
    "presidents' day": _weekday_of_month(2, 0, 3), "memorial day": _weekday_of_month(5, 0, -1),
    "labor day": _weekday_of_month(9, 0, 1), "columbus day": _weekday_of_month(10, 0, 2),
    "thanksgiving": _weekday_of_month(11, 3, 4), "thanksgiving day": _weekday_of_month(11, 3, 4),
    "shrove tuesday": _from_easter(-47), "mardi gras": _from_easter(-47), "ash wednesday": _from_easter(-46),
    "lent": _from_easter(-46, -1), "palm sunday": _from_easter(-7), "holy week": _from_easter(-7, -1),
    "maundy thursday": _from_easter(-3), "holy thursday": _from_easter(-3), "good friday": _from_easter(-2),
    "holy saturday": _from_easter(-1), "easter": _from_easter(0), "easter sunday": _from_easter(0),
    "easter day": _from_easter(0), "easter eve": _from_easter(-1), "easter monday": _from_easter(1),
    "easter weekend": _from_easter(-2, 1), "easter week": _from_easter(0, 6), "ascension day": _from_easter(39),
    "pentecost": _from_easter(49), "whitsun": _from_easter(49), "whit monday": _from_easter(50),
    "corpus christi": _from_easter(60), "orthodox easter": _from_easter(0, root=orthodox_easter),
    "orthodox good friday": _from_easter(-2, root=orthodox_easter),
    "ramadan": _RAMADAN, "ramzan": _RAMADAN, "holy month of ramadan": _RAMADAN,
    "eid al-fitr": _islamic(10, 1), "eid ul-fitr": _islamic(10, 1), "eid-ul-fitr": _islamic(10, 1),
    "eid el-fitr": _islamic(10, 1), "eid al-adha": _islamic(12, 10), "eid ul-adha": _islamic(12, 10),
    "eid-ul-adha": _islamic(12, 10), "eid el-kabir": _islamic(12, 10), "tabaski": _islamic(12, 10),
    "feast of the sacrifice": _islamic(12, 10), "ashura": _islamic(1, 10), "arbaeen": _islamic(2, 20),
    "islamic new year": _islamic(1, 1), "mawlid": _islamic(3, 12),
    "prophet muhammad's birthday": _islamic(3, 12), "prophet's birthday": _islamic(3, 12),
    "rosh hashanah": _hebrew(0, 2), "yom kippur": _hebrew(9, 1), "sukkot": _hebrew(14, 7),
    "simchat torah": _hebrew(22, 1), "hanukkah": _hanukkah(), "purim": _hebrew(-193, 1, before_next=True),
    "passover": _hebrew(-163, 8, before_next=True), "shavuot": _hebrew(-113, 2, before_next=True),
}  # fmt: skip
"""Known feasts by their names in lower case, without full stops."""
