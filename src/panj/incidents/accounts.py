"""Whose version says what: accounts by claimant, the alleged, on what claimants differ, what is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from panj.incidents.facts import days
from panj.incidents.features import gap, kilometres
from panj.model import Account, Claim, Disagreement, FigureView, Interval, OpenQuestion, Party, Place, Span

TOLD = frozenset({"happened", "attempted"})
"""Statuses by which a claimant says that the act took place or was tried."""


def value_id(claim: Claim, span: Span | None) -> str:
    """Return the identifier of the value of a claim that stands at ``span``; the claim's own where there is none."""
    return next((f"{claim.id}.{name}" for name, one in claim.mention.spans() if one == span), claim.id)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def accounts(claims: Sequence[Claim]) -> tuple[Account, ...]:
    """Return one account per claimant, in the order in which claimants are first heard."""
    by_claimant: dict[str, list[Claim]] = {}
    for claim in claims:
        by_claimant.setdefault(claim.claimant.key, []).append(claim)
    return tuple(
        Account(
            claimant=theirs[0].claimant.name,
            claimant_key=key,
            claim_ids=tuple(claim.id for claim in theirs),
            report_ids=tuple(sorted({claim.report_id for claim in theirs})),
            stances=tuple(dict.fromkeys(claim.stance for claim in theirs)),
            actors=_unique(party.name for claim in theirs for party in claim.actors),
            recipients=_unique(party.name for claim in theirs for party in claim.recipients),
            places=_unique(place.name for claim in theirs for place in claim.places if place.role == "happened"),
            times=_unique(span.text for claim in theirs for span in claim.mention.times),
            weapons=_unique(span.text for claim in theirs for span in claim.mention.weapons),
        )
        for key, theirs in by_claimant.items()
    )


def perpetrators(claims: Sequence[Claim]) -> tuple[tuple[Party, ...], tuple[tuple[Party, str], ...]]:
    """Return the actors, and those merely alleged with the claimant who names them.

    An actor is one whom a writer names in the outlet's own voice, or who says so itself (a claim of responsibility),
    unless someone denies it. An actor named only by a party, or denied, is alleged.
    """
    denied = {party.key for claim in claims if claim.mention.status == "negated" for party in claim.actors}
    told = [claim for claim in claims if claim.mention.status in TOLD]
    named = {
        party.key
        for claim in told
        for party in claim.actors
        if claim.claimant.rule == "publisher" or party.key == claim.claimant.key
    } - denied
    sure: dict[str, Party] = {}
    alleged: dict[tuple[str, str], tuple[Party, str]] = {}
    for claim in told:
        for party in claim.actors:
            if party.key in named:
                sure.setdefault(party.key, party)
            else:
                alleged.setdefault((party.key, claim.claimant.key), (party, claim.claimant.name))
    return tuple(sure.values()), tuple(alleged.values())


def recipients(claims: Sequence[Claim]) -> tuple[Party, ...]:
    """Return the recipients that claims assert, each once, in the order in which they are first told."""
    found: dict[str, Party] = {}
    for claim in claims:
        if claim.mention.status in TOLD:
            for party in claim.recipients:
                found.setdefault(party.key, party)
    return tuple(found.values())


def _number(low: int | None, high: int | None) -> str:
    if low == high and low is not None:
        return str(low)
    return f"{'' if low is None else low}..{'' if high is None else high}"


def _figure_disagreements(figures: Sequence[FigureView]) -> list[Disagreement]:
    found = []
    for view in figures:
        current = [one for one in view.claims if not (one.subset or one.superseded or one.withdrawn)]
        side = {value: number for number, one in enumerate(view.sides) for value in one.value_ids}
        clashing = [
            one
            for one in current
            if any(
                other.claimant_key != one.claimant_key
                and side.get(other.value_id, -1) == side.get(one.value_id, -1)
                and (
                    (one.high is not None and other.low is not None and one.high < other.low)
                    or (other.high is not None and one.low is not None and other.high < one.low)
                )
                for other in current
            )
        ]
        if clashing:
            sides = sorted((one.claimant, _number(one.low, one.high), one.value_id) for one in clashing)
            found.append(Disagreement(field=view.outcome, sides=tuple(sides)))
    return found


