from __future__ import annotations

import textwrap
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.model import Span
from panj.sources.text import cleaned, lines_as_paragraphs, one_line, paragraphs, titled
from tests.sources.conftest import PROSE, unhurried


@pytest.mark.parametrize(
    ("raw", "made"),
    [
        ("a\r\n\r\nb\r\rc", "a\n\nb\n\nc"),
        ("a\u2029b\u2028c", "a\n\nb c"),
        ("a\x0cB", "a\n\nB"),
        ("one  two\t three \n", "one two three"),
        ("1\u202f350\u00a0km\u3000off", "1 350 km off"),
        ("\ufeffpass\u200bword\u00ad, \u202eabc\u202c", "password, abc"),
        ("bell\x07 \x00\x9f.", "bell ."),
        ("lone \ud800 half", "lone \ufffd half"),
        ("Cafe\u0301", "Café"),
        ("a\n \n\t\n\n\nb", "a\n\nb"),
        ("", ""),
        (" \n\u200b\n ", ""),
    ],
)
def test_normal_form(raw: str, made: str) -> None:
    assert paragraphs(raw) == made


def test_joiners_stay_where_a_script_needs_them() -> None:
    assert cleaned("می\u200cخواهم") == "می\u200cخواهم"
    assert cleaned("क्\u200dष") == "क्\u200dष"
    assert cleaned("zero\u200cwidth\u200d") == "zerowidth"


def test_a_text_wrapped_at_a_width_is_joined() -> None:
    wrapped = "\n\n".join(textwrap.fill(" ".join(PROSE), 72) for _ in range(2))
    assert paragraphs(wrapped) == "\n\n".join([" ".join(PROSE)] * 2)


@pytest.mark.parametrize("width", [50, 65, 80, 100])
def test_whatever_the_width(width: int) -> None:
    assert paragraphs(textwrap.fill(" ".join(PROSE * 3), width)) == " ".join(PROSE * 3)


def test_lines_that_are_paragraphs_stay_apart() -> None:
    assert paragraphs("\n".join(PROSE)) == "\n\n".join(PROSE)


def test_a_sentence_that_goes_on_in_lower_case_is_one() -> None:
    assert paragraphs("The ministry said\nthat two had died.\nNobody else spoke.") == (
        "The ministry said that two had died.\n\nNobody else spoke."
    )
    assert paragraphs("A cross-\nborder raid.") == "A cross-border raid."
    assert paragraphs("A cross\u00ad\nborder raid.") == "A crossborder raid."


def test_lists_are_not_joined() -> None:
    assert paragraphs("The dead:\n- one driver\n- two guards") == "The dead:\n\n- one driver\n\n- two guards"


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Two held in Mohi May\n\nPolice said so.", "Two held in Mohi May"),
        ("# Two held in Mohi May\n\nPolice said so.", "Two held in Mohi May"),
        ("Police held two.\n\nThey said so.", None),
        ("‘We held two.’\n\nThey said so.", None),
        ("Two held in Mohi May\nPolice said so.", None),
        ("Two held in Mohi May", None),
        ("The dead are:\n\nOne driver", None),
        ("***\n\nPolice said so.", None),
        ("Held " * 40 + "\n\nPolice said so.", None),
    ],
)
def test_title_of_a_plain_text(raw: str, title: str | None) -> None:
    found, text = titled(raw)
    assert found == title
    assert text == (paragraphs(raw) if title is None else "Police said so.")


def test_one_line() -> None:
    assert one_line(" The\n Daily\u200b  Star ") == "The Daily Star"
    assert one_line("\u200b \n") is None
    assert one_line(None) is None


text = st.text(st.characters(codec=None), max_size=200) | st.text(
    "ab .-\n\r\t\u0301\u200b\u200c\u200d\u00ad\u2028\u2029\u064b\u0628\ud800\u0345ABÅ", max_size=40
)


@unhurried
@given(text)
def test_any_text_has_a_normal_form_that_stays(raw: str) -> None:
    made = paragraphs(raw)
    assert paragraphs(made) == made
    assert lines_as_paragraphs(made) == made
    made.encode()
    assert unicodedata.is_normalized("NFC", made)
    for paragraph in made.split("\n\n") if made else []:
        assert paragraph
        assert paragraph == " ".join(paragraph.split())


@unhurried
@given(text, st.data())
def test_spans_of_a_text_hold_its_words(raw: str, data: st.DataObject) -> None:
    made = paragraphs(raw)
    start = data.draw(st.integers(0, len(made)))
    end = data.draw(st.integers(start, len(made)))
    span = Span(start=start, end=end, text=made[start:end])
    assert made.encode().decode()[span.start : span.end] == span.text
