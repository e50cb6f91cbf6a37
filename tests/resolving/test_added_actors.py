"""A user's own actors: files checked as a whole, looked up first, replaced at one stroke."""

from __future__ import annotations

import json
import pathlib

import pytest
from click.testing import CliRunner

from panj.cli import main
from panj.errors import InvalidValue, SourceEmpty, SourceMalformed, SourceMissing, SourceTooLarge
from panj.resolving import actor_files, added_actors, own, own_digest
from panj.resolving.actor_files import rows_of
from panj.resolving.roster import Roster
from tests.resolving.test_actors import party

HEADER = "names\tsector\tcountry\tfrom\tto\tkey\tsource\n"


@pytest.fixture(autouse=True)
def tables(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    folder = tmp_path / "tables"
    monkeypatch.setenv(own.FOLDER, str(folder))
    return folder


def write(folder: pathlib.Path, text: str, name: str = "militias.tsv") -> pathlib.Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_own_actors_are_found_until_they_are_removed(tmp_path: pathlib.Path) -> None:
    assert party("Brill Column").rule == "words"
    table = added_actors.add(write(tmp_path, HEADER + "Brill Column|BC\treb\tKenya\t2030\t\t\tfield office\n"))
    assert (table.name, table.actors, table.rows, table.source) == ("militias", 1, 1, "militias.tsv")
    found = party("Brill Column fighters")
    assert (found.key, found.country, found.sector, found.rule) == ("org:brill-column", "KEN", "REB", "table:own")
    digest = own_digest()
    assert added_actors.listed() == (table,)
    assert added_actors.remove("militias") == table
    assert party("Brill Column").rule == "words"
    assert own_digest() != digest


def test_own_rows_outrank_shipped_ones_and_keep_their_key(tmp_path: pathlib.Path) -> None:
    assert party("Taliban").sector == "GOV"
    added_actors.add(write(tmp_path, HEADER + "Taliban\tOPP\tAFG\t2031-01-01\n"))
    found = party("Taliban fighters")
    assert (found.key, found.sector, found.rule) == ("org:taliban", "OPP", "table:own")
    assert party("Afghan Taliban").sector == "GOV"  # a name that the own table does not have


def test_a_table_of_the_same_name_is_replaced(tmp_path: pathlib.Path) -> None:
    added_actors.add(write(tmp_path, HEADER + "Brill Column\tREB\n"))
    added_actors.add(write(tmp_path, HEADER + "Brill Front\tPTY\n"))
    assert [one.actors for one in added_actors.listed()] == [1]
    assert "Brill Column" not in Roster.current()
    assert "Brill Front" in Roster.current()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_columns_and_order(tmp_path: pathlib.Path, separator: str) -> None:
    lines = (("Country", "Name", "Kind", "Since", "Colour"), ("Kenya", "Brill Column|BC", "REB", "2030-02", "blue"))
    path = write(tmp_path, "\ufeff" + "\n".join(separator.join(line) for line in lines))
    (row,) = rows_of(path)
    assert (row.names, row.sector, row.country, row.since.isoformat()) == (
        ("Brill Column", "BC"), "REB", "KEN", "2030-02-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("\tREB", "row 1: it has no name"),
        ("Brill Column\tREBEL", "REBEL is no sector"),
        ("Brill Column\t", "an empty cell is no sector"),
        ("Brill Column\tREB\tAtlantis", "Atlantis is not a country"),
        ("Brill Column\tREB\tKEN\tsoon", "'soon' is no day"),
        ("Brill Column\tREB\tKEN\t2031\t2030", "it ends on 2030-12-31 before it begins"),
        ("Brill Column\tREB\tKEN\t\t\tBrill", "'Brill' is no key"),
        ("brill column\tREB", "has no capital letter"),
        ("...\tREB", "'...' is no name"),
        ("Kenya\tREB", "'Kenya' is the name of a country"),
        ("Brill Column\tREB\nBrill Column\tGOV\t\t2030", "row 2: org:brill-column is said to be two things"),
        ("Brill|BC\tREB\nBrill Column|BC\tREB", "'BC' is the name of two actors of one country"),
    ],
)
def test_a_file_with_a_wrong_row_is_refused(tmp_path: pathlib.Path, line: str, fault: str) -> None:
    with pytest.raises(SourceMalformed, match=r"row") as error:
        added_actors.add(write(tmp_path, f"{HEADER}{line}\n"))
    assert fault in str(error.value)
    assert "Nothing was added" in str(error.value)
    assert added_actors.listed() == ()