def disagreements(claims: Sequence[Claim], figures: Sequence[FigureView]) -> tuple[Disagreement, ...]:
    """Return what claimants differ on: figures, day, place, actor, and whether it took place at all.

    Each side names the claimant, what it says and the value's identifier. Values that can both hold (a day within a
    week, a town within its province, five and "at least three") do not differ.
    """
    found = _figure_disagreements(figures)
    dated = [
        (claim, bounds)
        for claim in claims
        if claim.when is not None and claim.when.words is not None and (bounds := days(claim.when)) is not None
    ]
    apart = [(claim, mine) for claim, mine in dated if any(gap(mine, other) > 0 for _, other in dated)]
    if apart:
        sides = {
            (claim.claimant.name, mine[0].isoformat() if mine[0] == mine[1] else f"{mine[0]}..{mine[1]}"): (
                value_id(claim, claim.when.words if claim.when else None)
            )
            for claim, mine in reversed(apart)
        }
        if len({value for _, value in sides}) > 1:
            found.append(Disagreement(field="day", sides=tuple((*key, sides[key]) for key in sorted(sides))))
    placed = [
        (claim, place)
        for claim in claims
        for place in claim.places
        if place.role == "happened" and place.precision in ("point", "district")
    ]
    far = [
        (claim, place)
        for claim, place in placed
        if any((km := kilometres(place, other)) is not None and km > 50 for _, other in placed)
    ]
    if far:
        spots = {(claim.claimant.name, place.name): value_id(claim, place.words) for claim, place in far[::-1]}
        if len({value for _, value in spots}) > 1:
            found.append(Disagreement(field="place", sides=tuple((*key, spots[key]) for key in sorted(spots))))
    found += _actor_disagreement(claims)
    yes = [claim for claim in claims if claim.mention.status in TOLD]
    no = [claim for claim in claims if claim.mention.status == "negated" and not claim.mention.figures]
    if yes and no and {claim.claimant.key for claim in no} - {claim.claimant.key for claim in yes}:
        says = {(claim.claimant.name, "denied"): f"{claim.id}.t" for claim in no[::-1]}
        says |= {(claim.claimant.name, "asserted"): f"{claim.id}.t" for claim in yes[:1]}
        found.append(Disagreement(field="happened", sides=tuple((*key, says[key]) for key in sorted(says))))
    return tuple(found)


def _actor_disagreement(claims: Sequence[Claim]) -> list[Disagreement]:
    named = [
        (claim, party)
        for claim in claims
        if claim.mention.status in TOLD
        for party in claim.actors
        if party.words is None or party.words.text[:1].isupper() or party.country
    ]
    by_claimant: dict[str, set[str]] = {}
    for claim, party in named:
        by_claimant.setdefault(claim.claimant.key, set()).add(party.key)
    keys = sorted(by_claimant)
    if not any(not by_claimant[a] & by_claimant[b] for a in keys for b in keys if a < b):
        return []
    sides = {(claim.claimant.name, party.name): value_id(claim, party.words) for claim, party in named[::-1]}
    if len({name for _, name in sides}) < 2:
        return []
    return [Disagreement(field="actor", sides=tuple((*key, sides[key]) for key in sorted(sides)))]


def open_questions(
    claims: Sequence[Claim],
    figures: Sequence[FigureView],
    when: Interval | None,
    place: Place | None,
    origins: int,
    *,
    named: bool,
) -> tuple[OpenQuestion, ...]:
    """Return what no claim answers; ``named`` says that some actor is named, alleged or not."""
    first = claims[0]
    found = []
    if first.mention.type == "ASSAULT" and not named:
        found.append(OpenQuestion(kind="perpetrator", question="Who did it? No claim names an actor.", value_id=None))
    for view in figures:
        totals = [one for one in view.claims if not (one.superseded or one.withdrawn)]
        if view.outcome == "killed" and totals and (view.high is None or view.high > 0):
            told = any(claim.recipients and claim.mention.status in TOLD for claim in claims)
            if not told and not any(one.group for one in totals):
                best = view.best if view.best is not None else "some"
                found.append(
                    OpenQuestion(
                        kind="identity",
                        question=f"Who are the {best} killed? No claim says.",
                        value_id=totals[0].value_id,
                    )
                )
    if place is None or place.precision not in ("point", "district"):
        found.append(OpenQuestion(kind="place", question="Where exactly was it? No claim names a place that is known."))
    if when is None or when.valid_from is None or when.valid_from != when.valid_to:
        found.append(OpenQuestion(kind="day", question="On which day was it? No claim fixes it to one."))
    if origins < 2:
        found.append(
            OpenQuestion(kind="single-origin", question="Does anyone else report it? All claims go back to one origin.")
        )
    return tuple(found)
