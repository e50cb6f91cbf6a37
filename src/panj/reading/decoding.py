"""Scores of a window decoded into mentions: spans first, then what each is to which trigger, then checks by rule.

The network scores; this module decides and refuses. What it refuses is returned beside the mentions, so that it can be
counted: a figure whose words hold no number, a figure or span that belongs to no act.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from panj.model import Abstention, Figure, Mention, Span, mention_id
from panj.ontology import OUTCOMES, STATUSES
from panj.reading.figures import count
from panj.reading.labels import LAYER_OF, LAYERS, MODE_TAGS, RELATIONS, TRIGGER_TAGS, slices
from panj.reading.windows import Window

Scores = NDArray[np.float32]

DEFAULT_THRESHOLDS: dict[str, float] = {
    "trigger": 0.5, "span": 0.5, "actor": 0.5, "recipient": 0.5, "by": 0.5, "via": 0.5, "cue": 0.5, "place": 0.5,
    "from": 0.5, "time": 0.5, "weapon": 0.5, "fig": 0.5, "about": 0.5, "mode": 0.5,
}  # fmt: skip
"""Least probability at which a value is spoken; the shipped ones are in the model's manifest."""

_SLICES = slices()
_SINGLE = ("by", "via", "cue", "about")


class Part(NamedTuple):
    """A span of words ``[first, last)`` of a window, with the probability that it starts there."""

    first: int
    last: int
    score: float


class Trigger(NamedTuple):
    """A trigger: its words, PLOVER type, mode, status and probability."""

    first: int
    last: int
    type: str
    mode: str | None
    status: int
    score: float


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
    relations: Scores,
    thresholds: Mapping[str, float],
) -> tuple[list[Mention], list[Abstention]]:
    """Return the mentions of a window's target sentences and what was refused.

    Args:
        report_id: the report's identifier.
        text: the report's text.
        window: the window that was scored.
        bounds: for each target sentence its characters ``[start, end)``.
        tokens: token scores [words, heads].
        relations: relation scores [relations, words, words]: row the trigger, column the span.
        thresholds: least probabilities, by the names of ``DEFAULT_THRESHOLDS``.
    """
    mentions: list[Mention] = []
    refused: list[Abstention] = []
    probabilities = sigmoid(relations)
    for number, begin, end in window.sentences:
        start, stop = bounds[number]
        sentence = Span(start=start, end=stop, text=text[start:stop])
        found = _sentence(report_id, text, sentence, window, begin, end, tokens, probabilities, thresholds)
        mentions += found[0]
        refused += found[1]
    return mentions, refused


def _sentence(
    report_id: str,
    text: str,
    sentence: Span,
    window: Window,
    begin: int,
    end: int,
    tokens: Scores,
    probabilities: Scores,
    thresholds: Mapping[str, float],
) -> tuple[list[Mention], list[Abstention]]:
    """Decode the sentence whose words are ``window.words[begin:end]``."""

    def span(first: int, last: int) -> Span:
        start, stop = window.words[first].start, window.words[last - 1].end
        return Span(start=start, end=stop, text=text[start:stop])

    acts = triggers(tokens[begin:end], begin, thresholds)
    parts = {layer: spans(tokens[begin:end], layer, begin, thresholds["span"]) for layer in LAYERS}
    refused = []
    if not acts:
        for part in parts["fig"]:
            if part.score >= 0.9:
                words = span(part.first, part.last)
                refused.append(_refusal(report_id, "figure", "no act for the figure", words))
        return [], refused
    held = _attach(acts, parts, probabilities, thresholds)
    ids = [mention_id(report_id, span(act.first, act.last), act.type) for act in acts]
    mentions = []
    for index, act in enumerate(acts):
        mine = held[index]
        figures = []
        for part in mine["fig"]:
            figure = _figure(span(part.first, part.last), sentence, tokens[part.first])
            if figure is None:
                words = span(part.first, part.last)
                refused.append(_refusal(report_id, "figure", "no number in the words", words, ids[index]))
            else:
                figures.append(figure)
        many = {
            name: tuple(span(part.first, part.last) for part in mine[name])
            for name in ("actor", "recipient", "place", "from", "time", "weapon")
        }
        one = {
            name: span(mine[name][0].first, mine[name][0].last) if mine[name] else None for name in ("by", "via", "cue")
        }
        about = _about(index, acts, probabilities, thresholds["about"])
        mentions.append(
            Mention(
                id=ids[index],
                report_id=report_id,
                sentence=sentence,
                trigger=span(act.first, act.last),
                type=act.type,
                mode=act.mode,
                status=STATUSES[act.status],
                by=one["by"],
                via=one["via"],
                cue=one["cue"],
                actors=many["actor"],
                recipients=many["recipient"],
                places=many["place"],
                launched_from=many["from"],
                times=many["time"],
                weapons=many["weapon"],
                figures=tuple(figures),
                about=None if about is None else ids[about],
                confidence=round(act.score, 2),
            )
        )
    return mentions, refused


