"""What every store must do with reports, linkings and decisions."""

from __future__ import annotations

import datetime as dt
import hashlib

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from panj.errors import InvalidValue, UnknownId
from panj.ledger.contract import Counts, Intake
from panj.model import Linking, Redirect
from tests.ledger.opener import OpenStore, claims_in, new_name
from tests.ledger.values import PUBLISHED, START, Ticker, decision, intake, linking, with_claims


class Intakes:
    """Reports with bytes, readings and claims."""

    def test_what_was_written_is_there_also_in_another_session(self, open_store: OpenStore) -> None:
        one, other = intake(1), intake(2, sentences=3)
        with open_store() as store:
            assert store.write_intake(one) == "new"
            assert store.write_intake(other) == "new"
        with open_store() as store:
            both = sorted([one, other], key=lambda each: each.report.id)
            assert list(store.reports()) == [each.report for each in both]
            assert list(store.readings()) == [each.reading for each in both]
            assert list(store.claims()) == sorted((*one.claims, *other.claims), key=lambda claim: claim.id)
            assert store.raw(one.report.capture.digest) == one.raw
            assert store.counts() == Counts(reports=2, mentions=5, abstentions=2, incidents=0, decisions=0)
            assert store.verify() == ()

    def test_the_same_again_writes_nothing(self, open_store: OpenStore) -> None:
        with open_store() as store:
            store.write_intake(intake())
            changes = list(store.changes())
            assert store.write_intake(intake()) == "same"
            assert list(store.changes()) == changes

    def test_only_what_is_asked_for_is_given_in_order_and_unknown_ids_are_left_out(self, open_store: OpenStore) -> None:
        written = [intake(number) for number in range(5)]
        with open_store() as store:
            for one in written:
                store.write_intake(one)
            ids = [one.report.id for one in written[1:4]]
            assert [one.id for one in store.reports([*reversed(ids), ids[0], "rnone"])] == sorted(ids)
            assert [one.report_id for one in store.readings(ids)] == sorted(ids)
            claim = written[0].claims[0]
            assert list(store.claims(iter([claim.id]))) == [claim]
            assert list(store.reports([])) == []
            assert list(store.claims(["mnone"])) == []

    def test_more_than_a_page(self, open_store: OpenStore) -> None:
        claims = {}
        with open_store() as store:
            for number in range(6):
                one = intake(number, sentences=100)
                claims.update({claim.id: claim for claim in one.claims})
                store.write_intake(one)
            ordered = [claims[name] for name in sorted(claims)]
            assert list(store.claims()) == ordered
            assert list(store.claims(claims)) == ordered

    def test_a_date_that_becomes_known_supersedes(self, open_store: OpenStore) -> None:
        with open_store() as store:
            store.write_intake(intake(published=None))
            assert store.write_intake(intake()) == "changed"
            assert [one.published_at for one in store.reports()] == [PUBLISHED]
            assert {claim.said_on for claim in store.claims()} == {PUBLISHED.date()}
            assert store.write_intake(intake(published=None)) == "same"
            assert [one.published_at for one in store.reports()] == [PUBLISHED]
            assert store.counts().reports == 1
            assert store.verify() == ()

    def test_another_date_supersedes(self, open_store: OpenStore) -> None:
        later = PUBLISHED + dt.timedelta(days=1)
        with open_store() as store:
            store.write_intake(intake())
            assert store.write_intake(intake(published=later)) == "changed"
            assert [one.published_at for one in store.reports()] == [later]
            assert store.write_intake(intake()) == "changed"

    def test_one_instant_written_with_two_offsets_is_the_same(self, open_store: OpenStore) -> None:
        elsewhere = PUBLISHED.astimezone(dt.timezone(dt.timedelta(hours=5)))
        with open_store("here") as here, open_store("there") as there:
            here.write_intake(intake())
            assert here.write_intake(intake(published=elsewhere)) == "same"
            there.write_intake(intake(published=elsewhere))
            assert here.digest() == there.digest()

    def test_another_reading_supersedes_and_takes_links_of_vanished_claims_with_it(self, open_store: OpenStore) -> None:
        old, new = intake(), intake(type_="COERCE", reader="panj-reader-2")
        with open_store() as store:
            store.write_intake(old)
            gone, stays = (claim.id for claim in old.claims)
            store.write_linking(linking({"i1": [gone], "i2": [stays]}, {gone: ("i2",)}))
            mixed = with_claims(new, [new.claims[0], old.claims[1]])
            assert store.write_intake(mixed) == "changed"
            assert list(store.readings()) == [new.reading]
            assert {claim.id for claim in store.claims()} == {claim.id for claim in mixed.claims}
            assert store.linking() == linking({"i2": [stays]})
            assert store.verify() == ()

    def test_other_claims_of_the_same_reading_supersede(self, open_store: OpenStore) -> None:
        with open_store() as store:
            store.write_intake(intake(lat=10.0))
            assert store.write_intake(intake(lat=20.0)) == "changed"
            assert store.within(19, 60, 21, 70) == tuple(sorted(claim.id for claim in intake().claims))
            assert store.within(9, 60, 11, 70) == ()
            assert store.counts().mentions == 2

    def test_a_reading_by_an_older_reader_does_not_supersede(self, open_store: OpenStore) -> None:
        newer = intake(type_="COERCE", reader="panj-reader-10")
        with open_store() as store:
            store.write_intake(newer)
            assert store.write_intake(intake(reader="panj-reader-9")) == "same"
            assert list(store.readings()) == [newer.reading]
            assert store.write_intake(intake(reader="spacy-1")) == "changed"

    def test_a_copy_in_another_file_is_the_same_report(self, open_store: OpenStore) -> None:
        first, copy = intake(), intake(source="copy.html", found_in="meta:date")
        with open_store() as store:
            store.write_intake(first)
            assert store.write_intake(copy) == "same"
            assert list(store.reports()) == [first.report]
            with pytest.raises(UnknownId):
                store.raw(copy.report.capture.digest)

    def test_one_capture_may_hold_several_reports(self, open_store: OpenStore) -> None:
        one, other = intake(1), intake(2)
        page = b"<html>two stories on one page</html>"
        digest = hashlib.sha256(page).hexdigest()
        with open_store() as store:
            for each in (one, other):
                store.write_intake(_captured(each, page, digest))
            assert store.raw(digest) == page
            assert store.counts().reports == 2
            assert store.verify() == ()

    @pytest.mark.parametrize("raw", [b"", b"\x00", b"\xff" * 10_000, bytes(range(256)) * 3])
    def test_any_bytes_come_back_as_they_were(self, open_store: OpenStore, raw: bytes) -> None:
        digest = hashlib.sha256(raw).hexdigest()
        with open_store() as store:
            store.write_intake(_captured(intake(), raw, digest))
            assert store.raw(digest) == raw
            assert store.verify() == ()

    def test_an_unknown_capture(self, open_store: OpenStore) -> None:
        with open_store() as store, pytest.raises(UnknownId):
            store.raw("0" * 64)

    def test_parts_that_do_not_belong_together_are_refused_whole(self, open_store: OpenStore) -> None:
        one, other = intake(1), intake(2)
        wrong = [
            Intake(report=one.report, raw=b"other bytes", reading=one.reading, claims=one.claims),
            Intake(report=one.report, raw=one.raw, reading=other.reading, claims=one.claims),
            Intake(report=one.report, raw=one.raw, reading=one.reading, claims=other.claims),
            with_claims(one, [one.claims[0], one.claims[0]]),
        ]
        with open_store() as store:
            for each in wrong:
                with pytest.raises(InvalidValue):
                    store.write_intake(each)
            assert list(store.reports()) == []
            assert list(store.changes()) == []


