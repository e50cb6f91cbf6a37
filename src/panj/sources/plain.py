"""Plain text: one report, its title recognised, its wrapped lines joined."""

from __future__ import annotations

from panj.sources import dates
from panj.sources.drafting import Found, Gathered, Given, check_length, draft
from panj.sources.text import titled


def read(text: str, given: Given, *, raw: bytes, source: str, url: str | None = None) -> Gathered:
    """Return the report that a plain text is.

    Args:
        text: the characters.
        given: what the user says about it: a plain text says nothing itself but the day in its dateline.
        raw: its bytes.
        source: file name or address they came from.
        url: address it was fetched from.

    Raises:
        SourceEmpty: there is nothing but white space.
        SourceTooLarge: there is too much for one report.
    """
    check_length(text.strip(), source)
    title, body = titled(text)
    opened = dates.dateline(body)
    found = Found(text=body, title=title, url=url, guessed_dates=(opened,) if opened else ())
    return draft(found, given, raw=raw, media_type="text/plain", source=source)
