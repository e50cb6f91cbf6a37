"""Small values for the tests of the ledger: each is whole, and the same for the same arguments."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from panj.ledger.contract import Intake
from panj.model import (
    Abstention,
    Capture,
    Claim,
    Decision,
    DecisionKind,
    Figure,
    Link,
    Linking,
    Mention,
    Party,
    Place,
    Reading,
    Report,
    Span,
    mention_id,
    report_id,
)

START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
PUBLISHED = dt.datetime(2025, 12, 1, 10, tzinfo=dt.UTC)
READER = "panj-reader-1"


@dataclasses.dataclass
class Ticker:
    """A clock that stands still until it is told otherwise."""

    now: dt.datetime = START

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **by: float) -> dt.datetime:
        """Move on, or back with a negative number; return the new time."""
        self.now += dt.timedelta(**by)
        return self.now


def span(text: str, words: str, after: int = 0) -> Span:
    """Return the first occurrence of words."""
    start = text.index(words, after)
    return Span(start=start, end=start + len(words), text=words)


def report(
    number: int = 0,
    *,
    published: dt.datetime | None = PUBLISHED,
    found_in: str = "given",
    source: str = "reports.jsonl",
    title: str | None = None,
    sentences: int = 2,
    padding: str = "",
) -> tuple[Report, bytes]:
    """Return a report and its bytes; the number makes it another one, the other arguments another version of it."""
    told = [
        f"At least {dead + 3} workers of mine {number} were killed in a drone attack near Qo‘rg‘ontepa."
        for dead in range(sentences)
    ]
    text = "\n\n".join([*told, "The ministry said nothing. 🙂"])
    title = f"Attack {number}" if title is None else title
    raw = f"{source}\n{title}\n{text}{padding}".encode()
    name = report_id(publisher="Asia Wire", url=None, title=title, text=text)
    return (
        Report(
            id=name,
            text=text,
            capture=Capture(
                digest=hashlib.sha256(raw).hexdigest(), media_type="text/plain", size=len(raw), source=source
            ),
            publisher="Asia Wire",
            title=title,
            published_at=published,
            published_found_in=None if published is None else found_in,
            external_id=f"r{number}",
        ),
        raw,
    )


def claims_of(one: Report, *, type_: str = "ASSAULT", lat: float = 37.8, lon: float = 68.8) -> tuple[Claim, ...]:
    """Return a claim for each sentence that tells of an attack."""
    made = []
    for sentence in one.text.split("\n\n")[:-1]:
        where = span(one.text, sentence)
        trigger = span(one.text, "killed", where.start)
        workers = span(one.text, "workers", where.start)
        count = span(one.text, sentence[: sentence.index(" were")], where.start)
        place = span(one.text, "Qo‘rg‘ontepa", where.start)
        mention = Mention(
            id=mention_id(one.id, trigger, type_),
            report_id=one.id,
            sentence=where,
            trigger=trigger,
            type=type_,
            status="happened",
            recipients=(workers,),
            places=(place,),
            figures=(Figure(span=count, outcome="killed", low=3),),
        )
        made.append(
            Claim(
                mention=mention,
                claimant=Party(name="Asia Wire", rule="publisher", key="asia wire"),
                stance="asserted",
                said_on=None if one.published_at is None else one.published_at.date(),
                places=(Place(name="Bokhtar", words=place, rule="exact", country="TJK", lat=lat, lon=lon),),
                recipients=(Party(name="workers", rule="words", key="workers", words=workers),),
            )
        )
    return tuple(made)


def intake(
    number: int = 0,
    *,
    published: dt.datetime | None = PUBLISHED,
    found_in: str = "given",
    source: str = "reports.jsonl",
    title: str | None = None,
    sentences: int = 2,
    padding: str = "",
    reader: str = READER,
    type_: str = "ASSAULT",
    lat: float = 37.8,
    lon: float = 68.8,
) -> Intake:
    """Return everything that one report adds."""
    made, raw = report(
        number,
        published=published,
        found_in=found_in,
        source=source,
        title=title,
        sentences=sentences,
        padding=padding,
    )
    claims = claims_of(made, type_=type_, lat=lat, lon=lon)
    missed = Abstention(report_id=made.id, stage="reading", field="time", reason="no words for it")
    reading = Reading(
        report_id=made.id,
        reader=reader,
        sentences=sentences + 1,
        mentions=tuple(claim.mention for claim in claims),
        abstentions=(missed,),
    )
    return Intake(report=made, raw=raw, reading=reading, claims=claims)


def with_claims(one: Intake, claims: Iterable[Claim]) -> Intake:
    """Return an intake with other claims."""
    return msgspec.structs.replace(one, claims=tuple(claims))


def linking(groups: Mapping[str, Iterable[str]], covers: Mapping[str, tuple[str, ...]] | None = None) -> Linking:
    """Return the linking in which each incident has these claims."""
    links = (
        Link(claim_id=claim, incident_id=incident, rule="seed", features=(("place", "Bokhtar"),))
        for incident, claims in groups.items()
        for claim in claims
    )
    return Linking(
        links=tuple(sorted(links, key=lambda one: one.claim_id)), covers=tuple(sorted((covers or {}).items()))
    )


def decision(
    number: int = 0, *, decided_at: dt.datetime = START, kind: DecisionKind = "same", reason: str = "one attack"
) -> Decision:
    """Return a person's judgement."""
    return Decision(
        id=f"d{number:012d}",
        kind=kind,
        subjects=("i1", "i2"),
        author="aziza",
        reason=reason,
        decided_at=decided_at,
    )
