"""A brief in Markdown: every sentence cites the reports it rests on, from one numbered list of sources.

Text of reports is hostile. Whatever comes from a report is escaped, so that no Markdown or HTML of theirs survives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from panj.model import Claim, FigureClaim, FigureView, Incident, Interval, Report, Statement, Sum, amount

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")
_TYPES = {
    "ASSAULT": "Attack", "COERCE": "Coercion", "PROTEST": "Protest", "MOBILIZE": "Mobilisation",
    "SANCTION": "Sanction", "RETREAT": "Retreat or release", "AID": "Aid", "COOPERATE": "Cooperation",
}  # fmt: skip
_KINDS = {
    "demand": "demands", "promise": "promises", "condemn": "condemns", "accuse": "accuses", "deny": "denies",
    "refuse": "refuses", "threaten": "threatens", "claim": "claims responsibility", "order": "orders", "meet": "meets",
}  # fmt: skip


def escape(text: str) -> str:
    """Return ``text`` as one line of plain Markdown: no character of it is markup, no line begins a block."""
    line = " ".join(text.split())
    line = _SPECIAL.sub(r"\\\1", line).replace("://", ":\u200b//")
    return re.sub(r"^([-=:]|\d+[.)])", r"\\\1", line)


class _Sources:
    """Numbers reports in the order in which they are first cited."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def cite(self, report_ids: Iterable[str]) -> str:
        """Return the citation of some reports: "[1][3]"."""
        found = [self.numbers.setdefault(one, len(self.numbers) + 1) for one in report_ids]
        return "".join(f"[{number}]" for number in sorted(set(found)))


def brief(
    incidents: Sequence[Incident],
    sums: Sequence[Sum],
    statements: Sequence[Statement],
    claims: Mapping[str, Claim],
    reports: Mapping[str, Report],
    origins: Mapping[str, str],
) -> str:
    """Return the brief: incidents by day, sums, statements, and the list of sources.

    Args:
        incidents: what the brief is about, in the order in which it is told.
        sums: figures over several incidents.
        statements: demands, promises, accusations and their answers.
        claims: every claim by identifier.
        reports: every report by identifier.
        origins: the origin of each report.
    """
    sources = _Sources()
    lines = ["# Brief", ""]
    days = [one.when.valid_from for one in incidents if one.when and one.when.valid_from]
    span = f", {min(days)} to {max(days)}" if days else ""
    heard = {report for one in incidents for report in one.report_ids}
    roots = {origins.get(one, one) for one in heard}
    lines += [f"{_n(len(incidents), 'incident')}{span}; {_n(len(heard), 'report')} of {_n(len(roots), 'origin')}.", ""]
    if incidents:
        lines += ["## Incidents", ""]
        for one in incidents:
            lines += [*_incident(one, claims, sources), ""]
    if sums:
        lines += ["## Sums over several incidents", ""]
        lines += [line for one in sums for line in _sum(one, claims, sources)]
        lines.append("")
    told = [one for one in statements if one.kind != "meet"]
    if told:
        lines += ["## Statements", ""]
        by_id = {one.id: one for one in statements}
        lines += [_statement(one, by_id, sources) for one in told]
        lines.append("")
    lines += ["## Sources", ""]
    for report_id, number in sources.numbers.items():
        lines.append(f"{number}. {_source(reports[report_id], origins)}")
    return "\n".join(lines) + "\n"


def _incident(one: Incident, claims: Mapping[str, Claim], sources: _Sources) -> list[str]:
    kind = _TYPES.get(one.type, one.type.capitalize()) + (f" ({one.mode})" if one.mode else "")
    head = f"### {day(one.when)} · {escape(place_of(one))} · {kind}"
    lines = [head, "", f"`{one.id}` {sources.cite(one.report_ids)}", ""]
    who = []
    if one.actors:
        who.append("by " + ", ".join(escape(party.name) for party in one.actors))
    for party, by in one.actors_alleged:
        who.append(f"by {escape(party.name)}, says {escape(by)}")
    if one.recipients:
        who.append("against " + ", ".join(escape(party.name) for party in one.recipients))
    if one.launched_from:
        who.append("from " + ", ".join(escape(place.name) for place in one.launched_from))
    if who:
        lines += ["; ".join(who)[0].upper() + "; ".join(who)[1:] + f". {sources.cite(one.report_ids)}", ""]
    for view in one.figures:
        lines += _figure(view, claims, sources)
    for difference in one.disagreements:
        sides = " against ".join(f"{escape(value)} ({escape(name)})" for name, value, _ in difference.sides)
        cited = sources.cite(_reports(claims, (value_id for _, _, value_id in difference.sides)))
        lines.append(f"- **Disagreement** on {escape(difference.field)}: {sides}. {cited}")
    if one.denied_by:
        lines.append(f"- **Denied** by {', '.join(escape(name) for name in one.denied_by)}.")
    lines += [f"- *Open:* {escape(question.question)}" for question in one.open_questions]
    return lines