class Linkings:
    """Links, covers, and redirects of incidents that went."""

    def test_a_linking_is_given_back_in_order(self, open_store: OpenStore) -> None:
        with open_store() as store:
            a, b, c, d = claims_in(store, 4)
            made = linking({"i1": [b, a], "i2": [c]}, {d: ("i1", "i2")})
            assert store.write_linking(made) == ()
            assert store.linking() == made
            assert store.counts().incidents == 2

    def test_unchanged_links_are_left_alone(self, open_store: OpenStore) -> None:
        clock = Ticker()
        with open_store(clock=clock) as store:
            a, b = claims_in(store, 2)
            clock.forward(hours=1)
            store.write_linking(linking({"i1": [a], "i2": [b]}))
            linked = clock.now
            clock.forward(hours=1)
            store.write_linking(linking({"i1": [a], "i3": [b]}))
            told = [(one.subject, one.what) for one in store.changes() if one.known_from > linked]
            assert told == [("i3", "added"), ("i2", "superseded")]

    def test_claims_that_move_leave_a_redirect(self, open_store: OpenStore) -> None:
        with open_store() as store:
            a, b, c = claims_in(store, 3)
            store.write_linking(linking({"i1": [a, b, c]}))
            redirects = store.write_linking(linking({"i2": [a, b], "i3": [c]}))
            assert redirects is not None
            assert [(one.old_id, one.new_id) for one in redirects] == [("i1", "i2")]
            assert store.redirect("i1") == "i2"
            assert store.redirect("i3") == "i3"
            assert store.redirect("never") == "never"

    def test_among_equals_the_smallest_identifier(self, open_store: OpenStore) -> None:
        with open_store() as store:
            a, b = claims_in(store, 2)
            store.write_linking(linking({"i9": [a, b]}))
            store.write_linking(linking({"i5": [a], "i4": [b]}))
            assert store.redirect("i9") == "i4"

    def test_an_incident_whose_claims_are_nowhere_leads_nowhere(self, open_store: OpenStore) -> None:
        with open_store() as store:
            (a,) = claims_in(store, 1)
            store.write_linking(linking({"i1": [a]}))
            assert store.write_linking(Linking()) == ()
            assert store.redirect("i1") == "i1"
            assert store.linking() == Linking()

    def test_chains_are_followed(self, open_store: OpenStore) -> None:
        with open_store() as store:
            (a,) = claims_in(store, 1)
            for incident in ("i1", "i2", "i3"):
                store.write_linking(linking({incident: [a]}))
            assert store.redirect("i1") == store.redirect("i2") == "i3"

    def test_an_identifier_that_comes_back_redirects_no_longer(self, open_store: OpenStore) -> None:
        clock = Ticker()
        with open_store(clock=clock) as store:
            (a,) = claims_in(store, 1)
            store.write_linking(linking({"i1": [a]}))
            store.write_linking(linking({"i2": [a]}))
            between = clock.forward(hours=1)
            clock.forward(hours=1)
            store.write_linking(linking({"i1": [a]}))
            assert store.redirect("i1") == "i1"
            assert store.redirect("i2") == "i1"
            assert store.redirect("i1", between) == "i2"
            assert store.verify() == ()

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        histories=st.lists(
            st.lists(st.sampled_from(["i1", "i2", "i3", None]), min_size=4, max_size=4), min_size=1, max_size=6
        )
    )
    def test_no_history_makes_a_circle(self, open_store: OpenStore, histories: list[list[str | None]]) -> None:
        with open_store(new_name()) as store:
            claims = claims_in(store, 4)
            for history in histories:
                groups: dict[str, list[str]] = {}
                for claim, incident in zip(claims, history, strict=True):
                    if incident is not None:
                        groups.setdefault(incident, []).append(claim)
                redirects = store.write_linking(linking(groups))
                assert redirects is not None
                assert all(one.new_id in groups and one.old_id not in groups for one in redirects)
                for incident in groups:
                    assert store.redirect(incident) == incident
            assert store.verify() == ()

    def test_links_and_covers_of_unknown_claims_are_left_out(self, open_store: OpenStore) -> None:
        with open_store() as store:
            (a,) = claims_in(store, 1)
            store.write_linking(linking({"i1": [a, "mnone"]}, {"mnone": ("i1",)}))
            assert store.linking() == linking({"i1": [a]})
            assert store.verify() == ()

    def test_covers_change_by_themselves(self, open_store: OpenStore) -> None:
        clock = Ticker()
        with open_store(clock=clock) as store:
            a, b = claims_in(store, 2)
            store.write_linking(linking({"i1": [a]}, {b: ("i1",)}))
            before = clock.forward(hours=1)
            clock.forward(hours=1)
            store.write_linking(linking({"i1": [a]}, {b: ()}))
            assert store.linking().covers == ((b, ()),)
            assert store.linking(before).covers == ((b, ("i1",)),)
            newest = store.latest("linking")
            assert newest is not None
            assert newest.subject == ""

    def test_a_linking_made_from_too_little_is_not_written(self, open_store: OpenStore) -> None:
        with open_store() as store:
            claims = claims_in(store, 1)
            newest = store.latest()
            assert newest is not None
            store.write_intake(intake(77))
            assert store.write_linking(linking({"i1": claims}), seen=newest.sequence) is None
            assert store.linking() == Linking()
            newest = store.latest()
            assert newest is not None
            assert store.write_linking(linking({"i1": claims}), seen=newest.sequence) == ()
            # Another's linking in between is no new knowledge.
            assert store.write_linking(linking({"i2": claims}), seen=newest.sequence) == (
                Redirect(old_id="i1", new_id="i2", reason="its claims moved"),
            )

    def test_that_linking_ran_is_told_also_when_it_found_nothing_new(self, open_store: OpenStore) -> None:
        with open_store() as store:
            assert store.write_linking(Linking()) == ()
            assert store.latest() is None
            claims_in(store, 1)
            for _ in range(2):
                store.write_linking(Linking())
                newest = store.latest()
                assert newest is not None
                assert (newest.kind, newest.subject, newest.what) == ("linking", "", "added")
            assert [one.kind for one in store.changes()].count("linking") == 1


