"""Are copies and light rewrites of one text known as one origin, and at what cost a report?

    python benchmarks/origins.py [--size N]... [--json]

The texts are our own training reports (``training/data`` and ``$PANJ_SHARED/training``) and what is made of them here;
the rules are in ``docs/reference/benchmarks.md``. Exit status: 0 measured, 1 no reports, 2 the command cannot be
understood.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, create_engine, event, insert, select

from inputs import as_report, shared
from panj import sources
from panj.ledger import likenesses, schema
from panj.model import Report, encode

SIZES = (10_000, 100_000)
STEP = 2_000
"""Reports over which the cost at a size is measured: the last ones before it."""

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
_NUMBER = re.compile(r"\b(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens)\b")
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "eleven", "14", "17", "23", "31")
_TOWNS = ("KAMPALA", "LIMA", "TUNIS", "HANOI", "RIGA", "ACCRA")
_AGENCIES = ("Northern Wire", "Coast Agency", "Meridian Press")


def texts() -> list[tuple[str, str]]:
    """Return folder and text of every training report, in order, each text once."""
    here = Path(__file__).resolve().parents[1] / "training" / "data"
    files = [*sorted(here.rglob("reports.jsonl")), *sorted((shared() / "training").rglob("reports.jsonl"))]
    found: dict[str, str] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                found.setdefault(json.loads(line)["text"], file.parent.name)
    return [(folder, text) for text, folder in found.items()]


# what becomes of a text ----------------------------------------------------------------------------------------------


def copied(text: str, chance: random.Random) -> str:
    """Another dateline, other quotation marks, a line of credit at the end."""
    credit = f"This report was distributed by {chance.choice(_AGENCIES)}. All rights reserved."
    straight = text.replace("“", '"').replace("”", '"').replace("’", "'")
    return f"{chance.choice(_TOWNS)} ({chance.choice(_AGENCIES)}) - {straight}\n\n{credit}"


def cut(text: str, chance: random.Random) -> str:
    """The beginning: half to three quarters of the sentences."""
    told = sentences(text)
    return " ".join(told[: max(2, round(len(told) * chance.uniform(0.5, 0.75)))])


def beheaded(text: str, chance: random.Random) -> str:
    """Without the first sentence, under a new one."""
    return " ".join([_lead(chance), *sentences(text)[1:]])


def edited(text: str, chance: random.Random) -> str:
    """One word in thirty is another word of the text, and one sentence is gone."""
    told = sentences(text)
    if len(told) > 4:
        del told[chance.randrange(1, len(told))]
    words = " ".join(told).split(" ")
    for at in range(chance.randrange(30), len(words), 30):
        words[at] = chance.choice(words)
    return " ".join(words)


def reordered(text: str, chance: random.Random) -> str:
    """The first sentence stays, the others stand in another order."""
    first, *rest = sentences(text)
    chance.shuffle(rest)
    return " ".join([first, *rest])


def updated(text: str, chance: random.Random) -> str:
    """Every number is another one, and one sentence is new."""
    told = sentences(_NUMBER.sub(lambda _: chance.choice(_NUMBERS), text))
    told.insert(1, _lead(chance))
    return " ".join(told)


def extended(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """A third longer, by the sentences of other reports."""
    told = sentences(text)
    return " ".join(told + [chance.choice(sentences(chance.choice(others))) for _ in range(max(1, len(told) // 3))])


def quoting(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """A report of its own, in words that no other has, that quotes two sentences of the text: no copy."""
    frame, told = sentences(respun(chance.choice(others), chance)), sentences(text)
    at = chance.randrange(len(told) - 1)
    return " ".join([*frame[:2], *told[at : at + 2], *frame[2:]])


def digest(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """The text in full beside two others: none of the three."""
    parts = [text, chance.choice(others), chance.choice(others)]
    chance.shuffle(parts)
    return "\n\n".join(parts)


def respun(text: str, chance: random.Random) -> str:
    """The same facts with two words in five put in another way: no copy, but a report of its own."""
    words = text.split(" ")
    return " ".join(chance.choice(words) if chance.random() < 0.4 else word for word in words)


def sentences(text: str) -> list[str]:
    return _SENTENCE.split(text.strip())


def _lead(chance: random.Random) -> str:
    town, agency = chance.choice(_TOWNS).title(), chance.choice(_AGENCIES)
    day = chance.choice(("Monday", "Friday"))
    return f"Officials in {town} gave {agency} new details on {day}, number {chance.randrange(10**6)}."


Changed = Callable[[str, random.Random, Sequence[str]], str]
COPIES: Mapping[str, Changed] = {
    "copied": lambda text, chance, _: copied(text, chance),
    "cut": lambda text, chance, _: cut(text, chance),
    "beheaded": lambda text, chance, _: beheaded(text, chance),
    "edited": lambda text, chance, _: edited(text, chance),
    "reordered": lambda text, chance, _: reordered(text, chance),
    "updated": lambda text, chance, _: updated(text, chance),
    "extended": extended,
    "second_hand": lambda text, chance, _: copied(edited(cut(text, chance), chance), chance),
}
OTHERS: Mapping[str, Changed] = {
    "quoting": quoting,
    "digest": digest,
    "respun": lambda text, chance, _: respun(text, chance),
}


def quality(bases: Sequence[str]) -> dict[str, float | int | None]:
    """Make copies and look-alikes of every text; return precision and recall over pairs of reports, and by kind."""
    made: list[Report] = []
    truth: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for number, text in enumerate(bases):
        chance = random.Random(f"origins {number}")  # noqa: S311
        others = [bases[(number + step) % len(bases)] for step in range(1, 40)]
        versions = {"base": text}
        versions |= {kind: change(text, chance, others) for kind, change in {**COPIES, **OTHERS}.items()}
        for place, (kind, version) in enumerate(versions.items()):
            report = as_report(version, f"{number}-{kind}")
            report = msgspec.structs.replace(report, published_at=START + dt.timedelta(minutes=place))
            if report.id not in truth:  # a change may leave a short text as it was
                made.append(report)
                kinds[report.id] = kind
                truth[report.id] = f"{number}-{kind}" if kind in OTHERS else str(number)
    found = sources.origins(made)
    wanted, given = Counter(truth.values()), Counter(found.values())
    both = Counter((truth[one.id], found[one.id]) for one in made)
    right = _pairs(both.values())
    groups: dict[str, list[str]] = defaultdict(list)
    for name, group in truth.items():
        groups[group].append(name)
    figures: dict[str, float | int | None] = {
        "reports": len(made),
        "origins_precision": right / _pairs(given.values()),
        "origins_recall": right / _pairs(wanted.values()),
    }
    bases_of = {truth[name]: name for name, kind in kinds.items() if kind == "base"}
    for kind in COPIES:
        some = [name for name, one in kinds.items() if one == kind]
        hits = sum(found[name] == found[bases_of[truth[name]]] for name in some)
        figures[f"recall_{kind}"] = hits / len(some)
    for kind in OTHERS:
        some = [name for name, one in kinds.items() if one == kind]
        figures[f"alone_{kind}"] = sum(given[found[name]] == 1 for name in some) / len(some)
    return figures


def lookalikes(stories: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """Return the number of pairs of reports of one story, written apart, and of those taken for one origin."""
    pairs, joined = 0, 0
    for folder, some in sorted(stories.items()):
        made = [as_report(text, f"{folder}-{number}") for number, text in enumerate(some)]
        found = sources.origins(made)
        for at, one in enumerate(made):
            for other in made[:at]:
                pairs += 1
                joined += found[one.id] == found[other.id]
    return pairs, joined


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


# cost ----------------------------------------------------------------------------------------------------------------


def stream(bases: Sequence[str], size: int) -> Iterator[Report]:
    """Yield reports as a wire desk sees them: new texts, pick-ups of recent and of famous ones, house lines below.

    Three in ten are pick-ups (changed as above); one in a hundred is of one of ten stories that everybody prints. New
    texts are sentences of our reports in which every fourth word is a word of its own, so that texts share phrases as
    news does. Each of forty outlets ends its reports with a line of its own.
    """
    chance = random.Random(20251201)  # noqa: S311
    pool = [one for text in bases for one in sentences(text)]
    vocabulary = sorted({word for one in pool for word in one.split(" ")})
    changes = [COPIES[name] for name in sorted(COPIES)]
    lines = [_line(outlet, pool) for outlet in range(40)]
    recent: list[str] = []
    famous: list[str] = []
    seen: set[str] = set()
    while (number := len(seen)) < size:
        draw = chance.random()
        if famous and draw < 0.01:
            text = chance.choice(changes)(chance.choice(famous), chance, bases)
        elif recent and draw < 0.3:
            text = chance.choice(changes)(chance.choice(recent), chance, bases)
        else:
            words = " ".join(chance.choices(pool, k=chance.randrange(4, 22))).split(" ")
            text = " ".join(chance.choice(vocabulary) if chance.random() < 0.25 else word for word in words)
            recent = [*recent[-500:], text]
            famous = famous if len(famous) == 10 else [*famous, text]
        outlet = number % 40
        report = as_report(f"{text}\n\n{lines[outlet]}", str(number))
        if report.id not in seen:
            seen.add(report.id)
            yield report


def _line(outlet: int, pool: Sequence[str]) -> str:
    chance = random.Random(f"outlet {outlet}")  # noqa: S311
    return " ".join(chance.choices(pool, k=2))


def speed(bases: Sequence[str], sizes: Sequence[int]) -> dict[str, float | int | None]:
    """Compare a stream of reports in a ledger's tables on disk; return reports a second by size, comparing alone."""
    figures: dict[str, float | int | None] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "origins.db"
        engine = create_engine(f"sqlite:///{path}")
        event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA journal_mode = WAL"))
        schema.metadata.create_all(engine)
        spent, done, marks = 0.0, 0, dict.fromkeys(sorted(sizes))
        batch: list[Report] = []
        last: list[tuple[int, float]] = [(0, 0.0)]
        for report in stream(bases, max(sizes)):
            batch.append(report)
            if len(batch) == STEP // 10 or done + len(batch) in marks:
                with engine.begin() as connection:
                    _arrive(connection, batch, done)
                    begun = time.process_time()
                    compared = likenesses.compare(connection, sources.compare, len(batch))
                    spent += time.process_time() - begun
                assert compared == len(batch)  # noqa: S101 - a benchmark that compares too little measures nothing
                done += len(batch)
                batch = []
                last = [one for one in last if one[0] >= done - STEP] + [(done, spent)]
                if done in marks:
                    since, before = last[0]
                    figures[f"reports_per_s_{done}"] = (done - since) / (spent - before)
                    with engine.connect() as connection:
                        figures[f"likenesses_{done}"] = len(connection.execute(select(schema.likenesses.c.row)).all())
                        figures[f"keys_{done}"] = connection.exec_driver_sql(
                            "SELECT (SELECT count(*) FROM leaders) + (SELECT count(*) FROM followers)"
                        ).scalar_one()
                    figures[f"file_mb_{done}"] = path.stat().st_size / 1e6
                    print(f"{done} reports compared in {spent:.0f} s", file=sys.stderr)
        engine.dispose()
    low, high = (figures[f"reports_per_s_{size}"] for size in (min(sizes), max(sizes)))
    figures["cost_ratio"] = low / high if low and high else None
    return figures


