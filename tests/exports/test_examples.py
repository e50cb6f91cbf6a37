"""The example reports through every format: structure and provenance, not what the reader makes of them."""

from __future__ import annotations

import json
import pathlib

import pytest
from click.testing import CliRunner, Result

import panj
from panj.cli import main
from panj.panj import FORMATS
from tests.exports import checks

EXAMPLES = pathlib.Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("examples") / "examples.panj"
    with panj.Ledger(path) as opened:
        for _ in opened.read(str(EXAMPLES)):
            pass
        assert opened.view().all_incidents
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_carries_its_incidents_with_their_claims(ledger: pathlib.Path, name: str) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'panj[parquet]'")
    with panj.Ledger(ledger) as opened:
        view = opened.view(rule=FORMATS[name].rule)
        made = view.export_as(name)
        again = opened.view(rule=FORMATS[name].rule).export_as(name)
    assert made == again
    assert made.losses.incidents == len(view.all_incidents)
    out = {id_ for one in made.losses.losses if one.kind == "left-out" for id_ in one.incident_ids}
    whole = b"".join(made.files.values())
    if name == "parquet":
        import io

        from pyarrow import parquet

        whole = json.dumps(parquet.read_table(io.BytesIO(whole)).to_pylist(), default=str).encode()
    assert made.losses.exported == len(view.all_incidents) - len(out)
    for one in view.all_incidents:
        for mark in (one.id, *one.claim_ids):
            assert one.id in out or mark.encode() in whole, (name, mark)
    for path in (b"first-day.txt", str(EXAMPLES).encode()):
        assert name in ("csv", "jsonl") or path not in whole, "no path of this machine leaves it"
    if name == "cap":
        for data in made.files.values():
            checks.cap(data)
    if name in ("geojson", "stix"):
        (checks.geojson if name == "geojson" else checks.stix)(made.data)


def test_the_command_writes_a_file_and_says_what_was_lost(ledger: pathlib.Path, tmp_path: pathlib.Path) -> None:
    out, losses = tmp_path / "out.csv", tmp_path / "losses.json"
    result = run("export", "--format", "acled", "--out", out, "--losses", losses, "--ledger", ledger)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{out}\n"
    report = json.loads(losses.read_bytes())
    assert report["rule"] == "conservative"
    assert f"acled: {report['exported']} of {report['incidents']} incidents" in result.stderr
    for one in report["losses"]:
        assert f"{one['count']:>4}  {one['field']}: {one['reason']}" in result.stderr
    shown = run("export", "--format", "acled", "--ledger", ledger)
    assert shown.stdout == out.read_text()
    assert "acled:" in shown.stderr


def test_conditions_and_the_rule_choose(ledger: pathlib.Path) -> None:
    whole = run("export", "--format", "geojson", "--ledger", ledger)
    pakistan = run("export", "--format", "geojson", "--country", "PAK", "--type", "ASSAULT", "--from", "2025-03-01",
                   "--to", "2025-03-31", "--rule", "informative", "--ledger", ledger)  # fmt: skip
    features = json.loads(pakistan.stdout)["features"]
    assert 0 < len(features) < len(json.loads(whole.stdout)["features"])
    assert {one["properties"]["rule"] for one in features} == {"informative"}
    assert {one["properties"]["type"] for one in features} == {"ASSAULT"}
    nothing = run("export", "--format", "gdelt", "--as-of", "2020-01-01", "--ledger", ledger)
    assert (nothing.exit_code, nothing.stdout) == (0, "")


def test_tables_can_be_limited_to_what_is_chosen(ledger: pathlib.Path, tmp_path: pathlib.Path) -> None:
    for name, arguments in (("all", ()), ("some", ("--country", "PAK"))):
        assert run("export", "--format", "jsonl", tmp_path / name, *arguments, "--ledger", ledger).exit_code == 0
    for subject in ("incidents", "claims", "reports"):
        whole, part = ((tmp_path / name / f"{subject}.jsonl").read_text() for name in ("all", "some"))
        assert set(part.splitlines()) < set(whole.splitlines())
        assert part


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "xlsx", "out"), "acled"),
        (("--format", "cap"), "panj export --format cap DIR"),
        (("--format", "csv"), "panj export --format csv DIR"),
        (("--format", "acled", "--rule", "loudest"), "conservative"),
        (("--format", "acled", "here", "--out", "there"), "Name one of them"),
        (("--format", "acled", "--out", "no/such/folder/x.csv"), "Name another place"),
    ],
)
def test_what_cannot_be_done_gets_one_line(ledger: pathlib.Path, arguments: tuple[str, ...], words: str) -> None:
    result = run("export", *arguments, "--ledger", ledger)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr
