"""Actors by name: armed groups, organisations, bodies of states, parties, persons, each with its days.

A row of a table says that a name meant an actor with a sector and a country during some days. An actor whose sector
changed has a row for each time (the Taliban govern Afghanistan in 1996–2001 and since 15 August 2021), and the day of
a report decides. Rows of a user's own tables are asked first; on days that they leave open the shipped ones stand.

The columns of every table, shipped or own: names joined by ``|``, sector, country, from, to, key, source. A day may be
given as a year or a month, which then counts whole. A name with ``~`` before it is a short form ("~Rahmon"): it counts
only beside a title or where the report names the country.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from panj.errors import InvalidValue
from panj.resolving.gazetteer import normal_form
from panj.resolving.own import tables

COLUMNS = ("names", "sector", "country", "from", "to", "key", "source")
SHIPPED = ("groups", "organisations", "bodies", "persons", "leaders", "parties")
"""The shipped tables in the order of trust: a name that two of them have is of the actor that stands first."""
OWN = "actors."
"""Own tables lie beside each other as ``actors.<name>.tsv``."""

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Row(NamedTuple):
    """One row: what the names mean from ``since`` to ``until``, both inclusive."""

    names: tuple[str, ...]
    sector: str
    country: str | None
    since: dt.date
    until: dt.date
    key: str
    source: str
    own: bool = False


class Standing(NamedTuple):
    """What an actor is on a day.

    Attributes:
        key: what equal parties share.
        name: the first name of its first row.
        sector: ``None`` before the first day of a person's first office.
        country: ISO 3166-1 alpha-3; ``None`` for an actor of no country.
        own: a row of the user's own tables says so.
        serving: the day lies in one of the rows.
    """

    key: str
    name: str
    sector: str | None
    country: str | None
    own: bool
    serving: bool


class Candidate(NamedTuple):
    """An actor that a name may mean, and whether the name is only a short form of it."""

    standing: Standing
    short: bool


def folded(words: str) -> str:
    """Return the normal form, with capitals kept for acronyms, which are other words in lower case ("IS")."""
    bare = words.replace(".", "")
    return bare if is_acronym(bare) else normal_form(words)


def is_acronym(words: str) -> bool:
    """Say whether words are an acronym: at most five capitals or digits without a space."""
    return len(words) <= 5 and words.isupper() and " " not in words


def day_of(text: str, *, last: bool) -> dt.date:
    """Return a day, or the first or last one of a month or a year.

    Raises:
        ValueError: the text is none of these.
    """
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = int(found[1]), int(found[2] or (12 if last else 1)), found[3]
    if day:
        return dt.date(year, month, int(day))
    return dt.date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def row_of(cells: Sequence[str], *, own: bool = False) -> Row:
    """Return the row of a table; the cells may be fewer than the columns.

    Raises:
        ValueError: it has no name or no sector, or a day cannot be read.
    """
    names, sector, country, since, until, key, source = (*cells, *[""] * len(COLUMNS))[: len(COLUMNS)]
    if not names.strip("|~ ") or not sector:
        raise ValueError("a name or a sector is missing")
    return Row(
        tuple(filter(None, (name.strip() for name in names.split("|")))),
        sector,
        country or None,
        day_of(since, last=False) if since else dt.date.min,
        day_of(until, last=True) if until else dt.date.max,
        key or default_key(names),
        source,
        own,
    )


def default_key(names: str) -> str:
    """Return the key of a row that gives none: its first name."""
    return "org:" + normal_form(names.split("|")[0].lstrip("~")).replace(" ", "-")


class Roster:
    """Finds actors by name and day. Frozen once made; own rows are found before shipped ones."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[tuple[str, bool], list[Row]] = {}
        self._keys: dict[str, list[tuple[str, bool, bool]]] = {}
        self.longest = 1
        """The number of words in the longest name."""
        for row in rows:
            self._rows.setdefault((row.key, row.own), []).append(row)
            for name in row.names:
                form = folded(name.removeprefix("~"))
                known = self._keys.setdefault(form, [])
                entry = (row.key, row.own, name.startswith("~"))
                if form and entry not in known:
                    known.append(entry)
                self.longest = max(self.longest, len(form.split()))
        for listed in self._rows.values():
            listed.sort(key=lambda row: (row.since, row.until))

    @classmethod
    def current(cls) -> Roster:
        """Return the shipped actors with those of the user's own tables as they are now.

        Raises:
            InvalidValue: an own table was changed by hand into something that cannot be read.
        """
        return _roster(tuple(state for path in own_paths() if (state := _state(path)) is not None))

    @classmethod
    def shipped(cls) -> Roster:
        """Return the actors that Panj ships alone."""
        return _roster(())

    def __contains__(self, name: str) -> bool:
        return folded(name) in self._keys

    def find(self, name: str, day: dt.date | None) -> list[Candidate]:
        """Return the actors that a name may mean on a day; those of own tables alone, where one of them holds then.

        Without a day the last that is known of each actor counts.
        """
        known = self._keys.get(folded(name), ())
        mine = [
            Candidate(one, short)
            for key, own, short in known
            if own and (one := self._standing(key, day, own=True)).serving
        ]
        if mine:
            return mine
        theirs = [Candidate(self._standing(key, day, own=False), short) for key, own, short in known if not own]
        return theirs or [Candidate(self._standing(key, day, own=True), short) for key, own, short in known if own]

    def _standing(self, key: str, day: dt.date | None, *, own: bool) -> Standing:
        rows = self._rows[key, own]
        name = rows[0].names[0].removeprefix("~")
        if day is None:
            row = max(rows, key=lambda one: one.until)
            return Standing(key, name, row.sector, row.country, own, serving=True)
        serving = [row for row in rows if row.since <= day <= row.until]
        if serving:
            row = serving[-1]
            return Standing(key, name, row.sector, row.country, own, serving=True)
        past = [row for row in rows if row.until < day]
        row = max(past, key=lambda one: one.until) if past else rows[0]
        sector: str | None = row.sector
        if key.startswith("per:"):  # who has left office is of no branch of the state any more
            sector = ("ELI" if past else None) if row.sector in _OFFICES else row.sector
        return Standing(key, name, sector, row.country, own, serving=False)


