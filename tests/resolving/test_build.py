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


def test_the_same_input_gives_the_shipped_bytes(tool: dict[str, Any], shared: pathlib.Path) -> None:
    if not (shutil.which("7z") or shutil.which("bsdtar") or importlib.util.find_spec("py7zr")):
        pytest.skip("nothing here opens a 7z archive")
    for name, text in tool["build"](shared / "data/gazetteer").items():
        assert text.encode() == (DATA / name).read_bytes(), name
