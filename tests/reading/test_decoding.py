"""Scores decoded into mentions: what is spoken, what is refused, which constraints hold."""

from __future__ import annotations

import numpy as np

from panj.model import Abstention, Mention
from panj.ontology import OUTCOMES, STATUSES
from panj.reading.decoding import DEFAULT_THRESHOLDS, Scores, decode
from panj.reading.labels import HEADS, MODE_TAGS, RELATIONS, TRIGGER_TAGS, slices
from panj.reading.windows import Window
from panj.reading.words import words

TEXT = "Police said gunmen killed two soldiers and villagers near Dera"
PLACES = {word.text: number for number, word in enumerate(words(TEXT))}


class Scoring:
    """Scores that say exactly what a test wants said."""

    def __init__(self) -> None:
        size = len(PLACES)
        self.tokens: Scores = np.zeros((size, sum(width for _, width in HEADS)), dtype=np.float32)
        self.relations: Scores = np.full((len(RELATIONS), size, size), -9.0, dtype=np.float32)
        for name, where in slices().items():
            if name not in ("mode", "status", "outcome", "sum"):
                self.tokens[:, where.start] = 9.0

    def tag(self, head: str, word: str, tag: int, score: float = 20.0) -> None:
        self.tokens[PLACES[word], slices()[head].start + tag] = score

    def act(self, word: str, type_: str, mode: str = "none", status: str = "happened") -> None:
        self.tag("trigger", word, TRIGGER_TAGS.index(type_))
        self.tag("mode", word, MODE_TAGS.index(f"{type_}/{mode}" if mode != "none" else "none"))
        self.tag("status", word, list(STATUSES).index(status))  # type: ignore[arg-type]

    def span(self, layer: str, *inside: str) -> None:
        self.tag(layer, inside[0], 2)
        for word in inside[1:]:
            self.tag(layer, word, 1)

    def relate(self, relation: str, trigger: str, word: str, score: float = 9.0) -> None:
        self.relations[RELATIONS.index(relation), PLACES[trigger], PLACES[word]] = score

    def decode(self) -> tuple[list[Mention], list[Abstention]]:
        inside = words(TEXT)
        window = Window([], [], [], inside, [(0, 0, len(inside))])
        bounds = {0: (0, len(TEXT))}
        return decode("r0", TEXT, window, bounds, self.tokens, self.relations, DEFAULT_THRESHOLDS)


def plain() -> Scoring:
    scoring = Scoring()
    scoring.act("killed", "ASSAULT", "firearms")
    scoring.span("party", "Police")
    scoring.span("party", "gunmen")
    scoring.span("party", "two", "soldiers")
    scoring.span("fig", "two", "soldiers")
    scoring.span("cue", "said")
    scoring.span("place", "Dera")
    scoring.tag("outcome", "two", list(OUTCOMES).index("killed"))
    for relation, word in (("by", "Police"), ("cue", "said"), ("actor", "gunmen"), ("recipient", "two"),
                           ("fig", "two"), ("place", "Dera")):  # fmt: skip
        scoring.relate(relation, "killed", word)
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
    scoring.span("fig", "villagers")
    scoring.relate("fig", "killed", "villagers")
    (mention,), refused = scoring.decode()
    assert len(mention.figures) == 1
    assert [(one.field, one.reason, one.mention_id) for one in refused] == [
        ("figure", "no number in the words", mention.id)
    ]


def test_a_figure_that_belongs_to_no_act_is_said() -> None:
    scoring = Scoring()
    scoring.span("fig", "two", "soldiers")
    mentions, refused = scoring.decode()
    assert not mentions
    assert [one.reason for one in refused] == ["no act for the figure"]


def test_one_speaker_an_act_and_no_party_on_both_sides() -> None:
    scoring = plain()
    scoring.relate("by", "killed", "gunmen", 3.0)
    scoring.relate("recipient", "killed", "gunmen", 3.0)
    (mention,), _ = scoring.decode()
    assert mention.by is not None
    assert mention.by.text == "Police"
    assert [span.text for span in mention.recipients] == ["two soldiers"]


def test_a_figure_of_two_acts_goes_to_the_likelier() -> None:
    scoring = plain()
    scoring.act("said", "ACCUSE")
    scoring.relate("fig", "said", "two", 2.0)
    mentions, _ = scoring.decode()
    assert [(one.trigger.text, len(one.figures)) for one in mentions] == [("said", 0), ("killed", 1)]


def test_about_names_the_other_act() -> None:
    scoring = plain()
    scoring.act("said", "ACCUSE")
    scoring.relate("about", "said", "killed")
    first, second = scoring.decode()[0]
    assert first.about == second.id
    assert second.about is None


def test_a_mode_of_another_type_is_never_spoken() -> None:
    scoring = plain()
    scoring.tag("mode", "killed", MODE_TAGS.index("PROTEST/riot"), 99.0)
    (mention,), _ = scoring.decode()
    assert mention.mode == "firearms"
