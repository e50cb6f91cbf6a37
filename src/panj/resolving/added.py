"""A user's own places: files compiled into tables that are looked up before the shipped gazetteer.

Each file becomes one SQLite file, ``NAME.DIGEST.places`` in the folder of own tables, with an index on the normal form
of names. It is written under another name and then renamed: whoever stops half-way, or reads meanwhile, has the old
table or the new one. The digest is that of its content, so that a state of the tables is known by the names of files.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path

from panj.errors import InvalidValue, SourceEmpty
from panj.model import Value
from panj.resolving.countries import country_code
from panj.resolving.gazetteer import Gazetteer, bare_name, normal_form
from panj.resolving.own import COMPILED, tables
from panj.resolving.place_files import Fault, PlaceRow, rows

SHOWN_FAULTS = 10
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class AddedTable(Value, frozen=True, kw_only=True):
    """A table of own places, and what became of the file it was made from.

    Attributes:
        name: what it is called, and removed by.
        source: the name of the file.
        places: rows taken.
        faults: rows left out, by reason.
        first_faults: the first of them, as "row 12: no name".
        digest: twelve hex digits over the content.
    """

    name: str
    source: str
    places: int
    digest: str
    faults: tuple[tuple[str, int], ...] = ()
    first_faults: tuple[str, ...] = ()


class OwnTable:
    """One table, opened when first asked."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def rows(self, name: str) -> Iterator[Sequence[str]]:
        """Yield the rows under a normal form, as the gazetteer's tables have them."""
        for (cells,) in self._connection.execute("SELECT cells FROM places WHERE key = ? ORDER BY rowid", (name,)):
            yield (name, *cells.split("\t"))

    def described(self) -> AddedTable:
        """Return what the table says of itself.

        Raises:
            InvalidValue: it is damaged.
        """
        try:
            facts = dict(self._connection.execute("SELECT name, value FROM facts"))
            return AddedTable(
                name=facts["name"], source=facts["source"], places=int(facts["places"]), digest=facts["digest"]
            )
        except (sqlite3.Error, KeyError, ValueError) as error:
            raise InvalidValue(
                str(self._path), f"is no table of places ({error})", "Delete it and add it again"
            ) from error


def installed() -> Gazetteer:
    """Return the shipped gazetteer with the user's own tables before it; one for each state of the tables."""
    paths = _paths()
    if not paths:
        return Gazetteer.shipped()
    return _with_own(paths)


@lru_cache(maxsize=1)
def _with_own(paths: tuple[Path, ...]) -> Gazetteer:
    """Return one gazetteer for a state of the tables: their names hold the digests of their content."""
    return Gazetteer.shipped().with_own([OwnTable(path) for path in paths])


def _paths() -> tuple[Path, ...]:
    return tuple(sorted(path for path in tables().glob(f"*{COMPILED}") if not path.name.startswith(".")))


def listed() -> tuple[AddedTable, ...]:
    """Return the user's tables of places, in the order in which they are asked: by name."""
    return tuple(OwnTable(path).described() for path in _paths())


def remove(name: str) -> AddedTable:
    """Remove a table and return what it was.

    Raises:
        InvalidValue: there is none with this name.
    """
    found = [path for path in _paths() if path.name.split(".")[0] == name]
    if not found:
        known = ", ".join(path.name.split(".")[0] for path in _paths())
        raise InvalidValue(name, "no such table of places", f"There are: {known}" if known else "There are none")
    table = OwnTable(found[-1]).described()
    for path in found:
        path.unlink()
    return table


