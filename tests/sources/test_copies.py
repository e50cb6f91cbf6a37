from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panj.model import Capture, Likeness, Report
from panj.sources import compare, copies, origins
from tests.sources.conftest import unhurried

WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "bdklmnrst"]
NOBODY = Capture(digest="", media_type="text/plain", size=0, source="")


def report(name: str, text: str, day: int | None = 1) -> Report:
    at = None if day is None else dt.datetime(2025, 12, 1, tzinfo=dt.UTC) + dt.timedelta(days=day)
    return Report(id=name, text=text, capture=NOBODY, published_at=at)


def prose(seed: int, count: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=count)


def rewritten(words: list[str], every: int) -> list[str]:
    return [f"x{n}" if n % every == 0 else word for n, word in enumerate(words)]


def text(*parts: list[str]) -> str:
    return "\n\n".join(" ".join(part) for part in parts)


def test_copies_and_light_rewrites_share_an_origin() -> None:
    story = prose(1, 200)
    made = [
        report("ra", text(story), 3),
        report("rb", text(story).upper().replace(" ", ",  "), 2),
        report("rc", text(rewritten(story, 40)), 1),
        report("rd", text(story[:120]), 4),
        report("re", text(story, prose(2, 300)), 5),
        report("rf", text(prose(3, 200)), 0),
    ]
    assert origins(made) == {**dict.fromkeys(["ra", "rb", "rc", "rd", "re"], "rc"), "rf": "rf"}


def test_the_origin_is_the_first_published_then_the_first_by_name() -> None:
    story = text(prose(1, 100))
    assert set(origins([report("rb", story), report("ra", story)]).values()) == {"ra"}
    assert set(origins([report("ra", story, None), report("rb", story, 9)]).values()) == {"rb"}


def test_a_heavy_rewrite_and_a_shared_quotation_are_no_copies() -> None:
    story, quotation = prose(1, 200), prose(9, 40)
    made = [report("ra", text(story)), report("rb", text(rewritten(story, 6)))]
    assert origins(made) == {"ra": "ra", "rb": "rb"}
    made = [report("ra", text(prose(2, 150), quotation)), report("rb", text(quotation, prose(3, 150)))]
    assert origins(made) == {"ra": "ra", "rb": "rb"}


def test_a_digest_is_none_of_its_stories() -> None:
    one, two = prose(1, 150), prose(2, 150)
    made = [report("ra", text(one), 1), report("rb", text(two), 2), report("rc", text(one, two), 3)]
    assert origins(made) == {"ra": "ra", "rb": "rb", "rc": "rc"}


def test_a_longer_text_that_holds_a_story_and_its_beginning_is_of_that_story() -> None:
    story = prose(1, 300)
    made = [report("ra", text(story[:60]), 1), report("rb", text(story[:150]), 2), report("rc", text(story), 3)]
    assert set(origins(made).values()) == {"ra"}


def test_short_texts_are_copies_only_word_for_word() -> None:
    short = prose(1, 20)
    made = [report("ra", text(short)), report("rb", text(short) + "!"), report("rc", text([*short, "more"]))]
    assert origins(made) == {"ra": "ra", "rb": "ra", "rc": "rc"}
    assert origins([report("ra", "Live updates"), report("rb", "Live updates")]) == {"ra": "ra", "rb": "rb"}
    assert origins([]) == {}


def test_the_end_of_every_page_makes_no_copies() -> None:
    about = prose(99, 60)
    made = [report(f"r{n:03}", text(prose(n, 200), about), n) for n in range(60)]
    assert origins(made) == {one.id: one.id for one in made}


def test_ten_thousand_reports() -> None:
    made = []
    for number in range(2_000):
        story = prose(number, 150)
        made += [report(f"r{number:05}{n}", text(story if n == 0 else rewritten(story, 50 + n)), n) for n in range(5)]
    found = origins(made)
    assert all(origin == name[:6] + "0" for name, origin in found.items())


def test_one_story_a_thousand_times() -> None:
    story = prose(1, 200)
    made = [report(f"r{n:04}", text(story if n == 0 else rewritten(story, 50 + n % 100)), n) for n in range(1_000)]
    assert set(origins(made).values()) == {"r0000"}


@settings(unhurried, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(20, 90), st.integers(9, 60)), max_size=12), st.randoms())
def test_the_order_of_arrival_changes_nothing(parts: list[tuple[int, int, int]], shuffle: random.Random) -> None:
    made = [report(f"r{n}", text(rewritten(prose(s, c), e)), n % 3 or None) for n, (s, c, e) in enumerate(parts)]
    expected = origins(made)
    shuffle.shuffle(made)
    assert origins(made) == expected
    assert all(expected[origin] == origin for origin in expected.values())


def shelved(made: list[Report]) -> tuple[list[Likeness], int]:
    """Return the likenesses that count after reports came in this order, and how many texts were compared in full."""
    asked = 0

    class Counting(copies.MemoryShelf):
        def texts(self, ids):  # type: ignore[no-untyped-def]
            nonlocal asked
            asked += len(ids)
            return super().texts(ids)

    shelf = Counting()
    for one in made:
        shelf.put(one, compare(one, shelf))
    return sorted(shelf.likenesses(), key=lambda one: (one.one_id, one.other_id)), asked


@settings(unhurried, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(30, 70), st.integers(20, 60)), max_size=14), st.randoms())
def test_crowds_are_the_same_in_any_order(parts: list[tuple[int, int, int]], shuffle: random.Random) -> None:
    named = random.Random(len(parts)).sample(range(100), len(parts))
    made = [
        report(f"r{name:02}", text(rewritten(prose(s, c), e)), 1) for name, (s, c, e) in zip(named, parts, strict=True)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copies, "LEADERS", 2)
        expected, _ = shelved(made)
        shuffle.shuffle(made)
        assert shelved(made)[0] == expected


def test_a_famous_story_costs_each_report_a_few_comparisons() -> None:
    story = prose(1, 200)
    made = [
        report(f"r{random.Random(n).randrange(16**12):012x}", text([f"w{n}"], rewritten(story, 60))) for n in range(800)
    ]
    found, asked = shelved(made)
    assert len(set(origins(made).values())) == 1
    assert asked <= 4 * copies.LEADERS * len(made)
    assert len(found) <= 2 * copies.LEADERS * len(made)
