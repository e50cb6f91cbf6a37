"""Places: containers, namesakes, roles, and what stays words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from panj.model import Place, Span
from panj.ontology import geo_precision, where_prec
from tests.resolving.conftest import make_report, mention, resolve

NOWHERE = Span(start=0, end=0, text="")


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
    assert reasons("Traders were attacked in Santa Rosa.", "Santa Rosa") == ["name-ambiguous"]
    (place,) = places("Traders were attacked in Santa Rosa.", "Santa Rosa")
    assert (place.name, place.country, place.lat) == ("Santa Rosa", None, None)


def test_a_prominent_city_and_the_only_area_of_a_name_need_no_support() -> None:
    (city,) = places("Traders were attacked in Melbourne.", "Melbourne")
    assert (city.country, city.rule, city.precision) == ("AUS", "gazetteer:prominent", "point")
    (city,) = places("Traders were attacked in Karachi.", "Karachi")
    assert (city.country, city.rule, city.admin1) == ("PAK", "gazetteer:only-one", "Sindh")
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


def test_an_area_that_the_report_names_chooses() -> None:
    (place,) = places("Rain fell on Ohio. Shops were attacked in Springfield.", "Springfield")
    assert (place.country, place.admin1, place.rule) == ("USA", "Ohio", "gazetteer:area")
    (other,) = places("Rain fell on Missouri. Shops were attacked in Springfield.", "Springfield")
    assert (other.admin1, other.rule) == ("Missouri", "gazetteer:area")


def test_a_short_form_behind_a_comma_is_a_container() -> None:
    (place,) = places("Shops were attacked in Springfield, Mo., on Monday.", "Springfield")
    assert (place.country, place.admin1, place.rule) == ("USA", "Missouri", "gazetteer:container")


def test_a_container_is_whichever_ground_of_its_name_has_the_place() -> None:
    (city,) = places("Shops were attacked in Savannah, Georgia.", "Savannah")
    assert (city.country, city.admin1) == ("USA", "Georgia")
    (inside,) = places("Shops were attacked in Savannah, Georgia.", "Savannah, Georgia")
    assert (inside.country, inside.admin1) == ("USA", "Georgia")
    (town,) = places("Shops were attacked in Gori, Georgia.", "Gori")
    assert town.country == "GEO"


def test_the_next_item_of_a_list_is_no_container() -> None:
    (place,) = places("Shops were attacked in Copenhagen, Germany and Norway.", "Copenhagen")
    assert place.country == "DNK"


def test_places_close_by_choose_among_namesakes_of_one_country() -> None:
    text = "Nigerian police went to Sokoto and to Gusau. Shops were attacked in Bena."
    (place,) = places(text, "Bena")
    assert (place.country, place.admin1) == ("NGA", "Kebbi")


def test_regions_and_seas_have_a_point_and_a_country_only_where_it_is_one() -> None:
    (sea,) = places("A ship was attacked in the Gulf of Aden.", "the Gulf of Aden")
    assert (sea.name, sea.country, sea.rule, sea.precision) == ("Gulf of Aden", None, "sea", "region")
    assert sea.lat is not None
    (forest,) = places("A camp was attacked in Sambisa Forest.", "Sambisa Forest")
    assert (forest.country, forest.precision) == ("NGA", "region")
    assert reasons("A ship was attacked in the Gulf of Aden.", "the Gulf of Aden") == []


def test_a_part_of_a_state_with_a_name_of_its_own_is_the_area() -> None:
    (place,) = places("Shops were attacked in Scotland.", "Scotland")
    assert (place.country, place.admin1, place.precision) == ("GBR", "Scotland", "province")
    (city,) = places("Shops were attacked in the Djibouti capital.", "Djibouti")
    assert city.precision == "country"


def test_a_direction_before_an_area_does_not_hide_it() -> None:
    (place,) = places("Afghan shops were attacked in the eastern province of Paktika.", "eastern province of Paktika")
    assert (place.name, place.country, place.precision) == ("Paktika", "AFG", "province")


def test_things_named_after_a_ground_are_no_town_of_that_name() -> None:
    (place,) = places("Students were attacked at the University of Nairobi.", "University of Nairobi")
    assert (place.country, place.rule.split(":")[0]) == ("KEN", "in")
    (other,) = places("Guards were attacked at Liverpool Academy. Egypt mourned.", "Liverpool Academy")
    assert other.lat is None


def test_a_street_lies_in_the_one_city_of_the_report() -> None:
    text = "Kenya mourns. Crowds in Nairobi wept. Guards were attacked on Upper Brill Street."
    (place,) = places(text, "Upper Brill Street")
    assert (place.country, place.rule, place.precision) == ("KEN", "in:report-city", "district")
    (village,) = places("Kenya mourns. Crowds in Nairobi wept. Guards were attacked in Upper Brill.", "Upper Brill")
    assert village.lat is None


def test_where_people_were_taken_and_where_somebody_spoke() -> None:
    taken = places("Men who were attacked were flown to Nairobi.", "Nairobi")
    assert taken[0].role == "to"
    said = places("He told reporters in Nairobi that traders were attacked.", "Nairobi")
    assert said[0].role == "speaker"


def test_a_tiny_foreign_namesake_is_no_answer() -> None:
    (place,) = places("Nigeria mourns. Nigerian traders were attacked in Demo village.", "Demo village")
    assert (place.country, place.lat) == ("NGA", None) or place.country is None


@pytest.mark.parametrize(
    ("text", "words", "acled", "ucdp"),
    [
        ("Shops were attacked in Nairobi.", "Nairobi", 1, 1),
        ("Mali wept. Traders were attacked 10 km east of Gao.", "10 km east of Gao", 2, 2),
        ("Afghan shops were attacked in Spin Boldak district.", "Spin Boldak district", 2, 3),
        ("Shops were attacked in Khatlon region.", "Khatlon region", 3, 4),
        ("Shops were attacked in the Hindu Kush.", "Hindu Kush", 3, 5),
        ("Shops were attacked in Kenya.", "Kenya", None, 6),
        ("Shops were attacked in the Red Sea.", "Red Sea", None, 7),
        ("Shops were attacked in a market.", "a market", None, None),
    ],
)
def test_codes_of_precision(text: str, words: str, acled: int | None, ucdp: int | None) -> None:
    (place,) = places(text, words)
    assert (geo_precision(place), where_prec(place)) == (acled, ucdp)


@given(st.lists(st.sampled_from(["Tripoli", "Springfield", "Paris", "Herat", "Gulf of Aden", "Kenya"]), min_size=1))
def test_the_same_words_give_the_same_place_whatever_was_asked_before(names: list[str]) -> None:
    text = f"Traders were attacked in {' and '.join(names)}."
    once = [structs.replace(place, words=NOWHERE) for place in places(text, *dict.fromkeys(names))]
    again = [structs.replace(place, words=NOWHERE) for place in places(text, *dict.fromkeys(names))]
    assert once == again
    for place in once:
        assert (place.lat is None) == (place.lon is None)
        assert place.precision is None or place.lat is not None or place.gazetteer_id is not None
