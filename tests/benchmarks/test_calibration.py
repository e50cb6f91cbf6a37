"""Confidence beside the share that is right: bins, errors, the diagram, the command."""

from __future__ import annotations

import itertools
import json
import math
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

import calibration
import gold
from calibration import Judged
from panj.errors import ReaderError
from panj.model import Reading, Report
from scoring import compare
from tests.benchmarks.conftest import ROOT, GoldReader

SVG = "{http://www.w3.org/2000/svg}"


class DoubtingReader(GoldReader):
    """The gold reader less one mention, with ASSAULT read as COERCE at "burnt", and a confidence by trigger."""

    version = "doubting & 1"

    def __init__(self, *stories: gold.Story, confidence: Mapping[str, float | None], usual: float | None = 0.9) -> None:
        super().__init__(*stories, without=["died"])
        self._confidence, self._usual = confidence, usual

    def read(self, report: Report) -> Reading:
        reading = super().read(report)
        mentions = tuple(
            msgspec.structs.replace(
                one,
                id=f"s{one.id}",
                type="COERCE" if one.trigger.text == "burnt" else one.type,
                confidence=self._confidence.get(one.trigger.text, self._usual),
            )
            for one in reading.mentions
        )
        return msgspec.structs.replace(reading, mentions=mentions)


def judged(*groups: tuple[float, int, int]) -> list[Judged]:
    """Return mentions by confidence, number and number of right ones."""
    return [Judged(confidence, at < right) for confidence, count, right in groups for at in range(count)]


@pytest.fixture
def doubting(monkeypatch: pytest.MonkeyPatch, story: gold.Story) -> None:
    reader = DoubtingReader(story, confidence={"burnt": 0.55, "shot": 0.7})
    monkeypatch.setattr(calibration, "load_reader", lambda name: reader)


def test_a_mention_is_right_where_the_yardstick_counts_it(story: gold.Story) -> None:
    reader = DoubtingReader(story, confidence={"burnt": 0.5})
    readings = [reader.read(report) for report in story.reports]
    # a mention that nobody annotated, and a second one on a trigger that is already taken
    extra = readings[0].mentions[0]
    made_up = msgspec.structs.replace(extra, id="x1", trigger=extra.recipients[0])
    twice = msgspec.structs.replace(extra, id="x2", type="AID")
    readings[0] = msgspec.structs.replace(readings[0], mentions=(*readings[0].mentions, made_up, twice))
    found, silent = calibration.judge(story, readings)
    score = compare(story, readings).tally["trigger_type"]
    assert (sum(one.right for one in found), len(found)) == (score.right_given, score.given) == (8, 11)
    assert silent == 0
    assert [one.right for one in found if one.confidence == 0.5] == [False]


def test_mentions_without_a_confidence_are_counted_apart(story: gold.Story) -> None:
    reader = DoubtingReader(story, confidence={"shot": None})
    found, silent = calibration.judge(story, [reader.read(report) for report in story.reports])
    assert (len(found), silent) == (8, 1)


@pytest.mark.parametrize("wrong", [-0.01, 1.01, 70.0, math.nan])
def test_a_confidence_that_is_none_is_an_error(story: gold.Story, wrong: float) -> None:
    reader = DoubtingReader(story, confidence={"shot": wrong})
    with pytest.raises(ReaderError, match=r"doubting & 1: gives a confidence of .*, not between 0 and 1"):
        calibration.judge(story, [reader.read(report) for report in story.reports])


def test_figures_by_hand() -> None:
    found = calibration.figures(judged((0.6, 10, 4), (0.8, 10, 8), (1.0, 20, 18)))
    assert found["mentions"] == 40
    assert found["mentions_right"] == 30
    assert found["calibration_ece"] == round((10 * 0.2 + 10 * 0.0 + 20 * 0.1) / 40, 4)
    assert found["calibration_ece_width"] == found["calibration_ece"]
    squares = 4 * 0.16 + 6 * 0.36 + 8 * 0.04 + 2 * 0.64 + 2 * 1.0
    assert found["calibration_brier"] == round(squares / 40, 4)
    assert found["calibration_brier_base"] == 0.75 * 0.25
    assert [found[f"precision_at_{one}"] for one in (50, 60, 70, 80, 90)] == [0.75, 0.75, 0.8667, 0.8667, 0.9]
    assert [found[f"mentions_at_{one}"] for one in (50, 60, 70, 80, 90)] == [40, 40, 30, 30, 20]


