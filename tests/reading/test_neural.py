"""The shipped reader: every span is in the text, the same report is read the same, altered weights are refused."""

from __future__ import annotations

import pathlib
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panj.errors import InvalidValue, ModelAltered, ModelMissing
from panj.model import Capture, Report, encode, report_id
from panj.ontology import is_mode
from panj.reading import load_reader
from panj.reading.contract import Reader
from panj.reading.neural import MODEL, NeuralReader, verify

TEXT = (
    "Gunmen shot dead two customs officers at a checkpoint near Garissa late on Tuesday, the county commissioner said."
    "\n\n"
    "He said three others were wounded. The officers' union demanded armoured vehicles. "
    "Tea prices rose for a second week."
)


def report(text: str, title: str | None = None) -> Report:
    capture = Capture(digest="0" * 64, media_type="text/plain", size=len(text.encode()), source="test")
    return Report(
        id=report_id(publisher=None, url=None, title=title, text=text), text=text, title=title, capture=capture
    )


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def test_a_plain_report(reader: Reader) -> None:
    one = report(TEXT, "Two killed at checkpoint")
    reading = reader.read(one)
    assert reading.sentences == 4
    killing = reading.mentions[0]
    assert killing.type == "ASSAULT"
    assert killing.status == "happened"
    assert any((figure.outcome, figure.low, figure.high) == ("killed", 2, 2) for figure in killing.figures)
    assert any(mention.type == "REQUEST" for mention in reading.mentions)
    assert not any("Tea" in mention.sentence.text for mention in reading.mentions)


def holds(reader: Reader, one: Report) -> None:
    reading = reader.read(one)
    assert encode(reader.read(one)) == encode(reading)
    ids = [mention.id for mention in reading.mentions]
    assert len(ids) == len(set(ids))
    for mention in reading.mentions:
        assert is_mode(mention.type, mention.mode)
        assert mention.about is None or mention.about in ids
        for name, span in mention.spans():
            assert one.text[span.start : span.end] == span.text, name
            assert mention.sentence.start <= span.start < span.end <= mention.sentence.end
    for abstention in reading.abstentions:
        if abstention.words is not None:
            assert one.text[abstention.words.start : abstention.words.end] == abstention.words.text


def test_what_holds_for_every_reading(reader: Reader) -> None:
    holds(reader, report(TEXT))
    holds(reader, report(TEXT * 30))
    holds(reader, report("word " * 3000))
    holds(reader, report("Мэр сказал: двое убиты. 死者は二人。 قُتل اثنان."))


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200), st.none() | st.text(max_size=30))
def test_any_text_can_be_read(text: str, title: str | None) -> None:
    holds(load_once(), report(text, title))


_LOADED: list[Reader] = []


def load_once() -> Reader:
    if not _LOADED:
        _LOADED.append(load_reader())
    return _LOADED[0]


def test_a_sentence_reads_the_same_whatever_follows_its_window(reader: Reader) -> None:
    long = report(TEXT + "\n\n" + "The market opened late. " * 200)
    short = report(TEXT + "\n\n" + "The market opened late. " * 100)
    first = [mention.trigger for mention in reader.read(long).mentions if mention.trigger.end < len(TEXT)]
    second = [mention.trigger for mention in reader.read(short).mentions if mention.trigger.end < len(TEXT)]
    assert first == second


def test_missing_or_altered_weights_are_refused(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ModelMissing):
        verify(tmp_path)
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    assert verify(folder).version == NeuralReader(folder).version
    weights = folder / "reader.onnx"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    with pytest.raises(ModelAltered, match="checksum"):
        NeuralReader(folder)
    weights.unlink()
    with pytest.raises(ModelMissing):
        NeuralReader(folder)
    (folder / "manifest.json").write_text("{")
    with pytest.raises(ModelAltered):
        verify(folder)


def test_an_unknown_reader_is_named() -> None:
    with pytest.raises(InvalidValue, match="oracle"):
        load_reader("oracle")
