"""The shipped table of armed groups and international organisations that news names without a country."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from panj.resolving.gazetteer import normal_form


class Group(NamedTuple):
    """A row of ``groups.tsv``: sectors come with the day from which they hold."""

    key: str
    name: str
    country: str | None
    sectors: tuple[tuple[str, dt.date], ...]


@cache
def groups() -> dict[str, Group]:
    """Return the shipped groups by every normal form of their names."""
    found: dict[str, Group] = {}
    for line in (files("panj.resolving") / "data" / "groups.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        key, name, country, sectors, aliases = (line + "\t" * 5).split("\t")[:5]
        dated = tuple(
            (code, dt.date.fromisoformat(day) if day else dt.date.min)
            for code, _, day in (one.partition("@") for one in sectors.split(","))
        )
        group = Group(key, name, country or None, dated)
        for alias in (name, *aliases.split("|")):
            if alias.strip():
                found.setdefault(folded(alias), group)
    return found


@cache
def longest_group() -> int:
    """Return the number of words in the longest name of a group."""
    return max(len(name.split()) for name in groups())


def folded(words: str) -> str:
    """Return the normal form, with capitals kept for acronyms, which are other words in lower case ("IS")."""
    return words if words.isupper() and len(words) <= 5 else normal_form(words)
