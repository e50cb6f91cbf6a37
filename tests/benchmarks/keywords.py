"""A reader for tests of benchmarks: one mention for each known word, parties in capitals around it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from panj.model import Figure, Mention, Reading, Report, Span, mention_id

LEXICON: Mapping[str, tuple[str, str | None]] = {
    "shot": ("ASSAULT", "firearms"),
    "killed": ("ASSAULT", None),
    "shelled": ("ASSAULT", None),
    "stormed": ("ASSAULT", None),
    "burnt": ("ASSAULT", "destroy"),
    "clashed": ("ASSAULT", None),
    "gassed": ("ASSAULT", "crowd-control"),
    "marched": ("PROTEST", "demo"),
    "held": ("COERCE", "arrest"),
    "took": ("COERCE", "seize"),
    "praised": ("SUPPORT", None),
    "withdrew": ("RETREAT", "withdraw"),
    "warned": ("THREATEN", None),
}


class KeywordReader:
    """Everything before the first known word of a sentence acts, what is between it and "with" is acted upon."""

    version = "keywords 1"

    def read(self, report: Report) -> Reading:
        mentions = tuple(
            self._mention(report, line.start(), line[0], word.start(), word.end())
            for line in re.finditer(r"[^\n]+", report.text)
            for word in re.finditer(r"\w+", line[0])
            if word[0].lower() in LEXICON
        )
        return Reading(report_id=report.id, reader=self.version, sentences=1, mentions=mentions)

    def _mention(self, report: Report, at: int, line: str, start: int, end: int) -> Mention:
        def spans(first: int, last: int) -> tuple[Span, ...]:
            text = line[first:last]
            kept = text.strip(" .,")
            begin = at + first + text.find(kept)
            return (Span(start=begin, end=begin + len(kept), text=kept),) if kept else ()

        trigger = Span(start=at + start, end=at + end, text=line[start:end])
        type_, mode = LEXICON[trigger.text.lower()]
        cut = line.find(" with ", end)
        recipients = spans(end, len(line) if cut < 0 else cut)
        figures = tuple(
            Figure(span=one, outcome="killed", low=1, high=1)
            for one in recipients
            if one.text[:1].isdigit() and type_ == "ASSAULT"
        )
        return Mention(
            id=mention_id(report.id, trigger, type_),
            report_id=report.id,
            sentence=Span(start=at, end=at + len(line), text=line),
            trigger=trigger,
            type=type_,
            mode=mode,
            status="happened",
            actors=spans(0, start),
            recipients=recipients,
            weapons=spans(cut + 6, len(line)) if cut >= 0 else (),
            figures=figures,
            confidence=0.9,
        )


def mention(type_: str, mode: str | None = None, *, at: int = 0, trigger: str = "did", **fields: Any) -> Mention:
    """Return a mention with the given fields; lists of strings become spans that stand nowhere in particular."""
    made: dict[str, Any] = {"status": "happened"}
    for name, value in fields.items():
        if name in ("actors", "recipients", "weapons", "places"):
            value = tuple(Span(start=0, end=len(text), text=text) for text in value)
        made[name] = value
    words = Span(start=at, end=at + len(trigger), text=trigger)
    made.setdefault("id", f"m{at}")
    return Mention(report_id="r", sentence=words, trigger=words, type=type_, mode=mode, **made)


def lines(path: Path, rows: Sequence[object]) -> Path:
    """Write JSON Lines, with the folders above them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
