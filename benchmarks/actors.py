"""Who is it? Country and sector of parties: PLOVER's gold records, a coded sample of our own reports, the stories.

    python benchmarks/actors.py [--only NAME...] [--errors N] [--json]

No reader runs: the words for a party are given, with the text around them, and resolving says who they mean. The rules
and the cross-walk of codes are in ``docs/reference/benchmarks.md``. The user's own tables are left aside.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from rich.console import Console
from rich.table import Table

import gold
from inputs import as_report, shared
from panj.errors import PanjError
from panj.model import Mention, Party, Reading, Report, Span, mention_id
from panj.resolving import Resolver, own

NAME = "actors.py"
ROOT = Path(__file__).resolve().parent.parent
RECORDS = Path("data", "bench", "plover_gsr", "gold_standard_records", "PLOVER_GSR_CAMEO.txt")
SAMPLE = ROOT / "training" / "parties" / "parties.tsv"

_COUNTRIES = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
"""Codes that the records write wrongly."""

_BEYOND = {"IGO": "IGO", "NGO": "NGO", "IMG": "REB", "ISM": None}
"""What the records write in place of a country for parties that belong to none → Panj's sector."""

_SECTORS = {"MED": "HLH", "JRN": "MED", "CIV": "CVL", "MOS": "REL", "***": None, "SOC": None}
"""Sectors of the records' draft of PLOVER → those of Panj: MED was medical, JRN journalists; ``None`` is not scored."""


@dataclass(frozen=True)
class Item:
    """Words for a party with what they mean.

    Attributes:
        name: the record and the number of the party in it.
        report: the text around the words.
        words: where they stand.
        countries: every country that is right, ISO 3166-1 alpha-3; empty where the party belongs to none, ``None``
            where the gold does not say.
        sectors: every sector that is right; empty where the gold says none.
        bare: the gold names a country and no sector: the state itself.
    """

    name: str
    report: Report
    words: Span
    countries: tuple[str, ...] | None
    sectors: tuple[str, ...]
    bare: bool = False


@dataclass(frozen=True)
class Answer:
    """What resolving says to an item."""

    item: Item
    party: Party

    @property
    def country(self) -> str | None:
        """Whose the party is, else where it is: PLOVER has one code for both."""
        return self.party.country or self.party.located

    @property
    def country_right(self) -> bool:
        """Whether the country is one of the right ones, or none is wanted."""
        return not self.item.countries or self.country in self.item.countries

    @property
    def sector_right(self) -> bool:
        """Whether the sector is one of the right ones."""
        return self.party.sector in self.item.sectors


def records(path: Path) -> list[Item]:
    """Read PLOVER's gold records: one item for every source and target.

    Raises:
        ValueError, LookupError, TypeError: the file is malformed.
    """
    found = []
    for row in json.loads(path.read_text(encoding="utf-8")):
        if "text" not in row:
            continue  # the first record documents the file
        published = dt.datetime.combine(dt.date.fromisoformat(row["date"]), dt.time(), dt.UTC)
        sides = [row.get(side) for side in ("source", "target")]  # a list, or where there is none a text or nothing
        parties = [one for side in sides if isinstance(side, list) for one in side]
        for number, one in enumerate(parties):
            words = _words(one["actorText"], row["text"])
            text = row["text"] if words is not None else f"{row['text']}\n\n{one['actorText'].strip()}"
            report = replace(as_report(text, row["id"]), published_at=published, published_found_in="given")
            if words is None:
                words = Span(start=len(row["text"]) + 2, end=len(text), text=one["actorText"].strip())
            found.append(Item(f"{row['id']}.{number}", report, words, *codes(one["code"], one.get("sector"))))
    return found


def _words(phrase: str, text: str) -> Span | None:
    """Find a phrase in a text; one with gaps ("A ... B") reaches from its first to its last part."""
    parts = [re.escape(part.strip()) for part in phrase.split("...")]
    found = re.search(r"(?<!\w)" + r".{0,60}?".join(parts) + r"(?!\w)", text)
    return None if found is None else Span(start=found.start(), end=found.end(), text=found[0])


