"""Places: containers, namesakes, roles, and what stays words."""

from __future__ import annotations

import pytest

from panj.model import Place
from tests.resolving.conftest import make_report, mention, resolve


def places(
    text: str, *words: str, source: tuple[str, ...] = (), title: str | None = None, publisher: str = "P"
) -> list[Place]:
    """Return the places of one mention, whose trigger is "attacked", in the first sentence that holds it."""
    report = make_report(text, title=title, publisher=publisher)
    number = next(n for n, sentence in enumerate(text.split(". ")) if "attacked" in sentence)
    return list(resolve(report, mention(report, number, "attacked", place=words, source=source)).claims[0].places)


def reasons(text: str, *words: str) -> list[str]:
    report = make_report(text)
    number = next(n for n, sentence in enumerate(text.split(". ")) if "attacked" in sentence)
    found = resolve(report, mention(report, number, "attacked", place=words))
    return [one.reason for one in found.abstentions if one.field == "place"]


def test_a_first_order_area_by_its_area_word() -> None:
    (place,) = places("A camp was attacked in Tajikistan's southwestern Khatlon region.", "Khatlon region")
    assert (place.name, place.country, place.admin1, place.precision) == ("Khatlon", "TJK", "Khatlon", "province")
    assert place.lat == pytest.approx(37.8, abs=0.5)
    assert place.lon == pytest.approx(68.8, abs=0.5)
    assert place.gazetteer_id == "geonames:1347488"
    assert place.role == "happened"


def test_roles_are_kept_and_those_where_it_happened_come_first() -> None:
    found = places("Mortars fired from Afghanistan attacked Khorog in Tajikistan.", "Khorog", source=("Afghanistan",))
    assert [(place.role, place.country) for place in found] == [("happened", "TJK"), ("from", "AFG")]
    assert found[1].precision == "country"


@pytest.mark.parametrize(
    ("words", "country", "rule"),
    [
        ("Kenya", "KEN", "country"),
        ("southern Peru", "PER", "part-of-country"),
        ("Afghan territory", "AFG", "adjective"),
        ("Afghan soil", "AFG", "adjective"),
        ("US", "USA", "country"),
    ],
)
def test_countries(words: str, country: str, rule: str) -> None:
    (place,) = places(f"Men were attacked in {words} there.", words)
    assert (place.country, place.rule) == (country, rule)


def test_the_container_in_the_words_chooses_among_namesakes() -> None:
    (ours,) = places("Traders were attacked in Tripoli, Lebanon.", "Tripoli, Lebanon")
    (theirs,) = places("Traders were attacked in Tripoli, Libya.", "Tripoli, Libya")
    assert (ours.country, theirs.country) == ("LBN", "LBY")
    assert ours.rule == "gazetteer:container"


def test_the_container_behind_the_words_chooses_too() -> None:
    (place,) = places("Traders were attacked in Tripoli in Lebanon.", "Tripoli")
    assert (place.country, place.rule) == ("LBN", "gazetteer:container")


def test_countries_of_sentence_and_report_choose() -> None:
    (near,) = places("Lebanon mourns. Lebanese traders were attacked in Tripoli. Libya was silent.", "Tripoli")
    assert (near.country, near.rule) == ("LBN", "gazetteer:sentence")
    (far,) = places("Lebanon mourns. Traders were attacked in Tripoli.", "Tripoli")
    assert (far.country, far.rule) == ("LBN", "gazetteer:report")
    (outlet,) = places("Traders were attacked in Tripoli.", "Tripoli", publisher="Lebanon Daily")
    assert (outlet.country, outlet.rule) == ("LBN", "gazetteer:publisher")


def test_a_local_name_without_support_is_not_guessed() -> None:
    assert reasons("Traders were attacked in Santa Rosa.", "Santa Rosa") == ["name-unknown"]
    (place,) = places("Traders were attacked in Santa Rosa.", "Santa Rosa")
    assert (place.name, place.country, place.lat) == ("Santa Rosa", None, None)


