"""Rows as CSV or TSV, one line a row whatever the text of reports holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from panj.exports.losses import Tally
from panj.exports.material import clean
from panj.exports.tables import Cell, Row, harmless

FORMULA = "begins like a formula of a spreadsheet: an apostrophe stands in front"


def table(columns: Sequence[str], rows: Iterable[tuple[str, Row]], tally: Tally, *, tabs: bool = False) -> bytes:
    """Return rows under a line of their columns; cells are quoted where they must be.

    Args:
        columns: every column, in order; a row that lacks one leaves it empty.
        rows: identifier of the incident, and cells by column.
        tally: counts the cells that would run as a formula.
        tabs: divide cells by tabs rather than commas.

    Raises:
        ValueError: a row has a column that is not among ``columns``.
    """
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, delimiter="\t" if tabs else ",", lineterminator="\n")
    writer.writeheader()
    for name, row in rows:
        writer.writerow(_safe(name, row, tally))
    return file.getvalue().encode()


def bare(columns: Sequence[str], rows: Iterable[tuple[str, Row]], tally: Tally) -> bytes:
    """Return rows divided by tabs without a head and without quoting, as GDELT has them.

    Quotation marks become apostrophes: readers that know of quoting would take what follows for one cell.
    """
    lines = []
    for name, row in rows:
        if unknown := row.keys() - set(columns):
            raise ValueError(f"no such column: {', '.join(sorted(unknown))}")
        safe = _safe(name, row, tally)
        cells = ("" if (cell := safe.get(column)) is None else str(cell).replace('"', "'") for column in columns)
        lines.append("\t".join(cells) + "\n")
    return "".join(lines).encode()


def _safe(name: str, row: Row, tally: Tally) -> Row:
    made: dict[str, Cell] = {}
    for column, cell in row.items():
        plain = clean(cell) if isinstance(cell, str) else cell
        made[column] = harmless(plain)
        if made[column] != plain:
            tally.changed(name, column, FORMULA)
    return made
