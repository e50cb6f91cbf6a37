"""A user's own places: files of three kinds, bad rows counted, looked up first, replaced at one stroke."""

from __future__ import annotations

import hashlib
import json
import pathlib
import zipfile
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from msgspec import structs

from panj import Ledger
from panj.cli import main
from panj.errors import InvalidValue, SourceEmpty, SourceMalformed, SourceMissing
from panj.model import Reading, Report
from panj.resolving import added, own
from panj.resolving.gazetteer import Gazetteer
from panj.resolving.place_files import Fault, PlaceRow, rows
from tests.resolving.conftest import make_report, mention, resolve


@pytest.fixture(autouse=True)
def tables(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    folder = tmp_path / "tables"
    monkeypatch.setenv(own.FOLDER, str(folder))
    return folder


def geonames(number: int, name: str, class_: str, code: str, lat: str = "1.5", lon: str = "37.25", **more: str) -> str:
    """Return a line of a dump: 19 columns."""
    cells = [str(number), name, name, more.get("others", ""), lat, lon, class_, code, more.get("country", "KE"), "",
             more.get("area", "11"), "", "", "", more.get("population", "0"), "", "", "", "2031-01-01"]  # fmt: skip
    assert len(cells) == 19
    return "\t".join(cells)


DUMP = "\n".join((
    geonames(91, "Upper Brill", "P", "PPL", others="Brill the Upper,Apa Brill", population="340"),
    geonames(92, "Brill District", "A", "ADM2"),
    geonames(93, "Brill Hills", "T", "HLLS"),
    geonames(94, "Brill Stream", "H", "STM"),
    geonames(95, "Kenya", "A", "PCLI"),
    geonames(96, "Nowhere", "P", "PPL", lat="north"),
    geonames(97, "Beyond", "P", "PPL", lat="91"),
    geonames(98, "Elsewhere", "P", "PPL", country="Q9"),
    "99\tshort",
    "",
))  # fmt: skip
VILLAGES = """\
Village;LAT;Lon;Country;Province;Pop
Lower Brill;1.25;37.5;Kenya;Turkana;120
;1;2;KE;;
Brill Ford;1,2;3;KE;;
"""


def write(path: pathlib.Path, text: str) -> pathlib.Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dump_of_geonames(tmp_path: pathlib.Path) -> None:
    found = list(rows(write(tmp_path / "KE.txt", DUMP)))
    taken = [one for one in found if isinstance(one, PlaceRow)]
    assert [(one.name, one.kind, one.id) for one in taken] == [
        ("Upper Brill", "p", "91"), ("Brill District", "2", "92"), ("Brill Hills", "f", "93"),
    ]  # fmt: skip
    assert (taken[0].country, taken[0].area, taken[0].population) == ("KEN", "11", 340)
    assert "Apa Brill" in taken[0].others
    assert [one for one in found if isinstance(one, Fault)] == [
        Fault(6, "no number for latitude or longitude"), Fault(7, "latitude or longitude out of range"),
        Fault(8, "unknown country Q9"), Fault(9, "not 19 columns"),
    ]  # fmt: skip


def test_the_zip_that_geonames_publishes(tmp_path: pathlib.Path) -> None:
    with zipfile.ZipFile(tmp_path / "KE.zip", "w") as archive:
        archive.writestr("readme.txt", "about the files " * 1000)
        archive.writestr("KE.txt", DUMP)
    assert list(rows(tmp_path / "KE.zip")) == list(rows(write(tmp_path / "KE.txt", DUMP)))


def test_csv_whose_columns_have_other_names(tmp_path: pathlib.Path) -> None:
    place, *faults = rows(write(tmp_path / "villages.csv", "\ufeff" + VILLAGES))
    assert isinstance(place, PlaceRow)
    assert (place.name, place.country, place.area, place.lat, place.population) == (
        "Lower Brill",
        "KEN",
        "=Turkana",
        1.25,
        120,
    )
    assert faults == [Fault(3, "no name"), Fault(4, "no number for latitude or longitude")]


def test_a_country_for_rows_without_one(tmp_path: pathlib.Path) -> None:
    path = write(tmp_path / "a.csv", "name,latitude,longitude\nBrill,1,37\n")
    assert list(rows(path)) == [Fault(2, "no country (give one with --country)")]
    (place,) = rows(path, "KEN")
    assert isinstance(place, PlaceRow)
    assert place.country == "KEN"


def test_geojson(tmp_path: pathlib.Path) -> None:
    point = {"type": "Point", "coordinates": [37.5, 1.25]}
    features = [
        {
            "type": "Feature",
            "geometry": point,
            "properties": {"NAME": "Brill", "iso3": "KEN", "alt_names": ["Bril", "B"]},
        },
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": []}, "properties": {}},
        {"type": "Feature", "geometry": point, "properties": None},
        "text",
    ]
    path = write(tmp_path / "a.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    place, *faults = rows(path)
    assert isinstance(place, PlaceRow)
    assert (place.name, place.lat, place.lon, place.others) == ("Brill", 1.25, 37.5, ("Bril",))
    assert faults == [Fault(2, "no point"), Fault(3, "no name"), Fault(4, "no point")]


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("", SourceEmpty, "is empty"),
        ("a,b\n1,2\n", SourceMalformed, "no column for name and latitude and longitude"),
        ("name,lat\nBrill,1\n", SourceMalformed, "no column for longitude"),
        ("{", SourceMalformed, "is no GeoJSON collection"),
        ('{"features": 3}', SourceMalformed, "is no GeoJSON collection"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: pathlib.Path, text: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        list(rows(write(tmp_path / "a.csv", text)))


def test_a_file_that_is_not_there_or_no_text(tmp_path: pathlib.Path) -> None:
    with pytest.raises(SourceMissing):
        list(rows(tmp_path / "none.csv"))
    (tmp_path / "a.csv").write_bytes(b"name,lat,lon\n\xff\xfe,1,2\n")
    with pytest.raises(SourceMalformed, match="UTF-8"):
        list(rows(tmp_path / "a.csv"))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("picture.png", "")
    with pytest.raises(SourceMalformed, match="holds no text file"):
        list(rows(tmp_path / "a.zip"))


def test_own_places_are_found_and_stand_before_the_shipped(tmp_path: pathlib.Path) -> None:
    assert added.installed() is Gazetteer.shipped()
    table = added.add(write(tmp_path / "KE.txt", DUMP))
    assert (table.name, table.places, table.source) == ("ke", 3, "KE.txt")
    assert sum(count for _, count in table.faults) == 4
    assert table.first_faults[0] == "row 6: no number for latitude or longitude"
    (place,) = added.installed().places("Apa Brill")
    assert (place.name, place.country, place.id, place.own, place.alias) == (
        "Upper Brill",
        "KEN",
        "geonames:91",
        True,
        True,
    )
    (district,) = [one for one in added.installed().area_of("Brill district")[0] if one.kind == "admin2"]
    assert district.id == "geonames:92"
    assert added.installed().places("Nairobi") == Gazetteer.shipped().places("Nairobi")


def test_an_own_place_stands_for_the_shipped_one_of_its_name_and_country(tmp_path: pathlib.Path) -> None:
    shipped = {entry.country for entry in Gazetteer.shipped().places("Brill") if entry.kind == "city"}
    code = min(shipped)
    added.add(write(tmp_path / "mine.csv", f"name,lat,lon,country\nBrill,12.5,13.5,{code}\n"))
    found = [entry for entry in added.installed().places("Brill") if entry.kind == "city"]
    assert [(entry.lat, entry.own) for entry in found if entry.country == code] == [(12.5, True)]
    assert {entry.country for entry in found} == shipped


def test_a_village_that_only_the_user_knows_gets_its_point(tmp_path: pathlib.Path) -> None:
    report = make_report("Kenya sent help. Herders were attacked in Upper Brill.")
    act = mention(report, 1, "attacked", place=["Upper Brill"])
    assert resolve(report, act).claims[0].places[0].lat is None
    added.add(write(tmp_path / "KE.txt", DUMP))
    (place,) = resolve(report, act).claims[0].places
    assert (place.lat, place.lon, place.gazetteer_id, place.precision) == (1.5, 37.25, "geonames:91", "point")


def test_a_reading_says_which_tables_it_was_resolved_in_and_is_made_again_when_they_change(
    tmp_path: pathlib.Path,
) -> None:
    raw = b"Kenya sent help. Herders were attacked in Upper Brill."
    report = make_report(raw.decode())
    report = structs.replace(report, capture=structs.replace(report.capture, digest=hashlib.sha256(raw).hexdigest()))
    act = mention(report, 1, "attacked", place=["Upper Brill"])

    class Hand:
        version = "hand 1"

        def read(self, report: Report) -> Reading:
            return Reading(report_id=report.id, reader=self.version, sentences=2, mentions=(act,))

    def keep() -> tuple[str, str | None, float | None]:
        with Ledger(tmp_path / "a.panj", reader=Hand()) as ledger:
            result = ledger.keep(report, raw)
            (claim,) = ledger.view().claims.values()
            return result.receipt, result.reading.tables, claim.places[0].lat

    assert keep() == ("new", None, None)
    assert keep() == ("same", None, None)
    added.add(write(tmp_path / "KE.txt", DUMP))
    assert keep() == ("changed", own.digest(), 1.5)
    assert keep() == ("same", own.digest(), 1.5)
    added.remove("ke")
    assert keep() == ("changed", None, None)


def test_adding_again_replaces_and_removing_leaves_nothing(tmp_path: pathlib.Path, tables: pathlib.Path) -> None:
    path = write(tmp_path / "mine.csv", "name,lat,lon,country\nBrill,12.5,13.5,KE\n")
    first = added.add(path, name="field")
    before = own.digest()
    assert added.add(path, name="field") == first
    assert own.digest() == before
    write(path, "name,lat,lon,country\nBrill,12.5,14.5,KE\n")
    second = added.add(path, name="field")
    assert [one.digest for one in added.listed()] == [second.digest]
    assert own.digest() != before
    assert len(list(tables.iterdir())) == 1
    added.remove("field")
    assert own.digest() is None
    assert list(tables.iterdir()) == []
    with pytest.raises(InvalidValue, match="There are none"):
        added.remove("field")


def test_whoever_stops_half_way_keeps_the_old_table(
    tmp_path: pathlib.Path, tables: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "mine.csv", "name,lat,lon,country\nBrill,12.5,13.5,KE\n")
    kept = added.add(path)

    def stopped(*_: object) -> Iterator[PlaceRow]:
        yield PlaceRow("Brill", (), "p", "KEN", "", "", 1.0, 1.0, 0, "")
        raise KeyboardInterrupt

    monkeypatch.setattr(added, "rows", stopped)
    with pytest.raises(KeyboardInterrupt):
        added.add(path)
    assert [one.digest for one in added.listed()] == [kept.digest]
    assert [one.name for one in tables.iterdir()] == [f"mine.{kept.digest}.places"]


def test_tables_that_cannot_be_made(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "mine.csv", "name,lat,lon,country\nBrill,99,13.5,KE\n")
    with pytest.raises(SourceEmpty, match="row 2: latitude or longitude out of range"):
        added.add(path)
    assert added.listed() == ()
    with pytest.raises(InvalidValue, match="is no name"):
        added.add(path, name="../mine")
    monkeypatch.setenv(own.FOLDER, str(path))
    with pytest.raises(InvalidValue, match="cannot be written"):
        added.add(write(tmp_path / "good.csv", "name,lat,lon,country\nBrill,1,13.5,KE\n"))


def test_a_damaged_table_is_named(tables: pathlib.Path) -> None:
    tables.mkdir()
    (tables / "mine.0123456789ab.places").write_bytes(b"nothing")
    with pytest.raises(InvalidValue, match="is no table of places"):
        added.listed()


def test_where_tables_lie(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert own.tables() == tmp_path / "tables"
    monkeypatch.setenv(own.FOLDER, "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert own.tables() == tmp_path / "panj/tables"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert own.tables() == tmp_path / ".local/share/panj/tables"


def test_the_digest_knows_other_tables_too(tables: pathlib.Path) -> None:
    assert own.digest() is None
    tables.mkdir()
    write(tables / "actors.tsv", "one")
    one = own.digest()
    write(tables / ".draft", "passed over")
    assert own.digest() == one
    write(tables / "actors.tsv", "two")
    assert own.digest() not in (one, None)


def test_the_commands(tmp_path: pathlib.Path) -> None:
    path = write(tmp_path / "villages.csv", VILLAGES)
    run = CliRunner()
    done = run.invoke(main, ["gazetteer", "add", str(path)])
    assert (done.exit_code, done.stdout) == (0, "villages: 1 places from villages.csv\n")
    assert "left out 1: no name" in done.stderr
    assert "row 3: no name" in done.stderr
    assert "villages" in run.invoke(main, ["gazetteer", "list"]).stdout
    assert json.loads(run.invoke(main, ["gazetteer", "list", "--json"]).stdout)["places"] == 1
    wrong = run.invoke(main, ["gazetteer", "add", str(path), "--country", "Atlantis"])
    assert wrong.exit_code == 1
    assert "is not a country" in wrong.stderr
    assert run.invoke(main, ["gazetteer", "remove", "villages"]).exit_code == 0
    assert run.invoke(main, ["gazetteer", "remove", "villages"]).exit_code == 1
