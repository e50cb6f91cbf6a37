"""JSON Lines of reports, and the same objects in a JSON array or one alone.

Keys that are read: ``text`` (required), ``id``, ``publisher``, ``published_at``, ``title``, ``url``, ``language``. All
others are ignored. A line that holds no report becomes an error that names file and line; a field that does not hold
what it must becomes one too, and the report is read without the field.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from panj.errors import SourceEmpty, SourceError, SourceMalformed
from panj.sources import dates, kinds
from panj.sources.drafting import Found, Gathered, Given, check_length, draft, language_code
from panj.sources.encodings import decode, wide_encoding
from panj.sources.streams import Stream
from panj.sources.text import one_line, paragraphs

MEDIA_TYPE = "application/json"

_MOST_BAD = 100
"""So many bad lines at the start, and none good: a file of something else."""

_BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(r"[ \t\r\n]*")
_OPENED_LIST = re.compile(rb"\s*\[[ \t\r]*\n")
_DECODER = json.JSONDecoder()


class _Broken(NamedTuple):
    """What is wrong with a JSON text, in place of its value."""

    reason: str


def read(stream: Stream, given: Given, *, suffix: str = "") -> Iterator[Gathered | SourceError]:
    """Yield the reports of a JSON Lines file, a JSON array or a JSON object.

    Lines are read one at a time, so a file of lines may have any size; an array or an object that goes over several
    lines is held whole. The content decides which it is, the suffix only where the content is broken.

    Args:
        stream: the bytes.
        given: what the user says about every report.
        suffix: of the file name.

    Raises:
        SourceError: it cannot be read, or there is nothing in it.
    """
    if wide_encoding(stream.head()):
        # The bytes of a line end can stand inside a character here; the captures are the lines as UTF-8.
        stream = Stream(io.BytesIO(decode(stream.read(), stream.name).encode()), stream.name)
    first = stream.first_line().removeprefix(_BOM)
    by_suffix = suffix in kinds.LINES_SUFFIXES and first.strip() not in (b"{", b"[") and not first.startswith(b"[")
    if by_suffix or isinstance(_parsed(first), dict):
        yield from _lines(stream.lines(), given, stream.name)
        return
    raw = stream.read().removeprefix(_BOM)
    if not raw.strip():
        raise SourceEmpty(stream.name, "holds nothing", "Check that it is the file you mean")
    value = _parsed(raw)
    if not isinstance(value, _Broken):
        yield from _document(value, raw.decode().strip(), given, stream.name)
        return
    lines = raw.split(b"\n")
    # Broken as a whole; it was meant to be lines where one of the first is an object by itself.
    if _OPENED_LIST.match(raw) or not any(isinstance(_parsed(line), dict) for line in lines[:50]):
        raise SourceMalformed(stream.name, f"is not JSON: {value.reason}", "Mend it, or write one report to a line")
    yield from _lines(lines, given, stream.name)


def _document(value: Any, text: str, given: Given, name: str) -> Iterator[Gathered | SourceError]:
    """Yield the reports of a sound JSON text."""
    if not isinstance(value, list):
        yield from _report(value, text.encode(), given, name)
        return
    if not value:
        raise SourceEmpty(name, "is an empty list", "Check that it is the file you mean")
    at = 1
    for number, _ in enumerate(value, 1):
        start = _after_space(text, at)
        element, end = _DECODER.raw_decode(text, start)
        yield from _report(element, text[start:end].encode(), given, f"{name}#{number}")
        at = _after_space(text, end) + 1  # past the comma


def _lines(lines: Iterable[bytes | SourceError], given: Given, name: str) -> Iterator[Gathered | SourceError]:
    good = bad = 0
    for number, line in enumerate(lines, 1):
        made: Iterable[Gathered | SourceError]
        if isinstance(line, SourceError):
            made = [line]
        elif line := (line.removeprefix(_BOM) if number == 1 else line).strip(b" \t\r"):
            made = _report(_parsed(line), line, given, f"{name}:{number}")
        else:
            continue
        for one in made:
            good += isinstance(one, Gathered)
            bad += isinstance(one, SourceError)
            yield one
        if bad >= _MOST_BAD and not good:
            problem = f"is no file of reports: there is none in its first {number} lines, and the rest was not read"
            yield SourceMalformed(name, problem, "Each line is an object that has its words under the key text")
            return
    if not good and not bad:
        yield SourceEmpty(name, "holds nothing", "Check that it is the file you mean")


def _report(value: Any, raw: bytes, given: Given, where: str) -> Iterator[Gathered | SourceError]:
    """Yield the report of one object and an error for every field that could not be used."""
    if isinstance(value, _Broken):
        yield SourceMalformed(where, f"is not JSON: {value.reason}", "Mend it; the other lines were read")
        return
    if not isinstance(value, dict):
        yield SourceMalformed(where, "is not an object", 'Write it as {"text": "…", "title": "…", …}')
        return
    text = value.get("text")
    if not isinstance(text, str):
        problem = "has no text" if text is None else "its text is not a string"
        yield SourceMalformed(where, problem, "Each report has its words under the key text")
        return
    bad: list[SourceError] = []

    def string(key: str) -> str | None:
        one = value.get(key)
        if one is not None and not isinstance(one, str):
            bad.append(SourceMalformed(where, f"its {key} is not a string; read without it", f"Write {key} in quotes"))
            return None
        return one_line(one)

    published = string("published_at")
    date = dates.iso(published, "json:published_at") if published else None
    if published and date is None:
        problem = f"its published_at is not a date ({_short(published)}); read without it"
        bad.append(SourceMalformed(where, problem, "Write it as 2025-12-01 or 2025-12-01T18:00+05:00"))
    own_id = value.get("id")
    try:
        check_length(text, where)
        found = Found(
            text=paragraphs(text),
            title=string("title"),
            publisher=string("publisher"),
            url=string("url"),
            language=language_code(string("language")),
            external_id=str(own_id) if isinstance(own_id, int) and not isinstance(own_id, bool) else string("id"),
            dates=(date,) if date else (),
        )
        yield draft(found, given, raw=raw, media_type=MEDIA_TYPE, source=where)
    except SourceError as error:
        yield error
        return
    yield from bad


def _parsed(raw: bytes) -> Any:
    """Return the value of a JSON text, or what is wrong with it."""
    try:
        return _DECODER.decode(raw.decode())
    except UnicodeDecodeError:
        return _Broken("it is not UTF-8")
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        return _Broken(f"{error.msg.lower()} at {place}")
    except RecursionError:
        return _Broken("it is nested too deeply")
    except ValueError:
        return _Broken("it holds a number of too many digits")


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
