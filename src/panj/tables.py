"""The user's own tables of actors, for those who use Panj: added, listed, removed."""

from __future__ import annotations

import os
import pathlib

from panj import resolving


class OwnActors:
    """The user's own tables of actors, which every ledger looks up before the shipped ones.

    They lie in the folder that ``$PANJ_TABLES`` names, else in the user's folder of data.
    """

    def add(self, path: str | os.PathLike[str], *, name: str | None = None) -> resolving.AddedActors:
        """Add the actors of a file with a header; one table of the same name is replaced.

        Args:
            path: the file: names (joined by ``|``) and sector, and as far as known country, from, to, key, source.
            name: what to call the table; what the file is called by default.

        Raises:
            SourceError: a row cannot be used; nothing is added.
            InvalidValue: the name cannot be used, another own table says otherwise, or the folder cannot be written.
        """
        return resolving.add_actors(pathlib.Path(path), name=name)

    def tables(self) -> tuple[resolving.AddedActors, ...]:
        """Return the tables, in the order in which they are asked."""
        return resolving.own_actors()

    def remove(self, name: str) -> resolving.AddedActors:
        """Remove a table; raises ``InvalidValue`` where there is none of this name."""
        return resolving.remove_actors(name)
