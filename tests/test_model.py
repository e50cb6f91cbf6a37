"""Values: equal by content, JSON there and back, the published schema, identifiers."""

from __future__ import annotations

import importlib.util
import json
import pathlib

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.model import Figure, Mention, Span, amount, decode, digest, encode, mention_id, report_id

ROOT = pathlib.Path(__file__).resolve().parent.parent
spans = st.builds(Span, start=st.integers(0, 99), end=st.integers(100, 200), text=st.text(max_size=20))
figures = st.builds(
    Figure,
    span=spans,
    outcome=st.sampled_from(["killed", "injured", "missing"]),
    low=st.none() | st.integers(0, 1000),
    high=st.none() | st.integers(1000, 2000),
    qualifier=st.none() | st.text(max_size=5),
    sum=st.booleans(),
)
mentions = st.builds(
    Mention,
    id=st.text(min_size=1, max_size=13),
    report_id=st.text(min_size=1, max_size=13),
    sentence=spans,
    trigger=spans,
    type=st.sampled_from(["ASSAULT", "AGREE"]),
    status=st.sampled_from(["happened", "negated"]),
    by=st.none() | spans,
    actors=st.lists(spans, max_size=3).map(tuple),
    figures=st.lists(figures, max_size=2).map(tuple),
    confidence=st.none() | st.floats(0, 1),
)


@given(mentions)
def test_a_value_survives_json_and_equals_itself(mention: Mention) -> None:
    data = encode(mention)
    again = decode(data, Mention)
    assert again == mention
    assert hash(again) == hash(mention)
    assert encode(again) == data


@given(mentions)
def test_the_published_schema_accepts_what_is_written(mention: Mention) -> None:
    schema = json.loads((ROOT / "docs/reference/schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator({"$ref": "#/$defs/Mention", "$defs": schema["$defs"]})
    validator.validate(json.loads(encode(mention)))


def test_the_published_schema_is_the_models() -> None:
    path = ROOT / "tools/write_schema.py"
    spec = importlib.util.spec_from_file_location("write_schema", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    published = (ROOT / "docs/reference/schema.json").read_text(encoding="utf-8")
    assert published == module.schema(), "run tools/write_schema.py"


@pytest.mark.parametrize(
    "data", [b"{}", b'{"start":0,"end":1,"text":"a","more":1}', b'{"start":"0","end":1,"text":""}']
)
def test_json_that_is_no_value_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(data, Span)


def test_values_cannot_be_changed() -> None:
    span = Span(start=0, end=1, text="a")
    with pytest.raises(AttributeError):
        span.start = 2  # type: ignore[misc]


def test_identifiers_depend_on_every_part_and_on_nothing_else() -> None:
    one = report_id(publisher="The Ferry", url=None, title="Shots", text="Two were hurt.")
    assert one == report_id(publisher="The Ferry", url=None, title="Shots", text="Two were hurt.")
    assert one != report_id(publisher="The Quay", url=None, title="Shots", text="Two were hurt.")
    assert one != report_id(publisher="The Ferry", url="Shots", title=None, text="Two were hurt.")
    assert digest("a", "b") != digest("ab", "")
    trigger = Span(start=4, end=8, text="hurt")
    assert mention_id(one, trigger, "ASSAULT") != mention_id(one, trigger, "ASSAULT", 1)
    assert len(one) == 13


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(3, 3, "3"), (3, 5, "3 to 5"), (3, None, "at least 3"), (None, 5, "up to 5"), (None, None, "unknown")],
)
def test_amount(low: int | None, high: int | None, text: str) -> None:
    assert amount(low, high) == text
