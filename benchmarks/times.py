"""How well are times read? Expressions in plain text (TempEval-3), and the days of acts in the stories and reports.

    python benchmarks/times.py [--only tempeval3|stories|training|meantime ...] [--errors N] [--json]

Nothing here needs a reader: expressions are found by Panj's own grammar, days are given to annotated mentions. The
rules are in ``docs/reference/benchmarks.md``. Exit status: 0 scored, 1 malformed data or nothing scored, 2 a wrong
command.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

import gold
from bench import Row, f1_row, root, table
from clusters import Score
from inputs import shared
from panj.errors import PanjError
from panj.model import Claim, Interval
from panj.resolving import Resolver
from panj.resolving.finding import Expression, find
from timeml import Document, Timed, pairs_of, read_newsreader, read_timeml

DAY = dt.timedelta(days=1)
SHORT = 8
"""Days: an interval of more days does not say on which day an incident was; it judges no inherited one."""

PUBLISHED = {"value_f1": (0.776, 0.674), "span_f1": (0.903, 0.903), "strict_f1": (0.813, 0.796)}
"""HeidelTime and SUTime on TempEval-3 (UzZaman et al. 2013, *SemEval-2013 Task 1: TempEval-3*), by figure."""


@dataclass
class Outcome:
    """Rows of one part, the digest of its data, how many items it has, and what went wrong, as lines."""

    rows: list[Row]
    digest: str
    items: int
    errors: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


# expressions in text -------------------------------------------------------------------------------------------------


def score_expressions(documents: Sequence[Document], stem: str) -> Outcome:
    """Score spans (strict, relaxed), values and types as TempEval-3 does: micro-F1 over all texts."""
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    errors: list[str] = []
    for document in documents:
        given = [one for one in find(document.text, document.day) if one.timex is not None]
        wanted = document.wanted
        pairs = pairs_of([(one.start, one.end) for one in given], [(one.start, one.end) for one in wanted])
        counts["given"] += len(given)
        counts["wanted"] += len(wanted)
        counts["relaxed"] += len(pairs)
        for here, there in pairs:
            one, other = given[here], wanted[there]
            counts["strict"] += (one.start, one.end) == (other.start, other.end)
            right = one.timex is not None and one.timex.value == other.value
            counts["value"] += right
            counts["type"] += one.timex is not None and one.timex.type == other.type
            if not right:
                kinds["other value"] += 1
                errors.append(_shown_error(document, one, other))
        met = [{here for here, _ in pairs}, {there for _, there in pairs}]
        for at, one in enumerate(given):
            if at not in met[0]:
                kinds["not annotated"] += 1
                errors.append(_shown_error(document, one, None))
        for at, other in enumerate(wanted):
            if at not in met[1]:
                kinds["not found"] += 1
                errors.append(_shown_error(document, None, other))
    rows = [
        f1_row(_key(stem, "value_f1"), "value F1 (relaxed span, equal value)", _f1(counts, "value")),
        f1_row(_key(stem, "span_f1"), "relaxed span F1", _f1(counts, "relaxed")),
        f1_row(_key(stem, "strict_f1"), "strict span F1", _f1(counts, "strict")),
        f1_row(_key(stem, "type_f1"), "type F1", _f1(counts, "type")),
        Row(_key(stem, "value_accuracy"), "  value right, of those met", _share(counts["value"], counts["relaxed"])),
        Row(_key(stem, "type_accuracy"), "  type right, of those met", _share(counts["type"], counts["relaxed"])),
    ]
    return Outcome(rows, "", len(documents), errors, kinds)


def _key(stem: str, name: str) -> str:
    return f"{stem}_{name}" if stem else name


def _f1(counts: Mapping[str, int], name: str) -> Score:
    return Score(counts[name], counts["given"], counts[name], counts["wanted"])


def _shown_error(document: Document, given: Expression | None, wanted: Timed | None) -> str:
    """Return one fault as a line, with the words of the corpus: for the eyes of whoever has the corpus."""
    place = given or wanted
    around = document.text[max(place.start - 40, 0) : place.end + 40].replace("\n", " ") if place else ""
    told = f"{wanted.type} {wanted.value}" if wanted else "–"
    found = f"{given.timex.type} {given.timex.value}" if given and given.timex else "–"
    return f"{document.name}  annotated: {told}  |  given: {found}\n    … {around} …"


# days of acts --------------------------------------------------------------------------------------------------------


def score_stories(stories: Sequence[gold.Story]) -> Outcome:
    """Hold the interval of each gold mention of an incident to the incident's days in the ledger."""
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    errors: list[str] = []
    for story, claims in _resolved(stories):
        days = {
            row["inc"]: (dt.date.fromisoformat(row["from"]), dt.date.fromisoformat(row["to"]))
            for row in story.ledger.get("incidents", ())
        }
        for claim in claims:
            wanted = days.get(story.clusters.get(claim.id, ""))
            if wanted is None:
                continue
            kind = judged(claim.when, wanted)
            told = "timed" if claim.mention.times else "untimed"
            counts[f"{told}:{kind}"] += 1
            counts[f"day:{kind}"] += int(claim.when is not None and claim.when.granularity == "day")
            if kind != "within":
                rule = claim.when.rule if claim.when else "none"
                kinds[f"{kind}, {told}"] += 1
                errors.append(
                    f"{story.name} {claim.mention.trigger.text!r} wanted {wanted[0]}..{wanted[1]}  "
                    f"given {_shown_days(claim.when)} ({rule})  words {[one.text for one in claim.mention.times]}"
                )
    timed, untimed, day = (_Placed.of(counts, name) for name in ("timed", "untimed", "day"))
    every = timed + untimed
    rows = [
        Row("story_within_day", "both days within one day, of acts with days", _share(every.within, every.placed)),
        Row("story_day_within_day", "  of those given as a day", _share(day.within, day.placed)),
        Row("story_overlap", "  days overlap ±1", _share(every.within + every.overlaps, every.placed)),
        Row("story_placed", "  share of acts with days", _share(every.placed, every.all)),
        Row("story_timed_within_day", "acts with words of time: within one day", _share(timed.within, timed.all)),
        Row("story_timed_placed", "  of them with days", _share(timed.placed, timed.all)),
        Row("story_untimed_within_day", "inherited days: within one day", _share(untimed.within, untimed.placed)),
        Row("story_mentions", "gold mentions of incidents", every.all),
    ]
    return Outcome(rows, _digest_of(stories), sum(len(one.reports) for one in stories), errors, kinds)


