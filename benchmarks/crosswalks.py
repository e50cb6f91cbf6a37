"""Cross-walks from what a reader says to the classes of other schemes.

Tables first, hints second: a hint is a general word (an army, a mob, a grenade) that decides between classes which
PLOVER's type and mode do not tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from panj.model import Mention
from panj.ontology import INCIDENT_TYPES

PLV_ROOT = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""PLV has one class for the two; every other class is a PLOVER type."""

_PLANNED = {
    "COOPERATE": "AGREE", "AID": "AGREE", "SUPPORT": "AGREE", "RETREAT": "AGREE", "CONCEDE": "AGREE",
    "PROTEST": "THREATEN", "SANCTION": "THREATEN", "COERCE": "THREATEN", "ASSAULT": "THREATEN", "MOBILIZE": "THREATEN",
}  # fmt: skip
"""What it is to announce an act: a promise or a threat."""

CASE_UNREACHABLE = frozenset({"MAN_MADE_DISASTER", "NATURAL_DISASTER", "ORG_CRIME", "OTHER"})
"""What Panj does not code: accidents, disasters, crime without a political actor, and the class for the rest."""

_REACHABLE = (
    "ABDUCT_DISSAP AGREEMENT AIR_STRIKE ARMED_CLASH ARREST ART_MISS_ATTACK ATTACK ATTRIB CHANGE_TO_GROUP_ACT "
    "CHEM_WEAP DIPLO DISR_WEAP FORCE_AGAINST_PROTEST GOV_REGAINS_TERIT GRENADE HQ_ESTABLISHED MOB_VIOL "
    "NON_STATE_ACTOR_OVERTAKES_TER NON_VIOL_TERRIT_TRANSFER PEACE_PROTEST PROPERTY_DISTRUCT PROTEST_WITH_INTER "
    "REM_EXPLOS SEX_VIOL SUIC_BOMB VIOL_DEMONSTR"
)
CASE_REACHABLE = frozenset(_REACHABLE.split())
CASE_CLASSES = CASE_REACHABLE | CASE_UNREACHABLE

_CASE_MODE = {
    "abduct": "ABDUCT_DISSAP", "sexual": "SEX_VIOL", "suicide-attack": "SUIC_BOMB", "aerial": "AIR_STRIKE",
    "drone": "AIR_STRIKE", "heavy-weapons": "ART_MISS_ATTACK", "unconventional": "CHEM_WEAP",
    "explosives": "REM_EXPLOS", "destroy": "PROPERTY_DISTRUCT", "crowd-control": "FORCE_AGAINST_PROTEST",
}  # fmt: skip
"""Modes of ASSAULT that name a class; the others leave ATTACK, ARMED_CLASH or MOB_VIOL."""

_CASE_TYPE = {
    "AGREE": "AGREEMENT", "CONCEDE": "AGREEMENT", "ACCUSE": "ATTRIB", "MOBILIZE": "CHANGE_TO_GROUP_ACT",
    "CONSULT": "DIPLO", "SUPPORT": "DIPLO", "COOPERATE": "DIPLO", "AID": "DIPLO", "REQUEST": "DIPLO",
    "REJECT": "DIPLO", "THREATEN": "DIPLO", "SANCTION": "DIPLO",
}  # fmt: skip

_DECIDING = ("unconventional", "sexual", "suicide-attack")
"""Modes that give the class wherever in the snippet they are told."""

_TOLD = ("happened", "attempted", "possible")


def _hint(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_STATE = _hint(
    "army|soldiers?|troops?|military|government|police|state|security forces?|armed forces|national|navy|air force|"
    "coalition|regime|regulars?|commandos?|marines?|border guards?|gendarm\\w+"
)
_CROWD = _hint("mobs?|crowds?|villagers?|residents?|locals?|vigilantes?|onlookers?|neighbou?rs?|rioters?|youths?")
_CLASH = _hint("clash\\w*|fight\\w*|fought|battl\\w+|skirmish\\w*|firefights?|gunfights?|gun battles?|shoot-?outs?")
_EXCHANGE = _hint("exchang\\w+|trad\\w+ (?:fire|shots)")
_GRENADE = _hint("grenades?")
_LOOT = _hint("loot\\w*|plunder\\w*|rob|robb\\w+|stole\\w*|steal\\w*|ransack\\w*")
_ARMS = _hint(
    "weapons?|arms|ammunition|munitions?|explosives?|rifles?|guns?|grenades?|bombs?|rockets?|missiles?|mines?|ieds?"
)
_BASE = _hint("bases?|headquarters|hq|camps?|outposts?|checkpoints?|posts?|barracks")


_MODE_HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("unconventional", _hint("chemical|chlorine|sarin|mustard gas|nerve agents?|toxic gas|poison(?:ed|ous)? gas")),
    ("sexual", _hint("rap(?:e|ed|es|ing)|gang-?raped?|sexual\\w*|molest\\w*")),
    ("suicide-attack", _hint("suicide|blew (?:him|her|them)sel\\w+ up|explosive (?:vest|belt)s?")),
    (
        "aerial",
        _hint("air ?-?strikes?|air ?-?raids?|warplanes?|fighter jets?|jets?|helicopters?|drones?|barrel bombs?"),
    ),
    ("heavy-weapons", _hint("shell\\w*|mortars?|rockets?|missiles?|artillery|howitzers?|tank fire")),
    ("explosives", _hint("bomb\\w*|(?:land)?mines?|ieds?|explosi\\w+|explod\\w+|detonat\\w+|blasts?|blew up|blown up")),
    ("abduct", _hint("abduct\\w*|kidnap\\w*|hostages?|disappear\\w*")),
    ("crowd-control", _hint("tear ?-?gas\\w*|water cannons?|rubber bullets?|batons?|truncheons?")),
    ("destroy", _hint("burn\\w*|torch\\w*|destroy\\w*|demolish\\w*|ransack\\w*|vandali\\w+|set (?:on )?fire")),
)
"""Where the reader gives an assault no mode: the first whose words stand in its trigger or weapons."""


