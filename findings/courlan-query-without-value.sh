#!/usr/bin/env bash
# courlan 1.4.0: clean_url and normalize_url drop parts of a query that have no value. Old content systems number their
# pages that way (`/story.asp?20417`), so that all articles of such an outlet become one address. Expected: a part
# without a value is kept, as RFC 3986 gives a query no inner form.
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

from courlan import clean_url, normalize_url

addresses = [f"https://outlet.example/story.asp?{number}" for number in (20417, 20418, 20419)]
cleaned, normalised = {clean_url(a) for a in addresses}, {normalize_url(a) for a in addresses}
print(f"courlan {version('courlan')}: {len(addresses)} addresses become {cleaned} and {normalised}")
sys.exit(0 if len(cleaned) == len(normalised) == 1 else 1)
PYTHON
