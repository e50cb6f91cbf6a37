"""From the time spans of mentions to one interval each, in the light of the whole report.

Words are read by the grammar of :mod:`panj.resolving.expressions`, counted from the local day of publication. Several
spans of one mention are intersected. An expression that leans on another act ("two days after the raid") takes that
act's days. A mention of a deed without days of its own may inherit those of an act told before; the rules are few,
named, and look no further than the sentence before unless the trigger itself refers back:

* ``same-sentence``: the act of the same type told before it in its sentence;
* ``refers-back``: the trigger is a definite noun for an act ("the attack"): the act of the same type told last, unless
  one told before it is younger: the report has looked back in between, and either may be meant;
* ``continues``: the sentence just before tells an act of the same type, and this one names no place and nothing new.

An hour without a day ("by dusk") is the act's own words, and lies on the day told last (``hour-of-day-told-last``),
again unless the report has looked back.

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
from panj.resolving.days import Answer, Days, Reason, Setting, order_of, shifted
from panj.resolving.expressions import clean, days_of, leans_on
from panj.resolving.finding import find
from panj.resolving.nouns import ACT_NOUNS, act_types

AHEAD = frozenset(("planned", "asked"))
FEW = 3
"""Days: what counts from the act told last, or is an hour of its day, counts from no longer interval."""

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
_BOUND = re.compile(
    r"\b(?:since|until|till|before|after|by|from|between|to|through|anniversary|not|following|ahead)\b", re.I
)
_ANNIVERSARY = re.compile(
    r"\b(?:(\d{1,3}(?:st|nd|rd|th)|[a-z]{1,12}(?:-[a-z]{1,12})?) )?anniversary of (?:[\w'’-]{1,20} ){0,4}$",
    re.IGNORECASE,
)
_AROUND = 3
"""Days: an anniversary is marked about its day."""

_SAID = re.compile(r"(?: in an? (?:[\w-]+ )?(?:statement|interview|briefing|message|post|report|note))?,? ")

Outcome = tuple[Interval | None, tuple[tuple[Span, Reason], ...]]


class Calendar:
    """The intervals of one report's mentions.

    Args:
        report: gives the day from which words count.
        mentions: all mentions of the report.
        about: the verbal mention that is about a mention, by the latter's id.
        south: seasons are those of the southern hemisphere.
        country: the outlet's, ISO 3166-1 alpha-3: it says whether 03/04/2031 begins with the day.
    """

    def __init__(
        self,
        report: Report,
        mentions: Sequence[Mention],
        about: Mapping[str, Mention],
        *,
        south: bool = False,
        country: str | None = None,
    ) -> None:
        self._text = report.text
        self._anchor = None if report.published_at is None else report.published_at.date()
        self._about = about
        self._south = south
        self._order = order_of(country)
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
        if (old := self._anniversary(mention)) is not None:
            return old
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
            if inherited is None and refused:
                inherited = self._hour_of_day(mention, refused[0][0])
            if inherited is not None:
                return inherited, ()
        return (_interval(*read[0]) if read else None), tuple(refused)

    def _anniversary(self, mention: Mention) -> Outcome | None:
        """Return the days of an act whose anniversary is told: years before, and never those of the anniversary.

        ``None`` where the act is no such act. Without a number of years nothing is said of its days.
        """
        before = mention.sentence.text[: mention.trigger.start - mention.sentence.start]
        found = _ANNIVERSARY.search(before)
        if found is None:
            return None
        years = _years(found[1] or "")
        times = [one for one in mention.times if one.end <= mention.sentence.start + found.start()]
        own = [one for one in mention.times if one not in times]
        if own:
            answers = [(one, self._read(one.text, ahead=False)) for one in own]
            read = [(one, days) for one, days in answers if isinstance(days, Days) and days.closed]
            if read:
                return _intersection(read), ()
        today = self._anchor
        for one in times:
            stated = self._read(one.text, ahead=False)
            today = stated.first if isinstance(stated, Days) and stated.first == stated.last else today
        day = shifted(today, -years, "year") if today is not None and years else None
        if day is None:
            return None, tuple((one, "nothing-to-count-from") for one in times)
        first, last = (shifted(day, step, "day") for step in (-_AROUND, _AROUND))
        if times:  # the anniversary's own day is told
            first = last = day
        words = times[0] if times else None
        return Interval(valid_from=first, valid_to=last, granularity="day", rule="anniversary", words=words), ()

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

    def _read(self, words: str, *, ahead: bool, point: Days | None = None) -> Answer:
        return days_of(words, self._anchor, ahead=ahead, south=self._south, order=self._order, point=point)

    def _days(self, span: Span, mention: Mention, *, ahead: bool) -> Answer:
        answer = self._read(span.text, ahead=ahead)
        if answer in ("not-understood", "duration"):
            return self._date_inside(span.text, ahead=ahead) or answer
        if answer != "nothing-to-count-from":
            return answer
        words = self._as_seen_from_act(span, mention)
        point = self._point(span, leans_on(words), mention)
        if point is None and words is not span.text:
            return self._counted_back(words) or answer
        if point is None:
            return answer
        answer = self._read(words, ahead=ahead, point=point)
        if isinstance(answer, Days) and self._anchor is not None and not ahead:
            if answer.first is not None and answer.first > self._anchor:
                return "contradiction"  # what happened does not lie after the report
            if answer.last is not None:
                answer = answer._replace(last=min(answer.last, self._anchor))
        return answer

    def _date_inside(self, words: str, *, ahead: bool) -> Days | None:
        """Return the one date within words that are not understood as a whole: "ninety minutes on Thursday".

        Not where a word before it may make it the end of a span, and not where the date is not the place of the rest.
        """
        inside = [one for one in find(words, self._anchor, south=self._south, order=self._order) if one.kind == "date"]
        if len(inside) != 1 or _BOUND.search(words[: inside[0].start]):
            return None
        answer = self._read(inside[0].text, ahead=ahead)
        if not isinstance(answer, Days) or answer.closed is None:
            return None
        granularity = answer.granularity if answer.granularity == "day" else "range"
        return answer._replace(granularity=granularity, rule=f"inside:{answer.rule}")

    def _counted_back(self, words: str) -> Days | None:
        """Read "two weeks after" before the act itself, with nothing else to count from: the act was so long ago."""
        found = re.fullmatch(r"(.+) earlier", clean(words))
        answer = self._read(f"{found[1]} ago", ahead=False) if found else None
        return answer if isinstance(answer, Days) and answer.closed else None

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
                break
            if days := self._closed(one):
                return days
        return _undisputed(self._few(self._told))

    def _few(self, told: Sequence[Mention]) -> list[Days]:
        """Return the days of the acts told so far, as far as they are few."""
        found = [self._closed(one) for one in told if one.status not in _UNDATED]
        return [days for days in found if days and days.closed and (days.closed[1] - days.closed[0]).days <= FEW]

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

    def _hour_of_day(self, mention: Mention, words: Span) -> Interval | None:
        """Return the day told last as that of an hour without one: "By dusk the square was empty"."""
        days = None if mention.status in _UNDATED else _undisputed(self._few(self._told))
        if days is None:
            return None
        return Interval(
            valid_from=days.first,
            valid_to=days.last,
            granularity=days.granularity,
            rule="hour-of-day-told-last",
            words=words,
        )

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
            dated = [one for one in earlier if self._closed(one)]
            # where the report has looked back to an older act in between, "the attack" may be either
            if _undisputed([days for one in reversed(dated) if (days := self._closed(one))]):
                yield "refers-back", dated[0]
        timed = any(one.times for one in self._told if one.sentence.start == start)
        if not mention.places and not timed:
            yield from (("continues", one) for one in earlier if self._adjoins(one, mention))

    def _adjoins(self, earlier: Mention, mention: Mention) -> bool:
        """Say whether the earlier mention stands in the sentence just before."""
        between = self._text[earlier.sentence.end : mention.sentence.start]
        return earlier.sentence.end <= mention.sentence.start and not between.strip(" \n\"“”'‘’")


def _years(words: str) -> int:
    """Return the number in "fifth" or "25th"; 0 where there is none."""
    words = words.lower()
    if found := re.match(r"\d+", words):
        return int(found[0])
    if words in p.ORDINALS:
        return p.ORDINALS[words]
    return next((count for word, count in p.NUMBERS.items() if count > 9 and words == _ordinal(word)), 0)


def _ordinal(word: str) -> str:
    return {"twelve": "twelfth"}.get(word, f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th")


def _undisputed(told: Sequence[Days]) -> Days | None:
    """Return the days told last where none told before are later; ``None`` where the text has looked back since."""
    if not told:
        return None
    latest = max(days.last for days in told if days.last is not None)
    return told[-1] if told[-1].last == latest else None


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
