"""Time expressions in running text: where they stand, which days they name, what TimeML would write for them.

:func:`find` needs no reader and no mentions. It takes the text from left to right; at each place the longest rule of
:mod:`panj.resolving.phrases` counts. What counts from another day ("two days later") counts from the last date before
it. Whether a bare "Monday" or "June" lies behind the day of publication or ahead of it is told by the nearest verb of
its sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, cast

from panj.resolving.days import Answer, Days, Order
from panj.resolving.expressions import clean, days_of
from panj.resolving.phrases import any_rule, rules, vocabulary
from panj.resolving.timex import Timex, dated, length, recurring, reference
from panj.resolving.vocabulary import Token, tokens_of

Kind = Literal["date", "time", "duration", "set", "reference"]


class Expression(NamedTuple):
    """A time expression.

    Attributes:
        start: first character in the text.
        end: one past the last character.
        text: the words.
        kind: a date, a time of day, a length, something that recurs, or a word such as "now".
        days: the days that it names with granularity and rule, or the reason why it names none.
        timex: type and value of its TIMEX3; ``None`` where its value cannot be told.
        ahead: it was read as lying after the anchor.
    """

    start: int
    end: int
    text: str
    kind: Kind
    days: Answer
    timex: Timex | None
    ahead: bool = False


_WORDS = {
    "before a year": """a an in of since by until till before after during from to and through between early late mid
        for the circa around about , ( - / & year years ended ending""",
    "before a counted year": "the , - / & for about around to",
    "no plural": "was is has as this its his us s",
    "ahead": """will 'll shall would should may might could can plans planned plan planning scheduled expected expects
        expect due upcoming intends hopes aims slated set going until expires expire begins starts""",
    "behind": """said was were had did went came told made took held got began fell rose hit won lost met left found saw
        gave became kept led fled shot struck brought built bought sold sent spoke stood wrote broke drove grew knew ran
        put died has have since been""",
    "planned": """be have hold meet begin start take make go come vote visit travel return open close end launch release
        hear discuss attend join leave finish complete continue resume receive host play run appear testify announce
        decide sign reach expire retire deliver arrive deploy withdraw march strike protest gather convene hand give pay
        report present publish introduce ship sell buy build cut raise lift reopen extend move step stand face speak
        address lead celebrate mark observe""",
    "no verb": "need indeed speed seed feed hundred united red bed breed creed exceed proceed",
    "seasons": "spring summer autumn fall winter",
    "before a season": "in since until by during last next",
}
_BEFORE_YEAR = frozenset(_WORDS["before a year"].split())
_BEFORE_COUNTED_YEAR = _BEFORE_YEAR - frozenset(_WORDS["before a counted year"].split())
_NOT_PLURAL = frozenset(_WORDS["no plural"].split())
_AHEAD = frozenset(_WORDS["ahead"].split())
_BEHIND = frozenset(_WORDS["behind"].split())
_PLANNED = frozenset(_WORDS["planned"].split())
"""Verbs that, after "to", tell what is planned."""
_NO_VERB = frozenset(_WORDS["no verb"].split())
_SEASONS = frozenset(_WORDS["seasons"].split())
_BEFORE_SEASON = frozenset(_WORDS["before a season"].split())

_PAST = re.compile(
    r"^(?:the )?(?:past|coming) (?:week|weekend|month|quarter|year|decade|century|fortnight)$"
    r"|^(?:the |this )?(?:next|following|last|previous) (?:decade|century)$"
)
"""Lengths up to the day of publication or from it, and no weeks of the calendar."""

_LOOK = 14
"""Tokens on either side of an expression among which its verb is sought."""

_UNSAID = frozenset(("date-without-year", "month-without-year", "part-of:month-without-year", "quarter", "feast"))
"""Rules of dates whose side of the anchor is not in the words."""

_POINTS = 31
"""Days: a longer span is nothing that others count from."""


def find(
    text: str, anchor: dt.date | None, *, south: bool = False, order: Order | None = None
) -> tuple[Expression, ...]:
    """Return the time expressions of a text in their order; none overlaps another.

    Args:
        text: any text.
        anchor: local day of publication.
        south: seasons are those of the southern hemisphere.
        order: whether 03/04/2031 begins with the day or with the month.
    """
    tokens = tokens_of(text)
    codes = vocabulary().coded(text, tokens)
    found: list[Expression] = []
    point: Days | None = None
    at = 0
    while (start := any_rule().search(codes, at)) is not None:
        end, kind = _longest(codes, start.start())
        at = end
        if kind == "age" or not _is_time(tokens, start.start(), end, text):
            continue
        end, kind = _without_act(tokens, start.start(), end, kind)
        one = _read(text, tokens, start.start(), end, kind, _Scene(anchor, point, south, order))
        if one is None:
            continue
        if first := _first_of_two(tokens, start.start(), end, one):
            found += first
            one = one._replace(start=tokens[start.start() + 2].start)
            one = one._replace(text=text[one.start : one.end])
        found.append(one)
        if one.kind in ("date", "time") and one.timex is not None and isinstance(one.days, Days):
            point = _as_point(one.days) or point
    return tuple(found)


class _Scene(NamedTuple):
    anchor: dt.date | None
    point: Days | None
    south: bool
    order: Order | None


def _longest(codes: str, start: int) -> tuple[int, str]:
    """Return the end and the kind of the longest rule that matches here; the earlier rule where two are as long."""
    best = (start, "")
    for kind, rule in rules():
        match = rule.match(codes, start)
        if match is not None and match.end() > best[0]:
            best = (match.end(), kind)
    return best


def _first_of_two(tokens: Sequence[Token], start: int, end: int, one: Expression) -> list[Expression]:
    """Return the length that a range begins with: "between 12" of "between 12 and 18 months"."""
    if one.kind != "duration" or not start or tokens[start - 1].word not in ("between", "from") or end - start < 4:
        return []
    if tokens[start + 1].word not in ("and", "to"):
        return []
    value = length(f"{tokens[start].word} {tokens[end - 1].word}")
    first = tokens[start]
    return [one._replace(end=first.end, text=first.word, timex=Timex("DURATION", value))] if value else []


def _without_act(tokens: Sequence[Token], start: int, end: int, kind: str) -> tuple[int, str]:
    """Return the end and kind of words that count from an act told behind them, without "before" or "after".

    They are a length then; what they are counted from is not known here.
    """
    if kind != "date" or end - start < 2 or tokens[start].word == "the" or end == len(tokens):
        return end, kind
    last, following = tokens[end - 1].word, tokens[end]
    if last in ("earlier", "later"):
        return (end - 1, "counted") if following.word == "than" else (end, kind)
    if last not in ("before", "after") or following.shape != "WORD":
        return end, kind
    return end - 1, "counted"


def _as_point(days: Days) -> Days | None:
    if days.closed is None:
        return None
    long = (days.closed[1] - days.closed[0]).days > _POINTS
    return None if long and days.granularity not in ("month", "year", "season", "range") else days


def _is_time(tokens: Sequence[Token], start: int, end: int, text: str) -> bool:
    """Say whether words that have the shape of a time expression are one where they stand."""
    before = tokens[start - 1] if start else None
    after = tokens[end] if end < len(tokens) else None
    if end - start == 1:
        token = tokens[start]
        if token.shape == "YEAR":
            return _is_year(before, after)
        if token.shape == "SHORTYEAR":
            return before is not None and before.word in ("in", "of", "since", "and", "the")
        if token.word in _SEASONS:
            return before is not None and before.word in _BEFORE_SEASON
        if token.word in ("may", "march"):
            named = before is not None and text[before.start].isupper() and before.word not in _BEFORE_YEAR
            first = before is None or before.word in '.!?"“' or before.shape == "BREAK"
            return not named and not first
    if before is not None and before.word == "-" and before.end == tokens[start].start and before.start:
        return tokens[start].shape == "YEAR"  # "sub-five-minute" is no time, "1955-2011" is two
    if _stand_before(tokens, start, ("as",)) and tokens[start].word == "soon":
        return False
    if (
        after is not None
        and after.word == "-"
        and after.start == tokens[end - 1].end
        and tokens[start].word
        in (
            "now",
            "soon",
        )
    ):  # "soon-to-open"
        return False
    words = [token.word for token in tokens[start:end]]
    if words[-1] == "quarter" and words[-2:-1] in (["a"], ["one"]) and len(words) < 5:
        return False  # a fourth part
    return not (words[0] == "in" and before is not None and before.word == "later")


def _stand_before(tokens: Sequence[Token], start: int, words: tuple[str, ...]) -> bool:
    """Say whether these words stand right before a place."""
    return tuple(one.word for one in tokens[max(start - len(words), 0) : start]) == words


def _is_year(before: Token | None, after: Token | None) -> bool:
    if before is not None and before.word in _BEFORE_COUNTED_YEAR:
        return True
    if after is None or after.shape != "WORD":
        return before is None or before.word not in ("#", "no", ".")
    counted = after.word.endswith("s") and after.word not in _NOT_PLURAL
    return not counted and not after.word.startswith("people")


def _read(text: str, tokens: Sequence[Token], start: int, end: int, kind: str, scene: _Scene) -> Expression | None:
    first, last = tokens[start].start, tokens[end - 1].end
    words = text[first:last]
    cleaned = clean(re.sub(r"\s+", " ", words))
    ahead = kind in ("date", "time") and _lies_ahead(cleaned, scene, direction=_direction(tokens, start, end))
    days: Answer
    timex: Timex | None
    if kind == "date" and _PAST.match(cleaned):
        kind = "duration"
    if kind == "duration":
        days, value = days_of(words, scene.anchor, south=scene.south), length(cleaned)
        timex = Timex("DURATION", value) if value else None
    elif kind == "counted":
        kind, days, value = "duration", "nothing-to-count-from", length(cleaned)
        timex = Timex("DURATION", value) if value else None
    elif kind == "set":
        days, value = Days(None, None, "vague", "vague"), recurring(cleaned)
        timex = Timex("SET", value) if value else None
    elif kind == "reference":
        days, timex = Days(None, None, "vague", "vague"), Timex("DATE", reference(cleaned))
    else:
        days = days_of(words, scene.anchor, ahead=ahead, point=scene.point, south=scene.south, order=scene.order)
        timex = dated(words, scene.anchor, ahead=ahead, point=scene.point, south=scene.south, order=scene.order)
        if timex is None and (value := length(cleaned)) and days == "duration":
            timex = Timex("DURATION", value)
    return Expression(first, last, words, cast(Kind, kind), days, timex, ahead)


def _lies_ahead(words: str, scene: _Scene, *, direction: bool | None) -> bool:
    """Say on which side of the anchor words lie that do not say it themselves.

    The verb decides; without one the nearer day does.
    """
    if scene.anchor is None or direction is not None:
        return bool(direction)
    back, on = (days_of(words, scene.anchor, ahead=ahead, order=scene.order) for ahead in (False, True))
    if not isinstance(back, Days) or not isinstance(on, Days) or back.last is None or on.first is None:
        return False
    if back.granularity not in ("day", "month", "range") or back.rule not in _UNSAID:
        return False
    return on.first - scene.anchor < scene.anchor - back.last


def _direction(tokens: Sequence[Token], start: int, end: int) -> bool | None:
    """Return whether the nearest verb, the one before counting first, tells what is to come; ``None`` without one."""
    for at in range(start - 1, max(start - _LOOK, 0) - 1, -1):
        word = tokens[at].word
        if word in ".!?;" or tokens[at].shape == "BREAK":
            break
        tense = _tense(tokens, at)
        if tense is not None:
            return tense
    for at in range(end, min(end + _LOOK, len(tokens))):
        word = tokens[at].word
        if word in ".!?;" or tokens[at].shape == "BREAK":
            break
        tense = _tense(tokens, at)
        if tense is not None:
            return tense
    return None


def _tense(tokens: Sequence[Token], at: int) -> bool | None:
    """Return whether a word is a verb of what is to come (``True``), of what was (``False``), or neither."""
    word = tokens[at].word
    if word in _AHEAD:
        perfect = any(one.word == "have" for one in tokens[at + 1 : at + 3])
        return not perfect
    if word == "to" and at + 1 < len(tokens):
        verb = tokens[at + 1]
        return True if verb.shape == "WORD" and verb.word in _PLANNED else None
    if word in _BEHIND or (word.endswith("ed") and len(word) > 4 and word not in _NO_VERB):
        return None if at and tokens[at - 1].word in ("be", "to", "not") else False  # "will be completed"
    return None
