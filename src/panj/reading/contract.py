"""What every reader promises."""

from __future__ import annotations

from typing import Protocol

from panj.model import Reading, Report


class Reader(Protocol):
    """Turns a report into mentions.

    A reader

    * is deterministic: the same report gives an equal :class:`~panj.model.Reading`, in any process, in any order;
    * invents nothing: every span is found in ``report.text`` at its characters;
    * abstains in the open: what it saw and did not understand is an :class:`~panj.model.Abstention`, and one bad
      sentence never costs the rest of the report;
    * keeps nothing between two reports and writes nothing.
    """

    @property
    def version(self) -> str:
        """Name and version; two readers that may answer differently never share one."""
        ...

    def read(self, report: Report) -> Reading:
        """Return the mentions of one report, in the order of their triggers.

        Raises:
            ReaderError: the reader itself cannot run; nothing about the report causes it.
        """
        ...