def codes(code: str, sector: str | None) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return the countries, the right sectors and whether it is a bare state, of a record's code and sector.

    A sector of six letters holds a group's name behind its code (``CVLkur``). A force or person of an organisation of
    states has two codes there and one here: either is right.
    """
    primary = (sector or "")[:3]
    own = _SECTORS.get(primary, primary) or None
    if code in _BEYOND:
        either = (_BEYOND[code], own)
        return (), tuple(dict.fromkeys(one for one in either if one)), False
    return (_COUNTRIES.get(code, code),), (own,) if own else (), sector is None


def sample(path: Path) -> list[Item]:
    """Read parties of the training reports that were coded by hand.

    A row holds the report, where the words stand, the words, countries and sectors: several that are right joined by
    ``|``, ``-`` for a party of no country, ``?`` for one whose country the report leaves open.

    Raises:
        ValueError, LookupError: a row does not fit the reports.
    """
    reports = {f"{story.name}/{one.external_id}": one for story in training(path) for one in story.reports}
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            report = reports[row["report"]]
            start = int(row["start"])
            words = Span(start=start, end=start + len(row["words"]), text=row["words"])
            if report.text[words.start : words.end] != words.text:
                raise ValueError(f"{row['report']}: {row['words']!r} is not at {start}")
            sectors = tuple(filter(None, row["sector"].split("|")))
            said = row["country"]
            countries = None if said == "?" else () if said == "-" else tuple(said.split("|"))
            found.append(Item(f"{row['report']}@{start}", report, words, countries, sectors))
    return found


@cache
def training(path: Path) -> tuple[gold.Story, ...]:
    """Return the annotated training folders that the sample draws from."""
    names = {line.partition("/")[0] for line in path.read_text(encoding="utf-8").splitlines() if "/" in line}
    return tuple(gold.load(ROOT / "training" / "data" / name) for name in sorted(names))


def answers(items: Iterable[Item], mentions: Mapping[str, Sequence[Mention]] | None = None) -> Iterator[Answer]:
    """Resolve the words of each item; ``mentions`` holds what else a report tells, by its identifier."""
    resolver = Resolver()
    by_report: dict[str, list[Item]] = {}
    for item in items:
        by_report.setdefault(item.report.id, []).append(item)
    for group in by_report.values():
        report = group[0].report
        told = list((mentions or {}).get(report.id, ()))
        known = {(span.start, span.end) for one in told for _, span in one.spans()}
        told += [_telling(report, one.words) for one in group if (one.words.start, one.words.end) not in known]
        resolution = resolver.resolve(
            report, Reading(report_id=report.id, reader="gold", sentences=0, mentions=tuple(told))
        )
        parties = {}
        for claim in resolution.claims:
            for party in (claim.claimant, claim.via, *claim.actors, *claim.recipients):
                if party is not None and party.words is not None:
                    parties[party.words.start, party.words.end] = party
        for item in group:
            yield Answer(item, parties[item.words.start, item.words.end])


def _telling(report: Report, words: Span) -> Mention:
    """Return a mention in which the words act."""
    ends = [one.end() for one in re.finditer(r"\n\n", report.text)]
    start = max((end for end in ends if end <= words.start), default=0)
    end = report.text.find("\n\n", words.end)
    sentence = Span(start=start, end=end if end >= 0 else len(report.text), text="")
    sentence = replace(sentence, text=report.text[sentence.start : sentence.end])
    trigger = Span(start=words.start, end=words.start + 1, text=words.text[:1])
    return Mention(
        id=mention_id(report.id, words, "CONSULT"), report_id=report.id, sentence=sentence, trigger=trigger,
        type="CONSULT", status="happened", actors=(words,),
    )  # fmt: skip


def figures(given: Sequence[Answer], prefix: str = "") -> dict[str, float | int | None]:
    """Return the figures of coded items by name; an abstention is wrong where a code is wanted."""
    countries = [one for one in given if one.item.countries]
    beyond = [one for one in given if one.item.countries == ()]
    sectors = [one for one in given if one.item.sectors]
    bare = [one for one in given if one.item.bare]
    said = [one for one in countries if one.country is not None]
    told = [one for one in sectors if one.party.sector is not None]
    found = {
        "parties": len(given),
        "country_wanted": len(countries),
        "country_accuracy": _share(one.country_right for one in countries),
        "country_answered_accuracy": _share(one.country_right for one in said),
        "country_abstained": _share(one.country is None for one in countries),
        "country_invented": _share(one.country is not None for one in beyond),
        "sector_wanted": len(sectors),
        "sector_accuracy": _share(one.sector_right for one in sectors),
        "sector_answered_accuracy": _share(one.sector_right for one in told),
        "sector_abstained": _share(one.party.sector is None for one in sectors),
        "bare_states": _share(one.party.sector == "GOV" for one in bare),
    }
    return {prefix + name: figure for name, figure in found.items()}


def by_sector(given: Sequence[Answer]) -> list[tuple[str, int, int, int, str]]:
    """Return for each wanted sector how often it is wanted, right and missing, and what else was said most often."""
    rows = []
    for name, _ in Counter(one.item.sectors[0] for one in given if one.item.sectors).most_common():
        of_it = [one for one in given if one.item.sectors[:1] == (name,)]
        wrong = Counter(one.party.sector for one in of_it if not one.sector_right and one.party.sector)
        said = ", ".join(f"{sector} {count}" for sector, count in wrong.most_common(3))
        right = sum(one.sector_right for one in of_it)
        rows.append((name, len(of_it), right, sum(one.party.sector is None for one in of_it), said))
    return rows


def stories(folder: Path) -> dict[str, float | int | None]:
    """Score the development stories: how much is known of every annotated party, and the actors of their ledgers.

    A ledger names an actor in full, without codes. Its words, read alone, say country and sector; an actor counts as
    found where a mention of its incident has a party of both.
    """
    parties: list[Party] = []
    wanted = country = both = 0
    for path in sorted(one for one in folder.iterdir() if (one / gold.REPORTS).is_file()):
        story = gold.load(path)
        resolver = Resolver()
        acting: dict[str, list[Party]] = {}
        for report, reading in zip(story.reports, story.readings, strict=True):
            for claim in resolver.resolve(report, reading).claims:
                named = (claim.claimant, claim.via, *claim.actors, *claim.recipients)
                parties += [one for one in named if one is not None and one.words is not None]
                if letter := story.clusters.get(claim.id):
                    acting.setdefault(letter, []).extend((*claim.actors, *claim.recipients))
        first = story.reports[0].published_at
        for incident in story.ledger.get("incidents", ()):
            named_there = acting.get(incident["inc"], [])
            for words in (*incident.get("actor", ()), *incident.get("recipient", ())):
                report = replace(as_report(words, incident["inc"]), published_at=first, published_found_in="given")
                item = Item("", report, Span(start=0, end=len(words), text=words), None, ())
                full = next(answers([item])).party
                if full.country is None or full.sector is None:
                    continue
                wanted += 1
                country += any(one.country == full.country for one in named_there)
                both += any((one.country, one.sector) == (full.country, full.sector) for one in named_there)
    return {
        "story_parties": len(parties),
        "story_country_given": _share(one.country is not None for one in parties),
        "story_sector_given": _share(one.sector is not None for one in parties),
        "story_key_beyond_report": _share(not one.key.startswith("?") for one in parties),
        "ledger_actors": wanted,
        "ledger_actor_country": country / wanted if wanted else None,
        "ledger_actor_both": both / wanted if wanted else None,
    }


def _share(flags: Iterable[bool]) -> float | None:
    listed = list(flags)
    return sum(listed) / len(listed) if listed else None


LABELS = {
    "parties": "parties",
    "country_wanted": "  with a country",
    "country_accuracy": "country right",
    "country_answered_accuracy": "  of those answered",
    "country_abstained": "  no country said",
    "country_invented": "country said of parties that have none",
    "sector_wanted": "  with a sector",
    "sector_accuracy": "sector right",
    "sector_answered_accuracy": "  of those answered",
    "sector_abstained": "  no sector said",
    "bare_states": "bare countries called GOV",
    "story_parties": "stories: parties in the annotation",
    "story_country_given": "  country said",
    "story_sector_given": "  sector said",
    "story_key_beyond_report": "  key that holds beyond the report",
    "ledger_actors": "stories: actors and recipients of ledgers",
    "ledger_actor_country": "  country found in the incident",
    "ledger_actor_both": "  country and sector found",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Score what is there; return the exit status: 0 scored, 1 nothing scored or malformed."""
    parser = argparse.ArgumentParser(prog=NAME, description="Country and sector of parties.")
    parser.add_argument("--only", nargs="+", choices=("records", "sample", "stories"), metavar="NAME", default=None)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print at most N wrong answers of a set")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    options = parser.parse_args(arguments)
    os.environ[own.FOLDER] = os.devnull  # the user's own tables are left aside
    places = {"records": shared() / RECORDS, "sample": SAMPLE, "stories": shared() / "stories"}
    result: dict[str, Any] = {"digests": {}}
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False, markup=False)
    done = False
    for name in options.only or places:
        path = places[name]
        if not path.exists():
            print(f"{NAME}: SKIPPED {name}: no {path}", file=sys.stderr)
            continue
        try:
            found, given = _scored(name, path)
        except (AttributeError, LookupError, TypeError, ValueError, PanjError) as error:
            print(f"{NAME}: {name}: malformed: {error!r}", file=sys.stderr)
            return 1
        done = True
        if path.is_file():
            result["digests"][name] = hashlib.sha256(path.read_bytes()).hexdigest()
        result |= {key: round(one, 4) if isinstance(one, float) else one for key, one in found.items()}
        if not options.json:
            _print(console, name, found, given, options.errors)
    if options.json and done:
        print(json.dumps(result))
    if not done:
        print(f"{NAME}: nothing was scored", file=sys.stderr)
    return 0 if done else 1


