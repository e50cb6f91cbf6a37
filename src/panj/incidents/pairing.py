"""What answers what: a denial the accusation, a promise the demand, a refusal the demand or the offer.

The one who answers is the one addressed, and speaks to the one who asked: parties are crossed. Beyond that, something
must tie the two together: the reader's pointer, one incident, words in common, or nearness in one report. Of several
that could be meant, the pointed one counts first, then that of the same incident, the one with most words in common,
the latest.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence

from panj.incidents.figures import Moment
from panj.model import Claim, Party, StatementKind, digest

ANSWERS: Mapping[StatementKind, tuple[StatementKind, ...]] = {
    "promise": ("demand", "order"),
    "refuse": ("demand", "order", "promise"),
    "deny": ("accuse", "condemn", "claim", "demand"),
}
WITHIN = dt.timedelta(days=30)
ALIKE = 0.2
"""Share of the content words of the shorter of two statements that tie a question to its answer."""

NEAR = 600
"""Characters of one report within which two statements belong together without anything else to say so."""

_OFFICIAL = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
_WORD = re.compile(r"[^\W\d_]{4,}|\b[A-Z]{2,3}\b")
_CHARGE = re.compile(
    r"\b(?:the|this|that|these|those|such|any|all)\s+(?:[\w’'-]+\s+)?(?:charge|accusation|allegation|claim|insinuation|"
    r"suggestion)s?\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|him|her|them|he|she|they)", re.IGNORECASE)
_COMMON = frozenset(
    [
        "that",
        "this",
        "with",
        "from",
        "have",
        "been",
        "were",
        "would",
        "will",
        "their",
        "they",
        "them",
        "there",
        "which",
        "where",
        "when",
        "what",
        "also",
        "into",
        "over",
        "after",
        "before",
        "about",
        "more",
        "than",
        "said",
        "says",
        "told",
        "asked",
        "demanded",
        "urged",
        "called",
        "denied",
        "accused",
        "rejected",
        "promised",
        "condemned",
        "against",
        "because",
        "other",
        "others",
        "while",
        "until",
    ]
)


@dataclasses.dataclass(slots=True)
class Draft:
    """A statement in the making; ``ends`` are the parties it is addressed to, ``said`` is when it was told first."""

    claim: Claim
    kind: StatementKind
    speakers: tuple[Party, ...]
    ends: tuple[Party, ...]
    what: str | None
    about: str | None
    incident_id: str | None
    said: Moment
    reports: set[str]
    claim_ids: set[str]
    answers: str | None = None
    answered_by: set[str] = dataclasses.field(default_factory=set)

    @property
    def id(self) -> str:
        """The statement's identifier, from the claim that tells it first."""
        return "s" + digest("statement", self.claim.id)

    @property
    def by_key(self) -> str:
        """The keys of the speakers, as one."""
        return "|".join(sorted({party.key for party in self.speakers}))


def same(some: Sequence[Party], others: Sequence[Party]) -> bool:
    """Say whether two sides can be one party: by key, or as officials of one country."""
    return any(
        a.key == b.key or (a.country is not None and a.country == b.country and _speaks_for(a) and _speaks_for(b))
        for a in some
        for b in others
    )


def _speaks_for(party: Party) -> bool:
    """Say whether a party's words are its country's: the state, its officials, those who rule it."""
    return party.sector in _OFFICIAL or party.key.startswith(("gov:", "mil:", "cop:")) or party.sector is None


def content(text: str | None) -> set[str]:
    """Return the beginnings of the content words of a text, which inflection leaves alone."""
    return {word.lower()[:5] for word in _WORD.findall(text or "") if word.lower() not in _COMMON}


def likeness(one: str | None, other: str | None) -> float:
    """Return the share of the content words of the shorter that the other has too, 0 to 1."""
    a, b = content(one), content(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def answered(later: Draft, among: Sequence[Draft]) -> Draft | None:
    """Return the statement that ``later`` answers; ``None`` where none is sure enough."""
    tied = [(tie, one) for one in among if (tie := _tie(later, one)) is not None]
    return max(tied, key=lambda pair: (pair[0], pair[1].said, pair[1].id))[1] if tied else None


def _tie(later: Draft, earlier: Draft) -> tuple[bool, bool, float, bool] | None:
    """Return what ties an answer to what it answers, strongest first; ``None`` where it cannot be its answer."""
    if earlier.kind not in ANSWERS.get(later.kind, ()) or later.id == earlier.id:
        return None
    if later.said[0] - earlier.said[0] > WITHIN or later.said[1] < earlier.said[1]:
        return None
    pointed = later.about in earlier.claim_ids
    if not pointed and not _crossed(later, earlier):
        return None
    incident = later.incident_id is not None and later.incident_id == earlier.incident_id
    words = likeness(later.what, earlier.what)
    beside = later.claim.report_id == earlier.claim.report_id and 0 <= later.said[3] - earlier.said[3] <= NEAR
    apart = None not in (later.incident_id, earlier.incident_id) and not incident
    if pointed or incident or words >= ALIKE or (beside and not apart):
        return pointed, incident, round(words, 3), beside
    return None


def _crossed(later: Draft, earlier: Draft) -> bool:
    """Say whether the one who answers is the one addressed, and speaks to the one who asked."""
    if {one.key for one in later.speakers} & {one.key for one in earlier.speakers}:
        return False
    together = bool(later.reports & earlier.reports) and later.said > earlier.said
    near = together and later.said[3] - earlier.said[3] <= NEAR
    charge = later.kind == "deny" and _CHARGE.search(later.what or "") is not None
    if charge and earlier.kind not in ("accuse", "condemn"):
        return False
    if later.ends and not same(later.ends, earlier.speakers):
        return False
    if later.kind == "deny" and together and {one.key for one in later.ends} & {one.key for one in earlier.speakers}:
        return True  # a denial says to whom it is addressed: another may speak for the accused
    if {one.key for one in later.speakers} & {one.key for one in earlier.ends}:
        return True
    if same(later.speakers, earlier.ends):
        # Within one country, officials are on both sides of many quarrels: there only the very party answers.
        return not {one.country for one in later.speakers} & {one.country for one in earlier.speakers}
    # "Critics accuse it of … The government rejects the charge."
    nobody = all(_PRONOUN.fullmatch(one.words.text if one.words else one.name) for one in earlier.ends)
    if near and nobody and (charge or (earlier.ends and not same(later.speakers, earlier.speakers))):
        return True
    # An accusation without anyone named is answered by whoever denies the very act.
    unnamed = not earlier.ends and later.kind == "deny" and later.incident_id is not None
    return unnamed and later.incident_id == earlier.incident_id and not same(later.speakers, earlier.speakers)
