"""The stages under test, behind one function each, so that the yardstick also measures hand-made ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from panj.model import Claim, Incident, Linking, Reading, Report, Statement, Sum


@dataclass(frozen=True)
class Views:
    """What the stages after the reader make of the readings of a story."""

    linking: Linking
    incidents: tuple[Incident, ...]
    sums: tuple[Sum, ...] = ()
    statements: tuple[Statement, ...] = ()
    abstentions: int = 0


class Stages(Protocol):
    """Everything after the reader: resolving, linking, reconciling."""

    def __call__(self, reports: Sequence[Report], readings: Sequence[Reading]) -> Views:
        """Return what becomes of the readings, ``readings[n]`` being that of ``reports[n]``."""
        ...


def installed() -> Stages:
    """Return Panj's own stages. They are imported here, so that a reader can be scored without loading them."""
    from panj import incidents, sources
    from panj.resolving import Resolver

    resolver = Resolver()

    def stages(reports: Sequence[Report], readings: Sequence[Reading]) -> Views:
        resolutions = [resolver.resolve(report, reading) for report, reading in zip(reports, readings, strict=True)]
        claims: tuple[Claim, ...] = tuple(claim for resolution in resolutions for claim in resolution.claims)
        known = {report.id: report for report in reports}
        linking = incidents.link(claims, known)
        return Views(
            linking=linking,
            incidents=incidents.incidents(claims, linking, known, sources.origins(reports)),
            sums=incidents.sums(claims, linking, known),
            statements=incidents.statements(claims, linking, known),
            abstentions=sum(len(resolution.abstentions) for resolution in resolutions),
        )

    return stages
