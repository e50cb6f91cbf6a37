"""The resolver: the mentions of a reading become claims, their words get codes beside them.

Nothing is lost on the way: every mention becomes one claim, and what could not be resolved is an abstention with a
reason that can be counted. The same report and reading give the same claims on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence

from panj.model import Abstention, Claim, Mention, Party, Reading, Report, Span, Status, Value
from panj.ontology import VERBAL, stance
from panj.resolving.added import installed
from panj.resolving.context import Context
from panj.resolving.gazetteer import Gazetteer
from panj.resolving.places import PlaceReader
from panj.resolving.quotations import Quotations
from panj.resolving.references import PartyBook
from panj.resolving.times import Calendar

_ANSWERABLE: dict[Status, frozenset[str]] = {
    "asked": frozenset(("REQUEST",)),
    "planned": frozenset(("AGREE", "CONCEDE", "CONSULT", "REQUEST", "SUPPORT", "THREATEN")),
    "possible": frozenset(("AGREE", "THREATEN")),
    "negated": frozenset(("REJECT",)),
}
"""Which verbal acts answer for an act of this status that names no speaker itself."""


class Resolution(Value, frozen=True, kw_only=True):
    """The claims of one reading, in the order of its mentions, and what was not understood."""

    claims: tuple[Claim, ...] = ()
    abstentions: tuple[Abstention, ...] = ()


class Resolver:
    """Finds codes for words. Holds nothing but the gazetteer, so one serves any number of reports.

    Args:
        gazetteer: by default the shipped one with the user's own tables before it, read when first needed.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer if gazetteer is not None else installed()

    def resolve(self, report: Report, reading: Reading) -> Resolution:
        """Return one claim for every mention of the reading, with abstentions."""
        return _Resolving(report, reading, self._gazetteer).resolution()


class _Resolving:
    """One report on its way."""

    def __init__(self, report: Report, reading: Reading, gazetteer: Gazetteer) -> None:
        context = Context(report, gazetteer)
        self._report = report
        self._mentions = reading.mentions
        self._about = _about(reading.mentions)
        reader = PlaceReader(context)
        self._places = {mention.id: reader.read(mention) for mention in reading.mentions}
        self._parties = PartyBook(context, reading.mentions, self._grounds)
        self._calendar = Calendar(
            report, reading.mentions, self._about, south=context.south, country=context.publisher_country
        )
        self._quotations = Quotations(report.text, reading.mentions)
        self._abstentions: list[Abstention] = []

    def resolution(self) -> Resolution:
        claims = tuple(self._claim(mention) for mention in self._mentions)
        return Resolution(claims=claims, abstentions=tuple(self._abstentions))

    def _grounds(self, mention: Mention) -> frozenset[str]:
        """Return the countries in which an act happened, by its places."""
        places = [found.place for found in self._places[mention.id]]
        return frozenset(one.country for one in places if one.country and one.role == "happened")

    def _claim(self, mention: Mention) -> Claim:
        when, refused = self._calendar.when(mention)
        for span, reason in refused:
            self._abstain(mention, "time", reason, span)
        places = self._places[mention.id]
        for found in places:
            self._abstain(mention, "place", found.reason, found.place.words)
        return Claim(
            mention=mention,
            claimant=self._claimant(mention) if mention.by is None else self._party(mention, "by", mention.by),
            stance=stance(mention.status),
            via=None if mention.via is None else self._party(mention, "via", mention.via),
            when=when,
            said_on=self._calendar.said_on(mention),
            places=tuple(found.place for found in places),
            actors=tuple(self._party(mention, "actor", span) for span in mention.actors),
            recipients=tuple(self._party(mention, "recipient", span) for span in mention.recipients),
        )

    def _claimant(self, mention: Mention) -> Party:
        """Return who answers for a mention without a speaker: whoever asked, promised or denied it, or the outlet."""
        verbal = self._about.get(mention.id)
        if verbal is not None and verbal.type in _ANSWERABLE.get(mention.status, ()):
            actors = [self._parties.party(span)[0] for span in verbal.actors]
            if actors:
                return _jointly(actors)
            if verbal.by is not None:
                return self._parties.party(verbal.by)[0]
        if self._quotations.is_quoted(mention):
            return self._quoted(mention)
        return self._parties.publisher

    def _quoted(self, mention: Mention) -> Party:
        """Return the speaker of a sentence that is quoted as a whole."""
        span = self._quotations.speaker(mention)
        if span is not None:
            return self._parties.party(span)[0]
        self._abstain(mention, "by", "quoted-speaker-unknown", mention.sentence)
        return Party(name="a quoted speaker", rule="quotation", key=f"?{self._report.id}:{mention.sentence.start}")

    def _party(self, mention: Mention, field: str, span: Span) -> Party:
        party, reason = self._parties.party(span)
        self._abstain(mention, field, reason, span)
        return party

    def _abstain(self, mention: Mention, field: str, reason: str | None, words: Span) -> None:
        if reason is not None:
            one = Abstention(
                report_id=self._report.id,
                stage="resolving",
                field=field,
                reason=reason,
                words=words,
                mention_id=mention.id,
            )
            self._abstentions.append(one)


def _about(mentions: Sequence[Mention]) -> dict[str, Mention]:
    """Return the verbal mention that is about a mention, by the latter's id: the one that may answer for it first."""
    found: dict[str, Mention] = {}
    status = {mention.id: mention.status for mention in mentions}
    for mention in sorted(mentions, key=lambda one: (one.trigger.start, one.id)):
        if mention.about is None or mention.type not in VERBAL or mention.about not in status:
            continue
        known = found.get(mention.about)
        answers = _ANSWERABLE.get(status[mention.about], frozenset())
        if known is None or (known.type not in answers and mention.type in answers):
            found[mention.about] = mention
    return found


def _jointly(parties: Sequence[Party]) -> Party:
    """Return several speakers of one act as one claimant: no one of them said it alone."""
    if len(parties) == 1:
        return parties[0]
    countries, sectors = {one.country for one in parties}, {one.sector for one in parties}
    return Party(
        name=" and ".join(dict.fromkeys(one.name for one in parties)),
        rule="jointly",
        key="|".join(sorted({one.key for one in parties})),
        country=countries.pop() if len(countries) == 1 else None,
        sector=sectors.pop() if len(sectors) == 1 else None,
        words=parties[0].words,
    )
