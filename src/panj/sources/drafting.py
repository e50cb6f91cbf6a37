"""The last step of every kind of source: what was found becomes a report."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import NamedTuple

from panj.errors import SourceEmpty, SourceTooLarge
from panj.model import Capture, DateCandidate, Report, report_id
from panj.sources import dates
from panj.sources.text import one_line

TEXT_LIMIT = 5_000_000
"""Characters of one report. More is no report: a book, a log, a dump of many reports without their borders."""


class Gathered(NamedTuple):
    """A report and the bytes it was made from."""

    report: Report
    raw: bytes


class Given(NamedTuple):
    """What the user says about all reports of a source, and the clock against which dates are judged."""

    published: DateCandidate | None
    publisher: str | None
    now: dt.datetime


class Found(NamedTuple):
    """What a source says about one report; ``text`` and ``title`` are normalised already.

    ``dates`` and ``publisher`` are what it states, ``guessed_dates`` and ``guessed_publisher`` what was inferred: what
    the user gives stands between the two.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    guessed_publisher: str | None = None
    url: str | None = None
    language: str | None = None
    external_id: str | None = None
    dates: tuple[DateCandidate, ...] = ()
    guessed_dates: tuple[DateCandidate, ...] = ()


def draft(found: Found, given: Given, *, raw: bytes, media_type: str, source: str) -> Gathered:
    """Return the report that a source holds.

    Args:
        found: what it says.
        given: what the user says.
        raw: the bytes of this report.
        media_type: of those bytes.
        source: file name or address they came from.

    Raises:
        SourceEmpty: there is no text.
        SourceTooLarge: there is too much of it for one report.
    """
    if not found.text:
        raise SourceEmpty(source, "holds no text", "Check that it is the report itself")
    check_length(found.text, source)
    publisher = one_line(found.publisher) or given.publisher or one_line(found.guessed_publisher)
    stated = (given.published,) if given.published else ()
    candidates = tuple(dict.fromkeys((*found.dates, *stated, *found.guessed_dates)))
    chosen = dates.believed(candidates, given.now)
    report = Report(
        id=report_id(publisher=publisher, url=found.url, title=found.title, text=found.text),
        text=found.text,
        capture=Capture(
            digest=hashlib.sha256(raw).hexdigest(), media_type=media_type, size=len(raw), source=printable(source)
        ),
        publisher=publisher,
        title=found.title,
        url=found.url,
        published_at=chosen.at if chosen else None,
        published_found_in=chosen.found_in if chosen else None,
        published_date_only=chosen.date_only if chosen else False,
        date_candidates=candidates,
        language=found.language,
        external_id=found.external_id,
    )
    return Gathered(report, raw)


def check_length(text: str, source: str) -> None:
    """Raise SourceTooLarge where a text is too long for one report."""
    if len(text) > TEXT_LIMIT:
        raise SourceTooLarge(
            source,
            f"holds {len(text):,} characters in one report, more than {TEXT_LIMIT:,}",
            "Split it into reports, a file or a line of JSON Lines each",
        )


def language_code(tag: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag (``en-GB``, ``en_US``); ``None`` where it has none."""
    found = re.match(r"\s*([a-z]{2})(?:[-_]|\s*$)", tag or "", re.I | re.A)
    return found[1].lower() if found else None


def printable(name: str) -> str:
    """Return a file name in which bytes that are no characters are written as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()
