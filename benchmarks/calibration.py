"""Is the reader as often right as it is confident?

    python benchmarks/calibration.py [FOLDER...] [--reader NAME] [--json] [--svg FILE]

A folder is an annotated story or holds several; without one, ``$PANJ_SHARED/stories`` is read. A mention is right
where ``trigger_type_f1`` of the yardstick counts it right. The rules are in ``docs/reference/benchmarks.md``. Exit
status: 0 measured, 1 an input is malformed or nothing was measured, 2 the command cannot be understood, the reader
cannot run or the diagram cannot be written.
"""

from __future__ import annotations

import argparse
import bisect
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from rich.console import Console
from rich.table import Table

import gold
from inputs import shared
from panj.errors import PanjError, ReaderError
from panj.model import Reading
from panj.reading import load_reader
from scoring import compare

BINS = 10
"""Bins of each kind, as Naeini et al. 2015 and those after them use."""

THRESHOLDS = (50, 60, 70, 80, 90)
"""Least confidences at which precision is asked, in hundredths."""

Z95 = 1.959964
"""The 97.5 % point of the standard normal distribution."""

Figures = dict[str, float | int | None]


@dataclass(frozen=True)
class Judged:
    """A mention as calibration sees it: the reader's confidence, 0 to 1, and whether trigger and type are right."""

    confidence: float
    right: bool


@dataclass(frozen=True)
class Bin:
    """Mentions of like confidence; never empty. ``first`` and ``last`` are the bounds of their confidences."""

    first: float
    last: float
    members: tuple[Judged, ...]

    @property
    def mentions(self) -> int:
        """Number of mentions."""
        return len(self.members)

    @property
    def right(self) -> int:
        """Number of right ones."""
        return sum(one.right for one in self.members)

    @property
    def confidence(self) -> float:
        """Mean confidence; summed exactly, so that it does not depend on the order of mentions."""
        return math.fsum(one.confidence for one in self.members) / len(self.members)

    @property
    def share(self) -> float:
        """Share of right mentions."""
        return self.right / len(self.members)


def judge(story: gold.Story, readings: Sequence[Reading]) -> tuple[list[Judged], int]:
    """Return the reader's mentions, judged as the yardstick pairs them, and how many more have no confidence.

    Raises:
        ReaderError: a confidence is not between 0 and 1.
    """
    partners = compare(story, readings).partners
    wanted = {
        partners[one.id]: one.type for reading in story.readings for one in reading.mentions if one.id in partners
    }
    judged, silent = [], 0
    for reading in readings:
        for mention in reading.mentions:
            if mention.confidence is None:
                silent += 1
            elif not 0.0 <= mention.confidence <= 1.0:  # NaN is not either
                raise ReaderError(reading.reader, f"gives a confidence of {mention.confidence}, not between 0 and 1")
            else:
                judged.append(Judged(mention.confidence, wanted.get(mention.id) == mention.type))
    return judged, silent


def by_width(judged: Iterable[Judged]) -> list[Bin]:
    """Return the bins [0, 0.1), [0.1, 0.2) … [0.9, 1] that hold mentions."""
    edges = [number / BINS for number in range(BINS + 1)]
    groups: dict[int, list[Judged]] = {}
    for one in judged:
        groups.setdefault(bisect.bisect_right(edges[1:-1], one.confidence), []).append(one)
    return [Bin(edges[at], edges[at + 1], tuple(groups[at])) for at in sorted(groups)]


