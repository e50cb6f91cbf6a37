"""Annotated story folders as Panj's own values.

A story folder holds ``reports.jsonl``, ``mentions.jsonl`` and ``ledger.json``; a training folder the first two, with
independent documents. Both are read by :func:`load`. Every quoted span becomes a :class:`panj.model.Span` in
characters of the report, so that gold and system mentions are values of one kind.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from panj.errors import SourceMalformed, SourceMissing
from panj.model import Capture, DateCandidate, Figure, Mention, Reading, Report, Span, mention_id, report_id

READER = "gold"
"""``Reading.reader`` of an annotation."""

REPORTS, MENTIONS, LEDGER = "reports.jsonl", "mentions.jsonl", "ledger.json"

Row = dict[str, Any]


@dataclass(frozen=True)
class Story:
    """One annotated folder.

    Attributes:
        name: name of the folder.
        reports: in the order of the file; ``external_id`` holds the file's identifier ("r1").
        readings: the annotation of each report, in the order of ``reports``; ``mentions`` in the order of triggers.
        clusters: mention id to incident, for the mentions that have one. In a story the incident is its letter, shared
            by all reports ("A"); without a ledger letters count within one document ("d001:A").
        ledger: ``ledger.json`` as it stands; empty where there is none.
        sentences: report id to the annotated sentences, which cover the text but for white space.
        digest: SHA-256 (hexadecimal) over the folder's files.
    """

    name: str
    reports: tuple[Report, ...]
    readings: tuple[Reading, ...]
    clusters: Mapping[str, str]
    ledger: Mapping[str, Any]
    sentences: Mapping[str, tuple[Span, ...]]
    digest: str


def load(folder: Path) -> Story:
    """Read one annotated folder.

    Raises:
        SourceMissing: the folder, its reports or its mentions are not there.
        SourceMalformed: a line breaks the form: no JSON, a sentence that is not in its report after the one before
            it, a span that is not in its sentence, an unknown report or mention.
    """
    rows = _rows(folder / REPORTS)
    reports = {str(row["id"]): _report(row, folder / REPORTS) for row in rows}
    ledger = _ledger(folder / LEDGER)
    mentions: dict[str, list[Mention]] = {key: [] for key in reports}
    sentences: dict[str, list[Span]] = {key: [] for key in reports}
    clusters: dict[str, str] = {}
    numbers: Counter[tuple[str, int, int, str]] = Counter()
    for row in _rows(folder / MENTIONS):
        try:
            key = str(row["id"]).rpartition("/")[2].rpartition("#")[0]
            if key not in reports:
                raise ValueError(f"no report {key!r}")
            report = reports[key]
            after = sentences[key][-1].end if sentences[key] else 0
            sentence = _sentence(report.text, row["text"], after)
            sentences[key].append(sentence)
            ids: dict[str, str] = {}
            for one in row["mentions"]:
                trigger = resolve(sentence, one["t"])
                named = (report.id, trigger.start, trigger.end, one["type"])
                ids[one["id"]] = mention_id(report.id, trigger, one["type"], numbers[named])
                numbers[named] += 1
            for one in row["mentions"]:
                mentions[key].append(_mention(one, report.id, sentence, ids))
                if letter := one.get("inc"):
                    clusters[ids[one["id"]]] = letter if ledger else f"{key}:{letter}"
        except (KeyError, TypeError, ValueError) as error:
            raise SourceMalformed(f"{folder.name}/{MENTIONS}", f"{row.get('id')}: {error}") from error
    readings = tuple(
        Reading(
            report_id=report.id,
            reader=READER,
            sentences=len(sentences[key]),
            mentions=tuple(sorted(mentions[key], key=lambda one: (one.trigger.start, one.trigger.end))),
        )
        for key, report in reports.items()
    )
    return Story(
        name=folder.name,
        reports=tuple(reports.values()),
        readings=readings,
        clusters=clusters,
        ledger=ledger,
        sentences={reports[key].id: tuple(found) for key, found in sentences.items()},
        digest=digest([folder]),
    )


def folders(roots: Iterable[Path]) -> tuple[Path, ...]:
    """Return the annotated folders among ``roots`` and directly below them, in order, each once."""
    found: dict[Path, None] = {}
    for root in roots:
        inside = sorted(root.iterdir()) if root.is_dir() else []
        for folder in (root, *inside):
            if (folder / REPORTS).is_file() and (folder / MENTIONS).is_file():
                found[folder.resolve()] = None
    return tuple(found)


def digest(stories: Iterable[Path]) -> str:
    """Return SHA-256 (hexadecimal) over the files of annotated folders, whatever their order and place on the disk."""
    parts = [
        f"{name} {hashlib.sha256((folder / name).read_bytes()).hexdigest()}"
        for folder in stories
        for name in (REPORTS, MENTIONS, LEDGER)
        if (folder / name).is_file()
    ]
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def resolve(sentence: Span, quoted: str) -> Span:
    """Return where a quoted span stands in the report; ``@n`` behind it asks for its n-th occurrence in the sentence.

    Occurrences are plain substring matches, as the annotation guide counts them.

    Raises:
        ValueError: the words are not in the sentence.
    """
    head, at, number = quoted.rpartition("@")
    words, count = (head, int(number)) if at and head and number.isdigit() else (quoted, 1)
    start = -1
    for _ in range(count):
        start = sentence.text.find(words, start + 1)
        if start < 0 or not words:
            raise ValueError(f"{quoted!r} is not in the sentence")
    return Span(start=sentence.start + start, end=sentence.start + start + len(words), text=words)


def _rows(path: Path) -> list[Row]:
    if not path.is_file():
        raise SourceMissing(str(path), "no such file", "An annotated folder holds reports.jsonl and mentions.jsonl")
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise SourceMalformed(f"{path.name}:{number}", f"not JSON: {error}") from error
            if not isinstance(row, dict):
                raise SourceMalformed(f"{path.name}:{number}", "not a JSON object")
            rows.append(row)
    return rows


def _ledger(path: Path) -> Row:
    if not path.is_file():
        return {}
    try:
        ledger = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SourceMalformed(path.name, f"not JSON: {error}") from error
    if not isinstance(ledger, dict):
        raise SourceMalformed(path.name, "not a JSON object")
    return ledger


def _report(row: Row, path: Path) -> Report:
    raw = json.dumps(row, ensure_ascii=False).encode()
    try:
        at = dt.datetime.fromisoformat(row["published_at"]) if row.get("published_at") else None
        if at is not None and at.tzinfo is None:
            raise ValueError("published_at has no offset")
        return Report(
            id=report_id(publisher=row.get("publisher"), url=row.get("url"), title=row.get("title"), text=row["text"]),
            text=row["text"],
            capture=Capture(
                digest=hashlib.sha256(raw).hexdigest(),
                media_type="application/json",
                size=len(raw),
                source=f"{path.parent.name}/{path.name}#{row['id']}",
            ),
            publisher=row.get("publisher"),
            title=row.get("title"),
            url=row.get("url"),
            published_at=at,
            published_found_in="given" if at else None,
            date_candidates=(DateCandidate(at=at, found_in="given"),) if at else (),
            language="en",
            external_id=row["id"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SourceMalformed(f"{path.parent.name}/{path.name}", f"{row.get('id')}: {error}") from error


def _sentence(text: str, sentence: str, after: int) -> Span:
    start = text.find(sentence, after)
    if start < 0:
        raise ValueError("the sentence is not in the report after the one before it")
    return Span(start=start, end=start + len(sentence), text=sentence)


def _mention(row: Row, report: str, sentence: Span, ids: Mapping[str, str]) -> Mention:
    def one(key: str) -> Span | None:
        return resolve(sentence, row[key]) if row.get(key) else None

    def many(key: str) -> tuple[Span, ...]:
        return tuple(resolve(sentence, quoted) for quoted in row.get(key, ()))

    return Mention(
        id=ids[row["id"]],
        report_id=report,
        sentence=sentence,
        trigger=resolve(sentence, row["t"]),
        type=row["type"],
        status=row["status"],
        mode=row.get("mode"),
        by=one("by"),
        via=one("via"),
        cue=one("cue"),
        actors=many("actor"),
        recipients=many("recipient"),
        places=many("place"),
        launched_from=many("from"),
        times=many("time"),
        weapons=many("weapon"),
        figures=tuple(
            Figure(
                span=resolve(sentence, figure["span"]),
                outcome=figure["outcome"],
                low=figure.get("low"),
                high=figure.get("high"),
                qualifier=figure.get("qual"),
                sum=bool(figure.get("sum")),
            )
            for figure in row.get("fig", ())
        ),
        about=ids[row["about"]] if row.get("about") else None,
    )
