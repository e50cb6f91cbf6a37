"""The benchmark of bounds: selections have the stories' shapes and are the same for the same seed."""

from __future__ import annotations

import json
import pathlib

import pytest

import bounds


@pytest.fixture
def stories(tmp_path: pathlib.Path) -> pathlib.Path:
    figure = {"outcome": "killed", "low": 3, "high": 3, "group": "villagers", "by": "ministry"}
    ledger = {
        "incidents": [
            {"from": "2026-01-01", "figures": [figure, {**figure, "low": 5, "high": None, "by": "hospital"}]},
            {"from": "2026-01-03", "figures": [{**figure, "outcome": "injured"}]},
            {"from": "2026-01-03", "figures": []},
        ],
        "sums": [{**figure, "low": 6, "high": 6, "covers": ["A", "B"]}],
    }
    (tmp_path / "stories" / "one").mkdir(parents=True)
    (tmp_path / "stories" / "one" / "ledger.json").write_text(json.dumps(ledger), encoding="utf-8")
    return tmp_path


def test_shapes_are_read_from_the_ledgers(stories: pathlib.Path) -> None:
    shape = bounds.shapes(stories / "stories")
    assert sorted(len(claims) for claims in shape.incidents) == [1, 2]
    assert [width for _, width in shape.sums] == [2]
    assert shape.gaps == (2, 0)
    with pytest.raises(FileNotFoundError):
        bounds.shapes(stories / "nothing")


def test_a_selection_is_the_same_for_the_same_seed_and_has_the_shapes(stories: pathlib.Path) -> None:
    shape = bounds.shapes(stories / "stories")
    some, sums, told = bounds.generate(shape, 60, 1)
    assert bounds.generate(shape, 60, 1) == (some, sums, told)
    assert bounds.generate(shape, 60, 2)[0] != some
    assert (len(some), len(sums)) == (60, 30)
    assert {len(one.covers) for one in sums} == {2}
    found = bounds.answer(some, sums, told, "most-supported")
    assert len(found.incident_ids) > 40
    assert 15 < len(found.sums) < 30  # a claimant's sum within another of its own counts nobody else
    assert found.contradictions


def test_the_command_measures(
    stories: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PANJ_SHARED", str(stories))
    assert bounds.main(["--incidents", "50", "--repeat", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["bounds_ms_50"] > 0
    monkeypatch.setenv("PANJ_SHARED", str(stories / "nothing"))
    assert bounds.main(["--json"]) == 1
    assert "SKIPPED" in capsys.readouterr().err
