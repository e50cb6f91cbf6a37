"""The digest of a ledger: equal for equal knowledge, in whatever order it came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from panj.ledger.contract import Store
from panj.ledger.precedence import told
from panj.model import Value, encode


def fingerprint(store: Store) -> str:
    """Return SHA-256 over what a store knows now; each record is a line, each kind of record has a heading.

    Decisions are part of it, redirects are not: they tell how the ledger came to what it knows.
    """
    newest = store.latest()
    as_of = None if newest is None else newest.known_from
    linking = store.linking(as_of)
    kinds: tuple[tuple[str, Iterable[Value | tuple[str, tuple[str, ...]]]], ...] = (
        ("reports", (told(report) for report in store.reports(as_of=as_of))),
        ("readings", store.readings(as_of=as_of)),
        ("claims", store.claims(as_of=as_of)),
        ("links", linking.links),
        ("covers", linking.covers),
        ("decisions", store.decisions(as_of)),
    )
    hashed = hashlib.sha256()
    for heading, records in kinds:
        hashed.update(f"# {heading}\n".encode())
        for record in records:
            hashed.update(encode(record) + b"\n")
    return hashed.hexdigest()
