"""Incidents as one Parquet table, with lists and records where an incident has several of a thing.

Needs ``pyarrow``, which is large and therefore an extra: ``pip install 'panj[parquet]'``.
"""

from __future__ import annotations

import io
from typing import Any

from panj.errors import InvalidValue
from panj.exports.losses import Tally
from panj.exports.material import Material
from panj.exports.records import holds, record


def write(material: Material, tally: Tally) -> bytes:
    """Return the incidents as a Parquet file.

    Raises:
        InvalidValue: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise InvalidValue(
            "parquet", "needs pyarrow, which is not installed", "Install it with: pip install 'panj[parquet]'"
        ) from error
    for one in material.incidents:
        tally.beyond(one, holds(one))
    rows = [record(one, material) for one in material.incidents]
    file = io.BytesIO()
    # Fixed settings: the same incidents give the same bytes with the same version of pyarrow.
    parquet.write_table(
        pa.Table.from_pylist(rows, schema=schema()), file, compression="zstd", version="2.6", row_group_size=65536
    )
    return file.getvalue()


def schema() -> Any:
    """Return the Arrow schema of the table.

    Raises:
        ImportError: pyarrow is not installed.
    """
    import pyarrow as pa

    text, whole, day, many = pa.string(), pa.int64(), pa.date32(), pa.list_
    place = [(name, text) for name in ("name", "admin2", "admin1", "country", "precision", "gazetteer_id")]
    place_type = pa.struct([*place, ("lat", pa.float64()), ("lon", pa.float64())])
    party = [(name, text) for name in ("name", "country", "sector")]
    bounds = [("low", whole), ("best", whole), ("high", whole)]
    claim = [
        ("value_id", text), ("claimant", text), ("low", whole), ("high", whole), ("words", text), ("group", text),
        ("said_on", day), ("part", pa.bool_()), ("superseded", pa.bool_()), ("withdrawn", pa.bool_()),
    ]  # fmt: skip
    side = pa.struct([("group", text), *bounds])
    figure = [("outcome", text), *bounds, ("rule", text), ("claims", many(pa.struct(claim))), ("sides", many(side))]
    difference = [("claimant", text), ("value", text), ("value_id", text)]
    return pa.schema(
        [
            ("incident_id", text),
            ("type", text),
            ("mode", text),
            ("valid_from", day),
            ("valid_to", day),
            ("granularity", text),
            ("place", place_type),
            ("other_places", many(place_type)),
            ("launched_from", many(place_type)),
            ("actors", many(pa.struct(party))),
            ("actors_alleged", many(pa.struct([*party, ("alleged_by", text)]))),
            ("recipients", many(pa.struct(party))),
            ("weapons", many(text)),
            ("figures", many(pa.struct(figure))),
            ("disagreements", many(pa.struct([("field", text), ("sides", many(pa.struct(difference)))]))),
            ("denied_by", many(text)),
            ("open_questions", many(text)),
            ("rule", text),
            ("claimants", whole),
            ("origins", whole),
            ("publishers", many(text)),
            ("claim_ids", many(text)),
            ("report_ids", many(text)),
        ]
    )
