"""From the time spans of mentions to one interval each, in the light of the whole report.

Words are read by the grammar of :mod:`panj.resolving.expressions`, counted from the local day of publication. Several
spans of one mention are intersected. An expression that leans on another act ("two days after the raid") takes that
act's days. A mention of a deed without days of its own may inherit those of an act told before; the rules are few,
named, and look no further than the sentence before unless the trigger itself refers back:

* ``same-sentence``: the act of the same type told before it in its sentence;
* ``refers-back``: the trigger is a definite noun for an act ("the attack"): the act of the same type told last;
* ``continues``: the sentence just before tells an act of the same type, and this one names no place and nothing new.

Statements inherit nothing: they were made when they were made. Where no rule applies there is no interval, and no
abstention either, since there are no words that were not understood.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from panj.model import Interval, Mention, Report, Span
from panj.ontology import VERBAL
from panj.resolving import patterns as p
from panj.resolving.dates import named
from panj.resolving.days import Answer, Days, Reason, Setting
from panj.resolving.expressions import clean, days_of, leans_on
from panj.resolving.nouns import ACT_NOUNS, act_types

AHEAD = frozenset(("planned", "asked"))
INHERITABLE = 31
"""Days: an interval longer than this tells of more than one act, and is not passed on."""

_UNDATED = frozenset((*AHEAD, "generic", "possible"))
"""Statuses of acts that have no days to give or to take."""

_PROMISES = frozenset(("AGREE", "CONCEDE", "REQUEST", "THREATEN"))
_MODAL = re.compile(
    r"\b(?:will|would|shall|should|could|may|might|can|unless|if|not to)\b(?!.{0,20}\b(?:have|been)\b)", re.I
)
_DEFINITE = re.compile(r"\b(?:the|that|this|these|those)(?: [a-z][\w’'-]*)? $", re.IGNORECASE)
_FRESH = re.compile(
    r"\b(?:an?other|separate(?:ly)?|second|third|fourth|similar|unrelated|different|further|fresh|new|elsewhere"
    r"|additional|next)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w’'-]+")
_SAID = re.compile(r"(?: in an? (?:[\w-]+ )?(?:statement|interview|briefing|message|post|report|note))?,? ")

Outcome = tuple[Interval | None, tuple[tuple[Span, Reason], ...]]


class Calendar:
    """The intervals of one report's mentions.

    Args:
        report: gives the day from which words count.
        mentions: all mentions of the report.
        about: the verbal mention that is about a mention, by the latter's id.
        south: seasons are those of the southern hemisphere.
    """

    def __init__(
        self, report: Report, mentions: Sequence[Mention], about: Mapping[str, Mention], *, south: bool = False
    ) -> None:
        self._text = report.text
        self._anchor = None if report.published_at is None else report.published_at.date()
        self._about = about
        self._south = south
        self._told: list[Mention] = []
        self._outcomes: dict[str, Outcome] = {}
        for mention in sorted(mentions, key=lambda one: (one.trigger.start, one.trigger.end, one.id)):
            self._outcomes[mention.id] = self._outcome(mention)
            self._told.append(mention)

    def when(self, mention: Mention) -> Outcome:
        """Return the interval of a mention, and its words that gave no days with the reasons."""
        return self._outcomes[mention.id]

    def said_on(self, mention: Mention) -> dt.date | None:
        """Return the day on which the claim was made: the day named right behind the cue, else that of publication."""
        cue, sentence = mention.cue, mention.sentence
        if cue is None or self._anchor is None:
            return self._anchor
        own = [span.start for span in mention.times]
        behind = sentence.text[cue.end - sentence.start :]
        start = _SAID.match(behind)
        found = p.STATED.match(behind, start.end()) if start else None
        if found is None or cue.end + found.start(1) in own:
            return self._anchor
        answer = named(clean(found[1]), Setting(self._anchor))
        one_day = isinstance(answer, Days) and answer.first == answer.last
        return answer.first if isinstance(answer, Days) and one_day else self._anchor

    # days of its own -----------------------------------------------------------------------------------------------

    def _outcome(self, mention: Mention) -> Outcome:
        ahead = self._lies_ahead(mention)
        read: list[tuple[Span, Days]] = []
        refused: list[tuple[Span, Reason]] = []
        for span in mention.times:
            answer = self._days(span, mention, ahead=ahead)
            if isinstance(answer, Days):
                read.append((span, answer))
            else:
                refused.append((span, answer))
        dated = [(span, days) for span, days in read if days.granularity != "vague"]
        if dated:
            # an hour or a duration beside a day is no loss: "for two hours on Friday" lies on Friday
            refused = [(span, reason) for span, reason in refused if reason not in ("no-day", "duration")]
            interval = _intersection(dated)
            return interval, tuple(refused) if interval else (*refused, (dated[0][0], "contradiction"))
        if all(reason == "no-day" for _, reason in refused) and not read:
            inherited = self._inherited(mention)
            if inherited is not None:
                return inherited, ()
        return (_interval(*read[0]) if read else None), tuple(refused)

    def _lies_ahead(self, mention: Mention) -> bool:
        """Say whether the act lies after publication: it is planned or asked for, or a condition or threat."""
        if mention.status in AHEAD:
            return True
        if mention.status not in ("possible", "negated"):
            return False
        told = self._about.get(mention.id)
        if mention.status == "possible" and told is not None and told.type in _PROMISES:
            return True
        before = mention.sentence.text[: mention.trigger.start - mention.sentence.start]
        return _MODAL.search(before, max(len(before) - 40, 0)) is not None

    def _days(self, span: Span, mention: Mention, *, ahead: bool) -> Answer:
        answer = days_of(span.text, self._anchor, ahead=ahead, south=self._south)
        if answer != "nothing-to-count-from":
            return answer
        words = self._as_seen_from_act(span, mention)
        point = self._point(span, leans_on(words), mention)
        if point is None:
            return answer
        answer = days_of(words, self._anchor, ahead=ahead, south=self._south, point=point)
        if isinstance(answer, Days) and self._anchor is not None and not ahead:
            if answer.first is not None and answer.first > self._anchor:
                return "contradiction"  # what happened does not lie after the report
            if answer.last is not None:
                answer = answer._replace(last=min(answer.last, self._anchor))
        return answer

    def _as_seen_from_act(self, span: Span, mention: Mention) -> str:
        """Turn "on Friday, two days after" round where the act itself follows: it was two days before Friday."""
        found = re.search(r"\b(after|before)$", span.text, re.IGNORECASE)
        behind = mention.sentence.text[span.end - mention.sentence.start :][:1]
        if found is None or behind != " " or mention.trigger.start < span.end:
            return span.text
        return span.text[: found.start()] + {"after": "earlier", "before": "later"}[found[1].lower()]

    def _point(self, span: Span, act: str, mention: Mention) -> Days | None:
        """Return the days that an expression counts from: of the act it names, else of what was said last before it."""
        if act and act not in ("that", "this", "it"):
            types, words = act_types(act), set(_WORD.findall(act))
            return next(
                (
                    days
                    for one in reversed(self._told)
                    if (one.type in types or not words.isdisjoint(_WORD.findall(one.trigger.text.lower())))
                    and (days := self._closed(one))
                ),
                None,
            )
        start = mention.sentence.start
        for found in reversed(list(p.STATED.finditer(mention.sentence.text, 0, span.start - start))):
            before = mention.sentence.text[: found.start()].split()
            answer = days_of(found[1], self._anchor)
            in_name = before and before[-1][0].isupper() and found.start() == found.start(1)
            if isinstance(answer, Days) and answer.closed and not in_name:
                return answer  # but not the Sunday of "Palm Sunday"
        for one in reversed(self._told):
            if one.sentence.start != start and not self._adjoins(one, mention):
                return None
            if days := self._closed(one):
                return days
        return None

    def _closed(self, mention: Mention) -> Days | None:
        when = self._outcomes[mention.id][0]
        if when is None or when.valid_from is None or when.valid_to is None:
            return None
        if (when.valid_to - when.valid_from).days > INHERITABLE:
            return None
        return Days(when.valid_from, when.valid_to, when.granularity, when.rule)

    # inherited days ------------------------------------------------------------------------------------------------

    def _inherited(self, mention: Mention) -> Interval | None:
        if mention.type in VERBAL or mention.status in _UNDATED or any(figure.sum for figure in mention.figures):
            return None
        for rule, earlier in self._heirs(mention):
            days = self._closed(earlier)
            if days is not None:
                return Interval(valid_from=days.first, valid_to=days.last, granularity=days.granularity, rule=rule)
        return None

    def _heirs(self, mention: Mention) -> Iterator[tuple[str, Mention]]:
        """Yield the acts whose days a mention may take, with the rule, the surest first."""
        alike = [one for one in reversed(self._told) if one.type == mention.type and one.status not in _UNDATED]
        start = mention.sentence.start
        yield from (
            ("same-sentence", one) for one in alike if one.sentence.start == start and one.status == mention.status
        )
        if _FRESH.search(mention.sentence.text):
            return
        before = mention.sentence.text[: mention.trigger.start - start]
        earlier = [one for one in alike if one.sentence.start != start]
        if _DEFINITE.search(before) and _last_word(mention.trigger.text) in ACT_NOUNS:
            yield from (("refers-back", one) for one in earlier if self._closed(one))
        timed = any(one.times for one in self._told if one.sentence.start == start)
        if not mention.places and not timed:
            yield from (("continues", one) for one in earlier if self._adjoins(one, mention))

    def _adjoins(self, earlier: Mention, mention: Mention) -> bool:
        """Say whether the earlier mention stands in the sentence just before."""
        between = self._text[earlier.sentence.end : mention.sentence.start]
        return earlier.sentence.end <= mention.sentence.start and not between.strip(" \n\"“”'‘’")


def _last_word(words: str) -> str:
    found = _WORD.findall(words.lower())
    return found[-1] if found else ""


def _interval(span: Span, days: Days) -> Interval:
    return Interval(valid_from=days.first, valid_to=days.last, granularity=days.granularity, rule=days.rule, words=span)


def _intersection(read: Sequence[tuple[Span, Days]]) -> Interval | None:
    """Return the days in which all expressions lie, under the words of the narrowest; ``None`` where there are none.

    Single days that differ ("on Monday and again on Wednesday") are an act of several days, from the first to the last.
    """
    if len(read) == 1:
        return _interval(*read[0])
    narrowest = min(read, key=lambda one: (one[1].closed[1] - one[1].closed[0]).days if one[1].closed else 10**6)
    firsts = [days.first for _, days in read if days.first is not None]
    lasts = [days.last for _, days in read if days.last is not None]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if first is not None and last is not None and first > last:
        several = all(days.granularity == "day" for _, days in read) and (first - last).days <= INHERITABLE
        if not several:
            return None
        return Interval(valid_from=last, valid_to=first, granularity="range", rule="several-days", words=narrowest[0])
    return Interval(
        valid_from=first, valid_to=last, granularity=narrowest[1].granularity,
        rule=narrowest[1].rule if narrowest[1].closed == (first, last) else "intersection", words=narrowest[0],
    )  # fmt: skip
