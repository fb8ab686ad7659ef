#!/usr/bin/env bash
# dateparser 1.5.0: parse and search_dates do not agree on "the day before yesterday". parse gives the day before
# yesterday; search_dates, told the same words and the same base, marks all of them and gives yesterday. Expected: one
# day from both, as the documentation says that search_dates parses what it finds.
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
from dateparser.search import search_dates

words, base = "the day before yesterday", {"RELATIVE_BASE": datetime(2024, 12, 6, 12)}
parsed = dateparser.parse(words, languages=["en"], settings=base)
((marked, found),) = search_dates(words, languages=["en"], settings=base)
print(f"dateparser {version('dateparser')}, from 2024-12-06: parse {parsed:%Y-%m-%d}; search_dates {found:%Y-%m-%d} for {marked!r}")
sys.exit(0 if (parsed.day, found.day, marked) == (4, 5, words) else 1)
PYTHON
