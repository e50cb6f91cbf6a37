"""A process killed at any moment loses nothing that it reported as kept, and leaves nothing half-written."""

from __future__ import annotations

import pathlib
import random
import time
from multiprocessing.connection import Connection

from panj.ledger import open_ledger
from panj.ledger.contract import Store
from tests.ledger.processes import dated, fork, numbered, write_without_end
from tests.ledger.values import decision

KILLS = 50
LONGEST = 0.2
"""Seconds that a child lives, counted from its start: opening, writing, folding the log; the kill may hit any of it."""


def test_killed_at_random_moments(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "killed.panj"
    chance = random.Random(20251201)
    known: dict[str, set[int]] = {"report": set(), "dated": set(), "decision": set(), "linking": set()}
    reached = 0
    for kill in range(KILLS):
        told, their_end = fork.Pipe(duplex=False)
        child = fork.Process(target=write_without_end, args=(path, reached, their_end))
        child.start()
        their_end.close()
        time.sleep(chance.uniform(0, LONGEST))
        child.kill()
        child.join()
        assert child.exitcode == -9, "it was killed, and did not end by itself"
        for kind, number in heard(told):
            known[kind].add(number)
        # The first child may have died before there was a file.
        with open_ledger(path, create=kill == 0 or not known["report"]) as store:
            reached = whole(store, known, reached)
            assert store.verify() == (), f"kill {kill}"
    assert len(known["report"]) > KILLS, "the children wrote too little for the kills to hit anything"
    assert known["dated"]
    assert known["decision"]
    assert known["linking"]


def heard(told: Connection) -> list[tuple[str, int]]:
    """Return what a child reported before it was killed."""
    receipts: list[tuple[str, int]] = []
    while True:
        try:
            kind, number, _ = told.recv()
        except EOFError:
            told.close()
            return receipts
        receipts.append((kind, number))


def whole(store: Store, known: dict[str, set[int]], seen: int) -> int:
    """See that everything reported is there and everything there is whole; return the number to go on with.

    The bytes of the first ``seen`` reports were compared after an earlier kill; ``verify`` sees that they stay.
    """
    reports = {report.id: report for report in store.reports()}
    readings = {reading.report_id: reading for reading in store.readings()}
    claims: dict[str, list[object]] = {report: [] for report in reports}
    for claim in store.claims():
        claims[claim.report_id].append(claim)
    decided = {one.id for one in store.decisions()}
    assert {decision(number).id for number in known["decision"]} <= decided
    number = 0
    while (expected := numbered(number)).report.id in reports:
        name = expected.report.id
        if reports[name].published_at is not None:
            expected = dated(number)
        else:
            assert number not in known["dated"]
        assert reports[name] == expected.report
        assert readings[name] == expected.reading
        assert sorted(claims[name], key=id_of) == sorted(expected.claims, key=id_of)
        assert number < seen or store.raw(expected.report.capture.digest) == expected.raw
        number += 1
    assert number == len(reports) == len(readings)
    assert max(known["report"], default=-1) < number <= max(known["report"], default=-1) + 2
    if known["linking"]:
        linked = {link.claim_id for link in store.linking().links}
        for earlier in range(max(known["linking"]) + 1):
            assert linked.issuperset(claim.id for claim in numbered(earlier).claims)
    return number


def id_of(claim: object) -> str:
    return str(getattr(claim, "id", ""))
