"""Weights of a shipped reader as floats, so that training can go on from it, or take the mean with it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

TABLES = ("pairs", "near", "joint")
"""The tables that a reader keeps in reader.json."""


def state(path: Path) -> dict[str, dict[str, Tensor]]:
    """The weights of a reader's folder, or of a file that `fit` kept."""
    return weights(path) if path.is_dir() else torch.load(path)


def mean_of(these: dict[str, Tensor], others: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """The mean of two runs' weights; `share` is that of the others. Runs from the same first weights lie close enough
    for it (“model soups”, Wortsman et al. 2022, arXiv 2203.05482).
    """
    return {name: (1 - share) * weight + share * others[name] for name, weight in these.items()}


def weights(folder: Path) -> dict[str, dict[str, Tensor]]:
    """The state of encoder and heads of a reader's folder, as `fit` keeps it: {"encoder": …, "heads": …}.

    8-bit integers become floats by their scale and zero point; what rounding has lost stays lost.
    """
    graph = onnx.load(folder / "reader.onnx").graph
    stored = {table.name: numpy_helper.to_array(table, str(folder)) for table in graph.initializer}
    floats = {name: table for name, table in stored.items() if name.endswith((".weight", ".bias"))}
    for name in stored:
        if name.endswith(".weight_quantized"):  # a table of vectors
            floats[name.removesuffix("_quantized")] = _floats(stored, name)
    for matrix, layer in _layers(graph).items():  # ONNX multiplies from the left, PyTorch from the right
        floats[f"{layer}.weight"] = _floats(stored, matrix).T
    metadata = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    floats |= {f"heads.{name}.weight": np.array(metadata[name]) for name in TABLES}
    states: dict[str, dict[str, Tensor]] = {"encoder": {}, "heads": {}}
    for name, table in floats.items():
        part, _, rest = name.partition(".")
        states[part][rest] = torch.tensor(np.asarray(table), dtype=torch.float32)
    return states


def _floats(stored: dict[str, np.ndarray], name: str) -> np.ndarray:
    """An 8-bit table as floats; scale and zero point are single numbers, or one for each output."""
    stem = name.removesuffix("_quantized")
    whole = stored[name].astype(np.float32) - stored[f"{stem}_zero_point"].astype(np.float32)
    return np.asarray(whole * stored[f"{stem}_scale"])


def _layers(graph: onnx.GraphProto) -> dict[str, str]:
    """Each matrix of 8-bit integers, and the linear layer it belongs to: the one whose bias is added to its product."""
    after = {tensor: node for node in graph.node for tensor in node.input if node.op_type in ("Cast", "Mul", "Add")}
    layers: dict[str, str] = {}
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        matrix, bias = node.input[1], None
        while bias is None:
            node = after[node.output[0]]
            bias = next((name for name in node.input if name.endswith(".bias")), None)
        layers[matrix] = bias.removesuffix(".bias")
    return layers
