"""How a sentence tells an act: the words beside its trigger, and how it leads from one act to the next.

English only: closed classes and the plain vocabulary of conflict reporting, no name of a person, group or place.
"""

from __future__ import annotations

import re
from functools import lru_cache

from panj.incidents import words

_WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*", re.UNICODE)
_LEFT, _RIGHT = 7, 9
"""Words before and after a trigger that count as its neighbourhood."""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KINDS: dict[str, str] = {
    stem: kind
    for kind, stems in {
        "killing": (
            "kill kil di dead deat death slain slay murder massacr slaught slaughter perish fatalit fatality "
            "lost los lose liv execut execution behead burial buri bury bodi body bodies victim victims corps "
            "toll fell carnage bloodshed assassinat assassination fallen mourn"
        ),
        "wounding": "injur injury wound hurt hospitalis hospitaliz maim treat",
        "shooting": "shoot shot fir fire firing gunfire gunned gunfir open rifl sniper shooting",
        "blast": (
            "bomb blast explod explo explosion detonat detonation mine grenad device blew blow bombing ripp rip "
            "planted plant"
        ),
        "bombardment": "strik struck airstrik shell shelling rocket missil drone bombard bombardment launch hit pound",
        "abduction": (
            "abduct kidnap hostag captiv captive seiz taken took take held hold led carri carry snatch "
            "abduction missing"
        ),
        "attack": (
            "attack assault raid storm ambush incident violenc target operation incursion onslaught rampag "
            "overran overrun"
        ),
        "burning": "burn burnt torch arson ablaz raz set",
        "clash": (
            "clash fight fighting fought battl battle firefight gunfight gunbattl exchang exchange skirmish engag"
        ),
        "march": "march ralli rally demonstrat demonstration protest gather sit-in vigil crowd",
        "walkout": "walk walkout stoppage shutdown shut boycott",
        "barricade": "block blockad barricad roadblock road erect barrier",
        "riot": "riot unrest loot vandal ransack smash",
        "arrest": "arrest detain detention custod custody remand pick jail round suspect imprison captur",
        "seizure": "confiscat seizure recover impound empti empty steal stole stolen rob",
        "closing": "clos close closure ban bann prohibit restrict curfew suspend suspension impos lockdown",
        "sending": "deploy send sent dispatch reinforc mobilis mobiliz mass mov move patrol deployment",
        "freeing": "releas free freed bail return handed hand swap let got",
    }.items()
    for stem in stems.split()
}
"""Kinds of act by the stem of a trigger's words (:func:`panj.incidents.words.stem`)."""

RESULTS = frozenset({"killing", "wounding"})
"""Kinds that tell what became of people, whatever was done to them."""

WAYS = frozenset({"shooting", "blast", "bombardment", "abduction", "burning", "clash"})
"""Kinds that tell how force was used."""

_PLAIN = _set(
    "a an the this that these those its their his her our your my it he she they them him we us who whom which "
    "what and or but nor so as of in on at by to from for with into over under after before since until during "
    "while when where between among against about around near outside inside across through off out up down be "
    "is are was were been being has have had do did does will would could should may might can must not no none "
    "never more most less least than then there here also too very just only even still yet both all any some "
    "each every other another such same own said say says saying told tell according added statement report "
    "reported reports reporting spokesman spokeswoman spokesperson official officials authorities people person "
    "man men woman women one two three four five six seven eight nine ten eleven twelve dozen dozens hundred "
    "hundreds week weeks day days month months year years hour hours night morning evening afternoon yesterday "
    "today overnight late early earlier later last first second third next ago government ministry minister "
    "president police army military forces security put made make took take taken left leave came come went go "
    "like because if however number several many few nearly almost state country town city village district "
    "province region area local group groups"
) | words.DAYS_MONTHS  # fmt: skip
"""Words that say nothing about which act is meant."""

_ANOTHER_TIME = re.compile(
    r"\b(?:hours?|days?|weeks?|months?|minutes|night|morning) (?:after|before|later|earlier)\b|\b(?:same|next|following"
    r"|previous) (?:day|night|morning|evening|week)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:after|before|following|since|in connection with|connected (?:to|with)|in (?:response|retaliation|reprisal"
    r"|revenge|reply|protest|solidarity)|retaliat\w+|aveng\w+|in the wake of|ahead of|until|because of|to protest"
    r"|protesting|over|amid|suspected of|accused of|wanted|blamed for|charged with|despite|as well as|rather than"
    r"|instead of)\b",
    re.IGNORECASE,
)
_INTO = re.compile(r"\b(?:in|during|by|from|of|when|as)\s+(?:\w+\W+){0,4}$", re.IGNORECASE)
_AND = re.compile(r"(?:\band|\bbut|\bwhile|;|\bthen|—|–)\s", re.IGNORECASE)