def _arrive(connection: Connection, batch: Sequence[Report], done: int) -> None:
    """Put reports into the tables as reading would leave them, without what reading costs."""
    rows = [
        {"id": one.id, "first": True, "capture": one.capture.digest, "value": encode(one).decode(),
         "known_from": done + place}
        for place, one in enumerate(batch)
    ]  # fmt: skip
    connection.execute(insert(schema.reports), rows)
    told = [{"kind": "report", "subject": row["id"], "what": "added", "known_from": row["known_from"]} for row in rows]
    connection.execute(insert(schema.changes), told)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Score how copies are recognised, and what it costs a report.")
    parser.add_argument("--size", type=int, action="append", metavar="N", help="a size to measure cost at (repeatable)")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    options = parser.parse_args(arguments)
    found = texts()
    if not found:
        print("origins.py: SKIPPED: no training reports", file=sys.stderr)
        return 1
    bases = [text for _, text in found if len(text.split()) >= 60 and len(sentences(text)) >= 4]
    stories: dict[str, list[str]] = defaultdict(list)
    for folder, text in found:
        if re.search(r"-\d{4}-\d{2}$", folder):
            stories[folder].append(text)
    pairs, joined = lookalikes(stories)
    figures = quality(bases)
    figures |= {"lookalike_pairs": pairs, "lookalike_pairs_joined": joined}
    figures |= speed(bases, options.size or SIZES)
    if options.json:
        print(json.dumps(figures))
        return 0
    table = Table(title="Origins")
    table.add_column("figure")
    table.add_column("", justify="right")
    for name, figure in figures.items():
        table.add_row(name, f"{figure:.3f}" if isinstance(figure, float) else str(figure))
    Console(width=None if sys.stdout.isatty() else 100).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
