"""Who is named as answerable for what is said, held against PolNeAR's attributions.

    python benchmarks/attribution.py [FOLDER] [--reader NAME] [--json]

FOLDER is a part of PolNeAR with ``text`` and ``attributions``; ``$PANJ_SHARED/data/bench/polnear/dev`` without one. The
rules are in ``docs/reference/benchmarks.md``, section Attribution. The corpus is measured on and nothing else: none of
its text is printed. Exit status: 0 scored, 1 nothing was scored or a file is malformed, 2 the command cannot be
understood or the reader cannot run.
"""

from __future__ import annotations

import argparse
import bisect
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from clusters import Score
from inputs import as_report, shared
from matching import DETERMINERS
from panj.errors import PanjError, SourceMalformed
from panj.model import Mention, Report, Span
from panj.reading import load_reader
from panj.reading.words import Word, words

ROLES = ("source", "cue", "content")
VERBAL = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""PLOVER types whose acts are done with words; in the writer's own voice their speaker is the actor, not ``by``."""

Bounds = tuple[int, int]
Tally = dict[str, Score]


@dataclass(frozen=True)
class Article:
    """An article of the corpus and the characters of its annotated spans, by role."""

    report: Report
    gold: Mapping[str, tuple[Bounds, ...]]


@dataclass(frozen=True)
class Row:
    """A row of the table: the name in the tally, what it says, and the name of its F1 in the JSON."""

    name: str
    label: str
    f1: str


def _rows() -> tuple[Row, ...]:
    rows = []
    for scope, where in (("", "all sentences"), ("told_", "sentences with a mention")):
        rows += [Row(f"{scope}{role}", f"{role}, {where}", f"{scope}{role}_token_f1") for role in ROLES]
        if scope:
            rows.append(Row("told_content_if_all", "  were every word content", "told_content_if_all_token_f1"))
        for role in ("source", "cue"):
            name = f"{scope}acts_{role}"
            rows.append(Row(name, f"{role}, verbal acts too, {where}", f"{name}_token_f1"))
        rows.append(Row(f"{scope}source_span", f"source by span, {where}", f"{scope}source_span_f1"))
    return (*rows, Row("source_all_words", "source, all sentences, the and a counted", "source_all_words_token_f1"))


ROWS = _rows()


def load(folder: Path) -> list[Article]:
    """Read the articles of a folder in the order of their names; of several annotators the first by name counts.

    Raises:
        SourceMalformed: an annotation is not in the form of PolNeAR's, or its text is missing.
    """
    articles: dict[str, Article] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rpartition("_")[0]
        if name in articles:
            continue
        try:
            text = (folder / "text" / f"{name}.txt").read_bytes().decode("utf-8")
            articles[name] = Article(as_report(text, name), _spans(path.read_bytes().decode("utf-8"), len(text)))
        except (OSError, LookupError, ValueError) as error:
            raise SourceMalformed(path.name, f"not an annotation of PolNeAR: {error}") from error
    return list(articles.values())


