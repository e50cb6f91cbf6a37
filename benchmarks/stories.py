"""Panj's yardstick: how much of what careful annotators keep of a story does Panj find?

    python benchmarks/stories.py FOLDER... [--reader NAME] [--json] [--per-story] [--errors N] [--floors FILE]

A folder is an annotated story or holds several; without one, ``$PANJ_SHARED/stories`` is scored. The rules are in
``docs/reference/benchmark-stories.md``. Exit status: 0 scored, 1 a floor is broken, an input is unusable or nothing
was scored, 2 the command cannot be understood or the reader cannot run.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

import gold
from clusters import Score
from inputs import shared
from measures import MEASURES, leading, summary
from panj.errors import PanjError
from panj.model import Linking, Reading
from panj.reading.contract import Reader
from pipeline import Stages, Views, installed
from scoring import Fault, Tally, compare, judge, total

PARTS = ("all", "reading", "gold")


@dataclass(frozen=True)
class Result:
    """What one story scored: from the reader's mentions (``tally``) and from the gold mentions (``upper``)."""

    story: gold.Story
    tally: Tally
    upper: Tally
    faults: tuple[Fault, ...] = ()
    abstentions: Mapping[str, int] | None = None


def score(story: gold.Story, reader: Reader | None, stages: Stages | None) -> Result:
    """Score one story: the reader where there is one, and the stages after it from both kinds of mentions."""
    tally, upper = Tally(), Tally()
    faults: tuple[Fault, ...] = ()
    abstentions: dict[str, int] = {}
    if reader is not None:
        readings = [reader.read(report) for report in story.reports]
        found = compare(story, readings)
        tally, faults = found.tally, found.faults
        abstentions["abstentions_reading"] = sum(len(reading.abstentions) for reading in readings)
        if stages is not None:
            views = _run(story, readings, stages)
            tally = total([tally, judge(story, views, found.partners)])
            abstentions["abstentions_resolving"] = views.abstentions
    if stages is not None:
        views = _run(story, story.readings, stages)
        upper = judge(story, views, {one.id: one.id for reading in story.readings for one in reading.mentions})
        abstentions["gold_abstentions_resolving"] = views.abstentions
    return Result(story, tally, upper, faults, abstentions)


def _run(story: gold.Story, readings: Sequence[Reading], stages: Stages) -> Views:
    """Run the stages over a story as a whole; over each document alone where the folder is no story."""
    if story.ledger:
        return stages(story.reports, readings)
    parts = [stages([report], [reading]) for report, reading in zip(story.reports, readings, strict=True)]
    return Views(
        linking=Linking(links=tuple(link for part in parts for link in part.linking.links)),
        incidents=tuple(incident for part in parts for incident in part.incidents),
        abstentions=sum(part.abstentions for part in parts),
    )


def figures(results: Sequence[Result]) -> dict[str, float | int | None]:
    """Return every figure over some stories, micro-averaged, by its name in the JSON."""
    tally, upper = total(one.tally for one in results), total(one.upper for one in results)
    found: dict[str, float | int | None] = {**summary(tally), **summary(upper, prefix="gold_")}
    for one in results:
        for name, count in (one.abstentions or {}).items():
            found[name] = (found.get(name) or 0) + count
    return found


@dataclass(frozen=True)
class Floors:
    """Least figures by name, and the SHA-256 of the data that they were measured on."""

    source: Path
    digest: str
    least: Mapping[str, float]

    @classmethod
    def read(cls, path: Path) -> Floors:
        """Read a TOML file with ``digest = "…"`` and a table ``[floors]``.

        Raises:
            OSError: the file cannot be read.
            ValueError: it holds something else.
        """
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            digest, least = content["digest"], content["floors"]
            if not isinstance(digest, str) or not isinstance(least, dict):
                raise TypeError("digest is no text or floors no table")
            if wrong := [name for name, floor in least.items() if not isinstance(floor, int | float)]:
                raise TypeError(f"no number: {', '.join(wrong)}")
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path}: not a file of floors: {error}") from error
        return cls(path, digest, least)

    def broken(self, found: Mapping[str, float | int | None]) -> list[str]:
        """Return which floors do not hold, as sentences; empty where all of them do."""
        faults = []
        for name, floor in sorted(self.least.items()):
            figure = found.get(name)
            if name not in found:
                faults.append(f"{name}: there is no such figure (floor {floor})")
            elif figure is None:
                faults.append(f"{name}: was not measured (floor {floor})")
            elif figure < floor:
                faults.append(f"{name}: {figure:.4f} is below its floor of {floor:.4f}")
        return faults


def table(results: Sequence[Result]) -> Table:
    """Return the table for people: each measure beside the agreement of two annotators."""
    tally, upper = total(one.tally for one in results), total(one.upper for one in results)
    shown = Table(title="Read and linked by Panj, beside two people and beside the stages run on gold mentions")
    shown.add_column("measure", no_wrap=True)
    for name in ("given", "wanted", "P", "R", "figure", "two people", "on gold"):
        shown.add_column(name, justify="right", no_wrap=True)
    for measure in MEASURES:
        if leading(measure, tally) is None and leading(measure, upper) is None:
            continue
        own = tally.get(measure.name, Score())
        paired = measure.kind == "f1"
        shown.add_row(
            measure.label,
            f"{own.given:.0f}" if paired and own.given else "",
            f"{own.wanted:.0f}" if own.wanted else "",
            _shown(own.precision) if paired else "",
            _shown(own.recall) if paired else "",
            _shown(leading(measure, tally)),
            _shown(measure.agreement),
            _shown(leading(measure, upper)) if measure.downstream else "",
            end_section=measure.name in ("about", "incident_conll", "ledger_statements_found"),
        )
    return shown


