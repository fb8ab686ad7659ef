#!/usr/bin/env bash
# htmldate 1.11.0: a page that states no date but a copyright line in its footer is dated to the first of January of that
# year. The day and month stand nowhere, and the result does not tell that they were made up. Expected: None, or the
# year alone, with extensive_search as it is by default.
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

page = "<html><body><article><h1>Bridge closed</h1><p>The bridge is closed to lorries.</p></article>{}</body></html>"
lines = ("", "<footer>© 2019-2024 Outlet</footer>", "<footer>Copyright 2023 Outlet</footer>")
found = [find_date(page.format(line)) for line in lines]
print(f"htmldate {version('htmldate')}: no footer {found[0]}; © 2019-2024 {found[1]}; Copyright 2023 {found[2]}")
sys.exit(0 if found == [None, "2024-01-01", "2023-01-01"] else 1)
PYTHON
