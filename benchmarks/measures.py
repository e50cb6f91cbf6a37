"""The figures of the yardstick: their names, their order, and what two annotators reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from clusters import Score

Kind = Literal["f1", "accuracy", "share"]


@dataclass(frozen=True)
class Measure:
    """How a measure is shown: its name in a tally, a label, how it is computed, and what two people agree on.

    ``f1`` comes with precision and recall; ``accuracy`` is the share right among the pairs that could be judged;
    ``share`` the share of what was wanted that was found. ``agreement`` is that of two annotators, where it was
    measured. A measure with ``downstream`` is also taken from gold mentions, under the prefix ``gold_``.
    """

    name: str
    label: str
    kind: Kind
    agreement: float | None = None
    downstream: bool = False

    @property
    def key(self) -> str:
        """Name of the leading figure in the JSON."""
        if self.kind == "accuracy":
            return f"{self.name}_accuracy"
        return self.name if self.kind == "share" or self.name == "figure_exact" else f"{self.name}_f1"


MEASURES: tuple[Measure, ...] = (
    Measure("trigger", "trigger", "f1", 0.86),
    Measure("trigger_type", "trigger and type", "f1", 0.82),
    Measure("status", "status, of paired", "accuracy", 0.98),
    Measure("mode", "mode, of paired", "accuracy", 0.93),
    Measure("claimant", "claimant (by)", "f1", 0.86),
    Measure("via", "inner speaker (via)", "f1"),
    Measure("cue", "cue", "f1"),
    Measure("actor", "actor", "f1", 0.75),
    Measure("recipient", "recipient", "f1", 0.70),
    Measure("place", "place", "f1", 0.68),
    Measure("from", "launched from", "f1"),
    Measure("time", "time", "f1", 0.75),
    Measure("weapon", "weapon", "f1"),
    Measure("figure_exact", "figure, exact", "f1", 0.80),
    Measure("about", "about", "f1"),
    Measure("incident_muc", "incidents, MUC", "f1", downstream=True),
    Measure("incident_b3", "incidents, B³", "f1", downstream=True),
    Measure("incident_ceaf_e", "incidents, CEAF-e", "f1", downstream=True),
    Measure("incident_conll", "incidents, mean of three", "f1", downstream=True),
    Measure("ledger_incidents_found", "ledger: incidents found", "share", downstream=True),
    Measure("ledger_figures_found", "ledger: figures found", "share", downstream=True),
    Measure("ledger_figures_with_claimant", "  with their claimant", "share", downstream=True),
    Measure("ledger_sums_found", "  sums alone", "share", downstream=True),
    Measure("ledger_statements_found", "ledger: statements found", "share", downstream=True),
    Measure("incident_type", "found incidents: type", "accuracy", downstream=True),
    Measure("incident_day", "found incidents: both days ±1", "accuracy", downstream=True),
    Measure("incident_day_overlap", "  days overlap ±1", "accuracy", downstream=True),
    Measure("incident_day_abstained", "  abstained", "share", downstream=True),
    Measure("incident_country", "found incidents: country", "accuracy", downstream=True),
    Measure("incident_country_abstained", "  abstained", "share", downstream=True),
    Measure("incident_point", "found incidents: within 50 km", "accuracy", downstream=True),
    Measure("incident_point_abstained", "  abstained", "share", downstream=True),
)


def leading(measure: Measure, tally: Mapping[str, Score]) -> float | None:
    """Return the leading figure of a measure; ``None`` where there was nothing to score."""
    if measure.name == "incident_conll":
        parts = [tally[name].f1 for name in ("incident_muc", "incident_b3", "incident_ceaf_e") if name in tally]
        known = [part for part in parts if part is not None]
        return sum(known) / len(known) if known else None
    score = tally.get(measure.name, Score())
    return score.f1 if measure.kind == "f1" else score.recall


def summary(tally: Mapping[str, Score], *, prefix: str = "") -> dict[str, float | None]:
    """Return figures by name, rounded to four digits; with a ``prefix``, those taken from gold mentions only."""
    found: dict[str, float | None] = {}
    for measure in MEASURES:
        if prefix and not measure.downstream:
            continue
        found[prefix + measure.key] = _rounded(leading(measure, tally))
        if measure.kind == "f1" and measure.name in tally:
            found[f"{prefix}{measure.name}_precision"] = _rounded(tally[measure.name].precision)
            found[f"{prefix}{measure.name}_recall"] = _rounded(tally[measure.name].recall)
    return found


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)
