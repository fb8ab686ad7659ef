#!/bin/sh
# spaCy 3.8.18: its wheel for Python 3.11 is compiled with hooks for profilers and tracers, those for Python 3.12 and
# 3.13 are not, and that of spaCy 3.8.6 for 3.11 had no such hooks either. In the parser's inner loop, which runs without
# Python's lock, each hook takes the lock and gives it back, whether a profiler is there or not: the same parser, with the
# same results, takes about a quarter longer than by 3.8.6 (the script prints the ratio). Nothing in the documentation
# tells that the choice of Python decides it.
#
# Seen in the wheels of PyPI for Linux x86-64; the timing needs Python 3.11 and is left out without it.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

wheel() { # version of spaCy, of Python
    python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --implementation cp \
        --python-version "$2" --platform manylinux2014_x86_64 --platform manylinux_2_28_x86_64 -d "$1-$2" "spacy==$1"
}
wheel 3.8.6 3.11
wheel 3.8.18 3.11
wheel 3.8.18 3.12
wheel 3.8.18 3.13

python3 - <<'PY'
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
PY

command -v python3.11 >/dev/null || exit 0
cat >parse.py <<'PY'
import sys
import time

import spacy

nlp = spacy.load("en_core_web_sm", disable=["ner", "lemmatizer", "attribute_ruler"])
text = (
    "The mayor of the old town said on Friday that the bridge, which had been closed since the flood in March, would be "
    "opened to lorries before winter. Farmers who live on the other bank have asked for it, and two bakers say that they "
    "lose a third of their customers while it is shut."
)
docs = [nlp.make_doc(" ".join([text] * 8)) for _ in range(60)]
docs = list(nlp.get_pipe("tok2vec").pipe(docs))
parser = nlp.get_pipe("parser")
parser.predict(docs[:2])
times = []
for _ in range(5):
    begin = time.process_time()
    parser.predict(docs)
    times.append(time.process_time() - begin)
print(min(times))
PY
for version in 3.8.6 3.8.18; do
    python3.11 -m venv "env-$version"
    "env-$version/bin/pip" install -q --disable-pip-version-check "spacy==$version" click
    "env-$version/bin/pip" install -q --disable-pip-version-check --no-deps MODEL
    "env-$version/bin/python" -W ignore parse.py >"$version.seconds"
done
python3 -c "
before, now = (float(open(f'{v}.seconds').read()) for v in ('3.8.6', '3.8.18'))
print(f'processor time of one parser over 27,000 words: {before:.2f} s by 3.8.6, {now:.2f} s by 3.8.18, ratio {now / before:.2f}')"
