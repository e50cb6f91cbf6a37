"""The fewest and the most people that counts, and sums over some of them, allow: an integer program.

A :class:`Count` is the people of one incident; a :class:`Tally` the people of one sum, over incidents that it may
contain (``covers``) and those that it does (``holds``). Nobody is of two incidents. A person is told of where an
incident counts him or a sum does, and is one person however many do. The unknowns, all whole numbers:

* ``x(i)``, the people of incident *i*: within one of its agreements;
* ``y(s)``, the people of sum *s*: within one of its agreements;
* ``z(s, i)``, the people of *i* whom *s* counts too: at most ``x(i)``, all of ``x(i)`` where *s* holds *i*; only for
  as many incidents as the sum has acts, where its words say how many;
* ``u(s) = y(s) - sum of z(s, i)``, those whom *s* counts and no incident does;
* ``v(k)``, such people of a pool *k*: sums that may count the same people. The pools of *s* cover ``u(s)``.

The fewest told of are the least ``sum of x + sum of v``, the most are the greatest ``sum of x + sum of u``. HiGHS
(Huangfu and Hall 2018, doi:10.1007/s12532-017-0130-5) finds them. A sum never clashes with incidents that it only may
contain: it may count other people.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

Range = tuple[int, int | None]
"""Fewest and most; ``None`` where there is no upper end."""


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    """The people of one incident: within one of ``ranges``, of which there is at least one."""

    key: str
    ranges: tuple[Range, ...]

    @property
    def low(self) -> int:
        """Fewest people."""
        return min(low for low, _ in self.ranges)

    @property
    def high(self) -> int | None:
        """Most people; ``None`` without an upper end."""
        return most(high for _, high in self.ranges)


@dataclasses.dataclass(frozen=True, slots=True)
class Tally(Count):
    """The people of one sum.

    Attributes:
        covers: keys of counts whose people may be among its own.
        holds: those of ``covers`` whose people all are.
        misses: those of ``covers`` of whom nobody is: an answer that is tried out.
        acts: how many counts it contains at most; ``None`` where nobody says.
    """

    covers: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    acts: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Program:
    """Counts and tallies with distinct keys; ``pools`` are the largest sets of tallies that may count the same people.

    A tally that is in no pool shares nobody with others; pools name no tallies but these.
    """

    counts: tuple[Count, ...]
    tallies: tuple[Tally, ...] = ()
    pools: tuple[tuple[str, ...], ...] = ()

    def parts(self) -> tuple[Program, ...]:
        """Return the parts of the program that have nothing to do with each other, each with its share."""
        root: dict[str, str] = {one.key: one.key for one in (*self.counts, *self.tallies)}

        def find(key: str) -> str:
            while root[key] != key:
                root[key] = root[root[key]]
                key = root[key]
            return key

        for tally in self.tallies:
            for other in tally.covers:
                if other in root:
                    root[find(other)] = find(tally.key)
        for pool in self.pools:
            for other in pool[1:]:
                root[find(other)] = find(pool[0])
        counts: dict[str, list[Count]] = {}
        tallies: dict[str, list[Tally]] = {}
        shared: dict[str, list[tuple[str, ...]]] = {}
        for count in self.counts:
            counts.setdefault(find(count.key), []).append(count)
        for tally in self.tallies:
            tallies.setdefault(find(tally.key), []).append(tally)
        for pool in self.pools:
            shared.setdefault(find(pool[0]), []).append(pool)
        return tuple(
            Program(tuple(counts.get(key, ())), tuple(tallies.get(key, ())), tuple(shared.get(key, ())))
            for key in dict.fromkeys((*counts, *tallies))
        )

    def names(self) -> tuple[str, ...]:
        """Return the keys of all counts and tallies."""
        return tuple(one.key for one in (*self.counts, *self.tallies))

    def only(self, keys: Iterable[str]) -> Program:
        """Return the program of some of its counts and tallies."""
        kept = set(keys)
        return Program(
            tuple(one for one in self.counts if one.key in kept),
            tuple(one for one in self.tallies if one.key in kept),
            tuple(pool for pool in (tuple(n for n in pool if n in kept) for pool in self.pools) if pool),
        )

    def replaced(self, one: Count | Tally) -> Program:
        """Return the program with another count or tally of the same key."""
        return dataclasses.replace(
            self,
            counts=tuple(one if old.key == one.key else old for old in self.counts),
            tallies=tuple(one if old.key == one.key and isinstance(one, Tally) else old for old in self.tallies),
        )

    def fewest(self) -> int:
        """Return the smallest number of people told of.

        Raises:
            ValueError: a tally holds more people than it has.
        """
        return _fewest(self)

    def most(self) -> int | None:
        """Return the largest number of people told of; ``None`` where there is no upper end.

        Raises:
            ValueError: a tally holds more people than it has.
        """
        held = {key: tally.high for tally in self.tallies if tally.high is not None for key in tally.holds}
        if any(one.high is None for one in self.tallies):
            return None
        if any(one.high is None and one.key not in held for one in self.counts):
            return None
        return _most(self)

    def bounds(self) -> Range:
        """Return both."""
        return self.fewest(), self.most()


def most(ends: Iterable[int | None]) -> int | None:
    """Return the largest of some upper ends; ``None`` where one is open."""
    found = list(ends)
    return None if None in found else max((end for end in found if end is not None), default=0)


def pools(tallies: Iterable[str], together: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the largest of some sets of tallies that may count the same people, and single ones for the rest."""
    sets = {tuple(sorted(set(one))) for one in together} | {(one,) for one in tallies}
    kept: dict[str, list[frozenset[str]]] = {}
    found = []
    for one in sorted(filter(None, sets), key=lambda one: (-len(one), one)):
        members = frozenset(one)
        if not any(members < other for other in kept.get(one[0], ())):
            found.append(one)
            for key in one:
                kept.setdefault(key, []).append(members)
    return tuple(sorted(found))


