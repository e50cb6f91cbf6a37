"""What a request asks for, in the words of the library and of the command line."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from panj.errors import InvalidValue
from panj.model import Incident
from panj.panj import View
from panj.selecting import day, instant
from panj.web.desk import Desk

CONDITIONS = ("since", "until", "country", "type", "text")
"""What incidents are chosen by."""


@dataclasses.dataclass(frozen=True)
class Question:
    """The parameters of a request that choose a state, a rule and incidents; an empty one is one not given.

    Raises:
        InvalidValue: by the properties: a day, an instant or a number that is none.
    """

    given: Mapping[str, str]

    def word(self, name: str) -> str | None:
        """Return a parameter; ``None`` where it is not given or blank."""
        return self.given.get(name, "").strip() or None

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """Return a parameter that is a whole number."""
        text = self.word(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise InvalidValue(text, f"is no {name}", f"Give a whole number from {least} to {most}")
        return int(text)

    @property
    def since(self) -> dt.date | None:
        """First day."""
        return day(self.word("since"))

    @property
    def until(self) -> dt.date | None:
        """Last day."""
        return day(self.word("until"))

    @property
    def as_of(self) -> dt.datetime | None:
        """Ledger time."""
        text = self.word("as_of")
        return instant(text.replace(" ", "+") if text and "T" in text else text)

    @property
    def rule(self) -> str | None:
        """How one number stands for several."""
        return self.word("rule")

    @property
    def is_limited(self) -> bool:
        """Whether any condition on incidents is given."""
        return any(self.word(name) for name in CONDITIONS)

    def view(self, desk: Desk) -> View:
        """Return the view that is asked for."""
        return desk.view(self.as_of, self.rule)

    def incidents(self, view: View) -> tuple[Incident, ...]:
        """Return the incidents that are asked for."""
        return view.incidents(
            since=self.since,
            until=self.until,
            country=self.word("country"),
            type=self.word("type"),
            text=self.word("text"),
        )

    def query(self, **changes: str | None) -> str:
        """Return the query of the same request with other values; ``None`` takes a parameter away."""
        pairs = {**self.given, **changes}
        kept = {name: value for name, value in pairs.items() if value and name != "done"}
        return f"?{urlencode(kept)}" if kept else ""
