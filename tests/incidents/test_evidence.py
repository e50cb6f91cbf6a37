"""The evidence beneath links: what goes together, what tells apart, which acts are compared at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from panj import incidents
from panj.incidents import features, words
from panj.incidents.blocking import Blocks
from panj.incidents.clustering import Archive, incidents_of_acts
from panj.incidents.facts import Dossier, facts
from panj.incidents.features import compare
from panj.incidents.judgements import constraints
from panj.incidents.weights import ACROSS, WITHIN
from panj.incidents.within import Told, compared
from panj.model import Claim
from tests.incidents.desk import Desk
from tests.incidents.test_linking import MONDAY, THURSDAY, attack, together


@pytest.fixture
def desk() -> Desk:
    return Desk()


def told(desk: Desk, *claims: Claim) -> Told:
    return Told(Dossier.of([facts(claim, desk.reports[claim.report_id]) for claim in claims]), {}, False)


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
    assert compare(told(desk, looting).dossier, told(desk, raid).dossier).veto is None
    assert compare(told(desk, arrest).dossier, told(desk, raid, looting).dossier).veto == "the types differ"


def test_a_truce_declared_and_a_truce_observed_may_be_one(desk: Desk) -> None:
    sentence = "The army declared a truce, which held, and withdrew its tanks."
    report = desk.report("A", "2026-03-02", sentence)
    declared = told(desk, desk.tell(report, sentence, "declared", "CONCEDE")).dossier
    held = told(desk, desk.tell(report, sentence, "held", "RETREAT", mode="ceasefire")).dossier
    withdrew = told(desk, desk.tell(report, sentence, "withdrew", "RETREAT", mode="withdraw")).dossier
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
    one = told(desk, desk.tell(report, first, "went off", place="Berel, in Northern Aksu")).dossier
    other = told(desk, desk.tell(report, second, "went off", place="Mor, in Northern Aksu")).dossier
    assert (one.place_names, one.area_names) == ({"berel"}, {"northern", "aksu"})
    names = {name for name, _ in compare(one, other).features}
    assert "same area" in names
    assert "same place" not in names


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
    ((_, found),) = compared(facts(bus, report), [told(desk, market).dossier])
    assert "two acts in one word" in {name for name, _ in found.features}


def test_an_act_without_a_country_meets_those_with_one_and_two_countries_do_not_meet(desk: Desk) -> None:
    sentences = [f"Gunmen killed two miners{where} on Monday." for where in (" in Aksu", " in Osh", "")]
    report = desk.report("A", "2026-03-02", *sentences)
    aksu = desk.tell(report, sentences[0], "killed", place="Aksu", when=MONDAY)
    osh = desk.tell(report, sentences[1], "killed", place="Osh", when=MONDAY)
    nowhere = desk.tell(report, sentences[2], "killed", when=MONDAY)
    blocks = Blocks()
    for number, claim in enumerate((aksu, osh, nowhere)):
        blocks.add(number, told(desk, claim).dossier)
    assert blocks.near(told(desk, aksu).dossier) == [0, 2]
    assert blocks.near(told(desk, nowhere).dossier) == [0, 1, 2]


def test_company_brings_acts_together_that_share_no_key(desk: Desk) -> None:
    first = "Gunmen killed two miners in Aksu, and the army bombed a camp."
    early = desk.report("A", "2026-03-02", first)
    killed = desk.tell(early, first, "killed", place="Aksu", when=None)
    bombed = desk.tell(early, first, "bombed", "ASSAULT", mode="aerial", recipient="a camp")
    later = "The air raid went on."
    raid = desk.tell(desk.report("B", "2026-03-20", later), later, "raid")
    archive = Archive()
    place = archive.add(told(desk, killed), None, None)
    camp = archive.add(told(desk, bombed), None, None)
    assert camp not in archive.near(told(desk, raid), ())
    assert camp in archive.near(told(desk, raid), (place,))


def test_earlier_reports_part_what_one_report_runs_together(desk: Desk) -> None:
    monday = attack(desk, "A", "2026-03-02", "Aksu", MONDAY, "three")
    thursday = attack(desk, "B", "2026-03-05", "Zhanatas", THURSDAY, "two")
    first = "Gunmen killed three miners in Aksu on Monday."
    second = "Gunmen killed two miners in Zhanatas on Thursday."
    report = desk.report("C", "2026-03-06", first, second)
    one = desk.tell(
        report, first, "killed", mode="firearms", recipient="three miners", place="Aksu", when=MONDAY,
        figures={"three miners": ("killed", 3, 3)},
    )  # fmt: skip
    other = desk.tell(
        report, second, "killed", mode="firearms", recipient="two miners", place="Zhanatas", when=THURSDAY,
        figures={"two miners": ("killed", 2, 2)},
    )  # fmt: skip
    run_together = [[told(desk, monday)], [told(desk, thursday)], [told(desk, one, other)]]
    clusters = incidents_of_acts(run_together, constraints((), ()))
    assert sorted(sorted(cluster.claim_ids) for cluster in clusters) == sorted(
        [sorted((monday.id, one.id)), sorted((thursday.id, other.id))]
    )


def test_weights_name_only_features_that_exist(desk: Desk) -> None:
    source = Path(features.__file__).read_text(encoding="utf-8")
    stems = {name.removeprefix("kind ").removesuffix(", just before") for name in (*WITHIN, *ACROSS)}
    types = {"AID", "ASSAULT", "COERCE", "CONCEDE", "COOPERATE", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION"}
    assert {stem for stem in stems - types if stem not in source} == set()
