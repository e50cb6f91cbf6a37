"""The brief: hostile text stays text, every sentence cites its source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from panj.exports.brief import brief, day, escape
from panj.exports.tables import harmless
from panj.model import Interval


@given(st.text(max_size=80))
def test_no_markup_of_a_report_survives(text: str) -> None:
    line = escape(text)
    assert "\n" not in line
    for index, char in enumerate(line):
        if char in "<>[]`*_#&|":
            assert line[index - 1] == "\\", line


def test_hostile_words_are_shown_as_words() -> None:
    assert escape("<script>alert(1)</script>") == "\\<script\\>alert\\(1\\)\\</script\\>"
    assert escape("[click](javascript:x)") == "\\[click\\]\\(javascript:x\\)"
    assert escape("1. a list\n# a head") == "\\1. a list \\# a head"
    assert "://" not in escape("https://example.org/")


def test_a_brief_over_nothing_says_so() -> None:
    text = brief((), (), (), {}, {}, {})
    assert "0 incidents" in text
    assert text.endswith("\n")


def test_days() -> None:
    assert day(None) == "undated"
    assert day(Interval(valid_from=None, valid_to=None, granularity="vague", rule="vague")) == "undated"


@given(st.text(min_size=1, max_size=20))
def test_no_cell_is_a_formula(text: str) -> None:
    cell = harmless(text)
    assert isinstance(cell, str)
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@")
    assert cell.endswith(text)
