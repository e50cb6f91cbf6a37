"""Opening a ledger: what lies at the path, and which error says so.

SQLite alone would make a file where none was asked for, write its log into a file of another program, and call a
photograph "not a database". So what is there is looked at first, and changed only when it is known to be a ledger.
"""

from __future__ import annotations

import os
import pathlib
import stat

from panj.errors import LedgerDamaged, LedgerForeign, LedgerMissing, LedgerNewer
from panj.ledger import migrations, schema
from panj.ledger.contract import Store
from panj.ledger.instants import Clock, machine_clock
from panj.ledger.sqlite import APPLICATION_ID, APPLICATION_ID_AT, INDICES, MAGIC, SqliteFile
from panj.ledger.store import SqlStore

_RESTORE = "Restore it from a copy, or name another file"
_OTHER = "Name another file for the ledger"
_LOOKED_AT = 1 << 20
"""Bytes that are looked at to tell a torn ledger from any other file."""


def open_ledger(
    path: str | os.PathLike[str], *, create: bool = True, clock: Clock | None = None, timeout: float = 5.0
) -> Store:
    """Open the ledger in a file.

    Args:
        path: the file.
        create: make the ledger where there is no file, or one without anything in it.
        clock: gives ledger time; the machine's clock by default.
        timeout: seconds to wait for another process that writes, here and in every later call.

    Raises:
        LedgerMissing: no file there and none was to be made, or it cannot be made there.
        LedgerForeign: what is there is not a ledger.
        LedgerDamaged: it was one, and is torn.
        LedgerNewer: a later version of Panj wrote it.
        LedgerLocked: another process holds it.
        LedgerFull: it cannot be written.
    """
    place = pathlib.Path(path)
    blank = _look(place, create=create)
    file = SqliteFile(place, timeout)
    try:
        if blank:
            migrations.create(file)
        _identify(file, create=create)
        file.keep_log()
    except BaseException:
        file.close()
        raise
    return SqlStore(file, clock or machine_clock)


def _look(path: pathlib.Path, *, create: bool) -> bool:
    """Say whether there is no ledger yet but may be one; let through what begins as a file of SQLite does."""
    subject = str(path)
    try:
        status = path.stat()
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise LedgerMissing(
                subject, "lies in a folder that does not exist", "Make the folder, or name another"
            ) from None
        if not create:
            raise LedgerMissing(subject, "does not exist", "panj read makes a ledger") from None
        return True
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise LedgerMissing(subject, f"cannot be looked at ({reason})", _OTHER) from error
    if stat.S_ISDIR(status.st_mode):
        raise LedgerForeign(subject, "is a folder", "Name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise LedgerForeign(subject, "is not a file of the ordinary kind", _OTHER)
    if status.st_size == 0:
        if not create:
            raise LedgerMissing(subject, "is an empty file", "panj read makes it a ledger")
        return True
    try:
        with path.open("rb") as stream:
            beginning = stream.read(_LOOKED_AT)
    except OSError as error:
        raise LedgerMissing(subject, f"cannot be read ({error.strerror})", "Allow reading the file") from error
    if not beginning.startswith(MAGIC):
        if _was_a_ledger(path, beginning):
            raise LedgerDamaged(subject, "is damaged at its beginning", _RESTORE)
        raise LedgerForeign(subject, "is not a ledger of Panj", _OTHER)
    return False


def _was_a_ledger(path: pathlib.Path, beginning: bytes) -> bool:
    """Say whether a file that does not begin like a ledger shows that it was one."""
    header = beginning[: APPLICATION_ID_AT + 4]
    return (
        header.endswith(APPLICATION_ID.to_bytes(4, "big"))
        or MAGIC.startswith(header)
        or not any(header)
        # Claims are kept as JSON; what holds them and is not text (an export would be) are pages of a ledger.
        or (b'"report_id":"r' in beginning and b"\0" in beginning)
        or path.with_name(path.name + "-wal").exists()
    )


def _identify(file: SqliteFile, *, create: bool) -> None:
    """See that a file of SQLite is a whole ledger of this version; upgrade an older one."""
    subject = str(file.path)
    with file.read() as connection:
        application, version = file.marks(connection)
        names = file.names(connection)
    if application != APPLICATION_ID:
        if application or version or names:
            raise LedgerForeign(subject, "is a database of another program", _OTHER)
        # Nothing is in it: what a process leaves that was killed before it had made the tables.
        if not create:
            raise LedgerMissing(subject, "is an empty database", "panj read makes it a ledger")
        migrations.create(file)
        version = schema.VERSION
    if version > schema.VERSION:
        raise LedgerNewer(
            subject, f"was written by a later Panj (version {version}, this one knows {schema.VERSION})", "Update Panj"
        )
    migrations.upgrade(file, version)
    tables = (*schema.metadata.tables, *INDICES)
    with file.read() as connection:
        missing = sorted(set(tables) - file.names(connection))
        if missing:
            raise LedgerDamaged(subject, f"lacks its tables {', '.join(missing)}", _RESTORE)
        file.probe(connection, tables)
