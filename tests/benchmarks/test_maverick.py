"""The benchmark of MAVERICK's aggregations, on a table of its own; on the published one where it is there."""

from __future__ import annotations

import csv
import pathlib

import pytest

import maverick
from maverick import FILES, NUMBERS

TEXTS = [
    "id", "event_id", "country", "election", "date_start", "date_end", "city", "location", "event_context", "target",
    "source", *(f"actor{one}{name}" for one in range(1, 7) for name in (*maverick.NAMES, "_violence")),
]  # fmt: skip


def table(path: pathlib.Path, *rows: dict[str, str]) -> pathlib.Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*TEXTS, *sorted(NUMBERS)], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def report(event: str, **cells: str) -> dict[str, str]:
    zero = dict.fromkeys((name for name in NUMBERS if "precision" not in name), "0")
    return {**zero, "event_id": event, "date_start": "2026-03-01", "date_end": "2026-03-01", "source": "A"} | cells


def test_missing_and_empty_cells_are_told_apart(tmp_path: pathlib.Path) -> None:
    path = table(
        tmp_path / "reports.csv",
        report("e1", actor1="Army", actor1_precision="3.0", deaths_best=""),
        report("e1", actor2="Rebels", actor2_party="P"),
        report("e2", actor1="Police", actor1_party="Q"),
    )
    first, second = maverick.load(path)["e1"]
    assert (first["actor1_party"], second["actor1_party"]) == ("", None)  # the second names no actor
    assert (first["deaths_best"], first["event_context"], first["city"]) == (None, None, None)
    (tmp_path / "made.csv").write_text('a,b,"c"\n"x","",1\n,"say ""so""",\n', encoding="utf-8")
    assert maverick.published(tmp_path / "made.csv") == [
        {"a": "x", "b": "", "c": "1"}, {"a": None, "b": 'say "so"', "c": None},
    ]  # fmt: skip


def test_the_three_rules(tmp_path: pathlib.Path) -> None:
    path = table(
        tmp_path / "reports.csv",
        report(
            "e1", deaths_best="3", geo_precision="2", city="Town", date_end="2026-03-04", actor1="Men",
            actor1_precision="1", actor1_violence="Arson", actor1_perpetrator="1", source_classification="1",
        ),
        report(
            "e1", deaths_best="5", geo_precision="4", city="Village", date_start="2026-03-03", actor1="Militia",
            actor1_precision="4", actor1_violence="Riot; Arson", actor1_initiator="1", source_classification="2",
            source="B", damage="1",
        ),
        report("e1", deaths_best="5", geo_precision="4", city="Village", actor2="Police", actor2_precision="2"),
    )  # fmt: skip
    event = maverick.load(path)["e1"]
    low, high, common = (maverick.aggregate(event, rule) for rule in FILES)
    assert [made["deaths_best"] for made in (low, high, common)] == [3.0, 5.0, 5.0]
    assert [made["city"] for made in (low, high, common)] == ["Town", "Village", "Village"]
    assert [made["date_start"] for made in (low, high, common)] == ["2026-03-01", "2026-03-03", "2026-03-01"]
    assert [made["date_end"] for made in (low, high, common)] == ["2026-03-04", "2026-03-01", "2026-03-01"]
    # The third report has no first actor: it ties with the least precise one, and breaks no tie.
    assert [made["actor1"] for made in (low, high, common)] == ["Indeterminate", "Militia", "Militia"]
    assert high["actor1_violence"] == "Arson; Riot; NA"
    assert (high["actor1_initiator"], high["actor1_perpetrator"], high["actor2_initiator"]) == (1.0, 1.0, 0.0)
    assert high["actor3_initiator"] is None
    assert [made["damage"] for made in (low, high, common)] == [0.0, 1.0, 0.0]
    assert low["source"] == "A; B"
    assert low["number_of_sources"] == 3.0


def test_numbers_are_the_same_however_they_are_written() -> None:
    assert maverick.same(3.0, "3")
    assert maverick.same(-7.34918, "-7.34918")
    assert not maverick.same(3.0, "nan")
    assert not maverick.same(3.0, None)
    assert not maverick.same("", None)
    assert maverick.same(None, None)


def test_disagreement_is_counted_over_events_of_several_reports(tmp_path: pathlib.Path) -> None:
    path = table(
        tmp_path / "reports.csv",
        report("e1", deaths_best="3", actor1="Army"),
        report("e1", deaths_best="4"),
        report("e2", deaths_best="1"),
        report("e3", deaths_best="0", actor1="Army"),
        report("e3", deaths_best="0", actor1="Army"),
    )
    found = {label: rest for label, *rest in maverick.disagreement(maverick.load(path))}
    assert found["deaths_best"] == [0.5, 0.5, 0.5]
    assert found["deaths_best (lethal)"] == [1, 1.0, 1.0]
    assert found["actor1"] == [0.5, 0.5, 0.0]


def test_the_published_tables_are_reproduced(shared: pathlib.Path) -> None:
    folder = shared / "data" / "bench" / "maverick"
    if not folder.is_dir():
        pytest.skip("no MAVERICK tables")
    found, missed, examples = maverick.measure(folder)
    assert examples == []
    assert all(not columns for columns in missed.values())
    assert (found["maverick_exact"], found["maverick_values"], found["maverick_statistics"]) == (3, 1.0, 1.0)
