"""What the benchmarks over public data share: where the data lies, fixed samples, progress, the command.

A benchmark is a list of data sets (:class:`Dataset`) handed to :func:`run`. The data lies in
``$PANJ_SHARED/data/bench`` (``../shared`` beside the repository); it is for measuring only and stays there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from rich.console import Console
from rich.table import Table

from clusters import Score
from inputs import shared
from panj.errors import PanjError
from panj.model import Reading, Report
from panj.reading import load_reader

Item = TypeVar("Item")
Read = Callable[[Report], Reading]
Pairs = Sequence[tuple[str, str | None]]
"""Wanted and given class of each item; ``None`` where the system gave none."""


@dataclass(frozen=True)
class Row:
    """One figure: its name in the JSON, its label in the table, and a published figure to hold it to."""

    key: str
    label: str
    figure: float | int | None
    anchor: float | None = None
    score: Score | None = None


@dataclass(frozen=True)
class Dataset(Generic[Item]):
    """One data set and how it is scored.

    Attributes:
        name: what ``--only`` calls it.
        files: files that are read, beneath the folder of public data.
        load: the items in those files; raises whatever it stumbles on where they are malformed.
        key: what tells an item from all others: the sample is drawn by its hash.
        score: the figures of some items.
        limit: how many items are scored unless ``--limit`` says otherwise; ``None`` for all.
        usual: scored without being named.
    """

    name: str
    files: tuple[str, ...]
    load: Callable[[Sequence[Path]], list[Item]]
    key: Callable[[Item], str]
    score: Callable[[Sequence[Item], Read], list[Row]]
    limit: int | None = None
    usual: bool = True


def root() -> Path:
    """Return the folder of public data, whether it is there or not."""
    return shared() / "data" / "bench"


def sample(items: Sequence[Item], key: Callable[[Item], str], limit: int | None) -> list[Item]:
    """Return ``limit`` items, the same on every machine: those whose keys have the least SHA-256, in file order."""
    if limit is None or limit >= len(items):
        return list(items)
    order = sorted(range(len(items)), key=lambda at: (hashlib.sha256(key(items[at]).encode()).hexdigest(), at))
    return [items[at] for at in sorted(order[:limit])]


def watched(items: Sequence[Item], label: str, *, every: float = 10.0) -> Iterator[Item]:
    """Yield the items, telling on standard error how many were done: in place on a terminal, else a line at times."""
    terminal = sys.stderr.isatty()
    pause = 0.5 if terminal else every
    told = time.monotonic()
    for done, item in enumerate(items):
        if time.monotonic() - told >= pause:
            told = time.monotonic()
            print(f"{label}: {done} of {len(items)}", end="\r" if terminal else "\n", file=sys.stderr, flush=True)
        yield item
    print(f"{label}: {len(items)} done" + 12 * " " * terminal, file=sys.stderr, flush=True)


def by_class(pairs: Pairs, classes: Sequence[str] = ()) -> dict[str, Score]:
    """Return the score of each class that is wanted somewhere, or of ``classes``; abstentions are missed."""
    wanted, given = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    right = Counter(one for one, other in pairs if one == other)
    return {
        name: Score(right[name], given[name], right[name], wanted[name])
        for name in sorted(classes or wanted)
        if wanted[name]
    }


def macro(pairs: Pairs, classes: Sequence[str] = ()) -> float | None:
    """Return the mean F1 of the classes that are wanted somewhere."""
    found = [score.f1 or 0.0 for score in by_class(pairs, classes).values()]
    return sum(found) / len(found) if found else None


def weighted(pairs: Pairs, classes: Sequence[str] = ()) -> float | None:
    """Return the mean F1 of the classes, each as heavy as it is often wanted."""
    scores = by_class(pairs, classes).values()
    total = sum(score.wanted for score in scores)
    return sum((score.f1 or 0.0) * score.wanted for score in scores) / total if total else None


def accuracy(pairs: Pairs) -> float | None:
    """Return the share of items with the right class: micro-F1 where an abstention counts as a wrong answer."""
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def f1_row(key: str, label: str, score: Score, anchor: float | None = None) -> Row:
    """Return the row of an F1 with its precision and recall."""
    return Row(key, label, score.f1, anchor, score)


def run(name: str, datasets: Sequence[Dataset[Any]], purpose: str, arguments: Sequence[str] | None = None) -> int:
    """Be the command of a benchmark; return its exit status.

    0: scored; 1: a file is malformed or nothing was scored; 2: the command or the reader cannot be used.
    """
    options = _options(name, datasets, purpose).parse_args(arguments)
    chosen = [one for one in datasets if (one.name in options.only if options.only else one.usual)]
    present = []
    for one in chosen:
        lacking = [file for file in one.files if not (root() / file).is_file()]
        if lacking:
            _say(name, f"SKIPPED {one.name}: no file {root() / lacking[0]}")
        else:
            present.append(one)
    if not present:
        return _say(name, "nothing was scored", status=1)
    try:
        reader = load_reader(options.reader)
    except PanjError as error:
        return _say(name, str(error), status=2)
    rows: list[Row] = []
    items_of: dict[str, int] = {}
    digests: dict[str, str] = {}
    began = time.monotonic()
    for one in present:
        paths = [root() / file for file in one.files]
        try:
            items = one.load(paths)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            return _say(name, f"{one.name}: malformed: {error!r}", status=1)
        limit = one.limit if options.limit is None else options.limit
        kept = sample(items, one.key, limit or None)
        items_of[one.name] = len(kept)
        digests[one.name] = _digest(paths)
        if not options.json:
            _say(name, f"{one.name}: {len(kept)} of {len(items)} items")
        try:
            rows += one.score(kept, reader.read)
        except PanjError as error:
            return _say(name, str(error), status=2)
    record = {"reader": reader.version, "items": items_of, "digests": digests}
    if options.json:
        print(json.dumps({**record, **_figures(rows)}, ensure_ascii=False))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    console.print(table(rows, purpose))
    counts = ", ".join(f"{dataset} {count}" for dataset, count in items_of.items())
    console.print(f"Reader {reader.version}; items: {counts}; {time.monotonic() - began:.0f} s")
    for dataset, digest in digests.items():
        console.print(f"SHA-256 of {dataset}: {digest}")
    return 0


def _options(name: str, datasets: Sequence[Dataset[Any]], purpose: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=name, description=purpose, epilog=f"Example: python benchmarks/{name} --only {datasets[0].name} --limit 50"
    )
    parser.add_argument("--reader", metavar="NAME", help="name of the reader; the shipped one without it")
    parser.add_argument("--only", nargs="+", choices=[one.name for one in datasets], help="these data sets only")
    parser.add_argument(
        "--limit",
        type=_count,
        metavar="N",
        help="score a fixed sample of N items of each data set; 0: all. Without it: "
        + ", ".join(f"{one.name} {one.limit or 'all'}" for one in datasets),
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _figures(rows: Sequence[Row]) -> dict[str, float | int | None]:
    """Return the figures by name, rounded to four digits; an F1 comes with its precision and recall."""
    found: dict[str, float | int | None] = {}
    for row in rows:
        found[row.key] = _rounded(row.figure)
        if row.score is not None:
            stem = row.key.removesuffix("_f1")
            found[f"{stem}_precision"] = _rounded(row.score.precision)
            found[f"{stem}_recall"] = _rounded(row.score.recall)
    return found


def table(
    rows: Sequence[Row],
    title: str,
    published: Mapping[str, Sequence[float | None]] | None = None,
    systems: Sequence[str] = ("published",),
) -> Table:
    """Return the rows as a table with the figures of published systems beside them.

    Args:
        rows: what was measured.
        title: over the table.
        published: figures of each system by the rows' keys; without it the rows' own anchors.
        systems: the names of these columns.
    """
    shown = Table(title=title)
    shown.add_column("measure", no_wrap=True)
    for name in ("given", "wanted", "P", "R", "figure", *systems):
        shown.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        score = row.score
        shown.add_row(
            row.label,
            f"{score.given:.0f}" if score else "",
            f"{score.wanted:.0f}" if score else "",
            _shown(score.precision) if score else "",
            _shown(score.recall) if score else "",
            _shown(row.figure),
            *map(_shown, (row.anchor,) if published is None else published.get(row.key, (None,) * len(systems))),
        )
    return shown


def _digest(paths: Sequence[Path]) -> str:
    """Return the SHA-256 over the contents of the files, in their order."""
    found = hashlib.sha256()
    for path in paths:
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _rounded(figure: float | int | None) -> float | int | None:
    return round(figure, 4) if isinstance(figure, float) else figure


def _shown(figure: float | int | None) -> str:
    if figure is None:
        return ""
    return f"{figure:.3f}" if isinstance(figure, float) else str(figure)


def _say(name: str, message: str, status: int = 0) -> int:
    print(f"{name}: {message}", file=sys.stderr)
    return status
