"""How the tests of any backend open a ledger, and fill it with a word."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Protocol

from panj.ledger.contract import Store
from tests.ledger.values import intake


class OpenStore(Protocol):
    """Opens a store on the ledger of a name; a new ledger the first time."""

    def __call__(self, name: str = "ledger", clock: Callable[[], dt.datetime] | None = None) -> Store: ...


_names = itertools.count()


def new_name() -> str:
    """Return the name of a ledger that no example has used."""
    return f"example{next(_names)}"


def claims_in(store: Store, number: int) -> list[str]:
    """Write a report with this many claims; return their identifiers, in order."""
    one = intake(sentences=number)
    store.write_intake(one)
    return sorted(claim.id for claim in one.claims)