def triggers(tokens: Scores, offset: int, thresholds: Mapping[str, float]) -> list[Trigger]:
    """Return the triggers of a sentence; ``offset`` is its first word's place in the window."""
    probabilities = softmax(tokens[:, _SLICES["trigger"]])
    modes, statuses = tokens[:, _SLICES["mode"]], tokens[:, _SLICES["status"]]
    starts = probabilities[:, 2:].sum(axis=1)
    found: list[Trigger] = []
    for first in range(len(tokens)):
        if starts[first] < thresholds["trigger"] or (found and first + offset < found[-1].last):
            continue
        last = first + 1
        while last < len(tokens) and probabilities[last, 1] > max(0.5, starts[last]):
            last += 1
        type_ = TRIGGER_TAGS[2 + int(probabilities[first, 2:].argmax())]
        mode = _mode(modes[first], type_, thresholds["mode"])
        score = float(starts[first])
        found.append(Trigger(first + offset, last + offset, type_, mode, int(statuses[first].argmax()), score))
    return found


def _mode(scores: Scores, type_: str, least: float) -> str | None:
    """Return the mode of a trigger of ``type_``, ``None`` where "none" wins or no mode is likely enough."""
    allowed = [0, *(index for index, tag in enumerate(MODE_TAGS) if tag.startswith(f"{type_}/"))]
    probabilities = softmax(scores[allowed])
    best = int(probabilities.argmax())
    if best == 0 or probabilities[best] < least:
        return None
    return MODE_TAGS[allowed[best]].partition("/")[2]


def spans(tokens: Scores, layer: str, offset: int, least: float) -> list[Part]:
    """Return the spans of one layer in a sentence."""
    probabilities = softmax(tokens[:, _SLICES[layer]])
    found: list[Part] = []
    for first in range(len(tokens)):
        if probabilities[first, 2] < least or (found and first + offset < found[-1].last):
            continue
        last = first + 1
        while last < len(tokens) and probabilities[last, 1] > 0.5:
            last += 1
        found.append(Part(first + offset, last + offset, float(probabilities[first, 2])))
    return found


def _attach(
    acts: list[Trigger], parts: Mapping[str, list[Part]], probabilities: Scores, thresholds: Mapping[str, float]
) -> list[dict[str, list[Part]]]:
    """Return for each act what each relation holds, after the constraints.

    One speaker, relay and cue an act; a span is not both actor and recipient, nor both speaker and relay, of one act;
    a figure belongs to one act, the likeliest.
    """
    held: list[dict[str, list[Part]]] = [{name: [] for name in RELATIONS} for _ in acts]
    for index, act in enumerate(acts):
        for name, layer in LAYER_OF.items():
            row = probabilities[RELATIONS.index(name), act.first]
            likely = [part for part in parts[layer] if row[part.first] >= thresholds[name]]
            if name in _SINGLE and likely:
                likely = [max((float(row[part.first]), -part.first, part) for part in likely)[2]]
            held[index][name] = likely
        for one, other in (("actor", "recipient"), ("by", "via"), ("place", "from")):
            for part in [part for part in held[index][one] if part in held[index][other]]:
                first = probabilities[RELATIONS.index(one), act.first, part.first]
                second = probabilities[RELATIONS.index(other), act.first, part.first]
                held[index][other if first >= second else one].remove(part)
    row_of = probabilities[RELATIONS.index("fig")]
    for part in parts["fig"]:
        owners = [index for index in range(len(acts)) if part in held[index]["fig"]]
        if len(owners) > 1:
            best = max(owners, key=lambda index: (float(row_of[acts[index].first, part.first]), -index))
            for index in owners:
                if index != best:
                    held[index]["fig"].remove(part)
    return held


def _about(index: int, acts: list[Trigger], probabilities: Scores, least: float) -> int | None:
    """Return the act that the act at ``index`` is about."""
    row = probabilities[RELATIONS.index("about"), acts[index].first]
    likely = [other for other in range(len(acts)) if other != index and row[acts[other].first] >= least]
    return -max((float(row[acts[other].first]), -other) for other in likely)[1] if likely else None


def _figure(words: Span, sentence: Span, scores: Scores) -> Figure | None:
    """Parse a figure from its words; ``None`` where they hold no number."""
    before = sentence.text[: words.start - sentence.start]
    after = sentence.text[words.end - sentence.start :]
    number = count(words.text, before, after)
    if number is None:
        return None
    outcome = OUTCOMES[int(scores[_SLICES["outcome"]].argmax())]
    total = bool(scores[_SLICES["sum"]].argmax())
    return Figure(span=words, outcome=outcome, low=number.low, high=number.high, qualifier=number.qualifier, sum=total)


def _refusal(report_id: str, field: str, reason: str, words: Span, mention: str | None = None) -> Abstention:
    return Abstention(report_id=report_id, stage="reading", field=field, reason=reason, words=words, mention_id=mention)
