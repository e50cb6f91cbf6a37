"""The shipped tables: sane, sorted, complete enough; and how names are compared."""

from __future__ import annotations

import pathlib
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.resolving import gazetteer as module
from panj.resolving.gazetteer import Gazetteer, bare_name, normal_form

SHIPPED = Gazetteer.shipped()
DATA = pathlib.Path(module.__file__).parent / "data"


def rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_countries() -> None:
    assert 245 <= len(SHIPPED.countries) <= 255
    for code, country in SHIPPED.countries.items():
        assert re.fullmatch("[A-Z]{3}", code)
        assert country.name
        assert country.lat is None or -90 <= country.lat <= 90
        assert country.lon is None or -180 <= country.lon <= 180
    assert not {"ANT", "SCG", "SUN", "YUG"} & set(SHIPPED.countries)


def test_names_adjectives_and_capitals() -> None:
    assert SHIPPED.named("Côte d’Ivoire") == SHIPPED.named("ivory coast") == ("CIV",)
    assert SHIPPED.adjective("Afghans") == SHIPPED.adjective("Afghan") == ("AFG",)
    assert SHIPPED.adjective("Australians") == ("AUS",)
    assert set(SHIPPED.adjective("Congolese")) == {"COD", "COG"}
    assert SHIPPED.capital("Dushanbe") == ("TJK",)
    assert SHIPPED.capital("Belgrade") == ("SRB",)
    for code, kind, names in rows("names.tsv"):
        assert code in SHIPPED.countries
        assert kind in ("name", "adjective", "capital")
        assert names.strip()


def test_every_large_country_has_an_adjective() -> None:
    known = {code for adjective, codes in SHIPPED._country_names["adjective"].items() for code in codes}
    large = {code for code, country in SHIPPED.countries.items() if country.population > 1_000_000}
    assert large - known == set()


def test_places_are_sorted_and_well_formed() -> None:
    areas = {code for code, _ in rows("admin1.tsv")}
    kinds: Counter[str] = Counter()
    last = ""
    for cells in SHIPPED._tables[0].every():
        key = cells[0]
        assert key == normal_form(key) != ""
        assert f"{key}\t" >= last
        last = f"{key}\t"
        kinds[cells[1]] += 1
        if cells[1] == ">":
            assert len(cells) == 4
            continue
        _, _, name, country, area, _, lat, lon, population, number = cells
        assert name
        assert country in SHIPPED.countries
        assert area == "" or area.startswith("=") or f"{country}.{area}" in areas or cells[1] == "2"
        assert (lat == "") == (lon == "")
        assert lat == "" or (-90 <= float(lat) <= 90 and -180 <= float(lon) <= 180)
        assert population == "" or int(population) > 0
        assert number
    assert set(kinds) == {"1", "2", "p", ">"}
    assert kinds["p"] > 235_000
    assert kinds["1"] > 3_900
    assert kinds["2"] > 45_000
    assert kinds[">"] > 200_000


def test_the_tables_are_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 15_000_000


def test_other_names_lead_to_their_place() -> None:
    (kabul,) = [entry for entry in SHIPPED.places("Kaboul") if entry.country == "AFG" and entry.kind == "city"]
    assert (kabul.name, kabul.alias, kabul.admin1) == ("Kabul", True, "Kabul")
    assert not any(entry.alias for entry in SHIPPED.places("Kabul") if entry.country == "AFG" and entry.kind == "city")


def test_a_city_knows_its_areas() -> None:
    (town,) = [entry for entry in SHIPPED.places("Spin Boldak") if entry.kind == "city"]
    assert (town.country, town.admin1, town.admin2) == ("AFG", "Kandahar", "Spīn Bōldak")
    assert town.id is not None
    assert town.id.startswith("geonames:")


def test_most_districts_have_a_point() -> None:
    known = [cells[6] != "" for cells in SHIPPED._tables[0].every() if cells[1] == "2"]
    assert sum(known) > 0.7 * len(known)


