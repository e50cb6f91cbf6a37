"""Fitting: losses, schedule, one deterministic loop over shuffled batches of windows."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from corpus import IGNORED, Example
from network import Network, half
from panj.reading.labels import ACT, ROLES, TOKENS, WORDS, slices

WEIGHTS = {"trigger": 2.0, "fig": 0.5, "mode": 0.5, "status": 0.7, "outcome": 0.5, "sum": 0.2, "about": 1.0}
"""Weight of each head's loss; every role has 1."""

BLIND = 0.15
"""Share of acts whose type is hidden from the second pass, since the type it is told may be wrong when it reads."""

LESSON = 0.3
"""Weight of the treebank's loss where it is fitted beside the reader's heads."""


def padded(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
    """Return rows of different lengths as one tensor."""
    width = max(len(row) for row in rows)
    return torch.tensor([[*row, *[fill] * (width - len(row))] for row in rows], dtype=torch.long)


def batch_of(examples: Sequence[Example], device: torch.device) -> dict[str, Tensor]:
    """Return the tensors of a batch, padded to its longest window and its longest sentence with an act."""
    made = {
        "ids": padded([one.window.ids for one in examples], 0),
        "shapes": padded([one.window.shapes for one in examples], 0),
        "mask": padded([[1] * len(one.window.ids) for one in examples], 0),
        "first": padded([one.window.first for one in examples], 0),
        "last": padded([one.window.last for one in examples], 0),
        **{name: padded([one.tags[name] for one in examples], IGNORED) for name, _ in TOKENS},
    }
    acts = [(row, act) for row, one in enumerate(examples) for act in one.acts]
    if acts:
        made["act_row"] = torch.tensor([row for row, _ in acts])
        for name in ("begin", "first", "last", "type", "mode", "status"):
            made[f"act_{name}"] = torch.tensor([getattr(act, name) for _, act in acts])
        sizes = [act.end - act.begin for _, act in acts]
        made["act_mask"] = padded([[1] * size for size in sizes], 0)
        for number, role in enumerate(ROLES):
            made[f"role_{role}"] = padded([act.roles[number] for _, act in acts], IGNORED)
        made["outcome"] = padded([act.outcome for _, act in acts], IGNORED)
        made["sum"] = padded([act.sum for _, act in acts], IGNORED)
        about = [[IGNORED] * size for size in sizes]
        for row, (_, act) in zip(about, acts, strict=True):
            for rival in act.rivals:
                row[rival] = int(rival in act.about)
        made["about"] = padded(about, IGNORED)
    return {name: tensor.to(device) for name, tensor in made.items()}


def loss_of(network: Network, batch: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum of the losses of all heads."""
    entropy = nn.functional.cross_entropy
    tokens, words = network.read(batch["ids"], batch["shapes"], batch["mask"], batch["first"], batch["last"])
    total = tokens.new_zeros((), dtype=torch.float32)
    for name, where in slices(TOKENS).items():
        scores = tokens[..., where].flatten(0, 1).float()
        total = total + WEIGHTS[name] * entropy(
            scores, batch[name].flatten(), ignore_index=IGNORED, label_smoothing=0.02
        )
    if "act_row" not in batch:
        return total
    size = batch["act_mask"].shape[1]
    places = (batch["act_begin"][:, None] + torch.arange(size, device=tokens.device)).clamp(max=words.shape[1] - 1)
    flat = batch["act_row"][:, None] * words.shape[1] + places
    inside = nn.functional.embedding(flat, words.flatten(0, 1))
    types = batch["act_type"].clone()
    types[torch.rand(len(types), device=types.device) < BLIND] = 0
    of_words, of_act = network.act(inside, batch["act_first"], batch["act_last"], types, batch["act_mask"])
    for name, where in slices(WORDS).items():
        scores = of_words[..., where].flatten(0, 1).float()
        target = batch[f"role_{name}" if name in ROLES else name].flatten()
        if name == "about":
            known = target != IGNORED
            if known.any():
                loss = nn.functional.binary_cross_entropy_with_logits(scores[known, 0], target[known].float())
                total = total + WEIGHTS[name] * loss
        elif (target != IGNORED).any():
            total = total + WEIGHTS.get(name, 1.0) * entropy(scores, target, ignore_index=IGNORED)
    for name, where in slices(ACT).items():
        total = total + WEIGHTS[name] * entropy(of_act[:, where].float(), batch[f"act_{name}"], label_smoothing=0.02)
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
        known |= {id(one) for one in rest}
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