def test_files_that_cannot_be_used(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceMissing):
        rows_of(tmp_path / "nowhere.tsv")
    with pytest.raises(SourceEmpty):
        rows_of(write(tmp_path, HEADER))
    with pytest.raises(SourceMalformed, match="no column 'sector'"):
        rows_of(write(tmp_path, "names\tcountry\nBrill\tKEN\n"))
    with pytest.raises(SourceMalformed, match="no column 'names'"):
        rows_of(write(tmp_path, ""))
    (tmp_path / "binary.tsv").write_bytes(b"\xff\xfe\x00names")
    with pytest.raises(SourceMalformed, match="UTF-8"):
        rows_of(tmp_path / "binary.tsv")
    monkeypatch.setattr(actor_files, "MOST_BYTES", 10)
    with pytest.raises(SourceTooLarge):
        rows_of(write(tmp_path, HEADER))


def test_own_tables_may_not_contradict_each_other(tmp_path: pathlib.Path) -> None:
    added_actors.add(write(tmp_path, HEADER + "Brill Column\tREB\tKEN\n", "one.tsv"))
    with pytest.raises(InvalidValue, match=r"in your table one.*panj actors remove one"):
        added_actors.add(write(tmp_path, HEADER + "Brill Column\tGOV\tKEN\n", "two.tsv"))
    added_actors.add(write(tmp_path, HEADER + "Brill Column|The Column\tREB\tKEN\n", "two.tsv"))
    assert len(added_actors.listed()) == 2


def test_a_table_that_was_changed_by_hand_is_named(tmp_path: pathlib.Path, tables: pathlib.Path) -> None:
    added_actors.add(write(tmp_path, HEADER + "Brill Column\tREB\tKEN\n"))
    (tables / "actors.militias.tsv").write_text("Brill Column\tREB\tKEN\tnever\n", encoding="utf-8")
    with pytest.raises(InvalidValue, match=r"actors\.militias\.tsv:1.*panj actors remove militias"):
        party("Brill Column")
    assert added_actors.remove("militias").rows == 0
    assert party("Brill Column").rule == "words"


def test_nothing_is_left_behind_where_the_folder_cannot_be_written(
    tmp_path: pathlib.Path, tables: pathlib.Path
) -> None:
    tables.write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(InvalidValue, match="PANJ_TABLES"):
        added_actors.add(write(tmp_path, HEADER + "Brill Column\tREB\n"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["militias.tsv", "tables"]


def test_the_command(tmp_path: pathlib.Path) -> None:
    run = CliRunner()
    path = write(tmp_path, HEADER + "Brill Column\tREB\tKEN\n", "Field Office.tsv")
    added = run.invoke(main, ["actors", "add", str(path)])
    assert (added.exit_code, added.output) == (0, "field-office: 1 actors in 1 rows from Field Office.tsv\n")
    listed = run.invoke(main, ["actors", "list", "--json"])
    assert json.loads(listed.output)["name"] == "field-office"
    assert "field-office" in run.invoke(main, ["actors", "list"]).output
    assert run.invoke(main, ["actors", "remove", "field-office"]).output == "field-office: 1 actors removed\n"
    for arguments in (
        ["remove", "field-office"],
        ["add", str(tmp_path / "nowhere")],
        ["add", str(path), "--name", "A B"],
    ):
        failed = run.invoke(main, ["actors", *arguments])
        assert failed.exit_code == 1
        assert "panj: " in failed.output
