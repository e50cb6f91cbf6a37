"""The encoder's first schooling: parse, word classes, names and semantic roles of the English Web Treebank.

The annotated reports are few; a treebank teaches the encoder what a phrase, a name, a place and an agent are before it
sees them, and teaches the second pass what the words around a predicate are to it. Data: UD English EWT (CC BY-SA
4.0), PropBank release for EWT (CC BY-SA 4.0), UNER English EWT (CC BY-SA 4.0). Only encoder and second pass are kept;
these heads are thrown away.
"""

from __future__ import annotations

import dataclasses
import json
import pathlib
import random
import time
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor, nn

from fit import padded
from network import WIDTH, Network, half, words_of
from panj.reading.labels import shape
from panj.reading.windows import CLS, SEP, UNKNOWN, Pieces

UPOS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
)  # fmt: skip
NAMES = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
ROLES = (
    "ARG0", "ARG1", "ARG2", "ARG3", "ARG4", "ARGM-TMP", "ARGM-LOC", "ARGM-NEG", "ARGM-MOD", "ARGM-ADV", "ARGM-DIR",
    "ARGM-MNR", "ARGM-CAU", "ARGM-PRP", "R-ARG0", "R-ARG1", "C-ARG1",
)  # fmt: skip
PREDICATES = 2
"""Predicates of one sentence that are looked at each time the sentence is seen."""

WORDS_IN_BATCH = 700
LONGEST = 70


@dataclasses.dataclass
class Sentence:
    """One treebank sentence: ``heads`` count from 1, 0 is the root.

    ``roles`` are (predicate, first word, last word, role); ``names`` and ``predicates`` are ``None`` where nobody
    annotated them.
    """

    ids: list[int]
    shapes: list[int]
    first: list[int]
    last: list[int]
    upos: list[int]
    heads: list[int]
    relations: list[int]
    names: list[int] | None
    predicates: list[int] | None
    roles: list[tuple[int, int, int, int]]


