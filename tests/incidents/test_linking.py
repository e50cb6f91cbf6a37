"""Which claims tell of one act: linking within and across reports, in any order, under people's decisions."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from panj import incidents
from panj.incidents.judgements import incident_id
from panj.model import Claim, Decision, DecisionKind, Linking, digest
from tests.incidents.desk import Desk

MONDAY = ("Monday", "2026-03-02", "2026-03-02")
THURSDAY = ("Thursday", "2026-03-05", "2026-03-05")


def together(linking: Linking, *claims: Claim) -> bool:
    """Say whether all these claims belong to one incident."""
    where = {link.claim_id: link.incident_id for link in linking.links}
    return len({where.get(claim.id) for claim in claims}) == 1 and claims[0].id in where


def attack(desk: Desk, publisher: str, published: str, place: str, when: tuple[str, str, str], dead: str) -> Claim:
    sentence = f"Gunmen killed {dead} miners in {place} on {when[0]}."
    report = desk.report(publisher, published, sentence)
    number = {"two": 2, "three": 3, "four": 4}[dead]
    return desk.tell(
        report, sentence, "killed", mode="firearms", actor="Gunmen", recipient=f"{dead} miners", place=place, when=when,
        figures={f"{dead} miners": ("killed", number, number)},
    )  # fmt: skip


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_reports_of_one_attack_are_one_incident(desk: Desk) -> None:
    one = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    other = attack(desk, "B", "2026-03-03", "Aksu", MONDAY, "three")
    assert together(incidents.link(desk.claims, desk.reports), one, other)


def test_a_raised_toll_is_still_the_same_incident(desk: Desk) -> None:
    one = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    other = attack(desk, "B", "2026-03-03", "Aksu", MONDAY, "four")
    assert together(incidents.link(desk.claims, desk.reports), one, other)


def test_the_same_place_on_another_stated_day_is_another_incident(desk: Desk) -> None:
    one = attack(desk, "A", "2026-03-06", "Aksu", MONDAY, "three")
    other = attack(desk, "B", "2026-03-10", "Aksu", ("Sunday", "2026-03-08", "2026-03-08"), "three")
    assert not together(incidents.link(desk.claims, desk.reports), one, other)


def test_another_country_on_the_same_day_is_another_incident(desk: Desk) -> None:
    one = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    other = attack(desk, "B", "2026-03-02", "Osh", MONDAY, "three")
    assert not together(incidents.link(desk.claims, desk.reports), one, other)


def test_places_far_apart_in_other_provinces_are_other_incidents(desk: Desk) -> None:
    one = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    other = attack(desk, "B", "2026-03-02", "Zhanatas", MONDAY, "three")
    assert not together(incidents.link(desk.claims, desk.reports), one, other)


def test_other_types_are_other_incidents(desk: Desk) -> None:
    first = "Gunmen killed three miners in Aksu on Monday."
    second = "Police arrested two men in Aksu on Monday."
    report = desk.report("A", "2026-03-02", first, second)
    one = desk.tell(report, first, "killed", place="Aksu", when=MONDAY)
    other = desk.tell(report, second, "arrested", "COERCE", mode="arrest", place="Aksu", when=MONDAY)
    assert not together(incidents.link(desk.claims, desk.reports), one, other)


def test_a_definite_noun_refers_back_and_another_attack_does_not(desk: Desk) -> None:
    first = "Gunmen killed three miners in Aksu on Monday."
    back = "The attack lasted an hour."
    fresh = "In a separate attack on Thursday a guard was wounded in Berel."
    report = desk.report("A", "2026-03-06", first, back, fresh)
    one = desk.tell(
        report, first, "killed", mode="firearms", actor="Gunmen", recipient="three miners", place="Aksu", when=MONDAY,
        figures={"three miners": ("killed", 3, 3)},
    )  # fmt: skip
    same = desk.tell(report, back, "attack")
    other = desk.tell(
        report, fresh, "attack", place="Berel", when=THURSDAY, recipient="a guard",
        figures={"a guard": ("injured", 1, 1)},
    )  # fmt: skip
    linking = incidents.link(desk.claims, desk.reports)
    assert together(linking, one, same)
    assert not together(linking, one, other)


def test_habits_and_plans_are_no_incidents(desk: Desk) -> None:
    habit, plan = "Bandits raid the valley every spring.", "The army will bomb their camps."
    report = desk.report("A", "2026-03-02", habit, plan)
    desk.tell(report, habit, "raid", status="generic", actor="Bandits")
    desk.tell(report, plan, "bomb", status="planned", actor="army")
    assert incidents.link(desk.claims, desk.reports).links == ()


def test_a_sum_is_no_incident_and_covers_what_it_may_contain(desk: Desk) -> None:
    one = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    far = attack(desk, "C", "2026-02-03", "Berel", ("1 February", "2026-02-01", "2026-02-01"), "two")
    sentence = "Two attacks in the past week killed five people, the mayor said."
    report = desk.report("B", "2026-03-06", sentence)
    total = desk.tell(
        report, sentence, "killed", by="mayor", when=("past week", "2026-02-27", "2026-03-06"),
        figures={"five people": ("killed", 5, 5)}, sums=True,
    )  # fmt: skip
    linking = incidents.link(desk.claims, desk.reports)
    where = {link.claim_id: link.incident_id for link in linking.links}
    assert total.id not in where
    assert dict(linking.covers) == {total.id: (where[one.id],)}
    assert where[far.id] not in dict(linking.covers)[total.id]
    (view,) = incidents.sums(desk.claims, linking, desk.reports)
    assert (view.figure.low, view.low, view.high) == (5, 5, 8)


def test_people_killed_in_two_attacks_are_a_sum(desk: Desk) -> None:
    sentence = "Five people were killed and three hurt in two attacks from the hills, the mayor said."
    report = desk.report("B", "2026-03-06", sentence)
    total = desk.tell(report, sentence, "killed", by="mayor", figures={"Five people": ("killed", 5, 5)})
    assert incidents.link(desk.claims, desk.reports).links == ()
    assert dict(incidents.link(desk.claims, desk.reports).covers) == {total.id: ()}


def test_what_goes_on_with_a_sum_in_its_sentence_is_that_sum(desk: Desk) -> None:
    sentence = "Two incidents of gunfire were counted in the past week, resulting in five deaths, the mayor said."
    report = desk.report("B", "2026-03-06", sentence)
    week = ("past week", "2026-02-27", "2026-03-06")
    first = desk.tell(report, sentence, "gunfire", by="mayor", when=week)
    then = desk.tell(
        report, sentence, "deaths", by="mayor", when=week, figures={"five deaths": ("killed", 5, 5)}
    )  # fmt: skip
    linking = incidents.link(desk.claims, desk.reports)
    assert linking.links == ()
    assert {claim_id for claim_id, _ in linking.covers} == {first.id, then.id}


def test_any_order_gives_the_same_linking(desk: Desk) -> None:
    for day, dead in (("2026-03-02", "three"), ("2026-03-03", "four"), ("2026-03-04", "two")):
        for place in ("Aksu", "Zhanatas", "Osh"):
            attack(desk, f"{place} {day}", day, place, MONDAY, dead)
    expected = incidents.link(desk.claims, desk.reports)
    assert len({link.incident_id for link in expected.links}) == 3
    order = random.Random(7)
    for _ in range(20):
        shuffled = desk.claims[:]
        order.shuffle(shuffled)
        assert incidents.link(shuffled, dict(reversed(desk.reports.items()))) == expected


def test_identifiers_come_from_the_claim_that_was_published_first(desk: Desk) -> None:
    first = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    before = incidents.link(desk.claims, desk.reports)
    attack(desk, "B", "2026-03-03", "Aksu", MONDAY, "three")
    after = incidents.link(desk.claims, desk.reports)
    assert {link.incident_id for link in before.links} == {link.incident_id for link in after.links}
    assert before.links[0].incident_id == incident_id(first.id)


def test_every_link_says_why(desk: Desk) -> None:
    attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    attack(desk, "B", "2026-03-03", "Aksu", MONDAY, "three")
    said = [incidents.explain(link) for link in incidents.link(desk.claims, desk.reports).links]
    assert any("named after it" in one for one in said)
    assert any("same place" in one and "same day" in one for one in said)


def decide(kind: DecisionKind, *subjects: str, minute: int = 0) -> Decision:
    at = dt.datetime(2026, 3, 7, 9, minute, tzinfo=dt.UTC)
    return Decision(
        id="d" + digest(kind, minute, *subjects), kind=kind, subjects=subjects, author="Mira", reason="read both",
        decided_at=at,
    )  # fmt: skip


def test_a_person_puts_together_and_keeps_apart_and_can_undo(desk: Desk) -> None:
    one = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    twin = attack(desk, "B", "2026-03-03", "Aksu", MONDAY, "three")
    other = attack(desk, "C", "2026-03-03", "Osh", MONDAY, "two")
    apart = decide("not-same", one.id, twin.id)
    assert not together(incidents.link(desk.claims, desk.reports, [apart]), one, twin)
    same = decide("same", incident_id(one.id), other.id, minute=1)
    joined = incidents.link(desk.claims, desk.reports, [same])
    assert together(joined, one, twin, other)
    assert any(link.rule == "decision" for link in joined.links)
    undo = decide("undo", same.id, minute=2)
    assert incidents.link(desk.claims, desk.reports, [same, undo]) == incidents.link(desk.claims, desk.reports)


def test_a_rejected_claim_takes_no_part_until_it_is_restored(desk: Desk) -> None:
    one = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    reject = decide("reject", one.id)
    assert incidents.link(desk.claims, desk.reports, [reject]).links == ()
    restored = [reject, decide("restore", one.id, minute=1)]
    assert len(incidents.link(desk.claims, desk.reports, restored).links) == 1
