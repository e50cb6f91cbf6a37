"""The tables of actors: names to actors by day, what is written in them, and how they are found in phrases."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from itertools import combinations

import pytest

from panj.resolving.gazetteer import Gazetteer
from panj.resolving.naming import matches_in, settled, tokens_of
from panj.resolving.peoples import peoples_in
from panj.resolving.roster import SHIPPED, Roster, Row, candidates_in, day_of, folded, row_of, shipped_rows
from panj.resolving.sectors import SECTORS, is_speaker, sector_of

DAY = dt.date(2031, 3, 10)
GAZETTEER = Gazetteer.shipped()


def row(names: str, sector: str = "REB", country: str = "KEN", since: str = "", until: str = "", key: str = "") -> Row:
    return row_of([names, sector, country, since, until, key])


@pytest.mark.parametrize("table", SHIPPED)
def test_shipped_rows(table: str) -> None:
    rows = shipped_rows(table)
    assert len(rows) > 200
    for one in rows:
        assert one.sector in SECTORS, one
        assert one.country is None or one.country in GAZETTEER.countries, one
        assert one.since <= one.until, one
        assert re.fullmatch(r"[a-z]{3}:[A-Za-z0-9:-]+", one.key), one
        assert one.source, one
        assert all(folded(name.removeprefix("~")) for name in one.names), one


def test_no_actor_is_two_things_for_more_than_a_month_of_handover() -> None:
    by_key = defaultdict(list)
    for table in SHIPPED:
        for one in shipped_rows(table):
            by_key[one.key].append(one)
    for rows in by_key.values():
        for one, other in combinations(rows, 2):
            both = (min(one.until, other.until) - max(one.since, other.since)).days
            assert (one.sector, one.country) == (other.sector, other.country) or both <= 31, (one, other)


def test_a_day_may_be_a_month_or_a_year() -> None:
    assert (day_of("2024", last=False), day_of("2024", last=True)) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert day_of("2024-02", last=True) == dt.date(2024, 2, 29)
    for text in ("24", "2024-13", "2024-02-30", "soon", ""):
        with pytest.raises(ValueError, match=r".*"):
            day_of(text, last=False)


def test_a_row_without_key_is_called_by_its_first_name() -> None:
    assert row("~Blue Column|Bluets").key == "org:blue-column"
    for cells in (["", "REB"], ["Blue Column", ""], ["~", "REB"]):
        with pytest.raises(ValueError, match="missing"):
            row_of(cells)


def test_what_an_actor_is_depends_on_the_day() -> None:
    roster = Roster([row("Blue Column", until="2030"), row("Blue Column|Blue Party", "PTY", since="2031")])
    sector = {year: roster.find("blue column", dt.date(year, 6, 1))[0].standing.sector for year in (1990, 2030, 2031)}
    assert sector == {1990: "REB", 2030: "REB", 2031: "PTY"}
    assert roster.find("Blue Party", None)[0].standing.sector == "PTY"  # without a day what is known last


def test_persons_are_nobody_before_their_office_and_notables_after() -> None:
    roster = Roster([row("Ana Reyes", "GOV", since="2010", until="2020", key="per:ana-reyes")])
    found = [roster.find("Ana Reyes", dt.date(year, 1, 1))[0].standing for year in (2009, 2010, 2021)]
    assert [(one.sector, one.serving) for one in found] == [(None, False), ("GOV", True), ("ELI", False)]


def test_own_rows_stand_for_shipped_ones_on_their_days() -> None:
    own = row("Blue Column", "GOV", since="2031")._replace(own=True)
    roster = Roster([row("Blue Column"), own])
    assert [one.standing.sector for one in roster.find("Blue Column", DAY)] == ["GOV"]
    assert [one.standing.sector for one in roster.find("Blue Column", dt.date(2030, 1, 1))] == ["REB"]


def test_namesakes_are_told_apart_by_the_countries_at_hand() -> None:
    roster = Roster([row("MLF", country="KEN", key="org:a"), row("MLF", country="UGA", key="org:b")])
    found = roster.find("MLF", DAY)
    assert len(found) == 2
    assert [one.standing.key for one in candidates_in(found, {"UGA"})] == ["org:b"]
    (match,) = matches_in(tokens_of("the MLF rebels"), roster, GAZETTEER, DAY)
    assert settled(match, {"UGA", "TZA"}, ()) is not None
    assert settled(match, {"TZA"}, ()) is None
    assert settled(match, (), ()) is None


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("fighters of the Blue Column (BC)", ["Blue Column"]),
        ("Blue Column's leader", ["Blue Column"]),
        ("blue column", []),  # without a capital it is no name
        ("Kenyan forces", []),  # nor this, though the table has Kenyan Forces
        ("Kenyan Forces", ["Kenyan Forces"]),
        ("Dusk reporters", ["Dusk"]),
        ("Dusk Hospital", []),  # part of another name
        ("Robert Dusk", []),
    ],
)
def test_names_in_phrases(phrase: str, found: list[str]) -> None:
    roster = Roster([row("Blue Column"), row("Kenyan Forces", "PTY"), row("Dusk", "MED")])
    assert [one.words for one in matches_in(tokens_of(phrase), roster, GAZETTEER, DAY)] == found


def test_a_short_form_needs_its_country_or_an_office() -> None:
    roster = Roster([row("Ana Reyes|~Reyes", "GOV", key="per:ana-reyes")])
    (match,) = matches_in(["Reyes"], roster, GAZETTEER, DAY)
    assert match.candidates[0].short
    assert settled(match, {"UGA"}, ()) is None
    assert settled(match, {"UGA"}, ["captain"]) is None
    assert settled(match, {"UGA"}, ["president"]) is not None
    assert settled(match, {"KEN"}, ()) is not None


def test_a_full_name_of_another_country_is_somebody_else() -> None:
    roster = Roster([row("Ana Reyes", "GOV", key="per:ana-reyes")])
    (match,) = matches_in(["Ana", "Reyes"], roster, GAZETTEER, DAY)
    assert settled(match, {"UGA"}, ()) is None
    assert settled(match, (), ()) is not None


def test_peoples() -> None:
    assert [(one.country) for one in peoples_in("Chechens and Kurds")] == ["RUS", None]
    assert [one.country for one in peoples_in("ethnic Albanians")] == [None]
    assert [one.country for one in peoples_in("Bosnian Serbs")] == ["BIH"]
    assert peoples_in("Karen Smith") == []
    assert peoples_in("chin") == []


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("foreign ministry", "GOV"), ("suicide bombers", "UAF"), ("army lorry", "MIL"), ("women prison", None),
        ("opposition candidates", "OPP"), ("opposition newspaper", "MED"), ("state television", "MED"),
        ("police officers", "COP"), ("army chief", "MIL"), ("students", "EDU"), ("tribal elders", "ELI"),
        ("aid agencies", "NGO"), ("hospital superintendent", "HLH"), ("lawmakers", "LEG"),
    ],
)  # fmt: skip
def test_sectors_of_nouns(words: str, sector: str | None) -> None:
    assert sector_of(words.split()) == sector


def test_speakers() -> None:
    assert is_speaker("press officers")
    assert not is_speaker("police officers")
