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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from transforms.facts.events.learned.labels import CLASSES, DATE, MODALITIES, SLOTS, WHEN_TOLD, sub_events
from transforms.facts.events.learned.text import HINTED, PAIR_SIZES, Array, Text, hint_labels, pair_features
from transforms.facts.events.learned.windows import CLS, SEP, UNKNOWN, Pieces, Window
from transforms.seeds import SEEDS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

SHIPPED = SEEDS / "reader"
OUTPUTS = (
    *("trigger", "modality", "telling", "sub_event"),
    *("query", "key", "bias", "nothing", "published", "giving", "taking"),
)
NEVER = -1e9
TABLES = ("pairs", "near", "joint")
_BY_RULES = ("threshold", *SLOTS, "modality", "telling", "sub_event")
DECISIONS = ("threshold", *SLOTS, "elsewhere", "article", *(f"{name} with rules" for name in _BY_RULES))
"""Names of the thresholds in reader.json."""


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
        """Load the files of a folder and run the network once. ReaderError if they are no reader or do not fit."""
        try:
            settings = _settings(folder / "reader.json")
            self.pieces: Pieces = pieces_in(folder)
            self._session = session_of(folder / "reader.onnx")
            self.tables = Tables(*(np.array(settings[name], dtype=np.float32) for name in TABLES))
            self.decisions: dict[str, float] = {name: float(settings["decisions"][name]) for name in DECISIONS}
            """Thresholds chosen on the development set (tests/train/tune.py); see `decode.decide`."""
            self._try()
        except OSError as error:
            raise ReaderError(
                f"reader {folder}: {Path(str(error.filename)).name} is not there or not readable"
            ) from error
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise ReaderError(f"reader {folder}: {_one_line(error)}") from error

    def _try(self) -> None:
        """Run the network on its last word piece. ValueError if network, vocabulary and tables do not fit together."""
        width, last = len(SLOTS), len(self.pieces) - 1
        inputs = {"ids": [self.pieces.cls, last, self.pieces.sep], "first": [1], "hinted": [[0] * len(HINTED)]}
        try:
            outputs = self._session.run(OUTPUTS, {name: np.array(value, np.int64) for name, value in inputs.items()})
            giving = dict(zip(OUTPUTS, outputs, strict=True))["giving"]
        except Exception as error:
            raise ValueError("reader.onnx does not fit to vocabulary.txt, or is no network of a reader") from error
        hidden, features = giving.shape[-1], sum(PAIR_SIZES)
        shapes = ((features, width), (features, hidden), (width, hidden))
        if tuple(table.shape for table in (self.tables.pairs, self.tables.near, self.tables.joint)) != shapes:
            raise ValueError("the tables of reader.json do not fit to reader.onnx")

    def scores(self, text: Text, windows: Iterable[Window]) -> Iterator[Scores]:
        """The scores of some windows of a text."""
        hints = hint_labels(text)
        for window in windows:
            inputs = {"ids": window.ids, "first": window.first, "hinted": hints[window.words]}
            outputs = dict(zip(OUTPUTS, self._session.run(OUTPUTS, inputs), strict=True))
            for name in ("trigger", "modality", "telling", "sub_event"):
                outputs[name] = softmax(outputs[name])
            yield Scores(text, window, **outputs)


def softmax(scores: Array) -> Array:
    """Softmax over the last axis, rounded so that no decision depends on the last digits."""
    risen = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(np.round(risen / risen.sum(-1, keepdims=True), 4))


def _settings(file: Path) -> dict[str, Any]:
    """The content of reader.json. ValueError if parts are missing, or it belongs to other classes or features."""
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError("reader.json is no JSON") from error
    if not isinstance(settings, dict):
        raise ValueError("reader.json is no JSON object")
    labels: dict[str, Sequence[object]] = {"classes": CLASSES, "modalities": MODALITIES, "tellings": WHEN_TOLD}
    labels |= {"sub_events": sub_events(), "slots": SLOTS, "pair_sizes": PAIR_SIZES}
    decisions = settings.get("decisions")
    missing = [name for name in (*labels, *TABLES, "decisions") if name not in settings]
    if missing:
        raise ValueError(f"reader.json lacks {', '.join(missing)}")
    if not isinstance(decisions, dict):
        raise ValueError("reader.json: decisions is no object")
    if missing := [name for name in DECISIONS if name not in decisions]:
        raise ValueError(f"reader.json lacks decision {', '.join(missing)}")
    if any(settings[name] != list(value) for name, value in labels.items()):
        raise ValueError("it was trained for other classes or features than these")
    return settings


@cache
def pieces_in(folder: Path) -> Pieces:
    """The vocabulary in a reader's folder. ValueError if it is none of this reader."""
    file = folder / "vocabulary.txt"
    pieces = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    if not {CLS, SEP, UNKNOWN} <= set(pieces) or (folder / "reader.words").stat().st_size % len(pieces):
        raise ValueError("reader.words and vocabulary.txt do not fit: one has a row for each line of the other")
    return Pieces(pieces)


@cache
def model(folder: Path = SHIPPED) -> Model:
    """The model of a folder, loaded once. ReaderError if it is unusable."""
    return Model(folder)


def session_of(path: Path) -> InferenceSession:
    """A network of ONNX on one thread. OSError if there is none, ValueError if it is not whole."""
    import onnxruntime  # imported late, because the rules do not need it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Processors without VNNI add pairs of products in 16 bits, which cut off large sums: the same network would read
    # other facts there. This asks for the exact sums.
    options.add_session_config_entry("session.x64quantprecision", "1")
    with path.open("rb"):  # a missing file is told of as one
        pass
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ValueError("reader.onnx and reader.words are no whole network of ONNX") from error


def _one_line(error: Exception) -> str:
    return str(error).split("\n")[0]
