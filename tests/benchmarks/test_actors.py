"""The benchmark of actors: codes of the records, phrases in their texts, figures, the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import actors
from inputs import as_report
from panj.model import Party, Span


def record(number: int, text: str, source: list[dict[str, str]], target: object = None) -> dict[str, object]:
    return {"id": f"WEIR-{number}", "date": "2000-01-01", "text": text, "source": source, "target": target}


RECORDS = [
    {"id": "DOCUMENT"},
    record(1, "Kenyan soldiers met rebels of the Brill Column near Uganda.",
           [{"actorText": "Kenyan soldiers", "code": "KEN", "sector": "MIL"}],
           [{"actorText": "rebels ... Column", "code": "UGA", "sector": "REBkur"}]),
    record(2, "The UN met Kenya.", [{"actorText": "UN", "code": "IGO"}], [{"actorText": "Kenya", "code": "KEN"}]),
    record(3, "Somebody met nobody.", [{"actorText": "Japanese police", "code": "JAP", "sector": "COP"}], ""),
]  # fmt: skip


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / actors.RECORDS
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(RECORDS), encoding="utf-8")
    monkeypatch.setenv("PANJ_SHARED", str(tmp_path))
    monkeypatch.setenv("PANJ_TABLES", "")  # the command sets it: put back afterwards
    return tmp_path


@pytest.mark.parametrize(
    ("code", "sector", "wanted"),
    [
        ("KEN", "MIL", (("KEN",), ("MIL",), False)),
        ("KEN", None, (("KEN",), (), True)),
        ("JAP", "CVLkur", (("JPN",), ("CVL",), False)),
        ("IGO", None, ((), ("IGO",), False)),
        ("IGO", "MIL", ((), ("IGO", "MIL"), False)),
        ("NGO", "MED", ((), ("NGO", "HLH"), False)),
        ("KEN", "***", (("KEN",), (), False)),
        ("KEN", "JRN", (("KEN",), ("MED",), False)),
    ],
)
def test_codes(code: str, sector: str | None, wanted: object) -> None:
    assert actors.codes(code, sector) == wanted


def test_records(shared: Path) -> None:
    items = actors.records(shared / actors.RECORDS)
    assert [one.words.text for one in items] == [
        "Kenyan soldiers", "rebels of the Brill Column", "UN", "Kenya", "Japanese police",
    ]  # fmt: skip
    for one in items:
        assert one.report.text[one.words.start : one.words.end] == one.words.text
    assert items[-1].report.text.endswith("\n\nJapanese police")  # not in its sentence: it stands beside it
    assert [one.bare for one in items] == [False, False, False, True, False]


def test_answers_and_figures(shared: Path) -> None:
    given = list(actors.answers(actors.records(shared / actors.RECORDS)))
    found = actors.figures(given)
    assert (found["parties"], found["country_wanted"], found["sector_wanted"]) == (5, 4, 4)
    assert (found["country_invented"], found["bare_states"]) == (0.0, 1.0)
    wrong = [one.item.words.text for one in given if not one.country_right]
    assert wrong == ["rebels of the Brill Column"]  # near Uganda is not of Uganda, nor are they said to be in it
    assert (found["country_accuracy"], found["country_abstained"]) == (0.75, 0.25)
    assert found["sector_accuracy"] == 1.0
    assert ("MIL", 1, 1, 0, "") in actors.by_sector(given)


def test_figures_of_nothing() -> None:
    assert actors.figures([])["country_accuracy"] is None


def test_where_somebody_is_counts_as_a_country() -> None:
    words = Span(start=0, end=1, text="x")
    item = actors.Item("x", as_report("x", "x"), words, ("KEN",), ("CVL",))
    answer = actors.Answer(item, Party(name="x", rule="located", key="text:x", located="KEN", words=words))
    assert answer.country_right
    assert not answer.sector_right


def test_the_sample_lies_in_the_training_reports() -> None:
    items = actors.sample(actors.SAMPLE)
    assert len(items) > 100
    assert len({one.name for one in items}) == len(items)


def test_a_sample_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "parties.tsv"
    first, row = actors.SAMPLE.read_text(encoding="utf-8").splitlines()[:2]
    cells = row.split("\t")
    path.write_text("\n".join([first, "\t".join([cells[0], str(int(cells[1]) + 1), *cells[2:]])]), encoding="utf-8")
    with pytest.raises(ValueError, match="is not at"):
        actors.sample(path)


def test_the_command(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert actors.main(["--only", "records", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["country_accuracy"] == 0.75
    assert set(found["digests"]) == {"records"}
    assert actors.main(["--only", "records", "--errors", "3"]) == 0
    assert "rebels of the Brill Column" in capsys.readouterr().out
    (shared / actors.RECORDS).write_text('[{"id": "x", "text": "y"}]', encoding="utf-8")
    assert actors.main(["--only", "records"]) == 1
    assert "malformed" in capsys.readouterr().err
    (shared / actors.RECORDS).unlink()
    assert actors.main(["--only", "records"]) == 1
    assert "SKIPPED" in capsys.readouterr().err
