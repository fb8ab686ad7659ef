#!/usr/bin/env bash
# courlan 1.4.0: clean_url of an address whose query names another address gives that other address. The page that was
# asked about is gone: a share button's or a login page's address turns into the page of somebody else, and the second
# host is one that nobody asked for. Expected: the address itself, cleaned, as normalize_url gives it.
# Exits with 0 while this holds, else with 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check courlan==1.4.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version
from urllib.parse import urlsplit

from courlan import clean_url, normalize_url

address = "https://outlet.example/news?id=17&about=https://agency.example/report?y=1"
cleaned, normalised = clean_url(address), normalize_url(address)
print(f"courlan {version('courlan')}: {address}\n  clean_url      {cleaned}\n  normalize_url  {normalised}")
sys.exit(0 if urlsplit(cleaned).hostname == "agency.example" and urlsplit(normalised).hostname == "outlet.example" else 1)
PYTHON
