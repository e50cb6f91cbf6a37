"""Fitting: losses, schedule, one deterministic loop over shuffled batches of windows."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from corpus import IGNORED, Example
from network import Network, half
from panj.reading.labels import HEADS, RELATIONS, slices

WEIGHTS = {"trigger": 2.0, "mode": 0.5, "status": 0.7, "outcome": 0.7, "sum": 0.3}
"""Weight of each head's loss; span layers have 1."""

LESSON = 0.3
"""Weight of the treebank's loss where it is fitted beside the reader's heads."""


def batch_of(examples: Sequence[Example], device: torch.device) -> dict[str, Tensor]:
    """Return the tensors of a batch, padded to its longest window."""
    pieces = max(len(one.window.ids) for one in examples)
    words = max(len(one.window.words) for one in examples)
    made = {
        "ids": torch.zeros(len(examples), pieces, dtype=torch.long),
        "shapes": torch.zeros(len(examples), pieces, dtype=torch.long),
        "mask": torch.zeros(len(examples), pieces, dtype=torch.long),
        "first": torch.zeros(len(examples), words, dtype=torch.long),
    }
    for name, _ in HEADS:
        made[name] = torch.full((len(examples), words), IGNORED, dtype=torch.long)
    pairs, labels = [], []
    for row, one in enumerate(examples):
        size = len(one.window.ids)
        made["ids"][row, :size] = torch.tensor(one.window.ids)
        made["shapes"][row, :size] = torch.tensor(one.window.shapes)
        made["mask"][row, :size] = 1
        made["first"][row, : len(one.window.first)] = torch.tensor(one.window.first, dtype=torch.long)
        for name, _ in HEADS:
            made[name][row, : len(one.window.words)] = torch.tensor(one.tags[name], dtype=torch.long)
        for trigger, span, holding in one.pairs:
            pairs.append((row, trigger, span))
            target = torch.zeros(len(RELATIONS))
            target[list(holding)] = 1.0
            labels.append(target)
    made["pairs"] = torch.tensor(pairs, dtype=torch.long).view(-1, 3)
    made["holds"] = torch.stack(labels) if labels else torch.zeros(0, len(RELATIONS))
    return {name: tensor.to(device) for name, tensor in made.items()}


def loss_of(network: nn.Module, batch: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum of the heads' losses and the relation loss."""
    tokens, relations = network(batch["ids"], batch["shapes"], batch["mask"], batch["first"])
    where = slices()
    total = tokens.new_zeros(())
    for name, _ in HEADS:
        target = batch[name]
        if (target != IGNORED).any():
            scores = tokens[..., where[name]].flatten(0, 1).float()
            total = total + WEIGHTS.get(name, 1.0) * nn.functional.cross_entropy(
                scores, target.flatten(), ignore_index=IGNORED, label_smoothing=0.02
            )
    if len(batch["pairs"]):
        row, trigger, span = batch["pairs"].T
        scores = relations[row, :, trigger, span].float()
        total = total + 4.0 * nn.functional.binary_cross_entropy_with_logits(scores, batch["holds"])
    return total


def fit(
    network: Network,
    examples: Sequence[Example],
    *,
    epochs: int,
    rate: float,
    head_rate: float,
    batch: int,
    seed: int,
    device: torch.device,
    report: Callable[[str], None] = print,
    average: float = 0.0,
    beside: nn.Module | None = None,
    lesson: Callable[[], Tensor] | None = None,
    every: int = 2,
) -> None:
    """Fit ``network`` in place: AdamW, linear warm-up over a tenth of the steps, then linear decay to nothing.

    Args:
        network: the reader's network.
        examples: windows with labels.
        epochs: how often each window is seen.
        rate: greatest learning rate of the encoder.
        head_rate: greatest learning rate of everything else.
        batch: windows in a step.
        seed: of the order of windows and of dropout.
        device: where to compute.
        report: told one line an epoch.
        average: decay of the running mean of weights that is kept at the end; 0 keeps the last weights.
        beside: a module whose own heads are fitted too (the treebank's), with the encoder that it shares.
        lesson: returns a loss of ``beside``, added at every ``every``-th step.
        every: see ``lesson``.
    """
    torch.manual_seed(seed)
    order = random.Random(seed)
    encoder = list(network.encoder.parameters())
    known = {id(one) for one in encoder}
    rest = [one for one in network.parameters() if id(one) not in known]
    if beside is not None:
        rest += [one for one in beside.to(device).train().parameters() if id(one) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": rest, "lr": head_rate}], weight_decay=0.01
    )
    steps = epochs * ((len(examples) + batch - 1) // batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (steps / 10), max(0.0, (steps - step) / (0.9 * steps)))
    )
    network.to(device).train()
    begun = time.monotonic()
    mean = [one.detach().clone() for one in network.parameters()] if average else []
    step = 0
    for epoch in range(epochs):
        shuffled = list(examples)
        order.shuffle(shuffled)
        total, seen = 0.0, 0
        for at in range(0, len(shuffled), batch):
            with half(device):
                loss = loss_of(network, batch_of(shuffled[at : at + batch], device))
                step += 1
                if lesson is not None and step % every == 0:
                    loss = loss + LESSON * lesson()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            with torch.no_grad():
                for kept, one in zip(mean, network.parameters(), strict=False):
                    kept.lerp_(one, 1 - min(average, (1 + step) / (10 + step)))
            total, seen = total + float(loss.detach()), seen + 1
        spent = time.monotonic() - begun
        left = spent / (epoch + 1) * (epochs - epoch - 1)
        report(f"epoch {epoch + 1}/{epochs}  loss {total / max(1, seen):.3f}  {spent:.0f} s, about {left:.0f} s to go")
    with torch.no_grad():
        for kept, one in zip(mean, network.parameters(), strict=False):
            one.copy_(kept)
