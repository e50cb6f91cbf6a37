"""Scores decoded into mentions: triggers first, then what each says, then checks by rule.

The network scores; this module decides and refuses. What it refuses is returned beside the mentions, so that it can be
counted: a figure whose words hold no number, a figure that belongs to no act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from panj.model import Abstention, Figure, Mention, Span, mention_id
from panj.ontology import OUTCOMES, STATUSES
from panj.reading.figures import count, told_outcome
from panj.reading.labels import ACT, MODE_TAGS, ROLES, TOKENS, TRIGGER_TAGS, WORDS, slices
from panj.reading.windows import Window

Scores = NDArray[np.float32]

DEFAULT_THRESHOLDS: dict[str, float] = {"trigger": 0.5, "about": 0.5, "mode": 0.5, **dict.fromkeys(ROLES, 0.5)}
"""Least probability at which a value is spoken; the shipped ones are in the model's manifest."""

_TOKENS, _WORDS, _ACT = slices(TOKENS), slices(WORDS), slices(ACT)
_SINGLE = ("by", "via", "cue")
_NEVER_BOTH = (("actor", "recipient"), ("by", "via"), ("place", "from"))


class Trigger(NamedTuple):
    """A trigger: its words ``[first, last)`` of the sentence, PLOVER type, and probability."""

    first: int
    last: int
    type: str
    score: float


class Part(NamedTuple):
    """A span of words ``[first, last)`` of the sentence, with the probability that it starts there."""

    first: int
    last: int
    score: float


class Acts(Protocol):
    """The second pass: what each trigger of a sentence says."""

    def __call__(self, begin: int, end: int, triggers: Sequence[Trigger]) -> tuple[Scores, Scores]:
        """Return scores of the words [triggers, words, heads] and of the acts [triggers, heads].

        Args:
            begin: first word of the sentence in its window.
            end: one past its last word.
            triggers: the triggers, with words counted from ``begin``.
        """
        ...


def softmax(scores: Scores) -> Scores:
    """Return probabilities along the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def sigmoid(scores: Scores) -> Scores:
    """Return probabilities of independent scores."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float32)


def decode(
    report_id: str,
    text: str,
    window: Window,
    bounds: Mapping[int, tuple[int, int]],
    tokens: Scores,
    acts: Acts,
    thresholds: Mapping[str, float],
) -> tuple[list[Mention], list[Abstention]]:
    """Return the mentions of a window's target sentences and what was refused.

    Args:
        report_id: the report's identifier.
        text: the report's text.
        window: the window that was scored.
        bounds: for each target sentence its characters ``[start, end)``.
        tokens: scores of the first pass [words, heads].
        acts: the second pass.
        thresholds: least probabilities, by the names of ``DEFAULT_THRESHOLDS``.
    """
    mentions: list[Mention] = []
    refused: list[Abstention] = []
    for number, begin, end in window.sentences:
        start, stop = bounds[number]
        sentence = _Sentence(report_id, text, Span(start=start, end=stop, text=text[start:stop]), window, begin, end)
        found = triggers(tokens[begin:end], thresholds["trigger"])
        if found:
            words, of_act = acts(begin, end, found)
            made = sentence.mentions(found, words, of_act, thresholds)
        else:
            made = [], sentence.loose_figures(tokens[begin:end])
        mentions += made[0]
        refused += made[1]
    return mentions, refused


def triggers(tokens: Scores, least: float) -> list[Trigger]:
    """Return the triggers of a sentence."""
    probabilities = softmax(tokens[:, _TOKENS["trigger"]])
    starts = probabilities[:, 2:].sum(axis=1)
    found: list[Trigger] = []
    for first in range(len(tokens)):
        if starts[first] < least or (found and first < found[-1].last):
            continue
        last = first + 1
        while last < len(tokens) and probabilities[last, 1] > max(0.5, starts[last]):
            last += 1
        type_ = TRIGGER_TAGS[2 + int(probabilities[first, 2:].argmax())]
        found.append(Trigger(first, last, type_, float(starts[first])))
    return found


def spans(scores: Scores, least: float) -> list[Part]:
    """Return the spans that tags O, I, B give [words, 3]; a span starts where "B" reaches ``least``."""
    probabilities = softmax(scores)
    found: list[Part] = []
    for first in range(len(scores)):
        if probabilities[first, 2] < least or (found and first < found[-1].last):
            continue
        last = first + 1
        while last < len(scores) and probabilities[last, 1] > 0.5:
            last += 1
        found.append(Part(first, last, float(probabilities[first, 2])))
    return found


