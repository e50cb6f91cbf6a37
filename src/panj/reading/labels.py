"""What the network's outputs stand for: one place for training and reading, so that they cannot drift apart."""

from __future__ import annotations

from panj.ontology import MODES, OUTCOMES, STATUSES, TYPES

SHAPES = 4
"""Word shapes given to the uncased encoder beside the word pieces: lower, Capitalised, UPPER, other."""

LAYERS: tuple[str, ...] = ("party", "place", "time", "weapon", "fig", "cue")
"""Kinds of spans. Each has a tagging layer of its own, since a figure lies inside a party, a party inside a place."""

RELATIONS: tuple[str, ...] = (
    "actor", "recipient", "by", "via", "cue", "place", "from", "time", "weapon", "fig", "about",
)  # fmt: skip
"""What a span is to a trigger; ``about`` holds between two triggers."""

LAYER_OF: dict[str, str] = {
    "actor": "party", "recipient": "party", "by": "party", "via": "party", "cue": "cue", "place": "place",
    "from": "place", "time": "time", "weapon": "weapon", "fig": "fig",
}  # fmt: skip

TRIGGER_TAGS: tuple[str, ...] = ("O", "I", *TYPES)
"""Outside, inside (a further word of the trigger before), or first word of a trigger of this type."""

SPAN_TAGS: tuple[str, ...] = ("O", "I", "B")
MODE_TAGS: tuple[str, ...] = ("none", *(f"{type_}/{mode}" for type_ in TYPES for mode in MODES[type_]))
STATUS_TAGS: tuple[str, ...] = STATUSES
OUTCOME_TAGS: tuple[str, ...] = OUTCOMES
REACH = 24
"""Distances between a trigger and a span are told apart up to this many words."""

HEADS: tuple[tuple[str, int], ...] = (
    ("trigger", len(TRIGGER_TAGS)),
    ("mode", len(MODE_TAGS)),
    ("status", len(STATUS_TAGS)),
    *((layer, len(SPAN_TAGS)) for layer in LAYERS),
    ("outcome", len(OUTCOME_TAGS)),
    ("sum", 2),
)
"""Token-level outputs in the order in which the network gives them, side by side on the last axis."""


def slices() -> dict[str, slice]:
    """Return where each head's scores lie on the last axis."""
    found, at = {}, 0
    for name, width in HEADS:
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
