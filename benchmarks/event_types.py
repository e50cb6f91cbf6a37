"""How well are events typed? PLOVER root codes (PLV) and fine-grained classes of incidents (CASE 2021, task 2).

    python benchmarks/event_types.py [--reader NAME] [--only NAME...] [--limit N] [--json]

The rules and the cross-walk are in ``docs/reference/benchmarks.md``. The file is not called ``types.py``: a program's
folder comes first on the path of modules, so that ``import types`` of the standard library would find this one.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import Dataset, Pairs, Read, Row, accuracy, by_class, f1_row, macro, run, watched, weighted
from crosswalks import CASE_CLASSES, CASE_REACHABLE, case_class, plv_root
from inputs import as_report
from matching import same_span
from panj.model import Mention, Span

PURPOSE = "Types of events"
_MARK = re.compile(r"<(/?)([st])>")


@dataclass(frozen=True)
class Relation:
    """A sentence in which a source does something to a target; ``published`` is the class a published system gave."""

    name: str
    text: str
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]
    root: str
    published: str


@dataclass(frozen=True)
class Snippet:
    """A text about one incident, of one class."""

    name: str
    text: str
    wanted: str


def load_plv(paths: Sequence[Path]) -> list[Relation]:
    """Read sentences with their marked source and target."""
    found = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file, delimiter="\t")):
                text, spans = marked(row["marked_sentence"])
                found.append(
                    Relation(f"{path.stem}#{number}", text, spans["s"], spans["t"], row["gold_root"], row["root_L2"])
                )
    return found


def marked(sentence: str) -> tuple[str, dict[str, tuple[Span, ...]]]:
    """Return a sentence without its marks ``<s>…</s>`` and ``<t>…</t>``, and the spans that they enclosed.

    Raises:
        ValueError: a mark is closed that was not opened.
    """
    text, at = "", 0
    opened: dict[str, int] = {}
    spans: dict[str, tuple[Span, ...]] = {"s": (), "t": ()}
    for mark in _MARK.finditer(sentence):
        text += sentence[at : mark.start()]
        at = mark.end()
        kind = mark[2]
        if not mark[1]:
            opened[kind] = len(text)
        elif kind not in opened:
            raise ValueError(f"</{kind}> without <{kind}>")
        else:
            start = opened.pop(kind)
            spans[kind] += (Span(start=start, end=len(text), text=text[start:]),)
    return text + sentence[at:], spans


def main_mention(mentions: Sequence[Mention], relation: Relation) -> Mention | None:
    """Return the mention that tells what the source does; ``None`` where there is no mention.

    What another mention is about (the act demanded, promised, denied) is left out. Of the others one whose actors name
    the source comes first; among equal ones the first in the sentence.
    """
    inner = {one.about for one in mentions}
    outer = [one for one in mentions if one.id not in inner] or mentions

    def rank(mention: Mention) -> tuple[bool, int]:
        acts = any(same_span(one, other) for one in relation.sources for other in mention.actors)
        return not acts, mention.trigger.start

    return min(outer, key=rank, default=None)


def score_plv(items: Sequence[Relation], read: Read) -> list[Row]:
    """Score root codes, beside those that the published system gave to the same sentences."""
    pairs: list[tuple[str, str | None]] = []
    for one in watched(items, "plv"):
        found = main_mention(read(as_report(one.text, one.name)).mentions, one)
        pairs.append((one.root, plv_root(found) if found else None))
    published: Pairs = [(one.root, one.published) for one in items]
    rows = [
        Row("plv_root_macro_f1", "PLV: root code, macro-F1", macro(pairs), macro(published)),
        Row("plv_root_micro_f1", "PLV: root code, micro-F1", accuracy(pairs), accuracy(published)),
        Row("plv_abstained", "PLV: no event found", sum(given is None for _, given in pairs) / (len(pairs) or 1)),
    ]
    theirs = by_class(published)
    for name, score in by_class(pairs).items():
        rows.append(f1_row(f"plv_{name.lower()}_f1", f"  {name}", score, theirs[name].f1))
    return rows


def load_case(paths: Sequence[Path]) -> list[Snippet]:
    """Read snippets with their class."""
    found = []
    for path in paths:
        lines = path.read_text(encoding="utf-8").split("\n")
        for line in filter(None, lines[1:]):
            name, text, wanted = line.rstrip("\r").split("\t")
            if wanted not in CASE_CLASSES:
                raise ValueError(f"{name}: unknown class {wanted}")
            found.append(Snippet(name, text, wanted))
    return found


def score_case(items: Sequence[Snippet], read: Read) -> list[Row]:
    """Score classes of snippets: all, and those that the cross-walk reaches alone."""
    pairs = [
        (one.wanted, case_class(read(as_report(one.text, one.name)).mentions)) for one in watched(items, "case2021")
    ]
    within = [pair for pair in pairs if pair[0] in CASE_REACHABLE]
    outside = [given for wanted, given in pairs if wanted not in CASE_REACHABLE]
    rows = [
        Row("case2021_weighted_f1", "CASE 2021: weighted F1", weighted(pairs), 0.771),
        Row("case2021_macro_f1", "CASE 2021: macro-F1", macro(pairs)),
        Row("case2021_accuracy", "CASE 2021: accuracy", accuracy(pairs)),
        Row("case2021_reachable_weighted_f1", "  classes in reach: weighted F1", weighted(within)),
        Row("case2021_reachable_macro_f1", "  classes in reach: macro-F1", macro(within)),
        Row("case2021_reachable_abstained", "  classes in reach: no class given", _nothing([b for _, b in within])),
        Row("case2021_unreachable_abstained", "  other classes: no class given (right)", _nothing(outside)),
    ]
    for name, score in by_class(pairs).items():
        rows.append(f1_row(f"case2021_{name.lower()}_f1", f"  {name}", score))
    return rows


def _nothing(given: Sequence[str | None]) -> float | None:
    return sum(one is None for one in given) / len(given) if given else None


DATASETS: tuple[Dataset[Relation] | Dataset[Snippet], ...] = (
    Dataset("plv", ("plv/PLV_test.tsv",), load_plv, lambda one: one.name, score_plv),
    Dataset(
        "case2021",
        ("case2021_task2/test_set_final_release_with_labels.tsv",),
        load_case,
        lambda one: one.name,
        score_case,
    ),
    Dataset("plv-train", ("plv/PLV_train.tsv",), load_plv, lambda one: one.name, score_plv, usual=False),
)
"""``plv-train`` is there to choose rules by; its figures are no result."""


def main(arguments: Sequence[str] | None = None) -> int:
    return run("event_types.py", DATASETS, PURPOSE, arguments)


if __name__ == "__main__":
    sys.exit(main())
