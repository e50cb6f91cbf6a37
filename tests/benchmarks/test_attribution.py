"""Attributions on hand-made articles: words, content, scopes, the command."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import attribution
from panj.errors import SourceMalformed
from panj.model import Mention, Reading, Report, Span, mention_id

FIRST = "Raiders burnt the mill, the bailiff of Weir said. Nobody was at home.\n\nThe miller wept, his aunt told us.\n"
SECOND = "The guild urged the town to mend the weir. “We wait,” Mira Dahl added.\n"


class FakeReader:
    """A reader that answers with prepared mentions, by the report's external identifier."""

    version = "fake 1"

    def __init__(self, *prepared: tuple[str, Sequence[Mention]]) -> None:
        self._prepared = dict(prepared)

    def read(self, report: Report) -> Reading:
        mentions = tuple(self._prepared.get(report.external_id or "", ()))
        return Reading(report_id=report.id, reader=self.version, sentences=2, mentions=mentions)


def span(text: str, words: str, start: int = 0) -> Span:
    at = text.index(words, start)
    return Span(start=at, end=at + len(words), text=words)


def mention(
    text: str, sentence: str, trigger: str, type_: str = "ASSAULT", *, actors: Sequence[str] = (), **parts: str
) -> Mention:
    whole = span(text, sentence)
    one = span(text, trigger, whole.start)
    return Mention(
        id=mention_id("r", one, type_),
        report_id="r",
        sentence=whole,
        trigger=one,
        type=type_,
        status="happened",
        actors=tuple(span(text, actor, whole.start) for actor in actors),
        by=span(text, parts["by"], whole.start) if "by" in parts else None,
        via=span(text, parts["via"], whole.start) if "via" in parts else None,
        cue=span(text, parts["cue"], whole.start) if "cue" in parts else None,
    )


