"""A disk that is full: the error says so, nothing is lost, and writing goes on when there is room again."""

from __future__ import annotations

import contextlib
import pathlib
import random
import resource
from collections.abc import Callable, Iterator

import msgspec
import pytest

from panj.errors import LedgerFull
from panj.ledger import open_ledger
from panj.ledger.contract import Intake
from tests.ledger.values import decision, intake, linking, with_claims


@contextlib.contextmanager
def file_limit(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size: the write is refused by the system, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def large(number: int) -> Intake:
    """Return an intake whose bytes cannot be packed into a page or two."""
    padding = random.Random(number).randbytes(100_000).hex()
    return intake(number, padding=padding)


def test_the_file_cannot_grow(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "full.panj"
    with open_ledger(path) as store:
        store.write_intake(intake(1))
        before = store.digest()
        size = max(file.stat().st_size for file in tmp_path.iterdir())
        with file_limit(size + 8192), pytest.raises(LedgerFull, match="Make room on the disk"):
            store.write_intake(large(2))
        assert store.digest() == before
        assert store.verify() == ()
        assert store.write_intake(large(2)) == "new"
    with open_ledger(path) as store:
        assert store.raw(large(2).report.capture.digest) == large(2).raw
        assert store.verify() == ()


def test_no_room_for_a_new_file(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "new.panj"
    with file_limit(8192), pytest.raises(LedgerFull):
        open_ledger(path)
    with open_ledger(path) as store:
        assert store.write_intake(intake()) == "new"


def test_no_room_to_fold_the_log_into_the_file(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "folded.panj"
    open_ledger(path).close()
    store = open_ledger(path)
    for number in range(4):
        store.write_intake(large(number))
    with file_limit(path.stat().st_size + 8192):
        store.close()
    with open_ledger(path) as store:
        assert store.counts().reports == 4
        assert store.verify() == ()


def test_every_kind_of_write_says_so(tmp_path: pathlib.Path, on_connect: Callable[[str], None]) -> None:
    path = tmp_path / "pages.panj"
    with open_ledger(path) as store:
        store.write_intake(intake(1, sentences=40))
    claims = [claim.id for claim in intake(1, sentences=40).claims]
    long = msgspec.structs.replace(decision(), reason="because " * 10_000)
    on_connect(f"PRAGMA max_page_count = {path.stat().st_size // 4096}")
    with open_ledger(path) as store:
        before = store.digest()
        moved = with_claims(intake(1, sentences=40), ())
        writes: tuple[Callable[[], object], ...] = (
            lambda: store.write_intake(large(2)),
            lambda: store.write_linking(linking({f"i{claim}" * 50: [claim] for claim in claims})),
            lambda: store.write_decision(long),
        )
        for write in writes:
            with pytest.raises(LedgerFull):
                write()
        assert store.digest() == before
        assert store.verify() == ()
        assert store.write_intake(moved) == "changed", "what fits is still written"
