#!/usr/bin/env bash
# libhxl 5.2.2: a day in the basic format of ISO 8601, as GDELT's SQLDATE has it, is read as seconds since 1970.
# "20241205" becomes 23 August 1970, without a warning. Expected: 5 December 2024, or no date.
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

from hxl.datatypes import is_date, normalise_date

found = {day: (is_date(day), normalise_date(day)) for day in ("2024-12-05", "20241205")}
print(f"libhxl {version('libhxl')}: {found}")
sys.exit(0 if found == {"2024-12-05": (True, "2024-12-05"), "20241205": (True, "1970-08-23")} else 1)
PYTHON
