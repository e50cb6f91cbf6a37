"""From PLOVER's types and modes to CAMEO's event codes, with GDELT's quad class and the Goldstein scale.

PLOVER's makers publish a table from CAMEO to PLOVER; it has no inverse, since many of CAMEO's codes go to one type.
The codes here are Panj's choice of the one that says no more than the type and mode do. Codes are those of CAMEO 1.1b3
(Schrodt 2012), values those of the Goldstein scale that goes with it.
"""

from __future__ import annotations

CODES: dict[tuple[str, str | None], str] = {
    ("AGREE", None): "030",
    ("CONSULT", None): "040", ("CONSULT", "visit"): "042", ("CONSULT", "third-party"): "044",
    ("CONSULT", "multilateral"): "046", ("CONSULT", "phone"): "041",
    ("SUPPORT", None): "050",
    ("CONCEDE", None): "080",
    ("COOPERATE", None): "060",
    ("AID", None): "070",
    ("RETREAT", None): "080", ("RETREAT", "withdraw"): "0874", ("RETREAT", "release"): "0841",
    ("RETREAT", "disarm"): "0873", ("RETREAT", "ceasefire"): "0871", ("RETREAT", "access"): "086",
    ("RETREAT", "resign"): "0831",
    ("REQUEST", None): "100", ("REQUEST", "assist"): "101", ("REQUEST", "change"): "104",
    ("REQUEST", "yield"): "105", ("REQUEST", "meet"): "106",
    ("ACCUSE", None): "112", ("ACCUSE", "disapprove"): "110", ("ACCUSE", "investigate"): "090",
    ("ACCUSE", "allege"): "112",
    ("REJECT", None): "120", ("REJECT", "assist"): "121", ("REJECT", "change"): "123", ("REJECT", "yield"): "124",
    ("REJECT", "meet"): "125",
    ("THREATEN", None): "130", ("THREATEN", "restrict"): "132", ("THREATEN", "arrest"): "137",
    ("THREATEN", "relations"): "1313", ("THREATEN", "expel"): "136", ("THREATEN", "territory"): "1382",
    ("THREATEN", "violence"): "138",
    ("PROTEST", None): "140", ("PROTEST", "demo"): "141", ("PROTEST", "riot"): "145", ("PROTEST", "strike"): "143",
    ("PROTEST", "hunger"): "142", ("PROTEST", "boycott"): "143", ("PROTEST", "obstruct"): "144",
    ("PROTEST", "vandalize"): "145",
    ("SANCTION", None): "160", ("SANCTION", "convict"): "116", ("SANCTION", "expel"): "166",
    ("SANCTION", "withdraw"): "161", ("SANCTION", "discontinue"): "162",
    ("MOBILIZE", None): "150", ("MOBILIZE", "troops"): "154", ("MOBILIZE", "weapons"): "150",
    ("MOBILIZE", "police"): "153", ("MOBILIZE", "militia"): "150",
    ("COERCE", None): "170", ("COERCE", "seize"): "171", ("COERCE", "restrict"): "172", ("COERCE", "censor"): "1721",
    ("COERCE", "curfew"): "1723", ("COERCE", "martial-law"): "1724", ("COERCE", "arrest"): "173",
    ("COERCE", "deport"): "174", ("COERCE", "withhold"): "170", ("COERCE", "misinformation"): "170",
    ("COERCE", "cyber"): "170",
    ("ASSAULT", None): "180", ("ASSAULT", "abduct"): "181", ("ASSAULT", "beat"): "182",
    ("ASSAULT", "torture"): "1822", ("ASSAULT", "sexual"): "1821", ("ASSAULT", "targeted"): "186",
    ("ASSAULT", "destroy"): "1712", ("ASSAULT", "primitive"): "182", ("ASSAULT", "firearms"): "193",
    ("ASSAULT", "explosives"): "183", ("ASSAULT", "suicide-attack"): "1831", ("ASSAULT", "aerial"): "195",
    ("ASSAULT", "drone"): "195", ("ASSAULT", "heavy-weapons"): "194", ("ASSAULT", "crowd-control"): "175",
    ("ASSAULT", "unconventional"): "204",
}  # fmt: skip
"""The code of each type and mode of PLOVER."""

GOLDSTEIN: dict[str, float] = {
    "030": 4.0, "040": 1.0, "041": 1.0, "042": 1.9, "044": 2.5, "046": 7.0, "050": 3.5, "060": 6.0, "070": 7.0,
    "080": 5.0, "0831": 5.0, "0841": 7.0, "086": 9.0, "0871": 9.0, "0873": 9.0, "0874": 10.0, "090": -2.0,
    "100": -5.0, "101": -5.0, "104": -5.0, "105": -5.0, "106": -5.0, "110": -2.0, "112": -2.0, "116": -2.0,
    "120": -4.0, "121": -4.0, "123": -4.0, "124": -4.0, "125": -5.0, "130": -4.4, "1313": -5.8, "132": -5.8,
    "136": -7.0, "137": -7.0, "138": -7.0, "1382": -7.0, "140": -6.5, "141": -6.5, "142": -6.5, "143": -6.5,
    "144": -7.5, "145": -7.5, "150": -7.2, "153": -7.2, "154": -7.2, "160": -4.0, "161": -4.0, "162": -5.6,
    "166": -7.0, "170": -7.0, "171": -9.2, "1712": -9.2, "172": -5.0, "1721": -5.0, "1723": -5.0, "1724": -5.0,
    "173": -5.0, "174": -5.0, "175": -9.0, "180": -9.0, "181": -9.0, "182": -9.5, "1821": -9.0, "1822": -9.0,
    "183": -10.0, "1831": -10.0, "186": -10.0, "193": -10.0, "194": -10.0, "195": -10.0, "204": -10.0,
}  # fmt: skip
"""The Goldstein scale of the codes used: -10, conflict, to 10, cooperation."""

SECTORS = frozenset(
    {
        "GOV", "MIL", "COP", "SPY", "JUD", "LEG", "OPP", "REB", "UAF", "CRM", "CVL", "ELI", "BUS", "LAB", "MED", "EDU",
        "HLH", "REF", "NGO", "IGO",
    }
)  # fmt: skip
"""Sectors that CAMEO has as a role of the same code; it keeps religions apart and has no role for a party in power."""


def code(type_: str, mode: str | None) -> str:
    """Return the event code of a type and mode; a mode that is not the type's counts as none."""
    return CODES.get((type_, mode)) or CODES[(type_, None)]


def root(event: str) -> str:
    """Return the two digits of an event code's root."""
    return event[:2]


def base(event: str) -> str:
    """Return the code of the level below the root: three digits."""
    return event[:3]


def quad_class(event: str) -> int:
    """Return GDELT's quad class: verbal and material cooperation 1 and 2, verbal and material conflict 3 and 4."""
    number = int(root(event))
    return 1 if number <= 5 else 2 if number <= 8 else 3 if number <= 13 else 4
