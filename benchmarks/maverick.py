"""Are MAVERICK's three published aggregations, and its disagreement between reports, reproduced exactly?

    python benchmarks/maverick.py [--json]

The data is ``$PANJ_SHARED/data/bench/maverick``: 3,287 reports of 2,200 events (van Baalen and Höglund 2026, CC BY
4.0) and what the authors' R package makes of them. The rules are :mod:`panj.incidents.aggregation`; which of them each
column takes stands here. Exit status: 0 measured, 1 the data is not there or malformed.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import root
from panj.incidents import aggregation
from panj.incidents.aggregation import Rule

Cell = str | float | None
Event = Sequence[Mapping[str, Cell]]
"""The reports of one event, in the order of the file."""

FILES: dict[Rule, tuple[str, str]] = {
    "conservative": ("aggregated_con.csv", "Most-conservative"),
    "informative": ("aggregated_inf.csv", "Most-informative"),
    "representative": ("aggregated_rep.csv", "Most-representative"),
}
ACTORS = range(1, 7)
ROLES = ("initiator", "perpetrator", "intervener", "bystander")
NAMES = ("", "_id", "_type", "_subtype", "_party")
GEO = ("city", "location", "latitude", "longitude", "geo_precision")
COUNTS = tuple(f"{what}_{end}" for what in ("deaths", "injuries") for end in ("best", "low", "high"))
BINARY = ("displacement", "damage")
CERTAIN = tuple(f"certain{one}" for one in range(1, 7))
NUMBERS = frozenset(
    ["latitude", "longitude", "geo_precision", *COUNTS, *BINARY, *CERTAIN, "certain", "source_classification"]
) | {f"actor{one}_{what}" for one in ACTORS for what in (*ROLES, "victim", "precision")}
KNOWN_DISAGREEMENT = {
    "date_start": 0.432, "location": 0.445, "actor1": 0.516, "injuries_best": 0.420, "deaths_best (lethal)": 0.706,
}  # fmt: skip
"""Published: the share of events told by several reports on which these give different values."""
KNOWN_TOTALS = {"minimum": 3105.0, "first mode": 4060.0, "median": 4113.5, "maximum": 5010.0}
"""Published: everybody killed, by what stands for an event's reports."""


