"""Incidents as a bundle of STIX 2.1 (OASIS 2021): incidents, reports, identities, locations and what joins them.

Identifiers are UUIDs of version 5 in a namespace of Panj's own, so the same ledger gives the same bundle; parties and
places that words alone name ("gunmen") have one identity an incident, since two incidents' gunmen need not be the same.
Times are those of publication. Who is stated to have done it is ``attributed-to``, who is alleged is ``related-to``.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

from panj.exports.countries import country
from panj.exports.geojson import PLACED
from panj.exports.losses import Outside, Tally
from panj.exports.material import Material, address, clean, publisher, story, told
from panj.model import Incident, Party, Place, Report

NAMESPACE = uuid.UUID("6f0d8d0e-3d57-5c0b-9a8e-5b1f4f0c2a71")
"""Namespace of the identifiers. STIX keeps a namespace of its own for observables; this is another."""

_MADE = "2026-11-24T00:00:00.000Z"  # when Panj's own identity was made
_HOLDS = frozenset(
    {"place", "launched_from", "places", "actors", "actors.all", "actors_alleged", "recipients", "recipients.all"}
)
_SECTORS = {
    "GOV": "government", "MIL": "government", "COP": "government", "SPY": "government", "JUD": "government",
    "LEG": "government", "BUS": "commercial", "MED": "communications", "EDU": "education", "HLH": "healthcare",
    "NGO": "non-profit",
}  # fmt: skip
_ORGANISATIONS = frozenset({"MIL", "COP", "SPY", "JUD", "LEG", "IGO", "NGO", "PTY"})
_GROUPS = frozenset({"CVL", "REF", "REB", "UAF", "CRM", "LAB"})

Node = dict[str, Any]


def write(material: Material, tally: Tally) -> bytes:
    """Return the incidents as one bundle, an object a line."""
    bundle = _Bundle(material, tally)
    for one, _ in tally.kept(material.incidents, bundle.add):
        tally.beyond(one, _HOLDS, told)
    bundle.add_reports()
    nodes = [bundle.nodes[name] for name in sorted(bundle.nodes)]
    name = _id("bundle", *(f"{node['id']} {node['modified']}" for node in nodes))
    lines = ",\n".join(json.dumps(node, ensure_ascii=False, sort_keys=True, allow_nan=False) for node in nodes)
    return f'{{"type": "bundle", "id": "{name}", "objects": [\n{lines}\n]}}\n'.encode()


def instant(at: dt.datetime) -> str:
    """Return an instant as STIX writes it: UTC, milliseconds, ``Z``."""
    utc = at.astimezone(dt.UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03}Z"


def _id(kind: str, *parts: str) -> str:
    """Return the identifier of an object from its type and what makes it the one it is."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, json.dumps([kind, *parts]))}"


PANJ = _id("identity", "panj")


