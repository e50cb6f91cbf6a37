"""A table of lines sorted by their first cell, packed in blocks: small on the disk, quick to search, quick to open.

The file is a gzip file of many members, so that ``zcat`` shows the whole table; each member holds the lines of about
two kilobytes, and all lines of one name. An index beside it tells where each block begins and with which name. To
find a name one block is unpacked, which takes about ten microseconds; the blocks that were used last are kept.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib.resources.abc import Traversable

BLOCK = 2048
"""Bytes of lines in a block; a block ends with the first name that reaches it."""

KEPT = 2048
"""Unpacked blocks that are kept: about four megabytes."""

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""The header of a gzip member without time, name and system, so that the same lines give the same bytes."""


def packed(lines: Sequence[str]) -> tuple[bytes, bytes]:
    """Return the file and the index of a table from its lines, which are sorted by their first cell."""
    members: list[bytes] = []
    index: list[str] = []
    block: list[str] = []
    offset, size, first = 0, 0, ""

    def close() -> None:
        nonlocal offset, block, size
        if block:
            member = _member("".join(block).encode())
            members.append(member)
            index.append(f"{first}\t{offset}\n")
            offset, block, size = offset + len(member), [], 0

    last = None
    for line in lines:
        name = line.split("\t", 1)[0]
        if name != last and size >= BLOCK:
            close()
        if not block:
            first = name
        block.append(f"{line}\n")
        size, last = size + len(line) + 1, name
    close()
    return b"".join(members), "".join(index).encode()


def _member(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    body = packer.compress(content) + packer.flush()
    return _HEADER + body + zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")


class SortedTable:
    """A packed table and its index; nothing is read before the first question.

    Args:
        file: what :func:`packed` made.
        index: its index.
    """

    def __init__(self, file: Traversable, index: Traversable) -> None:
        self._file = file
        self._index_file = index
        self._blocks: dict[int, bytes] = {}

    @cached_property
    def _content(self) -> bytes:
        return self._file.read_bytes()

    @cached_property
    def _index(self) -> tuple[list[bytes], list[int]]:
        """First names and offsets of the blocks, with the end of the file as the last offset."""
        lines = self._index_file.read_bytes().splitlines()
        pairs = [line.rsplit(b"\t", 1) for line in lines]
        return [name for name, _ in pairs], [*(int(offset) for _, offset in pairs), len(self._content)]

    def rows(self, name: str) -> Iterator[list[str]]:
        """Yield the cells of each line whose first cell is ``name``, in the order of the table."""
        key = name.encode()
        number = bisect_right(self._index[0], key) - 1
        if not key or number < 0:
            return
        block, wanted = self._block(number), b"\n" + key + b"\t"
        at = block.find(wanted)
        while at >= 0:
            end = block.index(b"\n", at + 1)
            yield block[at + 1 : end].decode().split("\t")
            at = end if block.startswith(wanted, end) else -1

    def _block(self, number: int) -> bytes:
        """Return a block with a line break before its first line."""
        block = self._blocks.get(number)
        if block is None:
            offsets = self._index[1]
            start = offsets[number] + len(_HEADER)
            block = b"\n" + zlib.decompress(self._content[start : offsets[number + 1] - 8], -zlib.MAX_WBITS)
            if len(self._blocks) >= KEPT:
                del self._blocks[next(iter(self._blocks))]
            self._blocks[number] = block
        return block

    def every(self) -> Iterable[list[str]]:
        """Yield the cells of every line."""
        for number in range(len(self._index[0])):
            for line in self._block(number).decode().splitlines()[1:]:
                yield line.split("\t")
