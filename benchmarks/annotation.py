"""How far can the annotated training reports be trusted, and what does the grammar of figures make of them?

    python benchmarks/annotation.py [--json]

Two parts: a second, blind annotation of a sample (``training/second``) held against the first (``training/data``) as a
system would be; and every annotated figure phrase of all training reports, parsed from its words. Exit status: 0
measured, 1 the data is not there or malformed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import gold
from inputs import shared
from measures import MEASURES, leading, summary
from panj.errors import PanjError
from panj.reading.figures import count
from scoring import Tally, compare

ROOT = Path(__file__).resolve().parents[1]
FIRST, SECOND = ROOT / "training/data", ROOT / "training/second"

Row = Mapping[str, Any]


def rows(path: Path) -> list[Row]:
    """Return the objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def agreement(first: Path = FIRST, second: Path = SECOND) -> tuple[int, Tally]:
    """Return how many sentences were annotated twice, and the scores of the second annotation against the first."""
    again = {row["id"]: row for row in rows(second / gold.MENTIONS)}
    chosen = {name.partition("#")[0] for name in again}
    reports, before = [], []
    for folder in sorted({name.partition("/")[0] for name in chosen}):
        reports += [
            {**row, "id": f"{folder}:{row['id']}"}
            for row in rows(first / folder / gold.REPORTS)
            if f"{folder}/{row['id']}" in chosen
        ]
        before += [row for row in rows(first / folder / gold.MENTIONS) if row["id"] in again]
    sides = []
    with tempfile.TemporaryDirectory() as place:
        for name, annotated in (("first", before), ("second", [again[row["id"]] for row in before])):
            folder = Path(place) / name
            folder.mkdir()
            _write(folder / gold.REPORTS, reports)
            _write(folder / gold.MENTIONS, [{**row, "id": row["id"].replace("/", ":")} for row in annotated])
            sides.append(gold.load(folder))
    return len(before), compare(sides[0], list(sides[1].readings)).tally


def _write(path: Path, values: Sequence[Row]) -> None:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")


def phrases(folders: Sequence[Path]) -> Iterator[tuple[str, str, str, Row]]:
    """Yield each annotated figure phrase with the words before and after it, and its annotation."""
    for folder in folders:
        for row in rows(folder / gold.MENTIONS):
            for figure in (figure for mention in row["mentions"] for figure in mention.get("fig", ())):
                words, _, nth = figure["span"].rpartition("@")
                words, nth = (words, nth) if words and nth.isdigit() else (figure["span"], "1")
                at = -1
                for _ in range(int(nth)):
                    at = row["text"].index(words, at + 1)
                yield row["text"][:at], words, row["text"][at + len(words) :], figure


def grammar(folders: Sequence[Path]) -> dict[str, int]:
    """Return how many phrases there are, how many give low and high exactly, and how many are refused."""
    found = {"figures": 0, "figures_exact": 0, "figures_refused": 0}
    for before, words, after, figure in phrases(folders):
        parsed = count(words, before, after)
        found["figures"] += 1
        found["figures_refused"] += parsed is None
        found["figures_exact"] += parsed is not None and (parsed.low, parsed.high) == (figure["low"], figure["high"])
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Be the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    options = parser.parse_args(arguments)
    older = shared() / "training"
    if not older.is_dir():
        print(f"SKIPPED {older}: not there; its figures are not counted", file=sys.stderr)
    try:
        sentences, tally = agreement()
        parsed = grammar(gold.folders([older, FIRST, *FIRST.glob("stories-*")]))
    except (OSError, ValueError, KeyError, PanjError) as error:
        print(f"annotation.py: {error}", file=sys.stderr)
        return 1
    table = Table("measure", "two annotators", title=f"{sentences} sentences annotated twice")
    for measure in MEASURES:
        if measure.name in tally and (figure := leading(measure, tally)) is not None:
            table.add_row(measure.label, f"{figure:.3f}")
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    console.print(table)
    console.print(
        f"figure phrases: {parsed['figures']}, low and high exact {parsed['figures_exact']}, "
        f"refused {parsed['figures_refused']}"
    )
    if options.json:
        figures = {key: value for key, value in summary(tally).items() if value is not None}
        print(json.dumps({"sentences": sentences, **figures, **parsed}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
