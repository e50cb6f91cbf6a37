"""Packed tables: every line is found, in its order, whatever the blocks."""

from __future__ import annotations

import gzip
import pathlib

from hypothesis import given
from hypothesis import strategies as st

from panj.resolving.sorted_table import BLOCK, SortedTable, packed


class Bytes:
    """Content in the place of a file."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read_bytes(self) -> bytes:
        return self._content


def table(lines: list[str]) -> SortedTable:
    file, index = packed(lines)
    return SortedTable(Bytes(file), Bytes(index))  # type: ignore[arg-type]


NAMES = st.text(st.characters(whitelist_categories=("Ll", "Nd"), max_codepoint=0x17F), min_size=1, max_size=12)


@given(st.lists(st.tuples(NAMES, st.integers(0, 99)), max_size=60), st.integers(1, 400))
def test_every_line_is_found_under_its_name(pairs: list[tuple[str, int]], width: int) -> None:
    lines = sorted(
        (f"{name}\t{number}\t{'x' * width}" for name, number in pairs), key=lambda one: one.split("\t")[0] + "\t"
    )
    found = table(lines)
    for name in {name for name, _ in pairs}:
        assert ["\t".join(cells) for cells in found.rows(name)] == [one for one in lines if one.split("\t")[0] == name]
    assert ["\t".join(cells) for cells in found.every()] == lines
    assert list(found.rows("-")) == list(found.rows("")) == list(found.rows("zzzzzzzzzzzzzz")) == []


def test_a_name_that_is_the_beginning_of_another_is_not_it() -> None:
    found = table(["ab\t1", "ab c\t2", "abc\t3"])
    assert [list(found.rows(name)) for name in ("a", "ab", "ab c", "abc")] == [
        [], [["ab", "1"]], [["ab c", "2"]], [["abc", "3"]],
    ]  # fmt: skip


def test_the_file_is_gzip_and_its_bytes_are_always_the_same(tmp_path: pathlib.Path) -> None:
    lines = [f"name {number:05}\t{number}" for number in range(3000)]
    file, index = packed(lines)
    assert (file, index) == packed(lines)
    assert gzip.decompress(file).decode().splitlines() == lines
    assert index.count(b"\n") > len("".join(lines)) // BLOCK // 2
    assert packed([]) == (b"", b"")
