"""Intervals of mentions: their own words, what they lean on, what they inherit, and when the claim was made."""

from __future__ import annotations

import datetime as dt
from typing import Any

from panj.model import Abstention, Claim, Interval
from panj.resolving import Resolution
from tests.resolving.conftest import MONDAY, make_report, mention, resolve


def only(resolution: Resolution) -> Claim:
    (claim,) = resolution.claims
    return claim


def days(interval: Interval | None) -> tuple[str, str, str] | None:
    return None if interval is None else (str(interval.valid_from), str(interval.valid_to), interval.rule)


def reasons(abstentions: tuple[Abstention, ...]) -> list[str]:
    return [one.reason for one in abstentions if one.field == "time"]


def test_publication_counts_in_its_own_offset() -> None:
    late = dt.datetime(2031, 3, 10, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-8)))
    report = make_report("Raiders burnt the mill today.", published=late)
    claim = only(resolve(report, mention(report, 0, "burnt", time=["today"])))
    assert days(claim.when) == ("2031-03-10", "2031-03-10", "today")
    assert claim.said_on == dt.date(2031, 3, 10)


def test_without_a_publication_time_the_claim_is_kept() -> None:
    report = make_report("Raiders burnt the mill on Friday, the miller said.", published=None)
    found = resolve(report, mention(report, 0, "burnt", time=["Friday"], by="miller", cue="said"))
    claim = only(found)
    assert claim.when is None
    assert claim.said_on is None
    assert reasons(found.abstentions) == ["no-publication-time"]


def test_what_is_planned_or_threatened_lies_ahead() -> None:
    report = make_report("The dockers will march on Friday. They warned they would close the port on Sunday.")
    march = mention(report, 0, "march", "PROTEST", status="planned", time=["Friday"])
    close = mention(report, 1, "close", "PROTEST", status="possible", time=["Sunday"])
    warned = mention(report, 1, "warned", "THREATEN", about=close.id)
    first, _, last = resolve(report, march, warned, close).claims
    assert days(first.when) == ("2031-03-14", "2031-03-14", "weekday")
    assert days(last.when) == ("2031-03-16", "2031-03-16", "weekday")


def test_what_is_possible_but_past_does_not_lie_ahead() -> None:
    report = make_report("Pirates may have boarded the dhow on Sunday.")
    claim = only(resolve(report, mention(report, 0, "boarded", status="possible", time=["Sunday"])))
    assert days(claim.when) == ("2031-03-09", "2031-03-09", "weekday")


def test_several_expressions_are_intersected() -> None:
    report = make_report(
        "Last week, on Thursday, shells hit the silo. On Monday and again on Friday mobs stoned the bus."
    )
    first = mention(report, 0, "hit", time=["Last week", "Thursday"])
    second = mention(report, 1, "stoned", "PROTEST", time=["Monday", "Friday"])
    here, there = resolve(report, first, second).claims
    assert days(here.when) == ("2031-03-06", "2031-03-06", "weekday")
    assert here.when is not None
    assert here.when.words is not None
    assert here.when.words.text == "Thursday"
    assert days(there.when) == ("2031-03-07", "2031-03-10", "several-days")


def test_expressions_that_exclude_each_other_are_refused() -> None:
    report = make_report("Last year, in February 2029, shells hit the silo.")
    found = resolve(report, mention(report, 0, "hit", time=["Last year", "February 2029"]))
    assert only(found).when is None
    assert reasons(found.abstentions) == ["contradiction"]


def test_a_duration_or_an_hour_beside_a_day_is_no_loss() -> None:
    report = make_report("Marchers held the bridge for six hours on Friday, from dawn.")
    found = resolve(report, mention(report, 0, "held", "PROTEST", time=["six hours", "Friday", "dawn"]))
    assert days(only(found).when) == ("2031-03-07", "2031-03-07", "weekday")
    assert reasons(found.abstentions) == []


def test_an_expression_counts_from_the_act_that_it_names() -> None:
    report = make_report(
        "A bomb wrecked the toll house on 20 February. Guards fired on marchers on Sunday. "
        "Two days after the bombing the toll keeper was shot. A sentry was stabbed a day earlier."
    )
    claims = resolve(
        report,
        mention(report, 0, "bomb", time=["20 February"]),
        mention(report, 1, "fired", "COERCE", time=["Sunday"]),
        mention(report, 2, "shot", time=["Two days after the bombing"]),
        mention(report, 3, "stabbed", time=["a day earlier"]),
    ).claims
    assert days(claims[2].when) == ("2031-02-22", "2031-02-22", "from-other:counted")
    assert days(claims[3].when) == ("2031-02-21", "2031-02-21", "from-other:counted")


def test_an_expression_counts_from_a_day_in_its_own_sentence() -> None:
    report = make_report(
        "The ferry docked on Friday, two days after a mine holed it. Palm Sunday pilgrims were robbed a day earlier."
    )
    holed, robbed = resolve(
        report,
        mention(report, 0, "holed", time=["two days after"]),
        mention(report, 1, "robbed", time=["a day earlier"]),
    ).claims
    assert days(holed.when) == ("2031-03-05", "2031-03-05", "from-other:counted")
    assert days(robbed.when) == ("2031-03-04", "2031-03-04", "from-other:counted")  # not from the Sunday of a name


