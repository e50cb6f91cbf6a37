"""What a time expression is in TimeML: the type of its TIMEX3 and the value that normalises it.

Values follow the TIMEX3 specification (TimeML 1.2.1, section 2.1.2; Ferro et al. 2005, *TIDES 2005 Standard for the
Annotation of Temporal Expressions*): ``2013-03-21``, ``2013-W12``, ``2013-Q1``, ``2013-SU``, ``199`` for a decade,
``P3D`` for a length, ``2013-03-21TMO`` for a part of a day, ``PAST_REF`` for what is only past. They say what the words
name; :class:`~panj.resolving.days.Days` says in which days an act told so may lie, so "last winter" has one season
as its value, and an act "this week" lies in the days up to publication.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, NamedTuple

from panj.resolving import patterns as p
from panj.resolving.dates import number
from panj.resolving.days import Days, Order, shifted
from panj.resolving.expressions import clean, days_of

Type = Literal["DATE", "TIME", "DURATION", "SET"]


class Timex(NamedTuple):
    """Type and value of a TIMEX3."""

    type: Type
    value: str


_LETTERS = {
    "second": "TS", "minute": "TM", "min": "TM", "hour": "TH", "hr": "TH", "day": "D", "night": "NI", "weekend": "WE",
    "week": "W", "fortnight": "W", "month": "M", "quarter": "Q", "year": "Y", "yr": "Y", "decade": "Y", "century": "Y",
    "season": "SE",
}  # fmt: skip
_TIMES = {"fortnight": 2, "decade": 10, "century": 100}
_PARTS = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "tonight": "NI", "overnight": "NI",
    "lunchtime": "MI", "dusk": "EV", "nightfall": "EV", "dawn": "MO", "daybreak": "MO",
}  # fmt: skip
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_OFTEN = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "biweekly": "P2W", "fortnightly": "P2W",
    "monthly": "P1M", "quarterly": "P1Q", "yearly": "P1Y", "annual": "P1Y", "annually": "P1Y", "biannual": "P6M",
}  # fmt: skip
_UNIT = re.compile(
    r"\b(second|minute|min|hour|hr|day|night|weekend|week|fortnight|month|quarter|year|yr|decade|season|centur(?:y|ies))s?\b"
)
_COUNT = re.compile(rf"\b(\d[\d,]*(?:\.\d+)?|{p.NUM})\b")
_CLOCK = re.compile(
    r"\b(?:(\d{1,2})[:.h](\d\d)(?::\d\d)?|(\d{1,2})(?= ?[ap]\.?m)|(\d\d)(\d\d)(?= ?(?:hours|hrs|utc|gmt|local)))"
    r"(?: ?([ap])\.?m\b\.?)?"
)
_EDGE = re.compile(
    r"^(?:the )?(?:very )?(?:(?:early|late|mid|middle|earlier|later)(?: in| part of)?"
    r"|(?:the )?(?:beginning|start|end|middle|close|rest|remainder|turn|course) of"
    r"|(?:first|latter|final) (?:days|weeks|months) of)[ -](?:the )?"
)
_HALF = re.compile(r"^(?:the )?(first|second|latter) half")


def written(days: Days, words: str) -> str | None:
    """Return the value of a date whose days are known, from its words in the grammar's form; ``None`` for a span."""
    if days.closed is None:
        return None
    first, last = days.closed
    if days.granularity in ("day", "hour") and (first == last or days.rule == "overnight"):
        return first.isoformat() + _part_of_day(words)
    middle = first + (last - first) // 2
    if days.granularity == "week":
        year, week, _ = middle.isocalendar()
        return f"{year}-W{week:02}"
    if days.granularity == "month":
        return f"{middle.year:04}-{middle.month:02}"
    if days.granularity == "season":
        name = re.search(r"spring|summer|autumn|fall|winter", words)
        return f"{first.year:04}-{_SEASONS[name[0]]}" if name else None
    if days.granularity == "year":
        return f"{middle.year:04}"
    return _written_spell(days.rule.rpartition(":")[2], first, last)


