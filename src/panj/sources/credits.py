"""Who took a text from whom, where the text says so: "TUNIS (Agency) -", "citing Agency", "Agency reported".

Only names of outlets count: those that published a report at hand, and the news agencies below. "Citing officials"
names a source of facts, not of a text. A report that names its own outlet says nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence

from panj.model import Credit, Origin, Report, Span
from panj.sources.copies import first

AGENCIES: Mapping[str, tuple[str, ...]] = {
    "AFP": ("Agence France-Presse", "Agence France Presse"), "AP": ("Associated Press",), "Reuters": (),
    "Xinhua": (), "TASS": (), "Interfax": (), "RIA Novosti": (), "Anadolu": ("Anadolu Agency",),
    "dpa": ("Deutsche Presse-Agentur",), "EFE": ("Agencia EFE",), "ANSA": (), "Kyodo": ("Kyodo News",),
    "Yonhap": (), "PTI": ("Press Trust of India",), "ANI": ("Asian News International",), "IRNA": (),
    "Tasnim": (), "SANA": (), "Ukrinform": (), "Bernama": (), "Antara": (), "UPI": (), "PA Media": (),
    "Bakhtar": ("Bakhtar News Agency",), "Khovar": (), "Petra": (), "MENA": (), "WAFA": (), "NAN": (),
}  # fmt: skip
"""News agencies, each with other names of it."""

_DATELINE = re.compile(r"[^\n(]{2,80}\(\s*$")
_BEFORE = re.compile(
    r"(?:(?P<citing>\b(?:citing|quoting|cites|cited|quoted)\s+(?:\w+\s+){0,3})|"
    r"(?P<told>\b(?:told|tells)\s+(?:\w+\s+){0,2})|"
    r"(?P<byline>\b(?:reporting|distributed|compiled|provided|published|carried)\s+(?:\w+\s+)?by\s+(?:the\s+)?|"
    r"(?:^|\n)\s*[-–—(]*\s*)|"
    r"(?P<according>\baccording to\s+(?:\w+\s+){0,3}))$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:,[^,.\n]{1,60},\s*)?(?:news agency\s+|agency\s+)?(?:first\s+|earlier\s+|also\s+)?"
    r"(?:reported|reports|wrote|writes|quoted|cited)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[)\s.]*(?:\n|$)")


def credits_of(report: Report, publishers: Iterable[str]) -> tuple[Credit, ...]:
    """Return the outlets that a report says it has from elsewhere, in the order of the text, each once.

    Args:
        report: its ``taken_from`` stays open here; :func:`chains` fills it.
        publishers: names of the outlets that have reports.
    """
    names = _names(tuple(sorted(set(publishers))))
    found: dict[str, Credit] = {}
    own = (report.publisher or "").casefold()
    for match in names[0].finditer(report.text):
        outlet = names[1][match[0].casefold()]
        rule = _rule(report.text, match)
        if rule is not None and outlet.casefold() != own and outlet not in found:
            words = Span(start=match.start(), end=match.end(), text=match[0])
            found[outlet] = Credit(report_id=report.id, outlet=outlet, words=words, rule=rule)
    return tuple(found.values())


def _rule(text: str, match: re.Match[str]) -> str | None:
    before, after = text[max(0, match.start() - 90) : match.start()], text[match.end() : match.end() + 90]
    if match.start() < 90 and _DATELINE.fullmatch(before) and re.match(r"\)\s*[-–—:]", after):
        return "dateline"
    if _AFTER.match(after):
        return "reported"
    found = _BEFORE.search(before)
    if found is None:
        return None
    if found["byline"] is not None:
        return "byline" if _END.match(after) else None
    return "citing" if found["citing"] or found["according"] else "told"


@functools.lru_cache(maxsize=8)
def _names(publishers: Sequence[str]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern of all names of outlets, the longest first, and the outlet of each in lower case."""
    known = {name.casefold(): name for name in AGENCIES}
    known |= {alias.casefold(): name for name, aliases in AGENCIES.items() for alias in aliases}
    for name in publishers:
        if name.strip():
            known.setdefault(name.casefold(), name)
    spellings = {*publishers, *AGENCIES, *(alias for aliases in AGENCIES.values() for alias in aliases)} - {""}
    longest = sorted(spellings, key=lambda one: (-len(one), one))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)"), known


def chains(reports: Iterable[Report], origins: Mapping[str, str]) -> tuple[Origin, ...]:
    """Return every origin with its reports and what they say of whom they took it from, the earliest first.

    Args:
        reports: all of them.
        origins: identifier of each report's origin, as :func:`panj.sources.origins` returns them.
    """
    ordered = sorted({report.id: report for report in reports}.values(), key=first)
    publishers = {report.publisher for report in ordered if report.publisher}
    canonical = _names(tuple(sorted(publishers)))[1]
    groups: dict[str, list[Report]] = {}
    for report in ordered:
        groups.setdefault(origins.get(report.id, report.id), []).append(report)
    made = []
    for root, members in groups.items():
        earliest: dict[str, str] = {}
        told: list[Credit] = []
        for report in members:
            for credit in credits_of(report, publishers):
                source = earliest.get(credit.outlet)
                told.append(
                    Credit(
                        report_id=credit.report_id, outlet=credit.outlet, words=credit.words, rule=credit.rule,
                        taken_from=source,
                    )
                )  # fmt: skip
            if report.publisher:
                earliest.setdefault(canonical.get(report.publisher.casefold(), report.publisher), report.id)
        made.append(Origin(id=root, report_ids=tuple(one.id for one in members), credits=tuple(told)))
    return tuple(made)