@dataclass(frozen=True)
class _Placed:
    """How acts were judged: within a day, overlapping, apart, and those without days."""

    within: int
    overlaps: int
    apart: int
    silent: int

    @classmethod
    def of(cls, counts: Mapping[str, int], name: str) -> _Placed:
        within, overlaps, apart = (counts.get(f"{name}:{kind}", 0) for kind in ("within", "overlaps", "apart"))
        return cls(within, overlaps, apart, counts.get(f"{name}:open", 0) + counts.get(f"{name}:none", 0))

    def __add__(self, other: _Placed) -> _Placed:
        return _Placed(
            self.within + other.within,
            self.overlaps + other.overlaps,
            self.apart + other.apart,
            self.silent + other.silent,
        )

    @property
    def placed(self) -> int:
        return self.within + self.overlaps + self.apart

    @property
    def all(self) -> int:
        return self.placed + self.silent


def judged(given: Interval | None, wanted: tuple[dt.date, dt.date]) -> str:
    """Return ``within`` (both ends at most a day away), ``overlaps``, ``apart``, ``open`` (no end) or ``none``."""
    if given is None:
        return "none"
    if given.valid_from is None or given.valid_to is None:
        return "none" if given.granularity == "vague" else "open"
    if abs(given.valid_from - wanted[0]) <= DAY and abs(given.valid_to - wanted[1]) <= DAY:
        return "within"
    return "overlaps" if given.valid_from - DAY <= wanted[1] and wanted[0] - DAY <= given.valid_to else "apart"


