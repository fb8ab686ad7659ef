#!/usr/bin/env bash
# dateparser 1.5.0: a range of days is read as a day and a year. "May 27-28" in a report of 2024 becomes 27 May 2028, a
# day that has not come. Expected: nothing, the first day, or both; the year of the base at least.
# Exits with 0 while this holds, else with 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from datetime import datetime
from importlib.metadata import version

import dateparser

base = {"RELATIVE_BASE": datetime(2024, 6, 3)}
found = {words: dateparser.parse(words, languages=["en"], settings=base) for words in ("May 27", "May 27-28")}
print(f"dateparser {version('dateparser')}, from 2024-06-03: {({w: f'{d:%Y-%m-%d}' for w, d in found.items()})}")
sys.exit(0 if [day.year for day in found.values()] == [2024, 2028] else 1)
PYTHON