def per_story(results: Sequence[Result]) -> Table:
    """Return a table of leading figures, one column a story."""
    shown = Table(title="By story")
    shown.add_column("measure", no_wrap=True)
    for one in results:
        shown.add_column(one.story.name, justify="right")
    rows = [(measure.label, [leading(measure, one.tally) for one in results]) for measure in MEASURES]
    rows += [(f"{measure.label} (on gold)", [leading(measure, one.upper) for one in results]) for measure in MEASURES]
    for label, row in rows:
        if any(figure is not None for figure in row):
            shown.add_row(label, *map(_shown, row))
    return shown


def errors(results: Sequence[Result], count: int) -> str:
    """Return the ``count`` worst faults of every field as text, taking the stories in turn."""
    lines = []
    fields = dict.fromkeys(fault.field for one in results for fault in one.faults)
    for field in sorted(fields):
        queues = [[fault for fault in one.faults if fault.field == field] for one in results]
        turns = [queue[turn] for turn in range(max(map(len, queues))) for queue in queues if turn < len(queue)]
        lines.append(f"\n== {field}: {sum(map(len, queues))} faults, {min(count, len(turns))} shown")
        for fault in sorted(turns, key=lambda one: not one.paired)[:count]:
            lines.append(f"{fault.where}  gold: {fault.wanted or '–'}  |  system: {fault.given or '–'}")
            lines.append(f"    {fault.sentence}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    folders = _folders(options.folders)
    if not folders:
        return _say("nothing was scored", status=1)
    try:
        floors = Floors.read(options.floors) if options.floors else None
        reader, stages = _stages(options.part, options.reader)
    except (OSError, ValueError, PanjError, ImportError) as error:
        return _say(str(error), status=2)
    try:
        results = [score(gold.load(folder), reader, stages) for folder in folders]
    except PanjError as error:
        return _say(str(error), status=1)
    found = figures(results)
    digest = gold.digest(folders)
    if options.errors:
        console.print(errors(results, options.errors), markup=False, soft_wrap=True)
    if not options.json:
        _show(console, results, found, digest, per_story_too=options.per_story)
    status = _floors(floors, found, digest) if floors else 0
    if options.json:
        record: dict[str, object] = {"reader": reader.version if reader else None, "digest": digest}
        record["stories"] = {one.story.name: figures([one]) for one in results} if options.per_story else len(results)
        print(json.dumps({**record, **found}, ensure_ascii=False))
    return status


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Score a reader, and the stages after it, against annotated stories.",
        epilog="Example: python benchmarks/stories.py ../shared/stories --per-story --errors 5",
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="a story, or a folder of stories")
    parser.add_argument("--reader", metavar="NAME", help="name of the reader; the shipped one without it")
    parser.add_argument(
        "--part", choices=PARTS, default="all", help="only the reading, or only the stages after it on gold mentions"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--per-story", action="store_true", help="also the figures of each story")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the N worst faults of every field")
    parser.add_argument(
        "--floors", type=Path, metavar="FILE", help="TOML file with the data's digest and least figures"
    )
    return parser


def _folders(named: Sequence[Path]) -> tuple[Path, ...]:
    """Return the annotated folders to score; folders without any are left out, and said so."""
    stories = shared() / "stories"
    for root in named or (stories,):
        if not gold.folders([root]):
            _say(f"SKIPPED {root}: {'no annotated story in it' if root.is_dir() else 'no such folder'}")
    return gold.folders(named or (stories,))


def _stages(part: str, name: str | None) -> tuple[Reader | None, Stages | None]:
    from panj.reading import load_reader

    return None if part == "gold" else load_reader(name), None if part == "reading" else installed()


def _show(
    console: Console,
    results: Sequence[Result],
    found: Mapping[str, float | int | None],
    digest: str,
    *,
    per_story_too: bool,
) -> None:
    console.print(table(results))
    if per_story_too:
        console.print(per_story(results))
    reports = sum(len(one.story.reports) for one in results)
    sentences = sum(reading.sentences for one in results for reading in one.story.readings)
    counts = ", ".join(f"{name} {found[name]}" for name in sorted(found) if "abstentions" in name)
    console.print(f"{len(results)} stories, {reports} reports, {sentences} sentences; {counts}")
    console.print(f"SHA-256 of the data: {digest}")


def _floors(floors: Floors, found: Mapping[str, float | int | None], digest: str) -> int:
    """Hold figures to their floors, saying how they stand; return the exit status."""
    if floors.digest != digest:
        return _say(
            f"NOTE: {floors.source} was made for other data: its floors do not apply\n"
            f"  made for {floors.digest}\n  scored   {digest}"
        )
    faults = floors.broken(found)
    for fault in faults:
        _say(f"BELOW FLOOR {fault}")
    return 1 if faults else _say(f"all {len(floors.least)} floors of {floors.source} hold")


def _say(message: str, status: int = 0) -> int:
    print(f"stories.py: {message}", file=sys.stderr)
    return status


def _shown(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.3f}"


if __name__ == "__main__":
    sys.exit(main())
