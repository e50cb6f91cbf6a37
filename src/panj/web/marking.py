"""A report's text in pieces, each with the values that its words are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from panj.model import Claim, Report, Span

_PARAGRAPH = re.compile(r"[^\n]+")
_KINDS = {
    "t": "act", "by": "source", "via": "source", "cue": "source", "actor": "actor", "recipient": "recipient",
    "place": "place", "from": "place", "time": "time", "weapon": "weapon", "fig": "figure",
}  # fmt: skip
_ORDER = ("figure", "act", "actor", "recipient", "source", "weapon", "place", "time", "abstained")


class Piece(NamedTuple):
    """Some characters of a paragraph.

    Attributes:
        text: the characters.
        value_ids: values whose words these are part of, the one that gives the colour first.
        kind: what the first one is; ``None`` for plain text.
        begins: values whose words begin here: what leads to them leads here.
        told: they are in a sentence that a claim is made of.
    """

    text: str
    value_ids: tuple[str, ...]
    kind: str | None
    begins: tuple[str, ...]
    told: bool


def kind_of(name: str) -> str:
    """Return what a value is, by its name (``fig0`` is a figure)."""
    return _KINDS.get(name.rstrip("0123456789"), "act")


def marked(report: Report, claims: Iterable[Claim], others: Iterable[tuple[str, Span]] = ()) -> list[list[Piece]]:
    """Return the paragraphs of a report in pieces.

    Args:
        report: whose text is shown.
        claims: those whose words are marked; claims of other reports are passed over.
        others: further words to be marked, by an identifier.
    """
    marks: list[tuple[str, str, Span]] = []
    sentences: list[Span] = []
    for claim in claims:
        if claim.report_id == report.id:
            sentences.append(claim.mention.sentence)
            marks += [(f"{claim.id}.{name}", kind_of(name), span) for name, span in claim.mention.spans()]
    marks += [(name, "abstained", span) for name, span in others]
    marks.sort(key=lambda one: (_ORDER.index(one[1]), one[0]))
    return [
        list(_pieces(report.text, found.start(), found.end(), marks, sentences))
        for found in _PARAGRAPH.finditer(report.text)
    ]


def _pieces(
    text: str, start: int, end: int, marks: list[tuple[str, str, Span]], sentences: list[Span]
) -> Iterator[Piece]:
    here = [one for one in marks if one[2].start < end and one[2].end > start]
    told = [one for one in sentences if one.start < end and one.end > start]
    cuts = {start, end}
    for span in [*(one[2] for one in here), *told]:
        cuts |= {min(max(span.start, start), end), min(max(span.end, start), end)}
    edges = sorted(cuts)
    for first, last in itertools.pairwise(edges):
        over = [one for one in here if one[2].start <= first and one[2].end >= last]
        yield Piece(
            text=text[first:last],
            value_ids=tuple(name for name, _, _ in over),
            kind=over[0][1] if over else None,
            begins=tuple(name for name, _, span in over if max(span.start, start) == first),
            told=any(one.start <= first and one.end >= last for one in told),
        )
