"""Where the marks of a chart stand: figures by claimant over time, incidents by day. Templates draw them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import NamedTuple

from panj.model import FigureView, Incident

WIDTH, HEIGHT = 640, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 84, 14, 34
SHAPES = 6
"""Different marks of claimants; where there are more, they come again with other colours."""


class Dot(NamedTuple):
    """One claim: place, the ends of its bar, its claimant's number, and what it says.

    ``open_low`` and ``open_high`` say that an end is not known; the bar then runs to the edge, dashed.
    """

    x: float
    y: float
    low: float
    high: float
    series: int
    value_id: str
    label: str
    open_low: bool
    open_high: bool
    stands: bool


class Tick(NamedTuple):
    """A mark on an axis."""

    at: float
    label: str


class Chart(NamedTuple):
    """The figures of one outcome: dots, axes, the view's own bar, and the claimants in the order of their numbers."""

    dots: list[Dot]
    across: list[Tick]
    up: list[Tick]
    low: float | None
    best: float | None
    high: float | None
    claimants: list[str]
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


def figure_chart(view: FigureView) -> Chart:
    """Return the chart of one outcome; claims without a day stand at the left edge."""
    days = sorted({one.said_on for one in view.claims if one.said_on})
    numbers = [n for one in view.claims for n in (one.low, one.high) if n is not None]
    most = max([*numbers, view.high or 0, 1])
    step = _step(most)
    ceiling = math.ceil(most / step) * step
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM
    left = _LEFT + 22

    def across(day: dt.date | None) -> float:
        if day is None:
            return _LEFT + 8.0
        if days[0] == days[-1]:
            return (left + right) / 2
        return left + 10 + (day - days[0]).days / (days[-1] - days[0]).days * (right - left - 20)

    def up(number: float) -> float:
        return round(bottom - number / ceiling * (bottom - _TOP), 1)

    claimants = list(dict.fromkeys(one.claimant for one in view.claims))
    taken: dict[tuple[float, float], int] = {}
    dots = []
    for one in view.claims:
        middle = one.high if one.low is None else one.low
        x, y = across(one.said_on), up(middle or 0)
        beside = taken.get((x, y), 0)
        taken[x, y] = beside + 1
        said = f"{one.said_on}" if one.said_on else "undated"
        dots.append(
            Dot(
                x=round(min(x + beside * 11, right - 4), 1),
                y=y,
                low=bottom if one.low is None else up(one.low),
                high=_TOP if one.high is None else up(one.high),
                series=claimants.index(one.claimant),
                value_id=one.value_id,
                label=f"{one.words}: {one.claimant}, {said}",
                open_low=one.low is None,
                open_high=one.high is None,
                stands=not (one.superseded or one.withdrawn or one.subset),
            )
        )
    shown = days if len(days) <= 5 else [days[0], days[len(days) // 2], days[-1]]
    ends = [None if n is None else up(n) for n in (view.low, view.best, view.high)]
    return Chart(
        dots=dots,
        across=_spaced([Tick(round(across(one), 1), one.isoformat()) for one in shown], 76),
        up=[Tick(up(n), str(n)) for n in range(0, ceiling + 1, step)],
        low=ends[0],
        best=ends[1],
        high=ends[2],
        claimants=claimants,
    )


def _spaced(ticks: list[Tick], least: float) -> list[Tick]:
    """Return the ticks whose labels do not touch, the first one among them."""
    kept: list[Tick] = []
    for tick in ticks:
        if not kept or tick.at - kept[-1].at >= least:
            kept.append(tick)
    return kept


def _step(most: int) -> int:
    """Return a round distance between about four marks."""
    raw = max(most / 4, 1)
    power = 10 ** math.floor(math.log10(raw))
    return int(next(power * n for n in (1, 2, 5, 10) if power * n >= raw))


class Bar(NamedTuple):
    """One incident on the timeline: its row, its first and last possible day."""

    incident: Incident
    x: float
    width: float
    y: float
    certain: bool


class Timeline(NamedTuple):
    """Incidents by day, those that overlap under each other; ``undated`` have no day to stand at."""

    bars: list[Bar]
    across: list[Tick]
    undated: list[Incident]
    width: int
    height: int


def timeline(incidents: Sequence[Incident], width: int = 960) -> Timeline:
    """Return incidents on one line of days, in as many rows as they need."""
    dated: list[tuple[dt.date, dt.date, Incident]] = []
    undated = []
    for one in incidents:
        first = None if one.when is None else one.when.valid_from or one.when.valid_to
        last = None if one.when is None else one.when.valid_to or first
        if first is None or last is None:
            undated.append(one)
        else:
            dated.append((first, last, one))
    if not dated:
        return Timeline([], [], undated, width, 0)
    start, end = min(a for a, _, _ in dated), max(b for _, b, _ in dated)
    scale = (width - 40) / ((end - start).days + 1)
    rows: list[float] = []
    bars = []
    for first, last, one in sorted(dated, key=lambda it: (it[0], it[1], it[2].id)):
        x = 20 + (first - start).days * scale
        size = max(((last - first).days + 1) * scale, 7)
        row = next((n for n, taken in enumerate(rows) if taken <= x), len(rows))
        rows[row : row + 1] = [x + size + 2]
        bars.append(Bar(one, round(x, 1), round(size, 1), 24 + row * 14, first == last))
    span = (end - start).days
    marks = sorted({start + dt.timedelta(days=round(span * n / 4)) for n in range(5)})
    ticks = _spaced([Tick(round(20 + (one - start).days * scale, 1), one.isoformat()) for one in marks], 90)
    return Timeline(bars, ticks, undated, width, 34 + len(rows) * 14)
