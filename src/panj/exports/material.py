"""What is exported, and what the formats ask of an incident: days, parties, figures, sources, provenance."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from panj.exports.losses import Tally
from panj.model import Claim, FigureView, Incident, Outcome, Party, Report, Statement, Sum, amount

Kind = Literal["state", "armed", "civilian", "other"]

_KINDS: dict[Kind, frozenset[str]] = {
    "state": frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"}),
    "armed": frozenset({"REB", "UAF", "CRM"}),
    "other": frozenset({"IGO"}),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Material:
    """Incidents to be exported with what they rest on.

    Attributes:
        incidents: in the order in which they are written; their figures follow ``rule``.
        claims: every claim by identifier.
        reports: every report by identifier.
        origins: report identifier to that of its origin; a report that is not in it is its own origin.
        rule: the rule by which one number stands for many.
        sums: figures over several incidents.
        statements: demands, promises, accusations and their answers.
    """

    incidents: Sequence[Incident]
    claims: Mapping[str, Claim]
    reports: Mapping[str, Report]
    origins: Mapping[str, str]
    rule: str
    sums: Sequence[Sum] = ()
    statements: Sequence[Statement] = ()

    def reports_of(self, one: Incident) -> list[Report]:
        """Return the reports of an incident in the order of publication, those without a date last."""
        found = [self.reports[name] for name in one.report_ids if name in self.reports]
        return sorted(found, key=lambda report: (report.published_at or _LATE, report.id))

    def published(self, one: Incident) -> list[dt.datetime]:
        """Return when the reports of an incident were published, UTC, in order."""
        return [report.published_at.astimezone(dt.UTC) for report in self.reports_of(one) if report.published_at]

    def publishers(self, one: Incident) -> list[str]:
        """Return who published the reports of an incident, each once, in the order of publication."""
        return list(dict.fromkeys(name for report in self.reports_of(one) if (name := publisher(report))))

    def claims_of(self, one: Incident) -> list[Claim]:
        """Return the claims of an incident in its order."""
        return [self.claims[name] for name in one.claim_ids if name in self.claims]


_LATE = dt.datetime.max.replace(tzinfo=dt.UTC)


class Actor(NamedTuple):
    """The party that an export names as the doer, and who alone says so where it is an allegation."""

    party: Party
    alleged_by: str | None = None


def publisher(report: Report) -> str:
    """Return the outlet of a report; the host of its address where the source does not say, never a file's name."""
    return clean(report.publisher or "") or clean(_host(report.url or "")) or "unnamed outlet"


_URI = re.compile(
    r"https?://(?:[\w.~-]|%[0-9A-Fa-f]{2})+(:\d+)?(/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
    r"(\?(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?",
    re.ASCII,
)
"""A web address as RFC 3986 writes it, without a user's name in it."""


def address(report: Report) -> str | None:
    """Return the web address of a report, percent-encoded where it must be; ``None`` where it has none that is one."""
    url = urllib.parse.quote(clean(report.url or ""), safe="/:?#&=%@!$'()*+,;~-._")
    return url if _URI.fullmatch(url) else None


def _host(url: str) -> str:
    try:
        return urllib.parse.urlsplit(url).hostname or ""
    except ValueError:
        return ""


def number(incident_id: str) -> int:
    """Return the identifier of an incident as an integer below 2**48: its hexadecimal digits.

    ``f"i{number:012x}"`` leads back.
    """
    return int(incident_id[1:], 16)


def provenance(one: Incident) -> str:
    """Return the identifiers of an incident and its claims as one text."""
    return f"panj incident={one.id}; panj claims={' '.join(one.claim_ids)}"


def days(one: Incident) -> tuple[dt.date, dt.date] | None:
    """Return the first and last possible day of an incident; ``None`` where an end is open."""
    if one.when is None or one.when.valid_from is None or one.when.valid_to is None:
        return None
    return (one.when.valid_from, one.when.valid_to)


def middle(first: dt.date, last: dt.date) -> dt.date:
    """Return the day in the middle of two, the earlier one of two such days."""
    return first + dt.timedelta(days=(last - first).days // 2)


def kind(party: Party) -> Kind | None:
    """Say what a party is: of a state, armed, civilian, other (an organisation of states); ``None``: nobody says."""
    if party.sector is None:
        return None
    return next((name for name, sectors in _KINDS.items() if party.sector in sectors), "civilian")


def doer(one: Incident, tally: Tally, *, alleged: bool) -> Actor | None:
    """Return the party that may stand as the doer in a format with one place for it.

    The first actor that is stated. Else, where the format has words to mark an allegation (``alleged``), the one that
    is alleged, if nobody denies the act and all who allege an actor name the same. Pronouns are nobody.
    """
    named = [party for party in one.actors if not _nameless(party)]
    if named:
        return Actor(named[0])
    if one.actors:
        tally.dropped(one.id, "actors", "only a pronoun or the like stands for the doer")
        return None
    claimed = [(party, by) for party, by in one.actors_alleged if not _nameless(party)]
    if alleged and not one.denied_by and len({party.key for party, _ in claimed}) == 1:
        return Actor(*claimed[0])
    return None


def targets(one: Incident, actor: Actor | None) -> list[Party]:
    """Return the recipients of an incident that are not its doer too: those of a known kind first, pronouns last."""
    others = [party for party in one.recipients if actor is None or party.key != actor.party.key]
    return sorted(others, key=lambda party: (_nameless(party), party.sector is None))


def _nameless(party: Party) -> bool:
    return party.key.startswith("?")


def figure(one: Incident, outcome: Outcome) -> FigureView | None:
    """Return an incident's view of an outcome."""
    return next((view for view in one.figures if view.outcome == outcome), None)


def clean(text: str) -> str:
    """Return text on one line, without control characters and half characters that no file may hold."""
    kept = (
        " " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char) not in _NOT
    )
    return " ".join("".join(kept).split())


_NOT = ("Cc", "Cs")


def story(one: Incident) -> str:
    """Return an incident in words, for a format's free field: what, figures, who is said to have done it, provenance.

    The words are the ledger's, not a report's, save for names.
    """
    parts = [one.type + (f" ({one.mode})" if one.mode else "")]
    if one.when is not None and (one.when.valid_from or one.when.valid_to):
        first, last = (str(end) if end else "an open day" for end in (one.when.valid_from, one.when.valid_to))
        parts.append(first if first == last else f"{first} to {last}")
    for view in one.figures:
        best = "" if view.best is None or view.low == view.high else f", best {view.best}"
        parts.append(f"{view.outcome} {amount(view.low, view.high)}{best} by the rule {view.rule}")
    parts += [f"{clean(party.name)} did it, says {clean(by)}" for party, by in one.actors_alleged]
    if one.denied_by:
        parts.append("denied by " + ", ".join(clean(name) for name in one.denied_by))
    return ". ".join(parts) + f". [{provenance(one)}]"


def told(facet: str) -> bool:
    """Say whether :func:`story` tells a facet (:func:`panj.exports.losses.facets`) of an incident."""
    if facet.startswith("figures."):
        return facet != "figures.claims" and not facet.endswith(".sides")
    return facet in ("mode", "when", "actors_alleged", "denied_by")
