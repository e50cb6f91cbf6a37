"""Whom short forms and pronouns mean: "the ministry", "Rahmon", "it", "he", inside one report.

Everything is read in the order of the text. A short form is the one earlier full form that fits it; a pronoun is the
one party that fits among the claimants and actors said before it in its sentence, else in the sentence just before.
Where two fit, or none, the words stay words with a key that holds only inside the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from panj.model import Mention, Party, Span
from panj.resolving.actors import STATE_SECTORS, PhraseReader, Reading, Shape, is_title, slug, stripped
from panj.resolving.context import Context
from panj.resolving.gazetteer import normal_form, word_set
from panj.resolving.sectors import PERSONS, SHORT_HEADS, sector_of

PartyReason = Literal["pronoun-unclear", "short-form-unclear", "several-countries", "name-unknown", "kind-unknown"]
Place = tuple[int, int]

_PRONOUNS: dict[str, tuple[Shape, ...]] = {
    **dict.fromkeys(("he", "she", "him", "her", "his", "hers", "himself", "herself"), ("person",)),
    **dict.fromkeys(("it", "its", "itself"), ("institution",)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("people", "institution")),
}
_SPEAKER = frozenset(("we", "us", "our", "ours", "i", "me", "my", "mine", "ourselves"))
_EMPTY = word_set(
    "who whom that which those these this one some others other another nobody somebody anyone someone everyone none "
    "both neither all each either people"
)
_OFTEN = 3
"""How often a report must name its only country before an office without one is that country's."""

_GOVERNMENT = re.compile(r"\b(?:government|authorities)$", re.IGNORECASE)
"""Words for a whole government; "officials" can be anyone's."""

_ABROAD = re.compile(r"\b(?:ambassador|consul|delegat|diplomat|embass|envoy|mission)", re.IGNORECASE)
"""Offices that a country keeps in another."""

_TITLE_REACH = 60
"""Characters before a name in which its title is looked for."""

_WORDS_BEFORE = re.compile(r"(?:[\w’'-]+ )+$")
_SENTENCE_END = re.compile(r"[.!?][\"”’']?\s+[\"“‘'A-Z]")
_OWNED = re.compile(r"^(?:his|her|its|their|our|my|whose)\b", re.IGNORECASE)
_TITLE_BEFORE = re.compile(r"(?:^|[^\w])((?:[\w'’-]+ ){0,4}[\w'’-]+),? $")
_TITLE_BEHIND = re.compile(r"^, (?:the |an? |its |their )?((?:[\w'’-]+ ){0,4}[\w'’-]+)")


class Known(NamedTuple):
    """A party said in the report, with the place and the role of its words."""

    start: int
    sentence: int
    reading: Reading
    words: str
    speaks: bool


