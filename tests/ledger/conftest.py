"""Fixtures of the ledger's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from sqlite3 import Connection

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool


@pytest.fixture
def on_connect() -> Iterator[Callable[[str], None]]:
    """Give a function that has a statement run on every connection made from then on: a disk that is small, say."""
    listeners: list[Callable[[Connection, object], None]] = []

    def run(statement: str) -> None:
        def listener(connection: Connection, _: object) -> None:
            connection.execute(statement)

        listeners.append(listener)
        event.listen(Pool, "connect", listener)

    yield run
    for listener in listeners:
        event.remove(Pool, "connect", listener)
