"""Files of actors that users write: tab- or comma-separated rows under a header, checked as a whole.

A table of actors is short and written by hand, and a wrong row would name somebody as something; so a file with a
fault is refused, with the row and the way out.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from panj.errors import InvalidValue, SourceEmpty, SourceMalformed, SourceMissing, SourceTooLarge
from panj.resolving.countries import country_code
from panj.resolving.gazetteer import LONGEST_NAME, Gazetteer, normal_form
from panj.resolving.roster import Roster, Row, day_of, default_key, folded
from panj.resolving.sectors import SECTORS

MOST_BYTES = 8_000_000
_COLUMNS = {
    "names": ("names", "name", "actor"), "sector": ("sector", "kind", "type"), "country": ("country", "iso3"),
    "from": ("from", "since", "start"), "to": ("to", "until", "end"), "key": ("key", "id"),
    "source": ("source", "sources", "note", "notes"),
}  # fmt: skip
"""What a column may be called, in small letters."""
_KEY = re.compile(r"[a-z]{3}:[A-Za-z0-9][A-Za-z0-9:-]*")


def rows_of(path: Path) -> list[Row]:
    """Return the rows of a file of actors.

    Raises:
        SourceError: there is no such file, it is too large, is no text, or holds no row.
        SourceMalformed: a row cannot be used; it names the first such row and what is wrong with it.
    """
    found: list[tuple[int, Row]] = []
    for number, cells in _cells(path):
        try:
            found.append((number, _row(cells)))
        except ValueError as error:
            raise SourceMalformed(f"{path}: row {number}", str(error), "Nothing was added") from error
    if not found:
        raise SourceEmpty(str(path), "holds no actor", "See panj actors add --help")
    for (number, one), (before, other) in ((b, a) for a, b in combinations(found, 2)):
        if fault := conflict(one, other):
            raise SourceMalformed(f"{path}: row {number}", f"{fault}, as in row {before}", "Nothing was added")
    return [row for _, row in found]


def _cells(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    """Yield the number of each row, counted from the line under the header, and its cells by our names of columns."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SourceTooLarge(str(path), f"is larger than {MOST_BYTES:,} bytes", "Split it into several tables")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SourceMissing(str(path), "no such file", "Check the path") from error
    except UnicodeDecodeError as error:
        raise SourceMalformed(str(path), "is no text in UTF-8", "Save it as UTF-8") from error
    except OSError as error:
        raise SourceMissing(str(path), f"cannot be read ({error.strerror})", "Check the path") from error
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header = lines[0] if lines else ""
    separator = max("\t,;", key=header.count)
    columns = [_column(cell) for cell in next(csv.reader([header], delimiter=separator), [])]
    for needed in ("names", "sector"):
        if needed not in columns:
            raise SourceMalformed(str(path), f"its header has no column {needed!r}", "See panj actors add --help")
    reader = csv.reader(io.StringIO("\n".join(lines[1:])), delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
    except csv.Error as error:
        raise SourceMalformed(f"{path}: row {reader.line_num}", str(error), "Nothing was added") from error


def _column(cell: str) -> str:
    form = cell.strip().lower()
    return next((name for name, others in _COLUMNS.items() if form in others), "")


def _row(cells: dict[str, str]) -> Row:
    """Return the row of some cells.

    Raises:
        ValueError: they cannot be used; the message says why, as a phrase.
    """
    names = tuple(filter(None, (" ".join(name.split()) for name in cells.get("names", "").split("|"))))
    if not names:
        raise ValueError("it has no name")
    for name in names:
        _check(name.removeprefix("~"))
    sector = cells.get("sector", "").upper()
    if sector not in SECTORS:
        raise ValueError(f"{sector or 'an empty cell'} is no sector; there are {', '.join(SECTORS)}")
    country = None
    if cells.get("country"):
        try:
            country = country_code(cells["country"])
        except InvalidValue as error:
            raise ValueError(f"{error.subject} {error.problem}") from error
    since, until = _day(cells.get("from", ""), last=False), _day(cells.get("to", ""), last=True)
    if since > until:
        raise ValueError(f"it ends on {until} before it begins on {since}")
    key = cells.get("key", "") or _known_key(names[0]) or default_key(names[0])
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key; write three small letters, a colon and a name, like org:blue-column")
    return Row(names, sector, country, since, until, key, cells.get("source", ""), own=True)


def _check(name: str) -> None:
    if len(name) > LONGEST_NAME or not normal_form(name):
        raise ValueError(f"{name[:40]!r} is no name")
    if name.lower() == name and name.upper() != name:
        raise ValueError(f"{name!r} has no capital letter, and words without one are not looked up as names")
    if "\t" in name or Gazetteer.shipped().named(name):
        raise ValueError(f"{name!r} is the name of a country")


def _day(text: str, *, last: bool) -> dt.date:
    if not text:
        return dt.date.max if last else dt.date.min
    try:
        return day_of(text, last=last)
    except ValueError as error:
        raise ValueError(f"{text!r} is no day; write 2026-03-01, 2026-03 or 2026") from error


def _known_key(name: str) -> str | None:
    """Return the key of the one shipped actor with this name: what is said of it then holds for the same actor."""
    keys = {one.standing.key for one in Roster.shipped().find(name, None) if not one.short}
    return keys.pop() if len(keys) == 1 else None


def conflict(one: Row, other: Row) -> str | None:
    """Return why two rows cannot both hold, as a phrase; ``None`` where they can."""
    if one.until < other.since or other.until < one.since:
        return None
    if one.key == other.key:
        if (one.sector, one.country) == (other.sector, other.country):
            return None
        return f"{one.key} is said to be two things on the same days"
    ours, theirs = ({folded(name.removeprefix("~")) for name in row.names} for row in (one, other))
    shared = ours & theirs
    if shared and one.country == other.country:
        return f"{min(shared)!r} is the name of two actors of one country on the same days"
    return None


def lines_of(rows: Sequence[Row]) -> list[str]:
    """Return rows as lines of a table, in the columns of the shipped ones."""
    lines = []
    for row in rows:
        since = "" if row.since == dt.date.min else row.since.isoformat()
        until = "" if row.until == dt.date.max else row.until.isoformat()
        cells = ("|".join(row.names), row.sector, row.country or "", since, until, row.key, row.source)
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    return lines
