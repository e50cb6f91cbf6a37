"""Assignments are the best there are; words and heads are compared as the reference says."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import assign, head_word, overlap, pair_mentions, pair_spans, same_party, same_span, words
from panj.model import Mention, Span, mention_id

TEXT = "The river police said raiders with torches killed and wounded guards of the old mill on Monday night."


def span(phrase: str, text: str = TEXT, number: int = 1) -> Span:
    start = -1
    for _ in range(number):
        start = text.index(phrase, start + 1)
    return Span(start=start, end=start + len(phrase), text=phrase)


def mention(trigger: Span, type_: str = "ASSAULT", by: Span | None = None, number: int = 0) -> Mention:
    whole = Span(start=0, end=len(TEXT), text=TEXT)
    return Mention(
        id=mention_id("r", trigger, type_, number),
        report_id="r",
        sentence=whole,
        trigger=trigger,
        type=type_,
        status="happened",
        by=by,
    )


@st.composite
def tables(draw: st.DrawFn) -> list[list[float]]:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    weight = st.one_of(st.integers(0, 3).map(float), st.floats(-5, 5, allow_nan=False))
    return [[draw(weight) for _ in range(columns)] for _ in range(rows)]


@given(tables())
def test_an_assignment_is_as_good_as_the_best_of_all(table: list[list[float]]) -> None:
    pairs = assign(table)
    rows, columns = len(table), len(table[0])
    assert len(pairs) == min(rows, columns) == len({row for row, _ in pairs}) == len({column for _, column in pairs})
    wide = table if rows <= columns else [list(column) for column in zip(*table, strict=True)]
    best = max(
        sum(row[column] for row, column in zip(wide, order, strict=True))
        for order in itertools.permutations(range(max(rows, columns)), min(rows, columns))
    )
    assert sum(table[row][column] for row, column in pairs) == pytest.approx(best)


def test_a_known_assignment_that_greed_misses() -> None:
    assert assign([[9, 8], [8, 1]]) == [(0, 1), (1, 0)]
    assert assign([]) == assign([[]]) == []


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("three millers", "millers"),
        ("the Wardens", "wardens"),
        ("on Monday", "monday"),
        ("guards of the old mill", "guards"),
        ("Mira Dahl, the mayor", "dahl"),
        ("border service (the north)", "service"),
        ("the town's council", "council"),
        ("villagers who fled", "villagers"),
        ("some 1,200 people", "people"),
        ("of", "of"),
    ],
)
def test_the_head_is_the_last_word_before_what_qualifies_it(phrase: str, head: str) -> None:
    assert head_word(phrase) == head


def test_words_lose_case_determiners_possessives_and_punctuation() -> None:
    assert words("The Town’s “old” mill,") == ("town", "old", "mill")


def test_spans_are_the_same_where_one_holds_the_others_head() -> None:
    assert same_span(span("guards"), span("guards of the old mill"))
    assert same_span(span("on Monday night"), span("Monday night"))
    assert same_span(span("Monday"), span("Monday night"))  # the shorter one's head lies in the longer
    assert not same_span(span("guards of the"), span("the old mill", number=1))
    assert not same_span(span("raiders"), span("guards"))


def test_occurrences_of_the_same_words_are_not_told_apart() -> None:
    text = "Raiders burnt the mill, and the raiders left."
    assert same_span(span("Raiders", text), span("the raiders", text))


def test_spans_that_touch_without_a_head_differ() -> None:
    text = "guards of the old mill of the valley"
    assert not same_span(span("guards of the old", text), span("old mill of the valley", text))


def test_overlap_needs_a_character_of_a_word() -> None:
    text = "They ‘held’ – and shot."
    assert overlap(span("held", text), span("‘held’", text))
    assert not overlap(span("held’ –", text), span("– and", text))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mira Dahl", "Dahl", True),
        ("police", "river police", True),
        ("Kenyan interior ministry", "Kenya's interior ministry", True),
        ("interior ministry", "foreign ministry", False),
        ("embassy in the capital (as told by a paper)", "the embassy", True),
        ("mayor", "council", False),
    ],
)
def test_claimants_are_the_same_by_head_unless_their_modifiers_differ(one: str, other: str, *, same: bool) -> None:
    assert same_party(one, other) is same
    assert same_party(other, one) is same


def test_pairs_are_as_many_as_can_be_before_they_are_exact() -> None:
    both, killed, wounded = span("killed and wounded"), span("killed"), span("wounded")
    gold = [mention(both), mention(killed)]
    system = [mention(killed, "COERCE"), mention(wounded)]
    pairs = pair_mentions([Span(start=0, end=len(TEXT), text=TEXT)], gold, system)
    assert [(one.trigger.text, other.trigger.text) for one, other in pairs] == [
        ("killed", "killed"),
        ("killed and wounded", "wounded"),
    ]


def test_mentions_on_one_trigger_are_paired_by_what_they_say() -> None:
    police, raiders = span("river police"), span("raiders")
    gold = [mention(span("killed"), by=police), mention(span("killed"), by=raiders, number=1)]
    system = [mention(span("killed"), by=raiders), mention(span("killed"), by=police, number=1)]
    for order in (system, system[::-1]):
        pairs = pair_mentions([Span(start=0, end=len(TEXT), text=TEXT)], gold, order)
        assert len(pairs) == 2
        assert all(one.by == other.by for one, other in pairs)


def test_spans_are_paired_one_to_one() -> None:
    gold, system = [span("raiders"), span("guards")], [span("raiders with torches"), span("raiders")]
    assert pair_spans(gold, system) == [(0, 1)]
    assert pair_spans(gold, []) == []