class _Bundle:
    """Objects by identifier; each grows with the incidents that name it."""

    def __init__(self, material: Material, tally: Tally) -> None:
        self.material, self.tally = material, tally
        self.told_in: dict[str, list[str]] = {}
        self.nodes: dict[str, Node] = {
            PANJ: {
                "type": "identity",
                "spec_version": "2.1",
                "id": PANJ,
                "created": _MADE,
                "modified": _MADE,
                "name": "Panj",
                "identity_class": "system",
            }
        }

    def _node(self, kind: str, parts: tuple[str, ...], span: tuple[str, str], **fields: Any) -> str:
        """Add an object, or let the time of one that is there reach further; return its identifier."""
        name = _id(kind, *parts)
        known = self.nodes.setdefault(
            name,
            {
                "type": kind,
                "spec_version": "2.1",
                "id": name,
                "created_by_ref": PANJ,
                "created": span[0],
                "modified": span[1],
                **{field: value for field, value in fields.items() if value not in (None, "", [])},
            },
        )
        known["created"], known["modified"] = min(known["created"], span[0]), max(known["modified"], span[1])
        return name

    def add(self, one: Incident) -> None:
        """Add an incident with its parties and places."""
        published = self.material.published(one)
        if not published:
            raise Outside("created", "no report has a publication time")
        span = (instant(published[0]), instant(published[-1]))
        where = clean(one.place.name) if one.place else "place unknown"
        when = str(one.when.valid_from) if one.when and one.when.valid_from else "undated"
        incident = self._node(
            "incident",
            (one.id,),
            span,
            name=f"{one.type}{f' ({one.mode})' if one.mode else ''}, {where}, {when}",
            description=story(one),
            labels=[label for label in (one.type.lower(), one.mode) if label],
            external_references=[
                {"source_name": "panj", "external_id": one.id},
                *({"source_name": "panj-claim", "external_id": claim} for claim in one.claim_ids),
            ],
        )
        for report_id in one.report_ids:
            self.told_in.setdefault(report_id, []).append(incident)
        for party in one.actors:
            self._join(incident, "attributed-to", self._party(party, one, span), span)
        for party, by in one.actors_alleged:
            words = f"said to have done it by {clean(by)}"
            self._join(incident, "related-to", self._party(party, one, span), span, words)
        for party in one.recipients:
            self._join(incident, "targets", self._party(party, one, span), span)
        for place in one.places or ((one.place,) if one.place else ()):
            self._join(incident, "located-at", self._place(place, one, span), span)
        for place in one.launched_from:
            self._join(incident, "originates-from", self._place(place, one, span), span)

    def _join(
        self, source: str, kind: str, target: str | None, span: tuple[str, str], description: str | None = None
    ) -> None:
        if target is not None:
            self._node(
                "relationship",
                (source, kind, target, description or ""),
                span,
                relationship_type=kind,
                source_ref=source,
                target_ref=target,
                description=description,
            )

    def _party(self, party: Party, one: Incident, span: tuple[str, str]) -> str:
        named = not party.key.startswith(("text:", "?"))
        sector = party.sector or ""
        kind = "organization" if sector in _ORGANISATIONS else "group" if sector in _GROUPS else "unknown"
        return self._node(
            "identity",
            (party.key,) if named else (party.key, one.id),
            span,
            name=clean(party.name) or "unnamed",
            identity_class=kind,
            roles=[sector] if sector else [],
            sectors=[_SECTORS[sector]] if sector in _SECTORS else [],
        )

    def _place(self, place: Place, one: Incident, span: tuple[str, str]) -> str | None:
        """Add a place and return its identifier; ``None`` where STIX cannot hold it."""
        land = country(place.country)
        point = place.lat is not None and place.lon is not None and place.precision in PLACED
        if land is None and not point:
            self.tally.dropped(one.id, "place", "a place has neither country nor coordinates")
            return None
        return self._node(
            "location",
            (place.gazetteer_id,) if place.gazetteer_id else (place.name, place.country or "", one.id),
            span,
            name=clean(place.name) or "unnamed",
            country=land.alpha2 if land else None,
            administrative_area=place.admin1,
            city=clean(place.name) if place.precision == "point" else None,
            latitude=place.lat if point else None,
            longitude=place.lon if point else None,
        )

    def add_reports(self) -> None:
        """Add each report that tells of an incident; STIX wants to know when it was published."""
        for report_id in sorted(self.told_in):
            report = self.material.reports.get(report_id)
            if report is None or report.published_at is None:
                for one in self.material.incidents:
                    if report_id in one.report_ids:
                        self.tally.dropped(one.id, "report", "a report has no publication time")
                continue
            at = instant(report.published_at)
            self._node(
                "report",
                (report_id,),
                (at, at),
                name=clean(report.title or "") or f"{publisher(report)}, {report.published_at.date()}",
                published=at,
                object_refs=sorted(set(self.told_in[report_id])),
                external_references=[_reference(report)],
            )


def _reference(report: Report) -> Node:
    made: Node = {"source_name": publisher(report), "external_id": report.id}
    if (url := address(report)) is not None:
        made |= {"url": url, "hashes": {"SHA-256": report.capture.digest}}
    return made