_OFFICES = frozenset(("GOV", "MIL", "COP", "SPY", "JUD", "LEG", "IGO"))


def candidates_in(found: Sequence[Candidate], countries: Collection[str]) -> list[Candidate]:
    """Narrow namesakes to those of the countries at hand, where there are any, then to those who stand on the day."""
    near = [one for one in found if one.standing.country in countries] or list(found)
    return [one for one in near if one.standing.serving] or near


def own_paths() -> list[Path]:
    """Return the user's own tables of actors in the order of their names."""
    return sorted(tables().glob(f"{OWN}*.tsv"))


def shipped_rows(name: str) -> list[Row]:
    """Return the rows of a shipped table."""
    text = (files("panj.resolving") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [row_of(line.split("\t")) for line in lines]


@cache
def _shipped() -> tuple[Row, ...]:
    return tuple(row for name in SHIPPED for row in shipped_rows(name))


def rows_in(path: Path) -> list[Row]:
    """Return the rows of one of the user's own tables.

    Raises:
        InvalidValue: it was changed by hand into something that cannot be read.
    """
    remedy = f"Add it again, or take it away: panj actors remove {path.name.removeprefix(OWN).removesuffix('.tsv')}"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidValue(str(path), f"cannot be read ({error})", remedy) from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith("#"):
            try:
                rows.append(row_of(line.split("\t"), own=True))
            except ValueError as error:
                raise InvalidValue(f"{path}:{number}", f"is no row of actors ({error})", remedy) from error
    return rows


def _state(path: Path) -> tuple[Path, int, int, int] | None:
    """Return what tells two states of a table apart; ``None`` where it was just taken away."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return path, found.st_mtime_ns, found.st_size, found.st_ino


@lru_cache(maxsize=4)
def _roster(states: tuple[tuple[Path, int, int, int], ...]) -> Roster:
    return Roster((*(row for path, *_ in states for row in rows_in(path)), *_shipped()))
