"""Incidents as views: everything that the claims of one act say, side by side, computed and never stored."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from panj.incidents.accounts import TOLD, accounts, disagreements, open_questions, perpetrators, recipients
from panj.incidents.aggregation import Rule
from panj.incidents.facts import Days, days
from panj.incidents.figures import moment, views
from panj.incidents.judgements import active
from panj.model import Claim, Decision, Incident, Interval, Linking, Place, Report

_FINENESS = {"point": 0, "district": 1, "province": 2, "region": 3, "country": 4, None: 5}


def _mode(claims: Sequence[Claim]) -> str | None:
    """Return the mode that most claims give; among equals the one given first."""
    counted = Counter(claim.mention.mode for claim in claims if claim.mention.mode and claim.mention.status in TOLD)
    return counted.most_common(1)[0][0] if counted else None


def _type(claims: Sequence[Claim]) -> str:
    """Return the type that most claims give (a raid with looting is an ASSAULT); among equals the one given first."""
    return Counter(claim.mention.type for claim in claims).most_common(1)[0][0]


def _when(claims: Sequence[Claim]) -> Interval | None:
    """Return when the act was.

    ``intersection``: the days that all stated intervals share. ``most-supported``: where they share none, the interval
    of most claimants, the narrower and then the earlier one among equals. ``inherited``: where no claim states a day,
    the narrowest of those taken from around it.
    """
    timed = [claim for claim in claims if claim.when is not None and days(claim.when) is not None]
    stated = [claim for claim in timed if claim.when is not None and claim.when.words is not None]
    if not timed:
        return None
    support: dict[Days, set[str]] = {}
    first: dict[Days, Interval] = {}
    for claim in stated or timed:
        bounds = days(claim.when)
        if bounds is not None and claim.when is not None:
            support.setdefault(bounds, set()).add(claim.claimant.key)
            first.setdefault(bounds, claim.when)
    low, high = max(start for start, _ in support), min(end for _, end in support)
    narrow = min(support, key=lambda one: (one[1] - one[0], one))
    if stated and low <= high:
        source = first.get((low, high), first[narrow])
        return Interval(
            valid_from=low, valid_to=high, granularity=source.granularity, rule="intersection", words=source.words
        )
    if stated:
        narrow = min(support, key=lambda one: (-len(support[one]), one[1] - one[0], one))
    source = first[narrow]
    return Interval(
        valid_from=narrow[0],
        valid_to=narrow[1],
        granularity=source.granularity,
        rule="most-supported" if stated else "inherited",
        words=source.words if stated else None,
    )


def _places(claims: Sequence[Claim], role: str) -> list[Place]:
    """Return the places of one role, each once, the most precise first; among equals the one most claims name."""
    named: dict[tuple[str, str | None], Place] = {}
    counted: Counter[tuple[str, str | None]] = Counter()
    for claim in claims:
        for place in claim.places:
            if place.role == role:
                key = (place.gazetteer_id or place.name.casefold(), place.country)
                named.setdefault(key, place)
                counted[key] += 1
    return [
        named[key]
        for key in sorted(named, key=lambda key: (_FINENESS[named[key].precision], -counted[key], key[0], key[1] or ""))
    ]


def _incident(
    incident_id: str, claims: Sequence[Claim], reports: Mapping[str, Report], origins: Mapping[str, str], rule: Rule
) -> Incident:
    told = [claim for claim in claims if claim.mention.status in TOLD] or list(claims)
    figures = views([claim for claim in claims if claim.mention.status in (*TOLD, "negated")], reports, origins, rule)
    when = _when(told) or _when(claims)
    places = _places(told, "happened") or _places(claims, "happened")
    sure, alleged = perpetrators(claims)
    roots = {origins.get(claim.report_id, claim.report_id) for claim in claims}
    return Incident(
        id=incident_id,
        type=_type(told),
        claim_ids=tuple(claim.id for claim in claims),
        report_ids=tuple(dict.fromkeys(claim.report_id for claim in claims)),
        mode=_mode(claims),
        when=when,
        place=places[0] if places else None,
        places=tuple(places),
        launched_from=tuple(_places(told, "from")),
        actors=sure,
        actors_alleged=alleged,
        recipients=recipients(claims),
        figures=tuple(figures),
        accounts=accounts(claims),
        disagreements=disagreements([claim for claim in claims if claim.mention.status in (*TOLD, "negated")], figures),
        open_questions=open_questions(
            claims, figures, when, places[0] if places else None, len(roots), named=bool(sure or alleged)
        ),
        denied_by=tuple(
            dict.fromkeys(
                claim.claimant.name
                for claim in claims
                if claim.mention.status == "negated" and not claim.mention.figures
            )
        ),
        claimants=len({claim.claimant.key for claim in claims}),
        origins=len(roots),
    )


def incidents(
    claims: Iterable[Claim],
    linking: Linking,
    reports: Mapping[str, Report],
    origins: Mapping[str, str],
    decisions: Sequence[Decision] = (),
    rule: Rule = "most-supported",
) -> tuple[Incident, ...]:
    """Return the view of every incident of a linking, the earliest first (those without a day last), then by id.

    Args:
        claims: all claims; those without a link are passed over.
        linking: what :func:`panj.incidents.link` returned.
        reports: reports by identifier.
        origins: report identifier to the identifier of its origin; a report that is not in it is its own origin.
        decisions: people's judgements; a rejected claim takes no part even where an older linking still has it.
        rule: how low, best and high of each outcome are found (:mod:`panj.incidents.figures`).
    """
    ruled: dict[str, bool] = {}
    for decision in active(decisions):
        if decision.kind in ("reject", "restore"):
            ruled.update(dict.fromkeys(decision.subjects, decision.kind == "reject"))
    by_id = {claim.id: claim for claim in claims if not ruled.get(claim.id, False)}
    groups: dict[str, list[Claim]] = {}
    for one in linking.links:
        if one.claim_id in by_id:
            groups.setdefault(one.incident_id, []).append(by_id[one.claim_id])
    made = [
        _incident(key, sorted(group, key=lambda claim: (moment(claim, reports)[1:], claim.id)), reports, origins, rule)
        for key, group in groups.items()
    ]
    last = dt.date.max
    return tuple(
        sorted(made, key=lambda one: ((one.when.valid_from if one.when else None) or last, one.id)),
    )
