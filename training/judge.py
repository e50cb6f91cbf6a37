"""Held-out scores during training, and the choice of decoding thresholds.

These are working figures: the yardstick that the documentation quotes is ``benchmarks/stories.py``.
"""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Mapping, Sequence

from corpus import Document, find
from panj.model import Mention
from panj.reading.decoding import DEFAULT_THRESHOLDS, Acts, Scores, decode
from panj.reading.windows import Pieces, Window, cut, windows

FIELDS = ("actor", "recipient", "by", "via", "cue", "place", "from", "time", "weapon", "fig", "about", "mode")
Scored = list[tuple[Document, Window, Scores, Acts]]


def score(documents: Iterable[Document], pieces: Pieces, run: Callable[[Window], tuple[Scores, Acts]]) -> Scored:
    """Return the scores of every window of ``documents``, with the sentence boundaries of the annotation."""
    found: Scored = []
    for document in documents:
        sentences = cut(document.text, [(start, end) for start, end, _ in document.rows])
        for window in windows(document.title, sentences, pieces):
            tokens, acts = run(window)
            found.append((document, window, tokens, acts))
    return found


def judge(scored: Scored, thresholds: Mapping[str, float]) -> dict[str, float]:
    """Return F1 of triggers, types and fields, and status accuracy on matched triggers."""
    right: collections.Counter[str] = collections.Counter()
    said: collections.Counter[str] = collections.Counter()
    wanted: collections.Counter[str] = collections.Counter()
    for document, window, tokens, acts in scored:
        bounds = {number: document.rows[number][:2] for number, _, _ in window.sentences}
        mentions, _ = decode("r", document.text, window, bounds, tokens, acts, thresholds)
        for number, _, _ in window.sentences:
            start, end, gold = document.rows[number]
            mine = [one for one in mentions if start <= one.trigger.start < end]
            _compare(document.text[start:end], start, gold, mine, right, said, wanted)
    figures = {}
    for name in wanted:
        precision = right[name] / said[name] if said[name] else 0.0
        recall = right[name] / wanted[name] if wanted[name] else 0.0
        figures[name] = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return figures


def _compare(
    text: str,
    offset: int,
    gold: Sequence[dict],
    mine: Sequence[Mention],
    right: collections.Counter[str],
    said: collections.Counter[str],
    wanted: collections.Counter[str],
) -> None:
    """Count one sentence: triggers are paired by overlap, first come first served; values by overlap."""
    wanted["trigger"] += len(gold)
    wanted["type"] += len(gold)
    said["trigger"] += len(mine)
    said["type"] += len(mine)
    paired: dict[str, str] = {}
    partners: list[tuple[dict, Mention]] = []
    for theirs in gold:
        where = find(text, theirs["t"])
        for one in mine:
            if (
                where
                and one.id not in paired.values()
                and _overlap((where[0] + offset, where[1] + offset), (one.trigger.start, one.trigger.end))
            ):
                paired[theirs["id"]] = one.id
                partners.append((theirs, one))
                break
    right["trigger"] += len(partners)
    right["type"] += sum(theirs["type"] == one.type for theirs, one in partners)
    for theirs, one in partners:
        wanted["status"] += 1
        said["status"] += 1
        right["status"] += theirs["status"] == one.status
    for theirs in gold:
        for field in FIELDS:
            wanted[field] += len(_gold_values(text, theirs, field))
    for one in mine:
        for field in FIELDS:
            said[field] += len(_values(one, field))
    for theirs, one in partners:
        for field in FIELDS:
            left = list(_values(one, field))
            for value in _gold_values(text, theirs, field):
                for other in left:
                    if _same(field, value, other, offset, paired):
                        right[field] += 1
                        left.remove(other)
                        break


def _gold_values(text: str, mention: dict, field: str) -> list:
    if field == "fig":
        return [(one["outcome"], one["low"], one["high"]) for one in mention.get("fig", [])]
    if field in ("about", "mode"):
        return [mention[field]] if mention.get(field) else []
    value = mention.get(field, [])
    return [find(text, span) for span in ([value] if isinstance(value, str) else value)]


def _values(mention: Mention, field: str) -> list:
    if field == "fig":
        return [(one.outcome, one.low, one.high) for one in mention.figures]
    if field in ("about", "mode"):
        value = getattr(mention, field)
        return [value] if value else []
    return [(span.start, span.end) for name, span in mention.spans() if name.rstrip("0123456789") == field]


def _same(field: str, value: tuple | str, other: tuple | str, offset: int, paired: Mapping[str, str]) -> bool:
    if field == "about":
        return paired.get(str(value)) == other
    if field in ("fig", "mode"):
        return value == other
    return _overlap((value[0] + offset, value[1] + offset), other)  # type: ignore[operator]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def choose(scored: Scored) -> dict[str, float]:
    """Return thresholds that maximise each field's F1, chosen one after another: triggers first."""
    chosen = dict(DEFAULT_THRESHOLDS)

    def best(name: str, goal: Callable[[dict[str, float]], float]) -> None:
        grid = [0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7]
        results = [(goal(judge(scored, {**chosen, name: value})), -abs(value - 0.5), value) for value in grid]
        chosen[name] = max(results)[2]

    best("trigger", lambda figures: figures["type"])
    for name in FIELDS:
        best(name, lambda figures, name=name: figures.get(name, 0.0))
    return chosen
