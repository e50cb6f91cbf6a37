"""What is timed, and how figures come from times. No test asserts a time of this machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import panj.reading
import speed
from panj.model import Mention, Reading, Report, Span, mention_id

TREEBANK = """# newdoc id = one
# sent_id = one-1
# newpar id = one-p1
# text = The hens laid.
1\tThe\t_

# sent_id = one-2
# text = It rained.

# sent_id = one-3
# newpar id = one-p2
# text = We slept.

# newdoc id = two
# newpar id = two-p1
# text = Bread rose.
"""


class FakeReader:
    """Finds one act in every report that speaks of raiders; its gate, where it has one, lets none pass."""

    version = "fake 1"

    def __init__(self) -> None:
        self.gate: str | None = None

    def read(self, report: Report) -> Reading:
        at = report.text.find("raiders")
        if at < 0 or self.gate:
            return Reading(report_id=report.id, reader=self.version, sentences=1)
        words = Span(start=at, end=at + 7, text="raiders")
        one = Mention(
            id=mention_id(report.id, words, "ASSAULT"),
            report_id=report.id,
            sentence=words,
            trigger=words,
            type="ASSAULT",
            status="happened",
        )
        return Reading(report_id=report.id, reader=self.version, sentences=1, mentions=(one,))


class GatedReader(FakeReader):
    def __init__(self) -> None:
        super().__init__()
        self.gate = "shut"


class ReaderWithOption(FakeReader):
    def __init__(self, gate: bool = True) -> None:
        super().__init__()
        self.version = f"gate {gate}"


def numbered(count: int, word: str = "w") -> str:
    return " ".join(f"{word}{number}" for number in range(count))


def test_articles_have_500_words_and_keep_paragraphs() -> None:
    first, second, third = speed.articles([("Head", f"{numbered(300)}\n\n{numbered(10)}"), (None, numbered(400))], 3)
    assert [len(one.text.split()) for one in (first, second, third)] == [500, 500, 500]
    assert first.text.count("\n\n") == 2
    assert (first.title, second.title) == ("Head", " ".join(f"w{number}" for number in range(190, 198)))
    assert len({one.id for one in (first, second, third)}) == 3
    assert speed.articles([(None, " \n")], 3) == speed.articles([], 3) == []


def test_one_article_in_five_of_the_mixed_text_is_of_conflict() -> None:
    plain = speed.articles([(None, numbered(4000))], 8)
    conflict = speed.articles([("raiders", numbered(1000, "r"))], 2)
    among = speed.mixed(conflict, plain)
    assert [one.title == "raiders" for one in among] == [True, *4 * [False], True, *4 * [False]]


def test_documents_of_a_treebank_are_texts_with_paragraphs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data" / "open" / "ud_ewt"
    folder.mkdir(parents=True)
    (folder / "en_ewt-ud-dev.conllu").write_text(TREEBANK, encoding="utf-8")
    assert speed.ordinary(tmp_path) == [(None, "The hens laid. It rained.\n\nWe slept."), (None, "Bread rose.")]
    assert "SKIPPED" in capsys.readouterr().err


def test_without_training_reports_the_examples_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(speed, "ROOT", tmp_path)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "one.jsonl").write_text('{"title": "T", "text": "Raiders came."}\n', encoding="utf-8")
    assert speed.conflict(tmp_path) == [("T", "Raiders came.")]
    said = capsys.readouterr().err
    assert said.count("SKIPPED") == 2
    assert "examples/" in said


@pytest.mark.parametrize(
    ("kind", "whole", "through"),
    [
        (FakeReader, "fake 1", None),
        (GatedReader, "fake 1", "fake 1"),
        (ReaderWithOption, "gate False", "gate True"),
    ],
)
def test_a_gate_is_opened_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, kind: type[FakeReader], whole: str, through: str | None
) -> None:
    monkeypatch.setitem(panj.reading.READERS, "fake", kind)
    found, gated = speed.variants("fake")
    assert (found.version, gated and gated.version) == (whole, through)
    report = speed.articles([(None, "raiders " + numbered(499))], 1)[0]
    assert len(found.read(report).mentions) == 1
    if kind is GatedReader:
        assert gated is not None
        assert gated.read(report).mentions == ()


def test_figures_come_from_the_times_of_every_pass() -> None:
    reports = speed.articles([(None, numbered(1000))], 2)
    found, kept = frozenset({"m1", "m2", "m3", "m4"}), frozenset({"m1", "m2", "m3", "m9"})
    whole = [speed.Run(seconds, 1.0, found) for seconds in (4.0, 1.0, 2.0)]
    record = speed.figures(
        whole, whole[:1], [speed.Run(0.5, 0.5, kept)], [speed.Start(0.7, 200_000_000)], reports, reports
    )
    assert [record[f"articles_per_s{edge}"] for edge in ("", "_min", "_max")] == [1.0, 0.5, 2.0]
    assert (record["words_per_s"], record["articles_per_s_gated"], record["articles_per_s_mixed"]) == (500, 4.0, 0.5)
    assert (record["articles_per_processor_s"], record["processor_share"]) == (2.0, 0.429)
    assert (record["startup_s"], record["peak_mb"], record["gated_mentions_kept"]) == (0.7, 200, 0.75)


def test_what_was_not_measured_is_null() -> None:
    reports = speed.articles([(None, numbered(500))], 1)
    record = speed.figures([speed.Run(1.0, 1.0, frozenset())], [], [], [speed.Start(1.0, 1)], reports, [])
    assert record["articles_per_s_gated"] is record["articles_per_s_mixed"] is record["gated_mentions_kept"] is None


def test_a_process_says_when_it_is_ready_and_what_it_took() -> None:
    reports = speed.articles([(None, numbered(1000))], 2)
    code = "import sys; print('ready' if len(sys.stdin.readlines()) == 2 else 'lost'); print(4096)"
    found = speed.started([sys.executable, "-c", code], reports)
    assert found.peak == 4096
    assert found.seconds > 0
    with pytest.raises(RuntimeError):
        speed.started([sys.executable, "-c", "print('lost')"], reports)


def test_the_last_line_is_one_object_and_the_table_leaves_out_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def started(command: Sequence[str], reports: Sequence[Report]) -> speed.Start:
        return speed.Start(0.5, 100_000_000)

    monkeypatch.setenv("PANJ_SHARED", str(tmp_path))
    monkeypatch.setattr(speed, "started", started)
    monkeypatch.setattr(speed, "conflict", lambda shared: [(None, "raiders " + numbered(99))])
    monkeypatch.setitem(panj.reading.READERS, "fake", FakeReader)
    assert speed.main(["--reader", "fake", "--articles", "5", "--repeat", "2", "--json"]) == 0
    captured = capsys.readouterr()
    record = json.loads(captured.out.splitlines()[-1])
    assert (record["reader"], record["articles"], record["repeats"], record["peak_mb"]) == ("fake 1", 5, 2, 100)
    assert record["articles_of_mixed_text"] == 0
    assert record["articles_per_s_gated"] is None
    assert record["articles_per_s"] > 0
    assert "no gate" in captured.err
    assert speed.main(["--reader", "fake", "--articles", "5", "--repeat", "1"]) == 0
    assert "articles_per_s_gated" not in capsys.readouterr().out


def test_an_unknown_reader_cannot_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PANJ_SHARED", str(tmp_path))
    assert speed.main(["--reader", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err
