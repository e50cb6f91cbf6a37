"""Anything becomes a report: text, HTML and JSON Lines from files, folders, standard input and addresses.

:func:`gather` yields every report of a source with the bytes it was made from, or the error that a part of it gave.
:func:`compare` says which of the reports before it a report copies, :func:`origins` which of them share one origin,
:func:`chains` who took it from whom.
Nothing here raises for what a source holds: a bad file or line becomes a :class:`~panj.errors.SourceError` that is
yielded, and the others are still read.
"""

from __future__ import annotations

from panj.sources.copies import compare, origins
from panj.sources.credits import chains
from panj.sources.drafting import Gathered
from panj.sources.gathering import gather

__all__ = ["Gathered", "chains", "compare", "gather", "origins"]
