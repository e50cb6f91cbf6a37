"""Several processes on one ledger."""

from __future__ import annotations

import pathlib
import random

from panj.ledger import open_ledger
from panj.model import Linking
from tests.ledger.processes import fork, linked, numbered, write_these

REPORTS = 12


def test_two_writers_make_the_ledger_that_one_would(tmp_path: pathlib.Path) -> None:
    """Both write the same reports, each in an order of its own, into a file that neither has made yet."""
    path = tmp_path / "shared.panj"
    orders = [list(range(REPORTS)), list(range(REPORTS))]
    for seed, order in enumerate(orders):
        random.Random(seed).shuffle(order)
    receipts: list[tuple[int, str]] = []
    ends, writers = [], []
    for order in orders:
        end, told = fork.Pipe(duplex=False)
        writers.append(fork.Process(target=write_these, args=(path, order, told)))
        writers[-1].start()
        told.close()
        ends.append(end)
    for end, writer in zip(ends, writers, strict=True):
        receipts += [end.recv() for _ in range(REPORTS)]
        writer.join()
        assert writer.exitcode == 0
    assert sorted(number for number, receipt in receipts if receipt == "new") == list(range(REPORTS))
    assert len([number for number, receipt in receipts if receipt == "same"]) == REPORTS
    with open_ledger(path) as shared, open_ledger(tmp_path / "alone.panj") as alone:
        for number in range(REPORTS):
            alone.write_intake(numbered(number))
        alone.write_linking(linked(alone))
        assert shared.linking() != Linking()
        assert shared.digest() == alone.digest()
        assert shared.verify() == ()
        stamps = [change.known_from for change in shared.changes()]
        assert stamps == sorted(stamps)
