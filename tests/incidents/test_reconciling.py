"""Which claims hold together, against the enumeration of all sets of claims."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from panj.incidents.reconciling import reconcile
from panj.model import FigureClaim

CAP = 12


def claim(
    name: str, low: int | None, high: int | None, *, group: str | None = None, country: str | None = None,
    subset: bool = False, superseded: bool = False,
) -> FigureClaim:  # fmt: skip
    return FigureClaim(
        value_id=f"m{name}.fig0", claimant=name, claimant_key=name, outcome="killed", low=low, high=high, words="",
        said_on=None, report_ids=(), group=group, country=country, subset=subset, superseded=superseded,
    )  # fmt: skip


def allows(one: FigureClaim) -> set[int]:
    return set(range(one.low or 0, (CAP if one.high is None or one.subset else one.high) + 1))


def enumerated(claims: list[FigureClaim]) -> set[frozenset[int]]:
    """Return the values of every largest set of claims that can hold together."""
    fitting: list[tuple[tuple[int, ...], frozenset[int]]] = []
    for size in range(len(claims), 0, -1):
        for some in combinations(range(len(claims)), size):
            values = set.intersection(*(allows(claims[n]) for n in some))
            if values and not any(set(some) < set(other) for other, _ in fitting):
                fitting.append((some, frozenset(values)))
    return {values for _, values in fitting}


numbers = st.tuples(st.none() | st.integers(0, 6), st.none() | st.integers(0, 3), st.booleans())


@settings(deadline=None)
@given(st.lists(numbers, max_size=5))
def test_every_largest_set_that_holds_together_is_an_agreement(
    drawn: list[tuple[int | None, int | None, bool]],
) -> None:
    claims = [
        claim(str(n), low, None if more is None else (low or 0) + more, subset=subset and low is not None)
        for n, (low, more, subset) in enumerate(drawn)
    ]
    found = reconcile(claims)
    made = {frozenset(range(one.low, (CAP if one.high is None else one.high) + 1)) for one in found.agreements}
    assert made == enumerated(claims)
    clash = {one.value_id for some in found.clashing for one in some}
    assert clash == {one.value_id for one in claims if any(not allows(one) & allows(other) for other in claims)}


@settings(deadline=None)
@given(st.lists(numbers, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_order_makes_no_difference(drawn: list[tuple[int | None, int | None, bool]], random: object) -> None:
    claims = [claim(str(n), low, more, subset=subset) for n, (low, more, subset) in enumerate(drawn)]
    other = list(claims)
    random.shuffle(other)  # type: ignore[attr-defined]
    ends = [[(way.low, way.high) for way in reconcile(some).agreements] for some in (claims, other)]
    assert ends[0] == ends[1]


def test_what_was_superseded_no_longer_counts() -> None:
    found = reconcile([claim("army", 3, 3, superseded=True), claim("hospital", 5, 5)])
    assert (found.low, found.high, found.clashing) == (5, 5, ())


def test_members_of_a_force_and_who_fights_them_add_up() -> None:
    soldiers = claim("army", 15, 15, group="soldiers")
    more = claim("press", 58, 58, group="Ruritanian soldiers", country="RUR")
    fighters = claim("army", 9, None, group="fighters")
    found = reconcile([soldiers, more, fighters])
    assert [(group.name, len(group.claims)) for group in found.groups] == [("soldiers", 2), ("fighters", 1)]
    assert (found.low, found.high) == (24, None)
    assert [len(clash) for clash in found.clashing] == [2]


def test_who_may_be_the_same_people_are_not_added() -> None:
    found = reconcile([claim("a", 3, 3, group="miners"), claim("b", 3, 3, group="workers"), claim("c", 3, 3)])
    assert (found.groups, found.low, found.high) == ((), 3, 3)


def test_people_of_two_countries_add_up_to_what_someone_gives_for_all() -> None:
    one = claim("a", 3, 3, group="Freedonian workers", country="FRE")
    two = claim("b", 4, 4, group="Sylvanian workers", country="SYL")
    found = reconcile([one, two, claim("c", 7, 9, group="people")])
    assert (found.low, found.high, found.clashing) == (7, 9, ())
    clashing = reconcile([one, two, claim("c", 5, 5, group="people")])
    assert [(way.low, way.high) for way in clashing.agreements] == [(5, 5), (7, 7)]
    assert {one.claimant for one in clashing.clashing[0]} == {"a", "b", "c"}


def test_parts_bind_from_below() -> None:
    found = reconcile([claim("a", 2, 5), claim("b", 3, 3, subset=True)])
    assert (found.low, found.high) == (3, 5)
    alone = reconcile([claim("b", 3, 3, subset=True)])
    assert (alone.low, alone.high, alone.whole) == (3, None, ())
