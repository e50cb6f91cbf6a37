from __future__ import annotations

import hashlib
import io
import json
import pathlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.errors import SourceEmpty, SourceError, SourceMalformed, SourceTooLarge
from panj.sources import Gathered, jsonl
from panj.sources.drafting import Given
from panj.sources.streams import Stream
from tests.sources.conftest import NOW, collect, error, only, reports, unhurried

ONE = {"id": "r1", "publisher": "Ridge Review", "published_at": "2025-12-02T09:20:00+05:00", "title": "Two held",
       "text": "Police held two men.\n\nThey said so.", "url": "https://ridge.example/1", "language": "en-GB",
       "author": {"unknown": [1]}}  # fmt: skip


def line(**values: Any) -> bytes:
    return json.dumps({**ONE, **values}).encode()


def write(folder: pathlib.Path, raw: bytes, name: str = "week.jsonl") -> pathlib.Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def test_a_line() -> None:
    report = only(line())
    assert report.external_id == "r1"
    assert report.publisher == "Ridge Review"
    assert report.published_at is not None
    assert report.published_at.isoformat() == ONE["published_at"]
    assert report.published_found_in == "json:published_at"
    assert (report.title, report.text, report.url, report.language) == (ONE["title"], ONE["text"], ONE["url"], "en")


