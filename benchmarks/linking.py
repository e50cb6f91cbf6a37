"""How well and how fast are claims linked? ECB+ from gold mentions, and a feed of news that grows.

    python benchmarks/linking.py [--part ecbplus|speed|all] [--sizes N...] [--batch N] [--json]

The rules are in ``docs/reference/benchmarks.md``. How well the stories are linked is measured by ``stories.py``.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

import clusters as agreement
import ecbplus
import newsfeed
from inputs import shared
from panj.incidents import discourse, link
from panj.incidents.linker import Linker
from panj.model import Claim
from panj.resolving import Resolver

STORIES = Path(__file__).resolve().parents[1] / "training" / "data" / "stories-2"
SIZES = (10_000, 100_000)
BATCH = 50
Figures = dict[str, float | int | None]


def kind(trigger: str) -> str:
    """Return which actions of general news may be one: those of one kind of word, else those of one lemma.

    PLOVER's types do this for political events; what ECB+ tells (takeovers, trials, earthquakes) has none.
    """
    return discourse.kind_of(trigger) or ecbplus.lemma(trigger)


def conll(topics: Sequence[tuple[ecbplus.Topic, dict[str, str]]]) -> float:
    """Return the mean F1 of MUC, B³ and CEAF-e over all topics."""
    total: list[agreement.Score] = []
    for topic, response in topics:
        key, given = agreement.partition(topic.clusters), agreement.partition(response)
        scores = [measure(key, given) for measure in (agreement.muc, agreement.b_cubed, agreement.ceaf_e)]
        total = scores if not total else [one + other for one, other in zip(total, scores, strict=True)]
    return sum(one.f1 or 0.0 for one in total) / len(total)


def linked(topic: ecbplus.Topic, resolver: Resolver, *, split: bool) -> dict[str, str]:
    """Return the incident of each mention of a topic, or of each of its sub-topics, by Panj."""
    reports = {report.id: report for report in topic.reports}
    groups: dict[tuple[str, str], list[Claim]] = {}
    for report, reading in zip(topic.reports, topic.readings, strict=True):
        for claim in resolver.resolve(report, reading).claims:
            where = topic.subtopics[claim.id] if split else ""
            groups.setdefault((kind(claim.mention.trigger.text), where), []).append(claim)
    found = {mention.id: mention.id for reading in topic.readings for mention in reading.mentions}
    for claims in groups.values():
        found.update({one.claim_id: one.incident_id for one in link(claims, reports).links})
    return found


def score_ecbplus(folder: Path) -> Figures:
    """Score Panj and the lemma baseline, with topics as they are and with their two events told apart."""
    topics, resolver = ecbplus.load(folder), Resolver()
    found: Figures = {"ecbplus_mentions": sum(len(topic.clusters) for topic in topics)}
    for split, name in ((False, "topics"), (True, "subtopics")):
        found[f"ecbplus_{name}_conll"] = conll([(topic, linked(topic, resolver, split=split)) for topic in topics])
        found[f"ecbplus_{name}_lemma_conll"] = conll(
            [
                (topic, ecbplus.by_lemma(topic, [one for read in topic.readings for one in read.mentions], split=split))
                for topic in topics
            ]
        )
    return found


def score_speed(sizes: Sequence[int], batch: int) -> tuple[Figures, list[tuple[str, ...]]]:
    """Link a feed that grows to each size, in batches of reports; return figures and rows for people.

    Counted is the processor time of putting claims and settling, on one core; not the making of the feed.
    """
    told = newsfeed.stories(STORIES)
    linker, source = Linker(), newsfeed.feed(told)
    spent, claims = 0.0, 0
    rows: list[tuple[str, ...]] = []
    first: float | None = None
    found: Figures = {}
    slowest = 0.0
    since = (0.0, 0)
    for size in sorted(sizes):
        while claims < size:
            reports = [next(source) for _ in range(batch)]
            began = time.process_time()
            for report, own in reports:
                linker.put(report.id, own, report)
            linker.settle()
            took = time.process_time() - began
            spent += took
            claims += sum(len(own) for _, own in reports)
            slowest = max(slowest, took)
        cost = spent / claims
        last = (spent - since[0]) / (claims - since[1])
        since = (spent, claims)
        first = first or cost
        found["mentions_per_s"] = round(1 / cost)
        found["cost_ratio"] = round(last / first, 3)
        rows.append((
            f"{claims:,}", f"{1 / cost:,.0f}", f"{1e6 * last:,.0f} µs", f"{last / first:.2f}",
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB",
        ))  # fmt: skip
    found["linking_mentions"] = claims
    began = time.process_time()
    linking = linker.linking()
    found["linking_incidents"] = len({one.incident_id for one in linking.links})
    found["linking_largest"] = max(Counter(one.incident_id for one in linking.links).values(), default=0)
    found["linking_output_s"] = round(time.process_time() - began, 2)
    return found, rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Be the command; return 0 scored, 1 nothing scored or malformed data, 2 a command that cannot be used."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--part", choices=("ecbplus", "speed", "all"), default="all")
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="mentions to grow to")
    options.add_argument("--batch", type=int, default=BATCH, metavar="N", help="reports linked at a time")
    options.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    chosen = options.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    found: Figures = {}
    if chosen.part != "speed":
        folder = shared() / "data" / "bench" / "ecbplus"
        if not (folder / "ECB+").is_dir():
            print(f"linking.py: SKIPPED ecbplus: no folder {folder / 'ECB+'}", file=sys.stderr)
        else:
            try:
                found |= score_ecbplus(folder)
            except (OSError, ValueError, KeyError) as error:
                print(f"linking.py: {error}", file=sys.stderr)
                return 1
            table = Table("ECB+ from gold mentions, CoNLL F1", "Panj", "lemma baseline")
            for name, label in (("topics", "32 topics"), ("subtopics", "their two events told apart")):
                table.add_row(
                    label, f"{found[f'ecbplus_{name}_conll']:.3f}", f"{found[f'ecbplus_{name}_lemma_conll']:.3f}"
                )
            console.print(table)
    if chosen.part != "ecbplus":
        gc.freeze()
        figures, rows = score_speed(chosen.sizes, chosen.batch)
        found |= figures
        table = Table("mentions", "a second, so far", "a mention, lately", "by the first", "memory")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    if not found:
        print("linking.py: nothing was scored", file=sys.stderr)
        return 1
    if chosen.json:
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
