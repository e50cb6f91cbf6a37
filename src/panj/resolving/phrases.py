"""The rules by which time expressions are found in running text.

A rule is a line of words in lower case, classes of words and shapes of numbers in capitals
(:mod:`panj.resolving.vocabulary`), and parts that have a name here; ``?`` after a word or a bracket makes it optional,
``|`` separates alternatives; a backslash joins the next line. Nothing repeats without a limit.

Extents are those of TimeML: articles and words such as "about" belong to an expression, prepositions do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from panj.resolving.vocabulary import Vocabulary

PARTS: dict[str, str] = {
    "DAY": "(DAYNUM | DAYTH)",
    "HEDGE": "(more than | less than | fewer than | at least | at most | no more than | as many as | well over | about"
    " | around | nearly | almost | approximately | roughly | over | under | up to | only | just | barely | another)",
    "DIGITS": "(DAYNUM | NUMBER)",
    "WORDED": "(SMALL | TENS (- SMALL)? | A? BIG | SMALL BIG)",
    "CARDINAL": "((DIGITS | WORDED) ((to | or | and | -) (DIGITS | WORDED))? (and a half)?)",
    "COUNT": "(CARDINAL | A (few | couple of | couple | number of | good many | dozen)? | half A | SOME | couple of"
    " | some | dozens of | hundreds of | thousands of | (one | a) and a half)",
    "LENGTH": "(COUNT STRETCH? (UNIT | UNITS) (and a half | or (so | more | two))?)",
    "SAID_YEAR": "(the? (YEAR | SHORTYEAR) | last year | this year | next year | the year | the (same | previous) year"
    " | that year)",
    "PERIOD": "(day | week | weekend | fortnight | month | quarter | year | decade | century | season | FISCAL year)",
    "NEAR": "(the? WHICH | that same? | this (past | coming | very) | the (entire | whole | very same))",
    "AT_EDGE": "(very? EDGE (in | part of | on)? -? the? | the? very? PORTION of"
    " | the? (first | second | latter) half of"
    " | the? (ORDINAL | final) (days | weeks | months) of)",
    "ZONED": "(OPEN? (local time | ZONE (PLUS DIGITS | - DIGITS)? | eastern time? | pacific time?) CLOSE?)",
    "HOURS": "(((CLOCK | DAYNUM) AMPM | CLOCK (hours | hrs)? | MILITARY (hours | hrs)) ZONED? | MILITARY ZONED"
    " | YEAR (hours | hrs | ZONED))",
    "ABOUT": "(((about | around | just | shortly | exactly) (after | before)?) | after | before)",
}

DATES = """
(WEEKDAY ,?)? the? DAY of? MONTH (,? of? SAID_YEAR)?
(WEEKDAY ,?)? MONTH the? DAY (,? SAID_YEAR)?
ISODATE
NUMDATE
AT_EDGE? MONTH (,? of? SAID_YEAR)?
AT_EDGE? (the? NEAR | the month of) MONTH (,? of? SAID_YEAR)?
AT_EDGE? the? (YEAR | SHORTYEAR)
AT_EDGE? the? (DECADE | DECADEWORD)
(the | EDGE -?) SHORTDECADE
AT_EDGE? the? FISCAL? year YEAR
AT_EDGE? NEAR PERIOD
AT_EDGE the? PERIOD
the (very? same)? day
AT_EDGE? NEAR SEASON
AT_EDGE? the? SEASON (,? of? SAID_YEAR)
AT_EDGE? the SEASON
SEASON
(in the)? (morning | afternoon | evening)
the PART
(early | late) PART
(AT_EDGE | NEAR | the)? WEEKDAY (late | early)? (PART | (of? (last | this | next) week))?
(late | early | earlier | later)? DEIXIS ((in the)? (late | early)? PART)?
the day (before | after) (yesterday | tomorrow)
(late | early | earlier | later)? this very? (PART | day)
late? (last | that | the (same | previous | following | next)) PART
overnight
(that same? | the (very? same | following | next | previous | preceding | very)) day
the (day | week | month | year | night | evening | morning) (before | after | earlier | later | previous)
(early | late | earlier | later) (in | on in | that)? (the | that)? (day | week | month | year)
the? (early | late | small)? (hours | PART) of (WEEKDAY | MONTH DAY | DAY MONTH)
the? ORDINAL -? quarter (,? of? SAID_YEAR)?
(the? (first | second | latter) half (of? SAID_YEAR | of the year)?)
the? ORDINAL CARDINAL? (day | week | month | quarter | days | weeks | months | quarters) (of | in) \
(SAID_YEAR | NEAR? (month | week | year) | MONTH YEAR?)
the? ORDINAL (week | weekend) (of | in) MONTH YEAR?
the? week (of | ending | ended | beginning) (MONTH DAY | DAY MONTH)
the? weekend
the? (early | late | mid)? -? (DAYTH | ORDINAL | last | this) century
the? same (period | month | week | quarter | year) \
(of? (last year | a year (ago | earlier) | the (previous | prior) year))?
this time (last | next) (year | week | month)
FEAST (SAID_YEAR)?
(last | this | next) FEAST
so far this (year | month | week | season)
HEDGE? LENGTH (ago | earlier | later | before | after | afterwards | previously | hence | from now | from today)
(hours | days | weeks | months | years | decades | moments | minutes | centuries) (ago | earlier | later | before)
(a | an | the)? (year | month | week) - ago
long ago
"""

TIMES = """
ABOUT? (HOURS | noon | midnight | midday) ,? \
(on? (WEEKDAY | DEIXIS | (WEEKDAY ,?)? MONTH DAY (,? YEAR)? | DAY MONTH YEAR?))?
HOURS (this | in the | last | that) PART
(SMALL | TENS) o'clock (in the PART)?
(WEEKDAY | DEIXIS | DAY MONTH | MONTH DAY) ,? at? (about | around)? (HOURS | noon | midnight)
"""

DURATIONS = """
HEDGE? LENGTH
(the | a)? (past | last | next | first | final | previous | coming | following | preceding | recent | prior | same) \
HEDGE? COUNT? STRETCH? (UNITS | (PERIOD))
the (past | last | next | coming) UNIT
(A | the)? (DIGITS | WORDED | half | multi | several | single) - \
(minute | hour | day | night | week | month | quarter | year | decade | century) (- long)? (period | span | run)?
(UNIT | UNITS) - long
(all | the whole | the entire) (day | night | week | month | year | summer | winter) long?
HEDGE? (minutes | hours | days | weeks | months | years | decades | centuries)
"""

SETS = """
EVERY (COUNT | other | single | second | third)? (UNIT | UNITS | WEEKDAY | PART | SEASON | MONTH | weekday) PART?
OFTEN
(once | twice | (CARDINAL times)) (A | EVERY | per) UNIT
per (minute | hour | day | night | week | month | quarter | year)
WEEKDAYS
(weekdays | weekends | weeknights)
year after year
day after day
"""

REFERENCES = """
now
currently
nowadays
these days
at present
presently
at? the (present | moment | time being)
at? this (point | moment) (in time)?
recently
more recently
most recently
lately
the (recent | distant)? past
the (near | short | long | medium) term
recent
(over the | in)? recent (years | months | weeks | days | times | history | decades)
the (near | foreseeable | distant)? future
soon
very soon
in the coming (days | weeks | months | years | decades)
"""
AGES = """
(A | the)? HEDGE? (DIGITS | WORDED) - UNIT - (old | olds)
HEDGE? COUNT (UNIT | UNITS) (old | of age | (and | or) (older | over | above | younger | under))
aged COUNT
"""
"""How old somebody is: words of time that tell no time."""

KINDS = {"age": AGES, "date": DATES, "time": TIMES, "set": SETS, "duration": DURATIONS, "reference": REFERENCES}
"""Rules by kind, in the order in which equal lengths are decided."""

_NAME = re.compile(r"[A-Z_]+|[a-z']+|[()|?]|[^\sA-Za-z]")
_LITERAL = {"OPEN": "(", "CLOSE": ")", "PLUS": "+"}


def _names(rule: str) -> Iterator[str]:
    """Yield the parts of a rule, with those that have a name replaced by what they stand for."""
    for one in _NAME.findall(rule):
        if one in PARTS:
            yield from _names(PARTS[one])
        else:
            yield one


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of all rules."""
    words = set(_LITERAL.values())
    for lines in KINDS.values():
        for rule in lines.strip().split("\n"):
            words |= {one for one in _names(rule) if not one.isupper() and one not in "()|?"}
    return Vocabulary(words)


@cache
def rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the rules of all kinds as patterns over the characters of :meth:`Vocabulary.coded`, with their kinds."""
    return tuple(
        (kind, re.compile(_pattern(rule))) for kind, lines in KINDS.items() for rule in lines.strip().split("\n")
    )


@cache
def any_rule() -> re.Pattern[str]:
    """Return a pattern that matches wherever some rule does."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in rules()))


def _pattern(rule: str) -> str:
    known = vocabulary()
    found = []
    for one in _names(rule):
        if one == "(":
            found.append("(?:")
        elif one in (")", "|", "?"):
            found.append(one)
        else:
            found.append(known.code(_LITERAL.get(one, one)))
    return "".join(found)