def _figure(view: FigureView, claims: Mapping[str, Claim], sources: _Sources) -> list[str]:
    best = "" if view.best is None or view.low == view.high else f", best {view.best} ({view.rule})"
    lines = [f"- **{view.outcome.capitalize()}: {amount(view.low, view.high)}**{best}"]
    lines += [f"  - {_figure_claim(claim, claims, sources)}" for claim in view.claims]
    return lines


def _figure_claim(figure: FigureClaim, claims: Mapping[str, Claim], sources: _Sources) -> str:
    notes = [
        note
        for note, holds in (
            ("part of a larger figure", figure.subset),
            ("superseded", figure.superseded),
            ("withdrawn", figure.withdrawn),
        )
        if holds
    ]
    said = f" on {figure.said_on}" if figure.said_on else ""
    tail = f" ({', '.join(notes)})" if notes else ""
    number = amount(figure.low, figure.high)
    claim = claims.get(figure.value_id.partition(".")[0])
    quote = f": “{escape(claim.mention.sentence.text)}”" if claim else ""
    return f"{number}, says {escape(figure.claimant)}{said}{tail}{quote} {sources.cite(figure.report_ids)}"


def _sum(one: Sum, claims: Mapping[str, Claim], sources: _Sources) -> list[str]:
    claim = claims[one.claim_id]
    over = f", {day(one.over)}" if one.over else ""
    said = f"{one.figure.outcome.capitalize()}: {amount(one.figure.low, one.figure.high)}"
    quote, cited = escape(claim.mention.sentence.text), sources.cite([claim.report_id])
    lines = [f"- **{said}**, says {escape(one.figure.claimant)}{over}: “{quote}” {cited}"]
    if one.covers:
        covered = ", ".join(f"`{incident}`" for incident in one.covers)
        lines.append(f"  - May contain {covered}: together {amount(one.low, one.high)} ({escape(one.rule)})")
    return lines


def _statement(one: Statement, by_id: Mapping[str, Statement], sources: _Sources) -> str:
    to = f" → {', '.join(escape(name) for name in one.to)}" if one.to else ""
    what = f": “{escape(one.what)}”" if one.what else ""
    relayed = f", says {escape(one.relayed_by)}" if one.relayed_by else ""
    answers = [by_id[answer] for answer in one.answered_by if answer in by_id]
    tail = "".join(f" Answered: {escape(answer.by)} {_KINDS[answer.kind]}." for answer in answers)
    when = f"{day(one.on)}: " if one.on else ""
    return f"- {when}**{escape(one.by)}** {_KINDS[one.kind]}{to}{what}{relayed} {sources.cite(one.report_ids)}{tail}"


def _source(report: Report, origins: Mapping[str, str]) -> str:
    date = report.published_at.date().isoformat() if report.published_at else "no date"
    title = f", “{escape(report.title)}”" if report.title else ""
    url = f", {escape(report.url)}" if report.url else ""
    origin = origins.get(report.id, report.id)
    copy = f", same origin as `{origin}`" if origin != report.id else ""
    return f"{escape(report.publisher or report.capture.source)}, {date}{title}{url} (`{report.id}`{copy})"


def _reports(claims: Mapping[str, Claim], value_ids: Iterable[str]) -> list[str]:
    found = (claims.get(value_id.partition(".")[0]) for value_id in value_ids)
    return [claim.report_id for claim in found if claim is not None]


def _n(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def day(when: Interval | None) -> str:
    """Return an interval as people write it: a day, or two days with a dash; "undated" without any."""
    if when is None or (when.valid_from is None and when.valid_to is None):
        return "undated"
    if when.valid_from == when.valid_to:
        return str(when.valid_from)
    return f"{when.valid_from or '…'} – {when.valid_to or '…'}"


def place_of(incident: Incident) -> str:
    """Return where an incident was, in words: the place, its province and its country."""
    place = incident.place
    if place is None:
        return "place unknown"
    parts = [place.name, place.admin2, place.admin1, place.country]
    return ", ".join(dict.fromkeys(part for part in parts if part))
