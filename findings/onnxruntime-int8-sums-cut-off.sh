#!/usr/bin/env bash
# onnxruntime 1.32.0: MatMulInteger gives other sums on x86 processors without VNNI than on those with it, by default and
# without a warning. ONNX defines the operator by 32-bit sums; four products of 255 and 127 are 129,540. A processor with
# AVX2 alone gives 65,534, because pairs of products are added in 16 bits, which end at 32,767. `quantize_dynamic` makes such
# networks of unsigned activations and signed weights by default, so one file reads differently from machine to machine.
# Expected: the sums that the operator is defined by, on each processor. They come with the setting
# session.x64quantprecision=1, which is off by default and has no effect where there is VNNI.
# Exits with 0 while this holds, else with 1; with VNNI only that both settings give the right sums is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6

venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto, helper

weights = helper.make_tensor("weights", TensorProto.INT8, [4, 2], [127, -128] * 4)
graph = helper.make_graph(
    [helper.make_node("MatMulInteger", ["activations", "weights"], ["sums"])],
    "sums",
    [helper.make_tensor_value_info("activations", TensorProto.UINT8, [1, 4])],
    [helper.make_tensor_value_info("sums", TensorProto.INT32, [1, 2])],
    [weights],
)
network = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()
given = {"activations": np.full((1, 4), 255, np.uint8)}
found = {}
for setting in ("0", "1"):
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", setting)
    session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    found[setting] = session.run(None, given)[0][0].tolist()
has_vnni = "vnni" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
print("processor with VNNI:", has_vnni)
print("by default:", found["0"], "with session.x64quantprecision=1:", found["1"])
right = [4 * 255 * 127, 4 * 255 * -128]
by_default = right if has_vnni else [2 * 32767, 2 * -32768]
sys.exit(found != {"0": by_default, "1": right})
PYTHON
