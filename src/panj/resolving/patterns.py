"""The words of time expressions: tables of names and the shapes that the grammar tells apart, in lower case."""

from __future__ import annotations

import re

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "a couple of": 2, "couple of": 2,
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
FEASTS = {
    "christmas eve": (12, 24), "christmas": (12, 25), "christmas day": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "new year": (1, 1), "may day": (5, 1),
}  # fmt: skip

WD = r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?\.?"
MO = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_TENS, _UNITS = "|".join(w for w, n in NUMBERS.items() if n > 19), "|".join(w for w, n in NUMBERS.items() if n < 10)
NUM = rf"(?:\d{{1,6}}|(?:{_TENS})-(?:{_UNITS})|" + "|".join(sorted(NUMBERS, key=lambda w: (-len(w), w))) + ")"
UNIT = r"(?:minute|hour|day|night|week|fortnight|month|year|decade)"
PART = (
    r"(?:(?:before|after|around|at|by|shortly before|shortly after|just before|just after|toward|towards|late|early"
    r"|mid|the|in the|late in the|early in the|late at)[ -])*"
    r"(?:pre-?dawn(?: hours)?|dawn|daybreak|sunrise|mid-?morning|morning(?: rush hour)?|noon|midday|lunchtime|lunch"
    r"|breakfast(?: time)?|mid-?afternoon|afternoon|evening|dusk|dark|sunset|nightfall|night|midnight"
    r"|(?:small|early) hours(?: of the morning)?)"
)
_HOUR_NAME = r"(?:1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
CLOCK = (
    r"(?:(?:at|by|around|about|shortly after|shortly before|just after|just before|from) )*"
    r"(?:\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|\d{4} ?(?:utc|gmt|hours|hrs)"
    rf"|{_HOUR_NAME} o'clock|{_HOUR_NAME} (?:in the (?:morning|afternoon|evening)|at night))"
    r"(?: ?(?:utc|gmt|local time))?"
)
HOUR = rf"(?:{CLOCK}|{PART})"

