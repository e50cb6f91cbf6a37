"""Quotations: what is quoted, and whose words a sentence without a speaker is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.resolving.quotations import quoted
from tests.resolving.conftest import make_report, mention, resolve


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“They fired,” he said. “We ran.”", ["“They fired,”", "“We ran.”"]),
        ('"They fired," he said. "We ran."', ['"They fired,"', '"We ran."']),
        ("He said: “They fired.\nThe mayor left.", ["“They fired."]),
        ("Nobody spoke.", []),
        ("It’s ” odd", []),
    ],
)
def test_what_is_quoted(text: str, inside: list[str]) -> None:
    assert [text[start:end] for start, end in quoted(text)] == inside


@given(st.text(alphabet='ab. \n“”"«»', max_size=60))
def test_quotations_are_in_order_and_apart(text: str) -> None:
    found = quoted(text)
    for start, end in found:
        assert 0 <= start < end <= len(text)
        assert "\n" not in text[start:end]
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))


def test_a_quoted_sentence_is_the_speakers_of_the_one_before() -> None:
    report = make_report("“They burned the depot,” said the mayor of Osh. “They shot two guards.”")
    before = mention(report, 0, "burned", by="mayor of Osh")
    after = mention(report, 1, "shot")
    claims = resolve(report, before, after).claims
    assert claims[1].claimant == claims[0].claimant
    assert claims[1].claimant.rule != "publisher"


def test_a_quoted_sentence_without_a_speaker_is_not_the_outlets() -> None:
    report = make_report("The mayor wept. “They shot two guards.”")
    found = resolve(report, mention(report, 1, "shot"))
    assert found.claims[0].claimant.rule == "quotation"
    assert [one.reason for one in found.abstentions if one.field == "by"] == ["quoted-speaker-unknown"]


def test_a_speaker_of_another_paragraph_is_not_taken() -> None:
    report = make_report("Rebels burned the depot, the mayor said.\n\n“They shot two guards.”")
    found = resolve(report, mention(report, 0, "burned", by="mayor"), mention(report, 1, "shot"))
    assert found.claims[1].claimant.rule == "quotation"