def test_errors_in_opposite_directions_show_in_one_kind_of_bin_only() -> None:
    # two confidences in one bin of width: too sure in the one and not sure enough in the other
    mixed = judged((0.72, 50, 50), (0.78, 50, 25))
    found = calibration.figures(mixed)
    assert found["calibration_ece"] == 0.28
    assert found["calibration_ece_width"] == 0.0


def test_what_cannot_be_counted_is_none() -> None:
    found = calibration.figures(judged((0.6, 2, 1)))
    assert found["precision_at_70"] is None
    assert found["mentions_at_70"] == 0
    assert [name for name, figure in calibration.figures([]).items() if figure not in (None, 0)] == []


def test_a_reader_that_knows_has_no_error() -> None:
    found = calibration.figures(judged((0.0, 5, 0), (1.0, 5, 5)))
    assert found["calibration_ece"] == found["calibration_brier"] == found["calibration_ece_of_calibrated"] == 0.0


def test_bounds_of_width_belong_to_the_bin_above_and_one_to_the_last() -> None:
    values = [0.0, 0.0999, 0.1, 0.3, 0.6, 0.7, 0.8999, 0.9, 1.0]
    bins = calibration.by_width([Judged(one, True) for one in values])
    assert [(one.first, one.last, one.mentions) for one in bins] == [
        (0.0, 0.1, 2), (0.1, 0.2, 1), (0.3, 0.4, 1), (0.6, 0.7, 1), (0.7, 0.8, 1), (0.8, 0.9, 1), (0.9, 1.0, 2),
    ]  # fmt: skip


def test_bins_of_equal_number_where_no_two_are_equal() -> None:
    bins = calibration.by_number([Judged(at / 100, True) for at in range(100)])
    assert [one.mentions for one in bins] == 10 * [10]
    assert [(one.first, one.last) for one in bins][:2] == [(0.0, 0.09), (0.1, 0.19)]


def test_equal_confidences_stay_together() -> None:
    bins = calibration.by_number(judged((0.5, 3, 0), (0.9, 57, 40), (0.95, 5, 5), (1.0, 35, 35)))
    assert [(one.first, one.last, one.mentions) for one in bins] == [
        (0.5, 0.5, 3), (0.9, 0.9, 57), (0.95, 0.95, 5), (1.0, 1.0, 35),
    ]  # fmt: skip
    assert len(calibration.by_number(judged((1.0, 9, 4)))) == 1
    assert calibration.by_number([]) == []


def test_the_order_of_mentions_does_not_matter() -> None:
    draw = random.Random(5)
    found = [Judged(round(draw.random(), 2), draw.random() < 0.6) for _ in range(500)]
    once = calibration.figures(found), calibration.diagram(found, "r")
    draw.shuffle(found)
    assert (calibration.figures(found), calibration.diagram(found, "r")) == once
    assert sum(one.mentions for one in calibration.by_number(found)) == 500


def test_the_error_of_a_calibrated_reader_is_that_of_all_outcomes() -> None:
    confidences = [0.3, 0.7, 0.9, 0.95]
    part = calibration.Bin(0.3, 0.95, tuple(Judged(one, True) for one in confidences))
    mean = 0.0
    for outcome in itertools.product((0, 1), repeat=4):
        chance = math.prod(one if right else 1 - one for one, right in zip(confidences, outcome, strict=True))
        mean += chance * abs(sum(outcome) - sum(confidences)) / 4
    assert calibration.ece_of_calibrated([part]) == pytest.approx(mean)


