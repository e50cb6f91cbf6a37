"""Mentions become claims: claimants, stances, abstentions; nothing is lost and nothing depends on chance."""

from __future__ import annotations

import datetime as dt
import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panj.errors import InvalidValue
from panj.model import Mention, Reading, Report, Span, encode, mention_id
from panj.ontology import STATUSES, TYPES
from panj.resolving import Resolver, country_code
from tests.resolving.conftest import make_report, mention, resolve, sentences

LEDE = (
    "A mine killed two Chinese drivers in Khatlon region on Friday, the Tajik interior ministry said. "
    "It was laid from Afghanistan. Beijing urged Dushanbe to close the road. The Taliban denied they had laid it. "
    "Guo promised to send investigators, the Chinese embassy in Dushanbe said."
)


@pytest.fixture
def lede() -> tuple[Report, tuple[Mention, ...]]:
    report = make_report(LEDE)
    close = mention(report, 2, "close", "COERCE", status="asked", actor=["Dushanbe"])
    laid = mention(report, 3, "laid", "MOBILIZE", status="negated", actor=["they"])
    send = mention(report, 4, "send", "COOPERATE", status="planned")
    return report, (
        mention(
            report, 0, "killed", mode="explosives", by="Tajik interior ministry", cue="said", time=["Friday"],
            recipient=["two Chinese drivers"], place=["Khatlon region"], killed="two Chinese drivers",
        ),
        mention(report, 1, "laid", "MOBILIZE", actor=["It"], source=["Afghanistan"]),
        mention(report, 2, "urged", "REQUEST", actor=["Beijing"], recipient=["Dushanbe"], about=close.id),
        close,
        mention(report, 3, "denied", "REJECT", actor=["Taliban"], about=laid.id),
        laid,
        mention(
            report, 4, "promised", "AGREE", actor=["Guo"], by="Chinese embassy in Dushanbe", cue="said", about=send.id
        ),
        send,
    )  # fmt: skip


def test_every_mention_becomes_one_claim_in_order(lede: tuple[Report, tuple[Mention, ...]]) -> None:
    report, mentions = lede
    claims = resolve(report, *mentions).claims
    assert tuple(claim.mention for claim in claims) == mentions
    assert [claim.stance for claim in claims] == [
        "asserted", "asserted", "asserted", "demanded", "asserted", "denied", "asserted", "promised",
    ]  # fmt: skip
    assert {claim.said_on for claim in claims} == {dt.date(2031, 3, 10)}


def test_codes_stand_beside_the_words(lede: tuple[Report, tuple[Mention, ...]]) -> None:
    report, mentions = lede
    killed, laid, urged, *_ = resolve(report, *mentions).claims
    assert (killed.claimant.key, killed.recipients[0].country) == ("gov:TJK:interior-ministry", "CHN")
    assert (killed.places[0].admin1, killed.places[0].country) == ("Khatlon", "TJK")
    assert killed.when is not None
    assert killed.when.valid_from == killed.when.valid_to == dt.date(2031, 3, 7)
    assert [(place.role, place.country) for place in laid.places] == [("from", "AFG")]
    assert (urged.actors[0].key, urged.recipients[0].key) == ("gov:CHN", "gov:TJK")


def test_claimants(lede: tuple[Report, tuple[Mention, ...]]) -> None:
    """The speaker; the outlet; and for what is asked, denied or promised whoever asks, denies or promises it."""
    report, mentions = lede
    keys = [claim.claimant.key for claim in resolve(report, *mentions).claims]
    outlet = "text:ferry post"
    assert keys == [
        "gov:TJK:interior-ministry", outlet, outlet, "gov:CHN", outlet, "org:taliban",
        "gov:CHN:embassy:TJK", "text:guo",
    ]  # fmt: skip


def test_several_who_ask_claim_jointly() -> None:
    report = make_report("Kenya and Uganda urged Rwanda to withdraw.")
    withdraw = mention(report, 0, "withdraw", "RETREAT", status="asked")
    urged = mention(report, 0, "urged", "REQUEST", actor=["Kenya", "Uganda"], about=withdraw.id)
    claimant = resolve(report, urged, withdraw).claims[1].claimant
    assert (claimant.name, claimant.key, claimant.rule) == ("Kenya and Uganda", "gov:KEN|gov:UGA", "jointly")
    assert (claimant.country, claimant.sector) == (None, "GOV")


