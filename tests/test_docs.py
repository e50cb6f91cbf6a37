"""The documentation says what there is: every command and option, every public name, every link leads somewhere."""

from __future__ import annotations

import pathlib
import re

import click
import pytest

import panj
from panj import errors, ontology
from panj.cli import main

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: pathlib.Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").as_posix()
        assert name == "README.md" or name in index, name


def test_the_reference_names_every_command_and_option() -> None:
    text = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        assert f"panj {name}" in text
        for option in command.params:
            if isinstance(option, click.Option):
                for spelling in option.opts:
                    assert spelling in text, f"panj {name} {spelling}"


def test_the_reference_names_the_public_names() -> None:
    text = (ROOT / "docs/reference/library.md").read_text(encoding="utf-8")
    for name in ("Ledger", "View", "ReadResult", "Why", "model", "ontology", "errors"):
        assert f"panj.{name}" in text
    for owner in (panj.Ledger, panj.View):
        for name in vars(owner):
            if not name.startswith("_"):
                assert f"`{name}`" in text or f".{name}(" in text, f"{owner.__name__}.{name}"


def test_everything_public_is_documented() -> None:
    for module in (panj, errors, ontology, panj.model):
        assert module.__doc__
        for name, value in vars(module).items():
            if not name.startswith("_") and isinstance(value, type) and value.__module__.startswith("panj"):
                assert value.__doc__, f"{module.__name__}.{name}"