def test_a_calibrated_reader_has_about_the_error_of_chance() -> None:
    draw = random.Random(7)
    errors = []
    for _ in range(100):
        found = [Judged(one / 200, draw.random() < one / 200) for one in range(200)]
        errors.append(calibration.ece(calibration.by_number(found)) or 0.0)
    expected = calibration.ece_of_calibrated(calibration.by_number(found))
    assert sum(errors) / len(errors) == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)],
)
def test_wilson_intervals_are_those_of_the_tables(right: int, total: int, low: float, high: float) -> None:
    assert calibration.wilson(right, total) == pytest.approx((low, high), abs=5e-5)


def test_the_diagram_shows_every_bin_where_it_belongs() -> None:
    found = judged((0.25, 10, 5), (0.5, 10, 5), (1.0, 20, 20))
    root = ElementTree.fromstring(calibration.diagram(found, 'a<b> & "c"'))
    assert (root.findtext(f"{SVG}title") or "").startswith('Reliability diagram of a<b> & "c"')
    assert "10 mentions at mean confidence 0.25, share right 0.50" in (root.findtext(f"{SVG}desc") or "")
    _, *dots = [(float(one.get("cx", "")), float(one.get("cy", ""))) for one in root.iter(f"{SVG}circle")]
    left, top, side = calibration.LEFT, calibration.TOP, calibration.SIDE
    assert dots == [(left + side * x, top + side * (1 - y)) for x, y in ((0.25, 0.5), (0.5, 0.5), (1.0, 1.0))]
    bars = [one for one in root.iter(f"{SVG}rect") if one.get("class") == "bar"]
    heights = [float(one.get("height", "")) for one in bars]
    assert heights == [calibration.TALL / 2, calibration.TALL / 2, calibration.TALL]
    assert [float(one.get("y", "")) + height for one, height in zip(bars, heights, strict=True)] == 3 * [
        calibration.FOOT
    ]
    labels = {one.text for one in root.iter(f"{SVG}text")}
    assert {"share right", "mentions", "confidence of the reader", "10", "20"} <= labels


def test_intervals_reach_as_far_as_wilson_says() -> None:
    root = ElementTree.fromstring(calibration.diagram(judged((0.5, 10, 8)), "r"))
    whisker = next(one for one in root.iter(f"{SVG}line") if one.get("x1") == one.get("x2") == "264.0")
    ends = [1 - (float(whisker.get(name, "")) - calibration.TOP) / calibration.SIDE for name in ("y1", "y2")]
    assert ends == pytest.approx(calibration.wilson(8, 10), abs=2e-4)


@pytest.mark.parametrize("found", [judged((1.0, 1, 1)), judged((0.0, 1, 0)), judged((0.0, 3, 3), (1.0, 999, 0))])
def test_nothing_is_drawn_outside_the_drawing(found: Sequence[Judged]) -> None:
    root = ElementTree.fromstring(calibration.diagram(found, "r"))
    for one in root.iter():
        for name, limit in (("x", 484), ("x1", 484), ("x2", 484), ("cx", 484), ("y", 570), ("y1", 570), ("cy", 570)):
            assert 0 <= float(one.get(name, 0)) <= limit
    assert root.get("viewBox") == f"0 0 {calibration.WIDTH} {calibration.HEIGHT}" == "0 0 484 570"


@pytest.mark.usefixtures("doubting")
def test_the_last_line_is_one_object_with_every_figure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert calibration.main([str(folder), "--json"]) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (record["reader"], record["stories"], record["digest"]) == ("doubting & 1", 1, gold.digest([folder]))
    assert (record["mentions"], record["mentions_right"], record["mentions_without_confidence"]) == (9, 8, 0)
    assert record["precision_at_50"] == round(8 / 9, 4)
    assert (record["precision_at_60"], record["mentions_at_60"]) == (1.0, 8)
    assert record["calibration_ece"] == round((0.55 + 0.3 + 7 * 0.1) / 9, 4)
    assert record["calibration_brier"] == round((0.55**2 + 0.3**2 + 7 * 0.1**2) / 9, 4)
    assert [one["mentions"] for one in record["bins_width"]] == [1, 1, 7]
    assert [(one["mentions"], one["right"]) for one in record["bins_number"]] == [(1, 0), (1, 1), (7, 7)]


