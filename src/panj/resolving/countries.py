"""What users type for a country, as a code."""

from __future__ import annotations

import difflib

from panj.errors import InvalidValue
from panj.resolving.gazetteer import Gazetteer, normal_form


def country_code(name: str) -> str:
    """Return the ISO 3166-1 alpha-3 code of a country by its code ("tjk") or one of its names ("Tajikistan").

    Raises:
        InvalidValue: no country has this name, or several have it.
    """
    gazetteer = Gazetteer.shipped()
    code = name.strip().upper()
    if code in gazetteer.countries:
        return code
    codes = gazetteer.named(name) or gazetteer.adjective(name)
    if len(codes) == 1:
        return codes[0]
    if codes:
        raise InvalidValue(name, "may be any of several countries", f"Choose one of: {', '.join(codes)}")
    names = {normal_form(one.name): one for one in gazetteer.countries.values()}
    near = difflib.get_close_matches(normal_form(name), names, n=3, cutoff=0.6)
    remedy = "Use an ISO 3166-1 alpha-3 code (TJK) or an English name (Tajikistan)"
    if near:
        remedy = "Did you mean " + " or ".join(f"{names[one].name} ({names[one].code})" for one in near)
    raise InvalidValue(name, "is not a country", remedy)
