"""Are places put where they are? Toponyms of TR-News and GeoWebNews to points, the stories' incidents, speed.

    python benchmarks/places.py [--only NAME...] [--errors N] [--json]

The toponyms are given; what is measured is which place each of them means. The rules are in
``docs/reference/benchmarks.md``. The user's own tables are left aside.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import math
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from rich.console import Console
from rich.table import Table

import gold
from bench import Row, root
from inputs import shared
from panj.model import Capture, Mention, Place, Report, Span, mention_id, report_id
from panj.reading.words import sentences
from panj.resolving import own
from panj.resolving.context import Context
from panj.resolving.gazetteer import Gazetteer
from panj.resolving.places import PlaceReader
from panj.resolving.resolver import Resolver
from pipeline import installed
from stories import figures, score

NEAR_KM = 161.0
"""A hundred miles: the usual bound of the literature."""

FILES = {"tr-news": "geoparsing/TR-News.xml", "gwn": "geoparsing/GWN.xml"}
SPEED_S = 2.0


@dataclass(frozen=True)
class Toponym:
    """A name in a text, with the point that it means and GeoNames' number of the place, where there is one."""

    words: Span
    lat: float
    lon: float
    id: str | None
    kind: str


@dataclass(frozen=True)
class Article:
    """A text with its toponyms, in their order."""

    report: Report
    toponyms: tuple[Toponym, ...]


@dataclass(frozen=True)
class Answer:
    """What Panj made of a toponym: the place, its distance from the true one, whether that one is in the gazetteer."""

    article: Article
    toponym: Toponym
    place: Place
    reason: str | None
    kilometres: float | None
    covered: bool

    @property
    def same(self) -> bool:
        """The same place of GeoNames, whatever points the two sources give it."""
        return self.toponym.id is not None and self.place.gazetteer_id == f"geonames:{self.toponym.id}"

    @property
    def right(self) -> bool:
        """Within :data:`NEAR_KM` of the true point, or the same place."""
        return self.same or (self.kilometres is not None and self.kilometres <= NEAR_KM)

    @property
    def answered(self) -> bool:
        """With a point."""
        return self.kilometres is not None


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance; haversine on a sphere of 6,371 km."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def load(name: str, path: Path) -> list[Article]:
    """Read a file of articles; toponyms without a point, or whose words are not in the text, are left out."""
    found = []
    for number, element in enumerate(ElementTree.parse(path).getroot()):  # noqa: S314 a file of ours
        text = element.findtext("text") or ""
        url = (element.findtext("url") or element.findtext("link") or "").strip() or None
        title = " ".join((element.findtext("title") or "").split()) or None
        day = (element.findtext("dltime") or "").strip()
        report = _report(f"{name}-{number}", text, title, url, day)
        toponyms = [one for item in element.iter("toponym") if (one := _toponym(item, text))]
        found.append(Article(report, tuple(sorted(toponyms, key=lambda one: one.words.start))))
    return found


def _toponym(element: ElementTree.Element, text: str) -> Toponym | None:
    tag = element.find("gaztag")
    lat = element.findtext("latitude") if tag is None else tag.findtext("lat")
    lon = element.findtext("longitude") if tag is None else tag.findtext("lon")
    phrase = element.findtext("phrase") or element.findtext("extractedName") or ""
    if not lat or not lon:
        return None
    start = _nearest(text, phrase, int(element.findtext("start") or 0))
    if start is None:
        return None
    return Toponym(
        Span(start=start, end=start + len(phrase), text=phrase), float(lat), float(lon),
        (element.findtext("geonamesID") if tag is None else tag.get("geonameid")) or None,
        element.findtext("type") or "",
    )  # fmt: skip


def _nearest(text: str, phrase: str, start: int) -> int | None:
    """Return where the phrase stands: the occurrence nearest to the place that the file gives."""
    places = [found.start() for found in re.finditer(re.escape(phrase), text)] if phrase else []
    return min(places, key=lambda at: abs(at - start), default=None)


def _report(name: str, text: str, title: str | None, url: str | None, day: str) -> Report:
    data = text.encode()
    capture = Capture(
        digest=hashlib.sha256(data).hexdigest(), media_type="text/plain", size=len(data), source=f"bench:{name}"
    )
    published = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00") if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None
    return Report(
        id=report_id(publisher=None, url=url, title=title, text=text), text=text, title=title, url=url,
        capture=capture, published_at=published, external_id=name,
    )  # fmt: skip


