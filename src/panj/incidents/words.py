"""The few words that linking looks at: heads of noun phrases, names, nouns that refer back, words that tell acts apart.

English only. The lists are closed classes or the plain vocabulary of conflict reporting; no name of a person, group or
place is among them. What is not listed is compared as it is written.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*", re.UNICODE)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERS = _set(
    "a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand "
    "thousands dozen dozens score scores couple several some many few more most least over nearly about around "
    "almost at than up to under roughly approximately no fewer less another other further additional and or "
    "between half"
)
"""Words of a noun phrase that count or hedge, for :func:`group`; they say how many, not who."""

_STOP = _set("of in from at on near with by to who whom that which whose outside inside including among for")
_DETERMINERS = _set("the a an this that these those its their his her our your my")

_PERSON = _set(
    "people person other one man woman child victim dead killed injured wounded casualty body death them they he "
    "she him his her it resident civilian villager citizen national individual member human life local inhabitant "
    "rest someone anyone nobody no-one none those some all both half toll we us our boy girl teenager adult minor "
    "fatality survivor two three four five six seven eight nine ten"
)
"""Heads that name people in general: they fit every other head."""

_FORCE = _set(
    "soldier troop serviceman servicemen personnel guard officer policeman policemen constable ranger conscript "
    "army military force unit border-guard police gendarme marine trooper recruit sergeant corporal lieutenant"
)
_ARMED = _set(
    "gunman gunmen militant fighter attacker assailant insurgent rebel terrorist raider bandit smuggler "
    "infiltrator intruder kidnapper jihadist bomber combatant"
)
_PLURAL = {"men": "man", "women": "woman", "children": "child", "people": "people", "police": "police",
           "policemen": "policeman", "gunmen": "gunman", "servicemen": "serviceman", "lives": "life",
           "bodies": "body", "casualties": "casualty", "workmen": "workman", "fishermen": "fisherman",
           "tribesmen": "tribesman"}  # fmt: skip

EVENT_NOUNS = _set(
    "attack assault raid strike airstrike bombing bombardment blast explosion detonation shelling shooting "
    "gunfire gunfight firefight ambush clash clashes fighting battle skirmish encounter incident episode event "
    "operation killing killings murder murders massacre slaughter carnage tragedy death deaths violence abduction "
    "kidnapping hostage-taking siege arson beating beatings stabbing crackdown storming incursion onslaught hit "
    "fire outrage protest demonstration rally march riot rioting strike blockade boycott sit-in vigil unrest "
    "standoff stoppage walkout arrest arrests detention detentions seizure raid search searches closure shutdown "
    "curfew ban blackout suspension expulsion deportation release swap exchange truce ceasefire pullout "
    "withdrawal resignation sentence conviction ruling deployment patrols drill exercise cyberattack intrusion "
    "outage hack aid delivery toll bloodshed loss assassination execution provocation violation aggression "
    "rupture capture takeover"
)
"""Nouns by which a later sentence refers to an act that was told before."""

_FRESH = re.compile(
    r"\b(?:an?other|separate(?:ly)?|second|third|fourth|similar|unrelated|different|further|fresh|new|elsewhere"
    r"|additional|next|latest in a series)\b",
    re.IGNORECASE,
)
_OPENERS = re.compile(
    r"^\W*(?:separately|elsewhere|in (?:a|another) (?:separate|different|second|similar|further|unrelated|related"
    r"|parallel)\b|in another\b|in a further\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:earlier|previous|prior|last|past|old|older|former)\s*$", re.IGNORECASE)
_DEFINITE = re.compile(
    r"\b(?:the|this|that|these|those|its|their|his|her|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:[’']s)?"
    r"|yesterday[’']s|today[’']s)(?:\s+[\w’'\-]+){0,2}\s*$",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(r"\b(?:an?|one|two|three|four|five|several|some|many)(?:\s+[\w’'\-]+){0,2}\s*$", re.IGNORECASE)

_COUNTED = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens? of|several|many|numerous|a number of|both"
    r"|a series of|a string of|a wave of|a spate of|series of|string of|wave of|\d{1,4})"
)
_SEVERAL_ACTS = re.compile(
    rf"\b{_COUNTED}(?:\s+(?:such|separate|different|other|recent|similar|deadly|armed|further|more|cross-border))*"
    r"(?:\s+[\w’'\-]+)?\s+(?:attacks|incidents|assaults|ambushes|bombings|shootings|episodes|occasions|cases"
    r"|assassinations|abductions|kidnappings|massacres)\b",
    re.IGNORECASE,
)
_IN_SEVERAL = re.compile(rf"[^,;:.]{{0,60}}?\b(?:in|by|during|across) {_SEVERAL_ACTS.pattern}", re.IGNORECASE)
_TALLY = re.compile(
    r"\b(?:since|so far|this year|last year|over the (?:past|last|previous)|in the (?:past|last|previous) (?:\w+ )?"
    r"(?:weeks|months|years)|each (?:week|month|year)|every (?:week|month|year|day|night))\b",
    re.IGNORECASE,
)

DAYS_MONTHS = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
)
_PARTICLES = _set("the of and in on at al el la de du del von van bin ibn near north south east west")
_NO_NAMES = DAYS_MONTHS | _PARTICLES | _NUMBERS
_CLAUSE = re.compile(r"[,;:.—–(]|\b(?:and|but|that|which|said|says|after|in|of|on)\b")


@lru_cache(maxsize=1 << 16)
def words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` as written, without punctuation and possessive endings."""
    return tuple(word[:-2] if word.endswith(("’s", "'s")) else word for word in _WORD.findall(text))


@lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    """Return a noun without its plural ending, lower case; a rule of thumb that is the same for both sides."""
    word = word.lower()
    if word in _PLURAL:
        return _PLURAL[word]
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + instead
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


@lru_cache(maxsize=1 << 16)
def stem(text: str) -> str:
    """Return what the forms of a trigger share ("killed", "killing" → "kill"), from its first long word."""
    for word in words(text):
        low = word.lower()
        if len(low) > 3 or low in {"hit", "war"}:
            for ending in ("ings", "ing", "ers", "er", "ed", "es", "s", "e"):
                if low.endswith(ending) and len(low) - len(ending) >= 3:
                    low = low[: -len(ending)]
                    break
            if len(low) > 3 and low[-1] == low[-2] and low[-1] not in "sl":
                low = low[:-1]
            return low
    return text.lower()


@lru_cache(maxsize=1 << 16)
def head(text: str) -> str | None:
    """Return the head noun of a noun phrase, singular and lower case: "three Chinese workers" → "worker"."""
    found = None
    for word in words(text):
        low = word.lower()
        if low in _STOP and found is not None:
            break
        if low not in _DETERMINERS and low not in _STOP and not low.isdigit():
            found = low
    return singular(found) if found else None


@lru_cache(maxsize=1 << 16)
def kind_of_people(noun: str) -> str | None:
    """Return ``force``, ``armed`` or ``person`` for a head noun that names such people, else ``None``."""
    if noun in _FORCE:
        return "force"
    if noun in _ARMED:
        return "armed"
    return "person" if noun in _PERSON else None


@lru_cache(maxsize=1 << 16)
def group(text: str) -> str | None:
    """Return the words of a figure without its number and hedges; ``None`` where nothing is left."""
    kept = list(_WORD.finditer(text))
    while kept and (kept[0][0].lower() in _NUMBERS | _DETERMINERS or kept[0][0][0].isdigit()):
        kept.pop(0)
    if not kept or all(word[0].lower() in _NUMBERS for word in kept):
        return None
    return text[kept[0].start() : kept[-1].end()]


@lru_cache(maxsize=1 << 16)
def names(text: str) -> frozenset[str]:
    """Return the capitalised words of a phrase, lower case, without days, months and particles."""
    return frozenset(
        low for word in words(text) if word[0].isupper() and len(word) > 2 and (low := word.lower()) not in _NO_NAMES
    )


def reference(sentence: str, start: int, end: int) -> str | None:
    """Say how the trigger at ``start``–``end`` of a sentence stands to acts told before.

    ``new``: the words tell it apart ("another", "a second", "separately"); ``back``: a definite noun that refers back
    ("the attack"); ``earlier``: a definite noun that points to an act before the one just told ("an earlier attack");
    ``None``: neither.
    """
    if _OPENERS.match(sentence) and not any(mark in sentence[:start] for mark in ".!?"):
        return "new"
    if not any(word.lower() in EVENT_NOUNS for word in words(sentence[start:end])):
        return None
    before = sentence[max(0, start - 60) : start]
    lead = _CLAUSE.split(before)[-1]
    definite = _DEFINITE.search(lead) is not None
    if not definite and _FRESH.search(lead):
        return "new"
    if _BEFORE.search(lead):
        return "earlier"
    if definite or (not lead.strip() and start > 0 and _INDEFINITE.search(before) is None):
        return "back"
    return None


@lru_cache(maxsize=1 << 16)
def innermost(place: str) -> str:
    """Return the part of a phrase that names the place itself: "Banje, in the town of Zubin Potok" → "Banje"."""
    first = re.split(r",|\(|\bin\b", place)[0]
    return first if names(first) else place


@lru_cache(maxsize=1 << 16)
def is_event_noun(text: str) -> bool:
    """Say whether a trigger is, or ends in, a noun that names an act ("drone attack", "Monday's raid")."""
    found = words(text)
    return bool(found) and found[-1].lower() in EVENT_NOUNS


def tells_several_acts(sentence: str, start: int, end: int) -> bool:
    """Say whether the trigger is, follows or lies in a count of acts ("two attacks", "killed in two attacks")."""
    return (
        _SEVERAL_ACTS.search(sentence[max(0, start - 80) : end]) is not None
        or _SEVERAL_ACTS.match(sentence[start : end + 40]) is not None
        or _IN_SEVERAL.match(sentence[end : end + 100]) is not None
    )


@lru_cache(maxsize=1 << 16)
def is_tally(words_of_time: str) -> bool:
    """Say whether a time expression spans a stretch that people count over ("since May", "this year")."""
    return _TALLY.search(words_of_time) is not None
