"""``verify`` finds whatever is not as it was written."""

from __future__ import annotations

import pathlib
import sqlite3

import pytest

from panj.errors import LedgerDamaged
from panj.ledger import open_ledger
from tests.ledger.values import decision, intake, linking, report


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    """A ledger with two reports (one of two versions), links, covers, a redirect and a decision."""
    path = tmp_path / "week.panj"
    a, b = (claim.id for claim in intake(1).claims)
    with open_ledger(path) as store:
        store.write_intake(intake(1, published=None, padding="x" * 200))
        store.write_intake(intake(1, padding="x" * 200))
        store.write_intake(intake(2, padding="x" * 200))
        store.write_linking(linking({"i1": [a]}))
        store.write_linking(linking({"i2": [a]}, {b: ("i2",)}))
        store.write_linking(linking({"i3": [a]}, {b: ("i3",)}))
        store.write_decision(decision())
        assert store.verify() == ()
    return path


def spoil(path: pathlib.Path, statement: str) -> tuple[str, ...]:
    """Change the file behind the ledger's back; return what it then says is wrong."""
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    with open_ledger(path) as store:
        return store.verify()


NAME = report(1)[0].id
CLAIM = intake(1).claims[0].id
DIGEST = intake(1, padding="x" * 200).report.capture.digest


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (f"UPDATE captures SET content = x'00' WHERE digest = '{DIGEST}'", f"The bytes of capture {DIGEST} are not"),
        (f"UPDATE captures SET packing = '', content = x'00' WHERE digest = '{DIGEST}'", f"capture {DIGEST}"),
        (f"UPDATE captures SET packing = 'lzma' WHERE digest = '{DIGEST}'", f"capture {DIGEST}"),
        ("UPDATE reports SET value = replace(value, 'mine 1', 'mine 9')", f"{NAME} is not the one it was named after"),
        ("UPDATE reports SET value = replace(value, 'mine 1', 'mine 9')", f"are not in report {NAME}"),
        ("UPDATE reports SET value = replace(value, 'drone', 'sniper')", "index of words differs"),
        ("UPDATE reports SET value = '{}'", f"Report {NAME} is no report"),
        (f"UPDATE reports SET capture = (SELECT digest FROM captures WHERE digest <> '{DIGEST}')", "another capture"),
        ("PRAGMA foreign_keys = OFF", ""),
        ("DELETE FROM captures", "of reports refers to nothing in captures"),
        (f"UPDATE readings SET known_to = known_from + 1 WHERE report_id = '{NAME}'", f"Report {NAME} has 0 readings"),
        (f"UPDATE readings SET value = '[]' WHERE report_id = '{NAME}'", f"found in report {NAME} cannot be read"),
        (
            "UPDATE claims SET value = replace(value, 'text\":\"killed', 'text\":\"wounded')",
            f"“wounded” of claim {CLAIM}",
        ),
        ("UPDATE claims SET report_id = 'rnone'", "There are claims of report rnone, but no such report"),
        ("DELETE FROM claims", f"Claim {CLAIM} is linked to incident i3, but there is no such claim"),
        ("DELETE FROM claims", "covers incidents, but there is no such claim"),
        (
            "UPDATE redirects SET old_id = 'i3', value = replace(value, 'i1', 'i3') WHERE old_id = 'i1'",
            "Incident i3 is current, but",
        ),
        ('UPDATE redirects SET value = replace(value, \'"new_id":"i3"\', \'"new_id":"i1"\')', "in a circle"),
        ("UPDATE redirects SET value = 'torn'", "holds a record that is none"),
        ("UPDATE links SET known_from = known_to + 1 WHERE known_to IS NOT NULL", "of links was known at a time that"),
        ("UPDATE decisions SET known_from = known_from + 1000000", "of decisions was known at a time that cannot be"),
        ("UPDATE changes SET known_from = 0 WHERE sequence = 4", "Change 4 is known before the one it follows"),
        ("UPDATE places SET lat = 1", "The index of places differs"),
        ("DELETE FROM places", "The index of places differs"),
        ("DELETE FROM claim_boxes", f"The index of places differs from the places of {CLAIM}"),
        ("DELETE FROM report_words", "The index of words differs"),
        ("DELETE FROM claim_boxes_rowid WHERE rowid = 1", "The index of places is damaged"),
        ("UPDATE claims SET value = CAST(x'ff' AS TEXT) WHERE row = 3", "is damaged (Could not decode"),
    ],
)
def test_what_is_wrong_is_said(path: pathlib.Path, statement: str, sentence: str) -> None:
    found = spoil(path, statement)
    if not sentence:
        assert found == ()
        return
    assert any(sentence in one for one in found), found
    assert all(one.endswith(".") for one in found)


def test_an_index_that_differs_from_its_table_is_found(path: pathlib.Path) -> None:
    """The identifier of a claim stands in tables, in JSON and in indices: change it in one place after the other."""
    whole, name = path.read_bytes(), CLAIM.encode()
    said: set[str] = set()
    for start in range(len(whole)):
        if whole.startswith(name, start):
            path.write_bytes(whole[:start] + b"m" + b"0" * 12 + whole[start + len(name) :])
            with open_ledger(path) as store:
                said.update(store.verify())
    assert any(sentence.startswith("The file is damaged: row") for sentence in said)


def test_a_spoiled_capture_is_not_given_out(path: pathlib.Path) -> None:
    for change in ("packing = '', content = x'00'", "packing = 'zlib', content = x'00'", "packing = 'lzma'"):
        spoil(path, f"UPDATE captures SET {change} WHERE digest = '{DIGEST}'")
        with open_ledger(path) as store, pytest.raises(LedgerDamaged, match=DIGEST):
            store.raw(DIGEST)


def test_a_spoiled_record_is_not_given_out(path: pathlib.Path) -> None:
    spoil(path, "UPDATE reports SET value = '{}'")
    with open_ledger(path) as store:
        with pytest.raises(LedgerDamaged):
            list(store.reports())
        with pytest.raises(LedgerDamaged):
            store.write_intake(intake(1))


def test_redirects_in_a_circle_do_not_hold_up_an_answer(path: pathlib.Path) -> None:
    spoil(path, 'UPDATE redirects SET value = replace(value, \'"new_id":"i3"\', \'"new_id":"i1"\')')
    with open_ledger(path) as store:
        assert store.redirect("i1") in {"i1", "i2"}
