"""The command line as a user meets it: every command on the shipped examples, and what bad input says."""

from __future__ import annotations

import json
import pathlib
import sqlite3

import pytest
from click.testing import CliRunner, Result

from panj.cli import main

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"


def panj(*arguments: str | pathlib.Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], input=stdin)


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("cli") / "week.panj"
    result = panj("read", EXAMPLES, "--ledger", path)
    assert result.exit_code == 0, result.output
    return path


def test_read_says_what_was_and_was_not_understood(tmp_path: pathlib.Path) -> None:
    result = panj("read", EXAMPLES, "--ledger", tmp_path / "one.panj")
    assert result.exit_code == 0
    assert result.stdout.count("new ") >= 10
    assert "not understood" in result.stdout
    assert "Incidents in" in result.stdout
    again = panj("read", EXAMPLES, "--ledger", tmp_path / "one.panj", "--json")
    assert {row["receipt"] for row in rows(again)} == {"same"}


def test_verbose_reading_shows_mentions_with_their_words(tmp_path: pathlib.Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Gunmen killed three farmers near Osh on Monday, police said.")
    result = panj("read", source, "-v", "--published", "2026-03-03", "--ledger", tmp_path / "a.panj")
    assert "ASSAULT" in result.stdout
    assert "“killed”" in result.stdout


def test_incidents_are_listed_and_chosen(ledger: pathlib.Path) -> None:
    every = rows(panj("incidents", "--json", "--ledger", ledger))
    assert len(every) >= 4
    some = rows(panj("incidents", "--json", "--country", "Pakistan", "--type", "assault", "--ledger", ledger))
    assert 0 < len(some) < len(every)
    assert {row["type"] for row in some} == {"ASSAULT"}
    none = panj("incidents", "--since", "2030-01-01", "--ledger", ledger)
    assert "0 of" in none.stdout
    assert rows(panj("incidents", "--json", "--text", "train hostages", "--ledger", ledger))


def test_from_an_incident_to_the_bytes(ledger: pathlib.Path) -> None:
    one = next(row for row in rows(panj("incidents", "--json", "--ledger", ledger)) if row.get("figures"))
    shown = panj("show", str(one["id"])[:8], "--ledger", ledger)
    assert shown.exit_code == 0
    assert "Accounts" in shown.stdout
    figures = one["figures"]
    assert isinstance(figures, list)
    value = figures[0]["claims"][0]["value_id"]
    assert value in shown.stdout
    why = panj("why", value, "--ledger", ledger)
    assert why.exit_code == 0
    for word in ("sentence", "characters", "report", "capture", "SHA-256"):
        assert word.lower() in why.stdout.lower()
    answer = rows(panj("why", value, "--json", "--ledger", ledger))[0]
    assert answer["value_id"] == value


def test_totals_are_bounds_with_what_holds_them(ledger: pathlib.Path) -> None:
    every = rows(panj("totals", "--json", "--ledger", ledger))
    assert {row["outcome"] for row in every} >= {"killed"}
    (killed,) = rows(panj("totals", "--outcome", "killed", "--json", "--ledger", ledger))
    assert killed["incident_ids"]
    shown = panj("totals", "--outcome", "killed", "--from", "2025-01-01", "--rule", "conservative", "--ledger", ledger)
    assert shown.exit_code == 0
    assert "best by rule conservative" in shown.stdout
    assert "not fewer than" in shown.stdout
    for wrong in (("--outcome", "eaten"), ("--rule", "loudest"), ("--from", "2026-01-02", "--to", "2026-01-01")):
        assert panj("totals", *wrong, "--ledger", ledger).exit_code == 1
    nothing = panj("totals", "--outcome", "killed", "--claimant", "nobody at all", "--ledger", ledger)
    assert "0" in nothing.stdout


def test_a_rule_is_named_where_figures_are(ledger: pathlib.Path) -> None:
    few = rows(panj("incidents", "--json", "--rule", "conservative", "--ledger", ledger))
    rules = {view["rule"] for row in few for view in row.get("figures", ())}  # type: ignore[attr-defined]
    assert rules <= {"conservative", "parts-only"}


def test_the_brief_cites_a_numbered_list(ledger: pathlib.Path) -> None:
    brief = panj("brief", "--ledger", ledger).stdout
    assert "[1]" in brief
    assert "## Sources" in brief
    assert "killed" in brief.lower()
    assert len(panj("brief", "--since", "2025-11-01", "--ledger", ledger).stdout) < len(brief)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_export_writes_every_subject(ledger: pathlib.Path, tmp_path: pathlib.Path, form: str) -> None:
    result = panj("export", "--format", form, tmp_path / "out", "--ledger", ledger)
    assert result.exit_code == 0
    names = {path.stem for path in (tmp_path / "out").iterdir()}
    assert {"incidents", "sums", "statements", "claims", "reports"} <= names
    assert all(path.stat().st_size for path in (tmp_path / "out").iterdir())


def test_doctor_checks_model_and_ledger(ledger: pathlib.Path) -> None:
    result = panj("doctor", "--ledger", ledger)
    assert result.exit_code == 0
    assert "checksum holds" in result.stdout
    assert "every check holds" in result.stdout
    assert panj("doctor", "--ledger", ledger.with_name("none.panj")).exit_code == 0


def test_as_of_a_day_before_the_first_report_nothing_is_known(ledger: pathlib.Path) -> None:
    result = panj("incidents", "--as-of", "2020-01-01", "--ledger", ledger)
    assert result.exit_code == 0
    assert "0 of 0" in result.stdout


def test_one_bad_source_is_named_and_the_others_are_read(tmp_path: pathlib.Path) -> None:
    good, empty, picture = tmp_path / "good.txt", tmp_path / "empty.txt", tmp_path / "picture.txt"
    good.write_text("Police arrested two men in Osh on Monday.")
    empty.write_bytes(b"")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"text": "Police arrested five men in Osh."}\nnot json\n')
    missing = tmp_path / "missing.txt"
    result = panj("read", good, empty, picture, lines, missing, "--ledger", tmp_path / "bad.panj")
    assert result.exit_code == 1
    for name in ("empty.txt", "picture.txt", "lines.jsonl", "missing.txt"):
        assert sum(name in line for line in result.stderr.splitlines() if line.startswith("panj:")) == 1, name
    assert "2 new, 4 failed" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "i000000000000"), "no incident"),
        (("why", "m000000000000.fig0"), "no value"),
        (("incidents", "--type", "WAR"), "PLOVER"),
        (("incidents", "--country", "Atlantis"), "Atlantis"),
        (("incidents", "--since", "tomorrow"), "2025-12-01"),
        (("incidents", "--as-of", "noon"), "2025-12-01"),
        (("export", "--format", "xml", "out"), "jsonl"),
        (("read", "x.txt", "--published", "yesterday"), "yesterday"),
    ],
)
def test_what_cannot_be_understood_gets_one_line(ledger: pathlib.Path, arguments: tuple[str, ...], words: str) -> None:
    result = panj(*arguments, "--ledger", ledger)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr


