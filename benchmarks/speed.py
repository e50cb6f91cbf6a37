"""How fast Panj reads on one core, how soon it is ready, and how much memory it takes.

    python benchmarks/speed.py [--reader NAME] [--articles N] [--repeat N] [--json]

Articles are built from reports in ``$PANJ_SHARED`` and in the repository; what each figure means is in
``docs/reference/benchmarks.md``, section Speed. Exit status: 0 measured, 1 nothing could be measured, 2 the command
cannot be understood or the reader cannot run.
"""

from __future__ import annotations

import argparse
import copy
import inspect
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
os.environ.update(ONE_THREAD)

from rich.console import Console  # noqa: E402  numpy counts its threads when it is imported
from rich.table import Table  # noqa: E402

from inputs import as_report, shared  # noqa: E402
from panj.errors import PanjError  # noqa: E402
from panj.model import Report, encode  # noqa: E402
from panj.reading.contract import Reader  # noqa: E402
from panj.reading.words import words  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
LENGTH = 500
"""Words, cut at white space, of an article."""

EVERY = 5
"""Of so many articles of the mixed text one is of conflict reports; the others are ordinary."""

CHILD = """
import sys
import panj
from panj.model import Report, decode
from panj.reading import load_reader
reader = load_reader(sys.argv[1] or None)
first, *others = [decode(line, Report) for line in sys.stdin.buffer]
reader.read(first)
print("ready", flush=True)
for one in others:
    reader.read(one)
try:
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
except (OSError, StopIteration):
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(peak, flush=True)
"""
"""A process that does nothing but read: "ready" after the first report, its greatest resident memory after the last.

Linux's ``ru_maxrss`` includes what the parent held when it started the process; ``VmHWM`` does not.
"""

Text = tuple[str | None, str]
"""Title and text."""


@dataclass(frozen=True)
class Run:
    """One pass over articles: seconds on the clock and of the processor, and the mentions found."""

    seconds: float
    processor: float
    mentions: frozenset[str]


@dataclass(frozen=True)
class Start:
    """One fresh process: seconds to the first reading, greatest resident memory in bytes."""

    seconds: float
    peak: int


def conflict(shared: Path) -> list[Text]:
    """Return the training reports; the examples where there are none."""
    texts: list[Text] = []
    for root in (shared / "training", ROOT / "training" / "data"):
        files = sorted(root.glob("*/reports.jsonl"))
        if not files:
            _say(f"SKIPPED {root}: no reports there")
        texts += [one for file in files for one in _reports(file)]
    if not texts:
        _say("NOTE: articles are built from examples/, over and over: the words are few")
        texts = [one for file in sorted((ROOT / "examples").rglob("*.jsonl")) for one in _reports(file)]
    return texts


def ordinary(shared: Path) -> list[Text]:
    """Return the documents of the English Web Treebank's dev and test parts; the gate is trained on its train part."""
    folder = shared / "data" / "open" / "ud_ewt"
    files = [folder / f"en_ewt-ud-{part}.conllu" for part in ("dev", "test")]
    missing = [file for file in files if not file.is_file()]
    for file in missing:
        _say(f"SKIPPED {file}: no such file")
    return [text for file in files if file not in missing for text in _documents(file.read_text(encoding="utf-8"))]


def articles(texts: Sequence[Text], count: int) -> list[Report]:
    """Return articles of exactly ``LENGTH`` words: the texts one after the other, cut by counting.

    The texts begin again when they are used up. The title is that of the text in which an article begins; where it has
    none, the article's first eight words.
    """
    found: list[Report] = []
    pieces: list[str] = []
    title: str | None = None
    for heading, piece in _pieces(texts):
        if len(found) == count:
            break
        if not pieces:
            title = heading
        pieces.append(piece)
        if len(pieces) == LENGTH:
            text = "".join(pieces).strip()
            found.append(as_report(text, "speed", title or " ".join(text.split()[:8])))
            pieces = []
    return found


