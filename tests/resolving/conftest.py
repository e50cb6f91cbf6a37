"""Hand-made reports and mentions: values point at words by quoting them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from panj.model import Capture, Figure, Mention, Reading, Report, Span, mention_id, report_id
from panj.resolving import Resolution, Resolver

MONDAY = dt.datetime(2031, 3, 10, 9, 0, tzinfo=dt.UTC)
"""The publication time of hand-made reports unless they say otherwise: a Monday."""

_SENTENCES = re.compile(r"[^.]+\.")
_FIELDS = {"actor": "actors", "recipient": "recipients", "place": "places", "source": "launched_from", "time": "times"}


def make_report(
    text: str,
    *,
    published: dt.datetime | None = MONDAY,
    publisher: str | None = "The Ferry Post",
    title: str | None = None,
    url: str | None = None,
) -> Report:
    return Report(
        id=report_id(publisher=publisher, url=url, title=title, text=text),
        text=text,
        capture=Capture(digest="0" * 64, media_type="text/plain", size=len(text), source="hand"),
        publisher=publisher,
        title=title,
        url=url,
        published_at=published,
        published_found_in="given" if published else None,
    )


def find(report: Report, sentence: Span, words: str) -> Span:
    at = report.text.index(words, sentence.start)
    assert at + len(words) <= sentence.end, f"{words!r} is not in {sentence.text!r}"
    return Span(start=at, end=at + len(words), text=words)


def sentences(report: Report) -> list[Span]:
    found = [(one.start() + len(one[0]) - len(one[0].lstrip()), one.end()) for one in _SENTENCES.finditer(report.text)]
    return [Span(start=start, end=end, text=report.text[start:end]) for start, end in found]


def mention(report: Report, number: int, trigger: str, type_: str = "ASSAULT", **fields: Any) -> Mention:
    """Return a mention in sentence ``number``; lists of words become spans, ``by`` and ``cue`` too."""
    sentence = sentences(report)[number]
    at = find(report, sentence, trigger)
    values: dict[str, Any] = {"status": fields.pop("status", "happened")}
    for name, value in fields.items():
        if name in ("by", "via", "cue"):
            values[name] = find(report, sentence, value)
        elif name in _FIELDS:
            values[_FIELDS[name]] = tuple(find(report, sentence, words) for words in value)
        elif name == "killed":
            values["figures"] = (Figure(span=find(report, sentence, value), outcome="killed", low=1, high=1),)
        else:
            values[name] = value
    return Mention(
        id=mention_id(report.id, at, type_), report_id=report.id, sentence=sentence, trigger=at, type=type_, **values
    )


def resolve(report: Report, *mentions: Mention) -> Resolution:
    reading = Reading(report_id=report.id, reader="hand 1", sentences=len(sentences(report)), mentions=mentions)
    return Resolver().resolve(report, reading)
