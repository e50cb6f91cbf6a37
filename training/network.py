"""The network: one encoder over a window, then two small layers over a sentence for each act found in it.

The encoder is all-MiniLM-L6-v2 (BERT's architecture: 6 layers, 384 wide, 12 heads; Apache-2.0). The token-type
embeddings, unused in that model, carry word shapes, since its vocabulary is lower-cased.
"""

from __future__ import annotations

import pathlib

import torch
from torch import Tensor, nn

from panj.reading.labels import ACT, REACH, SHAPES, TOKENS, TRIGGER_TAGS, WORDS

WIDTH, HEADS_OF_ATTENTION, INNER = 384, 12, 1536


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
        # No dropout on attention: its random numbers cost a third of the time on a CPU.
        mixed = scores.softmax(-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, size, WIDTH)
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


class Acts(nn.Module):
    """The second pass: the words of a sentence read again for one trigger at a time.

    The trigger is marked, every word told its distance from it and the trigger its type; two layers of attention over
    the sentence then say what each word is to this act. Marking the predicate is what Shi and Lin (2019), "Simple BERT
    Models for Relation Extraction and Semantic Role Labeling", do with a whole encoder.
    """

    def __init__(self, layers: int = 2, dropout: float = 0.1) -> None:
        super().__init__()
        self.mark = nn.Embedding(2, WIDTH)
        self.kind = nn.Embedding(len(TRIGGER_TAGS), WIDTH)
        self.distance = nn.Embedding(2 * REACH + 1, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        for table in (self.mark, self.kind, self.distance):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, words: Tensor, first: Tensor, last: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """Return the words as the act sees them [acts, words, width].

        Args:
            words: the sentence's words from the first pass, once for each act [acts, words, width].
            first: the trigger's first word [acts].
            last: one past its last word [acts].
            types: the trigger's type, as its tag [acts].
            mask: 1 where a word is real [acts, words].
        """
        places = torch.arange(words.shape[1], device=words.device)[None, :]
        inside = ((places >= first[:, None]) & (places < last[:, None])).long()
        apart = (places - first[:, None]).clamp(-REACH, REACH) + REACH
        hidden = words + self.mark(inside) + self.distance(apart) + self.kind(types)[:, None, :] * inside[:, :, None]
        hidden = self.drop(self.norm(hidden))
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden


class Network(nn.Module):
    """Encoder, second pass and heads; see :mod:`panj.reading.labels` for what the outputs stand for."""

    def __init__(self, layers: int = 6, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(layers, dropout)
        self.acts = Acts(dropout=dropout)
        self.drop = nn.Dropout(max(dropout, 0.1))
        self.tokens = nn.Linear(WIDTH, sum(width for _, width in TOKENS))
        self.of_words = nn.Linear(WIDTH, sum(width for _, width in WORDS))
        self.of_act = nn.Linear(WIDTH, sum(width for _, width in ACT))

    def read(self, ids: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """Return token scores [batch, words, heads] and the words themselves [batch, words, width].

        Args:
            ids: word pieces [batch, pieces].
            shapes: their shapes [batch, pieces].
            mask: 1 where a piece is real [batch, pieces].
            first: for each word the place of its first piece [batch, words].
            last: for each word the place of its last piece [batch, words].
        """
        words = words_of(self.encoder(ids, shapes, mask), first, last)
        return self.tokens(self.drop(words)), words

    def act(self, words: Tensor, first: Tensor, last: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores of words [acts, words, heads] and of acts [acts, heads]; arguments as for :class:`Acts`."""
        hidden = self.drop(self.acts(words, first, last, types, mask))
        triggers = hidden.gather(1, first[:, None, None].expand(-1, -1, WIDTH))[:, 0]
        return self.of_words(hidden), self.of_act(triggers)


def words_of(hidden: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """Return each word as the mean of its first and last piece [batch, words, width]."""
    one = hidden.gather(1, first[:, :, None].expand(-1, -1, WIDTH))
    other = hidden.gather(1, last[:, :, None].expand(-1, -1, WIDTH))
    return (one + other) / 2
