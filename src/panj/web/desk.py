"""What all requests share: the ledger, the views of it that were asked for last, and who decides."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from panj import judging
from panj.errors import InvalidValue, SourceError
from panj.model import Decision
from panj.panj import Ledger, ReadResult, View

_KEPT = 8
"""Views that are kept: a page asks for one, Today for two."""


class Desk:
    """A ledger as requests use it, from several threads.

    Args:
        ledger: what is looked at and written.
        author: in whose name decisions are kept.
    """

    def __init__(self, ledger: Ledger, author: str) -> None:
        self.ledger = ledger
        self.author = author
        self.name = ledger.path.name
        self.mark = hashlib.sha256(str(ledger.path.resolve()).encode()).hexdigest()[:8]
        self._views: OrderedDict[tuple[dt.datetime | None, str], View] = OrderedDict()
        self._minutes: dict[dt.datetime, dt.datetime] = {}
        self._followed = 0
        self._lock = threading.RLock()
        self._reading = threading.Lock()  # pages go on while reports are read

    def view(self, as_of: dt.datetime | None = None, rule: str | None = None) -> View:
        """Return the view at an instant, the newest by default, computed once for as long as nothing changes.

        Raises:
            InvalidValue: there is no such rule.
        """
        with self._lock:
            state = self.ledger.state()
            newest = None if state is None else state[1]
            at = newest if as_of is None or (newest is not None and as_of >= newest) else as_of
            key = (at, rule or "most-supported")
            view = self._views.get(key)
            if view is None:
                view = self.ledger.view(at, rule=key[1])
                _ = view.all_incidents, view.all_statements, view.all_sums
                self._views[key] = view
            self._views.move_to_end(key)
            while len(self._views) > _KEPT:
                self._views.popitem(last=False)
            return view

    def decide(
        self,
        judgements: Sequence[tuple[str, Sequence[str]]],
        reason: str = "",
        payload: Sequence[tuple[str, str]] = (),
    ) -> list[Decision]:
        """Keep decisions in the order given: kind and subjects of each; ``payload`` is that of a correction.

        Raises:
            InvalidValue: one of them is none; none is kept then.
            UnknownId: a subject is not there; none is kept then.
        """
        with self._lock:
            view, now = self.view(), dt.datetime.now(dt.UTC)
            made = [
                judging.decision(
                    view,
                    kind,
                    subjects,
                    author=self.author,
                    reason=reason,
                    at=now + dt.timedelta(microseconds=number),
                    payload=payload,
                )
                for number, (kind, subjects) in enumerate(judgements)
            ]
            for one in made:
                self.ledger.decide(one)
            return made

    def read(
        self,
        source: str,
        *,
        stream: BinaryIO | None = None,
        name: str | None = None,
        publisher: str | None = None,
        published: str | None = None,
    ) -> Iterator[ReadResult | SourceError]:
        """Read an address, or a stream; a path of this machine is never read for a page.

        Raises:
            InvalidValue: the source is no address.
        """
        if stream is None and not source.lower().startswith(("http://", "https://")):
            raise InvalidValue(source, "is not an address", "Give one that begins with http:// or https://")
        with self._reading:
            yield from self.ledger.read(
                source if stream is None else "-", publisher=publisher, published=published, stdin=stream, name=name
            )

    def moments(self, most: int = 60) -> list[dt.datetime]:
        """Return the latest instants at which something changed, the last one of each minute, oldest first."""
        with self._lock:
            for change in self.ledger.changes(self._followed):
                self._minutes[change.known_from.replace(second=0, microsecond=0)] = change.known_from
                self._followed = change.sequence
            return list(self._minutes.values())[-most:]
