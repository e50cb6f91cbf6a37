"""The gate's weights: logistic regression on the annotated sentences, with its threshold chosen on held-out reports.

Sentences without an act come from the annotated reports and, as ordinary text, from the English Web Treebank, where a
sentence counts as without an act if a first model, fitted on the reports alone, is nearly sure of it.
"""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from corpus import FOLDS, Document, held_out
from panj.reading.gate import BUCKETS, features
from panj.reading.words import words

RECALL = 0.993
"""Share of held-out mentions whose sentences must pass; above the 0.99 that is promised, since samples differ."""

Row = tuple[list[int], int]


def rows(documents: Sequence[Document]) -> list[Row]:
    """Return features and number of mentions of every annotated sentence."""
    return [
        (features([word.text for word in words(one.text, start, end)]), len(mentions))
        for one in documents
        for start, end, mentions in one.rows
    ]


def fit(data: Sequence[Row], *, epochs: int = 30, decay: float = 1e-5, seed: int = 5) -> NDArray[np.float32]:
    """Return weights and bias; positives weigh twice, since a miss costs more than a look."""
    torch.manual_seed(seed)
    table = torch.nn.EmbeddingBag(BUCKETS, 1, mode="sum")
    torch.nn.init.zeros_(table.weight)
    bias = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.Adam([*table.parameters(), bias], lr=0.02)
    labels = torch.tensor([float(count > 0) for _, count in data])
    for _ in range(epochs):
        order = torch.randperm(len(data)).tolist()
        for at in range(0, len(order), 128):
            chosen = order[at : at + 128]
            flat = torch.tensor([bucket for index in chosen for bucket in data[index][0]])
            sizes = [len(data[index][0]) for index in chosen]
            offsets = torch.tensor([0, *np.cumsum(sizes)[:-1].tolist()])
            scores = table(flat, offsets).squeeze(1) + bias
            wanted = labels[chosen]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, wanted, weight=1 + wanted)
            loss = loss + decay * table.weight.square().sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return np.concatenate([table.weight.detach().numpy()[:, 0], bias.detach().numpy()]).astype(np.float32)


def scores(weights: NDArray[np.float32], data: Sequence[Row]) -> NDArray[np.float64]:
    """Return the log-odds of each row."""
    return np.array([weights[buckets].sum(dtype=np.float64) + weights[-1] for buckets, _ in data])


def treebank_rows(path: pathlib.Path, weights: NDArray[np.float32], least: float) -> list[Row]:
    """Return ordinary sentences that ``weights`` score below ``least``, as sentences without an act."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            inside = [word.text for word in words(line[9:])]
            if len(inside) >= 4:
                buckets = features(inside)
                if weights[buckets].sum() + weights[-1] < least:
                    found.append((buckets, 0))
    return found


def train(
    documents: Sequence[Document], treebank: pathlib.Path | None
) -> tuple[NDArray[np.float32], float, dict[str, float]]:
    """Return weights (float16 precision), threshold, and what was measured on held-out reports in turn."""
    ordinary: list[Row] = []
    if treebank is not None:
        ordinary = treebank_rows(treebank, fit(rows(documents)), -1.0)
    found: list[tuple[float, int]] = []
    for fold in range(FOLDS):
        weights = fit(rows([one for one in documents if not held_out(one, fold)]) + ordinary)
        kept = rows([one for one in documents if held_out(one, fold)])
        found += list(zip(scores(weights, kept).tolist(), (count for _, count in kept), strict=True))
    total = sum(count for _, count in found)
    threshold, missed = -20.0, 0
    for score, count in sorted(found):
        if missed + count > (1 - RECALL) * total:
            threshold = score
            break
        missed += count
    passing = [count for score, count in found if score >= threshold]
    empty = [score for score, count in found if count == 0]
    figures = {
        "recall": sum(passing) / total,
        "passing": len(passing) / len(found),
        "empty_kept_out": sum(score < threshold for score in empty) / max(1, len(empty)),
    }
    weights = fit(rows(documents) + ordinary).astype(np.float16).astype(np.float32)
    if ordinary:
        figures["ordinary_kept_out"] = float((scores(weights, ordinary) < threshold).mean())
    return weights, round(threshold, 3), figures
