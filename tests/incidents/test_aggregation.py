"""The rules by which one value stands for several."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.incidents import aggregation
from panj.incidents.aggregation import RULES


@given(st.lists(st.none() | st.integers(0, 5), max_size=8))
def test_the_rules_of_numbers(values: list[int | None]) -> None:
    known = [value for value in values if value is not None]
    assert aggregation.number("conservative", values) == min(known, default=None)
    assert aggregation.number("informative", values) == max(known, default=None)
    mode = aggregation.number("representative", values)
    if known:
        assert mode is not None
        assert all(known.count(mode) >= known.count(other) for other in known)
        assert all(mode <= other for other in known if known.count(other) == known.count(mode))
    else:
        assert mode is None


def test_the_default_rule_needs_claims() -> None:
    assert "most-supported" in RULES
    with pytest.raises(ValueError, match="most-supported"):
        aggregation.number("most-supported", [1])


def test_ties_of_names_go_to_the_weightiest_reports() -> None:
    assert aggregation.modes(["a", "a", "b"]) == ("a",)
    assert set(aggregation.modes(["a", "b"])) == {"a", "b"}
    assert aggregation.modes(["a", "b"], [[1, 2]]) == ("b",)
    assert aggregation.modes(["a", "b"], [[1, 1], [3, 2]]) == ("a",)
    assert set(aggregation.modes([None, "b", "b", None])) == {None, "b"}
    assert aggregation.modes(["a", "b"], [[1, None]]) == ()
    assert aggregation.modes([]) == ()


def test_the_least_and_the_most_precise_name() -> None:
    reports = [("town", 2.0, (1.0,)), ("village", 3.0, (1.0,)), ("valley", 3.0, (2.0,)), (None, None, (5.0,))]
    assert aggregation.most_precise(reports) == ("valley",)
    # The report without a precision ties with the town, and breaks no tie.
    assert aggregation.least_precise(reports) == ()
    assert aggregation.least_precise(reports[:3]) == ("town",)
    nothing: list[tuple[str | None, float | None, tuple[float | None, ...]]] = [(None, None, (1.0,))]
    assert aggregation.least_precise(nothing) == aggregation.most_precise(nothing) == (None,)


def test_days_numbers_of_two_and_parts() -> None:
    days = [dt.date(2026, 3, day) for day in (1, 1, 4, 4, 9)]
    assert aggregation.date_mode(days) == dt.date(2026, 3, 2)
    assert aggregation.date_mode([None]) is None
    assert aggregation.binary_mode([0, 1]) == 1
    assert aggregation.binary_mode([0, 0, 1]) == 0
    assert aggregation.union(["Arson; Riot", None, "Riot; Unknown", ""]) == "Arson; Riot; NA"
    assert aggregation.distinct(["a", None, "a"]) == 2
    assert aggregation.distinct(["a", None, "a"], known=True) == 1
