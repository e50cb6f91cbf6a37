"""A hand-made story on the disk, and stages that answer as its ledger does."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from panj.model import (
    FigureClaim,
    FigureView,
    Incident,
    Interval,
    Link,
    Linking,
    Place,
    Reading,
    Report,
    Span,
    Statement,
    Sum,
    digest,
)

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import gold  # noqa: E402  the benchmarks are programs, not a package: their folder has to be on the path first
from pipeline import Stages, Views  # noqa: E402

SENTENCES = [
    [
        "Raiders shot three millers dead at Upper Weir on Monday, the river police said.",
        "Five houses burnt, and he said the raiders came from the Grey Hills.",
        "The weather was fine.",
        "The council denied it had armed them and asked the raiders to leave.",
    ],
    [
        "At least two millers died at Upper Weir, the Weir Herald has learnt.",
        "Marchers filled Lower Square on Tuesday, and nine of them were held.",
        "Fourteen people were held in both towns this week, the council said.",
    ],
]

MENTIONS: dict[str, list[dict[str, Any]]] = {
    "r1#0": [
        {
            "id": "m1", "t": "shot", "type": "ASSAULT", "mode": "firearms", "status": "happened",
            "by": "river police", "cue": "said", "actor": ["Raiders"], "recipient": ["three millers"],
            "place": ["Upper Weir"], "time": ["Monday"], "inc": "A",
            "fig": [{"span": "three millers", "outcome": "killed", "low": 3, "high": 3}],
        }
    ],
    "r1#1": [
        {
            "id": "m1", "t": "burnt", "type": "ASSAULT", "mode": "destroy", "status": "happened", "by": "he",
            "cue": "said", "recipient": ["Five houses"], "actor": ["raiders"], "from": ["Grey Hills"], "inc": "A",
        }
    ],
    "r1#2": [],
    "r1#3": [
        {
            "id": "m1", "t": "denied", "type": "REJECT", "status": "happened", "actor": ["council"], "about": "m2",
        },
        {
            "id": "m2", "t": "armed", "type": "AID", "status": "negated", "by": "council", "cue": "denied",
            "actor": ["it"], "recipient": ["them"],
        },
        {
            "id": "m3", "t": "asked", "type": "REQUEST", "mode": "yield", "status": "happened",
            "actor": ["council"], "recipient": ["the raiders"], "about": "m4",
        },
        {"id": "m4", "t": "leave", "type": "RETREAT", "status": "asked", "actor": ["raiders"]},
    ],
    "r2#0": [
        {
            "id": "m1", "t": "died", "type": "ASSAULT", "status": "happened", "by": "Weir Herald",
            "recipient": ["two millers"], "place": ["Upper Weir"], "inc": "A",
            "fig": [{"span": "two millers", "outcome": "killed", "low": 2, "high": None, "qual": "At least"}],
        }
    ],
    "r2#1": [
        {
            "id": "m1", "t": "filled", "type": "PROTEST", "mode": "demo", "status": "happened", "actor": ["Marchers"],
            "place": ["Lower Square"], "time": ["Tuesday"], "inc": "B",
        },
        {
            "id": "m2", "t": "held", "type": "COERCE", "mode": "arrest", "status": "happened",
            "recipient": ["nine of them"], "inc": "C",
            "fig": [{"span": "nine of them", "outcome": "detained", "low": 9, "high": 9}],
        },
    ],
    "r2#2": [
        {
            "id": "m1", "t": "held", "type": "COERCE", "mode": "arrest", "status": "happened", "by": "council",
            "cue": "said", "time": ["this week"],
            "fig": [{"span": "Fourteen people", "outcome": "detained", "low": 14, "high": 14, "sum": True}],
        }
    ],
}  # fmt: skip


def _incident(inc: str, type_: str, day: str, *figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "inc": inc, "type": type_, "from": day, "to": day, "place": "Weir", "admin1": "", "country": "NZL",
        "lat": -41.0, "lon": 174.0, "actor": [], "actor_alleged": [], "recipient": [], "denied_by": [],
        "figures": list(figures),
    }  # fmt: skip


LEDGER: dict[str, Any] = {
    "story": "weir",
    "incidents": [
        _incident(
            "A",
            "ASSAULT",
            "2031-03-03",
            {"outcome": "killed", "low": 3, "high": 3, "by": "river police", "reports": ["r1"]},
            {"outcome": "killed", "low": 2, "high": None, "by": "Weir Herald", "reports": ["r2"]},
        ),
        _incident("B", "PROTEST", "2031-03-04"),
        _incident(
            "C",
            "COERCE",
            "2031-03-04",
            {"outcome": "detained", "low": 9, "high": 9, "by": "Weir Herald", "reports": ["r2"]},
        ),
    ],
    "sums": [{"outcome": "detained", "low": 14, "high": 14, "by": "council", "reports": ["r2"], "covers": ["C"]}],
    "statements": [
        {"kind": "deny", "by": "council", "to": "", "on": "2031-03-04", "what": "arming them", "reports": ["r1"]}
    ],
    "disagreements": [],
    "open": [],
}


def write(folder: Path, *, ledger: dict[str, Any] | None = LEDGER) -> Path:
    """Write the hand-made story; without a ledger it is a training folder of two documents."""
    folder.mkdir(parents=True)
    with (folder / gold.REPORTS).open("w", encoding="utf-8") as file:
        for number, sentences in enumerate(SENTENCES, 1):
            text = " ".join(sentences[:2]) + "\n\n" + " ".join(sentences[2:])
            published = f"2031-03-0{number + 3}T08:00:00+12:00"
            row = {"id": f"r{number}", "publisher": f"Paper {number}", "published_at": published, "title": "T"}
            file.write(json.dumps({**row, "text": text}) + "\n")
    with (folder / gold.MENTIONS).open("w", encoding="utf-8") as file:
        for number, sentences in enumerate(SENTENCES, 1):
            for index, sentence in enumerate(sentences):
                key = f"r{number}#{index}"
                file.write(json.dumps({"id": f"weir/{key}", "text": sentence, "mentions": MENTIONS[key]}) + "\n")
    if ledger is not None:
        (folder / gold.LEDGER).write_text(json.dumps(ledger), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "weir")


@pytest.fixture
def story(folder: Path) -> gold.Story:
    return gold.load(folder)


def ideal(story: gold.Story) -> Stages:
    """Return stages that know the story's clusters and ledger, and answer for the mentions that they are given."""
    ids = {report.external_id: report.id for report in story.reports}
    words = Span(start=0, end=1, text="x")

    def claim(row: dict[str, Any]) -> FigureClaim:
        return FigureClaim(
            value_id="v",
            claimant=row["by"],
            claimant_key=row["by"],
            outcome=row["outcome"],
            low=row["low"],
            high=row["high"],
            words="",
            said_on=None,
            report_ids=tuple(ids[name] for name in row["reports"]),
        )

    def incident(row: dict[str, Any]) -> Incident:
        first, last = dt.date.fromisoformat(row["from"]), dt.date.fromisoformat(row["to"])
        figures = tuple(
            FigureView(outcome=one["outcome"], low=None, best=None, high=None, rule="r", claims=(claim(one),))
            for one in row["figures"]
        )
        place = Place(name="", words=words, rule="r", country=row["country"], lat=row["lat"], lon=row["lon"])
        when = Interval(valid_from=first, valid_to=last, granularity="day", rule="r")
        return Incident(
            id="i" + row["inc"], type=row["type"], claim_ids=(), report_ids=(), when=when, place=place, figures=figures
        )

    def stages(reports: Sequence[Report], readings: Sequence[Reading]) -> Views:
        mentions = [one.id for reading in readings for one in reading.mentions]
        links = [
            Link(claim_id=one, incident_id="i" + story.clusters[one], rule="r")
            for one in mentions
            if one in story.clusters
        ]
        return Views(
            linking=Linking(links=tuple(links)),
            incidents=tuple(incident(row) for row in story.ledger.get("incidents", ())),
            sums=tuple(
                Sum(claim_id="m", figure=claim(row), over=None, covers=(), low=None, high=None, rule="r")
                for row in story.ledger.get("sums", ())
            ),
            statements=tuple(
                Statement(
                    id=digest(number),
                    kind=row["kind"],
                    by=row["by"],
                    by_key=row["by"],
                    report_ids=tuple(ids[name] for name in row["reports"]),
                )
                for number, row in enumerate(story.ledger.get("statements", ()))
            ),
        )

    return stages


class GoldReader:
    """A reader that answers with the annotation, less the mentions with the given triggers."""

    version = "gold 1"

    def __init__(self, *stories: gold.Story, without: Sequence[str] = ()) -> None:
        self._readings = {reading.report_id: reading for story in stories for reading in story.readings}
        self._without = without

    def read(self, report: Report) -> Reading:
        reading = self._readings[report.id]
        kept = tuple(one for one in reading.mentions if one.trigger.text not in self._without)
        return Reading(report_id=report.id, reader=self.version, sentences=reading.sentences, mentions=kept)


def shared(name: str) -> list[Path]:
    """Return the shared annotated folders beneath ``name``; skips the test where they are not there."""
    root = Path(os.environ.get("PANJ_SHARED") or ROOT.parent / "shared") / name
    found = list(gold.folders([root]))
    if not found:
        pytest.skip(f"no annotated folders at $PANJ_SHARED/{name}")
    return found
