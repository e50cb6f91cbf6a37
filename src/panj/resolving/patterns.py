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
    "seventy": 70, "eighty": 80, "ninety": 90, "a couple of": 2, "couple of": 2, "a dozen": 12,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
DECADES = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
           "eighties": 1980, "nineties": 1990, "noughties": 2000}  # fmt: skip

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
WHICH = r"(?:last|this|next|past|previous|current|coming|present)"
IN_YEAR = rf"(?:{YEAR}|last year|this year|next year)"
ORDINAL = "(?:" + "|".join(sorted(ORDINALS, key=lambda w: (-len(w), w))) + ")"
PART = (
    r"(?:(?:before|after|around|at|by|shortly before|shortly after|just before|just after|toward|towards|late|early"
    r"|mid|the|in the|late in the|early in the|late at)[ -])*"
    r"(?:pre-?dawn(?: hours)?|dawn|daybreak|sunrise|mid-?morning|morning(?: rush hour)?|noon|midday|lunchtime|lunch"
    r"|breakfast(?: time)?|tea-?time|supper(?: ?time)?|mid-?afternoon|afternoon|evening|dusk|dark|sunset|sundown"
    r"|nightfall|night(?:-?time)?|midnight|first light|moonrise|moonset|vespers|(?:noon|friday|evening|dawn) prayers?"
    r"|(?:small|early|night) hours(?: of the morning)?)"
)
_HOUR_NAME = r"(?:1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
CLOCK = (
    r"(?:(?:at|by|around|about|shortly after|shortly before|just after|just before|from) )*"
    r"(?:\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|(?:[01]\d|2[0-4])[0-5]\d ?(?:utc|gmt|hours|hrs)"
    rf"|{_HOUR_NAME} o'clock|{_HOUR_NAME} (?:in the (?:morning|afternoon|evening)|at night)"
    rf"|(?:half|quarter) (?:past|to) {_HOUR_NAME})"
    r"(?: ?\(?(?:utc|gmt|local time|[ecmp][sd]t|cet|cest|bst|ist|msk)(?: ?[+-]\d{1,2})?\)?)?"
)
MILITARY = r"(?:[01]\d|2[0-4])[0-5]\d"
"""Four digits that may be an hour or a year: an hour where they begin with 0, or stand beside another word of time."""
HOUR = rf"(?:{CLOCK}|{PART})"

