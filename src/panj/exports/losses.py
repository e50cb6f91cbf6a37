"""What a format could not hold, counted: every export says what it left out, dropped, changed or took for granted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeVar

from panj.model import Incident, Value

LossKind = Literal["left-out", "dropped", "changed", "assumed"]
KINDS: dict[LossKind, str] = {
    "left-out": "incidents left out",
    "dropped": "dropped",
    "changed": "changed",
    "assumed": "taken for granted",
}
"""What can happen to a value, in words: the incident is not in the export; the value is not; it is, but otherwise than
in the ledger; the format asks for a value that no claim gives, and has a convention for it."""

NO_COLUMN = "the format has no field for it"
IN_WORDS = "only in the words of the format's free field"


class Loss(Value, frozen=True, kw_only=True):
    """One reason for which values of a field were lost, with every incident that it happened to.

    ``count`` is the number of those incidents.
    """

    kind: LossKind
    field: str
    reason: str
    count: int
    incident_ids: tuple[str, ...]


class LossReport(Value, frozen=True, kw_only=True):
    """What became of a selection of incidents in one format.

    Attributes:
        format: name of the format.
        rule: the rule by which one number stands for many.
        incidents: how many incidents were to be exported.
        exported: how many of them are in the export.
        losses: by kind, field and reason.
    """

    format: str
    rule: str
    incidents: int
    exported: int
    losses: tuple[Loss, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the report as lines of text, the most frequent loss of each kind first."""
        yield f"{self.format}: {self.exported} of {self.incidents} incidents, figures by the rule {self.rule}"
        for kind, title in KINDS.items():
            found = [one for one in self.losses if one.kind == kind]
            if found:
                yield f"{title}:"
            for one in sorted(found, key=lambda one: (-one.count, one.field, one.reason)):
                yield f"  {one.count:>4}  {one.field}: {one.reason}"


class Outside(Exception):
    """A format cannot hold an incident: raised while a row is made, caught by :meth:`Tally.kept`."""

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(field, reason)


Made = TypeVar("Made")


class Tally:
    """Counts losses while an export is made; each incident counts once per kind, field and reason."""

    def __init__(self) -> None:
        self._found: dict[tuple[LossKind, str, str], dict[str, None]] = {}

    def _add(self, kind: LossKind, incident_id: str, field: str, reason: str) -> None:
        self._found.setdefault((kind, field, reason), {})[incident_id] = None

    def kept(self, incidents: Iterable[Incident], make: Callable[[Incident], Made]) -> list[tuple[Incident, Made]]:
        """Return what ``make`` makes of each incident that the format can hold; count the others as left out.

        ``make`` raises :class:`Outside` with the field that keeps an incident out, and why.
        """
        found = []
        for one in incidents:
            try:
                found.append((one, make(one)))
            except Outside as out:
                self._add("left-out", one.id, out.field, out.reason)
        return found

    def dropped(self, incident_id: str, field: str, reason: str = NO_COLUMN) -> None:
        """Count a value that is not in the export."""
        self._add("dropped", incident_id, field, reason)

    def changed(self, incident_id: str, field: str, reason: str) -> None:
        """Count a value that the export states otherwise than the ledger."""
        self._add("changed", incident_id, field, reason)

    def assumed(self, incident_id: str, field: str, reason: str) -> None:
        """Count a value that the format asks for and no claim gives."""
        self._add("assumed", incident_id, field, reason)

    def beyond(self, one: Incident, holds: frozenset[str], told: Callable[[str], bool] | None = None) -> None:
        """Count every facet of an incident that is not among those that a format ``holds``.

        ``told`` says which of the others stand in the words of a free field: these are changed, not dropped. What was
        counted before for a reason of its own is not counted again.
        """
        counted = {field for (_, field, _), names in self._found.items() if one.id in names}
        for facet in facets(one):
            if facet in holds or facet in counted:
                continue
            if told is not None and told(facet):
                self.changed(one.id, facet, IN_WORDS)
            else:
                self.dropped(one.id, facet)

    def report(self, format_: str, rule: str, incidents: int) -> LossReport:
        """Return the report over everything counted."""
        gone = {name for (kind, _, _), names in self._found.items() if kind == "left-out" for name in names}
        losses = []
        for (kind, field, reason), names in sorted(self._found.items()):
            ids = tuple(sorted(name for name in names if kind == "left-out" or name not in gone))
            if ids:
                losses.append(Loss(kind=kind, field=field, reason=reason, count=len(ids), incident_ids=ids))
        exported = incidents - len(gone)
        return LossReport(format=format_, rule=rule, incidents=incidents, exported=exported, losses=tuple(losses))


def facets(one: Incident) -> Iterator[str]:
    """Yield the names of what an incident holds beside its identifier, type, claims and reports.

    ``figures.killed`` is the number, ``figures.killed.bounds`` that low, best and high are not one,
    ``figures.claims`` who said which number. ``places`` are those beside the first one, ``actors.all`` and
    ``recipients.all`` likewise.
    """
    held = {
        "mode": one.mode,
        "when": one.when,
        "place": one.place,
        "places": len(one.places) > 1,
        "launched_from": one.launched_from,
        "actors": one.actors,
        "actors.all": len(one.actors) > 1,
        "actors_alleged": one.actors_alleged,
        "recipients": one.recipients,
        "recipients.all": len(one.recipients) > 1,
        "accounts": len(one.accounts) > 1,
        "weapons": any(account.weapons for account in one.accounts),
        "disagreements": one.disagreements,
        "denied_by": one.denied_by,
        "open_questions": one.open_questions,
        "figures.claims": any(view.claims for view in one.figures),
    }
    yield from (name for name, value in held.items() if value)
    for view in one.figures:
        yield f"figures.{view.outcome}"
        if not view.low == view.best == view.high:
            yield f"figures.{view.outcome}.bounds"
        if view.sides:
            yield f"figures.{view.outcome}.sides"