def score_training(stories: Sequence[gold.Story]) -> Outcome:
    """Judge inherited days by the other mentions of the same incident that have words of time.

    Training reports have no ledger. What can be told is how many expressions are understood, and whether an act that
    inherited its days got those which its own incident has elsewhere in the report; the days of another incident alone
    count as wrong.
    """
    rules: defaultdict[str, Counter[str]] = defaultdict(Counter)
    spans: Counter[str] = Counter()
    errors: list[str] = []
    for story, claims in _resolved(stories, spans):
        own: defaultdict[str, list[Interval]] = defaultdict(list)
        for claim in claims:
            letter = story.clusters.get(claim.id)
            when = claim.when
            if letter and when is not None and when.rule not in INHERITED and _is_short(when):
                own[letter].append(when)
        every = {(one.valid_from, one.valid_to) for days in own.values() for one in days}
        for claim in claims:
            when, letter = claim.when, story.clusters.get(claim.id)
            if when is None or when.rule not in INHERITED or letter is None:
                continue
            if own[letter]:
                right = any(_meet(when, other) for other in own[letter])
            elif (when.valid_from, when.valid_to) in every and when.rule != "hour-of-day-told-last":
                right = False  # the days of another incident, as far as the report tells
            else:
                continue
            rules[when.rule]["right" if right else "wrong"] += 1
            if not right:
                errors.append(f"{story.name} {when.rule} {claim.mention.trigger.text!r} {_shown_days(when)}")
    rows = [
        Row("training_expressions", "time expressions of mentions", spans["all"]),
        Row(
            "training_understood", "  understood (days, or a length or hour)", _share(spans["understood"], spans["all"])
        ),
    ]
    total: Counter[str] = Counter()
    for rule in INHERITED:
        good, bad = rules[rule]["right"], rules[rule]["wrong"]
        total += Counter(right=good, wrong=bad)
        rows.append(
            Row(
                f"training_{rule.replace('-', '_')}",
                f"  {rule}: right, of {good + bad}",
                _share(good, good + bad),
            )
        )
    label = f"inherited days right, of {total['right'] + total['wrong']}"
    rows.insert(2, Row("training_inherited", label, _share(total["right"], total["right"] + total["wrong"])))
    return Outcome(rows, _digest_of(stories), sum(len(one.reports) for one in stories), errors, Counter(spans))


INHERITED = ("same-sentence", "refers-back", "continues", "hour-of-day-told-last")
"""Rules by which an act takes the days of another."""


def _is_short(when: Interval | None) -> bool:
    if when is None or when.valid_from is None or when.valid_to is None:
        return False
    return (when.valid_to - when.valid_from).days <= SHORT


def _meet(one: Interval, other: Interval) -> bool:
    if not one.valid_from or not one.valid_to or not other.valid_from or not other.valid_to:
        return False
    return one.valid_from <= other.valid_to and other.valid_from <= one.valid_to


def _resolved(
    stories: Sequence[gold.Story], spans: Counter[str] | None = None
) -> Iterator[tuple[gold.Story, tuple[Claim, ...]]]:
    """Yield the claims of each report from its gold mentions, the incidents' letters being those of the story."""
    resolver = Resolver()
    for story in stories:
        for report, reading in zip(story.reports, story.readings, strict=True):
            found = resolver.resolve(report, reading)
            if spans is not None:
                spans["all"] += sum(len(one.times) for one in reading.mentions)
                lost = [one.reason for one in found.abstentions if one.field == "time"]
                spans.update(lost)
                spans["understood"] += sum(len(one.times) for one in reading.mentions) - sum(
                    reason not in ("duration", "no-day") for reason in lost
                )
            yield story, found.claims


def _shown_days(when: Interval | None) -> str:
    return "–" if when is None else f"{when.valid_from or ''}..{when.valid_to or ''}"


