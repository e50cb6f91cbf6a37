"""Statements: who is meant, what is one statement told twice, what answers what, and what stays open."""

from __future__ import annotations

import pytest

from panj import incidents
from panj.model import Claim, Statement
from tests.incidents.desk import Desk

DEMAND = {"actor": "Bolivia", "recipient": "Peru"}
MONDAY = ("Monday", "2026-03-02", "2026-03-02")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def made(desk: Desk) -> dict[str, Statement]:
    """Return the statements by kind; the last one of each."""
    linking = incidents.link(desk.claims, desk.reports)
    return {one.kind: one for one in incidents.statements(desk.claims, linking, desk.reports)}


def told(desk: Desk, sentence: str, trigger: str, type_: str, published: str = "2026-03-03", **more: str) -> Claim:
    report = desk.report(f"Paper {len(desk.reports)}", published, sentence)
    return desk.tell(report, sentence, trigger, type_, **more)  # type: ignore[arg-type]


def test_a_charge_is_denied_by_whom_it_meets_without_being_named(desk: Desk) -> None:
    accuse, deny = "Critics accuse it of jailing opponents.", "The government rejects the charge."
    report = desk.report("A", "2026-03-03", "Votes were counted.", accuse, deny)
    desk.tell(report, accuse, "accuse", "ACCUSE", actor="Critics", recipient="it")
    desk.tell(report, deny, "rejects", "REJECT", actor="government")
    found = made(desk)
    assert found["deny"].answers == found["accuse"].id
    assert found["accuse"].answered_by == (found["deny"].id,)
    assert not found["accuse"].open


def test_a_charge_is_no_answer_to_a_demand(desk: Desk) -> None:
    demand, deny = "Miners demanded that it pay wages.", "The government rejects the charge."
    report = desk.report("A", "2026-03-03", demand, deny)
    desk.tell(report, demand, "demanded", "REQUEST", actor="Miners", recipient="it")
    desk.tell(report, deny, "rejects", "REJECT", actor="government")
    found = made(desk)
    assert found["deny"].answers is None
    assert found["demand"].open


def test_a_refusal_answers_the_demand_across_reports(desk: Desk) -> None:
    told(
        desk,
        "Bolivia urged Peru to reopen the Desaguadero bridge.",
        "urged",
        "REQUEST",
        actor="Bolivia",
        recipient="Peru",
    )
    told(
        desk, "Peru refused to reopen the bridge at Desaguadero.", "refused", "REJECT", "2026-03-05", actor="Peru"
    )  # fmt: skip
    found = made(desk)
    assert found["refuse"].answers == found["demand"].id


def test_an_answer_without_anything_in_common_is_none(desk: Desk) -> None:
    told(
        desk,
        "Bolivia urged Peru to reopen the Desaguadero bridge.",
        "urged",
        "REQUEST",
        actor="Bolivia",
        recipient="Peru",
    )
    told(desk, "Peru promised higher pensions by June.", "promised", "AGREE", "2026-03-05", actor="Peru")
    found = made(desk)
    assert found["promise"].answers is None
    assert found["demand"].open


def test_nobody_answers_before_or_long_after(desk: Desk) -> None:
    told(desk, "Bolivia urged Peru to reopen the bridge.", "urged", "REQUEST", actor="Bolivia", recipient="Peru")
    told(desk, "Peru refused to reopen the bridge.", "refused", "REJECT", "2026-03-01", actor="Peru")
    assert made(desk)["refuse"].answers is None
    late = Desk()
    told(late, "Bolivia urged Peru to reopen the bridge.", "urged", "REQUEST", actor="Bolivia", recipient="Peru")
    told(late, "Peru refused to reopen the bridge.", "refused", "REJECT", "2026-06-01", actor="Peru")
    assert made(late)["refuse"].answers is None


