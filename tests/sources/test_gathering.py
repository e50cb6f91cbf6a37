from __future__ import annotations

import io
import os
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.errors import (
    FetchError,
    InvalidValue,
    SourceBinary,
    SourceEmpty,
    SourceError,
    SourceMissing,
    SourceTooLarge,
    SourceUnsupported,
)
from panj.model import decode, encode, report_id
from panj.sources import Gathered, gather
from panj.sources.streams import SIZE_LIMIT
from tests.sources.conftest import PROSE, collect, error, only, page, reports, unhurried

TEXT = "\n".join(PROSE).encode()


def test_the_report_that_panj_exists_for(shared: pathlib.Path) -> None:
    path = shared / "seed/report.txt"
    report = only(path, published="2025-12-01")
    assert report.title is None
    assert len(report.text.split("\n\n")) == 10
    assert report.text.split("\n\n") == path.read_text(encoding="utf-8").split("\n")
    assert report.published_found_in == "given"
    assert report.published_date_only
    assert [one.found_in for one in report.date_candidates] == ["given"]
    assert report.capture.source == str(path)
    assert only(path).published_at is None


def test_two_reads_are_equal(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(head='<meta property="og:site_name" content="Courier">'))
    assert collect(path) == collect(path)
    report = only(path)
    assert report.id == report_id(publisher="Courier", url=None, title=report.title, text=report.text)
    assert only(path, published="2025-12-01").id == report.id
    assert decode(encode(report), type(report)) == report


def test_a_folder(tmp_path: pathlib.Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "b" / "2.html").write_text(page())
    (tmp_path / "b" / "10.txt").write_bytes(TEXT + b" More.")
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "c.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    (tmp_path / "page.php").write_text(page() + "<!-- saved -->")
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "e.txt").write_bytes(b"\0\1")
    (tmp_path / "feed.xml").write_text("<rss></rss>")
    for passed_over in (
        "photo.png",
        ".hidden.txt",
        ".git/config.txt",
        "README.md",
        "style.css",
        "archive.zip",
        "Makefile",
    ):
        (tmp_path / passed_over).write_bytes(b"PK\x03\x04" if passed_over == "archive.zip" else TEXT)
    found = collect(tmp_path)
    named = [one.subject if isinstance(one, SourceError) else one.report.capture.source for one in found]
    assert [pathlib.Path(one).relative_to(tmp_path).as_posix() for one in named] == [
        "a.txt", "b/10.txt", "b/2.html", "c.jsonl:1", "c.jsonl:2", "d.pdf", "e.txt", "feed.xml", "page.php",
    ]  # fmt: skip
    assert {type(one) for one in found if isinstance(one, SourceError)} == {SourceUnsupported, SourceBinary}


def test_a_folder_that_holds_itself_and_one_that_holds_nothing(tmp_path: pathlib.Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    assert isinstance(error(tmp_path), SourceEmpty)


@pytest.mark.parametrize("source", ["no-such-file.txt", "no/such/folder/", "x" * 5000, "a\0b", "", "\udcff"])
def test_missing(source: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = collect(source)
    assert len(found) == 1
    assert isinstance(found[0], SourceError | SourceMissing)
    str(found[0]).encode()


def test_a_name_in_bytes(tmp_path: pathlib.Path) -> None:
    path = pathlib.Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(TEXT)
    assert only(path).capture.source.endswith("caf\\udce9.txt")


def test_a_file_that_may_not_be_read(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(pathlib.Path, "open", refuse)
    assert "Permission denied" in error(path).problem


def test_standard_input() -> None:
    report = only(TEXT, publisher=" Harbour\nCourier ")
    assert report.publisher == "Harbour Courier"
    assert report.capture.source == "standard input"


def test_input_that_breaks_off() -> None:
    class Torn(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error")

    (found,) = gather("-", stdin=Torn())  # type: ignore[arg-type]
    assert isinstance(found, SourceError)
    assert "Input/output error" in str(found)


def test_sizes(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(TEXT)
        file.truncate(SIZE_LIMIT + 1)
    assert isinstance(error(path), SourceBinary | SourceTooLarge)
    path.write_bytes(b"Words. " * (SIZE_LIMIT // 7 + 1))
    assert isinstance(error(path), SourceTooLarge)

    class Endless:
        """A pipe that never ends, and how much of it was taken."""

        taken = 0

        def read(self, size: int) -> bytes:
            self.taken += size
            return b"words " * (size // 6)

    pipe = Endless()
    (found,) = gather("-", stdin=pipe)  # type: ignore[arg-type]
    assert isinstance(found, SourceTooLarge)
    assert pipe.taken < SIZE_LIMIT * 1.1


def test_twenty_megabytes_of_text() -> None:
    assert isinstance(error(b"Three men were killed on Monday.\n\n" * 600_000), SourceTooLarge)
    whole = only(("Трое мужчин погибли в понедельник.\n\n" * 130_000).encode())
    assert len(whole.text) > 4_600_000


@pytest.mark.parametrize("published", ["yesterday", "2025-13-01", "01.12.2025"])
def test_a_date_that_is_none_is_refused_at_once(published: str) -> None:
    with pytest.raises(InvalidValue):
        gather("-", published=published, stdin=io.BytesIO(TEXT))


@pytest.mark.parametrize("source", ["ftp://example.org/x", "file:///etc/passwd", "gopher://x/", "data://x"])
def test_other_schemes(source: str) -> None:
    assert isinstance(error(source), FetchError)


starts = st.sampled_from(
    [
        b"",
        b"<html>",
        b"{",
        b"[",
        b'{"text":"',
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x00\x00\xfe\xff",
        b"<?xml ",
        b"<rss",
        b"PK\x03\x04",
    ]
)


@unhurried
@given(starts, st.binary(max_size=200), st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.json", "a.md", "a.bin"]))
def test_any_bytes_are_reports_or_errors(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(start + rest)
    found = collect(path)
    assert list(map(str, found)) == list(map(str, collect(path)))
    for one in found:
        assert isinstance(one, SourceError | Gathered)
        if isinstance(one, SourceError):
            str(one).encode()
        else:
            assert decode(encode(one.report), type(one.report)) == one.report


def test_every_report_has_its_bytes(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (one,) = collect(tmp_path)
    assert isinstance(one, Gathered)
    assert one.raw == TEXT
    assert one.report.capture.size == len(TEXT)
    assert len(reports(tmp_path)) == 1