def _scored(name: str, path: Path) -> tuple[dict[str, float | int | None], list[Answer]]:
    if name == "stories":
        return stories(path), []
    if name == "records":
        given = list(answers(records(path)))
        return figures(given), given
    told = {one.report_id: one.mentions for story in training(path) for one in story.readings}
    given = list(answers(sample(path), told))
    return figures(given, "sample_"), given


def _print(
    console: Console, name: str, found: Mapping[str, float | int | None], given: Sequence[Answer], errors: int
) -> None:
    shown = Table(title=f"Actors: {name}")
    shown.add_column("measure", no_wrap=True)
    shown.add_column("figure", justify="right")
    for key, figure in found.items():
        text = f"{figure:.3f}" if isinstance(figure, float) else str(figure if figure is not None else "")
        shown.add_row(LABELS[key.removeprefix("sample_")], text)
    console.print(shown)
    if given:
        table = Table(title=f"Sectors: {name}")
        for column in ("sector", "wanted", "right", "none said", "said instead"):
            table.add_column(column, justify="left" if column in ("sector", "said instead") else "right")
        for row in by_sector(given):
            table.add_row(*map(str, row))
        console.print(table)
    wrong = [one for one in given if not one.country_right or (one.item.sectors and not one.sector_right)]
    for one in wrong[:errors]:
        wanted = f"{'|'.join(one.item.countries or '-')} {'|'.join(one.item.sectors) or '-'}"
        said = f"{one.country or '-'} {one.party.sector or '-'}"
        console.print(f"{one.item.name}: {one.item.words.text!r}: {wanted}, said {said} ({one.party.rule})")


if __name__ == "__main__":
    sys.exit(main())
