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
from panj.resolving.groups import groups
from panj.resolving.sectors import HEADS, SECTORS, sector_of, without_speaker

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
    for key, kind, _, country, admin1, lat, lon, population, number in rows("places.tsv"):
        assert key == normal_form(key) != ""
        assert f"{key}\t" >= last
        last = f"{key}\t"
        kinds[kind] += 1
        assert country in SHIPPED.countries
        assert admin1 in areas or admin1.startswith("=") or admin1 == "" or kind == "2"
        assert (lat == "") == (lon == "")
        assert lat == "" or (-90 <= float(lat) <= 90 and -180 <= float(lon) <= 180)
        assert population == "" or int(population) >= 0
        assert number == "" or number.isdigit()
    assert set(kinds) == {"1", "2", "p"}
    assert kinds["p"] > 7_000
    assert kinds["1"] > 4_000
    assert kinds["2"] > 45_000


def test_lookups() -> None:
    assert {entry.kind for entry in SHIPPED.places("Herat")} == {"admin1", "city", "admin2"}
    entries, kind = SHIPPED.area_of("Khatlon region")
    assert kind == "admin1"
    assert {entry.country for entry in entries} == {"TJK"}
    assert SHIPPED.places("") == SHIPPED.places("no such place") == ()
    assert [entry.name for entry in SHIPPED.places("Fallujah")] == ["Al Fallujah"]


def test_every_spelling_leads_to_a_place_of_its_country() -> None:
    for country, spelling, _ in rows("spellings.tsv"):
        assert country in {entry.country for entry in SHIPPED.places(spelling)}, spelling


def test_tables_are_read_when_first_needed() -> None:
    fresh = Gazetteer()
    assert vars(fresh).keys() == {"_folder"}
    fresh.named("Kenya")
    assert "_places" not in vars(fresh)


def test_notices_name_every_source() -> None:
    text = (DATA / "NOTICES.txt").read_text(encoding="utf-8")
    for words in ("GeoNames", "creativecommons.org/licenses/by/4.0", "Natural Earth", "public domain", "Factbook"):
        assert words in text
    for path in DATA.glob("*.tsv"):
        assert path.name in text


def test_groups() -> None:
    every = {group.key: group for group in groups().values()}
    assert len(every) > 80
    for group in every.values():
        assert group.key.startswith("org:")
        assert group.country is None or group.country in SHIPPED.countries
        days = [day for _, day in group.sectors]
        assert days == sorted(days)
        assert {code for code, _ in group.sectors} <= set(SECTORS)


def test_heads_have_known_sectors() -> None:
    assert set(HEADS.values()) <= set(SECTORS)
    assert sector_of(["foreign", "ministry"]) == "GOV"
    assert sector_of(["suicide", "bombers"]) == "UAF"
    assert sector_of(["army", "lorry"]) == "MIL"
    assert sector_of(["women", "prison"]) is None
    assert sector_of([]) is None


@pytest.mark.parametrize(
    ("words", "kept", "spoke"),
    [
        ("army spokesman", "army", True),
        ("cabinet press service", "cabinet", True),
        ("statement of the council", "the council", True),
        ("first statement", "", True),
        ("security service", "security service", False),
        ("own", "own", False),
        ("", "", False),
    ],
)
def test_speakers(words: str, kept: str, spoke: bool) -> None:
    assert without_speaker(words.split()) == (kept.split(), spoke)


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
