"""Annotated reports as training examples: windows with the labels of every head.

A corpus folder holds ``reports.jsonl`` and ``mentions.jsonl`` as the annotation guide describes them. Windows are cut
by the reader's own code; only sentence boundaries come from the annotation.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import pathlib
from collections.abc import Iterable

from panj.reading.labels import MODE_TAGS, OUTCOME_TAGS, ROLES, STATUS_TAGS, TRIGGER_TAGS
from panj.reading.windows import Pieces, Window, cut, windows

IGNORED = -100
"""Label of words that a head does not learn from (context sentences, words that are no trigger)."""


@dataclasses.dataclass
class Document:
    """One annotated report: ``rows`` holds each sentence's text, its place in the report, and its mentions."""

    name: str
    title: str | None
    text: str
    rows: list[tuple[int, int, list[dict]]]


@dataclasses.dataclass
class Act:
    """One trigger with what the words of its sentence are to it; words count from the sentence's first.

    ``roles`` holds a row of tags (O, I, B) for each role, ``outcome`` and ``sum`` a label at the first word of each
    figure, ``about`` the first words of the acts that it is about, among ``rivals``, the other triggers.
    """

    begin: int
    end: int
    first: int
    last: int
    type: int
    mode: int
    status: int
    roles: list[list[int]]
    outcome: list[int]
    sum: list[int]
    about: set[int]
    rivals: list[int]


@dataclasses.dataclass
class Example:
    """A window with its labels: tags of every word, and the acts of its target sentences."""

    window: Window
    tags: dict[str, list[int]]
    acts: list[Act]


def find(text: str, span: str) -> tuple[int, int] | None:
    """Return where ``span`` stands in ``text``; ``@n`` behind it asks for its n-th occurrence."""
    head, at, number = span.rpartition("@")
    wanted, times = (head, int(number)) if at and head and number.isdigit() else (span, 1)
    start = -1
    for _ in range(times):
        start = text.find(wanted, start + 1)
        if start < 0:
            return None
    return start, start + len(wanted)


def load(folder: pathlib.Path) -> list[Document]:
    """Return the documents of one corpus folder, in the order of the file."""
    reports = {}
    for line in (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines():
        if line.strip():
            report = json.loads(line)
            reports[report["id"]] = report
    documents: dict[str, Document] = {}
    at: dict[str, int] = {}
    for line in (folder / "mentions.jsonl").read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        key = row["id"].rpartition("/")[2].partition("#")[0]
        report = reports[key]
        name = f"{folder.name}/{key}"
        document = documents.setdefault(name, Document(name, report.get("title"), report["text"], []))
        start = report["text"].find(row["text"], at.get(key, 0))
        if start < 0:
            raise ValueError(f"{row['id']}: sentence is not in the report after the one before it")
        at[key] = start + len(row["text"])
        document.rows.append((start, at[key], row["mentions"]))
    return list(documents.values())


FOLDS = 8


def held_out(document: Document, fold: int) -> bool:
    """Say whether a document belongs to a fold: by its name, so that adding data never moves another one."""
    return hashlib.sha256(document.name.encode()).digest()[0] % FOLDS == fold


def examples(documents: Iterable[Document], pieces: Pieces) -> list[Example]:
    """Return the training windows of ``documents``."""
    found: list[Example] = []
    for document in documents:
        sentences = cut(document.text, [(start, end) for start, end, _ in document.rows])
        found.extend(_example(document, window) for window in windows(document.title, sentences, pieces))
    return found


def _example(document: Document, window: Window) -> Example:
    size = len(window.words)
    tags = {name: [IGNORED] * size for name in ("trigger", "fig")}
    acts: list[Act] = []
    for number, begin, end in window.sentences:
        for row in tags.values():
            row[begin:end] = [0] * (end - begin)
        start, stop, mentions = document.rows[number]
        acts += _label(document.text[start:stop], start, mentions, window, begin, end, tags)
    return Example(window, tags, acts)


def _label(
    text: str, offset: int, mentions: list[dict], window: Window, begin: int, end: int, tags: dict[str, list[int]]
) -> list[Act]:
    """Write the tags of one sentence and return its acts: its words are ``window.words[begin:end]``."""

    def place(span: str) -> tuple[int, int] | None:
        where = find(text, span)
        if where is None:
            return None
        covered = [
            index
            for index in range(begin, end)
            if window.words[index].start < offset + where[1] and window.words[index].end > offset + where[0]
        ]
        return (covered[0] - begin, covered[-1] + 1 - begin) if covered else None

    found: dict[str, tuple[dict, int, int]] = {}
    taken: set[int] = set()
    for mention in mentions:
        where = place(mention["t"])
        if where is None or taken.intersection(range(*where)):
            continue  # a second mention on one trigger: the network gives one mention a trigger
        taken.update(range(*where))
        found[mention["id"]] = (mention, *where)
        tags["trigger"][begin + where[0]] = TRIGGER_TAGS.index(mention["type"])
        for index in range(where[0] + 1, where[1]):
            tags["trigger"][begin + index] = 1
    acts = []
    for mention, first, last in found.values():
        size = end - begin
        act = Act(
            begin=begin,
            end=end,
            first=first,
            last=last,
            type=TRIGGER_TAGS.index(mention["type"]),
            mode=MODE_TAGS.index(f"{mention['type']}/{mention['mode']}" if mention.get("mode") else "none"),
            status=STATUS_TAGS.index(mention["status"]),
            roles=[[0] * size for _ in ROLES],
            outcome=[IGNORED] * size,
            sum=[IGNORED] * size,
            about={found[mention["about"]][1]} if mention.get("about") in found else set(),
            rivals=[other for _, other, _ in found.values() if other != first],
        )
        for role, span, figure in _arguments(mention):
            where = place(span)
            row = act.roles[ROLES.index(role)]
            if where is None or any(row[index] for index in range(*where)):
                continue  # not found, or overlaps another span of its role
            row[where[0]] = 2
            row[where[0] + 1 : where[1]] = [1] * (where[1] - where[0] - 1)
            if figure is not None:
                act.outcome[where[0]] = OUTCOME_TAGS.index(figure["outcome"])
                act.sum[where[0]] = int(bool(figure.get("sum")))
                for index in range(*where):
                    tags["fig"][begin + index] = max(tags["fig"][begin + index], row[index])
        acts.append(act)
    return acts


def _arguments(mention: dict) -> Iterable[tuple[str, str, dict | None]]:
    """Yield role, words and figure of every span of a mention."""
    for role in ("by", "via", "cue"):
        if mention.get(role):
            yield role, mention[role], None
    for role in ("actor", "recipient", "place", "from", "time", "weapon"):
        for span in mention.get(role, []):
            yield role, span, None
    for figure in mention.get("fig", []):
        yield "fig", figure["span"], figure