def mixed(conflicts: Sequence[Report], ordinaries: Sequence[Report]) -> list[Report]:
    """Return ordinary articles with one conflict article before every ``EVERY`` - 1 of them."""
    found: list[Report] = []
    for number, one in enumerate(ordinaries):
        if number % (EVERY - 1) == 0 and number // (EVERY - 1) < len(conflicts):
            found.append(conflicts[number // (EVERY - 1)])
        found.append(one)
    return found


def variants(name: str | None) -> tuple[Reader, Reader | None]:
    """Return the reader reading every sentence, and reading through its gate where it has one.

    A reader has a gate where making it takes an option ``gate``, or where it holds one as ``gate`` or ``_gate``.

    Raises:
        PanjError: there is no such reader, or it cannot run.
    """
    from panj.reading import READERS, load_reader

    shipped = load_reader(name)
    kind: Callable[..., Reader] = READERS[name or next(iter(READERS))]
    for attribute in ("gate", "_gate"):
        if getattr(shipped, attribute, None) is not None:
            whole = copy.copy(shipped)
            setattr(whole, attribute, None)
            return whole, shipped
    if "gate" in inspect.signature(kind).parameters:
        return kind(gate=False), kind(gate=True)
    return shipped, None


def timed(reader: Reader, reports: Iterable[Report]) -> Run:
    """Read some reports, one after the other."""
    clock, processor = time.perf_counter(), time.process_time()
    mentions = [mention.id for report in reports for mention in reader.read(report).mentions]
    return Run(time.perf_counter() - clock, time.process_time() - processor, frozenset(mentions))


def started(command: Sequence[str], reports: Sequence[Report]) -> Start:
    """Start a process, give it reports on standard input and wait for "ready" and its memory.

    Raises:
        RuntimeError: the process said something else; its own words are on standard error.
    """
    lines = b"".join(encode(one) + b"\n" for one in reports)
    clock = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **ONE_THREAD}
    ) as child:
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("the process has no pipes")
        try:
            child.stdin.write(lines)
            child.stdin.close()
        except BrokenPipeError:
            pass
        ready = child.stdout.readline().strip()
        seconds = time.perf_counter() - clock
        peak = child.stdout.readline().strip()
    if ready != b"ready" or not peak.isdigit():
        raise RuntimeError("the process that reads alone did not finish")
    return Start(seconds, int(peak))


def figures(
    whole: Sequence[Run],
    mix: Sequence[Run],
    gated: Sequence[Run],
    starts: Sequence[Start],
    reports: Sequence[Report],
    among: Sequence[Report],
) -> dict[str, float | int | None]:
    """Return every figure by its name in the JSON; ``None`` for what was not measured.

    Args:
        whole: passes over ``reports``, every sentence read.
        mix: passes over ``among``, every sentence read.
        gated: passes over ``among`` through the gate.
        starts: fresh processes.
        reports: conflict articles.
        among: the mixed text.
    """
    tokens = sum(len(words(one.text)) for one in reports)
    found: dict[str, float | int | None] = {
        **_spread("articles_per_s", [len(reports) / one.seconds for one in whole]),
        **_spread("articles_per_s_mixed", [len(among) / one.seconds for one in mix]),
        **_spread("articles_per_s_gated", [len(among) / one.seconds for one in gated]),
        **_spread("words_per_s", [LENGTH * len(reports) / one.seconds for one in whole]),
        **_spread("reader_words_per_s", [tokens / one.seconds for one in whole]),
        **_spread("articles_per_processor_s", [len(reports) / one.processor for one in whole if one.processor]),
        **_spread("articles_per_processor_s_gated", [len(among) / one.processor for one in gated if one.processor]),
        **_spread("startup_s", [one.seconds for one in starts]),
        **_spread("peak_mb", [one.peak / 1e6 for one in starts]),
        "gated_mentions_kept": None,
        "processor_share": None,
    }
    if mix and gated and mix[0].mentions:
        found["gated_mentions_kept"] = round(len(mix[0].mentions & gated[0].mentions) / len(mix[0].mentions), 4)
    if clock := sum(one.seconds for one in whole):
        found["processor_share"] = round(sum(one.processor for one in whole) / clock, 3)
    return found


