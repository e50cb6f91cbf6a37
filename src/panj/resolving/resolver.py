"""The resolver: the mentions of a reading become claims, their words get codes beside them.

Nothing is lost on the way: every mention becomes one claim, and what could not be resolved is an abstention with a
reason that can be counted. The same report and reading give the same claims on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator

from panj.model import Abstention, Claim, Mention, Party, Reading, Report, Span, Value
from panj.ontology import VERBAL, stance
from panj.resolving.context import Context
from panj.resolving.gazetteer import Gazetteer
from panj.resolving.places import PlaceReader
from panj.resolving.references import PartyBook
from panj.resolving.times import Calendar

_TOLD_BY_ANOTHER = {"planned": VERBAL, "asked": VERBAL, "negated": frozenset(("REJECT",))}
"""Which verbal acts answer for an act of this status that names nobody itself."""


class Resolution(Value, frozen=True, kw_only=True):
    """The claims of one reading, in the order of its mentions, and what was not understood."""

    claims: tuple[Claim, ...] = ()
    abstentions: tuple[Abstention, ...] = ()


class Resolver:
    """Finds codes for words. Holds nothing but the gazetteer, so one serves any number of reports.

    Args:
        gazetteer: the shipped one by default, read when first needed.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer if gazetteer is not None else Gazetteer.shipped()

    def resolve(self, report: Report, reading: Reading) -> Resolution:
        """Return one claim for every mention of the reading, with abstentions."""
        return _Resolving(report, reading, self._gazetteer).resolution()


class _Resolving:
    """One report on its way."""

    def __init__(self, report: Report, reading: Reading, gazetteer: Gazetteer) -> None:
        self._report = report
        self._mentions = reading.mentions
        context = Context(report, gazetteer)
        self._parties = PartyBook(context, reading.mentions)
        self._places = PlaceReader(context)
        self._calendar = Calendar(report, reading.mentions)
        self._told_by: dict[str, Mention] = {}
        for mention in reading.mentions:
            if mention.about is not None and mention.type in VERBAL:
                self._told_by.setdefault(mention.about, mention)

    def resolution(self) -> Resolution:
        abstentions: list[Abstention] = []
        claims = []
        for mention in self._mentions:
            claims.append(self._claim(mention, abstentions))
        return Resolution(claims=tuple(claims), abstentions=tuple(abstentions))

    def _claim(self, mention: Mention, abstentions: list[Abstention]) -> Claim:
        def abstain(field: str, reason: str | None, words: Span | None) -> None:
            if reason is not None:
                abstentions.append(
                    Abstention(
                        report_id=self._report.id, stage="resolving", field=field, reason=reason, words=words,
                        mention_id=mention.id,
                    )  # fmt: skip
                )

        def party(field: str, span: Span) -> Party:
            found, reason = self._parties.party(span)
            abstain(field, reason, span)
            return found

        claimant = party("by", mention.by) if mention.by is not None else self._claimant(mention)
        via = party("via", mention.via) if mention.via is not None else None
        when, reasons = self._calendar.when(mention)
        for span, why in zip(mention.times, reasons, strict=False):
            abstain("time", why, span)
        places = self._places.read(mention)
        for found in places:
            abstain("place", found.reason, found.place.words)
        return Claim(
            mention=mention,
            claimant=claimant,
            stance=stance(mention.status),
            via=via,
            when=when,
            said_on=self._calendar.said_on(mention),
            places=tuple(found.place for found in places),
            actors=tuple(party("actor", span) for span in mention.actors),
            recipients=tuple(party("recipient", span) for span in mention.recipients),
        )

    def _claimant(self, mention: Mention) -> Party:
        verbal = self._told_by.get(mention.id)
        if verbal is not None and verbal.type in _TOLD_BY_ANOTHER.get(mention.status, ()):
            if verbal.actors:
                return self._parties.party(verbal.actors[0])[0]
            if verbal.by is not None:
                return self._parties.party(verbal.by)[0]
        return self._parties.publisher()
