"""Loads and runs the shipped network with ONNX Runtime on one thread."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from transforms.facts.events.learned.labels import CLASSES, DATE, MODALITIES, SLOTS, TELLINGS, sub_events
from transforms.facts.events.learned.text import SIZES, Array, Text, hinted, pairs
from transforms.facts.events.learned.windows import Pieces, Sizes, Window, windows
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
    """Learned weights of the features of a pair of words, per slot.

    `pairs` is added to the score; `near` is combined with the vectors of the words, and `joint` turns the sum into a
    score.
    Shapes: [features, slots], [features, n], [slots, n].
    """

    pairs: Array
    near: Array
    joint: Array

    def sums(self, rows: Array) -> Array:
        """The sums of the features' weights, `pairs` before `near`. [..., features] -> [..., slots + n]"""
        both = np.concatenate([self.pairs, self.near], axis=1)
        total = both[rows[..., 0]]
        for feature in range(1, rows.shape[-1]):
            total += both[rows[..., feature]]
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

    def slot_probabilities(self, at: Array, tables: Tables) -> Array:
        """Probabilities of the words as fillers of each slot, for the triggers at these positions of the window.

        Returns: [triggers, slots, words + 2]; the last two columns are the day of publication and nothing.
        """
        words = self.window.words
        learned = tables.sums(pairs(self.text, words[at], words))
        by_pairs, near = learned[..., : len(SLOTS)], learned[..., len(SLOTS) :]
        scores = np.einsum("tsd,wsd->tsw", self.query[at], self.key) + self.bias.T + by_pairs.transpose(0, 2, 1)
        together = near + self.taking + self.giving[at][:, None]
        scores += (np.maximum(together, 0) @ tables.joint.T).transpose(0, 2, 1)
        scores[:, DATE, self.text.time[words] == 0] = NEVER
        published = np.full((len(at), len(SLOTS), 1), NEVER)
        published[:, DATE] = self.published[at]
        return softmax(np.concatenate([scores, published, self.nothing[at][..., None]], axis=-1))


class Model:
    """A reader's network, vocabulary and decisions."""

    def __init__(self, folder: Path) -> None:
        try:
            self.settings = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
            self.pieces: Pieces = pieces_in(folder)
            self._session = _session(folder / "reader.onnx")
        except (OSError, ValueError, KeyError) as error:
            raise ReaderError(f"reader {folder}: not there or not readable") from error
        expected: dict[str, Sequence[object]] = {"classes": CLASSES, "modalities": MODALITIES, "tellings": TELLINGS}
        expected |= {"sub_events": sub_events(), "slots": SLOTS, "pair_sizes": SIZES}
        if any(self.settings.get(name) != list(value) for name, value in expected.items()):
            raise ReaderError(f"reader {folder}: it was trained for other classes or features than these")
        self.tables = Tables(*(np.array(self.settings[name], dtype=np.float32) for name in ("pairs", "near", "joint")))
        self.decisions: dict[str, float] = self.settings["decisions"]
        """Thresholds chosen on the development set (tests/train/tune.py); see `decode.decide`."""

    def scores(self, text: Text) -> Iterator[Scores]:
        """The scores of each window of a text."""
        hints = hinted(text)
        for window in windows(text, self.pieces, Sizes()):
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
