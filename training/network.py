"""The network: one encoder, token-level heads and one relation scorer, in one pass over a window.

The encoder is all-MiniLM-L6-v2 (BERT's architecture: 6 layers, 384 wide, 12 heads; Apache-2.0). The token-type
embeddings, unused in that model, carry word shapes, since its vocabulary is lower-cased. A span's relation to a
trigger is a low-rank bilinear score of their first words plus a learned bias by distance, after Dozat and Manning
(2017), "Deep biaffine attention for neural dependency parsing".
"""

from __future__ import annotations

import pathlib

import torch
from torch import Tensor, nn

from panj.reading.labels import HEADS, REACH, RELATIONS, SHAPES

WIDTH, HEADS_OF_ATTENTION, INNER = 384, 12, 1536
RANK = 64
"""Width of the relation scorer, per relation."""


def half(device: torch.device) -> torch.autocast:
    """Return a context in which products are taken in bfloat16: nearly twice as fast, also on recent CPUs."""
    return torch.autocast(device.type, dtype=torch.bfloat16)


class Layer(nn.Module):
    """One block of the encoder, as BERT orders it: attention, add and norm, feed-forward, add and norm."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        batch, size, _ = hidden.shape
        shape = (batch, size, HEADS_OF_ATTENTION, WIDTH // HEADS_OF_ATTENTION)
        query, key, value = (
            linear(hidden).view(shape).transpose(1, 2) for linear in (self.query, self.key, self.value)
        )
        scores = query @ key.transpose(-1, -2) / (WIDTH // HEADS_OF_ATTENTION) ** 0.5 + bias
        mixed = (self.drop(scores.softmax(-1)) @ value).transpose(1, 2).reshape(batch, size, WIDTH)
        hidden = self.norm1(hidden + self.drop(self.out(mixed)))
        return self.norm2(hidden + self.drop(self.down(nn.functional.gelu(self.up(hidden)))))


class Encoder(nn.Module):
    """BERT's encoder over word pieces and word shapes."""

    def __init__(self, layers: int = 6, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        positions = torch.arange(ids.shape[1], device=ids.device)
        hidden = self.drop(self.norm(self.words(ids) + self.positions(positions) + self.shapes(shapes)))
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden

    def load_minilm(self, path: pathlib.Path) -> None:
        """Take the weights of all-MiniLM-L6-v2 from its ``model.safetensors``."""
        from safetensors.torch import load_file

        old = {name: tensor.float() for name, tensor in load_file(str(path)).items()}
        new = {
            "words.weight": old["embeddings.word_embeddings.weight"],
            "positions.weight": old["embeddings.position_embeddings.weight"],
            "shapes.weight": old["embeddings.token_type_embeddings.weight"][:1].repeat(SHAPES, 1),
            "norm.weight": old["embeddings.LayerNorm.weight"],
            "norm.bias": old["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
            "down": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        for number in range(len(self.layers)):
            for mine, theirs in names.items():
                for kind in ("weight", "bias"):
                    new[f"layers.{number}.{mine}.{kind}"] = old[f"encoder.layer.{number}.{theirs}.{kind}"]
        self.load_state_dict(new)


class Network(nn.Module):
    """Encoder, heads and relation scorer; see :mod:`panj.reading.labels` for what the outputs stand for."""

    def __init__(self, layers: int = 6, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(layers, dropout)
        self.drop = nn.Dropout(max(dropout, 0.1))
        self.heads = nn.Linear(WIDTH, sum(width for _, width in HEADS))
        count = len(RELATIONS)
        self.left, self.right = nn.Linear(WIDTH, count * RANK), nn.Linear(WIDTH, count * RANK)
        self.left_bias, self.right_bias = nn.Linear(WIDTH, count), nn.Linear(WIDTH, count)
        self.distance = nn.Parameter(torch.zeros(count, 2 * REACH + 1))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """Return token scores [batch, words, heads] and relation scores [batch, relations, words, words].

        Args:
            ids: word pieces [batch, pieces].
            shapes: their shapes [batch, pieces].
            mask: 1 where a piece is real [batch, pieces].
            first: for each word the place of its first piece [batch, words].
        """
        hidden = self.encoder(ids, shapes, mask)
        words = hidden.gather(1, first[:, :, None].expand(-1, -1, WIDTH))
        words = self.drop(words)
        batch, size, _ = words.shape
        count = len(RELATIONS)
        left = self.left(words).view(batch, size, count, RANK).transpose(1, 2)
        right = self.right(words).view(batch, size, count, RANK).transpose(1, 2)
        places = torch.arange(size, device=ids.device)
        apart = (places[None, :] - places[:, None]).clamp(-REACH, REACH) + REACH
        scores = left @ right.transpose(-1, -2) / RANK**0.5
        scores = scores + self.left_bias(words).transpose(1, 2)[:, :, :, None]
        scores = scores + self.right_bias(words).transpose(1, 2)[:, :, None, :]
        return self.heads(words), scores + self.distance[:, apart]
