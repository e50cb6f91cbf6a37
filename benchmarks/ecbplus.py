"""ECB+ as reports and mentions: general news of 32 topics, each with two look-alike events (Cybulska & Vossen 2014).

Only the sentences that its authors list as annotated reliably are used, and actions alone (``ACTION_*``,
``NEG_ACTION_*``). ECB+ names no participants of an action: whoever a sentence names before the trigger stands as
actor, after it as recipient; its places and times stand for all its actions.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from inputs import as_report
from panj.incidents import words
from panj.model import Mention, Reading, Report, Span, mention_id

TYPE = "ASSAULT"
"""Stands for every action: which of them may be one is for the trigger to say, see :func:`kinds`."""

_NEAR = 60
"""Characters beside a trigger in which people and places belong to it."""


@dataclass(frozen=True)
class Topic:
    """One topic: documents as reports with gold mentions, what each mention is coreferent with, and its sub-topic."""

    name: str
    reports: tuple[Report, ...]
    readings: tuple[Reading, ...]
    clusters: Mapping[str, str]
    subtopics: Mapping[str, str]


def load(folder: Path) -> list[Topic]:
    """Read the topics beneath a folder, in order.

    Raises:
        ValueError: a file is no XML of ECB+.
        OSError: a file cannot be read.
    """
    listed: dict[tuple[str, str], set[str]] = {}
    with (folder / "ECBplus_coreference_sentences.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            listed.setdefault((row["Topic"], row["File"]), set()).add(row["Sentence Number"])
    topics = []
    for place in sorted((folder / "ECB+").iterdir(), key=lambda one: int(one.name)):
        reports, readings = [], []
        clusters: dict[str, str] = {}
        subtopics: dict[str, str] = {}
        for path in sorted(place.glob("*.xml")):
            kept = listed.get((place.name, path.stem.partition("_")[2]))
            if kept is None:
                continue
            try:
                report, reading, own = _document(path, kept)
            except (ElementTree.ParseError, KeyError) as error:
                raise ValueError(f"{path}: not a file of ECB+: {error}") from error
            reports.append(report)
            readings.append(reading)
            clusters.update(own)
            subtopics.update(dict.fromkeys(own, "ecbplus" if path.stem.endswith("plus") else "ecb"))
        topics.append(Topic(place.name, tuple(reports), tuple(readings), clusters, subtopics))
    return topics


def _document(path: Path, kept: set[str]) -> tuple[Report, Reading, dict[str, str]]:
    tree = ElementTree.parse(path).getroot()  # noqa: S314 (files of the data set, not of the open net)
    text, ends = "", {}
    sentences: dict[str, list[int]] = {}
    of_token: dict[str, str] = {}
    for token in tree.iter("token"):
        number, word = token.attrib["sentence"], token.text or ""
        if text:
            text += " " if number in sentences else "\n"
        ends[token.attrib["t_id"]] = (len(text), len(text) + len(word))
        sentences.setdefault(number, [len(text), 0])[1] = len(text) + len(word)
        of_token[token.attrib["t_id"]] = number
        text += word
    report = as_report(text, path.stem)
    spans: dict[str, tuple[str, Span, str]] = {}
    for mark in _children(tree, "Markables"):
        anchors = [one.attrib["t_id"] for one in mark.iter("token_anchor")]
        if anchors and of_token[anchors[0]] in kept:
            start, end = ends[anchors[0]][0], ends[anchors[-1]][1]
            spans[mark.attrib["m_id"]] = (
                mark.tag,
                Span(start=start, end=end, text=text[start:end]),
                of_token[anchors[0]],
            )
    coreferent: dict[str, str] = {}
    for relation in _children(tree, "Relations"):
        name = (
            relation.attrib.get("note")
            if relation.tag == "CROSS_DOC_COREF"
            else f"{path.stem} {relation.attrib['r_id']}"
        )
        for source in relation.iter("source"):
            coreferent[source.attrib["m_id"]] = str(name)
    mentions, clusters = [], {}
    for key, (tag, trigger, number) in spans.items():
        if not tag.startswith(("ACTION", "NEG_ACTION")):
            continue
        beside = [(kind, span) for kind, span, where in spans.values() if where == number]
        people = [span for kind, span in beside if kind.startswith("HUMAN") and _gap(span, trigger) <= _NEAR]
        start, end = sentences[number]
        mention = Mention(
            id=mention_id(report.id, trigger, TYPE),
            report_id=report.id,
            sentence=Span(start=start, end=end, text=text[start:end]),
            trigger=trigger,
            type=TYPE,
            status="negated" if tag.startswith("NEG") else "happened",
            actors=tuple(span for span in people if span.end <= trigger.start),
            recipients=tuple(span for span in people if span.start >= trigger.end),
            places=tuple(span for kind, span in beside if kind.startswith("LOC") and _gap(span, trigger) <= _NEAR),
            times=tuple(span for kind, span in beside if kind.startswith("TIME_DATE")),
        )
        if mention.id not in clusters:
            mentions.append(mention)
            clusters[mention.id] = coreferent.get(key, f"{path.stem} {key}")
    reading = Reading(report_id=report.id, reader="ECB+", sentences=len(kept), mentions=tuple(mentions))
    return report, reading, clusters


def _children(tree: ElementTree.Element, name: str) -> Iterable[ElementTree.Element]:
    found = tree.find(name)
    if found is None:
        raise KeyError(name)
    return found


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def lemma(trigger: str) -> str:
    """Return what stands for a trigger's lemma: the stem of its first long word."""
    return words.stem(trigger)


def by_lemma(topic: Topic, mentions: Sequence[Mention], *, split: bool) -> dict[str, str]:
    """Return the baseline: mentions of one lemma are one event, in a topic or (``split``) in each of its sub-topics."""
    return {one.id: f"{lemma(one.trigger.text)} {topic.subtopics[one.id] if split else ''}" for one in mentions}