LEAD = re.compile(
    r"^(?:on|in|at|during|throughout|the|of|around|about|just|only|over|sometime|some time|all|also|as of"
    r"|exactly|roughly"
    r"|precisely|as early as|as late as|at least|a single|most of|much of|the whole of|intervening) "
)
ISO = re.compile(rf"^({YEAR})-(\d\d)-(\d\d)(?:t.*)?$")
NUMERIC = re.compile(rf"^(\d\d?)([./-])(\d\d?)\2({YEAR}|\d\d)$")
RANGE = re.compile(r"^(?:between|from) (.+?) (?:and|to|until|till|through) (.+)$")
SPAN = re.compile(rf"^(.*\b(?:{WD}|{MO}|\d+|{YEAR})) ?(?:to|through|until|-) ?(.*\b(?:{WD}|{MO}|{YEAR}).*)$")
SINCE = re.compile(r"^(?:ever |in effect )?since (?:at least )?(.+)$")
FROM = re.compile(r"^(?:as from|from|starting|beginning|effective) (?!of )(.+)$")
BY = re.compile(r"^(?:until|till|up to|through|by|no later than|not later than) (.+)$")
BEFORE = re.compile(r"^(?:shortly |just )?(?:before|ahead of) (.+)$")
AFTER = re.compile(r"^(?:shortly |just |soon )?(?:after|following) (.+)$")
AGO = re.compile(rf"^(?:(?:about|some|nearly|almost|more than|over|exactly|just) )?(?:({NUM}) )?({UNIT})s? ago$")
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
TURN_OF_YEAR = re.compile(rf"^({MO}) (?:of )?(?:that|the same|the following|the previous) year$")
SOON = re.compile(
    r"^(?:(?:a few |several |some )?(?:minutes|hours|moments)|shortly|soon) (?:later|after(?:wards?)?)(?: (.+))?$"
)
SOON_BEFORE = re.compile(r"^(?:a few |several |some )?(?:minutes|hours|moments) (?:earlier|before)(?: (.+))?$")
WITHIN = re.compile(rf"^within (?:(?:the |an? |about |some )*(?:({NUM}) )?(minute|hour|day)|(minute|hour)s)s?$")
EVE = re.compile(r"^eve of (.+)$")
PAST_N = re.compile(rf"^(?:past|last|previous|preceding|recent) ({NUM}) ({UNIT})s?$")
NEXT_N = re.compile(rf"^(?:next|coming) ({NUM}) ({UNIT})s?$")
FIRST_N = re.compile(rf"^(first|last|final) ({NUM}) (day|week|month)s? (?:of|in) (.+)$")
NTH_OF = re.compile(rf"^({ORDINAL}|last|final) (day|{WD}) (?:of|in) (.+)$")
NTH_DAY = re.compile(
    rf"^(?:a |another )?(?:{ORDINAL}|\d{{1,4}}(?:st|nd|rd|th)) (?:consecutive |straight |successive )?"
    r"(?:day|night|morning|evening|week|month|year)(?: running| in a row)?$"
)
NIGHT_TO = re.compile(rf"^(?:late |the )?night (?:to|into|before) (.+)$|^({WD}) night (?:in)?to ({WD})(?: morning)?$")
NIGHT_OF_TWO = re.compile(rf"^nights? (?:of|from|between) ({WD}) (?:and|to) ({WD})$")
QUARTER = re.compile(
    rf"^(?:(first|second|third|fourth|final|last|this|next|current|previous|past|1st|2nd|3rd|4th)"
    r"[ -](?:fiscal |calendar )?"
    rf"quarter|q([1-4])|([1-4])q)(?: (?:of )?(?:the )?({IN_YEAR}|year))?$"
)
CENTURY = re.compile(
    r"^(?:(early|mid|late)[ -])?(?:(\d\d?)(?:st|nd|rd|th)|(eighteenth|nineteenth|twentieth|twenty-first)"
    r"|(last|this|previous)) century$"
)
ANNIVERSARY = re.compile(rf"^(?:(?:{ORDINAL}|\d{{1,3}}(?:st|nd|rd|th)|[a-z-]+th|one-year) )?anniversary(?: of (.+))?$")
TWO = re.compile(rf"^({WD}|{MO}|{DAY}) and (?:again )?(?:on )?({WD}|{MO}|{DAY})(?: ({MO}))?$")
TRAILING = re.compile(
    rf"^.+ (?:on|in|of|at|for) ((?:early |mid-?|late )?(?:{WD},? )?"
    rf"(?:{DAY} {MO}(?:,? {YEAR})?|{MO} {DAY}(?:,? {YEAR})?|{MO}(?:,? {YEAR})?|{YEAR}|{WD}))$"
)
"""A day at the end of words that are no time expression ("the coup of February 2021")."""
TODAY = re.compile(
    rf"^(?:(?:earlier|later|late|early|{HOUR}) )?(today|tonight|this (?:very )?(?:morning|afternoon|evening|day))$"
)
NEAR_WITH_HOUR = re.compile(
    rf"^(?:(?:late|early|earlier|later|on|{HOUR}),? ){{1,3}}(yesterday|tomorrow)$"
    rf"|^(yesterday|tomorrow)(?:'s)?(?:,? (?:late|early|in the|{HOUR})){{1,3}}$"
)
PERIOD = re.compile(
    rf"^({WHICH}|this past|this coming) (week|weekend|fortnight|month|year|decade|night|evening|{WD}|{MO})$"
)
EDGE = re.compile(
    r"^(early|mid|middle|late|earlier|later|beginning|start|end|first half|second half|final days|last days|first days)"
    r"(?:[ -](?:of|in))?[ -](?:the )?(.+)$"
)
WEEK_OF = re.compile(r"^(?:(first|second|third|fourth|last) )?week (?:of|from|beginning|starting) (.+)$")
HOUR_FIRST = re.compile(
    rf"^(?:{HOUR},?(?: (?:on|of|of the|in|the))*|(?:{NUM}) on|{MILITARY} on"
    rf"|(?:(?:about|around|shortly after|shortly before|just after|just before|at|by) )*"
    rf"(?:half past )?{_HOUR_NAME}"
    r"(?=,? (?:this|last|yesterday|today|tonight|tomorrow|on)\b),?) (.+)$"
)
HOUR_LAST = re.compile(
    rf"^(.+?)(?:'s)?,? (?:in the |at |just |between (?:{CLOCK}|{_HOUR_NAME}|{MILITARY}) and )*"
    rf"(?:{HOUR}|(?:at |and |just before |just after ){_HOUR_NAME}|{MILITARY})$"
)
HOUR_ONLY = re.compile(
    rf"^(?:(?:a|that|one|single|all|since|most of|each|every|until|till) )*{HOUR}$"
    rf"|^(?:between|from) (?:{CLOCK}|{_HOUR_NAME}|{MILITARY}) (?:and|to|until) {CLOCK}$"
    rf"|^(?:{CLOCK}|{_HOUR_NAME}) to {CLOCK}$|^(?:dusk|sunset|night|sundown)[ -]to[ -](?:dawn|sunrise|morning)$"
    rf"|^(?:(?:by|at|about|around|since|until|shortly after|shortly before|just after|just before) )*"
    rf"(?:{_HOUR_NAME}|0\d[0-5]\d)$"
)
OVERNIGHT = re.compile(r"^overnight(?: (?:on|from|into) | )?(.*)$|^(.+?) overnight$")
WD_WEEK = re.compile(rf"^({WD})(?: of)? (last|this|next) week$")
WD_DATE = re.compile(rf"^({WD}),? (?:the )?(.*\d.*)$")
DM = re.compile(rf"^({DAY}|first)(?: of)? ({MO})(?:,? (?:of )?({IN_YEAR}))?$")
MD = re.compile(rf"^({MO}) (?:the )?({DAY})(?:,? (?:of )?({IN_YEAR}))?$")
LIST = re.compile(
    rf"^(?:nights? (?:of )?)?((?:{DAY}(?:, | and |, and | ?- ?| ?/ ?| to ))+{DAY})(?: of)? ({MO})(?: ({YEAR}))?$"
)
LIST_US = re.compile(
    rf"^(?:nights? (?:of )?)?({MO}) ((?:{DAY}(?:, | and |, and | ?- ?| ?/ ?| to ))+{DAY})(?:,? ({YEAR}))?$"
)
MONTH = re.compile(rf"^(?:month of )?({MO})(?:,? (?:of )?({IN_YEAR}))?$")
ORDINAL_DAY = re.compile(r"^(3[01]|[12]\d|[1-9])(?:st|nd|rd|th)$")
DECADE = re.compile(rf"^((?:1[0-9]|20)\d0)'?s$|^'?([2-9]0)'?s$|^({'|'.join(DECADES)})$")
SHORT_YEAR = re.compile(r"^'(\d\d)$")
SEASON = re.compile(
    rf"^(?:(last|this|next|past) )?(spring|summer|autumn|fall|winter)(?:,? (?:of )?(?:the )?({IN_YEAR}))?$"
)
DURATION = re.compile(
    rf"^(?:(?:for|within|in|over|at least|more than|less than|about|around|nearly|almost|next to|some|only|just|up to"
    rf"|after|by|little|the|same|as long as|another|a further) )*"
    rf"(?:{NUM}(?: {NUM})?(?: and a half| or (?:more|{NUM}))?|several|a few|few|many|dozens of|half an?)"
    rf" (?:straight |consecutive |full |long |trading |working )?{UNIT}s?(?: and a half| or (?:more|so))?$"
    rf"|^(?:a )?{NUM}-{UNIT}(?:-long)?(?: period)?$|^(?:for )?(?:many )?{UNIT}s$"
    r"|^(?:all-)?(?:hour|day|night|week|month|year)s?-long$"
)
VAGUE = re.compile(
    r"^(?:recent(?:ly)?(?: (?:days|weeks|months|years|times))?|lately|then|now|currently|once|at once|immediately"
    r"|immediate|meanwhile|indefinitely|beforehand|afterwards?|earlier|later|soon|formerly|previously|already|again"
    r"|(?:past )?(?:few|several|some|many) (?:days|weeks|months|years)(?: (?:ago|earlier|later))?|weekly|daily"
    r"|fortnightly|(?:past |coming )?(?:days|weeks|months|years)(?: (?:ago|earlier|later))?|at the time|moment"
    r"|same time|(?:until )?further notice|without delay|ever since|from now on|on the spot|now and then"
    r"|as soon as possible|immediate effect|at the earliest|nightly|hourly"
    r"|monthly|annual(?:ly)?|yearly|time being|near future|future|in (?:the )?past|period|dry months|year after year"
    rf"|(?:every|each) .+|.+ (?:every|each) (?:{PART}|day|week|month|year))$"
)  # fmt: skip

STATED = re.compile(
    rf"(?:\b(?:on|in|at|late|early) )?\b((?:this (?:morning|afternoon|evening))|yesterday|today|tonight|last night"
    rf"|{DAY} {MO}(?: {YEAR})?|{MO} {DAY}(?:, {YEAR})?|{WD.replace('s?', '')})(?![\w-])",
    re.IGNORECASE,
)
"""A day that stands in running text, without the preposition; group 1 is the expression."""
