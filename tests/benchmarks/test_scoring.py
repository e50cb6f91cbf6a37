"""Scores on cases whose figures are known beforehand."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import msgspec
import pytest

import gold
from clusters import Score
from measures import MEASURES, leading, summary
from panj.model import Incident, Interval, Link, Linking, Mention, Place, Reading, Span, Statement
from pipeline import Views
from scoring import compare, judge, total
from tests.benchmarks.conftest import ideal, shared


def changed(story: gold.Story, change: Callable[[Mention], Mention | None]) -> list[Reading]:
    """Return the story's readings with every mention changed, or left out where the change says ``None``."""
    readings = []
    for reading in story.readings:
        mentions = tuple(one for mention in reading.mentions if (one := change(mention)) is not None)
        readings.append(msgspec.structs.replace(reading, mentions=mentions))
    return readings


def scores(story: gold.Story, change: Callable[[Mention], Mention | None]) -> dict[str, Score]:
    return compare(story, changed(story, change)).tally


def test_a_perfect_system_scores_one_everywhere(story: gold.Story) -> None:
    found = compare(story, story.readings)
    tally = total([found.tally, judge(story, ideal(story)(story.reports, story.readings), found.partners)])
    for measure in MEASURES:
        figure = leading(measure, tally)
        if measure.name in ("via", "weapon"):
            assert figure is None  # the story has none
        else:
            assert figure == (0.0 if measure.name.endswith("_abstained") else 1.0), measure.name
    assert found.faults == ()


def test_a_perfect_system_scores_one_on_every_shared_folder() -> None:
    for name in ("stories", "training"):
        for folder in shared(name):
            story = gold.load(folder)
            found = compare(story, story.readings)
            views = ideal(story)(story.reports, story.readings)
            figures = summary(total([found.tally, judge(story, views, found.partners)]))
            assert {figure for key, figure in figures.items() if not key.endswith("_abstained")} <= {1.0, None}
            assert (figures["trigger_f1"], figures["figure_exact"], figures["incident_conll_f1"]) == (1.0, 1.0, 1.0)
            assert found.faults == ()


def test_a_missed_mention_costs_itself_and_its_fields(story: gold.Story) -> None:
    tally = scores(story, lambda mention: None if mention.trigger.text == "shot" else mention)
    assert (tally["trigger"].precision, tally["trigger"].recall) == (1.0, 9 / 10)
    assert tally["claimant"].recall == 4 / 5
    assert tally["figure_exact"].recall == 3 / 4
    assert tally["place"].recall == 2 / 3
    assert tally["status"].recall == 1.0  # asked of paired mentions only
    assert tally["about"].recall == 1.0


def test_a_mention_made_up_costs_precision(story: gold.Story) -> None:
    report, reading = story.reports[0], story.readings[0]
    where = report.text.index("weather")
    trigger = Span(start=where, end=where + 7, text="weather")
    extra = msgspec.structs.replace(reading.mentions[0], id="mx", trigger=trigger, sentence=trigger)
    system = msgspec.structs.replace(reading, mentions=(*reading.mentions, extra))
    tally = compare(story, [system, story.readings[1]]).tally
    assert (tally["trigger"].precision, tally["trigger"].recall) == (10 / 11, 1.0)
    assert tally["actor"].precision == 7 / 8
    assert tally["figure_exact"].precision == 4 / 5


def test_type_status_and_mode_are_asked_of_paired_mentions(story: gold.Story) -> None:
    def change(mention: Mention) -> Mention | None:
        if mention.trigger.text == "died":
            return None
        if mention.trigger.text == "shot":
            return msgspec.structs.replace(mention, type="COERCE", mode="arrest", status="planned")
        return mention

    tally = scores(story, change)
    assert tally["trigger"].recall == 9 / 10
    assert tally["trigger_type"].recall == 8 / 10
    assert tally["status"].recall == tally["mode"].recall == 8 / 9


def test_a_figure_has_to_be_exact_in_outcome_and_both_ends(story: gold.Story) -> None:
    def change(mention: Mention) -> Mention:
        figures = [
            msgspec.structs.replace(one, high=2) if one.high is None else one  # "at least two" taken for two
            for one in mention.figures
        ]
        return msgspec.structs.replace(mention, figures=tuple(figures))

    tally = scores(story, change)
    assert (tally["figure_exact"].precision, tally["figure_exact"].recall) == (3 / 4, 3 / 4)