def test_one_statement_in_two_reports_keeps_both_claims(desk: Desk) -> None:
    one = told(desk, "Bolivia urged Peru to reopen the border bridge at once.", "urged", "REQUEST", actor="Bolivia")
    two = told(desk, "Bolivia asked Peru to reopen the border bridge.", "asked", "REQUEST", actor="Bolivia")
    demand = made(desk)["demand"]
    assert set(demand.claim_ids) == {one.id, two.id}
    assert len(demand.report_ids) == 2
    told(desk, "Bolivia asked Peru to extradite two bankers.", "asked", "REQUEST", actor="Bolivia")
    linking = incidents.link(desk.claims, desk.reports)
    assert len(incidents.statements(desk.claims, linking, desk.reports)) == 2


def test_a_title_and_a_pronoun_are_the_person_named_before(desk: Desk) -> None:
    first = "President Ana Silva demanded calm."
    second = "The President warned of arrests."
    third = "She condemned the raid."
    report = desk.report("A", "2026-03-03", first, second, third)
    desk.tell(report, first, "demanded", "REQUEST", actor="President Ana Silva")
    desk.tell(report, second, "warned", "THREATEN", actor="President")
    desk.tell(report, third, "condemned", "ACCUSE", mode="disapprove", actor="She")
    assert {one.by for one in made(desk).values()} == {"President Ana Silva"}


def test_a_title_of_two_persons_is_neither(desk: Desk) -> None:
    first, second = "President Ana Silva met President Rui Costa.", "The President warned of arrests."
    report = desk.report("A", "2026-03-03", first, second)
    desk.tell(report, first, "met", "CONSULT", actor="President Ana Silva", recipient="President Rui Costa")
    desk.tell(report, second, "warned", "THREATEN", actor="President")
    assert made(desk)["threaten"].by == "President"


def test_residents_who_contradict_the_police_deny_their_claim(desk: Desk) -> None:
    yes = "Police deployed patrols to Aksu on Monday, a spokesman said."
    no = "No patrols were deployed to Aksu on Monday, residents said."
    one, two = desk.report("A", "2026-03-02", yes), desk.report("B", "2026-03-03", no)
    asserted = desk.tell(
        one, yes, "deployed", "MOBILIZE", by="spokesman", actor="Police", place="Aksu", when=MONDAY
    )  # fmt: skip
    desk.tell(two, no, "deployed", "MOBILIZE", status="negated", by="residents", place="Aksu", when=MONDAY)
    deny = made(desk)["deny"]
    assert (deny.by, deny.about) == ("residents", asserted.id)


def test_talks_announced_are_a_meeting_that_is_planned(desk: Desk) -> None:
    told(
        desk,
        "Bolivia will meet Peru on Friday.",
        "meet",
        "CONSULT",
        actor="Bolivia",
        recipient="Peru",
        status="planned",
    )
    assert made(desk)["meet"].planned


def test_any_order_of_claims_gives_the_same_statements(desk: Desk) -> None:
    told(desk, "Bolivia urged Peru to reopen the bridge.", "urged", "REQUEST", actor="Bolivia", recipient="Peru")
    told(desk, "Peru refused to reopen the bridge.", "refused", "REJECT", "2026-03-05", actor="Peru")
    told(desk, "Bolivia asked Peru to reopen the bridge.", "asked", "REQUEST", "2026-03-04", actor="Bolivia")
    linking = incidents.link(desk.claims, desk.reports)
    assert incidents.statements(desk.claims, linking, desk.reports) == incidents.statements(
        desk.claims[::-1], linking, desk.reports
    )


def test_corroboration_counts_origins_and_claimants(desk: Desk) -> None:
    sentence = "A bomb in Aksu on Monday killed three miners, the army said."
    for publisher in "ABC":
        report = desk.report(publisher, "2026-03-02", sentence)
        desk.tell(report, sentence, "killed", mode="explosives", by="army", place="Aksu", when=MONDAY)
    copies = dict.fromkeys(desk.reports, next(iter(desk.reports)))
    linking = incidents.link(desk.claims, desk.reports)
    (apart,) = incidents.incidents(desk.claims, linking, desk.reports, {})
    (copied,) = incidents.incidents(desk.claims, linking, desk.reports, copies)
    assert (apart.origins, apart.claimants, len(apart.accounts)) == (3, 1, 1)
    assert (copied.origins, copied.claimants) == (1, 1)
    assert "single-origin" in {question.kind for question in copied.open_questions}
    assert "single-origin" not in {question.kind for question in apart.open_questions}
