"""Fit the weights of linking: logistic regression on gold mentions that Panj's own resolver has resolved.

    python training/link.py [--write] [--stories FOLDER...] [--reports FOLDER...] [--sure N] [--lenient N N]

``WITHIN`` is fitted on the annotated reports and stories (a claim against each act told before it in its report),
``ACROSS`` on the stories (each pair of acts of two reports, as the fitted ``WITHIN`` finds them, and acts of different
stories told as if in one country at one time, which are never one). All of it is seen
twice: as annotated, and with a part of the fields and mentions gone, as a reader misses them. Stories are held out in
sixths: weights are fitted on the others, the held-out ones are linked with them, and the scores are added up, for
several thresholds. ``--write`` puts weights fitted on all of it into ``src/panj/incidents/weights.py``. Needs numpy;
never reads the stories that measure Panj.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "benchmarks"), str(HERE.parent / "src")]

import clusters as agreement  # noqa: E402
import gold  # noqa: E402
import newsfeed  # noqa: E402
from panj.incidents import linker, linking, weights, within  # noqa: E402
from panj.incidents.facts import Dossier, Facts  # noqa: E402
from panj.incidents.features import Comparison, compare_across  # noqa: E402
from panj.incidents.judgements import constraints  # noqa: E402
from panj.model import Claim, Report  # noqa: E402
from panj.resolving import Resolver  # noqa: E402

SHARED = HERE.parents[1] / "shared" / "training"
RIDGE = 2.0
FOLDS = 6
MISSED, FORGOTTEN = 0.1, 0.25
"""Shares of mentions and of their fields that are left out of the second view of the data."""
STRANGE = 0.1
"""Weight of a pair of acts of different stories."""

LEAST = 4
"""A feature seen on fewer pairs than this gets no weight."""

Weights = dict[str, float]
Pair = tuple[frozenset[str], bool, float]


@dataclass(frozen=True)
class Told:
    """A folder (or one report of it) ready for linking: claims, reports and the annotators' incidents."""

    name: str
    claims: tuple[Claim, ...]
    reports: Mapping[str, Report]
    letters: Mapping[str, str]

    def in_order(self) -> list[list[Facts]]:
        """Return the claims that linking takes, by report in the order of publication, in the order of the text."""
        rows = []
        for report_id in sorted(self.reports, key=lambda one: linker.report_order(one, self.reports[one])):
            own = [claim for claim in self.claims if claim.report_id == report_id]
            rows.append(linker.told_in_report(own, self.reports[report_id])[1])
        return rows


def worn(one: Told, seed: int) -> Told:
    """Return a story as a reader that misses mentions and fields would give it; ``seed`` says which."""
    chance = random.Random(f"{seed} {one.name}")
    claims = []
    for claim in sorted(one.claims, key=lambda claim: claim.id):
        if chance.random() < MISSED:
            continue
        lost = {name: () for name in ("actors", "recipients", "places") if chance.random() < FORGOTTEN}
        mention = msgspec.structs.replace(claim.mention, **lost)
        if chance.random() < FORGOTTEN:
            mention = msgspec.structs.replace(mention, mode=None)
        if chance.random() < FORGOTTEN:
            mention = msgspec.structs.replace(mention, figures=())
        when = claim.when
        if when is not None and when.words is not None and chance.random() < FORGOTTEN:
            mention, when = msgspec.structs.replace(mention, times=()), None
        claims.append(msgspec.structs.replace(claim, mention=mention, when=when, **lost))
    return Told(one.name, tuple(claims), one.reports, one.letters)


def load(roots: Iterable[Path], *, stories: bool) -> list[Told]:
    """Return stories as wholes, or independent reports one by one."""
    resolver, found = Resolver(), []
    for folder in gold.folders(root for root in roots if root.is_dir()):
        story = gold.load(folder)
        claims = [
            claim
            for report, reading in zip(story.reports, story.readings, strict=True)
            for claim in resolver.resolve(report, reading).claims
        ]
        if stories:
            letters = {key: letter.rpartition(":")[2] for key, letter in story.clusters.items()}
            found.append(Told(story.name, tuple(claims), {one.id: one for one in story.reports}, letters))
            continue
        for report in story.reports:
            own = tuple(claim for claim in claims if claim.report_id == report.id)
            letters = {claim.id: story.clusters[claim.id] for claim in own if claim.id in story.clusters}
            found.append(Told(f"{story.name}/{report.external_id}", own, {report.id: report}, letters))
    return found


