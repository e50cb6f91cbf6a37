"""An incident as one nested record, for the formats that can hold lists and records: GeoJSON, Parquet."""

from __future__ import annotations

from typing import Any

from panj.exports.material import Material, clean
from panj.model import FigureView, Incident, Party, Place

_HOLDS = (
    "mode", "when", "place", "places", "launched_from", "actors", "actors.all", "actors_alleged", "recipients",
    "recipients.all", "weapons", "disagreements", "denied_by", "open_questions", "figures.claims",
)  # fmt: skip


def holds(one: Incident) -> frozenset[str]:
    """Return the facets of an incident (:func:`panj.exports.losses.facets`) that its record has."""
    return frozenset(
        (*_HOLDS, *(f"figures.{view.outcome}{end}" for view in one.figures for end in ("", ".bounds", ".sides")))
    )


def record(one: Incident, material: Material) -> dict[str, Any]:
    """Return an incident as a record: days are dates, what is unknown is ``None``, words of reports are one line."""
    when = one.when
    return {
        "incident_id": one.id,
        "type": one.type,
        "mode": one.mode,
        "valid_from": when.valid_from if when else None,
        "valid_to": when.valid_to if when else None,
        "granularity": when.granularity if when else None,
        "place": _place(one.place) if one.place else None,
        "other_places": [_place(place) for place in one.places[1:]],
        "launched_from": [_place(place) for place in one.launched_from],
        "actors": [_party(party) for party in one.actors],
        "actors_alleged": [{**_party(party), "alleged_by": clean(by)} for party, by in one.actors_alleged],
        "recipients": [_party(party) for party in one.recipients],
        "weapons": list(dict.fromkeys(clean(name) for account in one.accounts for name in account.weapons)),
        "figures": [_figure(view) for view in one.figures],
        "disagreements": [
            {
                "field": difference.field,
                "sides": [
                    {"claimant": clean(name), "value": clean(value), "value_id": value_id}
                    for name, value, value_id in difference.sides
                ],
            }
            for difference in one.disagreements
        ],
        "denied_by": [clean(name) for name in one.denied_by],
        "open_questions": [clean(question.question) for question in one.open_questions],
        "rule": material.rule,
        "claimants": one.claimants,
        "origins": one.origins,
        "publishers": material.publishers(one),
        "claim_ids": list(one.claim_ids),
        "report_ids": list(one.report_ids),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": clean(place.name),
        "admin2": place.admin2,
        "admin1": place.admin1,
        "country": place.country,
        "precision": place.precision,
        "gazetteer_id": place.gazetteer_id,
        "lat": place.lat,
        "lon": place.lon,
    }


def _party(party: Party) -> dict[str, Any]:
    return {"name": clean(party.name), "country": party.country, "sector": party.sector}


def _figure(view: FigureView) -> dict[str, Any]:
    return {
        "outcome": view.outcome,
        "low": view.low,
        "best": view.best,
        "high": view.high,
        "rule": view.rule,
        "claims": [
            {
                "value_id": claim.value_id,
                "claimant": clean(claim.claimant),
                "low": claim.low,
                "high": claim.high,
                "words": clean(claim.words),
                "group": clean(claim.group) if claim.group else None,
                "said_on": claim.said_on,
                "part": claim.subset,
                "superseded": claim.superseded,
                "withdrawn": claim.withdrawn,
            }
            for claim in view.claims
        ],
        "sides": [
            {"group": clean(side.group), "low": side.low, "best": side.best, "high": side.high} for side in view.sides
        ],
    }
