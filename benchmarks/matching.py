"""What equals what: assignments, words and their heads, paired spans and mentions.

The rules are explained for their users in ``docs/reference/benchmark-stories.md``.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections import Counter
from collections.abc import Sequence

from panj.model import Mention, Span

_DETERMINERS = "a an the this that these those its his her their our my your"
_PREPOSITIONS = (
    "about above across after against along among amid around as at before behind below beneath beside between beyond "
    "by despite during except for from in inside into like near of off on onto opposite outside over past per since "
    "than through throughout till to toward towards under until up upon via with within without"
)
DETERMINERS = frozenset(_DETERMINERS.split())
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
RELATIVES = frozenset({"who", "whom", "whose", "which"})

_WORD = re.compile(r"[^\W_]+(?:[-.,'’&][^\W_]+)*|[,;:()\[\]]")
_POSSESSIVE = re.compile(r"['’]s?$")


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) of a one-to-one assignment with the greatest sum of weights.

    Every row of a table with no more rows than columns gets a column, and the other way round; pairs are in the order
    of rows. The Hungarian method in its form of shortest augmenting paths with potentials (Kuhn 1955, "The Hungarian
    Method for the Assignment Problem"; Munkres 1957), cubic in the shorter side at worst.
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        return sorted((row, column) for column, row in assign([list(one) for one in zip(*weights, strict=True)]))
    rows, columns = len(weights), len(weights[0])
    row_price, column_price = [0.0] * rows, [0.0] * columns
    owner = [-1] * columns
    for root in range(rows):
        # Dijkstra over reduced costs, from the new row to the nearest column without an owner
        distance, reached_from = [float("inf")] * columns, [-1] * columns
        done: list[int] = []
        pending = set(range(columns))
        row, column, walked = root, -1, 0.0
        while True:
            for other in pending:
                step = walked - weights[row][other] - row_price[row] - column_price[other]
                if step < distance[other]:
                    distance[other], reached_from[other] = step, column
            column = min(pending, key=lambda one: (distance[one], one))
            walked = distance[column]
            if owner[column] < 0:
                break
            pending.remove(column)
            done.append(column)
            row = owner[column]
        row_price[root] += walked
        for other in done:
            row_price[owner[other]] += walked - distance[other]
            column_price[other] -= walked - distance[other]
        while column >= 0:
            before = reached_from[column]
            owner[column] = owner[before] if before >= 0 else root
            column = before
    return sorted((row, column) for column, row in enumerate(owner) if row >= 0)


@functools.lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a span as they are compared: casefolded, without determiners, possessive 's, punctuation."""
    found = (_plain(match[0]) for match in _WORD.finditer(text) if match[0][0].isalnum())
    return tuple(word for word in found if word and word not in DETERMINERS)


@functools.lru_cache(maxsize=65536)
def head(text: str) -> tuple[int, int]:
    """Return where the head word of a phrase stands in it, as ``[start, end)``.

    The head is approximated: the last word before the first preposition, relative pronoun, comma, colon, semicolon
    or bracket; determiners and prepositions that open the phrase are skipped. A phrase without such a word has its
    last word as head, a phrase without any word the whole of itself.
    """
    tokens = list(_WORD.finditer(text))
    found: re.Match[str] | None = None
    for token in tokens:
        word = _plain(token[0])
        if not token[0][0].isalnum() or word in PREPOSITIONS or word in RELATIVES:
            if found is not None:
                break
        elif word not in DETERMINERS:
            found = token
    found = found or next((token for token in reversed(tokens) if token[0][0].isalnum()), None)
    return (found.start(), found.end()) if found else (0, len(text))


def head_word(text: str) -> str:
    """Return the head word of a phrase as it is compared."""
    start, end = head(text)
    return _plain(text[start:end])


