"""Decisions on the desk: they move incidents, survive, and can be undone from wherever they were taken."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from starlette.testclient import TestClient

import panj
from panj.judging import decision, queue, split
from panj.model import Incident
from tests.web.conftest import OURS


def large(ledger: panj.Ledger) -> Incident:
    return max(ledger.view().all_incidents, key=lambda one: len(one.claim_ids))


def shape(ledger: panj.Ledger) -> dict[str, str]:
    return {link.claim_id: link.incident_id for link in ledger.view().linking.links}


def decided(desk: TestClient, address: str, **form: object) -> str:
    answer = desk.post(address, data=form, headers=OURS)
    assert answer.status_code == 303, answer.text
    found = re.search(r"done=(d[0-9a-f]{12})", answer.headers["location"])
    assert found is not None
    return found[1]


def undo(desk: TestClient, done: str, back: str = "/review") -> str:
    return decided(desk, "/decide", kind="undo", subject=done, back=back)


def test_rejecting_a_link_takes_the_claim_away_and_undo_brings_it_back(desk: TestClient, ledger: panj.Ledger) -> None:
    before = shape(ledger)
    one = next(one for one in queue(ledger.view()) if one.kind == "link" and one.incident_id == large(ledger).id)
    assert one.claim_id is not None
    done = decided(desk, "/decide", kind=one.reject[0], subject=list(one.reject[1]), back="/review")
    assert shape(ledger)[one.claim_id] != shape(ledger)[one.reject[1][1]]
    assert one.id not in desk.get("/review").text
    banner = desk.get(f"/review?done={done}").text
    assert f'name="subject" value="{done}"' in banner
    undone = undo(desk, done)
    assert shape(ledger) == before
    assert one.id in desk.get("/review").text
    undo(desk, undone)
    assert shape(ledger)[one.claim_id] != shape(ledger)[one.reject[1][1]]
    taken = ledger.view().decisions
    assert [item.author for item in taken] == ["Zarina"] * 3
    listed = desk.get("/decisions").text
    assert all(item.id in listed for item in taken)


def test_accepting_settles_a_proposal_and_changes_no_incident(desk: TestClient, ledger: panj.Ledger) -> None:
    before = shape(ledger)
    for kind in ("link", "reading"):
        one = next(one for one in queue(ledger.view()) if one.kind == kind)
        assert one.accept is not None
        decided(desk, "/decide", kind=one.accept[0], subject=list(one.accept[1]), back="/review")
        assert one.id not in {item.id for item in queue(ledger.view())}
    assert shape(ledger) == before


def test_merging_and_undoing(desk: TestClient, ledger: panj.Ledger) -> None:
    before = shape(ledger)
    one, other = [one.id for one in ledger.view().all_incidents][:2]
    done = decided(desk, "/decide", kind="same", subject=[one, other], back=f"/incidents/{one}")
    assert ledger.view().incident(one).id == ledger.view().incident(other).id
    old = next(name for name in (one, other) if name != ledger.view().incident(one).id)
    led = desk.get(f"/incidents/{old}?done={done}")
    assert led.status_code == 303
    assert led.headers["location"].endswith(f"?done={done}")
    undo(desk, done)
    assert shape(ledger) == before


def test_splitting_and_undoing(desk: TestClient, ledger: panj.Ledger) -> None:
    one, before = large(ledger), shape(ledger)
    chosen = list(one.claim_ids[-2:])
    done = decided(desk, "/split", incident=one.id, claim=chosen, back=f"/incidents/{one.id}")
    after = shape(ledger)
    assert after[chosen[0]] == after[chosen[1]] != after[one.claim_ids[0]]
    undo(desk, done)
    for taken in ledger.view().decisions[:1]:
        undo(desk, taken.id)
    assert shape(ledger) == before


def test_rejecting_a_claim_takes_it_out_of_every_view(desk: TestClient, ledger: panj.Ledger) -> None:
    claim = large(ledger).claim_ids[-1]
    done = decided(desk, "/decide", kind="reject", subject=claim, back="/")
    assert claim not in shape(ledger)
    undo(desk, done)
    assert claim in shape(ledger)


def test_two_decisions_that_cannot_both_hold_are_put_before_a_person(desk: TestClient, ledger: panj.Ledger) -> None:
    pair = list(large(ledger).claim_ids[:2])
    decided(desk, "/decide", kind="same", subject=pair, back="/")
    decided(desk, "/decide", kind="not-same", subject=pair, back="/")
    first = queue(ledger.view())[0]
    assert first.kind == "conflict"
    assert first.why in desk.get("/review?kind=conflict").text.replace("&#39;", "'")
    assert first.accept is not None
    decided(desk, "/decide", kind="undo", subject=list(first.accept[1]), back="/")
    assert all(one.kind != "conflict" for one in queue(ledger.view()))


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"kind": "same", "subject": ["m000000000000", "m000000000001"]}, 404),
        ({"kind": "same", "subject": []}, 422),
        ({"kind": "undo", "subject": ["d000000000000"]}, 404),
        ({"kind": "correct", "subject": ["m000000000000"]}, 404),
        ({}, 422),
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_kept(
    desk: TestClient, ledger: panj.Ledger, form: dict[str, object], status: int
) -> None:
    assert desk.post("/decide", data=form, headers=OURS).status_code == status
    assert desk.post("/api/v1/decisions", json={**form, "subjects": form.get("subject", [])}).status_code in (404, 422)
    assert ledger.view().decisions == ()


def test_a_split_names_some_claims_of_its_incident(ledger: panj.Ledger) -> None:
    view = ledger.view()
    one = large(ledger)
    for chosen in ([], one.claim_ids, ["m000000000000"]):
        with pytest.raises(panj.PanjError):
            split(view, one.id, chosen)


def test_the_way_back_never_leaves_the_desk(desk: TestClient, ledger: panj.Ledger) -> None:
    claim = large(ledger).claim_ids[0]
    for back in (
        "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/%0d%0aset-cookie:a=b",
        "\\\\evil", "/\nfoo", "/;@evil.example",
    ):  # fmt: skip
        answer = desk.post("/decide", data={"kind": "restore", "subject": claim, "back": back}, headers=OURS)
        assert answer.status_code == 303
        assert re.match(r"/(?![/\\])", answer.headers["location"])
        assert "set-cookie" not in answer.headers


def test_a_decision_needs_an_author(ledger: panj.Ledger) -> None:
    with pytest.raises(panj.errors.InvalidValue):
        decision(ledger.view(), "reject", [large(ledger).claim_ids[0]], author=" ", at=dt.datetime.now(dt.UTC))


def test_a_corrected_figure_moves_incident_and_totals_and_undo_brings_it_back(
    desk: TestClient, ledger: panj.Ledger
) -> None:
    before = ledger.view()
    one = next(one for one in before.all_incidents if any(view.outcome == "killed" for view in one.figures))
    value = next(view for view in one.figures if view.outcome == "killed").claims[0].value_id
    totals = before.totals("killed")
    done = decided(desk, "/correct", subject=value, low="400", high="", outcome="killed", reason="misread", back="/")
    after = ledger.view()
    (said,) = [item for view in after.incident(one.id).figures for item in view.claims if item.value_id == value]
    assert (said.low, said.high) == (400, None)
    assert after.totals("killed") != totals
    assert shape(ledger) == {link.claim_id: link.incident_id for link in before.linking.links}
    (taken,) = after.decisions
    assert ("low", "400") in taken.payload
    assert all(name != "outcome" for name, _ in taken.payload)
    assert "corrected" in desk.get(f"/incidents/{one.id}").text
    assert "low 400" in desk.get(f"/why/{value}").text
    assert ledger.view(before.as_of).all_incidents == before.all_incidents
    undo(desk, done)
    assert ledger.view().all_incidents == before.all_incidents


def test_a_claim_is_corrected_in_type_status_and_claimant(desk: TestClient, ledger: panj.Ledger) -> None:
    claim = ledger.view().claims[large(ledger).claim_ids[-1]]
    other = next(one for one in ledger.view().claims.values() if one.claimant.key != claim.claimant.key)
    form = {"type": "COERCE", "mode": "arrest", "status": "negated", "claimant": other.claimant.name}
    decided(desk, "/correct", subject=claim.id, back="/", **form)
    changed = ledger.view().claims[claim.id]
    assert (changed.mention.type, changed.mention.mode, changed.stance) == ("COERCE", "arrest", "denied")
    assert changed.claimant.key == other.claimant.key
    assert changed.mention.trigger == claim.mention.trigger
    sent = {"kind": "correct", "subjects": [claim.id], "payload": [["claimant", "Nobody Known"]]}
    assert desk.post("/api/v1/decisions", json=sent).status_code == 201
    assert ledger.view().claims[claim.id].claimant.name == "Nobody Known"
    assert desk.get(f"/why/{claim.id}").status_code == 200


@pytest.mark.parametrize(
    "form",
    [{}, {"type": "WAR"}, {"status": "maybe"}, {"mode": "drizzle"}, {"claimant": " "}, {"low": "1"}],
)
def test_what_a_claim_cannot_hold_is_no_correction(desk: TestClient, ledger: panj.Ledger, form: dict[str, str]) -> None:
    claim = large(ledger).claim_ids[0]
    assert desk.post("/correct", data={"subject": claim, **form}, headers=OURS).status_code == 422
    assert ledger.view().decisions == ()


@pytest.mark.parametrize(("low", "high"), [("5", "4"), ("-1", ""), ("²", ""), ("9" * 40, ""), ("a", "b")])
def test_what_is_no_number_is_no_correction(desk: TestClient, ledger: panj.Ledger, low: str, high: str) -> None:
    value = next(view.claims[0].value_id for one in ledger.view().all_incidents for view in one.figures)
    form = {"subject": value, "low": low, "high": high}
    assert desk.post("/correct", data=form, headers=OURS).status_code == 422
    assert ledger.view().decisions == ()
