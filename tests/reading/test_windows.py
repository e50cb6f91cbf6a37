"""Reports cut into windows."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from panj.reading.windows import LONGEST, PIECES, cut, windows
from panj.reading.words import sentences


def pieces(texts: Sequence[str]) -> list[list[int]]:
    """Stand in for the tokenizer: one piece for every three letters."""
    return [[1000 + len(text)] * ((len(text) + 2) // 3) for text in texts]


@given(
    st.lists(
        st.lists(st.sampled_from(["Army", "fired", "at", "reconstruction", "1,200", "x"]), min_size=1, max_size=90)
    ),
    st.none() | st.just("A title of five words"),
)
def test_every_sentence_is_a_target_once_and_windows_stay_short(lists: list[list[str]], title: str | None) -> None:
    text = "\n".join(" ".join(one) for one in lists)
    inside = cut(text, sentences(text))
    seen = []
    for window in windows(title, inside, pieces):
        assert len(window.ids) == len(window.shapes)
        assert len(window.first) == len(window.words)
        assert all(first <= last < len(window.ids) for first, last in zip(window.first, window.last, strict=True))
        assert len(window.ids) <= PIECES or len(window.sentences) == 1
        for number, begin, end in window.sentences:
            seen.append(number)
            assert window.words[begin:end] == inside[number].words
    assert seen == list(range(len(inside)))


def test_context_stands_before_the_targets() -> None:
    text = "\n".join(f"Sentence number {number} tells of a raid on the depot at the river" for number in range(60))
    inside = cut(text, sentences(text))
    found = list(windows(None, inside, pieces))
    assert len(found) > 1
    for window in found[1:]:
        first = window.sentences[0]
        assert first[1] > 0, "no context before the first target"
        assert window.words[0].start < inside[first[0]].start


def test_a_sentence_without_end_is_cut_and_says_so() -> None:
    text = "word " * (LONGEST + 5)
    (sentence,) = cut(text, [(0, len(text))])
    assert sentence.cut
    assert len(sentence.words) == LONGEST


@given(st.lists(st.booleans(), min_size=1, max_size=80))
def test_only_wanted_sentences_are_targets(wanted: list[bool]) -> None:
    text = "\n".join(f"Sentence number {number} tells of a raid on the depot" for number in range(len(wanted)))
    inside = cut(text, sentences(text))
    found = list(windows("A title", inside, pieces, wanted))
    seen = [number for window in found for number, _, _ in window.sentences]
    assert seen == [number for number, yes in enumerate(wanted) if yes]
    for window in found:
        assert len(window.ids) <= PIECES
        for number, begin, end in window.sentences:
            assert window.words[begin:end] == inside[number].words


def test_what_nobody_wants_is_not_read() -> None:
    text = "\n".join(f"Sentence number {number} tells of a raid on the depot" for number in range(200))
    inside = cut(text, sentences(text))
    (window,) = windows(None, inside, pieces, [number == 150 for number in range(200)])
    assert [number for number, _, _ in window.sentences] == [150]
    assert window.sentences[0][1] > 0, "no context before the target"
