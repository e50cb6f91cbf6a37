"""Which actors of the tables a phrase names, and which of them it is about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from panj.resolving.gazetteer import Gazetteer, normal_form, word_set
from panj.resolving.roster import Candidate, Roster, Standing, candidates_in, is_acronym
from panj.resolving.sectors import HEADS, PERSONS, singular

PREPOSITIONS = word_set(
    "of in for at from to on under with near who that which calling against about by within inside across throughout "
    "outside around between over based loyal linked close allied living operating"
)
_AND = word_set("and or")
_POSSESSIVE = re.compile(r"['’]s?$")
_EDGES = " \"“”'‘’()[],;:"
_HIGH_OFFICES = word_set(
    "president premier minister prime-minister king queen sultan emperor chancellor emir secretary pope ayatollah"
)
_COMMON = word_set(
    """khan singh sharif ahmed ahmad ali omar hassan hussein hussain mohammed mohamed muhammad mohamud abdullah ibrahim
    saleh salam musa rahman hossain shah dar asif saeed aziz malik rao gandhi das smith brown johnson taylor martin king
    lee kim park choi wang li zhang chen hu ma zhu deng jiang mao lai lin moon clark cook cooper butler robinson
    baker evans evan harris davis thomas santos silva garcia rodriguez gonzalez fernandez lopez perez sanchez martinez
    castro ortega morales castillo paz mesa cruz diaz flores costa major may rice grandi straw wong tan sen lam ban
    diallo traore keita toure diop sall barrow conde diarra ouedraogo camara kone sow ba faye saied said ben abbas
    salman charles hamad tamim jackson frei lagos turk fox gore bush"""
)
"""Surnames that too many people bear: alone, without an office before them, they are nobody of the tables."""
_LOCAL = frozenset(("PTY", "REB", "OPP", "LAB"))
"""Sectors whose abbreviations mean other bodies in other countries."""


class Match(NamedTuple):
    """A name of the tables in a phrase, as tokens ``[start, end)``.

    ``owns`` says that an 's follows; ``behind`` that a preposition stands before it.
    """

    start: int
    end: int
    words: str
    candidates: tuple[Candidate, ...]
    owns: bool
    behind: bool


def tokens_of(phrase: str) -> list[str]:
    """Return the words of a phrase without brackets, quotes and commas around them; an 's stays."""
    return [bare for word in phrase.split() if (bare := word.strip(_EDGES) or word)]


def bare(token: str) -> str:
    """Return a token without its possessive ending."""
    return _POSSESSIVE.sub("", token)


def matches_in(tokens: Sequence[str], roster: Roster, gazetteer: Gazetteer, day: dt.date | None) -> list[Match]:
    """Return the names of actors in a phrase, the longest first where they overlap, in the order of the words."""
    found: list[Match] = []
    taken: set[int] = set()
    for size in range(min(roster.longest, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            places = set(range(start, start + size))
            if places & taken:
                continue
            words = " ".join([*tokens[start : start + size - 1], bare(tokens[start + size - 1])])
            if words not in roster or not _is_name(tokens, start, start + size, gazetteer):
                continue
            candidates = tuple(roster.find(words, day))
            behind = start > 0 and any(normal_form(token) in PREPOSITIONS for token in tokens[1:start])
            owns = tokens[start + size - 1] != bare(tokens[start + size - 1]) and start + size < len(tokens)
            found.append(Match(start, start + size, words, candidates, owns, behind))
            taken |= places
    return sorted(found, key=lambda one: one.start)


def _is_name(tokens: Sequence[str], start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Say whether the words are written as a name, and are no part of a longer one.

    "Lebanese forces" is no party, "Robert Wagner" no company of soldiers.
    """
    name = tokens[start:end]
    if not any(letter.isupper() for letter in "".join(name)):
        return False
    first = normal_form(bare(name[0]).split("-")[0])
    if first in gazetteer.country_words and any(
        token.islower() and (singular(normal_form(token)) in HEADS or normal_form(token) in HEADS) for token in name[1:]
    ):
        return False
    if end - start > 1 or is_acronym(name[0].replace(".", "")):
        return True
    if start and not _may_stand_beside(tokens[start - 1], gazetteer):
        return False
    if end == len(tokens) or bare(tokens[end - 1]) != tokens[end - 1]:
        return True
    after = normal_form(tokens[end])
    school = tokens[end][0].isupper() and HEADS.get(after) in ("EDU", "HLH", "REL", "BUS", "NGO", "CVL")
    return not school and _may_stand_beside(tokens[end], gazetteer)  # "Dawn Hospital" is no newspaper


def _may_stand_beside(token: str, gazetteer: Gazetteer) -> bool:
    form = normal_form(bare(token))
    known = form in HEADS or singular(form) in HEADS or form in PERSONS or form in PREPOSITIONS or form in _AND
    small = not token[0].isupper() or bare(token) != token or is_acronym(token)
    return small or known or form in ("the", "a", "an") or form.split(" ")[0] in gazetteer.country_words


def settled(match: Match, countries: Collection[str], titles: Sequence[str]) -> Standing | None:
    """Return the actor that a name means, ``None`` where several fit or the evidence is too thin.

    A short form needs the actor's country to be named, or a high office before it that somebody holds whom no other
    country's can be mistaken for. An abbreviation of a party or an armed group, and the full name of a person without
    such an office before it, need the country where any is named: other people bear the same names.
    Where several persons of one country fit, the answer has that country and an empty key.
    """
    high = any(title in _HIGH_OFFICES for title in titles)
    kept = []
    for one in match.candidates:
        near = one.standing.country in countries
        if one.short and not high and normal_form(match.words) in _COMMON and one.standing.key.startswith("per:"):
            continue
        if one.short and not near and not (high and one.standing.serving and one.standing.sector == "GOV"):
            continue
        person = one.standing.key.startswith("per:") and not one.standing.own and " " in match.words
        if person and countries and one.standing.country and not near and not high:
            continue  # somebody of the same name
        thin = is_acronym(match.words) and one.standing.sector in _LOCAL and not one.standing.own
        if thin and countries and one.standing.country and not near:
            continue
        kept.append(one)
    narrowed = candidates_in(kept, countries)
    by_key = {one.standing.key: one.standing for one in reversed(narrowed)}
    if len(by_key) == 1:
        return next(iter(by_key.values()))
    first = narrowed[0].standing if narrowed else None
    if first is None or any(one.standing.country != first.country for one in narrowed):
        return None
    if all(one.standing.key.startswith("per:") for one in narrowed):
        sectors = {one.standing.sector for one in narrowed}
        return first._replace(key="", name=match.words, sector=sectors.pop() if len(sectors) == 1 else None)
    return next((one.standing for one in narrowed if not one.standing.key.startswith("pty:")), first)
