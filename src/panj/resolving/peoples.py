"""Peoples and faiths by name: "ethnic Albanians", "Bosnian Serbs", "Rohingya", "Chechen refugees"."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from panj.resolving.gazetteer import normal_form

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ETHNIC = re.compile(r"\b[Ee]thnic(?:ally)?[ -]([^\W\d_a-z][\w'’-]*)")


class People(NamedTuple):
    """A people named in a phrase; ``country`` where the name alone says it ("Chechens" are of Russia)."""

    start: int
    end: int
    country: str | None


@cache
def _names() -> dict[str, str | None]:
    """Return the country of every people by the normal form of its names, singular and plural."""
    found: dict[str, str | None] = {}
    text = (files("panj.resolving") / "data" / "peoples.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            names, _, country = line.partition("\t")
            for name in names.split("|"):
                form = normal_form(name)
                for one in (form, f"{form}s"):
                    found[one] = country or None
    return found


def peoples_in(phrase: str) -> list[People]:
    """Return the peoples named in a phrase, the longest name first where they overlap.

    "Ethnic" before the name of a nation makes it a people that belongs to no country by its name.
    """
    found = [People(one.start(), one.end(), None) for one in _ETHNIC.finditer(phrase)]
    words = [(one.start(), one.end()) for one in _WORD.finditer(phrase)]
    index = 0
    while index < len(words):
        start = words[index][0]
        taken = 1
        if phrase[start].isupper() and not any(one.start <= start < one.end for one in found):
            for size in (3, 2, 1):
                if index + size > len(words):
                    continue
                last = words[index + size - 1][1]
                form = normal_form(phrase[start:last])
                if form in _names() and not re.match(r" [^\W\d_a-z]", phrase[last:]):  # "Karen Smith" is a person
                    found.append(People(start, last, _names()[form]))
                    taken = size
                    break
        index += taken
    return sorted(found)