def test_about_is_right_where_it_leads_to_the_partner(story: gold.Story) -> None:
    leave = next(one for one in story.readings[0].mentions if one.trigger.text == "leave")
    tally = scores(
        story,
        lambda mention: (
            msgspec.structs.replace(mention, about=leave.id) if mention.trigger.text == "denied" else mention
        ),
    )
    assert (tally["about"].right_wanted, tally["about"].given, tally["about"].wanted) == (1, 2, 2)


def test_faults_tell_what_was_wanted_and_given_paired_ones_first(story: gold.Story) -> None:
    def change(mention: Mention) -> Mention | None:
        if mention.trigger.text == "burnt":
            return None
        return msgspec.structs.replace(mention, actors=()) if mention.trigger.text == "filled" else mention

    actors = [fault for fault in compare(story, changed(story, change)).faults if fault.field == "actor"]
    assert [(one.where, one.wanted, one.given, one.paired) for one in actors] == [
        ("weir/r2#1", "Marchers", "", True),
        ("weir/r1#1", "raiders", "", False),
    ]


def by_trigger(story: gold.Story, name: str) -> str:
    return next(one.id for reading in story.readings for one in reading.mentions if one.trigger.text == name)


def own(story: gold.Story) -> dict[str, str]:
    return {one.id: one.id for reading in story.readings for one in reading.mentions}


def relinked(views: Views, links: list[Link]) -> Views:
    return dataclasses.replace(views, linking=Linking(links=tuple(links)))


def test_clusters_count_what_was_missed_and_leave_out_what_has_no_key(story: gold.Story) -> None:
    """Key {shot, burnt, died} {filled} {held}; response {shot, burnt} {filled, held}, and others outside the key."""
    views = ideal(story)(story.reports, story.readings)
    names = {"shot": "i1", "burnt": "i1", "filled": "i2", "armed": "i2", "leave": "i3"}
    links = [Link(claim_id=by_trigger(story, name), incident_id=into, rule="r") for name, into in names.items()]
    held = next(one for one in story.clusters if story.clusters[one] == "C")
    links.append(Link(claim_id=held, incident_id="i2", rule="r"))
    tally = judge(story, relinked(views, links), own(story))
    assert (tally["incident_b3"].precision, tally["incident_b3"].recall) == (3 / 4, (4 / 3 + 1 + 1) / 5)
    assert (tally["incident_muc"].precision, tally["incident_muc"].recall) == (1 / 2, 1 / 2)
    likeness = 4 / 5 + 2 / 3
    assert tally["incident_ceaf_e"].precision == pytest.approx(likeness / 2)
    assert tally["incident_ceaf_e"].recall == pytest.approx(likeness / 3)


def test_a_link_of_a_mention_made_up_costs_precision(story: gold.Story) -> None:
    views = ideal(story)(story.reports, story.readings)
    links = [*views.linking.links, Link(claim_id="mx", incident_id="iA", rule="r")]
    tally = judge(story, relinked(views, links), own(story))
    assert (tally["incident_b3"].precision, tally["incident_b3"].recall) == ((9 / 4 + 2) / 6, 1.0)


def with_incident(views: Views, id_: str, change: Callable[[Incident], Incident]) -> Views:
    return dataclasses.replace(views, incidents=tuple(change(one) if one.id == id_ else one for one in views.incidents))


def test_incidents_that_were_merged_are_found_once(story: gold.Story) -> None:
    views = ideal(story)(story.reports, story.readings)
    links = [msgspec.structs.replace(link, incident_id="iA") for link in views.linking.links]
    tally = judge(story, relinked(views, links), own(story))
    assert (tally["ledger_incidents_found"].right_wanted, tally["ledger_incidents_found"].wanted) == (1, 3)
    assert (tally["ledger_figures_found"].right_wanted, tally["ledger_figures_found"].wanted) == (3, 4)
    assert (tally["ledger_sums_found"].right_wanted, tally["ledger_sums_found"].wanted) == (1, 1)


