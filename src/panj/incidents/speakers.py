"""Who is meant where a report names a speaker in full once and then says "he", "the President", "the ministry".

Resolving reads each phrase for itself; a statement needs the party. Two rules, and nothing where neither is sure:

* ``title``: the words are part of an earlier, longer name in the report ("President" of "President Ana Silva",
  "ministry" of "Peruvian interior ministry"), and all such names are of one party;
* ``pronoun``: *he* or *she* is the person, *it* the body, that spoke last, in this sentence or the two before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from panj.model import Claim, Party
from panj.ontology import VERBAL

PRONOUN = re.compile(r"(?:he|she|it|they|we|i)", re.IGNORECASE)
_PERSONAL = frozenset({"he", "she"})
_IMPERSONAL = frozenset({"it"})
_DETERMINER = re.compile(r"^(?:the|a|an|this|that|its|his|her|their)\s+", re.IGNORECASE)
_BACK = 2
"""Sentences before the pronoun's own in which the one who spoke is looked for."""


class Heard(NamedTuple):
    """A party where a report names it; ``speaks`` says that it is the source of words there."""

    start: int
    party: Party
    speaks: bool


class Roll:
    """The parties of one report in the order of the text."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        found: dict[tuple[int, str], Heard] = {}
        starts: set[int] = set()
        for claim in claims:
            starts.add(claim.mention.sentence.start)
            speaking = claim.actors if claim.mention.type in VERBAL else ()
            for party in (claim.claimant, claim.via, *claim.actors, *claim.recipients):
                if party is not None and party.words is not None:
                    speaks = party in (claim.claimant, claim.via) or party in speaking
                    place = (party.words.start, party.key)
                    speaks = speaks or (place in found and found[place].speaks)
                    found[place] = Heard(party.words.start, party, speaks)
        self._heard = [found[place] for place in sorted(found)]
        self._starts = sorted(starts)

    def meant(self, party: Party, sentence: int) -> Party:
        """Return the party that is meant by the words of ``party`` in the sentence that starts there; else itself."""
        if party.words is None:
            return party
        tokens = _tokens(party.words.text)
        if len(tokens) == 1 and PRONOUN.fullmatch(tokens[0]):
            return self._spoke(tokens[0].lower(), party.words.start, sentence) or party
        return self._named(tokens, party) or party

    def _named(self, tokens: Sequence[str], party: Party) -> Party | None:
        """Return the one party whose longer name, given before, holds these words beside a name of its own."""
        if not 0 < len(tokens) <= 3 or party.words is None:
            return None
        low = [token.lower() for token in tokens]
        found: dict[str, Party] = {}
        for heard in self._heard:
            if heard.start >= party.words.start:
                break
            theirs = _tokens(heard.party.words.text if heard.party.words else "")
            rest = _without([token.lower() for token in theirs], low)
            if rest is not None and any(theirs[at][0].isupper() for at in rest):
                found[heard.party.key] = heard.party
        return next(iter(found.values())) if len(found) == 1 else None

    def _spoke(self, pronoun: str, start: int, sentence: int) -> Party | None:
        if pronoun not in _PERSONAL | _IMPERSONAL:
            return None
        earlier = [one for one in self._starts if one <= sentence]
        first = earlier[-1 - min(_BACK, len(earlier) - 1)] if earlier else sentence
        for heard in reversed(self._heard):
            if heard.start < start and heard.start >= first and heard.speaks and heard.party.words is not None:
                words = heard.party.words.text
                if PRONOUN.fullmatch(words) or _is_person(heard.party) != (pronoun in _PERSONAL):
                    continue
                named = self._named(_tokens(words), heard.party)
                return named or heard.party
        return None


def _is_person(party: Party) -> bool:
    return party.key.startswith("per:") or bool(_PERSON.search(party.words.text if party.words else party.name))


_PERSON = re.compile(
    r"\b(?:president|minister|premier|chancellor|governor|mayor|ambassador|envoy|spokes(?:man|woman|person)|general|"
    r"colonel|major|captain|commander|chief|leader|bishop|judge|lawyer|senator|chairman|chairwoman|secretary|director|"
    r"commissioner|officer|king|prince|sheikh|emir|mr|mrs|ms|dr)\b",
    re.IGNORECASE,
)
"""Words for somebody who is one: an office that is held, a rank, a form of address."""


def _tokens(text: str) -> list[str]:
    return re.findall(r"[\w’'\-]+", _DETERMINER.sub("", text))


def _without(tokens: Sequence[str], part: Sequence[str]) -> list[int] | None:
    """Return where the tokens beside an unbroken ``part`` stand; ``None`` where they do not hold it or are no more."""
    for at in range(len(tokens) - len(part) + 1):
        if list(tokens[at : at + len(part)]) == list(part) and len(tokens) > len(part):
            return [*range(at), *range(at + len(part), len(tokens))]
    return None
