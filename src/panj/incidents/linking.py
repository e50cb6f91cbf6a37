"""Claims to incidents: the one function that links, and the words that explain a link."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence

from panj.incidents import covering
from panj.incidents.clustering import Cluster, incidents_of_acts
from panj.incidents.facts import Facts, facts
from panj.incidents.features import Feature
from panj.incidents.judgements import Constraints, constraints, incident_id
from panj.incidents.within import acts_of_report
from panj.model import Claim, Decision, Link, Linking, Report
from panj.ontology import INCIDENT_TYPES

_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)

LINKED = INCIDENT_TYPES | {"CONCEDE"}
"""Types that are linked: deeds, and concessions, for a truce is declared and then observed."""

Evidence = tuple[str, float, tuple[Feature, ...]]


def report_order(report_id: str, reports: Mapping[str, Report]) -> tuple[dt.datetime, str]:
    """Return the key that puts reports in the order of publication; those without a time come last."""
    report = reports.get(report_id)
    published = report.published_at if report is not None else None
    return (published.astimezone(dt.UTC) if published is not None else _LATEST, report_id)


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
    every = {claim.id: claim for claim in claims}
    rules = constraints(decisions, every)
    kept = [claim for claim in every.values() if claim.id not in rules.rejected]
    by_report: dict[str, list[Claim]] = {}
    for claim in kept:
        by_report.setdefault(claim.report_id, []).append(claim)
    acts, sums = [], []
    for report_id in sorted(by_report, key=lambda one: report_order(one, reports)):
        summed, told = told_in_report(by_report[report_id], reports.get(report_id))
        sums += summed
        acts.append(acts_of_report(told, rules))
    groups = _put_together(_evidence(incidents_of_acts(acts, rules)), rules)
    links: list[Link] = []
    members: dict[str, list[Facts]] = {}
    for group in groups:
        first = min(group, key=lambda one: (report_order(one.report_id, reports), one.start, one.id))
        incident = incident_id(first.id)
        members[incident] = list(group)
        for one, (rule, score, features) in group.items():
            seed = one is first
            links.append(
                Link(
                    claim_id=one.id,
                    incident_id=incident,
                    rule="seed" if seed else rule,
                    score=1.0 if seed or rule == "decision" else round(1 / (1 + math.exp(-score)), 4),
                    features=() if seed else features,
                )
            )
    return Linking(
        links=tuple(sorted(links, key=lambda one: one.claim_id)),
        covers=tuple(sorted(covering.covers(sums, members, reports).items())),
    )


def told_in_report(claims: Iterable[Claim], report: Report | None) -> tuple[list[Claim], list[Facts]]:
    """Return the claims of a report that sum several acts, and those to be linked, in the order of the text."""
    ordered = sorted(claims, key=lambda claim: (claim.mention.trigger.start, claim.id))
    deeds = [claim for claim in ordered if claim.mention.type in LINKED]
    summing = covering.summing(deeds)
    told = [facts(one, report) for one in deeds if one.id not in summing]
    return [one for one in deeds if one.id in summing], told


def _evidence(clusters: Sequence[Cluster]) -> list[dict[Facts, Evidence]]:
    """Return each cluster as its claims with what joined them to it."""
    groups = []
    for cluster in clusters:
        group: dict[Facts, Evidence] = {}
        for act, across in zip(cluster.acts, cluster.evidence, strict=True):
            for one in act.dossier.members:
                if one.id in act.evidence:
                    group[one] = ("within the report", *act.evidence[one.id])
                elif across is not None:
                    group[one] = ("across reports", *across)
                else:
                    group[one] = ("seed", 0.0, ())
        groups.append(group)
    return groups


def _put_together(groups: list[dict[Facts, Evidence]], rules: Constraints) -> list[dict[Facts, Evidence]]:
    """Join the groups whose claims people put together; where others of them were kept apart, only those claims move.

    What the machine knows of neither side of a ``same`` is left as it is: the whole incidents become one, as the
    person saw them, unless a ``not-same`` stands between two of their claims.
    """
    wanted = sorted(set(rules.roots.values()))
    for root in wanted:
        holding = [group for group in groups if any(rules.root(one.id) == root for one in group)]
        if len(holding) < 2:
            continue
        whole: dict[Facts, Evidence] = {}
        for group in holding:
            chosen = dict(group)
            if rules.apart([one.id for one in group], [one.id for one in whole]):
                chosen = {one: evidence for one, evidence in group.items() if rules.root(one.id) == root}
                if rules.apart([one.id for one in chosen], [one.id for one in whole]):
                    whole = {one: evidence for one, evidence in whole.items() if rules.root(one.id) == root}
            for one, (rule, score, features) in chosen.items():
                reasons = rules.reasons.get(one.id)
                whole[one] = (
                    ("decision", 1.0, (("decided", ", ".join(reasons)),)) if reasons else (rule, score, features)
                )
        left = [{one: evidence for one, evidence in group.items() if one not in whole} for group in holding]
        groups = [group for group in groups if group not in holding] + [group for group in left if group] + [whole]
    return groups


def explain(one: Link) -> str:
    """Return in one sentence why a claim belongs to its incident, as far as the link knows."""
    if one.rule == "seed":
        return "The first claim of the incident: the incident is named after it."
    if one.rule == "decision":
        return "A person put it there (" + ", ".join(value for _, value in one.features) + ")."
    told = "; ".join(
        f"{name} ({value})" if value else name for name, value in one.features if not name.startswith("kind ")
    )
    return f"Joined {one.rule}, with odds of {one.score:.0%}: {told or 'nothing speaks against it'}."