def digest(folder: Path) -> str:
    """Return SHA-256 (hexadecimal) over the texts and annotations of a folder."""
    files = sorted([*(folder / "attributions").glob("*.ann"), *(folder / "text").glob("*.txt")])
    lines = [f"{path.parent.name}/{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def compare(article: Article, mentions: Sequence[Mention]) -> Tally:
    """Return how the attributions that mentions name stand to the annotated ones, in words of one article."""
    page = Page(article.report.text)
    told = page.within((one.sentence.start, one.sentence.end) for one in mentions)
    spoken = {(one.start, one.end) for mention in mentions for one in (mention.by, mention.via) if one is not None}
    verbal = [one for one in mentions if one.by is None and one.type in VERBAL and one.status == "happened"]
    voices = spoken | {(one.start, one.end) for mention in verbal for one in mention.actors}
    cues = {(one.cue.start, one.cue.end) for one in mentions if one.cue is not None}
    acts = {(one.trigger.start, one.trigger.end) for one in verbal}
    given = {
        "source": page.within(spoken),
        "cue": page.within(cues),
        "content": page.within(bounds for one in mentions for bounds in content(one)),
        "acts_source": page.within(voices),
        "acts_cue": page.within(cues | acts),
    }
    wanted = {role: page.within(article.gold[role]) for role in ROLES}
    sources = article.gold["source"]
    tally: Tally = {}
    for scope, room in (("", page.within([(0, len(page.text))])), ("told_", told)):
        for name, own in given.items():
            tally[scope + name] = _score(own & room, wanted[name.removeprefix("acts_")] & room)
        tally[f"{scope}source_span"] = page.spans(spoken, [one for one in sources if page.within([one]) & room])
    tally["told_content_if_all"] = _score(told, wanted["content"] & told)
    tally["source_all_words"] = _score(page.within(spoken, every=True), page.within(sources, every=True))
    return tally


def content(mention: Mention) -> list[Bounds]:
    """Return what a mention's speaker is taken to say: the sentence without the phrase that attributes it.

    The phrase runs from the first to the last of ``by``, ``via`` and ``cue``. Of what remains of the sentence, the side
    with the trigger is content; both sides are where commas or brackets set the phrase off. There is no content where
    there is no ``by``, or the trigger lies inside the phrase.
    """
    parts = [one for one in (mention.by, mention.via, mention.cue) if one is not None]
    if mention.by is None:
        return []
    sentence, trigger = mention.sentence, mention.trigger
    first, last = min(one.start for one in parts), max(one.end for one in parts)
    before, after = (sentence.start, first), (last, sentence.end)
    if _set_off(sentence, first, last) and not first <= trigger.start < last:
        return [before, after]
    if trigger.end <= first:
        return [before]
    return [after] if trigger.start >= last else []


class Page:
    """The words of a text, by number, as attributions are compared in them.

    Punctuation and the possessive 's never count; determiners do only where it is asked for, since Panj's spans leave
    them out and PolNeAR's do not.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = words(text)
        self._starts = [word.start for word in self._words]
        self._kept = [_kept(word) for word in self._words]

    def within(self, spans: Iterable[Bounds], *, every: bool = False) -> frozenset[int]:
        """Return the numbers of the words that share a character with some span."""
        found: set[int] = set()
        for start, end in spans:
            number = max(0, bisect.bisect_right(self._starts, start) - 1)
            while number < len(self._words) and self._words[number].start < end:
                if self._words[number].end > start and self._kept[number] > (0 if every else 1):
                    found.add(number)
                number += 1
        return frozenset(found)

    def spans(self, given: Iterable[Bounds], wanted: Iterable[Bounds]) -> Score:
        """Return how many spans of each side share a word with the other side."""
        ours, theirs = ([self.within([one]) for one in side] for side in (given, wanted))
        all_ours, all_theirs = frozenset[int]().union(*ours), frozenset[int]().union(*theirs)
        return Score(
            right_given=sum(1 for one in ours if one & all_theirs),
            given=len(ours),
            right_wanted=sum(1 for one in theirs if one & all_ours),
            wanted=len(theirs),
        )


def figures(tally: Mapping[str, Score]) -> dict[str, float | None]:
    """Return every figure by its name in the JSON."""
    found: dict[str, float | None] = {}
    for row in ROWS:
        score = tally.get(row.name, Score())
        for name, figure in ((row.f1, score.f1), (f"{row.name}_precision", score.precision)):
            found[f"polnear_{name}"] = None if figure is None else round(figure, 4)
        found[f"polnear_{row.name}_recall"] = None if score.recall is None else round(score.recall, 4)
    return found


def table(tally: Mapping[str, Score], title: str) -> Table:
    """Return the figures as a table."""
    shown = Table(title=title)
    shown.add_column("attribution", no_wrap=True)
    for heading in ("Panj", "PolNeAR", "precision", "recall", "F1"):
        shown.add_column(heading, justify="right")
    for row in ROWS:
        score = tally.get(row.name, Score())
        rates = ["" if one is None else f"{one:.3f}" for one in (score.precision, score.recall, score.f1)]
        shown.add_row(
            row.label, f"{score.given:.0f}", f"{score.wanted:.0f}", *rates, end_section="source_span" in row.name
        )
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    folder: Path = options.folder or shared() / "data" / "bench" / "polnear" / "dev"
    if not (folder / "attributions").is_dir():
        return _say(f"SKIPPED {folder}: no PolNeAR there; nothing was scored", status=1)
    try:
        reader = load_reader(options.reader)
    except PanjError as error:
        return _say(str(error), status=2)
    tally, sentences, mentions = Tally(), 0, 0
    try:
        articles = load(folder)
        for article in articles:
            reading = reader.read(article.report)
            sentences += reading.sentences
            mentions += len(reading.mentions)
            for name, score in compare(article, reading.mentions).items():
                tally[name] = tally.get(name, Score()) + score
    except PanjError as error:
        return _say(str(error), status=1)
    if not articles:
        return _say(f"SKIPPED {folder}: no article in it; nothing was scored", status=1)
    found = {"articles": len(articles), "sentences": sentences, "mentions": mentions}
    if options.json:
        record = {"reader": reader.version, "digest": digest(folder), **found, **figures(tally)}
        print(json.dumps(record, ensure_ascii=False))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    console.print(table(tally, f"{reader.version} on PolNeAR, in words"))
    console.print(f"{len(articles)} articles, {sentences} sentences, {mentions} mentions")
    console.print(f"SHA-256 of the data: {digest(folder)}")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Hold the speakers that a reader names against the attributions of PolNeAR.",
        epilog="Example: python benchmarks/attribution.py ../shared/data/bench/polnear/dev --json",
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="a part of PolNeAR, such as dev")
    parser.add_argument("--reader", metavar="NAME", help="name of the reader; the shipped one without it")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return parser


def _spans(annotation: str, length: int) -> dict[str, tuple[Bounds, ...]]:
    """Return the annotated spans by role; a span in pieces is several."""
    found: dict[str, list[Bounds]] = {role: [] for role in ROLES}
    for line in annotation.split("\n"):
        if not line.startswith("T"):
            continue
        label, _, places = line.split("\t")[1].partition(" ")
        for place in places.split(";"):
            start, end = map(int, place.split())
            if not 0 <= start < end <= length:
                raise ValueError(f"characters {start} to {end} are not in the text")
            if label.lower() in found:
                found[label.lower()].append((start, end))
    return {role: tuple(spans) for role, spans in found.items()}


def _kept(word: Word) -> int:
    """Return 0 for punctuation and the possessive 's, 1 for determiners, 2 for other words."""
    low = word.text.casefold()
    if not any(char.isalnum() for char in low) or low in ("'s", "’s"):
        return 0
    return 1 if low in DETERMINERS else 2


def _set_off(sentence: Span, first: int, last: int) -> bool:
    """Say whether commas, dashes or brackets stand on both sides of ``[first, last)``, quotation marks aside."""
    before = sentence.text[: first - sentence.start].rstrip(" \"'“”‘’")
    after = sentence.text[last - sentence.start :].lstrip(" \"'“”‘’")
    return before.endswith((",", "–", "—", "(")) and after.startswith((",", "–", "—", ")"))


def _score(given: frozenset[int], wanted: frozenset[int]) -> Score:
    right = len(given & wanted)
    return Score(right_given=right, given=len(given), right_wanted=right, wanted=len(wanted))


def _say(message: str, status: int = 0) -> int:
    print(f"attribution.py: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
