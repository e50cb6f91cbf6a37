"""Comparing reports: once each, in the order in which they came, with the ledger time of the reports themselves."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from panj import sources
from panj.ledger.contract import Compared, Intake, Store
from panj.model import Comparison, Reading, Report, report_id
from panj.sources import copies
from tests.ledger.opener import OpenStore, new_name
from tests.ledger.values import READER, START, Ticker, report


def telling(story: int, version: int, words: int = 60) -> Intake:
    """Return a report without claims; versions of one story differ in a few words."""
    told = [f"w{random.Random(f'{story} {n}').randrange(10**6)}" for n in range(words)]
    told[7] = f"version{version}"
    text = " ".join(told)
    raw = text.encode()
    known, _ = report()
    digest = hashlib.sha256(raw).hexdigest()
    capture = msgspec.structs.replace(known.capture, digest=digest, size=len(raw), source=f"{story}-{version}")
    name = report_id(publisher=known.publisher, url=known.url, title=known.title, text=text)
    made = msgspec.structs.replace(known, id=name, text=text, capture=capture)
    return Intake(report=made, raw=raw, reading=Reading(report_id=name, reader=READER, sentences=1), claims=())


def compared(store: Store, limit: int = 200) -> int:
    return sum(iter(lambda: store.compare(sources.compare, limit), 0))


ARRIVALS = tuple(telling(story, version) for story in range(2) for version in range(7))


class Likenesses:
    """What a store keeps of comparisons."""

    @pytest.fixture
    def few(self) -> Iterator[None]:
        """Let two reports lead a key, so that a handful of reports is a crowd."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(copies, "LEADERS", 2)
            yield

    def test_each_report_is_compared_once_and_finds_its_copies(self, open_store: OpenStore) -> None:
        first, copy, other = telling(1, 0), telling(1, 1), telling(2, 0)
        seen: list[str] = []

        def comparer(one: Report, shelf: Compared) -> Comparison:
            seen.append(one.id)
            return sources.compare(one, shelf)

        with open_store() as store:
            assert store.compare(comparer) == 0
            for one in (first, copy, copy, other):
                store.write_intake(one)
            assert [store.compare(comparer, 2), store.compare(comparer, 2), store.compare(comparer, 2)] == [2, 1, 0]
            assert seen == [first.report.id, copy.report.id, other.report.id]
            (found,) = store.likenesses()
            assert {found.one_id, found.other_id} == {first.report.id, copy.report.id}
            assert store.verify() == ()

    def test_a_comparison_that_fails_writes_nothing(self, open_store: OpenStore) -> None:
        def comparer(one: Report, shelf: Compared) -> Comparison:
            if one.id == copy.report.id:
                raise ZeroDivisionError
            return sources.compare(one, shelf)

        copy = telling(1, 1)
        with open_store() as store:
            store.write_intake(telling(1, 0))
            store.write_intake(copy)
            with pytest.raises(ZeroDivisionError):
                store.compare(comparer)
            assert compared(store) == 2
            assert len(store.likenesses()) == 1

    def test_comparing_late_is_known_from_the_start(self, open_store: OpenStore) -> None:
        clock = Ticker()
        with open_store("late", clock) as store:
            store.write_intake(telling(1, 0))
            between = clock.forward(hours=1)
            clock.forward(hours=1)
            store.write_intake(telling(1, 1))
            after = clock.forward(hours=1)
            clock.forward(days=1)
            compared(store)
            assert store.likenesses(between) == ()
            assert len(store.likenesses(after)) == 1

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        order=st.permutations(range(len(ARRIVALS))),
        early=st.sets(st.integers(0, len(ARRIVALS) - 1)),
        upto=st.integers(1, len(ARRIVALS)),
    )
    def test_any_order_gives_the_same_and_so_does_any_past_day(
        self, open_store: OpenStore, few: None, order: list[int], early: set[int], upto: int
    ) -> None:
        clock = Ticker()
        with open_store(new_name(), clock) as store:
            for turn, number in enumerate(order):
                clock.forward(hours=1)
                store.write_intake(ARRIVALS[number])
                if turn in early:
                    compared(store)
            compared(store)
            as_of = START + (clock.now - START) / len(order) * upto
            past, now = store.likenesses(as_of), store.likenesses()
        for found, numbers in ((now, range(len(ARRIVALS))), (past, sorted(order[:upto]))):
            with open_store(new_name()) as store:
                for number in numbers:
                    store.write_intake(ARRIVALS[number])
                compared(store)
                assert store.likenesses() == found
