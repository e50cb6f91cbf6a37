"""Annotated folders become values whose spans are characters of the reports."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import gold
from panj.errors import SourceMalformed, SourceMissing
from panj.model import Span
from tests.benchmarks.conftest import write


def test_a_story_has_its_reports_readings_clusters_and_ledger(story: gold.Story) -> None:
    assert [report.external_id for report in story.reports] == ["r1", "r2"]
    assert [reading.report_id for reading in story.readings] == [report.id for report in story.reports]
    assert [reading.sentences for reading in story.readings] == [4, 3]
    assert [len(reading.mentions) for reading in story.readings] == [6, 4]
    assert sorted(story.clusters.values()) == ["A", "A", "A", "B", "C"]
    assert [row["inc"] for row in story.ledger["incidents"]] == ["A", "B", "C"]


def test_spans_are_characters_of_the_report_and_figures_keep_open_ends(story: gold.Story) -> None:
    for report, reading in zip(story.reports, story.readings, strict=True):
        for mention in reading.mentions:
            for _, span in [("", mention.sentence), *mention.spans()]:
                assert report.text[span.start : span.end] == span.text
    died = story.readings[1].mentions[0]
    assert died.trigger.text == "died"
    assert (died.figures[0].low, died.figures[0].high, died.figures[0].qualifier) == (2, None, "At least")
    assert story.readings[1].mentions[-1].figures[0].sum


def test_about_leads_to_the_mention_of_the_same_sentence(story: gold.Story) -> None:
    mentions = {mention.trigger.text: mention for mention in story.readings[0].mentions}
    assert mentions["denied"].about == mentions["armed"].id
    assert mentions["asked"].about == mentions["leave"].id


@pytest.mark.parametrize(("quoted", "start"), [("he", 1), ("he@2", 8), ("he@3", 13), ("e@y", 31)])
def test_occurrences_are_plain_substrings_counted_in_the_sentence(quoted: str, start: int) -> None:
    sentence = Span(start=10, end=43, text="The weather: he said it was fine@y")
    assert gold.resolve(sentence, quoted).start == 10 + start


def test_words_that_are_not_there_are_refused() -> None:
    sentence = Span(start=0, end=7, text="He left")
    for quoted in ("stayed", "He@2", ""):
        with pytest.raises(ValueError, match="not in the sentence"):
            gold.resolve(sentence, quoted)


def test_letters_of_a_training_folder_count_within_one_document(tmp_path: Path) -> None:
    story = gold.load(write(tmp_path / "training", ledger=None))
    assert sorted(set(story.clusters.values())) == ["r1:A", "r2:A", "r2:B", "r2:C"]
    assert story.ledger == {}


def test_two_mentions_on_one_trigger_have_two_identifiers(folder: Path) -> None:
    lines = (folder / gold.MENTIONS).read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[0])
    row["mentions"].append({**row["mentions"][0], "id": "m2", "by": "Raiders"})
    (folder / gold.MENTIONS).write_text("\n".join([json.dumps(row), *lines[1:]]), encoding="utf-8")
    first, second = gold.load(folder).readings[0].mentions[:2]
    assert first.trigger == second.trigger
    assert first.id != second.id


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"text": "The weather was fine."', '"text": "The weather was foul."', "not in the report"),
        ('"t": "burnt"', '"t": "burned"', "'burned' is not in the sentence"),
        ("weir/r2#0", "weir/r7#0", "no report 'r7'"),
        ('"about": "m4"', '"about": "m9"', "m9"),
        ('"text": "The weather was fine."', '"text" "The weather was fine."', "not JSON"),
    ],
)
def test_a_broken_line_is_named(folder: Path, old: str, new: str, message: str) -> None:
    path = folder / gold.MENTIONS
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SourceMalformed, match=message):
        gold.load(folder)


def test_a_folder_without_reports_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        gold.load(tmp_path)


def test_folders_are_found_below_and_once(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one"), write(tmp_path / "two", ledger=None)
    (tmp_path / "empty").mkdir()
    assert gold.folders([tmp_path, two, tmp_path / "nowhere"]) == (one.resolve(), two.resolve())


def test_the_digest_follows_the_content_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    before = gold.digest([folder])
    other = shutil.copytree(folder, tmp_path / "elsewhere")
    assert gold.digest([other]) == before == gold.load(folder).digest
    changed = write(tmp_path / "changed", ledger=None)
    assert gold.digest([folder, changed]) == gold.digest([changed, folder]) != before
    (other / gold.LEDGER).write_text("{}", encoding="utf-8")
    assert gold.digest([other]) != before
