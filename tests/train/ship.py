"""Exports a trained network to seeds/reader: reader.onnx in 8-bit integers, its largest table as reader.words, and
reader.json."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx.external_data_helper import set_external_data
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from tests.train.network import HEADS, Encoder, Exported, Heads, attention

OUTPUTS = (
    *("trigger", "modality", "telling", "sub_event"),
    *("query", "key", "bias", "nothing", "published", "giving", "taking"),
)
INPUTS = ("ids", "first", "hinted")


class Fused(torch.autograd.Function):
    """Attention as one operator of ONNX Runtime, which does not materialize the matrix of all pairs of pieces."""

    @staticmethod
    def forward(_: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        return attention(query, key, value, None)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any) -> Any:
        node = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS)
        return node.setType(query.type())


def default_decisions(slots: list[str]) -> dict[str, float]:
    """Default decisions before tuning: one threshold for events, and no influence of the rules."""
    with_rules = ("threshold", *slots, "modality", "telling", "sub_event")
    return (
        {"article": 0.0, "threshold": 0.4, "elsewhere": 0.0}
        | dict.fromkeys(slots, 1.0)
        | {f"{n} with rules": 0.0 for n in with_rules}
        | {"threshold with rules": 0.4}
    )


def write_parts(whole: Path, folder: Path) -> None:
    """Write a network as reader.onnx, and its table of word pieces, half of its size, as reader.words."""
    network = onnx.load(whole)
    words = max(network.graph.initializer, key=lambda table: len(table.raw_data))
    set_external_data(words, location="reader.words")
    (folder / "reader.words").unlink(missing_ok=True)  # what is there would be kept, and added to
    onnx.save(network, folder / "reader.onnx")


def ship(encoder: Encoder, heads: Heads, folder: Path, metadata: dict[str, Any]) -> None:
    """Write the model, its table of word pieces in a separate file, and the metadata needed to run it."""
    folder.mkdir(parents=True, exist_ok=True)
    for layer in encoder.layers:
        layer.attend = lambda query, key, value, _: Fused.apply(query, key, value)
    network = Exported(encoder, heads).eval()
    sample_inputs = (torch.ones(7, dtype=torch.long), torch.tensor([1, 3]), torch.zeros(2, 4, dtype=torch.long))
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / "plain.onnx"
        torch.onnx.export(
            network,
            sample_inputs,
            str(plain),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes={"ids": {0: "pieces"}, "first": {0: "words"}, "hinted": {0: "words"}}
            | {name: {0: "words"} for name in OUTPUTS},
            opset_version=17,
            custom_opsets={"com.microsoft": 1},
            dynamo=False,
        )
        quantize_dynamic(plain, Path(place) / "whole.onnx", weight_type=QuantType.QInt8, per_channel=True)
        write_parts(Path(place) / "whole.onnx", folder)
    metadata = {"decisions": default_decisions(metadata["slots"])} | metadata
    tables = {name: _rounded(getattr(heads, name).weight) for name in ("pairs", "near", "joint")}
    (folder / "reader.json").write_text(json.dumps(metadata | tables, indent=None) + "\n", encoding="utf-8")


def _rounded(table: Tensor) -> list[list[float]]:
    return [[round(float(cell), 4) for cell in row] for row in table]