class Decisions:
    """People's judgements."""

    def test_decisions_come_in_the_order_in_which_they_were_taken(self, open_store: OpenStore) -> None:
        early = START - dt.timedelta(days=2)
        with open_store() as store:
            assert store.write_decision(decision(1)) == "new"
            assert store.write_decision(decision(3, decided_at=early)) == "new"
            assert store.write_decision(decision(2)) == "new"
            assert store.decisions() == (decision(3, decided_at=early), decision(1), decision(2))
            assert store.counts().decisions == 3

    def test_the_same_decision_is_kept_once(self, open_store: OpenStore) -> None:
        with open_store() as store:
            store.write_decision(decision())
            assert store.write_decision(decision()) == "same"
            assert store.decisions() == (decision(),)

    def test_a_decision_is_never_another(self, open_store: OpenStore) -> None:
        with open_store() as store:
            store.write_decision(decision())
            with pytest.raises(InvalidValue):
                store.write_decision(decision(reason="on second thoughts"))
            assert store.decisions() == (decision(),)


def _captured(one: Intake, raw: bytes, digest: str) -> Intake:
    """Return an intake whose report was made from these bytes."""
    capture = msgspec.structs.replace(one.report.capture, digest=digest, size=len(raw))
    return msgspec.structs.replace(one, raw=raw, report=msgspec.structs.replace(one.report, capture=capture))
