"""The house keeps its walls: which room may import which, and which names are public."""

from __future__ import annotations

import ast
import pathlib

import panj

ROOT = pathlib.Path(panj.__file__).parent

ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "model": {"errors"},
    "ontology": {"model", "errors"},
    "sources": {"model", "errors"},
    "reading": {"model", "ontology", "errors"},
    "resolving": {"model", "ontology", "errors"},
    "incidents": {"model", "ontology", "errors"},
    "ledger": {"model", "errors"},
    "exports": {"model", "ontology", "errors"},
    "selecting": {"model", "errors"},
    "tables": {"resolving", "errors"},
    "corrections": {"incidents", "model", "ontology", "errors"},
    "panj": {
        "corrections", "errors", "model", "ontology", "sources", "reading", "resolving", "incidents", "ledger",
        "exports", "selecting",
    },
    "judging": {"corrections", "panj", "incidents", "model", "ontology", "errors", "selecting"},
    "news": {"panj", "model", "errors"},
    "__init__": {"errors", "model", "ontology", "panj"},
    "faces": {"panj", "model", "ontology", "errors", "exports", "selecting"},
    "web": {
        "", "corrections", "panj", "judging", "news", "model", "ontology", "errors", "selecting", "exports", "ledger",
    },
    "cli": {"", "panj", "faces", "model", "ontology", "errors", "reading", "exports", "selecting", "web", "tables"},
}  # fmt: skip
"""What each room may import from Panj, besides itself; "" is the package. Rooms stand in the order of the data."""


def imports(path: pathlib.Path) -> set[str]:
    """Return the rooms that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {(name.name + ".").split(".")[1] for name in node.names if name.name.split(".")[0] == "panj"}
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "panj":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            raise AssertionError(f"{path}: relative import")
    return found


def test_every_file_belongs_to_a_room_and_imports_only_what_it_may() -> None:
    seen = set()
    for path in sorted(ROOT.rglob("*.py")):
        room = path.relative_to(ROOT).parts[0].removesuffix(".py")
        assert room in ROOMS, f"{path} belongs to no room"
        seen.add(room)
        forbidden = imports(path) - ROOMS[room] - {room}
        assert not forbidden, f"{path.relative_to(ROOT)} imports {sorted(forbidden)}"
    assert seen == set(ROOMS)


def test_no_file_has_outgrown_the_design() -> None:
    long = {str(path): lines for path in ROOT.rglob("*.py") if (lines := len(path.read_text().splitlines())) > 600}
    assert not long


def test_public_names() -> None:
    assert set(panj.__all__) == {
        "Ledger", "PanjError", "ReadResult", "View", "Why", "__version__", "errors", "model", "ontology",
    }  # fmt: skip
    for name in panj.__all__:
        assert hasattr(panj, name)
    for error in vars(panj.errors).values():
        if isinstance(error, type) and issubclass(error, Exception):
            assert issubclass(error, panj.PanjError)


def test_every_error_stands_in_the_tree_that_the_docstring_draws() -> None:
    drawn = panj.errors.__doc__ or ""
    for name, error in vars(panj.errors).items():
        if isinstance(error, type) and issubclass(error, Exception):
            assert f" {name}" in drawn or f"─ {name}" in drawn, name
