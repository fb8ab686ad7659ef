"""The reader's network: the encoder all-MiniLM-L6-v2 with heads for triggers and pointers from them to their slots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, HEADS, INNER, LAYERS, EPSILON = 384, 12, 1536, 6, 1e-12
POINTER, HIDDEN, JOINT = 96, 192, 24
IMPOSSIBLE = -30.0


def attention(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    """Multi-head attention output. [rows, pieces, WIDTH]"""
    rows, length, _ = query.shape
    parts = [part.view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (query, key, value)]
    with torch.autocast("cpu", enabled=False):  # in the short floats of the parts: half the memory moved
        similarity = parts[0] * (WIDTH // HEADS) ** -0.5 @ parts[1].transpose(2, 3)
        attended = (similarity if mask is None else similarity + mask).softmax(-1) @ parts[2]
    return attended.transpose(1, 2).reshape(rows, length, WIDTH)


class Layer(nn.Module):
    """One layer of the encoder, as BERT has it; `attend` can be replaced by another attention."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.attend: Callable[[Tensor, Tensor, Tensor, Tensor | None], Tensor] = attention
        self.inward = nn.Linear(WIDTH, 3 * WIDTH)
        self.outward = nn.Linear(WIDTH, WIDTH)
        self.after_attention = nn.LayerNorm(WIDTH, EPSILON)
        self.wide = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.after_all = nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        query, key, value = self.inward(x).split(WIDTH, -1)
        attended = self.attend(query, key, value, mask)
        x = self.after_attention(x + self.dropout(self.outward(attended)))
        return self.after_all(x + self.dropout(self.narrow(F.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """Maps ids of word pieces to one vector per piece."""

    def __init__(self, vocabulary: int, positions: int, dropout: float) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(positions, WIDTH)
        self.after = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def embedded(self, ids: Tensor) -> Tensor:
        return self.after(self.word(ids) + self.position.weight[: ids.shape[1]])

    def through(self, x: Tensor, mask: Tensor | None, first: int, last: int) -> Tensor:
        for layer in self.layers[first:last]:
            x = layer(x, mask)
        return x


def pretrained(folder: Path, dropout: float) -> Encoder:
    """The encoder with weights from `model.safetensors` of a folder, a BERT of this shape."""
    weights = {name.removeprefix("bert."): w for name, w in load_file(folder / "model.safetensors").items()}
    word, position = (weights[f"embeddings.{kind}_embeddings.weight"] for kind in ("word", "position"))
    encoder = Encoder(len(word), len(position), dropout)
    encoder.word.weight.data = word
    encoder.position.weight.data = position + weights["embeddings.token_type_embeddings.weight"][0]
    _copy(encoder.after, weights, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layers):
        at = f"encoder.layer.{number}"
        inward = [f"{at}.attention.self.{part}" for part in ("query", "key", "value")]
        layer.inward.weight.data = torch.cat([weights[f"{name}.weight"] for name in inward])
        layer.inward.bias.data = torch.cat([weights[f"{name}.bias"] for name in inward])
        _copy(layer.outward, weights, f"{at}.attention.output.dense")
        _copy(layer.after_attention, weights, f"{at}.attention.output.LayerNorm")
        _copy(layer.wide, weights, f"{at}.intermediate.dense")
        _copy(layer.narrow, weights, f"{at}.output.dense")
        _copy(layer.after_all, weights, f"{at}.output.LayerNorm")
    return encoder


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.load_state_dict({"weight": weights[f"{name}.weight"], "bias": weights[f"{name}.bias"]})


@dataclass(frozen=True)
class Shape:
    """The numbers of outputs of the heads: classes with "no event", modalities, tellings, sub-events with "not coded";
    slots, and rows of the pair table.
    """

    classes: int
    modalities: int
    tellings: int
    sub_events: int
    slots: int
    pairs: int


class Choice(nn.Module):
    """A classification head on a word's vector and the rules' choice."""

    def __init__(self, outputs: int, hints: int) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.GELU(), nn.Dropout(0.1), nn.Linear(HIDDEN, outputs))
        self.hint = nn.Embedding(hints, outputs)
        nn.init.zeros_(self.hint.weight)

    def forward(self, x: Tensor, hint: Tensor) -> Tensor:
        return self.net(x) + self.hint(hint)


class Heads(nn.Module):
    """All heads: the class and attributes of a word as a trigger, and pointers from triggers to fillers of slots."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.trigger = Choice(shape.classes, shape.classes)
        self.trigger.net[3].bias.data[0] = 4.0
        self.modality = Choice(shape.modalities, shape.modalities + 1)
        self.telling = Choice(shape.tellings, shape.tellings + 1)
        self.sub_event = Choice(shape.sub_events, shape.sub_events + 1)
        self.query = nn.Linear(WIDTH, shape.slots * POINTER)
        self.key = nn.Linear(WIDTH, shape.slots * POINTER)
        self.bias = nn.Linear(WIDTH, shape.slots)
        self.nothing = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, shape.slots))
        self.published = nn.Linear(WIDTH, 1)
        self.pairs = nn.Embedding(shape.pairs, shape.slots)
        nn.init.zeros_(self.pairs.weight)
        self.near = nn.Embedding(shape.pairs, JOINT)
        nn.init.normal_(self.near.weight, std=0.1)
        self.giving = nn.Linear(WIDTH, JOINT)
        self.taking = nn.Linear(WIDTH, JOINT)
        self.joint = nn.Linear(JOINT, shape.slots, bias=False)
        nn.init.zeros_(self.joint.weight)
        self.dropout = nn.Dropout(0.15)

    def keys(self, words: Tensor) -> Tensor:
        """[…, words, slots, POINTER]"""
        return self.key(self.dropout(words)).view(*words.shape[:-1], self.shape.slots, POINTER)

    def queries(self, words: Tensor) -> Tensor:
        return self.query(self.dropout(words)).view(*words.shape[:-1], self.shape.slots, POINTER) / POINTER**0.5

    def together(self, triggers: Tensor, words: Tensor, pairs: Tensor) -> Tensor:
        """Scores from a joint layer over trigger, word and pair features. [events, slots, words]"""
        combined = self.near(pairs).sum(2) + self.taking(words)[None] + self.giving(triggers)[:, None]
        return self.joint(F.relu(combined)).transpose(1, 2)


class Exported(nn.Module):
    """The exported network: from a window's ids and its words' first pieces and hints to scores per word."""

    def __init__(self, encoder: Encoder, heads: Heads) -> None:
        super().__init__()
        self.encoder, self.heads = encoder, heads

    def forward(self, ids: Tensor, first: Tensor, hinted: Tensor) -> tuple[Tensor, ...]:
        x = self.encoder.through(self.encoder.embedded(ids[None]), None, 0, LAYERS)[0][first]
        heads = self.heads
        return (
            heads.trigger(x, hinted[:, 0]),
            heads.modality(x, hinted[:, 1]),
            heads.telling(x, hinted[:, 2]),
            heads.sub_event(x, hinted[:, 3]),
            heads.queries(x),
            heads.keys(x),
            heads.bias(x),
            heads.nothing(x),
            heads.published(x),
            heads.giving(x),
            heads.taking(x),
        )
