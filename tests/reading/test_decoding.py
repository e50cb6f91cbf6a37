"""Scores decoded into mentions: what is spoken, what is refused, which constraints hold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from panj.model import Abstention, Mention
from panj.ontology import OUTCOMES, STATUSES
from panj.reading.decoding import DEFAULT_THRESHOLDS, Scores, Trigger, decode
from panj.reading.labels import ACT, MODE_TAGS, ROLES, TOKENS, TRIGGER_TAGS, WORDS, slices
from panj.reading.windows import Window
from panj.reading.words import words

TEXT = "Police said gunmen killed two soldiers and villagers near Dera"
PLACES = {word.text: number for number, word in enumerate(words(TEXT))}


def blank(heads: tuple[tuple[str, int], ...], *shape: int) -> Scores:
    return np.zeros((*shape, sum(width for _, width in heads)), dtype=np.float32)


class Scoring:
    """Scores of both passes that say exactly what a test wants said."""

    def __init__(self) -> None:
        size = len(PLACES)
        self.tokens = blank(TOKENS, size)
        for where in slices(TOKENS).values():
            self.tokens[:, where.start] = 9.0
        self.words = {word: blank(WORDS, size) for word in PLACES}
        for scores in self.words.values():
            for role in ROLES:
                scores[:, slices(WORDS)[role].start] = 9.0
            scores[:, slices(WORDS)["about"]] = -9.0
        self.acts = {word: blank(ACT) for word in PLACES}

    def act(self, word: str, type_: str, mode: str = "none", status: str = "happened") -> None:
        self.tokens[PLACES[word], TRIGGER_TAGS.index(type_)] = 20.0
        self.mode(word, f"{type_}/{mode}" if mode != "none" else "none")
        self.acts[word][slices(ACT)["status"].start + list(STATUSES).index(status)] = 20.0  # type: ignore[arg-type]

    def mode(self, word: str, tag: str, score: float = 20.0) -> None:
        self.acts[word][slices(ACT)["mode"].start + MODE_TAGS.index(tag)] = score

    def loose(self, *inside: str) -> None:
        at = slices(TOKENS)["fig"].start
        self.tokens[PLACES[inside[0]], at + 2] = 20.0
        for word in inside[1:]:
            self.tokens[PLACES[word], at + 1] = 20.0

    def role(self, trigger: str, role: str, *inside: str, score: float = 20.0) -> None:
        at = slices(WORDS)[role].start
        self.words[trigger][PLACES[inside[0]], at + 2] = score
        for word in inside[1:]:
            self.words[trigger][PLACES[word], at + 1] = 20.0

    def outcome(self, trigger: str, word: str, outcome: str) -> None:
        at = slices(WORDS)["outcome"].start + list(OUTCOMES).index(outcome)  # type: ignore[arg-type]
        self.words[trigger][PLACES[word], at] = 20.0

    def about(self, trigger: str, other: str) -> None:
        self.words[trigger][PLACES[other], slices(WORDS)["about"]] = 9.0

    def __call__(self, begin: int, end: int, triggers: Sequence[Trigger]) -> tuple[Scores, Scores]:
        names = [list(PLACES)[begin + one.first] for one in triggers]
        words_of = np.stack([self.words[name][begin:end] for name in names])
        return words_of, np.stack([self.acts[name] for name in names])

    def decode(self) -> tuple[list[Mention], list[Abstention]]:
        inside = words(TEXT)
        window = Window([], [], [], [], inside, [(0, 0, len(inside))])
        return decode("r0", TEXT, window, {0: (0, len(TEXT))}, self.tokens, self, DEFAULT_THRESHOLDS)


def plain() -> Scoring:
    scoring = Scoring()
    scoring.act("killed", "ASSAULT", "firearms")
    for role, inside in (("by", "Police"), ("cue", "said"), ("actor", "gunmen"), ("recipient", "two soldiers"),
                         ("fig", "two soldiers"), ("place", "Dera")):  # fmt: skip
        scoring.role("killed", role, *inside.split())
    scoring.outcome("killed", "two", "killed")
    return scoring


def test_a_sentence_with_everything() -> None:
    (mention,), refused = plain().decode()
    assert not refused
    assert (mention.type, mention.mode, mention.status) == ("ASSAULT", "firearms", "happened")
    assert mention.by is not None
    assert mention.by.text == "Police"
    assert mention.cue is not None
    assert [span.text for span in mention.actors] == ["gunmen"]
    assert [span.text for span in mention.recipients] == ["two soldiers"]
    assert [span.text for span in mention.places] == ["Dera"]
    (figure,) = mention.figures
    assert (figure.span.text, figure.outcome, figure.low, figure.high) == ("two soldiers", "killed", 2, 2)
    for _, span in mention.spans():
        assert TEXT[span.start : span.end] == span.text


def test_a_figure_without_a_number_is_refused_and_the_mention_kept() -> None:
    scoring = plain()
    scoring.role("killed", "fig", "villagers")
    (mention,), refused = scoring.decode()
    assert len(mention.figures) == 1
    assert [(one.field, one.reason, one.mention_id) for one in refused] == [
        ("figure", "no number in the words", mention.id)
    ]


def test_a_figure_that_belongs_to_no_act_is_said() -> None:
    scoring = Scoring()
    scoring.loose("two", "soldiers")
    mentions, refused = scoring.decode()
    assert not mentions
    assert [one.reason for one in refused] == ["no act for the figure"]
    assert refused[0].words is not None
    assert refused[0].words.text == "two soldiers"


def test_one_speaker_an_act_and_no_party_on_both_sides() -> None:
    scoring = plain()
    scoring.role("killed", "by", "villagers", score=10.5)
    scoring.role("killed", "recipient", "gunmen", score=10.5)
    (mention,), _ = scoring.decode()
    assert mention.by is not None
    assert mention.by.text == "Police"
    assert [span.text for span in mention.recipients] == ["two soldiers"]
    assert [span.text for span in mention.actors] == ["gunmen"]


def test_a_figure_of_two_acts_goes_to_the_likelier() -> None:
    scoring = plain()
    scoring.act("said", "ACCUSE")
    scoring.role("said", "fig", "two", "soldiers", score=10.5)
    mentions, _ = scoring.decode()
    assert [(one.trigger.text, len(one.figures)) for one in mentions] == [("said", 0), ("killed", 1)]


def test_about_names_the_other_act() -> None:
    scoring = plain()
    scoring.act("said", "ACCUSE")
    scoring.about("said", "killed")
    first, second = scoring.decode()[0]
    assert first.about == second.id
    assert second.about is None


def test_a_mode_of_another_type_is_never_spoken() -> None:
    scoring = plain()
    scoring.mode("killed", "PROTEST/riot", 99.0)
    (mention,), _ = scoring.decode()
    assert mention.mode == "firearms"
