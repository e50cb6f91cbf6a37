"""Reports and claims made by hand: what a test states in words, with every span found in the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from panj.model import (
    Capture,
    Claim,
    Figure,
    Interval,
    Mention,
    Outcome,
    Party,
    Place,
    Precision,
    Report,
    Span,
    Status,
    mention_id,
    report_id,
)
from panj.ontology import stance

Range = tuple[Outcome, int | None, int | None]

PLACES: dict[str, tuple[str, str, float, float, Precision]] = {
    "Aksu": ("Northern", "KAZ", 50.0, 70.0, "point"),
    "Berel": ("Northern", "KAZ", 50.1, 70.1, "point"),
    "Zhanatas": ("Southern", "KAZ", 43.0, 70.0, "point"),
    "Osh": ("Osh", "KGZ", 40.5, 72.8, "point"),
}
"""Places that the tests know: province, country, latitude, longitude, precision."""


class Desk:
    """Collects reports and the claims told in them."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.claims: list[Claim] = []

    def report(self, publisher: str, published: str, *sentences: str) -> Report:
        """Add a report of some sentences, published on a day."""
        text = " ".join(sentences)
        made = Report(
            id=report_id(publisher=publisher, url=None, title=None, text=text),
            text=text,
            capture=Capture(digest="0" * 64, media_type="text/plain", size=len(text), source=publisher),
            publisher=publisher,
            published_at=dt.datetime.fromisoformat(published + "T12:00:00+00:00"),
            published_found_in="given",
        )
        self.reports[made.id] = made
        return made

    def tell(
        self,
        report: Report,
        sentence: str,
        trigger: str,
        type_: str = "ASSAULT",
        *,
        mode: str | None = None,
        status: Status = "happened",
        by: str | None = None,
        actor: str | None = None,
        recipient: str | None = None,
        place: str | None = None,
        when: tuple[str, str, str] | None = None,
        figures: Mapping[str, Range] | None = None,
        sums: bool = False,
        about: Claim | None = None,
    ) -> Claim:
        """Add a claim told in a sentence of a report; ``when`` is words, first and last day."""
        base = report.text.index(sentence)

        def span(words: str) -> Span:
            start = base + sentence.index(words)
            return Span(start=start, end=start + len(words), text=words)

        def party(words: str) -> Party:
            return Party(name=words, rule="words", key=f"text:{words.lower()}", words=span(words))

        mention = Mention(
            id=mention_id(report.id, span(trigger), type_),
            report_id=report.id,
            sentence=Span(start=base, end=base + len(sentence), text=sentence),
            trigger=span(trigger),
            type=type_,
            mode=mode,
            status=status,
            by=span(by) if by else None,
            actors=(span(actor),) if actor else (),
            recipients=(span(recipient),) if recipient else (),
            places=(span(place),) if place else (),
            times=(span(when[0]),) if when else (),
            figures=tuple(
                Figure(span=span(words), outcome=outcome, low=low, high=high, sum=sums)
                for words, (outcome, low, high) in (figures or {}).items()
            ),
            about=about.id if about else None,
        )
        publisher = report.publisher or "?"
        claim = Claim(
            mention=mention,
            claimant=party(by) if by else Party(name=publisher, rule="publisher", key=f"outlet:{publisher}"),
            stance=stance(status),
            when=Interval(
                valid_from=dt.date.fromisoformat(when[1]),
                valid_to=dt.date.fromisoformat(when[2]),
                granularity="day" if when[1] == when[2] else "range",
                rule="test",
                words=span(when[0]),
            )
            if when
            else None,
            said_on=report.published_at.date() if report.published_at else None,
            places=(_place(place, span(place)),) if place else (),
            actors=(party(actor),) if actor else (),
            recipients=(party(recipient),) if recipient else (),
        )
        self.claims.append(claim)
        return claim


def _place(name: str, words: Span) -> Place:
    if name not in PLACES:
        return Place(name=name, words=words, rule="words")
    admin1, country, lat, lon, precision = PLACES[name]
    return Place(
        name=name, words=words, rule="test", country=country, admin1=admin1, lat=lat, lon=lon, precision=precision,
        gazetteer_id=f"test:{name}",
    )  # fmt: skip
