"""Which of two tellings of one report stands, whatever their order of arrival.

A report comes twice when two files hold it, when its date becomes known, or when a newer reader reads it again. Then

* one that is dated outranks one that is not;
* among those, a reader outranks an older version of itself;
* among equals, one that says something else is a correction: the one that came last stands.

Words and publication time are what a report tells. Where it was met is no difference (its capture, its number in a
file, where its date and its language were found): the ledger keeps where it met the report first.
"""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from panj.model import Capture, Reading, Report

_VERSION = re.compile(r"(.*?)(\d+(?:\.\d+)*)", re.DOTALL)
_NOWHERE = Capture(digest="", media_type="", size=0, source="")


def outranks(kept: Report, kept_reading: Reading, report: Report, reading: Reading) -> bool:
    """Say whether what is kept stands against what comes, without any look at what they say."""
    dated, comes_dated = kept.published_at is not None, report.published_at is not None
    if dated != comes_dated:
        return dated
    return is_newer(kept_reading.reader, reading.reader)


def is_newer(reader: str, other: str) -> bool:
    """Say whether a reader is a later version of the other: ``panj-reader-10`` of ``panj-reader-9``.

    Readers of different names, or without numbers at their end, are not older or newer than each other.
    """
    one, two = _VERSION.fullmatch(reader), _VERSION.fullmatch(other)
    if one is None or two is None or one[1] != two[1]:
        return False
    return _numbers(one[2]) > _numbers(two[2])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


def told(report: Report) -> Report:
    """Return what a report says and when, without where it was met: equal for one report from two files."""
    published = report.published_at
    return msgspec.structs.replace(
        report,
        capture=_NOWHERE,
        published_at=None if published is None else published.astimezone(dt.UTC),
        published_found_in=None,
        date_candidates=(),
        language=None,
        external_id=None,
    )
