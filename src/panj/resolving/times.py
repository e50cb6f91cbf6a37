"""From the time spans of mentions to one interval each, in the light of the whole report.

Words are read by the grammar in :mod:`panj.resolving.expressions`, counted from the local day of publication. Several
spans of one mention are intersected. An expression that leans on another act ("two days after the raid") takes that
act's days. A mention without time may inherit days; the rules are few, named, and read only what stands before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from panj.model import Interval, Mention, Report
from panj.resolving.expressions import Days, Reason, days_of

AHEAD = frozenset(("planned", "asked"))


class Calendar:
    """The intervals of one report's mentions."""

    def __init__(self, report: Report, mentions: Sequence[Mention], *, south: bool = False) -> None:
        self.anchor = None if report.published_at is None else report.published_at.date()
        self._south = south
        self._when: dict[str, tuple[Interval | None, tuple[Reason, ...]]] = {}
        for mention in sorted(mentions, key=lambda one: one.trigger.start):
            self._when[mention.id] = self._stated(mention)

    def when(self, mention: Mention) -> tuple[Interval | None, tuple[Reason, ...]]:
        """Return the interval of a mention, and the reasons for which its words were not understood."""
        return self._when[mention.id]

    def said_on(self, mention: Mention) -> dt.date | None:
        """Return the day on which the claim was made."""
        return self.anchor

    def _stated(self, mention: Mention) -> tuple[Interval | None, tuple[Reason, ...]]:
        reasons: list[Reason] = []
        for span in mention.times:
            answer = days_of(span.text, self.anchor, ahead=mention.status in AHEAD, south=self._south)
            if isinstance(answer, Days):
                return Interval(
                    valid_from=answer.first, valid_to=answer.last, granularity=answer.granularity,
                    rule=answer.rule, words=span,
                ), ()  # fmt: skip
            reasons.append(answer)
        return None, tuple(reasons)
