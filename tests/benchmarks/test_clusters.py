"""The three measures give the values that their papers give, and have the properties that they must have."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters import Cluster, Score, align, b_cubed, ceaf_e, muc, partition

Metric = Callable[[tuple[Cluster, ...], tuple[Cluster, ...]], Score]
METRICS: list[Metric] = [muc, b_cubed, ceaf_e]


def clusters(*members: str) -> tuple[Cluster, ...]:
    return tuple(map(frozenset, members))


KEY = clusters("12345", "67", "89ABC")


@pytest.mark.parametrize(
    ("response", "metric", "precision", "recall"),
    [
        # the example of Bagga & Baldwin 1998: MUC cannot tell the two responses apart, B³ can
        (clusters("12345", "6789ABC"), muc, 9 / 10, 1),
        (clusters("12345", "6789ABC"), b_cubed, 16 / 21, 1),
        (clusters("12345", "6789ABC"), ceaf_e, (1 + 10 / 12) / 2, (1 + 10 / 12) / 3),
        (clusters("1234589ABC", "67"), muc, 9 / 10, 1),
        (clusters("1234589ABC", "67"), b_cubed, 7 / 12, 1),
        (clusters("1234589ABC", "67"), ceaf_e, (1 + 10 / 15) / 2, (1 + 10 / 15) / 3),
        # all alone
        (clusters(*"123456789ABC"), muc, None, 0),
        (clusters(*"123456789ABC"), b_cubed, 1, 3 / 12),
        (clusters(*"123456789ABC"), ceaf_e, (1 / 3 + 1 / 3 + 2 / 3) / 12, (1 / 3 + 1 / 3 + 2 / 3) / 3),
    ],
)
def test_partitions_of_the_same_mentions(
    response: tuple[Cluster, ...], metric: Metric, precision: float | None, recall: float
) -> None:
    score = metric(KEY, response)
    assert score.precision == (None if precision is None else pytest.approx(precision))
    assert score.recall == pytest.approx(recall)


@pytest.mark.parametrize(
    ("metric", "precision", "recall"), [(muc, 2 / 5, 2 / 5), (b_cubed, 4 / 8, 35 / 84), (ceaf_e, 1.3 / 3, 1.3 / 2)]
)
def test_mentions_that_one_side_lacks_share_nothing(metric: Metric, precision: float, recall: float) -> None:
    """The example of Pradhan et al. 2014: the response misses one mention and makes up two."""
    score = metric(clusters("abc", "defg"), clusters("ab", "cd", "fghi"))
    assert score.precision == pytest.approx(precision)
    assert score.recall == pytest.approx(recall)


@pytest.mark.parametrize("metric", METRICS)
def test_an_empty_response_scores_nothing(metric: Metric) -> None:
    assert metric(KEY, ()).f1 == 0
    assert metric((), KEY).f1 == 0
    assert metric((), ()).f1 is None


memberships = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), max_size=8)


@given(memberships, memberships)
def test_the_two_sides_are_mirrored_and_shares_are_shares(one: dict[str, int], other: dict[str, int]) -> None:
    key, response = partition(one), partition(other)
    for metric in METRICS:
        here, there = metric(key, response), metric(response, key)
        assert here.precision == pytest.approx(there.recall)
        assert here.recall == pytest.approx(there.precision)
        for share in (here.precision, here.recall, here.f1):
            assert share is None or 0 <= share <= 1 + 1e-9


@given(memberships)
def test_equal_partitions_agree_in_full(one: dict[str, int]) -> None:
    key = partition(one)
    for metric in METRICS:
        assert metric(key, key).f1 in (None, pytest.approx(1.0))
    assert align(key, key) == {row: row for row in range(len(key))}


def test_alignment_prefers_shared_mentions_and_gives_each_cluster_one_counterpart() -> None:
    assert align(clusters("abc", "de"), clusters("abcd", "e", "x")) == {0: 0, 1: 1}
    assert align(clusters("abc", "de"), clusters("abcde")) == {0: 0}
    assert align(clusters("ab"), clusters("x")) == {}


def test_scores_add_up() -> None:
    total = Score(1, 2, 1, 4) + Score(2, 2, 2, 2)
    assert (total.precision, total.recall) == (3 / 4, 3 / 6)
    assert total.f1 == pytest.approx(0.6)
    assert Score().f1 is None