def test_captures_are_lines(tmp_path: pathlib.Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbf" + line() + b"\r\n\r\n \n" + line(text="Other words.") + b"\n")
    first, second = collect(path)
    assert isinstance(first, Gathered)
    assert isinstance(second, Gathered)
    assert (first.raw, second.raw) == (line(), line(text="Other words."))
    assert second.report.capture.source == f"{path}:4"
    assert second.report.capture.digest == hashlib.sha256(second.raw).hexdigest()
    assert second.report.capture.size == len(second.raw)
    assert second.report.capture.media_type == "application/json"


@pytest.mark.parametrize(
    "bad",
    [
        *(b"{", b"nonsense", b'{"text": "a" "b"}', b"[1, 2]", b"7", b'"x"', b"null", b'{"title": "x"}', b'{"text": 5}'),
        *(b'{"text": "caf\xe9"}', b'{"text": "x", "n": ' + b"9" * 5000 + b"}", b'{"a":' * 100_000),
    ],
)
@pytest.mark.parametrize("first", [False, True])
def test_a_bad_line_loses_itself_alone(tmp_path: pathlib.Path, bad: bytes, first: bool) -> None:
    lines = [bad, line()] if first else [line(), bad]
    found = collect(write(tmp_path, b"\n".join([*lines, line(text="Last words.")])))
    (wrong,) = [one for one in found if isinstance(one, SourceError)]
    assert isinstance(wrong, SourceMalformed)
    assert wrong.subject == f"{tmp_path}/week.jsonl:{1 if first else 2}"
    assert wrong.remedy
    assert len(found) == 3


def test_the_column_is_named(tmp_path: pathlib.Path) -> None:
    assert "column 14" in str(collect(write(tmp_path, line() + b'\n{"text": "a" "b"}'))[1])


@pytest.mark.parametrize(
    ("field", "value"),
    [("published_at", "yesterday"), ("published_at", 5), ("publisher", ["x"]), ("title", {}), ("url", 1), ("id", 1.5)],
)
def test_a_bad_field_loses_itself_alone(field: str, value: object) -> None:
    report, wrong = collect(line(**{field: value}))
    assert isinstance(report, Gathered)
    assert report.report.text == ONE["text"]
    assert isinstance(wrong, SourceMalformed)
    assert field in wrong.problem


def test_nulls_and_missing_fields_and_what_is_given() -> None:
    report = only(line(published_at=None, publisher=None, id=7), published="2025-12-01", publisher="Us")
    assert (report.external_id, report.publisher, report.published_found_in) == ("7", "Us", "given")
    report = only(line(), published="2025-11-01", publisher="Us")
    assert (report.publisher, report.published_found_in) == ("Ridge Review", "json:published_at")
    assert [one.found_in for one in report.date_candidates] == ["json:published_at", "given"]


@pytest.mark.parametrize("text", ["", " \n", "\u200b"])
def test_a_line_without_words(text: str) -> None:
    assert isinstance(error(line(text=text)), SourceEmpty)


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_and_an_object(tmp_path: pathlib.Path, indent: int | None) -> None:
    values = [ONE, {**ONE, "text": "Other words, ] and [."}, {"no": "text"}]
    path = write(tmp_path, json.dumps(values, indent=indent).encode(), "week.json")
    one, two, three = collect(path)
    assert isinstance(one, Gathered)
    assert isinstance(two, Gathered)
    assert json.loads(two.raw) == values[1]
    assert two.report.capture.source == f"{path}#2"
    assert isinstance(three, SourceMalformed)
    assert three.subject == f"{path}#3"
    assert only(json.dumps(ONE, indent=indent).encode()).text == ONE["text"]


def test_broken_documents_are_one_error(tmp_path: pathlib.Path) -> None:
    pretty = json.dumps([ONE, ONE], indent=2).encode()[:-30]
    for name in ("week.json", "week.jsonl"):
        assert "line" in error(write(tmp_path, pretty, name)).problem
    assert isinstance(error(write(tmp_path, b"\xff[", "week.json")), SourceMalformed)
    assert isinstance(error(write(tmp_path, b"[]", "week.json")), SourceEmpty)
    assert isinstance(error(write(tmp_path, b" \n ", "week.json")), SourceEmpty)
    assert isinstance(error(write(tmp_path, b" \n ", "week.jsonl")), SourceEmpty)


def test_a_file_of_something_else_is_left_after_a_while(tmp_path: pathlib.Path) -> None:
    found = collect(write(tmp_path, b'{"mention": 1}\n' * 10_000))
    assert len(found) == 101
    assert "no file of reports" in str(found[-1])


def test_wide_characters() -> None:
    raw = ("\ufeff" + json.dumps(ONE) + "\n" + json.dumps({**ONE, "text": "Ҷаласа шуд."}, ensure_ascii=False)).encode(
        "utf-16-le"
    )
    assert [one.text for one in reports(raw)] == [ONE["text"], "Ҷаласа шуд."]


def test_half_characters_do_not_survive() -> None:
    assert only(b'{"text": "half \\ud83d one", "id": "\\ud83d"}').text == "half \ufffd one"


def test_lines_longer_than_a_line_may_be() -> None:
    lines = list(Stream(io.BytesIO(b"short\n" + b"x" * 3_000_000 + b"\nlast"), "x", line_limit=2_000_000).lines())
    assert lines[0] == b"short"
    assert isinstance(lines[1], SourceTooLarge)
    assert lines[1].subject == "x:2"
    assert lines[2] == b"last"


def test_a_text_longer_than_a_report_may_be() -> None:
    found = collect(line(text="word " * 1_000_001) + b"\n" + line())
    assert isinstance(found[0], SourceTooLarge)
    assert isinstance(found[1], Gathered)


def test_twenty_megabytes() -> None:
    raw = b"\n".join(line(id=str(n), text=f"{n} words. " * 20) for n in range(40_000))
    assert len(raw) > 18_000_000
    assert len(reports(raw)) == 40_000


def test_lines_are_streamed() -> None:
    class Endless:
        """A pipe that goes on for ever."""

        def read(self, size: int) -> bytes:
            return (line() + b"\n") * 4

    found = jsonl.read(Stream(Endless(), "pipe"), Given(None, None, NOW))  # type: ignore[arg-type]
    assert all(isinstance(next(found), Gathered) for _ in range(100))


def test_the_stories_keep_their_characters(shared: pathlib.Path) -> None:
    for path in sorted(shared.glob("stories/*/reports.jsonl")):
        rows = [json.loads(one) for one in path.read_text().splitlines()]
        assert [(one.text, one.title, one.external_id) for one in reports(path)] == [
            (row["text"], row["title"], row["id"]) for row in rows
        ]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ONE, "x"]), inner, max_size=4),
    max_leaves=12,
)


@unhurried
@given(st.lists(values.map(json.dumps) | st.text(max_size=20), max_size=6).map("\n".join))
def test_any_lines_are_reports_or_errors(raw: str) -> None:
    for one in collect(b'{"' + raw.encode("utf-8", "replace")):
        assert isinstance(one, SourceError | Gathered)
    for one in collect(raw.encode("utf-8", "replace")):
        assert isinstance(one, SourceError | Gathered)