def table(found: Mapping[str, float | int | None], title: str) -> Table:
    """Return the figures as a table; those not measured are left out."""
    shown = Table(title=title)
    shown.add_column("figure", no_wrap=True)
    for heading in ("median", "least", "most"):
        shown.add_column(heading, justify="right")
    for name, figure in found.items():
        if figure is not None and not name.endswith(("_min", "_max")):
            edges = [found.get(f"{name}{edge}") for edge in ("_min", "_max")]
            shown.add_row(name, f"{figure:,.4g}", *("" if one is None else f"{one:,.4g}" for one in edges))
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    reports = articles(conflict(shared()), options.articles)
    if not reports:
        return _say("nothing to read; nothing was measured", status=1)
    others = max(EVERY - 1, options.articles * (EVERY - 1) // EVERY)
    plain = articles(ordinary(shared()), others)
    among = mixed(reports, plain) if plain else []
    try:
        whole_reader, gated_reader = variants(options.reader)
    except PanjError as error:
        return _say(str(error), status=2)
    if gated_reader is None:
        _say("NOTE: this reader has no gate; nothing was measured with one")
    whole: list[Run] = []
    mix: list[Run] = []
    gated: list[Run] = []
    starts: list[Start] = []
    timed(whole_reader, reports[:1])
    try:
        for _ in range(options.repeat):
            whole.append(timed(whole_reader, reports))
            if among:
                mix.append(timed(whole_reader, among))
                if gated_reader is not None:
                    gated.append(timed(gated_reader, among))
            starts.append(started([sys.executable, "-c", CHILD, options.reader or ""], reports))
    except (PanjError, RuntimeError) as error:
        return _say(str(error), status=2)
    found = figures(whole, mix, gated, starts, reports, among)
    if (share := found["processor_share"]) is not None and share < 0.95:
        _say(f"NOTE: the processor was ours only {share:.0%} of the time: the figures by the clock are too low")
    counts = {"articles": len(reports), "articles_of_mixed_text": len(among), "repeats": options.repeat}
    if options.json:
        print(json.dumps({"reader": whole_reader.version, "machine": _machine(), **counts, **found}))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    console.print(table(found, f"{whole_reader.version}, one thread"))
    console.print(", ".join(f"{name} {count}" for name, count in counts.items()))
    console.print(_machine(), markup=False)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Measure how fast a reader reads on one core, how soon it is ready, and its memory.",
        epilog="Example: python benchmarks/speed.py --repeat 3 --json",
    )
    parser.add_argument("--reader", metavar="NAME", help="name of the reader; the shipped one without it")
    parser.add_argument("--articles", type=_positive, default=20, metavar="N", help="articles of 500 words (20)")
    parser.add_argument("--repeat", type=_positive, default=5, metavar="N", help="times that each is measured (5)")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError("less than 1")
    return number


def _reports(file: Path) -> list[Text]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [(row.get("title"), row["text"]) for row in rows]


def _documents(treebank: str) -> Iterator[Text]:
    """Yield the documents of a CoNLL-U file as texts, paragraphs on lines of their own."""
    text = ""
    for line in treebank.split("\n"):
        name, _, value = line.removeprefix("# ").partition(" = ")
        if line.startswith("# newdoc"):
            if text:
                yield None, text
            text = ""
        elif line.startswith("# newpar"):
            text += "\n\n" if text else ""
        elif line.startswith("# text") and name == "text":
            text += value if not text or text.endswith("\n") else f" {value}"
    if text:
        yield None, text


def _pieces(texts: Sequence[Text]) -> Iterator[tuple[str | None, str]]:
    """Yield words with the white space behind them, each with its text's title, without end."""
    cut = [(title, re.findall(r"\S+\s*", text.strip() + "\n\n")) for title, text in texts]
    while any(pieces for _, pieces in cut):
        for title, pieces in cut:
            for piece in pieces:
                yield title, piece


def _spread(name: str, rates: Sequence[float]) -> dict[str, float | None]:
    """Return median, least and most of some measurements."""
    if not rates:
        return {name: None, f"{name}_min": None, f"{name}_max": None}
    parts = {name: statistics.median(rates), f"{name}_min": min(rates), f"{name}_max": max(rates)}
    return {key: round(rate, 3) for key, rate in parts.items()}


def _machine() -> str:
    """Return the processor's name and the number of cores, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n")
        name = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        name = sys.platform
    return f"{name}, {os.cpu_count()} cores, Python {sys.version.split()[0]}"


def _say(message: str, status: int = 0) -> int:
    print(f"speed.py: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
