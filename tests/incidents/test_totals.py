"""Totals over selections: bounds against enumeration, what holds them, what clashes, what belongs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panj import incidents
from panj.incidents.aggregation import Rule
from panj.incidents.answers import Total
from panj.incidents.selection import Selection
from panj.model import FigureClaim, FigureView, Incident, Interval, Place, Span, Sum
from tests.incidents.desk import Desk
from tests.incidents.test_reconciling import CAP, enumerated

WORDS = Span(start=0, end=1, text="x")
MONDAY = ("Monday", "2026-03-02", "2026-03-02")
WEEK = ("this week", "2026-03-02", "2026-03-08")


def figure(name: str, claimant: str, low: int | None, high: int | None, *, subset: bool = False) -> FigureClaim:
    return FigureClaim(
        value_id=f"m{name}.fig0", claimant=claimant, claimant_key=claimant, outcome="killed", low=low, high=high,
        words="", said_on=dt.date(2026, 3, 9), report_ids=(f"r{name}",), subset=subset,
    )  # fmt: skip


def incident(
    name: str, claims: Sequence[FigureClaim], *, days: tuple[str, str] | None = None, places: tuple[Place, ...] = ()
) -> Incident:
    when = None
    if days:
        first, last = (dt.date.fromisoformat(day) for day in days)
        when = Interval(valid_from=first, valid_to=last, granularity="range", rule="test")
    view = FigureView(outcome="killed", low=None, best=None, high=None, rule="", claims=tuple(claims))
    return Incident(
        id=name, type="ASSAULT", claim_ids=(), report_ids=(), when=when, place=places[0] if places else None,
        places=places, figures=(view,),
    )  # fmt: skip


def place(country: str | None, admin1: str | None = None, name: str = "there") -> Place:
    return Place(name=name, words=WORDS, rule="test", country=country, admin1=admin1)


def total(
    some: Sequence[Incident], sums: Sequence[Sum] = (), selection: Selection | None = None,
    rule: Rule = "most-supported",
) -> Total:  # fmt: skip
    return incidents.total("killed", selection or Selection(), some, sums, {}, {}, {}, rule)


numbers = st.tuples(st.integers(0, 3), st.integers(0, 1), st.booleans())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(numbers, min_size=1, max_size=3), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(1, 5), st.sets(st.integers(0, 2)), st.none() | st.integers(1, 2)), max_size=1),
)
def test_the_bounds_are_those_of_every_reading(
    drawn: list[list[tuple[int, int, bool]]], summed: list[tuple[int, set[int], int | None]]
) -> None:
    """An incident takes a value of an agreement; a sum counts any people, of as many incidents as it has acts."""
    some = []
    for n, claims in enumerate(drawn):
        # The first claim is a total, so that an incident always has an upper end in some agreement.
        made = [
            figure(f"{n}{k}", f"c{k}", low, low + more, subset=part and k > 0)
            for k, (low, more, part) in enumerate(claims)
        ]
        some.append(incident(f"i{n}", made))
    covered = {n for n, _ in enumerate(some)}
    sums = [
        Sum(
            claim_id=f"ms{n}", figure=figure(f"s{n}", "office", number, number), over=None,
            covers=tuple(f"i{k}" for k in sorted(covers & covered)), low=None, high=None, rule="", acts=acts,
        )
        for n, (number, covers, acts) in enumerate(summed)
    ]  # fmt: skip
    values = [sorted(set().union(*enumerated(list(one.figures[0].claims)))) for one in some]
    lows, highs = [], []
    for people in product(*values):
        told = sum(people)
        fewest, most = told, told
        for one in sums:
            assert one.figure.low is not None
            greatest = sorted((people[int(key[1:])] for key in one.covers), reverse=True)[: one.acts]
            fewest += max(0, one.figure.low - sum(greatest))
            most += one.figure.low
        lows.append(fewest)
        highs.append(most)
    found = total(some, sums)
    assert found.low == min(lows)
    if found.high is None:
        assert any(CAP in some_values for some_values in values)
    else:
        assert found.high == max(highs)


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_makes_no_difference(random: object) -> None:
    some = [
        incident("i0", [figure("a", "army", 3, 3), figure("b", "hospital", 5, 5)]),
        incident("i1", [figure("c", "army", 2, None)]),
        incident("i2", [figure("d", "press", 4, 4)]),
    ]
    sums = [
        Sum(claim_id=f"ms{n}", figure=figure(f"s{n}", by, n, n), over=None, covers=covers, low=None, high=None, rule="")
        for n, by, covers in ((6, "office", ("i0", "i2")), (7, "police", ("i1",)))
    ]
    before = total(some, sums)
    for copy in (some, sums):
        random.shuffle(copy)  # type: ignore[attr-defined]
    after = total(some, sums)
    assert {**_dict(after), "sums": sorted(after.sums)} == {**_dict(before), "sums": sorted(before.sums)}


def _dict(one: Total) -> Mapping[str, object]:
    return {name: getattr(one, name) for name in one.__struct_fields__}


def seed(desk: Desk) -> None:
    attack = "Raiders killed three miners in Aksu on Monday, the ministry said."
    week = "Five people died in two attacks in Kazakhstan this week, the presidency said."
    silent = "It did not say who the five people who were killed are."
    desk.tell(
        desk.report("A", "2026-03-03", attack), attack, "killed", by="ministry", recipient="miners", place="Aksu",
        when=MONDAY, figures={"three miners": ("killed", 3, 3)},
    )  # fmt: skip
    report = desk.report("B", "2026-03-08", week, silent)
    desk.tell(
        report, week, "died", by="presidency", place="Kazakhstan", when=WEEK, sums=True,
        figures={"Five people": ("killed", 5, 5)},
    )  # fmt: skip
    desk.tell(report, silent, "killed", figures={"five people": ("killed", 5, 5)})


def asked(desk: Desk, selection: Selection, rule: Rule = "most-supported") -> Total:
    linking = incidents.link(desk.claims, desk.reports)
    claims = {one.id: one for one in desk.claims}
    return incidents.total(
        "killed", selection, incidents.incidents(desk.claims, linking, desk.reports, {}, (), rule),
        incidents.sums(desk.claims, linking, desk.reports), claims, desk.reports, {}, rule,
    )  # fmt: skip


def test_the_seeds_week_is_five_to_eight() -> None:
    desk = Desk()
    seed(desk)
    week = Selection(since=dt.date(2026, 3, 2), until=dt.date(2026, 3, 8))
    found = asked(desk, week)
    assert (found.low, found.best, found.high, found.at_most) == (5, None, 8, 8)
    assert (len(found.incident_ids), len(found.sums)) == (1, 1)
    assert [(one.words, one.without) for one in found.low_by] == [("5 killed, says presidency", 3)]
    assert {(one.words, one.without) for one in found.high_by} == {
        ("5 killed, says presidency", 3), ("3 killed, says ministry", 5),
    }  # fmt: skip
    (question,) = found.unsettled
    assert question.answers == (("yes", 5, 5), ("no", 8, 8))
    assert "3 killed" in question.question
    assert asked(desk, week, "conservative").best == 5
    assert asked(desk, week, "informative").best == 8
    (alone,) = [asked(desk, Selection(claimants=("ministry",)))]
    assert (alone.low, alone.high, alone.sums) == (3, 3, ())


def test_a_sum_contains_what_its_own_claimant_had_told() -> None:
    desk = Desk()
    one = "Raiders killed three miners in Aksu on Monday, the presidency said."
    two = "Five people died in two attacks in Kazakhstan this week, the presidency said."
    desk.tell(
        desk.report("A", "2026-03-03", one), one, "killed", by="presidency", recipient="miners", place="Aksu",
        when=MONDAY, figures={"three miners": ("killed", 3, 3)},
    )  # fmt: skip
    desk.tell(
        desk.report("B", "2026-03-08", two), two, "died", by="presidency", when=WEEK, sums=True,
        figures={"Five people": ("killed", 5, 5)},
    )  # fmt: skip
    found = asked(desk, Selection())
    assert (found.low, found.high) == (5, 5)
    (made,) = incidents.sums(desk.claims, incidents.link(desk.claims, desk.reports), desk.reports)
    assert (made.acts, made.low, made.high, len(made.contains)) == (2, 5, 5, 1)


def test_a_later_sum_supersedes_the_claimants_own_and_anothers_is_for_the_same_acts() -> None:
    desk = Desk()
    for day, who, number, words in (
        ("08", "presidency", 5, "Five"),
        ("09", "presidency", 6, "Six"),
        ("09", "police", 9, "Nine"),
    ):
        text = f"{words} people died in two attacks in Kazakhstan this week, the {who} said."
        desk.tell(
            desk.report(f"{who}{day}", f"2026-03-{day}", text), text, "died", by=who, when=WEEK, sums=True,
            figures={f"{words} people": ("killed", number, number)},
        )  # fmt: skip
    made = incidents.sums(desk.claims, incidents.link(desk.claims, desk.reports), desk.reports)
    assert [(one.figure.low, one.figure.superseded, bool(one.same_as)) for one in made if one.figure.low != 9] == [
        (5, True, False), (6, False, True),
    ]  # fmt: skip
    found = asked(desk, Selection())
    assert (found.low, found.high) == (6, 9)
    assert len(found.contradictions) == 1
    assert found.contradictions[0].incident_id is None


def test_claims_that_clash_are_named_with_the_bounds_of_each() -> None:
    one = incident("i0", [figure("a", "army", 3, 3), figure("b", "hospital", 5, 5), figure("c", "press", 5, None)])
    found = total([one, incident("i1", [figure("d", "army", 2, 2)])])
    assert (found.low, found.high) == (5, 7)
    (clash,) = found.contradictions
    assert {side[0] for side in clash.sides} == {"army", "hospital", "press"}
    (question,) = found.unsettled
    assert question.question == "Which number of killed in i0 holds?"
    assert [answer[1:] for answer in question.answers] == [(5, 5), (7, 7)]


def test_a_sum_smaller_than_what_its_claimant_told_clashes_with_it() -> None:
    one = incident("i0", [figure("a", "army", 7, 7)])
    week = Sum(
        claim_id="ms", figure=figure("s", "army", 5, 5), over=None, covers=("i0",), low=None, high=None, rule="",
        contains=("i0",),
    )  # fmt: skip
    found = total([one], [week])
    assert (found.low, found.high) == (7, 12)
    assert {side[2] for side in found.contradictions[0].sides} == {"ma.fig0", "ms.fig0"}


def test_the_greatest_holds_come_first_and_an_open_end_names_who_opens_it() -> None:
    some = [incident(f"i{n}", [figure(str(n), "army", n, n)]) for n in range(1, 8)]
    found = total(some)
    assert (found.low, found.best, found.high) == (28, 28, 28)
    assert [(one.incident_id, one.without) for one in found.low_by] == [("i7", 21), ("i6", 22), ("i5", 23)]
    opened = total([*some, incident("i8", [figure("8", "press", 2, None)])])
    assert (opened.low, opened.high) == (30, None)
    assert [(one.incident_id, one.without) for one in opened.high_by] == [("i8", 28)]


@pytest.mark.parametrize(
    ("days", "places", "expected"),
    [
        (("2026-03-03", "2026-03-03"), (place("KAZ", "Northern"),), "in"),
        (("2026-03-01", "2026-03-01"), (place("KAZ", "Northern"),), "out"),
        (("2026-03-01", "2026-03-31"), (place("KAZ", "Northern"),), "beyond"),
        (("2026-03-01", "2026-03-09"), (place("KAZ", "Northern"),), "in"),
        (None, (place("KAZ", "Northern"),), "unknown"),
        (("2026-03-03", "2026-03-03"), (place("KGZ"),), "out"),
        (("2026-03-03", "2026-03-03"), (place("KAZ", "Southern"),), "out"),
        (("2026-03-03", "2026-03-03"), (place("KAZ"),), "beyond"),
        (("2026-03-03", "2026-03-03"), (place("KGZ", "Osh"), place("KAZ", "Northern")), "beyond"),
        (("2026-03-03", "2026-03-03"), (place(None),), "unknown"),
    ],
)
def test_what_belongs(days: tuple[str, str] | None, places: tuple[Place, ...], expected: str) -> None:
    selection = Selection(
        since=dt.date(2026, 3, 2), until=dt.date(2026, 3, 8), country="KAZ", admin1="Northern Province"
    )
    one = incident("i0", [figure("a", "army", 3, 4)], days=days, places=places)
    assert selection.belonging(one.when, one.places)[0] == expected
    found = total([one], selection=selection)
    assert (found.low, found.high) == ((3, 4) if expected == "in" else (0, 0))
    assert found.at_most == (4 if expected in ("in", "beyond") else 0)
    assert found.left_out == (("i0",) if expected == "unknown" else ())


def test_people_of_a_group() -> None:
    desk = Desk()
    text = "A bomb in Aksu on Monday killed nine people, including two children."
    desk.tell(
        desk.report("A", "2026-03-03", text), text, "killed", place="Aksu", when=MONDAY,
        figures={"nine people": ("killed", 9, 9), "two children": ("killed", 2, 2)},
    )  # fmt: skip
    found = asked(desk, Selection(group="child"))
    assert (found.low, found.high, found.beyond) == (2, 2, ())
    everybody = asked(desk, Selection())
    assert (everybody.low, everybody.high) == (9, 9)
    soldiers = asked(desk, Selection(group="soldiers"))
    assert (soldiers.low, soldiers.high, soldiers.at_most) == (0, 0, 9)
    assert [one.reason for one in soldiers.beyond] == ["nobody says whether they are of those asked for"]


def test_what_nobody_gives_a_number_for_is_named() -> None:
    found = total([incident("i0", []), incident("i1", [figure("a", "army", 3, 3)])])
    assert (found.low, found.silent, found.incident_ids) == (3, ("i0",), ("i1",))
