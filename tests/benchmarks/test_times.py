"""The benchmark of times on hand-made TimeML files and on the hand-made story."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

import gold
import timeml
import times
from panj.model import Interval
from tests.benchmarks.conftest import write

HEAD = '<DCT><TIMEX3 tid="t0" type="DATE" value="2031-03-12" functionInDocument="CREATION_TIME">12 March</TIMEX3></DCT>'
BODY = (
    'He <EVENT>left</EVENT> on <TIMEX3 type="DATE" value="2031-03-10">Monday</TIMEX3> after '
    '<TIMEX3 type="DURATION" value="P3D">three days</TIMEX3>, and came back '
    '<TIMEX3 type="DATE" value="2031-03-12">at tea</TIMEX3>.'
)
TOKENS = """<Document doc_id="1">
<token number="0" sentence="0" t_id="1">Mill</token><token number="1" sentence="0" t_id="2">burnt</token>
<token number="2" sentence="1" t_id="3">March</token><token number="3" sentence="1" t_id="4">12</token>
<token number="4" sentence="2" t_id="5">It</token><token number="5" sentence="2" t_id="6">burnt</token>
<token number="6" sentence="2" t_id="7">Monday</token><token number="7" sentence="2" t_id="8">.</token>
<token number="8" sentence="9" t_id="9">Yesterday</token>
<Markables>
<TIMEX3 type="DATE" value="2031-03-10"><token_anchor t_id="7"/></TIMEX3>
<TIMEX3 type="DATE" value="2031-03-12" functionInDocument="CREATION_TIME"><token_anchor t_id="4"/></TIMEX3>
<TIMEX3 type="DATE" value="2031-03-11"/>
<TIMEX3 type="DATE" value="2031-03-11"><token_anchor t_id="9"/></TIMEX3>
</Markables></Document>"""


def corpus(folder: Path, body: str = BODY) -> Path:
    path = folder / "data/bench/timeml/Evaluation/te3-platinum/one.tml"
    path.parent.mkdir(parents=True)
    path.write_text(f"<TimeML>{HEAD}<TEXT>{body}</TEXT></TimeML>")
    return path


def test_timeml_gives_characters_of_its_text(tmp_path: Path) -> None:
    found = timeml.read_timeml(corpus(tmp_path))
    assert found.day == dt.date(2031, 3, 12)
    assert found.text == "He left on Monday after three days, and came back at tea."
    assert [found.text[one.start : one.end] for one in found.wanted] == ["Monday", "three days", "at tea"]
    assert found.wanted[1] == timeml.Timed(24, 34, "DURATION", "P3D")


def test_newsreader_files_are_read_as_far_as_they_are_annotated(tmp_path: Path) -> None:
    path = tmp_path / "one.xml"
    path.write_text(TOKENS)
    found = timeml.read_newsreader(path)
    assert found.text == "It burnt Monday."
    assert found.day == dt.date(2031, 3, 12)
    assert [(found.text[one.start : one.end], one.value) for one in found.wanted] == [("Monday", "2031-03-10")]


def test_each_span_has_one_partner_the_largest_overlap_first() -> None:
    assert timeml.pairs_of([(0, 10), (12, 20)], [(8, 20), (30, 40)]) == [(1, 0)]
    assert timeml.pairs_of([(0, 4), (5, 9)], [(0, 9)]) == [(0, 0)]
    assert timeml.pairs_of([(0, 4)], [(4, 8)]) == []


def test_values_count_where_the_spans_overlap(tmp_path: Path) -> None:
    document = timeml.read_timeml(corpus(tmp_path))
    outcome = times.score_expressions([document], "")
    figures = {row.key: row for row in outcome.rows}
    assert figures["value_f1"].figure == pytest.approx(0.8)  # two of two given, two of three wanted
    assert figures["span_f1"].figure == pytest.approx(0.8)
    assert dict(outcome.kinds) == {"not found": 1}
    wrong = document.__class__("two", "He left on Monday.", document.day, (timeml.Timed(11, 17, "TIME", "2031-03-17"),))
    figures = {row.key: row for row in times.score_expressions([wrong], "dev").rows}
    assert figures["dev_value_f1"].figure == 0.0
    assert figures["dev_strict_f1"].figure == 1.0
    assert figures["dev_type_accuracy"].figure == 0.0


@pytest.mark.parametrize(
    ("days", "kind"),
    [(("2031-03-03", "2031-03-04"), "within"), (("2031-02-01", "2031-03-04"), "overlaps"),
     (("2031-03-07", "2031-03-07"), "apart"), (("2031-03-03", None), "open"), (None, "none")],
)  # fmt: skip
def test_both_days_within_a_day(days: tuple[str, str | None] | None, kind: str) -> None:
    wanted = (dt.date(2031, 3, 3), dt.date(2031, 3, 3))
    if days is None:
        assert times.judged(None, wanted) == kind
        return
    first, last = (dt.date.fromisoformat(day) if day else None for day in days)
    assert times.judged(Interval(valid_from=first, valid_to=last, granularity="day", rule="date"), wanted) == kind
    vague = Interval(valid_from=None, valid_to=None, granularity="vague", rule="vague")
    assert times.judged(vague, wanted) == "none"


def test_acts_of_stories_are_held_to_the_ledger(tmp_path: Path) -> None:
    story = gold.load(write(tmp_path / "weir"))
    figures = {row.key: row.figure for row in times.score_stories([story]).rows}
    assert figures["story_mentions"] == 5
    assert figures["story_timed_within_day"] == 1.0  # Monday and Tuesday
    assert figures["story_within_day"] is not None
    assert figures["story_placed"] is not None
    assert 0 < figures["story_placed"] <= 1


def test_inherited_days_are_judged_by_the_incidents_own(tmp_path: Path) -> None:
    story = gold.load(write(tmp_path / "weir", ledger=None))
    figures = {row.key: row.figure for row in times.score_training([story]).rows}
    assert figures["training_expressions"] == 3
    assert figures["training_understood"] == 1.0


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PANJ_SHARED", str(tmp_path))
    assert times.main(["--only", "tempeval3"]) == 1
    assert "SKIPPED tempeval3" in capsys.readouterr().err
    path = corpus(tmp_path)
    assert times.main(["--only", "tempeval3", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["value_f1"] == 0.8
    assert record["value_recall"] == 0.6667
    assert record["items"] == {"tempeval3": 1}
    assert times.main(["--only", "tempeval3", "--errors", "3"]) == 0
    shown = capsys.readouterr().out
    assert "value F1" in shown
    assert "SUTime" in shown
    path.write_text("<TimeML>")
    assert times.main(["--only", "tempeval3"]) == 1
    assert "malformed" in capsys.readouterr().err


def test_the_data_at_hand_is_read() -> None:
    paths = times.PARTS[0].paths()
    if not paths:
        pytest.skip("no TempEval-3 here")
    documents = [timeml.read_timeml(path) for path in paths]
    assert all(one.day is not None and one.wanted for one in documents)
    outcome = times.score_expressions(documents, "")
    assert (outcome.rows[0].figure or 0) >= 0.82
