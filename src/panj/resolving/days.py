"""Days as time expressions name them, the setting in which an expression is read, and the arithmetic of calendars."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import Literal, NamedTuple, get_args

from panj.model import Granularity

Reason = Literal[
    "no-publication-time", "nothing-to-count-from", "no-day", "duration", "contradiction", "not-understood"
]
REASONS: tuple[Reason, ...] = get_args(Reason)
"""Why an expression gave no days; each is a count in the ledger's abstentions."""


class Days(NamedTuple):
    """First and last day (``None`` for an open end), what the words name, and the rule that gave them."""

    first: dt.date | None
    last: dt.date | None
    granularity: Granularity
    rule: str

    @property
    def closed(self) -> tuple[dt.date, dt.date] | None:
        """Both ends, where there are both."""
        return None if self.first is None or self.last is None else (self.first, self.last)


Answer = Days | Reason

Order = Literal["day", "month"]
"""Whether the day or the month comes first in a date of numbers."""

_MONTH_FIRST = frozenset(("USA", "PHL", "FSM", "MHL", "PLW", "GUM", "ASM", "MNP", "PRI", "VIR"))
_UNSURE = frozenset(("CAN", "CHN", "HUN", "IRN", "JPN", "KOR", "LTU", "MNG", "PRK", "TWN", "SAU", "KEN", "GHA", "PAN"))
"""Countries that write the year first, or whose outlets in English write either order: no day is better there."""


def order_of(country: str | None) -> Order | None:
    """Return the order in which outlets of a country (ISO 3166-1 alpha-3) write day and month; ``None`` if unsure."""
    if country is None or country in _UNSURE:
        return None
    return "month" if country in _MONTH_FIRST else "day"


class Setting(NamedTuple):
    """What an expression is read against.

    Attributes:
        anchor: local day of publication.
        ahead: the act lies after the anchor.
        south: seasons are those of the southern hemisphere.
        point: days of another act that the words may lean on.
        whole: the current week, month or year is kept whole instead of being cut at the anchor.
        order: which comes first in 03/04/2031; without it such dates are refused.
    """

    anchor: dt.date | None
    ahead: bool = False
    south: bool = False
    point: Days | None = None
    whole: bool = False
    order: Order | None = None


def date(year: int, month: int, day: int) -> dt.date | None:
    """Return a day, where the calendar has it."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def shifted(day: dt.date, number: int, unit: str) -> dt.date | None:
    """Return the day ``number`` units away; months keep the day of the month where there is one."""
    if unit in ("month", "year", "decade"):
        months = number * {"month": 1, "year": 12, "decade": 120}[unit]
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) if 0 < year < 10000 else None
    step = {"minute": 0, "hour": 0, "week": 7, "fortnight": 14}.get(unit, 1)
    try:
        return day + dt.timedelta(days=number * step)
    except OverflowError:
        return None


def month_of(year: int, month: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])


def year_of(year: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def quarter_of(year: int, quarter: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a quarter, 1 to 4."""
    return dt.date(year, 3 * quarter - 2, 1), month_of(year, 3 * quarter)[1]


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return Monday and Sunday of the week in which a day lies."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def season_of(year: int, month: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the three months that begin with ``month``."""
    last = shifted(dt.date(year, month, 1), 2, "month") or dt.date.max
    return dt.date(year, month, 1), month_of(last.year, last.month)[1]


def one_day(day: dt.date | Reason | None, rule: str) -> Answer:
    """Return a day as an answer; a reason stays a reason, no day was not understood."""
    if isinstance(day, dt.date):
        return Days(day, day, "day", rule)
    return day or "not-understood"