def _written_spell(rule: str, first: dt.date, last: dt.date) -> str | None:
    if rule.endswith("weekend"):
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02}-WE"
    if rule == "quarter":
        return f"{first.year:04}-Q{(first.month + 2) // 3}"
    if rule == "decade":
        return f"{first.year:04}"[:3]
    if rule == "century":
        return f"{last.year:04}"[:2] if last.year % 100 else f"{(last.year - 1):04}"[:2]
    if rule in ("islamic", "hebrew") and (last - first).days <= 2:
        return (first + (last - first) // 2).isoformat()
    return None


def _part_of_day(words: str) -> str:
    if found := _CLOCK.search(words):
        hour = int(found[1] or found[3] or found[4])
        minute = int(found[2] or found[5] or 0)
        half = found[6] or (re.search(r"([ap])\.?m", words[found.end() : found.end() + 3]) or " ")[0][:1]
        if half == "p" and hour < 12:
            hour += 12
        elif half == "a" and hour == 12:
            hour = 0
        zone = "Z" if re.search(r"\b(?:utc|gmt)\b", words) else ""
        return f"T{hour:02}:{minute:02}{zone}" if hour <= 24 and minute < 60 else ""
    if re.search(r"\b(?:noon|midday)\b", words):
        return "T12:00"
    if "midnight" in words:
        return "T24:00"
    found = re.search(r"\b(" + "|".join(_PARTS) + r")\b", words)
    return f"T{_PARTS[found[1]]}" if found else ""


def length(words: str) -> str | None:
    """Return the value of a length of time ("two and a half years" → ``P2.5Y``); ``None`` where it names no unit."""
    units = list(_UNIT.finditer(words))
    if not units:
        return None
    name = "century" if units[-1][1].startswith("centur") else units[-1][1]
    before = words[: units[-1].start()]
    count = _count(before, plural=units[-1][0].endswith("s"))
    if re.search(r"\band a half\b", words) and count not in ("X", ""):
        count = f"{int(count)}.5" if count.isdigit() else count
    if re.search(r"(?<!and a )\bhalf[ -]", before):
        count = "30" if name == "hour" else "6" if name == "year" else "0.5"
        name = {"hour": "minute", "year": "month"}.get(name, name)
    factor = _TIMES.get(name, 1)
    if factor > 1 and count != "X":
        count = f"{float(count) * factor:g}"
    letters = _LETTERS[name]
    return f"PT{count}{letters[1]}" if letters[0] == "T" else f"P{count}{letters}"


def _count(words: str, *, plural: bool) -> str:
    words = re.sub(r"\band a half\b|\bhalf an?\b", "", words)
    if re.search(r"\b(?:several|few|many|some|dozens|hundreds|thousands|countless|numerous|number|multi)\b", words):
        return "X"
    if "couple" in words:
        return "2"
    scale = 12 if "dozen" in words else 100 if "hundred" in words else 1000 if "thousand" in words else 0
    found = [one[1] for one in _COUNT.finditer(words) if one[1] not in ("a", "an") or not plural or scale]
    if not found:
        return str(scale) if scale else "X" if plural else "1"
    digits = found[-1].replace(",", "")
    if scale and not digits[0].isdigit():
        return str(scale * (1 if digits in ("a", "an", "a dozen") else number(digits)))
    return f"{float(digits):g}" if digits[0].isdigit() else str(number(digits))


def recurring(words: str) -> str | None:
    """Return the value of what recurs ("every Friday" → ``XXXX-WXX-5``)."""
    if words in _OFTEN:
        return _OFTEN[words]
    if found := re.search(rf"\b({p.WD})\b", words):
        tail = _part_of_day(words[found.end() :])
        return f"XXXX-WXX-{p.WEEKDAYS.index(found[1][:3]) + 1}{tail}"
    if found := re.search(rf"\b({p.MO})$", words):
        return f"XXXX-{p.MONTHS.index(found[1][:3]) + 1:02}"
    if found := re.search(r"\b(spring|summer|autumn|fall|winter)$", words):
        return f"XXXX-{_SEASONS[found[1]]}"
    if found := re.search(r"\b(morning|afternoon|evening|night)$", words):
        return f"XXXX-XX-XXT{_PARTS[found[1]]}"
    if re.search(r"\bweekdays?$", words):
        return "P1D"
    if re.search(r"\b(?:weekends?)$", words):
        return "XXXX-WXX-WE"
    if found := re.match(r"^(?:every|each) (?:other|second) ", words):
        return (length(words[found.end() :]) or "").replace("P1", "P2") or None
    if found := re.match(r"^(?:every|each) third ", words):
        return (length(words[found.end() :]) or "").replace("P1", "P3") or None
    return length(re.sub(r"^.*\b(?:once|twice|times) ", "", words))


def reference(words: str) -> str:
    """Return ``PRESENT_REF``, ``PAST_REF`` or ``FUTURE_REF``."""
    if re.search(r"\b(?:future|soon|coming|term|later)\b", words):
        return "FUTURE_REF"
    return "PAST_REF" if re.search(r"recent|lately|past", words) else "PRESENT_REF"


def dated(
    words: str, anchor: dt.date | None, *, ahead: bool, point: Days | None, south: bool, order: Order | None
) -> Timex | None:
    """Return the TIMEX3 of a date or time of day; ``None`` where its days cannot be told.

    What counts from another act counts from ``point``, else from the anchor: a TIMEX3 says what its annotator would
    take for meant, where an interval abstains.
    """
    text = clean(words)
    half = _HALF.match(text)
    rest = re.sub(r"^(?:the |in the )?(?:(?:entire|whole|very same|very) )?", "", text if half else _EDGE.sub("", text))
    rest = re.sub(r"\b(?:fiscal|financial|academic|school|calendar) (?=year)", "", rest)
    if rest in ("day", "week", "month", "year", "quarter", "weekend", "decade"):
        rest = f"this {rest}"
    if half:
        rest = re.sub(r"^(?:the )?(?:first|second|latter) half (?:of )?(?:the )?", "", text)
        rest = "this year" if rest in ("year", "") else rest
    if shifted_year := _year_away(rest, anchor, point):
        return Timex("DATE", shifted_year)
    if rest in ("this day", "same day"):
        days: object = point if point is not None and point.first == point.last else None
        days = days or (Days(anchor, anchor, "day", "today") if anchor else None)
    else:
        own = Days(anchor, anchor, "day", "today") if anchor else None
        days = days_of(rest, anchor, ahead=ahead, point=point or own, south=south, order=order, whole=True)
        if days == "no-day" and (point or own) is not None:
            days = (point if point is not None and point.first == point.last else own) or own
    if not isinstance(days, Days):
        return None
    if half:
        value = f"{days.first.year:04}-H{1 if half[1] == 'first' else 2}" if days.first else None
    else:
        value = written(days, rest)
    if value is None:
        return None
    return Timex("TIME" if "T" in value else "DATE", value)


def _year_away(text: str, anchor: dt.date | None, point: Days | None) -> str | None:
    """Read "a year earlier", "the same period last year": the point's own quarter or month, in another year."""
    before = re.match(r"^(?:an? |the |one )?year (?:earlier|before|previous)$|^(?:the )?previous year$", text)
    same = re.match(
        r"^(?:the )?same (?:period|month|quarter|time)"
        r"(?: (?:of )?(?:last year|a year (?:ago|earlier)|the (?:previous|prior) year))?$"
        r"|^(?:the )?year[ -]?-[ -]?ago(?: (?:period|quarter|month))?$|^this time last year$",
        text,
    )
    if not before and not same:
        return None
    base = point if point is not None and point.closed else (Days(anchor, anchor, "day", "today") if anchor else None)
    if base is None or base.first is None:
        return None
    away = 0 if same and not re.search(r"year|ago", text) else -1
    if base.granularity in ("day", "week", "vague") or (before and base.granularity == "range"):
        year = base.first.year + away
        return f"{year:04}" if away else None
    moved = shifted(base.first, away, "year"), shifted(base.last or base.first, away, "year")
    if moved[0] is None or moved[1] is None:
        return None
    return written(base._replace(first=moved[0], last=moved[1]), text)