class _Model:
    """Columns and rows of an integer program, as HiGHS takes them."""

    def __init__(self) -> None:
        self.cost: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.row_low: list[float] = []
        self.row_high: list[float] = []
        self.starts = [0]
        self.index: list[int] = []
        self.value: list[float] = []

    def column(self, low: float, high: float, cost: float = 0.0) -> int:
        self.cost.append(cost)
        self.low.append(low)
        self.high.append(high)
        return len(self.cost) - 1

    def row(self, low: float, high: float, terms: Iterable[tuple[int, float]]) -> None:
        whole: dict[int, float] = {}
        for column, value in terms:
            whole[column] = whole.get(column, 0.0) + value
        self.index += whole
        self.value += whole.values()
        self.starts.append(len(self.index))
        self.row_low.append(low)
        self.row_high.append(high)


INFINITY = float("inf")


def _fewest(program: Program) -> int:
    """Return the smallest number of people told of: as many as can be are the same."""
    model, told, tops, people = _counted(program, largest=False)
    shared: dict[str, list[int]] = {tally.key: [] for tally in program.tallies}
    for pool in (*program.pools, *((key,) for key in shared)):
        if len(pool) > 1 or not shared[pool[0]]:
            v = model.column(0.0, INFINITY, 1.0)
            for key in pool:
                shared[key].append(v)
    for tally in program.tallies:
        inside = [key for key in tally.covers if key in tops and key not in tally.holds and key not in tally.misses]
        y, top = _summed(model, tally, tops, largest=False)
        outside = [(y, 1.0), *((people[key], -1.0) for key in tally.holds if key in people)]
        outside += [(z, -1.0) for z in _inside(model, tally, inside, top, tops, people)]
        model.row(0.0, INFINITY, outside)
        model.row(0.0, INFINITY, [*((v, 1.0) for v in shared[tally.key]), *((c, -a) for c, a in outside)])
    return told + _optimum(model, largest=False)


def _most(program: Program) -> int:
    """Return the largest number of people told of, all upper ends being bounded: nobody is the same who need not be.

    So nobody is of an incident and a sum unless the sum holds the incident, and nobody of two sums.
    """
    model, told, tops, people = _counted(program, largest=True)
    for tally in program.tallies:
        held = [people[key] for key in tally.holds if key in people]
        if held:
            y, _ = _summed(model, tally, tops, largest=True)
            model.cost[y] += 1.0
            for x in held:
                model.cost[x] -= 1.0
            model.row(0.0, INFINITY, [(y, 1.0), *((x, -1.0) for x in held)])
        else:
            told += tally.high or 0
    return told + _optimum(model, largest=True)


def _counted(program: Program, *, largest: bool) -> tuple[_Model, int, dict[str, int], dict[str, int]]:
    """Return a model with ``x``, the people who are a constant, the upper end of each count, and columns by key.

    The number of people told of does not fall when an incident or a sum has more people, so ``x(i)`` is its own end, a
    constant; likewise ``y(s)``. With two exceptions: a sum that holds the incident ties the two together; and of one
    more person in an incident, sums that share nobody else may each need one person less.
    """
    model = _Model()
    free = _free(program, largest=largest)
    told = 0
    tops: dict[str, int] = {}
    people: dict[str, int] = {}
    for one in program.counts:
        if one.key in free:
            # Nothing asks for more of an open range than its low ends, or what the sums have room for.
            top = max([*(low for low, _ in one.ranges), free[one.key]]) if one.high is None else one.high
            tops[one.key] = top
            people[one.key] = _among(model, one, top, 1.0)
        else:
            tops[one.key] = (one.high or 0) if largest else one.low
            told += tops[one.key]
    return model, told, tops, people


