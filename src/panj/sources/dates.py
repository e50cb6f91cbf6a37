"""Publication times: what is a date, which of several is believed.

Every date that a source offers is kept as a candidate with where it was found. One of them is believed: the first, in
the order of trust in which they are handed in, that can be true. A date before 1900 or more than two days after the
clock cannot; it stays a candidate, and the report has the next one, or the given one, or none.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from collections.abc import Iterable

from panj.errors import InvalidValue
from panj.model import DateCandidate

_EARLIEST = 1900
_AHEAD = dt.timedelta(days=2)
"""How far a clock may be behind, and a paper be dated ahead."""

_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}|\d{8})"
    r"(?:[Tt ](?P<time>\d{2}:?\d{2}(?::?\d{2})?)(?:[.,](?P<fraction>\d{1,9}))?"
    r" ?(?P<offset>[Zz]|[+-]\d{2}(?::?\d{2})?)?)?",
    re.A,
)
_MAIL = re.compile(
    r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC|[+-]\d{4})",
    re.A,
)

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NAMES = "|".join(rf"{name[:3]}(?:{name[3:]}|\.)?" if len(name) > 3 else name for name in _MONTHS) + "|sept\\.?"
_DATELINE = re.compile(
    r"[^\W\d_][^\d\n.]{1,60}[ ,(]"  # where it was written: "NAIROBI, Kenya, "
    rf"(?:(?P<d1>\d{{1,2}}) (?P<m1>{_NAMES}),? (?P<y1>\d{{4}})|(?P<m2>{_NAMES}) (?P<d2>\d{{1,2}}),? (?P<y2>\d{{4}}))"
    r"\)?(?: \([^)\n]{1,40}\))? ?[-–—:]",  # "(Example Agency) -"
    re.IGNORECASE,
)


def dateline(text: str) -> DateCandidate | None:
    """Return the day in the dateline that opens a text ("NAIROBI, 3 March 2026 - "); ``None`` where it has none."""
    found = _DATELINE.match(text)
    if found is None or not found[0].split(",")[0].split(" ")[0].isupper():
        return None
    month = (found["m1"] or found["m2"]).lower()[:3]
    try:
        day = dt.date(
            int(found["y1"] or found["y2"]),
            next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(month)),
            int(found["d1"] or found["d2"]),
        )
    except ValueError:
        return None
    return _candidate(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC), "dateline", date_only=True)


def iso(text: str, found_in: str) -> DateCandidate | None:
    """Return an ISO 8601 date, or datetime (UTC where it has no offset); ``None`` where the text is neither."""
    found = _ISO.fullmatch(text.strip())
    if found is None:
        return None
    try:
        day = dt.date.fromisoformat(found["day"])
        if found["time"] is None:
            return _candidate(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC), found_in, date_only=True)
        time = dt.time.fromisoformat(found["time"]).replace(microsecond=int(f"{found['fraction'] or 0:0<6}"[:6]))
        return _candidate(dt.datetime.combine(day, time, _zone(found["offset"])), found_in)
    except ValueError:
        return None


def written(text: str, found_in: str) -> DateCandidate | None:
    """Return a date as pages write it for machines: ISO 8601, or as in mail (``Mon, 01 Dec 2025 13:00:00 GMT``)."""
    if (found := iso(text, found_in)) is not None or not _MAIL.fullmatch(text.strip()):
        return found
    try:
        at = email.utils.parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _candidate(at if at.tzinfo else at.replace(tzinfo=dt.UTC), found_in)


def given(text: str) -> DateCandidate:
    """Return the date that a user gives.

    Raises:
        InvalidValue: it is none.
    """
    found = iso(text, "given")
    if found is None:
        raise InvalidValue(text, "is not a date", "Write it as 2025-12-01 or 2025-12-01T18:00+05:00")
    return found


def believable(candidate: DateCandidate, now: dt.datetime) -> bool:
    """Say whether a date found in a source can be a publication time."""
    return candidate.at.year >= _EARLIEST and candidate.at <= latest(now)


def latest(now: dt.datetime) -> dt.datetime:
    """Return the last instant that can be a publication time by this clock."""
    return now + _AHEAD


def believed(candidates: Iterable[DateCandidate], now: dt.datetime) -> DateCandidate | None:
    """Return the first candidate that can be true; what a user gives is never doubted."""
    return next((one for one in candidates if one.found_in == "given" or believable(one, now)), None)


def _candidate(at: dt.datetime, found_in: str, *, date_only: bool = False) -> DateCandidate | None:
    # At the ends of the calendar a change of offset has no result; no report was published there.
    return DateCandidate(at=at, found_in=found_in, date_only=date_only) if 1 < at.year < 9999 else None


def _zone(offset: str | None) -> dt.tzinfo:
    if offset is None or offset in "Zz":
        return dt.UTC
    minutes = int(offset[1:3]) * 60 + int(offset[3:].lstrip(":") or 0)
    if minutes % 60 != int(offset[3:].lstrip(":") or 0):
        raise ValueError(offset)
    return dt.timezone(dt.timedelta(minutes=-minutes if offset[0] == "-" else minutes))