def plv_root(mention: Mention) -> str:
    """Return PLV's root code of a mention.

    PLV codes a relation with one class, Panj an act with its status: an act that is asked for is a REQUEST, one that
    is said not to happen a REJECT, one that is planned an AGREE or a THREATEN.
    """
    if mention.status in ("asked", "negated"):
        return "REQUEST" if mention.status == "asked" else "REJECT"
    if mention.status == "planned" and mention.type in _PLANNED:
        return _PLANNED[mention.type]
    return PLV_ROOT.get(mention.type, mention.type)


def case_class(mentions: Sequence[Mention]) -> str | None:
    """Return the class of CASE 2021 of a snippet; ``None`` where nothing is told that has one."""
    told = [one for one in mentions if one.status in _TOLD] or list(mentions)
    if not told:
        return None
    for mode in _DECIDING:
        if any(assault_mode(one) == mode for one in told):
            return _CASE_MODE[mode]
    main = min(told, key=lambda one: (one.type not in INCIDENT_TYPES, one.trigger.start))
    if main.type == "PROTEST" or assault_mode(main) == "crowd-control":
        return _protest(told)
    seized = [one for one in told if (one.type, one.mode) == ("COERCE", "seize")]
    if main.type == "ASSAULT":
        plain = assault_mode(main) in (None, "firearms", "heavy-weapons", "targeted", "primitive")
        if plain and seized and (taken := _seizure(seized[0])).endswith(("TERIT", "TER")):
            return taken
        classes = [_assault(one) for one in (main, *told) if one.type == "ASSAULT"]
        return next((one for one in classes if one != "ATTACK"), "ATTACK")
    return _deed(main)


def assault_mode(mention: Mention) -> str | None:
    """Return the mode of an assault, from its own words where the reader gives none; ``None`` for other types."""
    if mention.type != "ASSAULT" or mention.mode is not None:
        return mention.mode if mention.type == "ASSAULT" else None
    words = " | ".join([mention.trigger.text, _texts(mention, "weapons")])
    return next((mode for mode, hint in _MODE_HINTS if hint.search(words)), None)


def _protest(told: Sequence[Mention]) -> str:
    """Return the class of a snippet about a protest: by its own violence, then by what was done to it."""
    if any(one.type == "PROTEST" and one.mode in ("riot", "vandalize") for one in told):
        return "VIOL_DEMONSTR"
    force = [one for one in told if one.type == "ASSAULT"]
    hurt = any(figure.outcome in ("killed", "injured", "casualties") for one in force for figure in one.figures)
    if hurt or any(assault_mode(one) != "crowd-control" for one in force):
        return "FORCE_AGAINST_PROTEST"
    return "PROTEST_WITH_INTER" if force or any(one.type == "COERCE" for one in told) else "PEACE_PROTEST"


def _assault(mention: Mention) -> str:
    if _said(_GRENADE, mention):
        return "GRENADE"
    mode = assault_mode(mention)
    if mode in _CASE_MODE:
        return _CASE_MODE[mode]
    if _CROWD.search(_texts(mention, "actors")):
        return "MOB_VIOL"
    two_sided = len(mention.actors) > 1 and not mention.recipients
    if two_sided or _CLASH.search(mention.trigger.text) or _EXCHANGE.search(mention.trigger.text):
        return "ARMED_CLASH"
    return "ATTACK"


def _deed(mention: Mention) -> str | None:
    """Return the class of what is neither an assault nor a protest."""
    if mention.type == "COERCE":
        return _seizure(mention) if mention.mode == "seize" else "ARREST" if mention.mode in (None, "arrest") else None
    if mention.type == "RETREAT":
        return {"disarm": "DISR_WEAP", "ceasefire": "AGREEMENT", "release": "AGREEMENT", "resign": None}.get(
            mention.mode or "withdraw", "NON_VIOL_TERRIT_TRANSFER"
        )
    if mention.type == "MOBILIZE" and _said(_BASE, mention):
        return "HQ_ESTABLISHED"
    return _CASE_TYPE.get(mention.type)


def _seizure(mention: Mention) -> str:
    """Return the class of a seizure: of goods, of arms, of ground by a state or by others."""
    if _LOOT.search(mention.trigger.text):
        return "PROPERTY_DISTRUCT"
    if mention.weapons or _ARMS.search(_texts(mention, "recipients")):
        return "DISR_WEAP"
    return "GOV_REGAINS_TERIT" if _STATE.search(_texts(mention, "actors")) else "NON_STATE_ACTOR_OVERTAKES_TER"


def _said(hint: re.Pattern[str], mention: Mention) -> bool:
    """Say whether a hint stands in the words of a mention."""
    return bool(hint.search(" | ".join([mention.trigger.text, _texts(mention, "weapons", "recipients", "places")])))


def _texts(mention: Mention, *fields: str) -> str:
    def spans() -> Iterable[str]:
        for field in fields:
            for span in getattr(mention, field):
                yield span.text

    return " | ".join(spans())