def test_a_figure_of_another_claimant_is_found_but_not_with_its_claimant(story: gold.Story) -> None:
    def change(incident: Incident) -> Incident:
        views = tuple(
            msgspec.structs.replace(
                view, claims=tuple(msgspec.structs.replace(claim, claimant="mayor") for claim in view.claims)
            )
            for view in incident.figures
        )
        return msgspec.structs.replace(incident, figures=views)

    views = with_incident(ideal(story)(story.reports, story.readings), "iA", change)
    tally = judge(story, views, own(story))
    assert tally["ledger_figures_found"].recall == 1.0
    assert tally["ledger_figures_with_claimant"].recall == 2 / 4


@pytest.mark.parametrize(
    ("first", "last", "exact", "overlap"),
    [
        (dt.date(2031, 3, 2), dt.date(2031, 3, 4), 3, 3),
        (dt.date(2031, 3, 1), dt.date(2031, 3, 3), 2, 3),
        (dt.date(2031, 3, 5), dt.date(2031, 3, 5), 2, 2),
    ],
)
def test_days_may_be_one_off(story: gold.Story, first: dt.date, last: dt.date, exact: int, overlap: int) -> None:
    when = Interval(valid_from=first, valid_to=last, granularity="day", rule="r")
    views = ideal(story)(story.reports, story.readings)
    tally = judge(story, with_incident(views, "iA", lambda one: msgspec.structs.replace(one, when=when)), own(story))
    assert tally["incident_day"] == Score(0, 0, exact, 3)
    assert tally["incident_day_overlap"] == Score(0, 0, overlap, 3)


def test_abstentions_are_counted_apart(story: gold.Story) -> None:
    open_end = Interval(valid_from=None, valid_to=dt.date(2031, 3, 3), granularity="day", rule="r")
    unknown = Place(name="Upper Weir", words=Span(start=0, end=1, text="x"), rule="r")
    views = ideal(story)(story.reports, story.readings)
    views = with_incident(views, "iA", lambda one: msgspec.structs.replace(one, when=open_end, place=unknown))
    tally = judge(story, views, own(story))
    for name in ("incident_day", "incident_country", "incident_point"):
        assert tally[name] == Score(0, 0, 2, 2)
        assert tally[f"{name}_abstained"] == Score(0, 0, 1, 3)


@pytest.mark.parametrize(("lat", "near"), [(-41.4, True), (-41.5, False)])
def test_a_point_is_right_within_fifty_kilometres(story: gold.Story, lat: float, *, near: bool) -> None:
    """A degree of latitude is 111.2 km on the sphere."""
    views = ideal(story)(story.reports, story.readings)
    place = Place(name="", words=Span(start=0, end=1, text="x"), rule="r", country="AUS", lat=lat, lon=174.0)
    views = with_incident(views, "iA", lambda one: msgspec.structs.replace(one, place=place))
    tally = judge(story, views, own(story))
    assert tally["incident_point"].right_wanted == 2 + near
    assert tally["incident_country"].right_wanted == 2


@pytest.mark.parametrize("change", [{"kind": "accuse"}, {"by": "mayor"}, {"report_ids": ("rx",)}])
def test_a_statement_is_found_by_kind_speaker_and_report(story: gold.Story, change: dict[str, object]) -> None:
    views = ideal(story)(story.reports, story.readings)
    assert judge(story, views, own(story))["ledger_statements_found"].recall == 1.0
    other: Statement = msgspec.structs.replace(views.statements[0], **change)
    tally = judge(story, dataclasses.replace(views, statements=(other,)), own(story))
    assert tally["ledger_statements_found"].recall == 0.0


def test_the_order_of_what_is_scored_does_not_matter(story: gold.Story) -> None:
    readings = [msgspec.structs.replace(one, mentions=one.mentions[::-1]) for one in story.readings]
    views = ideal(story)(story.reports, story.readings)
    turned = dataclasses.replace(
        relinked(views, list(views.linking.links[::-1])), incidents=views.incidents[::-1], sums=views.sums[::-1]
    )
    there, back = compare(story, story.readings), compare(story, readings)
    assert there.tally == back.tally
    assert there.partners == back.partners
    assert judge(story, views, there.partners) == judge(story, turned, back.partners)