def within_pairs(one: Told) -> list[Pair]:
    """Return each claim against each annotated act told before it in its report."""
    pairs: list[Pair] = []
    for row in one.in_order():
        acts: dict[str, Dossier] = {}
        for fact in row:
            letter = one.letters.get(fact.id)
            if letter is None or fact.status == "generic":
                continue
            names = list(acts)
            for number, found in within.compared(fact, list(acts.values())):
                if found.veto is None:
                    pairs.append((_names(found), names[number] == letter, 1.0))
            if letter in acts:
                acts[letter].add(fact)
            elif fact.status not in within.UNASSERTED:
                acts[letter] = Dossier(fact)
    return pairs


def across_pairs(one: Told, weights: tuple[Weights, float]) -> list[Pair]:
    """Return each pair of acts of two reports, as ``weights`` find them within their reports."""
    use(inside=weights)
    free = constraints((), ())
    reports = [within.acts_of_report(row, free) for row in one.in_order()]
    letters = {
        id(act): Counter(one.letters.get(claim) for claim in act.claim_ids).most_common(1)[0][0]
        for acts in reports
        for act in acts
    }
    pairs: list[Pair] = []
    for early, late in itertools.combinations(reports, 2):
        for a, b in itertools.product(early, late):
            if letters[id(a)] is None or letters[id(b)] is None:
                continue
            found = compare_across(b.dossier, a.dossier, b.setting, a.setting)
            if found.veto is None:
                pairs.append((_names(found), letters[id(a)] == letters[id(b)], 1.0))
    return pairs


def strangers(stories: Sequence[Told], weights: tuple[Weights, float]) -> list[Pair]:
    """Return acts of different stories, told as if in one country at one time, against each other: never one."""
    use(inside=weights)
    free = constraints((), ())
    pairs: list[Pair] = []
    told = [newsfeed.prepared((one.reports[key], _of(one, key)) for key in sorted(one.reports)) for one in stories]
    for number, other in itertools.combinations(range(len(told)), 2):
        chance = random.Random(f"{number} {other}")
        acts = [
            [
                act
                for report, claims in newsfeed.again(told[place], dt.date(2026, 1, 1), 0, place, place, chance)
                for act in within.acts_of_report(linker.told_in_report(claims, report)[1], free)
            ]
            for place in (number, other)
        ]
        for a, b in itertools.product(*acts):
            found = compare_across(b.dossier, a.dossier, b.setting, a.setting)
            if found.veto is None:
                pairs.append((_names(found), False, STRANGE))
    return pairs


def _of(one: Told, report_id: str) -> list[Claim]:
    return [claim for claim in one.claims if claim.report_id == report_id]


def _names(found: Comparison) -> frozenset[str]:
    return frozenset(found.names)


def fit(pairs: Sequence[Pair], ridge: float = RIDGE) -> tuple[Weights, float]:
    """Return weights and base of a logistic regression with a ridge penalty, by Newton's method."""
    seen = Counter(name for names, _, _ in pairs for name in names)
    columns = {name: place for place, name in enumerate(sorted(name for name, n in seen.items() if n >= LEAST))}
    table = np.zeros((len(pairs), len(columns) + 1))
    table[:, -1] = 1.0
    for row, (names, _, _) in enumerate(pairs):
        table[row, [columns[name] for name in names if name in columns]] = 1.0
    wanted = np.array([same for _, same, _ in pairs], float)
    weight = np.array([share for _, _, share in pairs])
    penalty = np.full(len(columns) + 1, ridge)
    penalty[-1] = 0.01
    beta = np.zeros(len(columns) + 1)
    for _ in range(30):
        odds = 1 / (1 + np.exp(-np.clip(table @ beta, -30, 30)))
        slope = table.T @ (weight * (wanted - odds)) - penalty * beta
        bend = (table * (weight * odds * (1 - odds))[:, None]).T @ table + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    rounded = {name: round(float(beta[place]), 1) for name, place in columns.items()}
    return {name: value for name, value in rounded.items() if value}, round(float(beta[-1]), 1)


def use(
    inside: tuple[Weights, float],
    between: tuple[Weights, float] | None = None,
    lenient: tuple[float, float] | None = None,
    sure: float | None = None,
) -> None:
    """Make linking use these weights and thresholds; what is ``None`` stays as it is."""
    for module, name, value in (
        (within, "WITHIN", inside[0]), (within, "WITHIN_BASE", inside[1]), (within, "SURE", sure),
        (linker, "ACROSS", between and between[0]), (linker, "ACROSS_BASE", between and between[1]),
        (linker, "LENIENT", lenient),
    ):  # fmt: skip
        if value is not None:
            setattr(module, name, value)


