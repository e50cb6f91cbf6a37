"""One door for every source: a file, a folder, standard input, an address."""

from __future__ import annotations

import datetime as dt
import io
import os
import pathlib
import re
import stat
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from panj.errors import FetchError, SourceEmpty, SourceError, SourceMalformed, SourceMissing, SourceUnsupported
from panj.sources import dates, html, jsonl, kinds, plain
from panj.sources.drafting import Gathered, Given, printable
from panj.sources.encodings import declared_in, decode, wide_encoding
from panj.sources.fetch import Fetcher, shown
from panj.sources.streams import HEAD, Stream
from panj.sources.text import one_line

STDIN = "-"
STDIN_NAME = "standard input"

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)
_ABOUT_THE_FOLDER = frozenset({"readme", "license", "licence", "notice", "changelog", "contributing", "copying"})


def gather(
    source: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    stdin: BinaryIO | None = None,
    name: str | None = None,
    fetcher: Fetcher | None = None,
    clock: Callable[[], dt.datetime] | None = None,
) -> Iterator[Gathered | SourceError]:
    """Yield every report of a source with its bytes, and an error for every part that gave none.

    A folder is gone through with all folders in it, in the order of the names. Hidden files and what is clearly no
    report (images, scripts, a README) are passed over; a document of a kind that a later version reads (PDF, DOCX, a
    feed) is named in an error, so that nobody believes it was read.

    Args:
        source: a file, a folder, ``-`` for standard input, or an http or https address.
        published: publication time where the source does not state one (ISO 8601).
        publisher: name of the outlet where the source does not state one.
        stdin: where ``-`` reads from; the standard input of the process by default.
        name: what the file that ``-`` reads is called, where it has a name.
        fetcher: how addresses are fetched.
        clock: against which dates are judged; the machine's by default.

    Raises:
        InvalidValue: ``published`` is not a date.
    """
    now = clock() if clock else dt.datetime.now(dt.UTC)
    given = Given(dates.given(published) if published else None, one_line(publisher), now)
    return _gather(source, given, stdin, name, fetcher or Fetcher())


def _gather(
    source: str, given: Given, stdin: BinaryIO | None, name: str | None, fetcher: Fetcher
) -> Iterator[Gathered | SourceError]:
    if source == STDIN:
        suffix = pathlib.PurePath(name or "").suffix.lower()
        yield from _settled(Stream(stdin or sys.stdin.buffer, name or STDIN_NAME), given, suffix=suffix)
    elif _ADDRESS.match(source):
        yield from _fetched(source, given, fetcher)
    else:
        yield from _path(source, given)


def _path(source: str, given: Given) -> Iterator[Gathered | SourceError]:
    path = pathlib.Path(source)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        yield _unreadable(source, error)
        return
    if not is_folder:
        yield from _file(path, given)
        return
    nothing = True
    for one in _files(path):
        for result in [one] if isinstance(one, SourceError) else _file(one, given):
            nothing = False
            yield result
    if nothing:
        kinds_read = " ".join(sorted(kinds.READ_SUFFIXES))
        yield SourceEmpty(printable(source), "holds no reports", f"Files that are read end in {kinds_read}")


def _files(folder: pathlib.Path) -> Iterator[pathlib.Path | SourceError]:
    """Yield the files of a folder that may be reports, and errors for those that are but cannot be read yet."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(str(folder), error)
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(path)
            elif entry.is_file() and path.stem.lower() not in _ABOUT_THE_FOLDER:
                if path.suffix.lower() in kinds.READ_SUFFIXES:
                    yield path
                else:
                    yield from _undeclared(path)
        except OSError as error:
            yield _unreadable(str(path), error)


def _undeclared(path: pathlib.Path) -> Iterator[pathlib.Path | SourceError]:
    """Yield a file whose name does not say that it is read, where it is a page or a document all the same."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if kinds.is_page(head):
        yield path
        return
    refused = kinds.refusal(head, printable(str(path)))
    if refused is None and path.suffix.lower() in kinds.XML_SUFFIXES:
        yield path  # to be refused by its content: a feed, NewsML
    elif isinstance(refused, SourceUnsupported):
        yield refused


def _file(path: pathlib.Path, given: Given) -> Iterator[Gathered | SourceError]:
    name = printable(str(path))
    try:
        file = path.open("rb")
    except OSError as error:
        yield _unreadable(name, error)
        return
    with file:
        status = os.fstat(file.fileno())
        size = status.st_size if stat.S_ISREG(status.st_mode) else None
        yield from _settled(Stream(file, name, size=size), given, suffix=path.suffix.lower())


def _fetched(source: str, given: Given, fetcher: Fetcher) -> Iterator[Gathered | SourceError]:
    try:
        if not source.lower().startswith(("http://", "https://")):
            raise FetchError(shown(source), "is not on the web", "Only http and https addresses are fetched")
        answer = fetcher.fetch(source)
    except SourceError as error:
        yield error
        return
    name = shown(answer.url)
    suffix = pathlib.PurePosixPath(name).suffix.lower()
    for one in _settled(
        Stream(io.BytesIO(answer.raw), name),
        given,
        suffix=suffix,
        media_type=answer.media_type,
        charset=answer.charset,
        url=answer.url,
    ):
        yield one if isinstance(one, SourceError) else _captured_from(answer.url, name, one)


def _captured_from(url: str, name: str, one: Gathered) -> Gathered:
    """Return a report whose capture has the whole address; errors name it without its query, which may be secret."""
    capture = one.report.capture
    whole = msgspec.structs.replace(capture, source=url + capture.source.removeprefix(name))
    return Gathered(msgspec.structs.replace(one.report, capture=whole), one.raw)


def _settled(
    stream: Stream,
    given: Given,
    *,
    suffix: str = "",
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
) -> Iterator[Gathered | SourceError]:
    """Yield what a stream of bytes holds; what goes wrong with it is yielded last."""
    try:
        yield from _read(stream, given, suffix, media_type, charset, url)
    except SourceError as error:
        yield error
    except RecursionError:
        yield SourceMalformed(stream.name, "is nested too deeply", "Save its text as a .txt file and read that")


def _read(
    stream: Stream, given: Given, suffix: str, media_type: str | None, charset: str | None, url: str | None
) -> Iterator[Gathered | SourceError]:
    head = stream.head()
    if refused := kinds.refusal(head, stream.name):
        raise refused
    kind = kinds.kind_of(head.decode(wide_encoding(head) or "utf-8", "replace"), stream.name, suffix, media_type)
    if kind == "json":
        yield from jsonl.read(stream, given, suffix=suffix)
        return
    raw = stream.read()
    text = decode(raw, stream.name, (charset, *(declared_in(head) if kind == "html" else ())))
    reader = html.read if kind == "html" else plain.read
    yield reader(text, given, raw=raw, source=stream.name, url=url)


def _unreadable(name: str, error: Exception) -> SourceError:
    name = printable(name)
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return SourceMissing(name, "is not there", "Check the name; a page on the web begins with http:// or https://")
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return SourceError(name, f"cannot be read: {reason}", "Check its permissions")