def _digest_of(stories: Sequence[gold.Story]) -> str:
    return hashlib.sha256("".join(sorted(one.digest for one in stories)).encode()).hexdigest()


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


# parts ---------------------------------------------------------------------------------------------------------------

REPOSITORY = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Part:
    """A part of the benchmark: its name, its files, how it is scored, whether it is scored without being named."""

    name: str
    paths: Callable[[], list[Path]]
    score: Callable[[Sequence[Path]], Outcome]
    usual: bool = True


def _documents(paths: Sequence[Path], read: Callable[[Path], Document], stem: str) -> Outcome:
    documents = []
    for path in paths:
        try:
            documents.append(read(path))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}: malformed: {error}") from error
    found = score_expressions(documents, stem)
    found.digest = hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in paths)).hexdigest()
    return found


def _training_folders() -> list[Path]:
    data = REPOSITORY / "training" / "data"
    return list(gold.folders([shared() / "training", data, data / "stories-2"]))


PARTS = (
    Part(
        "tempeval3",
        lambda: sorted((root() / "timeml" / "Evaluation" / "te3-platinum").glob("*.tml")),
        lambda paths: _documents(paths, read_timeml, ""),
    ),
    Part(
        "stories",
        lambda: list(gold.folders([shared() / "stories"])),
        lambda paths: score_stories([gold.load(path) for path in paths]),
    ),
    Part("training", _training_folders, lambda paths: score_training([gold.load(path) for path in paths])),
    Part(
        "meantime",
        lambda: sorted((shared() / "data" / "open" / "meantime").glob("*/*/*.xml")),
        lambda paths: _documents(paths, read_newsreader, "meantime"),
        usual=False,
    ),
)
"""``meantime`` is where rules of the grammar were chosen; its figures are no result."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    outcomes: dict[str, Outcome] = {}
    for part in PARTS:
        if part.name not in (options.only or [one.name for one in PARTS if one.usual]):
            continue
        paths = part.paths()
        if not paths:
            _say(f"SKIPPED {part.name}: its data is not beneath {shared()}")
            continue
        try:
            outcomes[part.name] = part.score(paths)
        except (PanjError, ValueError) as error:
            return _say(f"{part.name}: {error}", status=1)
    if not outcomes:
        return _say("nothing was scored", status=1)
    rows = [row for one in outcomes.values() for row in one.rows]
    if options.json:
        record: dict[str, object] = {
            "items": {name: one.items for name, one in outcomes.items()},
            "digests": {name: one.digest for name, one in outcomes.items()},
            "faults": {name: dict(sorted(one.kinds.items())) for name, one in outcomes.items()},
        }
        for row in rows:
            record[row.key] = round(row.figure, 4) if isinstance(row.figure, float) else row.figure
            if row.score is not None:
                record[f"{row.key.removesuffix('_f1')}_precision"] = _rounded(row.score.precision)
                record[f"{row.key.removesuffix('_f1')}_recall"] = _rounded(row.score.recall)
        print(json.dumps(record, ensure_ascii=False))
        return 0
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    for name, one in outcomes.items():
        for line in one.errors[: options.errors]:
            console.print(line, markup=False, soft_wrap=True)
        beside = any(row.key in PUBLISHED for row in one.rows)
        console.print(table(one.rows, name, PUBLISHED, ("HeidelTime", "SUTime") if beside else ()))
        faults = ", ".join(f"{kind} {count}" for kind, count in one.kinds.most_common())
        console.print(f"{one.items} texts; {faults or 'no fault'}\nSHA-256 of {name}: {one.digest}")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="times.py",
        description="Times: expressions in plain text, and the days of acts.",
        epilog="Example: python benchmarks/times.py --only tempeval3 --errors 10",
    )
    parser.add_argument("--only", nargs="+", choices=[one.name for one in PARTS], help="these parts only")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N faults of each part")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    return parser


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def _say(message: str, status: int = 0) -> int:
    print(f"times.py: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
