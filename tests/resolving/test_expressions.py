"""The grammar of time expressions, one table for each family."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.resolving.days import REASONS, Days, order_of
from panj.resolving.expressions import days_of, leans_on

ANCHOR = dt.date(2031, 3, 12)
"""A Wednesday."""

POINT = Days(dt.date(2031, 3, 4), dt.date(2031, 3, 4), "day", "weekday")
"""A Tuesday that other expressions lean on."""


def shown(answer: Days | str) -> str:
    """Return an answer in short: "03-04" for a day of 2031, "03-04..03-09" for several, a reason as it is."""
    if isinstance(answer, str):
        return answer
    ends = [str(day).removeprefix("2031-") if day else "" for day in (answer.first, answer.last)]
    return ends[0] if ends[0] == ends[1] != "" else "..".join(ends)


HAPPENED = [
    # days by themselves
    ("2031-03-04", "03-04"), ("2031-03-04T18:30:00Z", "03-04"), ("4 March 2030", "2030-03-04"),
    ("March 4, 2030", "2030-03-04"), ("4 March", "03-04"), ("4th of March", "03-04"), ("20 March", "2030-03-20"),
    ("Mar. 4", "03-04"), ("29 February", "2028-02-29"), ("4 March last year", "2030-03-04"), ("25/02/2031", "02-25"),
    ("02/25/2031", "02-25"), ("3.4.2031", "04-03"), ("03/04/2031", "contradiction"), ("31 April", "not-understood"),
    ("the 5th", "03-05"), ("14th", "02-14"), ("Tuesday 4 March", "03-04"), ("Friday 4 March", "contradiction"),
    ("Christmas Day", "2030-12-25"), ("4 and 6 March", "03-04..03-06"), ("March 4-6", "03-04..03-06"),
    # weekdays
    ("Wednesday", "03-12"), ("on Monday", "03-10"), ("Thursday", "03-06"), ("Sat.", "03-08"), ("Mondays", "03-10"),
    ("last Wednesday", "03-05"), ("last Monday", "03-10"), ("this Monday", "03-10"), ("Friday last week", "03-07"),
    ("this past Tuesday", "03-11"), ("past Tuesday", "03-11"),
    # from the day of publication
    ("today", "03-12"), ("this morning", "03-12"), ("earlier today", "03-12"), ("tonight", "03-12"),
    ("yesterday", "03-11"), ("yesterday evening", "03-11"), ("late yesterday", "03-11"),
    ("day before yesterday", "03-10"), ("overnight", "03-11..03-12"), ("last night", "03-11..03-12"),
    ("overnight on Monday", "03-10..03-11"), ("three days ago", "03-09"), ("two hours ago", "03-11..03-12"),
    ("thirty hours ago", "03-10..03-11"), ("ten minutes ago", "03-12"), ("two weeks ago", "02-23..03-01"),
    ("two months ago", "01-01..01-31"), ("five years ago", "2026-01-01..2026-12-31"),
    ("seventy-two hours ago", "03-08..03-09"),
    # hours belong to their day
    ("Monday night", "03-10"), ("early hours of Monday", "03-10"), ("before dawn on Monday", "03-10"),
    ("at about 6.30 p.m. on Monday", "03-10"), ("03:15 local time on Monday", "03-10"), ("Monday's", "03-10"),
    ("Monday's dawn raid", "03-10"), ("night of 4 March", "03-04"),
    # weeks, months, years, seasons
    ("last week", "03-03..03-09"), ("this week", "03-10..03-12"), ("past week", "03-05..03-12"),
    ("in the past three days", "03-09..03-12"), ("over the last two weeks", "02-26..03-12"),
    ("weekend", "03-08..03-09"), ("last weekend", "03-08..03-09"), ("last month", "02-01..02-28"),
    ("this month", "03-01..03-12"), ("past month", "02-12..03-12"), ("last year", "2030-01-01..2030-12-31"),
    ("so far this year", "01-01..03-12"), ("February", "02-01..02-28"), ("April", "2030-04-01..2030-04-30"),
    ("last March", "2030-03-01..2030-03-31"), ("April 2029", "2029-04-01..2029-04-30"),
    ("2029", "2029-01-01..2029-12-31"), ("1990s", "1990-01-01..1999-12-31"), ("last winter", "2030-12-01..02-28"),
    ("summer of 2030", "2030-06-01..2030-08-31"),
    # parts
    ("early February", "02-01..02-10"), ("mid-February", "02-11..02-20"), ("late February", "02-21..02-28"),
    ("end of last year", "2030-09-01..2030-12-31"), ("early 2030", "2030-01-01..2030-04-30"),
    ("first half of 2030", "2030-01-01..2030-06-30"), ("second half of February", "02-16..02-28"),
    ("late last summer", "2030-08-01..2030-08-31"), ("early last week", "03-03..03-05"),
    ("late last week", "03-06..03-09"), ("earlier this week", "03-10..03-12"), ("week of 24 February", "02-24..03-02"),
    ("second week of February", "02-08..02-14"), ("last week of February", "02-22..02-28"),
    ("first ten days of February", "02-01..02-10"), ("last day of the month", "02-28"),
    ("last day of February", "02-28"),
    ("first Sunday of the year", "01-05"), ("third day of March", "03-03"),
    ("third quarter of 2030", "2030-07-01..2030-09-30"),
    ("last quarter", "2030-10-01..2030-12-31"), ("first quarter", "01-01..03-31"),
    ("fourth quarter", "2030-10-01..2030-12-31"),
    ("summer of last year", "2030-06-01..2030-08-31"), ("nineties", "1990-01-01..1999-12-31"),
    ("'80s", "1980-01-01..1989-12-31"),
    ("20th century", "1901-01-01..2000-12-31"), ("last century", "1901-01-01..2000-12-31"),
    ("'29", "2029-01-01..2029-12-31"),
    ("past decade", "2021-03-12..03-12"), ("past fortnight", "02-26..03-12"), ("a year ago", "2030-01-01..2030-12-31"),
    ("4/5/29", "contradiction"), ("13/5/29", "2029-05-13"), ("first of May", "2030-05-01"),
    # nights and pairs of days
    ("night to Tuesday", "03-10..03-11"), ("Monday night into Tuesday", "03-10..03-11"), ("last evening", "03-11"),
    ("night of Sunday and Monday", "03-09..03-10"), ("Sunday and Monday", "03-09..03-10"),
    ("Wednesday and Thursday", "03-05..03-06"), ("January and February", "01-01..02-28"),
    ("3rd and 4th", "03-03..03-04"),
    ("nine this morning", "03-12"), ("just after eight last night", "03-11..03-12"), ("0700 on Monday", "03-10"),
    ("since the coup of February 2029", "2029-02-01..03-12"), ("until a hearing on 20 February", "..02-20"),
    ("since at least Monday", "03-10..03-12"), ("as from 4 March", "03-04..03-12"),
    # spans of days
    ("between Monday and Wednesday", "03-10..03-12"), ("from 1 to 4 March", "03-01..03-04"),
    ("Monday to Thursday", "03-03..03-06"), ("Monday through Wednesday", "03-10..03-12"),
    ("November to February 2031", "2030-11-01..02-28"), ("since Friday", "03-07..03-12"),
    ("since last month's raid", "02-01..03-12"), ("since 4 March", "03-04..03-12"), ("until Monday", "..03-10"),
    ("before Monday", "..03-09"), ("after 4 March", "03-04..03-12"), ("from Monday", "03-10..03-12"),
    # what names no day
    ("recently", ".."), ("in recent weeks", ".."), ("at once", ".."), ("dawn", "no-day"), ("6 am", "no-day"),
    ("between 22:40 and 23:15", "no-day"), ("six o'clock", "no-day"), ("shortly after two in the morning", "no-day"),
    ("until further notice", ".."), ("every Friday", ".."), ("each morning", "no-day"), ("nightly", ".."),
    ("0430", "no-day"), ("half past nine", "no-day"), ("dusk-to-dawn", "no-day"), ("20h15", "no-day"),
    ("sundown", "no-day"),
    ("ten-day", "duration"), ("for years", "duration"), ("several hours", "duration"),
    ("another three months", "duration"),
    ("for two hours", "duration"), ("three days", "duration"), ("market day", "not-understood"),
    ("", "not-understood"), ("Wednesday of the long rains " * 9, "not-understood"),
]  # fmt: skip

AHEAD = [
    ("Wednesday", "03-12"), ("Monday", "03-17"), ("4 March", "2032-03-04"), ("20 March", "03-20"), ("14th", "03-14"),
    ("March", "03-01..03-31"), ("February", "2032-02-01..2032-02-29"), ("tomorrow", "03-13"),
    ("next week", "03-17..03-23"), ("this week", "03-12..03-16"), ("weekend", "03-15..03-16"),
    ("next weekend", "03-15..03-16"), ("next Monday", "03-17"), ("next month", "04-01..04-30"),
    ("next two weeks", "03-12..03-26"), ("within three days", "03-12..03-15"), ("within seventy-two hours", "03-12"),
    ("until Monday", "03-12..03-17"), ("by the end of the month", "03-12..03-31"), ("from Monday", "03-17.."),
    ("Saturday to Monday", "03-15..03-17"), ("overnight", "03-12..03-13"), ("coming Friday", "03-14"),
    ("summer", "06-01..08-31"), ("fourth quarter", "10-01..12-31"), ("coming fortnight", "03-12..03-26"),
    ("last day of the month", "03-31"), ("Thursday and Friday", "03-13..03-14"),
]  # fmt: skip

LEANING = [
    ("two days later", "03-06"), ("a day earlier", "03-03"), ("the day before", "03-03"),
    ("two days after the raid", "03-06"), ("previous evening", "03-03"), ("same afternoon", "03-04"),
    ("that day", "03-04"), ("following week", "03-10..03-16"), ("a week later", "03-11"),
    ("a month earlier", "01-20..02-19"), ("hours later", "03-04..03-05"), ("an hour earlier", "03-03..03-04"),
    ("thirty hours earlier", "03-02..03-03"), ("within hours", "03-04..03-05"), ("within two days", "03-04..03-06"),
    ("following Friday", "03-07"), ("preceding Friday", "02-28"), ("that Tuesday", "03-04"),
    ("following spring", "2032-03-01..2032-05-31"), ("following month", "04-01..04-30"), ("eve of the vote", "03-03"),
    ("after the raid", "03-04..03-12"), ("before the raid", "..03-04"), ("a year on", ".."),
    ("December of that year", "12-01..12-31"), ("a few hours later", "03-04..03-05"),
    ("hours before the raid", "03-03..03-04"),
    ("since the raid", "03-04..03-12"), ("shortly after the raid", "03-04..03-05"),
    ("a day after Monday's raid", "03-11"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "days"), HAPPENED)
def test_what_happened(words: str, days: str) -> None:
    assert shown(days_of(words, ANCHOR)) == days


@pytest.mark.parametrize(("words", "days"), AHEAD)
def test_what_lies_ahead(words: str, days: str) -> None:
    assert shown(days_of(words, ANCHOR, ahead=True)) == days


@pytest.mark.parametrize(("words", "days"), LEANING)
def test_what_leans_on_another_act(words: str, days: str) -> None:
    assert shown(days_of(words, ANCHOR, point=POINT)) == days
    if "Monday" not in words:
        assert days_of(words, ANCHOR) == "nothing-to-count-from"


def test_words_are_read_as_they_are_written() -> None:
    for words in ("last week", "Last Week", " last  week,", "“last week”", "the last\u00a0week"):
        assert shown(days_of(words, ANCHOR)) == "03-03..03-09"


def test_the_act_that_an_expression_counts_from() -> None:
    assert leans_on("two days after the raid") == "the raid"
    assert leans_on("Hours after the strike on the depot") == "the strike on the depot"
    assert leans_on("eve of the vote") == "the vote"
    assert leans_on("two days later") == ""


@pytest.mark.parametrize("words", ["third day", "a second night running", "fifth anniversary of the raid"])
def test_the_number_of_a_day_says_nothing_without_the_first(words: str) -> None:
    assert days_of(words, ANCHOR, point=POINT) == "nothing-to-count-from"


def test_the_order_of_day_and_month_is_the_outlets() -> None:
    assert shown(days_of("03/04/2030", ANCHOR, order="day")) == "2030-04-03"
    assert shown(days_of("03/04/2030", ANCHOR, order="month")) == "2030-03-04"
    assert shown(days_of("25/02/2031", ANCHOR, order="month")) == "02-25"
    assert [order_of(code) for code in ("USA", "GBR", "CAN", None)] == ["month", "day", None, None]


def test_seasons_are_turned_in_the_south() -> None:
    assert shown(days_of("last winter", ANCHOR, south=True)) == "2030-06-01..2030-08-31"
    assert shown(days_of("summer of 2030", ANCHOR, south=True)) == "2030-12-01..02-28"


@pytest.mark.parametrize(
    "words", ["Monday", "yesterday", "last week", "4 March", "March", "two days ago", "winter", "5th"]
)
def test_without_a_publication_time_only_years_are_understood(words: str) -> None:
    assert days_of(words, None) == "no-publication-time"
    assert shown(days_of("4 March 2031", None)) == "03-04"
    assert shown(days_of("March 2031", None)) == "03-01..03-31"


def test_the_ends_of_the_calendar_are_not_understood() -> None:
    assert days_of("last week", dt.date.min) == "not-understood"
    assert days_of("next year", dt.date.max, ahead=True) == "not-understood"
    assert days_of("99999 years ago", ANCHOR) == "not-understood"


PIECES = """
last next this past week month year Monday to and between from since until before after 5 31 March of the 2031 overnight
2031-02-30 two days ago later earlier early late mid end night dawn - , 's within hours summer following eve weekend
"""
"""What time expressions are made of."""

RELATIVE = st.sampled_from(
    ["Monday", "on Friday", "last Sunday", "yesterday", "today", "overnight", "last week", "this week", "past week",
     "three days ago", "two weeks ago", "last weekend", "Tuesday night", "Friday last week", "past two weeks"]
)  # fmt: skip
DATES = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


@given(RELATIVE, DATES, st.integers(-50, 50), st.booleans())
def test_whole_weeks_shift_what_is_relative(words: str, anchor: dt.date, weeks: int, ahead: bool) -> None:
    shift = dt.timedelta(weeks=weeks)
    here, there = days_of(words, anchor, ahead=ahead), days_of(words, anchor + shift, ahead=ahead)
    assert isinstance(here, Days)
    assert isinstance(there, Days)
    assert here.closed is not None
    assert there == here._replace(first=here.closed[0] + shift, last=here.closed[1] + shift)


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(PIECES.split()), max_size=9).map(" ".join)),
    st.one_of(st.none(), DATES),
    st.booleans(),
    st.booleans(),
)  # fmt: skip
def test_any_words_give_ordered_days_or_a_reason(words: str, anchor: dt.date | None, ahead: bool, leans: bool) -> None:
    answer = days_of(words, anchor, ahead=ahead, point=POINT if leans else None)
    if isinstance(answer, str):
        assert answer in REASONS
    elif answer.closed is not None:
        assert answer.closed[0] <= answer.closed[1]


@given(DATES, st.booleans())
def test_a_bare_date_lies_on_its_side_of_the_anchor(anchor: dt.date, ahead: bool) -> None:
    for words in ("Monday", "17 May", "9th"):
        answer = days_of(words, anchor, ahead=ahead)
        assert isinstance(answer, Days)
        assert answer.first is not None
        assert answer.first >= anchor if ahead else answer.first <= anchor


def meant(words: str, day: dt.date) -> bool:
    """Say whether a day lies in what words mean, whatever the day of publication: a second, slower reading of them."""
    month = next((at for at, name in enumerate(MONTH_NAMES, 1) if name in words), None)
    weekday = next((at for at, name in enumerate(WEEKDAY_NAMES) if name in words), None)
    if month is not None and day.month != month:
        return False
    if weekday is not None and day.weekday() != weekday:
        return False
    if "weekend" in words and day.weekday() < 5:
        return False
    if "early" in words and month and day.day > 11:
        return False
    return not ("late" in words and month and day.day < 20)


MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December")  # fmt: skip
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MEANING = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["", "last ", "next ", "this ", "early ", "late "]),
              st.sampled_from(MONTH_NAMES)),
    st.builds("{}{}{}".format, st.sampled_from(["", "last ", "next ", "on "]), st.sampled_from(WEEKDAY_NAMES),
              st.sampled_from(["", " night", " morning"])),
    st.sampled_from(["weekend", "last weekend", "next weekend", "this weekend", "Friday last week",
                     "Monday next week"]),
)  # fmt: skip


@given(MEANING, DATES, st.booleans())
def test_an_interval_never_lies_outside_its_words(words: str, anchor: dt.date, ahead: bool) -> None:
    answer = days_of(words, anchor, ahead=ahead)
    assert isinstance(answer, Days), answer
    assert answer.closed is not None
    first, last = answer.closed
    for step in range((last - first).days + 1):
        assert meant(words, first + dt.timedelta(days=step)), (words, answer)


@given(st.integers(1, 400), st.sampled_from(["days", "weeks", "months", "years"]), DATES)
def test_what_is_counted_back_holds_the_day_that_it_counts_to(count: int, unit: str, anchor: dt.date) -> None:
    answer = days_of(f"{count} {unit} ago", anchor)
    if answer == "not-understood":
        assert unit == "years"
        return
    assert isinstance(answer, Days)
    assert answer.closed is not None
    middle = answer.closed[0] + (answer.closed[1] - answer.closed[0]) / 2
    days = {"days": 1, "weeks": 7, "months": 30.44, "years": 365.25}[unit] * count
    slack = {"days": 0, "weeks": 0, "months": 32, "years": 367}[unit]
    assert abs((anchor - middle).days - days) <= slack


@given(st.sampled_from(["Monday", "4 March", "last week", "March", "yesterday"]), DATES)
def test_spans_begin_and_end_where_their_words_do(words: str, anchor: dt.date) -> None:
    inner, since, until = (days_of(one, anchor) for one in (words, f"since {words}", f"until {words}"))
    assert isinstance(inner, Days)
    assert isinstance(since, Days)
    assert isinstance(until, Days)
    assert (since.first, since.last) == (inner.first, anchor)
    assert (until.first, until.last) == (None, inner.last)


@given(DATES, st.integers(1, 3000))
def test_a_later_report_never_moves_what_is_told_back(anchor: dt.date, later: int) -> None:
    after = anchor + dt.timedelta(days=later)
    for words in ("Monday", "17 May", "March", "last week", "yesterday", "last month", "winter", "three weeks ago"):
        here, there = days_of(words, anchor), days_of(words, after)
        assert isinstance(here, Days)
        assert isinstance(there, Days)
        assert here.first is not None
        assert there.first is not None
        assert here.first <= there.first