def test_a_prominent_city_and_the_only_area_of_a_name_need_no_support() -> None:
    (city,) = places("Traders were attacked in Karachi.", "Karachi")
    assert (city.country, city.rule, city.precision) == ("PAK", "gazetteer:prominent", "point")
    (area,) = places("Traders were attacked in Chin State.", "Chin State")
    assert (area.country, area.rule) == ("MMR", "gazetteer:only-one")


def test_namesakes_in_one_country_abstain_and_keep_the_country() -> None:
    (place,) = places("Police in Honduras said traders were attacked in Santa Rita.", "Santa Rita")
    assert (place.country, place.lat) == ("HND", None)
    assert reasons("Police in Honduras said traders were attacked in Santa Rita.", "Santa Rita") == ["name-ambiguous"]


def test_unknown_words_keep_words_and_the_ground_that_is_told() -> None:
    (alone,) = places("Traders were attacked at Upper Brill.", "Upper Brill")
    assert (alone.name, alone.country, alone.rule) == ("Upper Brill", None, "words")
    (inside,) = places("Traders were attacked at Upper Brill in Kenya.", "Upper Brill")
    assert (inside.country, inside.lat, inside.rule) == ("KEN", None, "in:words-behind")
    beside = places("Traders were attacked at Upper Brill and Dushanbe in Tajikistan.", "Upper Brill", "Dushanbe")
    assert beside[0].country == "TJK"


def test_a_common_place_is_words_without_abstention() -> None:
    (place,) = places("Traders were attacked in a crowded market.", "a crowded market")
    assert (place.rule, place.country) == ("common-noun", None)
    assert reasons("Traders were attacked in a crowded market.", "a crowded market") == []
    market, town = places("Traders were attacked in a market in Herat, Afghanistan.", "a market", "Herat, Afghanistan")
    assert (market.country, town.country) == ("AFG", "AFG")


def test_words_that_refer_back_abstain() -> None:
    assert reasons("Traders were attacked there.", "there") == ["refers-back"]


def test_a_thing_named_after_a_town_lies_in_it() -> None:
    (place,) = places("Iraq closed the sky. Rockets attacked Erbil airport.", "Erbil airport")
    assert (place.country, place.rule, place.precision) == ("IRQ", "in:feature", "district")
    (road,) = places("Iraq closed the sky. Rockets attacked the Erbil road.", "Erbil road")
    assert (road.country, road.lat) == ("IRQ", None)


def test_far_from_a_town_has_its_country_only() -> None:
    (near,) = places("Mali wept. Traders were attacked 10 km east of Gao.", "10 km east of Gao")
    (far,) = places("Mali wept. Traders were attacked 90 km east of Gao.", "90 km east of Gao")
    assert (near.country, near.precision) == ("MLI", "district")
    assert (far.country, far.admin1, far.lat) == ("MLI", None, None)


def test_a_name_once_placed_stays_where_it_is() -> None:
    report = make_report("Traders were attacked at Brill in Kenya. Two were killed at Brill.")
    first = mention(report, 0, "attacked", place=["Brill"])
    second = mention(report, 1, "killed", place=["Brill"])
    one, two = (claim.places[0] for claim in resolve(report, first, second).claims)
    assert (one.country, two.country, two.rule) == ("KEN", "KEN", "same-words")


def test_names_of_the_region_agree_where_no_country_is_named() -> None:
    text = "Traders were attacked in Jodhpur. Shops closed in Jaipur and Bikaner."
    (place,) = places(text, "Jodhpur")
    assert place.country == "IND"


def test_a_village_nobody_knows_lies_in_the_country_that_the_report_is_about() -> None:
    about = "Kenya sent rangers north. Herders were attacked in Lokwamosing. Kenyan officials met in Nairobi"
    (place,) = places(about, "Lokwamosing")
    assert (place.name, place.country, place.rule) == ("Lokwamosing", "KEN", "words:report-country")
    assert place.lat is None
    assert reasons(about, "Lokwamosing") == ["name-unknown"]
    between = "Kenya sent rangers north. Herders were attacked in Lokwamosing. Ethiopia and Ugandan officials met"
    (place,) = places(between, "Lokwamosing")
    assert place.country is None
