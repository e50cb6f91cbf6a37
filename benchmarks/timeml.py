"""Texts with annotated time expressions: TimeML files (TempEval-3) and NewsReader's token files (MEANTIME)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

CREATION = "CREATION_TIME"
ANNOTATED = 5
"""The last sentence that NewsReader annotated with certainty; the title is sentence 0, the day of creation often 1."""


@dataclass(frozen=True)
class Timed:
    """An annotated time expression: its characters, type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True)
class Document:
    """A text, its day of creation and its annotation."""

    name: str
    text: str
    day: dt.date | None
    wanted: tuple[Timed, ...]


def read_timeml(path: Path) -> Document:
    """Read a TimeML file; what counts is its ``TEXT``.

    Raises:
        ValueError: it is no XML, or has no text.
    """
    root = _parse(path)
    created = [one for one in root.iter("TIMEX3") if one.get("functionInDocument") == CREATION]
    body = root.find("TEXT")
    if body is None:
        raise ValueError("there is no TEXT")
    pieces: list[str] = []
    wanted: list[Timed] = []

    def walk(element: ET.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if element.tag == "TIMEX3" and element.get("functionInDocument") != CREATION:
            end = sum(map(len, pieces))
            wanted.append(Timed(start, end, element.get("type", ""), element.get("value", "")))

    walk(body)
    text = "".join(pieces)
    return Document(path.stem, text, _day(created[0].get("value", "")) if created else None, tuple(wanted))


_GLUED = re.compile(r"[,.;:!?%)\]]|''|'s|n't|'[a-z]{1,2}")


def read_newsreader(path: Path) -> Document:
    """Read a file of the NewsReader project as far as it is annotated, without its title and the line under it.

    That line holds the day of creation. Expressions without words are left out.
    """
    root = _parse(path)
    tokens = list(root.iter("token"))
    marked = {anchor.get("t_id") for anchor in root.iter("token_anchor")}
    last = min(
        max((int(one.get("sentence", "0")) for one in tokens if one.get("t_id") in marked), default=-1), ANNOTATED
    )
    kept = [one for one in tokens if 0 < int(one.get("sentence", "0")) <= last and one.get("sentence") != "1"]
    text, places, sentence = "", {}, None
    for token in kept:
        word = token.text or ""
        if token.get("sentence") != sentence:
            text, sentence = f"{text}\n\n" if text else "", token.get("sentence")
        elif not _GLUED.fullmatch(word) and not text.endswith(("(", "$", "[")):
            text += " "
        places[token.get("t_id")] = (len(text), len(text) + len(word))
        text += word
    wanted: list[Timed] = []
    day = None
    for one in root.iter("TIMEX3"):
        if one.get("functionInDocument") == CREATION:
            day = _day(one.get("value", ""))
            continue
        spans = [places[anchor.get("t_id")] for anchor in one.iter("token_anchor") if anchor.get("t_id") in places]
        if spans:
            first, end = min(spans)[0], max(spans)[1]
            wanted.append(Timed(first, end, one.get("type", ""), one.get("value", "")))
    return Document(path.stem, text, day, tuple(sorted(wanted, key=lambda one: one.start)))


def pairs_of(given: Sequence[tuple[int, int]], wanted: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return which given and wanted spans go together: those that overlap, each once, the largest overlap first."""
    candidates = sorted(
        (-(min(one[1], other[1]) - max(one[0], other[0])), here, there)
        for here, one in enumerate(given)
        for there, other in enumerate(wanted)
        if one[0] < other[1] and other[0] < one[1]
    )
    pairs: list[tuple[int, int]] = []
    left, right = set(), set()
    for _, here, there in candidates:
        if here not in left and there not in right:
            pairs.append((here, there))
            left.add(here)
            right.add(there)
    return sorted(pairs)


def _parse(path: Path) -> ET.Element:
    try:
        return ET.fromstring(path.read_bytes())  # noqa: S314  a file of a research corpus on the user's own disk
    except ET.ParseError as error:
        raise ValueError(str(error)) from error


def _day(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        return None