def answers(articles: Iterable[Article], gazetteer: Gazetteer) -> list[Answer]:
    """Resolve every toponym as the one place of a mention in its sentence."""
    found = []
    for article in articles:
        reader = PlaceReader(Context(article.report, gazetteer))
        bounds = sentences(article.report.text)
        for toponym in article.toponyms:
            start, end = next((one for one in bounds if one[0] <= toponym.words.start < one[1]), (0, 0))
            end = max(end, toponym.words.end)
            sentence = Span(start=start, end=end, text=article.report.text[start:end])
            mention = Mention(
                id=mention_id(article.report.id, toponym.words, "CONSULT"), report_id=article.report.id,
                sentence=sentence, trigger=toponym.words, type="CONSULT", status="happened", places=(toponym.words,),
            )  # fmt: skip
            place, reason = reader.read(mention)[0]
            far = None
            if place.lat is not None and place.lon is not None:
                far = kilometres(toponym.lat, toponym.lon, place.lat, place.lon)
            found.append(Answer(article, toponym, place, reason, far, covered(toponym, gazetteer)))
    return found


def covered(toponym: Toponym, gazetteer: Gazetteer) -> bool:
    """Say whether the gazetteer has a place of this name near the true point, or the true place itself."""
    words = toponym.words.text
    known: list[tuple[str | None, float | None, float | None]] = [
        (one.id, one.lat, one.lon) for one in gazetteer.area_of(words)[0]
    ]
    codes = {*gazetteer.named(words), *gazetteer.adjective(words)}
    known += [(one.id, one.lat, one.lon) for code in sorted(codes) for one in [gazetteer.countries[code]]]
    if region := gazetteer.region(words):
        known.append((region.id, region.lat, region.lon))
    for number, lat, lon in known:
        if toponym.id is not None and number == f"geonames:{toponym.id}":
            return True
        if lat is not None and lon is not None and kilometres(toponym.lat, toponym.lon, lat, lon) <= NEAR_KM:
            return True
    return False


def share(items: Sequence[Answer], of: Callable[[Answer], bool]) -> float | None:
    return sum(map(of, items)) / len(items) if items else None


def rows(stem: str, label: str, found: Sequence[Answer], anchor: float | None) -> list[Row]:
    """Return the figures of some answers."""
    inside = [one for one in found if one.covered]
    answered = [one for one in found if one.answered]
    return [
        Row(f"{stem}_toponyms", f"{label}: toponyms", len(found)),
        Row(f"{stem}_acc161", "  right", share(found, lambda one: one.right), anchor),
        Row(f"{stem}_distance_acc161", "  right, by distance alone",
            share(found, lambda one: one.kilometres is not None and one.kilometres <= NEAR_KM)),
        Row(f"{stem}_abstained", "  no point", share(found, lambda one: not one.answered)),
        Row(f"{stem}_answered_acc161", "  right where a point was given", share(answered, lambda one: one.right)),
        Row(f"{stem}_coverage", "  in the gazetteer", share(found, lambda one: one.covered)),
        Row(f"{stem}_covered_acc161", "  right, of those in the gazetteer", share(inside, lambda one: one.right)),
    ]  # fmt: skip


def stories(folders: Sequence[Path]) -> list[Row]:
    """Score the places of the stories' annotated mentions: which get a country and a point, and by which rules not."""
    resolver, places, reasons = Resolver(Gazetteer.shipped()), 0, Counter[str]()
    with_country = with_point = 0
    for folder in folders:
        story = gold.load(folder)
        for report, reading in zip(story.reports, story.readings, strict=True):
            resolution = resolver.resolve(report, reading)
            found = [place for claim in resolution.claims for place in claim.places]
            places += len(found)
            with_country += sum(place.country is not None for place in found)
            with_point += sum(place.lat is not None for place in found)
            reasons.update(one.reason for one in resolution.abstentions if one.field == "place")
    if not places:
        return []
    stages = installed()
    kept = figures([score(gold.load(folder), None, stages) for folder in folders])
    return [
        Row("story_incidents_within_50_km", "stories: incidents of the ledger, within 50 km of those with a point",
            kept["gold_incident_point_accuracy"]),
        Row("story_incidents_abstained", "  without a point", kept["gold_incident_point_abstained"]),
        Row("story_places", "stories: places of annotated mentions", places),
        Row("story_country", "  with a country", with_country / places),
        Row("story_point", "  with a point", with_point / places),
        *(Row(f"story_{reason.replace('-', '_')}", f"  {reason}", count / places)
          for reason, count in sorted(reasons.items())),
    ]  # fmt: skip


def speed(gazetteer: Gazetteer, names: Sequence[str]) -> list[Row]:
    """Measure look-ups a second: the names of the data in turn, and names drawn from the whole table, each once."""
    known = [cells[0] for cells in gazetteer.every()]
    drawn = sorted(set(known), key=lambda name: hashlib.sha256(name.encode()).digest())[:40_000]
    measured = []
    for key, label, words in (
        ("lookups_per_s", "look-ups a second: names of news", list(names) or drawn[:2000]),
        ("cold_lookups_per_s", "  names of the whole table, none twice", drawn),
    ):
        fresh = Gazetteer()
        fresh.places("Paris")
        done, began = 0, time.process_time()
        while (spent := time.process_time() - began) < SPEED_S and (done < len(words) or words is not drawn):
            for word in words[done % len(words) : done % len(words) + 1000]:
                fresh.places(word)
                done += 1
        measured.append(Row(key, label, round(done / spent)))
    began = time.perf_counter()
    Gazetteer().places("Paris")
    measured.append(Row("opening_s", "  seconds to the first answer", time.perf_counter() - began))
    return measured


