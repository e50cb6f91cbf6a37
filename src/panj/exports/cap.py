"""Incidents as alerts of the Common Alerting Protocol, version 1.2 (OASIS 2010): an XML file an incident.

What news reports say is no order to alert anybody: ``status`` is ``Draft``, which the standard keeps for what must not
be acted upon as it is. Panj does not know how severe an incident is; ``severity`` is ``Unknown``. ``certainty`` is
``Observed`` where at least two origins tell of the act and nobody denies it, ``Likely`` where one does, ``Possible``
where somebody denies it.
"""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree as ET

from panj.exports.countries import country
from panj.exports.losses import Outside, Tally
from panj.exports.material import Material, address, clean, days, story
from panj.model import Incident, Place, amount

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
SENDER = "panj"
ALERTS = {
    "ASSAULT": "Attack",
    "COERCE": "Coercion",
    "MOBILIZE": "Mobilisation of forces",
    "PROTEST": "Protest",
}
"""Types that can be a hazard to people, with the name of the event."""

_HOLDS = frozenset({"mode", "when", "place"})
_TOLD = frozenset({"actors", "actors.all", "actors_alleged", "recipients", "recipients.all", "denied_by"})
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold in any way."""


def write(material: Material, tally: Tally) -> dict[str, bytes]:
    """Return one alert for each incident that can be a hazard, by file name."""
    made = {}
    for one, alert in tally.kept(material.incidents, lambda one: _alert(one, material, tally)):
        tally.beyond(
            one,
            _HOLDS,
            lambda facet: facet in _TOLD or (facet.startswith("figures.") and not facet.endswith((".sides", "claims"))),
        )
        made[f"{one.id}.xml"] = alert
    return made


def instant(at: dt.datetime) -> str:
    """Return an instant as CAP writes it: seconds, and an offset that is never ``Z``."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}-00:00"


def _alert(one: Incident, material: Material, tally: Tally) -> bytes:
    if one.type not in ALERTS:
        raise Outside("type", f"{one.type} is no hazard to alert about")
    published = material.published(one)
    if not published:
        raise Outside("sent", "no report has a publication time")
    if one.place is None:
        raise Outside("place", "nobody says where; an alert must")
    alert = ET.Element("alert", xmlns=NAMESPACE)
    _add(alert, "identifier", one.id)
    _add(alert, "sender", SENDER)
    _add(alert, "sent", instant(published[-1]))
    _add(alert, "status", "Draft")
    _add(alert, "msgType", "Alert")
    _add(alert, "source", "; ".join(material.publishers(one)))
    _add(alert, "scope", "Public")
    _add(alert, "note", story(one))
    info = ET.SubElement(alert, "info")
    event = ALERTS[one.type] + (f" ({one.mode})" if one.mode else "")
    span = days(one)
    _add(info, "language", "en")
    _add(info, "category", "Security")
    _add(info, "event", event)
    _add(info, "urgency", "Past" if span and span[1] <= published[-1].date() else "Unknown")
    _add(info, "severity", "Unknown")
    _add(info, "certainty", "Possible" if one.denied_by else "Observed" if one.origins > 1 else "Likely")
    _add(info, "senderName", "Panj, from reports of " + ", ".join(material.publishers(one)))
    _add(info, "headline", _headline(event, one.place))
    _add(info, "description", _description(one))
    if url := next(filter(None, map(address, material.reports_of(one))), None):
        _add(info, "web", url)
    for name, value in (("incident", one.id), ("claims", " ".join(one.claim_ids)), ("rule", material.rule)):
        _parameter(info, name, value)
    if span is not None:
        _parameter(info, "valid_from", span[0].isoformat())
        _parameter(info, "valid_to", span[1].isoformat())
    else:
        tally.dropped(one.id, "when", "no claim gives both a first and a last day")
    for view in one.figures:
        for end in ("low", "best", "high"):
            if (value := getattr(view, end)) is not None:
                _parameter(info, f"{view.outcome}.{end}", str(value))
    _area(info, one, one.place, tally)
    ET.indent(alert)
    text: str = ET.tostring(alert, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _plain(text: str) -> str:
    """Return text on one line of characters that XML can hold."""
    return clean(_ILLEGAL.sub("", text))


def _add(parent: ET.Element, name: str, text: str) -> None:
    """Add an element, unless it were empty: CAP knows no empty elements."""
    if plain := _plain(text):
        ET.SubElement(parent, name).text = plain


def _parameter(info: ET.Element, name: str, value: str) -> None:
    parameter = ET.SubElement(info, "parameter")
    _add(parameter, "valueName", f"panj:{name}")
    _add(parameter, "value", value)


def _where(place: Place) -> str:
    land = country(place.country)
    parts = [place.name, place.admin2, place.admin1, land.name if land else None]
    return (
        ", ".join(dict.fromkeys(plain for part in parts if (plain := _plain(part or "")))) or "a place without a name"
    )


def _headline(event: str, place: Place) -> str:
    """Return a headline of at most 160 characters, as the standard advises."""
    line = clean(f"{event}: {_where(place)}")
    return line if len(line) <= 160 else line[:159] + "…"


def _description(one: Incident) -> str:
    parts = [f"{view.outcome.capitalize()}: {amount(view.low, view.high)}" for view in one.figures]
    if one.actors:
        parts.append("By " + ", ".join(party.name for party in one.actors))
    parts += [f"By {party.name}, says {by}" for party, by in one.actors_alleged]
    if one.recipients:
        parts.append("Against " + ", ".join(party.name for party in one.recipients))
    if one.denied_by:
        parts.append("Denied by " + ", ".join(one.denied_by))
    parts.append(f"Told by {one.claimants} claimants in reports of {one.origins} origins")
    return ". ".join(parts) + "."


def _area(info: ET.Element, one: Incident, place: Place, tally: Tally) -> None:
    """Add the area: its name, a circle without radius around a point, the country's code."""
    area = ET.SubElement(info, "area")
    _add(area, "areaDesc", _where(place))
    if place.precision == "point" and place.lat is not None and place.lon is not None:
        _add(area, "circle", f"{place.lat},{place.lon} 0")
    elif place.lat is not None:
        tally.dropped(one.id, "place.coordinates", "CAP's areas are circles and polygons; the extent is not known")
    if (land := country(place.country)) is not None:
        code = ET.SubElement(area, "geocode")
        _add(code, "valueName", "ISO 3166-1")
        _add(code, "value", land.alpha2)
