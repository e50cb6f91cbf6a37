"""Sentences and words of a report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.reading.words import sentences, words


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shots rang out. Nobody fell.", ["Shots rang out.", "Nobody fell."]),
        ("Gen. Otieno spoke at 5 p.m. in Lamu.", ["Gen. Otieno spoke at 5 p.m. in Lamu."]),
        ("He met J. K. Mensah on Dec. 3.", ["He met J. K. Mensah on Dec. 3."]),
        ("The U.S. Army left. The base shut.", ["The U.S. Army left.", "The base shut."]),
        (
            "“We fired back,” he said. “They ran.” It was dusk.",
            ["“We fired back,” he said.", "“They ran.”", "It was dusk."],
        ),
        ('"Why?" asked the mayor.', ['"Why?" asked the mayor.']),
        ("A toll of 1,350.5 is odd. Yes.", ["A toll of 1,350.5 is odd.", "Yes."]),
        ("First line\n\nSecond line", ["First line", "Second line"]),
        ("They left at 9 p.m. The road was shut.", ["They left at 9 p.m.", "The road was shut."]),
        ("", []),
        (" \n ", []),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_possessives_hyphens_and_numbers_stand_where_spans_can_end() -> None:
    text = "Ghana's Tamale-Bolgatanga road, 1,350 km, isn't N'Djamena’s."
    assert [word.text for word in words(text)] == [
        "Ghana", "'s", "Tamale", "-", "Bolgatanga", "road", ",", "1,350", "km", ",", "isn't", "N'Djamena", "’s", ".",
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_sentences_cover_all_that_is_not_white_space_and_never_overlap(text: str) -> None:
    found = sentences(text)
    covered = 0
    for start, end in found:
        assert covered <= start < end <= len(text)
        assert not text[covered:start].strip()
        assert text[start:end] == text[start:end].strip()
        covered = end
    assert not text[covered:].strip()


@given(st.text(max_size=200))
def test_words_are_the_characters_they_name(text: str) -> None:
    at = 0
    for word in words(text):
        assert at <= word.start < word.end
        assert text[word.start : word.end] == word.text
        at = word.end
