#!/usr/bin/env bash
# spaCy 3.8.18: its wheel for Python 3.11 is compiled with hooks for tracers and profilers, those for Python 3.12 and 3.13
# are not, and the wheel of 3.8.6 for Python 3.11 had no such hooks. In compiled code that runs without Python's lock, as the
# parser's inner loop, such a hook takes the lock and gives it back, whether somebody traces or not. Expected: wheels of one
# version that are compiled alike. Parsing 34 articles of news with one pipeline took 4.9 to 5.6 seconds with Python 3.11,
# 3.7 to 4.3 with 3.13 and 4.0 to 4.5 with 3.11 and spaCy 3.8.6, with the same result.
# Exits with 0 while this holds, else with 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

wheel() { # version of spaCy, of Python
    python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --implementation cp \
        --python-version "$2" --platform manylinux2014_x86_64 --platform manylinux_2_28_x86_64 -d "$1-$2" "spacy==$1"
}
wheel 3.8.6 3.11
wheel 3.8.18 3.11
wheel 3.8.18 3.12
wheel 3.8.18 3.13

python3 - <<'PYTHON'
import sys
import zipfile
from pathlib import Path

traced = {}
for folder in sorted(Path().glob("3.8.*-*")):
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        parser = next(name for name in wheel.namelist() if name.startswith("spacy/ml/parser_model.c") and ".so" in name)
        traced[folder.name] = b"PyThreadState_EnterTracing" in wheel.read(parser)
for name, is_traced in traced.items():
    print(f"spaCy {name.replace('-', ', Python ')}: parser calls PyThreadState_EnterTracing: {is_traced}")
expected = {"3.8.6-3.11": False, "3.8.18-3.11": True, "3.8.18-3.12": False, "3.8.18-3.13": False}
sys.exit(traced != expected)
PYTHON
