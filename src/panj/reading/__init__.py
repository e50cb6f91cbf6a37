"""Reports to mentions: sentences, the encoder, decoding into spans and relations, figures."""

from __future__ import annotations

from panj.errors import InvalidValue
from panj.reading.contract import Reader
from panj.reading.neural import NeuralReader

READERS = {"neural": NeuralReader}
"""Readers by name; the first is the default."""


def load_reader(name: str | None = None) -> Reader:
    """Return a reader by name, the shipped one by default.

    Raises:
        InvalidValue: there is no reader of that name.
        ReaderError: its files are missing or altered.
    """
    try:
        return READERS[name or next(iter(READERS))]()
    except KeyError as error:
        raise InvalidValue(name or "", "is not a reader", f"Choose one of: {', '.join(READERS)}") from error


__all__ = ["READERS", "NeuralReader", "Reader", "load_reader"]
