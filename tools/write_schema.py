"""Write ``docs/reference/schema.json``: the JSON Schema of every value that Panj writes as JSON."""

from __future__ import annotations

import json
import pathlib

import msgspec

from panj import model
from panj.incidents import answers

TARGET = pathlib.Path(__file__).resolve().parent.parent / "docs/reference/schema.json"


def schema() -> str:
    """Return the schema as text, the same for the same model."""
    values = sorted(
        {
            kind
            for module in (model, answers)
            for kind in vars(module).values()
            if isinstance(kind, type) and issubclass(kind, model.Value)
        },
        key=lambda kind: kind.__name__,
    )
    kinds = [kind for kind in values if kind is not model.Value]
    _, components = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Panj values",
        "version": model.SCHEMA_VERSION,
        "$defs": components,
    }
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(schema(), encoding="utf-8")
    print(f"wrote {TARGET}")
