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

from panj.reading.labels import LAYER_OF, LAYERS, MODE_TAGS, OUTCOME_TAGS, RELATIONS, STATUS_TAGS, TRIGGER_TAGS
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
class Example:
    """A window with its labels; ``pairs`` are (trigger word, span word, relations that hold)."""

    window: Window
    tags: dict[str, list[int]]
    pairs: list[tuple[int, int, tuple[int, ...]]]


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
    tags = {name: [IGNORED] * size for name in ("trigger", "mode", "status", *LAYERS, "outcome", "sum")}
    pairs: list[tuple[int, int, tuple[int, ...]]] = []
    for number, begin, end in window.sentences:
        for name in ("trigger", *LAYERS):
            tags[name][begin:end] = [0] * (end - begin)
        start, stop, mentions = document.rows[number]
        _label(document.text[start:stop], start, mentions, window, begin, end, tags, pairs)
    return Example(window, tags, pairs)


def _label(
    text: str,
    offset: int,
    mentions: list[dict],
    window: Window,
    begin: int,
    end: int,
    tags: dict[str, list[int]],
    pairs: list[tuple[int, int, tuple[int, ...]]],
) -> None:
    """Write the labels of one sentence: its words are ``window.words[begin:end]``."""

    def place(span: str) -> tuple[int, int] | None:
        where = find(text, span)
        if where is None:
            return None
        covered = [
            index
            for index in range(begin, end)
            if window.words[index].start < offset + where[1] and window.words[index].end > offset + where[0]
        ]
        return (covered[0], covered[-1] + 1) if covered else None

    triggers: dict[int, dict] = {}
    first_of: dict[str, int] = {}
    for mention in mentions:
        where = place(mention["t"])
        if where is None or where[0] in triggers or tags["trigger"][where[0]] != 0:
            continue  # a second mention on one trigger: the network gives one mention a trigger
        first, last = where
        triggers[first] = mention
        first_of[mention["id"]] = first
        tags["trigger"][first] = TRIGGER_TAGS.index(mention["type"])
        for index in range(first + 1, last):
            tags["trigger"][index] = 1
        mode = f"{mention['type']}/{mention['mode']}" if mention.get("mode") else "none"
        tags["mode"][first] = MODE_TAGS.index(mode)
        tags["status"][first] = STATUS_TAGS.index(mention["status"])
    starts: dict[str, set[int]] = {layer: set() for layer in LAYERS}
    holds: dict[tuple[int, int, str], set[str]] = {}
    for first, mention in triggers.items():
        for relation, span, figure in _arguments(mention):
            where = place(span)
            if where is None:
                continue
            layer = LAYER_OF[relation]
            known = tags[layer]
            if where[0] not in starts[layer]:
                if any(known[index] != 0 for index in range(*where)):
                    continue  # overlaps another span of its layer
                known[where[0]] = 2
                known[where[0] + 1 : where[1]] = [1] * (where[1] - where[0] - 1)
                starts[layer].add(where[0])
            holds.setdefault((first, where[0], layer), set()).add(relation)
            if figure is not None:
                tags["outcome"][where[0]] = OUTCOME_TAGS.index(figure["outcome"])
                tags["sum"][where[0]] = int(bool(figure.get("sum")))
    for first, mention in triggers.items():
        for layer in LAYERS:
            for start in sorted(starts[layer]):
                relations = holds.get((first, start, layer), set())
                pairs.append((first, start, tuple(sorted(RELATIONS.index(one) for one in relations))))
        for other in triggers:
            if other != first:
                about = first_of.get(mention.get("about", "")) == other
                pairs.append((first, other, (RELATIONS.index("about"),) if about else ()))


def _arguments(mention: dict) -> Iterable[tuple[str, str, dict | None]]:
    """Yield relation, words and figure of every span of a mention."""
    for relation in ("by", "via", "cue"):
        if mention.get(relation):
            yield relation, mention[relation], None
    for relation in ("actor", "recipient", "place", "from", "time", "weapon"):
        for span in mention.get(relation, []):
            yield relation, span, None
    for figure in mention.get("fig", []):
        yield "fig", figure["span"], figure