def load(path: Path) -> dict[str, list[dict[str, Cell]]]:
    """Return the reports of each event.

    An empty cell is a missing number or context; for an actor's fields it is missing where the actor has no name, else
    an empty text, as the events of one report show in all three published tables. A column of texts without any value
    is missing throughout.

    Raises:
        ValueError: a column is lacking or a cell is not what it should be.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not set(NUMBERS) <= set(rows[0]):
        raise ValueError(f"{path.name}: columns are lacking")
    bare = {name for name in rows[0] if not any(row[name] for row in rows)}
    events: dict[str, list[dict[str, Cell]]] = {}
    for row in rows:
        report: dict[str, Cell] = {}
        for name, text in row.items():
            actor = re.match(r"actor\d", name)
            absent = name in bare or name == "event_context" or (actor is not None and not row[actor[0]])
            if name in NUMBERS:
                report[name] = float(text) if text else None
            else:
                report[name] = text if text or not absent else None
        events.setdefault(row["event_id"], []).append(report)
    return events


def published(path: Path) -> list[dict[str, Cell]]:
    """Return the rows of a published table; a cell is ``None`` where it is empty without quotes (R's ``NA``)."""
    rows: list[list[Cell]] = [[]]
    for cell, end in re.findall(r'("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|\Z)', path.read_text(encoding="utf-8")):
        rows[-1].append(cell[1:-1].replace('""', '"') if cell.startswith('"') else cell or None)
        if end != ",":
            rows.append([])
    header = [str(name) for name in rows[0]]
    return [dict(zip(header, row, strict=True)) for row in rows[1:] if len(row) > 1]


def aggregate(event: Event, rule: Rule) -> dict[str, Cell]:
    """Return one event of its reports by a rule, a value for each column of the published tables."""
    made: dict[str, Cell] = {"event_id": event[0]["event_id"]}
    for name in ("country", "election", "event_context", "target"):
        made[name] = _mode(event, name)
    for one in ACTORS:
        fields, precision = [f"actor{one}{name}" for name in NAMES], f"actor{one}_precision"
        violence, victim = f"actor{one}_violence", f"actor{one}_victim"
        for name in fields if rule == "informative" else [*fields, violence]:
            made[name] = _named(event, name, precision, rule)
        if rule == "informative":
            made[violence] = aggregation.union(_texts(event, violence))
        made[violence] = None if made[violence] == "NA" else made[violence]
        made[victim] = aggregation.number(rule, _numbers(event, victim))
    for name in GEO:
        if rule == "representative" and name in NUMBERS:
            made[name] = aggregation.numeric_mode(_numbers(event, name))
        else:
            made[name] = _named(event, name, "geo_precision", rule)
    for name in COUNTS:
        made[name] = aggregation.number(rule, _numbers(event, name))
    for name in BINARY:
        values = _numbers(event, name)
        made[name] = aggregation.binary_mode(values) if rule == "representative" else aggregation.number(rule, values)
    starts, ends = (
        [dt.date.fromisoformat(one) for one in _texts(event, name) if one] for name in ("date_start", "date_end")
    )
    if rule == "representative":
        days = aggregation.date_mode(starts), aggregation.date_mode(ends)
    elif rule == "conservative":
        days = min(starts), max(ends)
    else:
        days = max(starts), min(ends)
    made["date_start"], made["date_end"] = (str(one) for one in days)
    for name in CERTAIN:
        made[name] = max(_known(event, name))
    made["certain"] = sum(max(_known(event, name)) for name in CERTAIN)
    made["source"] = aggregation.union(_texts(event, "source"))
    made |= {"number_of_sources": float(len(event)), "unit_of_analysis": "Event", "aggregation": FILES[rule][1]}
    return made | _roles(event, made)


def _roles(event: Event, made: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return each actor's four roles, 0 or 1, from how many reports give it; none for an actor without a name."""
    told = {(one, role): sum(_known(event, f"actor{one}_{role}")) for one in ACTORS for role in ROLES}
    most = max(told[one, "initiator"] for one in ACTORS)
    alone = sum(told[one, "initiator"] == most for one in ACTORS) == 1
    roles: dict[str, Cell] = {}
    for one in ACTORS:
        began = alone and most > 0 and told[one, "initiator"] == most
        did = told[one, "perpetrator"] > 0 and told[one, "bystander"] < 1
        stepped_in = told[one, "intervener"] > 0 and not began
        stood_by = told[one, "bystander"] > 0 and not (began or did or stepped_in)
        for role, holds in zip(ROLES, (began, did, stepped_in, stood_by), strict=True):
            roles[f"actor{one}_{role}"] = None if made[f"actor{one}"] is None else float(holds)
    return roles


def _named(event: Event, name: str, precision: str, rule: Rule) -> Cell:
    if rule == "representative":
        return _mode(event, name)
    reports = [(one[name], _number(one[precision]), _ties(one)) for one in event]
    pick = aggregation.least_precise if rule == "conservative" else aggregation.most_precise
    return _one(pick(reports), name)


def _mode(event: Event, name: str) -> Cell:
    ties = list(zip(*(_ties(one) for one in event), strict=True))
    return _one(aggregation.modes([one[name] for one in event], ties), name)


def _one(modes: Sequence[Cell], name: str) -> Cell:
    """Return the only mode; where none or several are left, what the package writes then."""
    if len(modes) == 1:
        return modes[0]
    return None if name in NUMBERS else "Indeterminate"


def _ties(report: Mapping[str, Cell]) -> tuple[float | None, float | None]:
    return _number(report["source_classification"]), _number(report["certain"])


def _number(cell: Cell) -> float | None:
    return cell if isinstance(cell, float) else None


def _numbers(event: Event, name: str) -> list[float | None]:
    return [_number(one[name]) for one in event]


def _known(event: Event, name: str) -> list[float]:
    return [value for value in _numbers(event, name) if value is not None]


def _texts(event: Event, name: str) -> list[str | None]:
    return [value if isinstance(value, str) else None for value in (one[name] for one in event)]


def same(mine: Cell, theirs: Cell) -> bool:
    """Say whether a value is the published one; a number whatever its digits are written like, NA only as NA."""
    if isinstance(mine, float) and isinstance(theirs, str):
        return re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", theirs) is not None and float(theirs) == mine
    return mine == theirs


def disagreement(events: Mapping[str, Event]) -> Iterator[tuple[str, float, float, float]]:
    """Yield, over events of several reports: a column, its mean ``dscore``, and the shares of events that disagree.

    ``dscore`` is the number of distinct values less one, a missing value being one of them; so is the first share. In
    the second a missing value says nothing.
    """
    several = [event for event in events.values() if len(event) > 1]
    lethal = [event for event in several if max(_known(event, "deaths_best")) > 0]
    columns = [name for name in several[0][0] if name not in ("id", "event_id", "source", "aggregation")]
    for label, name, chosen in [
        *((name, name, several) for name in columns),
        ("deaths_best (lethal)", "deaths_best", lethal),
    ]:
        every = [aggregation.distinct([one[name] for one in event]) - 1 for event in chosen]
        known = [aggregation.distinct([one[name] for one in event], known=True) - 1 for event in chosen]
        yield label, statistics.mean(every), _share(every), _share(known)


def _share(scores: Sequence[int]) -> float:
    return sum(score > 0 for score in scores) / len(scores)


def totals(events: Mapping[str, Event]) -> dict[str, float]:
    """Return everybody killed, by what stands for an event's reports."""
    ways: dict[str, Callable[[list[float]], float]] = {
        "minimum": min,
        "mode": lambda values: aggregation.numeric_mode(values) or 0.0,
        "first mode": statistics.mode,
        "median": statistics.median,
        "maximum": max,
    }
    return {name: sum(way(_known(event, "deaths_best")) for event in events.values()) for name, way in ways.items()}


def measure(folder: Path) -> tuple[dict[str, float | int | None], dict[Rule, Counter[str]], list[str]]:
    """Return the figures, per rule how often each column was missed, and an example of each miss."""
    events = load(folder / "maverick_event_report.csv")
    missed: dict[Rule, Counter[str]] = {}
    examples: list[str] = []
    found: dict[str, float | int | None] = {"maverick_reports": sum(map(len, events.values())), "maverick_exact": 0}
    cells = right = 0
    began = time.process_time()
    for rule, (name, _) in FILES.items():
        wanted = published(folder / name)
        whole, missed[rule] = 0, Counter()
        for row in wanted:
            made = aggregate(events[str(row["event_id"])], rule)
            wrong = [column for column in row if not same(made[column], row[column])]
            whole += not wrong
            missed[rule].update(wrong)
            cells, right = cells + len(row), right + len(row) - len(wrong)
            examples += [
                f"{rule} {row['event_id']} {column}: {made[column]!r}, published {row[column]!r}" for column in wrong
            ]
        found[f"maverick_{rule}_events"] = whole / max(len(wanted), len(events))
        found[f"maverick_{rule}_deaths"] = int(sum(float(str(row["deaths_best"])) for row in wanted))
        found["maverick_exact"] = int(found["maverick_exact"] or 0) + (whole == len(wanted) == len(events))
    found["maverick_values"] = right / cells
    found["maverick_seconds"] = round(time.process_time() - began, 2)
    shares = {label: share for label, _, _, share in disagreement(events)}
    sums = totals(events)
    reproduced = [abs(shares[name] - share) < 0.0005 for name, share in KNOWN_DISAGREEMENT.items()]
    reproduced += [sums[name] == total for name, total in KNOWN_TOTALS.items()]
    found["maverick_statistics"] = sum(reproduced) / len(reproduced)
    return found, missed, examples


def main(arguments: Sequence[str] | None = None) -> int:
    """Be the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="maverick.py", description="MAVERICK's published aggregations.")
    parser.add_argument("--json", action="store_true", help="the figures as one JSON object")
    options = parser.parse_args(arguments)
    folder = root() / "maverick"
    lacking = [
        name
        for name in ("maverick_event_report.csv", *(name for name, _ in FILES.values()))
        if not (folder / name).is_file()
    ]
    if lacking:
        print(f"maverick.py: SKIPPED: no file {folder / lacking[0]}", file=sys.stderr)
        return 1
    try:
        found, missed, examples = measure(folder)
        events = load(folder / "maverick_event_report.csv")
    except (LookupError, ValueError) as error:
        print(f"maverick.py: malformed: {error!r}", file=sys.stderr)
        return 1
    if options.json:
        print(
            json.dumps({name: round(value, 4) if isinstance(value, float) else value for name, value in found.items()})
        )
        return 0
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    table = Table(title="MAVERICK, the published aggregations")
    for name in ("rule", "events exact", "values missed", "deaths"):
        table.add_column(name, justify="left" if name == "rule" else "right")
    for rule in FILES:
        table.add_row(
            rule,
            f"{found[f'maverick_{rule}_events']:.4f}",
            str(missed[rule].total()),
            str(found[f"maverick_{rule}_deaths"]),
        )
    console.print(table)
    for line in examples[:20]:
        console.print(f"  {line}")
    several = sum(len(event) > 1 for event in events.values())
    shown = Table(title=f"{several} events told by several reports: on which columns these differ")
    for name in ("column", "mean dscore", "share that differs", "missing says nothing", "published"):
        shown.add_column(name, justify="left" if name == "column" else "right")
    for label, score, share, known in disagreement(events):
        anchor = KNOWN_DISAGREEMENT.get(label)
        if anchor or not re.match(r"actor[2-6]|certain|sampling|unit|number", label):
            shown.add_row(label, f"{score:.3f}", f"{share:.3f}", f"{known:.3f}", f"{anchor:.3f}" if anchor else "")
    console.print(shown)
    for name, total in totals(events).items():
        console.print(
            f"killed, {name} of each event: {total:,.1f}"
            + (f" (published {KNOWN_TOTALS[name]:,.1f})" if name in KNOWN_TOTALS else "")
        )
    console.print(
        json.dumps({name: round(value, 4) if isinstance(value, float) else value for name, value in found.items()})
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