def test_a_ledger_that_is_none_is_refused_and_left_alone(tmp_path: pathlib.Path) -> None:
    notes, other = tmp_path / "notes.panj", tmp_path / "other.panj"
    notes.write_text("my notes, not a ledger at all")
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (a)")
    before = other.read_bytes()
    for path in (notes, other):
        result = panj("read", EXAMPLES / "khatlon.jsonl", "--ledger", path)
        assert result.exit_code == 1
        assert str(path.name) in result.stderr
    assert notes.read_text() == "my notes, not a ledger at all"
    assert other.read_bytes() == before
    missing = panj("incidents", "--ledger", tmp_path / "nowhere.panj")
    assert missing.exit_code == 1
    assert "panj read" in missing.stderr


def test_standard_input_is_a_source(tmp_path: pathlib.Path) -> None:
    text = b"Gunmen killed three farmers near Osh on Monday, police said."
    result = panj("read", "-", "--publisher", "Ferry", "--ledger", tmp_path / "in.panj", "--json", stdin=text)
    (row,) = rows(result)
    report = row["report"]
    assert isinstance(report, dict)
    assert report["publisher"] == "Ferry"


def test_a_hostile_report_cannot_steer_the_terminal(tmp_path: pathlib.Path) -> None:
    source = tmp_path / "evil.jsonl"
    text = "Gunmen killed \x1b[2Jthree [bold]farmers[/bold] near Osh, police said."
    source.write_text(json.dumps({"text": text, "title": "\x1b]0;owned\x07", "publisher": "[red]X[/red]"}))
    result = panj("read", source, "-v", "--ledger", tmp_path / "evil.panj")
    assert "\x1b" not in result.stdout
    assert "[red]X[/red]" in result.stdout


@pytest.mark.parametrize("command", ["", *sorted(main.commands)])
def test_help_ends_with_an_example(command: str) -> None:
    result = panj(*([command] if command else []), "--help")
    assert result.exit_code == 0
    last = result.stdout.rstrip().splitlines()[-1].strip()
    assert last.startswith("panj ") or "| panj " in last
    assert "Example:" in result.stdout
