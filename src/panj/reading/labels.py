"""What the network's outputs stand for: one place for training and reading, so that they cannot drift apart."""

from __future__ import annotations

from panj.ontology import MODES, OUTCOMES, STATUSES, TYPES

SHAPES = 4
"""Word shapes given to the uncased encoder beside the word pieces: lower, Capitalised, UPPER, other."""

ROLES: tuple[str, ...] = (
    "actor", "recipient", "by", "via", "cue", "place", "from", "time", "weapon", "fig",
)  # fmt: skip
"""What words can be to a trigger; each role has tags of its own, since one phrase may play several."""

TRIGGER_TAGS: tuple[str, ...] = ("O", "I", *TYPES)
"""Outside, inside (a further word of the trigger before), or first word of a trigger of this type."""

SPAN_TAGS: tuple[str, ...] = ("O", "I", "B")
MODE_TAGS: tuple[str, ...] = ("none", *(f"{type_}/{mode}" for type_ in TYPES for mode in MODES[type_]))
STATUS_TAGS: tuple[str, ...] = STATUSES
OUTCOME_TAGS: tuple[str, ...] = OUTCOMES
REACH = 24
"""Distances of a word from the trigger are told apart up to this many words."""

TOKENS: tuple[tuple[str, int], ...] = (("trigger", len(TRIGGER_TAGS)), ("fig", len(SPAN_TAGS)))
"""Outputs of the first pass for every word, side by side on the last axis."""

WORDS: tuple[tuple[str, int], ...] = (
    *((role, len(SPAN_TAGS)) for role in ROLES),
    ("outcome", len(OUTCOME_TAGS)),
    ("sum", 2),
    ("about", 1),
)
"""Outputs of the second pass for every word, given a trigger."""

ACT: tuple[tuple[str, int], ...] = (("mode", len(MODE_TAGS)), ("status", len(STATUS_TAGS)))
"""Outputs of the second pass for the trigger itself."""


def slices(heads: tuple[tuple[str, int], ...]) -> dict[str, slice]:
    """Return where each head's scores lie on the last axis."""
    found, at = {}, 0
    for name, width in heads:
        found[name] = slice(at, at + width)
        at += width
    return found


def shape(word: str) -> int:
    """Return the shape of a word: 0 lower case, 1 Capitalised, 2 UPPER CASE, 3 anything else."""
    if not word[:1].isalpha():
        return 3
    if word.islower():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1
