"""Who did it, to whom, with what? Role fillers (MUC-4), acts of police (IndiaPoliceEvents), triggers (WikiEvents).

    python benchmarks/roles.py [--reader NAME] [--only NAME...] [--limit N] [--json]

The rules are in ``docs/reference/benchmarks.md``.
"""

from __future__ import annotations

import bisect
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import Dataset, Read, Row, f1_row, run, watched
from clusters import Score
from inputs import as_report
from matching import overlap, pair_mentions, pair_spans
from panj.model import Mention, Report, Span
from templates import ROLES, Template, by_head, filled, gtt, ree, strict

PURPOSE = "Roles: who did it, to whom, with what"


@dataclass(frozen=True)
class Document:
    """A text whose sentences are lines, with what is wanted of it.

    ``templates`` for MUC-4; ``labels`` of each sentence for IndiaPoliceEvents; ``triggers`` (span and PLOVER type)
    for WikiEvents.
    """

    name: str
    report: Report
    templates: tuple[Template, ...] = ()
    labels: tuple[frozenset[str], ...] = ()
    triggers: tuple[tuple[Span, str], ...] = ()

    def line(self, at: int) -> int:
        """Return the number of the line that holds a character."""
        return bisect.bisect_right(self.starts(), at) - 1

    def starts(self) -> list[int]:
        """Return where each line starts."""
        return [0, *(match.end() for match in re.finditer("\n", self.report.text))]


# -- MUC-4 ---------------------------------------------------------------------------------------------------------

_GAP = re.compile(r"(?<=\s)\s(?=\S)")


def load_muc(paths: Sequence[Path]) -> list[Document]:
    """Read documents with their templates; the double space after each sentence becomes a line break."""
    found = []
    for row in _rows(paths):
        templates = [
            Template(
                one["incident_type"],
                {
                    role: tuple(frozenset(text for text, _ in entity) for entity in one[role] if entity)
                    for role in ROLES
                },
            )
            for one in row["templates"]
        ]
        unique = [one for at, one in enumerate(templates) if one not in templates[:at]]
        report = as_report(_GAP.sub("\n", row["doctext"]), row["docid"])
        found.append(Document(row["docid"], report, templates=tuple(unique)))
    return found


def score_muc(items: Sequence[Document], read: Read) -> list[Row]:
    """Score role fillers by document (CEAF-REE) and by template (GTT), by whole strings and by heads."""
    scores: dict[str, dict[str, Score]] = {name: {} for name in ("ree", "ree_head", "template", "template_head")}
    for one in watched(items, "muc4"):
        given = filled(one.report.text, read(one.report).mentions)
        _add(scores["ree"], ree(one.templates, given, strict))
        _add(scores["ree_head"], ree(one.templates, given, by_head))
        _add(scores["template"], gtt(one.templates, given, strict))
        _add(scores["template_head"], gtt(one.templates, given, by_head))
    rows = []
    for name, label in (
        ("ree_head", "MUC-4: role fillers, by head"),
        ("ree", "MUC-4: role fillers, whole strings"),
        ("template_head", "MUC-4: templates, by head"),
        ("template", "MUC-4: templates, whole strings"),
    ):
        rows.append(f1_row(f"muc4_{name}_f1", label, sum(scores[name].values(), Score())))
        if name in ("ree_head", "template_head"):
            for part, score in scores[name].items():
                rows.append(f1_row(f"muc4_{name}_{part.lower()}_f1", f"  {part}", score))
    return rows


# -- IndiaPoliceEvents ---------------------------------------------------------------------------------------------

LABELS = ("KILL", "ARREST", "FORCE", "ANY_ACTION")
"""Questions that a reader's mentions answer. FAIL (police did not act) has no PLOVER type."""

