"""What is computed over an incident: figures by claimant, accounts, disagreements, open questions, statements."""

from __future__ import annotations

import pytest

from panj import incidents
from panj.model import Incident
from tests.incidents.desk import Desk

MONDAY = ("Monday", "2026-03-02", "2026-03-02")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def views(desk: Desk, origins: dict[str, str] | None = None) -> tuple[Incident, ...]:
    linking = incidents.link(desk.claims, desk.reports)
    return incidents.incidents(desk.claims, linking, desk.reports, origins or {})


def toll(desk: Desk, publisher: str, published: str, by: str | None, words: str, low: int, high: int | None) -> None:
    tail = f", the {by} said" if by else ""
    sentence = f"A bomb in Aksu on Monday killed {words}{tail}."
    report = desk.report(publisher, published, sentence)
    desk.tell(
        report, sentence, "killed", mode="explosives", by=by, place="Aksu", when=MONDAY,
        figures={words: ("killed", low, high)},
    )  # fmt: skip


def test_every_claimants_figure_is_kept_and_the_rule_is_named(desk: Desk) -> None:
    toll(desk, "A", "2026-03-02", "army", "three people", 3, 3)
    toll(desk, "B", "2026-03-03", "hospital", "five people", 5, 5)
    toll(desk, "C", "2026-03-03", "hospital", "five people", 5, 5)
    (one,) = views(desk)
    (killed,) = one.figures
    assert (killed.low, killed.best, killed.high, killed.rule) == (3, 5, 5, "most-supported")
    assert {(claim.claimant, claim.low) for claim in killed.claims} == {("army", 3), ("hospital", 5)}
    assert [found.field for found in one.disagreements] == ["killed"]
    assert one.claimants == 2


def test_copies_of_one_report_support_a_figure_once(desk: Desk) -> None:
    toll(desk, "A", "2026-03-02", "army", "three people", 3, 3)
    for publisher in "BCD":
        toll(desk, publisher, "2026-03-03", "hospital", "five people", 5, 5)
    hospital = [report.id for report in desk.reports.values() if report.publisher != "A"]
    (one,) = views(desk, dict.fromkeys(hospital, hospital[0]))
    assert one.origins == 2


def test_a_later_toll_supersedes_only_the_claimants_own(desk: Desk) -> None:
    toll(desk, "A", "2026-03-02", "army", "three people", 3, 3)
    toll(desk, "B", "2026-03-02", "hospital", "four people", 4, 4)
    toll(desk, "A", "2026-03-05", "army", "six people", 6, 6)
    (one,) = views(desk)
    (killed,) = one.figures
    assert {(claim.low, claim.superseded) for claim in killed.claims} == {(3, True), (4, False), (6, False)}
    assert (killed.low, killed.high) == (4, 6)


def test_a_part_is_not_a_total(desk: Desk) -> None:
    sentence = "A bomb in Aksu on Monday killed nine people, including two children."
    report = desk.report("A", "2026-03-02", sentence)
    desk.tell(
        report, sentence, "killed", place="Aksu", when=MONDAY,
        figures={"nine people": ("killed", 9, 9), "two children": ("killed", 2, 2)},
    )  # fmt: skip
    (one,) = views(desk)
    (killed,) = one.figures
    assert (killed.low, killed.high) == (9, 9)
    assert [claim.words for claim in killed.claims if claim.subset] == ["two children"]


def test_parts_alone_are_a_lower_bound(desk: Desk) -> None:
    sentence = "A bomb in Aksu on Monday hurt a crowd, 37 of them badly."
    report = desk.report("A", "2026-03-02", sentence)
    desk.tell(report, sentence, "hurt", place="Aksu", when=MONDAY, figures={"37 of them": ("injured", 37, 37)})
    (hurt,) = views(desk)[0].figures
    assert (hurt.low, hurt.best, hurt.high, hurt.rule) == (37, None, None, "parts-only")


