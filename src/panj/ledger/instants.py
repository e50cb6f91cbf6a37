"""Ledger time: microseconds since 1970, UTC, as the tables keep it.

Whole numbers compare and sort the same in every database, and a microsecond is the finest that ``datetime`` tells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from panj.errors import InvalidValue

Clock = Callable[[], dt.datetime]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def machine_clock() -> dt.datetime:
    """Return the machine's time."""
    return dt.datetime.now(dt.UTC)


def microseconds(instant: dt.datetime) -> int:
    """Return an instant as ledger time.

    Raises:
        InvalidValue: the instant has no offset, so it is not known which instant it is.
    """
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise InvalidValue(instant.isoformat(), "is a time without an offset", "Add one, for example +00:00")
    return (instant - _EPOCH) // _MICROSECOND


def instant(stamp: int) -> dt.datetime:
    """Return ledger time as an instant, in UTC."""
    return _EPOCH + stamp * _MICROSECOND
