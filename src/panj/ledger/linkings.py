"""Writing a linking as the difference to the current one, and the redirects of incidents that went.

**No redirect leads in a circle.** Only an identifier that is not current redirects, and to one that was current when
the redirect was made; an identifier that becomes current again loses its own. So each step along a chain leads to an
identifier that was current later than the one before.
"""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from panj.ledger.schema import changes, claims, covers, is_open, links, redirects
from panj.ledger.writing import add, close_keys, close_rows, tell
from panj.model import Link, Linking, Redirect, encode

REASON = "its claims moved"


def is_outdated(connection: Connection, seen: int) -> bool:
    """Say whether reports, readings or decisions came after a change of this number."""
    later = select(changes.c.sequence).where(changes.c.sequence > seen, changes.c.kind != "linking").limit(1)
    return connection.execute(later).first() is not None


def write(connection: Connection, linking: Linking, at: int) -> tuple[Redirect, ...]:
    """Make a linking the current one, in the transaction of ``connection``; return the redirects added."""
    known = {claim for (claim,) in connection.execute(select(claims.c.id).where(is_open(claims)))}
    new = {link.claim_id: link for link in linking.links if link.claim_id in known}
    kept = {
        claim: (row, incident, value)
        for row, claim, incident, value in connection.execute(
            select(links.c.row, links.c.claim_id, links.c.incident_id, links.c.value).where(is_open(links))
        )
    }
    old = {claim: incident for claim, (_, incident, _) in kept.items()}
    encoded = {claim: encode(link).decode() for claim, link in new.items()}
    ended = [claim for claim, (_, _, value) in kept.items() if encoded.get(claim) != value]
    begun = sorted(claim for claim, value in encoded.items() if claim not in kept or kept[claim][2] != value)
    close_rows(connection, links, (kept[claim][0] for claim in ended), at)
    add(
        connection,
        links,
        [{"claim_id": one, "incident_id": new[one].incident_id, "value": encoded[one]} for one in begun],
        at,
    )
    covered = _write_covers(connection, [(claim, ids) for claim, ids in linking.covers if claim in known], at)
    before, after = set(old.values()), {link.incident_id for link in new.values()}
    close_keys(connection, redirects, "old_id", sorted(after - before), at)
    added = _redirects(old, new, sorted(before - after))
    add(connection, redirects, [{"old_id": one.old_id, "value": encode(one).decode()} for one in added], at)
    touched = {old[claim] for claim in ended} | {new[claim].incident_id for claim in begun}
    tell(connection, "linking", sorted(after - before), "added", at)
    tell(connection, "linking", sorted(touched - (after - before)), "superseded", at)
    if not touched and (covered or _is_behind(connection)):
        tell(connection, "linking", [""], "added", at)
    return added


def _write_covers(connection: Connection, current: Iterable[tuple[str, Sequence[str]]], at: int) -> bool:
    """Make these the current covers; say whether anything changed."""
    new = {claim: encode(ids).decode() for claim, ids in current}
    kept = {
        claim: (row, value)
        for row, claim, value in connection.execute(
            select(covers.c.row, covers.c.claim_id, covers.c.value).where(is_open(covers))
        )
    }
    ended = [row for claim, (row, value) in kept.items() if new.get(claim) != value]
    begun = [
        {"claim_id": claim, "value": value}
        for claim, value in sorted(new.items())
        if claim not in kept or kept[claim][1] != value
    ]
    close_rows(connection, covers, ended, at)
    add(connection, covers, begun, at)
    return bool(ended or begun)


def _redirects(old: Mapping[str, str], new: Mapping[str, Link], gone: Sequence[str]) -> tuple[Redirect, ...]:
    """Return where each incident that went now leads: to the one with most of its claims, the smallest among equals."""
    moved: dict[str, collections.Counter[str]] = {incident: collections.Counter() for incident in gone}
    for claim, incident in old.items():
        if incident in moved and claim in new:
            moved[incident][new[claim].incident_id] += 1
    return tuple(
        Redirect(old_id=incident, new_id=min(votes, key=lambda one: (-votes[one], one)), reason=REASON)
        for incident, votes in moved.items()
        if votes
    )


def _is_behind(connection: Connection) -> bool:
    """Say whether something came after the last linking."""
    newest = connection.execute(select(changes.c.kind).order_by(changes.c.sequence.desc()).limit(1))
    return newest.scalar_one_or_none() not in (None, "linking")
