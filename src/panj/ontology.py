"""PLOVER's types and modes, with the outcomes and statuses of the annotation guide.

Types, modes and quad codes are those of the PLOVER ontology (Halterman et al. 2023, "PLOVER and POLECAT: A New
Political Event Ontology and Dataset"): 16 types, each with its modes; the quad code sorts them into verbal and
material cooperation (1, 2) and verbal and material conflict (3, 4).
"""

from __future__ import annotations

from typing import get_args

from panj.model import Mention, Outcome, Place, Stance, StatementKind, Status

MODES: dict[str, tuple[str, ...]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation",
        "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    ),
}  # fmt: skip
TYPES: tuple[str, ...] = tuple(MODES)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
STATEMENT_KINDS: tuple[StatementKind, ...] = get_args(StatementKind)
STATUSES: tuple[Status, ...] = get_args(Status)

VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are words rather than deeds; these become statements, not incidents."""

INCIDENT_TYPES = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "RETREAT", "AID", "COOPERATE"})
"""Types that can make an incident: deeds with a time and place of their own."""

QUAD: dict[str, int] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1,
    "COOPERATE": 2, "AID": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""PLOVER's quad code of each type."""

_STANCE: dict[Status, Stance] = {
    "happened": "asserted",
    "negated": "denied",
    "planned": "promised",
    "asked": "demanded",
    "possible": "alleged",
    "attempted": "attempted",
    "generic": "general",
}

_STATEMENT: dict[str, StatementKind] = {
    "REQUEST": "demand",
    "AGREE": "promise",
    "CONCEDE": "promise",
    "ACCUSE": "accuse",
    "REJECT": "deny",
    "THREATEN": "threaten",
    "CONSULT": "meet",
}


def stance(status: Status) -> Stance:
    """Return what a claimant does with an act of this status."""
    return _STANCE[status]


def statement_kind(mention: Mention) -> StatementKind | None:
    """Return the kind of statement that a mention is; ``None`` where it is not one that is followed."""
    if mention.type == "ACCUSE" and mention.mode == "disapprove":
        return "condemn"
    return _STATEMENT.get(mention.type)


def is_mode(type_: str, mode: str | None) -> bool:
    """Say whether ``mode`` is one of the type's modes; no mode fits every type."""
    return type_ in MODES and (mode is None or mode in MODES[type_])


def geo_precision(place: Place) -> int | None:
    """Return ACLED's code for how exactly a place is known; ``None`` where only the country is, which ACLED leaves out.

    1: a town; 2: near a town, or a small part of a region; 3: a larger region (ACLED Codebook, "Geo-precision").
    """
    where = where_prec(place)
    return None if where in (None, 6, 7) else {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}[where or 5]


def where_prec(place: Place) -> int | None:
    """Return UCDP's code for how exactly a place is known; ``None`` where not even the country is.

    1: the place itself; 2: within about 25 km of it; 3: its second order area; 4: its first order area; 5: a line or an
    area of another kind; 6: the country; 7: international waters (UCDP GED Codebook, "where_prec").
    """
    if place.precision == "region":
        return 7 if place.rule == "sea" else 5
    if place.precision == "district" and place.rule.startswith(("in:", "near:")):
        return 2
    if place.precision is not None:
        return {"point": 1, "district": 3, "province": 4, "country": 6}[place.precision]
    if place.admin2 is not None:
        return 3
    return 4 if place.admin1 is not None else 6 if place.country is not None else None
