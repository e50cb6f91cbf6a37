"""Which reader is the newer one."""

from __future__ import annotations

import pytest

from panj.ledger.precedence import is_newer


@pytest.mark.parametrize(
    ("reader", "other", "newer"),
    [
        ("panj-reader-2", "panj-reader-1", True),
        ("panj-reader-10", "panj-reader-9", True),
        ("panj-reader-1.10", "panj-reader-1.9", True),
        ("panj-reader-1.0.1", "panj-reader-1.0", True),
        ("panj-reader-1", "panj-reader-1", False),
        ("panj-reader-1", "panj-reader-2", False),
        ("panj-reader-2", "spacy-1", False),
        ("panj-reader-2", "panj-reader", False),
        ("panj-reader", "panj-reader-2", False),
        ("", "", False),
    ],
)
def test_newer(reader: str, other: str, newer: bool) -> None:
    assert is_newer(reader, other) is newer