_POLICE = re.compile(
    r"\b(?:police\w*|cops?|constables?|crpf|bsf|security (?:forces?|personnel)|troops|army|jawans|paramilitary)\b",
    re.IGNORECASE,
)
_KILLING = re.compile(r"\b(?:kill\w*|shot dead|gunned down|dead|died|death\w*|slain|fatal\w*)\b", re.IGNORECASE)
_ARREST = re.compile(r"\b(?:arrest\w*|detain\w*|detention|held|custody|rounded up|nabbed|booked)\b", re.IGNORECASE)
_DEEDS = ("ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "AID", "ACCUSE", "COOPERATE")


def load_india(paths: Sequence[Path]) -> list[Document]:
    """Read documents as lines of sentences with the labels of each."""
    texts: dict[str, list[str]] = {}
    labels: dict[str, list[frozenset[str]]] = {}
    for row in _rows(paths):
        name = str(row["doc_id"])
        texts.setdefault(name, []).append(" ".join(row["sent_text"].split()))
        labels.setdefault(name, []).append(frozenset(row["sent_labels"]))
    return [
        Document(name, as_report("\n".join(lines), name), labels=tuple(labels[name])) for name, lines in texts.items()
    ]


def police_acts(mention: Mention) -> frozenset[str]:
    """Return the labels that a mention gives its sentence."""
    if mention.status != "happened":
        return frozenset()
    by_police = bool(_POLICE.search(" | ".join(one.text for one in (mention.trigger, *mention.actors))))
    found = set()
    if mention.type == "ASSAULT" and (by_police or (not mention.actors and mention.mode == "crowd-control")):
        found.add("FORCE")
        if any(one.outcome == "killed" for one in mention.figures) or _KILLING.search(mention.trigger.text):
            found.add("KILL")
    arrest = mention.type == "COERCE" and (mention.mode == "arrest" or _ARREST.search(mention.trigger.text))
    if arrest and (by_police or not mention.actors):
        found.add("ARREST")
    if found or (by_police and mention.type in _DEEDS):
        found.add("ANY_ACTION")
    return frozenset(found)


def score_india(items: Sequence[Document], read: Read) -> list[Row]:
    """Score labels of documents, and of sentences."""
    documents = {label: Score() for label in LABELS}
    sentences = {label: Score() for label in LABELS}
    for one in watched(items, "india"):
        given: list[set[str]] = [set() for _ in one.labels]
        for mention in read(one.report).mentions:
            given[one.line(mention.trigger.start)] |= police_acts(mention)
        for label in LABELS:
            wanted_in, given_in = ([label in line for line in lines] for lines in (one.labels, given))
            documents[label] += _yes(any(wanted_in), any(given_in))
            for wanted, answer in zip(wanted_in, given_in, strict=True):
                sentences[label] += _yes(wanted, answer)
    rows = []
    for label in LABELS:
        rows.append(f1_row(f"india_{label.lower()}_f1", f"IndiaPoliceEvents: {label}, documents", documents[label]))
        rows.append(f1_row(f"india_{label.lower()}_sentence_f1", "  sentences", sentences[label]))
    return rows


# -- WikiEvents ----------------------------------------------------------------------------------------------------

CONFLICT = {
    "Conflict.Attack": "ASSAULT", "Life.Die": "ASSAULT", "Life.Injure": "ASSAULT",
    "ArtifactExistence.DamageDestroyDisableDismantle": "ASSAULT", "Conflict.Demonstrate": "PROTEST",
    "Justice.ArrestJailDetain": "COERCE", "Contact.ThreatenCoerce": "THREATEN",
}  # fmt: skip
"""Types of WikiEvents (their first two parts) that are about conflict, and PLOVER's type of each."""


def load_wikievents(paths: Sequence[Path]) -> list[Document]:
    """Read documents as lines of sentences with their conflict triggers."""
    found = []
    for row in _rows(paths):
        lines, bounds, at = [], [], 0
        for tokens, text in row["sentences"]:
            first = tokens[0][1]
            bounds += [(at + start - first, at + end - first) for _, start, end in tokens]
            lines.append(text)
            at += len(text) + 1
        text = "\n".join(lines)
        triggers = []
        for event in row["event_mentions"]:
            type_ = CONFLICT.get(event["event_type"].rpartition(".")[0])
            if type_ is not None:
                start, end = bounds[event["trigger"]["start"]][0], bounds[event["trigger"]["end"] - 1][1]
                triggers.append((Span(start=start, end=end, text=text[start:end]), type_))
        report = as_report(text, row["doc_id"])
        found.append(Document(row["doc_id"], report, triggers=tuple(triggers)))
    return found


def score_wikievents(items: Sequence[Document], read: Read) -> list[Row]:
    """Score triggers of conflict types, triggers with their type, and types of sentences."""
    trigger, typed, sentence = Score(), Score(), Score()
    scored = frozenset(CONFLICT.values())
    for one in watched(items, "wikievents"):
        gold = [_mention(one, span, type_, number) for number, (span, type_) in enumerate(one.triggers)]
        system = [mention for mention in read(one.report).mentions if mention.type in scored]
        lines = [
            Span(start=start, end=start + len(line), text=line)
            for start, line in zip(one.starts(), one.report.text.split("\n"), strict=True)
        ]
        pairs = pair_mentions(lines, gold, system)
        trigger += Score(len(pairs), len(system), len(pairs), len(gold))
        same = sum(mine.type == other.type for mine, other in pairs)
        typed += Score(same, len(system), same, len(gold))
        wanted, given = ({(one.line(it.trigger.start), it.type) for it in side} for side in (gold, system))
        sentence += Score(len(wanted & given), len(given), len(wanted & given), len(wanted))
    return [
        f1_row("wikievents_trigger_f1", "WikiEvents: conflict trigger", trigger),
        f1_row("wikievents_trigger_type_f1", "  with its type", typed),
        f1_row("wikievents_sentence_type_f1", "  types of a sentence, each once", sentence),
    ]


def _mention(document: Document, span: Span, type_: str, number: int) -> Mention:
    return Mention(
        id=f"{document.name}#{number}", report_id=document.report.id, sentence=span, trigger=span, type=type_,
        status="happened",
    )  # fmt: skip


# -- PLOVER's own examples -----------------------------------------------------------------------------------------

_MARK = re.compile(r"\(([A-Z/]+):\s*([^()]*)\)")


@dataclass(frozen=True)
class Example:
    """A sentence of the PLOVER gold standard: the words of its event, of who acts and of who is acted upon."""

    name: str
    report: Report
    events: tuple[Span, ...]
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]