def load(data: pathlib.Path, pieces: Pieces) -> tuple[list[Sentence], list[str]]:
    """Return the training sentences of EWT and the dependency relations they use."""
    names = dict(_names(data / "uner_english_ewt/en_ewt-ud-train.talen-2023-07-19.iob2"))
    roles = {}
    with (data / "propbank_ewt/ewt_propbank_aligned.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            roles[row["sent_id"]] = row
    labels: dict[str, int] = {}
    found = []
    for sentence_id, rows in _conllu(data / "ud_ewt/en_ewt-ud-train.rebuilt.conllu"):
        if not 3 <= len(rows) <= LONGEST:
            continue
        ids, shapes, first, last = [CLS], [3], [], []
        for row, numbers in zip(rows, pieces([row[1] for row in rows]), strict=True):
            first.append(len(ids))
            ids += numbers[:4] or [UNKNOWN]
            shapes += [shape(row[1])] * max(1, len(numbers[:4]))
            last.append(len(ids) - 1)
        heads = [int(row[6]) for row in rows]
        propbank = roles.get(sentence_id)
        triples, predicates = [], None
        if propbank is not None and propbank["n"] == len(rows):
            predicates = [0] * len(rows)
            for predicate in propbank["preds"]:
                predicates[predicate["head"] - 1] = 1  # PropBank's words count from 1
                for role, start, end in predicate["args"]:
                    if role in ROLES:
                        triples.append((predicate["head"] - 1, start - 1, end - 1, ROLES.index(role)))
        named = names.get(sentence_id)
        found.append(
            Sentence(
                ids=[*ids, SEP],
                shapes=[*shapes, 3],
                first=first,
                last=last,
                upos=[UPOS.index(row[3]) for row in rows],
                heads=heads,
                relations=[labels.setdefault(row[7].split(":")[0], len(labels)) for row in rows],
                names=named if named is not None and len(named) == len(rows) else None,
                predicates=predicates,
                roles=triples,
            )
        )
    return found, list(labels)


def _conllu(path: pathlib.Path) -> Iterator[tuple[str, list[list[str]]]]:
    rows: list[list[str]] = []
    name = ""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# sent_id = "):
            name = line[12:].strip()
        elif line and line[0].isdigit():
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif not line and rows:
            yield name, rows
            rows = []


def _names(path: pathlib.Path) -> Iterator[tuple[str, list[int]]]:
    tags: list[int] = []
    name = ""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# sent_id = "):
            name = line[12:].strip()
        elif line and line[0].isdigit():
            tag = line.split("\t")[2]
            tags.append(NAMES.index(tag) if tag in NAMES else 0)
        elif not line and tags:
            yield name, tags
            tags = []


class School(nn.Module):
    """Encoder and second pass of a network with the heads of this stage."""

    def __init__(self, network: Network, relations: int) -> None:
        super().__init__()
        self.encoder, self.acts = network.encoder, network.acts
        self.drop = nn.Dropout(0.15)
        self.upos, self.names, self.predicate = nn.Linear(WIDTH, 17), nn.Linear(WIDTH, 7), nn.Linear(WIDTH, 2)
        self.dependent, self.governor = nn.Linear(WIDTH, 256), nn.Linear(WIDTH, 256)
        self.relation = nn.Sequential(nn.Linear(2 * WIDTH, 128), nn.ReLU(), nn.Linear(128, relations))
        self.roles = nn.Linear(WIDTH, 3 * len(ROLES))
        self.order = random.Random(0)

    def loss(self, batch: Sequence[Sentence], device: torch.device) -> Tensor:
        """Return the sum of the losses of a batch."""

        def rows(lists: list[list[int]], fill: int) -> Tensor:
            return padded(lists, fill).to(device)

        ids = rows([one.ids for one in batch], 0)
        shapes = rows([one.shapes for one in batch], 0)
        mask = rows([[1] * len(one.ids) for one in batch], 0)
        first = rows([one.first for one in batch], 0)
        last = rows([one.last for one in batch], 0)
        hidden = self.encoder(ids, shapes, mask)
        whole = words_of(hidden, first, last)
        hidden, word = self.drop(hidden), self.drop(whole)
        entropy = nn.functional.cross_entropy
        total = entropy(self.upos(word).flatten(0, 1), rows([one.upos for one in batch], -100).flatten())
        named = rows([one.names or [-100] * len(one.first) for one in batch], -100)
        if (named >= 0).any():
            total = total + entropy(self.names(word).flatten(0, 1), named.flatten(), ignore_index=-100)
        heads = rows([one.heads for one in batch], -100)
        # The root is the [CLS] piece: governors are [CLS] and the words.
        governors = torch.cat([hidden[:, :1], word], 1)
        arcs = self.dependent(word) @ self.governor(governors).transpose(1, 2) / 16
        real = torch.cat([mask[:, :1], rows([[1] * len(one.first) for one in batch], 0)], 1)
        arcs = arcs.masked_fill(real[:, None, :] == 0, -1e4)
        total = total + entropy(arcs.flatten(0, 1), heads.flatten(), ignore_index=-100)
        chosen = governors.gather(1, heads.clamp(min=0)[:, :, None].expand(-1, -1, WIDTH))
        kinds = rows([one.relations for one in batch], -100)
        total = total + entropy(
            self.relation(torch.cat([word, chosen], -1)).flatten(0, 1), kinds.flatten(), ignore_index=-100
        )
        predicates = rows([one.predicates or [-100] * len(one.first) for one in batch], -100)
        if (predicates >= 0).any():
            total = total + entropy(self.predicate(word).flatten(0, 1), predicates.flatten(), ignore_index=-100)
            total = total + self._roles(batch, whole)
        return total

    def _roles(self, batch: Sequence[Sentence], word: Tensor) -> Tensor:
        """Return the loss of the roles around some predicates of each sentence, read by the second pass."""
        chosen: list[tuple[int, int]] = []
        for row, one in enumerate(batch):
            found = [index for index, flag in enumerate(one.predicates or []) if flag]
            chosen += [(row, index) for index in self.order.sample(found, min(PREDICATES, len(found)))]
        if not chosen:
            return word.new_zeros(())
        size = word.shape[1]
        rows = torch.tensor([row for row, _ in chosen], device=word.device)
        first = torch.tensor([index for _, index in chosen], device=word.device)
        real = torch.tensor(
            [[int(index < len(batch[row].first)) for index in range(size)] for row, _ in chosen], device=word.device
        )
        target = torch.full((len(chosen), size, len(ROLES)), -100)
        for number, (row, index) in enumerate(chosen):
            target[number, : len(batch[row].first)] = 0
            for predicate, start, end, role in batch[row].roles:
                if predicate == index:
                    target[number, start : end + 1, role] = 1
                    target[number, start, role] = 2
        hidden = self.acts(word[rows], first, first + 1, torch.zeros_like(first), real)
        scores = self.roles(self.drop(hidden)).view(-1, 3)
        loss = nn.functional.cross_entropy(scores.float(), target.flatten().to(word.device), ignore_index=-100)
        return loss * len(ROLES)


def school(
    network: Network,
    data: pathlib.Path,
    pieces: Pieces,
    *,
    epochs: int,
    rate: float,
    seed: int,
    device: torch.device,
    report: Callable[[str], None] = print,
) -> None:
    """Tune ``network`` in place on the treebank: AdamW, warm-up over a twentieth, linear decay to a tenth."""
    sentences, labels = load(data, pieces)
    torch.manual_seed(seed)
    order = random.Random(seed)
    pupil = School(network, len(labels)).to(device).train()
    encoder = list(network.encoder.parameters())
    known = {id(one) for one in encoder}
    rest = [one for one in pupil.parameters() if id(one) not in known]
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": rate}, {"params": rest, "lr": 1e-3}], weight_decay=0.01)
    batches = _batches(sentences, order)
    steps = epochs * len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (steps / 20), max(0.1, 1 - step / steps))
    )
    begun, done = time.monotonic(), 0
    for epoch in range(epochs):
        total = 0.0
        for number, batch in enumerate(batches, 1):
            with half(device):
                loss = pupil.loss(batch, device)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(pupil.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, done = total + float(loss.detach()), done + 1
            if number % 50 == 0:
                spent = time.monotonic() - begun
                left = spent / done * (steps - done)
                report(
                    f"treebank {epoch + 1}/{epochs} {number}/{len(batches)}  loss {total / number:.3f}  "
                    f"{spent:.0f} s, about {left:.0f} s to go"
                )
        batches = _batches(sentences, order)


def lessons(sentences: Sequence[Sentence], network: School, seed: int, device: torch.device) -> Callable[[], Tensor]:
    """Return a function that gives the loss of the next treebank batch, without end."""
    order = random.Random(seed)

    def endless() -> Iterator[list[Sentence]]:
        while True:
            yield from _batches(sentences, order)

    batches = endless()
    return lambda: network.loss(next(batches), device)


def _batches(sentences: Sequence[Sentence], order: random.Random) -> list[list[Sentence]]:
    """Return batches of about ``WORDS_IN_BATCH`` words, sentences of a length together, in random order."""
    by_length = sorted(sentences, key=lambda one: (len(one.ids), order.random()))
    found: list[list[Sentence]] = [[]]
    for one in by_length:
        if found[-1] and len(one.ids) * (len(found[-1]) + 1) > WORDS_IN_BATCH:
            found.append([])
        found[-1].append(one)
    order.shuffle(found)
    return found
