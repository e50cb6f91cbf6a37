"""The same input is the same ledger, in whatever order it came to any store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from panj.ledger.contract import Store
from tests.ledger.opener import OpenStore, new_name
from tests.ledger.values import START, Ticker, decision, intake, linking

ARRIVALS = (
    intake(1),
    intake(1, source="copy.txt", found_in="meta:date"),
    intake(2, published=None),
    intake(2),
    intake(2, published=None, reader="panj-reader-2", type_="COERCE"),
    intake(3, reader="panj-reader-2", type_="COERCE"),
    intake(3),
    intake(4),
)
"""What may come in any order: copies, a report with and without its date, an older and a newer reader."""


class Order:
    """The same input in any order is the same ledger."""

    @pytest.fixture
    def expected(self, open_store: OpenStore) -> str:
        """The digest after all of it came in the order in which it stands here."""
        with open_store("expected") as store:
            return _fill(store, range(len(ARRIVALS)), set())

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(order=st.permutations(range(len(ARRIVALS))), linked=st.sets(st.integers(0, len(ARRIVALS) - 1)))
    def test_any_order_gives_the_same_digest(
        self, open_store: OpenStore, expected: str, order: list[int], linked: set[int]
    ) -> None:
        with open_store(new_name()) as store:
            assert _fill(store, order, linked) == expected
            assert store.verify() == ()

    def test_the_digest_is_not_of_ledger_time(self, open_store: OpenStore) -> None:
        with open_store("one", Ticker()) as one, open_store("other", Ticker(START - dt.timedelta(days=1))) as other:
            one.write_intake(intake())
            other.write_intake(intake())
            assert one.digest() == other.digest()

    def test_everything_known_is_in_the_digest(self, open_store: OpenStore) -> None:
        with open_store() as store:
            seen = {store.digest()}
            claims = [claim.id for claim in intake().claims]
            steps: tuple[Callable[[], object], ...] = (
                lambda: store.write_intake(intake(published=None)),
                lambda: store.write_intake(intake()),
                lambda: store.write_intake(intake(lat=1.0)),
                lambda: store.write_intake(intake(lat=1.0, reader="panj-reader-2")),
                lambda: store.write_linking(linking({"i1": claims})),
                lambda: store.write_linking(linking({"i1": claims[:1]}, {claims[1]: ("i1",)})),
                lambda: store.write_decision(decision()),
            )
            for number, step in enumerate(steps, start=2):
                step()
                seen.add(store.digest())
                assert len(seen) == number


def _fill(store: Store, order: Iterable[int], linked: set[int]) -> str:
    """Write what arrives in an order, link after some arrivals and at the end; return the digest."""
    for turn, number in enumerate(order):
        store.write_intake(ARRIVALS[number])
        store.write_decision(decision(number))
        if turn in linked:
            _link(store)
    _link(store)
    return store.digest()


def _link(store: Store) -> None:
    """Link as a pure function of the claims: those of one sentence, whatever the report, are one incident."""
    groups: dict[str, list[str]] = {}
    for claim in store.claims():
        groups.setdefault(f"i{claim.mention.sentence.text.split()[2]}", []).append(claim.id)
    store.write_linking(linking({incident: sorted(claims) for incident, claims in groups.items()}))
