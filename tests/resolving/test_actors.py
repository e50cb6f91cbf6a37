"""Parties: country, sector and key of a phrase; groups; short forms, surnames and pronouns inside a report."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panj.model import Mention, Party, Span
from tests.resolving.conftest import MONDAY, make_report, mention, resolve


def party(
    words: str, *, text: str = "{} did it.", published: dt.datetime = MONDAY, publisher: str = "The Ferry Post"
) -> Party:
    report = make_report(text.format(words), published=published, publisher=publisher)
    return resolve(report, mention(report, 0, "did", actor=[words])).claims[0].actors[0]


@pytest.mark.parametrize(
    ("words", "key", "country", "sector"),
    [
        # states, by name, capital and palace
        ("Pakistan", "gov:PAK", "PAK", "GOV"),
        ("Kabul", "gov:AFG", "AFG", "GOV"),
        ("Kremlin", "gov:RUS", "RUS", "GOV"),
        ("Belgrade", "gov:SRB", "SRB", "GOV"),
        # their institutions, in any word order
        ("Tajikistan’s presidential office", "gov:TJK:presidency", "TJK", "GOV"),
        ("Afghanistan's Ministry of Foreign Affairs", "gov:AFG:foreign-ministry", "AFG", "GOV"),
        ("Afghan foreign ministry", "gov:AFG:foreign-ministry", "AFG", "GOV"),
        ("South Sudan's information minister", "gov:SSD:information-minister", "SSD", "GOV"),
        ("Chinese embassy in Dushanbe", "gov:CHN:embassy:TJK", "CHN", "GOV"),
        ("Tajik government", "gov:TJK", "TJK", "GOV"),
        ("Ghana's parliament", "leg:GHA:parliament", "GHA", "LEG"),
        # a spokesman or a statement is whom it speaks for
        ("Serbian police spokeswoman", "cop:SRB", "SRB", "COP"),
        ("spokesman for the Tajik foreign ministry", "gov:TJK:foreign-ministry", "TJK", "GOV"),
        ("Ashgabat's first statement", "gov:TKM", "TKM", "GOV"),
        ("Kyrgyz cabinet's press service", "gov:KGZ", "KGZ", "GOV"),
        # forces
        ("two Pakistani soldiers", "mil:PAK", "PAK", "MIL"),
        ("units of the Peruvian Navy", "mil:PER:navy", "PER", "MIL"),
        ("Uzbek border guards", "cop:UZB:border-guards", "UZB", "COP"),
        ("Israeli forces", "mil:ISR", "ISR", "MIL"),
        # people
        ("three Chinese workers", "cvl:CHN:workers", "CHN", "CVL"),
        ("Kenyans", "cvl:KEN:cvl", "KEN", "CVL"),
        ("Bosnian Serbs", "cvl:BIH:bosnian-serbs", "BIH", "CVL"),
        ("Kenyan side", "gov:KEN", "KEN", "GOV"),
        ("Kenyan helicopters", "mil:KEN:helicopters", "KEN", "MIL"),
        ("Kenya's former prime minister", "eli:KEN:former-prime-minister", "KEN", "ELI"),
        ("members of the Kenyan parliament", "leg:KEN:parliament", "KEN", "LEG"),
        ("27-year-old Tajik shepherd", "cvl:TJK:shepherd", "TJK", "CVL"),
        ("gunmen", "text:gunmen", None, "UAF"),
        ("nineteen villagers", "text:villagers", None, "CVL"),
        ("pupils abducted last week", "text:pupils abducted last week", None, "EDU"),
        ("chamber of commerce", "text:chamber of commerce", None, "BUS"),
        ("men in uniform", "text:men in uniform", None, "UAF"),
        # groups of the table
        ("Taliban", "org:taliban", "AFG", "GOV"),
        ("fighters from the Afghan Taliban", "org:taliban", "AFG", "GOV"),
        ("Yemen's Houthi movement", "org:houthis", "YEM", "REB"),
        ("TTP militants", "org:ttp", "PAK", "REB"),
        ("UN employees", "org:un:employees", None, "IGO"),
        ("UN", "org:un", None, "IGO"),
        ("victims of Boko Haram", "text:victims of boko haram", "NGA", "CVL"),
        ("Lebanese forces", "mil:LBN", "LBN", "MIL"),
        ("FSB", "spy:RUS:fsb", "RUS", "SPY"),
        ("Carabinieri", "cop:ITA:carabinieri", "ITA", "COP"),
        ("Knesset", "leg:ISR:parliament", "ISR", "LEG"),
        ("Robert Wagner", "text:robert wagner", None, None),
        # persons
        ("Prime Minister Benjamin Netanyahu", "per:benjamin-netanyahu", "ISR", "GOV"),
        ("Angela Merkel", "per:angela-merkel", "DEU", "ELI"),
        ("supporters of President Vladimir Putin", "text:supporters of president vladimir putin", "RUS", "CVL"),
        ("Bishop Tomas Brandt of Kenya", "per:KEN:tomas-brandt", "KEN", "REL"),
        ("Chinese ambassador Guo Zhijun", "per:CHN:guo-zhijun", "CHN", "GOV"),
        ("Tajik President Emomali Rahmon", "per:emomali-rahmon", "TJK", "GOV"),
        ("Sheikh Omar al Hadi", "per:omar-al-hadi", None, None),
        ("Captain Ana Reyes", "per:ana-reyes", None, "MIL"),
        ("General Staff", "text:general staff", None, "MIL"),
        ("Kyiv's General Staff", "mil:UKR:general-staff", "UKR", "MIL"),
        # heads decide, not what stands before them
        ("women's prison", "text:women prison", None, None),
        ("boarding party", "text:boarding party", None, "CVL"),
        ("army lorry", "text:army lorry", None, "MIL"),
    ],
)
def test_phrases(words: str, key: str, country: str | None, sector: str | None) -> None:
    found = party(words)
    assert (found.key, found.country, found.sector) == (key, country, sector)
    assert found.words is not None
    assert found.words.text == words


def test_a_sector_holds_from_its_day() -> None:
    before = dt.datetime(2020, 5, 1, tzinfo=dt.UTC)
    assert party("Taliban", published=before).sector == "REB"
    assert party("Taliban").sector == "GOV"


def test_acronyms_are_not_words() -> None:
    assert party("IS").key == "org:islamic-state"
    assert party("us").country is None


def test_several_countries_are_one_party_without_country() -> None:
    report = make_report("Senegal and Algeria did it.")
    found = resolve(report, mention(report, 0, "did", actor=["Senegal and Algeria"]))
    assert found.claims[0].actors[0].country is None
    assert [one.reason for one in found.abstentions] == ["several-countries"]


def test_what_is_not_known_is_counted_by_kind() -> None:
    report = make_report("The Brill Column did it to fourteen houses.")
    found = resolve(report, mention(report, 0, "did", actor=["Brill Column"], recipient=["fourteen houses"]))
    assert [(one.field, one.reason) for one in found.abstentions] == [
        ("actor", "name-unknown"),
        ("recipient", "kind-unknown"),
    ]


def test_shared_adjectives_are_decided_by_the_report() -> None:
    assert party("Congolese troops").country is None
    text = "{} did it, Kinshasa said."
    assert party("Congolese troops", text=text).country == "COD"


def claims(text: str, *fields: tuple[int, str, str]) -> list[Party]:
    """Return the actors of mentions given as sentence number, trigger and actor."""
    report = make_report(text)
    found = resolve(report, *(mention(report, number, trigger, actor=[actor]) for number, trigger, actor in fields))
    return [claim.actors[0] for claim in found.claims]


def test_a_short_form_is_the_one_full_form_told_before() -> None:
    text = "The Kenyan foreign ministry spoke, as Uganda did. The ministry denied it."
    full, short = claims(text, (0, "spoke", "Kenyan foreign ministry"), (1, "denied", "ministry"))
    assert (short.key, short.rule) == (full.key, "report:short-form")


def test_a_short_form_of_two_is_unclear_and_holds_in_its_report_only() -> None:
    text = "The Kenyan defence ministry and the Ugandan foreign ministry spoke. The ministry denied it."
    report = make_report(text)
    found = resolve(
        report,
        mention(report, 0, "spoke", "CONSULT", actor=["Kenyan defence ministry", "Ugandan foreign ministry"]),
        mention(report, 1, "denied", "REJECT", actor=["ministry"]),
    )
    assert found.claims[1].actors[0].key.startswith(f"?{report.id}:")
    assert [one.reason for one in found.abstentions] == ["short-form-unclear"]


def test_a_surname_is_the_person_told_before() -> None:
    text = "President Emil Varga spoke. Varga left. Tomas Brandt came. Brandt stayed. Emil Brandt met Brandt."
    full, short, other, same, _, unclear = claims(
        text,
        (0, "spoke", "President Emil Varga"),
        (1, "left", "Varga"),
        (2, "came", "Tomas Brandt"),
        (3, "stayed", "Brandt"),
        (4, "met", "Emil Brandt"),
        (4, "met", "Brandt"),
    )
    assert (short.key, short.rule) == (full.key, "report:surname")
    assert (same.key, same.rule) == (other.key, "report:surname")
    assert unclear.rule == "words"


def test_a_name_is_the_person_whom_the_text_introduced() -> None:
    """Though no mention points at the introduction."""
    text = "On Monday Kenyan President Emil Ada Varga left. Varga spoke. Brandt spoke."
    varga, brandt = claims(text, (1, "spoke", "Varga"), (2, "spoke", "Brandt"))
    assert (varga.key, varga.country, varga.sector) == ("per:KEN:emil-ada-varga", "KEN", "GOV")
    assert varga.rule == "report:introduced"
    assert brandt.rule == "words"


def test_a_name_beside_a_title_is_a_persons() -> None:
    (found,) = claims("The mayor, Ilse Brandt, spoke.", (0, "spoke", "Ilse Brandt"))
    assert (found.key, found.sector, found.rule) == ("per:ilse-brandt", "GOV", "named-beside-title")


def test_pronouns_take_the_one_party_that_fits() -> None:
    text = "The Kenyan army shelled a ridge. It said it had lost nobody. President Emil Varga spoke. He left."
    army, it, _, he = claims(
        text, (0, "shelled", "Kenyan army"), (1, "said", "It"), (2, "spoke", "President Emil Varga"), (3, "left", "He")
    )
    assert (it.key, it.rule) == (army.key, "pronoun:previous-claimant")
    assert he.key == "per:emil-varga"


def test_a_pronoun_of_two_is_unclear() -> None:
    text = "The Kenyan army and the Ugandan army shelled a ridge. It said so."
    report = make_report(text)
    found = resolve(
        report,
        mention(report, 0, "shelled", actor=["Kenyan army", "Ugandan army"]),
        mention(report, 1, "said", "CONSULT", actor=["It"]),
    )
    assert found.claims[1].actors[0].key == f"?{report.id}:it"
    assert [one.reason for one in found.abstentions] == ["pronoun-unclear"]


def test_a_bare_office_belongs_to_the_only_country_that_the_report_is_about() -> None:
    text = "Kenya wept. Kenya mourned. Kenya buried its dead. Police said so. The ambassador left."
    police, ambassador = claims(text, (3, "said", "Police"), (4, "left", "ambassador"))
    assert (police.key, police.rule) == ("cop:KEN", "report-country")
    assert ambassador.country is None
    long = "Kenya wept. " + 60 * "It rained in the hills. " + "Police said so."
    (once,) = claims(long, (61, "said", "Police"))
    assert (once.country, once.located) == (None, None)
    (short,) = claims("Kenya wept. Police said so.", (1, "said", "Police"))
    assert (short.key, short.rule) == ("cop:KEN", "report-country")


def test_a_bare_government_is_the_state_that_spoke_last() -> None:
    text = "China spoke. Tajikistan's presidential office answered. The government had said more."
    _, _, found = claims(
        text, (0, "spoke", "China"), (1, "answered", "Tajikistan's presidential office"), (2, "said", "government")
    )
    assert (found.key, found.rule) == ("gov:TJK", "report:last-state")
    far = text.replace("The government", "Prices rose. Shops shut. It rained. The government")
    *_, found = claims(
        far, (0, "spoke", "China"), (1, "answered", "Tajikistan's presidential office"), (5, "said", "government")
    )
    assert found.country is None


def test_the_outlet_lends_its_country_where_the_report_is_mostly_about_it() -> None:
    found = party("foreign ministry", text="The {} did it.", publisher="Ghana Times")
    assert (found.key, found.rule) == ("gov:GHA:foreign-ministry", "publisher-country")


def test_who_only_is_in_a_country_does_not_belong_to_it() -> None:
    found = party("criminal groups in Afghanistan")
    assert (found.country, found.located, found.sector, found.rule) == (None, "AFG", "CRM", "located")
    assert found.key == "crm:in-AFG:criminal-groups"
    assert party("Chinese workers in Kenya").country == "CHN"
    assert party("US-backed fighters", text="{} did it.").country is None


def test_people_are_where_the_act_lies() -> None:
    report = make_report("Gunmen shot two soldiers in Kisumu, Kenya. Police said so.")
    gunmen, police = resolve(
        report,
        mention(report, 0, "shot", actor=["Gunmen"], recipient=["two soldiers"], place=["Kisumu, Kenya"]),
        mention(report, 1, "said", "CONSULT", actor=["Police"], place=[]),
    ).claims
    assert (gunmen.actors[0].country, gunmen.actors[0].located) == (None, "KEN")
    assert (gunmen.recipients[0].country, gunmen.recipients[0].located) == (None, "KEN")
    assert police.actors[0].key == "cop:KEN"


def test_a_bare_force_is_the_one_told_before() -> None:
    text = (
        "The Kenyan army crossed into Uganda. Troops shelled a ridge. Ugandan police left. Soldiers of both sides fell."
    )
    army, troops, _, both = claims(
        text, (0, "crossed", "Kenyan army"), (1, "shelled", "Troops"), (2, "left", "Ugandan police"),
        (3, "fell", "Soldiers of both sides"),
    )  # fmt: skip
    assert (troops.key, troops.rule) == (army.key, "report:same-force")
    assert both.country is None


def test_what_somebody_owns_is_theirs() -> None:
    text = "Kenya's foreign ministry said its troops had left. President Emil Varga had called, his office said."
    _, troops, _, office = claims(
        text, (0, "said", "Kenya's foreign ministry"), (0, "left", "its troops"), (1, "called", "President Emil Varga"),
        (1, "said", "his office"),
    )  # fmt: skip
    assert (troops.key, troops.rule) == ("mil:KEN", "owner")
    assert (office.name, office.rule) == ("Emil Varga", "owner")


def test_an_adjective_takes_the_noun_that_it_shares() -> None:
    (hungarian,) = claims("Senior Hungarian and Romanian officials met.", (0, "met", "Hungarian"))
    assert (hungarian.key, hungarian.rule) == ("gov:HUN", "shared-noun")


def test_us_is_a_country_in_capitals() -> None:
    kenya, usa, us = claims(
        "Kenya and the US spoke. It told us.", (0, "spoke", "Kenya"), (0, "spoke", "US"), (1, "told", "us")
    )
    assert (kenya.key, usa.key, usa.rule) == ("gov:KEN", "gov:USA", "country")
    assert us.country is None


def test_two_actors_of_the_tables_are_one_party_without_either_key() -> None:
    report = make_report("Hamas and Islamic Jihad did it.")
    found = resolve(report, mention(report, 0, "did", actor=["Hamas and Islamic Jihad"]))
    actor = found.claims[0].actors[0]
    assert (actor.country, actor.sector, actor.rule) == ("PSE", "REB", "several-actors")
    assert not actor.key.startswith("org:")
    assert [one.reason for one in found.abstentions] == ["several-actors"]


def test_an_office_holder_leaves_office() -> None:
    in_office = dt.datetime(2010, 5, 1, tzinfo=dt.UTC)
    before = dt.datetime(1999, 5, 1, tzinfo=dt.UTC)
    assert party("Angela Merkel", published=in_office).sector == "GOV"
    assert party("Angela Merkel", published=before).sector is None
    assert party("former Chancellor Angela Merkel", published=in_office).sector == "ELI"
    assert party("Chancellor Angela Merkel", published=before).sector == "GOV"  # a title in the words holds


def test_a_surname_needs_its_country_or_its_office() -> None:
    day = dt.datetime(2012, 5, 1, tzinfo=dt.UTC)
    named = "{} did it, Germany said."
    assert party("Westerwelle", text=named, published=day).country is None
    assert party("Kinkel", text=named, published=dt.datetime(1995, 5, 1, tzinfo=dt.UTC)).key == "per:klaus-kinkel"
    assert party("Kinkel", published=day).country is None
    assert party("President Museveni", published=day).key == "per:yoweri-museveni"
    assert party("Khan", text="{} did it, Pakistan said.", published=day).country is None
    other = "Gert Kinkel spoke. Kinkel left. Germany wept."
    _, short = claims(other, (0, "spoke", "Gert Kinkel"), (1, "left", "Kinkel"))
    assert short.name == "Gert Kinkel"  # whom the report names in full outranks the tables


def test_a_persons_key_holds_beyond_the_report_on_strong_evidence_only() -> None:
    (full,) = claims("Kenyan Mayor Ilse Brandt spoke.", (0, "spoke", "Kenyan Mayor Ilse Brandt"))
    assert full.key == "per:KEN:ilse-brandt"
    (surname,) = claims("Mayor Brandt spoke.", (0, "spoke", "Mayor Brandt"))
    assert surname.key.startswith("?")


def test_a_party_is_its_countrys_only_where_the_country_is_named() -> None:
    assert party("PPP", text="{} did it in Pakistan.").country == "PAK"
    assert party("PPP", text="{} did it in Ghana.").country == "GHA"
    assert party("PPP").country is None


_VOCABULARY = """the a three former of for in near from and or US Kenyan Kenya's Tajikistan Chinese Kurds ethnic
    Albanians President minister spokesman leader army police officers troops rebels Hamas Taliban's UN
    (UN) FSB Putin Angela Merkel Varga supporters victims members workers side 's ' - , . ’s -led
    pro-Iranian US-backed Wagner gunmen fleeing armed his its they It"""
_WORDS = st.lists(st.sampled_from(_VOCABULARY.split()), min_size=1, max_size=8).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(_WORDS, st.text(min_size=1, max_size=40).filter(str.strip)))
def test_any_words_are_a_party(words: str) -> None:
    text = f"{words} did it"
    report = make_report(text)
    span = Span(start=0, end=len(words), text=words)
    told = Mention(
        id="m0", report_id=report.id, sentence=Span(start=0, end=len(text), text=text),
        trigger=Span(start=len(words) + 1, end=len(words) + 4, text="did"), type="ASSAULT", status="happened",
        actors=(span,),
    )  # fmt: skip
    (found,) = resolve(report, told).claims[0].actors
    assert found.words == span
    assert found.name
    assert found.key
    assert found.rule
    assert found.country is None or found.located is None
