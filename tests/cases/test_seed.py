"""The report that Panj exists for, from the command line to the brief."""

from __future__ import annotations

import datetime as dt
import pathlib

import pytest

import panj
from panj.errors import SourceError
from panj.panj import View


@pytest.fixture(scope="module")
def view(shared: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> View:
    path = tmp_path_factory.mktemp("seed") / "seed.panj"
    with panj.Ledger(path) as ledger:
        results = list(ledger.read(str(shared / "seed/report.txt"), published="2025-12-01"))
        assert len(results) == 1
        assert not isinstance(results[0], SourceError)
        view = ledger.view()
        assert view.all_incidents
        assert view.all_statements
        assert view.all_sums
        return view


def test_the_drone_attack(view: View) -> None:
    """Three Chinese workers killed in Khatlon in the week of 24 November."""
    found = [
        one
        for one in view.all_incidents
        if one.type == "ASSAULT"
        and any("Khatlon" in place.name or place.admin1 == "Khatlon" for place in one.places)
        and any(figure.outcome == "killed" and (figure.low, figure.high) == (3, 3) for figure in one.figures)
    ]
    assert len(found) == 1
    (attack,) = found
    assert attack.mode == "drone"
    assert "TJK" in {place.country for place in attack.places}
    assert any("Chinese workers" in party.name for party in attack.recipients)
    assert attack.when is not None
    assert str(attack.when.valid_from) >= "2025-11-24"
    assert str(attack.when.valid_to) <= "2025-11-30"
    (figure,) = [one for one in attack.figures if one.outcome == "killed"]
    why = view.why(figure.claims[0].value_id)
    assert why.report.text[why.words.start : why.words.end] == why.words.text
    assert "three Chinese workers" in why.sentence.text


def test_the_sum(view: View) -> None:
    """Five killed and five injured in two incidents, says the presidential office; with the attack 5 to 8 dead."""
    said = [one for one in view.all_sums if "presiden" in one.figure.claimant and one.figure.low == 5]
    killed = [one for one in said if one.figure.outcome == "killed"]
    assert len(killed) == 1
    assert [one.figure.outcome for one in said if one.figure.outcome == "injured"] == ["injured"]
    assert "presidential office" in view.why(f"{killed[0].claim_id}.by").words.text
    assert (killed[0].low, killed[0].high) == (5, 8)


def test_the_week(view: View) -> None:
    """Five to eight dead, and the question that would settle it, with the sentences where to look."""
    since, until = dt.date(2025, 11, 24), dt.date(2025, 11, 30)
    (total,) = view.totals("killed", country="Tajikistan", since=since, until=until)
    assert (total.low, total.high) == (5, 8)
    assert any("presiden" in one.words and one.words.startswith("5 killed") for one in total.low_by)
    question = total.unsettled[0]
    assert "among the 5 that" in question.question
    assert question.answers[0] == ("yes", 5, 5)
    assert "five deaths" in view.why(question.value_ids[0]).sentence.text
    (ours,) = view.totals("killed", since=since, until=until, claimants=["Tajikistan government"])
    assert (ours.low, ours.high, ours.sums) == (3, 3, ())


def test_the_demand(view: View) -> None:
    demands = [one for one in view.all_statements if one.kind == "demand" and one.by in ("China", "Guo")]
    assert demands
    assert any("Tajikistan" in one.to for one in demands)
    assert any(one.what and "necessary measures" in one.what for one in demands)


def test_the_accusation_and_its_denial(view: View) -> None:
    accusations = [one for one in view.all_statements if one.kind == "accuse" and one.by == "Pakistan"]
    assert len(accusations) == 1
    denials = [one for one in view.all_statements if one.kind == "deny" and "Taliban" in one.by]
    assert len(denials) == 1
    assert denials[0].id in accusations[0].answered_by or denials[0].answers == accusations[0].id