def test_with_nothing_to_count_from_it_abstains() -> None:
    report = make_report("Two days later the mill burnt. The well was fouled on the eve of the harvest.")
    found = resolve(
        report,
        mention(report, 0, "burnt", time=["Two days later"]),
        mention(report, 1, "fouled", time=["eve of the harvest"]),
    )
    assert [claim.when for claim in found.claims] == [None, None]
    assert reasons(found.abstentions) == ["nothing-to-count-from"] * 2


def test_what_happened_does_not_lie_after_the_report() -> None:
    report = make_report("Raiders took the herd on Sunday. Three days later they let it go.")
    found = resolve(
        report,
        mention(report, 0, "took", time=["Sunday"]),
        mention(report, 1, "let", "RETREAT", time=["Three days later"]),
    )
    assert found.claims[1].when is None
    assert reasons(found.abstentions) == ["contradiction"]


def inherited(text: str, *, second: str, number: int = 1, **fields: Any) -> tuple[str, str, str] | None:
    """Return what an act without time inherits from a killing in the first sentence."""
    report = make_report(text)
    told = mention(report, 0, "killed", time=["Friday"])
    claims = resolve(report, told, mention(report, number, second, **fields)).claims
    return days(claims[1].when)


def test_an_act_inherits_from_its_sentence() -> None:
    text = "Raiders killed a miller on Friday and burnt his barn."
    assert inherited(text, second="burnt", number=0) == ("2031-03-07", "2031-03-07", "same-sentence")
    assert inherited(text, second="burnt", number=0, type_="COERCE") is None


def test_a_definite_noun_refers_back() -> None:
    text = "Raiders killed a miller on Friday. Prices fell. The council held a vigil after the attack."
    friday = ("2031-03-07", "2031-03-07", "refers-back")
    assert inherited(text, second="attack", number=2) == friday
    assert inherited(text.replace("the attack", "an attack"), second="attack", number=2) is None
    assert inherited(text.replace("the attack", "the second attack"), second="second attack", number=2) is None


def test_the_next_sentence_goes_on() -> None:
    text = "Raiders killed a miller on Friday. They beat his son."
    assert inherited(text, second="beat") == ("2031-03-07", "2031-03-07", "continues")
    assert inherited(text, second="beat", status="planned") is None
    assert inherited(text, second="beat", type_="PROTEST") is None
    assert inherited(text.replace("his son", "his son in Weir"), second="beat", place=["Weir"]) is None
    assert inherited(text.replace("They beat", "Elsewhere men beat"), second="beat") is None
    assert inherited(text.replace("They", "Prices fell. They"), second="beat", number=2) is None


def test_statements_inherit_nothing_and_nothing_is_abstained() -> None:
    report = make_report("Raiders killed a miller on Friday. The council condemned it.")
    found = resolve(
        report,
        mention(report, 0, "killed", time=["Friday"]),
        mention(report, 1, "condemned", "ACCUSE", mode="disapprove", actor=["council"]),
    )
    assert found.claims[1].when is None
    assert reasons(found.abstentions) == []


def test_after_a_look_back_the_attack_may_be_either() -> None:
    report = make_report(
        "Raiders killed a miller on Friday. They killed his father on 2 May 2029. "
        "Prices fell. The vigil after the attack."
    )
    killed = mention(report, 0, "killed", time=["Friday"])
    father = mention(report, 1, "killed", time=["2 May 2029"])
    attack = mention(report, 3, "attack")
    assert resolve(report, killed, father, attack).claims[2].when is None
    assert days(resolve(report, father, attack).claims[1].when) == ("2029-05-02", "2029-05-02", "refers-back")


def test_an_hour_lies_on_the_day_told_last() -> None:
    report = make_report("Raiders killed a miller on Friday. Prices fell. By dusk the guards had shut the bridge.")
    told = mention(report, 0, "killed", time=["Friday"])
    shut = mention(report, 2, "shut", "COERCE", time=["By dusk"])
    found = resolve(report, told, shut)
    when = found.claims[1].when
    assert days(when) == ("2031-03-07", "2031-03-07", "hour-of-day-told-last")
    assert when is not None
    assert when.words is not None
    assert when.words.text == "By dusk"
    assert reasons(found.abstentions) == []


def test_an_hour_after_a_look_back_is_counted() -> None:
    report = make_report(
        "Raiders struck on Friday. They had burnt the mill on 2 May 2029. By dusk the bridge was shut."
    )
    found = resolve(
        report,
        mention(report, 0, "struck", time=["Friday"]),
        mention(report, 1, "burnt", time=["2 May 2029"]),
        mention(report, 2, "shut", "COERCE", time=["By dusk"]),
    )
    assert found.claims[2].when is None
    assert reasons(found.abstentions) == ["no-day"]


