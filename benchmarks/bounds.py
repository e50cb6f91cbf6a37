"""How long do bounds over 1,000 incidents take?

    python benchmarks/bounds.py [--incidents N] [--repeat N] [--seed N] [--json]

Selections are generated; their shapes come from the ledgers of the development stories in ``$PANJ_SHARED/stories``:
how many claims an incident has, how many claimants, how these differ, how many sums there are and how many incidents
each covers. What is timed is the whole answer of ``panj totals`` for one outcome but for reading the ledger: the
selection, the bounds, the best number by rule, what holds the ends, what would settle them. Exit status: 0 measured,
1 no stories.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from inputs import shared
from panj import incidents
from panj.incidents.aggregation import Rule
from panj.incidents.answers import Total
from panj.incidents.selection import Selection
from panj.model import Claim, FigureClaim, FigureView, Incident, Interval, Mention, Party, Place, Span, Sum

FIRST = dt.date(2026, 1, 1)
COUNTRY, ELSEWHERE = "KAZ", "KGZ"
WORDS = Span(start=0, end=1, text="x")


@dataclass(frozen=True)
class Shapes:
    """What the stories look like.

    Attributes:
        incidents: for each incident and outcome with numbers, its figures as rows of the ledger.
        sums: for each sum, its figure and how many incidents it covers.
        gaps: days from one incident of a story to the next.
    """

    incidents: tuple[tuple[Mapping[str, Any], ...], ...]
    sums: tuple[tuple[Mapping[str, Any], int], ...]
    gaps: tuple[int, ...]


def shapes(folder: Path) -> Shapes:
    """Return the shapes of all stories.

    Raises:
        FileNotFoundError: there are none.
    """
    found: list[tuple[Mapping[str, Any], ...]] = []
    sums: list[tuple[Mapping[str, Any], int]] = []
    gaps: list[int] = []
    for path in sorted(folder.glob("*/ledger.json")):
        ledger = json.loads(path.read_text(encoding="utf-8"))
        dated = sorted(dt.date.fromisoformat(row["from"]) for row in ledger["incidents"] if row.get("from"))
        gaps += [(after - before).days for before, after in pairwise(dated)]
        found += [
            tuple(one for one in row["figures"] if one["outcome"] == outcome)
            for row in ledger["incidents"]
            for outcome in sorted({one["outcome"] for one in row["figures"]})
        ]
        sums += [(row, len(row["covers"])) for row in ledger["sums"]]
    if not found:
        raise FileNotFoundError(folder)
    return Shapes(tuple(found), tuple(sums), tuple(gaps))


def generate(shape: Shapes, count: int, seed: int) -> tuple[list[Incident], list[Sum], dict[str, Claim]]:
    """Return a selection of incidents, its sums with their claims, the same for the same seed.

    An incident takes the claims of one in the stories, with numbers stretched by one factor for all of them, so that
    who differs still differs. Sums are as many for an incident as in the stories and cover incidents that follow on
    each other; each counts between half and twice what its own claimant's numbers for them would come to.
    """
    draw = random.Random(seed)  # noqa: S311 - the same selection for the same seed
    made = []
    day = FIRST
    for number in range(count):
        day += dt.timedelta(days=draw.choice(shape.gaps))
        rows = draw.choice(shape.incidents)
        factor = draw.choice((1, 1, 1, 2, 3))
        claims = tuple(_figure(f"m{number}.fig{n}", row, factor) for n, row in enumerate(rows))
        place = Place(name="here", words=WORDS, rule="generated", country=COUNTRY if draw.random() < 0.9 else ELSEWHERE)
        made.append(
            Incident(
                id=f"i{number:06}",
                type="ASSAULT",
                claim_ids=(),
                report_ids=(),
                when=Interval(valid_from=day, valid_to=day, granularity="day", rule="generated"),
                place=place,
                places=(place,),
                figures=(FigureView(outcome="killed", low=None, best=None, high=None, rule="", claims=claims),),
            )
        )
    sums: list[Sum] = []
    told: dict[str, Claim] = {}
    for number in range(round(count * len(shape.sums) / len(shape.incidents))):
        row, width = draw.choice(shape.sums)
        start = draw.randrange(max(1, count - width))
        covered = made[start : start + width]
        days = [one.when for one in covered if one.when is not None]
        over = Interval(
            valid_from=days[0].valid_from, valid_to=days[-1].valid_to, granularity="range", rule="generated"
        )
        people = sum(one.figures[0].claims[0].low or 0 for one in covered)
        least = max(1, round(people * draw.uniform(0.5, 2)))
        figure = _figure(f"s{number}.fig0", {**row, "low": least, "high": None if row["high"] is None else least}, 1)
        own = tuple(
            one.id for one in covered if any(c.claimant_key == figure.claimant_key for c in one.figures[0].claims)
        )
        told[f"s{number}"] = _claim(f"s{number}", figure, over)
        sums.append(
            Sum(
                claim_id=f"s{number}",
                figure=figure,
                over=over,
                covers=tuple(one.id for one in covered),
                contains=own,
                acts=draw.choice((None, width)),
                low=None,
                high=None,
                rule="",
            )
        )
    return made, sums, told


def _figure(value_id: str, row: Mapping[str, Any], factor: int) -> FigureClaim:
    part = "part of" in (row.get("group") or "") or "one of" in (row.get("group") or "")
    return FigureClaim(
        value_id=value_id,
        claimant=row["by"],
        claimant_key=row["by"],
        outcome="killed",
        low=None if row["low"] is None else row["low"] * factor,
        high=None if row["high"] is None else row["high"] * factor,
        words="",
        said_on=FIRST,
        report_ids=(value_id.partition(".")[0],),
        group=row.get("group"),
        subset=part,
    )


def _claim(name: str, figure: FigureClaim, over: Interval) -> Claim:
    mention = Mention(id=name, report_id=name, sentence=WORDS, trigger=WORDS, type="ASSAULT", status="happened")
    return Claim(
        mention=mention,
        claimant=Party(name=figure.claimant, rule="generated", key=figure.claimant_key),
        stance="asserted",
        when=over,
        said_on=FIRST,
        places=(Place(name="here", words=WORDS, rule="generated", country=COUNTRY),),
    )


def answer(chosen: Sequence[Incident], sums: Sequence[Sum], told: Mapping[str, Claim], rule: Rule) -> Total:
    """Return the total that is timed: the dead of one country over the whole time."""
    return incidents.total("killed", Selection(since=FIRST, country=COUNTRY), chosen, sums, told, {}, {}, rule)


def main(arguments: Sequence[str] | None = None) -> int:
    """Be the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="bounds.py", description="How long bounds over many incidents take.")
    parser.add_argument("--incidents", type=int, default=1000, metavar="N", help="incidents in a selection (1000)")
    parser.add_argument(
        "--repeat", type=int, default=5, metavar="N", help="timed answers, each over another selection (5)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the first selection (0)")
    parser.add_argument("--json", action="store_true", help="the figures as one JSON object")
    options = parser.parse_args(arguments)
    try:
        shape = shapes(shared() / "stories")
    except FileNotFoundError as error:
        print(f"bounds.py: SKIPPED: no stories in {error}", file=sys.stderr)
        return 1
    generated = [generate(shape, options.incidents, options.seed + n) for n in range(options.repeat)]
    answer(*generated[0], "most-supported")  # loads the solver
    clock, processor = [], []
    totals = []
    for chosen, sums, told in generated:
        began, spent = time.perf_counter(), time.process_time()
        totals.append(answer(chosen, sums, told, "most-supported"))
        processor.append(1000 * (time.process_time() - spent))
        clock.append(1000 * (time.perf_counter() - began))
    last = totals[-1]
    found = {
        f"bounds_ms_{options.incidents}": round(statistics.median(clock), 1),
        f"bounds_processor_ms_{options.incidents}": round(statistics.median(processor), 1),
        "bounds_incidents": len(last.incident_ids),
        "bounds_sums": len(last.sums),
        "bounds_contradictions": len(last.contradictions),
    }
    if options.json:
        print(json.dumps(found))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    table = Table(title=f"Bounds over {options.incidents} incidents")
    for name in (
        "selection",
        "ms",
        "ms of the processor",
        "incidents",
        "sums",
        "contradictions",
        "at least",
        "at most",
    ):
        table.add_column(name, justify="right")
    for number, one in enumerate(totals):
        ends = (str(one.low), "open" if one.high is None else str(one.high))
        sizes = (len(one.incident_ids), len(one.sums), len(one.contradictions))
        table.add_row(
            str(options.seed + number), f"{clock[number]:.1f}", f"{processor[number]:.1f}", *map(str, sizes), *ends
        )
    console.print(table)
    console.print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
