"""How every store must answer: now, and as of an instant in the past."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

import msgspec
import pytest

from panj.errors import InvalidValue, LedgerError
from panj.ledger.contract import Intake, Store
from panj.model import Claim
from tests.ledger.opener import OpenStore
from tests.ledger.values import PUBLISHED, START, Ticker, decision, intake, linking, with_claims


class Questions:
    """Words, boxes, changes, digest; and a store that is closed."""

    def test_search_finds_reports_with_all_words_best_first(self, open_store: OpenStore) -> None:
        plain, titled = intake(1), intake(2, title="Drone attack near Bokhtar")
        with open_store() as store:
            store.write_intake(plain)
            store.write_intake(titled)
            assert store.search("drone attack") == (titled.report.id, plain.report.id)
            assert store.search("DRONE bokhtar") == (titled.report.id,)
            assert store.search("mine 1") == (plain.report.id,)
            assert store.search("drone nowhere") == ()

    @pytest.mark.parametrize(
        "words",
        [
            '"',
            "drone OR nothing",
            "NOT drone",
            "title:x",
            "dro*",
            "(",
            "a AND",
            "-",
            "x\0y",
            "'; DROP",
            "\ud800",
        ],
    )
    def test_no_character_is_an_operator(self, open_store: OpenStore, words: str) -> None:
        with open_store() as store:
            store.write_intake(intake())
            assert store.search(words) == ()

    @pytest.mark.parametrize(
        "words", ["Qo‘rg‘ontepa", "QO‘RG‘ONTEPA", "drone-attack", "drone, attack!", "— drone —", "^drone"]
    )
    def test_words_are_found_as_people_write_them(self, open_store: OpenStore, words: str) -> None:
        with open_store() as store:
            store.write_intake(intake())
            assert store.search(words) == (intake().report.id,)

    @pytest.mark.parametrize("words", ["", "  ", "—", "🙂"])
    def test_no_words_find_nothing(self, open_store: OpenStore, words: str) -> None:
        with open_store() as store:
            store.write_intake(intake())
            assert store.search(words) == ()

    def test_a_superseded_report_is_found_once(self, open_store: OpenStore) -> None:
        with open_store() as store:
            store.write_intake(intake(published=None))
            store.write_intake(intake())
            assert store.search("drone") == (intake().report.id,)

    def test_boxes(self, open_store: OpenStore) -> None:
        places = {"bokhtar": (37.8, 68.8), "fiji": (-17.8, 178.1), "samoa": (-13.8, -171.8), "date line": (0.0, 180.0)}
        names = {}
        with open_store() as store:
            for number, (name, (lat, lon)) in enumerate(places.items()):
                one = intake(number, sentences=1, lat=lat, lon=lon)
                names[one.claims[0].id] = name
                store.write_intake(one)

            def within(south: float, west: float, north: float, east: float) -> set[str]:
                found = store.within(south, west, north, east)
                assert list(found) == sorted(found)
                return {names[claim] for claim in found}

            assert within(-90, -180, 90, 180) == set(places)
            assert within(37, 68, 38, 69) == {"bokhtar"}
            assert within(37.8, 68.8, 37.8, 68.8) == {"bokhtar"}
            assert within(37.8000001, 68, 38, 69) == set()
            assert within(-20, 170, 1, -170) == {"fiji", "samoa", "date line"}
            assert within(-20, -170, 1, 170) == set()

    def test_a_claim_with_two_places_in_the_box_is_given_once(self, open_store: OpenStore) -> None:
        one = intake(sentences=1)
        twice = with_claims(one, [_with_places(one, (37.8, 68.8), (37.9, 68.9))])
        with open_store() as store:
            store.write_intake(twice)
            assert store.within(37, 68, 38, 69) == (one.claims[0].id,)

    @pytest.mark.parametrize(
        "box",
        [
            (1, 0, 0, 1),
            (-91, 0, 0, 1),
            (0, -181, 1, 1),
            (0, 0, 1, 181),
            (float("nan"), 0, 1, 1),
            (0, 0, 1, float("inf")),
        ],
    )
    def test_what_is_no_box(self, open_store: OpenStore, box: tuple[float, float, float, float]) -> None:
        with open_store() as store, pytest.raises(InvalidValue):
            store.within(*box)

    def test_the_change_feed(self, open_store: OpenStore) -> None:
        clock = Ticker()
        with open_store(clock=clock) as store:
            assert store.latest() is None
            one = intake()
            store.write_intake(one)
            clock.forward(minutes=1)
            store.write_linking(linking({"i1": [claim.id for claim in one.claims]}))
            clock.forward(minutes=1)
            store.write_decision(decision())
            clock.forward(minutes=1)
            store.write_intake(intake(published=PUBLISHED + dt.timedelta(days=1)))
            told = [(change.kind, change.subject, change.what) for change in store.changes()]
            assert told == [
                ("report", one.report.id, "added"),
                ("reading", one.report.id, "added"),
                ("linking", "i1", "added"),
                ("decision", decision().id, "added"),
                ("report", one.report.id, "superseded"),
                ("reading", one.report.id, "superseded"),
            ]
            feed = list(store.changes())
            numbers = [change.sequence for change in feed]
            assert numbers == sorted(set(numbers))
            assert list(store.changes(feed[2].sequence)) == feed[3:]
            assert list(store.changes(numbers[-1])) == []
            assert feed[0].known_from == feed[1].known_from == START
            assert store.latest() == feed[-1]
            assert store.latest("linking") == feed[2]
            assert store.latest("decision", "linking") == feed[3]

    def test_an_iterator_tells_of_the_state_in_which_it_was_asked_for(self, open_store: OpenStore) -> None:
        with open_store() as store:
            store.write_intake(intake(1))
            reports, claims, changes = store.reports(), store.claims(), store.changes()
            some = next(claims)
            store.write_intake(intake(2))
            store.write_intake(intake(1, published=None, reader="panj-reader-2"))
            store.write_intake(intake(1, type_="COERCE", reader="panj-reader-2"))
            assert [one.id for one in reports] == [intake(1).report.id]
            assert sorted([some, *claims], key=lambda one: one.id) == sorted(intake(1).claims, key=lambda one: one.id)
            assert len(list(changes)) == 2

    def test_a_closed_store_says_so(self, open_store: OpenStore) -> None:
        store = open_store()
        store.write_intake(intake())
        left = store.reports()
        store.close()
        store.close()
        calls: tuple[Callable[[], object], ...] = (
            store.counts, store.digest, store.verify, store.linking, store.decisions, store.latest, store.reports,
            lambda: list(left), lambda: store.write_intake(intake()), lambda: store.search("drone"),
            lambda: store.within(0, 0, 1, 1), lambda: store.raw("0"), lambda: store.changes(),
        )  # fmt: skip
        for call in calls:
            with pytest.raises(LedgerError, match="is closed"):
                call()


class AsOf:
    """What was known at an instant in the past."""

    def test_the_past_stays_as_it_was(self, open_store: OpenStore) -> None:
        clock = Ticker()
        known: list[tuple[dt.datetime, tuple[object, ...]]] = []

        def ask(store: Store, as_of: dt.datetime | None) -> tuple[object, ...]:
            return (
                tuple(store.reports(as_of=as_of)),
                tuple(store.readings(as_of=as_of)),
                tuple(store.claims(as_of=as_of)),
                store.linking(as_of),
                store.decisions(as_of),
                store.counts(as_of),
                tuple(sorted(store.search("drone attack", as_of))),
                store.within(30, 60, 40, 70, as_of),
                store.redirect("i1", as_of),
                store.redirect("i2", as_of),
            )

        with open_store(clock=clock) as store:
            first, second = intake(1), intake(2)
            ids = [claim.id for claim in (*first.claims, *second.claims)]
            steps: tuple[Callable[[], object], ...] = (
                lambda: store.write_intake(intake(1, published=None)),
                lambda: store.write_linking(linking({"i1": ids[:2]})),
                lambda: store.write_intake(second),
                lambda: store.write_intake(first),
                lambda: store.write_linking(linking({"i2": ids[:3]}, {ids[3]: ("i2",)})),
                lambda: store.write_decision(decision()),
                lambda: store.write_intake(intake(2, lat=50.0)),
                lambda: store.write_intake(intake(2, type_="COERCE", reader="panj-reader-2")),
                lambda: store.write_linking(linking({"i1": ids[:1]})),
            )
            assert ask(store, START - dt.timedelta(days=1)) == ask(store, None)
            nothing = ask(store, None)
            for step in steps:
                at = clock.forward(hours=1)
                step()
                known.append((at, ask(store, None)))
        answers = [answer for _, answer in known]
        assert all(one != other for one, other in itertools.pairwise(answers))
        with open_store(clock=clock) as store:
            assert ask(store, START - dt.timedelta(days=1)) == nothing
            for (at, answer), previous in zip(known, [nothing, *answers], strict=False):
                assert ask(store, at) == answer
                assert ask(store, at + dt.timedelta(minutes=59)) == answer
                assert ask(store, at - dt.timedelta(microseconds=1)) == previous
            assert ask(store, dt.datetime.max.replace(tzinfo=dt.UTC)) == answers[-1]
            assert ask(store, dt.datetime.min.replace(tzinfo=dt.UTC)) == nothing

    def test_an_instant_needs_an_offset(self, open_store: OpenStore) -> None:
        naive = START.replace(tzinfo=None)
        with open_store() as store:
            store.write_intake(intake())
            calls: tuple[Callable[[], object], ...] = (
                lambda: store.reports(as_of=naive), lambda: store.linking(naive), lambda: store.counts(naive),
                lambda: store.search("x", naive), lambda: store.redirect("i", naive),
            )  # fmt: skip
            for call in calls:
                with pytest.raises(InvalidValue):
                    call()

    def test_ledger_time_goes_on_when_the_clock_goes_back(self, open_store: OpenStore) -> None:
        clock = Ticker()
        with open_store(clock=clock) as store:
            store.write_intake(intake(1))
            clock.forward(days=-30)
            store.write_intake(intake(2))
            store.write_intake(intake(1, published=None, reader="panj-reader-0"))
            store.write_linking(linking({"i1": [intake(1).claims[0].id]}))
            stamps = [change.known_from for change in store.changes()]
            assert stamps == sorted(stamps)
            assert sorted(set(stamps)) == [START + dt.timedelta(microseconds=n) for n in range(3)]
            assert [one.id for one in store.reports(as_of=START)] == [intake(1).report.id]
            assert store.verify() == ()
        clock.forward(days=-30)
        with open_store(clock=clock) as store:
            store.write_intake(intake(3))
            assert store.counts(START + dt.timedelta(microseconds=2)).reports == 2
            assert store.counts(START + dt.timedelta(microseconds=3)).reports == 3

    def test_two_writes_in_one_microsecond_are_two_instants(self, open_store: OpenStore) -> None:
        with open_store(clock=Ticker()) as store:
            store.write_intake(intake(lat=10.0))
            store.write_intake(intake(lat=20.0))
            assert store.within(9, 60, 11, 70, START) != ()
            assert store.within(9, 60, 11, 70) == ()


def _with_places(one: Intake, *points: tuple[float, float]) -> Claim:
    """Return the first claim of an intake with a place at each point."""
    place = one.claims[0].places[0]
    places = tuple(msgspec.structs.replace(place, lat=lat, lon=lon) for lat, lon in points)
    return msgspec.structs.replace(one.claims[0], places=places)
