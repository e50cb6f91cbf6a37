"""Incidents, figures, claims, statements and reports as CSV or JSON Lines files.

JSON Lines hold the values whole, as their JSON Schema describes them. CSV holds one row each, flat; cells that a
spreadsheet would run as a formula get an apostrophe in front, since text of reports is hostile.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from panj.exports.losses import Tally
from panj.exports.material import Material
from panj.model import Claim, Incident, Report, Statement, Sum, Value, encode

Cell = str | int | float | None
Row = dict[str, Cell]


def jsonl(material: Material, _tally: Tally) -> dict[str, bytes]:
    """Return one JSON Lines file a subject: the values whole, so that nothing is lost."""
    return {
        f"{name}.jsonl": b"".join(encode(value) + b"\n" for value in values)
        for name, values in _subjects(material).items()
    }


def flat(material: Material, tally: Tally) -> dict[str, bytes]:
    """Return one CSV file a subject; what stands in another one of them (the claims of an account) is not lost."""
    for one in material.incidents:
        outcomes = [view.outcome for view in one.figures if f"{view.outcome}_low" in COLUMNS["incidents"]]
        tally.beyond(one, _HOLDS | {f"figures.{name}{end}" for name in outcomes for end in ("", ".bounds")})
    tables: dict[str, list[Row]] = {
        "incidents": [_incident(one) for one in material.incidents],
        "figures": [row for one in material.incidents for row in _figures(one)],
        "sums": [_sum(one) for one in material.sums],
        "statements": [_statement(one) for one in material.statements],
        "claims": [_claim(material.claims[key]) for key in sorted(material.claims)],
        "reports": [_report(material.reports[key], material.origins) for key in sorted(material.reports)],
    }
    return {f"{name}.csv": _csv(rows, COLUMNS[name]) for name, rows in tables.items()}


def _subjects(material: Material) -> dict[str, Sequence[Value]]:
    return {
        "incidents": material.incidents,
        "sums": material.sums,
        "statements": material.statements,
        "claims": [material.claims[key] for key in sorted(material.claims)],
        "reports": [material.reports[key] for key in sorted(material.reports)],
    }


def _csv(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(cell) for name, cell in row.items()} for row in rows)
    return file.getvalue().encode("utf-8", "replace")


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula."""
    if isinstance(cell, str) and cell.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell


def _join(values: Sequence[str]) -> str:
    return "; ".join(values)


def _incident(one: Incident) -> Row:
    place, when = one.place, one.when
    row: Row = {
        "incident_id": one.id,
        "type": one.type,
        "mode": one.mode,
        "valid_from": str(when.valid_from) if when and when.valid_from else None,
        "valid_to": str(when.valid_to) if when and when.valid_to else None,
        "place": place.name if place else None,
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "precision": place.precision if place else None,
        "launched_from": _join([origin.country or origin.name for origin in one.launched_from]),
        "actors": _join([party.name for party in one.actors]),
        "actors_alleged": _join([f"{party.name} (says {by})" for party, by in one.actors_alleged]),
        "recipients": _join([party.name for party in one.recipients]),
        "claimants": one.claimants,
        "origins": one.origins,
        "denied_by": _join(one.denied_by),
        "claim_ids": _join(one.claim_ids),
    }
    for view in one.figures:
        for bound in ("low", "best", "high"):
            if f"{view.outcome}_{bound}" in COLUMNS["incidents"]:
                row[f"{view.outcome}_{bound}"] = getattr(view, bound)
    return row


def _figures(one: Incident) -> list[Row]:
    return [
        {
            "value_id": claim.value_id,
            "incident_id": one.id,
            "outcome": claim.outcome,
            "group": claim.group,
            "low": claim.low,
            "high": claim.high,
            "claimant": claim.claimant,
            "said_on": str(claim.said_on) if claim.said_on else None,
            "words": claim.words,
            "subset": int(claim.subset),
            "superseded": int(claim.superseded),
            "withdrawn": int(claim.withdrawn),
            "report_ids": _join(claim.report_ids),
        }
        for view in one.figures
        for claim in view.claims
    ]