class PartyBook:
    """All parties of one report by the place of their words."""

    def __init__(self, context: Context, mentions: Sequence[Mention]) -> None:
        self._context = context
        self._phrases = PhraseReader(context)
        self._known: list[Known] = []
        self._parties: dict[Place, tuple[Party, PartyReason | None]] = {}
        spans: dict[Place, tuple[Span, Mention, bool]] = {}
        for mention in mentions:
            speakers = [span for span in (mention.by, mention.via) if span is not None]
            for span in (*speakers, *mention.actors, *mention.recipients):
                place = (span.start, span.end)
                speaks = span in speakers or span in mention.actors
                if place not in spans or (speaks and not spans[place][2]):
                    spans[place] = (span, mention, speaks)
        ordered = [spans[place] for place in sorted(spans)]
        for span, mention, speaks in ordered:
            if not _is_pronoun(span.text):
                self._settle(span, mention, *self._named(span, mention), speaks=speaks)
        self._known.sort(key=lambda one: one.start)
        for span, mention, speaks in ordered:
            if _is_pronoun(span.text):
                self._settle(span, mention, *self._pronoun(span, mention), speaks=speaks)
                self._known.sort(key=lambda one: one.start)

    def party(self, span: Span) -> tuple[Party, PartyReason | None]:
        """Return the party that the words mean, and why it is not fully known where it is not."""
        return self._parties[span.start, span.end]

    @cached_property
    def publisher(self) -> Party:
        """Return the outlet as a party: the same key that its name has when a text names it."""
        report = self._context.report
        name = (report.publisher or "").strip() or _host(report.url or "")
        if not name:
            return Party(name="the report's publisher", rule="publisher", key=f"?{report.id}:publisher", sector="MED")
        reading = self._phrases.read(name)
        return Party(
            name=name, rule="publisher", key=reading.key, sector=reading.sector or "MED",
            country=reading.country or self._context.publisher_country,
        )  # fmt: skip

    def _settle(
        self, span: Span, mention: Mention, reading: Reading, reason: PartyReason | None, *, speaks: bool
    ) -> None:
        self._parties[span.start, span.end] = (reading.party(span), reason)
        if not reading.key.startswith("?"):
            self._known.append(Known(span.start, mention.sentence.start, reading, span.text, speaks))

    # names and short forms -----------------------------------------------------------------------------------------

    def _named(self, span: Span, mention: Mention) -> tuple[Reading, PartyReason | None]:
        words = span.text
        reading = self._phrases.read(words)
        if reading.rule == "several-countries":
            return reading, "several-countries"
        if _OWNED.match(words) or normal_form(words) in _EMPTY:
            return self._scoped(reading, words), None if reading.sector else "kind-unknown"
        if reading.rule == "words":
            person = self._person(span, mention)
            if person is not None:
                return person, None
        earlier = self._short(reading, words)
        if earlier is not None:
            return earlier._replace(rule="report:short-form"), None
        if reading.country is None and reading.sector in STATE_SECTORS and not reading.full:
            return self._office(reading, words, span.start)
        if not reading.full:
            return self._scoped(reading, words), "short-form-unclear"
        known = reading.country or reading.sector or reading.key.startswith(("org:", "per:"))
        if known:
            return reading, None
        named = any(token[0].isupper() for token in stripped(words).split()[span.start == mention.sentence.start :])
        return reading, "name-unknown" if named else "kind-unknown"

    def _scoped(self, reading: Reading, words: str) -> Reading:
        return reading._replace(key=f"?{self._context.report.id}:{normal_form(words)}")

    def _person(self, span: Span, mention: Mention) -> Reading | None:
        """Read a bare name as a person's where a title stands beside it, or the surname of one named before."""
        name = stripped(span.text)
        tokens = name.split()
        if not all(token[0].isupper() or token in ("al", "bin", "de", "ag", "van") for token in tokens):
            return None
        said = [
            (normal_form(one.reading.name).split(), one.reading)
            for one in self._known
            if one.reading.key.startswith("per:") or (one.reading.rule == "words" and _is_full_name(one.words))
        ]
        short = normal_form(name).split()
        fits = {
            full.key: full
            for parts, full in said
            if len(parts) > len(short) and short in (parts[-len(short) :], parts[: len(short)])
        }
        if len(fits) == 1:
            return next(iter(fits.values()))._replace(rule="report:surname")
        introduced = self._introduced(name, span.start)
        if introduced is not None:
            return introduced
        text, offset = mention.sentence.text, mention.sentence.start
        for pattern, part in (
            (_TITLE_BEFORE, text[: span.start - offset]),
            (_TITLE_BEHIND, text[span.end - offset :]),
        ):
            found = pattern.search(part)
            title = normal_form(found[1]).split() if found else []
            cut = next((n for n, word in enumerate(title) if n and word in ("of", "for", "in", "at")), len(title))
            before = pattern is _TITLE_BEFORE
            near = title[-1:] if before else title[max(cut - 1, 0) : cut]
            if near and near[0] in PERSONS:
                return Reading(
                    name, f"per:{slug(name)}", "named-beside-title", None, sector_of(title if before else title[:cut]),
                    "person", "", full=True,
                )  # fmt: skip
        return None

    def _introduced(self, name: str, before: int) -> Reading | None:
        """Read a name as the text introduced it, with title and first names ("Tajik President Emomali Rahmon")."""
        text = self._context.report.text
        at = text.find(name, 0, before)
        while at >= 0:
            words = _WORDS_BEFORE.findall(text[max(at - _TITLE_REACH, 0) : at])
            words = words[0].split() if words and not text[at + len(name)].isalnum() else []
            starts = range(len(words)) if any(is_title(word) for word in words) else ()
            for start in starts:
                reading = self._phrases.read(" ".join((*words[start:], name)))
                if reading.rule == "titled-name":
                    return reading._replace(rule="report:introduced")
            at = text.find(name, at + 1, before)
        return None

    def _short(self, reading: Reading, words: str) -> Reading | None:
        """Return the one earlier full form that ends with these words or whose office they are."""
        phrase = normal_form(stripped(words))
        head = phrase.split()[-1] if phrase else ""
        if reading.country is not None or reading.key.startswith(("org:", "per:")):
            return None
        if head not in SHORT_HEADS and not (reading.sector in STATE_SECTORS and reading.slug):
            return None
        fits: dict[str, Reading] = {}
        for one in self._known:
            full = one.reading
            if not full.full or full.key.startswith(("text:police", "?")):
                continue
            said = normal_form(stripped(one.words))
            ends = said != phrase and (said.endswith(f" {phrase}") or said.startswith(f"{phrase} of "))
            office = (
                full.country is not None
                and reading.slug
                and (full.slug == reading.slug or full.slug.endswith(f"-{reading.slug}"))
            )
            if (ends or office) and (full.sector == reading.sector or full.sector is None or reading.sector is None):
                fits[full.key] = full
        return next(iter(fits.values())) if len(fits) == 1 else None

    def _office(self, reading: Reading, words: str, start: int) -> tuple[Reading, PartyReason | None]:
        """Give a bare office or force ("foreign ministry", "police") to a country, where only one can be meant.

        That is the outlet's, if the report is mostly about it; the only one that the report names; for "government"
        and "authorities" the one whose officials spoke or acted in the sentence that named any last.
        """
        weights, outlet = self._context.weights, self._context.publisher_country
        if outlet and (set(weights) <= {outlet} or self._context.main == outlet):
            return self._phrases.in_country(reading, outlet, "publisher-country"), None
        sole = next(iter(weights)) if len(weights) == 1 else None
        if sole and weights[sole] >= _OFTEN and not _ABROAD.search(words):
            return self._phrases.in_country(reading, sole, "report-country"), None
        if _GOVERNMENT.search(words) and not reading.slug and (country := self._last_state(start)):
            return self._phrases.in_country(reading, country, "report:last-state"), None
        head = normal_form(stripped(words)).split()
        if head and head[-1] in SHORT_HEADS:
            return self._scoped(reading, words), "short-form-unclear"
        return reading, None

    def _last_state(self, before: int) -> str | None:
        """Return the country of the officials that spoke or acted last, at most two sentences lying between."""
        states = [
            one for one in self._known if one.speaks and one.reading.sector in STATE_SECTORS and one.reading.country
        ]
        if not states or len(_SENTENCE_END.findall(self._context.report.text, states[-1].start, before)) > 3:
            return None
        countries = {one.reading.country for one in states if one.sentence == states[-1].sentence}
        return countries.pop() if len(countries) == 1 else None

    # pronouns ------------------------------------------------------------------------------------------------------

    def _pronoun(self, span: Span, mention: Mention) -> tuple[Reading, PartyReason | None]:
        word = normal_form(span.text)
        if word in _SPEAKER:
            by = mention.by
            if by is not None and (by.start, by.end) in self._parties and by.start != span.start:
                one = next((known for known in self._known if known.start == by.start), None)
                if one is not None:
                    return one.reading._replace(rule="pronoun:speaker"), None
            shapes: tuple[Shape, ...] = ("person", "institution", "people")
        else:
            shapes = _PRONOUNS[word]
        here = [one for one in self._known if one.sentence == mention.sentence.start and one.start < span.start]
        previous = self._previous(mention)
        for pool, rule in ((here, "pronoun:same-sentence"), (previous, "pronoun:previous-claimant")):
            fits = {one.reading.key: one.reading for one in pool if one.speaks and one.reading.shape in shapes}
            if len(fits) == 1:
                return next(iter(fits.values()))._replace(rule=rule), None
            if fits:
                break
        reading = Reading(span.text, "", "pronoun", None, None, "unknown", "", full=False)
        return self._scoped(reading, span.text), "pronoun-unclear"

    def _previous(self, mention: Mention) -> list[Known]:
        """Return what the sentence just before says, if nothing but space lies between the two."""
        earlier = [one.sentence for one in self._known if one.sentence < mention.sentence.start]
        if not earlier:
            return []
        start = max(earlier)
        between = self._context.report.text[start : mention.sentence.start].strip()
        # the sentence before ends where its own words end: a full stop with a capital behind it means one more sentence
        if _SENTENCE_END.search(between):
            return []
        return [one for one in self._known if one.sentence == start]


def _is_full_name(words: str) -> bool:
    tokens = words.split()
    return len(tokens) > 1 and all(token[0].isupper() for token in tokens)


def _is_pronoun(words: str) -> bool:
    return normal_form(words) in _PRONOUNS or normal_form(words) in _SPEAKER


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # "http://[" and its like
        return ""
