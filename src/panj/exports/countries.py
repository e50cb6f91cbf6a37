"""Codes of countries in the formats of the field, from one table."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple


class Country(NamedTuple):
    """One country.

    Attributes:
        code: ISO 3166-1 alpha-3.
        name: as the gazetteer writes it.
        alpha2: ISO 3166-1 alpha-2.
        numeric: ISO 3166-1 number; ``None`` where there is none (Kosovo).
        fips: FIPS 10-4, as GDELT's geography has it; may be empty.
        gw: number of Gleditsch and Ward's list of independent states, as UCDP has it; ``None`` for what is none.
        cow: number of the Correlates of War project; ``None`` for what is not in its list.
        region: region as ACLED divides the world.
    """

    code: str
    name: str
    alpha2: str
    numeric: int | None
    fips: str
    gw: int | None
    cow: int | None
    region: str

    @property
    def cameo(self) -> str:
        """CAMEO's country code: ISO 3166-1 alpha-3 as it was when CAMEO was made."""
        return {"ROU": "ROM", "TLS": "TMP"}.get(self.code, self.code)

    @property
    def ucdp_region(self) -> str | None:
        """UCDP's region, by the ranges of Gleditsch and Ward's numbers; ``None`` for what is no state of the list."""
        if self.gw is None:
            return None
        ends = ((199, "Americas"), (399, "Europe"), (629, "Africa"), (699, "Middle East"))
        return next((name for end, name in ends if self.gw <= end), "Asia")


@cache
def _countries() -> dict[str, Country]:
    table = resources.files("panj.exports").joinpath("data/countries.tsv").read_text(encoding="utf-8")

    def number(text: str) -> int | None:
        return int(text) if text else None

    made = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            code, name, alpha2, numeric, fips, gw, cow, region = line.split("\t")
            made[code] = Country(code, name, alpha2, number(numeric), fips, number(gw), number(cow), region)
    return made


def country(code: str | None) -> Country | None:
    """Return a country by its ISO 3166-1 alpha-3 code; ``None`` for none and for what is no country."""
    return None if code is None else _countries().get(code)
