"""Sums as views: a figure over several acts, with bounds of the people in it and in the incidents it may contain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from panj.incidents import words
from panj.incidents.figures import moment, views
from panj.model import Claim, FigureClaim, Linking, Report, Sum

RULE = "sum-or-parts"
"""low is the larger of the sum's and the incidents' (the sum contains them), high both added up (it does not)."""


def _people(
    outcome: str, incident_ids: Iterable[str], groups: Mapping[str, list[Claim]], reports: Mapping[str, Report]
) -> tuple[int, int | None]:
    """Return the least and the most people of an outcome in some incidents; ``None`` where one has no upper end."""
    low, high = 0, 0
    opened = False
    for incident in incident_ids:
        for view in views(groups.get(incident, []), reports, {}):
            if view.outcome == outcome:
                low += view.low or 0
                high += view.high or 0
                opened = opened or view.high is None
    return low, None if opened else high


def sums(claims: Iterable[Claim], linking: Linking, reports: Mapping[str, Report]) -> tuple[Sum, ...]:
    """Return every figure that covers several acts, with bounds; the same number by one claimant is one sum.

    Be ``s`` the sum's figure and ``p`` the people of that outcome in the covered incidents, all together. If the sum
    contains all of them, there are at least ``max(s.low, p.low)`` people; if it contains none of them, at most
    ``s.high + p.high``. An open end stays open. The ``rule`` says which numbers went in.
    """
    by_id = {claim.id: claim for claim in claims}
    groups: dict[str, list[Claim]] = {}
    for one in linking.links:
        if one.claim_id in by_id:
            groups.setdefault(one.incident_id, []).append(by_id[one.claim_id])
    said: dict[tuple[str, str, int | None, int | None], list[tuple[Claim, int, tuple[str, ...]]]] = {}
    covering = sorted(
        ((by_id[key], contained) for key, contained in linking.covers if key in by_id),
        key=lambda pair: (moment(pair[0], reports)[1:], pair[0].id),
    )
    for claim, contained in covering:
        for number, figure in enumerate(claim.mention.figures):
            key = (claim.claimant.key, figure.outcome, figure.low, figure.high)
            said.setdefault(key, []).append((claim, number, contained))
    found = []
    for (claimant, outcome, low, high), same in said.items():
        claim, number, _ = same[0]
        figure = claim.mention.figures[number]
        contained = tuple(sorted({incident for _, _, ids in same for incident in ids}))
        least, most = _people(outcome, contained, groups, reports)
        found.append(
            Sum(
                claim_id=claim.id,
                figure=FigureClaim(
                    value_id=f"{claim.id}.fig{number}",
                    claimant=claim.claimant.name,
                    claimant_key=claimant,
                    outcome=figure.outcome,
                    low=low,
                    high=high,
                    words=figure.span.text,
                    said_on=claim.said_on,
                    report_ids=tuple(sorted({one.report_id for one, _, _ in same})),
                    group=words.group(figure.span.text),
                    qualifier=figure.qualifier,
                ),
                over=next((one.when for one, _, _ in same if one.when is not None), None),
                covers=contained,
                low=max(low or 0, least),
                high=None if high is None or most is None else high + most,
                rule=f"{RULE}: at least the larger of {low or 0} (the sum) and {least} (the incidents it may contain), "
                f"at most {'open' if high is None else high} + {'open' if most is None else most}",
            )
        )
    return tuple(found)
