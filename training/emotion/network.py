"""Word pieces in, four readings of them out: six layers, of which the last is computed for one word only.

The encoder is MiniLM-L6-H384 with the weights of all-MiniLM-L6-v2 (Wang et al. 2020; Reimers & Gurevych
2019). The last layer's output is needed at [CLS] only, which saves an eighth of the time; the mean over the
words is taken one layer earlier.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
PIECES, POSITIONS = 30522, 512


class Layer(nn.Module):
    """A post-norm transformer layer; `queries` may be fewer words than it attends to."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key_value = nn.Linear(WIDTH, 2 * WIDTH)
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.last_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, words: Tensor, queries: Tensor, present: Tensor) -> Tensor:
        """Shapes [texts, words, WIDTH], [texts, queries, WIDTH] and [texts, 1, 1, words]."""
        query = self._heads(self.query(queries))
        key, value = (self._heads(part) for part in self.key_value(words).chunk(2, dim=-1))
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=present)
        seen = seen.transpose(1, 2).reshape(queries.shape)
        middle = self.norm(queries + self.drop(self.mixed(seen)))
        return self.last_norm(middle + self.drop(self.down(functional.gelu(self.up(middle)))))

    @staticmethod
    def _heads(vectors: Tensor) -> Tensor:
        texts, words, _ = vectors.shape
        return vectors.view(texts, words, HEADS, WIDTH // HEADS).transpose(1, 2)


class Embedding(nn.Module):
    """A vector for each word piece in its place, [texts, words] to [texts, words, WIDTH]."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.piece = nn.Embedding(PIECES, WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, numbers: Tensor) -> Tensor:
        """The first vectors of the words."""
        return self.drop(self.norm(self.piece(numbers) + self.position.weight[: numbers.shape[1]]))


class Network(nn.Module):
    """Reads the 28 labels, Ekman's, the sentiments and Footpath's seven, in this order."""

    def __init__(self, sizes: tuple[int, ...], dropout: float = 0.1) -> None:
        super().__init__()
        self.embedding = Embedding(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.head_drop = nn.Dropout(2 * dropout)
        self.heads = nn.ModuleList(nn.Linear(2 * WIDTH, size) for size in sizes)

    def forward(self, given: Tensor, resting: int = 0) -> list[Tensor]:
        """Logits [texts, labels] for each head; `given` is as `features` has it."""
        features = self.head_drop(self.features(given, resting))
        return [head(features) for head in self.heads]

    def features(self, given: Tensor, resting: int = 0) -> Tensor:
        """What the heads see: the mean word before the last layer, and [CLS] after it.

        `given` is [texts, words], 0 where a text has ended, or what `after` made of it with so many layers.
        """
        there = (given != 0).any(-1) if resting else given != 0
        words = given if resting else self.embedding(given)
        for layer in self.layers[resting:-1]:
            words = layer(words, words, there[:, None, None])
        share = there.float() / there.sum(1, keepdim=True)
        mean = torch.einsum("tw,twd->td", share, words)
        first = self.layers[-1](words, words[:, :1], there[:, None, None])[:, 0]
        return torch.cat([mean, first], dim=1)

    def after(self, numbers: Tensor, resting: int) -> Tensor:
        """The words after the first `resting` layers, of texts of one length."""
        words, there = self.embedding(numbers), numbers != 0
        for layer in self.layers[:resting]:
            words = layer(words, words, there[:, None, None])
        return words


def with_pretrained(network: Network, folder: Path) -> Network:
    """The network with the encoder's public weights, read from `folder`/model.safetensors."""
    given = load_file(folder / "model.safetensors")
    state = network.state_dict() | {"embedding.piece.weight": given["embeddings.word_embeddings.weight"]}
    # Texts are single: the first segment's vector is the same for every word, so it is added to the place's.
    state["embedding.position.weight"] = (
        given["embeddings.position_embeddings.weight"] + given["embeddings.token_type_embeddings.weight"][0]
    )
    for end in ("weight", "bias"):
        state[f"embedding.norm.{end}"] = given[f"embeddings.LayerNorm.{end}"]
        for at in range(LAYERS):
            state |= _layer(given, at, end)
    network.load_state_dict(state)
    return network


def _layer(given: dict[str, Tensor], at: int, end: str) -> dict[str, Tensor]:
    old, new = f"encoder.layer.{at}", f"layers.{at}"
    attention = f"{old}.attention"
    parts = {
        "query": given[f"{attention}.self.query.{end}"],
        "key_value": torch.cat([given[f"{attention}.self.{part}.{end}"] for part in ("key", "value")]),
        "mixed": given[f"{attention}.output.dense.{end}"],
        "norm": given[f"{attention}.output.LayerNorm.{end}"],
        "up": given[f"{old}.intermediate.dense.{end}"],
        "down": given[f"{old}.output.dense.{end}"],
        "last_norm": given[f"{old}.output.LayerNorm.{end}"],
    }
    return {f"{new}.{name}.{end}": value for name, value in parts.items()}