def errors(found: Sequence[Answer], count: int) -> str:
    """Return wrong answers and abstentions as text, those in the gazetteer first, no two of one name and rule."""
    lines, seen = [], set()
    for one in sorted(found, key=lambda one: (not one.covered, not one.answered)):
        key = (one.toponym.words.text, one.place.rule)
        if one.right or key in seen:
            continue
        seen.add(key)
        far = "–" if one.kilometres is None else f"{one.kilometres:.0f} km"
        lines.append(
            f"{one.article.report.external_id}  {one.toponym.words.text}  {'' if one.covered else 'not '}covered  "
            f"true {one.toponym.lat:.2f} {one.toponym.lon:.2f}  given {one.place.name}, {one.place.country} "
            f"{one.place.admin1 or ''} ({one.place.rule}, {one.reason or 'known'}) {far}"
        )
    return "\n".join(lines[:count])


def by_rule(found: Sequence[Answer]) -> Table:
    """Return the table of errors: how often each rule answered, and was right."""
    shown = Table(title="By rule")
    for name in ("rule", "toponyms", "no point", "right", "right of answered"):
        shown.add_column(name, justify="left" if name == "rule" else "right")
    counted: dict[str, list[Answer]] = {}
    for one in found:
        counted.setdefault(one.place.rule, []).append(one)
    for rule, items in sorted(counted.items(), key=lambda item: (-len(item[1]), item[0])):
        answered = [one for one in items if one.answered]
        right = share(answered, lambda one: one.right)
        shown.add_row(
            rule, str(len(items)), str(len(items) - len(answered)), str(sum(one.right for one in items)),
            "" if right is None else f"{right:.3f}",
        )  # fmt: skip
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    os.environ[own.FOLDER] = os.devnull  # the user's own tables are left aside
    gazetteer = Gazetteer.shipped()
    shown_rows: list[Row] = []
    digests: dict[str, str] = {}
    every: list[Answer] = []
    for name, stem, label, anchor in (
        ("tr-news", "tr_news", "TR-News", 0.873), ("gwn", "gwn", "GeoWebNews", 0.941)
    ):  # fmt: skip
        path = root() / FILES[name]
        if name not in options.only:
            continue
        if not path.is_file():
            _say(f"SKIPPED {name}: no file {path}")
            continue
        digests[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        try:
            found = answers(load(name, path), gazetteer)
        except (ElementTree.ParseError, ValueError) as error:
            return _say(f"{name}: malformed: {error!r}", status=1)
        shown_rows += rows(stem, label, found, anchor)
        every += found
    if every:
        inside = [one for one in every if one.covered]
        shown_rows.append(
            Row("covered_acc161", "both: right, of those in the gazetteer", share(inside, lambda o: o.right))
        )
    if "stories" in options.only:
        folders = gold.folders([shared() / "stories"])
        if not folders:
            _say(f"SKIPPED stories: no annotated story in {shared() / 'stories'}")
        shown_rows += stories(folders)
    if not shown_rows:
        return _say("nothing was scored", status=1)
    shown_rows += speed(gazetteer, [one.toponym.words.text for one in every])
    if options.json:
        print(json.dumps({"digests": digests, **{row.key: _rounded(row.figure) for row in shown_rows}}))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    shown = Table(title="Places")
    shown.add_column("measure", no_wrap=True)
    shown.add_column("figure", justify="right")
    shown.add_column("published", justify="right")
    for row in shown_rows:
        figure = (
            "" if row.figure is None else f"{row.figure:.3f}" if isinstance(row.figure, float) else f"{row.figure:,}"
        )
        shown.add_row(row.label, figure, "" if row.anchor is None else f"{row.anchor:.3f}")
    console.print(shown)
    if every:
        console.print(by_rule(every))
    if options.errors:
        console.print(errors(every, options.errors), markup=False, soft_wrap=True)
    for name, digest in digests.items():
        console.print(f"SHA-256 of {name}: {digest}")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Score where places are put, and how fast they are found.",
        epilog="Example: python benchmarks/places.py --only tr-news --errors 20",
    )
    names = (*FILES, "stories")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N wrong answers")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return parser


def _rounded(figure: float | int | None) -> float | int | None:
    return round(figure, 4) if isinstance(figure, float) else figure


def _say(message: str, status: int = 0) -> int:
    print(f"places.py: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