def load_gsr(paths: Sequence[Path]) -> list[Example]:
    """Read the sentences whose mark-up can be taken off without a rest and marks an event."""
    found = []
    for path in paths:
        for row in json.loads(path.read_text(encoding="utf-8")):
            markup = row.get("textInfo", {})
            text, spans = unmarked(markup.get("markup", "") if isinstance(markup, dict) else "")
            if spans.get("EVT") and "(SRC" not in text and "(TAR" not in text:
                both = spans.get("SRC/TAR", ())
                found.append(
                    Example(
                        row["id"],
                        as_report(text, row["id"]),
                        spans["EVT"],
                        spans.get("SRC", ()) + both,
                        spans.get("TAR", ()) + both,
                    )
                )
    return found


def unmarked(markup: str) -> tuple[str, Mapping[str, tuple[Span, ...]]]:
    """Return a sentence without its marks ``(KIND: words)``, and the spans of each kind."""
    text, at = "", 0
    spans: dict[str, tuple[Span, ...]] = {}
    for mark in _MARK.finditer(markup):
        text += markup[at : mark.start()]
        words = mark[2].strip()
        spans[mark[1]] = (*spans.get(mark[1], ()), Span(start=len(text), end=len(text) + len(words), text=words))
        text += words
        at = mark.end()
    return text + markup[at:], spans


def score_gsr(items: Sequence[Example], read: Read) -> list[Row]:
    """Score the parties of the mention on the marked event; where there is none, they are missed."""
    found = Score()
    actor, recipient = Score(), Score()
    for one in watched(items, "gsr"):
        mentions = read(one.report).mentions
        on_event = [mention for mention in mentions if any(overlap(mention.trigger, span) for span in one.events)]
        found += Score(right_wanted=bool(on_event), wanted=1)
        chosen = max(on_event, key=lambda it: (it.confidence or 0.0, -it.trigger.start), default=None)
        actor += _spans(one.sources, chosen.actors if chosen else ())
        recipient += _spans(one.targets, chosen.recipients if chosen else ())
    return [
        Row("gsr_event_recall", "PLOVER examples: event found", found.recall),
        f1_row("gsr_actor_f1", "  actor", actor),
        f1_row("gsr_recipient_f1", "  recipient", recipient),
    ]


# -- helpers -------------------------------------------------------------------------------------------------------


def _rows(paths: Sequence[Path]) -> Iterable[dict[str, Any]]:
    for path in paths:
        with path.open(encoding="utf-8") as file:
            yield from (json.loads(line) for line in file if line.strip())


def _add(tally: dict[str, Score], scores: Mapping[str, Score]) -> None:
    for name, score in scores.items():
        tally[name] = tally.get(name, Score()) + score


def _yes(wanted: bool, given: bool) -> Score:  # noqa: FBT001  the two answers of one question
    return Score(wanted and given, given, wanted and given, wanted)


def _spans(wanted: Sequence[Span], given: Sequence[Span]) -> Score:
    right = len(pair_spans(wanted, given))
    return Score(right, len(given), right, len(wanted))


def _name(one: Document | Example) -> str:
    return one.name


DATASETS: tuple[Dataset[Document] | Dataset[Example], ...] = (
    Dataset("muc4", ("muc4/dev.json",), load_muc, _name, score_muc),
    Dataset("india", ("india_police_events/data/final/sents.jsonl",), load_india, _name, score_india, limit=800),
    Dataset("wikievents", ("wikievents/dev.jsonl",), load_wikievents, _name, score_wikievents),
    Dataset("gsr", ("plover_gsr/gold_standard_records/PLOVER_GSR_CAMEO.txt",), load_gsr, _name, score_gsr),
)


def main(arguments: Sequence[str] | None = None) -> int:
    return run("roles.py", DATASETS, PURPOSE, arguments)


if __name__ == "__main__":
    sys.exit(main())
