#!/usr/bin/env bash
# htmldate 1.11.0: on a page that declares American English (lang="en-US"), 03/04/2021 is the third of April and
# 03/14/2021 the fourteenth of March: the order of day and month changes within one outlet, from one article to the
# next, and nothing in the result tells a date that was settled from one that was guessed. Expected: the fourth of March
# (the page's language settles the order), or no date.
# Exits with 0 while this holds, else with 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check htmldate==1.11.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from htmldate import find_date

page = (
    '<html lang="en-US"><head></head><body><article><h1>Bridge closed</h1><p class="date">{}</p>'
    "<p>The bridge is closed to lorries.</p></article></body></html>"
)
days = ("03/04/2021", "03/14/2021")
found = [find_date(page.format(day)) for day in days]
print(f"htmldate {version('htmldate')}: " + "; ".join(f"{day} is {read}" for day, read in zip(days, found)))
sys.exit(0 if found == ["2021-04-03", "2021-03-14"] else 1)
PYTHON
