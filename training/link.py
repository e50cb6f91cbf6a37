"""Fit the weights of linking: logistic regression on gold mentions that Panj's own resolver has resolved.

    python training/link.py [--write] [--stories FOLDER] [--reports FOLDER...]

``WITHIN`` is fitted on the annotated reports and stories (a claim against each act told before it in its report),
``ACROSS`` on the stories (an act of a report against each incident so far, forced to the annotators' decisions, with
and without the company of the report's other acts). Stories are held out one by one: weights are fitted on the others,
the held-out story is linked with them, and the scores are added up by threshold. ``--write`` puts weights fitted on all
of it into ``src/panj/incidents/weights.py``. Needs numpy; never reads the stories that measure Panj.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "benchmarks"), str(HERE.parent / "src")]

import clusters as agreement  # noqa: E402
import gold  # noqa: E402
from panj.incidents import clustering, linking, within  # noqa: E402
from panj.incidents.facts import Dossier, Facts  # noqa: E402
from panj.incidents.features import Comparison  # noqa: E402
from panj.incidents.judgements import constraints  # noqa: E402
from panj.model import Claim, Report  # noqa: E402
from panj.resolving import Resolver  # noqa: E402

SHARED = HERE.parents[1] / "shared" / "training"
RIDGE = 2.0
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
        for report_id in sorted(self.reports, key=lambda one: linking.report_order(one, self.reports)):
            own = [claim for claim in self.claims if claim.report_id == report_id]
            rows.append(linking.told_in_report(own, self.reports[report_id])[1])
        return rows


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
                acts[letter] = Dossier.of((fact,))
    return pairs


def across_pairs(one: Told, weights: tuple[Weights, float]) -> list[Pair]:
    """Return each act, as ``weights`` find it within its report, against the annotated incidents of earlier reports.

    Every pair counts twice with half the weight: with no company, as the first act of a report finds it, and with all.
    """
    within.WITHIN, within.WITHIN_BASE = weights
    archive = clustering.Archive()
    numbers: dict[str, int] = {}
    pairs: list[Pair] = []
    free = constraints((), ())
    for row in one.in_order():
        acts = within.acts_of_report(row, free)
        told = [Counter(one.letters.get(claim) for claim in act.claim_ids).most_common(1)[0][0] for act in acts]
        for act, letter in zip(acts, told, strict=True):
            if letter is None:
                continue
            others = list(
                dict.fromkeys(
                    numbers[other]
                    for one_act, other in zip(acts, told, strict=True)
                    if one_act is not act and other in numbers
                )
            )
            for joined in ((), others):
                for number, found in archive.compared(act, joined):
                    pairs.append((_names(found), numbers.get(letter) == number, 0.5))
        for act, letter in zip(acts, told, strict=True):
            key = letter or act.claim_ids[0]
            numbers[key] = archive.add(act, numbers.get(key), (0.0, ()))
    return pairs


def _names(found: Comparison) -> frozenset[str]:
    return frozenset(name for name, _ in found.features)


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


def use(inside: tuple[Weights, float], between: tuple[Weights, float], shift: tuple[float, float]) -> None:
    """Make linking use these weights; ``shift`` is added to the bases (within, across): a lower threshold."""
    within.WITHIN, within.WITHIN_BASE = inside[0], inside[1] + shift[0]
    clustering.ACROSS, clustering.ACROSS_BASE = between[0], between[1] + shift[1]


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
    options.add_argument("--stories", type=Path, default=HERE / "data" / "stories-2", help="folder of stories")
    options.add_argument("--reports", type=Path, nargs="*", default=[SHARED, HERE / "data"], help="independent reports")
    options.add_argument("--write", action="store_true", help="write weights fitted on everything")
    options.add_argument("--shift", type=float, nargs=2, default=(0.0, 0.0), help="added to the bases that are written")
    chosen = options.parse_args(arguments)
    stories, singles = load([chosen.stories], stories=True), load(chosen.reports, stories=False)
    base = [pair for one in singles for pair in within_pairs(one)]
    inner = {one.name: within_pairs(one) for one in stories}
    print(f"{len(stories)} stories, {len(singles)} reports; {len(base) + sum(map(len, inner.values()))} pairs within")

    def fitted(names: Sequence[str]) -> tuple[tuple[Weights, float], tuple[Weights, float]]:
        # Stories are linked as wholes, as in use; so their pairs count double beside those of reports that stand alone.
        inside = fit([*base, *(pair for name in names for pair in inner[name] * 2)])
        return inside, fit([pair for one in stories if one.name in names for pair in across_pairs(one, inside)])

    held = [(one, fitted([other.name for other in stories if other is not one])) for one in stories]
    for inner_shift in (0.0, 0.25, 0.5):
        for outer_shift in (0.0, 0.5, 0.75, 1.0):
            total: list[agreement.Score] = []
            each = []
            for one, (inside, between) in held:
                use(inside, between, (inner_shift, outer_shift))
                scores = score(one)
                each.append(f"{mean(scores):.2f}")
                total = scores if not total else [a + b for a, b in zip(total, scores, strict=True)]
            told = " ".join(f"{one.f1:.3f} ({one.precision:.2f}/{one.recall:.2f})" for one in total)
            print(f"within {inner_shift:+.1f} across {outer_shift:+.1f}: {mean(total):.4f}  {told}  {' '.join(each)}")
    inside, between = fitted([one.name for one in stories])
    inside = inside[0], round(inside[1] + chosen.shift[0], 1)
    between = between[0], round(between[1] + chosen.shift[1], 1)
    text = written(inside, between)
    if chosen.write:
        (HERE.parent / "src/panj/incidents/weights.py").write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


def written(inside: tuple[Weights, float], between: tuple[Weights, float]) -> str:
    """Return the module of weights."""
    lines = [
        '"""Weights of linking, log-odds by feature: written by ``training/link.py --write``, not by hand."""',
        "",
        "from __future__ import annotations",
    ]
    for name, (weights, base) in (("WITHIN", inside), ("ACROSS", between)):
        rows = [f'    "{feature}": {weights[feature]},' for feature in sorted(weights)]
        lines += ["", f"{name}: dict[str, float] = {{", *rows, "}", f"{name}_BASE = {base}"]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
