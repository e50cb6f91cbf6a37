"""The tool that makes the shipped tables: reading its sources, and the same bytes from the same input."""

from __future__ import annotations

import importlib.util
import pathlib
import runpy
import shutil
from typing import Any

import pytest

from panj.resolving import gazetteer

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(gazetteer.__file__).parent / "data"


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools/build_gazetteer.py"))


def test_reading_the_factbook(tool: dict[str, Any]) -> None:
    assert tool["alternatives"]("Bosnian, Herzegovinian") == ["Bosnian", "Herzegovinian"]
    assert tool["alternatives"]("Saudi or Saudi Arabian <b>note</b>; more") == ["Saudi", "Saudi Arabian note"]
    assert tool["alternatives"]("none") == []
    assert tool["degrees"]("38 33 N, 68 46 W") == ("38.55", "-68.77")
    assert tool["degrees"]("somewhere") == ("", "")


def test_area_codes_forgive_spellings_but_not_directions(tool: dict[str, Any]) -> None:
    index = {("SDN", "north kurdufan"): "SD.1", ("SDN", "khartoum"): "SD.2", ("SDN", "kassala"): "SD.3"}
    assert tool["area_code"]("SDN", "Kassala State", "Halfa", index) == "SD.3"
    assert tool["area_code"]("SDN", "North Kordofan", "Bara", index) == "SD.1"
    assert tool["area_code"]("SDN", "South Kordofan", "Dilling", index) is None
    assert tool["area_code"]("SDN", "", "Khartoum", index) == "SD.2"


def test_seats_and_middles(tool: dict[str, Any]) -> None:
    def city(name: str, lat: float, lon: float, population: int, area: str = "KE.01") -> Any:
        return tool["City"](name, (), "KE", area, "", lat, lon, population, f"{population}")

    small, large = city("Brill", 1.0, 37.0, 10), city("Brill", 1.4, 37.4, 900)
    assert tool["_seats"]([small, large]) == {("KE.01", "brill"): large}
    assert tool["_seats"]([large, small]) == {("KE.01", "brill"): large}
    assert tool["_middle"]([]) == ("", "")
    assert tool["_middle"]([city("A", 1, 10, 1), city("B", 2, 20, 1), city("C", 50, 21, 1)]) == ("2", "20")
    assert tool["_middle"]([city("A", 0, 179, 1), city("B", 0, -179, 1)])[1] in ("180", "-180")


def test_other_names_lead_to_a_place(tool: dict[str, Any]) -> None:
    rows = tool["Rows"]()
    rows.add(
        ("Kaboul", "Kabul", "Kabol"), "p", "Kabul", "AFG", "AF.13", "Kabul", ("34.528", "69.172"), 4434550, "1138958"
    )
    assert rows.sorted() == [
        "kabol\t>\tkabul\t1138958",
        "kaboul\t>\tkabul\t1138958",
        "kabul\tp\tKabul\tAFG\t13\tKabul\t34.528\t69.172\t4434550\t1138958",
    ]


def test_the_same_input_gives_the_shipped_bytes(tool: dict[str, Any], shared: pathlib.Path) -> None:
    data = shared / "data/gazetteer"
    if not (data / "packages").is_dir():
        pytest.skip(f"no packages of places in {data}: docs/how-to/gazetteer.md says how to fetch them")
    if not (shutil.which("7z") or shutil.which("bsdtar") or importlib.util.find_spec("py7zr")):
        pytest.skip("nothing here opens a 7z archive")
    for name, content in tool["build"](data, data / "packages").items():
        assert content == (DATA / name).read_bytes(), name
