"""Feasts against days that almanacs give, and the side of publication on which they lie."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.resolving.days import Days, Setting
from panj.resolving.expressions import days_of
from panj.resolving.feasts import EID_WITHIN, FEASTS, easter, feast, feast_in, orthodox_easter


def spans(name: str, year: int) -> list[str]:
    return [f"{first}..{last}" for first, last in FEASTS[name].spans(year)]


@pytest.mark.parametrize(
    "day", ["1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27", "2025-04-20",
            "2038-04-25"],
)  # fmt: skip
def test_western_easter(day: str) -> None:
    assert str(easter(int(day[:4]))) == day


@pytest.mark.parametrize("day", ["2008-04-27", "2013-05-05", "2016-05-01", "2021-05-02", "2024-05-05", "2025-04-20"])
def test_orthodox_easter(day: str) -> None:
    assert str(orthodox_easter(int(day[:4]))) == day


def test_what_is_counted_from_easter() -> None:
    assert spans("good friday", 2025) == ["2025-04-18..2025-04-18"]
    assert spans("ash wednesday", 2024) == ["2024-02-14..2024-02-14"]
    assert spans("pentecost", 2024) == ["2024-05-19..2024-05-19"]
    assert spans("holy week", 2025) == ["2025-04-13..2025-04-19"]


def test_weekdays_of_months() -> None:
    assert spans("thanksgiving", 2023) == ["2023-11-23..2023-11-23"]
    assert spans("memorial day", 2024) == ["2024-05-27..2024-05-27"]
    assert spans("labor day", 2025) == ["2025-09-01..2025-09-01"]


@pytest.mark.parametrize(
    ("name", "year", "days"),
    [
        ("rosh hashanah", 2023, "2023-09-15..2023-09-17"), ("yom kippur", 2024, "2024-10-11..2024-10-12"),
        ("passover", 2023, "2023-04-05..2023-04-13"), ("passover", 2024, "2024-04-22..2024-04-30"),
        ("hanukkah", 2023, "2023-12-07..2023-12-15"), ("hanukkah", 2025, "2025-12-14..2025-12-22"),
        ("purim", 2025, "2025-03-13..2025-03-14"), ("shavuot", 2024, "2024-06-11..2024-06-13"),
    ],
)  # fmt: skip
def test_jewish_feasts_begin_on_the_evening_before(name: str, year: int, days: str) -> None:
    assert spans(name, year) == [days]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("eid al-fitr", "2023-04-21"), ("eid al-fitr", "2024-04-10"), ("eid al-fitr", "2025-03-30"),
        ("eid al-fitr", "2025-03-31"), ("eid al-adha", "2023-06-28"), ("eid al-adha", "2024-06-16"),
        ("eid al-adha", "2024-06-17"), ("eid al-adha", "2025-06-06"), ("ashura", "2024-07-16"),
        ("ashura", "2025-07-06"),
    ],
)  # fmt: skip
def test_islamic_feasts_hold_the_days_on_which_countries_kept_them(name: str, seen: str) -> None:
    ((first, last),) = FEASTS[name].spans(int(seen[:4]))
    assert first <= dt.date.fromisoformat(seen) <= last
    assert (last - first).days == 2


def test_ramadan_is_a_month() -> None:
    ((first, last),) = FEASTS["ramadan"].spans(2025)
    assert first <= dt.date(2025, 3, 1) < dt.date(2025, 3, 29) <= last


def test_a_lunar_feast_may_fall_into_one_year_twice() -> None:
    assert len(FEASTS["eid al-fitr"].spans(2000)) == 2
    assert feast_in("eid al-fitr", 2000) == "not-understood"


def test_the_side_of_publication() -> None:
    anchor = dt.date(2031, 3, 12)
    assert str(days_of("Easter", anchor)).startswith("Days(first=datetime.date(2030, 4, 21)")
    ahead = days_of("Easter", anchor, ahead=True)
    assert isinstance(ahead, Days)
    assert ahead.first == dt.date(2031, 4, 13)
    assert days_of("last Christmas", anchor) == days_of("Christmas Day", anchor)
    in_year = days_of("Easter 2016", None)
    assert isinstance(in_year, Days)
    assert in_year.first == dt.date(2016, 3, 27)
    assert feast("Christmas Day".lower(), Setting(None)) == "no-publication-time"
    assert feast("diwali", Setting(anchor)) is None


def test_eid_alone_is_the_one_at_hand_or_none() -> None:
    ((first, _),) = FEASTS["eid al-fitr"].spans(2025)
    near = feast("eid", Setting(first + dt.timedelta(days=5)))
    assert isinstance(near, Days)
    assert near.first == first
    assert feast("eid", Setting(first - dt.timedelta(days=EID_WITHIN + 60))) == "not-understood"


@given(st.sampled_from(sorted(FEASTS)), st.dates(dt.date(1700, 1, 1), dt.date(2300, 12, 31)), st.booleans())
def test_every_feast_has_a_day_on_either_side(name: str, anchor: dt.date, ahead: bool) -> None:
    answer = feast(name, Setting(anchor, ahead=ahead))
    assert isinstance(answer, Days)
    assert answer.closed is not None
    first, last = answer.closed
    assert first <= last
    if ahead:
        assert anchor <= last <= anchor + dt.timedelta(days=800)
    else:
        assert anchor - dt.timedelta(days=800) <= first <= anchor
