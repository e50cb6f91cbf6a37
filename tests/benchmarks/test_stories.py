"""The command: what it prints, and its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import gold
import stories
from tests.benchmarks.conftest import ROOT, GoldReader, ideal, write

NAMES = (
    "trigger_f1 trigger_type_f1 status_accuracy claimant_f1 actor_f1 recipient_f1 place_f1 time_f1 figure_exact "
    "incident_conll_f1 incident_b3_f1 ledger_figures_found gold_incident_conll_f1 gold_incident_b3_f1 "
    "gold_ledger_figures_found gold_incident_day_accuracy gold_incident_country_accuracy"
)


@pytest.fixture
def reader_without_a_mention(monkeypatch: pytest.MonkeyPatch, story: gold.Story) -> None:
    """Let the command run with the gold reader less one of ten mentions, and the ideal stages."""
    found = (GoldReader(story, without=["died"]), ideal(story))
    monkeypatch.setattr(stories, "_stages", lambda part, name: found)


@pytest.mark.usefixtures("reader_without_a_mention")
def test_the_last_line_is_one_object_with_every_figure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stories.main([str(folder), "--json", "--per-story", "--errors", "2"]) == 0
    printed = capsys.readouterr().out.splitlines()
    record = json.loads(printed[-1])
    assert [name for name in NAMES.split() if not isinstance(record[name], float)] == []
    assert record["digest"] == gold.digest([folder])
    assert record["reader"] == "gold 1"
    assert record["trigger_recall"] == 0.9
    assert record["gold_incident_conll_f1"] == 1.0 > record["incident_conll_f1"]
    assert record["stories"]["weir"]["trigger_recall"] == 0.9
    assert "weir/r2#0  gold: died (ASSAULT)  |  system: –" in printed


@pytest.mark.usefixtures("reader_without_a_mention")
def test_the_table_stands_beside_two_people_and_names_the_data(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stories.main([str(folder), "--per-story"]) == 0
    printed = capsys.readouterr().out
    trigger = next(line for line in printed.splitlines() if line.startswith("│ trigger "))
    assert [cell.strip() for cell in trigger.strip("│").split("│")] == [
        "trigger", "9", "10", "1.000", "0.900", "0.947", "0.860", "",
    ]  # fmt: skip
    assert f"SHA-256 of the data: {gold.digest([folder])}" in printed
    assert "By story" in printed


@pytest.mark.usefixtures("reader_without_a_mention")
@pytest.mark.parametrize(
    ("digest", "floors", "status", "message"),
    [
        (None, "trigger_f1 = 0.94", 0, "all 1 floors"),
        (None, "trigger_f1 = 0.95\nplace_f1 = 0.1", 1, "BELOW FLOOR trigger_f1: 0.9474 is below its floor of 0.9500"),
        (None, "via_f1 = 0.1", 1, "via_f1: was not measured"),
        (None, "triger_f1 = 0.1", 1, "triger_f1: there is no such figure"),
        ("0" * 64, "trigger_f1 = 0.95", 0, "its floors do not apply"),
    ],
)
def test_floors_hold_for_the_data_that_they_were_made_for(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    digest: str | None,
    floors: str,
    status: int,
    message: str,
) -> None:
    file = folder.parent / "floors.toml"
    file.write_text(f'digest = "{digest or gold.digest([folder])}"\n[floors]\n{floors}\n', encoding="utf-8")
    assert stories.main([str(folder), "--json", "--floors", str(file)]) == status
    captured = capsys.readouterr()
    assert message in captured.err
    assert json.loads(captured.out.splitlines()[-1])["trigger_recall"] == 0.9


@pytest.mark.usefixtures("reader_without_a_mention")
@pytest.mark.parametrize(
    "text", ["digest = ", "[floors]\ntrigger_f1 = 0.1", "floors = 1", '[floors]\ntrigger_f1 = "x"']
)
def test_floors_that_cannot_be_understood_are_an_error_or_do_not_apply(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = folder.parent / "floors.toml"
    file.write_text(text, encoding="utf-8")
    assert stories.main([str(folder), "--floors", str(file)]) == 2
    assert "floors.toml" in capsys.readouterr().err


@pytest.mark.usefixtures("reader_without_a_mention")
def test_a_folder_that_lacks_is_skipped_aloud(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stories.main([str(folder.parent / "nowhere"), str(folder), "--json"]) == 0
    captured = capsys.readouterr()
    assert "SKIPPED" in captured.err
    assert json.loads(captured.out)["stories"] == 1


@pytest.mark.usefixtures("reader_without_a_mention")
def test_a_broken_story_is_named_and_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / gold.MENTIONS).write_text("{", encoding="utf-8")
    assert stories.main([str(folder)]) == 1
    assert "mentions.jsonl:1: not JSON" in capsys.readouterr().err


def test_documents_of_a_training_folder_are_linked_each_alone(tmp_path: Path) -> None:
    story = gold.load(write(tmp_path / "documents", ledger=None))
    calls: list[int] = []
    inner = ideal(story)

    def stages(reports, readings):  # type: ignore[no-untyped-def]
        calls.append(len(reports))
        return inner(reports, readings)

    result = stories.score(story, GoldReader(story), stages)
    assert calls == [1, 1, 1, 1]
    assert stories.figures([result])["incident_conll_f1"] == 1.0
    assert stories.figures([result])["ledger_figures_found"] is None


def test_nothing_to_score_is_a_failure(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "stories.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "SKIPPED" in done.stderr
    assert "nothing was scored" in done.stderr


def test_a_reader_that_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stories.main([str(folder), "--part", "reading", "--reader", "no-such-reader"]) == 2
    assert "no-such-reader" in capsys.readouterr().err
