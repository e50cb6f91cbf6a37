"""The description of the HTTP interface (OpenAPI 3.1), from the table of its addresses and the values of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

import panj
from panj.ontology import OUTCOMES, STATEMENT_KINDS, TYPES
from panj.web.rendering import RULES


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong: its kind (the class of the error), the thing it is about, what is wrong, and the way out."""

    kind: str
    subject: str
    problem: str
    remedy: str


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """The one shape of every error."""

    error: Fault


class Address(NamedTuple):
    """One address of the interface.

    Attributes:
        path: with names in braces.
        summary: what it answers, in one line.
        answer: type of what is answered; ``bytes`` for a file, ``str`` for a text.
        parameters: names of the parameters in the query.
        many: the answer is a page of such values.
        method: ``GET`` or ``POST``.
        body: type of what is sent.
    """

    path: str
    summary: str
    answer: Any
    parameters: Sequence[str] = ()
    many: bool = False
    method: str = "GET"
    body: Any = None


PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "since": ("First day.", {"type": "string", "format": "date"}),
    "until": ("Last day.", {"type": "string", "format": "date"}),
    "country": ("A country's name or its ISO 3166-1 alpha-3 code.", {"type": "string"}),
    "type": ("A PLOVER type.", {"type": "string", "enum": list(TYPES)}),
    "text": ("Words that a report of the incident holds.", {"type": "string"}),
    "as_of": ("What the ledger knew then: a day (its end) or an instant, ISO 8601.", {"type": "string"}),
    "rule": ("How one number stands for several.", {"type": "string", "enum": list(RULES)}),
    "limit": ("Most values of a page.", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}),
    "cursor": ("Where to go on: `next` of the page before.", {"type": "string"}),
    "outcome": ("What became of people.", {"type": "string", "enum": list(OUTCOMES)}),
    "admin1": ("A province, or a district or place in one.", {"type": "string"}),
    "group": ("Who they are: a country's people, or words of the reports.", {"type": "string"}),
    "claimant": ("Whose numbers count; may be repeated.", {"type": "array", "items": {"type": "string"}}),
    "kind": ("Kind of statement.", {"type": "string", "enum": list(STATEMENT_KINDS)}),
    "by": ("Part of the speaker's name, or a country.", {"type": "string"}),
    "to": ("The same of those addressed.", {"type": "string"}),
    "incident": ("The incident they are about.", {"type": "string"}),
    "waiting": ("`true`: only those that are open.", {"type": "string", "enum": ["true", "false"]}),
    "from": ("The earlier instant: a day (its end) or an instant, ISO 8601.", {"type": "string"}),
    "after": ("Changes after this sequence number.", {"type": "integer", "minimum": 0}),
}


def openapi(addresses: Sequence[Address]) -> dict[str, Any]:
    """Return the description of the interface."""
    types = [one for address in addresses for one in (address.answer, address.body) if one not in (None, bytes, str)]
    unique = list(dict.fromkeys([*types, Failure]))
    schemas, components = msgspec.json.schema_components(unique, ref_template="#/components/schemas/{name}")
    named = dict(zip(unique, schemas, strict=True))
    paths: dict[str, Any] = {}
    for address in addresses:
        paths.setdefault(address.path, {})[address.method.lower()] = _operation(address, named)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Panj", "version": panj.__version__, "description": "A ledger of claims from news reports."},
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {"schemas": components},
    }


def _operation(address: Address, named: dict[Any, Any]) -> dict[str, Any]:
    parameters = [
        {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
        for part in address.path.split("/")
        if part.startswith("{")
    ]
    for name in address.parameters:
        told, shape = PARAMETERS[name]
        parameters.append({"name": name, "in": "query", "description": told, "schema": shape})
    failure = {"description": "An error.", "content": {"application/json": {"schema": named[Failure]}}}
    good: dict[str, Any] = {"description": address.summary, "content": _content(address, named)}
    if address.method == "GET":
        good["headers"] = {"ETag": {"schema": {"type": "string"}}}
    operation: dict[str, Any] = {
        "operationId": address.method.lower() + address.path.replace("/", "-").replace("{", "").replace("}", ""),
        "summary": address.summary,
        "parameters": parameters,
        "responses": {"200" if address.method == "GET" else "201": good, "4XX": failure, "5XX": failure},
    }
    if address.method == "GET":
        operation["responses"]["304"] = {"description": "It is what the ETag in If-None-Match stands for."}
    if address.body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": named[address.body]}}}
    return operation


def _content(address: Address, named: dict[Any, Any]) -> dict[str, Any]:
    if address.answer is bytes:
        return {"application/octet-stream": {}}
    if address.answer is str:
        return {"text/markdown": {"schema": {"type": "string"}}}
    shape = named.get(address.answer, {"type": "object"})
    if address.many:
        shape = {
            "type": "object",
            "required": ["items", "next", "total", "as_of"],
            "properties": {
                "items": {"type": "array", "items": shape},
                "next": {"type": ["string", "null"], "description": "Cursor of the next page."},
                "total": {"type": "integer"},
                "as_of": {"type": ["string", "null"], "format": "date-time"},
            },
        }
    return {"application/json": {"schema": shape}}