LEAD = re.compile(
    r"^(?:on|in|at|during|throughout|the|of|around|about|just|only|over|sometime|some time|all|also|as of) "
)
ISO = re.compile(rf"^({YEAR})-(\d\d)-(\d\d)(?:t.*)?$")
NUMERIC = re.compile(rf"^(\d\d?)([./])(\d\d?)[./]({YEAR})$")
RANGE = re.compile(r"^(?:between|from) (.+?) (?:and|to|until|till|through) (.+)$")
SPAN = re.compile(rf"^(.*\b(?:{WD}|{MO}|\d+|{YEAR})) ?(?:to|through|until|-) ?(.*\b(?:{WD}|{MO}|{YEAR}).*)$")
SINCE = re.compile(r"^(?:ever |in effect )?since (.+)$")
FROM = re.compile(r"^(?:from|starting|beginning) (?!of )(.+)$")
BY = re.compile(r"^(?:until|till|up to|through|by|no later than|not later than) (.+)$")
BEFORE = re.compile(r"^(?:shortly |just )?(?:before|ahead of) (.+)$")
AFTER = re.compile(r"^(?:shortly |just |soon )?(?:after|following) (.+)$")
AGO = re.compile(rf"^(?:(?:about|some|nearly|almost|more than|over) )?({NUM}) ({UNIT})s? ago$")
HENCE = re.compile(rf"^(?:in|within) ({NUM}) ({UNIT})s?(?:' time)?$|^({NUM}) ({UNIT})s? (?:from now|hence)$")
SHIFT = re.compile(
    rf"^(?:(?:about|some|nearly|almost|just|barely) )?(?:({NUM}) )?({UNIT}|evening|morning|afternoon)s? "
    r"(?:(earlier|before|previously|later|after|afterwards?)(?: (.+))?|on)$"
)
NEIGHBOUR = re.compile(
    r"^(previous|preceding|prior|following|next|same|that(?: same)?|very same) "
    r"(day|night|evening|morning|afternoon|week|month|year)$"
)
TURN = re.compile(rf"^(following|preceding|that|same|that same) ({WD}|{MO}|spring|summer|autumn|fall|winter)$")
SOON = re.compile(r"^(?:minutes|hours|moments|shortly|soon) (?:later|after(?:wards?)?)(?: (.+))?$")
WITHIN = re.compile(rf"^within (?:(?:the |an? |about |some )*(?:({NUM}) )?(minute|hour|day)|(minute|hour)s)s?$")
EVE = re.compile(r"^eve of (.+)$")
PAST_N = re.compile(rf"^(?:past|last|previous|preceding|recent) ({NUM}) ({UNIT})s?$")
NEXT_N = re.compile(rf"^(?:next|coming) ({NUM}) ({UNIT})s?$")
TODAY = re.compile(
    rf"^(?:(?:earlier|later|late|early|{HOUR}) )?(today|tonight|this (?:very )?(?:morning|afternoon|evening|day))$"
)
NEAR_WITH_HOUR = re.compile(
    rf"^(?:(?:late|early|earlier|later|on|{HOUR}),? ){{1,3}}(yesterday|tomorrow)$"
    rf"|^(yesterday|tomorrow)(?:'s)?(?:,? (?:late|early|in the|{HOUR})){{1,3}}$"
)
PERIOD = re.compile(
    rf"^(last|this|next|past|previous|current|coming|present) (week|weekend|month|year|night|{WD}|{MO})$"
)
EDGE = re.compile(
    r"^(early|mid|middle|late|earlier|later|beginning|start|end|first half|second half|final days|last days|first days)"
    r"(?:[ -](?:of|in))?[ -](?:the )?(.+)$"
)
WEEK_OF = re.compile(r"^(?:(first|second|third|fourth|last) )?week (?:of|from|beginning|starting) (.+)$")
HOUR_FIRST = re.compile(rf"^(?:{HOUR},?(?: (?:on|of|of the|in|the))*|(?:{NUM}) on) (.+)$")
HOUR_LAST = re.compile(rf"^(.+?)(?:'s)?,? (?:in the |at )?{HOUR}$")
HOUR_ONLY = re.compile(
    rf"^(?:(?:a|that|one|single|all|since|most of) )*{HOUR}$|^between {CLOCK} and {CLOCK}$|^(?:by |at )?{_HOUR_NAME}$"
)
OVERNIGHT = re.compile(r"^overnight(?: (?:on|from|into) | )?(.*)$|^(.+?) overnight$")
WD_WEEK = re.compile(rf"^({WD})(?: of)? (last|this|next) week$")
WD_DATE = re.compile(rf"^({WD}),? (?:the )?(.*\d.*)$")
DM = re.compile(rf"^({DAY})(?: of)? ({MO})(?:,? (?:of )?({YEAR}|last year|this year|next year))?$")
MD = re.compile(rf"^({MO}) (?:the )?({DAY})(?:,? (?:of )?({YEAR}|last year|this year|next year))?$")
LIST = re.compile(
    rf"^(?:nights? (?:of )?)?((?:{DAY}(?:, | and |, and | ?- ?| ?/ ?| to ))+{DAY})(?: of)? ({MO})(?: ({YEAR}))?$"
)
LIST_US = re.compile(
    rf"^(?:nights? (?:of )?)?({MO}) ((?:{DAY}(?:, | and |, and | ?- ?| ?/ ?| to ))+{DAY})(?:,? ({YEAR}))?$"
)
MONTH = re.compile(rf"^({MO})(?:,? (?:of )?({YEAR}|last year|this year|next year))?$")
ORDINAL_DAY = re.compile(r"^(3[01]|[12]\d|[1-9])(?:st|nd|rd|th)$")
DECADE = re.compile(r"^((?:1[0-9]|20)\d0)s$")
SEASON = re.compile(rf"^(?:(last|this|next|past) )?(spring|summer|autumn|fall|winter)(?: (?:of )?({YEAR}))?$")
DURATION = re.compile(
    rf"^(?:(?:for|within|in|over|at least|more than|about|nearly|next to|some) )*{NUM}(?: {NUM})? {UNIT}s?$"
)
VAGUE = re.compile(
    r"^(?:recent(?:ly)?(?: (?:days|weeks|months|years|times))?|lately|then|now|currently|once|at once|immediately"
    r"|immediate|meanwhile|indefinitely|beforehand|afterwards?|earlier|later|soon|formerly|previously|already|again"
    r"|(?:past )?(?:few|several|some|many) (?:days|weeks|months|years)(?: (?:ago|earlier|later))?|weekly|daily"
    r"|fortnightly|(?:past |coming )?(?:days|weeks|months|years)(?: (?:ago|earlier|later))?|at the time|moment"
    r"|same time)$"
)  # fmt: skip

STATED = re.compile(
    rf"(?:\b(?:on|in|at|late|early) )?\b((?:this (?:morning|afternoon|evening))|yesterday|today|tonight|last night"
    rf"|{DAY} {MO}(?: {YEAR})?|{MO} {DAY}(?:, {YEAR})?|{WD.replace('s?', '')})(?![\w-])",
    re.IGNORECASE,
)
"""A day that stands in running text, without the preposition; group 1 is the expression."""
