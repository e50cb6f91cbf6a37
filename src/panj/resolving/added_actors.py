"""A user's own actors: tables that are asked before the shipped ones.

Each lies as ``actors.NAME.tsv`` in the folder of own tables, in the columns of the shipped tables. It is written under
another name and then renamed: whoever stops half-way, or reads meanwhile, has the old table or the new one.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from panj.errors import InvalidValue
from panj.model import Value
from panj.resolving.actor_files import conflict, lines_of, rows_of
from panj.resolving.gazetteer import normal_form
from panj.resolving.own import tables
from panj.resolving.roster import COLUMNS, OWN, own_paths, rows_in

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_FROM = "# from "


class AddedActors(Value, frozen=True, kw_only=True):
    """A table of own actors.

    Attributes:
        name: what it is called, and removed by.
        source: the name of the file that it was made from.
        actors: how many actors it holds; one may have several rows.
        rows: how many rows.
        digest: twelve hex digits over the rows.
    """

    name: str
    source: str
    actors: int
    rows: int
    digest: str


def add(path: Path, *, name: str | None = None) -> AddedActors:
    """Add a file of actors as a table of its own; one of the same name is replaced.

    Args:
        path: the file, as :func:`panj.resolving.actor_files.rows_of` reads it.
        name: what to call the table; without it what the file is called.

    Raises:
        SourceError: the file cannot be used; nothing is added.
        InvalidValue: the name cannot be used, another own table says otherwise of an actor, or the folder of tables
            cannot be written.
    """
    called = name or normal_form(path.name.split(".")[0]).replace(" ", "-")
    if not _NAME.fullmatch(called):
        raise InvalidValue(called, "is no name for a table", "Use small letters, digits and hyphens, with --name")
    rows = rows_of(path)
    folder = tables()
    target = folder / f"{OWN}{called}.tsv"
    for other in own_paths():
        for theirs in rows_in(other) if other != target else ():
            fault = next((found for mine in rows if (found := conflict(mine, theirs))), None)
            if fault:
                table = _name(other)
                raise InvalidValue(
                    str(path), f"{fault}, as in your table {table}", f"Remove it: panj actors remove {table}"
                )
    draft = folder / f".{OWN}{called}.{os.getpid()}.adding"
    header = [f"{_FROM}{' '.join(path.name.split())}", f"# {', '.join(COLUMNS)}"]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join([*header, *lines_of(rows)]) + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise InvalidValue(
            str(folder), f"cannot be written ({error})", "Name another folder with $PANJ_TABLES, or make room"
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return _described(target)


def listed() -> tuple[AddedActors, ...]:
    """Return the user's tables of actors, in the order in which they are asked: by name.

    Raises:
        InvalidValue: one was changed by hand into something that cannot be read.
    """
    return tuple(_described(path) for path in own_paths())


def remove(name: str) -> AddedActors:
    """Remove a table and return what it was.

    Raises:
        InvalidValue: there is none with this name, or it cannot be removed.
    """
    path = tables() / f"{OWN}{name}.tsv"
    if path not in own_paths():
        known = ", ".join(_name(one) for one in own_paths())
        raise InvalidValue(name, "no such table of actors", f"There are: {known}" if known else "There are none")
    try:
        table = _described(path)
    except InvalidValue:  # a damaged table can be taken away
        table = AddedActors(name=name, source=path.name, actors=0, rows=0, digest="")
    try:
        path.unlink()
    except OSError as error:
        raise InvalidValue(str(path), f"cannot be removed ({error.strerror})", "Check who may write there") from error
    return table


def _name(path: Path) -> str:
    return path.name.removeprefix(OWN).removesuffix(".tsv")


def _described(path: Path) -> AddedActors:
    rows = rows_in(path)
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    lines = "\n".join(lines_of(rows))
    return AddedActors(
        name=_name(path), source=first.removeprefix(_FROM) if first.startswith(_FROM) else path.name,
        actors=len({row.key for row in rows}), rows=len(rows),
        digest=hashlib.sha256(lines.encode()).hexdigest()[:12],
    )  # fmt: skip
