"""The evidence beneath links: what goes together, what tells apart, which acts are compared at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from panj import incidents
from panj.incidents import discourse, features, words
from panj.incidents.blocking import Blocks, keys
from panj.incidents.clustering import Score, grouped
from panj.incidents.facts import Dossier, facts
from panj.incidents.features import Setting, compare, compare_across
from panj.incidents.weights import ACROSS, WITHIN
from panj.incidents.within import compared
from panj.model import Claim
from tests.incidents.desk import Desk
from tests.incidents.test_linking import MONDAY, attack, together


@pytest.fixture
def desk() -> Desk:
    return Desk()


NOWHERE = Setting(frozenset(), frozenset(), first=True)


def told(desk: Desk, *claims: Claim) -> Dossier:
    return Dossier.of([facts(claim, desk.reports[claim.report_id]) for claim in claims])


def names(one: Dossier, other: Dossier) -> set[str]:
    return set(compare(one, other).names)


def test_looting_in_a_raid_is_the_raid_and_an_arrest_is_not(desk: Desk) -> None:
    sentence = "Gunmen killed three miners in Aksu on Monday, looted the store and were arrested."
    report = desk.report("A", "2026-03-02", sentence)
    raid = desk.tell(
        report, sentence, "killed", actor="Gunmen", recipient="three miners", place="Aksu", when=MONDAY,
        figures={"three miners": ("killed", 3, 3)},
    )  # fmt: skip
    looting = desk.tell(report, sentence, "looted", "COERCE", mode="seize", actor="Gunmen", recipient="store")
    arrest = desk.tell(report, sentence, "arrested", "COERCE", mode="arrest", recipient="Gunmen")
    linking = incidents.link(desk.claims, desk.reports)
    assert together(linking, raid, looting)
    assert not together(linking, raid, arrest)
    views = incidents.incidents(desk.claims, linking, desk.reports, {})
    assert sorted(view.type for view in views) == ["ASSAULT", "COERCE"]


def test_what_joined_an_attack_by_its_looting_does_not_bring_arrests_along(desk: Desk) -> None:
    sentence = "They killed a guard, looted the store and were arrested."
    report = desk.report("A", "2026-03-02", sentence)
    raid = desk.tell(report, sentence, "killed")
    looting = desk.tell(report, sentence, "looted", "COERCE", mode="seize")
    arrest = desk.tell(report, sentence, "arrested", "COERCE", mode="arrest")
    assert compare(told(desk, looting), told(desk, raid)).veto is None
    assert compare(told(desk, arrest), told(desk, raid, looting)).veto == "the types differ"


def test_a_truce_declared_and_a_truce_observed_may_be_one(desk: Desk) -> None:
    sentence = "The army declared a truce, which held, and withdrew its tanks."
    report = desk.report("A", "2026-03-02", sentence)
    declared = told(desk, desk.tell(report, sentence, "declared", "CONCEDE"))
    held = told(desk, desk.tell(report, sentence, "held", "RETREAT", mode="ceasefire"))
    withdrew = told(desk, desk.tell(report, sentence, "withdrew", "RETREAT", mode="withdraw"))
    assert compare(held, declared).veto is None
    assert compare(withdrew, declared).veto == "the types differ"


def test_a_concession_is_linked_and_remains_a_statement(desk: Desk) -> None:
    sentence = "The army declared a truce in Aksu on Monday."
    report = desk.report("A", "2026-03-02", sentence)
    truce = desk.tell(report, sentence, "declared", "CONCEDE", actor="army", place="Aksu", when=MONDAY)
    assert [link.claim_id for link in incidents.link(desk.claims, desk.reports).links] == [truce.id]


def test_a_shared_province_is_not_a_shared_place(desk: Desk) -> None:
    first, second = "A bomb went off in Berel, in Northern Aksu.", "A bomb went off in Mor, in Northern Aksu."
    report = desk.report("A", "2026-03-02", first, second)
    one = told(desk, desk.tell(report, first, "went off", place="Berel, in Northern Aksu"))
    other = told(desk, desk.tell(report, second, "went off", place="Mor, in Northern Aksu"))
    assert (one.place_names, one.area_names) == (frozenset({"berel"}), frozenset({"northern", "aksu"}))
    assert "same area" in names(one, other)
    assert "same place" not in names(one, other)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Banje, in the municipality of Zubin Potok", "Banje"),
        ("port of Reni", "port of Reni"),
        ("a market in Osh", "a market in Osh"),
        ("road between Osh and Aksu (north)", "road between Osh and Aksu "),
    ],
)
def test_the_innermost_part_of_a_place_is_the_one_with_a_name(phrase: str, expected: str) -> None:
    assert words.innermost(phrase) == expected


@pytest.mark.parametrize(("trigger", "is_noun"), [("drone attack", True), ("Tuesday’s raid", True), ("killed", False)])
def test_a_noun_names_an_act_and_a_verb_tells_it(trigger: str, is_noun: bool) -> None:
    assert words.is_event_noun(trigger) is is_noun


def test_one_word_of_one_claimant_that_tells_two_acts_is_noted(desk: Desk) -> None:
    sentence = "The group said it had bombed the market and the bus."
    report = desk.report("A", "2026-03-02", sentence)
    market = desk.tell(report, sentence, "bombed", by="group", recipient="market", mode="explosives")
    bus = desk.tell(report, sentence, "bombed", by="group", recipient="bus", mode="explosives")
    assert market.mention.trigger == bus.mention.trigger
    ((_, found),) = compared(facts(bus, report), [told(desk, market)])
    assert "two acts in one word" in found.names


def test_reports_are_compared_where_acts_share_a_place_or_a_day_in_a_country(desk: Desk) -> None:
    sentences = [f"Gunmen killed two miners{where} on Monday." for where in (" in Aksu", " in Zhanatas", " in Osh", "")]
    blocks, asked = Blocks(), {}
    for place, sentence in zip(("Aksu", "Zhanatas", "Osh", None), sentences, strict=True):
        report = desk.report(str(place), "2026-03-02", sentence)
        claim = desk.tell(report, sentence, "killed", recipient="two miners", place=place, when=MONDAY)
        found_under, asked[str(place)] = keys([told(desk, claim)], NOWHERE)
        blocks.add(str(place), found_under)
    assert blocks.near(asked["Aksu"]) == {"Aksu", "Zhanatas"}  # Kazakhstan on Monday
    assert blocks.near(asked["Osh"]) == {"Osh"}
    assert blocks.near(asked["None"]) == set()
    later = "Gunmen killed a guard in Aksu."
    for days, expected in ((20, {"Aksu"}), (90, set())):
        published = dt.date(2026, 3, 2) + dt.timedelta(days=days)
        report = desk.report(f"later {days}", published.isoformat(), later)
        claim = desk.tell(report, later, "killed", place="Aksu", when=None)
        assert blocks.near(keys([told(desk, claim)], NOWHERE)[1]) & {"Aksu"} <= expected


def test_blocking_is_symmetric(desk: Desk) -> None:
    made = []
    for day in range(2, 30, 3):
        for place in ("Aksu", "Osh", None):
            sentence = f"Gunmen raided a market{' in ' + place if place else ''}."
            report = desk.report(f"{place} {day}", f"2026-03-{day:02}", sentence)
            claim = desk.tell(report, sentence, "raided", recipient="market", place=place)
            setting = Setting(frozenset(), frozenset({"KAZ"}), first=True)
            made.append(tuple(map(set, keys([told(desk, claim)], setting))))
    for found, asked in made:
        for other_found, other_asked in made:
            assert bool(asked & other_found) == bool(other_asked & found)


def groups(scores: dict[tuple[int, int], Score], size: int) -> list[list[int]]:
    return grouped(size, lambda one, other: (scores[one, other], 1.0))


def test_a_weak_chain_puts_nothing_together() -> None:
    scores: dict[tuple[int, int], Score] = {(0, 1): 3.0, (1, 2): 0.4, (0, 2): -4.0}
    assert groups(scores, 3) == [[0, 1], [2]]


def test_what_is_surest_comes_first_and_a_veto_holds_for_the_whole_group() -> None:
    scores: dict[tuple[int, int], Score] = {(0, 1): 1.0, (0, 2): 5.0, (1, 2): None}
    assert groups(scores, 3) == [[0, 2], [1]]
    free: dict[tuple[int, int], Score] = {**scores, (1, 2): 0.5}
    assert groups(free, 3) == [[0, 1, 2]]


def test_a_comparison_across_reports_has_the_same_features_either_way_round(desk: Desk) -> None:
    monday = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    later = "The raid on the miners in Aksu, in which Gunmen looted a store, killed four."
    report = desk.report("B", "2026-03-04", later)
    raid = desk.tell(report, later, "raid", recipient="miners", place="Aksu", figures={"four": ("killed", 4, 4)})
    here, there = told(desk, monday), told(desk, raid)
    first, second = Setting(here.said_names, here.countries, True), Setting(there.said_names, there.countries, False)
    one, other = compare_across(here, there, first, second), compare_across(there, here, second, first)
    assert sorted(one.names) == sorted(other.names)
    assert {"same place", "same recipient", "figures differ"} <= set(one.names)


def test_values_of_features_are_words(desk: Desk) -> None:
    one = told(desk, attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three"))
    other = told(desk, attack(desk, "B", "2026-03-03", "Aksu", MONDAY, "four"))
    said = dict(compare(one, other).features)
    assert said["same place"] == "aksu"
    assert said["same day"] == "2026-03-02 / 2026-03-02"
    assert said["figures differ"] == "killed 3 / 4"


@pytest.mark.parametrize(
    ("sentence", "one", "other", "expected"),
    [
        ("Troops stormed a camp two days after a clinic was hit.", "stormed", "hit", "another time in between"),
        ("Police arrested three men in connection with the bombing.", "arrested", "bombing", "told as cause or sequel"),
        ("Two men died in the fighting.", "died", "fighting", "told within"),
        ("Gunmen shot a guard and burned his hut.", "shot", "burned", "joined by a conjunction"),
        ("Gunmen shot a guard, burning his hut.", "shot", "burning", None),
    ],
)
def test_a_sentence_leads_from_one_act_to_the_next(sentence: str, one: str, other: str, expected: str | None) -> None:
    assert discourse.between(sentence, sentence.index(one) + len(one), sentence.index(other)) == expected


def test_who_was_hit_and_then_hit_back_changes_roles(desk: Desk) -> None:
    first, second = "Police fired tear gas at the students.", "The students hurt two police."
    report = desk.report("A", "2026-03-02", first, second)
    one = told(desk, desk.tell(report, first, "fired", actor="Police", recipient="students"))
    other = told(desk, desk.tell(report, second, "hurt", actor="students", recipient="police"))
    assert "roles reversed" in names(one, other)


def test_weights_name_only_features_that_exist(desk: Desk) -> None:
    source = "".join(Path(str(one.__file__)).read_text(encoding="utf-8") for one in (features, discourse))
    stems = {name.removeprefix("kind ").removesuffix(", just before") for name in (*WITHIN, *ACROSS)}
    types = {"AID", "ASSAULT", "COERCE", "CONCEDE", "COOPERATE", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION"}
    assert {stem for stem in stems - types if stem not in source} == set()