def same_span(one: Span, other: Span) -> bool:
    """Say whether two spans of one sentence name the same.

    They do where the head word of one lies inside the other, or where their words are the same: annotations name the
    first occurrence of a word unless they say otherwise, so occurrences are not told apart.
    """
    return _holds_head(one, other) or _holds_head(other, one) or (words(one.text) == words(other.text) != ())


def same_party(one: str, other: str) -> bool:
    """Say whether two names of a claimant may be the same: equal head words, and modifiers that do not differ.

    Modifiers differ where both names have some before the head and none of the one begins with the four letters of
    one of the other ("Tajik" fits "Tajikistan's", "foreign" does not fit "interior").
    """
    if words(one) == words(other):
        return True
    if head_word(one) != head_word(other):
        return False
    mine, theirs = (words(name[: head(name)[0]]) for name in (one, other))
    return not mine or not theirs or bool({word[:4] for word in mine} & {word[:4] for word in theirs})


def overlap(one: Span, other: Span) -> bool:
    """Say whether two spans share at least one character of a word."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    return start < end and any(letter.isalnum() for letter in one.text[start - one.start : end - one.start])


def pair_spans(gold: Sequence[Span], system: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the most pairs of spans that name the same, one to one; among equals those that overlap most."""
    most = min(len(gold), len(system)) + 1
    table = [[most + _closeness(one, other) if same_span(one, other) else 0.0 for other in system] for one in gold]
    return [(row, column) for row, column in assign(table) if table[row][column]]


def pair_mentions(
    sentences: Sequence[Span], gold: Sequence[Mention], system: Sequence[Mention]
) -> list[tuple[Mention, Mention]]:
    """Return pairs of gold and system mentions whose triggers overlap, one to one.

    In each annotated sentence the number of pairs is as great as it can be; among equal numbers, triggers are as
    exact as can be (characters shared by characters covered); among equally exact ones (two mentions on one trigger)
    type, status, claimant and figures agree most. A mention belongs to the sentence in which its trigger starts.
    """
    starts = [sentence.start for sentence in sentences]
    rooms: dict[int, tuple[list[Mention], list[Mention]]] = {}
    for side, mentions in enumerate((gold, system)):
        for mention in sorted(mentions, key=lambda one: (one.trigger.start, one.trigger.end, one.id)):
            room = bisect.bisect_right(starts, mention.trigger.start) - 1
            rooms.setdefault(room, ([], []))[side].append(mention)
    pairs = []
    for room in sorted(rooms):
        mine, theirs = rooms[room]
        most = 2 * min(len(mine), len(theirs)) + 1
        table = [
            [most + _likeness(one, other) if overlap(one.trigger, other.trigger) else 0.0 for other in theirs]
            for one in mine
        ]
        pairs += [(mine[row], theirs[column]) for row, column in assign(table) if table[row][column]]
    return pairs


def figures(mention: Mention) -> Counter[tuple[str, int | None, int | None]]:
    """Return the figures of a mention as they are compared: outcome, low and high."""
    return Counter((figure.outcome, figure.low, figure.high) for figure in mention.figures)


def _plain(word: str) -> str:
    return _POSSESSIVE.sub("", word.casefold())


def _holds_head(one: Span, other: Span) -> bool:
    """Say whether ``one`` covers the head word of ``other``."""
    start, end = head(other.text)
    return one.start <= other.start + start and other.start + end <= one.end and start < end


def _closeness(one: Span, other: Span) -> float:
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / (max(one.end, other.end) - min(one.start, other.start) or 1)


def _likeness(one: Mention, other: Mention) -> float:
    """Return exactness of the trigger and, a thousandth as heavy, agreement of what the mentions say."""
    by = one.by == other.by or (one.by is not None and other.by is not None and same_span(one.by, other.by))
    agreement = 8 * (one.type == other.type) + 4 * (one.status == other.status) + 2 * by
    return _closeness(one.trigger, other.trigger) + (agreement + (figures(one) == figures(other))) / 16000