def _sum(one: Sum) -> Row:
    return {
        "claim_id": one.claim_id,
        "value_id": one.figure.value_id,
        "outcome": one.figure.outcome,
        "low": one.figure.low,
        "high": one.figure.high,
        "claimant": one.figure.claimant,
        "valid_from": str(one.over.valid_from) if one.over and one.over.valid_from else None,
        "valid_to": str(one.over.valid_to) if one.over and one.over.valid_to else None,
        "covers": _join(one.covers),
        "together_low": one.low,
        "together_high": one.high,
    }


def _statement(one: Statement) -> Row:
    return {
        "statement_id": one.id,
        "kind": one.kind,
        "by": one.by,
        "to": _join(one.to),
        "valid_from": str(one.on.valid_from) if one.on and one.on.valid_from else None,
        "what": one.what,
        "relayed_by": one.relayed_by,
        "incident_id": one.incident_id,
        "answered_by": _join(one.answered_by),
        "report_ids": _join(one.report_ids),
    }


def _claim(claim: Claim) -> Row:
    mention, when = claim.mention, claim.when
    return {
        "claim_id": claim.id,
        "report_id": claim.report_id,
        "type": mention.type,
        "mode": mention.mode,
        "status": mention.status,
        "stance": claim.stance,
        "claimant": claim.claimant.name,
        "via": claim.via.name if claim.via else None,
        "trigger": mention.trigger.text,
        "start": mention.trigger.start,
        "end": mention.trigger.end,
        "actors": _join([party.name for party in claim.actors]),
        "recipients": _join([party.name for party in claim.recipients]),
        "places": _join([place.name for place in claim.places]),
        "countries": _join([place.country for place in claim.places if place.country]),
        "valid_from": str(when.valid_from) if when and when.valid_from else None,
        "valid_to": str(when.valid_to) if when and when.valid_to else None,
        "said_on": str(claim.said_on) if claim.said_on else None,
        "sentence": mention.sentence.text,
        "confidence": mention.confidence,
    }


def _report(report: Report, origins: Mapping[str, str]) -> Row:
    return {
        "report_id": report.id,
        "origin": origins.get(report.id, report.id),
        "publisher": report.publisher,
        "published_at": report.published_at.isoformat() if report.published_at else None,
        "published_found_in": report.published_found_in,
        "title": report.title,
        "url": report.url,
        "source": report.capture.source,
        "capture": report.capture.digest,
    }


_HOLDS = frozenset(
    {
        "mode", "when", "place", "places", "launched_from", "actors", "actors.all", "actors_alleged", "recipients",
        "recipients.all", "denied_by", "accounts", "figures.claims",
    }
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "incidents": (
        "incident_id", "type", "mode", "valid_from", "valid_to", "place", "admin1", "country", "lat", "lon",
        "precision", "launched_from", "actors", "actors_alleged", "recipients", "killed_low", "killed_best",
        "killed_high", "injured_low", "injured_best", "injured_high", "abducted_low", "abducted_best",
        "abducted_high", "detained_low", "detained_best", "detained_high", "claimants", "origins", "denied_by",
        "claim_ids",
    ),
    "figures": (
        "value_id", "incident_id", "outcome", "group", "low", "high", "claimant", "said_on", "words", "subset",
        "superseded", "withdrawn", "report_ids",
    ),
    "sums": (
        "claim_id", "value_id", "outcome", "low", "high", "claimant", "valid_from", "valid_to", "covers",
        "together_low", "together_high",
    ),
    "statements": (
        "statement_id", "kind", "by", "to", "valid_from", "what", "relayed_by", "incident_id", "answered_by",
        "report_ids",
    ),
    "claims": (
        "claim_id", "report_id", "type", "mode", "status", "stance", "claimant", "via", "trigger", "start", "end",
        "actors", "recipients", "places", "countries", "valid_from", "valid_to", "said_on", "sentence", "confidence",
    ),
    "reports": (
        "report_id", "origin", "publisher", "published_at", "published_found_in", "title", "url", "source", "capture",
    ),
}  # fmt: skip
