"""Counts of people, parsed from their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.reading.figures import Count, count, told_outcome


@pytest.mark.parametrize(
    ("before", "span", "after", "low", "high", "qualifier"),
    [
        ("", "three herders", "", 3, 3, None),
        ("at least ", "two soldiers", "", 2, None, "at least"),
        ("", "at least 17 men", "", 17, None, "at least"),
        ("More than ", "30", " died", 31, None, "More than"),
        ("up to ", "ten", "", None, 10, "up to"),
        ("as many as ", "fifteen", "", None, 15, "as many as"),
        ("nearly ", "30 miners", "", 30, 30, "nearly"),
        ("fewer than ", "ten people", "", None, 9, "fewer than"),
        ("", "dozens of traders", "", 24, None, None),
        ("", "hundreds", "", 200, None, None),
        ("", "tens of thousands of people", "", 20_000, None, None),
        ("", "several nurses", "", 3, None, None),
        ("", "two dozen others", "", 24, 24, None),
        ("", "half a dozen monks", "", 6, 6, None),
        ("", "a score", "", 20, 20, None),
        ("between ", "10 and 12 traders", "", 10, 12, "between"),
        ("", "8-10 fishermen", "", 8, 10, None),
        ("", "four to six people", "", 4, 6, None),
        ("", "a hundred and ten wounded", "", 110, 110, None),
        ("", "1,350 villagers", "", 1350, 1350, None),
        ("", "2.5 million people", "", 2_500_000, 2_500_000, None),
        ("", "twenty-three", "", 23, 23, None),
        ("", "no one", "", 0, 0, None),
        ("", "no casualties", "", 0, 0, None),
        ("", "a night guard", "", 1, 1, None),
        ("", "the fifth", "", 1, 1, None),
        ("", "her driver", "", 1, 1, None),
        ("", "a mother and her two sons", "", 3, 3, None),
        ("", "All but two of the fourteen men", "", 12, 12, None),
        ("", "Seventy-odd people", "", 70, 79, None),
        ("handed over ", "a smuggler", "", 1, 1, None),
        ("was revised up to ", "26", "", 26, 26, None),
    ],
)  # fmt: skip
def test_count(before: str, span: str, after: str, low: int | None, high: int | None, qualifier: str | None) -> None:
    found = count(span, before, after)
    assert found is not None
    assert (found.low, found.high) == (low, high)
    if qualifier is not None and qualifier != "between":
        assert found.qualifier == qualifier


@pytest.mark.parametrize("span", ["soldiers", "villagers from the hills", "", "…", "children of the valley"])
def test_words_without_a_number_are_not_guessed(span: str) -> None:
    assert count(span) is None


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=20))
def test_any_words_give_a_sound_count_or_none(span: str, before: str, after: str) -> None:
    found = count(span, before, after)
    if found is not None:
        assert isinstance(found, Count)
        assert found.low is not None or found.high is not None
        assert (found.low or 0) >= 0
        if found.low is not None and found.high is not None:
            assert found.low <= found.high


@given(st.integers(min_value=1, max_value=99_999))
def test_digits_are_read_as_they_stand(number: int) -> None:
    assert count(f"{number:,} people") == Count(number, number, None)
    assert count(f"{number} people", "at least ") == Count(number, None, "at least")
    assert count(f"{number} people", "more than ") == Count(number + 1, None, "more than")


@pytest.mark.parametrize(
    ("span", "after", "outcome"),
    [
        ("five deaths", " in a week", "killed"),
        ("five", " injuries were counted", "injured"),
        ("12 wounded", ".", "injured"),
        ("nine", " dead and wounded", "casualties"),
        ("three guards", " killed", "killed"),
        ("five of the wounded", " died", None),
        ("three guards", " who were killed", None),
        ("two herders", " missing since dawn", "missing"),
    ],
)
def test_words_that_say_what_became_of_people(span: str, after: str, outcome: str | None) -> None:
    assert told_outcome(span, after) == outcome


@pytest.mark.parametrize("span", ["all", "them", "the rest", "some", "most", "the crew", "those", "people"])
def test_words_that_count_nobody_are_refused(span: str) -> None:
    assert count(span, "troops killed ", " 33 militants") is None
