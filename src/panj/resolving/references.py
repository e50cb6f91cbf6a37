"""Whom short forms and pronouns mean: "the ministry", "Rahmon", "it", "he", inside one report.

Everything is read in the order of the text. A short form is the one earlier full form that fits it; a pronoun is the
one party that fits among the claimants and actors said before it in its sentence, else in the sentence just before.
Where two fit, or none, the words stay words with a key that holds only inside the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

from panj.model import Mention, Party, Span
from panj.resolving.actors import STATE_SECTORS, PhraseReader, Reading, Shape, is_title, shape_of, slug, stripped
from panj.resolving.context import Context
from panj.resolving.gazetteer import normal_form, word_set
from panj.resolving.homes import Grounds, Homes, Known
from panj.resolving.sectors import PERSONS, SHORT_HEADS, sector_of

PartyReason = Literal[
    "pronoun-unclear", "short-form-unclear", "several-countries", "several-actors", "name-unknown", "kind-unknown"
]
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
_TITLE_REACH = 60
"""Characters before a name in which its title is looked for."""

_WORDS_BEFORE = re.compile(r"(?:[\w’'-]+ )+$")
_SENTENCE_END = re.compile(r"[.!?][\"”’']?\s+[\"“‘'A-Z]")
_SHARED_NOUN = re.compile(
    r"(?:(?:,| and| or|,? as well as)(?: the)? [^\W\d_a-z][\w'’.-]*)*((?: [^\W\d_A-Z][\w'’-]+){1,3})"
)
"""Behind an adjective: others beside it, then up to three words that are no names."""

_WITHOUT_COUNTRY = frozenset(("head-noun", "titled-name", "named-beside-title", "spokesperson"))
"""Rules that know what somebody is and not whose."""

_OWNED = re.compile(r"^(his|her|its|their|our|my|whose)\b", re.IGNORECASE)
_OWNER_BEFORE = re.compile(r"\b(his|her|its|their) $", re.IGNORECASE)
_TITLE_BEFORE = re.compile(r"(?:^|[^\w])((?:[\w'’-]+ ){0,4}[\w'’-]+),? $")
_TITLE_BEHIND = re.compile(r"^, (?:the |an? |its |their )?((?:[\w'’-]+ ){0,4}[\w'’-]+)")


class PartyBook:
    """All parties of one report by the place of their words.

    Args:
        context: the countries of the report.
        mentions: its mentions, whose words for parties are read.
        grounds: the countries in which the places of a mention lie.
    """

    def __init__(self, context: Context, mentions: Sequence[Mention], grounds: Grounds | None = None) -> None:
        self._context = context
        self._phrases = PhraseReader(context)
        self._homes = Homes(context, mentions, grounds)
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
                self._settle(span, mention, *self._named(span, mention, speaks=speaks), speaks=speaks)
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
        located = self._homes.located(mention) if reading.country is None and reading.located is None else None
        if located and reading.rule in _WITHOUT_COUNTRY and (reading.sector or reading.shape == "person"):
            shown = reading._replace(located=located[0], rule=f"{reading.rule}:{located[1]}")
        else:
            shown = reading
        self._parties[span.start, span.end] = (shown._replace(key=self._lasting(shown)).party(span), reason)
        if not reading.key.startswith("?"):
            self._known.append(Known(span.start, mention.sentence.start, reading, span.text, speaks))

    def _lasting(self, reading: Reading) -> str:
        """Return a key that two reports share only on strong evidence.

        A person whom the tables do not know needs a full name, and is another one in another country. A surname is
        nobody's outside its report.
        """
        if not reading.key.startswith("per:") or reading.listed:
            return reading.key
        name = reading.key.removeprefix("per:")
        if len(reading.name.split()) > 1:
            return ":".join(filter(None, ("per", reading.country or reading.located, name)))
        return f"?{self._context.report.id}:{name}"

    # names and short forms -----------------------------------------------------------------------------------------

    def _named(self, span: Span, mention: Mention, *, speaks: bool) -> tuple[Reading, PartyReason | None]:
        words = span.text
        reading = self._phrases.read(words)
        if reading.rule == "several-countries":
            return reading, "several-countries"
        if reading.rule == "several-actors":
            return reading, "several-actors"
        if reading.rule == "adjective":
            reading = self._completed(reading, span)
        owner = _OWNED.match(words) or _OWNER_BEFORE.search(self._context.report.text[: span.start][-8:])
        if owner and (of_owner := self._of_owner(words, normal_form(owner[1]), span, mention)):
            return of_owner, None
        if _OWNED.match(words) or (normal_form(words) in _EMPTY and not words.isupper()):
            scoped = self._scoped(reading, words)
            return scoped._replace(rule="owned"), None if reading.sector else "kind-unknown"
        if reading.rule in ("words", "table:short"):
            person = self._person(span, mention)
            if person is not None:
                return self._at_home(person, words, mention, speaks=speaks), None
            if reading.rule == "words" and words[:1].isupper() and (place := self._phrases.place(words)):
                return place, None
        earlier = self._short(reading, words)
        if earlier is not None:
            return earlier._replace(rule="report:short-form"), None
        if reading.country is None and reading.sector in STATE_SECTORS:
            at_home = self._at_home(reading, words, mention, speaks=speaks)
            if at_home.country is not None:
                return at_home, None
            head = normal_form(stripped(words)).split()
            if not reading.full and head and head[-1] not in SHORT_HEADS:
                return reading, None
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
        before = _TITLE_BEFORE.search(text[: span.start - offset])
        behind = _TITLE_BEHIND.search(text[span.end - offset :])
        for found in filter(None, (before, behind)):
            title = normal_form(found[1]).split()
            cut = next((n for n, word in enumerate(title) if n and word in ("of", "for", "in", "at")), len(title))
            near = title[-1:] if found is before else title[max(cut - 1, 0) : cut]
            if not near or near[0] not in PERSONS:
                continue
            office = self._phrases.read(found[1])
            sector = office.sector or sector_of(title if found is before else title[:cut])
            return Reading(
                name, f"per:{slug(name)}", "named-beside-title", office.country, sector, "person", "", full=True
            )
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

    def _at_home(self, reading: Reading, words: str, mention: Mention, *, speaks: bool) -> Reading:
        """Return an office, a force or an office-holder with a country, where the report says whose it is.

        People who only suffer an act ("two soldiers") are given none: their nation is a fact that somebody must state.
        """
        if reading.country is not None or reading.sector not in STATE_SECTORS or reading.listed:
            return reading
        if not speaks and shape_of(normal_form(stripped(words)).split()) in ("people", "person"):
            return reading
        home = self._homes.own(reading, words, mention, self._known)
        return reading if home is None else self._phrases.in_country(reading, *home)

    def _of_owner(self, words: str, owner: str, span: Span, mention: Mention) -> Reading | None:
        """Read "its troops" and "his office" as those of the one party said before in the sentence that fits."""
        shapes = _PRONOUNS.get({"its": "it", "their": "they", "his": "he", "her": "she"}.get(owner, ""), ())
        here = [one for one in self._known if one.sentence == mention.sentence.start and one.start < span.start]
        fits = {one.reading.key: one.reading for one in here if one.speaks and one.reading.shape in shapes}
        if len(fits) != 1:
            return None
        whose = next(iter(fits.values()))
        bare = self._phrases.read(_OWNED.sub("", words).strip() or words)
        if normal_form(bare.name) in ("office", "offices") or bare.rule == "spokesperson":
            return whose._replace(rule="owner")
        if whose.country is None or bare.country is not None or bare.sector not in STATE_SECTORS:
            return None
        return self._phrases.in_country(bare, whose.country, "owner")

    def _completed(self, reading: Reading, span: Span) -> Reading:
        """Read an adjective with the noun that it shares with another ("Hungarian" of "Hungarian and Tajik officials").

        The noun is the first after it, past further adjectives, whose sector is known.
        """
        text = self._context.report.text
        following = _SHARED_NOUN.match(text, span.end)
        nouns = following[1].split() if following else []
        for count in range(1, len(nouns) + 1):
            sector = sector_of(normal_form(" ".join(nouns[:count])).split())
            if sector is not None:
                whole = self._phrases.read(f"{span.text} {' '.join(nouns[:count])}")
                return whole._replace(rule="shared-noun")
        return reading

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
    """Say whether words are a pronoun; in capitals they are a name ("US", "WHO"), but for "I"."""
    if words.replace(".", "").isupper() and len(words) > 1:
        return False
    return normal_form(words) in _PRONOUNS or normal_form(words) in _SPEAKER


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # "http://[" and its like
        return ""
