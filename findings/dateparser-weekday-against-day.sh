#!/usr/bin/env bash
# dateparser 1.5.0: a weekday beside a day of the month is thrown away without a word. In a report of Friday, 6 December
# 2024, "Friday the 29th" (29 November was one) and "Tuesday the 29th" (29 October) become 29 December, a Sunday.
# Expected: the day on which both are true, or nothing.
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

base = {"RELATIVE_BASE": datetime(2024, 12, 6)}
found = {words: dateparser.parse(words, languages=["en"], settings=base) for words in ("Friday the 29th", "Tuesday the 29th")}
print(f"dateparser {version('dateparser')}, from 2024-12-06: {({w: f'{d:%A, %Y-%m-%d}' for w, d in found.items()})}")
sys.exit(0 if {f"{day:%A %Y-%m-%d}" for day in found.values()} == {"Sunday 2024-12-29"} else 1)
PYTHON
