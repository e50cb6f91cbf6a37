"""Time expressions found in running text: extents, kinds, days and TIMEX3 values."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panj.resolving.days import REASONS, Days
from panj.resolving.finding import Expression, find
from panj.resolving.timex import length, recurring

ANCHOR = dt.date(2031, 3, 12)
"""A Wednesday."""


def shown(text: str, anchor: dt.date | None = ANCHOR) -> list[tuple[str, str]]:
    """Return words and value of each expression."""
    return [(one.text, one.timex.value if one.timex else "–") for one in find(text, anchor)]


def only(text: str) -> Expression:
    (found,) = find(text, ANCHOR)
    return found


VALUES = [
    # dates
    ("He left on Monday.", "Monday", "2031-03-10"), ("He left on 4 March 2029.", "4 March 2029", "2029-03-04"),
    ("He left on Tuesday, March 4.", "Tuesday, March 4", "2031-03-04"),
    ("In June 2029 he left.", "June 2029", "2029-06"),
    ("In 2019 he left.", "2019", "2019"), ("It fell late last July.", "late last July", "2030-07"),
    ("They met in the 1990s.", "the 1990s", "199"), ("They met in the '80s.", "the '80s", "198"),
    ("It grew in the third quarter of 2029.", "the third quarter of 2029", "2029-Q3"),
    ("It grew in the first half of last year.", "the first half of last year", "2030-H1"),
    ("It burnt last summer.", "last summer", "2030-SU"), ("It burnt last week.", "last week", "2031-W10"),
    ("It burnt over the weekend.", "the weekend", "2031-W10-WE"), ("He left yesterday.", "yesterday", "2031-03-11"),
    ("It began in the 20th century.", "the 20th century", "19"),
    ("He left on Christmas Day.", "Christmas Day", "2030-12-25"),
    ("He left three days ago.", "three days ago", "2031-03-09"),
    ("He left at the end of last year.", "the end of last year", "2030"),
    # times of day
    ("He left last night.", "last night", "2031-03-11TNI"),
    ("He left on Monday morning.", "Monday morning", "2031-03-10TMO"),
    ("He left at 3:30 p.m. on Monday.", "3:30 p.m. on Monday", "2031-03-10T15:30"),
    ("He left at 0815 GMT on Monday.", "0815 GMT on Monday", "2031-03-10T08:15Z"),
    ("He left at noon on Monday.", "noon on Monday", "2031-03-10T12:00"),
    # lengths, what recurs, references
    ("It took three days.", "three days", "P3D"), ("It took two and a half years.", "two and a half years", "P2.5Y"),
    ("It took half an hour.", "half an hour", "PT30M"), ("It took several weeks.", "several weeks", "PXW"),
    ("It was a three-year plan.", "a three-year", "P3Y"), ("It grew over the past decade.", "the past decade", "P10Y"),
    ("It fell more than 90 minutes.", "more than 90 minutes", "PT90M"),
    ("It came every Friday.", "every Friday", "XXXX-WXX-5"),
    ("It is a weekly paper.", "weekly", "P1W"), ("It came twice a month.", "twice a month", "P1M"),
    ("It has recently grown.", "recently", "PAST_REF"), ("It is now empty.", "now", "PRESENT_REF"),
    ("It matters for the near future.", "the near future", "FUTURE_REF"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "value"), VALUES)
def test_words_and_values(text: str, words: str, value: str) -> None:
    assert shown(text) == [(words, value)]


@pytest.mark.parametrize(
    "text",
    [
        "They may march on.", "May said so.", "Theresa May was there.", "It cost $2019.", "It cost 2019 dollars.",
        "He is 22 years old.", "The 22-year-old left.", "The second man sat in the sun.", "Some 2,000 people came.",
        "It rose 1999 percent.", "They fall.", "A soon-to-open hall.", "About a quarter of them left.", "", "  \n\n ",
    ],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    assert shown(text) == []


def test_extents_never_cross_a_paragraph() -> None:
    assert [words for words, _ in shown("It ended on Monday\n\n4 March was quiet.")] == ["Monday", "4 March"]
    assert [words for words, _ in shown("It ended on\nMonday,\n4 March.")] == ["Monday,\n4 March"]


def test_the_nearest_verb_tells_the_side() -> None:
    assert shown("He resigned on Friday.") == [("Friday", "2031-03-07")]
    assert shown("He will resign on Friday.") == [("Friday", "2031-03-14")]
    assert shown("The vote is to be held in April.") == [("April", "2031-04")]
    assert shown("The vote was held in April.") == [("April", "2030-04")]
    assert shown("He said he would resign on Friday.") == [("Friday", "2031-03-14")]
    assert shown("The work should be completed in June.") == [("June", "2031-06")]
    assert find("He will go on Friday.", ANCHOR)[0].ahead


def test_without_a_verb_the_nearer_day_is_meant() -> None:
    assert shown("A 20 March deadline.") == [("20 March", "2031-03-20")]
    assert shown("A 2 March deadline.") == [("2 March", "2031-03-02")]


def test_what_counts_counts_from_the_date_before_it() -> None:
    text = "It was shut on 3 February. Two days later it was opened. A month earlier than planned, it burnt."
    assert shown(text) == [("3 February", "2031-02-03"), ("Two days later", "2031-02-05"), ("A month", "P1M")]
    last = find("Two days later it was opened.", ANCHOR)[0]
    assert last.days == "nothing-to-count-from"  # but TimeML takes the day of publication
    assert last.timex is not None
    assert last.timex.value == "2031-03-14"


def test_a_length_before_an_act_is_a_length() -> None:
    found = only("Two weeks after the raid the mill was shut.")
    assert (found.text, found.kind, found.days) == ("Two weeks", "duration", "nothing-to-count-from")


def test_a_range_of_lengths_is_two() -> None:
    assert shown("It takes between 60 and 90 days.") == [("60", "P60D"), ("90 days", "P90D")]


def test_the_past_week_is_a_length_that_lies_somewhere() -> None:
    found = only("It rained over the past week.")
    assert found.timex is not None
    assert (found.timex.type, found.timex.value) == ("DURATION", "P1W")
    assert isinstance(found.days, Days)
    assert found.days.closed == (dt.date(2031, 3, 5), ANCHOR)


def test_without_a_publication_time_only_years_have_values() -> None:
    assert shown("He left in June 2029.", None) == [("June 2029", "2029-06")]
    assert shown("He left on Monday.", None) == [("Monday", "–")]


def test_order_of_day_and_month() -> None:
    assert find("On 03/04/2030 he left.", ANCHOR)[0].days == "contradiction"
    day_first = find("On 03/04/2030 he left.", ANCHOR, order="day")[0]
    month_first = find("On 03/04/2030 he left.", ANCHOR, order="month")[0]
    assert [one.timex.value for one in (day_first, month_first) if one.timex] == ["2030-04-03", "2030-03-04"]


@pytest.mark.parametrize(
    ("words", "value"),
    [("a day", "P1D"), ("a couple of years", "P2Y"), ("a dozen days", "P12D"), ("two hundred years", "P200Y"),
     ("decades", "PXY"), ("a decade", "P10Y"), ("a fortnight", "P2W"), ("1,000 days", "P1000D"), ("a while", None)],
)  # fmt: skip
def test_lengths(words: str, value: str | None) -> None:
    assert length(words) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("daily", "P1D"), ("every day", "P1D"), ("every other day", "P2D"), ("each july", "XXXX-07"), ("annual", "P1Y"),
     ("every evening", "XXXX-XX-XXTEV"), ("once a week", "P1W"), ("fridays", "XXXX-WXX-5")],
)  # fmt: skip
def test_what_recurs(words: str, value: str) -> None:
    assert recurring(words) == value


PIECES = """
last next this past the week month year Monday Friday to and between from since until before after 5 31 March May of
2031 1990s overnight days ago later earlier early late mid night - , . 's within hours summer following weekend 15:30
p.m. GMT two half a hundred several every daily now recently Christmas Eid 3/4/30 '82 ( ) % $ will was said \n\n
"""


@given(
    st.one_of(st.text(), st.lists(st.sampled_from([*PIECES.split(), "\n\n"]), max_size=25).map(" ".join)),
    st.one_of(st.none(), st.dates()),
)
def test_any_text_gives_ordered_expressions_that_quote_it(text: str, anchor: dt.date | None) -> None:
    found = find(text, anchor)
    ends = [0]
    for one in found:
        assert ends[-1] <= one.start < one.end
        assert text[one.start : one.end] == one.text
        ends.append(one.end)
        if isinstance(one.days, str):
            assert one.days in REASONS
        elif one.days.closed is not None:
            assert one.days.closed[0] <= one.days.closed[1]


WEEKLY = st.sampled_from(
    ["He left on Monday.", "He left last week.", "He will leave on Friday.", "He left yesterday.",
     "He left last night.",
     "He left three days ago.", "He left on Tuesday morning.", "It was the past week.", "He left over the weekend."]
)  # fmt: skip


@given(WEEKLY, st.dates(dt.date(1995, 1, 1), dt.date(2080, 12, 31)), st.integers(-50, 50))
def test_whole_weeks_shift_what_is_found(text: str, anchor: dt.date, weeks: int) -> None:
    shift = dt.timedelta(weeks=weeks)
    (here,), (there,) = find(text, anchor), find(text, anchor + shift)
    assert isinstance(here.days, Days)
    assert here.days.closed is not None
    assert there.days == here.days._replace(first=here.days.closed[0] + shift, last=here.days.closed[1] + shift)


HOSTILE = [
    "Monday ", "the ", "two and a half ", "early late mid ", "March 4, ", "of the month of the ", "(((", "1990s-", "a ",
    "between 2 and ", "every other ", "3:30 p.m. ", "more than about ", "'82 ", "1,000,", "the last ", "May ", "\n",
    "twenty-", "week of ", "x" * 50,
]  # fmt: skip


@settings(deadline=None, max_examples=8)
@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4))
def test_hostile_text_costs_no_more_than_its_length(pieces: list[str]) -> None:
    def cost(characters: int) -> float:
        text = ("".join(pieces) * (characters // len("".join(pieces)) + 1))[:characters]
        began = time.process_time()
        find(text, ANCHOR)
        return time.process_time() - began

    cost(1000)
    short, long = min(cost(10_000) for _ in range(2)), cost(80_000)
    assert long < 30 * max(short, 0.01), (
        f"{pieces}: eight times the text took {long / max(short, 0.01):.0f} times as long"
    )
