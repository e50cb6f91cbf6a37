"""The loss report: what is left out, dropped, changed, assumed; nothing of an incident is passed over in silence."""

from __future__ import annotations

import pathlib

import pytest

from panj.errors import InvalidValue
from panj.exports import FORMATS, LossReport, Material, convert
from panj.exports.losses import facets
from panj.model import decode, encode
from tests.exports.desk import identifier, morning


def lost(report: LossReport, kind: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in report.losses:
        if one.kind == kind:
            found.setdefault(one.field, set()).update(one.incident_ids)
    return found


def report(name: str, material: Material | None = None) -> LossReport:
    if name == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'panj[parquet]'")
    return convert(name, material or morning()).losses


def test_what_ucdp_cannot_hold_is_left_out_and_counted() -> None:
    gone = lost(report("ucdp"), "left-out")
    assert gone["type"] == {identifier(name) for name in ("rally", "arrest", "aid")}
    assert gone["figures.killed"] == {identifier("drone")}


@pytest.mark.parametrize("name", FORMATS)
def test_incidents_are_exported_or_left_out(name: str) -> None:
    made = report(name)
    gone = [id_ for one in made.losses if one.kind == "left-out" for id_ in one.incident_ids]
    assert len(gone) == len(set(gone)), "an incident is left out once, for the first reason"
    assert made.exported + len(gone) == made.incidents == 6
    for one in made.losses:
        assert one.count == len(one.incident_ids) > 0
        assert one.incident_ids == tuple(sorted(set(one.incident_ids)))
        assert one.kind == "left-out" or not set(one.incident_ids) & set(gone)


@pytest.mark.parametrize("name", ["acled", "gdelt", "ucdp", "polecat", "cap", "stix", "csv"])
def test_what_a_row_has_no_column_for_is_counted(name: str) -> None:
    made = report(name)
    gone = {id_ for one in made.losses if one.kind == "left-out" for id_ in one.incident_ids}
    dropped = lost(made, "dropped")
    for one in morning().incidents:
        if one.id not in gone:
            assert ("disagreements" in facets(one)) == (one.id in dropped.get("disagreements", set()))
            assert ("open_questions" in facets(one)) == (one.id in dropped.get("open_questions", set()))


def test_json_lines_lose_nothing() -> None:
    assert report("jsonl").losses == ()


def test_an_assumption_of_a_format_is_named_as_one() -> None:
    assumed = lost(report("acled"), "assumed")
    assert identifier("drone") in assumed["fatalities"]
    assert identifier("massacre") in lost(report("ucdp"), "assumed")["figures.killed.high"]


def test_an_allegation_that_stands_as_the_actor_is_counted() -> None:
    assert lost(report("acled"), "changed")["actors_alleged"] == {identifier("drone")}
    assert lost(report("gdelt"), "dropped")["actors_alleged"] == {identifier("drone")}


def test_a_cell_that_would_run_is_counted() -> None:
    assert lost(report("ucdp"), "changed")["source_headline"] == {identifier("attack")}


def test_the_report_in_lines_and_as_json(tmp_path: pathlib.Path) -> None:
    made = convert("ucdp", morning())
    lines = list(made.losses.lines())
    assert lines[0] == "ucdp: 2 of 6 incidents, figures by the rule most-supported"
    assert "     1  figures.killed: no claim gives a death" in lines
    made.save_losses(tmp_path / "lost.json")
    assert decode((tmp_path / "lost.json").read_bytes(), LossReport) == made.losses
    assert encode(made.losses) + b"\n" == (tmp_path / "lost.json").read_bytes()


def test_an_export_is_written_whole_or_not_at_all(tmp_path: pathlib.Path) -> None:
    made = convert("cap", morning())
    paths = made.save(tmp_path / "new" / "alerts")
    assert sorted(path.name for path in (tmp_path / "new" / "alerts").iterdir()) == sorted(path.name for path in paths)
    assert all(path.read_bytes() == made.files[path.name] for path in paths)
    with pytest.raises(InvalidValue, match="cannot be written"):
        convert("acled", morning()).save(tmp_path / "missing" / "out.csv")
    (tmp_path / "file").write_text("kept")
    with pytest.raises(InvalidValue, match="cannot be made"):
        made.save(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "kept"
    assert not list(tmp_path.rglob("*.part"))


def test_a_format_that_is_none_is_named() -> None:
    with pytest.raises(InvalidValue, match="acled"):
        convert("xml", morning())


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(InvalidValue, match=r"pip install 'panj\[parquet\]'"):
        convert("parquet", morning())
