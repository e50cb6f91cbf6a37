"""Text of reports is hostile: files stay well formed, no cell runs, the same input gives the same bytes."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from panj.exports import FORMATS, Material, convert
from panj.exports.acled import COLUMNS as ACLED
from panj.exports.polecat import COLUMNS as POLECAT
from panj.exports.ucdp import COLUMNS as UCDP
from tests.exports import checks
from tests.exports.desk import Desk, outlet, party, place

WORDS = st.text(min_size=1, max_size=40) | st.sampled_from(
    ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", '"', '"a"b', "a\tb\nc\r\nd", "\x00\x1b[31m", "</note><x>",
     "&amp;", "]]>", "\u2028\u0085\ufffe\uffff", "'", ",;|", "\u202eevil", "\U0001f600" * 30,
     "http://[x", "https://a.example/b c?d=<\"'>&e#f#g", "https://münchen.example/é", "javascript:alert(1)"]
)  # fmt: skip
ALL = [name for name in FORMATS if name != "parquet"]
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def incident(name: str, where: str, by: str, title: str, url: str) -> Material:
    """Return an incident of which every free text is hostile."""
    desk = Desk()
    desk_report = desk.report("Gunmen shot three soldiers.", name, title=title, url=url)
    again = desk.report("Gunmen shot soldiers, police said.", by)
    for report in (desk_report, again):
        desk.tell(
            "attack", report, "shot", mode="firearms", by=outlet(name), actors=(party(name, "org:a", "PAK", "REB"),),
            recipients=((party(by, "mil:PAK", "PAK", "MIL"), "soldiers"),), when=("2025-11-24", "2025-11-24"),
            places=(place(where, "PAK", where, (30.0, 67.0), "point"), place(where, None)),
            figures=(("soldiers", "killed", 3, None),), weapons=("Gunmen",),
        )  # fmt: skip
        desk.tell("attack", report, "shot", by=party(by, "text:by"), actors=(party(title, "text:x"),))
    return desk.material()


def cells(data: bytes, columns: tuple[str, ...], delimiter: str) -> list[list[str]]:
    head, *rows = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter)
    assert tuple(head) == columns
    return rows


@SLOW
@given(name=WORDS, where=WORDS, by=WORDS, title=WORDS, url=WORDS)
def test_rows_are_rows_and_no_cell_is_a_formula(name: str, where: str, by: str, title: str, url: str) -> None:
    material = incident(name, where, by, title, url)
    tables = {
        form: cells(convert(form, material).data, columns, delimiter)
        for form, columns, delimiter in (("acled", ACLED, ","), ("ucdp", UCDP, ","), ("polecat", POLECAT, "\t"))
    }
    text = convert("gdelt", material).data.decode()
    assert text.endswith("\n")
    assert '"' not in text
    tables["gdelt"] = [line.split("\t") for line in text[:-1].split("\n")]
    for form, rows in tables.items():
        assert len(rows) == 1, form
        assert len(rows[0]) == {"acled": 31, "ucdp": 49, "gdelt": 61, "polecat": 40}[form]
        for cell in rows[0]:
            assert len(cell.splitlines()) <= 1
            assert "\x00" not in cell
            if not cell.lstrip("-").replace(".", "", 1).isdigit():  # a negative number is a number
                assert cell.lstrip()[:1] not in ("=", "+", "-", "@"), cell


@SLOW
@given(name=WORDS, where=WORDS, by=WORDS, title=WORDS, url=WORDS)
def test_standards_hold(name: str, where: str, by: str, title: str, url: str) -> None:
    material = incident(name, where, by, title, url)
    (alert,) = convert("cap", material).files.values()
    checks.cap(alert)
    checks.geojson(convert("geojson", material).data)
    checks.stix(convert("stix", material).data)


@SLOW
@given(words=WORDS)
def test_plain_words_come_back_as_they_are(words: str) -> None:
    plain = " ".join("".join(char for char in words if char.isprintable()).split())
    if not plain or plain[0] in "=+-@'":
        plain = "x" + plain
    material = incident(plain, "Quetta", "army", "title", "https://a.example/")
    (acled,) = csv.DictReader(io.StringIO(convert("acled", material).data.decode()))
    assert acled["actor1"] == plain
    (feature,) = checks.geojson(convert("geojson", material).data)
    assert feature["properties"]["actors"][0]["name"] == plain
    names = [node.get("name") for node in checks.stix(convert("stix", material).data).values()]
    assert plain in names


@pytest.mark.parametrize("name", FORMATS)
@given(seed=st.integers(0, 1000))
@settings(max_examples=5, deadline=None)
def test_the_same_input_gives_the_same_bytes(name: str, seed: int) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'panj[parquet]'")
    material = incident("Front", "Quetta", "army", "title", "https://a.example/")
    shuffle = random.Random(seed)

    def mixed(mapping: Any) -> Any:
        items = list(mapping.items())
        shuffle.shuffle(items)
        return dict(items)

    other = dataclasses.replace(
        material, claims=mixed(material.claims), reports=mixed(material.reports), origins=mixed(material.origins)
    )
    assert convert(name, material) == convert(name, other)


@pytest.mark.parametrize("name", ALL)
def test_nothing_gives_an_empty_export(name: str) -> None:
    made = convert(name, Material((), {}, {}, {}, "most-supported"))
    assert (made.losses.incidents, made.losses.exported, made.losses.losses) == (0, 0, ())
    if name == "geojson":
        assert json.loads(made.data)["features"] == []
    if name == "gdelt":
        assert made.data == b""