def _free(program: Program, *, largest: bool) -> dict[str, int]:
    """Return the counts whose number of people is not a constant, with the most people that a sum has room for."""
    room: dict[str, int] = {}
    pooled: dict[str, set[int]] = {tally.key: set() for tally in program.tallies}
    for number, pool in enumerate(program.pools):
        for key in pool:
            pooled[key].add(number)
    shared: dict[str, set[int]] = {}
    apart: set[str] = set()
    for tally in program.tallies:
        for key in tally.covers:
            if key in tally.misses:
                continue
            most = tally.high if tally.high is not None else max(low for low, _ in tally.ranges)
            room[key] = max(room.get(key, 0), most)
            if key in shared and not shared[key] & pooled[tally.key]:
                apart.add(key)
            shared[key] = shared[key] & pooled[tally.key] if key in shared else pooled[tally.key]
    held = {key for tally in program.tallies for key in tally.holds}
    return {key: room[key] for key in room if key in held or (key in apart and not largest)}


def _summed(model: _Model, tally: Tally, tops: Mapping[str, int], *, largest: bool) -> tuple[int, int]:
    """Add ``y`` of a tally; return its column and upper end."""
    if not tally.holds:
        top = (tally.high or 0) if largest else tally.low
        return model.column(top, top), top
    least = max(low for low, _ in tally.ranges)
    top = tally.high if tally.high is not None else max(least, sum(tops.get(key, 0) for key in tally.holds))
    return _among(model, tally, top, 0.0), top


def _inside(
    model: _Model, tally: Tally, inside: Sequence[str], top: int, tops: Mapping[str, int], people: Mapping[str, int]
) -> list[int]:
    """Add the people of incidents, not held, whom a tally counts too; return their columns.

    Incidents whose people are a constant share one column: which of them are contained makes no difference, only how
    many people the greatest of them have, as many as the acts allow.
    """
    acts = len(inside) if tally.acts is None else max(0, tally.acts - len(tally.holds))
    fixed = sorted((min(tops[key], top) for key in inside if key not in people), reverse=True)
    varying = [key for key in inside if key in people]
    if not varying:
        return [model.column(0.0, sum(fixed[:acts]))] if fixed[:acts] else []
    columns = [(model.column(0.0, limit), limit) for limit in fixed]
    for key in varying:
        limit = min(tops[key], top)
        z = model.column(0.0, limit)
        model.row(0.0, INFINITY, [(people[key], 1.0), (z, -1.0)])
        columns.append((z, limit))
    if acts < len(inside):
        picks = []
        for z, limit in columns:
            b = model.column(0.0, 1.0)
            model.row(0.0, INFINITY, [(b, float(limit)), (z, -1.0)])
            picks.append(b)
        model.row(0.0, float(acts), [(b, 1.0) for b in picks])
    return [z for z, _ in columns]


def _among(model: _Model, one: Count, top: int, cost: float) -> int:
    """Add a column within one of the ranges of a count, open ends closed at ``top``."""
    ranges = _joined(one.ranges, top)
    column = model.column(ranges[0][0], ranges[-1][1], cost)
    if len(ranges) > 1:
        picks = [model.column(0.0, 1.0) for _ in ranges]
        model.row(1.0, 1.0, [(pick, 1.0) for pick in picks])
        model.row(0.0, INFINITY, [(column, 1.0), *((p, -float(r[0])) for p, r in zip(picks, ranges, strict=True))])
        model.row(-INFINITY, 0.0, [(column, 1.0), *((p, -float(r[1])) for p, r in zip(picks, ranges, strict=True))])
    return column


def _joined(ranges: Iterable[Range], top: int) -> list[tuple[int, int]]:
    """Return ranges in order, those that overlap or touch as one, open ends closed at ``top``."""
    found: list[tuple[int, int]] = []
    for low, high in sorted((low, top if high is None else high) for low, high in ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _optimum(model: _Model, *, largest: bool) -> int:
    if not model.cost:
        return 0
    # Takes 70 ms to load, which no command should pay that asks for no total.
    import highspy

    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(model.cost), len(model.row_low)
    program.sense_ = highspy.ObjSense.kMaximize if largest else highspy.ObjSense.kMinimize
    program.col_cost_ = np.array(model.cost)
    program.col_lower_, program.col_upper_ = np.array(model.low), np.array(model.high)
    program.row_lower_, program.row_upper_ = np.array(model.row_low), np.array(model.row_high)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.array(model.starts)
    program.a_matrix_.index_ = np.array(model.index, dtype=np.int32)
    program.a_matrix_.value_ = np.array(model.value)
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    # Without the demand for whole numbers first: where the answer is whole all the same, it is the answer. Presolving
    # takes longer than solving then.
    for whole in (False, True):
        program.integrality_ = [highspy.HighsVarType.kInteger] * len(model.cost) if whole else []
        solver.setOptionValue("presolve", "choose" if whole else "off")
        if solver.passModel(program) == highspy.HighsStatus.kError:
            raise RuntimeError("HiGHS does not take the program")
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise ValueError("a tally holds more people than it has")
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS: {solver.modelStatusToString(status)}")
        values = np.array(solver.getSolution().col_value)
        if np.abs(values - np.round(values)).max() < 1e-6:
            break
    found: float = solver.getInfo().objective_function_value
    return round(found)


_OPTIONS: Mapping[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,
}
"""One thread and one seed, so that the same program takes the same way; a gap below one is none for whole numbers."""