def test_who_condemns_an_act_does_not_claim_it() -> None:
    report = make_report("Kenya condemned the raid.")
    raid = mention(report, 0, "raid")
    condemned = mention(report, 0, "condemned", "ACCUSE", actor=["Kenya"], mode="disapprove", about=raid.id)
    assert resolve(report, condemned, raid).claims[1].claimant.rule == "publisher"


def test_the_outlet_has_the_key_that_texts_give_it() -> None:
    report = make_report("A raid failed, Anadolu said.", publisher="Anadolu Agency")
    first = mention(report, 0, "raid", by="Anadolu", cue="said")
    second = mention(report, 0, "failed")
    spoken, own = resolve(report, first, second).claims
    assert own.claimant.rule == "publisher"
    assert (own.claimant.key, own.claimant.country, own.claimant.sector) == (spoken.claimant.key, "TUR", "MED")
    assert own.claimant.words is None


@pytest.mark.parametrize(
    ("publisher", "url", "name", "key"),
    [
        (None, "https://www.ferry.example/a", "ferry.example", "text:ferryexample"),
        (None, "http://[", "the report's publisher", None),
        ("  ", None, "the report's publisher", None),
        ("Ghana Times", None, "Ghana Times", "text:ghana times"),
    ],
)
def test_outlets(publisher: str | None, url: str | None, name: str, key: str | None) -> None:
    report = make_report("A raid failed.", publisher=publisher, url=url)
    claimant = resolve(report, mention(report, 0, "raid")).claims[0].claimant
    assert (claimant.name, claimant.sector, claimant.rule) == (name, "MED", "publisher")
    assert claimant.key == (key or f"?{report.id}:publisher")


def test_abstentions_name_mention_field_and_words(lede: tuple[Report, tuple[Mention, ...]]) -> None:
    report, mentions = lede
    found = resolve(report, *mentions).abstentions
    assert found
    ids = {one.id for one in mentions}
    for one in found:
        assert (one.stage, one.report_id) == ("resolving", report.id)
        assert one.mention_id in ids
        assert one.words is not None
        assert report.text[one.words.start : one.words.end] == one.words.text
    assert ("actor", "kind-unknown", "Guo") in {(one.field, one.reason, one.words.text) for one in found if one.words}


def test_an_empty_reading_gives_nothing() -> None:
    report = make_report("Nothing happened.")
    found = resolve(report)
    assert (found.claims, found.abstentions) == ((), ())


def test_the_same_values_give_the_same_bytes(lede: tuple[Report, tuple[Mention, ...]]) -> None:
    report, mentions = lede
    again = Resolver()
    reading = Reading(report_id=report.id, reader="hand 1", sentences=5, mentions=mentions)
    assert encode(again.resolve(report, reading)) == encode(again.resolve(report, reading))
    turned = {claim.id: claim for claim in resolve(report, *reversed(mentions)).claims}
    assert all(encode(turned[claim.id]) == encode(claim) for claim in resolve(report, *mentions).claims)


