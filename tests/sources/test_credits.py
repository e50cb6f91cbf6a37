"""Who took a text from whom, where the text says so."""

from __future__ import annotations

import datetime as dt

import pytest

from panj.model import Report
from panj.sources import chains, origins
from panj.sources.credits import credits_of
from tests.sources.test_copies import NOBODY, prose


def report(name: str, text: str, publisher: str | None = None, day: int = 1) -> Report:
    at = dt.datetime(2026, 3, day, tzinfo=dt.UTC)
    return Report(id=name, text=text, capture=NOBODY, publisher=publisher, published_at=at)


@pytest.mark.parametrize(
    ("text", "outlet", "rule"),
    [
        ("TUNIS (Reuters) - A bus was stopped.", "Reuters", "dateline"),
        ("A bus was stopped, Agence France-Presse reported on Monday.", "AFP", "reported"),
        ("A bus was stopped, said the paper, citing Coast Agency.", "Coast Agency", "citing"),
        ("A bus was stopped, according to the news agency Coast Agency.", "Coast Agency", "citing"),
        ("The mayor told Coast Agency that a bus was stopped.", "Coast Agency", "told"),
        ("A bus was stopped.\n\nReporting by Coast Agency", "Coast Agency", "byline"),
        ("A bus was stopped.\n\n— Reuters", "Reuters", "byline"),
    ],
)
def test_a_credit_is_recognised(text: str, outlet: str, rule: str) -> None:
    (found,) = credits_of(report("ra", text), ["Coast Agency"])
    assert (found.outlet, found.rule) == (outlet, rule)
    assert text[found.words.start : found.words.end] == found.words.text


@pytest.mark.parametrize(
    "text",
    [
        "A bus was stopped, the paper said, citing officials.",
        "Gunmen attacked the office of Reuters in Tunis.",
        "TUNIS (Coast Agency) - A bus was stopped.",
        "The interfaxed note was reported.",
    ],
)
def test_no_credit_where_none_is_given(text: str) -> None:
    assert credits_of(report("ra", text, "Coast Agency"), ["Coast Agency"]) == ()


def test_the_chain_names_the_earliest_report_of_the_outlet_with_the_text() -> None:
    story = " ".join(prose(1, 120))
    made = [
        report("ra", story, "Coast Agency", 1),
        report("rb", f"{story}\n\nReporting by Coast Agency", "Daily Post", 2),
        report("rc", f"LIMA (Daily Post) - {story}", "Evening Star", 3),
        report("rd", " ".join(prose(2, 120)) + "\n\nReporting by Coast Agency", "Daily Post", 4),
    ]
    one, other = chains(made[::-1], origins(made))
    assert (one.id, one.report_ids) == ("ra", ("ra", "rb", "rc"))
    assert [(credit.report_id, credit.taken_from) for credit in one.credits] == [("rb", "ra"), ("rc", "rb")]
    assert [(credit.report_id, credit.taken_from) for credit in other.credits] == [("rd", None)]