def test_what_counts_from_what_was_told_counts_from_the_day_told_last() -> None:
    report = make_report(
        "Raiders killed a miller on Friday. Prices fell. Bread was short. Hours later guards hit back."
    )
    told = mention(report, 0, "killed", time=["Friday"])
    found = resolve(report, told, mention(report, 3, "hit back", time=["Hours later"]))
    assert days(found.claims[1].when) == ("2031-03-07", "2031-03-08", "from-other:counted")


def test_an_anniversary_places_the_old_act_and_never_today() -> None:
    report = make_report("Marchers filled the square on Sunday, the fifth anniversary of the bombing of the mill.")
    marched = mention(report, 0, "filled", "PROTEST", time=["Sunday"])
    bombing = mention(report, 0, "bombing", time=["Sunday"])
    there, here = resolve(report, marched, bombing).claims
    assert days(there.when) == ("2031-03-09", "2031-03-09", "weekday")
    assert days(here.when) == ("2026-03-09", "2026-03-09", "anniversary")


def test_an_anniversary_without_a_day_is_about_that_day() -> None:
    report = make_report(
        "The village marked the 10th anniversary of the massacre. Ten years after the flood it rained."
    )
    massacre = mention(report, 0, "massacre")
    assert days(only(resolve(report, massacre)).when) == ("2021-03-07", "2021-03-13", "anniversary")
    report = make_report("The village marked the anniversary of the massacre.")
    assert only(resolve(report, mention(report, 0, "massacre"))).when is None
    report = make_report("On the anniversary of the flood the guards shot a miller on Sunday.")
    shot = mention(report, 0, "shot", time=["Sunday"])
    assert days(only(resolve(report, shot)).when) == ("2031-03-09", "2031-03-09", "weekday")
    report = make_report("A year ago raiders burnt the mill.")
    burnt = only(resolve(report, mention(report, 0, "burnt", time=["A year ago"]))).when
    assert days(burnt) == ("2030-01-01", "2030-12-31", "ago:years")


def test_a_date_inside_words_that_are_not_understood() -> None:
    report = make_report("Guards held the bridge for ninety minutes on Thursday. It was shut until the mass of Sunday.")
    held = mention(report, 0, "held", time=["ninety minutes on Thursday"])
    assert days(only(resolve(report, held)).when) == ("2031-03-06", "2031-03-06", "inside:weekday")


def test_the_act_before_two_weeks_after_it_was_two_weeks_ago() -> None:
    report = make_report("Two weeks after raiders burnt the mill, bread is short.")
    burnt = mention(report, 0, "burnt", time=["Two weeks after"])
    assert days(only(resolve(report, burnt)).when) == ("2031-02-21", "2031-02-27", "ago:weeks")


def test_the_outlets_country_orders_day_and_month() -> None:
    american = make_report("Raiders burnt the mill on 03/04/2031.", publisher="The Washington Herald")
    british = make_report("Raiders burnt the mill on 03/02/2031.", publisher="The London Herald")
    unknown = make_report("Raiders burnt the mill on 03/04/2031.")
    assert days(only(resolve(american, mention(american, 0, "burnt", time=["03/04/2031"]))).when) == (
        "2031-03-04", "2031-03-04", "date",
    )  # fmt: skip
    assert days(only(resolve(british, mention(british, 0, "burnt", time=["03/02/2031"]))).when) == (
        "2031-02-03", "2031-02-03", "date",
    )  # fmt: skip
    found = resolve(unknown, mention(unknown, 0, "burnt", time=["03/04/2031"]))
    assert only(found).when is None
    assert reasons(found.abstentions) == ["contradiction"]


def test_an_hour_alone_inherits_its_day_or_is_counted() -> None:
    report = make_report("Raiders killed a miller on Friday. At dawn they beat his son.")
    told = mention(report, 0, "killed", time=["Friday"])
    found = resolve(report, told, mention(report, 1, "beat", time=["dawn"]))
    assert days(found.claims[1].when) == ("2031-03-07", "2031-03-07", "continues")
    alone = resolve(report, mention(report, 1, "beat", time=["dawn"]))
    assert only(alone).when is None
    assert reasons(alone.abstentions) == ["no-day"]


def test_the_day_behind_the_cue_is_the_day_of_the_claim() -> None:
    report = make_report("Raiders burnt the mill, police said in a statement on Friday. Guards shot a dog, he said.")
    first, second = resolve(
        report,
        mention(report, 0, "burnt", by="police", cue="said"),
        mention(report, 1, "shot", by="he", cue="said"),
    ).claims
    assert first.said_on == dt.date(2031, 3, 7)
    assert first.when is None
    assert second.said_on == MONDAY.date()


def test_a_day_behind_the_cue_that_places_the_act_is_not_the_day_of_the_claim() -> None:
    report = make_report("Police said on Friday raiders burnt the mill.")
    claim = only(resolve(report, mention(report, 0, "burnt", by="Police", cue="said", time=["Friday"])))
    assert claim.said_on == MONDAY.date()
