from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.errors import InvalidValue
from panj.model import DateCandidate, encode
from panj.sources import dates
from tests.sources.conftest import NOW, only, page, unhurried


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-12-01T18:00+05:00", "2025-12-01T18:00:00+05:00"),
        ("2025-12-01T18:00:30+0530", "2025-12-01T18:00:30+05:30"),
        ("2025-12-01 18:00:30-03", "2025-12-01T18:00:30-03:00"),
        ("2025-12-01T18:00:00.123456789Z", "2025-12-01T18:00:00.123456+00:00"),
        ("2025-12-01T18:00:00,5Z", "2025-12-01T18:00:00.500000+00:00"),
        ("20251201T180000Z", "2025-12-01T18:00:00+00:00"),
        (" 2025-12-01T18:00 ", "2025-12-01T18:00:00+00:00"),
    ],
)
def test_datetimes(text: str, iso: str) -> None:
    found = dates.iso(text, "here")
    assert found is not None
    assert found.at.isoformat() == iso
    assert not found.date_only


def test_a_day_alone() -> None:
    found = dates.given("2025-12-01")
    assert found == DateCandidate(at=dt.datetime(2025, 12, 1, tzinfo=dt.UTC), found_in="given", date_only=True)


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2025", "2025-12", "2025-13-01", "2025-02-30", "01/12/2025", "2025-W49", "٢٠٢٥-١٢-٠١"),
        *("2025-12-01T25:00", "2025-12-01T18:00+99:00", "2025-12-01T18:00+05:75", "0000-01-01", "0001-01-01"),
        "9999-12-31",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert dates.iso(text, "here") is None
    if text:
        with pytest.raises(InvalidValue) as caught:
            dates.given(text)
        assert "2025-12-01" in caught.value.remedy


def test_dates_as_in_mail() -> None:
    found = dates.written("Mon, 01 Dec 2025 13:00:00 GMT", "here")
    assert found is not None
    assert found.at == dt.datetime(2025, 12, 1, 13, tzinfo=dt.UTC)
    assert dates.written("Mon, 41 Dec 2025 13:00:00 GMT", "here") is None


def test_what_cannot_be_true_is_kept_and_not_believed() -> None:
    head = (
        '<meta property="article:published_time" content="2199-01-01T00:00:00Z">'
        '<meta name="dc.date" content="1874-05-01"><meta name="pubdate" content="2025-11-30">'
    )
    report = only(page(head=head).encode())
    assert [one.found_in for one in report.date_candidates] == [
        "meta:article:published_time", "meta:dc.date", "meta:pubdate",
    ]  # fmt: skip
    assert report.published_found_in == "meta:pubdate"
    assert report.published_date_only
    only_future = page(head='<meta property="article:published_time" content="2199-01-01T00:00:00Z">').encode()
    assert only(only_future).published_at is None
    assert len(only(only_future).date_candidates) == 1
    assert only(only_future, published="2025-12-01").published_found_in == "given"


def test_two_days_ahead_may_be() -> None:
    ahead = dates.iso("2025-12-12", "here")
    assert ahead is not None
    assert dates.believable(ahead, NOW)
    assert not dates.believable(ahead, NOW - dt.timedelta(days=1))


@unhurried
@given(st.text() | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?([+-]\d\d:?\d\d|Z)?", fullmatch=True))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = dates.written(text, "here")
    if found is not None:
        assert found.at.astimezone(dt.UTC) == found.at
        dates.believable(found, NOW)
        encode(found)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("NAIROBI, 3 March 2026 - Police said", "2026-03-03"),
        ("PORT SUDAN, Sudan, Sept. 9, 2025 (Example Agency) — Shells fell", "2025-09-09"),
        ("LIMA, May 1, 2025: Unions marched", "2025-05-01"),
        ("Nairobi, 3 March 2026 - Police said", None),
        ("On 3 March 2026 - a Tuesday - police came", None),
        ("NAIROBI, 33 March 2026 - Police said", None),
        ("NAIROBI (Example) - On 3 March 2026 police came", None),
        ("", None),
    ],
)
def test_a_dateline_gives_its_day(text: str, day: str | None) -> None:
    found = dates.dateline(text)
    assert (found.at.date().isoformat() if found else None) == day
    assert found is None or (found.date_only and found.found_in == "dateline")