@pytest.mark.usefixtures("doubting")
def test_the_tables_say_it_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert calibration.main([str(folder)]) == 0
    printed = capsys.readouterr().out
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in printed.splitlines() if "│" in line]
    assert ["0.50–0.60", "1", "0.550", "0.000", "0.000–0.793"] in rows
    assert ["0.90–0.90", "7", "0.900", "1.000", "0.646–1.000"] in rows
    assert ["precision at 0.7 and above", "8", "1.000"] in rows
    assert "8 of 9 right" in printed
    assert f"SHA-256 of the data: {gold.digest([folder])}" in printed


@pytest.mark.usefixtures("doubting")
def test_the_diagram_is_written_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    files = [tmp_path / "one.svg", tmp_path / "other.svg"]
    for file in files:
        assert calibration.main([str(folder), "--svg", str(file), "--json"]) == 0
    written = files[0].read_bytes()
    assert written == files[1].read_bytes()
    assert str(tmp_path).encode() not in written
    ElementTree.fromstring(written)


@pytest.mark.usefixtures("doubting")
def test_a_diagram_that_cannot_be_written_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert calibration.main([str(folder), "--svg", str(folder / "nowhere" / "x.svg")]) == 2
    assert "x.svg: cannot be written: No such file or directory" in capsys.readouterr().err


@pytest.mark.usefixtures("doubting")
def test_a_folder_that_lacks_is_skipped_aloud(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = folder.parent / "nowhere"
    assert calibration.main([str(nowhere), str(folder), "--json"]) == 0
    captured = capsys.readouterr()
    assert f"SKIPPED {nowhere}: no such folder" in captured.err
    assert json.loads(captured.out)["stories"] == 1


def test_nothing_to_measure_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PANJ_SHARED", str(tmp_path))
    assert calibration.main([]) == 1
    message = capsys.readouterr().err
    assert f"SKIPPED {tmp_path / 'stories'}: no such folder" in message
    assert "nothing was measured" in message


def test_a_reader_without_confidence_is_said_so(
    folder: Path, story: gold.Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = DoubtingReader(story, confidence={}, usual=None)
    monkeypatch.setattr(calibration, "load_reader", lambda name: reader)
    assert calibration.main([str(folder), "--json"]) == 1
    captured = capsys.readouterr()
    assert "9 mentions have no confidence" in captured.err
    assert "doubting & 1 gave no mention with a confidence" in captured.err
    assert captured.out == ""


@pytest.mark.usefixtures("doubting")
def test_a_broken_story_is_named_and_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / gold.MENTIONS).write_text("{", encoding="utf-8")
    assert calibration.main([str(folder)]) == 1
    assert "mentions.jsonl:1: not JSON" in capsys.readouterr().err


def test_a_reader_that_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert calibration.main([str(folder), "--reader", "no-such-reader"]) == 2
    assert "no-such-reader" in capsys.readouterr().err


def test_the_page_explains_every_figure_and_shows_the_diagram() -> None:
    page = (ROOT / "docs/reference/benchmarks.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", page.partition("\n## Calibration\n")[2], flags=re.MULTILINE)[0]
    named = {name for name in calibration.figures([]) if not re.search(r"_at_[6-9]0$", name)}
    assert [name for name in sorted(named) if f"`{name}`" not in section] == []
    assert "--svg docs/reference/reliability.svg" in section
    shown = ElementTree.fromstring((ROOT / "docs/reference/reliability.svg").read_bytes())
    drawn = ElementTree.fromstring(calibration.diagram(judged((0.5, 2, 1)), "r"))
    assert shown.attrib == drawn.attrib
    assert shown.findtext(f"{SVG}style") == drawn.findtext(f"{SVG}style")
