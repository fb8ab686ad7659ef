"""Loads and runs the shipped network with ONNX Runtime on one thread.

For each word the network gives probabilities as a trigger, and vectors from which each pair of a trigger and a word
gets a score per slot:

    query(trigger) · key(word) + bias(word) + pairs(features)
        + joint · relu(giving(trigger) + taking(word) + near(features))

`features` are those of the pair (text.py). The scores of the day of publication and of nothing come from the trigger
alone. These names are those of the stored files: `pairs`, `near` and `joint` are tables of reader.json, the others
outputs of reader.onnx, in which `telling` is the column when_told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from transforms.facts.events.learned.labels import CLASSES, DATE, MODALITIES, SLOTS, WHEN_TOLD, sub_events
from transforms.facts.events.learned.text import PAIR_SIZES, Array, Text, hint_labels, pair_features
from transforms.facts.events.learned.windows import PieceLimits, Pieces, Window, windows
from transforms.seeds import SEEDS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

SHIPPED = SEEDS / "reader"
OUTPUTS = (
    *("trigger", "modality", "telling", "sub_event"),
    *("query", "key", "bias", "nothing", "published", "giving", "taking"),
)
NEVER = -1e9


class ReaderError(ValueError):
    """An unusable reader; the message names it."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Learned weights of the features of a pair of words: to the score of each slot, to the hidden layer, and from the
    hidden layer to the scores. Shapes: [features, slots], [features, n], [slots, n].
    """

    pairs: Array
    near: Array
    joint: Array

    def sums(self, rows: Array) -> Array:
        """The sums of the features' weights, `pairs` before `near`. [..., features] -> [..., slots + n]"""
        tables = np.concatenate([self.pairs, self.near], axis=1)
        total = tables[rows[..., 0]]
        for feature in range(1, rows.shape[-1]):
            total += tables[rows[..., feature]]
        return total


@dataclass(frozen=True, slots=True)
class Scores:
    """Output of the network for one window: probabilities per word, and the vectors of its pointers."""

    text: Text
    window: Window
    trigger: Array
    modality: Array
    telling: Array
    sub_event: Array
    query: Array
    key: Array
    bias: Array
    nothing: Array
    published: Array
    giving: Array
    taking: Array

    def slot_probabilities(self, positions: Array, tables: Tables) -> Array:
        """Probabilities of the words as fillers of each slot, for the triggers at these positions of the window.

        Returns: [triggers, slots, words + 2]; the last two columns are the day of publication and nothing.
        """
        words = self.window.words
        weights = tables.sums(pair_features(self.text, words[positions], words))
        pairs, near = weights[..., : len(SLOTS)], weights[..., len(SLOTS) :]
        scores = np.einsum("tsd,wsd->tsw", self.query[positions], self.key) + self.bias.T + pairs.transpose(0, 2, 1)
        hidden = np.maximum(near + self.taking + self.giving[positions][:, None], 0)
        scores += (hidden @ tables.joint.T).transpose(0, 2, 1)
        scores[:, DATE, self.text.time[words] == 0] = NEVER
        published = np.full((len(positions), len(SLOTS), 1), NEVER)
        published[:, DATE] = self.published[positions]
        return softmax(np.concatenate([scores, published, self.nothing[positions][..., None]], axis=-1))


class Model:
    """A reader's network, vocabulary and decisions."""

    def __init__(self, folder: Path) -> None:
        try:
            self.settings = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
            self.pieces: Pieces = pieces_in(folder)
            self._session = _session(folder / "reader.onnx")
        except (OSError, ValueError, KeyError) as error:
            raise ReaderError(f"reader {folder}: not there or not readable") from error
        expected: dict[str, Sequence[object]] = {"classes": CLASSES, "modalities": MODALITIES, "tellings": WHEN_TOLD}
        expected |= {"sub_events": sub_events(), "slots": SLOTS, "pair_sizes": PAIR_SIZES}
        if any(self.settings.get(name) != list(value) for name, value in expected.items()):
            raise ReaderError(f"reader {folder}: it was trained for other classes or features than these")
        self.tables = Tables(*(np.array(self.settings[name], dtype=np.float32) for name in ("pairs", "near", "joint")))
        self.decisions: dict[str, float] = self.settings["decisions"]
        """Thresholds chosen on the development set (tests/train/tune.py); see `decode.decide`."""

    def scores(self, text: Text) -> Iterator[Scores]:
        """The scores of each window of a text."""
        hints = hint_labels(text)
        for window in windows(text, self.pieces, PieceLimits()):
            inputs = {"ids": window.ids, "first": window.first, "hinted": hints[window.words]}
            outputs = dict(zip(OUTPUTS, self._session.run(OUTPUTS, inputs), strict=True))
            for name in ("trigger", "modality", "telling", "sub_event"):
                outputs[name] = softmax(outputs[name])
            yield Scores(text, window, **outputs)


def softmax(scores: Array) -> Array:
    """Softmax over the last axis, rounded so that no decision depends on the last digits."""
    risen = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(np.round(risen / risen.sum(-1, keepdims=True), 4))


@cache
def pieces_in(folder: Path) -> Pieces:
    """The vocabulary in a reader's folder."""
    return Pieces((folder / "vocabulary.txt").read_text(encoding="utf-8").rstrip("\n").split("\n"))


@cache
def model(folder: Path = SHIPPED) -> Model:
    """The model of a folder, loaded once. ReaderError if it is unusable."""
    return Model(folder)


def _session(path: Path) -> InferenceSession:
    import onnxruntime  # imported late, because the rules do not need it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ValueError(str(error)) from error
