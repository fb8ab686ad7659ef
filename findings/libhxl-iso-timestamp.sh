#!/usr/bin/env bash
# libhxl 5.2.2: a moment in ISO 8601 loses its order of day and month. "2024-12-05T10:00:00Z" is read as 12 May 2024,
# so a row of December passes the filter date<2024-06-01. A bare "2024-12-05" is read right, and so is a moment of the
# 13th or later. Expected: 5 December.
# Exits with 0 while this holds, else with 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check libhxl==5.2.2 \
    six==1.17.0  # which it imports and does not require
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import hxl
from hxl.datatypes import normalise_date

moments = ("2024-12-05", "2024-12-05T10:00:00Z", "2024-12-13T10:00:00Z")
days = [normalise_date(moment) for moment in moments]
rows = [["#date", "#affected+killed"], ["2024-12-05T10:00:00Z", "3"]]
kept = [row.values for row in hxl.data(rows).with_rows("#date<2024-06-01")]
print(f"libhxl {version('libhxl')}: {dict(zip(moments, days))}; of December, before June: {kept}")
sys.exit(0 if days == ["2024-12-05", "2024-05-12", "2024-12-13"] and len(kept) == 1 else 1)
PYTHON
