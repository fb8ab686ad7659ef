#!/usr/bin/env bash
# pyogrio 0.13.0: the id of a GeoJSON feature (RFC 7946, section 3.2) is lost where its properties have an "id", too.
# Both would be the column "id"; it holds the property alone, and a feature's own id stands nowhere. Without such a
# property the column holds the feature's id. Expected: both, or an error.
# Exits with 0 while this holds, else with 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 pyarrow==26.0.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import json
import sys
from pathlib import Path

import pyogrio


def read(properties):
    point = {"type": "Point", "coordinates": [36.75, 35.13]}
    feature = {"type": "Feature", "id": "incident-1", "properties": properties, "geometry": point}
    Path("one.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    _, table = pyogrio.read_arrow("one.geojson")
    return {name: table[name].to_pylist() for name in table.column_names if "geom" not in name}


alone, both = read({"killed": 3}), read({"killed": 3, "id": "row-7"})
print(f"pyogrio {pyogrio.__version__}: without a property id {alone}, with it {both}")
sys.exit(0 if alone["id"] == ["incident-1"] and both == {"id": ["row-7"], "killed": [3]} else 1)
PYTHON
