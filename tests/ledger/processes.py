"""What the child processes of these tests do: write to a ledger and tell each receipt once it was given.

They come from a server that has imported everything already, so that a test can afford many; each is a process of its
own that shares nothing with the test but the ledger's file.
"""

from __future__ import annotations

import functools
import multiprocessing
import pathlib
from multiprocessing.connection import Connection

from panj.ledger import open_ledger
from panj.ledger.contract import Intake, Store
from panj.model import Linking
from tests.ledger.values import decision, intake, linking

fork = multiprocessing.get_context("forkserver")
fork.set_forkserver_preload(["tests.ledger.processes"])


@functools.cache
def numbered(number: int) -> Intake:
    """Return the intake of a number; some are large, so that a kill finds them half-written."""
    return intake(number, published=None, sentences=3, padding="🙂" * (number % 7) * 2000)


@functools.cache
def dated(number: int) -> Intake:
    """Return the intake of the same report once its date is known."""
    return intake(number, sentences=3, padding="🙂" * (number % 7) * 2000)


def linked(store: Store) -> Linking:
    """Return a linking of all claims there are, one incident for each report."""
    groups: dict[str, list[str]] = {}
    for claim in store.claims():
        groups.setdefault("i" + claim.report_id[1:], []).append(claim.id)
    return linking(groups)


def write_without_end(path: pathlib.Path, first: int, told: Connection) -> None:
    """Write reports from a number on, with dates, decisions and linkings between them, until killed."""
    with open_ledger(path) as store:
        number = first
        while True:
            told.send(("report", number, store.write_intake(numbered(number))))
            if number % 3 == 0:
                told.send(("dated", number, store.write_intake(dated(number))))
            if number % 4 == 0:
                told.send(("decision", number, store.write_decision(decision(number))))
            if number % 8 == 0:
                store.write_linking(linked(store))
                told.send(("linking", number, "new"))
            number += 1


def write_these(path: pathlib.Path, numbers: list[int], told: Connection) -> None:
    """Write reports in an order, linking after each until no other's report came between."""
    with open_ledger(path, timeout=60) as store:
        for number in numbers:
            receipt = store.write_intake(numbered(number))
            told.send((number, receipt))
            while True:
                newest = store.latest()
                if store.write_linking(linked(store), seen=newest.sequence if newest else 0) is not None:
                    break
    told.close()