def score(one: Told) -> list[agreement.Score]:
    """Link a story and return MUC, B³ and CEAF-e against the annotators' incidents."""
    linked = {link.claim_id: link.incident_id for link in linking.link(one.claims, one.reports).links}
    key = agreement.partition(one.letters)
    response = agreement.partition({claim: name for claim, name in linked.items() if claim in one.letters})
    return [measure(key, response) for measure in (agreement.muc, agreement.b_cubed, agreement.ceaf_e)]


def mean(scores: Sequence[agreement.Score]) -> float:
    """Return the CoNLL mean of three F1."""
    return sum(one.f1 or 0.0 for one in scores) / 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Cross-validate by story, print the scores by threshold, and write the weights where asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = HERE / "data"
    options.add_argument("--stories", type=Path, nargs="*", default=sorted(data.glob("stories-*")), help="stories")
    options.add_argument("--reports", type=Path, nargs="*", default=[SHARED, data], help="independent reports")
    options.add_argument("--write", action="store_true", help="write weights fitted on everything")
    options.add_argument(
        "--sure", type=float, default=weights.SURE, help="odds from which a report's claims are joined"
    )
    options.add_argument(
        "--lenient",
        type=float,
        nargs=2,
        default=weights.LENIENT,
        help="added to scores of pairs (of one report, of two)",
    )
    chosen = options.parse_args(arguments)
    stories, singles = load(chosen.stories, stories=True), load(chosen.reports, stories=False)
    base = [pair for one in singles for view in (one, worn(one, 1)) for pair in within_pairs(view)]
    views = {one.name: (one, worn(one, 1), worn(one, 2)) for one in stories}
    inner = {name: [pair for view in seen for pair in within_pairs(view)] for name, seen in views.items()}
    print(f"{len(stories)} stories, {len(singles)} reports; {len(base) + sum(map(len, inner.values()))} pairs within")

    def fitted(kept: Sequence[Told]) -> tuple[tuple[Weights, float], tuple[Weights, float]]:
        # Stories are linked as wholes, as in use; so their pairs count double beside those of reports that stand alone.
        inside = fit([*base, *(pair for one in kept for pair in inner[one.name] * 2)])
        use(inside, sure=chosen.sure)
        told = [pair for one in kept for view in views[one.name] for pair in across_pairs(view, inside)]
        return inside, fit([*told, *strangers(kept, inside)])

    folds = [stories[number::FOLDS] for number in range(FOLDS)]
    held = [(fold, fitted([one for one in stories if one not in fold])) for fold in folds]
    for lenient in dict.fromkeys([tuple(chosen.lenient), (0.0, 0.0), (0.5, 0.0), (0.5, 0.5), (1.0, 0.5), (1.0, 1.0)]):
        for worse in (False, True):
            total: list[agreement.Score] = []
            for fold, (inside, between) in held:
                use(inside, between, lenient)
                for one in fold:
                    scores = score(worn(one, 3) if worse else one)
                    total = scores if not total else [a + b for a, b in zip(total, scores, strict=True)]
            told = " ".join(f"{one.f1:.3f} ({one.precision:.2f}/{one.recall:.2f})" for one in total)
            print(f"{'worn' if worse else 'gold'} lenient {lenient}: {mean(total):.4f}  {told}")
    text = written(*fitted(stories), chosen.sure, tuple(chosen.lenient))
    if chosen.write:
        (HERE.parent / "src/panj/incidents/weights.py").write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


def written(
    inside: tuple[Weights, float], between: tuple[Weights, float], sure: float, lenient: tuple[float, float]
) -> str:
    """Return the module of weights."""
    lines = [
        '"""Weights of linking, log-odds by feature: written by ``training/link.py --write``, not by hand."""',
        "",
        "from __future__ import annotations",
    ]
    for name, (weighed, base) in (("WITHIN", inside), ("ACROSS", between)):
        rows = [f'    "{feature}": {weighed[feature]},' for feature in sorted(weighed)]
        lines += ["", f"{name}: dict[str, float] = {{", *rows, "}", f"{name}_BASE = {base}"]
    lines += ["", f"SURE = {sure}", '"""Log-odds from which a claim joins an act of its report."""']
    lines += ["", f"LENIENT = {lenient}", '"""Added to the scores of pairs of acts, of one report and of two."""']
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
