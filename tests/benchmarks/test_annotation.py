"""Two annotations of one sample side by side, and figure phrases parsed from their words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import annotation

SENTENCE = "Gunmen killed two herders near Osh, the police said."


def row(name: str, *mentions: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "text": SENTENCE, "mentions": list(mentions)}


def killed(**fields: Any) -> dict[str, Any]:
    return {"id": "m1", "t": "killed", "type": "ASSAULT", "status": "happened", **fields}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "first", tmp_path / "second"
    (first / "hills-1").mkdir(parents=True)
    second.mkdir()
    reports = [{"id": name, "title": name, "text": SENTENCE} for name in ("d001", "d002")]
    (first / "hills-1/reports.jsonl").write_text("\n".join(map(json.dumps, reports)))
    figure = {"span": "two herders", "outcome": "killed", "low": 2, "high": 2}
    gold = [row("hills-1/d001#0", killed(actor=["Gunmen"], fig=[figure])), row("hills-1/d002#0")]
    (first / "hills-1/mentions.jsonl").write_text("\n".join(map(json.dumps, gold)))
    again = [row("hills-1/d001#0", killed(actor=["herders"]))]
    (second / "mentions.jsonl").write_text("\n".join(map(json.dumps, again)))
    return first, second


def test_the_second_annotation_is_scored_against_the_first(folders: tuple[Path, Path]) -> None:
    sentences, tally = annotation.agreement(*folders)
    assert sentences == 1
    assert tally["trigger"].f1 == 1.0
    assert tally["actor"].f1 == 0.0
    assert (tally["figure_exact"].wanted, tally["figure_exact"].given) == (1, 0)


def test_figure_phrases_are_parsed_where_they_stand(folders: tuple[Path, Path]) -> None:
    assert annotation.grammar([folders[0] / "hills-1"]) == {"figures": 1, "figures_exact": 1, "figures_refused": 0}


def test_the_last_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert annotation.main(["--json"]) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert record["sentences"] > 100
    assert record["figures_exact"] <= record["figures"]