def test_the_seed(shared: pathlib.Path) -> None:
    """The acts of the report that Panj exists for, pointed at by hand."""
    text = (shared / "seed/report.txt").read_text(encoding="utf-8")
    report = make_report(text, published=dt.datetime(2025, 12, 1, tzinfo=dt.UTC), publisher=None)
    number = {words: n for n, one in enumerate(sentences(report)) for words in WORDS if words in one.text}
    camp = mention(
        report, number["killing three Chinese workers"], "drone attack", mode="drone", by="government", cue="said",
        time=["last week"], place=["Tajikistan’s southwestern Khatlon region"], source=["Afghanistan"],
        recipient=["three Chinese workers"], killed="three Chinese workers",
    )  # fmt: skip
    gunfire = mention(
        report, number["two incidents of gunfire"], "incidents of gunfire", by="Tajikistan’s presidential office",
        via="officials", cue="said", time=["past week"], place=["Tajikistan"],
    )  # fmt: skip
    smugglers = mention(
        report, number["suspected drug smugglers"], "kill", by="Tajikistan", cue="said", actor=["it"],
        recipient=["two suspected drug smugglers"], place=["border area"], time=["last month"],
    )  # fmt: skip
    fire = mention(
        report, number["exchanged fire"], "exchanged fire", actor=["Tajik guards", "fighters from the Afghan Taliban"],
        time=["August"],
    )  # fmt: skip
    sanctuary = mention(
        report, number["providing sanctuary"], "sanctuary", "AID", by="Pakistan", cue="accuses", actor=["Afghanistan"]
    )
    first, second, third, fourth, fifth = resolve(report, gunfire, camp, smugglers, fire, sanctuary).claims
    assert first.when is not None
    assert (str(first.when.valid_from), str(first.when.valid_to)) == ("2025-11-24", "2025-12-01")
    assert (first.claimant.key, first.via and first.via.sector) == ("gov:TJK:presidency", "GOV")
    assert second.when is not None
    assert (str(second.when.valid_from), str(second.when.valid_to)) == ("2025-11-24", "2025-11-30")
    assert [(place.role, place.country) for place in second.places] == [("happened", "TJK"), ("from", "AFG")]
    assert (second.places[0].admin1, second.claimant.country) == ("Khatlon", "TJK")
    assert second.recipients[0].country == "CHN"
    assert third.when is not None
    assert (str(third.when.valid_from), third.actors[0].key) == ("2025-11-01", "gov:TJK")
    assert fourth.when is not None
    assert str(fourth.when.valid_to) == "2025-08-31"
    assert [party.country for party in fourth.actors] == ["TJK", "AFG"]
    assert (fifth.claimant.key, fifth.actors[0].key) == ("gov:PAK", "gov:AFG")


WORDS = (
    "two incidents of gunfire", "killing three Chinese workers", "suspected drug smugglers", "exchanged fire",
    "providing sanctuary",
)  # fmt: skip


PIECES = """
the Tajik ministry ’s of in Kabul, It he said two Mr. Rahmon's 3 km east Gao and - Palm ( " . region ’ 's said on Friday
"""
"""What phrases are made of."""


@settings(max_examples=100, deadline=None)
@given(
    text=st.one_of(
        st.text(min_size=1),
        st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=12).map(" ".join),
    ).filter(bool),
    data=st.data(),
)  # fmt: skip
def test_no_words_raise(text: str, data: st.DataObject) -> None:
    """Whatever a reader points at, the mention becomes a claim."""
    report = make_report(text, publisher=text[:20])
    whole = Span(start=0, end=len(text), text=text)

    def spans() -> tuple[Span, ...]:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        return (Span(start=start, end=end, text=text[start:end]),)

    one = Mention(
        id=mention_id(report.id, whole, "ASSAULT"), report_id=report.id, sentence=whole, trigger=spans()[0],
        type=data.draw(st.sampled_from(TYPES)), status=data.draw(st.sampled_from(STATUSES)),
        by=spans()[0], cue=spans()[0],
        actors=spans(), recipients=spans(), places=spans(), launched_from=spans(), times=spans(),
    )  # fmt: skip
    found = resolve(report, one)
    assert [claim.mention for claim in found.claims] == [one]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("TJK", "TJK"),
        ("tjk", "TJK"),
        ("Tajikistan", "TJK"),
        (" DR Congo ", "COD"),
        ("Afghan", "AFG"),
        ("Ivory Coast", "CIV"),
    ],
)
def test_country_codes(words: str, code: str) -> None:
    assert country_code(words) == code


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("Tajikstan", "Tajikistan (TJK)"),
        ("Congo", "COD, COG"),
        ("Korea", "South Korea (KOR)"),
        ("x", "alpha-3"),
        ("", "alpha-3"),
    ],
)
def test_what_is_no_country_says_what_would_be(words: str, remedy: str) -> None:
    with pytest.raises(InvalidValue, match=r"countr(y|ies)") as caught:
        country_code(words)
    assert remedy in caught.value.remedy
