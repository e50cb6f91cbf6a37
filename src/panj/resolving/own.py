"""Where a user's own tables lie: places and actors that are looked up before those that Panj ships.

``$PANJ_TABLES`` names the folder; without it it is ``$XDG_DATA_HOME/panj/tables``, else ``~/.local/share/panj/tables``.
Whatever changes the answers of resolving lies in this folder, so that :func:`digest` can tell two states of it apart.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

FOLDER = "PANJ_TABLES"
"""The environment variable that names the folder of own tables."""

COMPILED = ".places"
"""How the names of compiled tables of places end; what stands before it is the digest of their content."""


def tables() -> Path:
    """Return the folder of the user's own tables, whether it is there or not; nothing is made.

    An empty variable counts as none. A relative ``$XDG_DATA_HOME`` is passed over, as the XDG base directory
    specification asks.
    """
    if named := os.environ.get(FOLDER):
        return Path(named).expanduser()
    home = Path(os.environ.get("XDG_DATA_HOME") or "")
    return (home if home.is_absolute() else Path.home() / ".local" / "share") / "panj" / "tables"


def digest() -> str | None:
    """Return twelve hex digits that stand for the content of the own tables; ``None`` where there are none.

    The same files under the same names give the same digits on every machine. A compiled table (``….places``) has the
    digest of its content in its name, and need not be read. Files whose names begin with a dot are being written, and
    are passed over.
    """
    folder = tables()
    names = sorted(path.name for path in folder.glob("*") if path.is_file() and not path.name.startswith("."))
    if not names:
        return None
    found = hashlib.sha256()
    for name in names:
        content = ""
        if not name.endswith(COMPILED):
            with (folder / name).open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
        found.update(f"{name}\t{content}\n".encode())
    return found.hexdigest()[:12]
