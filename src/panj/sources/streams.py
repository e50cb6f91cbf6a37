"""Bytes from anywhere, looked at before they are read, and never more of them than the limits allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from panj.errors import SourceError, SourceTooLarge

SIZE_LIMIT = 200_000_000
"""Bytes of a source that has to be held whole: a text, a page, a JSON array, the answer of a server."""

LINE_LIMIT = 64_000_000
"""Bytes of one line of JSON Lines: the longest report with every character escaped, and room to spare."""

HEAD = 65_536
"""Bytes from which a kind is recognised."""

_CHUNK = 1 << 20


def too_large(name: str, limit: int = SIZE_LIMIT) -> SourceTooLarge:
    """Return the error for a source of more bytes than may be held."""
    return SourceTooLarge(
        name, f"is larger than {limit // 1_000_000} MB", "Split it, or write the reports as JSON Lines, one to a line"
    )


class Stream:
    """Bytes that can be looked at, then read once: whole, or line by line.

    Args:
        file: where they come from; it need not be seekable.
        name: what errors call it.
        size: number of bytes where known, so that what is too large is not read at all.
        limit: most bytes that :meth:`read` holds.
        line_limit: most bytes of a line.
    """

    def __init__(
        self,
        file: BinaryIO,
        name: str,
        *,
        size: int | None = None,
        limit: int = SIZE_LIMIT,
        line_limit: int = LINE_LIMIT,
    ) -> None:
        self.name = name
        self._file = file
        self._size = size
        self._limit = limit
        self._line_limit = line_limit
        self._ahead = b""
        self._ended = False

    def head(self) -> bytes:
        """Return the first bytes without consuming them."""
        while len(self._ahead) < HEAD and not self._ended:
            self._ahead += self._next(HEAD)
        return self._ahead[:HEAD]

    def first_line(self) -> bytes:
        """Return the first line that is not blank without consuming it; cut where it is longer than a line may be."""
        searched = 0
        while True:
            start = len(self._ahead) - len(self._ahead.lstrip())
            end = self._ahead.find(b"\n", max(start, searched))
            if start < len(self._ahead) and end >= 0:
                return self._ahead[start:end]
            if self._ended or len(self._ahead) > self._line_limit:
                return self._ahead[start:]
            searched = len(self._ahead)
            self._ahead += self._next(max(_CHUNK, searched))

    def read(self) -> bytes:
        """Return all bytes.

        Raises:
            SourceTooLarge: there are more than the limit.
            SourceError: they cannot be read.
        """
        if self._size is not None and self._size > self._limit:
            raise too_large(self.name, self._limit)
        pieces, total = [], 0
        for chunk in self._chunks():
            total += len(chunk)
            if total > self._limit:
                raise too_large(self.name, self._limit)
            pieces.append(chunk)
        return b"".join(pieces)

    def lines(self) -> Iterator[bytes | SourceTooLarge]:
        """Yield each line without its end; an error in place of a line that is longer than a line may be."""
        number, pieces, total = 1, list[bytes](), 0
        for chunk in self._chunks():
            start = 0
            while True:
                end = chunk.find(b"\n", start)
                piece = chunk[start:] if end < 0 else chunk[start:end]
                total += len(piece)
                # The pieces of a line that is too long are let go, but its end is still looked for.
                pieces = [*pieces, piece] if total <= self._line_limit else []
                if end < 0:
                    break
                yield self._line(pieces, total, number)
                number, pieces, total, start = number + 1, [], 0, end + 1
        if total:
            yield self._line(pieces, total, number)

    def _line(self, pieces: list[bytes], total: int, number: int) -> bytes | SourceTooLarge:
        if total > self._line_limit:
            return too_large(f"{self.name}:{number}", self._line_limit)
        return b"".join(pieces)

    def _chunks(self) -> Iterator[bytes]:
        ahead, self._ahead = self._ahead, b""
        if ahead:
            yield ahead
        while not self._ended:
            if chunk := self._next(_CHUNK):
                yield chunk

    def _next(self, size: int) -> bytes:
        try:
            chunk = self._file.read(size)
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise SourceError(self.name, f"cannot be read: {reason}", "Check that it is there and readable") from error
        self._ended = not chunk
        return chunk