def annotation(text: str, *spans: tuple[str, str]) -> str:
    lines = []
    for number, (role, words) in enumerate(spans, 1):
        places = [span(text, part) for part in words.split(" … ")]
        where = ";".join(f"{one.start} {one.end}" for one in places)
        lines.append(f"T{number}\t{role} {where}\t{words}")
    return "\n".join([*lines, "E1\tAttribution:T9 Content:T3 Cue:T2 Source:T1", ""])


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    (tmp_path / "text" / "a_one.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "text" / "b_two.txt").write_text(SECOND, encoding="utf-8")
    first = annotation(
        FIRST,
        ("Source", "the bailiff of Weir"),
        ("Cue", "said"),
        ("Content", "Raiders burnt the mill"),
        ("Source", "his aunt"),
        ("Cue", "told"),
        ("Content", "The miller wept"),
        ("Discard", "Nobody was at home."),
    )
    second = annotation(
        SECOND,
        ("Source", "The guild"),
        ("Cue", "urged"),
        ("Content", "the town … to mend the weir"),
        ("Source", "Mira Dahl"),
        ("Cue", "added"),
        ("Content", "“We wait,”"),
    )
    (tmp_path / "attributions" / "a_one_1111.ann").write_text(first, encoding="utf-8")
    (tmp_path / "attributions" / "a_one_2222.ann").write_text("", encoding="utf-8")
    (tmp_path / "attributions" / "b_two_1111.ann").write_text(second, encoding="utf-8")
    return tmp_path


BURNT = mention(FIRST, FIRST.split(" Nobody")[0], "burnt", by="bailiff of Weir", cue="said")
URGED = mention(SECOND, SECOND.split(" “We")[0], "urged", "REQUEST", actors=["guild"])


def test_the_first_annotator_counts_and_other_labels_do_not(corpus: Path) -> None:
    first, second = attribution.load(corpus)
    assert [first.report.external_id, second.report.external_id] == ["a_one", "b_two"]
    assert [len(first.gold[role]) for role in attribution.ROLES] == [2, 2, 2]
    assert [SECOND[start:end] for start, end in second.gold["content"]] == [
        "the town",
        "to mend the weir",
        "“We wait,”",
    ]


@pytest.mark.parametrize("line", ["T1\tSource 5 900\tx", "T1\tSource five six\tx", "T1"])
def test_a_line_of_another_form_is_an_error(corpus: Path, line: str) -> None:
    (corpus / "attributions" / "a_one_1111.ann").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(SourceMalformed, match=r"a_one_1111\.ann"):
        attribution.load(corpus)


def test_words_are_counted_without_determiners_and_punctuation(corpus: Path) -> None:
    tally = attribution.compare(attribution.load(corpus)[0], [BURNT])
    assert (tally["source"].given, tally["source"].wanted, tally["source"].precision) == (3, 4, 1.0)
    assert (tally["source_all_words"].given, tally["source_all_words"].wanted) == (3, 6)
    assert (tally["content"].right_given, tally["content"].given, tally["content"].wanted) == (3, 3, 5)
    assert (tally["source_span"].right_given, tally["source_span"].wanted) == (1, 2)


def test_what_the_reader_told_of_nothing_in_is_left_out_of_the_second_scope(corpus: Path) -> None:
    tally = attribution.compare(attribution.load(corpus)[0], [BURNT])
    assert tally["source"].recall == 0.75
    assert tally["told_source"].recall == tally["told_content"].f1 == 1.0
    assert tally["told_source"].precision == tally["source"].precision
    assert tally["told_source_span"].wanted == 1
    assert (tally["told_content_if_all"].given, tally["told_content_if_all"].right_given) == (7, 3)


def test_a_verbal_act_speaks_through_its_actor_only_where_that_is_asked_for(corpus: Path) -> None:
    tally = attribution.compare(attribution.load(corpus)[1], [URGED])
    assert tally["source"].given == tally["cue"].given == tally["content"].given == 0
    assert tally["told_acts_source"].f1 == tally["told_acts_cue"].f1 == 1.0
    asked = mention(SECOND, SECOND.split(" “We")[0], "mend", "ASSAULT", actors=["town"])
    assert attribution.compare(attribution.load(corpus)[1], [asked])["acts_source"].given == 0


@pytest.mark.parametrize(
    ("sentence", "by", "via", "said"),
    [
        ("The bailiff said raiders burnt the mill.", "bailiff", None, [" raiders burnt the mill."]),
        ("Raiders burnt it, Dahl said on Monday.", "Dahl", None, ["Raiders burnt it, "]),
        ("The mill, Dahl said, was burnt.", "Dahl", None, ["The mill, ", ", was burnt."]),
        ("“We burnt it,” Dahl said, laughing.", "Dahl", None, ["“We burnt it,” ", ", laughing."]),
        ("On Monday, Dahl said they burnt it.", "Dahl", None, [" they burnt it."]),
        ("Dahl, citing guards, said it was burnt.", "Dahl", "guards", [" it was burnt."]),
        ("Guards who burnt it said nothing.", "Guards", None, []),
        ("It is said that raiders burnt it.", None, None, []),
    ],
)
def test_content_is_the_sentence_without_the_phrase_that_attributes_it(
    sentence: str, by: str | None, via: str | None, said: list[str]
) -> None:
    parts = {name: words for name, words in (("by", by), ("via", via)) if words is not None}
    found = attribution.content(mention(sentence, sentence, "burnt", "ASSAULT", cue="said", **parts))
    assert [sentence[start:end] for start, end in found] == said


def test_the_last_line_is_one_object_with_every_figure(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attribution, "load_reader", lambda name: FakeReader(("a_one", [BURNT]), ("b_two", [URGED])))
    assert attribution.main([str(corpus), "--json"]) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (record["articles"], record["mentions"], record["reader"]) == (2, 2, "fake 1")
    assert record["digest"] == attribution.digest(corpus)
    assert record["polnear_source_precision"] == 1.0
    assert record["polnear_source_recall"] == round(3 / 7, 4)
    assert record["polnear_source_token_f1"] == 0.6
    assert record["polnear_told_acts_source_token_f1"] == 1.0
    assert record["polnear_content_token_f1"] == 0.4286
    assert attribution.main([str(corpus)]) == 0
    printed = capsys.readouterr().out
    assert "source, sentences with a mention" in printed
    assert "bailiff" not in printed


def test_no_corpus_is_said_and_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert attribution.main([str(tmp_path)]) == 1
    assert "SKIPPED" in capsys.readouterr().err


def test_an_unknown_reader_cannot_run(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert attribution.main([str(corpus), "--reader", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err
