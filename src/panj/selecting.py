"""What is chosen, and by which words: days and instants as people write them, incidents by window and country."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence

from panj.errors import InvalidValue
from panj.model import Claim, Incident, Span, Statement, amount


def day(text: str | None) -> dt.date | None:
    """Return the day that a text names, ``None`` where there is no text.

    Raises:
        InvalidValue: it is no day.
    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue(text, "is not a day", "Write it as 2025-12-01") from error


def instant(text: str | None) -> dt.datetime | None:
    """Return the instant that a text names; a day alone means its end, UTC; a time without offset is UTC.

    Raises:
        InvalidValue: it is no instant.
    """
    if text is None:
        return None
    try:
        at = dt.datetime.fromisoformat(text)
        if len(text) == len("2025-12-01"):
            at += dt.timedelta(days=1, microseconds=-1)
    except (ValueError, OverflowError) as error:
        raise InvalidValue(text, "is not an instant", "Write it as 2025-12-01 or 2025-12-01T18:00+05:00") from error
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def within(incident: Incident, since: dt.date | None, until: dt.date | None) -> bool:
    """Say whether an incident may lie between two days; one without any day is inside only an unlimited window."""
    if since is None and until is None:
        return True
    when = incident.when
    if when is None or (when.valid_from is None and when.valid_to is None):
        return False
    first, last = when.valid_from or when.valid_to, when.valid_to or when.valid_from
    return (since is None or last is None or last >= since) and (until is None or first is None or first <= until)


def countries(incident: Incident) -> set[str]:
    """Return the countries in which an incident may lie."""
    return {place.country for place in incident.places if place.country} | (
        {incident.place.country} if incident.place and incident.place.country else set()
    )


def said_on(statement: Statement) -> dt.date | None:
    """Return the last day on which a statement can have been made; ``None`` where it is not known."""
    return None if statement.on is None else statement.on.valid_to or statement.on.valid_from


def age(statement: Statement, as_of: dt.datetime | None) -> int | None:
    """Return the days from a statement to an instant; ``None`` where its day is not known."""
    day = said_on(statement)
    return None if day is None or as_of is None else max(0, (as_of.date() - day).days)


def spoken(
    statements: Iterable[Statement], by: str | None, to: str | None, country: Callable[[str], str]
) -> tuple[Statement, ...]:
    """Return the statements by and to some parties, the earliest first.

    Args:
        statements: those to choose from.
        by: part of a name, or a country, whose officials are meant too; without it anybody will do.
        to: the same of those addressed.
        country: gives the code of a country's name, or raises :class:`~panj.errors.InvalidValue`.
    """
    codes = {}
    for words in filter(None, (by, to)):
        try:
            codes[words] = country(words)
        except InvalidValue:  # then it is a party's name alone
            continue

    def fits(words: str | None, names: Sequence[str], keys: Sequence[str]) -> bool:
        if words is None or any(words.casefold() in name.casefold() for name in names):
            return True
        return words in codes and any(codes[words] in re.split(r"[:|-]", key) for key in keys)

    found = (one for one in statements if fits(by, (one.by,), one.by_key.split("|")) and fits(to, one.to, one.to_keys))
    return tuple(sorted(found, key=lambda one: (said_on(one) or dt.date.max, one.id)))


def resolved(claim: Claim, words: Span) -> Iterable[tuple[str, str]]:
    """Yield what resolving made of some words of a claim: what it is, and how it was found."""
    for party in (claim.claimant, claim.via, *claim.actors, *claim.recipients):
        if party is not None and party.words == words:
            codes = " ".join(code for code in (party.country, party.sector) if code)
            yield "party", f"{party.name}{f' ({codes})' if codes else ''}, by rule {party.rule}"
    for place in claim.places:
        if place.words == words:
            chain = ", ".join(one for one in (place.name, place.admin2, place.admin1, place.country) if one)
            point = "" if place.lat is None else f", {place.lat:.2f} {place.lon:.2f} ({place.precision})"
            yield "place", f"{chain}{point}, by rule {place.rule}"
    if claim.when is not None and words in claim.mention.times:
        when = claim.when
        yield "time", f"{when.valid_from or '…'} to {when.valid_to or '…'}, by rule {when.rule}"
    for figure in claim.mention.figures:
        if figure.span == words:
            yield "figure", f"{figure.outcome} {amount(figure.low, figure.high)}"