def test_parts_that_are_joined_add_up(desk: Desk) -> None:
    sentence = "A bomb in Aksu on Monday killed two nurses and three drivers."
    report = desk.report("A", "2026-03-02", sentence)
    desk.tell(
        report, sentence, "killed", place="Aksu", when=MONDAY,
        figures={"two nurses": ("killed", 2, 2), "three drivers": ("killed", 3, 3)},
    )  # fmt: skip
    (killed,) = views(desk)[0].figures
    assert (killed.low, killed.high) == (5, 5)


def test_at_least_five_and_seven_hold_together(desk: Desk) -> None:
    toll(desk, "A", "2026-03-02", "army", "seven people", 7, 7)
    toll(desk, "B", "2026-03-02", "hospital", "five people", 5, None)
    assert [(view.low, view.high) for view in views(desk)[0].figures] == [(7, 7)]


def test_at_least_opens_the_upper_end_above_what_others_say(desk: Desk) -> None:
    toll(desk, "A", "2026-03-02", "army", "seven people", 7, 7)
    toll(desk, "B", "2026-03-02", "hospital", "nine people", 9, None)
    assert [(view.low, view.high) for view in views(desk)[0].figures] == [(7, None)]


def test_an_actor_named_by_one_party_is_alleged_and_a_denial_is_kept(desk: Desk) -> None:
    accused = "Rebels killed three miners in Aksu on Monday, the army said."
    denied = "Rebels did not attack Aksu on Monday, a commander said."
    one = desk.report("A", "2026-03-02", accused)
    two = desk.report("B", "2026-03-03", denied)
    desk.tell(
        one, accused, "killed", by="army", actor="Rebels", place="Aksu", when=MONDAY,
        figures={"three miners": ("killed", 3, 3)},
    )  # fmt: skip
    desk.tell(two, denied, "attack", status="negated", by="commander", actor="Rebels", place="Aksu", when=MONDAY)
    (incident,) = views(desk)
    assert incident.actors == ()
    assert [(party.name, by) for party, by in incident.actors_alleged] == [("Rebels", "army")]
    assert incident.denied_by == ("commander",)
    assert "happened" in {found.field for found in incident.disagreements}


def test_open_questions_name_what_nobody_says(desk: Desk) -> None:
    toll(desk, "A", "2026-03-02", None, "three people", 3, 3)
    kinds = {question.kind for question in views(desk)[0].open_questions}
    assert {"perpetrator", "single-origin"} <= kinds
    assert "day" not in kinds


def test_a_promise_answers_the_demand_and_a_denial_the_accusation(desk: Desk) -> None:
    demand = "China urged Kazakhstan on Monday to protect miners."
    promise = "Kazakhstan promised China better patrols."
    accuse = "Kazakhstan accused Kyrgyzstan of hiding the raiders."
    deny = "Kyrgyzstan rejected the accusation."
    report = desk.report("A", "2026-03-03", demand, promise, accuse, deny)
    desk.tell(report, demand, "urged", "REQUEST", actor="China", recipient="Kazakhstan", when=MONDAY)
    desk.tell(report, promise, "promised", "AGREE", actor="Kazakhstan", recipient="China")
    desk.tell(report, accuse, "accused", "ACCUSE", mode="allege", actor="Kazakhstan", recipient="Kyrgyzstan")
    desk.tell(report, deny, "rejected", "REJECT", actor="Kyrgyzstan")
    linking = incidents.link(desk.claims, desk.reports)
    found = {one.kind: one for one in incidents.statements(desk.claims, linking, desk.reports)}
    assert found["demand"].answered_by == (found["promise"].id,)
    assert found["deny"].answers == found["accuse"].id
    assert found["demand"].what == "urged Kazakhstan on Monday to protect miners"


def test_a_claim_of_responsibility_is_a_statement(desk: Desk) -> None:
    sentence = "The Front said it killed three miners in Aksu on Monday."
    report = desk.report("A", "2026-03-03", sentence)
    desk.tell(
        report, sentence, "killed", by="Front", actor="it", place="Aksu", when=MONDAY,
        figures={"three miners": ("killed", 3, 3)},
    )  # fmt: skip
    linking = incidents.link(desk.claims, desk.reports)
    (one,) = incidents.statements(desk.claims, linking, desk.reports)
    assert (one.kind, one.by) == ("claim", "Front")
    assert one.incident_id == linking.links[0].incident_id
