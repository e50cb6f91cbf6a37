"""The integer program against enumeration: every world of a few incidents and sums, counted person by person."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panj.incidents.bounds import Count, Program, Range, Tally, pools

CAP = 5
"""Stands for an open end in the enumeration; above every closed end."""


def values(ranges: tuple[Range, ...]) -> list[int]:
    return sorted({n for low, high in ranges for n in range(low, (CAP if high is None else high) + 1)})


def worlds(program: Program) -> Iterator[tuple[int, int]]:
    """Yield the fewest and the most people of every choice of people in incidents, sums, and both."""
    keys = [one.key for one in program.counts]
    names = [one.key for one in program.tallies]
    sets = frozenset(
        frozenset(names.index(name) for name in some)
        for pool in (*program.pools, *((name,) for name in names))
        for size in range(1, len(pool) + 1)
        for some in combinations(pool, size)
    )
    for people in product(*(values(one.ranges) for one in program.counts)):
        x = dict(zip(keys, people, strict=True))
        choices = []
        for tally in program.tallies:
            covered = [key for key in tally.covers if key in x]
            left = set()
            for inside in product(*(range(x[key] + 1) for key in covered)):
                z = dict(zip(covered, inside, strict=True))
                if any(z[key] != x[key] for key in tally.holds if key in z) or any(z.get(k) for k in tally.misses):
                    continue
                within = [key for key in covered if z[key] or key in tally.holds]
                if tally.acts is not None and len(within) > tally.acts:
                    continue
                left |= {y - sum(inside) for y in values(tally.ranges) if y >= sum(inside)}
            choices.append(left)
        for needed in product(*choices):
            yield sum(people) + unlisted(needed, sets), sum(people) + sum(needed)


@functools.cache
def unlisted(needed: tuple[int, ...], sets: frozenset[frozenset[int]]) -> int:
    """Return how few people can fill sums that need so many, a person counting in sums that may share him."""
    if not any(needed):
        return 0
    options = {
        tuple(max(0, n - (at in shared)) for at, n in enumerate(needed))
        for shared in sets
        if any(needed[at] for at in shared)
    }
    return 1 + min(unlisted(option, sets) for option in options)


ranges = st.tuples(st.integers(0, 3), st.none() | st.integers(0, 1)).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)
closed = st.tuples(st.integers(0, 3), st.integers(0, 1)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def programs(draw: st.DrawFn, *, open_ends: bool = False) -> Program:
    kind = ranges if open_ends else closed
    several = st.lists(kind, min_size=1, max_size=2).map(tuple)
    counts = tuple(Count(f"i{n}", draw(several)) for n in range(draw(st.integers(0, 3))))
    names = [f"s{n}" for n in range(draw(st.integers(0, 3 - len(counts) // 2)))]
    tallies = []
    for name in names:
        covers = draw(st.lists(st.sampled_from([one.key for one in counts]), unique=True)) if counts else []
        holds = tuple(key for key in covers if draw(st.integers(0, 3)) == 0)
        misses = tuple(key for key in covers if key not in holds and draw(st.integers(0, 5)) == 0)
        acts = draw(st.none() | st.integers(1, 2))
        if acts is not None and len(holds) > acts:
            holds = holds[:acts]
        tallies.append(Tally(name, draw(several), covers=tuple(sorted(covers)), holds=holds, misses=misses, acts=acts))
    together = draw(st.lists(st.lists(st.sampled_from(names), unique=True, max_size=3), max_size=2)) if names else []
    return Program(counts, tuple(tallies), pools(names, together))


@settings(max_examples=300, deadline=None)
@given(programs())
def test_the_program_finds_the_ends_of_all_worlds(program: Program) -> None:
    found = list(worlds(program))
    if not found:
        with pytest.raises(ValueError, match="holds more people"):
            program.bounds()
        return
    assert program.bounds() == (min(low for low, _ in found), max(high for _, high in found))


@settings(max_examples=150, deadline=None)
@given(programs(open_ends=True))
def test_open_ends_do_not_raise_the_fewest(program: Program) -> None:
    found = list(worlds(program))
    if found:
        assert program.fewest() == min(low for low, _ in found)


@settings(max_examples=100, deadline=None)
@given(programs(), st.randoms(use_true_random=False))
def test_order_makes_no_difference(program: Program, random: object) -> None:
    def shuffled(some: tuple[object, ...]) -> tuple[object, ...]:
        copy = list(some)
        random.shuffle(copy)  # type: ignore[attr-defined]
        return tuple(copy)

    other = Program(shuffled(program.counts), shuffled(program.tallies), shuffled(program.pools))  # type: ignore[arg-type]
    if any(True for _ in worlds(program)):
        assert other.bounds() == program.bounds()


@settings(max_examples=100, deadline=None)
@given(programs())
def test_parts_that_do_not_hang_together_add_up(program: Program) -> None:
    if not any(True for _ in worlds(program)):
        return
    parts = program.parts()
    keys = [one.key for part in parts for one in (*part.counts, *part.tallies)]
    assert sorted(keys) == sorted(one.key for one in (*program.counts, *program.tallies))
    low = sum(part.fewest() for part in parts)
    assert program.bounds() == (low, sum(part.most() or 0 for part in parts))


def test_the_seed() -> None:
    """Three dead in an incident, five in a sum that may contain it."""
    incident = Count("attack", ((3, 3),))
    week = Tally("week", ((5, 5),), covers=("attack",), acts=2)
    assert Program((incident,), (week,)).bounds() == (5, 8)
    assert Program((incident,), (Tally("week", ((5, 5),), ("attack",), holds=("attack",)),)).bounds() == (5, 5)
    assert Program((incident,), (Tally("week", ((5, 5),), ("attack",), misses=("attack",)),)).bounds() == (8, 8)


def test_a_sum_of_two_acts_contains_two_incidents_at_most() -> None:
    three = tuple(Count(f"i{n}", ((n, n),)) for n in (2, 3, 4))
    covers = tuple(one.key for one in three)
    assert Program(three, (Tally("s", ((8, 8),), covers),)).fewest() == 9
    assert Program(three, (Tally("s", ((8, 8),), covers, acts=2),)).fewest() == 10


def test_two_sums_may_hold_one_incident() -> None:
    some = (Count("i", ((2, 2), (4, 4))), Count("j", ((3, 3),)))
    both = (Tally("s", ((5, 5),), ("i", "j"), holds=("i",)), Tally("t", ((4, 6),), ("i", "j"), holds=("i", "j")))
    for program in (Program(some, both), Program(some, both, (("s", "t"),))):
        found = list(worlds(program))
        assert program.bounds() == (min(low for low, _ in found), max(high for _, high in found))


def test_an_open_end_is_open_unless_a_sum_bounds_it() -> None:
    opened = Count("i", ((3, None),))
    assert Program((opened,)).bounds() == (3, None)
    assert Program((opened,), (Tally("s", ((5, 7),), ("i",)),)).bounds() == (5, None)
    assert Program((opened,), (Tally("s", ((5, 7),), ("i",), holds=("i",)),)).bounds() == (5, 7)
    assert Program((), (Tally("s", ((5, None),)),)).bounds() == (5, None)


def test_the_solver_writes_nothing() -> None:
    code = "from panj.incidents.bounds import *; Program((), (Tally('s', ((5, 5),)), Tally('t', ((2, 3),)))).bounds()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b""
    assert done.stderr == b""