def test_what_is_share_alike_stands_apart_and_can_be_taken_away(tmp_path: pathlib.Path) -> None:
    assert all(cells[-1].startswith("c") for cells in SHIPPED._tables[1].every() if cells[1] != ">")
    assert not any(cells[-1].startswith("c") for cells in SHIPPED._tables[0].every())
    for path in DATA.glob("*.tsv*"):
        content = b"" if path.name.startswith("odbl-") else path.read_bytes()
        (tmp_path / path.name).write_bytes(content)
    without = Gazetteer(tmp_path)
    assert without.places("Dushanbe") == SHIPPED.places("Dushanbe")
    assert without.named("Kenya") == ("KEN",)


def test_regions() -> None:
    gulf = SHIPPED.region("the Gulf of Aden")
    assert gulf is not None
    assert (gulf.sea, gulf.countries) == (True, ())
    border = SHIPPED.region("Durand Line")
    assert border is not None
    assert border.countries == ("AFG", "PAK")
    africa = SHIPPED.region("Africa")
    assert africa is not None
    assert africa.id == "geonames:6255146"
    assert SHIPPED.region("Abyei") is not None
    assert SHIPPED.region("Atlantis") is None
    for file in ("regions.tsv", "grounds.tsv"):
        for name, kind, countries, lat, lon, *_ in rows(file):
            assert name
            assert kind in ("sea", "region")
            assert set(filter(None, countries.split("|"))) <= set(SHIPPED.countries)
            assert -90 <= float(lat) <= 90
            assert -180 <= float(lon) <= 180


def test_every_short_form_means_an_area() -> None:
    for country, short, _ in rows("abbreviations.tsv"):
        area = SHIPPED.abbreviated(short)
        assert area is not None, short
        assert (area.kind, area.country) == ("admin1", country)
    assert SHIPPED.abbreviated("oh") is None


def test_a_capital_with_larger_namesakes_abroad_does_not_say_its_country() -> None:
    assert SHIPPED.is_chief_capital("Nairobi")
    assert SHIPPED.is_chief_capital("London")
    assert not SHIPPED.is_chief_capital("Plymouth")


def test_lookups() -> None:
    assert {entry.kind for entry in SHIPPED.places("Herat")} == {"admin1", "city", "admin2"}
    entries, kind = SHIPPED.area_of("Khatlon region")
    assert kind == "admin1"
    assert {entry.country for entry in entries} == {"TJK"}
    assert SHIPPED.places("") == SHIPPED.places("no such place") == ()
    assert "Al Fallūjah" in [entry.name for entry in SHIPPED.places("Fallujah")]


def test_every_spelling_leads_to_a_place_of_its_country() -> None:
    for country, spelling, _ in rows("spellings.tsv"):
        assert country in {entry.country for entry in SHIPPED.places(spelling)}, spelling


def test_tables_are_read_when_first_needed() -> None:
    fresh = Gazetteer()
    assert vars(fresh).keys() == {"_folder", "_own"}
    fresh.named("Kenya")
    assert "_tables" not in vars(fresh)


def test_notices_name_every_source() -> None:
    text = (DATA / "NOTICES.txt").read_text(encoding="utf-8")
    for words in (
        "GeoNames",
        "creativecommons.org/licenses/by/4.0",
        "Natural Earth",
        "public domain",
        "Factbook",
        "Open Database License",
    ):
        assert words in text
    for name in (
        "places.tsv.gz",
        "grounds.tsv",
        "regions.tsv",
        "odbl-places.tsv.gz",
        "odbl-countries.tsv",
        "names.tsv",
    ):
        assert (DATA / name).is_file()
        assert name in text


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Ouagadougou", "ouagadougou"),
        ("Côte d’Ivoire", "cote divoire"),
        ("Lənkəran", "lankaran"),
        ("U.S.", "us"),
        ("–", ""),
    ],
)
def test_normal_forms(words: str, form: str) -> None:
    assert normal_form(words) == form


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("khatlon region", ("khatlon", "admin1")),
        ("province of kunar", ("kunar", "admin1")),
        ("dera ismail khan district", ("dera ismail khan", "admin2")),
        ("mexico city", ("mexico", "city")),
        ("gao", ("gao", None)),
        ("region", ("region", None)),
    ],
)
def test_area_words(name: str, bare: tuple[str, str | None]) -> None:
    assert bare_name(name) == bare


@given(st.text())
def test_a_normal_form_is_its_own(words: str) -> None:
    form = normal_form(words)
    assert normal_form(form) == form
    assert SHIPPED.places(words) == SHIPPED.places(form)