_OPENS = re.compile(
    r"\W*(?:(?:on|in|at|near|outside|around|across|north|south|east|west|further)\s+(?:the\s+)?(?-i:[A-Z]|early|late"
    r"|nearby|neighbouring)|(?:hours|days|weeks|minutes|an? (?:day|week|hour|month)|two days|three days|the (?:day"
    r"|night|week)) (?:later|earlier|before|after)|(?:the )?(?:same|next|following|previous) (?:day|night|morning"
    r"|evening|week)"
    r"|meanwhile|also|later|earlier|then|last|(?:over|across) the border|on the same|that (?:night|day|evening|morning)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|overnight|nearby)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\W*(?:the (?:dead|victims|wounded|injured|two|three|four|five|six|seven|eight|nine|ten)|among (?:the|those|them)"
    r"|those (?:killed|injured|wounded|taken|arrested|held)|both|all|(?:one|some|most) of|it|he|she|they|this|its|their"
    r"|his|her)\b",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"\b(?:the|those|these|their|his|her|its|both|all)\s+(?:[\w’'\-]+\s+){0,2}$", re.IGNORECASE)
_PRONOUNS = _set("he she it they them him her we us who those these one some others both all none nobody")

Cut = tuple[tuple[int, str, str, bool], ...]


@lru_cache(maxsize=1 << 12)
def cut(sentence: str) -> Cut:
    """Return the telling words of a sentence: place, lower case, stem ("" for a name or a short word), a name or not.

    The first word is never a name, for it has a capital anyhow. Plain words keep their place with nothing else.
    """
    found: list[tuple[int, str, str, bool]] = []
    for match in _WORD.finditer(sentence):
        word = match[0]
        low = word.lower()
        if low.endswith(("’s", "'s")):
            low = low[:-2]
        if low in _PLAIN:
            found.append((match.start(), "", "", False))
        elif word[0].isupper() and found and len(low) > 2:
            found.append((match.start(), low, "", True))
        else:
            found.append((match.start(), low, words.stem(low) if len(low) > 3 else "", False))
    return tuple(found)


def around(sentence: str, start: int, end: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of telling words near a trigger, without its own, and the names near it."""
    found = cut(sentence)
    here = next((place for place, one in enumerate(found) if one[0] >= start), len(found))
    stems: set[str] = set()
    names: set[str] = set()
    for at, low, stem, name in found[max(0, here - _LEFT) : here + _RIGHT]:
        if start <= at < end or not low:
            continue
        if name:
            names.add(low)
        elif stem:
            stems.add(stem)
    return frozenset(stems), frozenset(names)


@lru_cache(maxsize=1 << 12)
def names_in(sentence: str) -> frozenset[str]:
    """Return the names in a sentence, but for its first word, lower case."""
    return frozenset(low for _, low, _, name in cut(sentence) if name)


@lru_cache(maxsize=1 << 14)
def kind_of(trigger: str) -> str | None:
    """Return the kind of act that a trigger names, ``None`` where its words are not listed."""
    for word in words.words(trigger):
        for form in (words.stem(word), word.lower()):
            if form in _KINDS:
                return _KINDS[form]
    return None


def between(sentence: str, end: int, start: int) -> str | None:
    """Return the feature for how a sentence leads from the trigger that ends at ``end`` to that at ``start``."""
    text = sentence[end:start]
    if _ANOTHER_TIME.search(text):
        return "another time in between"
    if _CAUSE.search(text):
        return "told as cause or sequel"
    if len(text) < 60 and _INTO.search(text):
        return "told within"
    if _AND.search(text):
        return "joined by a conjunction"
    return None


@lru_cache(maxsize=1 << 12)
def opens_anew(sentence: str) -> bool:
    """Say whether a sentence opens with a time or place of its own ("On Tuesday", "Hours later", "In Osh")."""
    return _OPENS.match(sentence) is not None


@lru_cache(maxsize=1 << 12)
def goes_on(sentence: str) -> bool:
    """Say whether a sentence opens by taking up people or things told before ("The dead …", "They …")."""
    return _GOES_ON.match(sentence) is not None


def is_definite(sentence: str, start: int) -> bool:
    """Say whether the phrase that starts there has a definite determiner: its people are known already."""
    return _DETERMINER.search(sentence[max(0, start - 40) : start]) is not None


def is_pronoun(text: str) -> bool:
    """Say whether a phrase is a pronoun, or stands like one ("some", "others")."""
    return text.lower() in _PRONOUNS