def by_number(judged: Iterable[Judged]) -> list[Bin]:
    """Return bins of about a tenth of the mentions each, in order of confidence.

    Mentions of equal confidence stay together, in the bin in which the middle of them falls: split, they would be
    told apart by nothing but their order. So there may be fewer bins than ten, and larger ones.
    """
    equals: dict[float, list[Judged]] = {}
    for one in judged:
        equals.setdefault(one.confidence, []).append(one)
    total, before = sum(map(len, equals.values())), 0
    groups: dict[int, list[Judged]] = {}
    for confidence in sorted(equals):
        count = len(equals[confidence])
        groups.setdefault(BINS * (2 * before + count) // (2 * total), []).extend(equals[confidence])
        before += count
    return [Bin(members[0].confidence, members[-1].confidence, tuple(members)) for members in groups.values()]


def ece(bins: Sequence[Bin]) -> float | None:
    """Return the expected calibration error: the mean gap of a bin's confidence and share right, by mentions.

    Naeini, Cooper & Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning".
    """
    total = sum(one.mentions for one in bins)
    return math.fsum(one.mentions * abs(one.share - one.confidence) for one in bins) / total if total else None


def ece_of_calibrated(bins: Sequence[Bin]) -> float | None:
    """Return the ECE that these confidences would have on average if each were true: chance alone makes one.

    Few mentions do not fall as their probabilities say even where these are right (Bröcker & Smith 2007, "Increasing
    the Reliability of Reliability Diagrams", who draw samples; here the mean is exact). Mentions are taken to be
    independent.
    """
    total = sum(one.mentions for one in bins)
    return math.fsum(_gap([one.confidence for one in part.members]) for part in bins) / total if total else None


def _gap(confidences: Iterable[float]) -> float:
    """Return the mean distance of the number of right mentions from its expectation (Poisson binomial)."""
    ordered = sorted(confidences)
    chances = [1.0]
    for one in ordered:
        chances = [stay * (1 - one) + step * one for stay, step in zip([*chances, 0.0], [0.0, *chances], strict=True)]
    expected = math.fsum(ordered)
    return math.fsum(chance * abs(count - expected) for count, chance in enumerate(chances))


def wilson(right: int, total: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson 1927, "Probable Inference"); ``total`` is above 0."""
    share, square = right / total, Z95**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    reach = Z95 * math.sqrt(share * (1 - share) / total + square / (4 * total**2)) / (1 + square / total)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def figures(judged: Sequence[Judged]) -> Figures:
    """Return the figures by their names in the JSON; ``None`` where there is no mention to count."""
    total = len(judged)
    share = sum(one.right for one in judged) / total if total else None
    numbered = by_number(judged)
    found: Figures = {
        "mentions": total,
        "mentions_right": sum(one.right for one in judged),
        "calibration_ece": ece(numbered),
        "calibration_ece_of_calibrated": ece_of_calibrated(numbered),
        "calibration_ece_width": ece(by_width(judged)),
        "calibration_brier": math.fsum((one.confidence - one.right) ** 2 for one in judged) / total if total else None,
        "calibration_brier_base": None if share is None else share * (1 - share),
    }
    for percent in THRESHOLDS:
        kept = [one for one in judged if one.confidence >= percent / 100]
        found[f"precision_at_{percent}"] = sum(one.right for one in kept) / len(kept) if kept else None
        found[f"mentions_at_{percent}"] = len(kept)
    return {name: round(one, 4) if isinstance(one, float) else one for name, one in found.items()}


def table(bins: Sequence[Bin], title: str) -> Table:
    """Return a table of bins for people."""
    shown = Table(title=title)
    for name in ("confidence", "mentions", "mean", "share right", "95 %"):
        shown.add_column(name, justify="right", no_wrap=True)
    for one in bins:
        low, high = wilson(one.right, one.mentions)
        bounds = f"{one.first:.2f}–{one.last:.2f}"
        shown.add_row(bounds, str(one.mentions), f"{one.confidence:.3f}", f"{one.share:.3f}", f"{low:.3f}–{high:.3f}")
    return shown


def summary(found: Figures) -> Table:
    """Return the table of the errors and of precision by least confidence."""
    shown = Table(title="Confidence as a whole")
    shown.add_column("measure", no_wrap=True)
    for name in ("mentions", "figure"):
        shown.add_column(name, justify="right", no_wrap=True)
    rows = [
        ("expected calibration error, bins of equal number", "mentions", "calibration_ece"),
        ("  of a calibrated reader, by chance", "mentions", "calibration_ece_of_calibrated"),
        ("  bins of equal width", "mentions", "calibration_ece_width"),
        ("Brier score", "mentions", "calibration_brier"),
        ("  of always saying the share right", "mentions", "calibration_brier_base"),
        *(
            (f"precision at {one / 100:.1f} and above", f"mentions_at_{one}", f"precision_at_{one}")
            for one in THRESHOLDS
        ),
    ]
    for label, count, name in rows:
        figure = found[name]
        shown.add_row(label, str(found[count]), "" if figure is None else f"{figure:.3f}")
    return shown


LEFT, TOP, SIDE = 64, 16, 400
"""Where the square of the diagram stands, and its side, in units of the drawing."""

FOOT, TALL, WIDTH, HEIGHT = 522, 82, 484, 570
"""Baseline and greatest height of the bars of counts, and the size of the whole."""

STYLE = """\
.panj-reliability { color: #24292f; font: 12px system-ui, sans-serif; }
.panj-reliability text { fill: currentColor; }
.panj-reliability .line { stroke: currentColor; fill: none; }
.panj-reliability .faint { stroke: currentColor; opacity: 0.15; }
.panj-reliability .dashed { stroke: currentColor; stroke-dasharray: 5 4; opacity: 0.6; }
.panj-reliability .dot { fill: currentColor; }
.panj-reliability .bar { fill: currentColor; opacity: 0.35; }
.panj-reliability .small { font-size: 10px; }
.panj-reliability .middle { text-anchor: middle; }
.panj-reliability .end { text-anchor: end; }
@media (prefers-color-scheme: dark) { .panj-reliability { color: #d1d7e0; } }"""


def diagram(judged: Sequence[Judged], reader: str) -> str:
    """Return the reliability diagram as SVG, the same bytes for the same mentions in any order.

    Above, a dot for each bin of equal number with its Wilson interval, beside the diagonal of a calibrated reader;
    below, how many mentions have which confidence. The description tells the dots in words.
    """
    dots = by_number(judged)
    told = "; ".join(
        f"{one.mentions} mentions at mean confidence {one.confidence:.2f}, share right {one.share:.2f}" for one in dots
    )
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    named = 'class="panj-reliability" role="img" aria-labelledby="panj-title panj-desc"'
    title = f"Reliability diagram of {reader}: share of right mentions by confidence"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>',
        f'<title id="panj-title">{escape(title)}</title>',
        f'<desc id="panj-desc">{escape(told)}.</desc>',
        f"<style>\n{STYLE}\n</style>",
        *_axes(),
        *_dots(dots),
        *_bars(by_width(judged)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _across(value: float) -> str:
    return f"{LEFT + SIDE * value:.1f}"


def _up(value: float) -> str:
    return f"{TOP + SIDE * (1 - value):.1f}"


def _line(x1: str, y1: str, x2: str, y2: str, style: str) -> str:
    return f'<line class="{style}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _axes() -> Iterator[str]:
    """Yield the frame, the grid, the diagonal, the labels and the key."""
    for step in range(6):
        value = step / 5
        yield _line(_across(value), _up(0), _across(value), _up(1), "faint")
        yield _line(_across(0), _up(value), _across(1), _up(value), "faint")
        yield f'<text class="end" x="{LEFT - 8}" y="{float(_up(value)) + 4:.1f}">{value:.1f}</text>'
        yield f'<text class="middle" x="{_across(value)}" y="{FOOT + 18}">{value:.1f}</text>'
    yield f'<rect class="line" x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}"/>'
    yield _line(_across(0), _up(0), _across(1), _up(1), "dashed")
    yield _line(_across(0), str(FOOT), _across(1), str(FOOT), "line")
    yield f'<text class="middle" x="{_across(0.5)}" y="{FOOT + 38}">confidence of the reader</text>'
    for label, y in (("share right", TOP + SIDE // 2), ("mentions", FOOT - TALL // 2)):
        yield f'<text class="middle" transform="translate(18 {y}) rotate(-90)">{label}</text>'
    yield _line(str(LEFT + 22), str(TOP + 14), str(LEFT + 22), str(TOP + 34), "line")
    yield f'<circle class="dot" cx="{LEFT + 22}" cy="{TOP + 24}" r="4"/>'
    yield f'<text x="{LEFT + 42}" y="{TOP + 28}">about a tenth of the mentions, with 95 % interval</text>'
    yield _line(str(LEFT + 12), str(TOP + 48), str(LEFT + 32), str(TOP + 48), "dashed")
    yield f'<text x="{LEFT + 42}" y="{TOP + 52}">calibrated: as often right as confident</text>'


def _dots(bins: Sequence[Bin]) -> Iterator[str]:
    for one in bins:
        low, high = wilson(one.right, one.mentions)
        x = _across(one.confidence)
        yield _line(x, _up(low), x, _up(high), "line")
        yield f'<circle class="dot" cx="{x}" cy="{_up(one.share)}" r="4"/>'


def _bars(bins: Sequence[Bin]) -> Iterator[str]:
    most = max((one.mentions for one in bins), default=1)
    for one in bins:
        height = TALL * one.mentions / most
        x, width, top = LEFT + SIDE * one.first + 2, SIDE / BINS - 4, FOOT - height
        yield f'<rect class="bar" x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        yield f'<text class="small middle" x="{x + width / 2:.1f}" y="{top - 3:.1f}">{one.mentions}</text>'


def main(arguments: Sequence[str] | None = None) -> int:
    """Be the command; return its exit status."""
    options = _options().parse_args(arguments)
    folders = _folders(options.folders)
    if not folders:
        return _say("nothing was measured", status=1)
    try:
        reader = load_reader(options.reader)
    except PanjError as error:
        return _say(str(error), status=2)
    judged: list[Judged] = []
    silent = 0
    try:
        for story in map(gold.load, folders):
            told, lacking = judge(story, [reader.read(report) for report in story.reports])
            judged += told
            silent += lacking
    except ReaderError as error:
        return _say(str(error), status=2)
    except PanjError as error:
        return _say(str(error), status=1)
    if silent:
        _say(f"NOTE: {silent} mentions have no confidence and are left out")
    if not judged:
        return _say(f"nothing was measured: {reader.version} gave no mention with a confidence", status=1)
    found = {**figures(judged), "mentions_without_confidence": silent}
    if options.svg:
        try:
            options.svg.write_text(diagram(judged, reader.version), encoding="utf-8", newline="\n")
        except OSError as error:
            return _say(f"{options.svg}: cannot be written: {error.strerror}", status=2)
    digest = gold.digest(folders)
    if options.json:
        record = {"reader": reader.version, "digest": digest, "stories": len(folders)}
        bins = {"bins_number": _rows(by_number(judged)), "bins_width": _rows(by_width(judged))}
        print(json.dumps({**record, **found, **bins}, ensure_ascii=False))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    console.print(table(by_width(judged), "Bins of equal width"))
    console.print(table(by_number(judged), "Bins of about equal number"))
    console.print(summary(found))
    console.print(f"Reader {reader.version}; {len(folders)} stories, {found['mentions_right']} of {len(judged)} right")
    console.print(f"SHA-256 of the data: {digest}")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="calibration.py",
        description="Compare the reader's confidence with the share of its mentions that are right.",
        epilog="Example: python benchmarks/calibration.py ../shared/stories --svg docs/reference/reliability.svg",
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="a story, or a folder of stories")
    parser.add_argument("--reader", metavar="NAME", help="name of the reader; the shipped one without it")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the reliability diagram to this file")
    return parser


def _folders(named: Sequence[Path]) -> tuple[Path, ...]:
    """Return the annotated folders to read; folders without any are left out, and said so."""
    roots = named or (shared() / "stories",)
    for root in roots:
        if not gold.folders([root]):
            _say(f"SKIPPED {root}: {'no annotated story in it' if root.is_dir() else 'no such folder'}")
    return gold.folders(roots)


def _rows(bins: Sequence[Bin]) -> list[dict[str, object]]:
    """Return bins as the JSON has them."""
    return [
        {
            "from": one.first,
            "to": one.last,
            "mentions": one.mentions,
            "right": one.right,
            "confidence": round(one.confidence, 4),
            "share": round(one.share, 4),
            "share_95": [round(end, 4) for end in wilson(one.right, one.mentions)],
        }
        for one in bins
    ]


def _say(message: str, status: int = 0) -> int:
    print(f"calibration.py: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
