"""What every value is made of: its base, the words that it may hold, its JSON form and its digest."""

from __future__ import annotations

import hashlib
from typing import Literal, TypeVar

import msgspec

SCHEMA_VERSION = 1

Outcome = Literal["killed", "injured", "casualties", "abducted", "missing", "detained", "displaced", "released"]
Status = Literal["happened", "negated", "planned", "asked", "possible", "attempted", "generic"]
Stance = Literal["asserted", "denied", "demanded", "promised", "alleged", "attempted", "general"]
Granularity = Literal["hour", "day", "week", "month", "season", "year", "range", "vague"]
PlaceRole = Literal["happened", "from", "to", "speaker"]
Precision = Literal["point", "district", "province", "region", "country"]
SpanField = Literal["t", "by", "via", "cue", "actor", "recipient", "place", "from", "time", "weapon", "fig"]
StatementKind = Literal[
    "demand", "promise", "condemn", "accuse", "deny", "refuse", "threaten", "claim", "order", "meet"
]
DecisionKind = Literal["same", "not-same", "correct", "reject", "restore", "undo"]


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of every value: immutable, hashable, equal by content."""


class Span(Value, frozen=True, kw_only=True):
    """Words of a report.

    Attributes:
        start: first character in ``Report.text``, counted from 0.
        end: one past the last character.
        text: the characters themselves.
    """

    start: int
    end: int
    text: str


AnyValue = TypeVar("AnyValue", bound=Value)
_ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(value: msgspec.Struct | object) -> bytes:
    """Return the JSON of a value: UTF-8, keys sorted, the same bytes for equal values."""
    return _ENCODER.encode(value)


def decode(data: bytes | str, kind: type[AnyValue]) -> AnyValue:
    """Return the value of ``kind`` that :func:`encode` wrote.

    Raises:
        msgspec.ValidationError: the JSON does not hold such a value.
    """
    return msgspec.json.decode(data, type=kind)


def digest(*parts: str | int | None) -> str:
    """Return 12 hexadecimal digits that name ``parts``: SHA-256 over their JSON, so that no two lists collide."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:12]


def amount(low: int | None, high: int | None) -> str:
    """Return a count of people as it is written it: "3", "3 to 5", "at least 3", "up to 5"."""
    if low is not None and high is not None:
        return str(low) if low == high else f"{low} to {high}"
    if low is not None:
        return f"at least {low}"
    return "unknown" if high is None else f"up to {high}"
