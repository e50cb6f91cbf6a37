"""Linking as reports come: in any order and any batches the same incidents, and only what looks alike is touched."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from panj import incidents
from panj.incidents.judgements import incident_id
from panj.incidents.linker import Linker
from panj.model import Claim, Decision, Linking
from tests.incidents.desk import Desk
from tests.incidents.test_linking import MONDAY, THURSDAY, attack, decide

PLACES = ("Aksu", "Berel", "Zhanatas", "Osh")
NUMBERS = {"two": 2, "three": 3, "four": 4}
DAYS = {2: MONDAY, 5: THURSDAY, 8: ("Sunday", "2026-03-08", "2026-03-08")}


def newsroom(seed: int, reports: int) -> Desk:
    """Return reports of a week in which places, days and tolls repeat, with acts that lean on the ones before."""
    desk, chance = Desk(), random.Random(seed)
    for number in range(reports):
        place, day, dead = chance.choice(PLACES), chance.choice(sorted(DAYS)), chance.choice(sorted(NUMBERS))
        where = f" in {place}" if chance.random() < 0.8 else ""
        when = DAYS[day] if chance.random() < 0.8 else None
        first = f"Gunmen killed {dead} miners{where}{' on ' + when[0] if when else ''}."
        others = chance.sample(
            ("The attack lasted an hour.", "Police arrested two suspects.", "In a separate attack a guard was wounded.",
             "Two attacks in the past week killed five people."), chance.randint(0, 3),
        )  # fmt: skip
        report = desk.report(f"{number}", f"2026-03-{day + chance.randint(0, 4):02}", first, *others)
        desk.tell(
            report, first, "killed", actor="Gunmen", recipient=f"{dead} miners", place=place if where else None,
            when=when, figures={f"{dead} miners": ("killed", NUMBERS[dead], NUMBERS[dead])},
        )  # fmt: skip
        for one in others:
            if one.startswith("Police"):
                desk.tell(report, one, "arrested", "COERCE", mode="arrest", recipient="two suspects")
            elif one.startswith("Two"):
                desk.tell(
                    report, one, "killed", when=("past week", "2026-03-01", "2026-03-08"),
                    figures={"five people": ("killed", 5, 5)}, sums=True,
                )  # fmt: skip
            else:
                desk.tell(report, one, "attack")
    return desk


def claims_of(desk: Desk, report_id: str) -> list[Claim]:
    return [claim for claim in desk.claims if claim.report_id == report_id]


def put(linker: Linker, desk: Desk, report_ids: Sequence[str]) -> None:
    for report_id in report_ids:
        linker.put(report_id, claims_of(desk, report_id), desk.reports[report_id])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False), batch=st.integers(1, 9))
def test_any_order_in_any_batches_gives_the_same_links(seed: int, order: random.Random, batch: int) -> None:
    desk = newsroom(seed, 18)
    expected = incidents.link(desk.claims, desk.reports)
    ids = sorted(desk.reports)
    order.shuffle(ids)
    linker = Linker()
    for start in range(0, len(ids), batch):
        put(linker, desk, ids[start : start + batch])
        linker.settle()
    assert linker.linking() == expected


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_what_came_and_went_leaves_no_trace(seed: int, order: random.Random) -> None:
    desk = newsroom(seed, 14)
    ids = sorted(desk.reports)
    order.shuffle(ids)
    linker = Linker()
    put(linker, desk, ids)
    linker.settle()
    gone, kept = ids[:5], ids[5:]
    for report_id in gone[:3]:
        linker.drop(report_id)
    linker.settle()
    for report_id in gone[3:]:
        linker.drop(report_id)
    left = [claim for claim in desk.claims if claim.report_id in kept]
    assert linker.linking() == incidents.link(left, desk.reports)
    put(linker, desk, gone)
    assert linker.linking() == incidents.link(desk.claims, desk.reports)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_decisions_come_at_any_time_and_can_be_undone(seed: int, order: random.Random) -> None:
    desk = newsroom(seed, 12)
    plain = incidents.link(desk.claims, desk.reports)
    linked = [link.claim_id for link in plain.links]
    taken: list[Decision] = []
    for minute, kind in enumerate(("same", "not-same", "same", "reject")):
        subjects = order.sample(linked, 1 if kind == "reject" else 2)
        if kind == "same":
            subjects[0] = incident_id(subjects[0])
        taken.append(decide(kind, *subjects, minute=minute))  # type: ignore[arg-type]
    linker = Linker()
    ids = sorted(desk.reports)
    order.shuffle(ids)
    put(linker, desk, ids[:6])
    linker.settle()
    linker.decide(taken[:2])
    linker.settle()
    put(linker, desk, ids[6:])
    linker.decide(taken)
    assert linker.linking() == incidents.link(desk.claims, desk.reports, taken)
    linker.decide([*taken, *(decide("undo", one.id, minute=9) for one in taken)])
    assert linker.linking() == plain


def test_a_report_touches_only_what_looks_like_it() -> None:
    desk = Desk()
    for place in PLACES:
        attack(desk, place, "2026-03-02", place, MONDAY, "three")
    linker = Linker()
    put(linker, desk, sorted(desk.reports))
    before = linker.linking()
    compared = linker.compared
    assert compared <= len(PLACES) * (len(PLACES) - 1) // 2
    new = attack(desk, "B", "2026-03-03", "Osh", MONDAY, "three")
    put(linker, desk, [new.report_id])
    touched = linker.settle()
    old = {claim.id for claim in desk.claims if claim.places[0].name == "Osh"}
    assert touched == old
    assert linker.compared - compared <= len(PLACES)
    after = linker.linking()
    assert [link for link in after.links if link.claim_id not in old] == [
        link for link in before.links if link.claim_id not in old
    ]


def test_a_changed_reading_takes_the_place_of_the_one_before() -> None:
    desk = Desk()
    one = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    twin = attack(desk, "B", "2026-03-03", "Aksu", MONDAY, "three")
    linker = Linker()
    put(linker, desk, sorted(desk.reports))
    assert len({link.incident_id for link in linker.linking().links}) == 1
    linker.put(twin.report_id, [], desk.reports[twin.report_id])
    assert [link.claim_id for link in linker.linking().links] == [one.id]


@pytest.mark.parametrize("seed", range(3))
def test_every_link_has_a_reason_that_is_not_empty(seed: int) -> None:
    desk = newsroom(seed, 15)
    linking: Linking = incidents.link(desk.claims, desk.reports)
    for link in linking.links:
        assert link.rule == "seed" or link.features, link
        said = incidents.explain(link)
        assert link.rule == "seed" or "or it: " in said or "gainst it: " in said, said
