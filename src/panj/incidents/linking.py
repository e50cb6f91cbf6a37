"""Claims to incidents: the one function that links, and the words that explain a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from panj.incidents.linker import Linker
from panj.incidents.weights import ACROSS, WITHIN
from panj.model import Claim, Decision, Link, Linking, Report


def link(claims: Iterable[Claim], reports: Mapping[str, Report], decisions: Sequence[Decision] = ()) -> Linking:
    """Group claims by the act they tell.

    The same claims, reports and decisions give the same linking in whatever order they come. Claims of verbal types,
    of habits, and planned, asked or possible acts that refer to nothing told are not linked. Claims that sum several
    acts are not linked either: ``covers`` names the incidents they may contain.

    Args:
        claims: all claims, of any number of reports; two with one identifier are one.
        reports: reports by identifier, for the time of publication.
        decisions: people's judgements; ``same``, ``not-same``, ``reject``, ``restore`` and ``undo`` count here and
            outrank the machine.
    """
    by_report: dict[str, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report_id, []).append(claim)
    linker = Linker()
    linker.decide(decisions)
    for report_id in sorted(by_report):
        linker.put(report_id, by_report[report_id], reports.get(report_id))
    return linker.linking()


def explain(one: Link) -> str:
    """Return in words why a claim belongs to its incident: what speaks for and against it, the weightiest first."""
    if one.rule == "seed":
        return "The first claim of the incident: the incident is named after it."
    if one.rule == "decision":
        return "A person put it there (" + ", ".join(value for _, value in one.features) + ")."
    weights = WITHIN if one.rule == "within the report" else ACROSS
    sides: dict[bool, list[tuple[float, str]]] = {True: [], False: []}
    for name, value in one.features:
        weight = weights.get(name, 0.0)
        if weight and not name.startswith("kind "):
            sides[weight > 0].append((-abs(weight), f"{name} ({value})" if value else name))
    told = [
        f"{word} it: " + "; ".join(said for _, said in sorted(sides[speaks_for]))
        for speaks_for, word in ((True, "for"), (False, "against"))
        if sides[speaks_for]
    ]
    return (
        f"Joined {one.rule}, with odds of {one.score:.0%}. "
        + ". ".join(said[0].upper() + said[1:] for said in told)
        + "."
    )
