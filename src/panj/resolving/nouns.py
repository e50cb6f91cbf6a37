"""Nouns by which a report refers to an act that it told before ("the raid", "the march"), by PLOVER type."""

from __future__ import annotations

import re

_NOUNS = {
    "ASSAULT": """attack assault raid strike airstrike bombing bombardment blast explosion detonation shelling shooting
        gunfire gunfight firefight ambush clash fighting battle skirmish incident killing murder massacre slaughter
        carnage tragedy death violence abduction kidnapping arson beating stabbing incursion onslaught assassination
        execution provocation bloodshed barrage""",
    "PROTEST": "protest demonstration rally march riot strike blockade boycott sit-in vigil unrest stoppage walkout",
    "COERCE": """arrest detention seizure raid search curfew ban blackout suspension expulsion deportation crackdown
        cyberattack intrusion shutdown closure operation""",
    "RETREAT": "release swap exchange withdrawal pullout resignation truce ceasefire handover",
    "SANCTION": "sentence conviction ruling expulsion verdict sanctions closure",
    "MOBILIZE": "deployment patrols reinforcement mobilisation mobilization",
    "COOPERATE": "drill exercise exercises",
    "AID": "aid delivery",
    "CONCEDE": "truce ceasefire",
    "AGREE": "truce ceasefire deal agreement accord",
    "CONSULT": "meeting talks summit visit call",
}
_TYPES: dict[str, frozenset[str]] = {
    noun: frozenset(type_ for type_, listed in _NOUNS.items() if noun in listed.split())
    for nouns in _NOUNS.values()
    for noun in nouns.split()
}

ACT_NOUNS = frozenset(_TYPES) | frozenset(f"{noun}s" for noun in _TYPES)
"""The nouns, with their plurals."""


def act_types(words: str) -> frozenset[str]:
    """Return the PLOVER types that the last noun of a phrase may refer to; empty where it names no act."""
    found = re.findall(r"[\w-]+", words.lower())
    last = found[-1] if found else ""
    return _TYPES.get(last) or _TYPES.get(last.removesuffix("s"), frozenset())