class _Sentence:
    """One sentence of a window: its words and characters."""

    def __init__(self, report_id: str, text: str, span: Span, window: Window, begin: int, end: int) -> None:
        self._report_id = report_id
        self._text = text
        self._span = span
        self._words = window.words[begin:end]

    def _characters(self, first: int, last: int) -> Span:
        start, stop = self._words[first].start, self._words[last - 1].end
        return Span(start=start, end=stop, text=self._text[start:stop])

    def _refusal(self, reason: str, part: Part, mention: str | None = None) -> Abstention:
        words = self._characters(part.first, part.last)
        return Abstention(
            report_id=self._report_id, stage="reading", field="figure", reason=reason, words=words, mention_id=mention
        )

    def loose_figures(self, tokens: Scores) -> list[Abstention]:
        """Return the figures of a sentence in which no act was found, where the network is sure of them."""
        return [self._refusal("no act for the figure", part) for part in spans(tokens[:, _TOKENS["fig"]], 0.9)]

    def mentions(
        self, acts: Sequence[Trigger], words: Scores, of_act: Scores, thresholds: Mapping[str, float]
    ) -> tuple[list[Mention], list[Abstention]]:
        """Return the mentions of the sentence and the figures that were refused."""
        held = attach(words, thresholds)
        ids = [mention_id(self._report_id, self._characters(act.first, act.last), act.type) for act in acts]
        made: list[Mention] = []
        refused: list[Abstention] = []
        for index, act in enumerate(acts):
            figures = []
            for part in held[index]["fig"]:
                figure = self._figure(part, words[index, part.first])
                if figure is None:
                    refused.append(self._refusal("no number in the words", part, ids[index]))
                else:
                    figures.append(figure)
            spoken = {
                role: tuple(self._characters(part.first, part.last) for part in held[index][role]) for role in ROLES
            }
            about = _about(index, acts, words[index], thresholds["about"])
            made.append(
                Mention(
                    id=ids[index],
                    report_id=self._report_id,
                    sentence=self._span,
                    trigger=self._characters(act.first, act.last),
                    type=act.type,
                    mode=_mode(of_act[index, _ACT["mode"]], act.type, thresholds["mode"]),
                    status=STATUSES[int(of_act[index, _ACT["status"]].argmax())],
                    by=next(iter(spoken["by"]), None),
                    via=next(iter(spoken["via"]), None),
                    cue=next(iter(spoken["cue"]), None),
                    actors=spoken["actor"],
                    recipients=spoken["recipient"],
                    places=spoken["place"],
                    launched_from=spoken["from"],
                    times=spoken["time"],
                    weapons=spoken["weapon"],
                    figures=tuple(figures),
                    about=None if about is None else ids[about],
                    confidence=round(act.score, 2),
                )
            )
        return made, refused

    def _figure(self, part: Part, scores: Scores) -> Figure | None:
        """Parse a figure from its words; ``None`` where they hold no number."""
        words = self._characters(part.first, part.last)
        before = self._span.text[: words.start - self._span.start]
        after = self._span.text[words.end - self._span.start :]
        number = count(words.text, before, after)
        if number is None:
            return None
        return Figure(
            span=words,
            outcome=told_outcome(words.text, after) or OUTCOMES[int(scores[_WORDS["outcome"]].argmax())],
            low=number.low,
            high=number.high,
            qualifier=number.qualifier,
            sum=bool(scores[_WORDS["sum"]].argmax()),
        )


def attach(words: Scores, thresholds: Mapping[str, float]) -> list[dict[str, list[Part]]]:
    """Return for each act what each role holds, after the constraints.

    One speaker, relay and cue an act; no word is both actor and recipient, nor both speaker and relay, of one act; a
    figure belongs to one act, the likeliest.
    """
    held: list[dict[str, list[Part]]] = []
    for scores in words:
        mine = {role: spans(scores[:, _WORDS[role]], thresholds[role]) for role in ROLES}
        for role in _SINGLE:
            mine[role] = sorted(mine[role], key=lambda part: (-part.score, part.first))[:1]
        for one, other in _NEVER_BOTH:
            for part in list(mine[one]):
                for rival in [rival for rival in mine[other] if _overlap(part, rival)]:
                    weaker, loser = (other, rival) if part.score >= rival.score else (one, part)
                    if loser in mine[weaker]:
                        mine[weaker].remove(loser)
        held.append(mine)
    claimed = sorted(
        ((part, index) for index, mine in enumerate(held) for part in mine["fig"]),
        key=lambda pair: (-pair[0].score, pair[1], pair[0].first),
    )
    taken: list[tuple[Part, int]] = []
    for part, index in claimed:
        if any(_overlap(part, other) and index != owner for other, owner in taken):
            held[index]["fig"].remove(part)
        else:
            taken.append((part, index))
    return held


def _overlap(one: Part, other: Part) -> bool:
    return one.first < other.last and other.first < one.last


def _mode(scores: Scores, type_: str, least: float) -> str | None:
    """Return the mode of an act of ``type_``, ``None`` where "none" wins or no mode is likely enough."""
    allowed = [0, *(index for index, tag in enumerate(MODE_TAGS) if tag.startswith(f"{type_}/"))]
    probabilities = softmax(scores[allowed])
    best = int(probabilities.argmax())
    if best == 0 or probabilities[best] < least:
        return None
    return MODE_TAGS[allowed[best]].partition("/")[2]


def _about(index: int, acts: Sequence[Trigger], words: Scores, least: float) -> int | None:
    """Return the act that the act at ``index`` is about."""
    scores = sigmoid(words[:, _WORDS["about"]])[:, 0]
    likely = [other for other in range(len(acts)) if other != index and scores[acts[other].first] >= least]
    return -max((float(scores[acts[other].first]), -other) for other in likely)[1] if likely else None