def add(
    path: Path,
    *,
    name: str | None = None,
    country: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> AddedTable:
    """Compile a file of places into a table of its own; one of the same name is replaced.

    Args:
        path: the file, of a kind that :func:`panj.resolving.place_files.rows` reads.
        name: what to call the table; without it what the file is called.
        country: alpha-3 code for rows that name no country.
        progress: told the number of rows read, now and then.

    Raises:
        SourceError: the file cannot be used as a whole.
        InvalidValue: the name cannot be used, or the folder of tables cannot be written.
    """
    called = name or normal_form(path.name.split(".")[0]).replace(" ", "-")
    if not _NAME.fullmatch(called):
        raise InvalidValue(called, "is no name for a table", "Use small letters, digits and hyphens, with --name")
    folder = tables()
    draft = folder / f".{called}.{os.getpid()}.adding"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        table = _compile(draft, path, called, country, progress)
        target = folder / f"{called}.{table.digest}{COMPILED}"
        draft.replace(target)
        for other in _paths():
            if other != target and other.name.split(".")[0] == called:
                other.unlink()
    except (OSError, sqlite3.Error) as error:
        raise InvalidValue(
            str(folder), f"cannot be written ({error})", "Name another folder with $PANJ_TABLES, or make room"
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return table


def _compile(
    draft: Path, path: Path, name: str, country: str | None, progress: Callable[[int], None] | None
) -> AddedTable:
    hashed = hashlib.sha256()
    faults: Counter[str] = Counter()
    first: list[str] = []
    taken = 0

    def lines() -> Iterator[tuple[str, str]]:
        nonlocal taken
        for number, one in enumerate(rows(path, country), start=1):
            if progress is not None and number % 20_000 == 0:
                progress(number)
            if isinstance(one, Fault):
                faults[one.reason] += 1
                if len(first) < SHOWN_FAULTS:
                    first.append(f"row {one.row}: {one.reason}")
                continue
            taken += 1
            for key, cells in _cells(one, taken):
                hashed.update(f"{key}\t{cells}\n".encode())
                yield key, cells

    connection = sqlite3.connect(draft, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE places (key TEXT NOT NULL, cells TEXT NOT NULL)")
        connection.execute("CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO places VALUES (?, ?)", lines())
        if not taken:
            why = f": {first[0]}" if first else ""
            raise SourceEmpty(str(path), f"holds no place that can be used{why}", "See panj gazetteer add --help")
        connection.execute("CREATE INDEX by_name ON places (key)")
        table = AddedTable(
            name=name, source=path.name, places=taken, digest=hashed.hexdigest()[:12],
            faults=tuple(sorted(faults.items(), key=lambda one: (-one[1], one[0]))), first_faults=tuple(first),
        )  # fmt: skip
        facts = {"name": name, "source": path.name, "places": str(taken), "digest": table.digest}
        connection.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
        connection.execute("COMMIT")
    finally:
        connection.close()
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    return table


def _cells(row: PlaceRow, number: int) -> Iterator[tuple[str, str]]:
    """Yield the rows of a place: under its name, and under each other name one that leads there."""
    keys = dict.fromkeys(normal_form(one) for one in (row.name, *row.others))
    if row.kind in "12":
        keys = dict.fromkeys(bare_name(key)[0] for key in keys)
    main, *others = (key for key in keys if key)
    id_ = row.id or f"#{number}"
    cells = (row.kind, row.name, row.country, row.area, row.district, f"{row.lat:.5f}", f"{row.lon:.5f}",
             str(row.population or ""), id_)  # fmt: skip
    yield main, "\t".join(" ".join(cell.split()) for cell in cells)
    for key in others:
        yield key, f">\t{main}\t{id_}"


class OwnPlaces:
    """The user's own tables of places, which every ledger looks up before the shipped gazetteer.

    They lie in the folder that ``$PANJ_TABLES`` names, else in the user's folder of data.
    """

    def add(
        self,
        path: str | os.PathLike[str],
        *,
        name: str | None = None,
        country: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> AddedTable:
        """Add the places of a GeoNames dump, a CSV file or GeoJSON; one table of the same name is replaced.

        Args:
            path: the file.
            name: what to call the table; what the file is called by default.
            country: the country of rows that name none: a code or a name.
            progress: told the number of rows read, now and then.

        Raises:
            SourceError: the file cannot be used as a whole; rows that cannot be used are counted in the answer.
            InvalidValue: the name or the country cannot be used, or the folder cannot be written.
        """
        code = None if country is None else country_code(country)
        return add(Path(path), name=name, country=code, progress=progress)

    def tables(self) -> tuple[AddedTable, ...]:
        """Return the tables, in the order in which they are asked."""
        return listed()

    def remove(self, name: str) -> AddedTable:
        """Remove a table; raises ``InvalidValue`` where there is none of this name."""
        return remove(name)
